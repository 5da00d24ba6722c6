"""Building: whole studies into the store, with what follows from them."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, PROV, RDF

from graph.answers import AnalysisAnswer, GapAnswer, QuoteAnswer, ThemeAnswer, ask
from graph.errors import InputError, StoreError
from graph.model import STATEMENTS, Study, standing
from graph.rdf.iris import ONTOLOGY_GRAPH, StudyIris, study_iris
from graph.rdf.quads import study_from_quads, study_quads
from graph.stores import embedded as store_module
from graph.stores.build import build, derived_quads, ontology_quads, remove
from graph.stores.embedded import GraphStore, Snapshot
from ontology import PREFIXES, TG
from tests.studies import invented_study

IRIS = study_iris("mending-mornings")


@pytest.fixture
def empty(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """Return a store that isn't there yet."""
    return GraphStore(tmp_path_factory.mktemp("build") / "store")


def _studies(store: GraphStore) -> set[str]:
    rows = store.snapshot().solutions(
        "SELECT ?s { ?s a tg:Study }".replace("tg:Study", f"<{TG.Study}>")
    )
    return {row["s"] for row in rows}


def _held(snapshot: Snapshot, iris: StudyIris) -> Study:
    return study_from_quads(snapshot.graph(iris.coded), iris)


# ---------------------------------------------------------------- into the store


def test_a_study_is_held_whole(empty: GraphStore) -> None:
    """A study that was built can be taken out of the store again, equal."""
    assert build([invented_study()], empty)
    assert _held(empty.snapshot(), IRIS) == invented_study()


def test_what_was_rejected_counts_nowhere() -> None:
    """From rejected statements nothing follows, no shortcut and no gap."""
    study = invented_study()
    turned: dict[str, Any] = {
        table: tuple(replace(row, review="rejected") for row in getattr(study, table))
        for table in STATEMENTS
    }
    rejected = replace(study, **turned)
    coded = study_quads(rejected)
    assert study_from_quads(coded, IRIS) == rejected
    left = study_quads(standing(rejected))
    assert derived_quads(rejected, coded, IRIS) == derived_quads(standing(rejected), left, IRIS)
    assert {quad.predicate.value for quad in coded - left} == {
        *map(str, (RDF.type, DCTERMS.identifier, DCTERMS.isPartOf, PROV.value)),
        *map(str, (TG.order, TG.rejectedAs)),
    }


def test_a_quote_without_a_speaker_or_a_text_stays_visible(empty: GraphStore) -> None:
    """A quote without speaker or text is listed, and no speaker is invented."""
    study = invented_study()
    bare = tuple(replace(quote, respondent="", text="") for quote in study.quotes)
    held = replace(study, quotes=bare)
    build([held], empty)
    answers = ask(empty.snapshot(), QuoteAnswer)
    assert [(a.id, a.text, a.respondent, a.speaker) for a in answers] == [
        (quote.id, "", "", "") for quote in bare
    ]
    assert {theme.respondents for theme in ask(empty.snapshot(), ThemeAnswer)} == {0}
    assert _held(empty.snapshot(), IRIS) == held
    assert "thin-theme" not in {gap.kind for gap in ask(empty.snapshot(), GapAnswer)}
    notes = {search.kind: search.note for search in ask(empty.snapshot(), AnalysisAnswer)}
    assert "No quote names who speaks" in notes["thin-theme"]


def test_the_same_again_changes_nothing(empty: GraphStore) -> None:
    """Building the same study twice changes nothing and says so."""
    build([invented_study()], empty)
    version = empty.snapshot().version
    assert not build([invented_study()], empty)
    assert empty.snapshot().version == version


def test_a_study_replaces_its_former_self_alone(empty: GraphStore) -> None:
    """Building a corrected study leaves nothing of the former one and the others untouched."""
    build([invented_study(), invented_study("other")], empty)
    corrected = replace(invented_study(), ties=(), links=())
    assert build([corrected], empty)
    snapshot = empty.snapshot()
    assert _held(snapshot, IRIS) == corrected
    assert set(snapshot.graph(IRIS.derived)) == derived_quads(
        corrected, study_quads(corrected), IRIS
    )
    assert _held(snapshot, study_iris("other")) == invented_study("other")


def test_the_ontology_is_built_along(empty: GraphStore) -> None:
    """The store holds the ontology, so that queries find labels and broader roles."""
    build([invented_study()], empty)
    assert set(empty.snapshot().graph(ONTOLOGY_GRAPH)) == ontology_quads()


def test_all_or_none(empty: GraphStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """If one of several studies can't be built, none is."""
    build([invented_study()], empty)
    broken = replace(invented_study("third"), links=(replace(invented_study().links[0], type="x"),))
    with pytest.raises(KeyError):
        build([invented_study("second"), broken], empty)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store_module, "write_durably", fail)
    with pytest.raises(StoreError):
        build([invented_study("second"), replace(invented_study(), ties=())], empty)
    assert _studies(GraphStore(empty.path)) == {IRIS.study}
    assert _held(GraphStore(empty.path).snapshot(), IRIS) == invented_study()


def test_a_removed_study_is_gone(empty: GraphStore) -> None:
    """A study that is removed leaves nothing, and the others stay."""
    build([invented_study(), invented_study("other")], empty)
    remove(IRIS, empty)
    snapshot = empty.snapshot()
    assert _studies(empty) == {study_iris("other").study}
    assert list(snapshot.graph(IRIS.coded)) == list(snapshot.graph(IRIS.derived)) == []
    assert _held(snapshot, study_iris("other")) == invented_study("other")


