"""Target formats: chosen by name or suffix, written whole or not at all, nothing overwritten."""

import re
from pathlib import Path

import pytest

from graph.errors import InputError
from graph.folders.check import load
from graph.model import Sources
from graph.writers import formats
from graph.writers.networks import study_network
from graph.writers.segments import COLUMNS
from tests.studies import TEXT, invented_study

SOURCES = Sources({"notes": TEXT})


def test_a_folder_is_the_format_without_a_suffix(tmp_path: Path) -> None:
    """Where neither a name nor a suffix tells a format, a study folder is written."""
    assert list(formats.write(invented_study(), SOURCES, tmp_path / "new")) == []
    assert load(tmp_path / "new") == invented_study()


def test_an_unknown_format_is_refused_with_the_nearest(tmp_path: Path) -> None:
    """A format that isn't known is refused with the name that was probably meant."""
    with pytest.raises(InputError, match=r"--format foldr: .* did you mean 'folder'"):
        formats.write(invented_study(), SOURCES, tmp_path / "new", "foldr")


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    """What stands there stays, unless the user says --force."""
    into = tmp_path / "there"
    formats.write(invented_study("first"), SOURCES, into)
    with pytest.raises(InputError, match="exists already"):
        formats.write(invented_study("second"), SOURCES, into)
    assert load(into).info.id == "first"
    formats.write(invented_study("second"), SOURCES, into, force=True)
    assert load(into).info.id == "second"
    assert [path.name for path in tmp_path.iterdir()] == ["there"]


def test_a_folder_that_is_no_study_is_never_replaced(tmp_path: Path) -> None:
    """--force replaces a study folder, and no folder with other things in it."""
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "one.txt").touch()
    with pytest.raises(InputError, match="isn't a study's"):
        formats.write(invented_study(), SOURCES, tmp_path / "letters", force=True)
    assert (tmp_path / "letters" / "one.txt").exists()


def test_a_file_is_not_written_over_a_folder(tmp_path: Path) -> None:
    """A study folder isn't a place for one file: the message names one that is."""
    into = tmp_path / "there"
    formats.write(invented_study(), SOURCES, into)
    with pytest.raises(InputError, match=r"is a folder, but csv is a file; name it: .*study\.csv"):
        formats.write(invented_study(), SOURCES, into, "csv", force=True)


def test_no_folder_is_made_on_the_way(tmp_path: Path) -> None:
    """A mistyped folder is said, not made."""
    with pytest.raises(InputError, match="there is no folder"):
        formats.write(invented_study(), SOURCES, tmp_path / "tpyo" / "out.csv")
    assert list(tmp_path.iterdir()) == []


PAGE = Path(__file__).parent.parent / "docs" / "targets.md"


@pytest.mark.parametrize("target", formats.FORMATS, ids=lambda target: target.name)
def test_every_format_is_documented(target: formats.TargetFormat) -> None:
    """Each format stands on its page, with its suffix."""
    suffix = f"`{target.suffix}`" if target.suffix else "none"
    assert f"| `{target.name}` | {suffix} |" in PAGE.read_text("utf-8")


def test_every_column_and_attribute_is_documented() -> None:
    """Each column of the table and each attribute of the network stands on the page."""
    documented = set(re.findall(r"`(\w+)`", PAGE.read_text("utf-8")))
    whole = study_network(invented_study())
    of_nodes = {name for _, data in whole.nodes(data=True) for name in data}
    of_edges = {name for *_, data in whole.edges(data=True) for name in data}
    known = {name for name in of_nodes | of_edges if not name.startswith("variable_")}
    assert len(known) > 20
    assert {*COLUMNS, *known} - documented == set()
