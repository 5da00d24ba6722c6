"""Changing a study folder in place."""

import csv
import io
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import ConflictError, InputError
from graph.folders.changes import changed_table, open_folder, save
from graph.folders.folder import read_folder
from graph.folders.tables import cells
from graph.model import TABLES, Attribute, Study
from tests.strategies import studies
from tests.studies import invented_study, with_table
from tests.suggested import folder_of, suggested


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study folder."""
    return folder_of(suggested(), tmp_path / "study")


def _rejected(study: Study, mention: str = "m2") -> Study:
    rows = (replace(row, review="rejected") if row.id == mention else row for row in study.mentions)
    return with_table(study, "mentions", rows)


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_only_the_row_that_changed_is_written(folder: Path) -> None:
    """Other rows, tables and files stay byte for byte, whatever their line ends and order."""
    path = folder / "mentions.csv"
    rows = [*csv.reader(path.read_text("utf-8").splitlines())]
    order = [3, 0, 1, 2, 8, 7, 6, 5, 4]
    lines = [",".join(f'"{row[column]}"' for column in order) for row in rows]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join([*lines[:3], "", *lines[3:]]).encode())
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    before, held = _files(folder), path.read_bytes().split(b"\r\n")
    opened = open_folder(folder)
    save(opened, _rejected(opened.study))
    after, written = _files(folder), path.read_bytes().split(b"\r\n")
    assert {name for name in after if after[name] != before.get(name)} == {"mentions.csv"}
    assert before.keys() == after.keys()
    changed = [number for number, line in enumerate(held) if line != written[number]]
    assert changed == [2]
    assert b"rejected" in written[2]
    assert read_folder(folder)[0] == _rejected(suggested())


def test_a_missing_column_is_added(folder: Path) -> None:
    """A column that the file lacks and that is needed now is added behind the others."""
    path = folder / "mentions.csv"
    rows = [*csv.DictReader(path.read_text("utf-8").splitlines())]
    kept = ["id", "role", "quote", "passage"]
    lines = [",".join(row[column] for column in kept) for row in rows]
    path.write_text("\n".join([",".join(kept), *lines]), encoding="utf-8")
    opened = open_folder(folder)
    save(opened, _rejected(opened.study))
    assert path.read_text("utf-8").splitlines()[0] == "id,role,quote,passage,review"
    assert read_folder(folder)[0] == _rejected(opened.study)


def test_a_folder_changed_meanwhile_is_refused(folder: Path) -> None:
    """What somebody else wrote since the folder was read isn't overwritten, and it's said."""
    opened = open_folder(folder)
    themes = folder / "themes.csv"
    themes.write_text(themes.read_text("utf-8") + "new,New,,,\n", encoding="utf-8")
    before = _files(folder)
    with pytest.raises(ConflictError, match=r"themes\.csv changed since the folder was read"):
        save(opened, _rejected(opened.study))
    assert _files(folder) == before


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_failure_halfway_leaves_the_folder_as_it_was(
    folder: Path, failing: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the disk refuses any one of the files, none is changed and nothing is left behind."""
    opened = open_folder(folder)
    before, real, count = _files(folder), Path.replace, 0

    def refuse(path: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == failing:
            raise OSError(28, "No space left on device")
        return real(path, target)

    study = replace(_rejected(opened.study), ties=(), links=())
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space left"):
        save(opened, study)
    monkeypatch.undo()
    assert _files(folder) == before
    assert [path for path in folder.rglob("*") if path.name.startswith(".")] == []


KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from graph.folders.changes import open_folder, save

opened = open_folder(Path(sys.argv[1]))
left = int(sys.argv[2])

def dying(real):
    def step(*given):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given)
    return step

for name in ("rename", "replace", "unlink"):
    setattr(Path, name, dying(getattr(Path, name)))
rows = tuple(replace(row, review="rejected") for row in opened.study.mentions)
save(opened, replace(opened.study, mentions=rows, ties=(), links=()))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system kills in other ways")
def test_a_kill_at_any_step_leaves_all_or_nothing(tmp_path: Path) -> None:
    """Whoever opens the folder next finds all of a change or nothing of it, and nothing else."""
    before, outcomes = suggested(), []
    rows = tuple(replace(row, review="rejected") for row in before.mentions)
    after = replace(before, mentions=rows, ties=(), links=())
    for steps in range(7):
        folder = folder_of(before, tmp_path / f"study-{steps}")
        command = [sys.executable, "-c", KILLED, str(folder), str(steps)]
        subprocess.run(command, check=False)
        found = open_folder(folder).study
        assert found in (before, after)
        assert not [each for each in folder.iterdir() if each.name.startswith(".change")]
        assert not (folder / ".themegraph.change").exists()
        outcomes.append(found == after)
    assert outcomes[0] is False
    assert outcomes[-1] is True
    assert outcomes == sorted(outcomes)


@pytest.mark.parametrize(
    "plan", ['{"../x.csv": "draft-0"}', '{"/x.csv": null}', '{"a.csv": "../x"}', "[1]", "{"]
)
def test_a_plan_from_elsewhere_is_refused(folder: Path, plan: str) -> None:
    """A folder from elsewhere can't have files changed that aren't a study's own."""
    (folder / ".themegraph.change").mkdir()
    (folder / ".themegraph.change" / "plan.json").write_text(plan, encoding="utf-8")
    before = _files(folder)
    with pytest.raises(InputError, match="its plan"):
        open_folder(folder)
    assert _files(folder) == before


def test_every_table_can_lose_gain_and_change_rows(tmp_path: Path) -> None:
    """From any study to another, tables that were empty or lose all rows included."""
    study = invented_study()
    folder_of(study, tmp_path / "a")
    folder_of(suggested(), tmp_path / "b")
    emptied = Study(study.info)
    saved = save(open_folder(tmp_path / "a"), emptied)
    assert read_folder(tmp_path / "a")[0] == emptied
    save(saved, study)
    assert read_folder(tmp_path / "a")[0] == study


@settings(max_examples=25)
@given(studies(), st.integers(2, 3))
def test_any_table_is_brought_to_any_other(study: Study, nth: int) -> None:
    """A table's file holds afterwards exactly what it was brought to, whatever the words are."""
    for table in TABLES:
        rows: tuple[Any, ...] = getattr(study, table)
        kept = rows[::nth]
        if rows:
            held = changed_table(b"", table, (), rows)
            lines = io.StringIO(changed_table(held, table, rows, kept).decode(), newline="")
            assert [*csv.DictReader(lines)] == [cells(row) for row in kept]


def test_attributes_are_known_by_all_they_say(tmp_path: Path) -> None:
    """Attributes, which have no id, are added and removed one by one."""
    study = invented_study()
    folder_of(study, tmp_path / "a")
    more = Attribute("respondents/b", "guid", "6F9619FF-8B86-4D01-B42D-00CF4FC964FE")
    changed = with_table(study, "attributes", sorted({*study.attributes[1:], more}))
    save(open_folder(tmp_path / "a"), changed)
    assert read_folder(tmp_path / "a")[0] == changed


def test_sources_of_all_kinds_are_written(folder: Path) -> None:
    """Source texts and other sources are written with the tables, and a text can be removed."""
    opened = open_folder(folder)
    save(opened, opened.study, {"findings": None}, {"findings.pdf": b"%PDF"})
    assert [path.name for path in (folder / "sources").iterdir()] == ["findings.pdf"]
