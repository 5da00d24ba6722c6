"""Requests that go straight from the wire to a worker: answered as the parser would have them."""

import json
import socket
import time
from collections.abc import Iterator

import pytest

from api.app import Service
from api.sending import PIECE
from api.wire import Protocol
from graph.service.limits import Limits
from graph.stores.embedded import GraphStore
from tests.test_wire import SLOW, THEMES, Served, read, rows, until


@pytest.fixture(scope="module")
def served(store: GraphStore) -> Iterator[Served]:
    """Serve the bundled study."""
    server = Served(store, Service(Limits(seconds=20.0, rows=5000)))
    yield server
    server.stop()


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows by one with each request that is parsed."""
    seen: list[str] = []
    begin = Protocol.on_message_begin

    def noted(self: Protocol) -> None:
        seen.append("parsed")
        begin(self)

    monkeypatch.setattr(Protocol, "on_message_begin", noted)
    return seen


def test_a_usual_head_is_parsed_once(served: Served, parsed: list[str]) -> None:
    """New queries under a head that came before aren't parsed, and answered alike."""
    requests = [served.get(f"{THEMES} #{n}", "user-agent: once") for n in range(4)]
    first, *others = served.ask(*requests)
    assert len(parsed) == 1
    for status, headers, body in others:
        assert (status, body) == (200, first[2])
        assert {**headers, "date": ""} == {**first[1], "date": ""}
    before = served.responses.hits
    served.ask(requests[2])
    assert served.responses.hits == before + 1


def test_encoded_letters_are_read(served: Served) -> None:
    """Percent-encoded UTF-8, signs and plus signs are read as the parser reads them."""
    said = 'SELECT ("é – ☃ + & # 100%" AS ?x) {}'
    served.ask(served.get("ASK {}", "user-agent: letters"))
    plain = served.get(said, "user-agent: letters")
    [(status, _, body), (_, _, again)] = served.ask(plain, plain.replace(b"%20", b"+"))
    assert status == 200
    assert json.loads(body)["results"]["bindings"][0]["x"]["value"] == "é – ☃ + & # 100%"
    assert again == body


