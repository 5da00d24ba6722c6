"""Where nodes stand: communities first, then inside them, then no label on another.

Themes and roles are the *frame*. Each connected part of it is laid out by community (Louvain's,
then springs between the communities and inside each), so that what belongs together stands
together; small parts are then evened out and tried in several ways, and the one that hides least
is kept. Quotes and respondents are laid around the themes that they belong to, without moving the
frame: a reader who switches them on finds everything else where it was.

A white space in the picture is an artefact of the algorithm: gaps are computed, never seen.
"""

from collections.abc import Mapping, Sequence
from math import cos, hypot, pi, sin, sqrt

import networkx as nx

from viz.crowd import MANY, crowded
from viz.labels import box
from viz.large_layout import large_part
from viz.room import WIDE, Box, Point, Taken, spread
from viz.tidy import Line, hidden, lines

SEED = 20220711
"""Any number: the same graph gives the same picture, whenever and wherever it is drawn."""

SATELLITES = ("quote", "respondent")
"""Kinds of nodes that stand around others, in the order in which they are placed."""

_WEIGHTS = {"tie": 1.0, "link": 1.0, "broader": 2.0}
_SMALL = 150
"""Up to this many nodes a layout by all distances is fast, and better than springs."""
_ROUNDS = 80
_STEP = 175.0
"""Pixels per unit of distance between neighbours."""
_PARALLEL = 0.22
"""How much further apart two nodes stand for each further edge between them, up to ``_FAR``."""
_FAR = 1.2
_NAMED = 0.35
"""How much further apart a theme link holds two themes: its name stands between them."""
_TRIES = 3000
"""How many layouts are tried: this, divided by the number of nodes and edges."""
_MOST_TRIES = 10
_TURNS = 8
_MOST_LINES = 250
"""Layouts are told apart by no more lines than these: what hides what is looked at in pairs."""
_ROOM = 0.04
"""How much a pixel of the picture's size counts against what it hides."""
_PORTRAIT = 0.9
"""The largest part stands beside others, so it may be higher than wide."""
_EVENINGS = 40
_MARGIN = 50.0
_STRETCH = 1.5
_PAGE = 1.5


def positions(graph: "nx.MultiDiGraph[str]") -> dict[str, Point]:
    """Return the position of every node, in pixels at a zoom of 1, y pointing down.

    The graph isn't changed. No two nodes' boxes (mark and label) overlap.
    """
    kinds: dict[str, str] = {node: str(kind) for node, kind in graph.nodes(data="kind")}
    boxes = {node: box(kinds[node], str(graph.nodes[node].get("label", ""))) for node in graph}
    frame = _frame(graph, kinds)
    parts = [list(part) for part in nx.connected_components(frame)]
    order = {node: index for index, node in enumerate(graph)}
    parts.sort(key=lambda part: (-len(part), min(order[node] for node in part)))
    small = {node for part in parts if 1 < len(part) <= _SMALL for node in part}
    drawn = lines(graph, small)
    laid = [
        _part(_within(frame, sorted(part, key=order.__getitem__)), boxes, drawn) for part in parts
    ]
    placed = _stretched(_packed(laid, boxes), boxes)
    for kind in SATELLITES:
        around = [node for node in graph if kinds[node] == kind]
        anchors = {node: _anchor(graph, placed, node) for node in around}
        placed |= (crowded if len(around) >= MANY else _in_free_room)(anchors, boxes, placed)
    return {node: (round(x, 1), round(y, 1)) for node, (x, y) in placed.items()}


def _in_free_room(
    anchors: Mapping[str, Point], boxes: Mapping[str, Box], others: Mapping[str, Point]
) -> dict[str, Point]:
    taken = Taken()
    for node, point in others.items() if anchors else ():
        taken.put(point, boxes[node])
    return {node: taken.take(point, boxes[node]) for node, point in anchors.items()}


def _frame(graph: "nx.MultiDiGraph[str]", kinds: Mapping[str, str]) -> "nx.Graph[str]":
    """Return themes and roles with how closely each two are tied, and by how many edges."""
    frame: nx.Graph[str] = nx.Graph()
    frame.add_nodes_from(node for node in graph if kinds[node] not in SATELLITES)
    for source, target, attributes in graph.edges(data=True):
        kind = str(attributes.get("kind", ""))
        if source in frame and target in frame and source != target:
            _tighten(frame, source, target, _WEIGHTS.get(kind, 1.0))
            if kind == "link":
                frame.edges[source, target]["length"] += _NAMED
    return frame


