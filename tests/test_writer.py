"""The writer: one change after the other, in a process that can be ended."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import NotFoundError, QueryError, StoreError
from graph.service.audit import read
from graph.service.changes import Document, GraphChange, Update, Verb
from graph.service.limits import BusyError, Limit
from graph.service.writer import UpdateLimitError, WriteLimits, Writer
from graph.stores.embedded import GraphStore

ADD_ONE = """
DELETE { <urn:counter> <urn:is> ?n } INSERT { <urn:counter> <urn:is> ?more }
WHERE { <urn:counter> <urn:is> ?n . BIND(?n + 1 AS ?more) }
"""
ENDLESS = """
INSERT { <urn:counter> <urn:is> ?n }
WHERE { SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } }
"""
BOMB = "INSERT { ?a ?b ?l } WHERE { { SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?l } }"
TRIPLES = "".join(f"<urn:s{n}> <urn:p> {n} . " for n in range(1000))


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return where a store will be."""
    return tmp_path / "store"


@pytest.fixture
def writer(store: Path) -> Iterator[Writer]:
    """Write to an empty store; an update may take three seconds."""
    made = Writer(store, WriteLimits(seconds=3))
    yield made
    made.close()


def _size(store: Path) -> int:
    return len(GraphStore(store).snapshot().database)


def test_concurrent_updates_lose_nothing(writer: Writer, store: Path) -> None:
    """Updates that are sent at once are all made, each on what the ones before have left."""
    writer.run(Update("INSERT DATA { <urn:counter> <urn:is> 0 }"), "a")
    with ThreadPoolExecutor(8) as threads:
        written = list(threads.map(lambda _: writer.run(Update(ADD_ONE), "b"), range(100)))
    [quad] = GraphStore(store).snapshot().database
    assert str(quad.object).startswith('"100"')
    assert GraphStore(store).version() == max(each.after for each in written)


def test_what_is_acknowledged_is_seen(writer: Writer, store: Path) -> None:
    """A reader sees an update as soon as it's acknowledged, in the version that it says."""
    reader = GraphStore(store)
    for number in range(3):
        written = writer.run(Update(f"INSERT DATA {{ <urn:a> <urn:b> {number} }}"), "a")
        assert reader.snapshot().version == written.after
        assert len(reader.snapshot().database) == number + 1


def test_a_wrong_update_fails_alone(writer: Writer, store: Path) -> None:
    """Of changes that wait together, the wrong ones fail and the others are made."""
    first = writer.submit(Update("INSERT DATA { <urn:a> <urn:b> 1 }"), "a")
    wrong = writer.submit(Update("INSERT DATA {"), "a")
    loaded = writer.submit(Update("LOAD <http://127.0.0.1:1/>"), "a")
    missing = writer.submit(GraphChange(Verb.DELETE, "urn:none"), "a")
    turtle = Document("text/turtle", b"<> <urn:b> 2 .")
    put = writer.submit(GraphChange(Verb.PUT, "urn:g", (turtle,), "urn:g"), "a")
    assert put.result().created
    assert not first.result().created
    for future, error in ((wrong, QueryError), (loaded, QueryError), (missing, NotFoundError)):
        with pytest.raises(error):
            future.result()
    assert _size(store) == 2
    assert [each.what for each in read(store, GraphStore(store).version())] == ["update", "put"]


def test_an_update_that_takes_too_long_is_ended(writer: Writer, store: Path) -> None:
    """An update past its deadline is ended and leaves nothing; those beside it are made."""
    writer.run(Update(f"INSERT DATA {{ {TRIPLES} }}"), "a")
    before = writer.submit(Update("INSERT DATA { <urn:a> <urn:b> 1 }"), "a")
    endless = writer.submit(Update(ENDLESS), "a")
    after = writer.submit(Update("INSERT DATA { <urn:a> <urn:b> 2 }"), "a")
    with pytest.raises(UpdateLimitError, match=r"longer than 3 s\. Nothing was changed") as ended:
        endless.result()
    assert ended.value.limit is Limit.SECONDS
    assert before.result().after <= after.result().after
    assert _size(store) == 1002


def test_an_update_that_takes_too_much_memory_is_ended(store: Path) -> None:
    """An update past its memory is ended and leaves nothing; the next is made."""
    writer = Writer(store, WriteLimits(memory=700 * 2**20))
    writer.run(Update(f"INSERT DATA {{ {TRIPLES} }}"), "a")
    with pytest.raises(UpdateLimitError, match="more than 700 MiB of memory") as ended:
        writer.run(Update(BOMB), "a")
    assert ended.value.limit is Limit.MEMORY
    writer.run(Update("INSERT DATA { <urn:a> <urn:b> 2 }"), "a")
    writer.close()
    assert _size(store) == 1001


def test_small_updates_need_little_memory(store: Path) -> None:
    """A ceiling far below the default is enough for small updates, however many follow."""
    writer = Writer(store, WriteLimits(memory=350 * 2**20))
    for number in range(5):
        writer.run(Update(f"INSERT DATA {{ <urn:a> <urn:b> {number} }}"), "a")
    writer.close()
    assert _size(store) == 5


def test_the_queue_has_an_end(store: Path) -> None:
    """Beyond the queue's limit updates are refused, not forgotten."""
    writer = Writer(store, WriteLimits(waiting=2))
    update = Update("INSERT DATA { <urn:a> <urn:b> 1 }")
    sent = [writer.submit(update, "a"), writer.submit(update, "a")]

    def flood() -> None:
        while True:
            sent.append(writer.submit(update, "a"))

    with pytest.raises(BusyError, match="Too many updates are waiting"):
        flood()
    writer.close()
    assert all(each.result().after for each in sent)
    assert _size(store) == 1


def test_a_store_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that isn't a store is refused, and left as it is."""
    (tmp_path / "thesis.docx").write_text("mine")
    writer = Writer(tmp_path)
    with pytest.raises(StoreError, match="isn't a Themegraph store"):
        writer.run(Update("CLEAR ALL"), "a")
    writer.close()
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.docx"]


def test_builds_and_updates_keep_each_other(writer: Writer, store: Path) -> None:
    """A build and updates at once lose nothing of each other."""
    graph = ox.NamedNode("urn:built")
    with ThreadPoolExecutor(2) as threads:
        updates = [
            threads.submit(writer.run, Update(f"INSERT DATA {{ <urn:a> <urn:b> {n} }}"), "a")
            for n in range(6)
        ]
        for number in range(3):
            quads = {ox.Quad(graph, graph, ox.Literal(number), graph)}
            GraphStore(store).replace({graph.value: quads})
        assert all(each.result() for each in updates)
    assert _size(store) == 7
    entries = read(store, GraphStore(store).version())
    assert sorted(each.what for each in entries) == ["build"] * 3 + ["update"] * 6
