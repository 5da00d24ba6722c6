"""Lists that a build writes down: they say what the engine says, or aren't there."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import ontology
from graph.answers import KINDS, Filters, Kind, QuoteAnswer, StudyAnswer, answer, ask, every, page
from graph.answers import listed as written
from graph.answers.asking import these
from graph.answers.crossing import COUNTED, DIMENSIONS, matrix, sizes
from graph.answers.kinds import Chosen, ClassOf, Filter
from graph.bundled import INVENTED_STUDY
from graph.errors import StoreError
from graph.folders.check import load
from graph.listing import index
from graph.listing.asking import LISTED, Listed, Row, Values, listed
from graph.model import Study
from graph.rdf.iris import ACROSS_GRAPH, study_iris
from graph.search.index import reading
from graph.stores.build import build, remove, study_graphs
from graph.stores.corpus import matched_themes, told_by_store
from graph.stores.embedded import GraphStore, Snapshot
from ontology import TG

KINDS_LISTED = [kind for kind in KINDS.values() if kind.query in LISTED]
VALUES = 2
"""How many values of each filter are tried in each study."""


@pytest.fixture(scope="module")
def built(bundled: Study, invented: Study, tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """Return a store of three studies; not to be changed."""
    made = GraphStore(tmp_path_factory.mktemp("lists") / "store")
    build([bundled, invented, load(INVENTED_STUDY)], made)
    return made


def _engine(snapshot: Snapshot) -> Snapshot:
    """Return the same content without what a build writes beside it."""
    return Snapshot(snapshot.version, snapshot.database)


def _folder(store: GraphStore) -> Path:
    folder = store.snapshot().folder
    assert folder is not None
    return folder


def _notations(way: Filter, value: str) -> str:
    """Return how people write a filter's value."""
    if isinstance(way, ClassOf):
        return next((name for name, iri in way.classes.items() if iri == value), "")
    return ontology.notation(value) if isinstance(way, Chosen) else value


def _values(folder: Path, kind: Kind, iri: str) -> Iterator[dict[str, Any]]:
    """Yield filters by which some of a study's records are found."""
    for one in index.lists(folder, kind.query, [iri]).values():
        for name in kind.filters[1:]:
            way = kind.filter(name)
            known = {value for by in one.found_by() for value in by.get(way.variable, ())}
            for value in sorted(known)[:VALUES]:
                shown = value[1:9].upper() if name == "words" else _notations(way, value)
                if shown and _is_meant(name, value):
                    yield {name: shown}


def _is_meant(name: str, value: str) -> bool:
    """Say whether a gap that involves this theme or role is asked for by this filter."""
    return name not in {"theme", "role"} or ("/theme/" in value) == (name == "theme")


@pytest.mark.parametrize("kind", KINDS_LISTED, ids=lambda kind: kind.name)
def test_every_filter_finds_what_the_engine_finds(built: GraphStore, kind: Kind) -> None:
    """A page of any list by any filter is the engine's, with its cursor and its query."""
    snapshot = built.snapshot()
    asked = [Filters()]
    for id_, iri in index.studies(_folder(built)):
        asked.append(Filters(study=id_))
        for found in _values(_folder(built), kind, iri):
            asked += [Filters(**found), Filters(**found, study=id_)]
            if "theme" in found:
                asked.append(Filters(**found, exactly=True))
    for wanted in asked:
        told, computed = (
            page(each, kind.record, wanted, limit=5) for each in (snapshot, _engine(snapshot))
        )
        assert told == computed, wanted.given()
        assert told.query == computed.query, wanted.given()


@pytest.mark.parametrize("kind", KINDS_LISTED, ids=lambda kind: kind.name)
def test_every_order_is_the_engines(built: GraphStore, kind: Kind) -> None:
    """Lists are sorted by any field from either end as ORDER BY sorts them."""
    snapshot = built.snapshot()
    for field, end in product(kind.sorts, ("", "-")):
        told, computed = (
            page(each, kind.record, Filters(), sort=end + field, limit=1000).items
            for each in (snapshot, _engine(snapshot))
        )
        assert told == computed, end + field


def test_whole_lists_and_single_records(built: GraphStore) -> None:
    """Streams, lists with a limit and single records are the same from the file."""
    snapshot = built.snapshot()
    for kind in KINDS_LISTED:
        told, computed = (
            [answer(kind.record, row) for row in every(each, kind, Filters())]
            for each in (snapshot, _engine(snapshot))
        )
        assert told == computed
    some, others = (
        ask(each, QuoteAnswer, limit=4, offset=3) for each in (snapshot, _engine(snapshot))
    )
    assert some == others
    iris = [each.iri for each in some]
    assert [*these(snapshot, QuoteAnswer, [*iris, f"{iris[0]}x"])] == iris


