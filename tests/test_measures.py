"""Measures: by hand on small networks, by other programs on random ones, refused where absurd."""

from collections.abc import Callable, Hashable
from math import hypot, log
from typing import Any, TypeAlias

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import MeasureError
from graph.network import measures
from graph.network.measures import Scores
from graph.network.measures.scores import ISOLATE

Graph: TypeAlias = "nx.Graph[Any]"
igraph = pytest.importorskip("igraph", reason="igraph is a development dependency")
SEEDS = st.integers(0, 10_000)
OF_NODES: list[Callable[[Graph], Scores]] = [
    measures.degree, measures.strength, measures.betweenness, measures.closeness,
    measures.eigenvector, measures.constraint, measures.effective_size, measures.efficiency,
    measures.hierarchy, measures.cores,
]  # fmt: skip


def _random(seed: int, *, directed: bool = False) -> Graph:
    graph: Graph = nx.gnp_random_graph(12, 0.3, seed=seed, directed=directed)
    return graph


def _igraph(graph: Graph) -> Any:  # noqa: ANN401 -- igraph has no types
    return igraph.Graph(len(graph), list(graph.edges()), directed=graph.is_directed())


# ---------------------------------------------------------------- isolates and refusals


@pytest.mark.parametrize("measure", OF_NODES)
def test_isolates_are_reported_and_not_ranked(measure: Callable[[Graph], Scores]) -> None:
    """A node without a tie has no number and no place, but is named."""
    graph = nx.path_graph(4)
    graph.add_node("alone")
    graph.add_edge("oneself", "oneself")
    found = measure(graph)
    assert "alone" in found.isolates
    assert "alone" not in found.values
    assert "alone" not in dict(found.ranked())
    assert found.left_out["alone"] == ISOLATE


@pytest.mark.parametrize("measure", [*OF_NODES, measures.density, measures.communities])
def test_kinds_of_nodes_are_not_mixed(measure: Callable[[Graph], object]) -> None:
    """A measure over roles and themes is refused, with the reason."""
    graph = nx.Graph([("role", "theme"), ("theme", "other")])
    nx.set_node_attributes(graph, {"role": "role", "theme": "theme", "other": "theme"}, "kind")
    with pytest.raises(MeasureError, match="role and theme nodes: its formula counts pairs"):
        measure(graph)


@pytest.mark.parametrize(
    "measure",
    [measures.reciprocity, measures.in_degree, measures.out_degree],
)
def test_directions_are_needed(measure: Callable[[Graph], object]) -> None:
    """What is about directions is refused in a network without."""
    with pytest.raises(MeasureError, match="without directions"):
        measure(nx.path_graph(3))


@pytest.mark.parametrize("measure", [measures.eigenvector, measures.communities])
def test_without_ties_there_is_nothing(measure: Callable[[Graph], object]) -> None:
    """A network without ties isn't measured as if it had some."""
    with pytest.raises(MeasureError, match="without ties"):
        measure(nx.empty_graph(3))


def test_density_needs_a_pair() -> None:
    """The density of a single node is refused."""
    with pytest.raises(MeasureError, match="1 nodes"):
        measures.density(nx.empty_graph(1))


@pytest.mark.parametrize(
    "measure", [measures.eigenvector, measures.constraint, measures.communities]
)
def test_weights_below_zero_are_refused(measure: Callable[[Graph], object]) -> None:
    """Shares of a sum mean nothing where weights subtract."""
    with pytest.raises(MeasureError, match="below 0"):
        measure(nx.Graph([(0, 1, {"weight": -1}), (1, 2, {"weight": 2})]))


# ---------------------------------------------------------------- what a tie is


def test_parallel_ties_count_once_but_weigh_twice() -> None:
    """Several ties between two nodes are one to degree and density, several to strength."""
    graph: Graph = nx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "a"), ("b", "c"), ("c", "c")])
    assert measures.degree(graph).values == {"a": 1, "b": 2, "c": 1}
    assert measures.out_degree(graph).values == {"a": 1, "b": 2, "c": 0}
    assert measures.in_degree(graph).values == {"a": 1, "b": 1, "c": 1}
    assert measures.strength(graph).values == {"a": 3, "b": 4, "c": 1}
    assert measures.density(graph) == 3 / 6
    assert measures.reciprocity(graph) == 2 / 3


# ---------------------------------------------------------------- centrality


