"""Lists after an update: the studies concerned are written anew, and nothing else."""

import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from graph.answers import KINDS, Filters, every, page
from graph.answers import listed as written
from graph.answers.crossing import sizes
from graph.bundled import INVENTED_STUDY
from graph.folders.check import load
from graph.listing import behind, completing, index
from graph.listing.asking import LISTED, Listed, listed
from graph.listing.completing import complete, is_worthwhile
from graph.model import Study
from graph.rdf.iris import ACROSS_GRAPH, ONTOLOGY_GRAPH, study_iris
from graph.service.changes import Change, Document, GraphChange, Update, Verb
from graph.service.writer import Writer
from graph.stores.build import build, remove
from graph.stores.embedded import GraphStore, Row, Snapshot
from tests.test_lists import same_as_fresh

KINDS_LISTED = [kind for kind in KINDS.values() if kind.query in LISTED]
UPDATES = 6
"""How many random updates are made one after the other."""
PATIENCE = 60.0
"""Seconds until lists must be there that a process beside the server writes."""


@pytest.fixture(scope="module")
def three(
    bundled: Study, invented: Study, tmp_path_factory: pytest.TempPathFactory
) -> Sequence[Study]:
    """Return three studies."""
    del tmp_path_factory
    return bundled, invented, load(INVENTED_STUDY)


