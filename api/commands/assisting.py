"""For assistants: the MCP server."""

from importlib.util import find_spec
from typing import Annotated

import typer

from api.commands.common import StorePath
from graph.errors import InputError
from graph.store import GraphStore
from graph.workers import Limits


def mcp(
    store: StorePath,
    seconds: Annotated[
        float, typer.Option("--query-seconds", min=0.1, help="How long a SPARQL query may take.")
    ] = Limits().seconds,
) -> None:
    """Answer an assistant over standard input and output (Model Context Protocol).

    Tools to search, to list studies, themes, quotes with citations, ties and gaps, and for SPARQL;
    all of them only read. docs/mcp.md says how to tell an assistant of it.

    For example: claude mcp add themegraph -- themegraph mcp
    """
    if find_spec("mcp") is None:
        raise InputError("the MCP SDK isn't installed; add it: pip install 'themegraph[mcp]'")
    from api.mcp import create_server  # noqa: PLC0415 -- an optional dependency

    create_server(GraphStore(store), Limits(seconds=seconds)).run()
