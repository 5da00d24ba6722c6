"""The cells of a workbook's XML, counted while it streams past: how large each table is.

Elements and attributes go by their local names, whatever namespace they claim: so must whoever
reads them afterwards not find cells that weren't counted. What has no sound place is refused.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import ReadError
from graph.readers.tables.grid import require_size
from graph.readers.tables.tally import Tally

_REFERENCE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,8})")
_WHOLE = re.compile(r"[0-9]{1,9}")
_LETTERS = 26
_LONGEST_NUMBER = 16


@dataclass(frozen=True, slots=True)
class Span:
    """A merged cell: 0-based row and column of its first cell, and how many it covers."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(slots=True)
class Sheet:
    """What was seen of one table; positions are 0-based rows and columns."""

    name: str
    rows: int = 0
    columns: int = 0
    spans: list[Span] = field(default_factory=list)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    """Rows that a filter or somebody hid."""


class Cells:
    """What the two kinds of workbook have in common: sheets, and handlers for expat."""

    def __init__(self, tally: Tally) -> None:
        """``tally`` counts over all parts of a workbook."""
        self.tally = tally
        self.path = tally.path
        self.sheets: list[Sheet] = []
        self._length = 0
        self._begin = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the start of an element; names have their namespace before a space."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def characters(self, text: str) -> None:
        """Take text, which comes in pieces: how long it is, and as much as a number may have."""
        self._length += len(text)
        if len(self._begin) < _LONGEST_NUMBER:
            self._begin += text[:_LONGEST_NUMBER]

    def take_text(self) -> tuple[str, int]:
        """Return the text since the last time, cut, and its length, and forget them."""
        taken = self._begin, self._length
        self._begin, self._length = "", 0
        return taken

    def refuse(self, *_: object) -> None:
        """Refuse a document type declaration: entities are declared there."""
        raise ReadError(f"{self.path}: its XML declares a document type, which no workbook does")

    def grow(self, row: int, column: int) -> None:
        """Take a filled cell into the sheet's rectangle."""
        sheet = self.sheets[-1]
        self.tally.cell()
        if row < 0 or column < 0:
            raise ReadError(f"{self.path}, {sheet.name}: a cell before A1; save it anew")
        if row >= sheet.rows or column >= sheet.columns:
            sheet.rows = max(sheet.rows, row + 1)
            sheet.columns = max(sheet.columns, column + 1)
            require_size(sheet.rows, sheet.columns, f"{self.path}, {sheet.name}")


