"""Crossing: matrices, pairs, comparisons and sizes, counted by the engine."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import DCTERMS

from graph.answers import listed, tallied
from graph.answers.asking import ask
from graph.answers.binding import Bindings, Source, bound, each, one_row, query_text, rows, strings
from graph.answers.kinds import KINDS, Filters
from graph.answers.memory import remembered
from graph.answers.records import StudyAnswer
from graph.answers.resolving import StudyKey, studies_named
from graph.errors import InputError
from graph.stores.embedded import Row, Term
from ontology import TG

CELLS = 250_000
"""Cells that a matrix has at most, zeros included."""

COUNTED = ("quotes", "respondents", "studies")
"""What a matrix can count."""

NO_FURTHER = str(TG.nothing)
DIMENSIONS: Mapping[str, tuple[str, str]] = {
    "role": (str(TG.mentions), str(TG.within)),
    "respondent": (str(TG.wasSaidBy), NO_FURTHER),
    "theme": (str(TG.illustrates), str(TG.within)),
    "study": (str(DCTERMS.isPartOf), NO_FURTHER),
    "sector": (str(TG.mentions), str(TG.sector)),
}
"""How a quote leads to each dimension; a theme or role takes in all below it."""


_OF_RECORDS = {"theme": "themes", "respondent": "respondents"}
"""Dimensions whose rows or columns are what a list has."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A row or column of a matrix."""

    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts by row and column; ``cells[r][c]`` is a number in each place, zero where there's none.

    ``query`` gives the cells that aren't zero.
    """

    rows: tuple[Axis, ...]
    columns: tuple[Axis, ...]
    counting: str
    cells: tuple[tuple[int, ...], ...]
    query: str


@dataclass(frozen=True, slots=True)
class PairAnswer:
    """Two themes or roles that the same quotes concern, and how many quotes, people and studies."""

    one: str
    one_label: str
    other: str
    other_label: str
    quotes: int
    respondents: int
    studies: int


@dataclass(frozen=True, slots=True)
class InStudy:
    """A theme or role in one of the studies that are compared."""

    study: str
    iri: str
    quotes: int


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """What studies have in common, or one has alone: themes of equal labels, or a role."""

    label: str
    studies: tuple[InStudy, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Studies beside each other."""

    studies: tuple[StudyAnswer, ...]
    themes: tuple[SharedAnswer, ...]
    roles: tuple[SharedAnswer, ...]


def matrix(
    source: Source, down: str, across: str, *, counting: str = "quotes", study: str = ""
) -> Matrix:
    """Return how many quotes, respondents or studies concern both what is down and across.

    ``down`` and ``across`` are keys of ``DIMENSIONS``, ``study`` an id or IRI. Raises
    ``UnknownValueError`` for a study that isn't there, ``InputError`` beyond ``CELLS``.
    """
    studies = studies_named(source, study) if study else ()
    rows_, columns = (_axis(source, dimension, studies) for dimension in (down, across))
    size = len(rows_) * len(columns)
    if size > CELLS:
        raise InputError(
            f"rows × columns: {len(rows_)} × {len(columns)} are too many; at most {CELLS} cells "
            "are given: narrow the matrix by study"
        )
    text = bound(query_text("matrix/cells"), _crossed(down, across, counting, studies))
    counts = tallied.cells(source, down, across, counting, studies)
    if counts is None:
        found = remembered(source, text, lambda: strings(source.terms(text, {})))
        counts = {(row["row"], row["column"]): int(row["count"]) for row in found}
    cells = tuple(tuple(counts.get((r.iri, c.iri), 0) for c in columns) for r in rows_)
    return Matrix(rows_, columns, counting, cells, text)


def _axis(source: Source, dimension: str, studies: Sequence[StudyKey]) -> tuple[Axis, ...]:
    narrowed = _of(studies) if dimension != "sector" else Bindings()
    of_record = _OF_RECORDS.get(dimension)
    told = listed.lists(source, KINDS[of_record], {}, studies) if of_record and studies else None

    def find() -> tuple[Axis, ...]:
        found = (
            [row for _, own in told for row in own]
            if told is not None
            else rows(source, f"matrix/{dimension}", narrowed)
        )
        return tuple(dict.fromkeys(Axis(row["iri"], row["label"]) for row in found))

    return remembered(source, ("axis", dimension, narrowed), find)


