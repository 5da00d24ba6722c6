"""Random networks with the very degrees of a given one, all equally probable.

Two ties exchange their ends, if that makes neither a tie to oneself nor a second tie between the
same two (Rao, Jana and Bandyopadhyay (1996), *Sankhyā* A 58, 225-242). In directed networks that
alone doesn't reach every network, so three ties in a circle are turned round now and then (ibid.).
An exchange that isn't possible counts as a step: only so are all networks equally probable.

Many networks are changed at a time, each from the given one, so that the samples are independent.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STEPS_PER_TIE = 20
"""Tried exchanges for each tie before a network counts as a sample."""

CIRCLES = 10
"""In a directed network, one step of so many tries to turn round a circle of three."""

BATCH_CELLS = 4_000_000
"""Cells that are held at once, over all networks of a batch (16 MB)."""

_NONE = -1
Cells = NDArray[np.bool_]
Numbers = NDArray[np.int64]


def random_networks(cells: Cells, samples: int, seed: int, *, directed: bool) -> Iterator[Cells]:
    """Yield batches of random networks, of shape (networks, nodes, nodes), ``samples`` in all.

    ``cells`` has no ties in its diagonal, and is symmetric if the network isn't directed.
    """
    chance = np.random.default_rng(seed)
    size = max(1, BATCH_CELLS // max(1, cells.size))
    for done in range(0, samples, size):
        batch = _Batch.copies(cells, min(size, samples - done), directed=directed)
        ties = batch.tail.shape[1]
        for step in range(STEPS_PER_TIE * ties if ties > 1 else 0):
            if directed and step % CIRCLES == 0:
                batch.turn_circles(chance)
            else:
                batch.exchange(chance)
        yield batch.tie_at != _NONE


@dataclass(frozen=True, slots=True, eq=False)
class _Batch:
    """Networks as lists of ties, and for each pair of nodes the number of their tie, or none."""

    tail: Numbers
    head: Numbers
    tie_at: NDArray[np.int32]
    directed: bool

    @classmethod
    def copies(cls, cells: Cells, networks: int, *, directed: bool) -> "_Batch":
        ends: Numbers = np.argwhere(cells if directed else np.triu(cells))
        tail, head = ends[:, 0], ends[:, 1]
        tie_at = np.full(cells.shape, _NONE, dtype=np.int32)
        tie_at[tail, head] = np.arange(len(tail))
        if not directed:
            tie_at[head, tail] = np.arange(len(tail))
        return cls(
            np.tile(tail, (networks, 1)), np.tile(head, (networks, 1)),
            np.repeat(tie_at[None], networks, axis=0), directed,
        )  # fmt: skip

    def exchange(self, chance: np.random.Generator) -> None:
        """Try to exchange the heads of two ties in each network."""
        networks, ties = self.tail.shape
        every = np.arange(networks)
        one: Numbers = chance.integers(ties, size=(networks,))
        other: Numbers = chance.integers(ties, size=(networks,))
        turned = chance.random(networks) < (0 if self.directed else 1 / 2)
        a: Numbers = self.tail[every, one]
        b: Numbers = self.head[every, one]
        c: Numbers = np.where(turned, self.head[every, other], self.tail[every, other])
        d: Numbers = np.where(turned, self.tail[every, other], self.head[every, other])
        free = (self.tie_at[every, a, d] == _NONE) & (self.tie_at[every, c, b] == _NONE)
        able = free & (a != d) & (c != b) & (one != other)
        k, one, other, a, b, c, d = (part[able] for part in (every, one, other, a, b, c, d))
        self._set(k, a, b, _NONE)
        self._set(k, c, d, _NONE)
        self._lay(k, one, a, d)
        self._lay(k, other, c, b)

    def turn_circles(self, chance: np.random.Generator) -> None:
        """Try to turn round a circle of three ties in each network, none of which is returned."""
        networks, nodes = len(self.tail), self.tie_at.shape[1]
        every = np.arange(networks)
        one: Numbers = chance.integers(self.tail.shape[1], size=(networks,))
        a, b = self.tail[every, one], self.head[every, one]
        c: Numbers = chance.integers(nodes, size=(networks,))
        two, three = self.tie_at[every, b, c], self.tie_at[every, c, a]
        returned = [self.tie_at[every, *pair] != _NONE for pair in ((b, a), (c, b), (a, c))]
        able = (two != _NONE) & (three != _NONE) & ~np.any(returned, axis=0)
        k, a, b, c = every[able], a[able], b[able], c[able]
        for tie, x, y in ((one[able], a, b), (two[able], b, c), (three[able], c, a)):
            self._set(k, x, y, _NONE)
            self._lay(k, tie, y, x)

    def _lay(self, k: Numbers, tie: Numbers, tail: Numbers, head: Numbers) -> None:
        self.tail[k, tie], self.head[k, tie] = tail, head
        self._set(k, tail, head, tie)

    def _set(self, k: Numbers, tail: Numbers, head: Numbers, tie: Numbers | int) -> None:
        self.tie_at[k, tail, head] = tie
        if not self.directed:
            self.tie_at[k, head, tail] = tie
