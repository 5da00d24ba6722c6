"""Databases of Taguette and QualCoder that mean harm: refused or read, nothing else touched."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import ReadError
from graph.folders.check import load
from graph.folders.folder import write_folder
from graph.model import Reading
from graph.readers import formats, room
from graph.readers.request import Request
from tests.projects import QUALCODER, TAGUETTE, Row, Tables, write

ENDLESS = (
    "CREATE VIEW {0} AS WITH RECURSIVE r(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM r) "
    "SELECT id, 1 AS project_id, 1 AS document_id, 'x' AS path, 'u' AS user_login, '{{}}' AS "
    "payload FROM r"
)
HIGHLIGHT: Row = {"id": 1, "document_id": 1, "start_offset": 0, "end_offset": 17}
SPEECH: Row = {"id": 1, "name": "D", "fulltext": "I need more time. It hurts.", "mediapath": None}
CODED: Row = {"cid": 1, "fid": 1, "seltext": "time", "pos0": 12, "pos1": 16, "owner": "ann"}


def taguette(folder: Path, tables: Tables, schema: str = "") -> Path:
    """Write a project of one highlight, but for the given tables; ``schema`` comes on top."""
    rows: Tables = {
        "projects": [{"id": 1, "name": "P", "description": ""}],
        "documents": [{"id": 1, "name": "D", "project_id": 1, "contents": "<p>I need more time."}],
        "tags": [{"id": 1, "project_id": 1, "path": "time", "description": ""}],
        "highlights": [HIGHLIGHT],
        "highlight_tags": [{"highlight_id": 1, "tag_id": 1}],
        **tables,
    }
    path = write(folder / "project.sqlite3", TAGUETTE, rows)
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    connection.close()
    return path


def qualcoder(folder: Path, tables: Tables) -> Path:
    """Write a project of one coding, but for the given tables."""
    rows: Tables = {
        "project": [{"databaseversion": "v11", "about": "QualCoder"}],
        "source": [SPEECH],
        "code_name": [{"cid": 1, "name": "time", "color": "#F00"}],
        "code_text": [CODED],
        **tables,
    }
    write(folder / "mine.qda" / "data.qda", QUALCODER, rows)
    return folder / "mine.qda"


def read(path: Path) -> Reading:
    """Read a project as the command line would, and see that the folder around it stays."""
    before = {file: file.stat().st_mtime_ns for file in path.parent.rglob("*")}
    try:
        return formats.read_source(path, Request("mine", "Mine"))
    finally:
        assert {file: file.stat().st_mtime_ns for file in path.parent.rglob("*")} == before


def sound(reading: Reading, folder: Path) -> Reading:
    """See that what was read is a sound study."""
    write_folder(reading.study, folder, reading.sources, reading.files)
    load(folder)
    return reading


def test_a_view_that_never_ends_is_no_table(tmp_path: Path) -> None:
    """A view named as a table is never asked: a table that we need is then missing."""
    path = taguette(tmp_path, {}, f"DROP TABLE tags; {ENDLESS.format('tags')};")
    with pytest.raises(ReadError, match="has no table 'tags'"):
        read(path)


def test_a_view_in_place_of_a_table_that_may_be_missing_is_passed_over(tmp_path: Path) -> None:
    """The log of commands may be missing, and so may a view that bears its name."""
    path = taguette(tmp_path, {}, f"DROP TABLE commands; {ENDLESS.format('commands')};")
    assert len(sound(read(path), tmp_path / "study").study.codings) == 1


def test_triggers_never_run(tmp_path: Path) -> None:
    """Nothing is written, so no trigger runs."""
    schema = "CREATE TRIGGER harm AFTER INSERT ON tags BEGIN DELETE FROM documents; END;"
    assert len(read(taguette(tmp_path, {}, schema)).study.quotes) == 1


def test_a_schema_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    """What SQLite can't make sense of is refused with its own words."""
    schema = (
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE TABEL tags (id)' "
        "WHERE name = 'tags';"
    )
    with pytest.raises(ReadError, match="malformed database schema"):
        read(taguette(tmp_path, {}, schema))


