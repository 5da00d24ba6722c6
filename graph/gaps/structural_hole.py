"""Structural holes: two groups of actors with fewer ties between them than degrees would give.

Groups are sectors, and communities of actors that are spoken of together: in the same quotes and
passages, not by ties, as communities of ties would have few ties between them by construction and
no p could be believed. The observed number of tied pairs is compared with networks in which
everybody has as many ties as here, on average (configuration model of maximal entropy; p is the
exact lower tail of a Poisson-binomial distribution). q is over all pairs of groups of one kind.

Score: how many tied pairs are lacking, expected less observed. After Burt (1992), *Structural
Holes*, with the null model of Squartini and Garlaschelli (2011), *New J. Phys.* 13, 083001.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import networkx as nx

from graph.errors import MeasureError
from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref, rounded
from graph.gaps.wording import listed, number, sector_label
from graph.network.nulls import ALPHA, GroupTest, benjamini_hochberg, ties_between_groups

SEED = 1
"""Of the search for communities."""

Groups = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Partition:
    """Actors in groups, by group; ``what`` says what the groups are, in the plural.

    Actors whose group is ``""`` are in none, and left out.
    """

    what: str
    groups: Groups

    def members(self, name: str) -> list[str]:
        """Return the actors in a group."""
        return sorted(role for role, group in self.groups.items() if group == name)

    @property
    def left_out(self) -> list[str]:
        """Return the actors that are in no group."""
        return self.members("")


def find(material: Material) -> Finding:
    """Return the pairs of groups with too few ties, or say that none is distinguishable."""
    gaps: list[Gap] = []
    notes: list[str] = []
    figures: list[Figure] = []
    for partition in (by_sector(material), by_statements(material)):
        try:
            tested = compared(material, partition)
        except MeasureError as error:
            notes.append(f"Holes between {partition.what} can’t be tested: {error}.")
            continue
        found = [_gap(material, partition, test) for test in tested if test.q_fewer < ALPHA]
        gaps += found
        if not found:
            notes.append(_note(material, partition, tested))
        if partition.left_out:
            notes.append(_left_out(material, partition))
        if tested:
            figures += _figures(partition, tested)
    return Finding(tuple(gaps), " ".join(notes), tuple(figures))


def by_sector(material: Material) -> Partition:
    """Return the actors with ties by their sectors."""
    groups = {role: material.sector(role) for role in material.neighbours}
    return Partition("sectors", groups)


def by_statements(material: Material) -> Partition:
    """Return the actors with ties by communities of those that are spoken of together.

    Communities are by the method of Louvain (Blondel et al. 2008, *J. Stat. Mech.* P10008), weights
    by how many quotes and passages two share; actors spoken of with nobody are in no community.
    """
    together = spoken_of_together(material)
    found = nx.community.louvain_communities(together, seed=SEED) if together else []
    largest_first = sorted((sorted(group) for group in found), key=lambda g: (-len(g), g))
    names = {role: f"{n}" for n, group in enumerate(largest_first, start=1) for role in group}
    groups = {role: names.get(role, "") for role in material.neighbours}
    return Partition("groups of actors spoken of together", groups)


def spoken_of_together(material: Material) -> "nx.Graph[str]":
    """Return the network of roles by how many quotes and passages speak of both."""
    roles_in: dict[tuple[str, str], set[str]] = defaultdict(set)
    for mention in material.mentions:
        roles_in[mention.quote, mention.passage].add(mention.role)
    graph: nx.Graph[str] = nx.Graph()
    for roles in roles_in.values():
        for one, other in combinations(sorted(roles), 2):
            weight = graph.get_edge_data(one, other, {"weight": 0})["weight"]
            graph.add_edge(one, other, weight=weight + 1)
    return graph


def compared(material: Material, partition: Partition) -> tuple[GroupTest, ...]:
    """Return the test of each two groups, the least probable first.

    Raises ``MeasureError`` if the numbers of ties leave nothing to chance.
    """
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(material.neighbours)
    network.add_edges_from(material.pairs)
    tests = [t for t in ties_between_groups(network, partition.groups) if t.source != t.target]
    q = benjamini_hochberg([test.p_fewer for test in tests]).tolist()
    corrected = (replace(test, q_fewer=value) for test, value in zip(tests, q, strict=True))
    return tuple(sorted(corrected, key=lambda t: (t.p_fewer, t.source, t.target)))


def _gap(material: Material, partition: Partition, test: GroupTest) -> Gap:
    members = [partition.members(name) for name in (test.source, test.target)]
    names = [_name(material, partition, name) for name in (test.source, test.target)]
    kind = partition.what.partition(" ")[0]
    return Gap(
        id=f"structural-hole-{kind}-{test.source}--{test.target}",
        kind="structural-hole",
        sentence=f"Between {listed(names)}, {number(test.observed, 'pair')} of actors "
        f"{'has' if test.observed == 1 else 'have'} a tie that is reported to exist, where "
        f"{test.expected:.1f} would be expected by the actors’ numbers of ties: a candidate.",
        question=f"Who could open a way between {listed(names)}?",
        involves=tuple(Ref("roles", role) for group in members for role in group),
        evidence=tuple(Ref("ties", tie) for tie in _ties_between(material, *members)),
        score=rounded(test.expected - test.observed),
        figures=(
            Figure("tied pairs", test.observed),
            Figure("tied pairs expected", rounded(test.expected)),
            Figure("possible pairs", test.possible),
            Figure("standard deviations", rounded(test.z)),
        ),
        p=rounded(test.p_fewer),
        q=rounded(test.q_fewer),
    )


def _name(material: Material, partition: Partition, name: str) -> str:
    if partition.what == "sectors":
        return f"the {sector_label(name)} sector"
    labels = [f"“{material.role_label(role)}”" for role in partition.members(name)]
    return f"those spoken of together ({', '.join(labels)})"


def _ties_between(material: Material, some: Sequence[str], others: Sequence[str]) -> list[str]:
    between = {frozenset((one, other)) for one in some for other in others}
    return [t.id for t in material.existing if frozenset((t.source, t.target)) in between]


def _note(material: Material, partition: Partition, tested: Sequence[GroupTest]) -> str:
    if not tested:
        return f"There are no two {partition.what} with ties to compare."
    nearest = tested[0]
    names = listed([_name(material, partition, n) for n in (nearest.source, nearest.target)])
    return (
        f"Of {number(len(tested), 'pair')} of {partition.what}, none has distinguishably fewer "
        f"ties between them than chance would give (q < {ALPHA:g}). The smallest p is "
        f"{nearest.p_fewer:.3g}, between {names}: {nearest.observed} tied, "
        f"{nearest.expected:.1f} expected."
    )


def _left_out(material: Material, partition: Partition) -> str:
    labels = [f"“{material.role_label(role)}”" for role in partition.left_out]
    be = "is" if len(labels) == 1 else "are"
    return f"{listed(labels)} {be} in none of the {partition.what}, and left out."


def _figures(partition: Partition, tested: Sequence[GroupTest]) -> tuple[Figure, ...]:
    return (
        Figure(f"pairs of {partition.what} compared", len(tested)),
        Figure(f"smallest p of {partition.what}", rounded(tested[0].p_fewer)),
        Figure(f"actors in none of the {partition.what}", len(partition.left_out)),
    )


KIND = Kind(
    "structural-hole",
    "Pairs of groups of actors, by sector and by communities (Louvain) of those spoken of in the "
    "same quotes and passages: tied pairs between them against the configuration model with the "
    "same numbers of ties on average, corrected by Benjamini and Hochberg; a gap where "
    "q < “alpha”.",
    find,
    {"alpha": ALPHA, "seed": SEED},
)
