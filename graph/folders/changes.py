"""Changes to a study folder in place: only the tables that change, in them only the rows.

Whoever keeps the folder in a spreadsheet or under version control finds everything else as it was:
other rows byte by byte, the order of columns, line ends, other files. A folder that somebody else
changed since it was read isn't written to. All files change as one (``folder_journal``).
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from graph.errors import ConflictError
from graph.folders import journal as folder_journal
from graph.folders.check import load
from graph.folders.folder import SOURCES
from graph.folders.tables import RECORDS, cell_text, cells
from graph.model import TABLES, Study

_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A study folder as it was read: the study, and the SHA-256 of each table's file."""

    path: Path
    study: Study
    digests: Mapping[str, str]


def open_folder(path: Path) -> OpenFolder:
    """Read a study folder in order to change it.

    Raises ``InputError`` if there is none and ``StudyError`` if it has faults.
    """
    folder_journal.repair(path)
    digests = _digests(path)
    return OpenFolder(path, load(path), digests)


def save(
    opened: OpenFolder,
    study: Study,
    sources: Mapping[str, str | None] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> OpenFolder:
    """Bring the folder from the study that was read to this one; ``study.csv`` isn't touched.

    ``sources`` are source texts by document id that are to be written, or if None removed;
    ``files`` other sources by file name. New records stand behind the old ones. Raises
    ``ConflictError`` if a table was changed since it was read, ``OSError`` if the disk refuses;
    either way the folder is as it was.
    """
    with folder_journal.alone(opened.path):
        folder_journal.finish(opened.path)
        _refuse_changed(opened)
        written: dict[str, bytes | None] = {
            f"{SOURCES}/{name}.txt": None if text is None else text.encode()
            for name, text in (sources or {}).items()
        }
        written |= {f"{SOURCES}/{name}": data for name, data in (files or {}).items()}
        written |= _changed_tables(opened, study)
        folder_journal.replace_files(opened.path, written)
        return OpenFolder(opened.path, study, _digests(opened.path))


def _digests(path: Path) -> dict[str, str]:
    files = {name: path / f"{name}.csv" for name in RECORDS}
    return {
        name: sha256(file.read_bytes()).hexdigest()
        for name, file in files.items()
        if file.is_file()
    }


def _refuse_changed(opened: OpenFolder) -> None:
    now = _digests(opened.path)
    names = now.keys() | opened.digests.keys()
    changed = sorted(name for name in names if now.get(name) != opened.digests.get(name))
    if changed:
        files = ", ".join(f"{name}.csv" for name in changed)
        raise ConflictError(
            f"{opened.path}: {files} changed since the folder was read, so nothing was written; "
            "start again, to decide on what stands there now"
        )


# ---------------------------------------------------------------- tables


def _changed_tables(opened: OpenFolder, study: Study) -> dict[str, bytes]:
    changed = {}
    for name in TABLES:
        before, after = getattr(opened.study, name), getattr(study, name)
        if before != after:
            file = opened.path / f"{name}.csv"
            held = file.read_bytes() if file.is_file() else b""
            changed[f"{name}.csv"] = changed_table(held, name, before, after)
    return changed


@dataclass(frozen=True, slots=True)
class _RawRow:
    """A row's cells, and the very characters that they stand in."""

    text: str
    cells: list[str]


def changed_table(held: bytes, name: str, before: Sequence[Any], after: Sequence[Any]) -> bytes:
    """Return a table's file with the records ``after`` instead of ``before``; b"" is no file."""
    text = held.decode()
    mark = _BOM if text.startswith(_BOM) else ""
    rows = list(_raw_rows(text.removeprefix(_BOM)))
    header, *body = rows or [_raw(list(cells(after[0])), "\n")]
    end = _line_end(header.text)
    columns = header.cells + _missing_columns(header.cells, name, before, after)
    written = [header.text if columns == header.cells else _line(columns, end)]
    written += _changed_rows(body, header.cells, columns, end, (before, after))
    closed = [line if line.endswith(("\n", "\r")) else line + end for line in written]
    return (mark + "".join(closed)).encode()


def _raw_rows(text: str) -> Iterator[_RawRow]:
    lines = list(io.StringIO(text, newline=""))
    reader, begin = csv.reader(lines, strict=True), 0
    for found in reader:
        yield _RawRow("".join(lines[begin : reader.line_num]), found)
        begin = reader.line_num


def _changed_rows(
    body: Sequence[_RawRow],
    header: Sequence[str],
    columns: Sequence[str],
    end: str,
    records: tuple[Sequence[Any], Sequence[Any]],
) -> Iterator[str]:
    old, new = ({_key(cells(record)): record for record in side} for side in records)
    for row in body:
        held = dict(zip(header, row.cells, strict=False))
        key = _key(held)
        if not any(row.cells):
            yield row.text
        elif key in new:
            same = new[key] == old[key]
            changes = {} if same else _differences(old[key], new[key])
            kept = same and len(columns) == len(header)
            yield row.text if kept else _line(_in_order(held | changes, columns), end)
    for key, record in new.items():
        if key not in old:
            yield _line(_in_order(cells(record), columns), end)


def _key(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return what tells a row from others: its id, or for an attribute all of it."""
    if "id" in row:
        return (row["id"],)
    return tuple(row.get(column, "") for column in ("about", "variable", "value"))


def _differences(old: object, new: object) -> dict[str, str]:
    before, after = cells(old), cells(new)
    return {column: after[column] for column in after if after[column] != before[column]}


def _missing_columns(
    header: Sequence[str], name: str, before: Sequence[Any], after: Sequence[Any]
) -> list[str]:
    """Return the columns that the file lacks and that a changed record says something in."""
    defaults = {each.name: each.default for each in fields(RECORDS[name])}
    silent = {n: "" if value is MISSING else cell_text(value) for n, value in defaults.items()}
    unchanged = set(before)
    said = [cells(record) for record in after if record not in unchanged]
    return [
        column
        for column, value in silent.items()
        if column not in header and any(row[column] != value for row in said)
    ]


def _in_order(row: Mapping[str, str], columns: Sequence[str]) -> list[str]:
    return [row.get(column, "") for column in columns]


def _raw(header: list[str], end: str) -> _RawRow:
    return _RawRow(_line(header, end), header)


def _line(row: Sequence[str], end: str) -> str:
    buffer = io.StringIO(newline="")
    broken = any(mark in cell for cell in row for mark in "\r\n")
    quoting: Literal[0, 1] = csv.QUOTE_ALL if broken else csv.QUOTE_MINIMAL
    csv.writer(buffer, lineterminator=end, quoting=quoting).writerow(row)
    return buffer.getvalue()


def _line_end(line: str) -> str:
    return next((end for end in ("\r\n", "\n", "\r") if line.endswith(end)), "\n")
