"""Measures of nodes, of groups and of whole networks; one page each in ``docs/measures``."""

from graph.network.measures.brokerage import (
    Brokerage,
    BrokerageRole,
    RoleCount,
    brokerage,
)
from graph.network.measures.centrality import (
    betweenness,
    closeness,
    degree,
    eigenvector,
    in_degree,
    out_degree,
    strength,
)
from graph.network.measures.cohesion import (
    Block,
    EIIndex,
    bridges,
    cores,
    cut_points,
    density,
    density_per_block,
    ei_index,
    reciprocity,
)
from graph.network.measures.communities import Communities, communities
from graph.network.measures.holes import constraint, effective_size, efficiency, hierarchy
from graph.network.measures.scores import Scores, simple

__all__ = [
    "Block",
    "Brokerage",
    "BrokerageRole",
    "Communities",
    "EIIndex",
    "RoleCount",
    "Scores",
    "betweenness",
    "bridges",
    "brokerage",
    "closeness",
    "communities",
    "constraint",
    "cores",
    "cut_points",
    "degree",
    "density",
    "density_per_block",
    "effective_size",
    "efficiency",
    "ei_index",
    "eigenvector",
    "hierarchy",
    "in_degree",
    "out_degree",
    "reciprocity",
    "simple",
    "strength",
]
