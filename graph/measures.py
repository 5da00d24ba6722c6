"""What is measured of every actor in a study's network of ties, for the graph that is derived.

The network has an edge between two roles with a tie that is reported to exist, of any type and in
either direction. Roles that are spoken of and have no such tie are isolates: named in the note,
never ranked.

================  ===============================================================================
name              what it is
================  ===============================================================================
degree            with how many others the actor is tied
betweenness       the share of shortest paths between two others that lead through it, 0 to 1
                  (Freeman 1977, *Sociometry* 40, 35-41)
constraint        how far its ties lead back to each other; the fewer openings, the higher
                  (Burt 1992, *Structural Holes*)
effective size    its neighbours, less how many of each other they know on average (Burt 1992)
================  ===============================================================================
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import networkx as nx

from graph.gaps.material import Material
from graph.gaps.records import rounded
from graph.gaps.wording import number
from graph.model import Study

Values = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """A number about a role."""

    role: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Measuring:
    """All measures of a study, how they were made, and what they leave out."""

    measures: tuple[Measured, ...]
    note: str = ""
    method: str = (
        "On the roles with a tie that is coded to exist, an edge for each tied pair whatever the "
        "type and direction: degree, betweenness (Freeman 1977, as a share of all paths), "
        "constraint and effective size (Burt 1992)."
    )
    parameters: Mapping[str, float] = field(default_factory=dict)


def measure(study: Study) -> Measuring:
    """Return the measures of a checked study's roles."""
    material = Material(study)
    isolates = [role for role in material.spoken_of if role not in material.neighbours]
    return Measuring(tuple(_measured(tied(material))), _note(material, isolates))


def tied(material: Material) -> "nx.Graph[str]":
    """Return the network of roles with an edge for each pair with a tie that exists."""
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(material.neighbours)
    network.add_edges_from(material.pairs)
    return network


def _measured(network: "nx.Graph[str]") -> Iterator[Measured]:
    for name, function in MEASURES.items():
        for role, value in sorted(function(network).items()):
            yield Measured(role, name, rounded(value))


def _degree(network: "nx.Graph[str]") -> Values:
    return {role: float(degree) for role, degree in network.degree}


def _betweenness(network: "nx.Graph[str]") -> Values:
    values: Values = nx.betweenness_centrality(network)
    return values


def _constraint(network: "nx.Graph[str]") -> Values:
    values: Values = nx.constraint(network)
    return values


def _effective_size(network: "nx.Graph[str]") -> Values:
    values: Values = nx.effective_size(network)
    return values


MEASURES: Mapping[str, Callable[["nx.Graph[str]"], Values]] = {
    "degree": _degree,
    "betweenness": _betweenness,
    "constraint": _constraint,
    "effective size": _effective_size,
}
"""The measures by name, in the order in which they are printed."""


def _note(material: Material, isolates: list[str]) -> str:
    if not isolates:
        return ""
    names = ", ".join(f"“{material.role_label(role)}”" for role in isolates)
    have = "has" if len(isolates) == 1 else "have"
    return f"{number(len(isolates), 'role')} {have} no tie that is coded to exist: {names}."
