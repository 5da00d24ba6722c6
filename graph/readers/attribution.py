"""Who is named behind the words between two quotation marks: in brackets, behind a dash, bare."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from graph.readers import label_facts, labels, languages, lexicon, several
from graph.readers.labels import Label, Strength

_TO_BRACKET = re.compile(r"[\s.,;:*_>]{0,6}(?:[-–—~]{1,3}\s{0,3})?(?=[(\[])")
_TO_DASHED = re.compile(r"[\s.,;*_>]{0,6}(?:-{1,3}|[–—―~])[\s*_]{0,3}")
_TO_BARE = re.compile(r"[\s.,;:*_>]{0,6}")
_LABEL_STOP = re.compile(r"[.;]?[*_]{0,3}\s*$|\.(?=\s+[A-Z“‘\"'(\[])|[“”\"«»‘]")
_SAYING = rf"(?:{'|'.join(lexicon.SAYING)})"
PROSE = re.compile(
    r"\b(?:a|an|the|in|as|which|who|that|this|these|those|although|but|and|or|by|for|among|because|"
    r"when|where|while|such|often|usually|even|including|especially|meaning|not|one|another|some|"
    r"other|many|most|several|all|both|each|every|our|their|its|to|of|with)\b(?!-)",
    re.IGNORECASE,
)
SPOKEN = re.compile(
    rf"\b(?:I|we|my|our|me|us|you|your|{languages.SPOKEN})\b|n[’']t\b|\w[’'](?:re|ve|ll|m)\b",
    re.IGNORECASE,
)
"""Words by which an utterance is told from a phrase that is only set in quotation marks."""

_BRACKET = re.compile(r"[()\[\]]")
_CREDIT = re.compile(
    rf"(?:as\s+)?(?:{_SAYING}|quoted|quote|quotation|statement|words|comment)\s+(?:by|of|from)\s+"
    r"(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)
"""What may stand before a name in its brackets: (as stated by P3)."""

_ADDED = re.compile(
    r"(?<=\w)[,;]\s*(?:(?:our|my|own|original|authors?[’']?)\s+)?(?:emphas[ie]s|italics|translat(?:ed|ion)|"
    r"see\s+also|cf\.|also\b).*$",
    re.IGNORECASE,
)
"""What the authors say of the words behind a label: *(P1, emphasis added)*."""

SOMEBODY_SPEAKS = "I don’t know who it was"
"""Stands for words that aren't at hand where a label is judged alone."""

_AT_END = re.compile(r"[\s.,;*_]*$")
_NOTHING_MORE = re.compile(r"[\s.,;*_]*(?:$|[“\"‘'«])")
_LABEL_MAY_START = re.compile(
    r"\s(?=[(\[]|[-–—―~]{1,3}\s*[\w(\[])|(?<=[\w.?!…”\"’])(?=[-–—]{1,2}\s)"
)
_EXCERPT = re.compile(
    r"(?:extract|excerpt|quot(?:e|ation)|fragment|example)\s?\d{1,3}[a-z]?\s?[.:,–-]?\s(?=\S)",
    re.IGNORECASE,
)
"""What may stand before a label in a line of its own: *Extract 3: P4*."""
_DETERMINER = re.compile(r"(?:an?|the)\s+", re.IGNORECASE)
_CODE_AT_END = re.compile(rf"[\s.,;*_]{{1,4}}(?P<label>{labels.CODE})[\s.*_]*$")
_NOT_IN_BARE = re.compile(r"[:“”\"‘«»]")
_WIDEST_DASH = 6
_UTTERANCE_WORDS = 4
_FEWEST_WORDS = 3
_LONG_UTTERANCE_WORDS = 8
_NAME_WORDS = 6
_BARE_WORDS = 8
_FACT_WORDS = 4
_MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """Labels that name somebody elsewhere in the same text, where that isn't in doubt.

    ``in_turns`` if the text has several people's words as turns, each behind a label and a colon.
    """

    labels: frozenset[str] = frozenset()
    in_turns: bool = False

    def has(self, label: str) -> bool:
        """Whether the label is among them, whatever its spaces, signs and capitals."""
        return labels.normal_form(label) in self.labels

    def has_name(self, label: str) -> bool:
        """Whether the label or the name with which it begins is among them: *Paul, 301*."""
        return self.has(label) or (bool(name := label_facts.name_in(label)) and self.has(name))


