"""The W3C's tests of SPARQL 1.1 Protocol, Graph Store Protocol and Service Description."""

from collections.abc import Iterator
from http import HTTPStatus
from itertools import chain

import pyoxigraph as ox
import pytest
from httpx2 import Response
from rdflib import Graph, Namespace, URIRef
from rdflib.term import Node
from starlette.testclient import TestClient

from api.app import create_app
from graph.service.changes import Document, GraphChange, Update, Verb
from graph.service.sparql import GRAPH_FORMATS, RESULT_FORMATS
from graph.service.tokens import Scope, Tokens
from graph.service.writer import Writer
from graph.stores.embedded import GraphStore
from tests.w3c import MF, RDFS_LABEL, UT, Entry, canonical, entries, needs_suite, say_passed

CNT = Namespace("http://www.w3.org/2011/content#")
HT = Namespace("http://www.w3.org/2011/http#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_ENDPOINTS = {"/sparql/": "/sparql", "/gsp": "/graphs"}
_FORMATS = {
    "boolean": {"application/sparql-results+json", "application/sparql-results+xml"},
    "tabular": set(RESULT_FORMATS),
    "RDF": set(GRAPH_FORMATS),
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Call the application over an empty store, with a token for writing."""
    store = tmp_path_factory.mktemp("w3c") / "store"
    token = Tokens(store).create("w3c", Scope.WRITE)
    app = create_app(GraphStore(store))
    with TestClient(app, base_url="http://localhost") as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def _run(entry: Entry, client: TestClient) -> None:
    for data in entry.manifest.objects(entry.node, UT.graphData):
        _load(entry, data, client)
    action = entry.one(entry.node, MF.action)
    assert action is not None
    location = ""
    for request in entry.items(entry.one(action, HT.requests)):
        response = _send(entry, request, client, location)
        expected = entry.one(request, HT.resp)
        assert expected is not None
        _check(entry, expected, response)
        location = response.headers.get("location", location)


def _load(entry: Entry, data: Node, client: TestClient) -> None:
    content = entry.file(entry.one(data, UT.graph)).read_bytes()
    name = str(entry.one(data, RDFS_LABEL))
    writer: Writer = client.app.state.writer  # type: ignore[attr-defined]
    documents = (Document("application/n-triples", content),)
    writer.run(GraphChange(Verb.PUT, name, documents), "test")


def _send(entry: Entry, request: Node, client: TestClient, location: str) -> Response:
    path = str(entry.one(request, HT.absolutePath)).replace("$LOCATION$", location)
    for theirs, ours in _ENDPOINTS.items():
        path = path.replace(theirs, ours, 1) if path.startswith(theirs) else path
    headers = {
        str(entry.one(header, HT.fieldName)): str(entry.one(header, HT.fieldValue))
        for header in entry.items(entry.one(request, HT.headers))
    }
    method = str(entry.one(request, HT.methodName))
    return client.request(method, path, headers=headers, content=_body(entry, request))


def _body(entry: Entry, holder: Node) -> bytes:
    body = entry.one(holder, HT.body)
    if body is None:
        return b""
    charset = entry.one(body, CNT.characterEncoding)
    return str(entry.one(body, CNT.chars)).encode(str(charset or "UTF-8"))


def _check(entry: Entry, expected: Node, response: Response) -> None:
    statuses = [_name(each) for each in entry.manifest.objects(expected, MF.expectedStatus)]
    assert any(_fits(response.status_code, each) for each in statuses), (statuses, response.text)
    kind = response.headers.get("content-type", "").partition(";")[0]
    for wanted in entry.manifest.objects(expected, MF.expectedFormat):
        assert kind in _FORMATS[str(wanted)]
    for wanted in entry.manifest.objects(expected, MF.expectedBoolean):
        assert response.json()["boolean"] is wanted.toPython()  # type: ignore[attr-defined]
    for header in entry.items(entry.one(expected, HT.headers)):
        assert response.headers[str(entry.one(header, HT.fieldName))] == str(
            entry.one(header, HT.fieldValue)
        )
    if (text := _body(entry, expected)) and kind == "text/turtle":
        assert _triples(response.content) == _triples(text)


def _name(node: Node) -> str:
    return str(node).rpartition("#")[2]


def _fits(status: int, wanted: str) -> bool:
    if wanted.startswith("StatusCode"):
        return str(status)[0] == wanted.removeprefix("StatusCode")[0]
    return HTTPStatus(status).phrase.replace(" ", "") == wanted


def _triples(turtle: bytes) -> set[ox.Quad]:
    return canonical(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE)))


@needs_suite
@pytest.mark.parametrize(
    ("manifests", "count", "title"),
    [
        (["protocol/manifest.ttl"], 34, "SPARQL 1.1 Protocol"),
        (
            [f"graph-store-protocol/manifest-{each}.ttl" for each in ("direct", "indirect")],
            13,
            "SPARQL 1.1 Graph Store HTTP Protocol",
        ),
    ],
)
def test_protocols(
    client: TestClient,
    capsys: pytest.CaptureFixture[str],
    manifests: list[str],
    count: int,
    title: str,
) -> None:
    """All tests of the W3C's manifest pass."""
    writer: Writer = client.app.state.writer  # type: ignore[attr-defined]
    failures = {}
    found = list(chain.from_iterable(map(entries, manifests)))
    for entry in found:
        if entry.kind == "GraphStoreProtocolTest":  # other tests empty the store themselves
            writer.run(Update("DROP ALL"), "test")
        try:
            _run(entry, client)
        except AssertionError as error:
            failures[entry.name] = str(error)
    with capsys.disabled():
        say_passed(title, len(found) - len(failures), len(found))
    assert failures == {}
    assert len(found) == count


# ---------------------------------------------------------------- service description

_DOMAIN = {
    "endpoint": "Service",
    "supportedLanguage": "Service",
    "resultFormat": "Service",
    "feature": "Service",
    "defaultDataset": "Service",
    "defaultGraph": "Dataset",
    "namedGraph": "Dataset",
    "name": "NamedGraph",
    "graph": "NamedGraph",
}
"""What has which property (Service Description, section 3)."""


def _described(client: TestClient) -> Graph:
    turtle = {"Content-Type": "text/turtle"}
    client.put("/graphs?graph=urn:x", content="<urn:a> <urn:b> 1 .", headers=turtle)
    response = client.get("/sparql")
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    return Graph().parse(data=response.text, format="turtle")


def test_returns_rdf(client: TestClient) -> None:
    """:returns-rdf: a GET of the endpoint returns RDF, in the format that Accept asks for."""
    assert len(_described(client)) > 0
    for accept in ("application/rdf+xml", "application/n-triples", "application/ld+json"):
        response = client.get("/sparql", headers={"Accept": accept})
        assert response.headers["content-type"].partition(";")[0] == accept
        assert any(ox.parse(response.content, format=GRAPH_FORMATS[accept]))


def test_has_endpoint_triple(client: TestClient) -> None:
    """:has-endpoint-triple: the description has an sd:endpoint that is the endpoint's address."""
    [endpoint] = _described(client).objects(None, SD.endpoint)
    assert endpoint == URIRef("http://localhost/sparql")


def test_conforms_to_schema(client: TestClient) -> None:
    """:conforms-to-schema: the description uses the vocabulary's properties of its classes."""
    graph = _described(client)
    used = [(s, _name(p)) for s, p in graph.subject_predicates() if str(p).startswith(str(SD))]
    assert {name for _, name in used} == _DOMAIN.keys()
    kind = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    for subject, name in used:
        assert (subject, kind, SD[_DOMAIN[name]]) in graph
    [named] = graph.subjects(SD.name, URIRef("urn:x"))
    size = graph.value(graph.value(named, SD.graph), URIRef("http://rdfs.org/ns/void#triples"))
    assert str(size) == "1"
