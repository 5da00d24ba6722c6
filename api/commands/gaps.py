"""What the network lacks."""

from dataclasses import asdict
from typing import Annotated

import typer

import ontology
from api import output
from api.commands.common import OneStudy, RowFormat, StorePath, opened
from api.output import Format, messages
from api.report import gap_report
from graph.answers import Filters, GapAnswer, ask, find_study
from graph.errors import InputError, nearest


def gaps(
    store: StorePath,
    study: OneStudy = "",
    kind: Annotated[str, typer.Option(help="Only gaps of this kind, such as unheard-actor.")] = "",
    how: RowFormat = Format.TABLE,
) -> None:
    """Say what the network lacks, each gap with its evidence."""
    kinds = list(ontology.scheme("gap-kind"))
    if kind and kind not in kinds:
        raise InputError(f"--kind {kind}: there is no such kind of gap; {nearest(kind, kinds)}")
    snapshot = opened(store)
    if study:
        study = find_study(snapshot, study).iri
    found = ask(snapshot, GapAnswer, Filters(study=study, kind=kind))
    if how is Format.TABLE:
        output.print_lines(gap_report(snapshot, found, study))
    else:
        columns = ["kind", "sentence", "score", "involves", "evidence", "study", "iri"]
        output.print_rows(columns, [asdict(gap) for gap in found], how)
    messages.print(f"{len(found)} gaps. Each is a candidate: not said is not the same as not so.")
