"""REST answers over many studies: asked of the engine in other processes, up to a deadline."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import reach, rest
from api.app import Service, create_app
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore

FAR = (
    "/matrix?rows=role&columns=sector",
    "/matrix?rows=study&columns=theme&count=respondents",
    "/cooccurrence?of=role",
    "/roles",
    "/neighbourhood?node=academic",
    "/paths?from=academic&to=elected-member",
)
"""Requests that name no study."""


@pytest.fixture(scope="module")
def two(bundled: Study, invented: Study, tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """Return a store of two studies."""
    store = GraphStore(tmp_path_factory.mktemp("reach") / "store")
    build([bundled, invented], store)
    return store


@pytest.fixture
def far(two: GraphStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Call an application to which two studies are many."""
    monkeypatch.setattr(reach, "FEW", 1)
    with TestClient(create_app(GraphStore(two.path)), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def hurried(two: GraphStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Call an application to which two studies are many, and that has no time for them."""
    monkeypatch.setattr(reach, "FEW", 1)
    app = create_app(GraphStore(two.path), service=Service(rest_seconds=0.000_01))
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def test_the_same_is_answered_from_afar(two: GraphStore, far: TestClient) -> None:
    """What worker processes answer over many studies is what the server itself would."""
    with TestClient(create_app(GraphStore(two.path)), base_url="http://localhost") as near:
        for address in FAR:
            told = far.get(f"/api/v1{address}")
            assert (told.status_code, told.json()) == (200, near.get(f"/api/v1{address}").json())


@pytest.mark.parametrize("address", FAR)
def test_what_takes_too_long_is_given_up(hurried: TestClient, address: str) -> None:
    """Past the deadline there is a problem, 503, that names the limit and how to narrow."""
    told = hurried.get(f"/api/v1{address}")
    assert (told.status_code, told.headers["content-type"]) == (503, "application/problem+json")
    problem = told.json()
    assert (problem["limit"], problem["option"]) == ("seconds", "--rest-seconds")
    assert "study=" in problem["detail"]
    assert "longer than 1e-05 s" in problem["detail"]


def test_one_study_needs_no_deadline(hurried: TestClient) -> None:
    """A study that is named, and lists that are written down, are answered whatever the limit."""
    one = "/matrix?rows=role&columns=sector&study=changing-the-culture"
    for address in (one, "/quotes", "/stats"):
        assert hurried.get(f"/api/v1{address}").status_code == 200


def test_the_server_goes_on_after_it_gave_up(far: TestClient) -> None:
    """An answer that was given up is made anew when there is time."""
    address = "/api/v1/matrix?rows=role&columns=theme"
    far.app.state.reach.seconds = 0.000_01  # type: ignore[attr-defined] # Starlette's
    assert far.get(address).status_code == 503
    far.app.state.reach.seconds = 30.0  # type: ignore[attr-defined] # Starlette's
    assert far.get(address).status_code == 200


def test_a_change_meanwhile_is_seen(
    invented: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a build the next answer is of what the store holds now."""
    monkeypatch.setattr(reach, "FEW", 0)
    store = GraphStore(tmp_path / "store")
    build([invented], store)
    with TestClient(create_app(store), base_url="http://localhost") as client:
        before = client.get("/api/v1/stats").json()["quotes"]
        build([replace(invented, info=replace(invented.info, id="other"))], store)
        assert client.get("/api/v1/stats").json()["quotes"] == 2 * before


def test_a_gaps_query_needs_its_study_among_many(
    two: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are many studies, a gap is looked for in the one that is named."""
    monkeypatch.setattr(rest, "FEW", 1)
    with TestClient(create_app(GraphStore(two.path)), base_url="http://localhost") as client:
        study = "mending-mornings"
        gap = client.get(f"/api/v1/gaps?study={study}&limit=1").json()["items"][0]["id"]
        refused = client.get(f"/api/v1/gaps/query?gap={gap}")
        assert (refused.status_code, refused.json()["faults"][0]["parameter"]) == (422, "study")
        assert client.get(f"/api/v1/gaps/query?gap={gap}&study={study}").status_code == 200


def test_no_more_wait_than_threads_can_be_spared(two: GraphStore, far: TestClient) -> None:
    """Where too many such answers wait already, one more is refused at once, to be asked again."""
    limits = far.app.state.reach.workers.limits  # type: ignore[attr-defined] # Starlette's
    assert limits.queue == reach.WAITING
    app = create_app(GraphStore(two.path))
    app.state.reach.workers.limits = replace(limits, queue=0)
    with TestClient(app, base_url="http://localhost") as client:
        told = client.get("/api/v1/cooccurrence")
    assert (told.status_code, told.headers["retry-after"]) == (503, "10")
