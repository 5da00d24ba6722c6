"""What measures have in common: simple graphs, refusals, and scores that rank no isolates."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import networkx as nx

from graph.errors import MeasureError

Name = TypeVar("Name", bound=Hashable)
ISOLATE = "isolate: no tie in this network"


@dataclass(frozen=True, slots=True)
class Scores:
    """A measure's number for each node for which it means something.

    ``left_out`` has the other nodes, each with the reason; isolates are always there, for they
    are a finding of their own and the last place of a ranking would hide it.
    """

    measure: str
    values: Mapping[Hashable, float]
    left_out: Mapping[Hashable, str] = field(default_factory=dict)

    @property
    def isolates(self) -> tuple[Hashable, ...]:
        """The nodes without any tie."""
        return tuple(node for node, reason in self.left_out.items() if reason == ISOLATE)

    def ranked(self) -> tuple[tuple[Hashable, float], ...]:
        """Return nodes and numbers, the largest first, equal ones by name; no isolates."""
        return tuple(sorted(self.values.items(), key=lambda pair: (-pair[1], str(pair[0]))))


def simple(graph: "nx.Graph[Name]", measure: str) -> "nx.Graph[Name]":
    """Return a graph with one edge between two nodes at most, and none to oneself.

    Edges in parallel become one, whose ``weight`` is the sum of theirs (each 1 if it has none).
    Raises ``MeasureError`` if nodes are of several kinds, which ``measure`` can't compare.
    """
    refuse_mixed(graph, measure)
    plain: nx.Graph[Name] = nx.DiGraph() if graph.is_directed() else nx.Graph()
    plain.add_nodes_from(graph.nodes(data=True))
    _add_weights(plain, graph)
    return plain


def undirected(graph: "nx.Graph[Name]", measure: str) -> "nx.Graph[Name]":
    """Return a simple graph without directions: the weights of both directions are summed."""
    plain = simple(graph, measure)
    if not plain.is_directed():
        return plain
    flat: nx.Graph[Name] = nx.Graph()
    flat.add_nodes_from(plain.nodes(data=True))
    _add_weights(flat, plain)
    return flat


def _add_weights(plain: "nx.Graph[Name]", graph: "nx.Graph[Name]") -> None:
    for source, target, about in graph.edges(data=True):
        if source != target:
            present = plain.get_edge_data(source, target, {"weight": 0})["weight"]
            plain.add_edge(source, target, weight=present + about.get("weight", 1))


def refuse_mixed(graph: "nx.Graph[Name]", measure: str) -> None:
    """Refuse a network whose nodes are of several kinds, for edges can't be between all of them."""
    kinds = sorted({str(about.get("kind", "")) for _, about in graph.nodes(data=True)} - {""})
    if len(kinds) > 1:
        raise MeasureError(
            f"{measure} of a network of {' and '.join(kinds)} nodes: its formula counts pairs that "
            "can't be joined; project the network onto one kind of nodes first"
        )


def refuse_undirected(graph: "nx.Graph[Name]", measure: str) -> None:
    """Refuse a network without directions for what is about directions."""
    if not graph.is_directed():
        raise MeasureError(
            f"{measure} of a network without directions: every edge goes both ways in it; ask for "
            "the network of ties"
        )


def refuse_negative(graph: "nx.Graph[Name]", measure: str) -> None:
    """Refuse a network that subtracts conflict from congruence."""
    if any(about.get("weight", 1) < 0 for _, _, about in graph.edges(data=True)):
        raise MeasureError(
            f"{measure} of a network with weights below 0: shares of a sum mean nothing there; "
            "take congruence and conflict apart"
        )


def refuse_empty(graph: "nx.Graph[Name]", measure: str) -> None:
    """Refuse a network without edges, or without nodes."""
    if not graph.number_of_edges():
        raise MeasureError(
            f"{measure} of a network without ties: there is nothing to measure; ask for another "
            "study, theme or tie status"
        )


def scores(
    graph: "nx.Graph[Name]",
    measure: str,
    values: Mapping[Name, float],
    left_out: Mapping[Name, str] | None = None,
) -> Scores:
    """Return the values as scores, without the isolates and those left out for a reason."""
    reasons: dict[Hashable, str] = {node: ISOLATE for node in graph if not graph.degree(node)}
    reasons |= {node: why for node, why in (left_out or {}).items() if node not in reasons}
    kept: dict[Hashable, float] = {
        node: float(values[node]) for node in graph if node not in reasons
    }
    return Scores(measure, kept, reasons)
