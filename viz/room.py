"""Room: boxes that are pushed apart, and the nearest free place for a box."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import chain, combinations, count, product
from math import copysign, cos, inf, pi, sin, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.spatial import KDTree

Point = tuple[float, float]
Box = tuple[float, float]
Numbers = npt.NDArray[Any]

WIDE = 1.3
"""Pages are wider than high."""

_GAP = 16.0
_ROUNDS = 200
_SMALL = 150
"""Up to this many boxes plain Python is quick; more are pushed as arrays."""
_MANY_ROUNDS = 60
_CELL = 120.0
_GOLDEN = pi * (3 - sqrt(5))


def spread(placed: Mapping[str, Point], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Return positions near the given ones where no two boxes overlap.

    Boxes that overlap are pushed apart along the axis where that takes the shorter way, as far as
    a number of rounds gets; what still overlaps then takes the nearest free place.
    """
    now = {node: (x + index * 1e-3, y) for index, (node, (x, y)) in enumerate(placed.items())}
    reach = max((max(boxes[node]) for node in now), default=0.0) + _GAP
    if len(now) > _SMALL:
        return _spread_many(now, boxes, reach)
    for _ in range(_ROUNDS):
        pushes = _pushes(now, boxes, reach)
        if not pushes:
            break
        for node, (dx, dy) in pushes.items():
            now[node] = (now[node][0] + dx, now[node][1] + dy)
    taken = Taken()
    return {node: taken.take(point, boxes[node]) for node, point in now.items()}


def _spread_many(
    now: Mapping[str, Point], boxes: Mapping[str, Box], reach: float
) -> dict[str, Point]:
    """Do the same with arrays, all pairs of a round at once."""
    points = np.array(list(now.values()))
    sizes = np.array([boxes[node] for node in now])
    for _ in range(_MANY_ROUNDS):
        one, other, away, over = _overlapping(points, sizes, reach)
        if not len(one):
            break
        axis = np.argmin(over, axis=1)
        rows = np.arange(len(axis))
        push = np.zeros_like(over)
        push[rows, axis] = np.copysign(over[rows, axis] * 0.51, away[rows, axis])
        np.subtract.at(points, one, push)
        np.add.at(points, other, push)
    placed = {node: (x, y) for node, (x, y) in zip(now, points.tolist(), strict=True)}
    return _freed(placed, boxes, set(_overlapping(points, sizes, reach)[1].tolist()))


def _overlapping(points: Numbers, sizes: Numbers, reach: float) -> tuple[Numbers, ...]:
    """Return the pairs of boxes that overlap or nearly do, how far apart they are, and how much."""
    one, other = KDTree(points).query_pairs(reach, p=inf, output_type="ndarray").T
    away = points[other] - points[one]
    over = (sizes[one] + sizes[other]) / 2 + _GAP - np.abs(away)
    near = (over > 0).all(axis=1)
    return one[near], other[near], away[near], over[near]


def _freed(
    placed: Mapping[str, Point], boxes: Mapping[str, Box], loose: Collection[int]
) -> dict[str, Point]:
    """Return the places with the loose ones, by number, where there is room beside all others."""
    if not loose:
        return dict(placed)
    taken = Taken()
    for number, (node, point) in enumerate(placed.items()):
        if number not in loose:
            taken.put(point, boxes[node])
    return {
        node: taken.take(point, boxes[node]) if number in loose else point
        for number, (node, point) in enumerate(placed.items())
    }


def _pushes(now: Mapping[str, Point], boxes: Mapping[str, Box], reach: float) -> dict[str, Point]:
    pushes: dict[str, Point] = defaultdict(lambda: (0.0, 0.0))
    for one, other in _close(now, reach):
        dx, dy = now[other][0] - now[one][0], now[other][1] - now[one][1]
        over_x = (boxes[one][0] + boxes[other][0]) / 2 + _GAP - abs(dx)
        over_y = (boxes[one][1] + boxes[other][1]) / 2 + _GAP - abs(dy)
        if over_x <= 0 or over_y <= 0:
            continue
        sideways = over_x < over_y
        push_x = copysign(over_x * 0.51, dx) if sideways else 0.0
        push_y = 0.0 if sideways else copysign(over_y * 0.51, dy)
        pushes[one] = (pushes[one][0] - push_x, pushes[one][1] - push_y)
        pushes[other] = (pushes[other][0] + push_x, pushes[other][1] + push_y)
    return pushes


def _close(now: Mapping[str, Point], reach: float) -> Iterator[tuple[str, str]]:
    """Yield each pair of nodes that may overlap, found by a grid of cells of ``reach``."""
    cells: dict[tuple[int, int], list[str]] = defaultdict(list)
    for node, (x, y) in now.items():
        cells[int(x // reach), int(y // reach)].append(node)
    for (column, row), members in list(cells.items()):
        yield from combinations(members, 2)
        for right, down in ((1, -1), (1, 0), (1, 1), (0, 1)):
            yield from product(members, cells.get((column + right, row + down), ()))


class Taken:
    """The room that is taken, in cells, so that the next box finds the nearest free place."""

    def __init__(self) -> None:
        """Everything is free."""
        self._cells: dict[tuple[int, int], list[tuple[Point, Box]]] = defaultdict(list)
        self._full: dict[tuple[int, int], int] = defaultdict(int)

    def take(self, point: Point, size: Box) -> Point:
        """Take the free place for a box of ``size`` that is the nearest to ``point``, about."""
        start = (int(point[0] // _CELL), int(point[1] // _CELL))
        for step in chain((0,), count(self._full[start])):
            reach, turn = 14 * sqrt(step), step * _GOLDEN
            place = (point[0] + reach * WIDE * cos(turn), point[1] + reach * sin(turn))
            if self._is_free(place, size):
                break
        # Next time, the search from here begins where this one had to go, or nearly.
        self._full[start] = max(self._full[start], step * 3 // 4)
        self.put(place, size)
        return place

    def put(self, place: Point, size: Box) -> None:
        """Take this place, whether it's free or not."""
        for cell in self._under(place, size):
            self._cells[cell].append((place, size))

    def _is_free(self, place: Point, size: Box) -> bool:
        return not any(
            abs(place[0] - other[0]) < (size[0] + room[0]) / 2
            and abs(place[1] - other[1]) < (size[1] + room[1]) / 2
            for cell in self._under(place, size)
            for other, room in self._cells.get(cell, ())
        )

    @staticmethod
    def _under(place: Point, size: Box) -> Iterator[tuple[int, int]]:
        columns, rows = (
            range(int((middle - width / 2) // _CELL), int((middle + width / 2) // _CELL) + 1)
            for middle, width in zip(place, size, strict=True)
        )
        return product(columns, rows)