@pytest.mark.parametrize(
    ("target", "head", "status"),
    [
        ("query=ASK%20%7B%7D&default-graph-uri=http://e/none", "", 200),
        ("query=ASK%20%7B%7D&query=ASK%20%7B%7D", "", 400),
        ("query=ASK%20%7B%7D&update=CLEAR%20ALL", "", 400),
        ("query=%20", "", 400),
        ("query=%FF", "", 400),
        ("query=ASK {}", "", 400),
        ("query=ASK%20%7B%7D", "sec-fetch-site: cross-site", 403),
        ("query=ASK%20%7B%7D", "x-new: 1", 200),
        ("query=ASK%20%7B%7D", 'if-none-match: "x"', 200),
        ("query=ASK%20%7B%7D", "content-length: 0", 200),
    ],
)
def test_all_else_is_parsed(
    served: Served, parsed: list[str], target: str, head: str, status: int
) -> None:
    """What has other parameters, other headers or isn't plain is left to the parser each time."""
    usual = f"host: 127.0.0.1:{served.port}\r\n"
    served.ask(f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n{usual}\r\n".encode())
    more = f"{head}\r\n" if head else ""
    request = f"GET /sparql?{target} HTTP/1.1\r\n{usual}{more}\r\n".encode()
    for _ in range(2):
        before = len(parsed)
        marked = request.replace(b"%7B", b"%7B%20" + b"%20" * (time.monotonic_ns() % 1000))
        [(found, _, _)] = served.ask(marked)
        assert found == status
        assert len(parsed) == before + 1


def test_what_is_wrong_is_said_alike(served: Served, parsed: list[str]) -> None:
    """An error is the same problem, to a program and to a browser, parsed or not."""
    for accept in ("*/*", "text/html"):
        taken = f"accept: {accept}, application/sparql-results+json"
        served.ask(served.get("ASK {}", taken))
        wrong = served.get("SELECT wrong", taken)
        before = len(parsed)
        [straight] = served.ask(wrong)
        assert len(parsed) == before
        [slow] = served.ask(wrong.replace(b"\r\n\r\n", b"\r\nx-other: 1\r\n\r\n"))
        assert len(parsed) == before + 1
        assert straight[0] == slow[0] == 400
        assert straight[2] == slow[2]
        assert {**straight[1], "date": ""} == {**slow[1], "date": ""}


def test_requests_that_come_meanwhile_wait(served: Served, parsed: list[str]) -> None:
    """What comes while a query runs is answered after it, in order."""
    served.ask(served.get("ASK {}", "user-agent: wait"))
    long = served.get("SELECT (COUNT(*) AS ?n) { ?a a ?c . ?d a ?e }", "user-agent: wait")
    before = len(parsed)
    with served.connect() as line, line.makefile("rb") as stream:
        line.sendall(long)
        time.sleep(0.02)
        line.sendall(served.get(f"{THEMES} #meanwhile", "user-agent: wait"))
        assert rows(read(stream)[2]) == 1
        assert rows(read(stream)[2]) == 7
    assert len(parsed) == before


def test_a_large_answer_comes_whole(served: Served, parsed: list[str]) -> None:
    """An answer larger than a piece comes whole, to a client that reads it slowly too."""
    served.ask(served.get("ASK {}", "user-agent: large"))
    query = "SELECT * { ?s ?p ?o } LIMIT 5000"
    before = len(parsed)
    with served.connect() as line, line.makefile("rb") as stream:
        line.sendall(served.get(query, "user-agent: large"))
        time.sleep(0.3)
        status, headers, body = read(stream)
        line.sendall(served.get("ASK {} #large", "user-agent: large"))
        assert b"boolean" in read(stream)[2]
    assert (status, rows(body)) == (200, 5000)
    assert int(headers["content-length"]) == len(body) > PIECE
    assert len(parsed) == before


def test_a_client_that_takes_nothing_is_left(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that doesn't read a large answer loses its connection."""
    monkeypatch.setattr("api.wire.STALLED", 0.2)
    served.ask(served.get("ASK {}", "user-agent: stalled"))
    endpoint = served.app.state.endpoint
    wide = " ".join(f"(?s AS ?s{n})" for n in range(20))
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.connect(("127.0.0.1", served.port))
        wanted = f"SELECT ?s {wide} {{ ?s ?p ?o }} LIMIT 5000"
        line.sendall(served.get(wanted, "user-agent: stalled"))
        until(lambda: endpoint.sending.bytes > 0)
        until(lambda: endpoint.sending.bytes == 0)


def test_a_client_that_goes_away_ends_its_plain_query(served: Served, parsed: list[str]) -> None:
    """When the connection is closed, so is the query, and counted as left."""
    served.ask(served.get("ASK {}", "user-agent: away"))
    workers = served.app.state.workers
    before = len(parsed)
    with served.connect() as line:
        line.sendall(served.get(SLOW, "user-agent: away"))
        until(lambda: workers.under_way() > 0)
    until(lambda: workers.under_way() == 0)
    assert len(parsed) == before


def test_what_runs_when_the_server_stops_is_told(store: GraphStore) -> None:
    """Queries past the grace and those that wait get 503 as a problem, and nobody a plain 500."""
    server = Served(store, Service(Limits(seconds=60.0, waiting=60.0), long_queries=1))
    server.ask(server.get("ASK {}", "user-agent: stopped"))
    workers = server.app.state.workers
    lines = [server.connect() for _ in range(8)]
    for number, line in enumerate(lines):
        other = ("x-other: 1",) if number % 2 else ()
        line.sendall(server.get(f"{SLOW} #{number}", "user-agent: stopped", *other))
    until(lambda: workers.under_way() == len(lines))
    server.stop()
    for line in lines:
        with line, line.makefile("rb") as stream:
            status, headers, body = read(stream)
            assert (status, headers["retry-after"]) == (503, "10")
            assert headers["content-type"] == "application/problem+json"
            assert "being stopped" in json.loads(body)["detail"]
