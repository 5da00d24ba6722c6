"""Centrality: who is in the middle, in one of several senses.

All but the degrees are computed without directions, for a tie is reported from one side, and who
learns by it isn't said by its direction. Several ties between two nodes count once, except where
``strength`` adds them up.
"""

from collections.abc import Hashable
from typing import TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.network.measures.scores import (
    Scores,
    refuse_empty,
    refuse_negative,
    refuse_undirected,
    scores,
    simple,
    undirected,
)

Name = TypeVar("Name", bound=Hashable)
DENSE = 500
"""Nodes up to which all eigenvectors are computed."""


def degree(graph: "nx.Graph[Name]") -> Scores:
    """Return how many others each node is tied to, in whichever direction: 1 to n - 1.

    Freeman (1978), *Soc. Networks* 1, 215-239.

    >>> degree(nx.star_graph(3)).ranked()[0]
    (0, 3.0)
    """
    flat = undirected(graph, "degree")
    return scores(flat, "degree", dict(flat.degree()))


def in_degree(graph: "nx.Graph[Name]") -> Scores:
    """Return from how many others a tie goes to each node: 0 to n - 1. Needs directions."""
    refuse_undirected(graph, "in-degree")
    plain = nx.DiGraph(simple(graph, "in-degree"))
    return scores(plain, "in-degree", dict(plain.in_degree()))


def out_degree(graph: "nx.Graph[Name]") -> Scores:
    """Return to how many others a tie goes from each node: 0 to n - 1. Needs directions."""
    refuse_undirected(graph, "out-degree")
    plain = nx.DiGraph(simple(graph, "out-degree"))
    return scores(plain, "out-degree", dict(plain.out_degree()))


def strength(graph: "nx.Graph[Name]") -> Scores:
    """Return the sum of the weights at each node; in a network of ties, the number of ties.

    Barrat, Barthélemy, Pastor-Satorras and Vespignani (2004), *PNAS* 101, 3747-3752.
    """
    flat = undirected(graph, "strength")
    return scores(flat, "strength", dict(flat.degree(weight="weight")))


def betweenness(graph: "nx.Graph[Name]") -> Scores:
    """Return the share of shortest paths between others that lead through each node: 0 to 1.

    Every step is as long as every other; among several shortest paths each counts in part.
    Freeman (1977), *Sociometry* 40, 35-41; computed after Brandes (2001).

    >>> betweenness(nx.path_graph(3)).values
    {0: 0.0, 1: 1.0, 2: 0.0}
    """
    flat = undirected(graph, "betweenness")
    return scores(flat, "betweenness", nx.betweenness_centrality(flat))


def closeness(graph: "nx.Graph[Name]") -> Scores:
    """Return how near the others are: 0 to 1, where 1 is a direct tie to all.

    One over the mean distance to those who can be reached, times their share of all others, so
    that nobody is near by being in a small component: Wasserman and Faust (1994), p. 201.
    """
    flat = undirected(graph, "closeness")
    return scores(flat, "closeness", nx.closeness_centrality(flat))


def eigenvector(graph: "nx.Graph[Name]") -> Scores:
    """Return how central a node's neighbours are, and theirs, and so on: above 0, squares sum to 1.

    The first eigenvector of the weights: Bonacich (1972), *J. Math. Sociol.* 2, 113-120. It's
    defined in one component only: nodes outside the largest are left out. Raises ``MeasureError``
    if there are no edges, or weights below 0.
    """
    flat = undirected(graph, "eigenvector centrality")
    refuse_empty(flat, "eigenvector centrality")
    refuse_negative(flat, "eigenvector centrality")
    largest = max(nx.connected_components(flat), key=len)
    outside = {node: "outside the largest component" for node in flat if node not in largest}
    values = _first_eigenvector(nx.to_scipy_sparse_array(flat.subgraph(largest)).astype(np.float64))
    named = dict(zip(flat.subgraph(largest), values.tolist(), strict=True))
    return scores(flat, "eigenvector centrality", named, outside)


def _first_eigenvector(weights: sparse.csr_array) -> NDArray[np.float64]:
    """Return the eigenvector of the largest eigenvalue, all of whose numbers are above 0."""
    if weights.shape[0] <= DENSE:
        vector: NDArray[np.float64] = np.linalg.eigh(weights.toarray())[1][:, -1]
    else:
        start = np.ones(weights.shape[0])  # a start of one's own: else ARPACK takes a random one
        vector = sparse.linalg.eigsh(weights, k=1, which="LA", v0=start)[1][:, 0]
    return np.abs(vector)
