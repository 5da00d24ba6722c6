"""What whoever runs the service looks at: health, readiness, metrics, a log of queries."""

import asyncio
import json
import re
from hashlib import sha256

import pytest
from starlette.testclient import TestClient

from api.app import Service, create_app
from api.cache import Cache
from api.operating import Operation, Outcome, QueryLog, Watched, outcome_of
from graph.errors import QueryError, StoreError
from graph.service.limits import BusyError, Limits
from graph.service.workers import Workers
from graph.stores.embedded import GraphStore

ASK = "ASK { ?theme a tg:Theme }"


def _metric(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, name
    return float(found[1])


def test_metrics(store: GraphStore) -> None:
    """Metrics tell of queries by outcome, durations, workers, the cache and the store."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        assert client.get("/sparql", params={"query": ASK}).status_code == 200
        assert client.get("/sparql", params={"query": "SELECT {"}).status_code == 400
        answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    text = answer.text
    assert _metric(text, 'themegraph_queries_total{outcome="answered"}') == 1
    assert _metric(text, 'themegraph_queries_total{outcome="refused"}') == 1
    assert _metric(text, 'themegraph_queries_total{outcome="limit"}') == 0
    assert _metric(text, "themegraph_query_seconds_count") == 2
    assert _metric(text, "themegraph_queries_under_way") == 0
    assert _metric(text, "themegraph_workers") >= 1
    assert _metric(text, "themegraph_store_quads") == len(store.snapshot().database)
    assert _metric(text, "themegraph_store_version") == int(store.version()[1:])
    assert _metric(text, "themegraph_store_readable") == 1


def test_health_and_ready(store: GraphStore) -> None:
    """Health is told at once; ready, once the store and the workers are."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        assert client.get("/health").json() == {"status": "alive"}
        client.get("/sparql", params={"query": ASK})  # answered, so the workers are up
        assert client.get("/ready").json()["status"] == "ready"


def test_not_ready(store: GraphStore) -> None:
    """Without workers it isn't ready, and says why."""
    client = TestClient(create_app(store), base_url="http://localhost")  # nothing is started
    answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["reasons"] == ["the processes that run queries are starting"]


@pytest.mark.parametrize(("log", "has_text"), [(QueryLog.BRIEF, False), (QueryLog.TEXT, True)])
def test_log(
    store: GraphStore, capsys: pytest.CaptureFixture[str], log: QueryLog, *, has_text: bool
) -> None:
    """A query's log line has hash, duration, bytes, worker, outcome; its text only if asked."""
    app = create_app(store, service=Service(log=log))
    with TestClient(app, base_url="http://localhost") as client:
        client.get("/sparql", params={"query": ASK})
        client.get("/sparql", params={"query": "SELECT {"})
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first["query_sha256"] == sha256(ASK.encode()).hexdigest()
    assert first["outcome"] == "answered"
    assert second["outcome"] == "refused"
    assert first["seconds"] > 0
    assert first["bytes"] > 0
    assert first["worker"] > 0
    assert (first.get("query") == ASK) is has_text


def test_no_log(store: GraphStore, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is logged unless asked for."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        client.get("/sparql", params={"query": ASK})
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, Outcome.ANSWERED),
        (BusyError("all busy"), Outcome.BUSY),
        (QueryError("no SPARQL"), Outcome.REFUSED),
        (StoreError("gone"), Outcome.FAILED),
        (asyncio.CancelledError(), Outcome.LEFT),
        (RuntimeError("a fault of ours"), Outcome.FAILED),
    ],
)
def test_outcomes(error: BaseException | None, outcome: Outcome) -> None:
    """Every end of a query counts as one outcome."""
    assert outcome_of(error) is outcome


def test_limits_are_counted(store: GraphStore) -> None:
    """A query that passes a limit is counted as such."""
    service = Service(limits=Limits(rows=1))
    with TestClient(create_app(store, service=service), base_url="http://localhost") as client:
        client.get("/sparql", params={"query": "SELECT * { ?theme a tg:Theme }"})
        text = client.get("/metrics").text
    assert _metric(text, 'themegraph_queries_total{outcome="limit"}') == 1


def test_unreadable(store: GraphStore) -> None:
    """Metrics are there when the store isn't: that is when they are needed."""
    broken = GraphStore(store.path / "CURRENT")
    operation = Operation(Watched(broken, Workers(broken.path), Cache(0)))
    names = {metric.name: metric for metric in operation.registry.collect()}
    assert names["themegraph_store_readable"].samples[0].value == 0
