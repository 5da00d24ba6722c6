"""SQLite databases from outside."""

import sqlite3
from pathlib import Path

import pytest

from graph.errors import ReadError
from graph.readers import database
from graph.readers.database import opened, text, whole
from tests.projects import write


def made(tmp_path: Path, schema: str) -> Path:
    """Write a database by its schema."""
    return write(tmp_path / "some.db", schema, {})


def rows(path: Path, table: str, *columns: str) -> list[tuple[database.Value, ...]]:
    """Return a table's rows."""
    with opened(path) as found:
        return list(found.rows(table, *columns))


def test_rows_come_in_order_and_missing_columns_are_null(tmp_path: Path) -> None:
    """Older versions lack columns and tables: those are empty."""
    path = made(tmp_path, "CREATE TABLE t (a, b); INSERT INTO t VALUES (2, 'x'), (1, NULL);")
    assert rows(path, "t", "b", "a", "new") == [("x", 2, None), (None, 1, None)]
    assert rows(path, "none", "a") == []


def test_nothing_is_written_beside_the_database(tmp_path: Path) -> None:
    """Reading leaves file and folder as they were."""
    path = made(tmp_path, "PRAGMA journal_mode=WAL; CREATE TABLE t (a);")
    for beside in (f"{path}-wal", f"{path}-shm"):
        Path(beside).unlink(missing_ok=True)
    before = path.read_bytes()
    rows(path, "t", "a")
    assert [file.name for file in tmp_path.iterdir()] == ["some.db"]
    assert path.read_bytes() == before


def test_changes_that_are_not_in_the_file_are_not_passed_over(tmp_path: Path) -> None:
    """A log beside the database means that a program has it open: refused."""
    path = made(tmp_path, "CREATE TABLE t (a);")
    (tmp_path / "some.db-wal").write_bytes(b"changes")
    with pytest.raises(ReadError, match=r"some\.db-wal beside it holds changes"):
        rows(path, "t", "a")


@pytest.mark.parametrize(
    "schema",
    [
        (
            "CREATE VIEW t AS WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) "
            "SELECT a FROM n;"
        ),
        "CREATE VIRTUAL TABLE t USING fts5(a);",
    ],
)
def test_views_and_virtual_tables_are_no_tables(schema: str, tmp_path: Path) -> None:
    """A view can run for ever: only tables are read."""
    assert rows(made(tmp_path, schema), "t", "a") == []


def test_a_computed_column_is_no_column(tmp_path: Path) -> None:
    """A generated column could compute anything: it counts as missing."""
    path = made(
        tmp_path, "CREATE TABLE t (a, b AS (zeroblob(1000000000))); INSERT INTO t VALUES (1);"
    )
    assert rows(path, "t", "a", "b") == [(1, None)]


def test_a_statement_that_runs_too_long_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading a table has a limit of time."""
    path = made(
        tmp_path,
        "CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 100000) INSERT INTO t SELECT i FROM n;",
    )
    monkeypatch.setattr(database, "MOST_SECONDS", 0.0)
    monkeypatch.setattr(database, "_STEPS", 10)
    with pytest.raises(ReadError, match=r"can't be read as a database \(interrupted\)"):
        rows(path, "t", "a")


def test_too_many_rows_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More rows than the limit: refused with the table's name."""
    monkeypatch.setattr(database, "MOST_ROWS", 2)
    path = made(tmp_path, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2), (3);")
    with pytest.raises(ReadError, match="table t has more than 2 rows"):
        rows(path, "t", "a")


def test_a_value_past_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document's text past the limit isn't read."""
    monkeypatch.setattr(database, "LONGEST_VALUE", 1_000)
    path = made(tmp_path, "CREATE TABLE t (a);")
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("INSERT INTO t VALUES (?)", ["x" * 2_000])
    connection.close()
    with pytest.raises(ReadError, match="can't be read as a database"):
        rows(path, "t", "a")


def test_a_database_past_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is too large isn't opened."""
    monkeypatch.setattr(database, "MOST_BYTES", 100)
    with pytest.raises(ReadError, match="bytes, more than is read"):
        rows(made(tmp_path, "CREATE TABLE t (a);"), "t", "a")


def test_binary_data_is_refused(tmp_path: Path) -> None:
    """A blob where text should be is refused."""
    path = made(tmp_path, "CREATE TABLE t (a); INSERT INTO t VALUES (x'00ff');")
    with pytest.raises(ReadError, match="holds binary data where text should be"):
        rows(path, "t", "a")


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """Bytes that aren't UTF-8 in a text are refused."""
    path = made(tmp_path, "CREATE TABLE t (a); INSERT INTO t VALUES (CAST(x'ff41' AS TEXT));")
    with pytest.raises(ReadError, match="can't be read as a database"):
        rows(path, "t", "a")


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 not a database", b"SQLite format 3\0" + b"\1" * 500]
)
def test_what_is_no_database_is_refused(data: bytes, tmp_path: Path) -> None:
    """Any other file, and one that only begins like a database, is refused."""
    path = tmp_path / "some.db"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=r"isn't an SQLite database|can't be read as a database"):
        rows(path, "t", "a")


@pytest.mark.parametrize("kept", [50, 600, 5_000])
def test_a_truncated_database_is_refused_or_read(kept: int, tmp_path: Path) -> None:
    """A truncated database is a clear error."""
    path = made(
        tmp_path,
        "CREATE TABLE t (a); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 5000) INSERT INTO t SELECT i FROM n;",
    )
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ReadError, match="can't be read as a database"):
        rows(path, "t", "a")


def test_cells_of_any_type_become_text_and_numbers() -> None:
    """SQLite keeps any type in any column."""
    assert [text(value) for value in (None, "a", 1, 1.5)] == ["", "a", "1", "1.5"]
    assert [whole(value) for value in (None, "12", "-3", "x", 2.0, 2.5, 7)] == [
        None, 12, -3, None, 2, None, 7,
    ]  # fmt: skip
