"""SERVICE and LOAD from listed hosts: what other servers say, in the place where it belongs."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from api.app import Service, create_app
from graph.errors import QueryError
from graph.service.federation import asks_elsewhere, brought_in
from graph.service.guard import check
from graph.service.outside import Host, NotListedError, Outside, OutsideError
from graph.service.tokens import Scope, Tokens
from graph.stores.embedded import GraphStore

JSON = "application/sparql-results+json"
UPDATE = {"Content-Type": "application/sparql-update"}
THERE = """
@prefix e: <http://e/> .
e:a e:name "A"@en ; e:size 1 . e:b e:name "B \\"b\\"\\n'''" .
e:c e:size 2.5 ; e:with [ e:name "none" ] .
"""
HERE = "@prefix e: <http://e/> . e:a e:likes e:b . e:b e:likes e:c . e:d e:likes e:d ."
Reply = Callable[[str, str], tuple[int, str, bytes]]
"""From a request's path and query to status, media type and body."""


class Neighbour:
    """A SPARQL server with some data, also as a document; ``reply`` may say something else."""

    def __init__(self) -> None:
        """Serve on a free port of loopback."""
        self.store = ox.Store()
        self.store.load(THERE.encode(), format=ox.RdfFormat.TURTLE)
        self.asked: list[str] = []
        self.reply: Reply = self._answer
        neighbour = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send(*neighbour.reply(self.path, ""))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                query = parse_qs(body.decode())["query"][0]
                neighbour.asked.append(query)
                self._send(*neighbour.reply(self.path, query))

            def _send(self, status: int, kind: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_port
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def _answer(self, path: str, query: str) -> tuple[int, str, bytes]:
        if not query:
            return (200, "text/turtle", THERE.encode()) if path == "/data.ttl" else (404, "", b"")
        found = self.store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        written = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert written is not None
        return 200, f"{JSON}; charset=utf-8", written

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def neighbour() -> Iterator[Neighbour]:
    """Return a server for one test."""
    made = Neighbour()
    yield made
    made.close()


@pytest.fixture
def outside(neighbour: Neighbour) -> Outside:
    """Return leave to ask the neighbour."""
    return Outside([Host("127.0.0.1", neighbour.port)], seconds=20)


def _rows(query: str, neighbour: Neighbour, outside: Outside) -> list[str]:
    """Return the solutions of a query over ``HERE``; ``THERE`` stands for the neighbour's IRI."""
    here = ox.Store()
    here.load(HERE.encode(), format=ox.RdfFormat.TURTLE)
    text = f"PREFIX e: <http://e/>\nPREFIX n: <http://127.0.0.1:{neighbour.port}/>\n{query}"
    text = text.replace("THERE", f"<http://127.0.0.1:{neighbour.port}/sparql>")
    found = here.query(brought_in(text, "", outside))
    assert isinstance(found, ox.QuerySolutions)
    return sorted(" ".join(str(row[name]) for name in found.variables) for row in found)


# ---------------------------------------------------------------- SERVICE


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?n { ?s e:likes ?o . SERVICE THERE { ?s e:name ?n } }",
        "SELECT ?s ?n { SERVICE THERE { ?s e:name ?n } ?s e:likes ?o }",
        "SELECT ?s ?n { ?s e:likes ?o OPTIONAL { SERVICE THERE { ?s e:name ?n } } }",
        "SELECT ?s ?n { { ?s e:likes ?n } UNION { SERVICE THERE { ?s e:name ?n } } }",
        "SELECT ?s { ?s e:likes ?o MINUS { SERVICE THERE { ?s e:name ?n } } }",
        "SELECT ?s { ?s e:likes ?o FILTER NOT EXISTS { SERVICE THERE { ?s e:name ?n } } }",
        "SELECT ?s ?n ?z { SERVICE THERE { ?s e:name ?n OPTIONAL { ?s e:size ?z } } }",
        "SELECT ?s ?z { { SELECT ?s ?z { SERVICE THERE { ?s e:size ?z } } } ?s e:likes ?o }",
        "SELECT ?s (SUM(?z) AS ?all) { ?o e:likes ?s SERVICE THERE { ?s e:size ?z } } GROUP BY ?s",
        "SELECT ?s { ?s e:likes ?o SERVICE THERE { e:a e:size 1 } }",
        "SELECT ?s { ?s e:likes ?o SERVICE THERE { e:a e:size 7 } }",
        "SELECT ?s ?n { SERVICE THERE { { SELECT ?s ?n { ?s e:name ?n } ORDER BY ?n LIMIT 1 } } }",
        "SELECT ?s ?n { SERVICE THERE { ?s e:name ?n } SERVICE THERE { ?s e:size ?z } }",
        "SELECT ?s ?n { #SERVICE <x:y> {\n service#{\nTHERE{?s e:name ?n FILTER(?n != '}#')}}",
        'SELECT ?s ?n { SERVICE THERE { ?s e:name ?n } FILTER(?n != "SERVICE <x:y> {}") }',
        "SELECT ?s ?n { ?s e:likes ?o.SERVICE THERE { ?s e:name ?n } }",
        "SELECT ?s ?n { SERVICE n:sparql { ?s e:name ?n } }",
    ],
)
def test_service_gives_what_the_data_here_would_give(
    query: str, neighbour: Neighbour, outside: Outside
) -> None:
    """Federated Query, 4.1: as if the block were answered over the other server's data."""
    both = ox.Store()
    both.load(HERE.encode(), format=ox.RdfFormat.TURTLE)
    both.load(THERE.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://there/"))
    alike = query.replace("SERVICE THERE", "GRAPH <http://there/>")
    alike = alike.replace("service#{\nTHERE", "GRAPH <http://there/>")
    alike = alike.replace("SERVICE n:sparql", "GRAPH <http://there/>")
    found = both.query(f"PREFIX e: <http://e/>\n{alike}")
    assert isinstance(found, ox.QuerySolutions)
    wanted = sorted(" ".join(str(row[name]) for name in found.variables) for row in found)
    got = _rows(query, neighbour, outside)
    assert sorted(map(_without_names, got)) == sorted(map(_without_names, wanted))
    assert neighbour.asked


def _without_names(row: str) -> str:
    """Return a row with all blank nodes alike, and the IRIs that stand for such."""
    return re.sub(r"<urn:uuid:[^>]*>|_:\w+", "[]", row)


def test_declarations_go_along(neighbour: Neighbour, outside: Outside) -> None:
    """Prefixes, ours undeclared ones too, and the base mean there what they mean here."""
    port = neighbour.port
    text = (
        "BASE <http://e/x> PREFIX e: <http://wrong/> PREFIX e: <http://e/>\n"
        f"SELECT ?n {{ SERVICE <http://127.0.0.1:{port}/> {{ <a> e:name ?n . ?n a tg:Theme }} }}"
    )
    brought_in(text, "http://localhost/sparql", outside)
    [asked] = neighbour.asked
    parsed = ox.Store().query(asked)
    assert isinstance(parsed, ox.QuerySolutions)
    assert "BASE <http://e/x>" in asked
    assert "PREFIX e: <http://e/>" in asked
    assert "http://wrong/" not in asked


def test_blank_nodes_come_as_iris(neighbour: Neighbour, outside: Outside) -> None:
    """A blank node there is an IRI here that is the same within an answer (RDF 1.1, 3.5)."""
    query = "SELECT ?b ?n { SERVICE THERE { e:c e:with ?b . ?b e:name ?n } FILTER(isIRI(?b)) }"
    [row] = _rows(query, neighbour, outside)
    assert row.startswith("<urn:uuid:")
    assert row.endswith('"none"')


@pytest.mark.parametrize(
    ("status", "kind", "body", "reason"),
    [
        (500, JSON, b"", "status 500"),
        (200, "text/html", b"<p>", "answers with 'text/html'"),
        (200, JSON, b"{", "isn't application/sparql-results"),
        (200, JSON, b'{"boolean": true}', "isn't application/sparql-results"),
        (200, JSON, b"[" * 100_000, "isn't application/sparql-results"),
        (200, JSON, b'{"head": {"vars": [[]]}, "results": {"bindings": [{}]}}', "variables"),
        (200, JSON, b'{"head": {"vars": ["a", "a"]}, "results": {"bindings": []}}', "variables"),
        (200, JSON, b'{"head": {"vars": ["a-b"]}, "results": {"bindings": []}}', "variables"),
        (200, JSON, b'{"head": {"vars": ["a} DROP"]}, "results": {"bindings": []}}', "variables"),
    ],
)
def test_answers_that_are_none(
    status: int, kind: str, body: bytes, reason: str, neighbour: Neighbour, outside: Outside
) -> None:
    """What isn't an answer is told, with the server; of SERVICE SILENT it's one empty solution."""
    neighbour.reply = lambda *_: (status, kind, body)
    with pytest.raises(OutsideError, match=rf"SERVICE <http://127.0.0.1:\d+/sparql>: .*{reason}"):
        _rows("SELECT ?s { SERVICE THERE { ?s ?p ?o } }", neighbour, outside)
    silent = "SELECT ?s { ?s e:likes ?o SERVICE SILENT THERE { ?s ?p ?q } }"
    assert len(_rows(silent, neighbour, outside)) == 3


@pytest.mark.parametrize(
    "term",
    [
        {"type": "uri", "value": "http://e/> } ; DROP ALL #"},
        {"type": "literal", "value": "x", "xml:lang": "en } #"},
        {"type": "literal", "value": "x", "datatype": "> } #"},
        {"type": "triple", "value": {}},
        {"type": "uri"},
    ],
)
def test_terms_that_are_none(term: object, neighbour: Neighbour, outside: Outside) -> None:
    """A term that can't be one is refused: no answer can write into the query."""
    told = {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": term}]}}
    neighbour.reply = lambda *_: (200, JSON, json.dumps(told).encode())
    with pytest.raises(OutsideError, match="isn't application/sparql-results"):
        _rows("SELECT ?s { SERVICE THERE { ?s ?p ?o } }", neighbour, outside)


def test_words_that_would_end_the_block(neighbour: Neighbour, outside: Outside) -> None:
    """A literal stays one, whatever stands in it."""
    words = '"\'\'\' """ \\ } SERVICE <http://127.0.0.1:1/> { \n #'
    told = {
        "head": {"vars": ["s"]},
        "results": {"bindings": [{"s": {"type": "literal", "value": words}}]},
    }
    neighbour.reply = lambda *_: (200, JSON, json.dumps(told).encode())
    [row] = _rows("SELECT ?s { SERVICE THERE { ?s ?p ?o } }", neighbour, outside)
    assert row == str(ox.Literal(words))


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { SERVICE ?where { ?s ?p ?o } }", "takes the IRI of a server here"),
        ("SELECT * { SERVICE THERE ?s ?p ?o }", "takes the IRI of a server here"),
        ("SELECT * { SERVICE THERE { ?s ?p ?o ", "takes the IRI of a server here"),
        ("SELECT * { SERVICE x:y { ?s ?p ?o } }", "prefix x: isn't declared"),
        ("SELECT * { SERVICE <sparql> { ?s ?p ?o } }", "no base makes it one"),
        ("SELECT * { SERVICE <http://[> {} }", "isn't a whole IRI"),
        ("SELECT * { SERVICE <http://a\u2100b/> {} }", "isn't a whole IRI|isn't among|no address"),
        ("SELECT * { SERVICE <http://h/\\uD800> {} }", "isn't a whole IRI"),
        ("SELECT * { SERVICE <http://h/\\UFFFFFFFF> {} }", "isn't a whole IRI"),
        ("PREFIX x: <http://e/\\uD800> SELECT * { SERVICE THERE { ?s ?p x: } }", "whole IRI"),
        ("SELECT * { SERVICE THERE { FILTER((?o<5)&&5>?o) } }", "put spaces around <"),
    ],
)
def test_services_that_cannot_be_asked(
    query: str, reason: str, neighbour: Neighbour, outside: Outside
) -> None:
    """Which server to ask must be known before the query runs."""
    with pytest.raises(QueryError, match=reason):
        _rows(query, neighbour, outside)
    assert neighbour.asked == []


