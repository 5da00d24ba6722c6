"""A store on a server: built, asked and served as one in a folder; what fails is said."""

import base64
import re
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from api.cli import app
from api.elsewhere import create_remote_app
from graph.answers import KINDS, Filters, StudyAnswer, ask, every, find_study
from graph.errors import InputError, QueryError, StoreError, ThemegraphError
from graph.model import Study
from graph.rdf.iris import StudyIris
from graph.rdf.quads import study_from_quads
from graph.service.sparql import Graphs
from graph.stores import http as remote_http
from graph.stores.build import build, remove
from graph.stores.embedded import GraphStore
from graph.stores.http import Server, addresses
from graph.stores.rebinding import written_out
from graph.stores.remote import ROWS, RemoteSnapshot, RemoteStore
from ontology.questions import questions
from tests.servers import oxigraph, virtuoso


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the engine's own server."""
    with oxigraph(tmp_path_factory.mktemp("server") / "store") as address:
        yield address


@pytest.fixture(scope="module")
def there(place: str, bundled: Study) -> Iterator[RemoteStore]:
    """Return a store on that server with the bundled study."""
    found = RemoteStore(Server(place, {}))
    assert build([bundled], found)
    yield found
    found.server.close()


def _same_lists(there: RemoteStore, store: GraphStore) -> None:
    for kind in KINDS.values():
        far, near = (
            [
                {name: sorted(text.split()) for name, text in row.items()}
                for row in every(each.snapshot(), kind, Filters())
            ]
            for each in (there, store)
        )
        assert far == near, kind.name
        assert far, kind.name


def test_lists(there: RemoteStore, store: GraphStore) -> None:
    """Every list has the same records, whether the store is a folder or a server."""
    assert isinstance(there.snapshot(), RemoteSnapshot)
    _same_lists(there, store)


def test_questions(there: RemoteStore, store: GraphStore) -> None:
    """Every competency question is answered alike, its parameters bound."""
    for question in questions().values():
        bound = {each.name: each.example for each in question.parameters}
        far = there.snapshot().solutions(question.text, bound)
        near = store.snapshot().solutions(question.text, bound)
        key = lambda row: sorted(row.items())  # noqa: E731 -- as rows of equal order may be mixed
        assert sorted(map(key, far)) == sorted(map(key, near)), question.number


def test_study_comes_back(there: RemoteStore, bundled: Study) -> None:
    """A study read back from a server is equal to what went in."""
    iris = StudyIris(find_study(there.snapshot(), bundled.info.id).iri)
    assert study_from_quads(there.snapshot().graph(iris.coded), iris) == bundled


def test_building_again(there: RemoteStore, bundled: Study) -> None:
    """Building the same study again changes nothing, nor the version."""
    before = there.version()
    assert not build([bundled], there)
    assert there.version() == before


def test_version(there: RemoteStore, bundled: Study, invented: Study) -> None:
    """The version changes with every build and removal; a removed study is gone."""
    seen = {there.version()}
    build([invented], there)
    seen.add(there.version())
    found = ask(there.snapshot(), StudyAnswer)
    assert {each.id for each in found} == {bundled.info.id, invented.info.id}
    remove(StudyIris(find_study(there.snapshot(), invented.info.id).iri), there)
    assert [each.id for each in ask(there.snapshot(), StudyAnswer)] == [bundled.info.id]
    assert len(seen | {there.version()}) == 3


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/explorer/data.json",
        "/api/v1/themes",
        "/api/v1/gaps?limit=5",
        "/data/changing-the-culture",
        "/query",
        "/sparql?query=ASK%20%7B%20?t%20a%20tg:Theme%20%7D",
    ],
)
def test_served(there: RemoteStore, path: str) -> None:
    """REST, gaps, the explorer, linked data and queries are served from a server."""
    client = TestClient(create_remote_app(there, ("testserver",)), base_url="http://testserver")
    assert client.get(path).status_code == HTTPStatus.OK