class XlsxCells(Cells):
    """Cells ``<c r="B2">`` in rows ``<row r="2">`` (ECMA-376 part 1, 18.3), ``r`` or not."""

    def __init__(self, tally: Tally, name: str) -> None:
        """``name`` is the file's in the ZIP."""
        super().__init__(tally)
        self.sheets.append(Sheet(name))
        self._row = -1
        self._column = -1
        self._formula = self._value = self._refers = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a row, a cell, a formula or a value."""
        match local_name(name):
            case "row":
                given = attributes.get("r", str(self._row + 2))
                self._row = whole(given, self.path) - 1
                self._column = -1
                if attributes.get("hidden") in {"1", "true"}:
                    self.sheets[-1].hidden.append(self._row)
            case "c":
                self._place(attributes.get("r", ""))
                self._formula = self._value = False
                self._refers = attributes.get("t") == "s"
            case "f":
                self._formula = True
            case "v" | "is":
                self._value = True
                self.take_text()
            case "si":
                self.take_text()
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case _:
                # The library makes room for as many as these say
                for count in ("count", "uniqueCount"):
                    self.tally.announce(whole(attributes.get(count, "0"), self.path))

    def end(self, name: str) -> None:
        """Count a cell that holds a value, and a string that cells may refer to."""
        match local_name(name):
            case "v" if self._refers:
                self.tally.reference(self.take_text()[0])
            case "v" | "is":
                self.tally.text(self.take_text()[1])
            case "si":
                self.tally.string(self.take_text()[1], self.sheets[-1].name)
            case "c" if self._value:
                self.grow(self._row, self._column)
            case "c" if self._formula:
                self.sheets[-1].without_value.append((self._row, self._column))

    def _merge(self, area: str) -> None:
        """Count the cells of an area such as ``B2:C10``; what is none, the library refuses."""
        corners = [_REFERENCE.fullmatch(corner) for corner in area.split(":")]
        places = [(int(corner[2]), _column(corner[1])) for corner in corners if corner]
        if places:
            (top, left), (bottom, right) = places[0], places[-1]
            self.tally.merge((bottom - top + 1) * (right - left + 1))

    def _place(self, reference: str) -> None:
        if not reference:
            self._column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise ReadError(
                f"{self.path}: {reference!r} is no cell's place; save the workbook anew"
            )
        self._row = int(match[2]) - 1
        self._column = _column(match[1])


class OdsCells(Cells):
    """Rows and cells of OpenDocument 1.3 part 3, 9.1, which repeat and span by attributes."""

    def __init__(self, tally: Tally) -> None:
        """``tally`` counts over all parts of a workbook."""
        super().__init__(tally)
        self._row = self._column = 0
        self._row_repeats = self._cell_repeats = 1
        self._wide = 0
        self._filled = self._formula = self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take a table, a row, a cell or a paragraph."""
        given = {local_name(key): value for key, value in attributes.items()}
        match local_name(name):
            case "table":
                self._table(given.get("name", ""))
            case "table-row" if self._inside:
                self._row_repeats = self._number(given, "number-rows-repeated")
                self._column = 0
                if given.get("visibility") in {"collapse", "filter"}:
                    self.sheets[-1].hidden.append(self._row)
            case "table-cell" | "covered-table-cell" if self._inside:
                self._cell(given)
            case "p":
                self._filled = True
            case "s":
                self._spaces(whole(given.get("c", "1"), self.path))

    def end(self, name: str) -> None:
        """Count a row, or a cell that holds a value."""
        match local_name(name):
            case "table":
                self._inside = False
            case "table-row":
                self._row += self._row_repeats
            case "table-cell" | "covered-table-cell" if self._inside:
                self._end_cell()

    def _table(self, name: str) -> None:
        if self._inside:
            raise ReadError(f"{self.path}: a cell of {self.sheets[-1].name!r} holds a table")
        self.sheets.append(Sheet(name))
        self._inside = True
        self._row = self._column = 0

    def _cell(self, given: dict[str, str]) -> None:
        self._cell_repeats = self._number(given, "number-columns-repeated")
        self._filled = "value-type" in given
        self._formula = "formula" in given
        self.take_text()
        self._wide = 0
        rows = self._number(given, "number-rows-spanned")
        columns = self._number(given, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self.tally.merge(rows * columns)
            self.sheets[-1].spans.append(Span(self._row, self._column, rows, columns))

    def _spaces(self, count: int) -> None:
        self.tally.announce(count)
        self._wide += count

    def _end_cell(self) -> None:
        if self._filled:
            last_row = self._row + self._row_repeats - 1
            self.grow(last_row, self._column + self._cell_repeats - 1)
        elif self._formula:
            self.sheets[-1].without_value.append((self._row, self._column))
        length = self.take_text()[1] + self._wide
        self.tally.text(length * self._row_repeats * self._cell_repeats)
        self._column += self._cell_repeats

    def _number(self, given: dict[str, str], name: str) -> int:
        return max(1, whole(given.get(name, "1"), self.path))


def _column(letters: str) -> int:
    """Return a column's 0-based number: A is 0, AA is 26."""
    column = -1
    for letter in letters.upper():
        column = (column + 1) * _LETTERS + ord(letter) - ord("A")
    return column


def local_name(name: str) -> str:
    """Return a name without its namespace."""
    return name.rpartition(" ")[2]


def whole(text: str, path: Path) -> int:
    """Return a whole number of nine digits at most; raises ``ReadError`` for anything else."""
    if not _WHOLE.fullmatch(text):
        raise ReadError(f"{path}: {text[:20]!r} isn't a number of rows or columns; save it anew")
    return int(text)
