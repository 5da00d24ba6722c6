"""Hostile requests while others work: `make test-hostile`; prints figures, fails if anyone suffers.

Eight clients ask ordinary questions, first in quiet, then while every attack of the corpus is
fired, several at a time. None of theirs may fail; what their slowest hundredth waits, and what
memory the server holds before and after, is printed. The server is one as people start it.
"""

import argparse
import asyncio
import os
import socket
import struct
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import psutil

from bench.hostile_corpus import Attack, Then, attacks
from bench.sparql import Server, ours
from graph.bundled import FIRST_STUDY, INVENTED_STUDY
from graph.folders.check import load
from graph.stores.build import build
from graph.stores.embedded import GraphStore

CLIENTS = 8
ATTACKERS = 4
PAUSE = 0.02
"""Seconds that a client thinks, and an attacker waits between pieces."""
HOLDING = 3.0
"""Seconds for which an attacker holds a connection."""
MANY = 100
"""Pieces from which on they are sent without a pause."""
PATIENCE = 60.0
MIB = 2**20
ORDINARY = (
    ("SELECT ?t ?l { ?t a tg:Theme ; skos:prefLabel ?l }", b'"literal"'),
    ("SELECT (COUNT(*) AS ?n) { ?q tg:illustrates ?t }", b"integer"),
    ("ASK { ?t a tg:Tie }", b"true"),
    ("SELECT ?s ?o { ?s dcterms:identifier ?o } LIMIT 200", b'"uri"'),
    ("CONSTRUCT { ?t a tg:Tie } { ?t a tg:Tie } LIMIT 20", b"Tie"),
)
"""Questions, and what stands in every answer."""


@dataclass(slots=True)
class Suffered:
    """What ordinary clients met: seconds that they waited, and what went wrong."""

    waited: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def p99(self) -> float:
        """Return what the slowest hundredth waited at least, in seconds."""
        return sorted(self.waited)[int(0.99 * (len(self.waited) - 1))]


async def _client(
    port: int,
    number: int,
    until: asyncio.Event,
    met: Suffered,
    questions: tuple[tuple[str, bytes], ...],
) -> None:
    """Ask ordinary questions over a connection that stays open; half of them never asked before."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for count, (query, says) in enumerate(cycle(questions)):
            if until.is_set():
                return
            text = f"{query} #{number}.{count}" if count % 2 else query
            head = f"GET /sparql?query={quote(text)} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"
            begun = time.perf_counter()
            writer.write(head.encode())
            async with asyncio.timeout(PATIENCE):
                status, body = await _response(reader)
            met.waited.append(time.perf_counter() - begun)
            if status != HTTPStatus.OK or says not in body:
                met.wrong.append(f"{status} {body[:200]!r}")
            await asyncio.sleep(PAUSE)
    except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        met.wrong.append(repr(error))
    finally:
        writer.close()


async def _response(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    size = 0
    if b"content-length: " in lower:
        size = int(lower.partition(b"content-length: ")[2].partition(b"\r\n")[0])
    return int(head.split(maxsplit=2)[1]), await reader.readexactly(size)


async def _attack(port: int, attack: Attack) -> str:
    """Do what an attack does; return how it was answered."""
    answer = "no answer"
    try:
        async with asyncio.timeout(PATIENCE):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                for piece in attack.pieces:
                    writer.write(piece)
                    if attack.then is not Then.HOLD:
                        await writer.drain()
                    if len(attack.pieces) < MANY:
                        await asyncio.sleep(PAUSE)
                answer = await _aftermath(attack, reader, writer)
            finally:
                writer.close()
    except TimeoutError:
        answer = "TIMED OUT"
    except OSError:
        answer = "closed"
    return answer


async def _aftermath(
    attack: Attack, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> str:
    if attack.then is Then.HOLD:
        await asyncio.sleep(HOLDING)
        return "held"
    if attack.then is Then.READ:
        line = await reader.readline()
        return line.split()[1].decode() if line.startswith(b"HTTP/") else "closed"
    await asyncio.sleep(0.2)
    if attack.then is Then.RESET:
        reset = struct.pack("ii", 1, 0)
        sock: socket.socket = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        writer.transport.abort()
    return "left"


async def suffer(
    port: int,
    corpus: list[Attack],
    seconds: float,
    questions: tuple[tuple[str, bytes], ...] = ORDINARY,
) -> tuple[Suffered, dict[str, str]]:
    """Let ordinary clients work, for so many seconds or while the corpus is fired."""
    met, over = Suffered(), asyncio.Event()
    clients = [
        asyncio.ensure_future(_client(port, n, over, met, questions)) for n in range(CLIENTS)
    ]
    answers: dict[str, str] = {}
    waiting = iter(corpus)

    async def attacker() -> None:
        for attack in waiting:
            answers[attack.name] = await _attack(port, attack)

    if corpus:
        await asyncio.gather(*(attacker() for _ in range(ATTACKERS)))
    else:
        await asyncio.sleep(seconds)
    over.set()
    await asyncio.gather(*clients)
    return met, answers


def held(process: psutil.Process) -> int:
    """Return the bytes that a process and all that it started hold; what they share counts once."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        with suppress(psutil.Error):
            total += one.memory_full_info().pss if hasattr(os, "sched_getaffinity") else 0
    return total


