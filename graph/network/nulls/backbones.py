"""Backbones: which edges of a projection are more than chance alone would give.

In a projection nearly everybody is joined to everybody: whoever speaks of much shares something
with each other. A null model says how much two rows would share if only their sums, and in most
models the columns' sums, were as they are, and all else chance.

=================  ================================  ==========================  ==============
function           held fixed                        p of a pair                 source
=================  ================================  ==========================  ==============
``fixed_row``      the rows' sums                    hypergeometric, exact       Neal 2021
``sdsm``           rows' and columns', on average    Poisson-binomial, exact     Neal 2014
``fdsm``           rows' and columns', each time     drawn at random, seeded     Strona 2014
``disparity``      a node's strength and degree      exact; for any weights      Serrano 2009
=================  ================================  ==========================  ==============

All p are one-sided: the probability of a weight at least as large as the one observed.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.errors import MeasureError
from graph.network.matrices import Incidence, Projection
from graph.network.nulls.curveball import random_matrices
from graph.network.nulls.maximum_entropy import two_mode
from graph.network.nulls.results import NullResult, benjamini_hochberg, pair_tests
from graph.network.nulls.tails import hypergeometric, poisson_binomial, upper_tail

SAMPLES = 10_000
"""Random matrices of the fixed degree sequence model; the smallest p it can give is 1/10,001."""

MAX_SAMPLED_ROWS = 2_000
"""Rows up to which matrices are drawn: all pairs of each sample are compared."""

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]
Pairs = tuple[Integers, Integers]


def fixed_row(incidence: Incidence) -> NullResult:
    """Return the pairs of rows against the fixed row model.

    Each row keeps its sum and chooses at random among the columns that any row has: the weight is
    hypergeometric. Neal, Domagalski and Sagan (2021), *Sci. Rep.* 11, 23929. It takes all columns
    as alike, so it finds too much where some are common and others rare: `make bench-networks`
    counts how much.
    """
    pairs, weight = _weights(incidence)
    sums = _row_sums(incidence)
    width = int(np.count_nonzero(_row_sums(incidence.transposed)))
    one, other = np.sort([sums[pairs[0]], sums[pairs[1]]], axis=0)
    p = np.empty(len(weight))
    for a, b, chosen in _alike(one, other):
        p[chosen] = upper_tail(hypergeometric(width, a, b), weight[chosen])
    expected = one * other / max(width, 1)
    model = "the fixed row model, all columns taken as alike"
    return _result(model, incidence, pairs, weight, expected, p)


def sdsm(incidence: Incidence) -> NullResult:
    """Return the pairs of rows against the stochastic degree sequence model.

    Every cell is a coin of its own, with the probabilities of the bipartite configuration model;
    the weight is then Poisson-binomial, whose tail is computed exactly and not, as the R package
    ``backbone`` does, by the refined normal approximation, which on small studies is off in the
    second digit. Neal (2014), *Soc. Networks* 39, 84-97; Neal, Domagalski and Sagan (2021).
    """
    pairs, weight = _weights(incidence)
    cells = two_mode(_row_sums(incidence), _row_sums(incidence.transposed))
    counts = np.bincount(cells.column_class, minlength=cells.classes.shape[1]).astype(np.int64)
    one, other = np.sort([cells.row_class[pairs[0]], cells.row_class[pairs[1]]], axis=0)
    p = np.empty(len(weight))
    for a, b, chosen in _alike(one, other):
        tail = poisson_binomial(cells.classes[a] * cells.classes[b], counts)
        p[chosen] = upper_tail(tail, weight[chosen])
    expected = ((cells.classes * counts) @ cells.classes.T)[one, other]
    return _result("the stochastic degree sequence model", incidence, pairs, weight, expected, p)


def fdsm(incidence: Incidence, samples: int = SAMPLES, seed: int = 1) -> NullResult:
    """Return the pairs of rows against the fixed degree sequence model.

    Random matrices with the very same sums are drawn; p is ``(1 + n) / (1 + samples)``, where
    ``n`` samples have at least the weight (Phipson and Smyth (2010), *Stat. Appl. Genet. Mol.
    Biol.* 9, 39). The same seed gives the same result. Raises ``MeasureError`` for more rows than
    ``MAX_SAMPLED_ROWS``.
    """
    rows = len(incidence.rows)
    if rows > MAX_SAMPLED_ROWS:
        raise MeasureError(
            f"{rows} {incidence.rows[0].kind}s are too many to draw matrices of (at most "
            f"{MAX_SAMPLED_ROWS}); use the stochastic model, or narrow it by study or theme"
        )
    pairs, weight = _weights(incidence)
    at_least, total = np.zeros(len(weight), np.int64), np.zeros(len(weight))
    for batch in random_matrices(incidence.binary.toarray().astype(bool), samples, seed):
        cells = batch.astype(np.float32)
        drawn = np.matmul(cells, cells.transpose(0, 2, 1))[:, pairs[0], pairs[1]]
        at_least += (drawn >= weight).sum(axis=0)
        total += drawn.sum(axis=0, dtype=np.float64)
    model = "the fixed degree sequence model"
    p = (1 + at_least) / (1 + samples)
    return _result(model, incidence, pairs, weight, total / samples, p, samples, seed)


def disparity(projection: Projection) -> NullResult:
    """Return the edges of a weighted network against the disparity filter.

    A node of degree ``k`` and strength ``s`` spreads its strength at random over its edges: an
    edge of weight ``w`` has ``p = (1 - w/s) ** (k - 1)``, the smaller of its two ends' counts, and
    an end of degree 1 says nothing. Serrano, Boguñá and Vespignani (2009), *PNAS* 106, 6483-6488.
    As the smaller of two, p is not quite a probability; q is therefore computed from 2p.

    Raises ``MeasureError`` if a weight is negative.
    """
    upper = sparse.triu(projection.matrix, k=1).tocoo()
    pairs = (upper.row.astype(np.int64), upper.col.astype(np.int64))
    weight = upper.data.astype(np.float64)
    if (weight < 0).any():
        raise MeasureError("the disparity filter needs weights above 0: this network subtracts")
    strength = np.asarray(projection.matrix.sum(axis=1), dtype=np.float64)
    degree = np.diff(projection.matrix.indptr)
    ends = np.array([_share_p(weight, strength[end], degree[end]) for end in pairs])
    p = ends.min(axis=0, initial=1.0)
    expected = np.mean([strength[end] / degree[end] for end in pairs], axis=0)
    q = benjamini_hochberg(np.minimum(2 * p, 1))
    tests = pair_tests([n.id for n in projection.nodes], pairs, weight, expected, p, q)
    return NullResult("the disparity filter", tests, len(tests))


def _share_p(weight: Numbers, strength: Numbers, degree: Integers) -> Numbers:
    p: Numbers = np.clip(1 - weight / strength, 0, 1) ** (degree - 1)
    return np.where(degree > 1, p, 1.0)


def _alike(one: Integers, other: Integers) -> Iterator[tuple[int, int, Integers]]:
    """Yield each couple of classes, or of sums, with the numbers of the pairs that have it."""
    order = np.lexsort((other, one))
    changes = np.flatnonzero(np.diff(one[order]) | np.diff(other[order])) + 1
    for chosen in np.split(order, changes) if len(order) else ():
        yield int(one[chosen[0]]), int(other[chosen[0]]), chosen


def _row_sums(incidence: Incidence) -> Integers:
    sums: Integers = np.diff(incidence.binary.indptr).astype(np.int64)
    return sums


def _weights(incidence: Incidence) -> tuple[Pairs, Integers]:
    """Return the pairs of rows that share anything, and how much."""
    upper = sparse.triu(incidence.shared().matrix, k=1).tocoo()
    return (upper.row.astype(np.int64), upper.col.astype(np.int64)), upper.data.astype(np.int64)


def _result(
    model: str,
    incidence: Incidence,
    pairs: Pairs,
    weight: Integers,
    expected: Numbers,
    p: Numbers,
    samples: int = 0,
    seed: int = 0,
) -> NullResult:
    rows = len(incidence.rows)
    tests = rows * (rows - 1) // 2
    q = benjamini_hochberg(p, tests)
    found = pair_tests([row.id for row in incidence.rows], pairs, weight, expected, p, q)
    return NullResult(model, found, tests, samples, seed)