@given(SEEDS)
def test_centrality_as_in_igraph(seed: int) -> None:
    """Betweenness, constraint and cores of random networks are igraph's."""
    graph = _random(seed)
    other, pairs = _igraph(graph), 11 * 10 / 2
    tied = [node for node in graph if graph.degree(node)]
    between = [value / pairs for value in other.betweenness()]
    for ours, theirs in (
        (measures.betweenness(graph), between),
        (measures.constraint(graph), other.constraint()),
        (measures.cores(graph), other.coreness()),
    ):
        assert ours.values == pytest.approx({node: theirs[node] for node in tied})


@given(SEEDS)
def test_eigenvector_as_in_igraph(seed: int) -> None:
    """The eigenvector of the largest component is igraph's; who is outside is left out."""
    graph = _random(seed)
    largest = max(nx.connected_components(graph), key=len)
    part = nx.convert_node_labels_to_integers(graph.subgraph(largest), label_attribute="was")
    scaled = _igraph(part).eigenvector_centrality()  # to a largest of 1, where ours has length 1
    theirs = [value / hypot(*scaled) for value in scaled]
    ours = measures.eigenvector(graph)
    names = [part.nodes[node]["was"] for node in part]
    assert ours.values == pytest.approx(dict(zip(names, theirs, strict=True)), abs=1e-6)
    assert set(ours.left_out) == set(graph) - largest


def test_closeness_counts_who_is_reached() -> None:
    """Wasserman and Faust's closeness: 1 over the mean distance, times the share reached."""
    graph = nx.Graph([(0, 1), (1, 2), (3, 4)])
    assert measures.closeness(graph).values == pytest.approx(
        {0: 2 / 3 * 2 / 4, 1: 1 * 2 / 4, 2: 2 / 3 * 2 / 4, 3: 1 / 4, 4: 1 / 4}
    )


