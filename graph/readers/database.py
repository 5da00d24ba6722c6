"""SQLite databases of other programs: opened to read, believed in nothing.

A database can carry views, triggers and expressions that run for ever or fill the memory. So only
tables are read, by their columns alone; statements that run too long are ended, and what a cell
holds is looked at before it's used.
"""

import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from graph.errors import ReadError

MOST_BYTES = 1024 * 1024 * 1024
"""The largest database that is opened."""
MOST_ROWS = 2_000_000
"""Rows that are read of one table."""
LONGEST_VALUE = 64 * 1024 * 1024
"""Bytes of one value: the longest document's text."""
MOST_SECONDS = 60.0
"""How long one statement may run."""

_MAGIC = b"SQLite format 3\0"
_STEPS = 100_000
_WHOLE = re.compile("-?[0-9]{1,19}")

Value = str | int | float | None


class Database:
    """The tables of a SQLite file; every method raises ``ReadError`` with the file's name."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._ends = time.monotonic() + MOST_SECONDS
        connection.set_progress_handler(self._is_late, _STEPS)
        self._columns = self._tables()

    def has(self, table: str, *columns: str) -> bool:
        """Whether there is such a table with such columns."""
        return set(columns) <= self._columns.get(table, set()) and table in self._columns

    def require(self, tables: Mapping[str, tuple[str, ...]], program: str) -> None:
        """Raise ``ReadError`` unless there are these tables with these columns."""
        for table, columns in tables.items():
            if not self.has(table, *columns):
                raise ReadError(
                    f"{self.path}: isn't a project of {program}, for it has no table {table!r} "
                    f"with the columns {', '.join(columns)}; give the project's own file"
                )

    def rows(self, table: str, *columns: str) -> Iterator[tuple[Value, ...]]:
        """Yield the rows of a table in the order of their keeping; a missing column is ``None``.

        A table that isn't there has no rows.
        """
        there = self._columns.get(table)
        if there is None:
            return
        chosen = (
            "1"
            if not columns
            else ", ".join(_quoted(name) if name in there else "NULL" for name in columns)
        )
        # Names are ours, never the file's
        query = f"SELECT {chosen} FROM {_quoted(table)} ORDER BY rowid LIMIT {MOST_ROWS + 1}"  # noqa: S608
        for number, row in enumerate(self._ask(query)):
            if number == MOST_ROWS:
                raise ReadError(f"{self.path}: table {table} has more than {MOST_ROWS:,} rows")
            yield tuple(self._plain(value, table) for value in row)

    def _plain(self, value: object, table: str) -> Value:
        if value is None or isinstance(value, str | int | float):
            return value
        raise ReadError(f"{self.path}: table {table} holds binary data where text should be")

    def _tables(self) -> dict[str, set[str]]:
        """Return the columns of each real table: no view, nothing virtual."""
        names = [
            str(name)
            for name, sql in self._ask("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
            if not str(sql).upper().startswith("CREATE VIRTUAL")
        ]
        columns = "SELECT name, hidden FROM pragma_table_xinfo(?)"
        return {name: {str(n) for n, h in self._ask(columns, name) if not h} for name in names}

    def _ask(self, query: str, *values: str) -> Iterator[tuple[object, ...]]:
        self._ends = time.monotonic() + MOST_SECONDS
        try:
            yield from self._connection.execute(query, values)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise ReadError(f"{self.path}: can't be read as a database ({error})") from error

    def _is_late(self) -> bool:
        return time.monotonic() > self._ends


@contextmanager
def opened(path: Path) -> Iterator[Database]:
    """Open a database to read only; its file and folder stay as they are.

    Raises ``ReadError`` if it isn't there, isn't SQLite, is too large, or another program has it
    open with changes that aren't in the file yet.
    """
    _require_sound(path)
    # "immutable" keeps SQLite from writing -wal and -shm files beside it
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True)
    try:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        yield Database(path, connection)
    finally:
        connection.close()


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as every SQLite database does."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def _require_sound(path: Path) -> None:
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ReadError(f"{path}: has {size:,} bytes, more than is read ({MOST_BYTES:,})")
    if not is_sqlite(path):
        raise ReadError(f"{path}: isn't an SQLite database; give the project's own file")
    for suffix in ("-wal", "-journal"):
        beside = path.with_name(path.name + suffix)
        if beside.is_file() and beside.stat().st_size:
            raise ReadError(
                f"{path}: {beside.name} beside it holds changes that aren't in it yet; close the "
                "program that has the project open"
            )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def text(value: Value) -> str:
    """Return a cell as text, empty for NULL."""
    return "" if value is None else str(value)


def whole(value: Value) -> int | None:
    """Return a cell as a whole number, ``None`` if it isn't one."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        return int(value)
    return value if isinstance(value, int) else None