def test_matrices_of_a_study(built: GraphStore) -> None:
    """A matrix of a study has the cells that its query counts, whatever is down and across."""
    snapshot = built.snapshot()
    for down, across, counting in product(DIMENSIONS, DIMENSIONS, COUNTED):
        told, computed = (
            matrix(each, down, across, counting=counting, study="changing-the-culture")
            for each in (snapshot, _engine(snapshot))
        )
        assert told == computed, (down, across, counting)


def test_counts_of_roles(built: GraphStore) -> None:
    """How often each role is spoken of over all studies is summed up from each study's counts."""
    snapshot = built.snapshot()
    told, computed = (ask(each, KINDS["roles"].record) for each in (snapshot, _engine(snapshot)))
    assert told == computed
    assert any(each.respondents for each in told)


def test_sizes(built: GraphStore) -> None:
    """How many records all studies have is summed up from each study's sizes."""
    snapshot = built.snapshot()
    told, computed = (sizes(each) for each in (snapshot, _engine(snapshot)))
    assert told == computed
    assert min(told.values()) > 0


def test_what_studies_tell_together(built: GraphStore) -> None:
    """What gaps across studies follow from is the same from the file."""
    snapshot = built.snapshot()
    matches = matched_themes(snapshot)
    told, computed = ([*told_by_store(each, matches)] for each in (snapshot, _engine(snapshot)))
    assert told == computed
    assert any(each.ties for each in told)


