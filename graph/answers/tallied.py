"""Tallies: the cells of one study's matrix, from its list of quotes as it was written down."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from graph.answers import listed
from graph.answers.binding import Source
from graph.answers.kinds import KINDS
from graph.answers.resolving import StudyKey
from graph.listing.asking import Values

_FOUND_BY = {
    "role": "wantedRole",
    "respondent": "wantedRespondent",
    "theme": "wantedTheme",
    "sector": "wantedSector",
}
"""The filter whose values are the rows or columns that a quote counts in."""
_STUDY = "study"

Cells = Mapping[tuple[str, str], int]


def cells(
    source: Source, down: str, across: str, counting: str, studies: Sequence[StudyKey]
) -> Cells | None:
    """Return what ``matrix/cells.rq`` counts in one study, by row and column.

    ``None`` if there is no such list, or not one study alone.
    """
    kind = KINDS["quotes"]
    place = listed.folder(source) if len(studies) == 1 else None
    if place is None:
        return None
    (key,) = studies
    counted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for iri, found_by in listed.found_by(place, kind, key):
        for row in _along(down, found_by, key):
            for column in _along(across, found_by, key):
                counted[row, column].update(_counted(counting, iri, found_by, key))
    return {cell: len(things) for cell, things in counted.items()}


def _along(dimension: str, found_by: Values, study: StudyKey) -> Sequence[str]:
    return [study[1]] if dimension == _STUDY else found_by.get(_FOUND_BY[dimension], ())


def _counted(counting: str, quote: str, found_by: Values, study: StudyKey) -> Sequence[str]:
    if counting == "quotes":
        return [quote]
    return [study[1]] if counting == "studies" else found_by.get("wantedRespondent", ())
