"""The measures: Cohen's kappa and Krippendorff's alpha, from a tally.

Both say 1 - observed / expected disagreement. A unit's value is the set of codes it was given, and
two values disagree as much as there are codes in one and not in the other. So a code's figures are
those of "given or not", and the overall ones sum the disagreements of all codes before dividing
(for kappa: H. de Vries, M. N. Elliott, D. E. Kanouse and S. S. Teleki, Using pooled kappa to
summarize interrater agreement across many items, Field Methods 20 (2008) 272-282). Where each
unit has one code exactly, they are kappa and nominal alpha as published.

Fractions are exact until the end, so that independence gives 0 and not 1e-17.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import prod

from graph.agreement.tally import Pair, Tally, pairs


class Text(StrEnum):
    """Which units are compared.

    ``all``: every unit of the documents that they coded; giving no code is an answer too.
    ``coded``: without those that none of them coded. ``both``: only those to which both gave
    some code; who gave none is taken as absent there.
    """

    ALL = "all"
    CODED = "coded"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Shares of units, or of pairs of values, that disagree: as observed, and by chance."""

    observed: Fraction = Fraction(0)
    expected: Fraction = Fraction(0)

    def __add__(self, other: "Disagreement") -> "Disagreement":
        """Return the sum over two codes."""
        return Disagreement(self.observed + other.observed, self.expected + other.expected)

    @property
    def coefficient(self) -> float | None:
        """1 for perfect agreement, 0 for chance, below 0 for worse; ``None`` without variation."""
        return float(1 - self.observed / self.expected) if self.expected else None


NOTHING = Disagreement()


# ---------------------------------------------------------------- what of the tally is compared


@dataclass(frozen=True, slots=True)
class Kind:
    """Units of one kind: how many, who of the compared coders is there, and who gave the code."""

    count: int
    present: int
    gave: int
    coded: int


def kinds(counts: Tally, theme: str, among: int, text: Text) -> list[Kind]:
    """Return the units that two of the coders ``among`` can be compared in, for one theme."""
    given = [
        Kind(count, _present(active, coded, among, text), gave & among, coded & among)
        for (active, coded, gave), count in counts.codes.get(theme, {}).items()
        if gave & among
    ]
    rest = _units_without(counts, theme, among)
    others = [
        Kind(count, _present(active, coded, among, text), 0, coded & among)
        for (active, coded), count in rest
    ]
    return [kind for kind in (*given, *others) if kind.present.bit_count() > 1]


def _present(active: int, coded: int, among: int, text: Text) -> int:
    return (coded if text is Text.BOTH else active) & among


def _units_without(counts: Tally, theme: str, among: int) -> Iterator[tuple[tuple[int, int], int]]:
    left = dict(counts.units)
    for (active, coded, gave), count in counts.codes.get(theme, {}).items():
        if gave & among:
            left[active, coded] -= count
    return ((key, count) for key, count in left.items() if count)


# ---------------------------------------------------------------- kappa


def kappa(found: Sequence[Kind], pair: Pair, text: Text) -> Disagreement:
    """Return two coders' disagreement over one code, for Cohen's kappa.

    Observed is the share of units that one gave the code and the other not; expected the same if
    each gave it at their own rate and at random, p (1 - q) + q (1 - p) (J. Cohen, A coefficient of
    agreement for nominal scales, Educational and Psychological Measurement 20 (1960) 37-46). For
    ``coded`` both become shares of what somebody coded, observed and by chance: if the empty text
    were left out of the first alone, independent coders would come out as systematic opponents.
    """
    units = sum(kind.count for kind in found)
    if not units:
        return NOTHING
    first, second = (_rate(found, 1 << coder, units) for coder in pair)
    split = sum(kind.count for kind in found if kind.gave.bit_count() == 1)
    plain = Disagreement(Fraction(split, units), first * (1 - second) + second * (1 - first))
    if text is not Text.CODED:
        return plain
    any_first, any_second = (
        Fraction(sum(kind.count for kind in found if kind.coded >> coder & 1), units)
        for coder in pair
    )
    empty = Fraction(sum(kind.count for kind in found if not kind.coded), units)
    return _without(plain, empty, (1 - any_first) * (1 - any_second))


