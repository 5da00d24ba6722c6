"""Lists of everything that a store holds, by the same filters as REST."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, fields
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer

from api import output
from api.commands.common import AsJson, RowFormat, StorePlace, opened, store_at
from api.output import Cell, Format, messages
from graph.answers import (
    KINDS,
    FigureAnswer,
    Filters,
    Kind,
    Page,
    StudyAnswer,
    answer,
    ask,
    choices,
    every,
    page,
)
from graph.errors import InputError, StoreError, nearest
from graph.stores.embedded import Snapshot, default_path

LISTED = {
    "studies": ("Studies, with how many themes, quotes, respondents, ties and gaps each has.",
                "id title themes quotes respondents ties gaps"),
    "documents": ("The sources of studies.", "study id title medium length quotes passages"),
    "themes": ("Themes, with valence and how many quotes and respondents carry them.",
               "study id label broader valence quotes respondents"),
    "quotes": ("Quotes, with who said them and the themes that they illustrate.",
               "study id speaker text themes"),
    "respondents": ("Respondents, and the role that the study gives them, if it does.",
                    "study id label method affiliation role quotes"),
    "roles": ("Actor roles that studies speak of.",
              "id label sector broader mentions ties respondents"),
    "ties": ("Ties between actor roles as reported, with their evidence.",
             "study id source_label type_label target_label status voice evidence"),
    "theme-links": ("Links between themes as reported.",
                    "study id source type_label target evidence"),
    "mentions": ("Which words of a quote or passage speak of which role.",
                 "study id words role review"),
    "gaps": ("What the network lacks; `themegraph gaps` says it in sentences.",
             "study id kind score p q sentence"),
    "measures": ("Numbers about roles' places in a study's network of ties.",
                 "study role_label name value"),
}  # fmt: skip
"""Each list: what it is, and the columns that people see; programs get all."""

_EXAMPLES = {
    "quotes": "themegraph list quotes --theme barriers --format csv > quotes.csv",
    "ties": "themegraph list ties --role elected-member --status strained --json",
    "themes": "themegraph list themes --valence barrier --sort=-quotes --limit 5",
    "gaps": "themegraph list gaps --kind unheard-actor --fields id,sentence,score",
}

_HELP = {
    "study": "Only of this study, by id or IRI.",
    "theme": "Only in this theme and those below it, by id or IRI.",
    "role": "Only what concerns this role or one below it, by id or IRI.",
    "speaker": "Only said by somebody with this role or one below it.",
    "respondent": "Only of this respondent, by id or IRI.",
    "coder": "Only what this coder stated, by id or IRI.",
    "document": "Only in this document, by id or IRI.",
    "valence": "Only in themes of this valence.",
    "words": "Only with this in the text or label, in any case of letters.",
    "name": "Only the measure of this name.",
}
_COMPLETED = {"study": "studies", "theme": "themes", "role": "roles", "respondent": "respondents",
              "document": "documents"}  # fmt: skip
"""The filters whose values the shell completes from the store, and the list of these."""
_MOST_COMPLETED = 500
_NONE = Parameter.empty

app = typer.Typer(
    help="List what a store holds: quotes, ties, gaps and all else, by filters.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

NoSubthemes = Annotated[
    bool, typer.Option("--no-subthemes", help="Without the themes below --theme.")
]
Sort = Annotated[str, typer.Option(help="Order by this field; with - before it, from the end.")]
Limit = Annotated[
    int | None, typer.Option(min=1, help="How many at most; then the next page's cursor is said.")
]
After = Annotated[str, typer.Option("--cursor", help="Go on from here, as the last page said.")]
Fields = Annotated[
    str, typer.Option("--fields", metavar="FIELD,…", help="Only these fields, in this order.")
]


def studies(
    store: StorePlace,
    how: RowFormat = Format.TABLE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag
) -> None:
    """List the studies in the store."""
    rows = [asdict(found) for found in ask(store_at(store).snapshot(), StudyAnswer)]
    output.print_rows(LISTED["studies"][1].split(), rows, Format.JSON if as_json else how)


def _command(kind: Kind) -> Callable[..., None]:
    """Return the command that lists one kind, with an option for each of its filters."""

    def listed(**given: Any) -> None:  # noqa: ANN401 -- typer passes what the signature says
        snapshot = opened(given["store"])
        wanted = Filters(
            **{name: given[name] for name in kind.filters}, exactly=given.get("exactly", False)
        )
        how = Format.JSON if given["as_json"] else given["how"]
        columns = _columns(kind, given["only"], how)
        rows, following = _rows(snapshot, kind, wanted, given)
        _print(columns, rows, how, following)

    about, example = LISTED[kind.name][0], _EXAMPLES.get(kind.name, "")
    listed.__doc__ = f"{about}\n\nFor example: {example}" if example else about
    parameters = {"store": StorePlace, **{name: _option(kind, name) for name in kind.filters}}
    defaults: dict[str, Any] = dict.fromkeys(kind.filters, "")
    if "theme" in kind.filters:
        parameters["exactly"], defaults["exactly"] = NoSubthemes, False
    parameters |= {"sort": Sort, "limit": Limit, "after": After, "only": Fields, "how": RowFormat}
    defaults |= {"sort": "", "limit": None, "after": "", "only": "", "how": Format.TABLE}
    parameters["as_json"], defaults["as_json"] = AsJson, False
    listed.__annotations__ = parameters
    signature = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=hint, default=defaults.get(name, _NONE))
        for name, hint in parameters.items()
    ]
    listed.__signature__ = Signature(signature)  # type: ignore[attr-defined]  # what typer reads
    return listed


def _option(kind: Kind, name: str) -> Any:  # noqa: ANN401 -- an annotation
    allowed = [] if name == "study" else choices(kind, name)
    about = _HELP.get(name, f"Only of this {name}.")
    if allowed:
        about = f"{about[:-1]}: {', '.join(allowed)}."
    completing = _values(allowed) if allowed else _ids(_COMPLETED.get(name, ""))
    return Annotated[str, typer.Option(help=about, autocompletion=completing)]


def _values(allowed: Sequence[str]) -> Callable[[str], list[str]]:
    return lambda incomplete: [value for value in allowed if value.startswith(incomplete)]


def _ids(name: str) -> Callable[[typer.Context, str], list[str]]:
    def completed(ctx: typer.Context, incomplete: str) -> list[str]:
        if name:
            with suppress(InputError, StoreError):  # a shell that completes has nowhere to say it
                snapshot = opened(ctx.params.get("store") or default_path())
                kind = KINDS[name]
                part: Page[Any] = page(snapshot, kind.record, Filters(), limit=_MOST_COMPLETED)
                ids = {str(each.id) for each in part.items}
                return sorted(each for each in ids if each.startswith(incomplete))
        return []

    return completed


for _name in LISTED:
    app.command(_name)(_command(KINDS[_name]))


# ---------------------------------------------------------------- rows


def _rows(
    snapshot: Snapshot, kind: Kind, wanted: Filters, given: dict[str, Any]
) -> tuple[Iterator[dict[str, Any]], str]:
    """Return the records wanted, as fields by name, and the next page's cursor."""
    if given["limit"] is None and not given["sort"] and not given["after"]:
        found: Iterator[Any] = (answer(kind.record, row) for row in every(snapshot, kind, wanted))
        return map(asdict, found), ""
    limit = given["limit"] or sys.maxsize - 1
    part: Page[Any] = page(
        snapshot, kind.record, wanted, sort=given["sort"], limit=limit, after=given["after"]
    )
    return map(asdict, part.items), part.following


