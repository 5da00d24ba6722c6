"""The table of coded segments as an XLSX workbook, ready to be sorted and filtered.

Words are written as text and never as a formula, a number or a link; positions are numbers.
"""

from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from graph.errors import InputError
from graph.model import Loss, Sources, Study
from graph.writers.segments import COLUMNS, Segment, losses, segments
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
    rows = list(segments(study))
    if len(rows) >= ROWS:
        raise InputError(f"{len(rows)} rows are more than a sheet of {ROWS - 1} holds; export csv")
    with xlsxwriter.Workbook(into, {"constant_memory": True, **_PLAIN}) as book:
        sheet = book.add_worksheet("Codings")
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        top = book.add_format({"valign": "top"})
        for place, name in enumerate(COLUMNS):
            form = wrapped if name in _WIDTHS else top
            sheet.set_column(place, place, _WIDTHS.get(name, _WIDTH), form)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
        sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
        for line, row in enumerate(rows, start=1):
            _write_row(sheet, line, row)
    return [*losses(study), *_cut(rows)]


def _write_row(sheet: "xlsxwriter.worksheet.Worksheet", line: int, row: Segment) -> None:
    for place, name in enumerate(COLUMNS):
        value = getattr(row, name)
        if isinstance(value, int):
            sheet.write_number(line, place, value)
        elif value:
            sheet.write_string(line, place, fitting(value))


def fitting(text: str) -> str:
    """Return as much of a text as a cell holds, with what XML can't carry replaced."""
    units = carried(text).encode("utf-16-le")
    return units[: 2 * CELL].decode("utf-16-le", "ignore")


def _cut(rows: Sequence[Segment]) -> list[Loss]:
    long = tuple(dict.fromkeys(row.quote for row in rows if fitting(row.text) != row.text))
    return [Loss(f"text beyond {CELL} characters in a cell", long)] if long else []
