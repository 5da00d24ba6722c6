"""The outline of the findings: which theme stands under which, and what text under each."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.model import Note
from graph.readers import findings, headings, languages, run_ins, valence
from graph.readers.headings import Heading
from graph.readers.text import Paragraph

_SECTION = re.compile(
    r"[\d.\s]*(?:(?:qualitative|main|key|study|research|thematic|overall|interview|our|the)\s+)*"
    rf"(?:results?|findings|analysis|themes|{languages.FINDINGS})"
    r"(?:\s+and\s+(?:discussion|analysis|findings))?\W*$",
    re.IGNORECASE,
)
_OF_A_METHOD = re.compile(
    r"\b(?:qualitative|thematic|analys[ei]s|interviews?|focus\s+groups?|findings|results|data|"
    r"phase|stage|strand|component)\b",
    re.IGNORECASE,
)
_FEWEST_THEMES = 2


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
    """Sort paragraphs into headings and the text under them; of an article keep the findings."""
    everything = run_ins.parts(paragraphs)
    kept, skipped = _findings(everything)
    found = headings.find(kept)
    title = _title(found)
    names_section = [i for i, h in found.items() if i == title or _names_section(h)]
    themes = [index for index in found if index not in names_section]
    nested = _nested(found, themes)
    return Outline(
        title=found[names_section[0]].label if names_section else "",
        headings=nested,
        sections=tuple(_sections(kept, found, themes)),
        notes=(*skipped, *_notes(nested)),
    )


def narrowed(found: Outline, spoken: Collection[int]) -> Outline:
    """Return only the part of the outline in which people speak, if its heading names a method.

    ``spoken`` are the places of sections with quotes. An article of several methods has a part such
    as *Analysis of the interviews*: its heading is no theme, and what stands beside it isn't about
    what respondents said.
    """
    roots = {_root(found, found.sections[place].heading) for place in spoken}
    root = roots.pop() if len(roots) == 1 else None
    if root is None or not _OF_A_METHOD.search(found.headings[root].label):
        return found
    under = [i for i in range(len(found.headings)) if _root(found, i) == root and i != root]
    if sum(found.headings[i].parent == root for i in under) < _FEWEST_THEMES:
        return found
    places = {old: new for new, old in enumerate(under)}
    kept = [section for section in found.sections if _root(found, section.heading) == root]
    return Outline(
        title=found.headings[root].label,
        headings=tuple(
            replace(heading, parent=places.get(-1 if heading.parent is None else heading.parent))
            for heading in (found.headings[i] for i in under)
        ),
        sections=tuple(
            Section(
                places.get(-1 if section.heading is None else section.heading), section.paragraphs
            )
            for section in kept
        ),
        notes=(*found.notes, _narrowed_to(found.headings[root])),
    )


def _narrowed_to(root: Heading) -> Note:
    text = f"Only what stands under {root.label!r} is read: respondents speak nowhere else"
    return Note(text, root.start, root.end)


def _root(found: Outline, heading: int | None) -> int | None:
    while heading is not None and (above := found.headings[heading].parent) is not None:
        heading = above
    return heading


def _names_section(heading: Heading) -> bool:
    return bool(_SECTION.fullmatch(heading.label)) or findings.names_findings(heading)


def _findings(parts: list[Paragraph]) -> tuple[list[Paragraph], list[Note]]:
    found = headings.find(parts)
    left_out = findings.left_out(found, [len(part.text) for part in parts])
    skipped = {index for stretch in left_out for index in stretch}
    notes = [_skipped(parts, found, stretch) for stretch in left_out]
    return [part for index, part in enumerate(parts) if index not in skipped], notes


def _skipped(parts: Sequence[Paragraph], found: dict[int, Heading], stretch: range) -> Note:
    names = [found[i].label for i in stretch if i in found and findings.names_other(found[i])]
    what = ", ".join(repr(name) for name in names) or "what stands before the findings"
    return Note(
        f"Not read, as not the findings: {what}", parts[stretch[0]].start, parts[stretch[-1]].end
    )


def _title(found: dict[int, Heading]) -> int | None:
    """The heading that only names the section: the first, and alone on the outermost rank."""
    if not found:
        return None
    first, heading = next(iter(found.items()))
    outermost = [h for h in found.values() if h.rank <= heading.rank]
    alone = len(outermost) == 1 and len(found) > 1 and not heading.guessed
    return first if alone and not valence.named_by(heading.label).valence else None


def _nested(found: Mapping[int, Heading], themes: Sequence[int]) -> tuple[Heading, ...]:
    """Return the themes' headings, each with the theme above it as its parent.

    A heading that only names a section ends what stands before it, and is nobody's parent.
    """
    places = {index: place for place, index in enumerate(themes)}
    nested: list[Heading] = []
    above: list[int] = []
    for index, heading in found.items():
        while above and _place(found[above[-1]]) >= _place(heading):
            above.pop()
        if index in places:
            parents = [places[i] for i in above if i in places]
            nested.append(replace(heading, parent=parents[-1] if parents else None))
        above.append(index)
    return tuple(nested)


def _place(heading: Heading) -> tuple[int, int]:
    return heading.rank, heading.depth


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


def _notes(found: Sequence[Heading]) -> Iterator[Note]:
    for heading in found:
        if heading.guessed:
            above = "" if heading.parent is None else found[heading.parent].label
            where = f"under {above!r}" if above else "as an outermost theme"
            yield Note(f"Taken for a heading, {where}", heading.start, heading.end)
        if valence.named_by(heading.label).both:
            text = "The heading names both what helps and what stands in the way"
            yield Note(f"{text}: no valence given", heading.start, heading.end)