NOBODY = Known()


@dataclass(frozen=True, slots=True)
class Attribution:
    """The label that names who said something, and where it stands with its brackets.

    ``others`` are further labels for the same words.
    """

    speaker: str
    start: int
    end: int
    others: tuple[str, ...] = ()
    dashed: bool = False


def first_of(by: Attribution, known: Known = NOBODY) -> Attribution:
    """Return an attribution to one person: the first whom a label names, the rest as ``others``.

    A quote has one respondent; whoever else the label names is said, never dropped or made one.
    """
    named = several.several(by.speaker) or _each_known(by.speaker, known)
    further = tuple(name for other in by.others for name in several.several(other) or (other,))
    return replace(by, speaker=named[0] if named else by.speaker, others=(*named[1:], *further))


def _each_known(label: str, known: Known) -> tuple[str, ...]:
    """Return the parts of a label (C4; N9) of which each names somebody elsewhere by itself."""
    parts = several.parts(label)
    return parts if len(parts) > 1 and all(known.has(part) for part in parts) else ()


@lru_cache(maxsize=labels.REMEMBERED)
def alone(text: str) -> Attribution | None:
    """Return the label of which the whole text consists, in brackets, behind a dash or numbered."""
    if len(text) > labels.LONGEST:
        return None
    if excerpt := _EXCERPT.match(text):
        found = alone(text[excerpt.end() :])
        return found and replace(
            found, start=found.start + excerpt.end(), end=found.end + excerpt.end()
        )
    found = (
        in_brackets(text, 0, SOMEBODY_SPEAKS, NOBODY, opens=True, first=True)
        or behind_dash(text, 0, SOMEBODY_SPEAKS, NOBODY, opens=True)
        or bare(text, 0)
    )
    whole = found and found.start <= _WIDEST_DASH and _AT_END.match(text, found.end)
    return found if whole else None


def at_end(text: str) -> Attribution | None:
    """Return the label in brackets or behind a dash with which a text ends."""
    tail = max(0, len(text) - labels.LONGEST)
    for match in _LABEL_MAY_START.finditer(text, tail):
        found = alone(text[match.end() :])
        if found:
            return Attribution(found.speaker, match.end(), len(text), found.others, found.dashed)
    return None


def in_brackets(
    text: str, start: int, quoted: str, known: Known, *, opens: bool, first: bool = False
) -> Attribution | None:
    """Return the label in the brackets at a place, behind words that it must fit."""
    groups = list(_bracket_groups(text, start))
    block = bool(opens and groups and _NOTHING_MORE.match(text, groups[-1].end))
    named = [group for group in groups if _names_somebody(group, quoted, known, block=block)]
    if not named or (first and groups[0] not in named):
        return None
    others = tuple(label.text for label in named[1:])
    return Attribution(named[0].text, groups[0].start, groups[-1].end, others)


def _bracket_groups(text: str, start: int) -> Iterator[Label]:
    for _ in range(_MOST_GROUPS):
        gap = _TO_BRACKET.match(text, start)
        end = _closing_bracket(text, gap.end()) if gap else None
        if gap is None or end is None:
            return
        inner = _ADDED.sub("", _CREDIT.sub("", text[gap.end() + 1 : end - 1].strip(), count=1))
        yield Label(labels.as_printed(inner), gap.end(), end, labels.strength(inner))
        start = end


def _closing_bracket(text: str, start: int) -> int | None:
    depth = 0
    for bracket in _BRACKET.finditer(text, start, start + labels.LONGEST):
        depth += 1 if bracket.group() in "([" else -1
        if depth == 0:
            return bracket.end()
    return None


