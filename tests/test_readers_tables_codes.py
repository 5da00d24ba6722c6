"""How codes are written in cells."""

from collections.abc import Sequence

import pytest

from graph.readers.tables.codes import Notation, recognise


def read(cells: Sequence[str]) -> list[list[tuple[str, ...]]]:
    """Return the paths in each cell."""
    notation = recognise(cells)
    return [notation.read(cell) for cell in cells]


@pytest.mark.parametrize("sign", [";", "|", "\n", " ; "])
def test_several_codes_in_a_cell(sign: str) -> None:
    """Semicolons, bars and line breaks separate codes."""
    assert read([f"Time{sign}Money", "Help"]) == [[("Time",), ("Money",)], [("Help",)]]


def test_commas_separate_if_the_pieces_come_again() -> None:
    """A comma separates codes where its pieces are codes elsewhere too."""
    assert read(["Time, Money", "Money", "Time"])[0] == [("Time",), ("Money",)]


def test_commas_separate_paths_that_share_what_stands_above() -> None:
    """A comma separates paths of one branch, even if none comes twice."""
    assert read(["Barriers: Time, Barriers: Money", "Help: Aid, Help: Trust"])[0] == [
        ("Barriers", "Time"),
        ("Barriers", "Money"),
    ]


def test_commas_in_names_stay() -> None:
    """A comma in names that never come apart is part of the name."""
    assert read(["Time, lack of", "Money", "Help, outside"])[0] == [("Time, lack of",)]


@pytest.mark.parametrize("sign", ["\\", " > ", ">", "\\\\", "::", " → "])
def test_paths(sign: str) -> None:
    """Backslashes, angles, arrows and double colons make paths."""
    assert read([f"Barriers{sign}Time", "Help"]) == [[("Barriers", "Time")], [("Help",)]]


@pytest.mark.parametrize("sign", ["/", ":", ".", ": "])
def test_likely_paths_need_to_be_borne_out(sign: str) -> None:
    """Slashes, colons and points make paths if half of them share what stands above."""
    cells = [f"Barriers{sign}Time", f"Barriers{sign}Money", "Help"]
    if sign == ": " or not sign.endswith(" "):
        assert read(cells)[0] == [("Barriers", "Time")]
    assert read([f"and{sign}or", "Help"])[0] == [(f"and{sign}or".strip(),)]


def test_points_in_abbreviations_and_numbers_are_no_paths() -> None:
    """A point before a space or a number isn't a level, even where other points are."""
    cells = ["barriers.time", "barriers.money", "e.g. this", "v1.2"]
    assert read(cells)[2:] == [[("e.g. this",)], [("v1.2",)]]


def test_the_programs_own_root_is_no_theme() -> None:
    """What NVivo and MAXQDA put above all codes is left out."""
    assert read(["Nodes\\Barriers\\Time", "Codes\\\\Help"]) == [
        [("Barriers", "Time")],
        [("Help",)],
    ]


def test_the_user_decides() -> None:
    """What the user gives is taken, empty for none."""
    assert recognise(["a;b"], split="", step="") == Notation("", "")
    assert recognise(["a/b"], step="/").read("a/b") == [("a", "b")]
    assert recognise(["a+b"], split="+").read("a+b") == [("a",), ("b",)]


def test_a_code_twice_in_a_cell_counts_once() -> None:
    """Repeated and empty codes in one cell are one and none."""
    assert read(["Time; Time;; "]) == [[("Time",)]]


def test_it_says_how_codes_are_written() -> None:
    """The decision is said in words."""
    assert str(Notation("\n", "\\")) == "separated by a line break, paths by a backslash"
    assert str(Notation()) == "one in each cell, without paths"
