"""Names with facts of a person (Anna, 34, nurse), and places in a transcript (lines 45-47)."""

import re
from functools import lru_cache

from graph.readers import labels, lexicon
from graph.readers.labels import Strength

_PLACE_BEHIND = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]][\s.]*$")
_PLACE = re.compile(
    r"(?:(?:pp?|ll?)\.?|L|(?i:pages?|lines?|paras?|paragraphs?|turns?))\s*\d[\d\s,–-]*"
)
_LINES_BEHIND = re.compile(r"[(\[,;]\s*(?:ll?\.?|L|(?i:lines?|turns?))\s*\d[\d\s–-]*[)\]][\s.]*$")
_RANGE = re.compile(
    r"\d{1,4}(?:[.:]\d{1,4})?(?:\s?[-–]\s?\d{1,4}(?:[.:]\d{1,4})?)+|\d{1,3}[.:]\d{1,4}"
)
DESCRIBED = re.compile(
    r"(?!(?:As|For|And|But|In|When|While|Like|Then|So|Yet|If|Although|Though|Because|Since|After)\s)"
    rf"(?:{labels.TITLE}{labels.PARTICLES})?(?:[A-ZÀ-Þ][\w’'-]+\.?(?:\s{labels.PARTICLES}[A-ZÀ-Þ][\w’'.-]*){{0,2}}|{labels.INITIALS}|[A-ZÀ-Þ]\.)"
    r"(?:\s\((?P<apart>[^():“”\"]{1,80})\)"
    rf"|(?P<facts>(?:,\s(?!(?:\w+ly\s|also\s)?(?:{'|'.join(lexicon.SAYING)})\b)[^,.:;“”\"()\[\]]{{1,50}}){{1,4}}))"
)
"""A name with facts, which ``is_described`` judges: *Maria (45, teacher)*, *Anna, 34, nurse*."""
_AGE = re.compile(r"(?:aged?\s)?[1-9]\d(?:[\s-]?(?:years?|yrs?|y)\b.*)?")
_SOMEBODYS = re.compile(r"[A-Z][\w-]*[’']s?\s")
"""Who is told of by what they are to a respondent: *Anderson (P2’s landlord)*."""
_ONE_OF_SEVERAL = re.compile(
    r"(?:the\s)?(?:one|\w+est|only\s\w+|first|last|elder|younger|(?:most|least)\s\w+)\s(?:\w+\s)?"
    r"(?:of|among)\s(?:the|our|these|those|his|her|all)\s",
    re.IGNORECASE,
)
"""What one person is among several: *one of the cleaners*, *the youngest of the women*."""
_NO_FACT = re.compile(
    r"(?:like|unlike|as|who|whose|which|with|and|but|or|in|for|of|by|to|on|among|one|some|both|many|"
    r"most|all|other|her|his|their|our|my|when|while|then|has|have|had|is|was|are|were|will|would|can|could|"
    r"did|does|do|may|might|must|should)\b",
    re.IGNORECASE,
)
_IN_LY = (
    r"(?:Kelly|Emily|Sally|Molly|Polly|Billy|Holly|Carly|Willy|Lily|Lilly|Dolly|Shelly|Elly|Ally|Olly|"
    r"Beverly|Kimberly|Cicely)\b"
)
"""Names of people that end as adverbs do."""
OPENING = (
    rf"(?:(?!{_IN_LY})\w+ly|"
    r"However|Moreover|Furthermore|Thus|Hence|Therefore|Overall|Often|Sometimes|Again|Indeed|"
    r"Instead|Here|There|Then|Now|Still|Yet|Also|Besides|Likewise|Otherwise|Nonetheless|Meanwhile|"
    r"Nevertheless|First|Second|Third|Next|Later|Today|Yesterday|Once|While|When|Although|Though|"
    r"Perhaps|Together|Afterwards|Elsewhere|Unlike|Like|Among|Both|Another|One|Some|Many|Most|Other|"
    r"Others|Participants?|Respondents?|Interviewees?)\b"
)
"""Words that open sentences and name nobody, as a regular expression."""
_OPENS_SENTENCE = re.compile(OPENING)


def name_in(label: str) -> str:
    """Return the name with which a label of facts begins (Amina, 34; Amina (34)), else nothing."""
    first, *facts = re.split(r",|\s(?=\()", label)
    return first.strip() if facts and labels.is_name(first.strip()) else ""


@lru_cache(maxsize=labels.REMEMBERED)
def is_described(text: str) -> bool:
    """Whether the words are a name with facts of a person: an age with more, or what they are.

    A number alone in brackets behind a name is a reference's: *Smith (61)*.
    """
    match = DESCRIBED.fullmatch(text)
    if match is None or labels.strength(text) == Strength.NONE:
        return False
    if labels.STRONG.search(re.split(r",|\s\(", text)[0]):
        return False
    facts = [fact.strip() for fact in (match["apart"] or match["facts"].lstrip(", ")).split(",")]
    if any(labels.STRONG.fullmatch(fact) or _SOMEBODYS.match(fact) for fact in facts):
        return False
    only_a_number = match["apart"] is not None and match["apart"].isdigit()
    if any(map(_AGE.fullmatch, facts)) and not only_a_number:
        return True
    opens = match["facts"] is not None and _OPENS_SENTENCE.match(text)
    return not opens and any(map(is_of_a_person, facts))


def is_of_a_person(fact: str) -> bool:
    """Whether a fact says what one person is: a nurse, deputy head; not several."""
    if _ONE_OF_SEVERAL.match(fact):
        return labels.PERSON.search(fact) is not None
    several = fact.endswith("s") and not fact.endswith("ss")
    return bool(labels.PERSON.search(fact)) and not (several or _NO_FACT.match(fact))


def opens(word: str) -> bool:
    """Whether a word with a capital opens sentences and names nobody: *Similarly*, *Others*."""
    return _OPENS_SENTENCE.fullmatch(word) is not None


def end_without_place(text: str, start: int, end: int) -> int:
    """Return where words end before a place in a transcript: *I left. (lines 45-47)*."""
    match = _PLACE_BEHIND.search(text, max(start, end - labels.LONGEST), end)
    if match is None or not is_place(match[1]):
        return end
    return match.start()


def is_place(text: str) -> bool:
    """Whether the words say only where in a transcript: lines 45-47; p. 12, lines 3-5; 12.45."""
    parts = [part.strip() for part in re.split(r"[,;]", text)]
    return all(_PLACE.fullmatch(part) or _RANGE.fullmatch(part) for part in parts)


def has_lines(text: str) -> bool:
    """Whether the words end in line numbers, which only a transcript has: (p. 12, lines 3-5)."""
    return _LINES_BEHIND.search(text, max(0, len(text) - labels.LONGEST)) is not None
