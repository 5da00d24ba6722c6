"""Backups, restoring, and the doctor."""

import shutil
from pathlib import Path

import pytest

from api.cli import app
from graph.answers import StudyAnswer, ask
from graph.errors import InputError, StoreError
from graph.model import Study
from graph.service.audit import read
from graph.service.tokens import Scope, Tokens
from graph.stores.backup import backup, restore
from graph.stores.build import build
from graph.stores.doctor import examined
from graph.stores.embedded import CURRENT, GraphStore


@pytest.fixture
def own(store: GraphStore, tmp_path: Path) -> GraphStore:
    """Return a store to be changed, a copy of the bundled study's."""
    backup(store, tmp_path / "own")
    return GraphStore(tmp_path / "own")


def _ids(store: GraphStore) -> list[str]:
    return [each.id for each in ask(store.snapshot(), StudyAnswer)]


def _wrong(store: GraphStore) -> list[str]:
    return [each.what for each in examined(store) if each.mend and each.what != "disk"]


def test_backup_while_changing(own: GraphStore, invented: Study, tmp_path: Path) -> None:
    """A backup holds one version whole, the audit and the tokens, whatever is changed after."""
    Tokens(own.path).create("mara", Scope.WRITE)
    reading = own.snapshot()
    made = backup(own, tmp_path / "copy")
    build([invented], own)
    copy = GraphStore(tmp_path / "copy")
    assert made.version == copy.version() == reading.version
    assert set(copy.snapshot().database) == set(reading.database)
    assert made.quads == len(reading.database)
    assert [each.name for each in Tokens(copy.path).listed()] == ["mara"]
    assert list(read(copy.path, copy.version())) == list(read(own.path, own.version()))[:-1]


def test_a_backup_can_be_changed(own: GraphStore, invented: Study, tmp_path: Path) -> None:
    """A backup is a store: it can be served and built into, and the first one stays as it was."""
    backup(own, tmp_path / "copy")
    build([invented], GraphStore(tmp_path / "copy"))
    assert len(_ids(GraphStore(tmp_path / "copy"))) == 2
    assert len(_ids(own)) == 1


def test_restore(own: GraphStore, invented: Study, tmp_path: Path) -> None:
    """Restoring with --force brings back what was, and nothing lies beside it after."""
    before = set(own.snapshot().database)
    backup(own, tmp_path / "copy")
    build([invented], GraphStore(own.path))
    own._snapshot = None  # noqa: SLF001 -- whoever read it is gone
    restore(tmp_path / "copy", GraphStore(own.path), force=True)
    assert set(GraphStore(own.path).snapshot().database) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy", "own"]


def test_not_under_a_reader(own: GraphStore, tmp_path: Path) -> None:
    """A store that somebody reads isn't replaced: stop its server first."""
    backup(own, tmp_path / "copy")
    reading = own.snapshot()
    with pytest.raises(StoreError, match="stop its server"):
        restore(tmp_path / "copy", GraphStore(own.path), force=True)
    assert len(reading.database) > 0
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy", "own"]


def test_restore_into_nothing(own: GraphStore, tmp_path: Path) -> None:
    """A store that isn't there yet needs no --force."""
    restore(own.path, GraphStore(tmp_path / "new"))
    assert _ids(GraphStore(tmp_path / "new")) == _ids(own)


def test_never_over_a_store(own: GraphStore, tmp_path: Path) -> None:
    """Without --force a store that holds something isn't replaced."""
    backup(own, tmp_path / "copy")
    with pytest.raises(InputError, match="--force"):
        restore(tmp_path / "copy", own)


def test_no_backup_over_a_folder(own: GraphStore, tmp_path: Path) -> None:
    """A backup takes a new folder, outside of the store."""
    with pytest.raises(InputError, match="exists"):
        backup(own, tmp_path)
    with pytest.raises(InputError, match="stands in the store"):
        backup(own, own.path / "copy")


def test_damaged_backup(own: GraphStore, tmp_path: Path) -> None:
    """A backup that lacks a file replaces nothing, and the store stays as it was."""
    backup(own, tmp_path / "copy")
    for file in (tmp_path / "copy" / own.version()).glob("*.sst"):
        file.write_bytes(b"\0" * file.stat().st_size)
    with pytest.raises(StoreError):
        restore(tmp_path / "copy", own, force=True)
    assert _ids(GraphStore(own.path)) == ["changing-the-culture"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy", "own"]


def test_doctor_finds_nothing(own: GraphStore) -> None:
    """A sound store has nothing to mend."""
    assert _wrong(own) == []


def test_doctor_names_what_is_wrong(own: GraphStore) -> None:
    """An index that is lost, a generation left over and a broken audit are named with mends."""
    folder = own.path / own.version()
    for file in folder.glob("search*"):
        file.unlink()
    shutil.copytree(folder, own.path / "g000099")
    with (own.path / "audit.jsonl").open("a", encoding="utf-8") as audit:
        audit.write("{half\n")
    assert _wrong(own) == ["generations", "search index", "audit"]


def test_doctor_of_no_store(own: GraphStore) -> None:
    """A store that can't be opened is said to be so, with the way back from a backup."""
    (own.path / CURRENT).write_text("g000777", encoding="ascii")
    found = {each.what: each for each in examined(GraphStore(own.path))}
    assert "restore" in found["store"].mend


def test_commands(own: GraphStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`backup`, `restore` and `doctor` do it on the command line."""
    copy, there = str(tmp_path / "copy"), ["--store", str(own.path)]
    app(["backup", copy, *there], standalone_mode=False)
    app(["restore", copy, *there, "--force"], standalone_mode=False)
    app(["doctor", *there, "--format", "csv"], standalone_mode=False)
    assert "all readable" in capsys.readouterr().out
