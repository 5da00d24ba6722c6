"""The network: the invented study's nodes and edges, and nothing else."""

from collections import Counter
from dataclasses import replace

import networkx as nx
import pytest

from graph.model import Study
from graph.network import network
from graph.rdf.iris import study_iris
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot
from tests.studies import invented_study

IRIS = study_iris("mending-mornings")
ROLE = "https://w3id.org/themegraph/role#"


@pytest.fixture(scope="module")
def graph(mending: Snapshot) -> "nx.MultiDiGraph[str]":
    """Return the invented study's network."""
    return network(mending)


def _short(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


def _edges(graph: "nx.MultiDiGraph[str]", kind: str) -> set[tuple[str, str]]:
    edges = graph.edges(data=True)
    return {(_short(s), _short(t)) for s, t, about in edges if about["kind"] == kind}


def test_every_node_has_a_kind_and_a_label(graph: "nx.MultiDiGraph[str]") -> None:
    """Every node is a theme, quote, respondent or role, and has a label, none by chance."""
    assert all(about["label"] for _, about in graph.nodes(data=True))
    kinds = Counter(about["kind"] for _, about in graph.nodes(data=True))
    assert kinds == {"theme": 7, "quote": 5, "respondent": 4, "role": 7}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (
            "broader",
            "no-room hindrances, no-ear hindrances, no-reply no-ear, lent-hall helps",
        ),
        ("said", "a q1, b q2, a q3, c q4, d q5"),
        (
            "illustrates",
            "q1 the-mood, q2 no-reply, q3 no-ear, q4 lent-hall, q5 lent-hall, q4 no-room",
        ),
        ("mentions", "q2 local-authority, q1 community, q5 elected-member, q4 repair-cafe"),
        ("holds", "a fixer, c officer"),
        ("belongs", "a repair-cafe, b community, c local-authority"),
        ("link", "lent-hall no-room, no-reply no-ear, helps hindrances"),
        (
            "tie",
            (
                "repair-cafe local-authority, local-authority repair-cafe, "
                "repair-cafe elected-member, elected-member repair-cafe, "
                "repair-cafe community, community professional-network"
            ),
        ),
    ],
)
def test_edges(graph: "nx.MultiDiGraph[str]", kind: str, expected: str) -> None:
    """Each kind of edge joins what the study joins, in that direction."""
    assert _edges(graph, kind) == {tuple(pair.split()) for pair in expected.split(", ")}


def test_nodes_carry_what_views_need(graph: "nx.MultiDiGraph[str]") -> None:
    """A node carries its valence, sector, method or layout."""
    assert graph.nodes[IRIS.record("themes", "no-reply")]["valence"] == "barrier"
    assert graph.nodes[f"{ROLE}elected-member"]["sector"] == "political"
    assert graph.nodes[IRIS.record("roles", "repair-cafe")]["label"] == "repair café"
    assert graph.nodes[IRIS.record("respondents", "c")]["method"] == "focus-group"
    assert graph.nodes[IRIS.record("quotes", "q4")]["layout"] == "inline"


def test_ties_carry_what_is_reported(graph: "nx.MultiDiGraph[str]") -> None:
    """A tie's edge has its IRI as key and all that is reported of it."""
    iri = IRIS.record("ties", "t1")
    edge = graph.edges[IRIS.record("roles", "repair-cafe"), f"{ROLE}local-authority", iri]
    assert edge == {
        "kind": "tie",
        "iri": iri,
        "type": "informs",
        "label": "informs",
        "status": "strained",
        "direction": "one-way",
        "voice": "respondent",
        "theme": IRIS.record("themes", "no-reply"),
        "statement": "The café writes, says Neighbour B.",
    }


def test_links_and_holdings_carry_what_is_reported(graph: "nx.MultiDiGraph[str]") -> None:
    """A link's edge has its type and voice, a held role its basis."""
    iri = IRIS.record("links", "l1")
    link = graph.edges[IRIS.record("themes", "lent-hall"), IRIS.record("themes", "no-room"), iri]
    assert (link["type"], link["voice"]) == ("addresses", "respondent")
    held = graph.edges[IRIS.record("respondents", "a"), IRIS.record("roles", "fixer"), "holds"]
    assert held["basis"] == "inferred"


def test_parallel_ties_are_kept(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two ties between the same roles are two edges."""
    study = invented_study()
    store = GraphStore(tmp_path_factory.mktemp("parallel") / "store")
    build([with_second_tie(study)], store)
    edges = network(store.snapshot()).get_edge_data(
        IRIS.record("roles", "repair-cafe"), f"{ROLE}local-authority"
    )
    assert set(edges) == {IRIS.record("ties", "t1"), IRIS.record("ties", "t7")}


def with_second_tie(study: Study) -> Study:
    """Return the study with its first tie reported a second time, as wanted."""
    again = replace(study.ties[0], id="t7", status="wanted")
    return replace(study, ties=(*study.ties, again))


def test_one_study_of_several(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A study's network has nothing of another's; the whole joins them at shared roles."""
    store = GraphStore(tmp_path_factory.mktemp("several") / "store")
    build([invented_study(), invented_study("another")], store)
    snapshot = store.snapshot()
    one = network(snapshot, "mending-mornings")
    assert not [node for node in one if "/another/" in node]
    assert nx.utils.graphs_equal(one, network(snapshot, IRIS.study))
    whole, shared = network(snapshot), {node for node in one if node.startswith(ROLE)}
    assert len(whole) == 2 * len(one) - len(shared)
    assert whole.number_of_edges() == 2 * one.number_of_edges()


def test_no_study_is_no_network(mending: Snapshot) -> None:
    """A study that isn't there has an empty network."""
    assert len(network(mending, "no-such-study")) == 0


def test_the_bundled_network_is_whole(store: GraphStore, bundled: Study) -> None:
    """The bundled study's network has all its themes, quotes, respondents, ties and links."""
    graph = network(store.snapshot())
    nodes = Counter(about.get("kind") for _, about in graph.nodes(data=True))
    edges = Counter(about["kind"] for _, _, about in graph.edges(data=True))
    assert nodes["theme"] == len(bundled.themes)
    assert nodes["quote"] == edges["said"] == len(bundled.quotes)
    assert nodes["respondent"] == len(bundled.respondents)
    assert edges["tie"] == len(bundled.ties)
    assert edges["link"] == len(bundled.links)
    assert edges["holds"] == sum(bool(person.role) for person in bundled.respondents)
    assert None not in nodes
