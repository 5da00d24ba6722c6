"""Study folders into the store, and out of it; what it holds."""

from typing import Annotated

import typer

from api.commands.common import (
    FoldersOrBundled,
    SourceText,
    StorePlace,
    sizes,
    store_at,
)
from api.commands.unseen import say_unseen
from api.output import messages, step
from graph import bundled
from graph.answers import StudyAnswer, ask, find_study
from graph.folders.check import load
from graph.rdf.iris import DEFAULT_BASE, StudyIris
from graph.stores.build import build as build_studies
from graph.stores.build import remove as remove_study


def build(
    store: StorePlace,
    folders: FoldersOrBundled = None,
    source: SourceText = None,
    base: Annotated[str, typer.Option(help="What the data's IRIs begin with.")] = DEFAULT_BASE,
) -> None:
    """Check study folders and put them into the store, all or none.

    A study that is in the store already is replaced by the folder; the others stay as they are.
    """
    graph_store, checked = store_at(store), []
    for folder in folders or [bundled.FIRST_STUDY]:
        with step(f"Checking {folder}"):
            checked.append(load(folder, source))
        if folders:
            say_unseen(folder, checked[-1], source)
    before = {known.id: known for known in ask(graph_store.snapshot(), StudyAnswer)}
    with step(f"Building {len(checked)} into {store}"):
        changed = build_studies(checked, graph_store, base)
    for study in checked:
        former = f" (was {_former(before[study.info.id])})" if study.info.id in before else ""
        messages.print(f"{study.info.id}: {sizes(study)}{former if changed else ''}")
    messages.print(f"{'Built into' if changed else 'Nothing has changed in'} {store}")


def _former(study: StudyAnswer) -> str:
    return f"“{study.title}”: {study.themes} themes, {study.quotes} quotes, {study.ties} ties"


def remove(
    study: Annotated[str, typer.Argument(help="Id or IRI of a study in the store.")],
    store: StorePlace,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,  # noqa: FBT002 -- a flag
) -> None:
    """Take a study out of the store. Its study folder isn't touched."""
    graph_store = store_at(store)
    found = find_study(graph_store.snapshot(), study)
    if not yes:
        typer.confirm(f"Take “{found.title}” out of {store}?", abort=True, err=True)
    remove_study(StudyIris(found.iri), graph_store)
    messages.print(f"Took out {found.id}")
