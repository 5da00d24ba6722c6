"""Labels as they are drawn: shortened, broken into lines, and the room that they take."""

from textwrap import shorten as _shorten
from textwrap import wrap

import ontology

LINE = {"theme": 18, "role": 16, "quote": 20, "respondent": 16}
"""Characters on a line, by kind of node."""

LINES = 4
"""A label has no more lines than this, and ends in … where it was cut."""

FONT = {"theme": 20, "role": 20, "quote": 13, "respondent": 13}
"""Font sizes in pixels at a zoom of 1, by kind of node."""

_MARK = 34
"""Height in pixels of a mark that has its label below it."""


def display(kind: str, text: str) -> str:
    r"""Return a node's label as it is drawn: one or more lines, never markup.

    >>> display("quote", "a signal that something isn’t working at all in this whole place")
    '“a signal that\nsomething isn’t…”'
    """
    if kind == "quote":
        return "\n".join(wrap(f"“{_cut(text, 2 * LINE[kind] - 6)}”", LINE[kind] + 2))
    width = LINE.get(kind, LINE["role"])
    return "\n".join(wrap(_cut(text, width * LINES - 8), width)) or "(no label)"


def box(kind: str, text: str) -> tuple[float, float]:
    """Return the width and height in pixels that a node takes with its label, at a zoom of 1."""
    lines = display(kind, text).splitlines()
    size = FONT.get(kind, FONT["role"])
    width, height = max(map(len, lines)) * size * 0.58, len(lines) * size * 1.25
    if kind in {"quote", "respondent"}:
        return max(width, _MARK) + 10, height + _MARK + 6
    return width + 44, height + 30


def cut(text: str, length: int) -> str:
    """Return a text on one line, ending in … if it is longer than ``length``."""
    return _cut(text, length)


def _cut(text: str, length: int) -> str:
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    # A first word longer than the line would leave nothing but the ellipsis.
    short = _shorten(flat, length, placeholder="…")
    return short if len(short) > length // 2 else f"{flat[: length - 1]}…"


def concept_label(scheme: str, notation: str) -> str:
    """Return the label of a concept, or its notation if the scheme doesn't have it."""
    concept = ontology.scheme(scheme).get(notation)
    return concept.label if concept else notation
