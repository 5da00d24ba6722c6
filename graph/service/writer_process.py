"""What the writer process does: it makes the changes that come over the line, several at a time.

All that wait together go into one generation, each whole or not at all, and are answered when that
is on the disk. Before it's published the other side is asked: who has given up on a change, or has
died, doesn't say yes. Messages are JSON and bytes, and read as data, never as code.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from enum import StrEnum
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.errors import InputError, NotFoundError, StoreError
from graph.service.audit import Deed
from graph.service.changes import Change, Document, GraphChange, Update, Verb, apply
from graph.service.confinement import with_limits, without_network
from graph.service.sparql import Graphs
from graph.stores.embedded import Draft, GraphStore
from graph.stores.touched import touched

Message = dict[str, Any]


class Says(StrEnum):
    """What the writer process says. After ``READY`` it waits for an answer."""

    STARTED = "started"
    COPIED = "copied"
    MADE = "made"
    REFUSED = "refused"
    READY = "ready"
    PUBLISHED = "published"
    FAILED = "failed"


PUBLISH = b"publish"


def send(line: Connection, says: Says, **more: object) -> None:
    """Send a message."""
    line.send_bytes(json.dumps({"says": says, **more}).encode())


def receive(line: Connection) -> Message:
    """Return the next message. Raises ``EOFError`` if the other side is gone."""
    message: Message = json.loads(line.recv_bytes())
    return message


def send_changes(line: Connection, changes: Sequence[tuple[Change, str]]) -> None:
    """Send changes, each with who makes it: their heads together, then the documents' content."""
    line.send_bytes(json.dumps([_head(change, by) for change, by in changes]).encode())
    for change, _ in changes:
        for document in change.documents if isinstance(change, GraphChange) else ():
            line.send_bytes(document.content)


def _head(change: Change, by: str) -> Message:
    if isinstance(change, Update):
        return {"by": by, **asdict(change)}
    kinds = [document.media_type for document in change.documents]
    return {"by": by, **asdict(change), "documents": kinds}


def _receive_changes(line: Connection) -> list[tuple[Change, str]]:
    return [(_change(line, head), head["by"]) for head in json.loads(line.recv_bytes())]


def _change(line: Connection, head: Message) -> Change:
    if "text" in head:
        using = Graphs(tuple(head["using"]["default"]), tuple(head["using"]["named"]))
        return Update(head["text"], using, head["base"])
    documents = tuple(Document(kind, line.recv_bytes()) for kind in head["documents"])
    return GraphChange(Verb(head["verb"]), head["graph"], documents, head["base"])


def work(line: Connection, path: Path, memory: int) -> None:
    """Make the changes that come over the line, until it's closed."""
    without_network()
    with_limits(memory)
    store = GraphStore(path)
    send(line, Says.STARTED)
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            changes = _receive_changes(line)
            try:
                _make(line, store, changes)
            except StoreError as error:
                send(line, Says.FAILED, message=str(error))


def _make(line: Connection, store: GraphStore, changes: Sequence[tuple[Change, str]]) -> None:
    with store.changing() as draft:
        send(line, Says.COPIED)
        deeds, changed = _make_all(line, draft, changes)
        if not deeds:
            send(line, Says.PUBLISHED, before=draft.before, after=draft.before)
            return
        draft.carry(store.snapshot(), changed)
        send(line, Says.READY)
        if line.recv_bytes() != PUBLISH:
            raise EOFError
        draft.publish(deeds)
        send(line, Says.PUBLISHED, before=draft.before, after=draft.version)


def _make_all(
    line: Connection, draft: Draft, changes: Sequence[tuple[Change, str]]
) -> tuple[list[Deed], frozenset[str] | None]:
    """Make the changes, and return what was done, and the graphs that it may have changed."""
    database = draft.open()
    deeds = []
    changed: frozenset[str] | None = frozenset()
    for change, by in changes:
        graphs = None if changed is None else touched(database, change)
        try:
            send(line, Says.MADE, created=_applied(database, change))
            deeds.append(deed(change, by))
            changed = None if changed is None or graphs is None else changed | graphs
        except InputError as error:
            kind = "missing" if isinstance(error, NotFoundError) else "query"
            send(line, Says.REFUSED, message=str(error), kind=kind)
    database.flush()
    return deeds, changed


def _applied(database: ox.Store, change: Change) -> bool:
    try:
        return apply(database, change)
    except MemoryError:  # what was begun in the copy is dropped with it: this process ends
        raise SystemExit(1) from None


def deed(change: Change, by: str) -> Deed:
    """Return what is recorded of a change."""
    if isinstance(change, Update):
        return Deed(by, "update", content=change.text.encode("utf-8", "surrogatepass"))
    content = b"".join(document.content for document in change.documents)
    return Deed(by, change.verb, change.graph or "default", content, is_text=False)
