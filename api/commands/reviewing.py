"""Deciding on what a program suggested, one by one on the terminal or by a script."""

from dataclasses import asdict
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer

from api import output
from api.commands.common import AsJson, RowFormat, sizes
from api.output import Format, messages
from api.terminal import Walk, plain
from graph.errors import InputError
from graph.review.context import Context
from graph.review.desk import Desk, user_name
from graph.review.suggestions import TABLES, Wanted

ALL, LAST = "all", "last"
WIDEST = 60
"""How many characters of the words a table on the terminal shows at most."""
_COLUMNS = {
    Format.TABLE: ["id", "claim", "speaker", "words"],
    Format.CSV: ["id", "claim", "theme", "speaker", "place", "words", "rule"],
}


def review(
    folder: Annotated[Path, typer.Argument(metavar="STUDY_FOLDER", help="A study folder.")],
    table: Annotated[str, typer.Option(help=f"Only these: {', '.join(TABLES)}.")] = "",
    rule: Annotated[str, typer.Option(help="Only what this rule suggested.")] = "",
    theme: Annotated[str, typer.Option(help="Only in this theme and those below it.")] = "",
    role: Annotated[str, typer.Option(help="Only on this actor role and those below it.")] = "",
    by: Annotated[
        str, typer.Option(metavar="NAME", help="Who decides; else git's or the account's name.")
    ] = "",
    show: Annotated[bool, typer.Option("--list", help="Only list what is to be decided.")] = False,  # noqa: FBT002 -- a flag
    how: RowFormat = Format.TABLE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="ID,…", help="Accept these; `all` accepts all that the filters let."),
    ] = None,
    reject: Annotated[
        list[str] | None, typer.Option(metavar="ID,…", help="Reject these, or `all`.")
    ] = None,
    edit: Annotated[str, typer.Option(metavar="ID", help="Accept this with what --set says.")] = "",
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="COLUMN=VALUE", help="What --edit changes; may be repeated."),
    ] = None,
    undo: Annotated[
        list[str] | None,
        typer.Option(metavar="ID,…", help="Undo the last decision on these, or `last` of all."),
    ] = None,
    why: Annotated[str, typer.Option(help="A reason, noted with each decision.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before `all`.")] = False,  # noqa: FBT002 -- a flag
) -> None:
    """Decide on what a program suggested: accept, reject, edit, undo.

    Without further options it goes through the suggestions one by one, in the order of the text.
    Each decision is saved at once, and kept with who and when in decisions.csv, so that it can be
    undone later and reading the source again doesn't bring back what was rejected.
    """
    desk = Desk(folder, by or user_name())
    wanted = Wanted(table, rule, theme, role)
    batches = {"accepted": _ids(accept), "rejected": _ids(reject)}
    if show:
        _list(desk, wanted, Format.JSON if as_json else how)
    elif edit or changes:
        made = desk.decide(edit, "edited", _given(edit, changes or []), why)
        messages.print(f"{made.id}: {made.about} edited by {plain(desk.by)}")
    elif undo or any(batches.values()):
        for decision, ids in batches.items():
            _decide(desk, wanted, decision, ids, why, yes=yes)
        for reference in _ids(undo):
            made = desk.undo("" if reference == LAST else reference)
            messages.print(f"Undone: {made.id}, {made.about} {made.decision}, by {plain(desk.by)}")
    else:
        Walk(desk, wanted).run()
    if not show:
        _say_left(desk, wanted)


def _ids(given: list[str] | None) -> list[str]:
    return [part for each in given or [] for part in each.replace(",", " ").split()]


def _given(edit: str, changes: list[str]) -> dict[str, str]:
    if not edit or not changes:
        raise InputError("--edit ID and --set COLUMN=VALUE belong together; give both")
    wrong = [change for change in changes if "=" not in change]
    if wrong:
        raise InputError(f"--set {wrong[0]}: has no '='; write COLUMN=VALUE, such as role=nurse")
    return dict(change.split("=", 1) for change in changes)


def _decide(
    desk: Desk, wanted: Wanted, decision: str, ids: list[str], why: str, *, yes: bool
) -> None:
    if ids == [ALL]:
        ids = [found.reference for found in desk.pending(wanted)]
        if ids and not yes:
            sample = ", ".join(ids[:3])
            verb = decision.removesuffix("ed")
            ask = f"{verb.capitalize()} {len(ids)} suggestions ({sample} …) as {desk.by}, unread?"
            typer.confirm(plain(ask), abort=True, err=True)
    if ids:
        made = desk.decide_all(ids, decision, why)
        messages.print(f"{len(made)} {decision} by {plain(desk.by)}")


def _list(desk: Desk, wanted: Wanted, how: Format) -> None:
    found = [desk.context(each) for each in desk.pending(wanted)]
    if how is Format.JSON:
        output.print_json([asdict(context) for context in found])
        return
    output.print_rows(_COLUMNS[how], [_row(context, how) for context in found], how)
    messages.print(f"{len(found)} to decide")


def _row(context: Context, how: Format) -> dict[str, output.Cell]:
    first = context.words[0] if context.words else None
    marked = [piece.text for words in context.words[:1] for piece in words.pieces if piece.marked]
    said = " … ".join(marked)
    row = {
        "id": context.reference,
        "claim": context.claim,
        "theme": context.theme,
        "speaker": first.speaker if first else "",
        "place": first.place if first else "",
        "words": shorten(said, WIDEST, placeholder="…") if how is Format.TABLE else said,
        "rule": context.rule,
    }
    return {column: plain(value) for column, value in row.items()}


def _say_left(desk: Desk, wanted: Wanted) -> None:
    left = len(desk.pending(wanted))
    messages.print(f"{desk.folder}: {left} left to decide ({sizes(desk.study)})")
