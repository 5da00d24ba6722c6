"""HTTP as it comes over a socket: what is kept, what is refused, what must never be mixed up."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

import pytest
import uvicorn

from api import sparql, wire
from api.app import Service, create_app
from api.cache import Cache, Headers, Kept
from api.reading import Reading
from api.wire import protocol_for
from graph.model import Study
from graph.service.limits import Limits
from graph.stores.build import build
from graph.stores.embedded import GraphStore

THEMES = "SELECT ?t { ?t a tg:Theme } ORDER BY ?t"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


class Served:
    """A server in a thread, and what a test does to it."""

    def __init__(
        self,
        store: GraphStore,
        service: Service | None = None,
        reading: Reading = Reading.OPEN,
    ) -> None:
        """Start it."""
        self.app = create_app(store, service=service, reading=reading)
        self.responses: Cache[bytes] = self.app.state.endpoint.responses
        listener = socket.create_server(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        config = uvicorn.Config(
            self.app,
            http=protocol_for(self.app.state.endpoint),
            log_level="critical",
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listener],), daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it."""
        self._server.should_exit = True
        self._thread.join(20)

    def connect(self) -> socket.socket:
        """Open a connection."""
        return socket.create_connection(("127.0.0.1", self.port), 30)

    def get(self, query: str, *headers: str, method: str = "GET") -> bytes:
        """Return a request for a query."""
        lines = [f"{method} /sparql?query={quote(query)} HTTP/1.1", f"host: 127.0.0.1:{self.port}"]
        return "\r\n".join([*lines, *headers, "", ""]).encode()

    def ask(self, *requests: bytes) -> list[tuple[int, dict[str, str], bytes]]:
        """Send requests one after the other over one connection; return the answers."""
        with self.connect() as line, line.makefile("rb") as stream:
            answers = []
            for request in requests:
                line.sendall(request)
                answers.append(read(stream, has_body=not request.startswith(b"HEAD")))
            return answers


def read(stream: BinaryIO, *, has_body: bool = True) -> tuple[int, dict[str, str], bytes]:
    """Read one response."""
    status = int(stream.readline().split()[1])
    headers = {}
    while (line := stream.readline().strip()) != b"":
        name, _, value = line.decode().partition(": ")
        headers[name] = value
    size = int(headers.get("content-length", "0")) if has_body and status != 304 else 0
    return status, headers, stream.read(size)


@pytest.fixture(scope="module")
def served(store: GraphStore) -> Iterator[Served]:
    """Serve the bundled study, with little time for queries."""
    server = Served(store, Service(Limits(seconds=20.0, rows=5000)))
    yield server
    server.stop()


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; half a minute at most."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def rows(body: bytes) -> int:
    """Return how many rows there are."""
    return len(json.loads(body)["results"]["bindings"])


# ---------------------------------------------------------------- what is kept


def test_a_repeated_request_is_answered_as_the_first(served: Served) -> None:
    """The same bytes get the same answer from the cache, with a date, and other bytes their own."""
    request = served.get(f"{THEMES} #same")
    before = served.responses.hits
    first, second, other, third = served.ask(request, request, served.get("ASK {}"), request)
    assert served.responses.hits == before + 2
    assert first[0] == second[0] == 200
    assert first[2] == second[2] == third[2]
    assert rows(first[2]) == 7
    assert {**first[1], "date": ""} == {**second[1], "date": ""}
    assert "date" in second[1]
    assert b"boolean" in other[2]


