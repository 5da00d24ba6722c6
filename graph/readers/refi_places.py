"""Where selections stand in a text: positions checked against the words that a selection names.

The standard counts Unicode code points from 0. Some programs count a line's end (CR LF) as one,
some name the last character, or count from 1: the words tell, where a selection's name holds them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

_ENOUGH = 4
"""Shorter names stand in a text by chance."""
_CUT = re.compile(r"(…|\.\.\.)$")


@dataclass(frozen=True, slots=True)
class Selection:
    """A selection as a file gives it: positions, and a name that may hold the words."""

    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Placing:
    """How a program counts: the text as it counts it, and what is to be added to its positions.

    ``checked`` selections name their words, ``agreeing`` ones have them at their place, ``exact``
    ones to the last space.
    """

    text: str
    at_start: int = 0
    at_end: int = 0
    checked: int = 0
    agreeing: int = 0
    exact: int = 0

    def place(self, selection: Selection) -> tuple[int, int]:
        """Return where a selection begins and ends."""
        return selection.start + self.at_start, selection.end + self.at_end

    @property
    def shifted(self) -> bool:
        """Whether positions are counted in another way than the standard's."""
        return (self.at_start, self.at_end) != (0, 0)


def placing(text: str, selections: Sequence[Selection], *, line_ends_as_one: bool) -> Placing:
    """Return the way of counting with which most selections have the words that they name.

    ``line_ends_as_one`` says how the program is known to count CR LF, where no words tell.
    """
    bare = text.replace("\r\n", "\n")
    texts = list(dict.fromkeys([bare, text] if line_ends_as_one else [text, bare]))
    whole = _squeezed(text)
    named = [each for each in selections if (words := _words(each.name)) and words in whole]
    found = [_counted(way, *shift, named) for shift, way in product(_SHIFTS, texts)]
    best = max(
        found, key=lambda each: (each.agreeing, each.exact)
    )  # the first of the best: the standard's own
    return best if 2 * best.agreeing > best.checked else found[0]


_SHIFTS = ((0, 0), (0, 1), (-1, 0), (-1, -1), (1, 1))


def _counted(text: str, at_start: int, at_end: int, named: Sequence[Selection]) -> Placing:
    way = Placing(text, at_start, at_end)
    agreeing = [selection for selection in named if _agrees(way, selection)]
    exact = sum(_there(way, each) == each.name.strip() for each in agreeing)
    return Placing(text, at_start, at_end, len(named), len(agreeing), exact)


def _there(way: Placing, selection: Selection) -> str:
    start, end = way.place(selection)
    return way.text[max(0, start) : end]


def _agrees(way: Placing, selection: Selection) -> bool:
    there, words = _squeezed(_there(way, selection)), _words(selection.name)
    return there.startswith(words) if _CUT.search(selection.name) else there == words


def _words(name: str) -> str:
    """Return the words that a name holds, or ``""`` if it's too short to tell."""
    words = _squeezed(_CUT.sub("", name.strip()))
    return words if len(words) >= _ENOUGH else ""


def _squeezed(text: str) -> str:
    """Return text with single spaces: line ends in a name become spaces in XML."""
    return " ".join(text.split())
