"""Headings that run into their paragraph without any markup: *Sharing Costs: Several firms …*.

What an e-mail or a PDF's text has left of bold words. A colon alone says little, for a turn
(*Anna: We left*) and a sentence (*One thing was clear: Nobody came*) have it too, so such words are
headings only where a text has several of them, each once, and none leads to speech.
"""

import re
from collections.abc import Sequence

from graph.readers import attribution, labels, lexicon, marks, turns
from graph.readers.labels import Strength
from graph.readers.text import Paragraph

_TITLE = re.compile(
    r"(?P<words>[A-ZÀ-Þ][^\s:.?!]*(?:[ \t][^\s:.?!]+){0,9})(?P<stop>[:.])\s+(?=[A-ZÀ-Þ“\"])"
)
_SUBJECT = re.compile(
    r"(?:No(?:body|ne| one)|Every(?:one|body|thing)|Some(?:one|body|thing)?|He|She|They|It|This|"
    r"That|These|Those|There|Others?|Many|Most|One|Two|Three|All|Both|Each|Few|Several|Not|So|Then|Still|Yet|But|And|Here|Again)\b"
)
"""What a short sentence begins with that no title does: *Nobody came.*"""
_SMALL = re.compile(
    r"(?:an?|the|and|or|but|nor|of|in|on|at|to|for|by|with|from|as|vs|into|over|under|versus|"
    r"between|among|without|within|against|through|than)"
)
_CLAUSE = re.compile(
    rf"\b(?:is|are|was|were|be|had|has|have|did|does|do|can|could|would|will|{'|'.join(lexicon.SAYING)})\b",
    re.IGNORECASE,
)
_FEWEST = 3
_FEWEST_OF_ALL = 2
"""As many are enough where every paragraph has one."""
_STOPPED_WORDS = 7
_FEWEST_PHRASES = 2
_FEWEST_WORDS = 12
_SHARE = 0.5


def ends(paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Return how long the heading at the start of a paragraph is, by where the paragraph starts."""
    long = [p for p in paragraphs if _is_plain(p) and len(p.text.split()) >= _FEWEST_WORDS]
    met = {p.start: match for p in long if (match := _title(p.text))}
    colons = {start: match for start, match in met.items() if match["stop"] == ":"}
    stops = {start: match for start, match in met.items() if match["stop"] == "."}
    titled = stops if len(stops) > len(colons) else colons
    in_capitals = {start: m for start, m in titled.items() if _is_title_case(m["words"])}
    found = titled if len(titled) >= _SHARE * len(long) else in_capitals
    words = [match["words"].casefold() for match in found.values()]
    phrases = sum(_is_phrase(match["words"]) for match in found.values())
    fewest = _FEWEST_OF_ALL if len(found) == len(long) == phrases else _FEWEST
    enough = len(found) >= fewest and phrases >= _FEWEST_PHRASES
    if not enough or len(set(words)) < len(words):
        return {}
    return {start: len(match.group().rstrip()) for start, match in found.items()}


def _is_plain(paragraph: Paragraph) -> bool:
    hints = paragraph.hints
    return not (hints.level or hints.set_off or hints.label or hints.item or hints.bold)


def _title(text: str) -> re.Match[str] | None:
    """Match words that name a theme: no clause, nobody's label, and no speech behind the colon."""
    match = _TITLE.match(text)
    if match is None or turns.is_aside(match["words"]):
        return None
    named = labels.strength(match["words"]) == Strength.NUMBERED or labels.asks(match["words"])
    spoken = attribution.SPOKEN.search(match["words"]) or _CLAUSE.search(match["words"])
    sentence = match["stop"] == "." and not _could_end_in_stop(match["words"])
    return None if named or spoken or sentence or _is_speech(text, match.end()) else match


def _could_end_in_stop(words: str) -> bool:
    """Whether a title may end in a full stop: a phrase that no sentence begins with."""
    several = 1 < len(words.split()) <= _STOPPED_WORDS
    return several and _is_phrase(words) and _SUBJECT.match(words) is None


def _is_speech(text: str, start: int) -> bool:
    """Whether somebody speaks behind the colon: in marks, or as *I* before there are any."""
    pairs = [pair for pair in marks.find(text).pairs if pair.outer_start >= start]
    first = pairs[0].outer_start if pairs else len(text)
    opens = first == start and attribution.SPOKEN.search(text, pairs[0].start, pairs[0].end)
    return bool(opens) or re.search(r"\b(?:I|my|me)\b", text[start:first]) is not None


def _is_phrase(words: str) -> bool:
    """Whether the words can't be a person's name: *Living With Noise*, *Being seen at night*."""
    small = any(_SMALL.fullmatch(word.casefold()) for word in words.split())
    return small or not labels.is_name(words)


def _is_title_case(words: str) -> bool:
    return all(word[:1].isupper() or _SMALL.fullmatch(word) for word in words.split())