def test_another_base(empty: GraphStore) -> None:
    """Under another base, every IRI of the study's own begins with it."""
    base = "https://example.org/studies/"
    build([invented_study()], empty, base)
    iris = study_iris("mending-mornings", base)
    assert _held(empty.snapshot(), iris) == invented_study()
    names = {
        graph.value
        for graph in empty.snapshot().database.named_graphs()
        if isinstance(graph, ox.NamedNode)
    }
    assert names == {ONTOLOGY_GRAPH, iris.coded, iris.derived}


# ---------------------------------------------------------------- what follows


_PRINT_QUADS = """
from graph.stores.build import derived_quads
from graph.rdf.iris import study_iris
from graph.rdf.quads import study_quads
from tests.studies import invented_study
coded = study_quads(invented_study())
derived = derived_quads(invented_study(), coded, study_iris("mending-mornings"))
print(*sorted(map(str, coded | derived)), sep="\\n")
"""


def test_quads_are_the_same_each_time() -> None:
    """What is built from a study doesn't depend on how a process orders its sets."""
    printed = {
        subprocess.run(
            [sys.executable, "-c", _PRINT_QUADS],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            cwd=Path(__file__).parents[1],
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1
    assert printed.pop().count(b"\n") > 300


def _pairs(name: str) -> set[tuple[str, str]]:
    """Return what a shortcut joins in the invented study, by the ends of IRIs."""
    quads = derived_quads(invented_study(), study_quads(invented_study()), IRIS)
    return {
        (_short(q.subject), _short(q.object)) for q in quads if q.predicate.value == str(TG[name])
    }


def _short(node: object) -> str:
    assert isinstance(node, ox.NamedNode)
    return node.value.rpartition("/")[2].rpartition("#")[2]


_SHORTCUTS = """
illustrates: q1 the-mood, q2 no-reply, q3 no-ear, q4 lent-hall, q5 lent-hall, q4 no-room
voicedBy: the-mood a, no-reply b, no-ear a, lent-hall c, lent-hall d, no-room c
mentions: q2 local-authority, q1 community, q5 elected-member, p1 local-authority
mentions: p2 elected-member, q4 repair-cafe
tiedTo: repair-cafe local-authority, local-authority repair-cafe, repair-cafe community
tiedTo: community repair-cafe, community professional-network
effectiveValence: hindrances barrier, no-room barrier, no-ear barrier, no-reply barrier
effectiveValence: helps facilitator, lent-hall facilitator
concerns: mending-mornings local-authority, mending-mornings community
concerns: mending-mornings elected-member, mending-mornings repair-cafe
concerns: mending-mornings professional-network, mending-mornings fixer
concerns: mending-mornings officer
"""


@pytest.mark.parametrize("name", sorted(set(re.findall(r"^\w+", _SHORTCUTS, re.MULTILINE))))
def test_shortcuts(name: str) -> None:
    """Each shortcut joins what follows from the study by its definition, worked out by hand."""
    lines = [line for line in _SHORTCUTS.splitlines() if line.startswith(f"{name}: ")]
    pairs = {tuple(p.split()) for line in lines for p in line.partition(": ")[2].split(", ")}
    assert _pairs(name) == pairs


def test_within(mending: Snapshot) -> None:
    """A theme or role is within itself and all above, across study and shared scheme."""
    query = "".join(f"PREFIX {k}: <{v}>\n" for k, v in PREFIXES.items())
    query += "SELECT ?a ?b { ?a tg:within ?b }"
    above: dict[str, set[str]] = {}
    for row in mending.solutions(query):
        above.setdefault(row["a"], set()).add(row["b"])
    theme, role = IRIS.record("themes", ""), IRIS.record("roles", "")
    assert above[theme + "no-reply"] == {
        theme + name for name in ("no-reply", "no-ear", "hindrances")
    }
    shared = "https://w3id.org/themegraph/role#"
    assert above[role + "fixer"] == {
        role + "fixer",
        role + "repair-cafe",
        shared + "voluntary-and-community-sector",
    }
    assert above[shared + "senior-manager"] == {
        shared + name for name in ("senior-manager", "manager", "officer", "local-authority")
    }


def test_texts_are_derived_for_all_words() -> None:
    """Each quote, and each passage whose words are given, has its text in one step."""
    quads = derived_quads(invented_study(), study_quads(invented_study()), IRIS)
    texts = {
        _short(q.subject): q.object.value
        for q in quads
        if q.predicate.value == str(TG.text) and isinstance(q.object, ox.Literal)
    }
    study = invented_study()
    assert texts == {q.id: q.text for q in study.quotes} | {"p2": "Still"}


def test_gaps_are_derived_too() -> None:
    """A study's gaps stand in its graph of what was derived."""
    quads = derived_quads(invented_study(), study_quads(invented_study()), IRIS)
    gaps = {
        q.subject
        for q in quads
        if q.predicate.value == str(RDF.type) and q.object == ox.NamedNode(str(TG.Gap))
    }
    assert {_short(gap) for gap in gaps} >= {"missing-tie-t4", "unheard-actor-elected-member"}


def test_two_studies_with_one_id_are_refused(tmp_path: Path) -> None:
    """A build never lets one of its studies silently replace another."""
    store = GraphStore(tmp_path / "store")
    with pytest.raises(InputError, match="2 studies have the id"):
        build([invented_study(), invented_study()], store)
    assert store.snapshot().is_empty()
