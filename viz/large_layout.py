"""Where the nodes of a large part stand: communities first, springs between and inside them.

The same idea as for a small part, as arrays: twenty thousand nodes take about two seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import sqrt

import networkx as nx
import numpy as np
import numpy.typing as npt
from graspologic_native import leiden

from viz.room import WIDE, Box, Point, spread
from viz.springs import Ends, Points, springs

_ROOM = 1.6
"""The side of the square that a community gets: this, times its radius."""
_SIDE = 200.0
"""Communities are pushed apart at a scale at which their squares have about this side."""


def large_part(
    part: "nx.Graph[str]", boxes: Mapping[str, Box], step: float, seed: int
) -> dict[str, Point]:
    """Return the places of the nodes of a connected part, where no two boxes overlap.

    ``step`` is the distance that suits neighbours, in pixels.
    """
    order = {node: number for number, node in enumerate(part)}
    edges = list(part.edges(data="weight", default=1.0))
    ends = Ends(
        np.array([order[one] for one, _, _ in edges]),
        np.array([order[other] for _, other, _ in edges]),
        np.array([weight for _, _, weight in edges], dtype=np.float64),
    )
    communities = sorted(map(sorted, quick_communities(edges, order, seed)))
    member_of = np.empty(len(order), dtype=np.int64)
    for number, members in enumerate(communities):
        member_of[members] = number
    centres = _centres(communities, _between(ends, member_of), step, seed)
    places = centres[member_of]
    for number, members in enumerate(communities):
        inside = _inside(ends, member_of, number, members)
        places[members] += springs(len(members), inside, step * sqrt(len(members)), seed)
    found = zip(order, places.tolist(), strict=True)
    return spread({node: (x * WIDE, y) for node, (x, y) in found}, boxes)


def quick_communities(
    edges: Iterable[tuple[str, str, float]], order: Mapping[str, int], seed: int
) -> list[set[int]]:
    """Return communities of numbered nodes by one search of the Leiden algorithm.

    ``order`` has the number of each node; what no edge joins is a community by itself.
    """
    named = [(str(order[one]), str(order[other]), weight) for one, other, weight in edges]
    found: dict[int, set[int]] = defaultdict(set)
    if not named:
        return [{node} for node in order.values()]
    _, member_of = leiden(edges=named, starting_communities=None, resolution=1.0, randomness=0.001,
        iterations=1, use_modularity=True, seed=seed, trials=1)  # fmt: skip
    for node, community in member_of.items():
        found[community].add(int(node))
    alone = set(order.values()).difference(*found.values())
    return [*found.values(), *({node} for node in alone)]


def _between(ends: Ends, member_of: npt.NDArray[np.int64]) -> Ends:
    """Return the edges between communities, one for each two, as heavy as all of theirs."""
    one, other = member_of[ends.one], member_of[ends.other]
    leaves = one != other
    low, high = np.minimum(one, other)[leaves], np.maximum(one, other)[leaves]
    pairs, at = np.unique(np.column_stack((low, high)), axis=0, return_inverse=True)
    weight = np.bincount(at.ravel(), ends.weight[leaves], len(pairs)).astype(np.float64)
    return Ends(pairs[:, 0], pairs[:, 1], weight)


def _inside(
    ends: Ends, member_of: npt.NDArray[np.int64], number: int, members: Sequence[int]
) -> Ends:
    stays = (member_of[ends.one] == number) & (member_of[ends.other] == number)
    place = np.searchsorted(members, np.stack((ends.one[stays], ends.other[stays])))
    return Ends(place[0], place[1], ends.weight[stays])


def _centres(communities: Sequence[Sequence[int]], ends: Ends, step: float, seed: int) -> Points:
    """Return where the middle of each community stands, with room for all of its nodes."""
    sides = [_ROOM * step * sqrt(len(members)) for members in communities]
    scale = _SIDE * len(sides) / sum(sides)
    number = sum(map(len, communities))
    placed = springs(len(communities), ends, scale * step * sqrt(number) * 1.2, seed).tolist()
    names = [str(index) for index in range(len(communities))]
    rooms = {name: (side * scale, side * scale) for name, side in zip(names, sides, strict=True)}
    apart = spread(dict(zip(names, map(tuple, placed), strict=True)), rooms)
    return np.array([apart[name] for name in names]) / scale
