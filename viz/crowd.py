"""Where a crowd stands: hundreds of quotes around a few themes, each in the nearest free slot.

One by one, each looking for room around the same points, they would take minutes. So the picture is
ruled into slots of one size, those that something stands in are taken away, and each of the crowd
gets the one that is the nearest to where it belongs.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
import numpy.typing as npt

from viz.room import WIDE, Box, Numbers, Point

MANY = 300
"""From this many on they are a crowd."""

_GAP = 16.0
_SPARE, _CORNERS = 1.3, 4
"""So many slots there are for each of the crowd, and for each other thing: it may stand on four."""


@dataclass(frozen=True, slots=True)
class _Slots:
    """Slots in columns and rows; ``start`` is the middle of the first, ``size`` that of each."""

    start: Point
    size: Box
    free: npt.NDArray[np.bool_]

    def middles(self) -> tuple[Numbers, Numbers]:
        """Return the middles of the free slots, by axis."""
        columns, rows = np.nonzero(self.free)
        return self.start[0] + columns * self.size[0], self.start[1] + rows * self.size[1]

    def block(self, point: Point, box: Box) -> None:
        """Take away the slots that a box stands in."""
        first, last = [], []
        for axis in (0, 1):
            reach = (box[axis] + self.size[axis]) / 2
            middle = point[axis] - self.start[axis]
            first.append(max(int((middle - reach) // self.size[axis]) + 1, 0))
            last.append(max(ceil((middle + reach) / self.size[axis]), 0))
        self.free[first[0] : last[0], first[1] : last[1]] = False


def crowded(
    anchors: Mapping[str, Point],
    boxes: Mapping[str, Box],
    others: Mapping[str, Point],
) -> dict[str, Point]:
    """Return a place for each of ``anchors``, near where it belongs, on none of the ``others``."""
    slots = _slots(anchors, boxes, others)
    for node, point in others.items():
        slots.block(point, boxes[node])
    across, down = slots.middles()
    placed: dict[str, Point] = {}
    for node, (x, y) in anchors.items():
        nearest = int(np.argmin(((across - x) / WIDE) ** 2 + (down - y) ** 2))
        placed[node] = (float(across[nearest]), float(down[nearest]))
        across[nearest] = np.inf  # taken
    return placed


def _slots(
    anchors: Mapping[str, Point], boxes: Mapping[str, Box], others: Mapping[str, Point]
) -> _Slots:
    """Return slots over all of the picture, and as many around it as the crowd may need."""
    size = _largest(boxes[node] for node in anchors)
    points = np.array([*anchors.values(), *others.values()])
    low, high = points.min(axis=0), points.max(axis=0)
    wanted = _SPARE * len(anchors) + _CORNERS * len(others)
    margin = sqrt(wanted * size[0] * size[1]) / 2 + max(size)
    number = [ceil((high[axis] - low[axis] + 2 * margin) / size[axis]) for axis in (0, 1)]
    start = (float(low[0]) - margin, float(low[1]) - margin)
    return _Slots(start, size, np.ones(number, dtype=np.bool_))


def _largest(boxes: Iterable[Box]) -> Box:
    sizes = np.array([*boxes])
    width, height = sizes.max(axis=0) + _GAP
    return float(width), float(height)