def test_the_client_has_it_already(served: Served) -> None:
    """An ETag that is sent back is answered with 304, each format and coding having its own."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 100"
    plain, csv, packed = served.ask(
        served.get(query),
        served.get(query, "accept: text/csv"),
        served.get(query, "accept-encoding: br, gzip"),
    )
    tags = [answer[1]["etag"] for answer in (plain, csv, packed)]
    assert len(set(tags)) == 3
    assert packed[1]["content-encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == plain[2]
    again = served.get(query, f'if-none-match: "other", W/{tags[0]}')
    for status, headers, body in served.ask(again, again):
        assert (status, body) == (304, b"")
        assert headers["etag"] == tags[0]
        assert headers["cache-control"] == "private, no-cache"
        assert headers["vary"] == "Accept, Accept-Encoding"
    [other] = served.ask(served.get(query, f"if-none-match: {tags[1]}"))
    assert other[0] == 200


@pytest.mark.parametrize("coding", ["", "gzip;q=0", "br", "gzip;q=0.000"])
def test_what_takes_no_gzip_gets_none(served: Served, coding: str) -> None:
    """Only who accepts gzip gets it."""
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 90"
    [answer] = served.ask(served.get(query, f"accept-encoding: {coding}"))
    assert "content-encoding" not in answer[1]
    assert rows(answer[2]) == 90


def test_what_changes_by_itself_is_not_kept(served: Served) -> None:
    """A query with NOW() or RAND() is run each time."""
    request = served.get("SELECT (RAND() AS ?x) (NOW() AS ?y) {}")
    first, second = served.ask(request, request)
    assert first[2] != second[2]
    assert first[1]["cache-control"] == "no-store"
    assert "etag" not in first[1]


@pytest.mark.parametrize(
    "header",
    ["authorization: Bearer x", "cookie: a=b", "connection: close", "origin: http://127.0.0.1"],
)
def test_personal_requests_are_not_kept(served: Served, header: str) -> None:
    """No whole response is kept of a request that says who asks, or closes the connection."""
    request = served.get(f"ASK {{}} #{header}", header)
    served.ask(request)
    before = served.responses.hits
    served.ask(request)
    assert served.responses.hits == before


def test_errors_are_not_kept(served: Served) -> None:
    """A wrong query is looked at each time."""
    request = served.get("SELECT wrong")
    before = served.responses.hits
    assert [answer[0] for answer in served.ask(request, request)] == [400, 400]
    assert served.responses.hits == before


def test_requests_in_a_row_are_answered_in_turn(served: Served) -> None:
    """Requests that are sent at once are answered each, in their order, kept or not."""
    one, two = served.get("ASK {}"), served.get(THEMES)
    served.ask(one, two)
    with served.connect() as line, line.makefile("rb") as stream:
        for _ in range(2):
            line.sendall(one + two + one)
            bodies = [read(stream)[2] for _ in range(3)]
            assert b"boolean" in bodies[0]
            assert rows(bodies[1]) == 7
            assert b"boolean" in bodies[2]
        line.sendall(one[:20])
        time.sleep(0.1)
        line.sendall(one[20:] + two[:30])
        assert b"boolean" in read(stream)[2]
        line.sendall(two[30:])
        assert rows(read(stream)[2]) == 7


def test_a_body_in_its_own_packet_is_not_mixed_up(served: Served) -> None:
    """Two POSTs with the same head and other bodies get each its own answer."""
    head = (
        f"POST /sparql HTTP/1.1\r\nhost: 127.0.0.1:{served.port}\r\n"
        "content-type: application/sparql-query\r\ncontent-length: {}\r\n\r\n"
    )
    with served.connect() as line, line.makefile("rb") as stream:
        for _ in range(2):
            for query, says in (("ASK {}", b"true"), ("ASK {?s a 1}", b"false")):
                padded = query.ljust(20)
                line.sendall(head.format(len(padded)).encode())
                time.sleep(0.05)
                line.sendall(padded.encode())
                assert says in read(stream)[2]


def test_head_is_get_without_the_body(served: Served) -> None:
    """HEAD gets the headers of GET, and no body, also when GET's answer is kept."""
    [get] = served.ask(served.get(THEMES))
    for answer in served.ask(*[served.get(THEMES, method="HEAD")] * 2):
        assert (answer[0], answer[2]) == (200, b"")
        assert answer[1]["content-length"] == get[1]["content-length"]


def test_a_change_of_the_store_is_seen_at_once(
    bundled: Study, invented: Study, tmp_path: Path
) -> None:
    """After a change nothing is answered from what was kept before."""
    store = GraphStore(tmp_path / "store")
    build([bundled], store)
    server = Served(store)
    try:
        request = server.get(THEMES)
        first, second = server.ask(request, request)
        build([invented], store)
        third, fourth = server.ask(request, request)
        assert rows(first[2]) == rows(second[2]) == 7
        assert rows(third[2]) == rows(fourth[2]) == 7 + len(invented.themes)
        assert first[1]["etag"] != third[1]["etag"]
    finally:
        server.stop()


