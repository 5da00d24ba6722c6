"""Claims, and what follows from those of a paragraph for other words in marks beside them.

A quote that *she said* interrupts has one speaker, words that go on at once have the same, and
*she* is whom the sentences before speak of.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.readers import interjections, labels, pronouns
from graph.readers.attribution import Attribution, Known
from graph.readers.labels import Strength
from graph.readers.marks import Marked

_MOST_PAIRS = 200
"""In a paragraph with more words in marks nobody is sought for whom a pronoun names."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Words of a paragraph that ``by`` names somebody for; positions count from its start."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    by: Attribution
    doubt: str = ""


def claim_of(pair: Marked, by: Attribution, doubt: str = "") -> Claim:
    """Return the claim that somebody said what stands between two marks."""
    return Claim(pair.start, pair.end, pair.outer_start, pair.outer_end, by, doubt)


def with_interrupted(
    text: str, pairs: Sequence[Marked], claims: Sequence[Claim], known: Known
) -> list[Claim]:
    """Give both parts of a quote that *she said* interrupts the label that one of them has."""
    by_place = {claim.outer_start: claim for claim in claims}
    for first, second in pairwise(pairs):
        one, other = (by_place.get(pair.outer_start) for pair in (first, second))
        if one and not other and interjections.goes_on(text, first, second, one.by):
            by_place[second.outer_start] = claim_of(second, one.by)
        if not interjections.joins(text, first, second):
            continue
        found = max(filter(None, (one, other)), key=_sureness, default=None)
        by = found.by if found else interjections.named(text, first, second, known)
        if by is None:
            continue
        for pair in (first, second):
            by_place[pair.outer_start] = claim_of(pair, by)
    return [by_place[place] for place in sorted(by_place)]


def _sureness(claim: Claim) -> Strength:
    return labels.strength(claim.by.speaker)


def with_referred(
    text: str, pairs: Sequence[Marked], claims: Sequence[Claim], known: Known
) -> list[Claim]:
    """Give words that *she said* the speaker who is the only one of whom the text was speaking."""
    found = list(claims)
    for pair in pairs if len(pairs) <= _MOST_PAIRS else ():
        by = None if _is_claimed(pair, found) else _referred(text, pairs, pair, found, known)
        if by is not None:
            doubt = f"{by.speaker!r} is taken for whom a pronoun names"
            found.append(claim_of(pair, by, doubt))
    return with_interrupted(text, pairs, found, known) if len(found) > len(claims) else found


def _referred(
    text: str, pairs: Sequence[Marked], pair: Marked, claims: Sequence[Claim], known: Known
) -> Attribution | None:
    cue = pronouns.cue(text, pair)
    if cue is None:
        return None
    people = pronouns.spoken_of(text, pairs, min(cue.start(), pair.outer_start), known)
    before = [claim.by for claim in claims if claim.outer_start < pair.outer_start]
    last = max(before, key=lambda by: by.start, default=None)
    if last is not None and all(by.start <= last.start for by in people):
        return last
    return people[0] if len(people) == 1 else None


def _is_claimed(pair: Marked, claims: Sequence[Claim]) -> bool:
    return any(claim.outer_start == pair.outer_start for claim in claims)
