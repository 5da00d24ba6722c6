"""Labels of speakers: how sure it is that some words beside a quote name who said it.

``(Interviewee 2)`` and ``[P3]`` name somebody for sure, ``(nurse, rural clinic)`` names a kind of
person, ``(Sarah)`` may be a name; ``(Smith et al., 2018)``, ``(Table 1)`` and ``(n = 5)`` are
references and name nobody.
"""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from graph.readers import lexicon

LONGEST = 160
"""No label is longer than this, in code points."""
REMEMBERED = 20_000
"""How many of the last texts a judgement is remembered for: each label is asked for many times."""

_MOST_WORDS = 18


def _words(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True))


_ENDINGS = (
    rf"\w{{2,20}}(?:{_words(lexicon.PEOPLE_ENDINGS)})"
    rf"|(?:{_words(lexicon.MANNED)})(?:man|men|woman|women|person)"
)
_NOUN = rf"(?:{_words(lexicon.PEOPLE + lexicon.GATHERINGS)}|{_ENDINGS})(?:e?s)?"
PEOPLE = rf"(?:(?:(?:{_words(lexicon.MODIFIERS)})[\s/-]+){{0,3}}{_NOUN})"
"""A kind of people with what says more of it, as a regular expression: *senior nurses*."""
_NUMBER = (
    r"(?:[\s#._-]{0,5}(?:no|number|nr|id|code)?[\s#._:-]{0,3}[A-Z]{0,4}[-_#]?\d{1,4}[a-z]?"
    r"|\s+(?-i:[A-HJ-Z])|\s+[‘'“\"](?-i:[A-Z])\d{0,2}[’'”\"](?!\w))"
)
_NUMBERED_NOUN = (
    rf"\b(?:(?:{_words(lexicon.MODIFIERS)}|{_NOUN})[\s/-]+){{0,4}}(?:{_NOUN}){_NUMBER}(?!\w)"
)
CODE = r"(?:[A-Z][A-Za-z]{0,5}[#_.-]{0,2}\d{1,4}[A-Za-z]?)(?:[-_/.:][A-Za-z]{0,4}\d{0,4}){0,4}"

TITLE = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sr|Fr|Sister|Brother|Father|Nurse|Mme|Mlle|M|Mama|Uncle|Auntie|"
    r"Aunt|Frau|Herr|Señora|Señor|Doña|Don|Chief|Imam|Pastor|Captain|Coach|Sgt|Cpl|Capt|Lt|Sergeant|"
    r"Inspector|Constable|Rabbi|Madame|Monsieur|Professor|Doctor|Sra|Srta)\.?\s)"
)
"""What stands before a name to say who bears it; with the space behind it."""
PARTICLES = r"(?:(?:van|von|de|del|della|der|den|di|dos|da|du|la|le|bin|ter|ten)\s){0,2}"
"""What may stand in small letters within a name: *Mrs van Wyk*; with the spaces behind."""
INITIALS = r"(?:[A-ZÀ-Þ]\.\s?(?:[a-z]{1,3}\.\s?){0,3}){1,3}[A-ZÀ-Þ]\."
"""Somebody's initials: *A.M.*, *J.v.d.B.*"""

STRONG = re.compile(rf"(?i:{_NUMBERED_NOUN})|\b{CODE}(?![\w.]\w)")
"""A numbered label in running prose: Focus Group Participant 10, P12."""

