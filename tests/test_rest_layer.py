"""REST in front of FastAPI's routing: the same answers, and those that come again from memory."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import keeping
from api.app import Service, create_app
from api.keeping import KeepingLayer
from api.reading import Reading
from api.v1.layer import RestLayer
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from tests.test_wire import Served

ADDRESSES = (
    "/studies",
    "/studies/changing-the-culture",
    "/quotes?limit=3&include=respondent,themes",
    "/quotes?theme=barriers&format=csv",
    "/quotes?all=true&format=ndjson",
    "/quotes?explain=sparql",
    "/quotes/changing-the-culture/no-such-quote",
    "/quotes/changing-the-culture/",
    "/quotes?valens=barrier",
    "/quotes?format=turtle&limit=2",
    "/roles/academic",
    "/matrix?rows=role&columns=sector",
    "/gaps/query?gap=none",
    "/search?q=research",
    "/nothing",
    "/quotes/a/b/c",
)
_CHANGING = {"date", "content-length", "vary"}
"""Headers that needn't be alike: FastAPI's way has short answers vary by what isn't done."""


@pytest.fixture(scope="module")
def quick(store: GraphStore) -> Iterator[TestClient]:
    """Call the application as it's served."""
    with TestClient(create_app(GraphStore(store.path)), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def slow(store: GraphStore) -> Iterator[TestClient]:
    """Call the application by FastAPI's routes alone."""
    app = create_app(GraphStore(store.path))
    ours = {RestLayer.__name__, KeepingLayer.__name__}
    app.user_middleware = [
        each for each in app.user_middleware if getattr(each.cls, "__name__", "") not in ours
    ]
    with TestClient(app, base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("address", ADDRESSES)
def test_both_ways_answer_alike(quick: TestClient, slow: TestClient, address: str) -> None:
    """Status, headers and body are what FastAPI's own routing gives, errors included."""
    plain = {"Accept-Encoding": "identity"}
    one, other = (each.get(f"/api/v1{address}", headers=plain) for each in (quick, slow))
    assert one.status_code == other.status_code
    shown = [
        {name: value for name, value in each.headers.items() if name not in _CHANGING}
        for each in (one, other)
    ]
    assert shown[0] == shown[1]
    assert one.content == other.content


def test_methods_and_validators(quick: TestClient, slow: TestClient) -> None:
    """HEAD, POST and If-None-Match are answered alike too."""
    for client in (quick, slow):
        head = client.head("/api/v1/quotes")
        assert (head.status_code, head.content) == (200, b"")
        assert client.post("/api/v1/quotes").status_code == 405
        known = {"If-None-Match": head.headers["etag"]}
        same = client.get("/api/v1/quotes", headers=known)
        assert (same.status_code, same.content) == (304, b"")


def test_pages_of_other_sites_are_refused(quick: TestClient, slow: TestClient) -> None:
    """A page elsewhere on the web can't ask, and a foreign name isn't answered."""
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
    for client in (quick, slow):
        assert client.get("/api/v1/quotes", headers=foreign).status_code == 403
        assert client.get("/api/v1/quotes", headers={"Host": "evil.test"}).status_code == 400


# ---------------------------------------------------------------- what is kept


@pytest.fixture(scope="module")
def served(store: GraphStore) -> Iterator[Served]:
    """Serve the bundled study over a socket."""
    server = Served(GraphStore(store.path))
    yield server
    server.stop()


def _request(address: str, *headers: str) -> bytes:
    lines = [f"GET /api/v1{address} HTTP/1.1", "host: 127.0.0.1", *headers, "", ""]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("address", ["/quotes?limit=2", "/search?q=research", "/stats"])
def test_what_comes_again_is_answered_from_memory(served: Served, address: str) -> None:
    """A request whose bytes came before gets the same answer, without being read."""
    before = served.responses.hits
    first, again = served.ask(_request(address), _request(address))
    assert first[0] == again[0] == 200
    assert first[2] == again[2]
    assert {k: v for k, v in first[1].items() if k != "date"} == {
        k: v for k, v in again[1].items() if k != "date"
    }
    assert served.responses.hits == before + 1


def test_a_compressed_answer_is_kept_by_itself(served: Served) -> None:
    """Who takes gzip and who doesn't get each their own."""
    plain, packed = _request("/quotes"), _request("/quotes", "accept-encoding: gzip")
    answers = served.ask(plain, packed, plain, packed)
    assert ["content-encoding" in headers for _, headers, _ in answers] == [False, True] * 2
    assert answers[0][2] == answers[2][2]


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("/quotes?limit=4", ("authorization: Bearer x",)),
        ("/quotes?limit=4", ("cookie: a=b",)),
        ("/quotes?limit=4", ("if-none-match: *",)),
        ("/quotes?limit=0", ()),
        ("/quotes/a/b", ()),
    ],
)
def test_what_is_somebodys_own_isnt_kept(
    served: Served, address: str, headers: tuple[str, ...]
) -> None:
    """Requests with rights or cookies, errors, and what is unchanged are answered each time."""
    before = served.responses.hits
    one, other = served.ask(_request(address, *headers), _request(address, *headers))
    assert one[0] == other[0]
    assert served.responses.hits == before


def test_what_is_large_isnt_kept(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer of more bytes than may be kept is made each time."""
    monkeypatch.setattr(keeping, "LARGEST", 100)
    before = served.responses.hits
    served.ask(_request("/quotes?limit=5"), _request("/quotes?limit=5"))
    assert served.responses.hits == before


def test_a_build_is_seen_at_once(invented: Study, tmp_path: Path) -> None:
    """What was kept of the store before isn't given after a build."""
    store = GraphStore(tmp_path / "store")
    build([invented], store)
    server = Served(store)
    try:
        request = _request("/studies?fields=title")
        before = server.ask(request, request)[1]
        info = replace(invented.info, title="Another title")
        build([replace(invented, info=info)], store)
        (after,) = server.ask(request)
    finally:
        server.stop()
    assert json.loads(before[2])["items"] == [{"title": invented.info.title}]
    assert json.loads(after[2])["items"] == [{"title": "Another title"}]


def test_behind_a_door_nothing_is_kept(store: GraphStore) -> None:
    """Where reading takes a token, nobody without gets what was answered to somebody with one."""
    server = Served(GraphStore(store.path), reading=Reading.READ)
    try:
        answers = server.ask(_request("/quotes"), _request("/quotes"))
        assert [status for status, _, _ in answers] == [401, 401]
        assert len(server.responses) == 0
    finally:
        server.stop()


def test_with_no_cache_nothing_is_kept(store: GraphStore) -> None:
    """A server that is told to keep nothing makes each answer anew."""
    server = Served(GraphStore(store.path), Service(cache=0))
    try:
        one, other = server.ask(_request("/quotes"), _request("/quotes"))
        assert one[2] == other[2]
        assert (len(server.responses), server.responses.hits) == (0, 0)
    finally:
        server.stop()