def test_a_build_asks_only_what_has_changed(
    bundled: Study, invented: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only studies whose graphs have changed are asked about, and those with other gaps across."""
    store, other = GraphStore(tmp_path / "store"), load(INVENTED_STUDY)
    build([bundled, invented], store)
    asked: list[str] = []

    def noted(database: ox.Store, studies: Sequence[str]) -> Iterator[Listed]:
        asked.extend(studies)
        return listed(database, studies)

    monkeypatch.setattr(index, "listed", noted)
    build([bundled, other], store)
    told_of = {
        str(quad.object)
        for quad in store.snapshot().graph(ACROSS_GRAPH)
        if quad.predicate.value.endswith("isPartOf")
    }
    ids = {study.info.id for study in (bundled, invented, other) if f"<{_iri(study)}>" in told_of}
    assert {iri.rpartition("/")[2] for iri in asked} == {*ids, other.info.id}
    same_as_fresh(store, tmp_path / "one")
    remove(study_iris(bundled.info.id), store)
    assert [id_ for id_, _ in index.studies(_folder(store))] == sorted(
        each.info.id for each in (invented, other)
    )
    same_as_fresh(store, tmp_path / "fresh")


def test_a_changed_study(invented: Study, bundled: Study, tmp_path: Path) -> None:
    """A study that is built anew has the lists of what it's now."""
    store = GraphStore(tmp_path / "store")
    build([bundled, invented], store)
    info = replace(invented.info, title="Another title")
    build([replace(invented, info=info)], store)
    titles = {each.title for each in ask(store.snapshot(), StudyAnswer)}
    assert titles == {"Another title", bundled.info.title}
    same_as_fresh(store, tmp_path / "fresh")


def test_graphs_that_no_build_makes(invented: Study, tmp_path: Path) -> None:
    """What somebody else's graph says is in lists at once: the engine is asked, not the file."""
    store = GraphStore(tmp_path / "store")
    build([invented], store)
    quote = ask(store.snapshot(), QuoteAnswer)[0]
    said = ox.Quad(
        ox.NamedNode(quote.iri), ox.NamedNode(TG.mentions), _role(), ox.NamedNode("urn:mine")
    )
    store.replace({"urn:mine": {said}})
    assert written.folder(store.snapshot()) is None
    assert _role().value in ask(store.snapshot(), QuoteAnswer)[0].roles
    store.replace({"urn:mine": set()})
    assert written.folder(store.snapshot()) is not None
    assert ask(store.snapshot(), QuoteAnswer)[0] == quote


def test_a_study_that_speaks_of_anothers_records(
    bundled: Study, invented: Study, tmp_path: Path
) -> None:
    """If a study's graph says something of another's records, the engine is asked."""
    store = GraphStore(tmp_path / "store")
    build([bundled, invented], store)
    iris = study_iris(bundled.info.id)
    quads = study_graphs(bundled)[iris.coded]
    theirs = ox.NamedNode(study_iris(invented.info.id).record("quotes", invented.quotes[0].id))
    graph = ox.NamedNode(iris.coded)
    store.replace(
        {iris.coded: {*quads, ox.Quad(theirs, ox.NamedNode(TG.mentions), _role(), graph)}}
    )
    assert written.folder(store.snapshot()) is None
    found = these(store.snapshot(), QuoteAnswer, [theirs.value])
    assert _role().value in found[theirs.value].roles


def test_an_update_is_seen_at_once(invented: Study, tmp_path: Path) -> None:
    """After a change that isn't a build there are no lists until they're written anew."""
    store = GraphStore(tmp_path / "store")
    build([invented], store)
    iris = study_iris(invented.info.id)
    with store.changing() as draft:
        database = draft.open()
        subject = ox.NamedNode(iris.record("quotes", invented.quotes[0].id))
        database.add(
            ox.Quad(subject, ox.NamedNode(TG.mentions), _role(), ox.NamedNode(iris.derived))
        )
        database.flush()
        del database
        draft.publish([])
    assert written.folder(store.snapshot()) is None
    before = ask(store.snapshot(), QuoteAnswer)
    assert _role().value in before[0].roles
    store.index()
    again = GraphStore(store.path)
    assert written.folder(again.snapshot()) is not None
    assert ask(again.snapshot(), QuoteAnswer) == before


def test_another_programs_lists(invented: Study, tmp_path: Path) -> None:
    """Lists that were written by other queries than this program's aren't read."""
    store = GraphStore(tmp_path / "store")
    build([invented], store)
    _rewrite(_folder(store), "UPDATE about SET format = '0'")
    assert written.folder(store.snapshot()) is None


def test_broken_lists(invented: Study, tmp_path: Path) -> None:
    """A file that can't be read is said, with how to mend it; the command mends it."""
    store = GraphStore(tmp_path / "store")
    build([invented], store)
    _rewrite(_folder(store), "DROP TABLE list")
    with pytest.raises(StoreError, match="themegraph index"):
        ask(store.snapshot(), QuoteAnswer)
    store.index()
    assert ask(GraphStore(store.path).snapshot(), QuoteAnswer)


def test_each_filter_is_listed() -> None:
    """Every filter of a list that is written down has its values written down, by its query."""
    for kind in KINDS_LISTED:
        for name in kind.filters[1:]:
            text = Path(index.__file__).parents[1] / "queries/found-by" / f"{kind.query}.rq"
            assert f'"{kind.filter(name).variable}"' in text.read_text("utf-8")


def _role() -> ox.NamedNode:
    return ox.NamedNode(ontology.scheme("role")["voter"].iri)


def _iri(study: Study) -> str:
    return study_iris(study.info.id).study


def _rewrite(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / index.NAME)) as connection, connection:
        connection.execute(statement)


_DUMPS = (
    "SELECT iri, id, query, rows, found_by FROM study JOIN list ON study = number ORDER BY 1, 3",
    """
    SELECT iri, query, variable, value.value FROM bearer JOIN value ON value.number = bearer.value
    JOIN study ON study.number = bearer.study ORDER BY 1, 2, 3, 4
    """,
    """
    SELECT iri, role, mentions, ties, respondents FROM count JOIN study ON study = number
    ORDER BY 1, 2
    """,
    "SELECT iri, class, records FROM study JOIN size ON study = number ORDER BY 1, 2",
)


def _told(folder: Path) -> list[object]:
    """Return all that a file of lists says, rows in the order of their IRIs."""
    with reading(folder / index.NAME) as connection:
        found = [connection.execute(statement).fetchall() for statement in _DUMPS]
    lists = [
        (*row[:3], _sorted(index.StudyList(*row[3:]).rows(), index.StudyList(*row[3:]).found_by()))
        for row in found[0]
    ]
    return [lists, *found[1:]]


def _sorted(rows: Sequence[Row], found_by: Sequence[Values]) -> list[object]:
    """Return rows with their lists of IRIs sorted, for the engine has them in any order."""
    return [
        ({name: sorted(value.split()) for name, value in row.items()}, by)
        for row, by in zip(rows, found_by, strict=True)
    ]


def same_as_fresh(store: GraphStore, folder: Path) -> None:
    """Assert that the lists are what's written of the same store anew."""
    folder.mkdir()
    assert index.write(store.snapshot().database, folder)
    assert _told(_folder(store)) == _told(folder)
