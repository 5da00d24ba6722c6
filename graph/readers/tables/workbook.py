"""Workbooks: XLSX and ODS, by calamine, after ``bounds`` has looked at their size.

Of a formula the stored value is taken, never the formula. A merged cell's value stands in each cell
that it covers, for so it's meant: a document's name written once beside ten segments.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import python_calamine as calamine

from graph.errors import ReadError
from graph.files import read_bytes
from graph.model import Note
from graph.readers.tables import grid, names
from graph.readers.tables.bounds import measure
from graph.readers.tables.cells import Sheet, Span
from graph.readers.tables.grid import Grid, letters, rectangle

SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls", ".xlsb")
"""The last two only to say how to save them; ``bounds`` can't look into them."""

_MOST_SHOWN = 5
_Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read(path: Path, sheet: str = "") -> Grid:
    """Read one sheet: the one called ``sheet``, else the one that looks like coded segments.

    Raises ``ReadError`` if the file isn't a sound workbook, is past a limit, has no such sheet, or
    if several sheets look alike.
    """
    data = read_bytes(path, grid.MOST_BYTES)
    measured = measure(data, path)
    try:
        with calamine.load_workbook(_with_breaks(data)) as workbook:
            name = sheet or _likeliest(workbook, path)
            if name not in workbook.sheet_names:
                raise ReadError(f"--sheet {name}: {path} has no such sheet; {_choice(workbook)}")
            return _grid(path, workbook, name, measured)
    except calamine.PasswordError as error:
        raise ReadError(f"{path}: has a password; save it without one") from error
    except calamine.CalamineError as error:
        raise ReadError(f"{path}: isn't a sound workbook ({error}); save it anew") from error


def _grid(
    path: Path, workbook: calamine.CalamineWorkbook, name: str, measured: Sequence[Sheet]
) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    spans = _spans(sheet, measured)
    _fill(rows, spans)
    understood = [f"sheet {name!r} of {len(workbook.sheet_names)}"]
    if spans:
        understood.append(f"{len(spans)} merged cells: the value stands in each that they cover")
    notes = (*_left_out(workbook, name), *_noticed(measured, name))
    return Grid(name, rectangle(rows, f"{path}, sheet {name!r}"), tuple(understood), notes)


_CONTENT = "content.xml"
_PIECE = 1024 * 1024
_BREAKS = {b"line-break": b"&#10;", b"tab": b"&#9;"}
_BREAK = re.compile(rb"<text:(line-break|tab)\b[^>]*/>")


def _with_breaks(data: bytes) -> io.BytesIO:
    """Return an ODS with tabs and line breaks as characters, for calamine passes over both."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        if not any(_BREAK.search(piece) for piece in _pieces(old)):
            return io.BytesIO(data)
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for name in ("mimetype", "META-INF/manifest.xml"):
                if name in old.namelist():
                    new.writestr(name, old.read(name))
            with new.open(_CONTENT, "w") as content:
                for piece in _pieces(old):
                    content.write(_BREAK.sub(lambda found: _BREAKS[found[1]], piece))
    written.seek(0)
    return written


def _pieces(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield an ODS's cells as bytes, in pieces that don't end within a tag."""
    if _CONTENT not in archive.namelist():
        return
    with archive.open(_CONTENT) as content:
        rest = b""
        while piece := content.read(_PIECE):
            whole = rest + piece
            tag = whole.rfind(b"<")
            within = tag > whole.rfind(b">") and len(whole) - tag < _PIECE
            rest = whole[tag:] if within else b""
            yield whole[:tag] if within else whole
        yield rest


# ---------------------------------------------------------------- which sheet


def _likeliest(workbook: calamine.CalamineWorkbook, path: Path) -> str:
    """Name the visible sheet whose header we know best; raises ``ReadError`` if it's not one."""
    visible = _visible(workbook)
    if len(visible) == 1:
        return visible[0]
    known = {name: _known(workbook, name) for name in visible}
    best = [name for name in visible if known[name] == max(known.values())]
    if len(best) == 1:
        return best[0]
    raise ReadError(
        f"{path}: which sheet holds the coded segments? {_choice(workbook)}, as in\n"
        f"  --sheet {(best or workbook.sheet_names or ['Sheet1'])[0]!r}"
    )


def _known(workbook: calamine.CalamineWorkbook, name: str) -> int:
    first = workbook.get_sheet_by_name(name).to_python(nrows=30)
    return names.most_known([[_text(cell) for cell in row] for row in first])


def _visible(workbook: calamine.CalamineWorkbook) -> list[str]:
    return [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.visible == calamine.SheetVisibleEnum.Visible
        and sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]


def _choice(workbook: calamine.CalamineWorkbook) -> str:
    return f"choose one with --sheet: {', '.join(map(repr, workbook.sheet_names))}"


def _left_out(workbook: calamine.CalamineWorkbook, name: str) -> Iterator[Note]:
    visible = _visible(workbook)
    for other in workbook.sheet_names:
        if other != name:
            kind = "sheet" if other in visible else "hidden sheet"
            text = f"this {kind} was left out; read it with --sheet {other!r} if it holds segments"
            yield Note(text, place=f"sheet {other!r}")


# ---------------------------------------------------------------- cells


def _text(cell: _Cell) -> str:
    """Return a cell as text: 3 and not 3.0, TRUE, 2026-11-23 and 2026-11-23 14:05:00."""
    match cell:
        case str():
            return cell
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer() and abs(cell) < 1e15:  # noqa: PLR2004 -- exact below
            return str(int(cell))
        case dt.datetime():
            return cell.isoformat(sep=" ")
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)


def _spans(sheet: calamine.CalamineSheet, measured: Sequence[Sheet]) -> list[Span]:
    merged = sheet.merged_cell_ranges
    if merged is None:
        return [span for one in measured if one.name == sheet.name for span in one.spans]
    return [
        Span(top, left, bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in merged
    ]


def _fill(rows: Sequence[list[str]], spans: Iterable[Span]) -> None:
    for span in spans:
        if span.row >= len(rows) or span.column >= len(rows[span.row]):
            continue
        value = rows[span.row][span.column]
        for row in rows[span.row : span.row + span.rows]:
            for column in range(span.column, min(span.column + span.columns, len(row))):
                row[column] = row[column] or value


def _noticed(measured: Sequence[Sheet], name: str) -> Iterator[Note]:
    """Note what was seen in measuring: formulas without a value, and hidden rows."""
    # An XLSX is measured by its files' names, which don't tell the sheet
    for sheet in measured:
        if sheet.name != name and not sheet.name.endswith(".xml"):
            continue
        if sheet.without_value:
            cells = [f"{letters(column)}{row + 1}" for row, column in sheet.without_value]
            yield Note(
                "formulas without a stored value, read as empty: open and save the file in a "
                "spreadsheet program",
                place=f"{sheet.name}, {_some(cells)}",
            )
        # A filter may also hide a row of the million below the table
        if hidden := [str(row + 1) for row in sheet.hidden if row < sheet.rows]:
            text = f"{len(hidden)} hidden rows were read like the others"
            yield Note(text, place=f"{sheet.name}, rows {_some(hidden)}")


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_SHOWN]) + (", …" if len(names) > _MOST_SHOWN else "")