def test_silence_does_not_hide_who_is_not_listed(neighbour: Neighbour, outside: Outside) -> None:
    """A server that nobody listed is named also where the query wants silence."""
    with pytest.raises(NotListedError, match=r"'127.0.0.1':1 isn't among the hosts"):
        _rows("SELECT * { SERVICE SILENT <http://127.0.0.1:1/> {} }", neighbour, outside)


def test_the_prologue_means_there_what_it_means_here(
    neighbour: Neighbour, outside: Outside
) -> None:
    """Relative IRIs of a prologue are those of the base that holds where they stand."""
    prologue = "BASE <http://x/a/> BASE <b/> PREFIX p: <c#> BASE <http://y/>"
    query = f"{prologue} SELECT * {{ SERVICE THERE {{ ?s p:d <e> }} }}"
    assert _rows(query, neighbour, outside) == []
    assert "PREFIX p: <http://x/a/b/c#>" in neighbour.asked[0]
    assert "BASE <http://y/>" in neighbour.asked[0]


@pytest.mark.parametrize(("variables", "reason"), [(100, "takes more than"), (1000, "variables")])
def test_little_that_would_become_much(
    variables: int, reason: str, neighbour: Neighbour, outside: Outside
) -> None:
    """Solutions without values are written only as far as there's room for them."""
    names = [f"v{number}" for number in range(variables)]
    told = {"head": {"vars": names}, "results": {"bindings": [{}] * 100_000}}
    neighbour.reply = lambda *_: (200, JSON, json.dumps(told).encode())
    with pytest.raises(QueryError, match=reason):
        _rows("SELECT * { SERVICE THERE { ?s ?p ?o } }", neighbour, outside)