def _within(graph: "nx.Graph[str]", nodes: Sequence[str]) -> "nx.Graph[str]":
    """Return the graph between nodes, in their order.

    A ``subgraph`` has the order of a set of strings, which differs from process to process, and
    with it the picture would.
    """
    part: nx.Graph[str] = nx.Graph()
    part.add_nodes_from(nodes)
    for node in nodes:
        for other, attributes in graph.adj[node].items():
            if other in part:
                part.add_edge(node, other, **attributes)
    return part


def _tighten(frame: "nx.Graph[str]", one: str, other: str, weight: float) -> None:
    before = frame.get_edge_data(one, other, default={"weight": 0.0, "length": 1 - _PARALLEL})
    length = min(before["length"] + _PARALLEL, 1 + _FAR)
    frame.add_edge(one, other, weight=before["weight"] + weight, length=length)


# ---------------------------------------------------------------- a connected part


def _part(
    part: "nx.Graph[str]", boxes: Mapping[str, Box], drawn: Sequence[Line]
) -> dict[str, Point]:
    """Return a connected part's layout: for a small one, the one of several that hides least."""
    if len(part) == 1:
        return dict.fromkeys(part, (0.0, 0.0))
    if len(part) > _SMALL:
        return large_part(part, boxes, _STEP, SEED)
    own = _some([line for line in drawn if line.source in part])
    tries = min(max(_TRIES // (len(part) + len(own)) // _TURNS, 1), len(part), _MOST_TRIES)
    found: list[tuple[float, int, dict[str, Point]]] = []
    for seed in range(SEED, SEED + tries):
        even = _evened_out(part, _communities_first(part, seed))
        for turn in range(_TURNS):
            placed = spread(_turned(even, pi * turn / _TURNS), boxes)
            cost = hidden(placed, boxes, own) + _ROOM * _size(placed, boxes)
            found.append((cost, len(found), placed))
    return min(found, key=lambda each: each[:2])[2]


def _some(drawn: Sequence[Line]) -> Sequence[Line]:
    """Return as many lines as can be held against each other, from everywhere among them."""
    return drawn[:: 1 + len(drawn) // _MOST_LINES]


def _communities_first(part: "nx.Graph[str]", seed: int) -> dict[str, Point]:
    order = {node: index for index, node in enumerate(part)}
    names = list(part)
    numbered = nx.relabel_nodes(part, order)  # sets of numbers have the same order everywhere
    found = nx.community.louvain_communities(numbered, weight="weight", seed=seed)
    communities = [[names[number] for number in sorted(members)] for members in found]
    communities.sort(key=lambda members: order[members[0]])
    centres = _between(part, communities, seed)
    placed: dict[str, Point] = {}
    for centre, members in zip(centres, communities, strict=True):
        inside = _springs(_within(part, members), _STEP * sqrt(len(members)), seed)
        for node in members:
            placed[node] = (centre[0] + inside[node][0], centre[1] + inside[node][1])
    return {node: placed[node] for node in part}


def _between(part: "nx.Graph[str]", communities: Sequence[Sequence[str]], seed: int) -> list[Point]:
    member_of = {node: str(index) for index, nodes in enumerate(communities) for node in nodes}
    coarse: nx.Graph[str] = nx.Graph()
    coarse.add_nodes_from(str(index) for index in range(len(communities)))
    for one, other, attributes in part.edges(data=True):
        if member_of[one] != member_of[other]:
            _tighten(coarse, member_of[one], member_of[other], attributes["weight"])
    placed = _springs(coarse, _STEP * sqrt(len(part)) * 1.2, seed)
    sides = [2 * _STEP * sqrt(len(members)) * 0.8 for members in communities]
    rooms = {str(index): (side, side) for index, side in enumerate(sides)}
    apart = spread(placed, rooms)
    return [apart[str(index)] for index in range(len(communities))]


def _springs(graph: "nx.Graph[str]", scale: float, seed: int) -> dict[str, Point]:
    if len(graph) == 1:
        return dict.fromkeys(graph, (0.0, 0.0))
    placed = nx.spring_layout(graph, weight="weight", seed=seed, scale=scale, iterations=_ROUNDS)
    return {node: (float(x), float(y)) for node, (x, y) in placed.items()}


def _evened_out(part: "nx.Graph[str]", placed: dict[str, Point]) -> dict[str, Point]:
    """Bring a small part's distances near those of the graph.

    Stress majorisation, with weights of one over the distance squared (Gansner, Koren and North,
    Graph Drawing by Stress Majorization, 2005), node by node. In plain Python, so that pictures
    don't depend on a machine's linear algebra.
    """
    lengths = dict(nx.all_pairs_dijkstra_path_length(part, weight="length"))
    others = {
        node: [(other, _STEP * d) for other, d in far.items() if other != node]
        for node, far in lengths.items()
    }
    now = dict(placed)
    for _ in range(_EVENINGS):
        for node, targets in others.items():
            x = y = total = 0.0
            for other, wanted in targets:
                dx, dy = now[node][0] - now[other][0], now[node][1] - now[other][1]
                away = wanted / (hypot(dx, dy) or 1.0)
                weight = 1 / wanted**2
                x += weight * (now[other][0] + dx * away)
                y += weight * (now[other][1] + dy * away)
                total += weight
            now[node] = (x / total, y / total)
    return now


def _turned(placed: Mapping[str, Point], angle: float) -> dict[str, Point]:
    turned = {
        node: (x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
        for node, (x, y) in placed.items()
    }
    return {node: (x * WIDE, y) for node, (x, y) in turned.items()}


# ---------------------------------------------------------------- all parts


def _packed(parts: Sequence[Mapping[str, Point]], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Return the parts in columns from left to right, the largest first."""
    placed: dict[str, Point] = {}
    sizes = [_extent(part, boxes) for part in parts]
    area = sum((right - left) * (bottom - top) for left, top, right, bottom in sizes)
    tallest = max((bottom - top for _, top, _, bottom in sizes), default=0.0)
    high = max(sqrt(area) / WIDE, tallest * 1.1)
    start = below = width = 0.0
    for part, (left, top, right, bottom) in zip(parts, sizes, strict=True):
        if below and below + bottom - top > high:
            start, below, width = start + width + _MARGIN, 0.0, 0.0
        for node, (x, y) in part.items():
            placed[node] = (x - left + start, y - top + below)
        below += bottom - top + _MARGIN
        width = max(width, right - left)
    return placed


def _stretched(placed: dict[str, Point], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Return the picture drawn out to the shape of a page, which only takes nodes apart."""
    if not placed:
        return placed
    left, top, right, bottom = _extent(placed, boxes)
    shape = (right - left) / ((bottom - top) * _PAGE)
    across, down = min(max(1 / shape, 1.0), _STRETCH), min(max(shape, 1.0), _STRETCH)
    return {node: (x * across, y * down) for node, (x, y) in placed.items()}


def _size(part: Mapping[str, Point], boxes: Mapping[str, Box]) -> float:
    left, top, right, bottom = _extent(part, boxes)
    return max((right - left) / _PORTRAIT, bottom - top)


def _extent(
    part: Mapping[str, Point], boxes: Mapping[str, Box]
) -> tuple[float, float, float, float]:
    return (
        _edge(part, boxes, 0, -1),
        _edge(part, boxes, 1, -1),
        _edge(part, boxes, 0, 1),
        _edge(part, boxes, 1, 1),
    )


def _edge(part: Mapping[str, Point], boxes: Mapping[str, Box], axis: int, side: int) -> float:
    reach = (side * point[axis] + boxes[node][axis] / 2 for node, point in part.items())
    return side * max(reach)


def _anchor(graph: "nx.MultiDiGraph[str]", placed: Mapping[str, Point], node: str) -> Point:
    """Return the middle of what a node belongs to: a quote's themes, a respondent's quotes."""
    near = [n for n in dict.fromkeys(graph.successors(node)) if n in placed]
    closest = [n for n in near if graph.nodes[n].get("kind") in {"theme", "quote"}] or near
    if not closest:
        return (0.0, 0.0)
    points = [placed[n] for n in closest]
    return (sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points))
