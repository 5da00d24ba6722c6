"""All measures of one network at once, and which of them would mean nothing on it."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.errors import MeasureError
from graph.network import measures
from graph.network.matrices import Incidence, Node
from graph.network.measures import BrokerageRole, Scores

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class NodeMeasures:
    """A node's numbers by measure; measures that mean nothing for it aren't there."""

    node: str
    label: str
    group: str
    values: Mapping[str, float | int]


@dataclass(frozen=True, slots=True)
class NetworkMeasures:
    """What can be measured on a network.

    ``nodes`` are in the network's order and without the ``isolates``, ``whole`` the numbers of
    the network as such, ``refused`` one sentence for each measure that would mean nothing.
    """

    nodes: tuple[NodeMeasures, ...]
    whole: Mapping[str, float]
    cut_points: tuple[str, ...]
    bridges: tuple[tuple[str, str], ...]
    isolates: tuple[str, ...]
    refused: tuple[str, ...]


_OF_NODES: Mapping[str, Callable[["nx.Graph[Any]"], Scores]] = {
    "degree": measures.degree,
    "in-degree": measures.in_degree,
    "out-degree": measures.out_degree,
    "strength": measures.strength,
    "betweenness": measures.betweenness,
    "closeness": measures.closeness,
    "eigenvector": measures.eigenvector,
    "constraint": measures.constraint,
    "effective size": measures.effective_size,
    "efficiency": measures.efficiency,
    "hierarchy": measures.hierarchy,
    "core": measures.cores,
}
_OF_NETWORKS: Mapping[str, Callable[["nx.Graph[Any]"], float]] = {
    "density": measures.density,
    "reciprocity": measures.reciprocity,
}


_COUNTS = frozenset(
    {"degree", "in-degree", "out-degree", "core", "community", *map(str, BrokerageRole)}
)


def measure(graph: "nx.Graph[Any]", groups: Mapping[Any, str]) -> NetworkMeasures:
    """Return all measures of a network of one kind of nodes, by a partition into groups.

    Raises ``MeasureError`` for a network of several kinds, on which none means anything.
    """
    measures.simple(graph, "measures")
    refused: list[str] = []
    parts = _or_reason(measures.communities, graph, refused)
    columns = dict(_columns(graph, groups, refused))
    if parts:
        columns["community"] = {node: float(name) for node, name in parts.membership().items()}
    return NetworkMeasures(
        tuple(_rows(graph, groups, columns)),
        dict(_of_the_whole(graph, groups, parts, refused)),
        measures.cut_points(graph),
        measures.bridges(graph),
        tuple(node for node in graph if not graph.degree(node)),
        tuple(refused),
    )


def measure_two_mode(incidence: Incidence) -> NetworkMeasures:
    """Return what can be measured on two kinds of nodes: degree, strength, and their density.

    A node's group is its kind; a degree is comparable with those of the same kind alone.
    """
    degrees, sums = incidence.binary, incidence.matrix
    rows = _sided(incidence.rows, degrees.sum(axis=1), sums.sum(axis=1))
    columns = _sided(incidence.columns, degrees.sum(axis=0), sums.sum(axis=0))
    tied = [row for row in (*rows, *columns) if row.values["degree"]]
    isolates = [row.node for row in (*rows, *columns) if not row.values["degree"]]
    reason = "all other measures: their formulas count pairs that can't be joined in two modes"
    return NetworkMeasures(
        tuple(tied), {"density": incidence.density}, (), (), tuple(isolates), (reason,)
    )


def _sided(
    nodes: tuple[Node, ...], degrees: NDArray[np.int64], sums: NDArray[np.float64]
) -> list[NodeMeasures]:
    return [
        NodeMeasures(
            node.id, node.label, node.kind, {"degree": int(degree), "strength": float(total)}
        )
        for node, degree, total in zip(nodes, degrees, sums, strict=True)
    ]


def _columns(
    graph: "nx.Graph[Any]", groups: Mapping[Any, str], refused: list[str]
) -> Iterator[tuple[str, Mapping[Hashable, float]]]:
    """Yield each measure of nodes by name."""
    for name, of_nodes in _OF_NODES.items():
        found = _or_reason(of_nodes, graph, refused)
        if found:
            yield name, found.values
    brokers = _or_reason(lambda network: measures.brokerage(network, groups), graph, refused)
    for role in BrokerageRole:
        counts = {node: roles[role] for node, roles in (brokers.nodes if brokers else {}).items()}
        yield f"{role}", {node: count.count for node, count in counts.items()}
        scores = {node: count.z for node, count in counts.items()}
        yield f"{role} z", {node: z for node, z in scores.items() if z is not None}


def _of_the_whole(
    graph: "nx.Graph[Any]",
    groups: Mapping[Any, str],
    parts: measures.Communities | None,
    refused: list[str],
) -> Iterator[tuple[str, float]]:
    """Yield each measure of the network as such by name."""
    for name, of_network in _OF_NETWORKS.items():
        number = _or_reason(of_network, graph, refused)
        if number is not None:
            yield name, number
    index = _or_reason(lambda network: measures.ei_index(network, groups), graph, refused)
    if index:
        yield "E-I index", index.value
        yield "E-I index expected", index.expected
    if parts:
        yield "communities", len(parts.groups)
        yield "modularity", parts.modularity


def _rows(
    graph: "nx.Graph[Any]",
    groups: Mapping[Any, str],
    columns: Mapping[str, Mapping[Hashable, float]],
) -> Iterator[NodeMeasures]:
    for node, about in graph.nodes(data=True):
        if graph.degree(node):
            values = {
                name: int(column[node]) if name in _COUNTS else column[node]
                for name, column in columns.items()
                if node in column
            }
            label = str(about.get("label", node))
            yield NodeMeasures(node, label, groups.get(node, ""), values)


def _or_reason(
    asked: Callable[["nx.Graph[Any]"], Found], graph: "nx.Graph[Any]", refused: list[str]
) -> Found | None:
    """Return what a measure gives, or note why it means nothing here."""
    try:
        return asked(graph)
    except MeasureError as error:
        refused.append(str(error))
        return None
