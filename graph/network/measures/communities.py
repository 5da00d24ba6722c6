"""Communities: groups with more ties inside than chance would give."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TypeVar

import networkx as nx
from graspologic_native import leiden

from graph.network.measures.scores import (
    refuse_empty,
    refuse_negative,
    undirected,
)

Name = TypeVar("Name", bound=Hashable)

TRIALS = 50
"""How often a search begins anew in a small network; the best result counts."""

FEWEST_TRIALS = 5
EDGES_TRIED = 200_000
"""Edges times trials: the larger the network, the fewer trials, for its searches take longer."""

RANDOMNESS = (0.001, 0.1)
"""How readily a search takes what isn't the best step; some networks need the one or the other."""

ROUNDS = 10
"""How often a search is repeated on its own result."""


@dataclass(frozen=True, slots=True)
class Communities:
    """The groups, the largest first, and their modularity: -1/2 to 1, 0 is what chance gives."""

    groups: tuple[tuple[Hashable, ...], ...]
    modularity: float
    isolates: tuple[Hashable, ...] = ()

    def membership(self) -> dict[Hashable, str]:
        """Return each node's group as a number in words, "1" the largest; no isolates."""
        numbered = enumerate(self.groups, start=1)
        return {node: str(number) for number, group in numbered for node in group}


def communities(
    graph: "nx.Graph[Name]", *, weighted: bool = True, resolution: float = 1.0, seed: int = 1
) -> Communities:
    """Return the communities that the Leiden algorithm finds, the best of several searches.

    Traag, Waltman and van Eck (2019), *Sci. Rep.* 9, 5233; modularity after Newman and Girvan
    (2004), *Phys. Rev. E* 69, 026113. The same seed gives the same groups. Isolates are in none.
    Raises ``MeasureError`` if there are no ties, or weights below 0.

    >>> found = communities(nx.karate_club_graph(), weighted=False)
    >>> len(found.groups), round(found.modularity, 7)
    (4, 0.4197896)
    """
    flat = undirected(graph, "communities")
    refuse_empty(flat, "communities")
    refuse_negative(flat, "communities")
    nodes = list(flat)
    place = {node: number for number, node in enumerate(nodes)}
    edges = [
        (str(place[a]), str(place[b]), float(weight) if weighted else 1.0)
        for a, b, weight in flat.edges(data="weight", default=1)
    ]
    trials = max(FEWEST_TRIALS, min(TRIALS, EDGES_TRIED // len(edges)))
    _, found = max(
        (
            leiden(
                edges, resolution=resolution, randomness=randomness, iterations=ROUNDS,
                seed=seed, trials=trials,
            )
            for randomness in RANDOMNESS
        ),
        key=lambda result: float(result[0]),
    )  # fmt: skip
    groups: dict[int, list[Name]] = {}
    for number in sorted(map(int, found)):
        groups.setdefault(found[str(number)], []).append(nodes[number])
    largest_first = sorted(groups.values(), key=lambda group: (-len(group), place[group[0]]))
    isolates = tuple(node for node in nodes if not flat.degree(node))
    parts = [set(group) for group in largest_first]
    value = nx.community.modularity(
        flat.subgraph(set(nodes) - set(isolates)),
        parts,
        weight="weight" if weighted else None,
        resolution=resolution,
    )
    return Communities(tuple(map(tuple, largest_first)), float(value), isolates)
