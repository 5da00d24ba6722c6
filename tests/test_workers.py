"""Queries in processes of their own: limits, deaths, and neighbours that notice nothing."""

import asyncio
import gzip
import json
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import psutil
import pytest

from graph.errors import QueryError, StoreError
from graph.model import Study
from graph.service.limits import MIB, BusyError, Limit, Limits, QueryLimitError
from graph.service.sparql import Graphs, NotAcceptableError
from graph.service.worker import stamp
from graph.service.workers import Workers
from graph.stores.build import build
from graph.stores.embedded import GraphStore

THEMES = "SELECT ?theme { ?theme a tg:Theme }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a ?d"
LITTLE = Limits(seconds=20.0, memory=1500 * MIB, result=20_000, waiting=20.0)
Done = TypeVar("Done")


def using(
    store: GraphStore,
    do: Callable[[Workers], Awaitable[Done]],
    limits: Limits = LITTLE,
    **options: int,
) -> Done:
    """Do something with workers of its own, which end with it."""

    async def main() -> Done:
        workers = Workers(store.path, limits=limits, **options)
        try:
            return await do(workers)
        finally:
            workers.close()

    return asyncio.run(main())


async def count(workers: Workers, query: str = THEMES) -> int:
    """Return how many rows there are."""
    return len(json.loads((await workers.run(query)).body)["results"]["bindings"])


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so; half a minute at most."""
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110 -- of other processes, which set no event
            await asyncio.sleep(0.02)


def descendants() -> set[int]:
    """Return the processes that this one has started, and they."""
    return {
        child.pid
        for child in psutil.Process().children(recursive=True)
        if child.status() != psutil.STATUS_ZOMBIE
    }


def test_answers_are_those_of_the_engine(store: GraphStore) -> None:
    """A worker answers in the format asked for, and errors come through as they are."""

    async def do(workers: Workers) -> None:
        assert await count(workers) == 7
        assert (await workers.run(THEMES, accept="text/csv")).media_type == "text/csv"
        with pytest.raises(NotAcceptableError):
            await workers.run(THEMES, accept="image/png")
        with pytest.raises(QueryError, match="isn't SPARQL"):
            await workers.run("SELECT")
        with pytest.raises(QueryError, match="SERVICE isn't allowed"):
            await workers.run("SELECT * { SERVICE <http://127.0.0.1/> {} }")
        nowhere = Graphs(default=("http://e/none",))
        none = await workers.run(THEMES, graphs=nowhere)
        assert json.loads(none.body)["results"]["bindings"] == []
        relative = await workers.run("SELECT (<a> AS ?x) {}", base="http://e/b")
        assert b"http://e/a" in relative.body

    using(store, do)


def test_a_result_says_what_it_is_of(store: GraphStore) -> None:
    """A result carries the store's stamp, and says whether it may be otherwise next time."""

    async def do(workers: Workers) -> None:
        lasting = await workers.run(THEMES, compress=True)
        assert (lasting.stamp, lasting.is_changing) == (stamp(store.path), False)
        assert lasting.encoding == ""  # it's too short
        for changing in ("NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"):
            assert (await workers.run(f"SELECT ({changing} AS ?x) {{}}")).is_changing
        long = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 50"
        packed = await workers.run(long, compress=True)
        assert packed.encoding == "gzip"
        assert gzip.decompress(packed.body) == (await workers.run(long)).body

    using(store, do)


def test_a_slow_query_is_ended(store: GraphStore) -> None:
    """Past its deadline a query is ended, its caller told how to raise it, and others run."""

    async def do(workers: Workers) -> None:
        with pytest.raises(QueryLimitError, match=r"longer than 1 s.*--query-seconds") as caught:
            await workers.run(SLOW)
        assert caught.value.limit is Limit.SECONDS

    using(store, do, Limits(seconds=1.0))


def test_a_query_that_needs_too_much_memory_is_ended(store: GraphStore) -> None:
    """Past its memory a query is ended long before its deadline, and others run."""

    async def do(workers: Workers) -> None:
        with pytest.raises(QueryLimitError, match=r"900 MiB of memory.*--query-memory") as caught:
            await workers.run(LARGE)
        assert caught.value.limit is Limit.MEMORY
        assert await count(workers) == 7

    using(store, do, Limits(seconds=120, memory=900 * MIB))


def test_a_query_that_the_engine_dies_of(store: GraphStore) -> None:
    """A worker that dies is replaced, and the caller told that the engine failed."""

    async def do(workers: Workers) -> None:
        workers.start()
        await count(workers)
        asked = asyncio.ensure_future(workers.run(SLOW))
        await until(lambda: any(fork.pid for fork in workers.forks()))
        await asyncio.sleep(0.05)
        for fork in workers.forks():
            psutil.Process(fork.pid).send_signal(11)
        with pytest.raises(QueryLimitError, match="the engine failed") as caught:
            await asked
        assert caught.value.limit is Limit.ENGINE
        assert await count(workers) == 7

    using(store, do, Limits(seconds=60))


