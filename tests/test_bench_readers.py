"""The measurement of the readers measures."""

import json
from pathlib import Path

import pytest

from bench import readers
from bench.readers import Score

TEXT = "# Results\n\n## Stairs\n\n“I went up.” (P1)\n\n“I came down.” (P2)\n"
QUOTE: dict[str, object] = {
    "quote": "I went up.",
    "speaker": "P1",
    "theme_path": ["Stairs"],
    "kind": "block",
}


def sample(folder: Path, gold: list[dict[str, object]]) -> None:
    """Write a sample in both forms, and its gold."""
    article = (
        "<article><body><sec><title>Results</title><sec><title>Stairs</title><p>“I went up.” (P1)"
        "</p><p>“I came down.” (P2)</p></sec></sec></body></article>"
    )
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "a.jats.xml").write_text(article, "utf-8")
    (folder / "a.gold.json").write_text(json.dumps(gold), "utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of samples, and a text of the bundled study that isn't there."""
    monkeypatch.setattr(readers, "SAMPLES", tmp_path)
    return tmp_path


def test_precision_and_recall() -> None:
    """Precision is over what was found, recall over the gold; they add up over files."""
    both = Score(right=1, found=2, gold=1) + Score(right=1, found=2, gold=4)
    assert (both.precision, both.recall) == (0.5, 0.4)
    assert (Score().precision, Score().recall) == (1.0, 1.0)


def test_what_is_wrong_is_counted(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A quote too many lowers precision in both forms, for each field."""
    sample(folder, [QUOTE])
    golds = [folder / "a.gold.json"]
    for form in readers.FORMS:
        assert not readers.is_enough(form, golds)
    printed = capsys.readouterr().out
    assert printed.count("precision 0.500  recall 1.000") == 2 * 6
    sample(folder, [QUOTE, {**QUOTE, "quote": "I came\ndown.", "speaker": "P2"}])
    assert all(readers.is_enough(form, golds) for form in readers.FORMS)


def test_nothing_to_measure(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without samples it says so and fails, instead of finding all in order."""
    assert readers.main() == 2
    assert str(folder) in capsys.readouterr().err
