"""Numbers that were published, or that two other programs agree on. Each test names its source.

The data sets come with networkx: Zachary's karate club (1977), the Florentine families (Padgett
and Ansell 1993; Breiger and Pattison 1986), Davis' Southern Women (1941).
"""

import networkx as nx
import numpy as np
import pytest
from scipy import stats

from graph.network import nulls
from graph.network.matrices import Incidence
from graph.network.measures import communities, constraint, effective_size, efficiency, reciprocity
from graph.network.nulls.maximum_entropy import two_mode


@pytest.fixture(scope="module")
def karate() -> "nx.Graph[int]":
    """Return Zachary's karate club."""
    graph: nx.Graph[int] = nx.karate_club_graph()
    return graph


@pytest.fixture(scope="module")
def women() -> Incidence:
    """Return the 18 women and 14 social events of Davis, Gardner and Gardner."""
    graph = nx.davis_southern_women_graph()
    names, events = graph.graph["top"], graph.graph["bottom"]
    cells = nx.bipartite.biadjacency_matrix(graph, names, events).toarray()
    return Incidence.of(cells, names, events, row_kind="woman", column_kind="event")


# ---------------------------------------------------------------- structural holes

BORGATTI = ("AB", "AF", "AG", "AE", "EG", "FG", "BG", "BD", "DG", "GC")
"""The ties of the figure in Borgatti (1997)."""


def test_constraint_in_the_karate_club(karate: "nx.Graph[int]") -> None:
    """Node 0 has constraint .155423 (igraph's `constraint` and networkx's, without weights)."""
    assert constraint(karate).values[0] == pytest.approx(0.155423, abs=5e-7)


def test_the_medici() -> None:
    """The Medici have constraint .209877 and effective size 5.6667 of 6 (networkx; igraph)."""
    families = nx.florentine_families_graph()
    assert constraint(families).values["Medici"] == pytest.approx(0.209877, abs=5e-7)
    assert effective_size(families).values["Medici"] == pytest.approx(5.6667, abs=5e-5)
    assert efficiency(families).values["Medici"] == pytest.approx(5.6667 / 6, abs=5e-5)


def test_borgattis_example() -> None:
    """G of Borgatti's figure has effective size 4.667 (Borgatti 1997, *Connections* 20, 35-38)."""
    figure: nx.Graph[str] = nx.Graph()
    figure.add_edges_from((pair[0], pair[1]) for pair in BORGATTI)
    assert effective_size(figure).values["G"] == pytest.approx(4.667, abs=5e-4)


# ---------------------------------------------------------------- communities


def test_communities_of_the_karate_club(karate: "nx.Graph[int]") -> None:
    """Four groups with modularity .4197896, the maximum.

    Proved to be the maximum by Brandes et al. (2008), *IEEE Trans. Knowl. Data Eng.* 20, 172-188;
    found by leidenalg and igraph too.
    """
    found = communities(karate, weighted=False)
    assert len(found.groups) == 4
    assert found.modularity == pytest.approx(0.4197896, abs=5e-8)


# ---------------------------------------------------------------- backbones


def test_the_womens_projection(women: Incidence) -> None:
    """Of 153 pairs of women, 139 met at some event (Neal 2014, *Soc. Networks* 39, 84-97)."""
    projection = women.shared()
    assert len(list(projection.edges())) == 139
    assert len(women.rows) * (len(women.rows) - 1) // 2 == 153


def test_the_womens_fixed_row_model(women: Incidence) -> None:
    """The fixed row model keeps 17 edges at p < .05, one-sided and uncorrected.

    As the R package backbone does (`fixedrow`, alpha = .05, signed = FALSE).
    """
    found = nulls.fixed_row(women)
    assert len(found.distinguishable(corrected=False)) == 17
    assert len(found.distinguishable()) == 0


def test_the_womens_stochastic_model(women: Incidence) -> None:
    """The stochastic model keeps no edge at p < .05: the smallest p is .0884, exactly."""
    found = nulls.sdsm(women)
    assert len(found.distinguishable(corrected=False)) == 0
    assert {found.pairs[0].source, found.pairs[0].target} == {"Olivia Carleton", "Flora Price"}
    assert found.smallest_p == pytest.approx(0.0884, abs=5e-5)
    assert "No edge is distinguishable from chance" in found.sentence()
    assert "smallest p = 0.0884" in found.sentence()


def test_the_published_stochastic_p_is_an_approximation(women: Incidence) -> None:
    """The .097 of the R package backbone is the refined normal approximation of our exact .0935.

    With the same cell probabilities, Hong's approximation (2013, *Comput. Stat. Data Anal.* 59,
    41-51), which that package uses, gives .0974 for Katherina and Sylvia, its smallest p. For
    Olivia and Flora, who met twice at 2 events each, it gives more than .097, where the exact
    tail is .0884: that's why the smallest p differs.
    """
    exact = {frozenset((pair.source, pair.target)): pair for pair in nulls.sdsm(women).pairs}
    approximate = {
        names: _refined_normal(women, names, pair.weight) for names, pair in exact.items()
    }
    friends = frozenset(("Katherina Rogers", "Sylvia Avondale"))
    assert min(approximate, key=lambda names: approximate[names]) == friends
    assert approximate[friends] == pytest.approx(0.0974, abs=5e-5)
    assert exact[friends].p == pytest.approx(0.0935, abs=5e-5)


def _refined_normal(women: Incidence, names: frozenset[str], weight: float) -> float:
    sums = women.matrix.toarray().astype(np.int64)
    cells = two_mode(sums.sum(axis=1), sums.sum(axis=0))
    chances = cells.classes[np.ix_(cells.row_class, cells.column_class)]
    one, other = (n for n, row in enumerate(women.rows) if row.id in names)
    p = chances[one] * chances[other]
    deviation = np.sqrt((p * (1 - p)).sum())
    skewness = (p * (1 - p) * (1 - 2 * p)).sum() / deviation**3
    x = (weight - 1 / 2 - p.sum()) / deviation
    return float(stats.norm.sf(x) - skewness * (1 - x**2) * stats.norm.pdf(x) / 6)


def test_the_womens_fixed_degree_model(women: Incidence) -> None:
    """Drawn with the very sums of rows and columns, Katherina and Sylvia have p of about .008."""
    found = nulls.fdsm(women, samples=20_000)
    assert {found.pairs[0].source, found.pairs[0].target} == {
        "Katherina Rogers",
        "Sylvia Avondale",
    }
    assert found.smallest_p == pytest.approx(0.008, abs=0.002)  # 3 standard errors: .0019
    assert not found.distinguishable()


# ---------------------------------------------------------------- directions


def test_reciprocity_of_a_known_network() -> None:
    """Two of five ties are returned: .4, as networkx and igraph define reciprocity."""
    graph = nx.DiGraph([(0, 1), (1, 0), (1, 2), (2, 3), (3, 0)])
    assert reciprocity(graph) == nx.overall_reciprocity(graph) == 2 / 5
