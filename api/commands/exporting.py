"""From the store, or a study folder, to files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import StorePath
from api.output import messages, step
from graph.answers import find_study
from graph.check import load
from graph.folder import read_files, read_sources
from graph.iris import StudyIris
from graph.model import Loss, Sources, Study
from graph.rdf import study_from_quads
from graph.store import GraphStore
from graph.writers import formats

SHOWN = 10
"""How many records of one loss are named before the rest is counted."""


def export(
    study: Annotated[str, typer.Argument(help="Id or IRI of a study in the store, or a folder.")],
    into: Annotated[Path, typer.Option(help="Write a new file or study folder here.")],
    store: StorePath,
    target: Annotated[
        str,
        typer.Option(
            "--format",
            help=f"{'; '.join(f'{known.name}: {known.description}' for known in formats.FORMATS)}."
            " Else what the suffix of --into tells.",
        ),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace what stands there.")] = False,  # noqa: FBT002 -- a flag
) -> None:
    """Write a study from the store, or from a study folder, in another format.

    A study folder has its source texts, the store keeps none of them. What a format can't carry
    is listed.
    """
    with step(f"Writing {into}"):
        found, sources = found_study(study, store)
        losses = formats.write(found, sources, into, target, force=force)
    _report(losses)
    messages.print(f"Wrote {into}")


def found_study(study: str, store: Path) -> tuple[Study, Sources]:
    """Return the study in this folder, checked, else that with this id or IRI in the store."""
    folder = Path(study)
    if (folder / "study.csv").is_file():
        loaded = load(folder)
        texts = read_sources(folder, loaded)
        decoded = {name: data.decode() for name, data in texts.items()}
        return loaded, Sources(decoded, read_files(folder, loaded))
    snapshot = GraphStore(store).snapshot()
    iris = StudyIris(find_study(snapshot, study).iri)
    return study_from_quads(snapshot.graph(iris.coded), iris), Sources()


def _report(losses: Sequence[Loss]) -> None:
    for loss in losses:
        shown = ", ".join(loss.records[:SHOWN])
        more = f" and {len(loss.records) - SHOWN} more" if len(loss.records) > SHOWN else ""
        messages.print(f"Not carried: {loss.what} ({len(loss.records)}): {shown}{more}")
