"""Dialects of delimited text."""

from pathlib import Path

import pytest

from graph.errors import ReadError
from graph.readers.tables import delimited, grid
from tests.tables import csv_bytes, write_csv

ROWS = [
    ["Quote", "Code", "Respondent"],
    ["We had no time; none, at all | really", "Time", "P1"],
    ['She said "no"\ttwice', "Money, time", "P2"],
    ["Two\nlines", "Time", "P1"],
]


def read(path: Path, text: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of a file with the given text."""
    path.write_text(text, encoding="utf-8", newline="")
    return delimited.read(path).rows


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_common_delimiter_is_recognised(delimiter: str, tmp_path: Path) -> None:
    """Comma, semicolon, tab and bar are told apart, even where the text is full of the others."""
    path = write_csv(tmp_path / "t.csv", ROWS, delimiter=delimiter)
    assert delimited.read(path).rows == tuple(map(tuple, ROWS))


def test_names_that_nobody_knows_are_no_hindrance(tmp_path: Path) -> None:
    """Where no name is known the dialect is the one that makes rows of one width."""
    rows = [["Alpha", "Beta"], ["one, two, three", "x"], ["four", "y, z"]]
    path = write_csv(tmp_path / "t.csv", rows, delimiter=";")
    assert delimited.read(path).rows == tuple(map(tuple, rows))


def test_excels_own_first_line_tells(tmp_path: Path) -> None:
    """``sep=`` in the first line is believed, and keeps its row number."""
    rows = read(tmp_path / "t.csv", "sep=|\r\nQuote|Code\r\na;b;c|d\r\n")
    assert rows == (("sep=", ""), ("Quote", "Code"), ("a;b;c", "d"))


def test_backslashes_may_escape(tmp_path: Path) -> None:
    """Quotation marks are escaped by doubling or by a backslash."""
    rows = read(tmp_path / "t.csv", 'Quote,Code\n"He said \\"no, never\\", twice",Time\n')
    assert rows[1] == ('He said "no, never", twice', "Time")


def test_marks_may_be_text(tmp_path: Path) -> None:
    """Tab-separated text as a clipboard gives it knows no quoting."""
    rows = read(tmp_path / "t.tsv", 'Quote\tCode\n"Yes" she said\tTime\n"No\tMoney\n')
    assert rows[1:] == (('"Yes" she said', "Time"), ('"No', "Money"))


def test_single_quotation_marks_may_quote(tmp_path: Path) -> None:
    """Some exports quote by apostrophes."""
    rows = read(tmp_path / "t.csv", "Quote,Code\n'No time, none',Time\n'Money, too',Money\n")
    assert rows[1:] == (("No time, none", "Time"), ("Money, too", "Money"))


def test_a_mark_that_is_never_closed_is_named_with_its_row(tmp_path: Path) -> None:
    """An open quotation mark would swallow the rest of the table: refused, with its row."""
    with pytest.raises(ReadError, match=r"row 3: a quotation mark .* is never closed"):
        read(tmp_path / "t.csv", 'Quote,Code\n"a, b",Time\n"open, Money\nc,Time\n')


def test_words_behind_a_closing_mark_are_kept_and_noted(tmp_path: Path) -> None:
    """A cell that goes on behind its closing mark is read on, and said to be doubtful."""
    path = tmp_path / "t.csv"
    path.write_text('Quote,Code\n"a, b",Time\n"c, d" e,Time\n', encoding="utf-8")
    found = delimited.read(path)
    assert found.rows[2] == ("c, d e", "Time")
    assert [note.place for note in found.notes] == ["row 3"]


def test_cells_are_text(tmp_path: Path) -> None:
    """A cell that begins like a formula is words like any other."""
    rows = read(tmp_path / "t.csv", 'Quote,Code\n"=HYPERLINK(""x"")",+1\n-1,@x\n')
    assert rows[1:] == (('=HYPERLINK("x")', "+1"), ("-1", "@x"))


def test_a_cell_longer_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Huge cells are refused with their row."""
    monkeypatch.setattr(grid, "LONGEST_CELL", 50)
    with pytest.raises(ReadError, match="row 2: a cell has 60 characters, more than 50"):
        read(tmp_path / "t.csv", f"Quote,Code\n{'x' * 60},Time\n")


def test_a_table_larger_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More rows, columns or cells than are read: refused with the limits."""
    monkeypatch.setattr(grid, "MOST_CELLS", 7)
    with pytest.raises(ReadError, match="4 rows and 2 columns is more than is read"):
        read(tmp_path / "t.csv", "Quote,Code\na,b\nc,d\ne,f\n")


def test_a_file_larger_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A 200 MB text is read or refused by its size, before it fills the memory."""
    monkeypatch.setattr(grid, "MOST_BYTES", 10)
    with pytest.raises(ReadError, match="has more than 10 bytes"):
        read(tmp_path / "t.csv", "Quote,Code\n")


def test_csvs_own_limit_stays_as_it_was(tmp_path: Path) -> None:
    """Long cells are read without changing the limit for other readers of CSV."""
    import csv  # noqa: PLC0415 -- only to ask for the limit

    before = csv.field_size_limit()
    rows = read(tmp_path / "t.csv", f"Quote,Code\n{'word ' * 40_000},Time\n")
    assert len(rows[1][0]) == 40_000 * 5 - 1
    assert csv.field_size_limit() == before


def test_control_characters_and_breaks_are_cleaned(tmp_path: Path) -> None:
    """Control characters, which no XML can carry, go; every kind of line break becomes one."""
    path = tmp_path / "t.csv"
    path.write_bytes(csv_bytes([["Quote", "Code"], ["a\x07b\r\nc\x0bd\u2028e", " Time "]]))
    assert delimited.read(path).rows[1] == ("ab\nc\nd\ne", "Time")
