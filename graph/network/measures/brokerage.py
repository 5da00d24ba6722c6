"""Brokerage: who stands between others who aren't tied themselves, and between which groups.

Node ``j`` brokers ``i`` and ``k`` if there are ties ``i -> j`` and ``j -> k`` and none ``i -> k``.
By the groups of the three it's one of five roles (Gould and Fernandez (1989), *Sociol. Methodol.*
19, 89-126):

==================  ==============  ===================================================
role                groups          the broker
==================  ==============  ===================================================
``coordinator``     A -> A -> A     joins two of the own group
``consultant``      B -> A -> B     joins two of one other group ("itinerant broker")
``gatekeeper``      B -> A -> A     lets others in to the own group
``representative``  A -> A -> B     speaks for the own group to others
``liaison``         B -> A -> C     joins two other groups
==================  ==============  ===================================================

Expectation and standard deviation are exact for networks drawn at random from all that have as
many nodes, in these groups, and as many ties. Who has many ties brokers more for that alone: so z
says how much a node brokers, not how much more than its ties would let one expect.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.network.measures.scores import refuse_empty, refuse_undirected, simple

Name = TypeVar("Name", bound=Hashable)
Cells = NDArray[np.bool_]
Integers = NDArray[np.int64]


class BrokerageRole(StrEnum):
    """One of the five roles, or all of them together."""

    COORDINATOR = "coordinator"
    CONSULTANT = "consultant"
    GATEKEEPER = "gatekeeper"
    REPRESENTATIVE = "representative"
    LIAISON = "liaison"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class RoleCount:
    """How many ordered pairs a node brokers in one role, and how many by chance."""

    count: int
    expected: float
    deviation: float

    @property
    def z(self) -> float | None:
        """How many standard deviations the count is from the expected; none if nothing can vary."""
        return (self.count - self.expected) / self.deviation if self.deviation else None


@dataclass(frozen=True, slots=True)
class Brokerage:
    """What each node brokers in each role; ``left_out`` are nodes whose group isn't known.

    A node without a tie brokers nothing and is not ranked: it's among the isolates.
    """

    nodes: Mapping[Hashable, Mapping[BrokerageRole, RoleCount]]
    isolates: tuple[Hashable, ...] = ()
    left_out: tuple[Hashable, ...] = ()

    def totals(self) -> dict[BrokerageRole, int]:
        """Return how often each role occurs in the whole network."""
        return {
            role: sum(counts[role].count for counts in self.nodes.values())
            for role in BrokerageRole
        }


def brokerage(graph: "nx.Graph[Name]", groups: Mapping[Name, str]) -> Brokerage:
    """Return the brokerage of each node by its group.

    Several ties between two nodes count once. Nodes that ``groups`` doesn't name, or gives "", are
    left out with their ties. Raises ``MeasureError`` without ties, or without directions.
    """
    refuse_undirected(graph, "brokerage")
    plain = simple(graph, "brokerage")
    nodes = [node for node in plain if groups.get(node, "")]
    left_out = tuple(node for node in plain if not groups.get(node, ""))
    known = plain.subgraph(nodes)
    refuse_empty(known, "brokerage")
    ties = np.zeros((len(nodes), len(nodes)), dtype=np.bool_)
    place = {node: number for number, node in enumerate(nodes)}
    for source, target in known.edges():
        ties[place[source], place[target]] = True
    group = np.unique([groups[node] for node in nodes], return_inverse=True)[1]
    chance = _Chance(ties.size - len(ties), int(ties.sum()))
    by_chance = {
        int(group[broker]): chance.of_a_broker(np.delete(group, broker), int(group[broker]))
        for broker in np.unique(group, return_index=True)[1]
    }
    found: dict[Hashable, Mapping[BrokerageRole, RoleCount]] = {}
    for node in nodes:
        counts, moments = _counts(ties, group, place[node]), by_chance[int(group[place[node]])]
        if known.degree(node):
            found[node] = {role: RoleCount(counts[role], *moments[role]) for role in BrokerageRole}
    return Brokerage(found, tuple(node for node in nodes if node not in found), left_out)


def _pairs(own: Cells, group: Integers) -> dict[BrokerageRole, Cells]:
    """Return for each role which ordered pairs belong to it; ``own`` are of the broker's group."""
    first, last = np.broadcast_arrays(own[:, None], own)
    same = group[:, None] == group
    roles = {
        BrokerageRole.COORDINATOR: first & last,
        BrokerageRole.CONSULTANT: ~first & ~last & same,
        BrokerageRole.GATEKEEPER: ~first & last,
        BrokerageRole.REPRESENTATIVE: first & ~last,
        BrokerageRole.LIAISON: ~first & ~last & ~same,
        BrokerageRole.TOTAL: np.ones_like(same),
    }
    apart = ~np.identity(len(group), dtype=np.bool_)
    return {role: pairs & apart for role, pairs in roles.items()}


def _counts(ties: Cells, group: Integers, broker: int) -> dict[BrokerageRole, int]:
    """Count the ordered pairs that a node brokers, by role."""
    before, after = np.flatnonzero(ties[:, broker]), np.flatnonzero(ties[broker])
    near = np.union1d(before, after)
    brokered = ties[near, broker][:, None] & ties[broker, near] & ~ties[np.ix_(near, near)]
    pairs = _pairs(group[near] == group[broker], group[near])
    return {role: int((brokered & of_role).sum()) for role, of_role in pairs.items()}


@dataclass(frozen=True, slots=True)
class _Chance:
    """Networks with as many ties among as many pairs (``cells``), all equally probable."""

    cells: int
    ties: int

    def of_a_broker(self, others: Integers, own: int) -> dict[BrokerageRole, tuple[float, float]]:
        """Return mean and standard deviation for each role, by the groups of all but the broker."""
        pairs = _pairs(others == own, others)
        return {role: self.moments(of_role) for role, of_role in pairs.items()}

    def probability(self, there: int, absent: int) -> float:
        """Return how probable it is that some given ties are there and others are not."""
        product = 1.0
        for k in range(there):
            product *= (self.ties - k) / (self.cells - k) if self.cells > k else 0.0
        for k in range(absent):
            cells = self.cells - there - k
            product *= (self.cells - self.ties - k) / cells if cells > 0 else 0.0
        return max(product, 0.0)

    def moments(self, pairs: Cells) -> tuple[float, float]:
        """Return mean and standard deviation of how many of these ordered pairs are brokered.

        Two pairs share a tie with the broker if they share their first or their last node, else
        none; the ties that must be absent are always two. (A pair and its reverse share none.)
        """
        number = int(pairs.sum())
        rows, columns = pairs.sum(axis=1), pairs.sum(axis=0)
        sharing = int((rows * (rows - 1)).sum() + (columns * (columns - 1)).sum())
        mean = number * self.probability(2, 1)
        square = (
            mean
            + sharing * self.probability(3, 2)
            + (number * (number - 1) - sharing) * self.probability(4, 2)
        )
        return mean, float(np.sqrt(max(square - mean**2, 0.0)))
