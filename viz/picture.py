"""What the explorer shows as an SVG: drawn anew from what the page says is seen.

The page sends what it draws, folded groups and moved nodes included, and this draws the same once
more. All of it is untrusted: labels become text alone, styles must be ours, numbers are bounded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import atan2, cos, pi, sin
from typing import Annotated, Final

from pydantic import Field

from graph.errors import InputError
from graph.writers.xml_text import Xml, carried
from viz.palette import EDGES, NODES, Colours
from viz.room import Box, Point

MOST_NODES: Final = 5000
MOST_EDGES: Final = 50_000

Number = Annotated[float, Field(ge=-1e7, le=1e7, allow_inf_nan=False)]
"""A place on an axis, in pixels."""

Id = Annotated[str, Field(max_length=4000)]
"""The id of a node or an edge: made of IRIs."""

_Words = Annotated[str, Field(max_length=20_000)]

_MARGIN = 40.0
_MARK = 11.0
_CUT = 400
"""Characters of a name or label that are drawn."""
_STEPS = 60
_ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.27, 0.73)
_MOST_TAKEN = 1000
"""Boxes that a name is kept clear of: the last ones, so that large pictures take no minutes."""
_HEAD = 11.0
_DIM = "0.16"
_FONT = "system-ui, 'Segoe UI', 'Liberation Sans', sans-serif"
_PAPER = {False: "#ffffff", True: "#16191d"}
_INK = {False: "#1a1a1a", True: "#f2f2f2"}


Way = tuple[Point, Point, Point]
"""A quadratic Bézier curve: where it begins, its control point, where it ends."""


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node: its middle ``x``, ``y`` in pixels, y pointing down; ``size`` is its label's."""

    id: Id
    name: _Words
    label: _Words
    style: Annotated[str, Field(max_length=40)]
    x: Number
    y: Number
    size: Annotated[float, Field(ge=1, le=200)] = 16.0
    dim: bool = False


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """An edge; ``bend`` is vis-network's roundness, clockwise if positive."""

    source: Annotated[str, Field(max_length=4000, alias="from")]
    target: Annotated[str, Field(max_length=4000, alias="to")]
    name: _Words
    label: _Words
    style: Annotated[str, Field(max_length=40)]
    width: Annotated[float, Field(ge=0, le=50)] = 1.0
    bend: Annotated[float, Field(ge=-1, le=1)] = 0.0
    arrows: Annotated[tuple[str, ...], Field(max_length=2)] = ()
    dim: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is drawn, for a light page or a dark one; ``credits`` stand below."""

    nodes: Annotated[tuple[DrawnNode, ...], Field(max_length=MOST_NODES)]
    edges: Annotated[tuple[DrawnEdge, ...], Field(max_length=MOST_EDGES)]
    credits: Annotated[tuple[_Words, ...], Field(max_length=10)] = ()
    dark: bool = False


def svg(scene: Scene) -> str:
    """Return the scene as a standalone SVG without script.

    Raises ``InputError`` if a style isn't known or an edge ends at nothing.
    """
    _check(scene)
    boxes = {node.id: _box(node) for node in scene.nodes}
    places = {node.id: (node.x, node.y) for node in scene.nodes}
    left, top, right, bottom = _extent(places, boxes)
    height = bottom - top + 22 * len(scene.credits)
    drawing = Xml()
    sheet = {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"{left:.1f} {top:.1f} {right - left:.1f} {height:.1f}",
        "width": f"{right - left:.0f}",
        "height": f"{height:.0f}",
        "role": "img",
        "font-family": _FONT,
    }
    with drawing.element("svg", sheet):
        drawing.leaf("title", {}, "Network of themes, roles, quotes, respondents and ties")
        paper = {"x": f"{left:.1f}", "y": f"{top:.1f}", "width": "100%", "height": "100%"}
        drawing.leaf("rect", paper | {"fill": _PAPER[scene.dark]})
        ways = [_way(edge, places, boxes) for edge in scene.edges]
        for edge, way in zip(scene.edges, ways, strict=True):
            _draw_edge(drawing, edge, way, scene.dark)
        for node in scene.nodes:
            _draw_node(drawing, node, scene.dark, boxes[node.id])
        taken = [(places[node], boxes[node]) for node in places]
        for edge, way in zip(scene.edges, ways, strict=True):
            if edge.label and not edge.dim:
                _draw_name(drawing, edge, way, taken, scene.dark)
        for line, words in enumerate(scene.credits):
            place = {"x": f"{left + 12:.1f}", "y": f"{bottom + 22 * line:.1f}"}
            look = {"font-size": "13", "fill": _INK[scene.dark], "opacity": "0.75"}
            drawing.leaf("text", place | look, _text(words))
    return str(drawing)


def _check(scene: Scene) -> None:
    known = {node.id for node in scene.nodes}
    for node in scene.nodes:
        if node.style not in NODES:
            raise InputError(f"the style {node.style[:40]!r} of a node isn't known")
    for edge in scene.edges:
        if edge.style not in EDGES:
            raise InputError(f"the style {edge.style[:40]!r} of an edge isn't known")
        if not {edge.source, edge.target} <= known:
            raise InputError(f"the edge {edge.name[:80]!r} ends at a node that isn't drawn")


def _text(words: str) -> str:
    short = words if len(words) <= _CUT else f"{words[: _CUT - 1]}…"
    return carried(short)


# ---------------------------------------------------------------- nodes


def _lines(node: DrawnNode) -> list[str]:
    return _text(node.label).splitlines() or [""]


def _is_box(node: DrawnNode) -> bool:
    return NODES[node.style].shape == "box"


def _box(node: DrawnNode) -> Box:
    """Return the room of the mark itself; a diamond's label stands below it."""
    if not _is_box(node):
        return 2 * _MARK, 2 * _MARK
    lines = _lines(node)
    widest = max(map(len, lines))
    return widest * node.size * 0.58 + 26, len(lines) * node.size * 1.25 + 16


