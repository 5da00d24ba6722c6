"""The rows of a table as coded segments, once it's known which column is what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Note
from graph.readers.tables.codes import Notation
from graph.readers.tables.columns import Columns
from graph.readers.tables.contents import is_set
from graph.readers.tables.grid import Grid
from graph.readers.theme_tree import Path


@dataclass(frozen=True, slots=True)
class Segment:
    """One row: words, and the theme paths that a coder gave them.

    ``row`` is the row as a spreadsheet program counts it, from 1. ``definition`` is of its codes;
    ``place`` are the row's own id and position, as far as it has them; ``attributes`` are the cells
    of the other columns, by column number.
    """

    row: int
    quote: str
    paths: tuple[Path, ...]
    respondent: str = ""
    document: str = ""
    coder: str = ""
    memo: str = ""
    definition: str = ""
    place: tuple[str, str, str] = ("", "", "")
    attributes: tuple[tuple[int, str], ...] = ()


def read(grid: Grid, columns: Columns, notation: Notation) -> tuple[list[Segment], list[Note]]:
    """Return the segments, and notes on rows that aren't whole.

    A table without a column of quotes is a codebook: a code and its definition in each row.
    """
    notes: list[Note] = []
    found = [
        _segment(number, cells, columns, notation, notes)
        for number, cells in enumerate(grid.rows[columns.body :], start=columns.body + 1)
        if any(cells)
    ]
    if "quote" not in columns.fields:
        return [segment for segment in found if segment.paths], notes
    kept = [segment for segment in found if segment.quote]
    notes += _wanting("quote", "left out, for there are no words", found, columns)
    notes += _wanting("code", "kept without a theme, for there is no code", kept, columns)
    notes += _wanting("respondent", "kept without a respondent", kept, columns)
    notes += _wanting("document", "put into a document of their own", kept, columns)
    return kept, notes


def code_cells(grid: Grid, columns: Columns) -> Iterator[str]:
    """Yield every cell in which codes stand, and the codes that columns of marks are for."""
    for column in (*columns.fields.get("code", ()), *columns.fields.get("theme", ())):
        for cells in grid.rows[columns.body :]:
            yield cells[column]
    yield from columns.marks.values()


def _segment(
    number: int, cells: Sequence[str], columns: Columns, notation: Notation, notes: list[Note]
) -> Segment:
    def one(name: str) -> str:
        held = columns.fields.get(name)
        return cells[held[0]] if held else ""

    return Segment(
        row=number,
        quote=one("quote"),
        paths=tuple(dict.fromkeys(_paths(number, cells, columns, notation, notes))),
        respondent=_line(one("respondent")),
        document=_line(one("document")),
        coder=_line(one("coder")),
        memo=one("memo"),
        definition=one("definition"),
        place=(one("id"), one("start"), one("end")),
        attributes=tuple((c, cells[c]) for c in columns.attributes if cells[c]),
    )


def _line(cell: str) -> str:
    return " ".join(cell.split())


def _paths(
    number: int, cells: Sequence[str], columns: Columns, notation: Notation, notes: list[Note]
) -> list[Path]:
    marked = [code for column, code in columns.marks.items() if is_set(cells[column])]
    codes = [path for code in marked for path in Notation("", notation.step).read(code)]
    codes += [p for column in columns.fields.get("code", ()) for p in notation.read(cells[column])]
    for column in reversed(columns.fields.get("theme", ())):
        codes = _below(notation.read(cells[column]), codes, notes, number, columns.names[column])
    return codes


def _below(
    above: Sequence[Path], codes: list[Path], notes: list[Note], number: int, name: str
) -> list[Path]:
    """Put codes below what stands above them: all below one, or each below its own."""
    if not above or not codes:
        return codes or list(above)
    if len(above) == 1:
        above = [above[0]] * len(codes)
    if len(above) == len(codes):
        # A code that repeats its theme's path is already below it
        return [
            code if code[: len(path)] == path else (*path, *code)
            for path, code in zip(above, codes, strict=True)
        ]
    text = f"{len(above)} themes beside {len(codes)} codes: which belongs to which isn't said"
    notes.append(Note(f"{text}, so the codes stand alone", place=f"row {number}, column {name!r}"))
    return codes


_WANTING = {
    "quote": lambda segment: segment.quote,
    "code": lambda segment: segment.paths,
    "respondent": lambda segment: segment.respondent,
    "document": lambda segment: segment.document,
}
_MOST_ROWS_SHOWN = 10


def _wanting(name: str, what: str, segments: Sequence[Segment], columns: Columns) -> Iterator[Note]:
    """Note the rows in which a column is empty, if there is such a column."""
    held = columns.fields.get(name, ()) or (columns.marks if name == "code" else ())
    rows = [segment.row for segment in segments if not _WANTING[name](segment)]
    if held and rows:
        named = ", ".join(repr(columns.names[column]) for column in list(held)[:3])
        yield Note(f"{what} in {_count(rows)}", place=f"{shown_rows(rows)}, column {named}")


def _count(rows: Sequence[int]) -> str:
    return "this row" if len(rows) == 1 else f"these {len(rows)} rows"


def shown_rows(rows: Sequence[int]) -> str:
    """Return rows in words, the first ten of them."""
    shown = ", ".join(map(str, rows[:_MOST_ROWS_SHOWN]))
    more = ", …" if len(rows) > _MOST_ROWS_SHOWN else ""
    return f"row {shown}" if len(rows) == 1 else f"rows {shown}{more}"
