"""SPARQL and the competency questions."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from api import output
from api.commands.common import (
    MEMORY,
    RESULT,
    ROWS,
    SECONDS,
    AsJson,
    QueryMemory,
    QueryResult,
    QueryRows,
    QuerySeconds,
    RowFormat,
    StorePlace,
    limits_of,
    opened,
)
from api.output import Format, messages
from api.questions import answer, bindings, check_values, find_question, why_none
from graph.errors import InputError
from graph.files import read_text
from graph.service.limits import Limits
from graph.service.sparql import Result
from graph.service.workers import Workers
from graph.stores.embedded import Snapshot
from graph.stores.places import is_address
from ontology.questions import Question
from ontology.questions import questions as all_questions


def query(
    store: StorePlace,
    text: Annotated[str, typer.Argument(metavar="[QUERY]", help="SPARQL, or - for stdin.")] = "",
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read it from here.")] = None,
    question: Annotated[
        int | None,
        typer.Option(help="Ask this competency question: see `themegraph questions`."),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A parameter of the question; may be repeated."),
    ] = None,
    how: RowFormat = Format.TABLE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag
    seconds: QuerySeconds = SECONDS,
    memory: QueryMemory = MEMORY,
    rows: QueryRows = ROWS,
    result: QueryResult = RESULT,
) -> None:
    """Ask the store in SPARQL 1.1, or ask it one of the competency questions.

    The query comes from the argument, a file or standard input. The prefixes tg, skos, oa, prov,
    dcterms and those of the schemes (role, tie-type, …) needn't be declared. A graph that a
    CONSTRUCT or DESCRIBE makes is printed as Turtle, or as JSON-LD with --format json. The rows of
    a question are printed as a list of objects with --format json.

    A query runs in a process of its own, without network, and is ended when it passes a limit. A
    result that passes one is an error, never a shorter result. The numbered questions are ours,
    and have no limits.
    """
    how = Format.JSON if as_json else how
    if question is not None:
        if text or file is not None:
            raise InputError("give a query or --question, not both")
        _ask_question(opened(store), find_question(question), param or [], how)
        return
    if param:
        raise InputError("--param belongs to a question: add --question NUMBER")
    sparql_text = _query_text(text, file)
    accept = "text/csv, text/turtle;q=0.9" if how is Format.CSV else _JSON_ACCEPT[how]
    opened(store)
    limits = limits_of(seconds, memory, rows, result)
    found = (
        _forwarded(store, sparql_text, accept)
        if is_address(store)
        else asyncio.run(_asked(Path(store), limits, sparql_text, accept))
    )
    if how is Format.TABLE and found.media_type == "application/sparql-results+json":
        _print_results(json.loads(found.body))
    else:
        output.print_bytes(found.body if found.body.endswith(b"\n") else found.body + b"\n")


def _forwarded(place: str, text: str, accept: str) -> Result:
    """Ask a server, which has limits of its own."""
    from graph.stores.remote import remote_store  # noqa: PLC0415 -- only who needs it waits for it

    reply = remote_store(place).forward(text, accept)
    return Result(reply.body, reply.media_type, is_changing=True)


async def _asked(store: Path, limits: Limits, text: str, accept: str) -> Result:
    workers = Workers(store, 1, limits, replica=0)
    try:
        return await workers.run(text, accept=accept)
    finally:
        workers.close()


def _ask_question(snapshot: Snapshot, asked: Question, given: list[str], how: Format) -> None:
    bound = bindings(asked, given)
    check_values(snapshot, asked, bound)
    rows = answer(snapshot, asked, bound)
    messages.print(f"{asked.number}. {asked.question}")
    output.print_rows(asked.columns, rows, how)
    messages.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}. {asked.note}".rstrip())
    if not rows and (why := why_none(snapshot, asked)):
        messages.print(why)


def questions(
    how: RowFormat = Format.TABLE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag
) -> None:
    """List the competency questions: what analysts ask, each a query with parameters."""
    rows: list[dict[str, output.Cell]] = [
        {
            "number": asked.number,
            "question": asked.question,
            "parameters": [parameter.name for parameter in asked.parameters],
        }
        for asked in all_questions().values()
    ]
    columns = ["number", "question", "parameters"]
    output.print_rows(columns, rows, Format.JSON if as_json else how)


_JSON_ACCEPT = {
    Format.TABLE: "application/sparql-results+json, text/turtle;q=0.9",
    Format.JSON: "application/sparql-results+json, application/ld+json;q=0.9",
}


def _query_text(text: str, file: Path | None) -> str:
    if text and file is not None:
        raise InputError("give the query as an argument or as --file, not both")
    if file is not None:
        return read_text(file)
    if text and text != "-":
        return text
    if not text and sys.stdin.isatty():
        raise InputError('there is no query; try: themegraph query "SELECT * { ?t a tg:Theme }"')
    return sys.stdin.read()


def _print_results(results: dict[str, dict[str, list[dict[str, dict[str, str]]]]]) -> None:
    if "boolean" in results:
        output.print_bytes(f"{str(results['boolean']).lower()}\n".encode())
        return
    columns = [str(name) for name in results["head"]["vars"]]
    found = results["results"]["bindings"]
    rows = [{name: term["value"] for name, term in row.items()} for row in found]
    output.print_rows(columns, rows, Format.TABLE)
    messages.print(f"{len(rows)} rows")
