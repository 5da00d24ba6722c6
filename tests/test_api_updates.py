"""Changes over HTTP: updates and graphs by their names, clause by clause; tokens and origins."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.graph_store import MAX_GRAPH_BYTES
from api.rights import Writing, origin
from graph.errors import InputError
from graph.service.audit import AUDIT
from graph.service.tokens import Scope, Tokens
from graph.service.writer import WriteLimits
from graph.stores.embedded import GraphStore

UPDATE = {"Content-Type": "application/sparql-update"}
TURTLE = {"Content-Type": "text/turtle"}
ADD = "INSERT DATA { <urn:a> <urn:b> 1 }"
ONE, TWO = "<urn:a> <urn:b> 1 .", "<urn:a> <urn:b> 2 ."
ORIGIN = "https://example.org"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the store is."""
    return tmp_path_factory.mktemp("updates") / "store"


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    """Call the application over a store that is empty at first, without a token."""
    writing = Writing(WriteLimits(seconds=20), origins=(ORIGIN,))
    with TestClient(
        create_app(GraphStore(folder), writing=writing), base_url="http://localhost"
    ) as client:
        yield client


@pytest.fixture(scope="module")
def mara(folder: Path) -> dict[str, str]:
    """Return the header that brings a token for writing."""
    return _bearer(Tokens(folder).create("mara", Scope.WRITE))


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def _count(client: TestClient) -> int:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    found = client.get("/sparql", params={"query": query}).json()
    return int(found["results"]["bindings"][0]["n"]["value"])


# ---------------------------------------------------------------- tokens


def test_who_has_no_token(client: TestClient) -> None:
    """RFC 6750, 3: without a token nothing is changed, and the answer says what is needed."""
    for response in (
        client.post("/sparql", content=ADD, headers=UPDATE),
        client.post("/sparql", data={"update": ADD}),
        client.put("/graphs?default", content=ONE, headers=TURTLE),
        client.post("/graphs?default", content=ONE, headers=TURTLE),
        client.delete("/graphs?default"),
    ):
        assert response.status_code == 401
        assert response.headers["www-authenticate"] == 'Bearer realm="themegraph"'
        assert "themegraph token create" in response.json()["detail"]


def test_whose_token_is_wrong(client: TestClient, folder: Path) -> None:
    """RFC 6750, 3.1: a token that is unknown or revoked is 401, one for less is 403."""
    tokens = Tokens(folder)
    reading, revoked = (tokens.create(each, Scope.READ) for each in ("reading", "revoked"))
    tokens.revoke("revoked")
    for secret, status, error in (
        ("nonsense", 401, "invalid_token"),
        (revoked, 401, "invalid_token"),
        (reading, 403, 'insufficient_scope", scope="write'),
    ):
        response = client.post("/sparql", content=ADD, headers=UPDATE | _bearer(secret))
        assert response.status_code == status
        assert f'error="{error}"' in response.headers["www-authenticate"]


def test_a_server_that_is_read_only(folder: Path, mara: dict[str, str]) -> None:
    """A server that was started for reading alone takes no updates from anybody."""
    app = create_app(GraphStore(folder), writing=Writing(is_read_only=True))
    with TestClient(app, base_url="http://localhost") as client:
        for headers in (UPDATE, UPDATE | mara):
            response = client.post("/sparql", content=ADD, headers=headers)
            assert (response.status_code, "--read-only" in response.text) == (403, True)
        assert "SPARQL11Update" not in client.get("/sparql").text


# ---------------------------------------------------------------- updates


def test_an_update(client: TestClient, mara: dict[str, str], folder: Path) -> None:
    """2.2.4: an update that was made is answered with 2xx, is seen, and is in the audit."""
    before = GraphStore(folder).version()
    response = client.post("/sparql", content=ADD, headers=UPDATE | mara)
    assert (response.status_code, response.content) == (204, b"")
    assert _count(client) == 1
    entry = json.loads((folder / AUDIT).read_text().splitlines()[-1])
    assert (entry["by"], entry["what"], entry["text"]) == ("mara", "update", ADD)
    assert (entry["before"], entry["after"]) == (before, response.headers["x-themegraph-version"])
    form = client.post("/sparql", data={"update": "CLEAR DEFAULT"}, headers=mara)
    assert (form.status_code, _count(client)) == (204, 0)


def test_relative_iris(client: TestClient, mara: dict[str, str]) -> None:
    """Relative IRIs in updates and queries are relative to the endpoint's address."""
    client.post("/sparql", content="INSERT DATA { <a> <b> <c> }", headers=UPDATE | mara)
    query = "ASK { <http://localhost/a> <b> <http://localhost/c> }"
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is True
    client.post("/sparql", content="CLEAR DEFAULT", headers=UPDATE | mara)