def _rate(found: Iterable[Kind], coder: int, units: int) -> Fraction:
    return Fraction(sum(kind.count for kind in found if kind.gave & coder), units)


def _without(plain: Disagreement, observed: Fraction, expected: Fraction) -> Disagreement:
    """Return the disagreement with the empty text's share taken out; nobody disagrees there."""
    if observed == 1 or expected == 1:
        return NOTHING
    return Disagreement(plain.observed / (1 - observed), plain.expected / (1 - expected))


# ---------------------------------------------------------------- alpha


def alpha(found: Sequence[Kind], text: Text) -> Disagreement:
    """Return coders' disagreement over one code, for Krippendorff's nominal alpha.

    Observed is the share of pairable values that disagree within units, expected the same among
    all pairable values of all units, without replacement (K. Krippendorff, Content Analysis: An
    Introduction to Its Methodology, 4th ed., Sage 2019, chapter 12). Any number of coders, some of
    whom may be absent in some units. Over characters this is alpha with each character a unit, and
    not one of the alphas for unitizing, which take the coders' own segments as units. For
    ``coded``, what nobody coded is taken out, observed and by chance, as in ``kappa``.
    """
    values = sum(_weight(kind) for kind in found)
    if not values:
        return NOTHING
    ones = sum(kind.count * kind.gave.bit_count() for kind in found)
    split = sum((_mixed(kind, kind.gave) for kind in found), Fraction(0))
    plain = Disagreement(
        split / values, Fraction(2 * ones * (values - ones), values * (values - 1))
    )
    if text is not Text.CODED:
        return plain
    return _without(plain, *_empty(found, values))


def _mixed(kind: Kind, some: int) -> Fraction:
    """Return the ordered pairs of one of ``some`` and another, by Krippendorff's weight."""
    there, inside = kind.present.bit_count(), (some & kind.present).bit_count()
    return Fraction(2 * kind.count * inside * (there - inside), there - 1)


def _empty(found: Sequence[Kind], values: int) -> tuple[Fraction, Fraction]:
    """Return the share of values in units nobody coded, observed and by chance.

    By chance is: were the coders' blanks dealt out anew over all units, without replacement.
    """
    blanks = sum(kind.count * (kind.present & ~kind.coded).bit_count() for kind in found)
    observed = sum(_weight(kind) for kind in found if not kind.coded)
    expected = sum(
        (_weight(kind) * _all_drawn(blanks, values, kind.present.bit_count()) for kind in found),
        Fraction(0),
    )
    return Fraction(observed, values), expected / values


def _weight(kind: Kind) -> int:
    return kind.count * kind.present.bit_count()


def _all_drawn(blanks: int, values: int, draws: int) -> Fraction:
    """Return how likely it is that all draws from the values, without replacement, are blanks."""
    return prod((Fraction(blanks - k, values - k) for k in range(draws)), start=Fraction(1))


# ---------------------------------------------------------------- percent agreement


def same_code(found: Sequence[Kind], text: Text) -> tuple[int, int]:
    """Return (units in which two coders both gave the code or both didn't, units compared).

    Units count once for each pair of coders.
    """
    alike = compared = 0
    for kind in found:
        if kind.coded or text is not Text.CODED:
            here, gave = kind.present.bit_count(), (kind.gave & kind.present).bit_count()
            compared += kind.count * _two_of(here)
            alike += kind.count * (_two_of(here) - gave * (here - gave))
    return alike, compared


def same_codes(counts: Tally, among: int, text: Text) -> tuple[int, int]:
    """Return the same for all codes at once: alike are units with exactly the same codes."""
    compared = differing = 0
    for first, second in pairs(among):
        both = 1 << first | 1 << second
        differing += counts.differ[first, second]
        for (active, coded), count in counts.units.items():
            if active & both == both:
                compared += count * _counts(coded & both, coded & among, text)
                if text is Text.BOTH:  # where one of the two coded nothing, they do differ
                    differing -= count * ((coded & both).bit_count() == 1)
    return compared - differing, compared


def _counts(coded_by_pair: int, coded: int, text: Text) -> bool:
    if text is Text.BOTH:
        return coded_by_pair.bit_count() == 2  # noqa: PLR2004 -- a pair
    return text is Text.ALL or bool(coded)


def _two_of(number: int) -> int:
    return number * (number - 1) // 2