def _names_somebody(label: Label, quoted: str, known: Known, *, block: bool) -> bool:
    """A label in doubt is taken behind a block, and within a line only behind an utterance."""
    if label.strength == Strength.NUMBERED or known.has_name(label.text):
        return True
    if label.strength == Strength.NONE or labels.says(label.text):
        return False
    described = _DETERMINER.sub("", label.text) if label.strength == Strength.PERSON else label.text
    if PROSE.match(described) or _abbreviates(label.text, quoted):
        return False
    spoken = SPOKEN.search(quoted) is not None
    long = len(quoted.split()) >= _LONG_UTTERANCE_WORDS
    if label.strength == Strength.PERSON:
        several_facts = "," in label.text and labels.is_person(described)
        utterance = len(quoted.split()) >= _UTTERANCE_WORDS and (spoken or long)
        return block or several_facts or utterance
    if labels.is_name(label.text):
        complete = len(quoted.split()) >= _FEWEST_WORDS or quoted[-1:] in ".?!…"
        return (block and complete) or (spoken and len(quoted.split()) >= _UTTERANCE_WORDS)
    return block and (spoken or long) and len(label.text.split()) <= _NAME_WORDS


def _abbreviates(label: str, quoted: str) -> bool:
    """Whether the words in brackets are the initials of those before them."""
    letters = "".join(filter(str.isalpha, label)).casefold().removesuffix("s")
    initials = "".join(word[0] for word in re.findall(r"\w+", quoted)).casefold()
    return bool(letters) and " " not in label and letters in initials


def behind_dash(
    text: str, start: int, quoted: str, known: Known, *, opens: bool
) -> Attribution | None:
    """Return the label behind a dash at a place, up to the end of the paragraph."""
    dash = _TO_DASHED.match(text, start)
    stop = dash and _LABEL_STOP.search(text, dash.end(), dash.end() + labels.LONGEST)
    if not dash or not stop or (stop.end() < len(text) and text[stop.start()] != "."):
        return None
    words = text[dash.end() : stop.start()]
    label = Label(labels.as_printed(words), dash.end(), stop.start(), labels.strength(words))
    doubtful = label.strength == Strength.LOOSE and not _could_be_name(words)
    block = opens and _NOTHING_MORE.match(text, label.end) is not None
    if doubtful or labels.says(words) or not _names_somebody(label, quoted, known, block=block):
        return None
    return Attribution(label.text, label.start, label.end, dashed=True)


def _could_be_name(words: str) -> bool:
    first_fact = words.split(",", maxsplit=1)[0].strip()
    return labels.is_name(first_fact) and len(words.split()) <= _NAME_WORDS


def bare(text: str, start: int) -> Attribution | None:
    """Return a label without brackets or dash that is all that follows a place."""
    gap = _TO_BARE.match(text, start)
    if gap is None or len(text) - gap.end() > labels.LONGEST:
        return None
    words = text[gap.end() :].rstrip(" .*_\r\n")
    if not _is_bare_label(words):
        return None
    return Attribution(labels.as_printed(words), gap.end(), gap.end() + len(words))


def code(text: str, start: int) -> Attribution | None:
    """Return a code that ends a paragraph behind the mark: *“…” P8*."""
    code = _CODE_AT_END.match(text, start)
    return _from_match(code, "label") if code else None


def _is_bare_label(words: str) -> bool:
    """A label without brackets or dash: its number or its commas tell it from a sentence."""
    if labels.says(words) or len(words.split()) > _BARE_WORDS or _NOT_IN_BARE.search(words):
        return False
    strength = labels.strength(words)
    if strength == Strength.NUMBERED and labels.STRONG.match(words):
        return True
    facts = words.split(",")
    short = all(len(fact.split()) <= _FACT_WORDS for fact in facts)
    named = labels.is_person(_DETERMINER.sub("", words)) or labels.is_name(facts[0])
    enough = strength == Strength.NUMBERED or (strength == Strength.PERSON and words[:1].isupper())
    return len(facts) > 1 and short and named and enough


def _from_match(match: re.Match[str], group: int | str) -> Attribution:
    return Attribution(labels.as_printed(match[group]), *match.span(group))
