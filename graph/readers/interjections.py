"""Quotes that are interrupted: “I left,” she said, “and never came back.” (P3)."""

import re

from graph.readers import embedded, label_facts, labels, lexicon
from graph.readers.attribution import Attribution, Known
from graph.readers.marks import Marked

_GOES_ON = re.compile(r"[,?!…–—-]$")
_SAYING = rf"(?:{'|'.join(lexicon.SAYING)})"
_INTERJECTION = re.compile(
    rf"[\s,.…–—-]{{0,4}}+(?!(?:and|but|while|whereas|when|which|or)\b)"
    rf"(?:[^“”\"«».?!;:()]|\([^()]*\)|\b(?:Mr|Mrs|Ms|Dr)\.){{0,80}}?\b(?:{_SAYING}|in\s+the\s+words\s+of)\b"
    r"(?:[^“”\"«».?!;()]|\([^()]*\)){0,80}",
    re.IGNORECASE,
)
_SAID_SHORTLY = re.compile(
    rf"[\s,–—-]{{0,3}}[^“”\"«».?!:;()]{{0,60}}\b(?:{_SAYING})\b[^“”\"«».?!:;()]{{0,60}}[.;]\s+"
)
_THEN_SAID = re.compile(
    rf"[\s,.]*s?he\s(?:\w+ly\s)?(?:{_SAYING})\b[^“”\"«».?!:;()]{{0,40}}\.\s+|\s+(?:And|But|Then|Later|Also)(?:\s\w+){{0,2}}:\s*",
    re.IGNORECASE,
)
_WITH_COMMA = re.compile(r"\s*[,–—-]")
_ENDS = re.compile(r"[,:.–—-]\s*$")
_NAME = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)?")


def joins(text: str, first: Marked, second: Marked) -> bool:
    """Whether all that parts two stretches between marks is who says them: one utterance."""
    between = text[first.outer_end : second.outer_start]
    comma = _GOES_ON.search(text[first.start : first.end]) or _WITH_COMMA.match(between)
    said = _ENDS.search(between) and _INTERJECTION.fullmatch(between)
    return bool(comma and said and not embedded.is_of_a_thing(between))


def goes_on(text: str, first: Marked, second: Marked, by: Attribution) -> bool:
    """Whether words go on with those before: …,” P3 said. “…”; …,” (P3) “and …”; …” And: “…."""
    between = text[first.outer_end : second.outer_start]
    if _THEN_SAID.fullmatch(between):
        return True
    within = first.outer_end <= by.start and by.end <= second.outer_start
    return within and _goes_on_behind(text, first, second, by, between)


def _goes_on_behind(
    text: str, first: Marked, second: Marked, by: Attribution, between: str
) -> bool:
    """Whether a verb of saying, or only a label within a sentence, stands between the words."""
    nothing_else = not text[first.outer_end : by.start].strip(" ,") and not text[
        by.end : second.outer_start
    ].strip(" ,")
    unfinished = text[second.start].islower() and text[second.start : second.start + 2] != "i "
    if nothing_else and unfinished and text[first.end - 1] == ",":
        return True
    return _SAID_SHORTLY.fullmatch(between) is not None


def named(text: str, first: Marked, second: Marked, known: Known) -> Attribution | None:
    """Return who says both stretches, if their name stands between them and isn't in doubt."""
    at = first.outer_end
    between = text[at : second.outer_start]
    for form in (label_facts.DESCRIBED, labels.STRONG, _NAME):
        for match in form.finditer(between):
            words = match.group().rstrip(", ")
            sure = known.has(words) if form is _NAME else _names(words)
            if sure:
                speaker = labels.as_printed(words)
                return Attribution(speaker, at + match.start(), at + match.start() + len(words))
    return None


def _names(words: str) -> bool:
    numbered = labels.strength(words) == labels.Strength.NUMBERED
    return label_facts.is_described(words) or (
        numbered and labels.STRONG.fullmatch(words) is not None
    )
