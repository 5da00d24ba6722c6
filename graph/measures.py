"""What is measured of every actor in a study's network of ties, for the graph that is derived.

The network has an edge between two roles with a tie that is reported to exist, of any type and in
either direction; for brokerage it has the direction in which each tie is coded, both where it's
mutual. Roles that are spoken of or held and have no such tie are isolates: they count among all
actors, as in ``graph.network``, and are named in the note and never ranked.

==================  =============================================================================
name                what it is
==================  =============================================================================
degree              with how many others the actor is tied
betweenness         the share of shortest paths between two others that lead through it, 0 to 1
closeness           how few steps it is from those that it reaches, 0 to 1
eigenvector         how central those are to whom it is tied, 0 to 1
core                the largest k for which it is in a k-core
constraint          Burt's: how far its ties lead back to each other; the fewer openings, the higher
effective size      Burt's: its neighbours, less how many of each other they know on average
efficiency          Burt's: effective size over degree, 0 to 1
hierarchy           Burt's: how far its constraint comes from one neighbour alone, 0 to 1
brokerage           Gould and Fernandez': for how many ordered pairs of others, not tied themselves,
                    it stands between; only among actors whose sector is known
brokerage expected  the same by chance, in networks of as many actors and ties
brokerage z         how many standard deviations the count is from that
coordinator, …      in which of the five roles by sector it brokers, and how often
==================  =============================================================================

Of the network as such: density, reciprocity, bridges and cut points; its communities with their
modularity; the E-I index by sector with its expectation.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import networkx as nx

from graph.errors import MeasureError
from graph.gaps.material import Material
from graph.gaps.records import Figure, rounded
from graph.gaps.wording import number
from graph.model import Study
from graph.network.measures import (
    BrokerageRole,
    Scores,
    betweenness,
    bridges,
    brokerage,
    closeness,
    communities,
    constraint,
    cores,
    cut_points,
    degree,
    density,
    effective_size,
    efficiency,
    ei_index,
    eigenvector,
    hierarchy,
    reciprocity,
)
from graph.network.reading import roles_of

MEASURES: Mapping[str, Callable[["nx.Graph[str]"], Scores]] = {
    "degree": degree,
    "betweenness": betweenness,
    "closeness": closeness,
    "eigenvector": eigenvector,
    "core": cores,
    "constraint": constraint,
    "effective size": effective_size,
    "efficiency": efficiency,
    "hierarchy": hierarchy,
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
    """All measures of a study, how they were made, and what they leave out.

    ``figures`` are those of the network as such.
    """

    measures: tuple[Measured, ...]
    figures: tuple[Figure, ...] = ()
    note: str = ""
    method: str = (
        "On all roles that are spoken of or held, an edge for each tied pair whatever the "
        "type and direction: degree, betweenness (Freeman 1977, as a share of all paths), "
        "closeness, eigenvector centrality, cores, and constraint, effective size, efficiency and "
        "hierarchy (Burt 1992); with the ties’ directions and by sector, brokerage in its five "
        "roles (Gould and Fernandez 1989)."
    )
    parameters: Mapping[str, float] = field(default_factory=dict)


def measure(study: Study) -> Measuring:
    """Return the measures of a checked study's roles."""
    material = Material(study)
    if not material.pairs:
        return Measuring((), note="No tie is coded to exist, so there is nothing to measure.")
    roles = sorted(roles_of(material.study))
    isolates = [role for role in roles if role not in material.neighbours]
    plain, directed = _undirected(material, roles), _directed(material)
    sectors = {role: material.sector(role) for role in plain}
    return Measuring(
        (*_scores(plain), *_brokerage(directed, sectors)),
        tuple(_figures(plain, directed, sectors)),
        _note(material, isolates),
    )


def _undirected(material: Material, roles: Iterable[str]) -> "nx.Graph[str]":
    network: nx.Graph[str] = nx.Graph(material.pairs)
    network.add_nodes_from(roles)
    return network


def _directed(material: Material) -> "nx.DiGraph[str]":
    network: nx.DiGraph[str] = nx.DiGraph()
    for tie in material.existing:
        if tie.source != tie.target:
            network.add_edge(tie.source, tie.target)
            if tie.direction == "mutual":
                network.add_edge(tie.target, tie.source)
    return network


def _scores(network: "nx.Graph[str]") -> Iterator[Measured]:
    for name, function in MEASURES.items():
        for role, value in sorted(function(network).values.items(), key=str):
            yield Measured(str(role), name, rounded(value))


def _brokerage(network: "nx.DiGraph[str]", sectors: Mapping[str, str]) -> Iterator[Measured]:
    try:
        found = brokerage(network, sectors)
    except MeasureError:  # no tie is left between actors whose sector is known
        return
    for role, counts in sorted(found.nodes.items(), key=str):
        total = counts[BrokerageRole.TOTAL]
        yield Measured(str(role), "brokerage", total.count)
        yield Measured(str(role), "brokerage expected", rounded(total.expected))
        if total.z is not None:
            yield Measured(str(role), "brokerage z", rounded(total.z))
        for kind in BrokerageRole:
            if kind is not BrokerageRole.TOTAL:
                yield Measured(str(role), str(kind), counts[kind].count)


def _figures(
    plain: "nx.Graph[str]", directed: "nx.DiGraph[str]", sectors: Mapping[str, str]
) -> Iterator[Figure]:
    """Yield the numbers of the network as such; what would mean nothing is left out."""
    yield Figure("density", rounded(density(plain)))
    yield Figure("reciprocity", rounded(reciprocity(directed)))
    yield Figure("bridges", len(bridges(plain)))
    yield Figure("cut points", len(cut_points(plain)))
    parts = communities(plain)
    yield Figure("communities", len(parts.groups))
    yield Figure("modularity", rounded(parts.modularity))
    with suppress(MeasureError):  # no tie is between actors whose sector is known
        index = ei_index(plain, sectors)
        yield Figure("E-I index", rounded(index.value))
        yield Figure("E-I index expected", rounded(index.expected))


def _note(material: Material, isolates: list[str]) -> str:
    if not isolates:
        return ""
    names = ", ".join(f"“{material.role_label(role)}”" for role in isolates)
    have = "has" if len(isolates) == 1 else "have"
    return f"{number(len(isolates), 'role')} {have} no tie that is coded to exist: {names}."
