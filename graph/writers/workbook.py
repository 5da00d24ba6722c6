"""The table of coded segments as an XLSX workbook, ready to be sorted and filtered.

Words are written as text and never as a formula, a number or a link; positions are numbers.
"""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from graph.errors import InputError
from graph.model import Loss, Sources, Study
from graph.writers.noted import Cell
from graph.writers.segments import Table, losses, table
from graph.writers.xml_text import carried

ROWS = 1_048_576
CELL = 32_767
"""Rows of a sheet and UTF-16 code units of a cell, at most (Excel specifications and limits)."""

_WIDTHS = {"text": 70, "theme_path": 40, "theme_label": 24, "document_title": 24}
_WIDTH = 14
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_xlsx(study: Study, sources: Sources, into: Path) -> Sequence[Loss]:
    """Write the table as a workbook with one sheet.

    Raises ``InputError`` if there are more rows than a sheet has.
    """
    del sources
    written = table(study)
    if len(written.rows) >= ROWS:
        raise InputError(f"{len(written.rows)} codings are more than a sheet holds; export csv")
    with xlsxwriter.Workbook(into, {"constant_memory": True, **_PLAIN}) as book:
        _write_sheet(book, written)
    return [*losses(study), *_cut(written)]


def _write_sheet(book: "xlsxwriter.Workbook", written: Table) -> None:
    sheet = book.add_worksheet("Codings")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    top = book.add_format({"valign": "top"})
    for place, name in enumerate(written.columns):
        form = wrapped if name in _WIDTHS else top
        sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH), form)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(written.rows), len(written.columns) - 1)
    sheet.write_row(0, 0, written.columns, book.add_format({"bold": True}))
    for line, row in enumerate(written.rows, start=1):
        for place, cell in enumerate(row):
            _write_cell(sheet, line, place, cell)


def _write_cell(sheet: "xlsxwriter.worksheet.Worksheet", line: int, place: int, cell: Cell) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, int | float):
        sheet.write_number(line, place, cell)
    elif cell:
        sheet.write_string(line, place, fitting(cell))


def fitting(text: str) -> str:
    """Return as much of a text as a cell holds, with what XML can't carry replaced."""
    units = carried(text).encode("utf-16-le")
    return units[: 2 * CELL].decode("utf-16-le", "ignore")


def _cut(written: Table) -> list[Loss]:
    place = written.columns.index("quote")
    changed = [
        str(row[place])
        for row in written.rows
        if any(isinstance(cell, str) and fitting(cell) != cell for cell in row)
    ]
    what = f"text beyond {CELL} characters of a cell, or that XML can't carry"
    return [Loss(what, tuple(dict.fromkeys(changed)))] if changed else []
