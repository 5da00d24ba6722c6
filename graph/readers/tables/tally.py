"""What a workbook would take in memory, counted over all of its parts before it is opened.

A few bytes can stand for very much: one long string that a million cells refer to, a cell that
repeats, a merged cell over everything. What is counted is what the library lays out: each cell's
own copy of its text.
"""

import re
from array import array
from pathlib import Path

from graph.errors import ReadError
from graph.readers.tables import grid

MOST_TEXT = 256 * 1024 * 1024
"""Code points in all cells together, each cell with a copy of its own."""

_NUMBER = re.compile(r"\s*[0-9]{1,9}\s*")


class Tally:
    """The counts of one workbook; each method raises ``ReadError`` past a limit."""

    def __init__(self, path: Path) -> None:
        """``path`` is named in errors."""
        self.path = path
        self._cells = self._announced = self._merged = self._text = 0
        self._strings = array("I")
        self._references = array("I")
        self._part = ""

    def cell(self) -> None:
        """Count a filled cell."""
        self._cells += 1
        self._refuse_more(self._cells, grid.MOST_CELLS, "filled cells")

    def announce(self, count: int) -> None:
        """Count what is only announced, as it takes as much room as if it were there."""
        self._announced += count
        self._refuse_more(self._announced, grid.MOST_CELLS, "announced strings, styles or spaces")

    def merge(self, cells: int) -> None:
        """Count the cells that merged ones cover; they can't overlap, so that there are so many."""
        self._merged += cells
        self._refuse_more(self._merged, grid.MOST_CELLS, "cells in merged ones")

    def text(self, length: int) -> None:
        """Count code points in cells."""
        self._text += length
        self._refuse_more(self._text, MOST_TEXT, "characters in all cells")

    def string(self, length: int, part: str) -> None:
        """Take the next string that cells of an XLSX refer to by its number; ``part`` holds it."""
        if self._strings and self._part != part:
            raise ReadError(f"{self.path}: has strings in {self._part} and {part}; save it anew")
        self._part = part
        self._strings.append(length)
        self._refuse_more(len(self._strings), grid.MOST_CELLS, "strings")

    def reference(self, text: str) -> None:
        """Take a cell's reference to a string, by its number from 0."""
        number = int(text) if _NUMBER.fullmatch(text) else grid.MOST_CELLS
        if number >= grid.MOST_CELLS:
            raise ReadError(f"{self.path}: {text[:20]!r} is no string's number; save it anew")
        missing = number + 1 - len(self._references)
        if missing > 0:
            self._references.frombytes(bytes(missing * self._references.itemsize))
        self._references[number] += 1

    def finish(self) -> None:
        """Count the strings as often as cells refer to them: they may stand behind the cells."""
        for length, times in zip(self._strings, self._references, strict=False):
            self.text(length * times)

    def _refuse_more(self, count: int, most: int, what: str) -> None:
        if count > most:
            raise ReadError(
                f"{self.path}: the workbook has {count:,} {what}, more than is read ({most:,}); "
                "delete what isn't part of the table, or give it in several files"
            )
