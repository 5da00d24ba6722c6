"""Null models: against definitions, by simulation, and what they say when there is nothing."""

from itertools import product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from graph.errors import MeasureError
from graph.network import nulls
from graph.network.matrices import Incidence, Projection
from graph.network.nulls import backbones, curveball, maximum_entropy, switching
from graph.network.nulls.maximum_entropy import one_mode, two_mode
from graph.network.nulls.results import benjamini_hochberg
from graph.network.nulls.tails import hypergeometric, lower_tail, poisson_binomial, upper_tail

SEEDS = st.integers(0, 2**32)
Cells = NDArray[np.bool_]


def _cells(seed: int, rows: int = 6, columns: int = 5) -> Cells:
    chance = np.random.default_rng(seed)
    cells: Cells = chance.random((rows, columns)) < chance.random()
    return cells


# ---------------------------------------------------------------- corrections


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_as_in_scipy(p: list[float]) -> None:
    """The q are scipy's, also if tests with p = 1 are only counted."""
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p))
    padded = stats.false_discovery_control([*p, 1.0, 1.0, 1.0])[: len(p)]
    assert benjamini_hochberg(p, tests=len(p) + 3) == pytest.approx(padded)


def test_no_tests_no_q() -> None:
    """Where nothing is tested there are no q."""
    assert benjamini_hochberg([]).tolist() == []


# ---------------------------------------------------------------- exact tails


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 3)), min_size=1, max_size=4))
def test_tails_by_all_outcomes(classes: list[tuple[float, int]]) -> None:
    """The distribution of unlike coins is that of going through all their outcomes."""
    coins = [chance for chance, count in classes for _ in range(count)]
    expected = np.zeros(len(coins) + 1)
    for sides in product((0, 1), repeat=len(coins)):
        odds = [c if side else 1 - c for c, side in zip(coins, sides, strict=True)]
        expected[sum(sides)] += np.prod(odds)
    chances, counts = map(np.array, zip(*classes, strict=True))
    found = poisson_binomial(chances, counts)
    values = np.arange(len(coins) + 2)
    at_least = np.append(np.cumsum(expected[::-1])[::-1], 0)
    assert upper_tail(found, values) == pytest.approx(at_least, abs=1e-12)
    for value in values.tolist():
        at_most = expected[: value + 1].sum()
        assert lower_tail(found, value) == pytest.approx(at_most, abs=1e-12)


def test_one_kind_of_coin_is_binomial() -> None:
    """With one chance for all, far tails are the binomial's, to twelve digits."""
    found = poisson_binomial(np.array([0.01]), np.array([5000]))
    values = np.array([0, 50, 100, 150])
    expected = stats.binom.sf(values - 1, 5000, 0.01)
    assert upper_tail(found, values) == pytest.approx(expected, rel=1e-9)


@given(st.integers(1, 30), st.data())
def test_blind_choices_are_hypergeometric(columns: int, data: st.DataObject) -> None:
    """The tail of what two blind choices share is scipy's."""
    one, other = (data.draw(st.integers(0, columns)) for _ in range(2))
    values = np.arange(columns + 2)
    expected = stats.hypergeom.sf(values - 1, columns, one, other)
    found = upper_tail(hypergeometric(columns, one, other), values)
    assert found == pytest.approx(expected, abs=1e-12)


# ---------------------------------------------------------------- maximal entropy


@given(SEEDS)
def test_expected_sums_are_the_observed(seed: int) -> None:
    """On average the model's rows and columns have the observed sums, whatever those are."""
    cells = _cells(seed, 7, 6)
    found = two_mode(cells.sum(axis=1), cells.sum(axis=0))
    chances = found.classes[np.ix_(found.row_class, found.column_class)]
    assert chances.sum(axis=1) == pytest.approx(cells.sum(axis=1), abs=1e-5)
    assert chances.sum(axis=0) == pytest.approx(cells.sum(axis=0), abs=1e-5)
    square = _cells(seed, 7, 7) & ~np.identity(7, dtype=np.bool_)
    tied = one_mode(square.sum(axis=1), square.sum(axis=0))
    each = tied.classes[np.ix_(tied.row_class, tied.column_class)] * ~np.identity(7, dtype=bool)
    assert each.sum(axis=1) == pytest.approx(square.sum(axis=1), abs=1e-5)
    assert each.sum(axis=0) == pytest.approx(square.sum(axis=0), abs=1e-5)


