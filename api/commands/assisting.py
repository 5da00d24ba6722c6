"""For assistants: the MCP server."""

from importlib.util import find_spec

from api.commands.common import (
    MEMORY,
    RESULT,
    ROWS,
    SECONDS,
    QueryMemory,
    QueryResult,
    QueryRows,
    QuerySeconds,
    StorePath,
    limits_of,
)
from graph.errors import InputError
from graph.stores.embedded import GraphStore


def mcp(
    store: StorePath,
    seconds: QuerySeconds = SECONDS,
    memory: QueryMemory = MEMORY,
    rows: QueryRows = ROWS,
    result: QueryResult = RESULT,
) -> None:
    """Answer an assistant over standard input and output (Model Context Protocol).

    Tools to search, to list studies, themes, quotes with citations, ties and gaps, and for SPARQL;
    all of them only read. docs/mcp.md says how to tell an assistant of it.

    For example: claude mcp add themegraph -- themegraph mcp
    """
    if find_spec("mcp") is None:
        raise InputError("the MCP SDK isn't installed; add it: pip install 'themegraph[mcp]'")
    from api.mcp import create_server  # noqa: PLC0415 -- an optional dependency

    create_server(GraphStore(store), limits_of(seconds, memory, rows, result)).run()
