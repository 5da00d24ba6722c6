"""From the store back to files."""

from pathlib import Path
from typing import Annotated

import typer

from api.commands.common import StorePath, find
from api.output import messages
from graph.folder import write_folder
from graph.iris import StudyIris
from graph.rdf import study_from_quads
from graph.store import GraphStore


def export(
    study: Annotated[str, typer.Argument(help="Id or IRI of a study in the store.")],
    into: Annotated[Path, typer.Option(help="Write a new study folder here.")],
    store: StorePath,
) -> None:
    """Write a study from the store as a study folder."""
    snapshot = GraphStore(store).snapshot()
    iris = StudyIris(find(snapshot, study).iri)
    write_folder(study_from_quads(snapshot.graph(iris.coded), iris), into)
    messages.print(f"Wrote {into}")