def test_offsets_of_wrong_types_are_noted(tmp_path: Path) -> None:
    """A highlight whose place is no number, or lies outside, is left out or cut to the text."""
    odd: list[Row] = [
        HIGHLIGHT | {"start_offset": "zero"},
        HIGHLIGHT | {"id": 2, "start_offset": "--3", "end_offset": "\u00b2"},
        HIGHLIGHT | {"id": 3, "end_offset": 1e300},
        HIGHLIGHT | {"id": 4, "start_offset": -5, "end_offset": 6},
        HIGHLIGHT | {"id": 5, "start_offset": float("inf")},
    ]
    found = sound(read(taguette(tmp_path, {"highlights": odd})), tmp_path / "study")
    assert [quote.text for quote in found.study.quotes] == ["I need", "I need more time."]
    assert sum("has no words" in note.text for note in found.notes) == 3


def test_tags_and_rows_that_come_twice_are_one_coding(tmp_path: Path) -> None:
    """Two tags of one path on one highlight say the same, and so does a row that comes twice."""
    tags: list[Row] = [{"id": n, "project_id": 1, "path": "time"} for n in (1, 2)]
    tagged: list[Row] = [{"highlight_id": 1, "tag_id": n} for n in (1, 2, 1)]
    found = read(taguette(tmp_path, {"tags": tags, "highlight_tags": tagged}))
    assert len(sound(found, tmp_path / "study").study.codings) == 1


def test_nuls_are_left_out_of_names_and_texts(tmp_path: Path) -> None:
    """NUL and other control characters come into no table of a study."""
    tags: list[Row] = [{"id": 1, "project_id": 1, "path": "ti\0me", "description": "a\0b\x1b"}]
    sound(read(taguette(tmp_path, {"tags": tags})), tmp_path / "study")
    codes: list[Row] = [{"cid": 1, "name": "\0", "memo": "\0", "color": "\0"}]
    sound(read(qualcoder(tmp_path, {"code_name": codes})), tmp_path / "other")


def _chain(length: int) -> list[Row]:
    return [{"catid": n, "name": f"C{n}", "supercatid": n - 1} for n in range(1, length + 1)]


def _ring(length: int) -> list[Row]:
    return [{"catid": n, "name": f"C{n}", "supercatid": n % length + 1} for n in range(length)]


@pytest.mark.parametrize("categories", [_chain, _ring])
def test_categories_without_end_are_refused(
    categories: Callable[[int], list[Row]], tmp_path: Path
) -> None:
    """A tree deeper than a study may have is refused, a ring of a thousand categories as well."""
    with pytest.raises(ReadError, match="stands below 100 others"):
        read(qualcoder(tmp_path, {"code_cat": categories(1_000)}))
    assert sound(read(qualcoder(tmp_path / "b", {"code_cat": categories(50)})), tmp_path / "study")


def test_a_file_name_longer_than_any_is_left_out(tmp_path: Path) -> None:
    """A picture whose name no file can have isn't there."""
    picture: Row = {"id": 2, "name": "P", "mediapath": "/images/" + "a" * 5_000}
    found = read(qualcoder(tmp_path, {"source": [SPEECH, picture]}))
    assert any("isn't in the project's folder" in note.text for note in found.notes)


def test_whole_texts_coded_again_and_again_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A selection is two numbers, a quote a copy: all of them together have a limit."""
    monkeypatch.setattr(room, "MOST_QUOTED", 100)
    many: list[Row] = [HIGHLIGHT | {"id": number} for number in range(1, 20)]
    with pytest.raises(ReadError, match="its quotes have 323 characters in all"):
        read(taguette(tmp_path, {"highlights": many}))
    rows: list[Row] = [CODED | {"seltext": "", "pos0": n, "pos1": 27} for n in range(10)]
    with pytest.raises(ReadError, match="its quotes have 225 characters in all"):
        read(qualcoder(tmp_path, {"code_text": rows}))


def test_another_programs_folder_or_a_link_is_no_way_out(tmp_path: Path) -> None:
    """A database's name with signs of an address opens that file and no other."""
    (tmp_path / "a").mkdir()
    path = taguette(tmp_path / "a", {})
    odd = path.rename(path.with_name("x?mode=rwc&vfs=unix#y%41.sqlite3"))
    assert len(read(odd).study.quotes) == 1
    assert [file.name for file in (tmp_path / "a").iterdir()] == [odd.name]