def test_a_tag_that_sounds_like_a_keyword(neighbour: Neighbour, outside: Outside) -> None:
    """A language tag of an answer is no keyword, whatever its letters."""
    term = {"type": "literal", "value": "x", "xml:lang": "en-x-service"}
    told = {"head": {"vars": ["s"]}, "results": {"bindings": [{"s": term}]}}
    neighbour.reply = lambda *_: (200, JSON, json.dumps(told).encode())
    query = f"SELECT * {{ SERVICE <http://127.0.0.1:{neighbour.port}/> {{ ?s ?p ?o }} }}"
    check(brought_in(query, "", outside))


def test_words_that_sound_like_keywords() -> None:
    """A query that has the words in strings, names or comments asks nobody."""
    for text in ("SELECT * { ?s ?p 'service' } # load", "SELECT ?load { x:service ?p ?load }"):
        assert not asks_elsewhere(text)
    assert asks_elsewhere("SELECT * { ?s ?p ?o.SERVICE <x:y> {} }")
    assert asks_elsewhere("load <x:y>")


def test_too_much_is_told(neighbour: Neighbour, outside: Outside) -> None:
    """Solutions beyond the limit are an error, never fewer solutions."""
    row = {"s": {"type": "literal", "value": "x" * 1000}}
    told = {"head": {"vars": ["s"]}, "results": {"bindings": [row] * 2000}}
    neighbour.reply = lambda *_: (200, JSON, json.dumps(told).encode())
    with pytest.raises(QueryError, match="takes more than 1048576 bytes"):
        _rows("SELECT * { SERVICE SILENT THERE { ?s ?p ?o } }", neighbour, outside)