@pytest.mark.parametrize(
    ("update", "status", "says"),
    [
        ("INSERT DATA {", 400, "isn't SPARQL 1.1"),
        ("LOAD <http://127.0.0.1:1/>", 400, "LOAD isn't allowed"),
        ("DROP GRAPH <urn:none>", 400, "does not exist"),
        ("INSERT DATA { <urn:a> <urn:b> 1 } ; CREATE GRAPH", 400, "isn't SPARQL 1.1"),
    ],
)
def test_updates_that_fail(
    client: TestClient, mara: dict[str, str], update: str, status: int, says: str
) -> None:
    """2.2.4: an update that is wrong is 400, with what is wrong, and nothing is changed."""
    before = _count(client)
    response = client.post("/sparql", content=update, headers=UPDATE | mara)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert says in response.json()["detail"]
    assert _count(client) == before


def test_bodies_of_updates_have_a_limit(client: TestClient, mara: dict[str, str]) -> None:
    """A body that is too long is 413; without a token it's never read to its end."""
    long = b"#" * (9 * 2**20)
    assert client.post("/sparql", content=long, headers=UPDATE | mara).status_code == 413
    assert client.post("/sparql", content=long, headers=UPDATE).status_code == 401
    assert client.post("/sparql", data={"update": "#" * 2**20}).status_code == 413


def test_methods(client: TestClient) -> None:
    """Methods that aren't the protocols' are 405 with those that are; OPTIONS names them."""
    for path, allowed in (
        ("/sparql", "GET, HEAD, POST, OPTIONS"),
        ("/graphs?default", "GET, HEAD, PUT, POST, DELETE, OPTIONS"),
        ("/graphs/x", "GET, HEAD, PUT, POST, DELETE, OPTIONS"),
    ):
        refused, options = client.patch(path), client.options(path)
        assert (refused.status_code, refused.headers["allow"]) == (405, allowed)
        assert (options.status_code, options.headers["allow"]) == (204, allowed)
    assert client.put("/sparql").status_code == 405
    head = client.head("/sparql", params={"query": "ASK {}"})
    assert (head.status_code, head.content) == (200, b"")


# ---------------------------------------------------------------- graphs by their names


def test_graphs_by_indirect_names(client: TestClient, mara: dict[str, str]) -> None:
    """Graph Store 4.2, 5.2 to 5.6: GET, PUT, POST, DELETE and HEAD of ?graph=IRI."""
    where = "/graphs?graph=urn:indirect"
    assert client.get(where).status_code == 404
    assert client.delete(where, headers=mara).status_code == 404
    created = client.put(where, content=ONE, headers=TURTLE | mara)
    assert (created.status_code, created.headers["location"]) == (201, "urn:indirect")
    assert client.put(where, content=TWO, headers=TURTLE | mara).status_code == 204
    assert client.get(where).text == "<urn:a> <urn:b> 2 .\n"
    assert client.post(where, content=ONE, headers=TURTLE | mara).status_code == 204
    lines = client.get(where, headers={"Accept": "application/n-triples"})
    assert len(lines.text.splitlines()) == 2
    assert client.head(where).headers["content-type"] == "text/turtle; charset=utf-8"
    held = {"If-None-Match": client.get(where).headers["etag"]}
    assert client.get(where, headers=held).status_code == 304
    assert client.delete(where, headers=mara).status_code == 204
    assert client.head(where).status_code == 404


def test_graphs_by_direct_names(client: TestClient, mara: dict[str, str]) -> None:
    """Graph Store 4.1, 5.5: an address below /graphs is a graph's IRI; POST there makes one."""
    made = client.post("/graphs", content=b"<> <urn:b> <#x> .", headers=TURTLE | mara)
    name = made.headers["location"]
    assert made.status_code == 201
    assert name.startswith("http://localhost/graphs/")
    assert client.get(name).text == f"<{name}> <urn:b> <{name}#x> .\n"
    assert client.get("/graphs", params={"graph": name}).text == client.get(name).text
    assert client.delete(name, headers=mara).status_code == 204


def test_the_default_graph(client: TestClient, mara: dict[str, str]) -> None:
    """Graph Store 4.2: ?default is the graph without a name, which is always there."""
    assert client.put("/graphs?default", content=ONE, headers=TURTLE | mara).status_code == 204
    assert client.get("/graphs?default").text == "<urn:a> <urn:b> 1 .\n"
    assert client.delete("/graphs?default", headers=mara).status_code == 204
    assert client.get("/graphs?default").text == ""