PERSON = re.compile(rf"\b{_NOUN}\b|\b(?:aged|years?[\s-]old|y/?o)\b", re.IGNORECASE)
_MAY_BE_NUMBERED = re.compile(r"\d|\s[A-HJ-Z]\b|\s[‘'“\"][A-Z][’'”\"]")
_NUMBERED = re.compile(
    rf"{_NUMBERED_NOUN}|\b{_NOUN}\b.*\d|\d.*\b{_NOUN}\b", re.IGNORECASE | re.DOTALL
)
_WHOLE_CODE = re.compile(
    rf"#?{CODE}$|[a-z]{{1,5}}[#_-]?\d{{1,3}}$|#\s?\d{{1,4}}$|(?:No|ID)\.?\s?\d{{1,4}}$|0\d{{1,3}}$"
    r"|(?=\S*\d)(?=\S*[A-Z])[A-Z0-9][\w#./:-]{1,24}$"
)
_SEX_AND_AGE = re.compile(r"0\d{1,3}$|\d{2}\s?[MF]$|[MF][\s/,-]{1,2}\d{2}$")
_NAME_AND_AGE = re.compile(r"[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]*)?,\s?(?:aged?\s)?[1-9]\d(?![\w.:–-])")
_SPACED_CODE = re.compile(r"[A-Z]{1,4}\s\d{1,3}$")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d[a-z]?\b")
_GATHERING = re.compile(rf"\b(?:{_words(lexicon.GATHERINGS)})s?\b", re.IGNORECASE)
_REFERENCE = re.compile(
    rf"\b(?:et\s+al|e\.g|i\.e|cf|ibid|(?-i:pp?)\.\s?\d|vs|hereafter|aka|also\s+(?:known|called))\b"
    rf"|\bpersonal\s+communication\b|\bop\.\s?cit|\bn\s?=|%|https?:|www\.|^see\b|^Q\d"
    rf"|\b(?:{_words(lexicon.DOCUMENT_PARTS)})\.?\s*(?:no\.?\s*)?(?:[A-Z]?\d|[A-Z]\b)"
    rf"|\d\s+(?:{_words(lexicon.DOCUMENT_PARTS)})\b"
    rf"|^(?:{_words(lexicon.NAMED_CODES)})\W?\d*\W*$",
    re.IGNORECASE,
)
_FOREIGN_SIGNS = re.compile(r"[=<>{}`\\@|!^~]|^[\"'‘“]|://")
_ASIDE = re.compile(rf"\b(?:{_words(lexicon.ASIDES)})\b", re.IGNORECASE)
_NOT_SAID_BY = re.compile(rf"[\s*_]*(?:{_words(lexicon.NOT_SAID_BY)})(?![\w’'-])", re.IGNORECASE)
_QUANTITY = re.compile(
    rf"\s*(?:an?\s+|the\s+)?(?:\w+\s+){{0,2}}?(?:{_words(lexicon.QUANTITIES)})\b"
    rf"|.*\b(?:by|from|among|in)\s+\d+\s+\w+s\b",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(
    rf"(?:^|.*[\s(’'])(?:{_words(lexicon.PUBLICATIONS)})"
    r"(?:\s+(?:(?:of|no|s|ss|sec|art|c|ch|reg|section|article)\.?\s*)?(?-i:[\dA-Z])[\w./-]*)*\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MONTH = rf"(?:{_words(lexicon.MONTHS)})"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"(?:(?:{_MONTH}\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}|{_MONTH}(?:\s+{_DAY})?|{_DAY}[./-]{_DAY}[./-]\d{{2,4}})"
    r"(?:,?\s+(?:1[89]|20)\d\d)?|\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]m)?",
    re.IGNORECASE,
)
_MEASURE = re.compile(
    rf"[£$€]?\s?\d[\d.,]*\s?(?:k|m|bn|million|billion|thousand|%)?"
    rf"(?:\s?(?:{_words(lexicon.UNITS)}))?(?:\s+(?:old|ago|later|away|earlier|each))?",
    re.IGNORECASE,
)
_LOCATOR = re.compile(
    r"(?:(?:pp?|ll?)\.|pp|(?i:pages?|lines?|paras?|paragraphs?|turns?))\s*\d[\d\s–-]*"
    rf"|(?i:{_words(lexicon.DOCUMENT_PARTS)})\.?\s*(?:no\.?\s*)?[A-Z]?\d+[a-z]?"
    r"|\d{1,3}[.:]\d{2,4}(?:\s?[–-]\s?\d{1,4}(?:[.:]\d{1,4})?)?"
)
_LINES = re.compile(
    r"(?:ll?\.|L|(?i:lines?|turns?|paras?|paragraphs?))\s*\d|,\s*\d{1,3}[.:]\d{2,4}(?!\d)"
)
_TWO_SURNAMES = re.compile(r"[A-Z][\w’'-]+\s+(?:and|&)\s+[A-Z][\w’'-]+$")
_ONLY_NUMBERS = re.compile(r"(?!#\s?\d|0\d{1,3}$)[\W\d_]*(?:[a-z])?[\W\d_]*$")
_COUNT = re.compile(
    rf"(?:\d+|two|three|four|five|six|several|some|most|many|all|both)\s+(?:of\s+)?(?:the\s+)?"
    rf"(?:\d+\s+)?(?:(?:{_words(lexicon.MODIFIERS)})\s+)*"
    rf"(?:(?:{_words(lexicon.PEOPLE + lexicon.GATHERINGS)})s|men|women|people|children)\b",
    re.IGNORECASE,
)
_SENTENCE_INSIDE = re.compile(r"[a-z]{2}(?<!Mrs)(?<!Prof)[.?!]\s+[A-Z]")
_SAYING = re.compile(rf"(?<![Ff]ield\s)\b(?:{'|'.join(lexicon.SAYING)})\b", re.IGNORECASE)
_NAME = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sr|Fr)\.?\s)?{PARTICLES}[A-Z][\w’'-]*\.?(?:\s{PARTICLES}[A-Z][\w’'.-]*){{0,2}}$|{INITIALS}$"
)
_ENDS_IN_INITIAL = re.compile(rf"(?:^|\s){INITIALS}$|^[A-ZÀ-Þ]\.$|^{TITLE}[A-ZÀ-Þ]\.$")
_TITLED = re.compile(rf"{TITLE}{PARTICLES}[A-ZÀ-Þ](?:\.|[\w’'-]*)(?:\s[A-ZÀ-Þ][\w’'.-]*)?")
_FOCUS_GROUP = re.compile(
    r"\bfocus[\s-]*groups?\b|\bfocus[\s-]+group|\b(?:FGD|FGP|FG)s?(?=\b|\d|_)", re.IGNORECASE
)
_INTERVIEW = re.compile(
    r"\binterview(?:ees?|s)?(?=\b|\d|_)|\b(?:IDI|KII|SSI)s?(?=\b|\d|_)|\bkey[\s-]+informant",
    re.IGNORECASE,
)
_QUESTIONER = re.compile(
    rf"(?:the\s+)?(?:{_words(lexicon.QUESTIONERS)}|(?:interviewer|moderator)\s?#?\d{{1,2}})",
    re.IGNORECASE,
)


