"""The other columns of a table: what is known of respondents, of documents or of quotes.

A column in which all rows of each respondent agree, though some have several rows, is about the
respondents; else, if so it is with the documents, about the documents; else about the quotes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from graph.folders.variables import SHARED
from graph.model import Attribute, Variable
from graph.readers.ids import distinct_slugs
from graph.readers.tables.said import Said

_LONGEST_LINE = 200
_ROW = Variable("row", "Row in the table", "integer")
_PLACES = (
    Variable("table-id", "Id in the table"),
    Variable("table-start", "Beginning in the source, as the table says"),
    Variable("table-end", "End in the source, as the table says"),
)
_TAKEN = (*SHARED, _ROW.id, *(variable.id for variable in _PLACES))
"""Ids that a table's own columns can't have."""


@dataclass(frozen=True, slots=True)
class Known:
    """The variables and their values; ``understood`` says what each column is about."""

    variables: tuple[Variable, ...]
    attributes: tuple[Attribute, ...]
    understood: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row's quote by its id, who says it, where it's from, and the other cells by column."""

    quote: str
    respondent: str
    document: str
    cells: Mapping[int, str]


def of_quotes(
    quotes: Mapping[str, Said],
    names: Sequence[str],
    respondents: Mapping[str, str],
    documents: Mapping[str, str],
) -> Known:
    """Return what the other columns say of the quotes, by id, and of who and what they are from."""
    rows = [
        _Row(quote_id, segment.respondent, segment.document, dict(segment.attributes))
        for quote_id, one in quotes.items()
        for segment in one.segments
    ]
    held = sorted({column for row in rows for column in row.cells})
    ids = distinct_slugs((*_TAKEN, *(names[column] for column in held)), "column")[len(_TAKEN) :]
    own = [Variable(i, names[column]) for i, column in zip(ids, held, strict=True)]
    found = _places(quotes)
    about_what: dict[str, list[str]] = {}
    for column, variable in zip(held, own, strict=True):
        kind, values = _about(column, rows, respondents, documents)
        found |= {Attribute(about, variable.id, value) for about, value in values}
        about_what.setdefault(kind, []).append(repr(variable.label))
    used = {attribute.variable for attribute in found}
    variables = [variable for variable in (_ROW, *_PLACES, *own) if variable.id in used]
    return Known(tuple(variables), tuple(sorted(found)), tuple(_said(about_what)))


def _said(about_what: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for kind, labels in about_what.items():
        named = shorten(", ".join(labels), _LONGEST_LINE, placeholder=" …")
        yield f"kept as attributes of {kind} ({len(labels)}): {named}"


def _places(quotes: Mapping[str, Said]) -> set[Attribute]:
    found: set[Attribute] = set()
    for quote_id, one in quotes.items():
        about = f"quotes/{quote_id}"
        for segment in one.segments:
            found.add(Attribute(about, _ROW.id, str(segment.row)))
            for variable, value in zip(_PLACES, segment.place, strict=True):
                if value:
                    found.add(Attribute(about, variable.id, value))
    return found


def _about(
    column: int,
    rows: Sequence[_Row],
    respondents: Mapping[str, str],
    documents: Mapping[str, str],
) -> tuple[str, set[tuple[str, str]]]:
    """Return what a column is about, and its values: pairs of a record and what is known of it."""
    values = [row.cells.get(column, "") for row in rows]
    for kind, ids, names in (
        ("respondents", respondents, [row.respondent for row in rows]),
        ("documents", documents, [row.document for row in rows]),
    ):
        if agreed := _agreed(names, values):
            return kind, {(f"{kind}/{ids[own]}", value) for own, value in agreed.items() if value}
    return "quotes", {
        (f"quotes/{row.quote}", value) for row, value in zip(rows, values, strict=True) if value
    }


def _agreed(names: Sequence[str], found: Sequence[str]) -> dict[str, str]:
    """Return the one value for each name, if all rows of a name agree and some have several.

    A value without a name, or only one name in all, tells nothing.
    """
    values: dict[str, str] = {}
    several = False
    for own, value in zip(names, found, strict=True):
        if not own and value:
            return {}
        several = several or bool(value and own in values)
        if values.setdefault(own, value) != value:
            return {}
    values.pop("", None)
    return values if several and len(values) > 1 else {}
