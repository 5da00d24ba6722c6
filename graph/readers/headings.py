"""Headings: which paragraphs are headings, and which theme stands under which.

Markdown's ``#`` says both. In unmarked text a short line without final punctuation that stands
alone before prose is a heading; its rank is guessed from its number, from a word like *Theme 1*,
or from the valence that it names, and every such guess is noted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.model import Note
from graph.readers import attribution, labels, valence
from graph.readers.labels import Strength
from graph.readers.text import Paragraph, could_be_heading, ends_a_sentence

_MARKDOWN = re.compile(r"(#{1,6})\s+(\S.*?)[\s#]*$", re.DOTALL)
_BOLD = re.compile(r"(?:\*\*|__)([^*_]+)(?:\*\*|__)[.:]?$")
_THEME = re.compile(
    r"(sub[-\s]*)?(?:theme|category)s?(?:\s+\w{1,5})?\s?[:.–—-]\s*\S", re.IGNORECASE
)
_RUN_IN = re.compile(
    r"(?:sub[-\s]*)?theme\s+\w{1,5}\s?[:.–—-]\s+[^.?!]{3,140}[.?!](?=\s+[A-Z])", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\(?(?:(?P<decimal>\d{1,2}(?:\.\d{1,2}){0,4})\.?|(?P<roman>[ivx]{1,4})[.)]"
    r"|(?P<chapter>[IVX]{1,4})[.)]|(?P<upper>[A-Z])[.)]|(?P<lower>[a-z])[.)])\)?\s+(?=[A-Z“‘])"
)
_SECTION = re.compile(
    r"[\d.\s]*(?:(?:qualitative|main|key|study|research|thematic|overall|interview|our|the)\s+)*"
    r"(?:results?|findings|analysis|themes)(?:\s+and\s+(?:discussion|analysis|findings))?\W*$",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[-*+•‣▪–—|(\[“‘\"'>]|\d+\s*$")
_PLAIN_START = re.compile(r"[A-Z“‘\d]")
_MOST_TOGETHER = 3
_LONGEST_THEME_WORDS = 25

_VALENCE, _THEME_WORD, _SUB_THEME, _CHAPTER, _UPPER, _DECIMAL, _LOWER, _ROMAN, _PLAIN = (
    0, 7, 8, 9, 10, 11, 20, 21, 30,
)  # fmt: skip
_RANKS = {"chapter": _CHAPTER, "upper": _UPPER, "lower": _LOWER, "roman": _ROMAN}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the lower its ``rank``, the further out. ``parent`` is a place in the outline."""

    label: str
    start: int
    end: int
    rank: int
    guessed: bool
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Paragraphs under one heading; ``heading`` is its place in the outline, None before any."""

    heading: int | None
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The themes' headings, outermost before what they hold, and the text in sections."""

    title: str
    headings: tuple[Heading, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]


def outline(paragraphs: Sequence[Paragraph]) -> Outline:
    """Sort paragraphs into headings and the text under them."""
    parts = list(_with_run_in_headings(paragraphs))
    found = _marked(parts) if any(_MARKDOWN.match(p.text) for p in parts) else _unmarked(parts)
    title = _title(found)
    names_section = [i for i, h in found.items() if i == title or _SECTION.fullmatch(h.label)]
    themes = {index: h for index, h in found.items() if index not in names_section}
    nested = _nested(list(themes.values()))
    return Outline(
        title=found[names_section[0]].label if names_section else "",
        headings=nested,
        sections=tuple(_sections(parts, found, list(themes))),
        notes=tuple(_notes(nested)),
    )


