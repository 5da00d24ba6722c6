"""Delimited text: CSV and its many dialects.

Which dialect it is, the table itself tells better than statistics over its characters: each
combination of delimiter and quoting is tried on the file's beginning, and the one wins that makes
the most columns with names that we know, then the one whose rows are most often of one width.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ReadError
from graph.files import read_bytes
from graph.model import Note
from graph.readers.tables import grid, names
from graph.readers.tables.encoding import Decoded, decode
from graph.readers.tables.grid import LONGEST_CELL, Grid, rectangle

_SAMPLE = 262_144
"""Code points of a file's beginning on which the dialects are tried."""
_DELIMITERS = (",", ";", "\t", "|")
_DECLARED = re.compile("sep=(.)\r?\n")
"""What Excel writes and reads as a first line."""
_DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file separates and quotes its cells: a subset of what ``csv`` knows."""

    delimiter: str
    quote: str = '"'
    escape: str = ""

    def rows(self, text: str, *, strict: bool) -> Iterator[list[str]]:
        """Yield the rows of a text; raises ``csv.Error`` where it isn't in this dialect."""
        return csv.reader(
            io.StringIO(text, newline=""),
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=not self.escape,
            strict=strict,
        )

    def __str__(self) -> str:
        """Return the dialect in words."""
        delimiter = _DELIMITER_NAMES.get(self.delimiter, repr(self.delimiter))
        quoting = f"quoted by {self.quote}" if self.quote else "without quoting"
        return f"{delimiter}, {quoting}" + (f", escaped by {self.escape}" if self.escape else "")


def read(path: Path, encoding: str = "") -> Grid:
    """Read delimited text as a grid. Raises ``ReadError`` if it can't be read or is too large."""
    decoded = decode(read_bytes(path, grid.MOST_BYTES), path, encoding)
    if "\0" in decoded.text:
        raise ReadError(f"{path}: isn't a text file (it has NUL characters); export it as CSV")
    dialect = recognise(decoded.text)
    with _long_cells():
        rows, notes = _rows(decoded.text, dialect, path)
    understood = f"encoding {decoded.encoding}; {dialect}"
    return Grid("", rows, (understood,), (*_encoding_notes(decoded), *notes))


def recognise(text: str) -> Dialect:
    """Return the dialect that a table is most probably in."""
    declared = _DECLARED.match(text)
    sample = text[:_SAMPLE]
    cut = len(text) > len(sample)
    delimiters = (declared[1],) if declared else _DELIMITERS
    with _long_cells():
        # max() keeps the first of equals, and the commonest stand first
        return max(_candidates(delimiters, sample), key=lambda one: _fit(one, sample, cut=cut))


def _candidates(delimiters: Sequence[str], sample: str) -> Iterator[Dialect]:
    for delimiter in delimiters:
        yield Dialect(delimiter)
        if '\\"' in sample:
            yield Dialect(delimiter, escape="\\")
        if re.search(rf"(?m)(?:^|{re.escape(delimiter)})'", sample):
            yield Dialect(delimiter, quote="'")
        yield Dialect(delimiter, quote="")


def _fit(dialect: Dialect, sample: str, *, cut: bool) -> tuple[int, float, bool]:
    """How well a dialect explains a sample: names known, share of rows of one width, and strict."""
    strict = True
    try:
        rows = list(dialect.rows(sample, strict=True))
    except csv.Error as error:
        strict = cut and "unexpected end" in str(error)
        try:
            rows = list(dialect.rows(sample, strict=False))
        except csv.Error:
            return 0, 0.0, False
    rows = [row for row in (rows[:-1] if cut else rows) if any(row)]
    widths = Counter(len(row) for row in rows)
    width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    share = times / len(rows) if width > 1 else 0.0
    if not dialect.quote and share < 1:
        share = 0.0  # every row must bear out that marks are text: else one of them is a slip
    return names.most_known(rows), share, strict


def _rows(
    text: str, dialect: Dialect, path: Path
) -> tuple[tuple[tuple[str, ...], ...], tuple[Note, ...]]:
    read = _Counted(dialect.rows(text, strict=True))
    try:
        return rectangle(read, str(path)), ()
    except csv.Error as error:
        if "unexpected end" in str(error) or "limit" in str(error):
            raise ReadError(
                f"{path}, row {read.count + 1}: a quotation mark that opens a cell is never closed "
                f"({error}); close it, or double the marks that belong to the text"
            ) from error
    note = Note(
        "the cell's closing quotation mark stands before its end: read on up to the delimiter",
        place=f"row {read.count + 1}",
    )
    return rectangle(dialect.rows(text, strict=False), str(path)), (note,)


class _Counted(Iterator[list[str]]):
    """An iterator over rows that knows how many it gave."""

    def __init__(self, rows: Iterator[list[str]]) -> None:
        self._rows = rows
        self.count = 0

    def __next__(self) -> list[str]:
        row = next(self._rows)
        self.count += 1
        return row


@contextmanager
def _long_cells() -> Iterator[None]:
    """Let ``csv`` read cells as long as we take; its own limit is 131,072 and for all readers."""
    before = csv.field_size_limit(LONGEST_CELL + 1)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _encoding_notes(decoded: Decoded) -> Iterator[Note]:
    if not decoded.sure:
        yield Note(
            f"the file doesn't say its encoding: read as {decoded.encoding}. If letters look "
            "wrong, give it with --encoding, as in mac_roman",
            place="the whole file",
        )
