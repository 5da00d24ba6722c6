"""From the store, or a study folder, to files."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import StorePlace, store_at
from api.output import messages, step
from graph.answers import find_study
from graph.folders.check import load
from graph.folders.folder import read_files, read_sources
from graph.model import Loss, Sources, Study
from graph.rdf.iris import DEFAULT_BASE, StudyIris
from graph.rdf.quads import study_from_quads
from graph.writers import formats
from graph.writers.linked import Graphs

SHOWN = 10
"""How many records of one loss are named before the rest is counted."""


def export(
    study: Annotated[str, typer.Argument(help="Id or IRI of a study in the store, or a folder.")],
    into: Annotated[Path, typer.Option(help="Write a new file or study folder here.")],
    store: StorePlace,
    target: Annotated[
        str,
        typer.Option(
            "--format",
            help=f"{'; '.join(f'{known.name}: {known.description}' for known in formats.FORMATS)}."
            " Else what the suffix of --into tells.",
        ),
    ] = "",
    derived: Annotated[bool, typer.Option("--derived", help="Add the derived graph.")] = False,  # noqa: FBT002 -- a flag
    force: Annotated[bool, typer.Option("--force", help="Replace what stands there.")] = False,  # noqa: FBT002 -- a flag
    lost: Annotated[
        Path | None, typer.Option(help="Write all that isn't carried here, as CSV.")
    ] = None,
) -> None:
    """Write a study from the store, or from a study folder, in another format.

    A study folder has its source texts, the store keeps none of them. What a format can't carry
    is listed. Linked data has the IRIs of the store, or of a folder those that `build` gives.
    """
    with step(f"Writing {into}"):
        found = found_study(study, store)
        graphs = Graphs(found.base, derived)
        losses = formats.write(found.study, found.sources, into, target, force=force, graphs=graphs)
    _report(losses)
    if lost is not None:
        _write_losses(losses, lost)
    messages.print(f"Wrote {into}")


@dataclass(frozen=True, slots=True)
class Found:
    """A study with its sources, as far as they are at hand, and the base of its IRIs."""

    study: Study
    sources: Sources = field(default_factory=Sources)
    base: str = DEFAULT_BASE


def found_study(study: str, store: str) -> Found:
    """Return the study in this folder, checked, else that with this id or IRI in the store.

    Raises ``StudyError`` if the folder has faults, ``NotFoundError`` if there is no such study.
    """
    folder = Path(study)
    if (folder / "study.csv").is_file():
        loaded = load(folder)
        texts = read_sources(folder, loaded)
        decoded = {name: data.decode() for name, data in texts.items()}
        return Found(loaded, Sources(decoded, read_files(folder, loaded)))
    snapshot = store_at(store).snapshot()
    answer = find_study(snapshot, study)
    iris = StudyIris(answer.iri)
    stored = study_from_quads(snapshot.graph(iris.coded), iris)
    return Found(stored, base=answer.iri.removesuffix(answer.id))


def _write_losses(losses: Sequence[Loss], into: Path) -> None:
    with into.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["not carried", "record"])
        writer.writerows([loss.what, record] for loss in losses for record in loss.records)


def _report(losses: Sequence[Loss]) -> None:
    for loss in losses:
        shown = ", ".join(loss.records[:SHOWN])
        more = f" and {len(loss.records) - SHOWN} more" if len(loss.records) > SHOWN else ""
        messages.print(f"Not carried: {loss.what} ({len(loss.records)}): {shown}{more}")
