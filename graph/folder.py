"""The study folder: CSV tables described by CSVW metadata (W3C, csv2rdf's tabular data model).

``csv-metadata.json`` beside this file says which tables and columns there are, of which datatype,
and which refer to which. A folder carries a copy for other tools; reading always uses our own, so
that a folder from elsewhere can't point at other files. Every table but ``study.csv`` may be
missing, and so may every column that isn't required.
"""

import csv
import io
import re
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import MISSING, astuple, dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import csvw

from graph.errors import Fault, InputError, StudyError, nearest
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

_WHOLE = {
    "nonNegativeInteger": re.compile("[0-9]{1,15}"),
    "integer": re.compile("-?[0-9]{1,15}"),
}
"""A whole number that every tool reads alike; CSVW's library also takes '5.0', '1_000' and '٣'."""
METADATA = Path(__file__).with_name("csv-metadata.json")
LONGEST_CELL = 20_000_000
"""The most code points of one cell: a quote may be a whole transcript (Python's limit: 131,072)."""
csv.field_size_limit(LONGEST_CELL)
SOURCES = "sources"
"""The folder, inside a study folder, of the sources: texts are ``{document id}.txt``."""

GUESSES = 100
"""For how many broken references of a column the nearest id is looked for, which takes time."""

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


def read_folder(folder: Path) -> tuple[Study, Tables]:
    """Read a study folder whose tables are sound in themselves: types, keys and references.

    What the values mean is checked by ``graph.check``. Raises ``InputError`` if there is no such
    folder and ``StudyError`` with every fault that was found.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such study folder")
    faults = list(_stray_table_faults(folder))
    tables = Tables({name: _read_table(folder, name, faults) for name in RECORDS})
    faults += _study_row_faults(folder, tables.rows["study"])
    faults += _missing_table_faults(folder, tables)
    unsound = {fault.table.removesuffix(".csv") for fault in faults}
    faults += _reference_faults(tables, unsound)
    if faults:
        raise StudyError(str(folder), faults)
    return _study(tables), tables


def write_folder(
    study: Study,
    folder: Path,
    sources: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> None:
    """Write a study as a folder, whole or not at all.

    ``sources`` are source texts by document id, ``files`` other sources by file name. Raises
    ``InputError`` if the folder exists and isn't empty, so that nobody's corrections are
    overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: exists and isn't empty; choose another folder or remove it")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        draft = Path(scratch) / "study"
        draft.mkdir()
        _write_tables(study, draft)
        _write_sources(sources or {}, files or {}, draft)
        if folder.exists():
            folder.rmdir()
        draft.replace(folder)


def read_sources(folder: Path, study: Study) -> dict[str, bytes]:
    """Return the source texts that the folder carries, by document id."""
    paths = {document.id: folder / SOURCES / f"{document.id}.txt" for document in study.documents}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def read_files(folder: Path, study: Study) -> dict[str, bytes]:
    """Return the sources that aren't text, by file name: a document's id with a suffix."""
    known = {document.id for document in study.documents}
    found = sorted((folder / SOURCES).glob("*.*"))
    return {
        path.name: path.read_bytes()
        for path in found
        if path.stem in known and path.suffix != ".txt" and path.is_file()
    }


# ---------------------------------------------------------------- writing


def _write_tables(study: Study, folder: Path) -> None:
    shutil.copyfile(METADATA, folder / "csv-metadata.json")
    _write_table(folder / "study.csv", StudyInfo, [study.info])
    for name in TABLES:
        _write_table(folder / f"{name}.csv", RECORDS[name], getattr(study, name))


