"""Walking: what stands around a node, and the shortest ways between two, a step at a time.

Nodes are themes, quotes, respondents and actor roles. A step follows what a quote illustrates, whom
it mentions, who said it, whom a respondent holds for, a theme's broader theme, a tie, a theme link.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import pyoxigraph as ox
from rdflib import SKOS

from graph.answers.binding import Bindings, Source, bound, each, query_text, strings
from graph.answers.kinds import Thing
from graph.answers.resolving import UnknownValueError, meant
from graph.errors import NotFoundError
from graph.stores.embedded import Row, Term
from ontology import TG

MOST_NODES = 2000
"""Nodes that a walk comes by at most; then it says that it stopped."""

MOST_STEPS = 2000
"""Steps of a kind that are followed at once; the queries have the same limit."""

RELATIONS: Mapping[str, str] = {
    str(TG.illustrates): "illustrates",
    str(TG.mentions): "mentions",
    str(TG.wasSaidBy): "was said by",
    str(TG.holdsRole): "holds",
    str(TG.affiliation): "belongs to",
    str(SKOS.broader): "broader",
}
_ENDS = {
    str(TG.fromRole): (str(TG.toRole), "tie"),
    str(TG.fromTheme): (str(TG.toTheme), "link"),
}
_NODES = {
    "theme": str(TG.Theme),
    "quote": str(TG.Quote),
    "respondent": str(TG.Respondent),
    "role": str(TG.ActorRole),
}


@dataclass(frozen=True, slots=True)
class NodeAnswer:
    """A node: ``kind`` is ``theme``, ``quote``, ``respondent`` or ``role``."""

    iri: str
    kind: str
    label: str
    distance: int = 0


@dataclass(frozen=True, slots=True, order=True)
class StepAnswer:
    """A step from node to node; ``iri`` is the tie or link that it is, or ``""``."""

    source: str
    target: str
    relation: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What stands around a node; ``whole`` is false if the walk stopped before its end."""

    nodes: tuple[NodeAnswer, ...]
    steps: tuple[StepAnswer, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """A way from one node to another: the nodes that it goes by, and the steps between them."""

    nodes: tuple[NodeAnswer, ...]
    steps: tuple[StepAnswer, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """All shortest ways, none if there is none; ``whole`` is false if the search stopped."""

    paths: tuple[PathAnswer, ...]
    whole: bool


def node_named(source: Source, parameter: str, name: str, study: str = "") -> str:
    """Return the IRI of the node with this id, notation or IRI.

    ``study`` is the IRI of its study, if several have such a node. Raises ``UnknownValueError`` if
    there is none, ``NotFoundError`` if there are several.
    """
    found: set[str] = set()
    for type_ in _NODES.values():
        terms = meant(source, Thing("node", type_), name).terms
        found |= {t.value for of, t in terms.items() if not study or of in {study, ""}}
    if not found:
        known = [row["name"] for row in _names(source)]
        raise UnknownValueError(parameter, name, sorted(known))
    if len(found) > 1:
        raise NotFoundError(
            f"{parameter}: {len(found)} nodes are called {name!r}; name one by its IRI, such as "
            f"{min(found)}, or give its study"
        )
    return found.pop()


def _names(source: Source) -> Sequence[Row]:
    classes = each("class", [ox.NamedNode(type_) for type_ in _NODES.values()])
    return strings(source.terms(bound(query_text("known-names"), classes), {}))


def step_queries(nodes: Sequence[str]) -> tuple[str, ...]:
    """Return the queries that find the steps from some nodes."""
    here = [ox.NamedNode(node) for node in nodes]
    relations = [ox.NamedNode(relation) for relation in RELATIONS]
    plain = Bindings(("node", "relation"), tuple(product(here, relations)))
    ends: list[tuple[Term, ...]] = []
    for one, (other, _) in _ENDS.items():
        ends += [(ox.NamedNode(one), ox.NamedNode(other)), (ox.NamedNode(other), ox.NamedNode(one))]
    stated = Bindings(
        ("node", "oneEnd", "otherEnd"), tuple((node, *pair) for node in here for pair in ends)
    )
    return (
        bound(query_text("steps-from"), plain),
        bound(query_text("steps-to"), plain),
        bound(query_text("steps-stated"), stated),
    )


def neighbourhood(source: Source, node: str, depth: int = 1) -> Neighbourhood:
    """Return the nodes at most ``depth`` steps away from a node, an IRI, and the steps to them."""
    distance, steps, whole = {node: 0}, set[StepAnswer](), True
    for far in range(1, depth + 1):
        edge = [iri for iri, away in distance.items() if away == far - 1]
        found, all_of_them = _found(source, edge)
        whole &= all_of_them
        for other, step in found:
            steps.add(step)
            if len(distance) < MOST_NODES:
                distance.setdefault(other, far)
            whole &= other in distance
    kept = sorted(step for step in steps if {step.source, step.target} <= distance.keys())
    known = _described(source, distance)
    nodes = sorted(known.values(), key=lambda each_: (each_.distance, each_.iri))
    return Neighbourhood(tuple(nodes), tuple(kept), whole)


def paths(source: Source, start: str, end: str, *, longest: int = 6, limit: int = 20) -> Paths:
    """Return the shortest ways between two nodes, IRIs, of at most ``longest`` steps."""
    distance, before, whole = {start: 0}, dict[str, list[StepAnswer]](), True
    for far in range(1, longest + 1):
        edge = [iri for iri, away in distance.items() if away == far - 1]
        if end in distance or not edge or len(distance) > MOST_NODES:
            break
        found, all_of_them = _found(source, edge)
        whole &= all_of_them
        for other, step in found:
            if distance.setdefault(other, far) == far:
                before.setdefault(other, []).append(step)
    ways = list(_ways(before, start, end, limit)) if end in distance else []
    known = _described(source, {iri: distance[iri] for way in ways for iri in _along(way, start)})
    if start == end:
        known = _described(source, {start: 0})
    shown = tuple(
        PathAnswer(tuple(known[iri] for iri in _along(way, start) if iri in known), tuple(way))
        for way in ways
    )
    return Paths(shown, whole and (end in distance or len(distance) <= MOST_NODES))


def _ways(
    before: Mapping[str, list[StepAnswer]], start: str, end: str, limit: int
) -> Iterator[list[StepAnswer]]:
    given = 0
    unfinished: list[tuple[str, list[StepAnswer]]] = [(end, [])]
    while unfinished and given < limit:
        here, way = unfinished.pop()
        if here == start:
            given += 1
            yield way
            continue
        for step in sorted(set(before[here]), reverse=True):
            near = step.source if step.target == here else step.target
            unfinished.append((near, [step, *way]))


def _along(way: Sequence[StepAnswer], start: str) -> list[str]:
    """Return the nodes of a way in their order."""
    nodes = [start]
    for step in way:
        nodes.append(step.target if step.source == nodes[-1] else step.source)
    return nodes


def _found(source: Source, nodes: Sequence[str]) -> tuple[list[tuple[str, StepAnswer]], bool]:
    """Return the steps at some nodes with their other ends, and whether these are all."""
    if not nodes:
        return [], True
    leading, arriving, stated = (strings(source.terms(each_, {})) for each_ in step_queries(nodes))
    found = [
        *((r["other"], StepAnswer(r["node"], r["other"], _called(r))) for r in leading),
        *((r["other"], StepAnswer(r["other"], r["node"], _called(r))) for r in arriving),
        *((r["other"], _stated(r)) for r in stated),
    ]
    return found, max(map(len, (leading, arriving, stated))) < MOST_STEPS


def _called(row: Row) -> str:
    return RELATIONS[row["relation"]]


def _stated(row: Row) -> StepAnswer:
    forward = row["oneEnd"] in _ENDS
    ends = (row["node"], row["other"]) if forward else (row["other"], row["node"])
    relation = "link" if row["oneEnd"].endswith("Theme") else "tie"
    return StepAnswer(*ends, relation, row["stated"])


def _described(source: Source, distance: Mapping[str, int]) -> dict[str, NodeAnswer]:
    if not distance:
        return {}
    here = each("node", [ox.NamedNode(iri) for iri in distance])
    kinds = {type_: kind for kind, type_ in _NODES.items()}
    rows = strings(source.terms(bound(query_text("node"), here), {}))
    return {
        row["node"]: NodeAnswer(
            row["node"], kinds[row["class"]], row["label"], distance[row["node"]]
        )
        for row in rows
    }
