"""The SPARQL endpoint over HTTP, in process."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from graph.rdf.iris import ONTOLOGY_GRAPH, study_iris
from graph.stores.embedded import GraphStore

THEMES = "SELECT ?label { ?theme a tg:Theme ; skos:prefLabel ?label } ORDER BY ?label"


@pytest.fixture(scope="module")
def client(store: GraphStore) -> Iterator[TestClient]:
    """Call the application over a store that holds the bundled study."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        yield client


def test_get_and_both_posts_answer_alike(client: TestClient) -> None:
    """A query in the URL, in a form and in the body gives the same answer."""
    by_get = client.get("/sparql", params={"query": THEMES})
    by_form = client.post("/sparql", data={"query": THEMES})
    by_body = client.post(
        "/sparql", content=THEMES, headers={"Content-Type": "application/sparql-query"}
    )
    assert by_get.status_code == 200
    assert len(by_get.json()["results"]["bindings"]) == 7
    assert by_get.content == by_form.content == by_body.content


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.5, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
    ],
)
def test_rows_come_in_the_format_asked_for(
    client: TestClient, accept: str, media_type: str
) -> None:
    """Accept decides the format of rows, by its q-values."""
    response = client.get("/sparql", params={"query": THEMES}, headers={"Accept": accept})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.headers["vary"] == "Accept, Accept-Encoding"
    assert "Lack of organisational strategy" in response.text


@pytest.mark.parametrize(
    "media_type",
    [
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
        "application/n-quads",
        "application/trig",
    ],
)
def test_graphs_come_in_the_format_asked_for(client: TestClient, media_type: str) -> None:
    """Accept decides the format of graphs."""
    query = "CONSTRUCT { ?t a tg:Theme } WHERE { ?t a tg:Theme }"
    response = client.get("/sparql", params={"query": query}, headers={"Accept": media_type})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.text.count("/theme/") >= 7


def test_graphs_can_be_named_in_the_request(client: TestClient) -> None:
    """The protocol's parameters choose the graphs, and override the query's own."""
    query = "SELECT ?theme { ?theme a tg:Theme }"
    coded = study_iris("changing-the-culture").coded
    chosen = {"query": query, "default-graph-uri": coded}
    assert len(client.get("/sparql", params=chosen).json()["results"]["bindings"]) == 7
    chosen["default-graph-uri"] = ONTOLOGY_GRAPH
    assert client.post("/sparql", data=chosen).json()["results"]["bindings"] == []


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "There is no query"),
        ("SELECT * { ?s ?p }", "1:"),
        ("SELECT *\n{ ?s foo:p ?o }", "2:"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE isn't allowed"),
        ("LOAD <http://127.0.0.1/>", "only queries are answered"),
        ("INSERT DATA { <urn:s> <urn:p> <urn:o> }", "only queries are answered"),
        ("ASK {" * 101 + "}" * 101, "nests 101 brackets"),
        ("#" * 70_000, "at most 65536"),
    ],
)
def test_bad_queries_are_problems(client: TestClient, query: str, says: str) -> None:
    """A query that is wrong or not allowed is answered with 400 and what is wrong with it."""
    response = client.post("/sparql", data={"query": query})
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert says in response.json()["detail"]


def test_updates_without_a_token_are_refused(client: TestClient) -> None:
    """Whoever has no token can only read, and is told what is asked for (RFC 6750, clause 3)."""
    response = client.post("/sparql", data={"update": "CLEAR ALL"})
    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    direct = {"Content-Type": "application/sparql-update"}
    assert client.post("/sparql", content="CLEAR ALL", headers=direct).status_code == 401
    assert len(client.get("/api/v1/quotes").json()["items"]) == 28


def test_formats_that_cannot_be_had_are_said(client: TestClient) -> None:
    """A format that isn't offered is answered with 406 and the list of those that are."""
    response = client.get("/sparql", params={"query": THEMES}, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert "text/csv" in response.json()["detail"]


def test_bodies_must_be_short_and_text(client: TestClient) -> None:
    """A body that is too long, or isn't UTF-8, is refused before it's looked at."""
    direct = {"Content-Type": "application/sparql-query"}
    long = client.post("/sparql", content=b"#" * 300_000, headers=direct)
    assert (long.status_code, "too long" in long.text) == (413, True)
    broken = client.post("/sparql", content=b"ASK {} # \xff", headers=direct)
    assert (broken.status_code, "isn't UTF-8 at byte 9" in broken.text) == (400, True)
