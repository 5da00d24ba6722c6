"""Exact tails of the Poisson-binomial distribution: sums of unlike coins."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

Numbers = NDArray[np.float64]

NEGLIGIBLE = 1e-60
"""Probabilities below this at either end of a distribution are left out."""


def poisson_binomial(chances: Numbers, counts: NDArray[np.int64]) -> tuple[int, Numbers]:
    """Return the distribution of the number of successes of ``counts[c]`` trials at ``chances[c]``.

    It's the pair of the first number with a noticeable probability and the probabilities from
    there on: the convolution of the binomials, term by term, without approximation.
    """
    first, mass = 0, np.ones(1)
    for chance, count in zip(chances.tolist(), counts.tolist(), strict=True):
        if chance <= 0:
            continue
        skipped, mass = _trimmed(np.convolve(mass, _binomial(count, chance)))
        first += skipped
    return first, mass


def lower_tail(distribution: tuple[int, Numbers], value: int) -> float:
    """Return the probability of at most the value."""
    first, mass = distribution
    return min(float(mass[: max(value - first + 1, 0)].sum()), 1.0)


def upper_tail(distribution: tuple[int, Numbers], values: NDArray[np.int64]) -> Numbers:
    """Return the probability of at least each value."""
    first, mass = distribution
    at_least = np.append(np.cumsum(mass[::-1])[::-1], 0.0)
    place = np.clip(values - first, 0, len(mass))
    tail: Numbers = np.minimum(at_least[place], 1.0)
    return tail


def _binomial(count: int, chance: float) -> Numbers:
    """Return what ``scipy.stats.binom.pmf`` does for 0 to ``count``, a hundred times as quickly."""
    k = np.arange(count + 1)
    ways = special.gammaln(count + 1) - special.gammaln(k + 1) - special.gammaln(count - k + 1)
    odds = special.xlogy(k, chance) + special.xlog1py(count - k, -chance)
    mass: Numbers = np.exp(ways + odds)
    return mass


def _trimmed(mass: Numbers) -> tuple[int, Numbers]:
    noticeable = np.flatnonzero(mass > NEGLIGIBLE)
    start, end = int(noticeable[0]), int(noticeable[-1]) + 1
    return start, mass[start:end]