def settled(process: psutil.Process, before: int, seconds: float = 30.0) -> int:
    """Wait until the memory is near what it was; return what it is then."""
    until = time.monotonic() + seconds
    while (now := held(process)) > before * 1.2 + 20 * MIB and time.monotonic() < until:
        time.sleep(0.5)
    return now


@contextmanager
def serving(seconds: float, memory: int, in_memory: int | None = None) -> Iterator[Server]:
    """Serve the bundled studies, with so many seconds and MiB for a query."""
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        build([load(study) for study in (FIRST_STUDY, INVENTED_STUDY)], GraphStore(store))
        options = ["--query-seconds", str(seconds), "--query-memory", str(memory)]
        options += [] if in_memory is None else ["--in-memory", str(in_memory)]
        options += ["--cache", "4"]  # what is kept is no leak
        with ours(store, *options) as server:
            yield server


def main() -> None:
    """Fire the whole corpus; print how it went and end with 1 if anybody suffered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long a query may take")
    parser.add_argument("--quiet", type=float, default=15.0, help="seconds of quiet")
    wanted = parser.parse_args()
    corpus = attacks()
    with serving(wanted.seconds, 1024) as server:
        process = psutil.Process(server.pid)
        asyncio.run(suffer(server.port, [], 3.0))
        quiet, _ = asyncio.run(suffer(server.port, [], wanted.quiet))
        before = held(process)
        begun = time.monotonic()
        loud, answers = asyncio.run(suffer(server.port, corpus, 0))
        taken = time.monotonic() - begun
        after = settled(process, before)
        last, _ = asyncio.run(suffer(server.port, [], 1.0))
    for name, answer in answers.items():
        print(f"{answer:>10}  {name}")
    wrong = quiet.wrong + loud.wrong + last.wrong
    print(f"\n{len(answers)} attacks in {taken:.0f} s: {dict(Counter(answers.values()))}")
    print(f"ordinary requests: {len(quiet.waited)} in quiet, {len(loud.waited)} beside attacks")
    print(f"failed: {len(wrong)} {wrong[:5]}")
    ratio = loud.p99 / quiet.p99
    print(f"p99: {quiet.p99 * 1000:.1f} ms, {loud.p99 * 1000:.1f} ms beside attacks: {ratio:.2f}x")
    print(f"memory: {before / MIB:.0f} MiB before, {after / MIB:.0f} MiB after")
    print("alive at the end" if last.waited else "DEAD at the end")
    late = [name for name, answer in answers.items() if answer == "TIMED OUT"]
    sys.exit(1 if wrong or late or not last.waited else 0)


if __name__ == "__main__":
    main()
