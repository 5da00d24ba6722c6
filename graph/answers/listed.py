"""Lists that were written down with the generation, filtered and sorted as the engine would do it.

Only a snapshot of our own store has them (``graph.listing``), and not each: after an update by
SPARQL, until the next build, and from a server elsewhere, the same rows come from the engine.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path

from graph.answers.binding import Source
from graph.answers.kinds import Kind
from graph.answers.memory import remembered
from graph.listing import index
from graph.listing.asking import LISTED, Values
from graph.stores.embedded import Row, Snapshot, Term

FIRST, AT_ONCE = 4, 50
"""Of how many studies lists are read first, and at once at most: a page needs a few."""

_WORDS = "words"
_NUMBERS = frozenset({int, float, float | None})

StudyKey = tuple[str, str]


def folder(source: Source) -> Path | None:
    """Return where the lists of a source are, ``None`` if it has none."""
    if not isinstance(source, Snapshot) or source.folder is None:
        return None
    place = source.folder
    return remembered(
        source,
        "lists",
        lambda: place if index.usable(place) else None,
        lambda found: found is not None,  # they may be completed
    )


def studies(source: Source) -> Sequence[StudyKey] | None:
    """Return every study's id and IRI in order, ``None`` without lists."""
    place = folder(source)
    return None if place is None else tuple((id_, iri) for id_, iri in index.studies(place))


def bearers(source: Source, kind: Kind, variable: str, value: Term) -> frozenset[str] | None:
    """Return the studies with a record that a filter's value finds, ``None`` without lists."""
    place = folder(source)
    if place is None or kind.query not in LISTED or variable == _WORDS:
        return None

    def find() -> frozenset[str]:
        iris = remembered(source, "study-numbers", lambda: index.numbers(place))
        found = index.bearers(place, kind.query, variable, value.value)
        return frozenset(iris[one] for one in found)

    return remembered(source, ("bearers", kind.query, variable, value.value), find)


def role_counts(source: Source) -> Mapping[str, Row] | None:
    """Return how often each role is spoken of over all studies, ``None`` without lists."""
    place = folder(source)
    return None if place is None else {row["iri"]: row for row in index.role_counts(place)}


def sizes(source: Source) -> Mapping[str, int] | None:
    """Return how many records of each class all studies have, ``None`` without lists."""
    place = folder(source)
    return None if place is None else remembered(source, "sizes", lambda: index.sizes(place))


def lists(
    source: Source,
    kind: Kind,
    wanted: Mapping[str, Mapping[str, Term] | Term],
    of: Sequence[StudyKey],
) -> Iterator[tuple[StudyKey, list[Row]]] | None:
    """Yield each study with its rows that fit, or return ``None`` if there are no such lists.

    ``wanted`` are the filters' values by variable; one that is each study's own is by study.
    """
    place = folder(source)
    if place is None or kind.query not in LISTED:
        return None
    return _lists(place, kind, wanted, of)


def _lists(
    place: Path,
    kind: Kind,
    wanted: Mapping[str, Mapping[str, Term] | Term],
    of: Sequence[StudyKey],
) -> Iterator[tuple[StudyKey, list[Row]]]:
    start, size = 0, FIRST
    while start < len(of):
        some = of[start : start + size]
        start, size = start + size, min(2 * size, AT_ONCE)
        found = index.lists(place, kind.query, [iri for _, iri in some])
        for key in some:
            if key[1] in found:
                yield key, _fitting(found[key[1]], _of_study(wanted, key[1]))


def _of_study(
    wanted: Mapping[str, Mapping[str, Term] | Term], study: str
) -> Sequence[tuple[str, str]]:
    terms = (
        (variable, term[study] if isinstance(term, Mapping) else term)
        for variable, term in wanted.items()
    )
    return [(variable, term.value) for variable, term in terms]


def _fitting(listed: index.StudyList, wanted: Sequence[tuple[str, str]]) -> list[Row]:
    if not wanted:
        return [*listed.rows()]
    rows = zip(listed.rows(), listed.found_by(), strict=True)
    return [row for row, by in rows if all(_fits(by, *one) for one in wanted)]


def _fits(by: Mapping[str, Sequence[str]], variable: str, value: str) -> bool:
    values = by.get(variable, ())
    if variable == _WORDS:  # LCASE has folded these already
        return any(value.lower() in text for text in values)
    return value in values


def found_by(place: Path, kind: Kind, study: StudyKey) -> Iterator[tuple[str, Values]]:
    """Yield the IRI of each record of a study, and the filters' values by which it's found."""
    for one in index.lists(place, kind.query, [study[1]]).values():
        for row, by in zip(one.rows(), one.found_by(), strict=True):
            yield row["iri"], by


def ordered(kind: Kind, sort: str, rows: Sequence[Row]) -> list[Row]:
    """Return rows in the order of one of the kind's fields, as ``ORDER BY`` has it.

    What has no value comes first, numbers go by size (SPARQL 1.1, clause 15.1), and equal ones stay
    in the list's order.
    """
    name = sort.removeprefix("-")
    types = {field.name: field.type for field in fields(kind.record)}
    is_number = types.get(name) in _NUMBERS

    def place(row: Row) -> tuple[bool, float, str]:
        value = row.get(name)
        if value is None:
            return False, 0.0, ""
        return (True, float(value), "") if is_number else (True, 0.0, value)

    return sorted(rows, key=place, reverse=sort.startswith("-"))
