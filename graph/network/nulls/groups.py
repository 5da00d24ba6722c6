"""Whether there are fewer or more ties between groups than the nodes' degrees alone would give.

Who has many ties has many to every group. So the observed number of ties between two groups is
compared with what networks have in which every node keeps its number of ties, and nothing else is
kept. A hole between two groups is where there are fewer.

``ties_between_groups`` keeps the degrees on average (the configuration model of maximal entropy)
and is exact and quick; ``ties_between_groups_drawn`` keeps them each time, in networks that are
drawn at random, and takes longer. The first lets more vary, so its p are larger as a rule.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.network.nulls.maximum_entropy import CellProbabilities, one_mode
from graph.network.nulls.results import benjamini_hochberg
from graph.network.nulls.switching import random_networks
from graph.network.nulls.tails import lower_tail, poisson_binomial, upper_tail

SAMPLES = 2_000
"""Random networks that are drawn; the smallest p they can give is 1/2,001."""

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class GroupTest:
    """The ties from one group to another, against networks of the same degrees.

    ``possible`` is how many ties there could be; ``p_fewer`` and ``p_more`` are one-sided: the
    probability of at most, and of at least, as many ties as observed. The ``q`` are theirs after
    Benjamini and Hochberg, over all pairs of groups of that side. In an undirected network a pair
    of groups is given once.
    """

    source: str
    target: str
    observed: int
    possible: int
    expected: float
    deviation: float
    p_fewer: float
    p_more: float
    q_fewer: float = 1.0
    q_more: float = 1.0

    @property
    def z(self) -> float:
        """How many standard deviations the observed is from the expected; 0 if nothing can vary."""
        return (self.observed - self.expected) / self.deviation if self.deviation else 0.0


def ties_between_groups(graph: "nx.Graph[Any]", groups: Mapping[Any, str]) -> tuple[GroupTest, ...]:
    """Compare ties between groups with networks that have the same degrees on average.

    Several ties between two nodes count once, ties to oneself not at all. Nodes that ``groups``
    doesn't name, or gives "", take part in the network, but belong to no group. p are exact tails
    of Poisson-binomial distributions. Raises ``MeasureError`` if the degrees leave no room.
    """
    blocks = _Blocks.of(graph, groups)
    ends = blocks.cells
    model = one_mode(ends.sum(axis=1), ends.sum(axis=0))
    return _with_q(_analytic(blocks, model, a, b) for a, b in blocks.pairs())


def ties_between_groups_drawn(
    graph: "nx.Graph[Any]", groups: Mapping[Any, str], samples: int = SAMPLES, seed: int = 1
) -> tuple[GroupTest, ...]:
    """Compare ties between groups with random networks that have the very same degrees.

    As ``ties_between_groups``, but drawn; p are ``(1 + n) / (1 + samples)``. The same seed gives
    the same result.
    """
    blocks = _Blocks.of(graph, groups)
    pairs = list(blocks.pairs())
    drawn: list[list[Integers]] = [[] for _ in pairs]
    for batch in random_networks(blocks.cells, samples, seed, directed=blocks.directed):
        for counts, (a, b) in zip(drawn, pairs, strict=True):
            counts.append(blocks.count(batch, a, b))
    return _with_q(
        blocks.test(a, b, np.concatenate(counts))
        for counts, (a, b) in zip(drawn, pairs, strict=True)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Blocks:
    """A network as a square of cells, and which nodes are in which group."""

    cells: NDArray[np.bool_]
    members: Mapping[str, Integers]
    directed: bool

    @classmethod
    def of(cls, graph: "nx.Graph[Any]", groups: Mapping[Any, str]) -> "_Blocks":
        nodes = list(graph)
        cells = _cells(graph, nodes)
        group_of = np.array([groups.get(node, "") for node in nodes])
        names = sorted(set(group_of.tolist()) - {""})
        members = {name: np.flatnonzero(group_of == name) for name in names}
        return cls(cells, members, graph.is_directed())

    def pairs(self) -> Iterator[tuple[str, str]]:
        for a in self.members:
            for b in self.members:
                if (self.directed or a <= b) and self.possible(a, b):
                    yield a, b

    def possible(self, a: str, b: str) -> int:
        sizes = len(self.members[a]), len(self.members[b])
        ordered = sizes[0] * (sizes[1] - (a == b))
        return ordered // 2 if self._twice(a, b) else ordered

    def count(self, batch: NDArray[np.bool_], a: str, b: str) -> Integers:
        """Return how many ties each network of a batch has from one group to another."""
        block = batch[:, self.members[a][:, None], self.members[b]]
        total: Integers = block.sum(axis=(1, 2), dtype=np.int64)
        return total // 2 if self._twice(a, b) else total

    def _twice(self, a: str, b: str) -> bool:
        """Say whether a block has every tie twice."""
        return a == b and not self.directed

    def test(self, a: str, b: str, drawn: Integers) -> GroupTest:
        observed = int(self.count(self.cells[None], a, b)[0])
        share = 1 + len(drawn)
        return GroupTest(
            a, b, observed, self.possible(a, b), float(drawn.mean()), float(drawn.std()),
            float(1 + (drawn <= observed).sum()) / share,
            float(1 + (drawn >= observed).sum()) / share,
        )  # fmt: skip


def _cells(graph: "nx.Graph[Any]", nodes: list[Any]) -> NDArray[np.bool_]:
    number = {node: i for i, node in enumerate(nodes)}
    cells = np.zeros((len(nodes), len(nodes)), dtype=np.bool_)
    for source, target in graph.edges():
        if source != target:
            cells[number[source], number[target]] = True
    return cells if graph.is_directed() else cells | cells.T


def _analytic(blocks: _Blocks, model: CellProbabilities, a: str, b: str) -> GroupTest:
    size = len(model.classes)
    inside_a, inside_b = (
        np.bincount(model.row_class[blocks.members[name]], minlength=size) for name in (a, b)
    )
    counts = np.outer(inside_a, inside_b)
    if a == b:
        counts -= np.diag(inside_a)
    if a == b and not blocks.directed:
        counts = np.triu(counts) - np.diag(np.diag(counts) // 2)
    chances, counts = model.classes[counts > 0], counts[counts > 0]
    distribution = poisson_binomial(chances, counts)
    observed = int(blocks.count(blocks.cells[None], a, b)[0])
    return GroupTest(
        a, b, observed, blocks.possible(a, b), float(chances @ counts),
        float(np.sqrt(counts @ (chances * (1 - chances)))),
        lower_tail(distribution, observed),
        float(upper_tail(distribution, np.array([observed]))[0]),
    )  # fmt: skip


def _with_q(tests: Iterator[GroupTest]) -> tuple[GroupTest, ...]:
    found = list(tests)
    fewer = benjamini_hochberg([test.p_fewer for test in found]).tolist()
    more = benjamini_hochberg([test.p_more for test in found]).tolist()
    return tuple(
        replace(test, q_fewer=f, q_more=m) for test, f, m in zip(found, fewer, more, strict=True)
    )
