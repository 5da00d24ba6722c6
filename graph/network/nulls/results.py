"""What a null model says of every pair: expectation, p and q, and one honest sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

ALPHA = 0.05
"""The share of false alarms that is put up with, where nothing else is asked for."""


@dataclass(frozen=True, slots=True)
class PairTest:
    """How the weight between two nodes compares with what chance alone would give.

    ``p`` is the probability of a weight at least as large (one-sided) and ``expected`` the mean
    weight, both under the null model; ``q`` is ``p`` after Benjamini and Hochberg.
    """

    source: str
    target: str
    weight: float
    expected: float
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class NullResult:
    """What a null model says of a network's pairs, the least probable first.

    ``tests`` counts all pairs that were compared; ``pairs`` leaves out those without any weight,
    whose p is 1. ``samples`` and ``seed`` are 0 where nothing was drawn at random.
    """

    model: str
    pairs: tuple[PairTest, ...]
    tests: int
    samples: int = 0
    seed: int = 0

    @property
    def smallest_p(self) -> float:
        """The smallest p of all pairs; 1 if no pair has any weight."""
        return self.pairs[0].p if self.pairs else 1.0

    def distinguishable(
        self, alpha: float = ALPHA, *, corrected: bool = True
    ) -> tuple[PairTest, ...]:
        """Return the backbone: pairs with q (or p, if not ``corrected``) below ``alpha``."""
        return tuple(pair for pair in self.pairs if (pair.q if corrected else pair.p) < alpha)

    def sentence(self, alpha: float = ALPHA) -> str:
        """Say what was found, or that nothing can be told from chance, with the smallest p."""
        found = len(self.distinguishable(alpha))
        tested = f"{self.tests} {'pair was' if self.tests == 1 else 'pairs were'} compared"
        smallest = f"smallest p = {self.smallest_p:.3g}"
        if not found:
            return (
                f"No edge is distinguishable from chance under {self.model} "
                f"(q < {alpha:g}; {tested}, {smallest})."
            )
        edges = "1 edge is" if found == 1 else f"{found} edges are"
        return (
            f"{edges} distinguishable from chance under {self.model} "
            f"(q < {alpha:g}; {tested}, {smallest})."
        )


def benjamini_hochberg(p: ArrayLike, tests: int = 0) -> NDArray[np.float64]:
    """Return q for each p: the smallest false discovery rate at which it would be accepted.

    ``tests`` is how many tests there were, if more than are given: the rest count as p = 1.
    Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57, 289-300.
    """
    given = np.asarray(p, dtype=np.float64)
    order = np.argsort(given)
    ranked = given[order] * max(tests, len(given)) / np.arange(1, len(given) + 1)
    smallest_from_here = np.minimum.accumulate(ranked[::-1])[::-1]
    q = np.empty_like(given)
    q[order] = np.minimum(smallest_from_here, 1.0)
    return q


def pair_tests(
    names: Sequence[str],
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]],
    weight: ArrayLike,
    expected: ArrayLike,
    p: ArrayLike,
    q: ArrayLike,
) -> tuple[PairTest, ...]:
    """Return one test for each pair of node numbers, the least probable first."""
    columns = [np.asarray(column).tolist() for column in (*pairs, weight, expected, p, q)]
    found = [
        PairTest(names[i], names[j], *(float(number) for number in numbers))
        for i, j, *numbers in zip(*columns, strict=True)
    ]
    return tuple(sorted(found, key=lambda pair: (pair.p, -pair.weight, pair.source, pair.target)))
