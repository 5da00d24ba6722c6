"""A drawing of the ontology's main classes and the properties between them, as plain numbers.

Where the boxes stand is written here by hand, which reads better than any computed layout of a
dozen boxes; what they and the arrows are called comes from the ontology.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from ontology import PREFIXES, TG
from viz.urls import term_url
from viz.words import label

WIDTH, HEIGHT = 1100, 440
"""The drawing's size; a page may scale it."""

_BOX = (132, 42)
_STEP = (232, 118)
_EDGE = (86, 41)
_LINE = 16

_PLACES = {
    "DataCollection": (0, 0),
    "Document": (1, 0),
    "Passage": (2, 0),
    "Respondent": (0, 1),
    "Quote": (1, 1),
    "Coding": (2, 1),
    "Theme": (3, 1),
    "ThemeLink": (4, 1),
    "Mention": (1, 2),
    "Tie": (2, 2),
    "Gap": (3, 2),
    "Sector": (0, 3),
    "ActorRole": (1, 3),
    "Study": (3, 3),
}
"""Column and row of each class."""

_ARROWS = (
    ("Respondent", ("tg:tookPartIn",), "DataCollection"),
    ("Quote", ("tg:wasSaidBy",), "Respondent"),
    ("Quote", ("oa:hasSource",), "Document"),
    ("Passage", ("oa:hasSource",), "Document"),
    ("Passage", ("tg:arisesIn",), "Theme"),
    ("Coding", ("oa:hasTarget",), "Quote"),
    ("Coding", ("oa:hasBody",), "Theme"),
    ("ThemeLink", ("tg:fromTheme", "tg:toTheme"), "Theme"),
    ("Mention", ("oa:hasTarget",), "Quote"),
    ("Mention", ("oa:hasBody",), "ActorRole"),
    ("Tie", ("tg:evidence",), "Quote"),
    ("Tie", ("tg:arisesIn",), "Theme"),
    ("Tie", ("tg:fromRole", "tg:toRole"), "ActorRole"),
    ("Gap", ("tg:evidence",), "Tie"),
    ("Gap", ("tg:involves",), "Theme"),
    ("Gap", ("tg:involves",), "ActorRole"),
    ("Respondent", ("tg:holdsRole",), "ActorRole"),
    ("ActorRole", ("tg:sector",), "Sector"),
    ("Study", ("tg:concerns",), "ActorRole"),
)
"""The classes and properties of each arrow, from its tail to its head."""


@dataclass(frozen=True, slots=True)
class Box:
    """A class: its corner, size and middle, and where it's defined."""

    x: float
    y: float
    width: int
    height: int
    middle: tuple[float, float]
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Name:
    """What a property, by its IRI, is called, and where that stands."""

    property: str
    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """Properties: from border to border, with their names, one below the other, on the way."""

    start: tuple[float, float]
    end: tuple[float, float]
    names: tuple[Name, ...]
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes and arrows on a sheet."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def diagram() -> Diagram:
    """Return the drawing."""
    return Diagram(WIDTH, HEIGHT, tuple(map(_box, _PLACES)), tuple(_arrow(*a) for a in _ARROWS))


def _box(name: str) -> Box:
    x, y = _middle(name)
    width, height = _BOX
    iri = str(TG[name])
    return Box(x - width / 2, y - height / 2, width, height, (x, y), label(iri), term_url(iri))


def _middle(name: str) -> tuple[float, float]:
    column, row = _PLACES[name]
    return _EDGE[0] + column * _STEP[0], _EDGE[1] + row * _STEP[1]


def _arrow(source: str, names: tuple[str, ...], target: str) -> Arrow:
    start, end = _middle(source), _middle(target)
    tail, head = _border(start, end), _border(end, start)
    return Arrow(tail, head, tuple(_names(tail, head, names)), str(TG[source]), str(TG[target]))


def _names(
    tail: tuple[float, float], head: tuple[float, float], names: tuple[str, ...]
) -> Iterator[Name]:
    """Yield the names in the middle of an arrow, above it if it's level."""
    above = _LINE * len(names) - 10 if tail[1] == head[1] else _LINE * (len(names) - 1) / 2 - 4
    for number, iri in enumerate(map(_iri, names)):
        y = (tail[1] + head[1]) / 2 - above + number * _LINE
        yield Name(iri, label(iri), (tail[0] + head[0]) / 2, round(y, 1))


def _border(inside: tuple[float, float], outside: tuple[float, float]) -> tuple[float, float]:
    """Return where the line between two middles leaves the first one's box, and a little on."""
    across, down = outside[0] - inside[0], outside[1] - inside[1]
    length = hypot(across, down)
    shares = [half / abs(way) for half, way in zip(_HALF, (across, down), strict=True) if way]
    share = min(shares) + 3 / length
    return round(inside[0] + across * share, 1), round(inside[1] + down * share, 1)


_HALF = (_BOX[0] / 2, _BOX[1] / 2)


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
