"""Networks: what is computed on who says what, who speaks of whom, and who is tied to whom.

======================  ==========================================================================
module                  what it holds
======================  ==========================================================================
``whole``               everything in the store as one networkx graph, for pages
``material``            what was coded, as plain columns: from a ``Study`` or from the store
``filters``             which part of the material is wanted
``matrices``            two-mode and one-mode networks: a sparse matrix and its nodes
``projections``         from the material to those, and to the directed network of ties
``normalisation``       similarity of profiles, after Discourse Network Analyzer and others
``measures/``           centrality, cohesion, structural holes, brokerage, communities
``nulls/``              what chance alone would give: backbones and ties between groups
======================  ==========================================================================
"""

from graph.network.whole import network

__all__ = ["network"]
