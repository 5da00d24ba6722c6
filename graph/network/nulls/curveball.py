"""Random matrices with the very row and column sums of a given one, all equally probable.

A trade of two rows leaves what both have and deals out anew, at random, what one of them has
alone (curveball: Strona, Nappo, Boccacci, Fattorini and San-Miguel-Ayanz (2014), *Nat. Commun.* 5,
4114). Here all rows trade in random couples at once, which keeps the distribution uniform
(Carstens, Berger and Strona (2018), *MethodsX* 5, 1576-1583), in many matrices at a time, each
of which starts from the given one, so that the samples are independent.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

ROUNDS = 20
"""Trades of every row before a matrix counts as a sample; twice as many change nothing visible."""

BATCH_CELLS = 4_000_000
"""Cells that are held at once, over all matrices of a batch (about 100 MB with what it takes)."""

Cells = NDArray[np.bool_]


def random_matrices(cells: Cells, samples: int, seed: int, rounds: int = ROUNDS) -> Iterator[Cells]:
    """Yield batches of random matrices, of shape (matrices, rows, columns), ``samples`` in all."""
    chance = np.random.default_rng(seed)
    size = max(1, BATCH_CELLS // max(1, cells.size))
    for done in range(0, samples, size):
        batch = np.repeat(cells[None], min(size, samples - done), axis=0)
        for _ in range(rounds):
            _trade(batch, chance)
        yield batch


def _trade(batch: Cells, chance: np.random.Generator) -> None:
    """Let the rows of each matrix trade in random couples; an odd one out rests."""
    matrices, rows, _ = batch.shape
    which = np.arange(matrices)[:, None]
    order = chance.permuted(np.tile(np.arange(rows), (matrices, 1)), axis=1)
    half = rows // 2
    left, right = order[:, :half], order[:, half : 2 * half]
    one, other = batch[which, left], batch[which, right]
    both, apart = one & other, one ^ other
    dealt = _deal(apart, (one & apart).sum(axis=2), chance)
    batch[which, left] = both | dealt
    batch[which, right] = both | (apart & ~dealt)


def _deal(apart: Cells, count: NDArray[np.int64], chance: np.random.Generator) -> Cells:
    """Return which ``count`` of the cells that are ``apart`` go to the first row."""
    lots = np.where(apart, chance.random(apart.shape), 2.0)
    rank = lots.argsort(axis=2).argsort(axis=2)
    dealt: Cells = apart & (rank < count[..., None])
    return dealt
