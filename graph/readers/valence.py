"""Whether a heading names what helps or what stands in the way, by the starts of its words."""

import re
from dataclasses import dataclass

from graph.readers import lexicon

_QUALIFIER = (
    r"(?:perceived|key|main|major|common|the|reported|identified|potential|current|other|"
    r"possible|existing|general|important|significant|themes?|sub-?themes?|\W|\d)"
)


def _stems(stems: tuple[str, ...]) -> str:
    return rf"\b(?:{'|'.join(stems)})"


_BARRIER = re.compile(_stems(lexicon.BARRIER_STEMS), re.IGNORECASE)
_FACILITATOR = re.compile(_stems(lexicon.FACILITATOR_STEMS), re.IGNORECASE)
_NEUTRAL = re.compile(_stems(lexicon.NEUTRAL_STEMS), re.IGNORECASE)
_LACKING = re.compile(rf"{_stems(lexicon.LACKING)}\b", re.IGNORECASE)
_OVERCOMING = re.compile(_stems(lexicon.OVERCOMING), re.IGNORECASE)
_PLAIN = re.compile(
    rf"{_QUALIFIER}*\b(?:{'|'.join(lexicon.BARRIER_STEMS + lexicon.FACILITATOR_STEMS)})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Naming:
    """What a heading names: ``valence`` is empty if nothing, or if both sides at once.

    ``plain`` if little else is said before it (Barriers, Perceived barriers to research), as
    against a heading of which it is only a part (Financial barriers).
    """

    valence: str
    plain: bool = False
    both: bool = False


def named_by(heading: str) -> Naming:
    """Return the valence that a heading's own words name."""
    sides = _sides(heading)
    if len(sides) > 1:
        return Naming("", both=True)
    plain = _PLAIN.match(heading) is not None
    return Naming(sides.pop(), plain) if sides else Naming("")


def _sides(heading: str) -> set[str]:
    sides = set()
    if barrier := _BARRIER.search(heading):
        overcome = _OVERCOMING.search(heading, 0, barrier.start())
        sides.add("facilitator" if overcome else "barrier")
    if facilitator := _FACILITATOR.search(heading):
        lacking = _LACKING.search(heading, 0, facilitator.start())
        sides.add("barrier" if lacking else "facilitator")
    if _NEUTRAL.search(heading):
        sides.add("neutral")
    return sides
