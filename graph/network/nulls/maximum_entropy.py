"""Random matrices that are as random as can be while their sums are right on average.

Of all distributions of matrices of zeros and ones whose rows and columns have given sums on
average, the one of maximal entropy makes every cell a coin of its own:
``p[i, j] = x[i] y[j] / (1 + x[i] y[j])``. For two-mode networks that is the bipartite
configuration model (Saracco, Di Clemente, Gabrielli and Squartini (2015), *Sci. Rep.* 5, 10595);
with the cells from a node to itself left out it's the configuration model of directed networks
(Squartini and Garlaschelli (2011), *New J. Phys.* 13, 083001).

Nodes of the same sums have the same ``x`` and ``y``, so that the equations are as many as there are
different sums, however large the network.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from graph.errors import MeasureError

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]

PRECISION = 1e-6
"""How far a node's expected sum may be from the observed one."""

POLISH = 2
"""Newton steps after the optimiser has stopped."""

MAX_CLASSES = 3_000
"""Different sums up to which the equations are solved (a square matrix of that size is needed)."""


@dataclass(frozen=True, slots=True, eq=False)
class CellProbabilities:
    """Probabilities by class: cell ``i, j`` has ``classes[row_class[i], column_class[j]]``.

    ``cells[g, h]`` is the number of cells of that class.
    """

    classes: Numbers
    cells: Integers
    row_class: Integers
    column_class: Integers


def two_mode(row_sums: Integers, column_sums: Integers) -> CellProbabilities:
    """Return the bipartite configuration model of a matrix with these sums.

    Raises ``MeasureError`` if the sums aren't those of one matrix, or can't be met.
    """
    if row_sums.sum() != column_sums.sum():
        raise MeasureError(
            f"rows sum to {row_sums.sum()} and columns to {column_sums.sum()}: "
            "they aren't of one matrix"
        )
    rows, row_class, row_count = np.unique(row_sums, return_inverse=True, return_counts=True)
    columns, column_class, count = np.unique(column_sums, return_inverse=True, return_counts=True)
    cells = np.outer(row_count, count)
    return CellProbabilities(
        _solve(rows * row_count, columns * count, cells), cells, row_class, column_class
    )


def one_mode(out_degrees: Integers, in_degrees: Integers) -> CellProbabilities:
    """Return the configuration model of a directed network without ties to oneself.

    An undirected network is given by its degrees twice. Raises ``MeasureError`` as ``two_mode``.
    """
    both, node_class, count = np.unique(
        np.column_stack([out_degrees, in_degrees]), axis=0, return_inverse=True, return_counts=True
    )
    cells = np.outer(count, count) - np.diag(count)
    totals = both * count[:, None]
    classes = _solve(totals[:, 0], totals[:, 1], cells)
    return CellProbabilities(classes, cells, node_class.ravel(), node_class.ravel())


def _solve(rows: Integers, columns: Integers, cells: Integers) -> Numbers:
    """Return the probabilities by class, given what each class sums to; empty classes have 0."""
    some = np.ix_(rows > 0, columns > 0)
    if max(cells.shape) > MAX_CLASSES:
        raise MeasureError(
            f"the network has {max(cells.shape)} different degrees, more than {MAX_CLASSES}; "
            "narrow it by study or theme"
        )
    classes = np.zeros(cells.shape)
    if cells[some].sum():
        classes[some] = _maximise(rows[rows > 0], columns[columns > 0], cells[some])
    return classes


def _maximise(rows: Integers, columns: Integers, cells: Integers) -> Numbers:
    """Maximise the likelihood over the logarithms of ``x`` and ``y``: a concave problem."""
    totals = np.concatenate([rows, columns]).astype(np.float64)
    split = len(rows)

    def logits(point: Numbers) -> Numbers:
        sums: Numbers = point[:split, None] + point[split:]
        return sums

    def misfit(point: Numbers) -> float:
        return float((cells * np.logaddexp(0, logits(point))).sum() - totals @ point)

    def slope(point: Numbers) -> Numbers:
        expected = cells * special.expit(logits(point))
        off: Numbers = np.concatenate([expected.sum(axis=1), expected.sum(axis=0)]) - totals
        return off

    def curvature(point: Numbers) -> Numbers:
        likely = special.expit(logits(point))
        spread = cells * likely * (1 - likely)
        blocks = [[np.diag(spread.sum(1)), spread], [spread.T, np.diag(spread.sum(0))]]
        both: Numbers = np.block(blocks)
        return both

    share = np.concatenate([rows / cells.sum(axis=1), columns / cells.sum(axis=0)])
    start = special.logit(np.clip(share, 1e-3, 1 - 1e-3)) / 2
    options = {"gtol": PRECISION / 100, "initial_trust_radius": 10, "max_trust_radius": 1e5}
    found = optimize.minimize(
        misfit, start, jac=slope, hess=curvature, method="trust-ncg", options=options
    )
    point: Numbers = found.x
    for _ in range(POLISH):  # beyond what can be seen in the likelihood's last digits
        square = curvature(point)
        ridge = np.spacing(np.trace(square)) * np.identity(len(point))
        point = point - np.linalg.solve(square + ridge, slope(point))
    off = float(np.abs(slope(point)).max())
    if not off <= PRECISION:
        raise MeasureError(
            f"no probabilities average to the network's degrees (off by {off:.2g}): the degrees "
            "leave almost nothing to chance, so that nothing can be tested against them"
        )
    probabilities: Numbers = special.expit(logits(point))
    return probabilities
