"""Where the words of a coding stand in a text, when the program counted otherwise than we do.

QualCoder takes positions from its editor, which counts in UTF-16 units: behind an emoji they are
one too high. It keeps the words beside them, so each position is looked at, and moved to where the
words stand.
"""

from bisect import bisect_left
from dataclasses import dataclass, field

_ASTRAL = 0x10000
_SEPARATORS = {0x2029: "\n", 0x2028: "\n"}
"""What the editor puts for line breaks into the words that it hands over."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points ``start`` to ``end``; ``doubt`` says what was amiss, empty if nothing."""

    start: int
    end: int
    doubt: str = ""


@dataclass(slots=True)
class Finder:
    """Finds stretches in one text."""

    text: str
    _wide: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Note where characters of two UTF-16 units stand, counted in such units."""
        if not self.text.isascii():
            places = (place for place, char in enumerate(self.text) if ord(char) >= _ASTRAL)
            self._wide = [place + number for number, place in enumerate(places)]

    def find(self, words: str, start: int, end: int) -> Stretch | None:
        """Return where the words stand: at the position, or nearest to it; ``None`` if nowhere.

        Without words the position is believed, if it's within the text.
        """
        wanted = words.translate(_SEPARATORS)
        for first, last in ((start, end), (self._points(start), self._points(end))):
            if 0 <= first < last <= len(self.text) and wanted in {"", self.text[first:last]}:
                return Stretch(first, last)
        nearest = self._nearest(wanted, start) if wanted else -1
        if nearest >= 0:
            return Stretch(nearest, nearest + len(wanted), f"moved there from {start}-{end}")
        if wanted and 0 <= start < end <= len(self.text):
            return Stretch(start, end, f"QualCoder kept other words with it, {words[:60]!r}")
        return None

    def _points(self, units: int) -> int:
        """Return a position in UTF-16 units as code points."""
        return units - bisect_left(self._wide, units)

    def _nearest(self, words: str, place: int) -> int:
        """Return the begin of the words nearest to a place, -1 if they aren't in the text."""
        before = self.text.rfind(words, 0, max(0, place) + len(words))
        behind = self.text.find(words, max(0, place))
        if before < 0 or behind < 0:
            return max(before, behind)
        return before if place - before <= behind - place else behind
