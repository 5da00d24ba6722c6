"""Exact tails of the distributions that weights have by chance.

With ``scipy.special`` alone: ``scipy.stats`` takes longer to load than all else in a short command.
"""

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


def hypergeometric(columns: int, one: int, other: int) -> tuple[int, Numbers]:
    """Return the distribution of how many columns two rows share that choose theirs blindly.

    ``one`` and ``other`` are how many of all ``columns`` they choose.
    """
    first = max(0, one + other - columns)
    k = np.arange(first, min(one, other) + 1)
    ways = _log_ways(one, k) + _log_ways(columns - one, other - k)
    mass: Numbers = np.exp(ways - _log_ways(columns, np.array(other)))
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
    k = np.arange(count + 1)
    odds = special.xlogy(k, chance) + special.xlog1py(count - k, -chance)
    mass: Numbers = np.exp(_log_ways(count, k) + odds)
    return mass


def _log_ways(count: int, k: NDArray[np.int64]) -> Numbers:
    """Return the logarithm of how many ways there are to choose ``k`` of ``count``."""
    orders = special.gammaln(count + 1) - special.gammaln(k + 1)
    ways: Numbers = orders - special.gammaln(count - k + 1)
    return ways


def _trimmed(mass: Numbers) -> tuple[int, Numbers]:
    noticeable = np.flatnonzero(mass > NEGLIGIBLE)
    start, end = int(noticeable[0]), int(noticeable[-1]) + 1
    return start, mass[start:end]
