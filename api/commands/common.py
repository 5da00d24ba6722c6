"""What several commands share: options, a study or store found, sizes in words."""

from pathlib import Path
from typing import Annotated

import typer

from api.output import Format
from graph.errors import InputError, NotFoundError
from graph.model import Study
from graph.service.limits import MIB, Limits
from graph.stores.embedded import AnyStore, GraphStore, Snapshot, default_path
from graph.stores.places import is_address


def _refuse_address(place: Path) -> Path:
    if is_address(place):
        raise InputError(
            f"--store {place}: this command needs a store in a folder; on a server use the "
            "server's own means"
        )
    return place


StorePath = Annotated[
    Path,
    typer.Option(
        "--store",
        envvar="THEMEGRAPH_STORE",
        default_factory=default_path,
        show_default="in your data directory",
        help="The store's folder.",
        callback=_refuse_address,
    ),
]
StorePlace = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="THEMEGRAPH_STORE",
        default_factory=lambda: str(default_path()),
        show_default="in your data directory",
        help="The store's folder, or the address of a SPARQL server: see docs/operations.md.",
    ),
]
OneStudy = Annotated[str, typer.Option("--study", help="Id or IRI of one study; else all.")]
RowFormat = Annotated[Format, typer.Option("--format", help="How to print.")]
AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Folders = Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Study folders.")]
FoldersOrBundled = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FOLDER...]", help="Study folders; else the bundled study's."),
]
SourceText = Annotated[
    Path | None,
    typer.Option(
        "--source", help="The coded text, if the folder lacks it: positions are checked against it."
    ),
]
QuerySeconds = Annotated[
    float, typer.Option("--query-seconds", min=0.1, help="How long a SPARQL query may take.")
]
QueryMemory = Annotated[
    int,
    typer.Option("--query-memory", min=768, metavar="MIB", help="Memory that a query may take."),
]
UpdateSeconds = Annotated[
    float, typer.Option("--update-seconds", min=0.1, help="How long an update may take.")
]
UpdateMemory = Annotated[
    int,
    typer.Option("--update-memory", min=256, metavar="MIB", help="Memory that an update may take."),
]
QueryRows = Annotated[
    int, typer.Option("--query-rows", min=1, help="Rows or triples that a result may have.")
]
QueryResult = Annotated[
    int, typer.Option("--query-result", min=1, metavar="MIB", help="How large a result may be.")
]
SECONDS = Limits().seconds
MEMORY = Limits().memory // MIB
ROWS = Limits().rows
RESULT = Limits().result // MIB


def limits_of(seconds: float, memory: int, rows: int, result: int) -> Limits:
    """Return the limits of queries as the options name them, memory and result in MiB."""
    return Limits(seconds=seconds, memory=memory * MIB, rows=rows, result=result * MIB)


def sizes(study: Study) -> str:
    """Return how much a study holds, in words."""
    tables = ("themes", "quotes", "respondents", "mentions", "ties", "links")
    return ", ".join(f"{len(getattr(study, table))} {table}" for table in tables)


def store_at(place: str | Path) -> AnyStore:
    """Return the store in a folder, or on the server with this address."""
    if not is_address(place):
        return GraphStore(Path(place))
    from graph.stores.remote import remote_store  # noqa: PLC0415 -- only who needs it waits for it

    return remote_store(str(place))


def opened(place: str | Path) -> Snapshot:
    """Return what a store holds. Raises ``NotFoundError`` if that is nothing."""
    snapshot = store_at(place).snapshot()
    if snapshot.is_empty():
        raise NotFoundError(
            f"{place}: the store is empty; fill it with `themegraph build FOLDER`, "
            "or with the bundled study by `themegraph build`"
        )
    return snapshot
