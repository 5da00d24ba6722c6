"""Themes by their paths, each below the one that its path names."""

from collections.abc import Sequence

from graph.model import Note, Theme
from graph.readers.ids import distinct_slugs
from graph.readers.tables.segments import Path, Segment


class Themes:
    """The themes of a table; ``ids`` has each theme's id by its path, outermost first."""

    def __init__(self, segments: Sequence[Segment], notes: list[Note]) -> None:
        paths = [path for segment in segments for path in segment.paths]
        whole = dict.fromkeys(path[: n + 1] for path in paths for n in range(len(path)))
        # Depth first, in the order of meeting: so a theme stands below its broader one
        self._paths = _as_tree(list(whole))
        ids = distinct_slugs((path[-1] for path in self._paths), "theme")
        self.ids: dict[Path, str] = dict(zip(self._paths, ids, strict=True))
        self._definitions = _definitions(segments, notes)

    def records(self) -> tuple[Theme, ...]:
        """Return the themes, each after the one above it."""
        return tuple(
            Theme(
                id=self.ids[path],
                label=path[-1],
                broader=self.ids.get(path[:-1], ""),
                definition=self._definitions.get(path, ""),
            )
            for path in self._paths
        )


def _as_tree(paths: Sequence[Path]) -> list[Path]:
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


def _definitions(segments: Sequence[Segment], notes: list[Note]) -> dict[Path, str]:
    found: dict[Path, str] = {}
    for segment in segments:
        for path in segment.paths if segment.definition else ():
            if found.setdefault(path, segment.definition) != segment.definition:
                text = f"{' > '.join(path)!r} is defined otherwise above: the first one is kept"
                notes.append(Note(text, place=f"row {segment.row}"))
    return found
