"""What the network lacks."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

import ontology
from api import output
from api.commands.common import AsJson, OneStudy, StorePlace, opened
from api.output import Cell, Format, messages
from api.report import consequence_lines, report_lines
from graph.answers import AnalysisAnswer, Filters, GapAnswer, StudyAnswer, ask, find_study
from graph.errors import InputError, NotFoundError, nearest
from graph.gap_query import reproducing
from graph.imagining import imagine
from graph.stores.embedded import Snapshot
from viz.gap_document import gap_document
from viz.gap_page import gap_page
from viz.gap_report import CAUTION, gap_report


class ReportFormat(StrEnum):
    """How the report is written: for a terminal, for programs, for print, for editing."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    DOCX = "docx"


def gaps(
    store: StorePlace,
    study: OneStudy = "",
    kind: Annotated[str, typer.Option(help="Only gaps of this kind, such as unheard-actor.")] = "",
    how: Annotated[ReportFormat, typer.Option("--format", help="How to print.")] = (
        ReportFormat.TABLE
    ),
    as_json: AsJson = False,  # noqa: FBT002 -- a flag
    out: Annotated[
        Path | None, typer.Option(help="Write a file, for html and docx; else standard output.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,  # noqa: FBT002 -- a flag
    add: Annotated[
        list[str] | None,
        typer.Option(
            help="Say what a tie would change: “NHS -> VCS: collaborates with”; may be repeated."
        ),
    ] = None,
    query: Annotated[
        str, typer.Option(metavar="GAP", help="Print the SPARQL query that reproduces this gap.")
    ] = "",
) -> None:
    """Say what the network lacks, each gap with its evidence, its numbers and a question to ask.

    With --add nothing is stored: it says which gaps a tie, or several together, would close, open
    or change, and whose position would be another.
    """
    kinds = list(ontology.scheme("gap-kind"))
    if kind and kind not in kinds:
        raise InputError(f"--kind {kind}: there is no such kind of gap; {nearest(kind, kinds)}")
    how = ReportFormat.JSON if as_json else how
    snapshot = opened(store)
    if study:
        study = find_study(snapshot, study).iri
    if out and how not in {ReportFormat.HTML, ReportFormat.DOCX}:
        raise InputError(f"--out is for html and docx; write {how} into a file by > {out.name}")
    if add:
        if kind:
            raise InputError("--add goes for all kinds of gaps; leave out --kind")
        _imagine(snapshot, study, add, how)
    elif query:
        output.print_bytes(_query(snapshot, Filters(study=study), query).encode())
    elif how in {ReportFormat.HTML, ReportFormat.DOCX}:
        _write(snapshot, study, kind, how, out, force=force)
    else:
        _print(snapshot, Filters(study=study, kind=kind), how)


def _print(snapshot: Snapshot, wanted: Filters, how: ReportFormat) -> None:
    found = ask(snapshot, GapAnswer, wanted)
    if how is ReportFormat.TABLE:
        report = gap_report(snapshot, wanted.study, wanted.kind)
        output.print_lines(report_lines(report))
    elif how is ReportFormat.JSON:
        output.print_json([asdict(gap) for gap in found])
    else:
        output.print_rows(_COLUMNS, [_row(gap) for gap in found], Format.CSV)
    if how is not ReportFormat.TABLE:
        searches = ask(snapshot, AnalysisAnswer, wanted)
        several = len({search.study for search in searches}) > 1
        for search in searches:
            if search.note and search.kind:
                where = f"{search.study.rpartition('/')[2]}, " if several else ""
                messages.print(f"{where}{search.kind_label}: {search.note}")
    messages.print(f"{len(found)} {'gap' if len(found) == 1 else 'gaps'}. {CAUTION}")


_COLUMNS = (
    "kind", "sentence", "score", "p", "q", "figures", "question", "involves", "evidence", "study",
    "id", "iri",
)  # fmt: skip


def _row(gap: GapAnswer) -> Mapping[str, Cell]:
    figures = "; ".join(f"{figure.name} = {figure.value:g}" for figure in gap.figures)
    p, q = ("" if value is None else f"{value:g}" for value in (gap.p, gap.q))
    return asdict(gap) | {"figures": figures, "p": p, "q": q, "score": f"{gap.score:g}"}


def _write(
    snapshot: Snapshot, study: str, kind: str, how: ReportFormat, out: Path | None, *, force: bool
) -> None:
    if out is None and sys.stdout.isatty():
        raise InputError(f"--format {how} isn't for a terminal; name a file with --out")
    if out is not None and out.exists() and not force:
        raise InputError(f"{out}: exists; name another file, or replace it with --force")
    report = gap_report(snapshot, study, kind)
    data = gap_page(report).encode() if how is ReportFormat.HTML else gap_document(report)
    if out is None:
        output.print_bytes(data)
    else:
        out.write_bytes(data)
        messages.print(f"Wrote {out} ({report.count} gaps, {len(data) // 1024} KiB)")


def _query(snapshot: Snapshot, wanted: Filters, gap_id: str) -> str:
    found = [gap for gap in ask(snapshot, GapAnswer, wanted) if gap_id in {gap.id, gap.iri}]
    if not found:
        raise NotFoundError(f"{gap_id}: there is no such gap; `themegraph gaps` lists all with ids")
    if len(found) > 1:
        raise InputError(f"{gap_id}: {len(found)} studies have this gap; name one with --study")
    return reproducing(found[0])


def _imagine(snapshot: Snapshot, study: str, words: list[str], how: ReportFormat) -> None:
    known = [answer.iri for answer in ask(snapshot, StudyAnswer)]
    if not study and len(known) > 1:
        raise InputError(f"--add: the store holds {len(known)} studies; name one with --study")
    found = imagine(snapshot, study or known[0], words)
    if how is ReportFormat.JSON:
        output.print_json(asdict(found))
    elif how is ReportFormat.TABLE:
        output.print_lines(consequence_lines(found))
    else:
        raise InputError(f"--add can't be written as {how}; use table or json")
    messages.print("Nothing was stored. This holds for the network as it is coded.")
