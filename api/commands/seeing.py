"""The explorer: served, or written as a file."""

from pathlib import Path
from typing import Annotated

import typer

from api import server
from api.app import Service
from api.cache import SIZE
from api.commands.common import (
    MEMORY,
    RESULT,
    ROWS,
    SECONDS,
    OneStudy,
    QueryMemory,
    QueryResult,
    QueryRows,
    QuerySeconds,
    StorePlace,
    UpdateMemory,
    UpdateSeconds,
    limits_of,
    opened,
)
from api.operating import QueryLog
from api.output import messages, step
from api.reach import SECONDS as REST_SECONDS
from api.reading import Reading
from api.rights import Writing, origin
from graph import bundled
from graph.answers import find_study
from graph.errors import InputError
from graph.folders.check import load
from graph.review.desk import Desk, user_name
from graph.service.limits import MIB
from graph.service.outside import Outside
from graph.service.outside import host as outside_host
from graph.service.workers import LONG, REPLICA
from graph.service.writer import WriteLimits
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from graph.stores.places import is_address
from viz.explorer import explorer_data
from viz.page import drawn_page

_LIMITS = WriteLimits()
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Take no updates, whatever the token.")]


def serve(
    store: StorePlace,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    seconds: QuerySeconds = SECONDS,
    memory: QueryMemory = MEMORY,
    rows: QueryRows = ROWS,
    result: QueryResult = RESULT,
    long_queries: Annotated[
        int,
        typer.Option(
            min=1, max=64, help="Long SPARQL queries at a time; three times as many short ones."
        ),
    ] = LONG,
    replica: Annotated[
        int,
        typer.Option(
            "--in-memory", min=0, metavar="QUADS", help="Hold a store up to this size in memory."
        ),
    ] = REPLICA,
    cache: Annotated[
        int, typer.Option(min=0, metavar="MIB", help="Memory for results that are kept.")
    ] = SIZE // MIB,
    update_seconds: UpdateSeconds = _LIMITS.seconds,
    update_memory: UpdateMemory = _LIMITS.memory // MIB,
    rest_seconds: Annotated[
        float,
        typer.Option(min=0.1, help="How long a REST answer over all of many studies may take."),
    ] = REST_SECONDS,
    log: Annotated[
        QueryLog,
        typer.Option(
            "--log-queries", help="A line of JSON on standard error for each SPARQL query."
        ),
    ] = QueryLog.NONE,
    read_only: ReadOnly = False,  # noqa: FBT002 -- a flag
    reading: Annotated[
        Reading,
        typer.Option(help="Who may read: all, or who has a token of this scope or above."),
    ] = Reading.OPEN,
    origins: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-origin", metavar="ORIGIN", help="Let this site's pages ask; may be repeated."
        ),
    ] = None,
    allowed: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host",
            metavar="HOST",
            help="Let SERVICE and LOAD reach this host, such as data.example.org or "
            "10.0.0.5:3030; may be repeated. A private address must be listed itself.",
        ),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Add a page to decide on suggestions in this folder."),
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who decides: see `review`.")] = "",
) -> None:
    """Serve the explorer, REST and SPARQL. An empty store gets the bundled study first.

    Reading is open to all who reach the address, unless --reading asks for a token; updates need
    a token: see `token`. An address other than loopback needs one for writing, or --read-only.

    With --review there is also a page, /review, on which somebody decides on what a program
    suggested in a study folder; this machine alone can reach it.
    """
    if is_address(store):
        if review is not None:
            raise InputError("--review needs a store in a folder, not one on a server")
        if reading is not Reading.OPEN:
            raise InputError(
                f"--reading {reading} needs a store in a folder, where its tokens are; before a "
                "store on a server let a reverse proxy ask who reads"
            )
        if allowed:
            raise InputError("--allow-host needs a store in a folder, not one on a server")
        server.serve_remote(str(store), host, port)
        return
    desk = None if review is None else Desk(review, by or user_name())
    service = Service(
        limits_of(seconds, memory, rows, result),
        long_queries,
        replica=replica,
        cache=cache * MIB,
        log=log,
        rest_seconds=rest_seconds,
        outside=Outside(map(outside_host, allowed or ()), seconds),
    )
    writing = Writing(
        WriteLimits(update_seconds, update_memory * MIB),
        is_read_only=read_only,
        origins=tuple(map(origin, origins or ())),
    )
    server.serve(_filled(Path(store)), host, port, service, desk, writing, reading)


def draw(
    out: Annotated[Path, typer.Option(help="The HTML file to write.")],
    store: StorePlace,
    study: OneStudy = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,  # noqa: FBT002 -- a flag
) -> None:
    """Write the explorer as one HTML file that opens from disk without a network."""
    if out.exists() and not force:
        raise InputError(f"{out}: exists; name another file, or replace it with --force")
    snapshot = opened(store)
    if study:
        study = find_study(snapshot, study).iri
    with step("Drawing"):
        page = drawn_page(explorer_data(snapshot, study))
    out.write_text(page, encoding="utf-8")
    messages.print(f"Wrote {out} ({out.stat().st_size // 1024} KiB)")


def _filled(path: Path) -> GraphStore:
    """Return the store; an empty one gets the bundled study, so that there is something to see."""
    graph_store = GraphStore(path)
    if graph_store.snapshot().is_empty():
        with step("Building the bundled study into the empty store"):
            build([load(bundled.FIRST_STUDY)], graph_store)
        messages.print(f"The store was empty: built the bundled study into {path}")
    return graph_store
