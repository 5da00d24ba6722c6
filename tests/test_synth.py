"""Invented studies: sound, marked as invented, and always the same."""

from pathlib import Path

import pytest

from graph.errors import InputError
from graph.folders.check import load
from graph.gaps import KINDS, search
from graph.synth import NOTE, synthetic_studies
from tests.test_cli import Runner, run

__all__ = ["run"]  # a fixture


def test_invented_studies_are_sound(run: Runner, tmp_path: Path) -> None:
    """``synth`` writes study folders that ``check`` finds sound, their texts included."""
    outcome = run("synth", "--studies", "3", "--into", tmp_path / "made")
    assert outcome.code == 0
    folders = sorted((tmp_path / "made").iterdir())
    assert [folder.name for folder in folders] == [f"synthetic-0000{n}" for n in (1, 2, 3)]
    made = [each.study for each in synthetic_studies(3)]
    assert [load(folder) for folder in folders] == made


def test_they_say_that_they_are_invented() -> None:
    """Title, note and text of every one say so."""
    for made in synthetic_studies(5):
        assert "invented" in made.study.info.title
        assert made.study.info.note == NOTE
        assert NOTE in made.sources["findings"]


def test_the_same_number_is_the_same_study() -> None:
    """A study depends on the seed and its number, and not on how many others are made."""
    first, second = list(synthetic_studies(2)), list(synthetic_studies(4))
    assert first == second[:2]
    assert list(synthetic_studies(2, seed=2)) != first


def test_they_have_the_shape_of_real_ones() -> None:
    """Sizes lie around those of the bundled study, and most kinds of gaps occur."""
    studies = [made.study for made in synthetic_studies(40)]
    quotes = [len(study.quotes) for study in studies]
    assert 25 <= sum(quotes) / len(quotes) <= 35
    assert all(8 <= len({m.role for m in study.mentions}) <= 20 for study in studies[:10])
    found = {s.kind.notation for study in studies for s in search(study) if s.finding.gaps}
    rare = {"expected-tie", "structural-hole", "contested-theme"}
    assert found | rare == {kind.notation for kind in KINDS}


@pytest.mark.parametrize("studies", [0, -1, 10**7])
def test_senseless_numbers_are_refused(studies: int) -> None:
    """So many studies can't be made, and the message says how many can."""
    with pytest.raises(InputError, match="ask for 1 to 1000000"):
        synthetic_studies(studies)


def test_nothing_is_overwritten(run: Runner, tmp_path: Path) -> None:
    """A folder that has something in it is refused."""
    (tmp_path / "mine.txt").write_text("mine")
    refused = run("synth", "--into", tmp_path)
    assert (refused.code, "isn't empty" in refused.err) == (2, True)
