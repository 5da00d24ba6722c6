"""Themes by their paths: each below the one that its path names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.model import Theme
from graph.readers.ids import distinct_slugs
from graph.readers.room import require_levels

Path = tuple[str, ...]
"""A theme's labels, outermost first."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The themes, each after the one above it, and their ids by path."""

    themes: tuple[Theme, ...]
    ids: Mapping[Path, str]


def grow(paths: Iterable[Path], definitions: Mapping[Path, str]) -> Tree:
    """Return the themes that the paths name, in the order of meeting; what's above comes along.

    Raises ``ReadError`` if a path is longer than a tree may be deep.
    """
    whole: dict[Path, None] = {}
    for path in dict.fromkeys(paths):
        require_levels(path)
        whole |= dict.fromkeys(path[: n + 1] for n in range(len(path)))
    ordered = _depth_first(whole)
    labels = (path[-1] for path in ordered)
    ids = dict(zip(ordered, distinct_slugs(labels, "theme"), strict=True))
    themes = tuple(
        Theme(
            id=theme_id,
            label=path[-1],
            broader=ids.get(path[:-1], ""),
            definition=definitions.get(path, ""),
        )
        for path, theme_id in ids.items()
    )
    return Tree(themes, ids)


def _depth_first(paths: Iterable[Path]) -> list[Path]:
    below: dict[Path, list[Path]] = {}
    for path in paths:
        below.setdefault(path[:-1], []).append(path)
    ordered: list[Path] = []
    waiting = list(reversed(below.get((), [])))
    while waiting:
        path = waiting.pop()
        ordered.append(path)
        waiting += reversed(below.get(path, []))
    return ordered
