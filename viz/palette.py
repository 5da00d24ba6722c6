"""Shapes, colours, dashes and symbols: what a kind looks like, by light and by dark.

The colours are Okabe and Ito's (https://jfly.uni-koeln.de/color/), which people with colour
blindness tell apart; none stands alone, each comes with a shape, a dash or a symbol.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a mark, for one colour scheme of the page."""

    background: str
    border: str
    text: str


@dataclass(frozen=True, slots=True)
class NodeStyle:
    """A kind of node: its shape (a name of vis-network's), colours and corners.

    ``symbol`` may be ``""``; ``radius`` is that of a box's corners, in pixels.
    """

    shape: str
    light: Colours
    dark: Colours
    symbol: str = ""
    dashed: bool = False
    radius: int = 4


@dataclass(frozen=True, slots=True)
class EdgeStyle:
    """A kind of edge: its colours, dash pattern (``()`` is solid), width and symbol."""

    light: str
    dark: str
    dashes: tuple[int, ...] = ()
    width: float = 2
    symbol: str = ""


def _tint(border: str, light: str, dark: str, bright: str = "") -> tuple[Colours, Colours]:
    return Colours(light, border, "#1a1a1a"), Colours(dark, bright or border, "#f2f2f2")


_BLUE = _tint("#0072B2", "#E1F0FA", "#12354A", "#56B4E9")

NODES = {
    "theme-barrier": NodeStyle("box", *_tint("#D55E00", "#FCE5D6", "#4A2407", "#F0803C"), "−"),
    "theme-facilitator": NodeStyle("box", *_tint("#009E73", "#D9F2E9", "#0B3B2E", "#2BC79A"), "+"),
    "theme-neutral": NodeStyle("box", *_tint("#6B6B6B", "#EEEEEE", "#333333", "#A8A8A8"), ""),
    "role": NodeStyle("box", *_BLUE, radius=22),
    "role-unheard": NodeStyle(
        "box", *_tint("#0072B2", "#FFFFFF", "#16191D", "#56B4E9"), dashed=True, radius=22
    ),
    "quote": NodeStyle("diamond", *_tint("#9A6A00", "#E69F00", "#E69F00", "#FFD27A")),
    "group": NodeStyle("box", *_tint("#4D4D4D", "#F2F0E4", "#2E2C22", "#C9C5AE"), "⊞", radius=2),
    "respondent": NodeStyle("triangle", *_tint("#8A4570", "#CC79A7", "#CC79A7", "#F0B5D5")),
}
"""The look of each kind of node."""

EDGES = {
    "tie-established": EdgeStyle("#0072B2", "#56B4E9", (), 2.5, "✓"),
    "tie-emerging": EdgeStyle("#008561", "#2BC79A", (14, 4), 2.5, "↗"),
    "tie-strained": EdgeStyle("#C65200", "#F0803C", (14, 5, 3, 5), 2.5, "!"),
    "tie-missing": EdgeStyle("#5A5A5A", "#B8B8B8", (3, 7), 2.5, "✕"),
    "tie-wanted": EdgeStyle("#A0467C", "#E39AC4", (9, 8), 2.5, "☆"),
    "gap": EdgeStyle("#7A5BB5", "#B9A3E3", (2, 5), 2, "◌"),
    "link": EdgeStyle("#333333", "#D0D0D0", (), 1.5, "→"),
    "broader": EdgeStyle("#6B6B6B", "#A8A8A8", (), 2, ""),
    "member": EdgeStyle("#9A9A9A", "#767676", (), 1, ""),
}
"""The look of each kind of edge; ``member`` is said, illustrates, mentions, holds, belongs."""

GHOSTS = frozenset({"tie-missing", "tie-wanted"})
"""Ties that are reported not to be there: drawn as ghosts, always dashed."""