def _write_table(path: Path, record: type, rows: Sequence[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in fields(record))
        quoting = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in rows:
            _refuse_unwritable_lists(path, row)
            cells = [cell_text(value) for value in astuple(row)]
            # Python 3.11 and 3.12 don't quote a carriage return unless it ends lines
            (quoting if any("\r" in cell for cell in cells) else writer).writerow(cells)


def _refuse_unwritable_lists(
    path: Path,
    row: Any,  # noqa: ANN401 -- a record of any table
) -> None:
    """Refuse a list that would be another one when it's read: CSVW has no escape in lists."""
    for spec in fields(row):
        parts = getattr(row, spec.name)
        if isinstance(parts, tuple) and {*parts} != {
            *_values(path.stem, spec.name, cell_text(parts))
        }:
            wrong = next(part for part in parts if part != part.strip() or ";" in part or not part)
            raise InputError(
                f"{path.name}, {row.id}, column {spec.name}: {wrong!r} can't stand in a list, as "
                "';' and the space around it separate its parts; write it otherwise"
            )


def cell_text(value: str | int | tuple[str, ...] | None) -> str:
    """Return a field's value as it stands in a cell."""
    if value is None:
        return ""
    return ";".join(value) if isinstance(value, tuple) else str(value)


def _write_sources(sources: Mapping[str, str], files: Mapping[str, bytes], folder: Path) -> None:
    if sources or files:
        (folder / SOURCES).mkdir()
    for name, data in files.items():
        (folder / SOURCES / name).write_bytes(data)
    for document, text in sources.items():
        (folder / SOURCES / f"{document}.txt").write_text(text, encoding="utf-8", newline="")


# ---------------------------------------------------------------- reading one table


@cache
def _schemas() -> Mapping[str, csvw.Table]:
    group = csvw.TableGroup.from_file(METADATA)
    return {table.local_name.removesuffix(".csv"): table for table in group.tables}


@cache
def _columns(name: str) -> Mapping[str, csvw.Column]:
    return {column.name: column for column in _schemas()[name].tableSchema.columns}


def _stray_table_faults(folder: Path) -> Iterator[Fault]:
    known = [f"{name}.csv" for name in RECORDS]
    for path in sorted(folder.glob("*.[cC][sS][vV]")):
        if path.name not in known:
            yield Fault(path.name, 0, "", "", "there is no such table", nearest(path.name, known))


def _missing_table_faults(folder: Path, tables: Tables) -> Iterator[Fault]:
    for target in RECORDS:
        users = [
            name
            for name, column, to in foreign_keys()
            if to == target and any(row.cells.get(column) for row in tables.rows[name])
        ]
        if users and not _is_there(folder / f"{target}.csv"):
            problem = f"there is no such table, but {users[0]}.csv refers to it"
            yield Fault(
                f"{target}.csv", 0, "", "", problem, "add it, or look whether it's misnamed"
            )


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _study_row_faults(folder: Path, rows: Sequence[Row]) -> Iterator[Fault]:
    mend = "write one row about the study"
    path = folder / "study.csv"
    if not _is_there(path):
        yield Fault(path.name, 0, "", "", "there is no such table", mend)
    elif path.is_file() and len(rows) != 1:
        yield Fault("study.csv", 0, "", "", f"has {len(rows)} sound rows instead of one", mend)


def _read_table(folder: Path, name: str, faults: list[Fault]) -> list[Row]:
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


def _not_a_file_faults(path: Path) -> Iterator[Fault]:
    if _is_there(path):
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


_SAVE_AS_UTF8 = "save the table as 'CSV UTF-8 (comma delimited)'"


def _check_header(file: str, name: str, header: Sequence[str], faults: list[Fault]) -> bool:
    known = _columns(name)
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
    described = _columns(name)[column]
    if not _fits(described, value):
        yield Fault(f"{name}.csv", line, column, value, *_expectation(described, value))


def _fits(column: csvw.Column, value: str) -> bool:
    if column.required and not value.strip():  # a space is no label
        return False
    if value and column.datatype.base in _WHOLE:
        return _WHOLE[column.datatype.base].fullmatch(value) is not None
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
    if column.datatype.base in _WHOLE:
        least = " from 0" if column.datatype.base == "nonNegativeInteger" else ""
        return f"isn't a whole number{least}", f"give one: {meaning}"
    return (
        "hasn't the right form",
        f"write it like {column.common_props['skos:example']}: {meaning}",
    )


def _duplicate_faults(name: str, rows: Sequence[Row]) -> Iterator[Fault]:
    key = _schemas()[name].tableSchema.primaryKey
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        value = tuple(row.cells.get(column, "") for column in key)
        if first.setdefault(value, row.line) != row.line:
            problem, shown = f"stands already in row {first[value]}", " ".join(value)
            mend = "give each row an id of its own" if key == ["id"] else "remove one of the two"
            yield Fault(f"{name}.csv", row.line, key[0], shown, problem, mend)


# ---------------------------------------------------------------- references and records


def _reference_faults(tables: Tables, unsound: Collection[str]) -> Iterator[Fault]:
    """Yield references that lead nowhere, but for those into tables with faults of their own."""
    ids = {
        name: [row.cells["id"] for row in rows if "id" in row.cells]
        for name, rows in tables.rows.items()
    }
    for name, column, target in foreign_keys():
        if target in unsound:
            continue
        known, found = set(ids[target]), 0
        for row in tables.rows[name]:
            for value in _values(name, column, row.cells.get(column, "")):
                if value not in known:
                    found += 1
                    guesses = ids[target] if found <= GUESSES else []
                    yield _dangling(name, row.line, column, value, target, guesses)


def foreign_keys() -> Iterator[tuple[str, str, str]]:
    """Yield (table, column, table referred to), as the metadata declares them."""
    for name, table in _schemas().items():
        for key in table.tableSchema.foreignKeys:
            target = key.reference.resource.string.removesuffix(".csv")
            yield name, key.columnReference[0], target


def _dangling(
    name: str, line: int, column: str, value: str, target: str, known: Sequence[str]
) -> Fault:
    mend = nearest(value, known) if known else f"add it to {target}.csv"
    if {part.strip() for part in value.split(",")} <= {*known}:
        mend = "separate several by semicolons"
    return Fault(f"{name}.csv", line, column, value, f"isn't an id in {target}.csv", mend)


def _values(name: str, column: str, cell: str) -> tuple[str, ...]:
    """Return a cell's values: a list of references is a set, so sorted and without doubles."""
    separator = _columns(name)[column].separator
    if not separator:
        return (cell,) if cell else ()
    return tuple(sorted({part.strip() for part in cell.split(separator)} - {""}))


def _study(tables: Tables) -> Study:
    records: dict[str, tuple[Any, ...]] = {
        name: tuple(_record(name, row) for row in tables.rows[name]) for name in TABLES
    }
    records["attributes"] = tuple(sorted(records["attributes"]))
    return Study(info=_record("study", tables.rows["study"][0]), **records)


def _record(name: str, row: Row) -> Any:  # noqa: ANN401 -- the record's class is RECORDS[name]
    given = {column: cell for column, cell in row.cells.items() if cell}
    values = {column: _value(name, column, cell) for column, cell in given.items()}
    return RECORDS[name](**(blank(RECORDS[name]) | values))


def _value(name: str, column: str, cell: str) -> str | int | tuple[str, ...]:
    described = _columns(name)[column]
    if described.separator:
        return _values(name, column, cell)
    return int(cell) if described.datatype.base in _WHOLE else cell
