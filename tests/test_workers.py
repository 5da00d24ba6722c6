"""Queries in processes of their own: limits, deaths, and neighbours that notice nothing."""

import json
import threading
import time
from collections.abc import Iterator

import pytest

from graph.build import build
from graph.errors import QueryError
from graph.model import Study
from graph.sparql import NotAcceptableError
from graph.store import GraphStore
from graph.workers import BusyError, Limits, QueryLimitError, Workers

THEMES = "SELECT ?theme { ?theme a tg:Theme }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a ?d"


@pytest.fixture
def workers(store: GraphStore) -> Iterator[Workers]:
    """Two workers over the bundled study, with little time and memory."""
    limits = Limits(seconds=1.0, memory=1500 * 2**20, result=20_000, waiting=0.2)
    started = Workers(store.path, limits=limits)
    yield started
    started.close()


def _count(workers: Workers) -> int:
    return len(json.loads(workers.run(THEMES).body)["results"]["bindings"])


def _ended(workers: Workers, errors: list[QueryLimitError]) -> None:
    try:
        workers.run(SLOW)
    except QueryLimitError as error:
        errors.append(error)


def test_answers_are_those_of_the_engine(workers: Workers) -> None:
    """A worker answers in the format asked for, and errors come through as they are."""
    assert _count(workers) == 7
    assert workers.run(THEMES, accept="text/csv").media_type == "text/csv"
    with pytest.raises(NotAcceptableError):
        workers.run(THEMES, accept="image/png")
    with pytest.raises(QueryError, match="isn't SPARQL"):
        workers.run("SELECT")


def test_a_slow_query_is_ended(workers: Workers) -> None:
    """Past its deadline a query is ended, its caller told how to raise it, and others run."""
    with pytest.raises(QueryLimitError, match=r"longer than 1 s.*--query-seconds"):
        workers.run(SLOW)
    assert _count(workers) == 7


def test_a_query_that_needs_too_much_memory_is_ended(store: GraphStore) -> None:
    """Past its memory a query is ended long before its deadline, and others run."""
    workers = Workers(store.path, 1, Limits(seconds=120, memory=1200 * 2**20))
    with pytest.raises(QueryLimitError, match="more than 1200 MiB of memory"):
        workers.run(LARGE)
    assert _count(workers) == 7
    workers.close()


def test_a_large_result_is_an_error_and_never_cut(workers: Workers) -> None:
    """A result that is larger than allowed isn't sent at all."""
    with pytest.raises(QueryLimitError, match="LIMIT and OFFSET"):
        workers.run("SELECT * { ?s ?p ?o }")


def test_neighbours_notice_nothing(workers: Workers) -> None:
    """While one worker is kept busy until it's ended, the other answers."""
    ended: list[QueryLimitError] = []
    thread = threading.Thread(target=_ended, args=(workers, ended))
    thread.start()
    answered = [_count(workers) for _ in range(5)]
    thread.join()
    assert answered == [7] * 5
    assert len(ended) == 1


def test_a_full_house_says_so(store: GraphStore) -> None:
    """A query that finds no free worker in time is refused as busy."""
    workers = Workers(store.path, 1, Limits(seconds=3.0, waiting=0.05))
    assert _count(workers) == 7
    thread = threading.Thread(target=_ended, args=(workers, []))
    thread.start()
    time.sleep(0.5)
    with pytest.raises(BusyError, match="busy"):
        workers.run(THEMES)
    thread.join()
    workers.close()


def test_workers_see_a_change_of_the_store(
    bundled: Study, invented: Study, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A worker that is up answers from the store as it is now."""
    store = GraphStore(tmp_path_factory.mktemp("changing") / "store")
    build([bundled], store)
    workers = Workers(store.path, 1)
    before = _count(workers)
    build([invented], store)
    assert _count(workers) == before + len(invented.themes)
    workers.close()