def test_a_large_component_has_the_same_eigenvector(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sparse way of large networks gives what the dense way of small ones does."""
    graph = nx.karate_club_graph()
    dense = measures.eigenvector(graph).values
    monkeypatch.setattr(measures.centrality, "DENSE", 3)
    assert measures.eigenvector(graph).values == pytest.approx(dense)


# ---------------------------------------------------------------- structural holes


@given(SEEDS)
def test_holes_by_their_formulas(seed: int) -> None:
    """Constraint, effective size and hierarchy are what Burt's formulas say, term by term."""
    graph = _random(seed)
    constraint, size = measures.constraint(graph).values, measures.effective_size(graph).values
    hierarchy = measures.hierarchy(graph)
    for node in constraint:
        parts = [_by_contact(graph, node, other) for other in graph[node]]
        assert constraint[node] == pytest.approx(sum(parts))
        inside = graph.subgraph(graph[node]).number_of_edges()
        assert size[node] == pytest.approx(len(parts) - 2 * inside / len(parts))
        if len(parts) > 1:
            shares = [part * len(parts) / sum(parts) for part in parts]
            theil = sum(share * log(share) for share in shares)
            expected = theil / (len(parts) * log(len(parts)))
            assert hierarchy.values[node] == pytest.approx(expected, abs=1e-12)
        else:
            assert hierarchy.left_out[node] == "has one contact only"


def _by_contact(graph: Graph, node: Hashable, contact: Hashable) -> float:
    share = {(a, b): 1 / graph.degree(a) for a in graph for b in graph[a]}
    through = sum(share.get((node, q), 0) * share.get((q, contact), 0) for q in graph)
    return float((share[node, contact] + through) ** 2)


def test_weighted_constraint() -> None:
    """With weights, a contact that takes most of the ties constrains most."""
    graph = nx.Graph([("me", "much", {"weight": 3}), ("me", "little", {"weight": 1})])
    assert measures.constraint(graph, weighted=True).values["me"] == pytest.approx(9 / 16 + 1 / 16)
    assert measures.constraint(graph).values["me"] == pytest.approx(1 / 2)


def test_efficiency_is_a_share() -> None:
    """Efficiency is the effective size over the degree, with directions put aside."""
    graph = nx.DiGraph([("a", "b"), ("b", "a"), ("a", "c"), ("c", "b"), ("a", "d")])
    assert measures.effective_size(graph).values["a"] == pytest.approx(3 - 2 / 3)
    assert measures.efficiency(graph).values["a"] == pytest.approx((3 - 2 / 3) / 3)


# ---------------------------------------------------------------- cohesion


GROUPS = {0: "x", 1: "x", 2: "y", 3: "y", 4: ""}


def test_density_per_block() -> None:
    """Each block has its ties and how many there could be; nodes without a group are left out."""
    graph = nx.DiGraph([(0, 1), (0, 2), (1, 2), (3, 2), (4, 0)])
    blocks = measures.density_per_block(graph, GROUPS)
    assert {(b.source + b.target): (b.ties, b.possible) for b in blocks} == {
        "xx": (1, 2), "xy": (2, 4), "yx": (0, 4), "yy": (1, 2),
    }  # fmt: skip
    flat = measures.density_per_block(graph.to_undirected(), GROUPS)
    assert {(b.source + b.target): (b.ties, b.possible) for b in flat} == {
        "xx": (1, 1), "xy": (2, 4), "yy": (1, 1),
    }  # fmt: skip
    alone = measures.density_per_block(graph, {0: "x", 1: "y"})
    assert {(b.source, b.target) for b in alone} == {("x", "y"), ("y", "x")}
    assert [b.density for b in alone] == [1, 0]


@given(SEEDS)
def test_blocks_make_the_whole(seed: int) -> None:
    """Over all blocks, ties and possible ties are those of the network."""
    graph = _random(seed, directed=True)
    blocks = measures.density_per_block(graph, {node: "abc"[node % 3] for node in graph})
    assert sum(block.ties for block in blocks) == graph.number_of_edges()
    assert sum(block.possible for block in blocks) == 12 * 11


def test_the_e_i_index() -> None:
    """(E - I) / (E + I), a pair tied both ways once; expected is what the groups' sizes give."""
    graph = nx.DiGraph([(0, 1), (1, 0), (0, 2), (1, 2), (1, 3), (4, 0)])
    index = measures.ei_index(graph, GROUPS)
    assert (index.external, index.internal, index.value) == (3, 1, 1 / 2)
    assert index.expected == pytest.approx((4 - 2) / 6)
    with pytest.raises(MeasureError, match="no tie is between nodes whose groups are known"):
        measures.ei_index(graph, {0: "x"})


@given(SEEDS)
def test_cut_points_and_bridges_by_taking_them_away(seed: int) -> None:
    """Cut points and bridges are what leaves more components when it's gone."""
    graph = nx.gnp_random_graph(12, 0.15, seed=seed)
    parts = nx.number_connected_components(graph)
    cut, bridges = [], []
    for node in graph:
        rest = graph.subgraph(set(graph) - {node})
        if nx.number_connected_components(rest) > parts - (not graph.degree(node)):
            cut.append(node)
    for ends in graph.edges():
        rest = graph.copy()
        rest.remove_edge(*ends)
        if nx.number_connected_components(rest) > parts:
            bridges.append(ends)
    assert list(measures.cut_points(graph)) == cut
    assert sorted(measures.bridges(graph)) == sorted(bridges)


# ---------------------------------------------------------------- communities


def test_communities_are_the_same_each_time() -> None:
    """The same seed gives the same groups, the largest first; isolates are in none."""
    graph = nx.karate_club_graph()
    graph.add_node("alone")
    found = measures.communities(graph)
    assert found == measures.communities(graph)
    assert found.isolates == ("alone",)
    assert "alone" not in found.membership()
    sizes = [len(group) for group in found.groups]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) == 34


@given(SEEDS)
def test_modularity_is_that_of_the_groups(seed: int) -> None:
    """The modularity given is that of the groups given, isolates being groups of their own."""
    graph = _random(seed)
    if not graph.number_of_edges():
        return
    found = measures.communities(graph, weighted=False)
    parts = [*({*group} for group in found.groups), *({node} for node in found.isolates)]
    assert found.modularity == pytest.approx(nx.community.modularity(graph, parts))


def test_communities_are_as_good_as_another_programs() -> None:
    """On 60 random networks, Louvain's best of five searches is hardly ever better."""
    worse = 0
    for seed in range(60):
        graph = _random(seed)
        found = measures.communities(graph, weighted=False).modularity
        louvain = max(
            nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=again))
            for again in range(5)
        )
        assert found > louvain - 0.03
        worse += found < louvain - 1e-9
    assert worse <= 1


def test_weights_join_communities() -> None:
    """A heavy edge holds two nodes together that lighter ones would part."""
    graph = nx.Graph([(0, 1, {"weight": 9}), (1, 2, {"weight": 1}), (2, 3, {"weight": 9})])
    assert {frozenset(g) for g in measures.communities(graph).groups} == {
        frozenset({0, 1}), frozenset({2, 3}),
    }  # fmt: skip
