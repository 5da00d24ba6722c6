"""Export and read on the command line: every format from the store, and what comes back."""

import csv
from pathlib import Path

import pytest

from graph.bundled import FIRST_STUDY
from graph.folders.check import load
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from graph.writers import formats
from tests.test_cli import Runner

SUFFIXES = {one.name: one.suffix for one in formats.FORMATS}
BACK = ("trig", "n-quads", "json-ld")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, bundled: Study) -> Path:
    """Build the bundled study into a store, under a base of its own."""
    path = tmp_path_factory.mktemp("export") / "store"
    build([bundled], GraphStore(path), "https://example.org/")
    return path


@pytest.fixture
def run(store: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Return what runs the command line over that store."""
    return Runner(store, capfd, monkeypatch)


@pytest.mark.parametrize("name", BACK)
def test_linked_data_comes_back_from_the_store(run: Runner, tmp_path: Path, name: str) -> None:
    """What is exported as linked data has the store's IRIs, and is read into an equal study."""
    path, folder = tmp_path / f"study{SUFFIXES[name]}", tmp_path / "folder"
    exported = run("export", "changing-the-culture", "--into", path)
    assert exported.code == 0, exported.err
    assert "https://example.org/changing-the-culture" in path.read_text("utf-8")
    read = run("read", path, "--into", folder)
    assert read.code == 0, read.err
    assert "--base https://example.org/" in read.err
    assert load(folder) == load(FIRST_STUDY)


def test_a_folder_is_exported_and_losses_are_said(run: Runner, tmp_path: Path) -> None:
    """A study folder is exported without a store; what the table can't carry is listed."""
    exported = run("export", FIRST_STUDY, "--into", tmp_path / "x.csv")
    assert exported.code == 0
    assert "Not carried: ties (35): " in exported.err
    with (tmp_path / "x.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    study = load(FIRST_STUDY)
    assert {row["quote"] for row in rows} == {quote.id for quote in study.quotes}
    assert {row["coding"] for row in rows if row["coding"]} == {one.id for one in study.codings}


def test_derived_graphs_are_of_linked_data_alone(run: Runner, tmp_path: Path) -> None:
    """--derived with a table is refused, and nothing is written."""
    refused = run("export", "changing-the-culture", "--into", tmp_path / "x.csv", "--derived")
    assert refused.code == 2
    assert "--derived belongs to trig, n-quads, json-ld" in refused.err
    assert list(tmp_path.iterdir()) == []


def test_agreement_without_two_coders_says_what_to_do(run: Runner) -> None:
    """A study that one program coded has no agreement; the message says what would count."""
    refused = run("agreement", "changing-the-culture")
    assert refused.code == 2
    assert "needs two coders" in refused.err
    assert "--programs" in refused.err
