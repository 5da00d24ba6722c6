"""How far coders agree."""

from dataclasses import asdict
from typing import Annotated

import typer

from api import output
from api.commands.common import AsJson, RowFormat, StorePlace
from api.commands.exporting import found_study
from api.output import Format, messages, step
from graph.agreement import Row, Unit, Wanted
from graph.agreement import agreement as compare
from graph.agreement.measures import Text

COLUMNS = (
    "text", "theme", "path", "coders", "units", "coded", "agreement", "kappa", "alpha", "remark",
)  # fmt: skip
ON_SCREEN = ("text", "theme", "coders", "units", "coded", "agree", "kappa", "alpha", "remark")


def agreement(
    study: Annotated[str, typer.Argument(help="Id or IRI of a study in the store, or a folder.")],
    store: StorePlace,
    unit: Annotated[Unit, typer.Option(help="What is counted as one.")] = Unit.CHARACTERS,
    coder: Annotated[
        list[str] | None,
        typer.Option(help="Compare only this coder with others so named; may be repeated."),
    ] = None,
    text: Annotated[
        Text | None,
        typer.Option(
            help="Only over all of the text, over what somebody coded, or over what two coded."
        ),
    ] = None,
    programs: Annotated[bool, typer.Option("--programs", help="Take in programs too.")] = False,  # noqa: FBT002 -- a flag
    how: RowFormat = Format.TABLE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag
) -> None:
    """Say how far coders agree: percent, Cohen's kappa and Krippendorff's alpha.

    For each code and overall, for each pair of coders and all together; over all the text of the
    documents that they coded, over what somebody coded, and over what two coded. What the numbers
    mean, and when not to trust them: docs/measures/agreement.md.
    """
    with step("Comparing"):
        report = compare(
            found_study(study, store).study, Wanted(unit, tuple(coder or ()), programs)
        )
    rows = [row for row in report.rows if text in {None, row.text}]
    how = Format.JSON if as_json else how
    if how is Format.JSON:
        output.print_json({**asdict(report), "rows": [asdict(row) for row in rows]})
    elif how is Format.CSV:
        output.print_rows(COLUMNS, [_cells(row, 6) for row in rows], how)
    else:
        output.print_rows(ON_SCREEN, [_on_screen(row) for row in rows], how)
    for remark in report.remarks:
        messages.print(remark)


def _cells(row: Row, digits: int) -> dict[str, output.Cell]:
    numbers = {"agreement": row.agreement, "kappa": row.kappa, "alpha": row.alpha}
    said = {name: "" if x is None else f"{x:.{digits}f}" for name, x in numbers.items()}
    return {**asdict(row), **said}


def _on_screen(row: Row) -> dict[str, output.Cell]:
    cells = _cells(row, 3)
    return {**cells, "theme": row.theme or "overall", "agree": cells["agreement"]}
