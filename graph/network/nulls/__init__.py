"""What chance alone would give: backbones of projections, and ties between groups."""

from graph.network.nulls.backbones import disparity, fdsm, fixed_row, sdsm
from graph.network.nulls.groups import (
    GroupTest,
    ties_between_groups,
    ties_between_groups_drawn,
)
from graph.network.nulls.results import ALPHA, NullResult, PairTest, benjamini_hochberg

__all__ = [
    "ALPHA",
    "GroupTest",
    "NullResult",
    "PairTest",
    "benjamini_hochberg",
    "disparity",
    "fdsm",
    "fixed_row",
    "sdsm",
    "ties_between_groups",
    "ties_between_groups_drawn",
]