def _of(studies: Sequence[StudyKey]) -> Bindings:
    return each("study", [ox.NamedNode(iri) for _, iri in studies]) if studies else Bindings()


def _crossed(down: str, across: str, counting: str, studies: Sequence[StudyKey]) -> Bindings:
    row_by, row_up = map(ox.NamedNode, DIMENSIONS[down])
    column_by, column_up = map(ox.NamedNode, DIMENSIONS[across])
    values: dict[str, Term] = {
        "rowBy": row_by, "rowUp": row_up, "columnBy": column_by, "columnUp": column_up,
        "counting": ox.Literal(counting),
    }  # fmt: skip
    return _with_studies(values, studies)


def _with_studies(values: Mapping[str, Term], studies: Sequence[StudyKey]) -> Bindings:
    if not studies:
        return one_row(values)
    names = ("study", *values)
    return Bindings(names, tuple((ox.NamedNode(iri), *values.values()) for _, iri in studies))


PAIRED: Mapping[str, str] = {"theme": str(TG.illustrates), "role": str(TG.mentions)}
"""What may occur together in a quote, and the property that leads there."""


def pairs_query(source: Source, of: str, study: str = "") -> str:
    """Return the query of ``pairs``."""
    studies = studies_named(source, study) if study else ()
    values: dict[str, Term] = {"by": ox.NamedNode(PAIRED[of])}
    return bound(query_text("cooccurrence"), _with_studies(values, studies))


def pairs(source: Source, of: str, *, study: str = "") -> Sequence[PairAnswer]:
    """Return the pairs of themes or roles (a key of ``PAIRED``) in the same quotes, most first."""
    text = pairs_query(source, of, study)
    found = remembered(source, text, lambda: strings(source.terms(text, {})))
    return [_pair(row) for row in found]


def _pair(row: Row) -> PairAnswer:
    return PairAnswer(
        row["one"], row["one_label"], row["other"], row["other_label"],
        int(row["quotes"]), int(row["respondents"]), int(row["studies"]),
    )  # fmt: skip


_COUNTED_KINDS = (
    "documents", "themes", "respondents", "quotes", "passages", "codings", "mentions", "ties",
    "theme-links", "gaps", "measures",
)  # fmt: skip


def sizes_query(source: Source, study: str = "") -> str:
    """Return the query of ``sizes``."""
    studies = studies_named(source, study) if study else ()
    classes = [ox.NamedNode(KINDS[name].type) for name in _COUNTED_KINDS]
    if not studies:
        return bound(query_text("stats"), each("class", classes))
    every = tuple((ox.NamedNode(iri), one) for _, iri in studies for one in classes)
    return bound(query_text("stats"), Bindings(("study", "class"), every))


def sizes(source: Source, *, study: str = "") -> Mapping[str, int]:
    """Return how many records of each kind there are, in a study or in all."""
    told = None if study else listed.sizes(source)
    counts = _engine_sizes(source, study) if told is None else told
    return {name: counts.get(KINDS[name].type, 0) for name in _COUNTED_KINDS}


def _engine_sizes(source: Source, study: str) -> Mapping[str, int]:
    text = sizes_query(source, study)
    found = remembered(source, text, lambda: strings(source.terms(text, {})))
    return {row["class"]: int(row["count"]) for row in found}


def comparison_query(source: Source, studies: Sequence[str], what: str) -> str:
    """Return a query of ``compared``: of ``themes`` or ``roles``."""
    keys = [key for study in studies for key in studies_named(source, study)]
    return bound(query_text(f"compare-{what}"), _of(keys))


def compared(source: Source, studies: Sequence[str]) -> Comparison:
    """Return studies beside each other. Raises ``UnknownValueError`` if one isn't there."""
    told = [ask(source, StudyAnswer, Filters(study=study)) for study in studies]
    found = {
        what: strings(source.terms(comparison_query(source, studies, what), {}))
        for what in ("themes", "roles")
    }
    return Comparison(
        tuple(dict.fromkeys(study for each_ in told for study in each_)),
        _shared(found["themes"], "key"),
        _shared(found["roles"], "iri"),
    )


def _shared(found: Sequence[Row], by: str) -> tuple[SharedAnswer, ...]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row[by]].append(row)
    return tuple(
        SharedAnswer(
            group[0]["label"],
            tuple(InStudy(row["study"], row["iri"], int(row["quotes"])) for row in group),
        )
        for group in groups.values()
    )