def _extent(
    places: Mapping[str, Point], boxes: Mapping[str, Box]
) -> tuple[float, float, float, float]:
    if not places:
        return 0.0, 0.0, 400.0, 100.0
    reach = 3 * _MARGIN
    across = [(x, boxes[node][0] / 2) for node, (x, _) in places.items()]
    down = [(y, boxes[node][1] / 2) for node, (_, y) in places.items()]
    return (
        min(x - half for x, half in across) - reach,
        min(y - half for y, half in down) - _MARGIN,
        max(x + half for x, half in across) + reach,
        max(y + half for y, half in down) + 2 * _MARGIN,
    )


def _draw_node(drawing: Xml, node: DrawnNode, dark: bool, size: Box) -> None:  # noqa: FBT001 -- the scheme
    look = NODES[node.style]
    colours = look.dark if dark else look.light
    mark = {
        "fill": colours.background,
        "stroke": colours.border,
        "stroke-width": "2",
        "stroke-dasharray": "6 5" if look.dashed else "",
    }
    with drawing.element("g", {"opacity": "0.3" if node.dim else ""}):
        drawing.leaf("title", {}, _text(node.name))
        _draw_mark(drawing, node, mark, size)
        _draw_label(drawing, node, colours, size, _INK[dark])


def _draw_mark(drawing: Xml, node: DrawnNode, mark: Mapping[str, str], size: Box) -> None:
    x, y, (width, height) = node.x, node.y, size
    shape = NODES[node.style].shape
    if shape == "box":
        corner = {"x": f"{x - width / 2:.1f}", "y": f"{y - height / 2:.1f}"}
        radius = min(NODES[node.style].radius, height / 2)
        room = {"width": f"{width:.1f}", "height": f"{height:.1f}", "rx": f"{radius:.0f}"}
        drawing.leaf("rect", {**corner, **room, **mark})
    elif shape == "diamond":
        corners = ((x, y - _MARK), (x + _MARK, y), (x, y + _MARK), (x - _MARK, y))
        drawing.leaf("polygon", {"points": _points(corners), **mark})
    else:
        points = ((x, y - _MARK), (x + _MARK, y + _MARK * 0.8), (x - _MARK, y + _MARK * 0.8))
        drawing.leaf("polygon", {"points": _points(points), **mark})


def _draw_label(drawing: Xml, node: DrawnNode, colours: Colours, size: Box, ink: str) -> None:
    lines, step = _lines(node), node.size * 1.25
    inside = _is_box(node)
    middle = node.y if inside else node.y + size[1] / 2 + 4 + len(lines) * step / 2
    first = middle - (len(lines) - 1) * step / 2 + node.size * 0.35
    for number, line in enumerate(lines):
        place = {"x": f"{node.x:.1f}", "y": f"{first + number * step:.1f}"}
        look = {"font-size": f"{node.size:g}", "fill": colours.text if inside else ink}
        drawing.leaf("text", {**place, **look, "text-anchor": "middle"}, line)


def _points(points: tuple[Point, ...]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)


# ---------------------------------------------------------------- edges


