"""Who may read over HTTP, where that takes a token: no way in stands open beside the door."""

import base64
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from api import server
from api.app import Service, create_app
from api.cli import app as command_line
from api.reading import OPEN, Reading
from api.rights import Writing
from graph.errors import InputError
from graph.service.tokens import TOKENS, Scope, Tokens
from graph.stores.embedded import GraphStore
from tests.test_wire import Served

ASK = "/sparql?query=ASK%20%7B%7D"
WAYS = (ASK, "/", "/explorer/data.json", "/api/v1/quotes", "/api/v1/search?q=ward", "/docs")
"""A few of the ways in, each another part of the service."""
UNDOCUMENTED = (
    "/.well-known/void", "/api/quotes", "/data/study/changing-the-culture", "/graphs", "/metrics",
    "/not-there", "/ontology/", "/query", "/sparql", "/static-offline-docs/swagger-ui.css",
)  # fmt: skip
"""Addresses of which the reference of REST doesn't tell."""
ORIGIN = "https://example.org"


@pytest.fixture(scope="module")
def folder(store: GraphStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the bundled study's store, for it gets tokens."""
    folder = tmp_path_factory.mktemp("reading") / "store"
    shutil.copytree(store.path, folder)
    return folder


@pytest.fixture(scope="module")
def secrets(folder: Path) -> dict[Scope, str]:
    """Make a token of each scope."""
    return {scope: Tokens(folder).create(scope.value, scope) for scope in Scope}


@pytest.fixture(scope="module", params=[Reading.READ, Reading.RESTRICTED])
def reading(request: pytest.FixtureRequest) -> Reading:
    """Return what reading takes."""
    return Reading(request.param)


@pytest.fixture(scope="module")
def app(folder: Path, reading: Reading) -> Starlette:
    """Return the application where reading takes a token."""
    return create_app(GraphStore(folder), writing=Writing(origins=(ORIGIN,)), reading=reading)


@pytest.fixture(scope="module")
def client(app: Starlette) -> Iterator[TestClient]:
    """Call the application without a token."""
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def _bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def _basic(secret: str) -> dict[str, str]:
    return {"Authorization": f"Basic {base64.b64encode(f'any:{secret}'.encode()).decode()}"}


def test_every_route_needs_a_token(
    client: TestClient, app: Starlette, secrets: dict[Scope, str]
) -> None:
    """Without a token each route, whatever the method, answers 401: but for two probes."""
    documented = client.get("/openapi.json", headers=_bearer(secrets[Scope.ADMIN])).json()["paths"]
    paths = {route.path for route in app.routes if isinstance(route, Route)}
    assert len(documented) > 20
    for path in sorted({*documented, *paths, *UNDOCUMENTED} - {*OPEN}):
        for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
            response = client.request(method, path, follow_redirects=False)
            assert response.status_code == 401, (method, path)
            told = response.headers.get_list("www-authenticate")
            assert [each.partition(" ")[0] for each in told] == ["Bearer", "Basic"]
    for path in OPEN:
        assert client.get(path).status_code in {200, 503}


@pytest.mark.parametrize("carry", [_bearer, _basic])
def test_scopes_read_what_they_are_for(
    client: TestClient,
    reading: Reading,
    secrets: dict[Scope, str],
    carry: Callable[[str], dict[str, str]],
) -> None:
    """A token of the scope needed, or above, reads everything; one for less gets 403."""
    for scope, secret in secrets.items():
        expected = 200 if scope.includes(Scope(reading.value)) else 403
        found = {path: client.get(path, headers=carry(secret)).status_code for path in WAYS}
        assert found == dict.fromkeys(WAYS, expected)


def test_numbers_of_the_service_take_any_token(
    client: TestClient, secrets: dict[Scope, str]
) -> None:
    """Who watches the service needn't read restricted studies: any token gets its metrics."""
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers=_bearer(secrets[Scope.READ])).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer nonsense",
        "Basic",
        "Basic §",
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
        "Basic " + base64.b64encode(b"name alone").decode(),
        "Basic " + base64.b64encode(b"any:nonsense").decode(),
        "Digest username=any",
    ],
)
def test_what_is_no_token(client: TestClient, sent: str) -> None:
    """RFC 6750, 3.1 and RFC 7617, 2: what holds no token that is known here is 401."""
    headers = {b"Authorization": sent.encode("latin-1")}
    response = client.get(ASK, headers=headers)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    assert "Content-Security-Policy" in response.headers


