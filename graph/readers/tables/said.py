"""Which rows code the same words: one quote with several codings."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.model import Note
from graph.readers.tables.segments import Segment, shown_rows
from graph.readers.theme_tree import Path


@dataclass(slots=True)
class Said:
    """A quote: the rows that say its words, first one first, and the row of each coding.

    A coding is a theme's path and a coder.
    """

    segments: list[Segment] = field(default_factory=list)
    codes: dict[tuple[Path, str], Segment] = field(default_factory=dict)

    @property
    def first(self) -> Segment:
        """The row from which words, respondent and document are taken: the others say the same."""
        return self.segments[0]


def bring_together(segments: Sequence[Segment], notes: list[Note]) -> list[Said]:
    """Bring rows together that code the same words of the same person at the same place.

    An id tells quotes apart if it comes again in other rows; else it is the row's, not the quote's.
    """
    quotes = [segment for segment in segments if segment.quote]
    ids = [segment.place[0] for segment in quotes if segment.place[0]]
    by_id = len(set(ids)) < len(ids)
    last: dict[tuple[object, ...], Said] = {}
    found: list[Said] = []
    repeated: list[int] = []
    for segment in quotes:
        place = segment.place if by_id else segment.place[1:]
        key = (segment.document, segment.respondent, segment.quote, place)
        one = last.get(key)
        again = one is not None and _says_again(one, segment)
        if one is None or (again and one.first.place != segment.place):
            one = last[key] = Said()
            found.append(one)
        elif again:
            repeated.append(segment.row)
        one.segments.append(segment)
        for path in segment.paths:
            one.codes.setdefault((path, segment.coder), segment)
    if repeated:
        text = "repeats the words and the code of a row above: taken once"
        notes.append(Note(text, place=shown_rows(repeated)))
    return found


def _says_again(one: Said, segment: Segment) -> bool:
    codes = [(path, segment.coder) for path in segment.paths]
    return not codes or any(code in one.codes for code in codes)
