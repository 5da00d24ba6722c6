"""Changing the store by SPARQL, who may do so over HTTP, and who has."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api import output
from api.commands.common import RowFormat, StorePath, UpdateMemory, UpdateSeconds
from api.output import Format, messages
from graph.errors import InputError
from graph.files import read_text
from graph.service import audit as audits
from graph.service.audit import system_user
from graph.service.changes import Update
from graph.service.limits import MIB
from graph.service.tokens import Scope, Tokens
from graph.service.writer import WriteLimits, Writer
from graph.stores.embedded import GraphStore

_LIMITS = WriteLimits()

token = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@token.callback()
def tokens() -> None:
    """Say who may read and change the store over HTTP: create, list and revoke tokens."""


def update(
    store: StorePath,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE.ru]", help="The update; else standard input.")
    ] = None,
    seconds: UpdateSeconds = _LIMITS.seconds,
    memory: UpdateMemory = _LIMITS.memory // MIB,
) -> None:
    """Change the store by a SPARQL 1.1 update, whole or not at all.

    It's made as one that comes over HTTP, in a process with the same limits: SERVICE and LOAD are
    refused. A study's own graphs are made anew when the study is built again.
    """
    if file is None and sys.stdin.isatty():
        raise InputError("there is no update; try: themegraph update FILE.ru")
    text = sys.stdin.read() if file is None else read_text(file)
    writer = Writer(store, WriteLimits(seconds, memory * MIB))
    try:
        written = writer.run(Update(text), system_user())
    finally:
        writer.close()
    messages.print(f"Changed {store}: {written.before or 'empty'} → {written.after}")


@token.command()
def create(
    name: Annotated[str, typer.Argument(help="Whose it is; the audit names it.")],
    store: StorePath,
    scope: Annotated[
        Scope, typer.Option(help="What it's for; each scope includes those before it.")
    ] = Scope.WRITE,
) -> None:
    """Make a token and print it. It's shown this once: only its hash is kept."""
    secret = Tokens(store).create(name, scope)
    output.print_lines([secret])
    messages.print(f"A token of scope {scope} for {store}. Send it as “Authorization: Bearer …”.")


@token.command(name="list")
def list_tokens(store: StorePath, how: RowFormat = Format.TABLE) -> None:
    """List the tokens, without their secrets."""
    rows: list[dict[str, output.Cell]] = [
        {"name": each.name, "id": each.id, "scope": each.scope.value, "created": each.created}
        for each in Tokens(store).listed()
    ]
    output.print_rows(["name", "id", "scope", "created"], rows, how)


@token.command()
def revoke(name: Annotated[str, typer.Argument(help="Its name or id.")], store: StorePath) -> None:
    """Take a token back; a running server refuses it from then on."""
    revoked = Tokens(store).revoke(name)
    messages.print(f"Revoked {revoked.name} ({revoked.id})")


def audit(store: StorePath, how: RowFormat = Format.TABLE) -> None:
    """List who changed the store, when, how, and from which version to which."""
    entries = audits.read(store, GraphStore(store).version())
    rows: list[dict[str, output.Cell]] = [
        {
            "time": each.time,
            "by": each.by,
            "what": each.what,
            "before": each.before,
            "after": each.after,
            "graph": each.graph,
            "size": each.size,
            "text": each.text if how is not Format.TABLE else " ".join(each.text.split())[:80],
        }
        for each in entries
    ]
    output.print_rows(["time", "by", "what", "before", "after", "graph", "size", "text"], rows, how)
