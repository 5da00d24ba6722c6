"""How large the tables in a workbook are, before it is opened.

A workbook is a ZIP of XML from outside. The library that reads it lays each table out as a full
rectangle, so a single cell far down, or one that repeats, would fill the memory. Here the XML is
only streamed: each member is unpacked once, its check sum looked at, and the cells are counted.
What the library doesn't tell is noted on the way: formulas without a value, and ODS's merged cells.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from graph.errors import ReadError
from graph.readers.tables.grid import MOST_CELLS, require_size

MOST_MEMBERS = 2_000
"""Files in a workbook's ZIP."""
MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes that a workbook may unpack to."""

_CHUNK = 1024 * 1024
_XLSX_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Za-z]{1,4})([0-9]{1,8})")
_LETTERS = 26


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


def measure(path: Path) -> list[Sheet]:
    """Return the tables of an XLSX (by the names of its files) or ODS (by the sheets' names).

    Raises ``ReadError`` if the file isn't a sound ZIP of such a kind, or is past a limit.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return list(_sheets(archive, path))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise ReadError(
            f"{path}: isn't a workbook that can be opened ({error}); if it has a password, save it "
            "without one, and if it's an old .xls, save it as .xlsx"
        ) from error
    except expat.ExpatError as error:
        raise ReadError(f"{path}: its XML is broken ({error}); save the workbook anew") from error


def _sheets(archive: zipfile.ZipFile, path: Path) -> Iterator[Sheet]:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise ReadError(
            f"{path}: unpacks to {len(members):,} files and {unpacked:,} bytes, more than is read "
            f"({MOST_MEMBERS:,} files, {MOST_UNPACKED:,} bytes)"
        )
    for member in members:
        if _XLSX_SHEET.fullmatch(member.filename):
            yield from _stream(archive, member, _Xlsx(path, member.filename))
        elif member.filename == "content.xml":
            yield from _stream(archive, member, _Ods(path))
        else:
            _unpack(archive, member)


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Read a member to its end: a size that lies shows in the check sum."""
    with archive.open(member) as file:
        while file.read(_CHUNK):
            pass


def _stream(archive: zipfile.ZipFile, member: zipfile.ZipInfo, kind: "_Xlsx | _Ods") -> list[Sheet]:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = kind.start
    parser.EndElementHandler = kind.end
    parser.StartDoctypeDeclHandler = kind.refuse
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)  # noqa: FBT003 -- expat's own signature
    parser.Parse(b"", True)  # noqa: FBT003 -- the same
    return kind.sheets


class _Kind:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.sheets: list[Sheet] = []
        self._cells = 0

    def refuse(self, *_: object) -> None:
        """Refuse a document type declaration: entities are declared there."""
        raise ReadError(f"{self.path}: its XML declares a document type, which no workbook does")

    def grow(self, row: int, column: int) -> None:
        """Take a filled cell into the sheet's rectangle."""
        sheet = self.sheets[-1]
        self._cells += 1
        if row < 0 or column < 0 or self._cells > MOST_CELLS:
            raise ReadError(f"{self.path}, {sheet.name}: a cell before A1, or too many cells")
        if row >= sheet.rows or column >= sheet.columns:
            sheet.rows = max(sheet.rows, row + 1)
            sheet.columns = max(sheet.columns, column + 1)
            require_size(sheet.rows, sheet.columns, f"{self.path}, {sheet.name}")


class _Xlsx(_Kind):
    """Cells ``<c r="B2">`` in rows ``<row r="2">`` (ECMA-376 part 1, 18.3), ``r`` or not."""

    def __init__(self, path: Path, name: str) -> None:
        super().__init__(path)
        self.sheets.append(Sheet(name))
        self._row = -1
        self._column = -1
        self._formula = self._value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "row":
                given = attributes.get("r", "")
                self._row = int(given) - 1 if given.isdecimal() else self._row + 1
                self._column = -1
            case "c":
                self._place(attributes.get("r", ""))
                self._formula = self._value = False
            case "f":
                self._formula = True
            case "v" | "is":
                self._value = True

    def end(self, name: str) -> None:
        if not name.endswith(" c"):
            return
        if self._value:
            self.grow(self._row, self._column)
        elif self._formula:
            self.sheets[-1].without_value.append((self._row, self._column))

    def _place(self, reference: str) -> None:
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            self._column += 1
            return
        self._row = int(match[2]) - 1
        self._column = -1
        for letter in match[1].upper():
            self._column = (self._column + 1) * _LETTERS + ord(letter) - ord("A")


class _Ods(_Kind):
    """Rows and cells of OpenDocument 1.3 part 3, 9.1, which repeat and span by attributes."""

    _TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
    _OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 "
    _TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0 "

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._row = self._column = 0
        self._row_repeats = self._cell_repeats = 1
        self._filled = self._formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.removeprefix(self._TABLE)
        if local == "table":
            self.sheets.append(Sheet(attributes.get(f"{self._TABLE}name", "")))
            self._row = self._column = 0
        elif local == "table-row" and self.sheets:
            self._row_repeats = self._number(attributes, "number-rows-repeated")
            self._column = 0
        elif local in {"table-cell", "covered-table-cell"} and self.sheets:
            self._cell(attributes)
        elif name == f"{self._TEXT}p":
            self._filled = True

    def end(self, name: str) -> None:
        local = name.removeprefix(self._TABLE)
        if not self.sheets:
            return
        if local == "table-row":
            self._row += self._row_repeats
        elif local in {"table-cell", "covered-table-cell"}:
            if self._filled:
                last_row = self._row + self._row_repeats - 1
                self.grow(last_row, self._column + self._cell_repeats - 1)
            elif self._formula:
                self.sheets[-1].without_value.append((self._row, self._column))
            self._column += self._cell_repeats

    def _cell(self, attributes: dict[str, str]) -> None:
        self._cell_repeats = self._number(attributes, "number-columns-repeated")
        self._filled = f"{self._OFFICE}value-type" in attributes
        self._formula = f"{self._TABLE}formula" in attributes
        rows = self._number(attributes, "number-rows-spanned")
        columns = self._number(attributes, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self.sheets[-1].spans.append(Span(self._row, self._column, rows, columns))

    def _number(self, attributes: dict[str, str], name: str) -> int:
        value = attributes.get(f"{self._TABLE}{name}", "1")
        return max(1, int(value)) if value.isdecimal() and len(value) < len("1000000000") else 1
