"""A table as it stands in a file: cells as text, row by row, before anybody says what they mean."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.errors import ReadError
from graph.model import Note

MOST_BYTES = 256 * 1024 * 1024
"""Bytes of a file that holds a table."""
MOST_ROWS = 1_048_576
"""As many rows as a spreadsheet program opens."""
MOST_COLUMNS = 16_384
"""As many columns as a spreadsheet program opens."""
MOST_CELLS = 10_000_000
"""Cells of the rectangle that a table fills, empty ones counted: about 1 GB of memory."""
LONGEST_CELL = 1_000_000
"""Code points in one cell; a spreadsheet program holds 32,767."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table; ``rows[0]`` is row 1 of the file, and all rows are of one width.

    ``name`` is the sheet's, empty for a text file. ``understood`` says how the file was read, in
    lines for people; ``notes`` what was unsure or left out.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    understood: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.rows[0]) if self.rows else 0


def rectangle(rows: Iterable[Sequence[str]], file: str) -> tuple[tuple[str, ...], ...]:
    """Return cleaned rows, filled up to one width, without empty rows at the end.

    Raises ``ReadError`` past one of the limits above; the message names the row.
    """
    cleaned: list[tuple[str, ...]] = []
    width = filled = 0
    for number, row in enumerate(rows, start=1):
        cells = tuple([clean(cell) for cell in row])
        longest = max(map(len, cells), default=0)
        if longest > LONGEST_CELL:
            raise ReadError(
                f"{file}, row {number}: a cell has {longest:,} characters, more than "
                f"{LONGEST_CELL:,}; is there a quotation mark that is never closed?"
            )
        cleaned.append(cells)
        if any(cells):
            filled = number
            width = max(width, len(cells))
        require_size(number, width, file)
    return tuple(row[:width] + ("",) * (width - len(row)) for row in cleaned[:filled])


def require_size(rows: int, columns: int, file: str) -> None:
    """Raise ``ReadError`` if a table of this size is more than we read."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise ReadError(
            f"{file}: a table of {rows:,} rows and {columns:,} columns is more than is read "
            f"({MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns, {MOST_CELLS:,} cells in all); "
            "remove the empty columns, or give it in several files"
        )


def clean(text: str) -> str:
    """Return a cell without outer space and control characters, its line breaks as one sign."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _CONTROL.sub("", _BREAK.sub("\n", text)).strip()


def letters(column: int) -> str:
    """Return a column's name as spreadsheet programs show it: 0 is A, 26 is AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        name = chr(ord("A") + rest) + name
    return name
