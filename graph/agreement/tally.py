"""Counting: how many units each set of coders gave each code, in one walk over the spans.

The walk goes from one end of a span to the next and never unit by unit, so its time grows with the
number of codings and not with the length of the text. Sets of coders are bits by coder's number.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations

from graph.agreement.tracks import Track

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many units there are of each kind.

    ``units`` by (who took part, who gave any code); ``codes`` the same for each theme, by (who
    took part, who gave any code, who gave this one), without the units that nobody gave it;
    ``differ`` by pair of coders the units in which their codes aren't exactly the same.
    """

    units: Counter[tuple[int, int]] = field(default_factory=Counter)
    codes: dict[str, Counter[tuple[int, int, int]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    differ: Counter[Pair] = field(default_factory=Counter)


def tally(tracks: Iterable[Track]) -> Tally:
    """Count all units of the tracks."""
    counts = Tally()
    for track in tracks:
        _Walk(track, counts).run()
    return counts


def members(coders: int) -> Iterator[int]:
    """Yield the numbers of the coders in a set of bits."""
    while coders:
        lowest = coders & -coders
        yield lowest.bit_length() - 1
        coders ^= lowest


class _Walk:
    """A walk over one track; what doesn't change from span to span is counted at its end."""

    def __init__(self, track: Track, counts: Tally) -> None:
        self.track, self.counts = track, counts
        self.held: Counter[tuple[str, int]] = Counter()  # spans may overlap, of one coder too
        self.load: Counter[int] = Counter()  # spans open by coder
        self.any, self.any_since = 0, 0
        self.given: dict[str, int] = {}
        self.given_since: dict[str, int] = {}
        self.apart: Counter[Pair] = Counter()  # codes in which a pair differs here
        self.apart_since: dict[Pair, int] = {}
        self.peers = tuple(members(track.active))

    def run(self) -> None:
        spans = self.track.spans
        starts = ((span.start, 1, span.theme, span.coder) for span in spans)
        ends = ((span.end, -1, span.theme, span.coder) for span in spans)
        for place, step, theme, coder in sorted([*starts, *ends]):
            self._count_load(place, step, coder)
            before = self.held[theme, coder]
            self.held[theme, coder] += step
            if not before or not self.held[theme, coder]:
                self._turn(place, theme, coder)
        self._close_units(self.track.length)

    def _count_load(self, place: int, step: int, coder: int) -> None:
        before = self.load[coder]
        self.load[coder] += step
        if not before or not self.load[coder]:
            self._close_units(place)
            self.any ^= 1 << coder

    def _close_units(self, place: int) -> None:
        if place > self.any_since:
            self.counts.units[self.track.active, self.any] += place - self.any_since
            for theme in self.given:
                self._close_code(place, theme)
            self.any_since = place

    def _close_code(self, place: int, theme: str) -> None:
        length = place - self.given_since[theme]
        if length:
            key = self.track.active, self.any, self.given[theme]
            self.counts.codes[theme][key] += length
        self.given_since[theme] = place

    def _turn(self, place: int, theme: str, coder: int) -> None:
        """Let a coder begin or end to give a code."""
        if theme in self.given:
            self._close_code(place, theme)
        given = self.given.get(theme, 0) ^ (1 << coder)
        for other in self.peers:
            if other != coder:
                self._set_apart(place, coder, other, bool(given >> coder & 1 ^ given >> other & 1))
        if given:
            self.given[theme], self.given_since[theme] = given, place
        else:
            del self.given[theme], self.given_since[theme]

    def _set_apart(self, place: int, coder: int, other: int, now: bool) -> None:  # noqa: FBT001 -- how it is now
        pair = (min(coder, other), max(coder, other))
        before = self.apart[pair]
        self.apart[pair] += 1 if now else -1
        if not before:
            self.apart_since[pair] = place
        elif not self.apart[pair]:
            self.counts.differ[pair] += place - self.apart_since[pair]


def pairs(coders: int) -> Iterator[Pair]:
    """Yield each two of a set of coders."""
    return combinations(members(coders), 2)
