"""What is measured of every actor in a study's network of ties, for the graph that is derived.

The network has an edge between two roles with a tie that is reported to exist, of any type and in
either direction; for brokerage it has the direction in which each tie is coded, both where it's
mutual. Roles that are spoken of or held and have no such tie are isolates: they count among all
actors, as in ``graph.network``, and are named in the note and never ranked.

================  ===============================================================================
name              what it is
================  ===============================================================================
degree            with how many others the actor is tied
betweenness       the share of shortest paths between two others that lead through it, 0 to 1
constraint        Burt's: how far its ties lead back to each other; the fewer openings, the higher
effective size    Burt's: its neighbours, less how many of each other they know on average
brokerage         Gould and Fernandez': for how many ordered pairs of others, not tied themselves,
                  it stands between; only among actors whose sector is known
================  ===============================================================================
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import networkx as nx

from graph.errors import MeasureError
from graph.gaps.material import Material
from graph.gaps.records import rounded
from graph.gaps.wording import number
from graph.model import Study
from graph.network.measures import (
    BrokerageRole,
    Scores,
    betweenness,
    brokerage,
    constraint,
    degree,
    effective_size,
)
from graph.network.reading import roles_of

MEASURES: Mapping[str, Callable[["nx.Graph[str]"], Scores]] = {
    "degree": degree,
    "betweenness": betweenness,
    "constraint": constraint,
    "effective size": effective_size,
}
"""The measures that know no direction, by name."""


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
        "On all roles that are spoken of or held, an edge for each tied pair whatever the "
        "type and direction: degree, betweenness (Freeman 1977, as a share of all paths), "
        "constraint and effective size (Burt 1992); with the ties’ directions and by sector, "
        "brokerage in all five roles together (Gould and Fernandez 1989)."
    )
    parameters: Mapping[str, float] = field(default_factory=dict)


def measure(study: Study) -> Measuring:
    """Return the measures of a checked study's roles."""
    material = Material(study)
    if not material.pairs:
        return Measuring((), "No tie is coded to exist, so there is nothing to measure.")
    roles = sorted(roles_of(material.study))
    isolates = [role for role in roles if role not in material.neighbours]
    return Measuring((*_scores(material), *_brokerage(material)), _note(material, isolates))


def _scores(material: Material) -> Iterator[Measured]:
    network: nx.Graph[str] = nx.Graph(material.pairs)
    network.add_nodes_from(roles_of(material.study))
    for name, function in MEASURES.items():
        for role, value in sorted(function(network).values.items(), key=str):
            yield Measured(str(role), name, rounded(value))


def _brokerage(material: Material) -> Iterator[Measured]:
    network: nx.DiGraph[str] = nx.DiGraph()
    for tie in material.existing:
        if tie.source != tie.target:
            network.add_edge(tie.source, tie.target)
            if tie.direction == "mutual":
                network.add_edge(tie.target, tie.source)
    sectors = {role: material.sector(role) for role in network}
    try:
        found = brokerage(network, sectors)
    except MeasureError:  # no tie is left between actors whose sector is known
        return
    for role, counts in sorted(found.nodes.items(), key=str):
        yield Measured(str(role), "brokerage", counts[BrokerageRole.TOTAL].count)


def _note(material: Material, isolates: list[str]) -> str:
    if not isolates:
        return ""
    names = ", ".join(f"“{material.role_label(role)}”" for role in isolates)
    have = "has" if len(isolates) == 1 else "have"
    return f"{number(len(isolates), 'role')} {have} no tie that is coded to exist: {names}."
