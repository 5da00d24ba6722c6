"""The tables of a study folder: which there are, of which columns, and their rows as they stand.

``csv-metadata.json`` beside this file describes them (CSVW, W3C's *Metadata Vocabulary for Tabular
Data*): tables, columns, datatypes, and which column refers to which table.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import csvw

from graph.model import (
    TABLES,
    Attribute,
    Coder,
    Coding,
    DataCollection,
    Decision,
    Document,
    Memo,
    Mention,
    Passage,
    Quote,
    RecordSet,
    Region,
    Relation,
    Respondent,
    Role,
    Study,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
    Variable,
)

WHOLE = {
    "nonNegativeInteger": re.compile("[0-9]{1,15}"),
    "integer": re.compile("-?[0-9]{1,15}"),
}
"""A whole number that every tool reads alike; CSVW's library also takes '5.0', '1_000' and '٣'."""
METADATA = Path(__file__).with_name("csv-metadata.json")

RECORDS: Mapping[str, type] = {
    "study": StudyInfo,
    "coders": Coder,
    "documents": Document,
    "collections": DataCollection,
    "roles": Role,
    "themes": Theme,
    "respondents": Respondent,
    "quotes": Quote,
    "passages": Passage,
    "regions": Region,
    "codings": Coding,
    "mentions": Mention,
    "ties": Tie,
    "links": ThemeLink,
    "relations": Relation,
    "memos": Memo,
    "sets": RecordSet,
    "variables": Variable,
    "attributes": Attribute,
    "decisions": Decision,
}


def blank(record: type) -> dict[str, str]:
    """Return the texts of a record that have no default as empty: the study doesn't say."""
    return {
        spec.name: "" for spec in fields(record) if spec.default is MISSING and spec.type is str
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in the file: its first line (the header is line 1) and its cells."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tables:
    """A study's tables as rows, before and beside the records made of them."""

    rows: Mapping[str, Sequence[Row]]
    _lines: dict[str, dict[str, int]] = field(default_factory=dict, init=False, repr=False)

    def line(self, table: str, record_id: str) -> int:
        """Return the line on which a record stands, 0 if there is none."""
        if table not in self._lines:
            backwards = reversed(self.rows[table])  # of two rows with one id, the first counts
            self._lines[table] = {row.cells.get("id", ""): row.line for row in backwards}
        return self._lines[table].get(record_id, 0)


def as_tables(study: Study) -> Tables:
    """Return the rows of a study that isn't in a folder: they have no line (0)."""
    tables = {"study": (study.info,), **{name: getattr(study, name) for name in TABLES}}
    return Tables({name: [Row(0, cells(row)) for row in rows] for name, rows in tables.items()})


def cells(record: Any) -> dict[str, str]:  # noqa: ANN401 -- of any table
    """Return a record's cells by column, as they stand in its table."""
    return {field.name: cell_text(getattr(record, field.name)) for field in fields(record)}


def cell_text(value: str | int | tuple[str, ...] | None) -> str:
    """Return a field's value as it stands in a cell."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return ";".join(value) if isinstance(value, tuple) else str(value)


# ---------------------------------------------------------------- what the metadata says


@cache
def schemas() -> Mapping[str, csvw.Table]:
    """Return the description of each table by its name."""
    group = csvw.TableGroup.from_file(METADATA)
    return {table.local_name.removesuffix(".csv"): table for table in group.tables}


@cache
def columns(name: str) -> Mapping[str, csvw.Column]:
    """Return the description of each column of a table by its name."""
    return {column.name: column for column in schemas()[name].tableSchema.columns}


def foreign_keys() -> Iterator[tuple[str, str, str]]:
    """Yield (table, column, table referred to), as the metadata declares them."""
    for name, table in schemas().items():
        for key in table.tableSchema.foreignKeys:
            target = key.reference.resource.string.removesuffix(".csv")
            yield name, key.columnReference[0], target


def cell_values(name: str, column: str, cell: str) -> tuple[str, ...]:
    """Return a cell's values: a list of references is a set, so sorted and without doubles."""
    separator = columns(name)[column].separator
    if not separator:
        return (cell,) if cell else ()
    return tuple(sorted({part.strip() for part in cell.split(separator)} - {""}))


def cell_value(name: str, column: str, cell: str) -> str | int | tuple[str, ...]:
    """Return what a cell that isn't empty says, in its field's type."""
    described = columns(name)[column]
    if described.separator:
        return cell_values(name, column, cell)
    return int(cell) if described.datatype.base in WHOLE else cell
