"""Cohesion: how closely groups and the whole hang together, and where they would come apart."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import networkx as nx

from graph.errors import MeasureError
from graph.network.measures.scores import (
    Scores,
    refuse_empty,
    refuse_undirected,
    scores,
    simple,
    undirected,
)

Name = TypeVar("Name", bound=Hashable)


def density(graph: "nx.Graph[Name]") -> float:
    """Return the share of possible ties that there are: 0 to 1. Several between two count once.

    Raises ``MeasureError`` for fewer than two nodes, or nodes of several kinds.
    """
    plain = simple(graph, "density")
    if len(plain) <= 1:
        raise MeasureError(f"density of {len(plain)} nodes: there is no pair that could be tied")
    return float(nx.density(plain))


def reciprocity(graph: "nx.Graph[Name]") -> float:
    """Return the share of ties that are returned: 0 to 1. Several the same way count once.

    Wasserman and Faust (1994), chapter 13. Raises ``MeasureError`` if there are no ties, or no
    directions.
    """
    refuse_undirected(graph, "reciprocity")
    plain = simple(graph, "reciprocity")
    refuse_empty(plain, "reciprocity")
    returned = sum(plain.has_edge(target, source) for source, target in plain.edges())
    return returned / plain.number_of_edges()


# ---------------------------------------------------------------- groups


@dataclass(frozen=True, slots=True)
class Block:
    """Ties from one group to another: how many there are, and could be."""

    source: str
    target: str
    ties: int
    possible: int

    @property
    def density(self) -> float:
        """The share of possible ties that there are: 0 to 1."""
        return self.ties / self.possible


def density_per_block(graph: "nx.Graph[Name]", groups: Mapping[Name, str]) -> tuple[Block, ...]:
    """Return the density between and within groups; blocks without a possible tie aren't there.

    Nodes that ``groups`` doesn't name, or gives "", are left out. Without directions each pair of
    groups is given once. White, Boorman and Breiger (1976), *Am. J. Sociol.* 81, 730-780.
    """
    plain = simple(graph, "density per block")
    members = _members(plain, groups)
    ties = _ties(plain, groups)
    blocks = []
    for a, in_a in members.items():
        for b, in_b in members.items():
            if not plain.is_directed() and b < a:
                continue
            possible = len(in_a) * (len(in_b) - (a == b))
            if a == b and not plain.is_directed():
                possible //= 2
            if possible:
                blocks.append(Block(a, b, ties.get((a, b), 0), possible))
    return tuple(blocks)


@dataclass(frozen=True, slots=True)
class EIIndex:
    """Ties to other groups (``external``) against ties within (``internal``).

    ``expected`` is what the groups' sizes alone would give, were all ties as probable as each
    other: with many small groups most ties must be external.
    """

    external: int
    internal: int
    expected: float

    @property
    def value(self) -> float:
        """``(E - I) / (E + I)``: -1, all ties within groups, to 1, all between them."""
        return (self.external - self.internal) / (self.external + self.internal)


def ei_index(graph: "nx.Graph[Name]", groups: Mapping[Name, str]) -> EIIndex:
    """Return the E-I index of the network by groups; a pair tied in both directions counts once.

    Krackhardt and Stern (1988), *Soc. Psychol. Q.* 51, 123-140. Nodes that ``groups`` doesn't
    name, or gives "", are left out with their ties. Raises ``MeasureError`` if no ties are left.
    """
    flat = undirected(graph, "E-I index")
    counts = _ties(flat, groups)
    total, internal = sum(counts.values()), sum(n for (a, b), n in counts.items() if a == b)
    if not total:
        raise MeasureError("E-I index: no tie is between nodes whose groups are known")
    sizes = [len(members) for members in _members(flat, groups).values()]
    pairs = sum(sizes) * (sum(sizes) - 1) // 2
    inside = sum(size * (size - 1) // 2 for size in sizes)
    return EIIndex(total - internal, internal, 1 - 2 * inside / pairs)


def _members(graph: "nx.Graph[Name]", groups: Mapping[Name, str]) -> dict[str, list[Name]]:
    names = sorted({groups.get(node, "") for node in graph} - {""})
    return {name: [node for node in graph if groups.get(node, "") == name] for name in names}


def _ties(graph: "nx.Graph[Name]", groups: Mapping[Name, str]) -> dict[tuple[str, str], int]:
    """Count the ties of each pair of groups, in the order of names if there are no directions."""
    found: dict[tuple[str, str], int] = {}
    for source, target in graph.edges():
        ends = groups.get(source, ""), groups.get(target, "")
        if all(ends):
            one, other = ends if graph.is_directed() else sorted(ends)
            found[one, other] = found.get((one, other), 0) + 1
    return found


# ---------------------------------------------------------------- what holds it together


def cores(graph: "nx.Graph[Name]") -> Scores:
    """Return each node's core number: the largest k of a k-core that it's in.

    A k-core is a largest part in which everybody is tied to k others of it: Seidman (1983),
    *Soc. Networks* 5, 269-287.
    """
    flat = undirected(graph, "cores")
    return scores(flat, "core number", nx.core_number(flat))


def cut_points(graph: "nx.Graph[Name]") -> tuple[Name, ...]:
    """Return the nodes without which the network would have more components, in its order."""
    flat = undirected(graph, "cut points")
    found = set(nx.articulation_points(flat))
    return tuple(node for node in flat if node in found)


def bridges(graph: "nx.Graph[Name]") -> tuple[tuple[Name, Name], ...]:
    """Return the ties without which the network would have more components, in its order.

    Two nodes that are tied in several ways are still joined by one bridge.
    """
    flat = undirected(graph, "bridges")
    order = {node: place for place, node in enumerate(flat)}
    single = [edges[0] for edges in nx.biconnected_component_edges(flat) if len(edges) == 1]
    found = ((a, b) if order[a] < order[b] else (b, a) for a, b in single)
    return tuple(sorted(found, key=lambda ends: (order[ends[0]], order[ends[1]])))
