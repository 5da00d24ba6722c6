"""Brokerage: by hand, by brute force, and its expectation over all networks of a size."""

from collections.abc import Hashable
from itertools import combinations, permutations
from statistics import fmean, pstdev

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import MeasureError
from graph.network.measures import BrokerageRole, brokerage

ROLES = {
    (True, True): BrokerageRole.COORDINATOR,
    (False, True): BrokerageRole.GATEKEEPER,
    (True, False): BrokerageRole.REPRESENTATIVE,
}
"""By whether the first and the last are of the broker's group; else consultant or liaison."""


def _by_brute_force(
    graph: "nx.DiGraph[int]", groups: dict[int, str]
) -> dict[tuple[Hashable, str], int]:
    found: dict[tuple[Hashable, str], int] = {}
    for first, broker, last in permutations(graph, 3):
        if graph.has_edge(first, broker) and graph.has_edge(broker, last):
            if graph.has_edge(first, last):
                continue
            a, b, c = groups[first], groups[broker], groups[last]
            other = BrokerageRole.CONSULTANT if a == c else BrokerageRole.LIAISON
            for role in (ROLES.get((a == b, c == b), other), BrokerageRole.TOTAL):
                found[broker, role] = found.get((broker, role), 0) + 1
    return found


def test_each_role_by_hand() -> None:
    """One broker in each of the five roles, as the documentation's example has it."""
    groups = {"me": "A", "friend": "A", "mate": "A", "b": "B", "b2": "B", "c": "C"}
    cases = {
        BrokerageRole.COORDINATOR: ("friend", "mate"),
        BrokerageRole.CONSULTANT: ("b", "b2"),
        BrokerageRole.GATEKEEPER: ("b", "friend"),
        BrokerageRole.REPRESENTATIVE: ("friend", "b"),
        BrokerageRole.LIAISON: ("b", "c"),
    }
    for role, (first, last) in cases.items():
        counts = brokerage(nx.DiGraph([(first, "me"), ("me", last)]), groups).nodes["me"]
        there = {name for name, count in counts.items() if count.count}
        assert there == {role, BrokerageRole.TOTAL}


def test_a_direct_tie_needs_no_broker() -> None:
    """Who is tied to the other directly isn't brokered; the way back is another matter."""
    groups = dict.fromkeys("abc", "A")
    direct = brokerage(nx.DiGraph([("a", "b"), ("b", "c"), ("a", "c")]), groups)
    assert direct.nodes["b"][BrokerageRole.TOTAL].count == 0
    back = brokerage(nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a")]), groups)
    assert back.totals()[BrokerageRole.COORDINATOR] == 3


@given(st.integers(0, 10_000), st.integers(1, 4), st.floats(0.1, 0.9))
def test_counts_by_brute_force(seed: int, kinds: int, density: float) -> None:
    """On random networks every count equals that of going through all triples."""
    graph = nx.gnp_random_graph(9, density, seed=seed, directed=True)
    if not graph.number_of_edges():
        return
    groups = {node: "abcd"[node % kinds] for node in graph}
    found, expected = brokerage(graph, groups), _by_brute_force(graph, groups)
    for node, counts in found.nodes.items():
        for role, count in counts.items():
            assert count.count == expected.get((node, role), 0)
    totals = found.totals()
    assert sum(totals.values()) == 2 * totals[BrokerageRole.TOTAL] == sum(expected.values())


def test_expectation_over_all_networks() -> None:
    """Mean and deviation are those over all 792 networks of 4 nodes with 5 ties, exactly."""
    groups = {0: "a", 1: "a", 2: "b", 3: "c"}
    cells = list(permutations(range(4), 2))
    counts: dict[tuple[Hashable, str], list[int]] = {
        (node, role): [] for node in groups for role in BrokerageRole
    }
    for ties in combinations(cells, 5):
        graph: nx.DiGraph[int] = nx.DiGraph(ties)
        found = _by_brute_force(graph, groups)
        for key, seen in counts.items():
            seen.append(found.get(key, 0))
    example = brokerage(nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)]), groups)
    for (node, role), seen in counts.items():
        count = example.nodes[node][BrokerageRole(role)]
        assert count.expected == pytest.approx(fmean(seen))
        assert count.deviation == pytest.approx(pstdev(seen))


def test_z_is_in_deviations() -> None:
    """Z is how many deviations a count is from its expectation, none where nothing can vary."""
    graph = nx.DiGraph([(0, 1), (1, 2), (2, 3), (3, 0), (0, 2)])
    count = brokerage(graph, dict.fromkeys(range(4), "a")).nodes[1][BrokerageRole.TOTAL]
    assert count.z == pytest.approx((count.count - count.expected) / count.deviation)
    whole = brokerage(nx.complete_graph(3, nx.DiGraph()), dict.fromkeys(range(3), "a"))
    assert whole.nodes[0][BrokerageRole.TOTAL].z is None


def test_who_is_left_out_and_who_is_isolated() -> None:
    """Nodes without a known group are left out with their ties; who then has none is isolated."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph([("a", "b"), ("a", "b"), ("b", "c"), ("d", "x")])
    found = brokerage(graph, {"a": "A", "b": "A", "c": "C", "d": "C", "x": ""})
    assert (found.left_out, found.isolates) == (("x",), ("d",))
    assert found.nodes["b"][BrokerageRole.REPRESENTATIVE].count == 1


def test_brokerage_that_means_nothing() -> None:
    """Without directions or ties there is no brokerage."""
    with pytest.raises(MeasureError, match="without directions"):
        brokerage(nx.path_graph(3), {})
    with pytest.raises(MeasureError, match="without ties"):
        brokerage(nx.DiGraph([(0, 1)]), {0: "a"})