@pytest.fixture(scope="module")
def built(three: Sequence[Study], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store of them; not to be changed."""
    path = tmp_path_factory.mktemp("behind") / "store"
    build(three, GraphStore(path))
    return path


@pytest.fixture
def store(built: Path, tmp_path: Path) -> GraphStore:
    """Return a store of them that may be changed."""
    shutil.copytree(built, tmp_path / "store")
    return GraphStore(tmp_path / "store")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the IRIs of studies whose lists are asked for from now on."""
    found: list[str] = []

    def noted(database: ox.Store, studies: Sequence[str]) -> Iterator[Listed]:
        found.extend(studies)
        return listed(database, studies)

    monkeypatch.setattr(index, "listed", noted)
    return found


def change(store: GraphStore, *changes: Change) -> None:
    """Make changes as they come from outside."""
    writer = Writer(store.path)
    try:
        for one in changes:
            writer.run(one, "test")
    finally:
        writer.close()


def _says(study: Study, text: str) -> Update:
    """Return an update that gives a study's first quote another text."""
    iris = study_iris(study.info.id)
    quote = f"<{iris.record('quotes', study.quotes[0].id)}>"
    return Update(
        f"DELETE {{ GRAPH ?g {{ {quote} tg:text ?text }} }} "
        f"INSERT {{ GRAPH ?g {{ {quote} tg:text '{text}' }} }} "
        f"WHERE {{ GRAPH ?g {{ {quote} tg:text ?text }} }}"
    )


def _same_as_engine(snapshot: Snapshot) -> None:
    engine = Snapshot(snapshot.version, snapshot.database)
    assert written.folder(snapshot) is not None
    for kind in KINDS_LISTED:
        told, computed = (
            [*map(_plain, every(each, kind, Filters()))] for each in (snapshot, engine)
        )
        assert told == computed, kind.name
    for name, value in (("theme", "barriers"), ("role", "academic"), ("valence", "barrier")):
        wanted = Filters(**{name: value})  # type: ignore[arg-type] # those that are text
        told_, computed_ = (
            page(each, KINDS["quotes"].record, wanted, limit=100).items
            for each in (snapshot, engine)
        )
        assert told_ == computed_, wanted.given()
    assert sizes(snapshot) == sizes(engine)


def _plain(row: Row) -> dict[str, list[str]]:
    """Return a row with its lists of IRIs sorted, for the engine has them in any order."""
    return {name: sorted(value.split()) for name, value in row.items()}


def test_an_update_concerns_its_study_alone(
    store: GraphStore, three: Sequence[Study], asked: list[str], tmp_path: Path
) -> None:
    """After an update the lists of the studies whose graphs it names are written, no others'."""
    change(store, _says(three[1], "another text"))
    assert written.folder(store.snapshot()) is None
    assert complete(store)
    assert asked == [study_iris(three[1].info.id).study]
    _same_as_engine(store.snapshot())
    same_as_fresh(store, tmp_path / "fresh")
    assert not (_folder(store) / behind.BEHIND).exists()


def test_updates_add_up(store: GraphStore, three: Sequence[Study], asked: list[str]) -> None:
    """What several updates concern is remembered until the lists are completed."""
    change(store, _says(three[1], "another text"))
    change(store, _says(three[2], "another text too"))
    assert complete(store)
    assert {*asked} == {study_iris(each.info.id).study for each in three[1:]}
    _same_as_engine(store.snapshot())


def test_a_build_after_an_update(
    store: GraphStore, three: Sequence[Study], asked: list[str], tmp_path: Path
) -> None:
    """A build asks about the studies that it changes and those that updates have changed."""
    change(store, _says(three[0], "another text"))
    info = replace(three[2].info, title="Another title")
    build([replace(three[2], info=info)], store)
    assert {*asked} == {study_iris(three[n].info.id).study for n in (0, 2)}
    _same_as_engine(store.snapshot())
    same_as_fresh(store, tmp_path / "fresh")


def test_a_study_that_an_update_takes_away(
    store: GraphStore, three: Sequence[Study], asked: list[str], tmp_path: Path
) -> None:
    """A study whose graphs are dropped is in no list any more."""
    iris = study_iris(three[1].info.id)
    change(store, Update(f"DROP GRAPH <{iris.coded}> ; DROP GRAPH <{iris.derived}>"))
    assert complete(store)
    assert asked == []
    assert three[1].info.id not in {id_ for id_, _ in index.studies(_folder(store))}
    same_as_fresh(store, tmp_path / "fresh")


def test_random_updates(
    store: GraphStore, three: Sequence[Study], asked: list[str], tmp_path: Path
) -> None:
    """After whatever updates of studies' graphs, completed lists say what the engine says."""
    chance = Random(5)  # noqa: S311 -- nothing secret
    for number in range(UPDATES):
        some = [_random(store, chance, three) for _ in range(chance.randint(1, 2))]
        change(store, *some)
        if chance.random() < 0.5 or number == UPDATES - 1:
            assert complete(store)
            _same_as_engine(store.snapshot())
            same_as_fresh(store, tmp_path / str(number))
    assert asked


def _random(store: GraphStore, chance: Random, studies: Sequence[Study]) -> Change:
    """Return a change of one of a study's graphs: triples less, or as an update of all quotes."""
    iris = study_iris(chance.choice(studies).info.id)
    graph = chance.choice((iris.coded, iris.derived))
    quads = sorted(store.snapshot().graph(graph), key=str)
    lost = chance.sample(quads, 3)
    left = "".join(f"{quad.triple} .\n" for quad in quads if quad not in lost)
    less = "".join(f"{quad.triple} .\n" for quad in lost)
    forms: list[Change] = [
        GraphChange(Verb.PUT, graph, (Document("application/n-triples", left.encode()),)),
        Update(f"DELETE DATA {{ GRAPH <{graph}> {{ {less} }} }}"),
        Update(
            f"WITH <{iris.coded}> DELETE {{ ?q tg:text ?t }} INSERT {{ ?q tg:text 'said' }} "
            "WHERE { ?q tg:text ?t }"
        ),
        Update(
            "DELETE { GRAPH ?g { ?t skos:prefLabel ?l } } "
            "INSERT { GRAPH ?g { ?t skos:prefLabel 'named' } } "
            "WHERE { GRAPH ?g { ?t a tg:Theme ; skos:prefLabel ?l } "
            f"FILTER(?g = <{iris.coded}>) }}"
        ),
    ]
    return chance.choice(forms)


def test_what_all_studies_share(
    store: GraphStore, asked: list[str], three: Sequence[Study]
) -> None:
    """After a change of the ontology's graph all lists are written anew."""
    role = "<https://w3id.org/themegraph/role#academic>"
    change(
        store,
        Update(f"INSERT DATA {{ GRAPH <{ONTOLOGY_GRAPH}> {{ {role} skos:note 'noted' }} }}"),
    )
    assert behind.base(_folder(store)) is None
    assert complete(store)
    assert {*asked} == {study_iris(each.info.id).study for each in three}


def test_the_graph_across_studies(store: GraphStore, asked: list[str]) -> None:
    """What an update says across studies concerns the studies that it's said of."""
    told = [
        quad
        for quad in store.snapshot().graph(ACROSS_GRAPH)
        if quad.predicate.value.endswith("score")
    ]
    assert told
    subject = told[0].subject
    change(store, Update(f"DELETE DATA {{ GRAPH <{ACROSS_GRAPH}> {{ {told[0].triple} }} }}"))
    assert complete(store)
    assert {iri for iri in asked if str(subject).startswith(f"<{iri}/")} == {*asked}
    assert len(asked) == 1
    _same_as_engine(store.snapshot())


def test_what_stands_outside_of_studies_graphs(store: GraphStore, three: Sequence[Study]) -> None:
    """With a graph of somebody's own, or quads in the default graph, the engine is asked."""
    quote = f"<{study_iris(three[0].info.id).record('quotes', three[0].quotes[0].id)}>"
    for graph, text in (
        ("GRAPH <urn:mine>", "CLEAR GRAPH <urn:mine>; DROP GRAPH <urn:mine>"),
        ("", "CLEAR DEFAULT"),
    ):
        said = f"{quote} tg:text 'mine'"
        change(
            store,
            Update(
                f"INSERT DATA {{ {graph} {{ {said} }} }}" if graph else f"INSERT DATA {{ {said} }}"
            ),
        )
        assert not complete(store)
        assert written.folder(store.snapshot()) is None
        change(store, Update(text))
        assert complete(store)
        _same_as_engine(store.snapshot())


def test_a_newer_generation_comes_first(
    store: GraphStore, three: Sequence[Study], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is overtaken by a change leaves nothing, and the newer generation can be completed."""
    change(store, _says(three[1], "one"))
    with monkeypatch.context() as patched:
        patched.setattr(GraphStore, "version", _once(store, "g000009"))
        assert not complete(store)
    assert not (_folder(store) / index.NAME).exists()
    assert not (_folder(store) / index.DRAFT).exists()
    assert complete(store)


def _once(store: GraphStore, then: str) -> object:
    """Return a method that first tells the version, and then another."""
    told = [store.version()]
    return lambda _: told.pop() if told else then


def test_what_was_carried_may_be_broken(
    store: GraphStore, three: Sequence[Study], asked: list[str]
) -> None:
    """Without a readable note of what is behind, all lists are written anew."""
    change(store, _says(three[1], "one"))
    (_folder(store) / behind.BEHIND).write_text("[", encoding="utf-8")
    assert complete(store)
    assert len(asked) == len(three)
    _same_as_engine(store.snapshot())


def test_only_what_is_soon_done_is_begun(
    store: GraphStore, three: Sequence[Study], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server begins what concerns few studies, and not all of a large store."""
    change(store, _says(three[1], "one"))
    monkeypatch.setattr(completing, "MANY", 1)
    assert is_worthwhile(store.snapshot())
    (_folder(store) / behind.BEHIND).unlink()
    assert not is_worthwhile(store.snapshot())
    monkeypatch.setattr(completing, "MANY", 3)
    assert is_worthwhile(store.snapshot())
    assert not is_worthwhile(Snapshot("", ox.Store()))


def test_a_server_catches_up(store: GraphStore, three: Sequence[Study]) -> None:
    """After an update the engine answers at once, and a process beside the server writes lists."""
    quote = three[1].quotes[0].id
    address = f"/api/v1/quotes/{three[1].info.id}/{quote}"
    with TestClient(create_app(store), base_url="http://localhost") as client:
        before = client.get(address)
        change(store, _says(three[1], "said anew"))
        after = client.get(address)
        assert (before.json()["text"], after.json()["text"]) != ("said anew",) * 2
        assert after.json()["text"] == "said anew"
        until = time.monotonic() + PATIENCE
        while written.folder(store.snapshot()) is None and time.monotonic() < until:
            time.sleep(0.05)
        assert written.folder(store.snapshot()) is not None
        assert client.get(f"/api/v1/quotes?study={three[1].info.id}").json()["items"][0]["text"]
    _same_as_engine(store.snapshot())


def test_a_removal_after_an_update(store: GraphStore, three: Sequence[Study]) -> None:
    """A study that is removed is in no list, whatever was changed before."""
    change(store, _says(three[1], "one"))
    remove(study_iris(three[1].info.id), store)
    assert three[1].info.id not in {id_ for id_, _ in index.studies(_folder(store))}
    _same_as_engine(store.snapshot())


def _folder(store: GraphStore) -> Path:
    folder = store.snapshot().folder
    assert folder is not None
    return folder
