"""What chance alone would give: backbones of projections, and ties between groups."""

from collections.abc import Callable, Mapping
from typing import Any

import networkx as nx

from graph.network.matrices import Incidence
from graph.network.nulls.backbones import disparity, fdsm, fixed_row, sdsm
from graph.network.nulls.groups import (
    GroupTest,
    ties_between_groups,
    ties_between_groups_drawn,
)
from graph.network.nulls.results import ALPHA, NullResult, PairTest, benjamini_hochberg

NullModel = Callable[[Incidence], NullResult]
"""A model of two-mode networks: what it says of their rows' pairs."""

GroupModel = Callable[["nx.Graph[Any]", Mapping[Any, str]], tuple[GroupTest, ...]]
"""A model of one-mode networks: what it says of ties between groups."""

__all__ = [
    "ALPHA",
    "GroupModel",
    "GroupTest",
    "NullModel",
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