def test_certain_cells_are_certain() -> None:
    """Where the sums leave no choice, cells are 0 or 1."""
    nested = np.tri(8, dtype=np.bool_)
    found = two_mode(nested.sum(axis=1), nested.sum(axis=0))
    chances = found.classes[np.ix_(found.row_class, found.column_class)]
    assert chances == pytest.approx(nested.astype(float), abs=1e-6)


def test_sums_must_be_of_one_matrix(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums that don't agree are refused, and so are more different ones than can be solved."""
    with pytest.raises(MeasureError, match="rows sum to 3 and columns to 4"):
        two_mode(np.array([1, 2]), np.array([2, 2]))
    with pytest.raises(MeasureError, match="leave almost nothing to chance"):
        two_mode(np.array([3, 0]), np.array([2, 1]))  # no row has three columns
    monkeypatch.setattr(maximum_entropy, "MAX_CLASSES", 1)
    with pytest.raises(MeasureError, match="2 different degrees, more than 1"):
        two_mode(np.array([1, 2]), np.array([2, 1]))


# ---------------------------------------------------------------- drawing


@given(SEEDS)
@settings(max_examples=20)
def test_drawn_matrices_keep_all_sums(seed: int) -> None:
    """Every random matrix has the very sums of the given one, and there are as many as asked."""
    cells = _cells(seed)
    drawn = np.concatenate(list(curveball.random_matrices(cells, 50, seed)))
    assert drawn.shape == (50, *cells.shape)
    assert (drawn.sum(axis=2) == cells.sum(axis=1)).all()
    assert (drawn.sum(axis=1) == cells.sum(axis=0)).all()


TWO_EACH = [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]]


@pytest.mark.parametrize(
    ("cells", "kinds"), [(np.identity(4), 24), ([[1, 0, 0], [0, 1, 1]], 3), (TWO_EACH, 90)]
)
def test_drawn_matrices_are_equally_probable(cells: list[list[int]], kinds: int) -> None:
    """Every matrix of the same sums is drawn, all as often as each other (chi squared)."""
    given = np.array(cells, dtype=np.bool_)
    drawn = np.concatenate(list(curveball.random_matrices(given, 18_000, 5)))
    _, counts = np.unique(drawn.reshape(18_000, -1), axis=0, return_counts=True)
    assert len(counts) == kinds
    assert stats.chisquare(counts).pvalue > 0.001


def _all_networks(cells: Cells, *, directed: bool) -> int:
    """Count the networks with the degrees of the given one, by trying all."""
    size = len(cells)
    places = [(i, j) for i in range(size) for j in range(size) if (i != j if directed else i < j)]
    sums = cells.sum(axis=1), cells.sum(axis=0)
    found = 0
    for chosen in product((False, True), repeat=len(places)):
        other = np.zeros_like(cells)
        for (i, j), there in zip(places, chosen, strict=True):
            other[i, j] |= there
            other[j, i] |= there and not directed
        found += all((other.sum(axis=1 - k) == sums[k]).all() for k in (0, 1))
    return found


@pytest.mark.parametrize(
    ("edges", "directed"),
    [
        ([(0, 1), (1, 2), (2, 0)], True),  # reached by turning the circle round alone
        ([(0, 1), (1, 2), (2, 3), (3, 0)], True),
        ([(0, 1), (0, 2), (1, 3), (2, 0)], True),
        ([(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)], False),
        ([(0, 1), (0, 2), (3, 4), (1, 2)], False),
    ],
)
def test_drawn_networks_are_all_and_equally_probable(
    edges: list[tuple[int, int]],
    directed: bool,  # noqa: FBT001 -- a parameter
) -> None:
    """Every network of the same degrees is reached, all as often as each other (chi squared)."""
    size = 1 + max(max(ends) for ends in edges)
    cells = np.zeros((size, size), dtype=np.bool_)
    for a, b in edges:
        cells[a, b] = True
        cells[b, a] |= not directed
    batches = switching.random_networks(cells, 6000, 3, directed=directed)
    drawn = np.concatenate(list(batches))
    assert (drawn.sum(axis=2) == cells.sum(axis=1)).all()
    assert (drawn.sum(axis=1) == cells.sum(axis=0)).all()
    assert not drawn[:, range(size), range(size)].any()
    _, counts = np.unique(drawn.reshape(6000, -1), axis=0, return_counts=True)
    assert len(counts) == _all_networks(cells, directed=directed)
    assert stats.chisquare(counts).pvalue > 0.001


