"""Structural holes: how far a node's contacts are tied to each other, and so hold it fast.

``p[i, j]`` is the share of node ``i``'s ties, by weight and in both directions, that goes to
``j``. All of this is Burt (1992), *Structural Holes*, chapter 2. Several ties between two nodes
weigh as many.
"""

from collections.abc import Hashable
from math import log
from typing import TypeVar

import networkx as nx

from graph.network.measures.scores import (
    Scores,
    refuse_empty,
    refuse_negative,
    scores,
    undirected,
)

Name = TypeVar("Name", bound=Hashable)


def constraint(graph: "nx.Graph[Name]", *, weighted: bool = False) -> Scores:
    """Return Burt's constraint: how far all contacts lead back to one. Above 0; over 1 is possible.

    ``sum over j of (p[i, j] + sum over q of p[i, q] p[q, j]) ** 2``. A node with one contact has
    1 or more; the more contacts, and the fewer ties among them, the smaller.

    >>> round(constraint(nx.karate_club_graph()).values[0], 6)
    0.155423
    """
    flat = _plain(graph, "constraint")
    weight = "weight" if weighted else None
    return scores(flat, "constraint", nx.constraint(_tied(flat), weight=weight))


def effective_size(graph: "nx.Graph[Name]", *, weighted: bool = False) -> Scores:
    """Return how many contacts that aren't redundant a node has: from 1 to its degree.

    Without weights that is the degree less the mean number of ties that a contact has to the
    other contacts: ``n - 2 t / n`` (Borgatti (1997), *Connections* 20, 35-38).

    >>> round(effective_size(nx.florentine_families_graph()).values["Medici"], 4)
    5.6667
    """
    flat = _plain(graph, "effective size")
    weight = "weight" if weighted else None
    return scores(flat, "effective size", nx.effective_size(_tied(flat), weight=weight))


def efficiency(graph: "nx.Graph[Name]", *, weighted: bool = False) -> Scores:
    """Return the effective size as a share of the degree: above 0, up to 1."""
    flat = _plain(graph, "efficiency")
    sizes = effective_size(graph, weighted=weighted).values
    shares = {node: sizes[node] / flat.degree(node) for node in flat if node in sizes}
    return scores(flat, "efficiency", shares)


def hierarchy(graph: "nx.Graph[Name]", *, weighted: bool = False) -> Scores:
    """Return how far the constraint comes from one contact alone: 0 (all alike) to 1.

    With ``c[j]`` the constraint by contact ``j``, ``C`` their sum and ``N`` their number, it's the
    Coleman-Theil index ``sum of (c[j] / (C / N)) ln(c[j] / (C / N)) / (N ln N)`` (Burt
    1992). It isn't defined for a node with one contact, which is left out.
    """
    flat = _plain(graph, "hierarchy")
    weight = "weight" if weighted else None
    single = {node: "has one contact only" for node in flat if flat.degree(node) == 1}
    several = [node for node in flat if flat.degree(node) > 1]
    return scores(flat, "hierarchy", {n: _theil(flat, n, weight) for n in several}, single)


def _theil(flat: "nx.Graph[Name]", node: Name, weight: str | None) -> float:
    parts = [nx.local_constraint(flat, node, other, weight) for other in flat[node]]
    mean = sum(parts) / len(parts)
    return sum(part / mean * log(part / mean) for part in parts) / (len(parts) * log(len(parts)))


def _plain(graph: "nx.Graph[Name]", measure: str) -> "nx.Graph[Name]":
    flat = undirected(graph, measure)
    refuse_empty(flat, measure)
    refuse_negative(flat, measure)
    return flat


def _tied(flat: "nx.Graph[Name]") -> "nx.Graph[Name]":
    """Return the graph without isolates, for which the numbers aren't defined."""
    return flat.subgraph([node for node in flat if flat.degree(node)])