def test_a_revoked_token_reads_no_more(client: TestClient, folder: Path) -> None:
    """A token that is revoked while the server runs ends with the next request."""
    secret = Tokens(folder).create("leaving", Scope.ADMIN)
    assert client.get(ASK, headers=_bearer(secret)).status_code == 200
    Tokens(folder).revoke("leaving")
    assert client.get(ASK, headers=_bearer(secret)).status_code == 401


def test_a_password_changes_nothing(client: TestClient, secrets: dict[Scope, str]) -> None:
    """What a browser adds to requests by itself doesn't count for changes: these take a bearer."""
    update = {"Content-Type": "application/sparql-update"}
    for carry, status in ((_basic, 401), (_bearer, 204)):
        sent = update | carry(secrets[Scope.WRITE])
        assert client.post("/sparql", content="CLEAR DEFAULT", headers=sent).status_code == status


def test_a_preflight_brings_no_token(client: TestClient) -> None:
    """Fetch 3.3.5: a browser asks without credentials whether it may ask; then it needs them."""
    asks = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    asks["Access-Control-Request-Headers"] = "authorization"
    assert client.options("/sparql", headers=asks).status_code == 200
    response = client.get(ASK, headers={"Origin": ORIGIN})
    assert response.status_code == 401
    assert response.headers["access-control-allow-origin"] == ORIGIN


def test_what_is_kept_is_behind_the_door(folder: Path, secrets: dict[Scope, str]) -> None:
    """Bytes that came before with a token are refused without: no shortcut leads past the door."""
    served = Served(GraphStore(folder), Service(), Reading.RESTRICTED)
    try:
        plain = served.get("ASK {}")
        allowed = served.get("ASK {}", f"authorization: Bearer {secrets[Scope.RESTRICTED]}")
        answers = served.ask(allowed, plain, allowed, plain, plain)
        assert [status for status, _, _ in answers] == [200, 401, 200, 401, 401]
        assert not served.responses.bytes
    finally:
        served.stop()


def test_broken_tokens_let_nobody_in(store: GraphStore, tmp_path: Path) -> None:
    """Tokens that can't be read are 503, whoever asks."""
    shutil.copytree(store.path, tmp_path / "store")
    secret = Tokens(tmp_path / "store").create("mara", Scope.ADMIN)
    (tmp_path / "store" / TOKENS).write_text("{", encoding="utf-8")
    app = create_app(GraphStore(tmp_path / "store"), reading=Reading.READ)
    client = TestClient(app, base_url="http://localhost")  # not started: nothing is asked
    assert client.get("/api/v1/quotes", headers=_bearer(secret)).status_code == 503


def test_somebody_must_be_able_to_read(tmp_path: Path) -> None:
    """A server that nobody could read from isn't started; the error says how to make a token."""
    Tokens(tmp_path).create("mara", Scope.READ)
    with pytest.raises(InputError, match="token create NAME --scope restricted"):
        server.serve(GraphStore(tmp_path), "127.0.0.1", 0, Service(), reading=Reading.RESTRICTED)
    with pytest.raises(InputError, match="needs a store in a folder"):
        command_line(
            ["serve", "--store", "http://127.0.0.1:9", "--reading", "read"], standalone_mode=False
        )


def test_the_setting(monkeypatch: pytest.MonkeyPatch, store: GraphStore) -> None:
    """Who may read is set as every option of ``serve`` is; unless it's set, everybody may."""
    seen: list[object] = []
    monkeypatch.setattr(server, "serve", lambda *given: seen.append(given[-1]))
    command = ["serve", "--store", str(store.path)]
    command_line(command, standalone_mode=False)
    monkeypatch.setenv("THEMEGRAPH_SERVE_READING", "restricted")
    command_line(command, standalone_mode=False)
    assert seen == [Reading.OPEN, Reading.RESTRICTED]