# ---------------------------------------------------------------- LOAD


def _after(update: str, neighbour: Neighbour, outside: Outside) -> ox.Store:
    store = ox.Store()
    text = update.replace("DOC", f"<http://127.0.0.1:{neighbour.port}/data.ttl>")
    text = text.replace("GONE", f"<http://127.0.0.1:{neighbour.port}/gone>")
    text = text.replace("PLACE", f"http://127.0.0.1:{neighbour.port}/")
    store.update(brought_in(text, "", outside, is_update=True))
    return store


@pytest.mark.parametrize(
    ("update", "here", "there"),
    [
        ("LOAD DOC", 6, 0),
        ("LOAD DOC INTO GRAPH <http://g/>", 0, 6),
        ("BASE <http://g> LOAD SILENT DOC INTO GRAPH </>", 0, 6),
        ("PREFIX n: <PLACE> LOAD n:data.ttl", 6, 0),
        ("load silent DOC into graph <http://g/> # all of it\n;\n", 0, 6),
        ("PREFIX g: <http://g/> LOAD DOC INTO GRAPH g: ; LOAD DOC", 6, 6),
        ("INSERT DATA { <x:LOAD> <x:y> 'LOAD <x:y>' } ; LOAD DOC", 7, 0),
        ("LOAD DOC ; CLEAR DEFAULT", 0, 0),
        ("CLEAR DEFAULT ; LOAD DOC ; DELETE WHERE { ?s <http://e/size> ?o }", 4, 0),
        ("LOAD SILENT GONE", 0, 0),
        ("LOAD SILENT GONE ; LOAD DOC", 6, 0),
    ],
)
def test_load_at_its_place(
    update: str, here: int, there: int, neighbour: Neighbour, outside: Outside
) -> None:
    """Update, 3.1.4: a document's triples come into a graph where LOAD stands in the update."""
    store = _after(update, neighbour, outside)
    assert len(list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))) == here
    assert len(list(store.quads_for_pattern(None, None, None, ox.NamedNode("http://g/")))) == there


