"""Normalisation against the formulas of Discourse Network Analyzer's manual, cell by cell."""

from collections.abc import Callable, Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from graph.network.normalisation import Normalisation, normalised

Numbers = NDArray[np.float64]


def _jaccard(x: Numbers, y: Numbers) -> float:
    return float(x[y == 0].sum() + y[x == 0].sum() + (x * y).sum())


_DIVISORS: Mapping[Normalisation, Callable[[Numbers, Numbers], float]] = {
    Normalisation.AVERAGE_ACTIVITY: lambda x, y: float(x.sum() + y.sum()) / 2,
    Normalisation.JACCARD: _jaccard,
    Normalisation.ACTIVITY_PRODUCT: lambda x, y: float(
        np.sqrt(x.sum() ** 2) * np.sqrt(y.sum() ** 2)
    ),
    Normalisation.COSINE: lambda x, y: float(np.sqrt((x**2).sum()) * np.sqrt((y**2).sum())),
}
"""What the manual divides by (section "Normalisation for One-Mode Networks"), and the cosine."""


@pytest.mark.parametrize("how", _DIVISORS)
@given(seed=st.integers(0, 2**32))
def test_formulas(how: Normalisation, seed: int) -> None:
    """Each normalisation divides an edge's weight as its formula says."""
    profiles = np.random.default_rng(seed).integers(0, 3, size=(6, 5)).astype(float)
    weights = profiles @ profiles.T
    np.fill_diagonal(weights, 0)
    found = normalised(sparse.csr_array(weights), sparse.csr_array(profiles), how).toarray()
    for i, j in np.argwhere(weights).tolist():
        divisor = _DIVISORS[how](profiles[i], profiles[j])
        assert found[i, j] == pytest.approx(weights[i, j] / divisor)


@given(seed=st.integers(0, 2**32))
def test_jaccard_of_presence_is_the_jaccard_index(seed: int) -> None:
    """With profiles of 0 and 1, the Jaccard normalisation is the Jaccard index of sets."""
    profiles = (np.random.default_rng(seed).random((5, 6)) < 1 / 2).astype(float)
    weights = sparse.csr_array(profiles @ profiles.T)
    found = normalised(weights, sparse.csr_array(profiles), Normalisation.JACCARD).toarray()
    for i, j in np.argwhere(weights.toarray()).tolist():
        one, other = set(np.flatnonzero(profiles[i])), set(np.flatnonzero(profiles[j]))
        assert found[i, j] == pytest.approx(len(one & other) / len(one | other))


def test_the_cosine_of_discourse_network_analyzer_is_not_the_cosine() -> None:
    """Two equal profiles have cosine 1; that program's "cosine" of them is 1 over their length."""
    profiles = sparse.csr_array(np.array([[1, 1, 1, 1], [1, 1, 1, 1]]))
    weights = sparse.csr_array(np.array([[0, 4], [4, 0]]))
    assert normalised(weights, profiles, Normalisation.COSINE).max() == pytest.approx(1)
    assert normalised(weights, profiles, Normalisation.ACTIVITY_PRODUCT).max() == 4 / 16


def test_nothing_is_divided_unless_asked_for() -> None:
    """Without a normalisation weights stay as they are."""
    weights = sparse.csr_array(np.array([[0, 4], [4, 0]]))
    assert normalised(weights, weights, Normalisation.NONE) is weights
