"""Sparse two-mode and one-mode networks, on matrices small enough to work out by hand."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import MeasureError
from graph.network import matrices
from graph.network.matrices import Incidence, Node, count_distinct

CELLS = [[2, 1, 0], [0, 3, 0], [0, 0, 0]]


def _incidence() -> Incidence:
    return Incidence.of(CELLS, ["a", "b", "c"], ["x", "y", "z"], row_kind="role")


def test_a_projection_counts_shared_columns() -> None:
    """The weight of two rows is how many columns both have something in, whatever the cells."""
    projection = _incidence().shared()
    assert [(one.id, other.id, weight) for one, other, weight in projection.edges()] == [
        ("a", "b", 1)
    ]
    assert projection.matrix.diagonal().tolist() == [0, 0, 0]


def test_all_nodes_are_in_the_graph() -> None:
    """Rows and columns without anything are nodes too, each with its kind and label."""
    graph = _incidence().to_networkx()
    assert set(graph) == {"a", "b", "c", "x", "y", "z"}
    assert graph.nodes["c"] == {"kind": "role", "label": "c"}
    assert {(s, t): about["weight"] for s, t, about in graph.edges(data=True)} == {
        ("a", "x"): 2, ("a", "y"): 1, ("b", "y"): 3,
    }  # fmt: skip
    assert set(_incidence().shared().to_networkx()) == {"a", "b", "c"}


def test_density_of_two_modes() -> None:
    """The density of a two-mode network is the share of cells that aren't empty."""
    assert _incidence().density == pytest.approx(3 / 9)
    with pytest.raises(MeasureError, match="no pair of nodes"):
        _ = Incidence.of(np.zeros((0, 3))).density


def test_a_node_carries_what_there_is() -> None:
    """A node's attributes are its kind, a label, and a sector or valence if it has one."""
    assert Node("r", "role", sector="public").attributes() == {
        "kind": "role", "label": "r", "sector": "public",
    }  # fmt: skip


@given(st.lists(st.tuples(*[st.integers(0, 5)] * 3), max_size=60))
def test_distinct_units_are_counted(rows: list[tuple[int, int, int]]) -> None:
    """A cell counts distinct units, as sets do."""
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    found = count_distinct(table[:, 0], table[:, 1], table[:, 2], (6, 6)).toarray()
    expected = np.zeros((6, 6))
    for row, column, _ in set(rows):
        expected[row, column] += 1
    assert (found == expected).all()


@given(st.integers(0, 2**32))
def test_networkx_projects_alike(seed: int) -> None:
    """Networkx's weighted projection has the same edges and weights, on any random matrix."""
    cells = np.random.default_rng(seed).random((7, 5)) < 1 / 3
    incidence = Incidence.of(cells, list("abcdefg"), list("vwxyz"))
    graph = incidence.to_networkx()
    theirs = nx.bipartite.weighted_projected_graph(graph, list("abcdefg"))
    ours = incidence.shared().to_networkx()
    assert {(*sorted(ends), about["weight"]) for *ends, about in theirs.edges(data=True)} == {
        (*sorted(ends), about["weight"]) for *ends, about in ours.edges(data=True)
    }


def test_a_projection_that_would_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A projection of more products than allowed is refused, with the node that makes it so."""
    monkeypatch.setattr(matrices, "MAX_PRODUCTS", 4)
    with pytest.raises(MeasureError, match="shared by 2 others"):
        _incidence().shared()
