"""A load generator: so many clients, each with a connection that stays open, ask without a pause.

It speaks just enough HTTP/1.1 to know where a response ends, so that it's quicker than what it
measures. It runs in a process of its own (`python -m bench.load`): what it takes is the same for
every server.
"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from itertools import count, cycle
from urllib.parse import quote

import uvloop

END_OF_CHUNKS = b"0\r\n\r\n"
_TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class Load:
    """What is asked: ``queries`` in turn, with ``is_new`` none like another, by a comment."""

    port: int
    path: str
    queries: tuple[str, ...]
    clients: int
    seconds: float
    is_new: bool
    accept: str = "application/sparql-results+json"
    gzip: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of it: requests a second, failures, and milliseconds of latency."""

    rate: float
    failures: int
    median: float
    p99: float
    bytes: int


class Client(asyncio.Protocol):
    """A connection that asks again as soon as it was answered, until there is nothing to ask."""

    def __init__(self, requests: Iterator[bytes], done: Callable[[], None]) -> None:
        """``done`` is called when the connection is closed."""
        self._requests = requests
        self._done = done
        self._head = b""
        self._missing = -1
        self._begun = 0.0
        self.latencies: list[float] = []
        self.failures = 0
        self.bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Ask for the first time."""
        self._transport = transport
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Look for the end of the response."""
        self.bytes += len(data)
        if self._missing == -1:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            self._start_body(self._head[: end + 4].lower(), len(self._head) - end - 4)
            data, self._head = self._head, b""
        elif self._missing >= 0:
            self._missing -= len(data)
        if self._missing == 0 or (self._missing < -1 and data.endswith(END_OF_CHUNKS)):
            self._missing = -1
            self.latencies.append(time.perf_counter() - self._begun)
            self._ask()

    def _start_body(self, head: bytes, have: int) -> None:
        self.failures += not head.startswith(b"http/1.1 200")
        if b"content-length: " in head:
            length = int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0])
            self._missing = length - have
        else:
            self._missing = -2

    def connection_lost(self, exc: Exception | None) -> None:
        """Count a connection that broke while it waited."""
        del exc
        self.failures += self._begun > 0
        self._done()

    def _ask(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self._begun = 0.0
            self._transport.close()
            return
        self._begun = time.perf_counter()
        self._transport.write(request)


def requests_of(load: Load) -> Iterator[bytes]:
    """Yield requests, whole, until the time is over."""
    until = time.monotonic() + load.seconds
    coding = "accept-encoding: gzip\r\n" if load.gzip else ""
    tail = f" HTTP/1.1\r\nhost: 127.0.0.1:{load.port}\r\naccept: {load.accept}\r\n{coding}\r\n"
    encoded = tail.encode()
    whole = [f"GET {load.path}?query={quote(query, safe='')}".encode() for query in load.queries]
    mark = time.monotonic_ns()
    for number, start in zip(count(), cycle(whole), strict=False):
        if time.monotonic() > until:
            return
        yield start + (b"%%23%d.%d" % (mark, number) if load.is_new else b"") + encoded


async def _run(load: Load) -> Figures:
    loop = asyncio.get_running_loop()
    requests = requests_of(load)
    ended = [loop.create_future() for _ in range(load.clients)]
    clients = []
    start = time.perf_counter()
    for future in ended:
        _, client = await loop.create_connection(
            lambda done=future: Client(requests, lambda: done.set_result(None)),  # type: ignore[misc]
            "127.0.0.1",
            load.port,
        )
        clients.append(client)
    async with asyncio.timeout(load.seconds + _TIMEOUT):
        await asyncio.gather(*ended)
    taken = time.perf_counter() - start
    times = sorted(one for client in clients for one in client.latencies)
    middle, late = (times[int(share * (len(times) - 1))] * 1000 for share in (0.5, 0.99))
    return Figures(
        len(times) / taken,
        sum(client.failures for client in clients),
        middle,
        late,
        sum(client.bytes for client in clients),
    )


def measure(load: Load) -> Figures:
    """Run a load from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asdict(load)),
        capture_output=True,
        text=True,
        check=True,
    )
    return Figures(**json.loads(done.stdout))


def main() -> None:
    """Run the load that stands on standard input, and print its figures."""
    given = json.load(sys.stdin)
    load = Load(**{**given, "queries": tuple(given["queries"])})
    print(json.dumps(asdict(uvloop.run(_run(load)))))


if __name__ == "__main__":
    main()