class Strength(IntEnum):
    """How sure it is that words name a speaker."""

    NONE = 0
    """A reference, an aside, a count, prose."""
    LOOSE = 1
    """Could be a name or a place."""
    PERSON = 2
    """A kind of person or of gathering."""
    NUMBERED = 3
    """A kind of person with a number, or a code."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, with its position in the text that it was found in."""

    text: str
    start: int
    end: int
    strength: Strength


@lru_cache(maxsize=REMEMBERED)
def strength(text: str) -> Strength:
    """Judge words that stand where a label may stand, without their brackets or dash."""
    words = text.split()
    if not words or len(text) > LONGEST or len(words) > _MOST_WORDS:
        return Strength.NONE
    named = _without_places(text)
    if not named.strip() or _is_no_label(named):
        return Strength.NONE
    if _YEAR.search(named) and not _is_dated_label(named):
        return Strength.NONE
    if _has_code(named) or _NUMBERED.search(named):
        return Strength.NUMBERED
    if _ASIDE.search(named) or _TWO_SURNAMES.match(named.strip()):
        return Strength.NONE
    of_a_transcript = is_name(named.strip(" ,;")) and _LINES.search(text)
    return Strength.PERSON if PERSON.search(named) or of_a_transcript else Strength.LOOSE


def may_be_numbered(text: str, start: int = 0) -> bool:
    """Whether a text has what no numbered label lacks: quicker than to seek one in vain."""
    return _MAY_BE_NUMBERED.search(text, start) is not None