@pytest.mark.parametrize("accept", ["application/json", "application/xml", "text/csv"])
def test_a_large_result_is_an_error_and_never_cut(store: GraphStore, accept: str) -> None:
    """A result of more bytes than allowed isn't sent at all."""

    async def do(workers: Workers) -> None:
        with pytest.raises(QueryLimitError, match=r"LIMIT and OFFSET.*--query-result") as caught:
            await workers.run("SELECT * { ?s ?p ?o }", accept=accept)
        assert caught.value.limit is Limit.RESULT

    using(store, do)


@pytest.mark.parametrize(
    "accept", ["application/json", "application/xml", "text/csv", "text/tab-separated-values"]
)
def test_rows_are_counted_in_every_form(store: GraphStore, accept: str) -> None:
    """As many rows as allowed come, one more is an error; what stands in a value counts nothing."""
    tricky = "VALUES ?x { '},{\\n},{<result>' 'a\\nb' '\"},{' 'b' UNDEF }"

    async def do(workers: Workers) -> None:
        await workers.run(f"SELECT * {{ {tricky} }}", accept=accept)
        with pytest.raises(QueryLimitError, match=r"more than 5 rows.*--query-rows") as caught:
            await workers.run(f"SELECT * {{ {tricky} VALUES ?y {{ 1 2 }} }}", accept=accept)
        assert caught.value.limit is Limit.ROWS

    using(store, do, Limits(rows=5))


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/n-quads"])
def test_triples_are_counted_too(store: GraphStore, accept: str) -> None:
    """A graph of as many triples as allowed comes, one more is an error."""
    query = "CONSTRUCT {{ ?s a tg:Theme }} {{ SELECT ?s {{ ?s a tg:Theme }} LIMIT {} }}"

    async def do(workers: Workers) -> None:
        assert (await workers.run(query.format(5), accept=accept)).media_type == accept
        with pytest.raises(QueryLimitError, match="more than 5 rows"):
            await workers.run(query.format(6), accept=accept)

    using(store, do, Limits(rows=5))


def test_neighbours_notice_nothing(store: GraphStore) -> None:
    """However many long queries there are, short ones are answered, and long ones get a turn."""

    async def do(workers: Workers) -> None:
        long = [asyncio.ensure_future(workers.run(f"{SLOW} #{n}")) for n in range(6)]
        answered = 0
        while not any(one.done() for one in long):
            assert await count(workers) == 7
            answered += not any(one.done() for one in long)
        ended = await asyncio.gather(*long, return_exceptions=True)
        assert answered
        assert {type(one) for one in ended} == {QueryLimitError}

    using(store, do, Limits(seconds=2.0, waiting=60), long=3, short=2)


def test_a_full_house_says_so(store: GraphStore) -> None:
    """A query that finds no free worker in time, or too many waiting, is refused as busy."""

    async def do(workers: Workers) -> None:
        await count(workers)
        busy = asyncio.ensure_future(workers.run(SLOW))
        await asyncio.sleep(0)
        waiting = asyncio.ensure_future(workers.run(THEMES))
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="1 queries are waiting already"):
            await workers.run(THEMES)
        with pytest.raises(BusyError, match="All workers are busy"):
            await waiting
        busy.cancel()

    using(store, do, Limits(seconds=60, waiting=0.01, queue=1), long=1, short=1)


def test_a_query_is_ended_with_who_asked(store: GraphStore) -> None:
    """A query that nobody waits for any more is ended, in a worker as in the queue."""

    async def do(workers: Workers) -> None:
        await count(workers)
        asked = [asyncio.ensure_future(workers.run(f"{SLOW} #{n}")) for n in range(4)]
        await asyncio.sleep(0.3)
        before = {fork.pid for fork in workers.forks()}
        assert before
        for one in asked:
            one.cancel()
        await until(lambda: not any(psutil.pid_exists(pid) for pid in before if pid))
        assert await count(workers) == 7

    using(store, do, Limits(seconds=600), long=1, short=1)


def test_nothing_is_left_behind(store: GraphStore) -> None:
    """When workers are closed no process is left of them, busy or not."""
    before = descendants()

    async def do(workers: Workers) -> set[int]:
        await count(workers)
        asked = asyncio.ensure_future(workers.run(SLOW))
        await asyncio.sleep(0.3)
        started = descendants() - before
        workers.close()
        with pytest.raises(BusyError, match="being stopped"):
            await asked
        await until(lambda: not descendants() & started)
        return started

    assert using(store, do, Limits(seconds=600))