def _draw_edge(drawing: Xml, edge: DrawnEdge, way: Way, dark: bool) -> None:  # noqa: FBT001 -- the scheme
    look = EDGES[edge.style]
    colour = look.dark if dark else look.light
    line = {
        "d": "M{:.1f} {:.1f} Q{:.1f} {:.1f} {:.1f} {:.1f}".format(*way[0], *way[1], *way[2]),
        "fill": "none",
        "stroke": colour,
        "stroke-width": f"{edge.width:g}",
        "stroke-dasharray": " ".join(map(str, look.dashes)),
    }
    with drawing.element("g", {"opacity": _DIM if edge.dim else ""}):
        drawing.leaf("title", {}, _text(edge.name))
        drawing.leaf("path", line)
        for head in _heads(edge, way):
            drawing.leaf("polygon", {"points": _points(head), "fill": colour})


def _draw_name(
    drawing: Xml,
    edge: DrawnEdge,
    way: Way,
    taken: list[tuple[Point, Box]],
    dark: bool,  # noqa: FBT001 -- the scheme
) -> None:
    """Write an edge's name at the first free place on its way; the middle if there is none."""
    words = _text(edge.label)
    size = len(words) * 6.6 + 6, 18.0
    tried = taken[-_MOST_TAKEN:]
    places = [_on(way, share) for share in _ALONG]
    x, y = next((place for place in places if _is_free(place, size, tried)), places[0])
    taken.append(((x, y), size))
    corner = {"x": f"{x - size[0] / 2:.1f}", "y": f"{y - 9:.1f}"}
    room = {"width": f"{size[0]:.1f}", "height": "18", "opacity": "0.85"}
    drawing.leaf("rect", {**corner, **room, "fill": _PAPER[dark]})
    look = {"font-size": "12", "fill": _INK[dark], "text-anchor": "middle"}
    drawing.leaf("text", {"x": f"{x:.1f}", "y": f"{y + 4:.1f}", **look}, words)


def _is_free(place: Point, size: Box, taken: list[tuple[Point, Box]]) -> bool:
    return not any(
        abs(place[0] - x) < (size[0] + width) / 2 and abs(place[1] - y) < (size[1] + height) / 2
        for (x, y), (width, height) in taken
    )


def _way(edge: DrawnEdge, places: Mapping[str, Point], boxes: Mapping[str, Box]) -> Way:
    """Return the curve between the borders of two nodes, bent as vis-network bends it."""
    start, end = places[edge.source], places[edge.target]
    if edge.source == edge.target:
        width, height = boxes[edge.source]
        x, y = start
        return (x - width / 4, y - height / 2), (x, y - height * 2), (x + width / 4, y - height / 2)
    across, down = end[0] - start[0], end[1] - start[1]
    off = (0.5 + abs(edge.bend) / 2) * sin(edge.bend * pi / 2)
    control = (start[0] + end[0]) / 2 + down * off, (start[1] + end[1]) / 2 - across * off
    whole = start, control, end
    outside = [
        step / _STEPS
        for step in range(_STEPS + 1)
        if not _inside(_on(whole, step / _STEPS), start, boxes[edge.source])
        and not _inside(_on(whole, step / _STEPS), end, boxes[edge.target])
    ]
    return _part(whole, outside[0], outside[-1]) if len(outside) > 1 else whole


def _inside(point: Point, middle: Point, size: Box) -> bool:
    return (
        abs(point[0] - middle[0]) < size[0] / 2 + 2 and abs(point[1] - middle[1]) < size[1] / 2 + 2
    )


def _on(way: Way, share: float) -> Point:
    return _blossom(way, share, share)


def _part(way: Way, start: float, end: float) -> Way:
    """Return the part of a curve between two parameters (by its blossom, after de Casteljau)."""
    return _on(way, start), _blossom(way, start, end), _on(way, end)


def _blossom(way: Way, one: float, other: float) -> Point:
    (x0, y0), (x1, y1), (x2, y2) = way
    weights = (1 - one) * (1 - other), one + other - 2 * one * other, one * other
    return (
        weights[0] * x0 + weights[1] * x1 + weights[2] * x2,
        weights[0] * y0 + weights[1] * y1 + weights[2] * y2,
    )


def _heads(edge: DrawnEdge, way: Way) -> Iterator[tuple[Point, ...]]:
    for end, (tip, before) in {"to": (way[2], way[1]), "from": (way[0], way[1])}.items():
        if end in edge.arrows:
            turn = atan2(tip[1] - before[1], tip[0] - before[0])
            sides = (turn + pi - 0.4, turn + pi + 0.4)
            yield tip, *((tip[0] + _HEAD * cos(s), tip[1] + _HEAD * sin(s)) for s in sides)
