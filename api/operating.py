"""What whoever runs the service looks at: is it alive, is it ready, how much does it do.

Metrics are in Prometheus' text format. A log line for a query is one JSON object; the query's text
isn't in it unless that was asked for, as it may hold words of a confidential interview.
"""

import asyncio
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from http import HTTPStatus

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.cache import Cache
from graph.answers.memory import remembered
from graph.errors import StoreError, ThemegraphError
from graph.service.limits import BusyError, QueryLimitError
from graph.service.worker import stamp
from graph.service.workers import Served, Workers
from graph.stores.embedded import GraphStore, Snapshot

HEALTH, READY, METRICS = "/health", "/ready", "/metrics"
BUCKETS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100)
"""Upper bounds of the durations that are counted together, in seconds."""

router = APIRouter(include_in_schema=False)


class QueryLog(StrEnum):
    """What is logged of each query."""

    NONE = "none"
    BRIEF = "brief"
    TEXT = "text"


class Outcome(StrEnum):
    """How a query ended."""

    ANSWERED = "answered"
    REFUSED = "refused"
    LIMIT = "limit"
    BUSY = "busy"
    FAILED = "failed"
    LEFT = "left"


def outcome_of(error: BaseException | None) -> Outcome:
    """Return how a query ended that raised this; a client that left has cancelled it."""
    kinds: tuple[tuple[type[BaseException], Outcome], ...] = (
        (BusyError, Outcome.BUSY),
        (QueryLimitError, Outcome.LIMIT),
        (StoreError, Outcome.FAILED),
        (ThemegraphError, Outcome.REFUSED),
        (asyncio.CancelledError, Outcome.LEFT),
    )
    if error is None:
        return Outcome.ANSWERED
    return next((outcome for kind, outcome in kinds if isinstance(error, kind)), Outcome.FAILED)


@dataclass(frozen=True, slots=True)
class Watched:
    """What the gauges are read from."""

    store: GraphStore
    workers: Workers
    responses: Cache[bytes]


@dataclass(slots=True)
class Seen:
    """What was served to a query, if anything was."""

    served: Served | None = None


class Operation:
    """Counts of what was done, and the log of queries; one for each application."""

    def __init__(
        self,
        watched: Watched | None,
        log: QueryLog = QueryLog.NONE,
        write: Callable[[str], None] = print,
    ) -> None:
        """``write`` takes each line of the log. Of a store elsewhere there is nothing to watch."""
        self.registry = CollectorRegistry()
        self._log = log
        self._write = write
        self._queries = Counter(
            "themegraph_queries", "SPARQL queries by how they ended; cached answers aside.",
            ["outcome"], registry=self.registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "themegraph_query_seconds", "Seconds from a query's arrival to its result.",
            buckets=BUCKETS, registry=self.registry,
        )  # fmt: skip
        self._by_outcome = {each: self._queries.labels(each) for each in Outcome}
        if watched is not None:
            self.registry.register(_Gauges(watched))

    @contextmanager
    def observing(self, query: str) -> Iterator["Seen"]:
        """Count and log a query that is asked meanwhile; who asks says what was served."""
        begun, seen = time.perf_counter(), Seen()
        error: BaseException | None = None
        try:
            yield seen
        except (ThemegraphError, asyncio.CancelledError) as caught:
            error = caught
            raise
        finally:
            left = error is None and seen.served is None
            outcome = Outcome.LEFT if left else outcome_of(error)
            self.note(query, time.perf_counter() - begun, outcome, seen.served)

    def note(self, query: str, seconds: float, outcome: Outcome, served: Served | None) -> None:
        """Count a query, and log it if that is wanted."""
        self._by_outcome[outcome].inc()
        self._seconds.observe(seconds)
        if self._log is not QueryLog.NONE:
            self._write(json.dumps(self._line(query, seconds, outcome, served)))

    def _line(
        self, query: str, seconds: float, outcome: Outcome, served: Served | None
    ) -> dict[str, object]:
        line: dict[str, object] = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "query_sha256": sha256(query.encode("utf-8", "surrogatepass")).hexdigest(),
            "seconds": round(seconds, 6),
            "outcome": outcome,
            "bytes": len(served.body) if served else 0,
            "worker": served.worker if served else 0,
        }
        return line | ({"query": query} if self._log is QueryLog.TEXT else {})


class _Gauges(Collector):
    """What is so at the moment at which somebody looks."""

    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        workers = self._watched.workers
        yield _gauge("themegraph_workers", "Worker processes that are up.", len(workers.forks()))
        yield _gauge(
            "themegraph_queries_under_way", "Queries that run or wait.", workers.under_way()
        )
        cache = self._watched.responses
        yield _gauge("themegraph_cache_bytes", "Bytes of whole kept answers.", cache.bytes)
        asked = CounterMetricFamily(
            "themegraph_cache_requests", "Whether a request's answer was kept.", labels=["found"]
        )
        asked.add_metric(["yes"], cache.hits)
        asked.add_metric(["no"], cache.misses)
        yield asked
        yield from self._of_store()

    def _of_store(self) -> Iterator[Metric]:
        try:
            snapshot = self._watched.store.snapshot()
        except StoreError:
            yield _gauge("themegraph_store_readable", "1 if the store can be read.", 0)
            return
        yield _gauge("themegraph_store_readable", "1 if the store can be read.", 1)
        number = int(snapshot.version.removeprefix("g") or 0)
        yield _gauge("themegraph_store_version", "The store's generation.", number)
        yield _gauge("themegraph_store_quads", "Quads in the store.", _quads(snapshot))


def _quads(snapshot: Snapshot) -> int:
    """Count them once for each version: the engine goes through all."""
    return remembered(snapshot, "quads", lambda: len(snapshot.database))


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=value)


def add_operation(app: FastAPI, operation: Operation) -> None:
    """Add the addresses, and what they tell of."""
    app.state.operation = operation
    app.include_router(router)


@router.get(HEALTH)
async def health() -> JSONResponse:
    """Answer as long as the process can: whoever gets no answer starts it anew."""
    return JSONResponse({"status": "alive"})


@router.get(READY)
async def ready(request: Request) -> JSONResponse:
    """Say whether queries can be answered: the store is readable, and workers can be started."""
    workers: Workers = request.app.state.workers
    store: GraphStore = request.app.state.store
    reasons = []
    if not any(nursery.is_ready for nursery in workers.nurseries()):
        reasons.append("the processes that run queries are starting")
    try:
        await run_in_threadpool(store.snapshot)
    except StoreError as error:
        reasons.append(str(error))
    status = HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK
    told = {"status": "not ready" if reasons else "ready", "reasons": reasons}
    return JSONResponse(told | {"store": stamp(store.path)}, status)


@router.get(METRICS)
def metrics(request: Request) -> Response:
    """Answer with the metrics in Prometheus' text format."""
    operation: Operation = request.app.state.operation
    return Response(generate_latest(operation.registry), media_type=CONTENT_TYPE_LATEST)
