"""What a worker process does: it answers one query after the other, until it is ended.

A message on the line is three lengths, a head in JSON and a body in bytes. A large body is laid on
the worker's tray, a file in memory that it shares with the server: that is two copies and no
waiting, where a line takes a dozen turns. Whatever comes from a worker is read as data and never
as code, for the engine that runs in it may have been misled.
"""

import json
import os
import socket
import struct
import zlib
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import IO

from graph.errors import QueryError, StoreError, ThemegraphError
from graph.service import sparql
from graph.service.limits import Limit, Limits, QueryLimitError
from graph.service.sparql import Graphs, NotAcceptableError
from graph.stores.embedded import CURRENT, GraphStore, Snapshot

LENGTHS = struct.Struct("<III")
"""The bytes of a message's head, of the body that follows it, and of the body on the tray."""
MOST_ON_LINE = 32 * 1024
"""Bytes of a body that go over the line; a larger one is laid on the tray."""
WORTH_COMPRESSING = 1024
"""Bytes of a body from which on it's compressed for who takes that."""
Head = dict[str, object]


@dataclass(frozen=True, slots=True)
class Manner:
    """In which way a query is asked; ``base`` is what its relative IRIs are relative to."""

    accept: str = "*/*"
    graphs: Graphs = field(default_factory=Graphs)
    base: str = ""
    compress: bool = False


@lru_cache(maxsize=64)
def _manner_as_bytes(manner: Manner) -> bytes:
    """Write a manner down, once: most queries are asked in one of a few."""
    graphs = manner.graphs
    return json.dumps(
        {
            "accept": manner.accept,
            "default": graphs.default,
            "named": graphs.named,
            "base": manner.base,
            "compress": manner.compress,
        }
    ).encode()


@lru_cache(maxsize=64)
def _manner_from_bytes(text: bytes) -> Manner:
    given = json.loads(text)
    graphs = Graphs(tuple(given["default"]), tuple(given["named"]))
    return Manner(given["accept"], graphs, given["base"], given["compress"])


def job(query: str, manner: Manner) -> bytes:
    """Return a query as it's sent to a worker."""
    return message(_manner_as_bytes(manner), query.encode("utf-8", "surrogatepass"))


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


def message(head: bytes, body: bytes = b"", laid: int = 0) -> bytes:
    """Return a head and a body as one message; so many bytes are ``laid`` on the tray."""
    return b"".join((LENGTHS.pack(len(head), len(body), laid), head, body))


def work(
    line: socket.socket, tray: IO[bytes], store: Path, limits: Limits, replica: Held | None
) -> None:
    """Answer the queries that come over the line until it's closed.

    They are asked of the ``replica`` in memory as long as the store is what it was when that was
    made, and then of the store on disk.
    """
    held = replica
    stream = line.makefile("rb")
    while lengths := stream.read(LENGTHS.size):
        head, body, _ = LENGTHS.unpack(lengths)
        manner = _manner_from_bytes(stream.read(head))
        query = stream.read(body).decode("utf-8", "surrogatepass")
        try:
            if held is None or held.stamp != stamp(store):
                held = None
                held = opened(store)
            answer = _answer(held, query, manner, limits, tray)
        except (ThemegraphError, MemoryError) as error:
            answer = message(json.dumps(_refusal(error, limits)).encode())
        line.sendall(answer)
        del answer


def _answer(held: Held, query: str, manner: Manner, limits: Limits, tray: IO[bytes]) -> bytes:
    result = sparql.run(
        held.snapshot,
        query,
        accept=manner.accept,
        graphs=manner.graphs,
        base=manner.base,
        limits=limits,
    )
    body, encoding = result.body, ""
    if manner.compress and len(body) >= WORTH_COMPRESSING:
        body, encoding = zlib.compress(body, 1, wbits=_GZIP), "gzip"
    head = _head(held.stamp, result.media_type, encoding, is_changing=result.is_changing)
    if len(body) <= MOST_ON_LINE:
        return message(head, body)
    tray.seek(0)
    tray.write(body)
    return message(head, laid=len(body))


@lru_cache(maxsize=16)
def _head(stamp: str, media_type: str, encoding: str, *, is_changing: bool) -> bytes:
    head: Head = {
        "stamp": stamp,
        "media_type": media_type,
        "encoding": encoding,
        "is_changing": is_changing,
    }
    return json.dumps(head).encode()


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