def test_a_document_loaded_twice_has_other_blank_nodes(
    neighbour: Neighbour, outside: Outside
) -> None:
    """Each time blank nodes are new ones, as of another document."""
    store = _after("LOAD DOC ; LOAD DOC", neighbour, outside)
    assert len(store) == 8


@pytest.mark.parametrize(
    ("kind", "body", "reason"),
    [
        ("text/html", b"<p>", "answers with 'text/html'"),
        ("text/turtle", b"<x:y", "isn't text/turtle"),
        ("application/n-quads", b"<x:a> <x:b> <x:c> <x:d> .", "isn't application/n-quads"),
        ("application/rdf+xml", b'<!DOCTYPE r [<!ENTITY a "aaaa">]><r/>', "declares entities"),
    ],
)
def test_documents_that_are_none(
    kind: str, body: bytes, reason: str, neighbour: Neighbour, outside: Outside
) -> None:
    """A document that isn't RDF, or names graphs, or could explode, is told."""
    neighbour.reply = lambda *_: (200, kind, body)
    with pytest.raises(OutsideError, match=rf"LOAD <.*>: .*{reason}"):
        _after("LOAD DOC", neighbour, outside)


# ---------------------------------------------------------------- over HTTP


@pytest.fixture
def client(tmp_path: Path, outside: Outside) -> Iterator[TestClient]:
    """Call the application over an empty store, which may ask the neighbour."""
    app = create_app(GraphStore(tmp_path / "store"), service=Service(outside=outside))
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def test_both_by_the_endpoint(client: TestClient, tmp_path: Path, neighbour: Neighbour) -> None:
    """An update loads and asks; of a query's answer nothing is kept; the description says so."""
    there = f"http://127.0.0.1:{neighbour.port}"
    secret = Tokens(tmp_path / "store").create("mara", Scope.WRITE)
    update = (
        f"LOAD <{there}/data.ttl> INTO GRAPH <http://g/> ;"
        f"INSERT {{ ?s <http://e/far> ?z }} WHERE {{ SERVICE <{there}/sparql> "
        "{ ?s <http://e/size> ?z } }"
    )
    assert client.post("/sparql", content=update, headers=UPDATE).status_code == 401
    assert neighbour.asked == []
    bearer = UPDATE | {"Authorization": f"Bearer {secret}"}
    assert client.post("/sparql", content=update, headers=bearer).status_code == 204
    query = (
        f"SELECT (COUNT(*) AS ?n) {{ ?s <http://e/far> ?z SERVICE <{there}/> "
        "{ ?s <http://e/size> ?z } }"
    )
    for number in (1, 2):
        answer = client.get("/sparql", params={"query": query})
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == "2"
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        assert len(neighbour.asked) == 1 + number
    described = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert "BasicFederatedQuery" in described


def test_what_goes_wrong_by_the_endpoint(client: TestClient, neighbour: Neighbour) -> None:
    """Who isn't listed is 403, a server that fails 502; what isn't recognised stays refused."""
    for query, status in (
        ("SELECT * { SERVICE <http://127.0.0.1:1/> {} }", 403),
        (f"SELECT * {{ SERVICE <http://127.0.0.1:{neighbour.port}/> {{ ?s }} }}", 502),
        ("SELECT * { FILTER(1SERVICE<x:y>{}) }", 400),
        ("SELECT * { SERVICE ?x {} }", 400),
    ):
        neighbour.reply = lambda *_: (400, "text/plain", b"no")
        answer = client.get("/sparql", params={"query": query})
        assert answer.status_code == status, query
        assert answer.headers["content-type"] == "application/problem+json"


def test_much_data_in_values(client: TestClient) -> None:
    """Ten thousand solutions of another server fit, though a query itself is much shorter."""
    rows = " ".join(f"({number} 'some words')" for number in range(9000))
    query = f"SELECT (COUNT(*) AS ?n) {{ VALUES (?a ?b) {{ {rows} }} }}"
    answer = client.post(
        "/sparql", content=query, headers={"Content-Type": "application/sparql-query"}
    )
    assert answer.json()["results"]["bindings"][0]["n"]["value"] == "9000"