def test_a_nursery_that_dies_is_replaced(store: GraphStore) -> None:
    """If the process from which workers come is ended, another takes its place."""

    async def do(workers: Workers) -> None:
        await count(workers)
        await until(lambda: all(one.is_ready for one in workers.nurseries()))
        for nursery in workers.nurseries():
            nursery.process.kill()
            nursery.process.wait()
        await until(lambda: all(one.process.poll() is None for one in workers.nurseries()))
        assert await count(workers) == 7

    using(store, do)


def test_what_a_dying_nursery_was_given_is_asked_once_more(store: GraphStore) -> None:
    """A query is answered although the process from which its worker was to come ends."""

    async def do(workers: Workers) -> None:
        await count(workers)
        (nursery,) = workers.nurseries()
        nursery.process.send_signal(signal.SIGSTOP)  # it forks none of those it's asked for
        asked = [asyncio.ensure_future(count(workers, f"{THEMES} #{n}")) for n in range(3)]
        await until(lambda: len(nursery.forks) >= 3)
        nursery.process.kill()
        assert await asyncio.gather(*asked) == [7, 7, 7]

    using(store, do, replica=0)


def test_a_query_whose_nurseries_die_again_and_again_is_given_up(store: GraphStore) -> None:
    """It's asked once more and no further: it may be the cause."""

    async def do(workers: Workers) -> None:
        await count(workers)
        asked = asyncio.ensure_future(workers.run(SLOW))
        for _ in range(2):
            await until(lambda: workers.aside() == 1)
            (nursery,) = workers.nurseries()
            nursery.process.kill()
            await until(lambda dead=nursery: dead not in workers.nurseries())  # type: ignore[misc]
        with pytest.raises(QueryLimitError) as caught:
            await asked
        assert caught.value.limit is Limit.ENGINE

    using(store, do, Limits(seconds=600), replica=0)


def test_a_worker_comes_forward_again(store: GraphStore) -> None:
    """One that let others run before it runs as they do again, unless the system forbids that."""

    async def do(workers: Workers) -> None:
        await count(workers)
        await until(lambda: all(fork.pid for fork in workers.forks()))
        worker = workers.forks()[0]
        assert (worker.kept_waiting(), worker.is_behind) >= (0.0, False)
        worker.step_back()
        assert worker.is_behind
        worker.step_forward()
        assert worker.is_behind == (os.getpriority(os.PRIO_PROCESS, worker.pid) > 0)

    using(store, do, replica=0)


def test_a_replica_answers_as_the_store_does(store: GraphStore) -> None:
    """A store that is held in memory gives the same answers, empty named graphs too."""
    queries = (
        "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 60",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        "SELECT ?g { GRAPH ?g {} } ORDER BY ?g",
    )

    async def do(workers: Workers) -> list[bytes]:
        await count(workers)
        await until(lambda: not workers.is_loading())
        return [(await workers.run(query)).body for query in queries]

    limits = Limits(seconds=20)
    assert using(store, do, limits, replica=10**6) == using(store, do, limits, replica=0)


def test_a_store_that_is_too_large_stays_on_disk(store: GraphStore) -> None:
    """Of a store with more quads than are held in memory there is no replica."""

    async def do(workers: Workers) -> None:
        await count(workers)
        await until(lambda: not workers.is_loading())
        assert not any(nursery.stamp for nursery in workers.nurseries())
        assert await count(workers) == 7

    using(store, do, replica=100)


def test_workers_see_a_change_of_the_store(
    bundled: Study, invented: Study, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Workers answer from the store as it is now, at once, and then from a new replica."""
    store = GraphStore(tmp_path_factory.mktemp("changing") / "store")
    build([bundled], store)

    async def do(workers: Workers) -> None:
        before = await count(workers)
        await until(lambda: not workers.is_loading())
        build([invented], store)
        now = before + len(invented.themes)
        assert await count(workers) == now
        await until(lambda: stamp(store.path) in {one.stamp for one in workers.nurseries()})
        assert await count(workers) == now
        old = {one.stamp for one in workers.nurseries()}
        assert old == {"", stamp(store.path)}

    using(store, do)


def test_what_is_no_store_is_said(tmp_path: Path) -> None:
    """A folder that isn't a store is an error that says so; one that isn't there is empty."""
    (tmp_path / "CURRENT").write_text("nonsense")
    with pytest.raises(StoreError, match="names no generation"):
        using(GraphStore(tmp_path), count)
    assert using(GraphStore(tmp_path / "none"), count) == 0
