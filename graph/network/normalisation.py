"""Normalisation: how alike two profiles are, whatever their lengths.

In a projection those are in the middle who speak of much. Dividing by what the two speak of in
all takes that out. With ``x`` a role's profile over subjects and valences, ``|x|`` its sum and
``y`` the edge's weight, which is the product ``x · x'`` under congruence:

=====================  ==============================  ==========================================
normalisation          divides ``y`` by                range under congruence of plain presence
=====================  ==============================  ==========================================
``average-activity``   ``(|x| + |x'|) / 2``            0 to 1
``jaccard``            what either has alone, plus     0 to 1; the Jaccard index if profiles are
                       ``x · x'``                      0 and 1, else not
``activity-product``   ``|x| |x'|``                    0 to 1
``cosine``             ``√(x · x) √(x' · x')``         0 to 1; for any weights
=====================  ==============================  ==========================================

The first three are those of Discourse Network Analyzer (Leifeld, Gruber and Bossner, *Discourse
Network Analyzer Manual*, section "Normalisation for One-Mode Networks"). That program calls the
third "cosine": its formula takes the root of the *squared sum* of a profile, ``√(Σx)²``, which is
the sum itself, where the cosine (Salton and McGill 1983) takes the root of the *sum of squares*,
``√Σx²``. Both are here, each under the name of what it is.
"""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.network.matrices import Incidence

Numbers = NDArray[np.float64]
Integers = NDArray[np.int64]


class Normalisation(StrEnum):
    """How the weight between two roles is freed from how much they speak; see the module."""

    NONE = "none"
    AVERAGE_ACTIVITY = "average-activity"
    JACCARD = "jaccard"
    ACTIVITY_PRODUCT = "activity-product"
    """What Discourse Network Analyzer calls "cosine"."""

    COSINE = "cosine"


def normalised(
    weights: sparse.csr_array, profiles: sparse.csr_array, how: Normalisation
) -> sparse.csr_array:
    """Return symmetric weights divided as asked; the profiles' rows are the weights' nodes."""
    if how is Normalisation.NONE:
        return weights
    cells = weights.tocoo()
    parts = _divisor(profiles.tocsr(), cells.row, cells.col, how)
    divided = (cells.data / parts, (cells.row, cells.col))
    return sparse.coo_array(divided, shape=weights.shape).tocsr()


def _divisor(
    profiles: sparse.csr_array, one: Integers, other: Integers, how: Normalisation
) -> Numbers:
    """Return what each edge's weight is divided by: never 0, for who shares something has some."""
    sums = np.asarray(profiles.sum(axis=1), dtype=np.float64).ravel()
    if how is Normalisation.AVERAGE_ACTIVITY:
        mean: Numbers = (sums[one] + sums[other]) / 2
        return mean
    if how is Normalisation.ACTIVITY_PRODUCT:
        product: Numbers = sums[one] * sums[other]
        return product
    if how is Normalisation.COSINE:
        lengths = np.sqrt(np.asarray(profiles.power(2).sum(axis=1), dtype=np.float64).ravel())
        of_both: Numbers = lengths[one] * lengths[other]
        return of_both
    return _either_or_both(profiles, sums, one, other)


def _either_or_both(
    profiles: sparse.csr_array, sums: Numbers, one: Integers, other: Integers
) -> Numbers:
    """Return what either has where the other has nothing, plus the product of what both have."""
    presence = profiles.copy()
    presence.data = np.ones_like(presence.data)
    met = (profiles @ presence.T).tocsr()  # what a role says on subjects that another has too
    product = (profiles @ profiles.T).tocsr()
    alone = sums[one] - _at(met, one, other) + sums[other] - _at(met, other, one)
    either: Numbers = alone + _at(product, one, other)
    return either


def _at(matrix: sparse.csr_array, one: Integers, other: Integers) -> Numbers:
    return np.asarray(matrix[one, other], dtype=np.float64).ravel()


# ---------------------------------------------------------------- two modes


def by_activity(incidence: Incidence) -> Incidence:
    """Return each row's shares of its sum: what part of what is said of a role is on a theme."""
    return _shares(incidence, axis=1)


def by_prominence(incidence: Incidence) -> Incidence:
    """Return each column's shares of its sum: what part of what is said on a theme is of a role."""
    return _shares(incidence, axis=0)


def _shares(incidence: Incidence, axis: int) -> Incidence:
    sums = np.asarray(incidence.matrix.sum(axis=axis), dtype=np.float64).ravel()
    scale = sparse.diags_array(
        np.divide(1, sums, out=np.zeros_like(sums), where=sums > 0), dtype=np.float64
    )
    matrix = scale @ incidence.matrix if axis == 1 else incidence.matrix @ scale
    name = "activity" if axis == 1 else "prominence"
    return Incidence(
        incidence.rows, incidence.columns, matrix.tocsr(), f"{incidence.weight} ({name})"
    )