@pytest.mark.parametrize(
    "where",
    ["/graphs", "/graphs?graph=", "/graphs?graph=a", "/graphs?default&graph=urn:a", "/graphs?x=y"],
)
def test_no_name(client: TestClient, mara: dict[str, str], where: str) -> None:
    """Graph Store 4.2: a request that names no graph, or two, is 400."""
    assert client.get(where).status_code == 400
    assert client.put(where, content=ONE, headers=TURTLE | mara).status_code == 400


def test_what_graphs_come_as(client: TestClient, mara: dict[str, str]) -> None:
    """Graph Store 5.1: RDF in a known type; others are 415, what isn't that type is 400."""
    where = "/graphs?graph=urn:as"
    xml = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    for kind, content, status in (
        ("application/rdf+xml", xml, 201),
        ("application/ld+json", '{"@id": "urn:a", "urn:b": 1}', 204),
        ("application/n-triples", ONE.replace(" 1 ", ' "1" '), 204),
        ("text/plain", ONE, 415),
        ("text/turtle; charset=utf-16", ONE, 415),
        ("application/n-quads", ONE, 415),
        ("text/turtle", "<urn:a>", 400),
        ("multipart/form-data; boundary=x", "no parts", 400),
    ):
        headers = {"Content-Type": kind} | mara
        response = client.post(where, content=content, headers=headers)
        assert response.status_code == status, (kind, response.text)
    assert client.get(where, headers={"Accept": "image/png"}).status_code == 406
    large = {"Content-Type": "text/turtle", **mara}
    pieces = (b"#" * 2**20 for _ in range(MAX_GRAPH_BYTES // 2**20 + 1))
    assert client.put(where, content=pieces, headers=large).status_code == 413
    client.delete(where, headers=mara)


def test_a_form_of_files(client: TestClient, mara: dict[str, str]) -> None:
    """Graph Store 5.5: POST takes several files as a form, each with its own type."""
    files = {"a": ("a.ttl", ONE, "text/turtle"), "b": ("b.nt", TWO.replace("2", '"2"'), _NT)}
    where = "/graphs?graph=urn:form"
    assert client.post(where, files=files, headers=mara).status_code == 201
    assert client.get(where).text.count("<urn:b>") == 1
    assert _count(client) == 2
    client.delete(where, headers=mara)


_NT = "application/n-triples"


# ---------------------------------------------------------------- what is here


def test_void(client: TestClient) -> None:
    """VoID 6.2: /.well-known/void tells what is in the store, and where to ask."""
    response = client.get("/.well-known/void")
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    assert "http://localhost/sparql" in response.text
    assert "http://rdfs.org/ns/void#Dataset" in response.text
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406


# ---------------------------------------------------------------- other origins


def test_allowed_origins(client: TestClient, mara: dict[str, str]) -> None:
    """Fetch 3.3: pages of an allowed origin may ask, with a token and every method."""
    for path, method in (("/sparql", "POST"), ("/graphs?default", "PUT")):
        asks = {"Access-Control-Request-Method": method, "Origin": ORIGIN}
        asks["Access-Control-Request-Headers"] = "authorization, content-type"
        preflight = client.options(path, headers=asks)
        assert preflight.status_code == 200
        assert preflight.headers["access-control-allow-origin"] == ORIGIN
        assert method in preflight.headers["access-control-allow-methods"]
        assert "authorization" in preflight.headers["access-control-allow-headers"].lower()
    sent = {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
    for _ in range(2):  # a kept answer too
        response = client.get("/sparql", params={"query": "ASK {}"}, headers=sent)
        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == ORIGIN
    response = client.post("/sparql", content=ADD, headers=sent | UPDATE | mara)
    assert response.headers["access-control-allow-origin"] == ORIGIN
    client.post("/sparql", content="CLEAR DEFAULT", headers=UPDATE | mara)


def test_other_origins(client: TestClient, mara: dict[str, str]) -> None:
    """Pages of other origins get no permission, and what they send is refused."""
    asks = {"Access-Control-Request-Method": "POST", "Origin": "https://example.com"}
    assert "access-control-allow-origin" not in client.options("/sparql", headers=asks).headers
    sent = {"Origin": "https://example.com", "Sec-Fetch-Site": "cross-site"}
    assert client.post("/sparql", content=ADD, headers=sent | UPDATE | mara).status_code == 403
    assert _count(client) == 0


@pytest.mark.parametrize("text", ["*", "example.org", "ftp://example.org", "https://e.org/a", ""])
def test_no_origins(text: str) -> None:
    """What isn't an origin can't be allowed; there is no allowing of all."""
    with pytest.raises(InputError, match="is no origin"):
        origin(text)
    assert origin("HTTPS://Example.org") == "https://example.org"
