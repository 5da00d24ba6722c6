"""How much a study may be made of, whichever program it comes from.

A selection is two numbers, but a quote is a copy of its words: thousands of selections of a whole
text, a few bytes each, would fill the memory.
"""

from collections.abc import Iterable, Sequence

from graph.errors import ReadError

MOST_QUOTED = 256 * 1024 * 1024
"""Code points of all quotes together."""
DEEPEST = 100
"""Levels of themes above each other: as many as ``check`` takes."""


def require_room(lengths: Iterable[int], where: str) -> None:
    """Raise ``ReadError`` if quotes of such lengths, in code points, are more than is read."""
    if (total := sum(lengths)) > MOST_QUOTED:
        raise ReadError(
            f"{where}: its quotes have {total:,} characters in all, more than is read "
            f"({MOST_QUOTED:,}); are whole texts coded again and again?"
        )


def require_levels(path: Sequence[str]) -> None:
    """Raise ``ReadError`` if the labels of a theme's path are more than a tree may be deep."""
    if len(path) > DEEPEST:
        raise ReadError(
            f"the theme {path[-1]!r} stands below {len(path) - 1:,} others, the first of them "
            f"{path[0]!r}: a tree has at most {DEEPEST} levels. Say what separates levels with "
            "--code-path, or '' if nothing does"
        )
