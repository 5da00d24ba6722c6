"""One table of a study folder: a file's bytes as rows, with every fault that it has in itself.

Bytes that aren't UTF-8, lines that aren't CSV, columns that there aren't, cells that don't fit what
``csv-metadata.json`` says of their column, keys that stand twice. CSVW's library knows the
datatypes; faults are told here, because its messages name neither column nor mend.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import csvw

from graph.errors import Fault, nearest
from graph.folders.tables import WHOLE, Row, columns, schemas

LONGEST_CELL = 20_000_000
"""The most code points of one cell: a quote may be a whole transcript (Python's limit: 131,072)."""
csv.field_size_limit(LONGEST_CELL)

_SAVE_AS_UTF8 = "save the table as 'CSV UTF-8 (comma delimited)'"


def read_table(folder: Path, name: str, faults: list[Fault]) -> list[Row]:
    """Return the sound rows of a table, none if there is no such file; add what is wrong."""
    path = folder / f"{name}.csv"
    if not path.is_file():
        faults += _not_a_file_faults(path)
        return []
    before = len(faults)
    rows = list(_rows(path.name, path.read_bytes(), faults))
    if not rows:
        if len(faults) == before:
            mend = "write the names of its columns into the first row, or remove the file"
            faults.append(Fault(path.name, 1, "", "", "is empty: it has no header", mend))
        return []
    header, *body = rows
    if not _check_header(path.name, name, header[1], faults):
        return []
    found = [_row(path.name, header[1], line, cells, faults) for line, cells in body if any(cells)]
    sound = [row for row in found if row is not None]
    for row in sound:
        faults += _cell_faults(name, row)
    faults += _duplicate_faults(name, sound)
    return sound


def is_there(path: Path) -> bool:
    """Say whether anything stands at a path, even a link to nothing."""
    return path.exists() or path.is_symlink()


def _not_a_file_faults(path: Path) -> Iterator[Fault]:
    if is_there(path):
        what = "a folder" if path.is_dir() else "not a file"
        problem = f"is {what}" if path.exists() else "is a link to nothing"
        yield Fault(path.name, 0, "", "", problem, "put the table itself there, or take this away")


def _rows(file: str, data: bytes, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins.

    Bytes that aren't UTF-8 come through as surrogates, so that the fault can name their cell.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        faults.append(Fault(file, 0, "", "", "is UTF-16, not UTF-8", _SAVE_AS_UTF8))
        return
    text = data.decode("utf-8-sig", "surrogateescape")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        mend = 'a cell with commas, quotation marks or line breaks stands in "…", with "" for "'
        faults.append(Fault(file, line, "", "", f"isn't CSV ({error})", mend))


def _check_header(file: str, name: str, header: Sequence[str], faults: list[Fault]) -> bool:
    known = columns(name)
    before = len(faults)
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        faults.append(Fault(file, 1, "", header[0], "isn't separated by commas", _SAVE_AS_UTF8))
        return False
    for column in header:
        if problem := _encoding_problem(column):
            faults.append(Fault(file, 1, "", _as_cp1252(column), *problem))
        elif column not in known:
            mend = nearest(column, list(known))
            faults.append(Fault(file, 1, column, "", "there is no such column", mend))
        elif header.count(column) > 1:
            faults.append(Fault(file, 1, column, "", "this column stands twice", "remove one"))
    absent = [name for name, column in known.items() if column.required and name not in header]
    faults += [
        Fault(file, 1, name, "", "a required column is missing", "add it") for name in absent
    ]
    return len(faults) == before


def _row(
    file: str, header: Sequence[str], line: int, cells: Sequence[str], faults: list[Fault]
) -> Row | None:
    if len(cells) == len(header):
        return Row(line, dict(zip(header, cells, strict=True)))
    problem = f"has {len(cells)} cells where the header has {len(header)}"
    faults.append(Fault(file, line, "", "", problem, "look for a missing or unquoted comma"))
    return None


# ---------------------------------------------------------------- checking cells


def _cell_faults(name: str, row: Row) -> Iterator[Fault]:
    for column, value in row.cells.items():
        problem = _encoding_problem(value) or _character_problem(value)
        if problem:
            yield Fault(f"{name}.csv", row.line, column, _as_cp1252(value), *problem)
        else:
            yield from _datatype_faults(name, row.line, column, value)


def _as_cp1252(value: str) -> str:
    """Return a cell to be shown: one that isn't UTF-8 most likely comes from a Windows program."""
    if not _encoding_problem(value):
        return value
    return value.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def _encoding_problem(value: str) -> tuple[str, str] | None:
    broken = [char for char in value if "\udc80" <= char <= "\udcff"]
    if not broken:
        return None
    return f"isn't UTF-8 (byte 0x{ord(broken[0]) - 0xDC00:02X})", _SAVE_AS_UTF8


def _character_problem(value: str) -> tuple[str, str] | None:
    """XML 1.0, and so SPARQL's XML results and RDF/XML, can't carry control characters."""
    control = [c for c in value if (c < " " and c not in "\t\n\r") or c in "\x7f\ufffe\uffff"]
    return (f"has the control character {control[0]!r}", "remove it") if control else None


def _datatype_faults(name: str, line: int, column: str, value: str) -> Iterator[Fault]:
    described = columns(name)[column]
    if not _fits(described, value):
        yield Fault(f"{name}.csv", line, column, value, *_expectation(described, value))


def _fits(column: csvw.Column, value: str) -> bool:
    if column.required and not value.strip():  # a space is no label
        return False
    if value and column.datatype.base in WHOLE:
        return WHOLE[column.datatype.base].fullmatch(value) is not None
    if value and column.datatype.format:  # CSVW's library lets a line break stand at the end
        parts = [value] if not column.separator else value.split(column.separator)
        stripped = [part.strip() if column.separator else part for part in parts]
        return all(re.fullmatch(column.datatype.format, part) for part in stripped if part)
    try:
        column.read(value)
    except ValueError:
        return False
    return True


def _expectation(column: csvw.Column, value: str) -> tuple[str, str]:
    meaning = column.common_props["dc:description"]
    if not value.strip():
        return "is empty", f"fill it in: {meaning}"
    if column.datatype.base in WHOLE:
        least = " from 0" if column.datatype.base == "nonNegativeInteger" else ""
        return f"isn't a whole number{least}", f"give one: {meaning}"
    return (
        "hasn't the right form",
        f"write it like {column.common_props['skos:example']}: {meaning}",
    )


def _duplicate_faults(name: str, rows: Sequence[Row]) -> Iterator[Fault]:
    key = schemas()[name].tableSchema.primaryKey
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        value = tuple(row.cells.get(column, "") for column in key)
        if first.setdefault(value, row.line) != row.line:
            problem, shown = f"stands already in row {first[value]}", " ".join(value)
            mend = "give each row an id of its own" if key == ["id"] else "remove one of the two"
            yield Fault(f"{name}.csv", row.line, key[0], shown, problem, mend)