def test_a_cache_is_bounded() -> None:
    """A cache holds no more bytes than it may, forgets what was used least, and all at a change."""
    kept = Kept(200, Headers(), b"x" * 1000, b'"e"')
    cache: Cache[str] = Cache(size=10_000)
    for number in range(20):
        cache.put(str(number), "one", kept, 10)
        assert cache.get("0", "one") is kept
    assert cache.bytes <= 10_000
    assert 2 < len(cache) < 10
    assert cache.get("1", "one") is None
    cache.put("large", "one", Kept(200, Headers(), b"x" * 3000, b""), 10)
    assert cache.get("large", "one") is None
    assert cache.get("0", "two") is None
    assert (len(cache), cache.bytes) == (0, 0)


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("query", "limits", "status", "limit", "says"),
    [
        ("SELECT * { ?s ?p ?o }", Limits(rows=100), 422, "rows", "--query-rows"),
        (SLOW, Limits(seconds=0.5), 504, "seconds", "--query-seconds"),
    ],
    ids=["rows", "seconds"],
)
def test_a_limit_is_said(
    store: GraphStore, query: str, limits: Limits, status: int, limit: str, says: str
) -> None:
    """A query that passes a limit gets a problem that names it, and how to raise it."""
    server = Served(store, Service(limits))
    try:
        [(found, headers, body)] = server.ask(server.get(query))
        problem = json.loads(body)
        assert (found, headers["content-type"]) == (status, "application/problem+json")
        assert (problem["limit"], problem["option"]) == (limit, says)
        assert says in problem["detail"]
    finally:
        server.stop()


def test_a_full_queue_says_when_to_come_back(store: GraphStore) -> None:
    """When no more queries are taken the answer is 503 with Retry-After."""
    server = Served(store, Service(Limits(seconds=30.0, queue=0), long_queries=1))
    workers = server.app.state.workers
    until(workers.is_ready)
    try:
        with server.connect() as line:
            line.sendall(server.get(SLOW))
            until(lambda: workers.aside() == 1)
            [(status, headers, _)] = server.ask(server.get(f"{SLOW} #"))
        assert (status, headers["retry-after"]) == (503, "10")
    finally:
        server.stop()


def test_a_client_that_goes_away_ends_its_query(store: GraphStore) -> None:
    """When the connection of a query is closed, its worker is free for others at once."""
    server = Served(store, Service(Limits(seconds=600.0), long_queries=1))
    workers = server.app.state.workers
    try:
        for _ in range(2):
            with server.connect() as line:
                line.sendall(server.get(SLOW))
                until(lambda: workers.under_way() == 1)
            until(lambda: workers.under_way() == 0)
        assert rows(server.ask(server.get(THEMES))[0][2]) == 7
    finally:
        server.stop()


def test_a_head_that_is_too_long_is_refused(served: Served) -> None:
    """A request's head has at most 256 KiB; more is answered with 431, and the line closed."""
    with served.connect() as line, line.makefile("rb") as stream:
        line.sendall(b"GET /sparql HTTP/1.1\r\n")
        for _ in range(wire.MAX_HEAD // 1000 + 1):
            line.sendall(b"x: " + b"y" * 995 + b"\r\n")
        assert stream.readline().split()[1] == b"431"


def test_what_comes_too_slowly_is_ended(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A head that doesn't end is answered with 408 and closed, and so is a body."""
    monkeypatch.setattr(wire, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(sparql, "BODY_SECONDS", 0.2)
    with served.connect() as line, line.makefile("rb") as stream:
        line.sendall(b"GET /sparql HTTP/1.1\r\nhost: 127")
        assert stream.readline().split()[1] == b"408"
        assert b"close" in stream.read()
    with served.connect() as line, line.makefile("rb") as stream:
        line.sendall(
            b"POST /sparql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 99\r\n"
            b"content-type: application/sparql-query\r\n\r\nASK"
        )
        assert read(stream)[0] == 408


def test_other_names_and_sites_are_refused(served: Served) -> None:
    """A request under another name is refused, and what a page elsewhere sends."""
    foreign = served.get(THEMES).replace(b"host: 127.0.0.1", b"host: evil.example")
    assert served.ask(foreign)[0][0] == 400
    [answer] = served.ask(served.get(THEMES, "sec-fetch-site: cross-site"))
    assert answer[0] == 403
    assert answer[1]["x-content-type-options"] == "nosniff"
    link = served.get(THEMES, "sec-fetch-site: cross-site", "sec-fetch-mode: navigate")
    assert served.ask(link)[0][0] == 200
