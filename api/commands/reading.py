"""From a source to a study folder, and whether the folder is sound."""

from collections.abc import Sequence
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer

from api import output
from api.commands.common import Folders, SourceText, sizes
from api.commands.unseen import say_unseen
from api.commands.updating import bring_into, refuse_without_folder
from api.output import messages, step
from graph.errors import InputError
from graph.folders.check import load
from graph.folders.folder import write_folder
from graph.model import STATEMENTS, Note, Reading
from graph.readers import formats
from graph.readers.ids import slug
from graph.readers.request import Request
from graph.readers.summary import as_json as reading_as_json
from graph.readers.tables.names import FIELDS

Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Which column of a table is what, as in quote=Text; repeatable. Fields: "
        f"{', '.join(FIELDS)}. No column, as in respondent=, says that there is none.",
    ),
]


def read(
    source: Annotated[
        Path, typer.Argument(help="An article, a table, or another program's project.")
    ],
    into: Annotated[Path | None, typer.Option(help="Write a new study folder here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found.")] = False,  # noqa: FBT002 -- a flag
    study: Annotated[
        str, typer.Option("--id", help="The study's id; else the folder's name.")
    ] = "",
    title: Annotated[str, typer.Option(help="The study's title; else the folder's name.")] = "",
    source_format: Annotated[
        str, typer.Option("--from", help="The source's format, if its suffix doesn't tell.")
    ] = "",
    columns: Columns = None,
    sheet: Annotated[
        str, typer.Option(help="The workbook's sheet, or the database's project.")
    ] = "",
    encoding: Annotated[
        str, typer.Option(help="A table's encoding, as in cp1252; else it's recognised.")
    ] = "",
    split_codes: Annotated[
        str | None, typer.Option(help="What separates several codes in a cell; '' if nothing.")
    ] = None,
    code_path: Annotated[
        str | None, typer.Option(help="What separates the levels of a code; '' if nothing.")
    ] = None,
    update: Annotated[  # noqa: FBT002 -- a flag
        bool, typer.Option("--update", help="Bring it into the folder that is there already.")
    ] = False,
    dry_run: Annotated[  # noqa: FBT002 -- a flag
        bool, typer.Option("--dry-run", help="Only say what --update would change.")
    ] = False,
) -> None:
    """Suggest a study from a source; without --into, only show what would be written.

    Finds themes, attributed quotes, respondents and mentions of actor roles. All of it is a
    suggestion: decide on it with `themegraph review`, or correct it in the study folder, then run
    `themegraph check` and `themegraph build`. With --update, what people decided and corrected
    stays, and what they rejected doesn't come back.
    """
    refuse_without_folder(into, update=update, dry_run=dry_run)
    name = (into or source).absolute().stem
    request = Request(
        _study_id(study or slug(name, "study")),
        title or name,
        _columns(columns or []),
        sheet,
        encoding,
        split_codes,
        code_path,
        title_given=bool(title),
    )
    with step(f"Reading {source}"):
        reading = formats.read_source(source, request, source_format)
    if into is not None and update:
        bring_into(into, reading, dry_run=dry_run)
        return
    if into is not None:
        write_folder(reading.study, into, reading.sources, reading.files)
    if as_json:
        output.print_json(reading_as_json(reading))
    _report_reading(reading, into, silent=as_json)


def _study_id(given: str) -> str:
    if given != slug(given, "study"):
        raise InputError(
            f"--id {given!r}: an id has lower-case letters, digits and hyphens; "
            f"use {slug(given, 'study')!r}"
        )
    return given


def _columns(given: Sequence[str]) -> dict[str, list[str]]:
    """Return the columns by field."""
    columns: dict[str, list[str]] = {}
    for choice in given:
        name, sign, column = choice.partition("=")
        if not sign:
            raise InputError(f"--map {choice}: write it as FIELD=COLUMN, as in --map quote=Text")
        columns.setdefault(name.strip().lower(), []).append(column.strip())
    return columns


def _report_reading(reading: Reading, into: Path | None, *, silent: bool) -> None:
    study = reading.study
    messages.print(f"Study {study.info.id}: {sizes(study)}; unsure of {len(reading.notes)} places")
    if not study.quotes:
        messages.print("There is no quote here that somebody is named for.")
    if into is None and silent:
        return
    for line in reading.understood:
        messages.print(f"  {line}")
    for note in reading.notes:
        messages.print(f"  {_place(note, reading)}: {note.text}")
    if into is not None:
        is_suggested = any(
            row.review == "suggested" for table in STATEMENTS for row in getattr(study, table)
        )
        step_next = (
            "Decide on it with: themegraph review" if is_suggested else "Then: themegraph check"
        )
        messages.print(f"Wrote {into}. {step_next} {into}")
    else:
        messages.print("Nothing was written: add --into FOLDER, or --json to see all of it")


def _place(note: Note, reading: Reading) -> str:
    if note.place:
        return note.place
    text = reading.sources[note.document or reading.study.documents[0].id]
    words = shorten(text[note.start : note.end], 60, placeholder="…")
    document = f"{note.document}, " if note.document else ""
    return f"{document}line {text.count(chr(10), 0, note.start) + 1}, “{words}”"


def check(folders: Folders, source: SourceText = None) -> None:
    """Say what is wrong in study folders, row by row. Nothing is changed."""
    for folder in folders:
        study = load(folder, source)
        messages.print(f"{folder}: sound ({sizes(study)})")
        say_unseen(folder, study, source)