def test_served_alike(there: RemoteStore, store: GraphStore) -> None:
    """A query that names no graph sees the union of all, on a server whose default graph isn't."""
    text = "SELECT ?label { ?t a tg:Theme ; skos:prefLabel ?label }"
    found = there.forward(text, ROWS).body
    rows = ox.parse_query_results(found, format=ox.QueryResultsFormat.JSON)
    assert isinstance(rows, ox.QuerySolutions)
    assert {row["label"].value for row in rows} == {
        row["label"] for row in every(store.snapshot(), KINDS["themes"], Filters())
    }


@pytest.mark.parametrize("path", ["/graphs", "/api/v1/search?q=trust"])
def test_not_there(there: RemoteStore, path: str) -> None:
    """What needs a folder answers that it isn't done here, and where the store is."""
    client = TestClient(create_remote_app(there, ("testserver",)), base_url="http://testserver")
    answer = client.get(path)
    assert answer.status_code == HTTPStatus.NOT_IMPLEMENTED
    assert there.server.place in answer.json()["detail"]


def test_operation_of_what_is_elsewhere(there: RemoteStore) -> None:
    """A store on a server has /health, /ready, which asks that server, and /metrics of queries."""
    app = create_remote_app(there, ("testserver",))
    client = TestClient(app, base_url="http://testserver")
    assert client.get("/health").json() == {"status": "alive"}
    assert (client.get("/ready").status_code, client.get("/ready").json()["reasons"]) == (200, [])
    assert client.get("/sparql", params={"query": "ASK {}"}).status_code == 200
    calling = "ASK { SERVICE <http://127.0.0.1:9/> {} }"
    assert client.get("/sparql", params={"query": calling}).status_code == HTTPStatus.BAD_REQUEST
    told = client.get("/metrics").text
    assert 'themegraph_queries_total{outcome="answered"} 1.0' in told
    assert 'themegraph_queries_total{outcome="refused"} 1.0' in told


def test_service_refused(there: RemoteStore) -> None:
    """SERVICE is refused before a query is passed on: the server might follow it."""
    with pytest.raises(QueryError):
        there.forward("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", ROWS)


