"""The study folder: CSV tables that refer to each other, and the sources of their words.

A folder carries a copy of ``csv-metadata.json`` for other tools; reading always uses our own, so
that a folder from elsewhere can't point at other files. Every table but ``study.csv`` may be
missing, and so may every column that isn't required.
"""

import csv
import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from graph.errors import Fault, InputError, StudyError, nearest
from graph.folders.rows import is_there, read_table
from graph.folders.tables import (
    METADATA,
    RECORDS,
    Row,
    Tables,
    blank,
    cell_text,
    cell_value,
    cell_values,
    foreign_keys,
)
from graph.model import TABLES, Study, StudyInfo
from graph.stores.bulk import in_bulk

SOURCES = "sources"
"""The folder, inside a study folder, of the sources: texts are ``{document id}.txt``."""

GUESSES = 100
"""For how many broken references of a column the nearest id is looked for, which takes time."""


def read_folder(folder: Path) -> tuple[Study, Tables]:
    """Read a study folder whose tables are sound in themselves: types, keys and references.

    What the values mean is checked by ``graph.folders.check``. Raises ``InputError`` if there is no
    such folder and ``StudyError`` with every fault that was found.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: there is no such study folder")
    faults = list(_stray_table_faults(folder))
    tables = Tables({name: read_table(folder, name, faults) for name in RECORDS})
    faults += _study_row_faults(folder, tables.rows["study"])
    faults += _missing_table_faults(folder, tables)
    unsound = {fault.table.removesuffix(".csv") for fault in faults}
    faults += _reference_faults(tables, unsound)
    if faults:
        raise StudyError(str(folder), faults)
    return _study(tables), tables


@in_bulk()
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
    columns = [spec.name for spec in fields(record)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        quoting = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
        for row in rows:
            # Not astuple, which copies what it returns and takes ten times as long
            values = [getattr(row, column) for column in columns]
            for column, value in zip(columns, values, strict=True):
                if isinstance(value, tuple):
                    _refuse_unwritable_list(path, row.id, column, value)
            cells = list(map(cell_text, values))
            # Python 3.11 and 3.12 don't quote a carriage return unless it ends lines
            (quoting if "\r" in "".join(cells) else writer).writerow(cells)


def _refuse_unwritable_list(
    path: Path, record_id: str, column: str, parts: tuple[str, ...]
) -> None:
    """Refuse a list that would be another one when it's read: CSVW has no escape in lists."""
    if {*parts} != {*cell_values(path.stem, column, cell_text(parts))}:
        wrong = next(part for part in parts if part != part.strip() or ";" in part or not part)
        raise InputError(
            f"{path.name}, {record_id}, column {column}: {wrong!r} can't stand in a list, as "
            "';' and the space around it separate its parts; write it otherwise"
        )


def _write_sources(sources: Mapping[str, str], files: Mapping[str, bytes], folder: Path) -> None:
    if sources or files:
        (folder / SOURCES).mkdir()
    for name, data in files.items():
        (folder / SOURCES / name).write_bytes(data)
    for document, text in sources.items():
        (folder / SOURCES / f"{document}.txt").write_text(text, encoding="utf-8", newline="")


# ---------------------------------------------------------------- tables that are or aren't there


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
        if users and not is_there(folder / f"{target}.csv"):
            problem = f"there is no such table, but {users[0]}.csv refers to it"
            yield Fault(
                f"{target}.csv", 0, "", "", problem, "add it, or look whether it's misnamed"
            )


def _study_row_faults(folder: Path, rows: Sequence[Row]) -> Iterator[Fault]:
    mend = "write one row about the study"
    path = folder / "study.csv"
    if not is_there(path):
        yield Fault(path.name, 0, "", "", "there is no such table", mend)
    elif path.is_file() and len(rows) != 1:
        yield Fault("study.csv", 0, "", "", f"has {len(rows)} sound rows instead of one", mend)


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
            for value in cell_values(name, column, row.cells.get(column, "")):
                if value not in known:
                    found += 1
                    guesses = ids[target] if found <= GUESSES else []
                    yield _dangling(name, row.line, column, value, target, guesses)


def _dangling(
    name: str, line: int, column: str, value: str, target: str, known: Sequence[str]
) -> Fault:
    mend = nearest(value, known) if known else f"add it to {target}.csv"
    if {part.strip() for part in value.split(",")} <= {*known}:
        mend = "separate several by semicolons"
    return Fault(f"{name}.csv", line, column, value, f"isn't an id in {target}.csv", mend)


def _study(tables: Tables) -> Study:
    records: dict[str, tuple[Any, ...]] = {
        name: tuple(_record(name, row) for row in tables.rows[name]) for name in TABLES
    }
    records["attributes"] = tuple(sorted(records["attributes"]))
    return Study(info=_record("study", tables.rows["study"][0]), **records)


def _record(name: str, row: Row) -> Any:  # noqa: ANN401 -- the record's class is RECORDS[name]
    given = {column: cell for column, cell in row.cells.items() if cell}
    values = {column: cell_value(name, column, cell) for column, cell in given.items()}
    return RECORDS[name](**(blank(RECORDS[name]) | values))
