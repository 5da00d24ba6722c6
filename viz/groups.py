"""Groups of nodes, by which the picture can be folded: sectors, themes at the top, communities.

A node is in one group at most; what is in none stands for itself. Communities are those of
the Leiden algorithm (Traag and others 2019, *Sci. Rep.* 9, 5233) in the whole network, with a seed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypedDict

import networkx as nx

from viz.labels import concept_label, cut
from viz.large_layout import quick_communities
from viz.layout import SEED
from viz.records import Records


class Group(TypedDict):
    """Some nodes under one name. ``key`` is unique within its way of grouping."""

    key: str
    label: str
    members: list[str]


class Grouping(TypedDict):
    """A way of grouping nodes."""

    key: str
    label: str
    groups: list[Group]


_LEAST = 2
"""A group of one node would only be another name for it."""


def groupings(graph: "nx.MultiDiGraph[str]", found: Records) -> list[Grouping]:
    """Return every way in which these nodes can be grouped, without groups of a single node."""
    ways = (
        ("sector", "sector", _by_sector(found)),
        ("theme", "top theme", _by_theme(found)),
        ("community", "community", _by_community(graph, found)),
    )
    return [Grouping(key=key, label=label, groups=list(groups)) for key, label, groups in ways]


def _groups(member_of: Mapping[str, str], labels: Mapping[str, str]) -> Iterator[Group]:
    members: dict[str, list[str]] = defaultdict(list)
    for node, key in member_of.items():
        members[key].append(node)
    for key in sorted(members, key=lambda each: (labels[each].casefold(), each)):
        if len(members[key]) >= _LEAST:
            yield Group(key=key, label=labels[key], members=members[key])


def _by_sector(found: Records) -> Iterator[Group]:
    """Group roles, and respondents with the role that they hold or the place that they work at."""
    sector = {role.iri: role.sector for role in found.roles if role.sector}
    member_of = dict(sector)
    for person in found.respondents:
        held = sector.get(person.role) or sector.get(person.affiliation)
        if held:
            member_of[person.iri] = held
    return _groups(member_of, {key: concept_label("sector", key) for key in member_of.values()})


def _by_theme(found: Records) -> Iterator[Group]:
    """Group themes with all below them, and quotes with the first theme that they illustrate."""
    above = {theme.iri: theme.broader for theme in found.themes}
    labels = {theme.iri: theme.label for theme in found.themes}
    member_of = {theme: _top(theme, above) for theme in above}
    for quote in found.quotes:
        first = next((theme for theme in quote.themes if theme in member_of), "")
        if first:
            member_of[quote.iri] = member_of[first]
    return _groups(member_of, labels)


def _top(theme: str, above: Mapping[str, str]) -> str:
    seen = {theme}
    while above.get(theme) in above and above[theme] not in seen:
        theme = above[theme]
        seen.add(theme)
    return theme


def _by_community(graph: "nx.MultiDiGraph[str]", found: Records) -> Iterator[Group]:
    """Group what is connected closely; a community is named for its most connected node."""
    names = list(graph)
    order = {node: index for index, node in enumerate(names)}
    communities = quick_communities(
        ((one, other, 1.0) for one, other in graph.edges() if one != other), order, SEED
    )
    member_of: dict[str, str] = {}
    labels: dict[str, str] = {}
    label = {node: str(text) for node, text in graph.nodes(data="label")}
    named = {theme.iri for theme in found.themes} | {role.iri for role in found.roles}
    for index, members in enumerate(sorted(map(sorted, communities))):
        key = str(index + 1)
        member_of |= {names[number]: key for number in members}
        labels[key] = _around((names[n] for n in members if names[n] in named), graph, label)
    return _groups(member_of, labels)


def _around(nodes: Iterable[str], graph: "nx.MultiDiGraph[str]", label: Mapping[str, str]) -> str:
    ranked = sorted(nodes, key=lambda node: (-graph.degree(node), label[node]))
    return f"around “{cut(label[ranked[0]], 60)}”" if ranked else "others"
