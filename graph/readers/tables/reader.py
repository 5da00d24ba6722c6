"""Tables of coded segments as studies: CSV, XLSX and ODS, of any columns."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import shorten

from graph.errors import ReadError
from graph.model import Note, Reading, StudyInfo
from graph.readers.request import Request
from graph.readers.tables import codes, columns, delimited, segments, study, workbook
from graph.readers.tables.codes import Notation
from graph.readers.tables.columns import Columns
from graph.readers.tables.grid import Grid
from graph.readers.tables.segments import Segment

DELIMITED_SUFFIXES = (".csv", ".tsv", ".tab")
WORKBOOK_SUFFIXES = workbook.SUFFIXES
_FIRST_ROWS = 3
_NO_SOURCE = (
    "a table holds no whole texts: each document in sources/ is written from its segments, in the "
    "order of the rows, apart by empty lines. Positions count there, not in the original"
)


def read_delimited(path: Path, request: Request) -> Reading:
    """Read a text file of coded segments. Raises ``InputError`` with what is wrong or unclear."""
    if request.sheet:
        raise ReadError(f"--sheet {request.sheet}: {path} is a text file, which has no sheets")
    return _read(delimited.read(path, request.encoding), path, request)


def read_workbook(path: Path, request: Request) -> Reading:
    """Read a sheet of coded segments. Raises ``InputError`` with what is wrong or unclear."""
    return _read(workbook.read(path, request.sheet), path, request)


def _read(grid: Grid, path: Path, request: Request) -> Reading:
    found = columns.recognise(grid, request.columns, str(path))
    written = segments.code_cells(grid, found)
    notation = codes.recognise(written, request.split_codes, request.code_path)
    if codes.are_own(found.names) and request.split_codes is None and request.code_path is None:
        notation = Notation(own=True)
    rows, notes = segments.read(grid, found, notation)
    if not rows:
        raise ReadError(f"{path}: below the header in row {found.body} there are no segments")
    coded = study.build(StudyInfo(request.study_id, request.title), rows, found.names, path.stem)
    says = (*grid.understood, *_understood(found, notation), *coded.understood, *_first(rows))
    return Reading(
        study=coded.study,
        notes=(*_no_source(coded.sources), *_guesses(found), *grid.notes, *notes, *coded.notes),
        sources=coded.sources,
        understood=says,
    )


def _no_source(sources: Mapping[str, str]) -> Iterator[Note]:
    if sources:
        yield Note(_NO_SOURCE, place="documents")


def _guesses(found: Columns) -> Iterator[Note]:
    for column in found.guessed:
        name = next((name for name, held in found.fields.items() if column in held), "code")
        text = f"taken as {name} {found.why[column]}; if it isn't, say what is with --map {name}=…"
        yield Note(text, place=f"column {found.names[column]!r}")


def _understood(found: Columns, notation: Notation) -> Iterator[str]:
    yield f"the header is row {found.body}" if found.body else "no header: columns by their letters"
    for name, held in found.fields.items():
        for column in held:
            yield f"{name}: column {found.names[column]!r}, {found.why[column]}"
    if found.marks:
        named = ", ".join(map(repr, found.marks.values()))
        yield f"code: {len(found.marks)} columns of marks, a code each: {shorten(named, 200)}"
    yield f"codes are {notation}"


def _first(rows: Sequence[Segment]) -> Iterator[str]:
    """Yield the first rows as they were understood."""
    for segment in rows[:_FIRST_ROWS]:
        themes = "; ".join(" > ".join(path) for path in segment.paths) or "no theme"
        words = shorten(segment.quote or segment.definition, 60, placeholder="…")
        who = segment.respondent or "no respondent"
        yield f"row {segment.row}: “{words}” | {themes} | {who}"
