"""How much a picture hides: lines that cross, lines behind nodes, names that lie on something."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot, pi, sin

import networkx as nx

from viz.room import Box, Point

Edge = tuple[str, str, str]

LANE = 0.17
"""The bend (vis-network's roundness) between two parallel edges."""

_WIDEST = 0.5
_STRAIGHT = 0.02
_LETTER, _LINE = 7.2, 18.0
_CROSSING, _BEHIND, _NAME_ON_NAME, _NAME_ON_NODE = 1.0, 5.0, 3.0, 3.0


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as drawn: from node to node, bent, with a name of this width in its middle."""

    source: str
    target: str
    bend: float
    width: float


def lanes(drawn: Iterable[Edge]) -> dict[Edge, float]:
    """Return the bend of each edge: parallel edges fan out, a lone one is straight.

    A positive bend is clockwise. An edge against the direction of its pair would bend to the other
    side, so its bend is turned round.
    """
    pairs: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for source, target, key in drawn:
        one, other = sorted((source, target))
        pairs[one, other].append((source, target, key))
    bends: dict[Edge, float] = {}
    for (one, _), edges in pairs.items():
        step = min(LANE, 2 * _WIDEST / max(len(edges) - 1, 1))
        for index, edge in enumerate(edges):
            bend = (index - (len(edges) - 1) / 2) * step
            bends[edge] = 0.0 if abs(bend) < _STRAIGHT else bend if edge[0] == one else -bend
    return bends


def lines(graph: "nx.MultiDiGraph[str]", among: Container[str]) -> list[Line]:
    """Return the lines between nodes in ``among``."""
    within = {
        (source, target, key): str(label)
        for source, target, key, label in graph.edges(keys=True, data="label", default="")
        if source in among and target in among
    }
    return [
        Line(source, target, bend, _width(within[source, target, key]))
        for (source, target, key), bend in lanes(within).items()
        if source != target
    ]


def _width(label: str) -> float:
    return (len(label) + 3) * _LETTER if label else 0.0


def hidden(placed: Mapping[str, Point], boxes: Mapping[str, Box], drawn: Sequence[Line]) -> float:
    """Return how much the picture hides; 0 is nothing. Grows with what is hidden, without unit."""
    ends = [(placed[line.source], placed[line.target]) for line in drawn]
    middles = [_middle(line, *end) for line, end in zip(drawn, ends, strict=True)]
    named = [
        (middle, (line.width, _LINE))
        for line, middle in zip(drawn, middles, strict=True)
        if line.width
    ]
    nodes = [(placed[node], boxes[node]) for node in placed]
    return (
        _CROSSING * sum(_cross(*one, *other) for one, other in combinations(ends, 2))
        + _NAME_ON_NAME * sum(_overlap(one, other) for one, other in combinations(named, 2))
        + _NAME_ON_NODE * sum(_overlap(name, node) for name in named for node in nodes)
        + _BEHIND
        * sum(
            _behind(placed[node], boxes[node], *end)
            for line, end in zip(drawn, ends, strict=True)
            for node in placed
            if node not in {line.source, line.target}
        )
    )


def _middle(line: Line, source: Point, target: Point) -> Point:
    """Return the middle of vis-network's curve, where it writes the name."""
    dx, dy = target[0] - source[0], target[1] - source[1]
    off = (0.5 + abs(line.bend) / 2) * sin(line.bend * pi / 2) / 2
    return ((source[0] + target[0]) / 2 + dy * off, (source[1] + target[1]) / 2 - dx * off)


def _overlap(one: tuple[Point, Box], other: tuple[Point, Box]) -> float:
    """Return which part of the smaller box the other covers, from 0 to 1."""
    across, down = (
        min(
            (one[1][axis] + other[1][axis]) / 2 - abs(one[0][axis] - other[0][axis]),
            one[1][axis],
            other[1][axis],
        )
        for axis in (0, 1)
    )
    if across <= 0 or down <= 0:
        return 0.0
    return across * down / min(one[1][0] * one[1][1], other[1][0] * other[1][1])


def _cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    if {a, b} & {c, d}:
        return False
    return _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)


def _side(a: Point, b: Point, c: Point) -> bool:
    return (b[0] - a[0]) * (c[1] - a[1]) > (b[1] - a[1]) * (c[0] - a[0])


def _behind(point: Point, size: Box, source: Point, target: Point) -> float:
    """Return how deep a line runs behind a node: 1 through its middle, 0 past it."""
    dx, dy = target[0] - source[0], target[1] - source[1]
    length = hypot(dx, dy) or 1.0
    along = ((point[0] - source[0]) * dx + (point[1] - source[1]) * dy) / length
    if not 0 < along < length:
        return 0.0
    away = abs((point[0] - source[0]) * dy - (point[1] - source[1]) * dx) / length
    reach = abs(dy) / length * size[0] / 2 + abs(dx) / length * size[1] / 2
    return max(0.0, 1 - away / reach)