def test_update(there: RemoteStore) -> None:
    """An update goes to the server, and changes the version even if the size stays."""
    before = there.version()
    there.change("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
    assert there.version() != before


def test_virtuoso(tmp_path: Path, bundled: Study, store: GraphStore) -> None:
    """A server whose engine finds other rows than SPARQL says is copied from, and asked here."""
    with virtuoso(tmp_path / "virtuoso") as place:
        there = RemoteStore(Server(place, {"THEMEGRAPH_STORE_KIND": "virtuoso"}))
        assert build([bundled], there)
        assert not isinstance(there.snapshot(), RemoteSnapshot)
        _same_lists(there, store)
        assert not build([bundled], there)
        there.server.close()


def test_shortened(tmp_path: Path, bundled: Study) -> None:
    """An answer that a server has cut off at its own limit is an error, never a shorter result."""
    with virtuoso(tmp_path / "virtuoso", rows=100) as place:
        there = RemoteStore(Server(place, {"THEMEGRAPH_STORE_KIND": "virtuoso"}))
        build([bundled], there)
        with pytest.raises(StoreError, match="100 rows at most"):
            there.snapshot()
        there.server.close()


# ---------------------------------------------------------------- a server made to fail


Answerer = Callable[[BaseHTTPRequestHandler], tuple[int, dict[str, str], bytes]]


@pytest.fixture
def failing() -> Iterator[Callable[[Answerer], str]]:
    """Serve by a function; each server is ended with the test."""
    servers = []

    def start(answer: Answerer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, headers, body = answer(self)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_PUT = do_POST  # noqa: N815 -- the same

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in servers:
        server.shutdown()
        server.server_close()
        thread.join()


def _asked(place: str, environment: dict[str, str] | None = None) -> bytes:
    server = Server(place, {"NETRC": "/nowhere"} | (environment or {}), pause=0.001)
    try:
        return server.read({"query": "ASK {}"}, ROWS).body
    finally:
        server.close()


def test_tries_again(failing: Callable[[Answerer], str]) -> None:
    """What may be repeated is tried again after a passing failure."""
    seen: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        seen.append(request.path)
        return (503, {}, b"busy") if len(seen) < remote_http.TRIES else (200, {}, b"{}")

    assert _asked(failing(answer)) == b"{}"
    assert len(seen) == remote_http.TRIES


def test_gives_up(failing: Callable[[Answerer], str]) -> None:
    """After some tries the error says where, what the server said, and how often it was tried."""
    place = failing(lambda _: (503, {}, b"busy with a backup"))
    with pytest.raises(StoreError, match=r"query: answered 503 \(busy with a backup\); tried 4 t"):
        _asked(place)


def test_a_wrong_query_is_said_to_be_wrong(there: RemoteStore) -> None:
    """SPARQL 1.1 Protocol, 2.1.6: a malformed query is 400 with the server's words, not 503."""
    client = TestClient(create_remote_app(there, ("testserver",)), base_url="http://testserver")
    answer = client.get("/sparql", params={"query": "SELECT * WHERE { ?s ?p }"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert re.search(r"answered 400 to POST \(.+\)", answer.json()["detail"])


@pytest.mark.parametrize(
    ("status", "kind"), [(400, QueryError), (401, StoreError), (404, StoreError), (500, StoreError)]
)
def test_who_is_to_mend_a_query(
    failing: Callable[[Answerer], str], status: int, kind: type[ThemegraphError]
) -> None:
    """A query that the server calls wrong is the asker's to mend, all else whoever runs it."""
    found = RemoteStore(Server(failing(lambda _: (status, {}, b"said so")), {"NETRC": "/nowhere"}))
    with pytest.raises(kind, match=rf"answered {status} to POST \(said so\)"):
        found.forward("ASK {}", ROWS, Graphs(("urn:g",), ()))
    found.server.close()


def test_updates_are_sent_once(failing: Callable[[Answerer], str]) -> None:
    """An update isn't tried again: the server may have made it."""
    seen: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        seen.append(request.path)
        return 503, {}, b""

    server = Server(failing(answer), {"NETRC": "/nowhere"})
    with pytest.raises(StoreError):
        server.change("CLEAR ALL")
    server.close()
    assert seen == ["/update"]


def test_credentials(failing: Callable[[Answerer], str], tmp_path: Path) -> None:
    """Who asks comes from the environment, as a token or as name and password, or from .netrc."""
    seen: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        seen.append(request.headers.get("Authorization", ""))
        return 200, {}, b"{}"

    place = failing(answer)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login mara password secret\n", encoding="ascii")
    netrc.chmod(0o600)
    _asked(place, {"THEMEGRAPH_STORE_TOKEN": "abc"})
    _asked(place, {"THEMEGRAPH_STORE_USER": "mara", "THEMEGRAPH_STORE_PASSWORD": "secret"})
    _asked(place, {"NETRC": str(netrc)})
    basic = "Basic " + base64.b64encode(b"mara:secret").decode()
    assert seen == ["Bearer abc", basic, basic]


def test_credentials_stay(failing: Callable[[Answerer], str]) -> None:
    """No redirect is followed, so credentials reach nobody else; no error names them."""
    place = failing(lambda _: (307, {"Location": "http://127.0.0.1:9/"}, b""))
    with pytest.raises(StoreError, match="answered 307") as caught:
        _asked(place, {"THEMEGRAPH_STORE_TOKEN": "very-secret"})
    assert "very-secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("place", "environment", "told"),
    [
        ("https://mara:secret@example.org/", {}, "must not hold a name or password"),
        ("http://example.org/", {"THEMEGRAPH_STORE_TOKEN": "t"}, "use https"),
        ("https://example.org/", {"THEMEGRAPH_STORE_KIND": "tape"}, "use one of oxigraph"),
        ("https://example.org/", {"THEMEGRAPH_STORE_SECONDS": "soon"}, "number of seconds"),
        ("https://", {}, "isn't an address"),
    ],
)
def test_refused(place: str, environment: dict[str, str], told: str) -> None:
    """An address or a setting that can't be used is refused, with how to mend it."""
    with pytest.raises(InputError, match=told) as caught:
        Server(place, {"NETRC": "/nowhere"} | environment)
    assert "secret" not in str(caught.value)


def test_unreachable() -> None:
    """A server that isn't there is an error that names its address."""
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:9/query: can't be reached"):
        _asked("http://127.0.0.1:9")


def test_half_built(failing: Callable[[Answerer], str]) -> None:
    """A build that fails half way says which graphs were replaced."""
    columns = b'"subject","predicate","object"'
    empty = b'{"head":{"vars":[%b]},"results":{"bindings":[]}}' % columns
    puts: list[str] = []

    def answer(request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        if request.command == "POST":
            return 200, {"Content-Type": ROWS}, empty
        puts.append(request.path)
        return (204, {}, b"") if "urn%3Aone" in request.path else (507, {}, b"disk full")

    there = RemoteStore(Server(failing(answer), {"NETRC": "/nowhere"}))
    node = ox.NamedNode("urn:n")
    graphs = [
        (name, {ox.Quad(node, node, node, ox.NamedNode(name))}) for name in ("urn:one", "urn:two")
    ]
    with pytest.raises(StoreError, match=r"507.*Of 2 graphs 1 were replaced \(urn:one\)"):
        there.replace_by(lambda _: graphs)
    there.server.close()


def test_addresses() -> None:
    """Addresses follow the server's kind; each can be given by itself."""
    base = "https://example.org/db/"
    assert addresses(base, {}).query == "https://example.org/db/query"
    found = addresses(
        base, {"THEMEGRAPH_STORE_KIND": "fuseki", "THEMEGRAPH_STORE_QUERY": "https://r.example/q"}
    )
    assert (found.query, found.graphs) == ("https://r.example/q", "https://example.org/db/data")


def test_written_out() -> None:
    """A bound variable is its term everywhere, strings, comments and lists of columns aside."""
    query = "SELECT ?a (?b AS ?c) WHERE { ?a ?p ?b . FILTER(?b = '?b') } # ?b\nGROUP BY ?a ?b"
    told = written_out(query, {"b": ox.Literal("x")})
    assert told == (
        'SELECT ?a ("x" AS ?c) WHERE { ?a ?p "x" . FILTER("x" = \'?b\') } # ?b\nGROUP BY ?a '
    )


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`build`, `list`, `gaps`, `query` and `remove` take a server's address as their store."""
    with oxigraph(tmp_path / "store") as place:
        told = {}
        for words in (
            ["build"],
            ["list", "themes", "--format", "csv", "--fields", "label"],
            ["gaps", "--format", "csv"],
            ["query", "ASK { ?t a tg:Theme }"],
            ["query", "--question", "1"],
            ["remove", "changing-the-culture", "--yes"],
            ["studies", "--json"],
        ):
            app([*words, "--store", place], standalone_mode=False)
            told[" ".join(words)] = capsys.readouterr().out
        assert told["query ASK { ?t a tg:Theme }"] == "true\n"
        assert "Barriers" in told["list themes --format csv --fields label"]
        assert "unheard-actor" in told["gaps --format csv"]
        assert told["studies --json"].strip() == "[]"


def test_folder_needed() -> None:
    """A command that needs a folder refuses an address, and makes no folder of that name."""
    with pytest.raises(InputError, match="needs a store in a folder"):
        app(["token", "list", "--store", "https://example.org/"], standalone_mode=False)