def _with_run_in_headings(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs, *Theme 1: Title.* at the start of one as a paragraph of its own."""
    for paragraph in paragraphs:
        run_in = _RUN_IN.match(paragraph.text)
        if run_in is None or len(run_in.group().split()) > _LONGEST_THEME_WORDS:
            yield paragraph
            continue
        rest = paragraph.text[run_in.end() :].lstrip()
        yield Paragraph(paragraph.start, paragraph.start + run_in.end(), run_in.group())
        yield Paragraph(paragraph.end - len(rest), paragraph.end, rest)


def _marked(paragraphs: Sequence[Paragraph]) -> dict[int, Heading]:
    """Find Markdown's headings, and below their ranks lines in bold and *Theme 1: …*."""
    found = {}
    for index, paragraph in enumerate(paragraphs):
        if match := _MARKDOWN.match(paragraph.text):
            found[index] = _heading(paragraph, match[2], len(match[1]), guessed=False)
        elif heading := _theme(paragraphs, index) or _bold(paragraph):
            found[index] = heading
    return found


def _unmarked(paragraphs: Sequence[Paragraph]) -> dict[int, Heading]:
    lines = {
        index for run in _runs(paragraphs) for index in run if _is_kept(paragraphs, run, index)
    }
    found = {}
    for index, paragraph in enumerate(paragraphs):
        if heading := _theme(paragraphs, index) or _bold(paragraph):
            found[index] = heading
        elif index in lines:
            found[index] = _heading(paragraph, paragraph.text, _rank(paragraph.text), guessed=True)
    return _with_valences_outside(found)


def _runs(paragraphs: Sequence[Paragraph]) -> Iterator[range]:
    """Yield the stretches of paragraphs next to each other that look like headings."""
    start = None
    for index, paragraph in enumerate(paragraphs):
        looks = not paragraph.set_off and _looks_like_heading(paragraph.text)
        if looks and start is None:
            start = index
        elif not looks and start is not None:
            yield range(start, index)
            start = None


def _looks_like_heading(text: str) -> bool:
    if not could_be_heading(text) or "\n" in text:
        return False
    numbered = _NUMBER.match(text) is not None
    if not numbered and not _PLAIN_START.match(text):
        return False
    if text[-1] in ".!:;,…" or (text[-1] == "?" and not numbered):
        return False
    label = attribution.at_end(text)
    if label and labels.strength(label.speaker) == Strength.NUMBERED:
        return False
    return numbered or not (_BULLET.match(text) or labels.STRONG.match(text) or "\t" in text)


def _is_kept(paragraphs: Sequence[Paragraph], run: range, index: int) -> bool:
    """Lines in a row, or behind a colon, are a list; its last line may be the first heading."""
    if not ends_a_sentence(paragraphs[run.stop].text) and could_be_heading(
        paragraphs[run.stop].text
    ):
        return False
    text = paragraphs[index].text
    announced = run.start > 0 and paragraphs[run.start - 1].text.endswith(":")
    if announced or len(run) > _MOST_TOGETHER:
        last = index == run.stop - 1
        return last and (len(run) == 1 or text in {paragraphs[i].text for i in run[:-1]})
    return True


def _theme(paragraphs: Sequence[Paragraph], index: int) -> Heading | None:
    """A paragraph *Theme 1: …* that stands alone, not in a list of themes."""
    text = paragraphs[index].text
    match = _THEME.match(text)
    if match is None or len(text.split()) > _LONGEST_THEME_WORDS or index + 1 == len(paragraphs):
        return None
    beside = [paragraphs[i].text for i in (index - 1, index + 1) if i >= 0]
    kinds = [other[1] for line in beside if (other := _THEME.match(line))]
    if match[1] in kinds:
        return None
    rank = _SUB_THEME if match[1] else _THEME_WORD
    return _heading(paragraphs[index], text, rank, guessed=True)


def _bold(paragraph: Paragraph) -> Heading | None:
    match = _BOLD.match(paragraph.text) if could_be_heading(paragraph.text) else None
    return _heading(paragraph, match[1], _PLAIN, guessed=True) if match else None


def _heading(paragraph: Paragraph, text: str, rank: int, *, guessed: bool) -> Heading:
    label = " ".join(text.strip("*_ ").split())
    return Heading(label, paragraph.start, paragraph.end, rank, guessed)


def _rank(text: str) -> int:
    match = _NUMBER.match(text)
    if match is None:
        return _PLAIN
    if match["decimal"]:
        return _DECIMAL + match["decimal"].count(".")
    return _RANKS[match.lastgroup or ""]


def _with_valences_outside(found: dict[int, Heading]) -> dict[int, Heading]:
    """Put unnumbered headings that name a valence outside; the others then stand under them.

    Which ones: those that say little else (Barriers), or if there are none, all that name a side
    (Financial barriers), provided that they name both sides; else they are themes among others.
    """
    naming = {i: valence.named_by(h.label) for i, h in found.items() if h.rank == _PLAIN}
    outside = {index for index, named in naming.items() if named.plain}
    if not outside:
        outside = {index for index, named in naming.items() if named.valence}
        if len({naming[index].valence for index in outside}) == 1:
            return found
    return {i: replace(h, rank=_VALENCE) if i in outside else h for i, h in found.items()}


def _title(found: dict[int, Heading]) -> int | None:
    """The heading that only names the section: the first, and alone on the outermost rank."""
    if not found:
        return None
    first, heading = next(iter(found.items()))
    outermost = [h for h in found.values() if h.rank <= heading.rank]
    alone = len(outermost) == 1 and len(found) > 1 and not heading.guessed
    return first if alone and not valence.named_by(heading.label).valence else None


def _nested(headings: Sequence[Heading]) -> tuple[Heading, ...]:
    nested: list[Heading] = []
    above: list[int] = []
    for heading in headings:
        while above and nested[above[-1]].rank >= heading.rank:
            above.pop()
        nested.append(replace(heading, parent=above[-1] if above else None))
        above.append(len(nested) - 1)
    return tuple(nested)


def _sections(
    paragraphs: Sequence[Paragraph], found: dict[int, Heading], themes: Sequence[int]
) -> Iterator[Section]:
    places = {index: place for place, index in enumerate(themes)}
    heading: int | None = None
    under: list[Paragraph] = []
    for index, paragraph in enumerate(paragraphs):
        if index in found:
            yield Section(heading, tuple(under))
            heading, under = places.get(index), []
        else:
            under.append(paragraph)
    yield Section(heading, tuple(under))


def _notes(headings: Sequence[Heading]) -> Iterator[Note]:
    for heading in headings:
        if heading.guessed:
            above = "" if heading.parent is None else headings[heading.parent].label
            where = f"under {above!r}" if above else "as an outermost theme"
            yield Note(f"Taken for a heading, {where}", heading.start, heading.end)
        if valence.named_by(heading.label).both:
            text = "The heading names both what helps and what stands in the way"
            yield Note(f"{text}: no valence given", heading.start, heading.end)
