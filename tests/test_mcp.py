"""The MCP server, driven by the SDK's own client over standard input and output."""

import os
import re
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import CallToolResult, TextContent, Tool

from api.mcp import MOST
from graph.answers import GapAnswer, QuoteAnswer, StudyAnswer, ThemeAnswer, TieAnswer, ask
from graph.model import Study
from graph.stores.embedded import GraphStore

DOCS = Path(__file__).parents[1] / "docs" / "mcp.md"
TOOLS = ["search", "studies", "themes", "quotes", "quote", "ties", "gaps", "sparql"]

Call = tuple[str, dict[str, Any]]


def served(store: Path, use: Callable[[Client], Awaitable[Any]]) -> Any:  # noqa: ANN401 -- what it returns
    """Start ``themegraph mcp`` over a store, and let a client use it."""
    code = "from api.cli import main; main()"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", code, "mcp", "--store", str(store), "--query-seconds", "20"],
        env=dict(os.environ),
    )

    async def talk() -> Any:  # noqa: ANN401 -- the same
        async with Client(server) as client:
            return await use(client)

    return anyio.run(talk)


def called(store: Path, *calls: Call) -> list[CallToolResult]:
    """Return what a server answers to calls of tools."""

    async def use(client: Client) -> list[CallToolResult]:
        return [await client.call_tool(name, arguments) for name, arguments in calls]

    found: list[CallToolResult] = served(store, use)
    return found


def said(result: CallToolResult) -> str:
    """Return a result's text."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


@pytest.fixture(scope="module")
def answers(store: GraphStore) -> list[CallToolResult]:
    """What the tools answer on the bundled study."""
    return called(
        store.path,
        ("search", {"words": "elected members", "kinds": ["quote"]}),
        ("studies", {}),
        ("themes", {"valence": "barrier"}),
        ("quotes", {"theme": "barriers", "limit": 5}),
        ("ties", {"role": "elected-member", "limit": MOST}),
        ("gaps", {"kind": "missing-tie"}),
        ("sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?q a tg:Quote }"}),
    )


def items(result: CallToolResult) -> list[dict[str, Any]]:
    """Return a result's records."""
    assert not result.is_error, said(result)
    assert result.structured_content is not None
    found: list[dict[str, Any]] = result.structured_content["items"]
    return found


def test_the_tools_say_what_they_do(store: GraphStore) -> None:
    """Every tool only reads, describes itself and its answer; all stand in docs/mcp.md."""

    async def use(client: Client) -> tuple[str, list[Tool]]:
        return client.instructions or "", (await client.list_tools()).tools

    instructions, tools = served(store.path, use)
    assert "cite" in instructions
    assert [tool.name for tool in tools] == TOOLS
    for tool in tools:
        assert tool.description
        assert tool.output_schema
        assert tool.annotations.read_only_hint
    assert re.findall(r"^\| `(\w+)`", DOCS.read_text("utf-8"), re.MULTILINE) == TOOLS


def test_a_search_finds(answers: list[CallToolResult]) -> None:
    """``search`` finds records with highlights as offsets."""
    hit = items(answers[0])[0]
    mark = hit["highlights"][0]
    text = hit["fields"][mark["field"]]["text"]
    assert (hit["kind"], text[mark["start"] : mark["end"]].lower()) == ("quote", "elected")


def test_lists_are_those_of_the_store(answers: list[CallToolResult], store: GraphStore) -> None:
    """``studies``, ``themes``, ``ties`` and ``gaps`` give what the store knows."""
    snapshot = store.snapshot()
    assert [each["iri"] for each in items(answers[1])] == [
        each.iri for each in ask(snapshot, StudyAnswer)
    ]
    barriers = {each.iri for each in ask(snapshot, ThemeAnswer) if each.valence == "barrier"}
    assert {each["iri"] for each in items(answers[2])} == barriers
    assert {each["iri"] for each in items(answers[4])} <= {
        each.iri for each in ask(snapshot, TieAnswer)
    }
    missing = [each.iri for each in ask(snapshot, GapAnswer) if each.kind == "missing-tie"]
    assert [each["iri"] for each in items(answers[5])] == missing[:50]
    assert said(answers[6]).split() == ["n", str(len(ask(snapshot, QuoteAnswer)))]


def test_a_quote_can_be_cited(
    answers: list[CallToolResult], store: GraphStore, bundled: Study
) -> None:
    """A quote comes word for word with the study's citation, respondent, position and IRI."""
    first = items(answers[3])[0]
    quote = next(each for each in bundled.quotes if first["iri"].endswith(f"/quote/{each.id}"))
    assert first["text"] == quote.text
    assert (first["start"], first["end"]) == (quote.start, quote.end)
    assert first["citation"] == bundled.info.citation
    for part in (quote.text, first["respondent"], bundled.info.citation, first["iri"]):
        assert part in first["cite"]
    (again,) = called(store.path, ("quote", {"iri": first["iri"]}))
    assert again.structured_content == first


def test_lists_go_on(store: GraphStore) -> None:
    """``next`` of an answer is where the next one goes on."""

    async def use(client: Client) -> list[str]:
        found, cursor = list[str](), ""
        while True:
            page = await client.call_tool("quotes", {"limit": 20, "cursor": cursor})
            assert page.structured_content is not None
            found += [each["iri"] for each in page.structured_content["items"]]
            cursor = page.structured_content["next"]
            if not cursor:
                return found

    found = served(store.path, use)
    assert found == [each.iri for each in ask(store.snapshot(), QuoteAnswer)]


WRONG: list[tuple[Call, str]] = [
    (("search", {"words": '"open'}), "quotation mark"),
    (("search", {"words": "x " * 600}), "at most 1000 characters"),
    (("quotes", {"theme": "barrierz"}), "did you mean 'barriers'"),
    (("quotes", {"limit": MOST + 1}), "less than or equal to"),
    (("quote", {"iri": "https://example.org/quote/none"}), "there is no such quote"),
    (("quote", {"iri": "<>"}), "there is no such quote"),
    (("gaps", {"kind": "gapless"}), "isn't known"),
    (("themes", {"cursor": "x"}), "cursor"),
    (("sparql", {"query": "DROP ALL"}), "only queries are answered"),
    (("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}), "SERVICE"),
    (("sparql", {"query": "SELECT * { ?s ?p ?o . ?a ?b ?c }  LIMIT 2000"}), "LIMIT"),
]


def test_what_is_wrong_is_said_and_the_server_goes_on(store: GraphStore) -> None:
    """Wrong calls are answered with what to mend, by the limits of HTTP; the next call works."""
    *wrong, right = called(store.path, *(call for call, _ in WRONG), ("studies", {}))
    for (call, says), result in zip(WRONG, wrong, strict=True):
        assert result.is_error, call
        assert says in said(result), call
    assert items(right)


def test_a_long_query_is_ended(store: GraphStore) -> None:
    """A query past its time is ended, as over HTTP."""
    code = "from api.cli import main; main()"
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", code, "mcp", "--store", str(store.path), "--query-seconds", "0.2"],
        env=dict(os.environ),
    )
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

    async def talk() -> CallToolResult:
        async with Client(server) as client:
            return await client.call_tool("sparql", {"query": endless})

    result = anyio.run(talk)
    assert result.is_error
    assert "longer than 0.2 s" in said(result)


def test_an_empty_store_has_nothing(tmp_path: Path) -> None:
    """Over an empty store lists are empty, and nothing is made."""
    studies, found = called(tmp_path / "none", ("studies", {}), ("search", {"words": "trust"}))
    assert (items(studies), items(found)) == ([], [])
    assert not (tmp_path / "none").exists()