def test_batches_make_no_difference_in_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few fit into a batch, as many are drawn as asked for."""
    monkeypatch.setattr(curveball, "BATCH_CELLS", 50)
    monkeypatch.setattr(switching, "BATCH_CELLS", 50)
    cells = np.identity(4, dtype=np.bool_)
    assert [len(b) for b in curveball.random_matrices(cells, 7, 1)] == [3, 3, 1]
    ring = np.roll(cells, 1, axis=1)
    assert [len(b) for b in switching.random_networks(ring, 7, 1, directed=True)] == [3, 3, 1]


# ---------------------------------------------------------------- backbones


def test_fixed_row_by_choosing_columns() -> None:
    """The p is that of two rows choosing among the columns that any row has: hypergeometric."""
    found = nulls.fixed_row(Incidence.of([[1, 1, 0, 0, 0], [1, 1, 0, 0, 0], [0, 0, 1, 1, 0]]))
    assert len(found.pairs) == 1
    assert found.pairs[0].p == pytest.approx(1 / 6)
    assert found.pairs[0].expected == pytest.approx(1)
    assert found.pairs[0].q == pytest.approx(1 / 6 * 3)
    assert found.tests == 3


@pytest.mark.parametrize("model", [nulls.fixed_row, nulls.sdsm, nulls.fdsm])
def test_planted_structure_is_found(model: nulls.NullModel) -> None:
    """Two camps that never share a column are found, and only edges within a camp."""
    chance = np.random.default_rng(0)
    camps = np.kron(np.identity(2), np.ones((6, 40))) * (chance.random((12, 80)) < 2 / 3)
    found = model(Incidence.of(camps))
    kept = found.distinguishable()
    assert len(kept) > 10
    assert all((int(pair.source) < 6) == (int(pair.target) < 6) for pair in kept)
    assert f"{len(kept)} edges are distinguishable from chance" in found.sentence()


def test_the_same_seed_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn p are the same for the same seed, which the result names; too many rows are refused."""
    incidence = Incidence.of(_cells(4, 8, 8), row_kind="role")
    one, same, other = (nulls.fdsm(incidence, samples=200, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert (one.seed, one.samples) == (1, 200)
    assert one.pairs != other.pairs
    monkeypatch.setattr(backbones, "MAX_SAMPLED_ROWS", 7)
    with pytest.raises(MeasureError, match="8 roles are too many"):
        nulls.fdsm(incidence)


def test_drawn_p_by_all_matrices() -> None:
    """Drawn expectation and p are about those of all matrices with the same sums."""
    rows = [row for row in product((0, 1), repeat=4) if sum(row) == 2]
    every = np.array([m for m in product(rows, repeat=4) if (np.sum(m, axis=0) == 2).all()])
    shared = (every[:, 0] * every[:, 1]).sum(axis=1)
    found = {(t.source, t.target): t for t in nulls.fdsm(Incidence.of(TWO_EACH)).pairs}["0", "1"]
    assert len(every) == 90
    assert found.expected == pytest.approx(shared.mean(), abs=0.03)
    assert found.p == pytest.approx((shared >= 2).mean(), abs=0.02)


def test_nothing_shared_is_nothing_found() -> None:
    """Rows that share nothing have no edge to test, and the sentence says so."""
    found = nulls.sdsm(Incidence.of(np.identity(3)))
    assert found.pairs == ()
    assert found.sentence() == (
        "No edge is distinguishable from chance under the stochastic degree sequence model "
        "(q < 0.05; 3 pairs were compared, smallest p = 1)."
    )
    for model in (nulls.fixed_row, nulls.sdsm, nulls.fdsm):
        empty = model(Incidence.of(np.zeros((1, 3))))
        assert (empty.tests, empty.smallest_p) == (0, 1.0)
    assert nulls.disparity(Incidence.of(np.zeros((2, 3))).shared()).pairs == ()


def test_the_disparity_filter_by_its_formula() -> None:
    """An edge's p is (1 - w/s) to the power k - 1, the smaller of its ends; q is of twice that."""
    weights = np.array([[0, 8, 1, 1], [8, 0, 0, 0], [1, 0, 0, 2], [1, 0, 2, 0]])
    found = nulls.disparity(Projection(Incidence.of(weights).rows, Incidence.of(weights).matrix))
    p = {(pair.source, pair.target): pair.p for pair in found.pairs}
    assert p == pytest.approx({
        ("0", "1"): (1 - 8 / 10) ** 2, ("0", "2"): 1 - 1 / 3, ("0", "3"): 1 - 1 / 3,
        ("2", "3"): 1 - 2 / 3,
    })  # fmt: skip
    assert found.pairs[0].q == pytest.approx(min(1, 2 * 0.04 * 4))
    with pytest.raises(MeasureError, match="subtracts"):
        nulls.disparity(Projection(Incidence.of(weights).rows, -Incidence.of(weights).matrix))


# ---------------------------------------------------------------- ties between groups


def _camps(between: int) -> tuple["nx.DiGraph[int]", dict[int, str]]:
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_edges_from((a, b) for a in range(8) for b in range(8) if (a - b) % 8 in {1, 2, 3, 4})
    graph.add_edges_from(
        (a, b) for a in range(8, 16) for b in range(8, 16) if (a - b) % 8 in {1, 2, 3, 4}
    )
    graph.add_edges_from((node, node + 8) for node in range(between))
    return graph, {node: "low" if node < 8 else "high" for node in range(16)}


@pytest.mark.parametrize("test", [nulls.ties_between_groups, nulls.ties_between_groups_drawn])
def test_a_hole_between_groups(test: nulls.GroupModel) -> None:
    """Two camps with one tie between them have fewer than their degrees would give."""
    graph, groups = _camps(between=1)
    found = {(t.source, t.target): t for t in test(graph, groups)}
    hole, inside = found["low", "high"], found["low", "low"]
    assert (hole.observed, hole.possible) == (1, 64)
    assert hole.expected == pytest.approx(16, abs=2)
    assert max(hole.q_fewer, inside.q_more) < 0.01
    assert min(hole.p_more, inside.p_fewer) > 0.9
    assert hole.z < -3 < 3 < inside.z


@pytest.mark.parametrize("directed", [True, False])
def test_both_ways_agree(directed: bool) -> None:  # noqa: FBT001 -- a parameter
    """Expected ties are about the same on average and drawn, with and without directions."""
    graph = nx.gnp_random_graph(18, 0.25, seed=4, directed=directed)
    groups = {node: "abc"[node % 3] for node in graph}
    exact = nulls.ties_between_groups(graph, groups)
    drawn = nulls.ties_between_groups_drawn(graph, groups)
    assert len(exact) == (9 if directed else 6)
    assert sum(t.observed for t in exact) == graph.number_of_edges()
    assert sum(t.expected for t in exact) == pytest.approx(graph.number_of_edges())
    assert sum(t.possible for t in exact) == (18 * 17 if directed else 18 * 17 // 2)
    for one, other in zip(exact, drawn, strict=True):
        assert (one.source, one.target, one.observed) == (
            other.source,
            other.target,
            other.observed,
        )
        assert one.expected == pytest.approx(other.expected, abs=0.5)
        assert one.deviation >= other.deviation


def test_exact_by_all_networks() -> None:
    """Three nodes of equal chances: the tie between groups is a coin of 1/3."""
    graph: nx.DiGraph[int] = nx.DiGraph([(0, 1), (1, 2), (2, 0)])
    (found,) = (t for t in nulls.ties_between_groups(graph, {0: "a", 1: "b"}) if t.source == "a")
    assert found.expected == pytest.approx(1 / 2)
    assert found.p_more == pytest.approx(1 / 2)
    assert found.p_fewer == pytest.approx(1)


def test_nodes_without_a_group_take_part() -> None:
    """Ties of nodes without a group are in the network, but in no pair of groups; loops aren't."""
    graph: nx.MultiDiGraph[int] = nx.MultiDiGraph([(0, 1), (0, 1), (1, 2), (2, 0), (2, 2), (0, 2)])
    found = nulls.ties_between_groups(graph, {0: "a", 1: "b", 2: ""})
    assert {(t.source, t.target): t.observed for t in found} == {("a", "b"): 1, ("b", "a"): 0}
    assert nulls.ties_between_groups(graph, {}) == ()
    assert nulls.ties_between_groups_drawn(graph, {}) == ()
