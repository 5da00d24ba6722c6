"""Codes as they are written in a cell: several beside each other, and paths from the outermost.

How a table writes them is decided for the whole table, not cell by cell, so that a comma or a slash
in one name doesn't become a separator. Line breaks, semicolons and bars separate codes;
backslashes, ``>``, ``→`` and ``::`` the levels of a path: hardly any name has them. A comma, a
colon, a slash or a point does only if the table bears it out: if most pieces come again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from graph.paths import read_back

_OWN = {"theme_path", "theme_label", "mentioned_roles"}
_SURE_SPLITS = ("\n", ";", "|")
_SURE_STEPS = ("\\", ">", "→", "::")
_LIKELY_STEPS = ("/", ":")
# "barriers.time", and neither "e.g. this" nor "v1.2"
_POINTED = re.compile(r"[^.]*[^\s.]\.(?!\d)[^\s.][^.]*(?:\.[^\s.][^.]*)*")
_SHOWN = {"\n": "a line break", "\\": "a backslash"}
_BORNE_OUT = 0.5
_REMEMBERED = 10_000
_ROOTS = {"codes", "nodes", "code system", "codesystem"}
"""What NVivo and MAXQDA put above all codes: not a theme."""


@dataclass(frozen=True, slots=True)
class Notation:
    """How codes are written: ``split`` separates them, ``step`` the levels of each; or empty.

    ``own`` if a cell is one path as we write it ourselves, whatever signs its names have.
    """

    split: str = ""
    step: str = ""
    own: bool = False

    def read(self, cell: str) -> list[tuple[str, ...]]:
        """Return the paths in a cell, outermost first, each once."""
        return list(_read(self, cell))

    def paths(self, cell: str) -> Iterator[tuple[str, ...]]:
        """Yield the paths in a cell as often as they stand there; some may be empty."""
        if self.own:
            named = (" ".join(step.split()) for step in read_back(cell))
            yield tuple(step for step in named if step)
        else:
            for part in cell.split(self.split) if self.split else [cell]:
                yield self._path(part)

    def _path(self, code: str) -> tuple[str, ...]:
        in_steps = self.step and (self.step != "." or _POINTED.fullmatch(code.strip()))
        steps = code.split(self.step) if in_steps else [code]
        named = tuple(" ".join(step.split()) for step in steps)
        path = tuple(step for step in named if step)
        return path[1:] if len(path) > 1 and path[0].casefold() in _ROOTS else path

    def __str__(self) -> str:
        """Return the notation in words."""
        if self.own:
            return "as Themegraph writes them: one path in each cell, a doubled > is one of a name"
        split = f"separated by {_shown(self.split)}" if self.split else "one in each cell"
        return f"{split}, {f'paths by {_shown(self.step)}' if self.step else 'without paths'}"


@lru_cache(maxsize=_REMEMBERED)
def _read(notation: Notation, cell: str) -> tuple[tuple[str, ...], ...]:
    """Read a cell; the last ones are remembered, for codes come again all the time."""
    return tuple(dict.fromkeys(path for path in notation.paths(cell) if path))


def are_own(columns: Iterable[str]) -> bool:
    """Whether a table has the columns that only our own export has together."""
    return set(columns) >= _OWN


def recognise(cells: Iterable[str], split: str | None = None, step: str | None = None) -> Notation:
    """Return how the codes of a table are written; what is given is taken as it is."""
    written = Counter(cell for cell in cells if cell)
    if split is None:
        split = _split(written)
    if step is None:
        once = Counter(
            " ".join(part.split())
            for cell in written
            for part in (cell.split(split) if split else [cell])
        )
        step = _step(list(once))
    return Notation(split, step)


def _split(written: Counter[str]) -> str:
    for sign in _SURE_SPLITS:
        if any(sign in cell for cell in written):
            return sign
    lists = [[part.strip() for part in cell.split(",")] for cell in written if "," in cell]
    parts = Counter(part for cell in lists for part in cell)
    roots = Counter(_root(part) for part in parts)
    again = [
        part
        for part, times in parts.items()
        if times > 1 or part in written or (_root(part) != part and roots[_root(part)] > 1)
    ]
    return "," if parts and len(again) >= _BORNE_OUT * len(parts) else ""


def _root(code: str) -> str:
    """Return what stands before the first sign that could be a step; the whole if there's none."""
    return re.split(r"[\\>→/:]", code, maxsplit=1)[0].strip()


def _step(codes: Sequence[str]) -> str:
    for sign in _SURE_STEPS:
        if any(_inner(code, sign) for code in codes):
            return sign
    for sign in _LIKELY_STEPS:
        if _is_borne_out([code for code in codes if _inner(code, sign)], codes, sign):
            return sign
    pointed = [code for code in codes if _POINTED.fullmatch(code)]
    return "." if _is_borne_out(pointed, codes, ".") else ""


def _inner(code: str, sign: str) -> bool:
    """Whether a sign stands within a code, with something before and behind it."""
    before, _, behind = code.partition(sign)
    return bool(before.strip() and behind.strip())


def _is_borne_out(paths: Sequence[str], codes: Sequence[str], sign: str) -> bool:
    """Whether half of the paths begin with what other paths begin with, or what is a code."""
    roots = [path.partition(sign)[0].strip() for path in paths]
    times, whole = Counter(roots), set(codes)
    shared = [root for root in roots if times[root] > 1 or root in whole]
    return bool(shared) and len(shared) >= _BORNE_OUT * len(roots)


def _shown(sign: str) -> str:
    return _SHOWN.get(sign, repr(sign))
