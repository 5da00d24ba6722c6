"""What a worker process does: it answers one query after the other, until it is ended.

A message on the line is two lengths, a head in JSON and a body in bytes. Whatever comes from a
worker is read as data and never as code, for the engine that runs in it may have been misled.
"""

import json
import os
import socket
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph import sparql
from graph.errors import QueryError, StoreError, ThemegraphError
from graph.limits import Limit, Limits, QueryLimitError
from graph.sparql import Graphs, NotAcceptableError
from graph.store import CURRENT, GraphStore, Snapshot

LENGTHS = struct.Struct("<II")
WORTH_COMPRESSING = 1024
"""Bytes of a body from which on it's compressed for who takes that."""
Head = dict[str, object]


@dataclass(frozen=True, slots=True)
class Job:
    """A query as it's sent to a worker; ``base`` is what its relative IRIs are relative to."""

    query: str
    accept: str = "*/*"
    default: Sequence[str] = ()
    named: Sequence[str] = ()
    base: str = ""
    compress: bool = False

    def encoded(self) -> bytes:
        """Return it as a message."""
        return message(
            {
                "query": self.query,
                "accept": self.accept,
                "default": self.default,
                "named": self.named,
                "base": self.base,
                "compress": self.compress,
            }
        )


@dataclass(frozen=True, slots=True)
class Held:
    """A generation that is open, and the stamp that the store had then."""

    stamp: str
    snapshot: Snapshot


def stamp(store: Path) -> str:
    """Return what changes whenever the store does: of the file that names its generation.

    The file is replaced at each change, so it's another one (inode), written at another time.
    """
    try:
        found = os.stat(_current(store))  # noqa: PTH116 -- for each request: the quicker one
    except OSError:
        return ""
    return f"{found.st_ino:x}-{found.st_mtime_ns:x}"


@cache
def _current(store: Path) -> str:
    return str(store / CURRENT)


def opened(store: Path) -> Held:
    """Open the current generation. Raises ``StoreError``."""
    while True:
        before = stamp(store)
        snapshot = GraphStore(store).snapshot()
        if stamp(store) == before:
            return Held(before, snapshot)


def message(head: Head, body: bytes = b"") -> bytes:
    """Return a head and a body as one message."""
    text = json.dumps(head).encode()
    return b"".join((LENGTHS.pack(len(text), len(body)), text, body))


def work(line: socket.socket, store: Path, limits: Limits, replica: Held | None) -> None:
    """Answer the queries that come over the line until it's closed.

    They are asked of the ``replica`` in memory as long as the store is what it was when that was
    made, and then of the store on disk.
    """
    held = replica
    stream = line.makefile("rb")
    while lengths := stream.read(LENGTHS.size):
        job = Job(**json.loads(stream.read(sum(LENGTHS.unpack(lengths)))))
        try:
            if held is None or held.stamp != stamp(store):
                held = None
                held = opened(store)
            answer = _answer(held, job, limits)
        except (ThemegraphError, MemoryError) as error:
            answer = message(_refusal(error, limits))
        line.sendall(answer)
        del answer


def _answer(held: Held, job: Job, limits: Limits) -> bytes:
    graphs = Graphs(job.default, job.named)
    result = sparql.run(
        held.snapshot, job.query, accept=job.accept, graphs=graphs, base=job.base, limits=limits
    )
    body, encoding = result.body, ""
    if job.compress and len(body) >= WORTH_COMPRESSING:
        body, encoding = zlib.compress(body, 1, wbits=_GZIP), "gzip"
    head: Head = {
        "stamp": held.stamp,
        "media_type": result.media_type,
        "encoding": encoding,
        "is_changing": result.is_changing,
    }
    return message(head, body)


_GZIP = 31


def _refusal(error: ThemegraphError | MemoryError, limits: Limits) -> Head:
    if isinstance(error, MemoryError):
        error = limits.passed(Limit.MEMORY)
    if isinstance(error, QueryLimitError):
        return {"error": "limit", "message": str(error), "limit": error.limit.value}
    kinds: tuple[tuple[type[ThemegraphError], str], ...] = (
        (NotAcceptableError, "format"),
        (QueryError, "query"),
        (StoreError, "store"),
    )
    kind = next((name for known, name in kinds if isinstance(error, known)), "other")
    return {"error": kind, "message": str(error)}


def error_of(head: Head) -> ThemegraphError | None:
    """Return the error that a worker answered with, if it did."""
    text = str(head.get("message", ""))
    match head.get("error"):
        case None:
            return None
        case "limit":
            return QueryLimitError(text, Limit(str(head["limit"])))
        case "format":
            return NotAcceptableError(text)
        case "query":
            return QueryError(text)
        case "store":
            return StoreError(text)
    return ThemegraphError(text)