def as_printed(text: str) -> str:
    """Return a label with its line breaks and runs of spaces made one space, without final stop.

    The stop behind an initial is the label's own: *A.M.*, *Frau K.*
    """
    whole = " ".join(text.split()).lstrip("*_ ").rstrip("*_ ,;:")
    return whole if _ENDS_IN_INITIAL.search(whole) else whole.rstrip("*_ .,;:")


def is_name(text: str) -> bool:
    """Whether the words look like a person's name: one to three words with capitals."""
    named = _NAME.match(text) is not None and not any(map(str.isdigit, text))
    return named and not (text.isupper() and len(text) > 1 and "." not in text)


def is_titled(text: str) -> bool:
    """Whether the words are a name with a title: *Mr. A*, *Captain Moss*."""
    return _TITLED.fullmatch(text) is not None


def says(text: str) -> bool:
    """Whether the words hold a verb of saying."""
    return _SAYING.search(text) is not None


def method(label: str) -> str:
    """Return how a label shows that the words were gathered, empty if it doesn't or shows both."""
    focus_group, interview = _FOCUS_GROUP.search(label), _INTERVIEW.search(label)
    if focus_group and not interview:
        return "focus-group"
    return "interview" if interview and not focus_group else ""


def asks(label: str) -> bool:
    """Whether the label is that of whoever asks the questions, so not a respondent's."""
    return _QUESTIONER.fullmatch(label) is not None


@lru_cache(maxsize=REMEMBERED)
def normal_form(label: str) -> str:
    """Return what two spellings of one label have in common: letters and digits, case folded.

    Where in a transcript and when is left out: *Mary, lines 8-9* and *Mary, lines 12-14*.
    """
    named = _without_places(label) or label
    return "".join(filter(str.isalnum, named)).casefold()


def is_person(text: str) -> bool:
    """Whether the words begin with a kind of person: *Nurse, rural clinic*."""
    return PERSON.match(text) is not None


def _without_places(text: str) -> str:
    """Leave out where in a transcript and when: *Interview 3, lines 4-6, 3 May*.

    Empty if nothing else is said, so that a page, a date or a sum names nobody.
    """
    segments = re.split(r"([,;])", text)
    plain = [
        segment
        for segment in segments
        if not (_LOCATOR.fullmatch(segment.strip()) or _DATE.fullmatch(segment.strip()))
    ]
    kept = "".join(plain)
    alone = kept.strip(" ,;.")
    if _MEASURE.fullmatch(alone) and not _SEX_AND_AGE.match(alone):
        return ""
    return kept if any(map(str.isalnum, kept)) else ""


def _is_no_label(text: str) -> bool:
    return bool(
        _ONLY_NUMBERS.match(text)
        or _REFERENCE.search(text)
        or _FOREIGN_SIGNS.search(text)
        or _COUNT.match(text)
        or _QUANTITY.match(text)
        or _NOT_SAID_BY.match(text)
        or _SENTENCE_INSIDE.search(text)
        or any(_PUBLICATION.match(part) for part in re.split(r"[,;:]", text))
    )


def _is_dated_label(text: str) -> bool:
    """A year beside a number, a gathering or a kind of person first of all is a date.

    (Interviewee 4, May 2019), (Nurse, ICU, left 2021); not (Public Health England, 2019).
    """
    undated = _YEAR.sub("", text)
    first = re.split("[,;:(]", undated, maxsplit=1)[0]
    return bool(
        _has_code(undated)
        or _NUMBERED.search(undated)
        or _GATHERING.search(undated)
        or (PERSON.fullmatch(first.strip()) and first != undated)
    )


def _has_code(text: str) -> bool:
    segments = [part.strip() for part in re.split(r"[,;:()]\s*|\s(?:&|and)\s", text)]
    if _SEX_AND_AGE.match(text.strip()) or _NAME_AND_AGE.match(text.strip()):
        return True
    return any(
        form.match(part) for part in segments for form in (_WHOLE_CODE, _SPACED_CODE, _SEX_AND_AGE)
    )