def _columns(kind: Kind, only: str, how: Format) -> list[str]:
    known = [field.name for field in fields(kind.record)]
    wanted = only.replace(",", " ").split()
    for name in wanted:
        if name not in known:
            raise InputError(
                f"--fields: {kind.name} have no field {name!r}; {nearest(name, known)}"
            )
    return wanted or (LISTED[kind.name][1].split() if how is Format.TABLE else known)


def _print(
    columns: Sequence[str], rows: Iterator[dict[str, Any]], how: Format, following: str
) -> None:
    chosen = ({name: row[name] for name in columns} for row in rows)
    if how is Format.JSON:
        output.print_json({"items": list(chosen), "next": following})
    elif how is Format.CSV:
        output.print_csv(columns, map(_cells, chosen))
    else:
        shown = [{name: _short(cell) for name, cell in _cells(row).items()} for row in chosen]
        output.print_rows(_telling(columns, shown), shown, how)
        messages.print(f"{len(shown)} {'row' if len(shown) == 1 else 'rows'}")
    if following and how is not Format.JSON:
        messages.print(f"There is more: --cursor {following}")


def _telling(columns: Sequence[str], rows: Sequence[dict[str, Cell]]) -> Sequence[str]:
    """Leave out which study each row is of if that's the same for all, to leave room to others."""
    one_study = len({str(row.get("study")) for row in rows}) == 1 and len(columns) > 1
    return [name for name in columns if name != "study"] if one_study else columns


def _cells(row: dict[str, Any]) -> dict[str, Cell]:
    return {name: _cell(value) for name, value in row.items()}


def _cell(value: Any) -> Cell:  # noqa: ANN401 -- a record's field
    if value is None:
        return ""
    if isinstance(value, tuple | list) and value and isinstance(value[0], dict | FigureAnswer):
        return "; ".join(f"{each['name']} = {each['value']:g}" for each in value)
    found: Cell = value
    return found


def _short(cell: Cell) -> Cell:
    """Return a cell for people: an IRI of the data by its last part alone."""
    if isinstance(cell, str):
        return cell.rpartition("/")[2] if cell.startswith("http") and " " not in cell else cell
    if isinstance(cell, int | float):
        return cell
    return [each.rpartition("/")[2] for each in cell]
