"""What the explorer shows as a network for other programs: GraphML and GEXF.

Nodes are IRIs here, and not ids as in a study's own export, since several studies can be seen at
once. Each has its place (``x``, ``y`` in pixels, y pointing down) and the note that somebody wrote
on it. A gap with a note is a node too, tied to what it involves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Annotated, Any

import networkx as nx
from pydantic import Field

from graph.answers import Filters, GapAnswer, ask
from graph.network import network
from graph.stores.embedded import Snapshot
from graph.writers.xml_text import carried
from viz.corpus import few_enough, small_enough
from viz.labels import cut
from viz.palette import NODES
from viz.picture import MOST_EDGES, MOST_NODES, Id, Number
from viz.room import Point

_Note = Annotated[str, Field(max_length=5000)]
Notes = Annotated[dict[Id, _Note], Field(max_length=10_000)]
"""What somebody wrote, by the id of what it is about."""

MOST_SEEN = 20 * MOST_NODES
"""Nodes that are seen, those inside folded groups included."""

_LABEL = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node is drawn."""

    id: Id
    x: Number
    y: Number


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen of a study (an id; ``""`` is all studies): nodes, edges by id, and notes."""

    nodes: Annotated[tuple[Place, ...], Field(max_length=MOST_SEEN)]
    edges: Annotated[tuple[Id, ...], Field(max_length=20 * MOST_EDGES)]
    study: Id = ""
    notes: Notes = field(default_factory=dict)


def graphml(snapshot: Snapshot, seen: Seen) -> bytes:
    """Return what is seen as GraphML.

    Raises ``NotFoundError`` for a study that isn't there, ``InputError`` if too many are seen.
    """
    buffer = BytesIO()
    nx.write_graphml_xml(_seen_network(snapshot, seen), buffer)
    return buffer.getvalue().replace(b"\r", b"&#13;")


def gexf(snapshot: Snapshot, seen: Seen) -> bytes:
    """Return what is seen as GEXF, with places and colours for Gephi."""
    found = _seen_network(snapshot, seen)
    for _, data in found.nodes(data=True):
        data["viz"] = _visual(data)
    for _, _, key, data in found.edges(keys=True, data=True):
        data["id"] = key
    buffer = BytesIO()
    nx.write_gexf(found, buffer)
    return buffer.getvalue()


def _seen_network(snapshot: Snapshot, seen: Seen) -> "nx.MultiDiGraph[str]":
    """Return the part of the network that is seen; what isn't in the store is left out."""
    few_enough(snapshot, seen.study)
    small_enough(snapshot, seen.study)
    whole = network(snapshot, seen.study)
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for place in seen.nodes:
        if place.id in whole:
            where = {"x": place.x, "y": place.y}
            found.add_node(place.id, **_attributes(whole.nodes[place.id], seen, place.id), **where)
    wanted = set(seen.edges)
    for source, target, _, data in whole.edges(keys=True, data=True):
        edge = str(data.get("iri") or f"{data['kind']}|{source}|{target}")
        if edge in wanted and source in found and target in found:
            found.add_edge(source, target, key=edge, **_attributes(data, seen, edge))
    for gap in _noted_gaps(snapshot, seen):
        _add_gap(found, gap, seen)
    return found


def _attributes(data: Mapping[str, Any], seen: Seen, about: str) -> dict[str, str | float | bool]:
    given = {"relation" if name == "type" else name: value for name, value in data.items() if value}
    text = str(given.pop("label", ""))
    label = {"label": cut(text, _LABEL), "text": text if len(text) > _LABEL else ""}
    all_of_it = {**given, **label, "note": seen.notes.get(about, "")}
    return {
        name: carried(value) if isinstance(value, str) else value
        for name, value in all_of_it.items()
        if value != ""
    }


def _noted_gaps(snapshot: Snapshot, seen: Seen) -> Iterator[GapAnswer]:
    if seen.notes:
        gaps = ask(snapshot, GapAnswer, Filters(study=seen.study))
        yield from (gap for gap in gaps if seen.notes.get(gap.iri))


def _add_gap(found: "nx.MultiDiGraph[str]", gap: GapAnswer, seen: Seen) -> None:
    ends = [iri for iri in gap.involves if iri in found]
    x, y = _middle([(found.nodes[end]["x"], found.nodes[end]["y"]) for end in ends])
    said = {"kind": "gap", "label": gap.sentence, "relation": gap.kind}
    found.add_node(gap.iri, **_attributes(said, seen, gap.iri), x=x, y=y)
    for end in ends:
        found.add_edge(gap.iri, end, key=f"involves|{gap.iri}|{end}", kind="involves")


def _middle(points: list[Point]) -> Point:
    number = max(len(points), 1)
    return sum(x for x, _ in points) / number, sum(y for _, y in points) / number


def _visual(data: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Return place and colour as GEXF has them (https://gexf.net/viz.html): there y points up."""
    style = f"theme-{data.get('valence', '')}" if data["kind"] == "theme" else data["kind"]
    colour = NODES.get(style, NODES["theme-neutral"]).light.border.removeprefix("#")
    red, green, blue = (int(colour[start : start + 2], 16) for start in (0, 2, 4))
    return {
        "color": {"r": red, "g": green, "b": blue, "a": 1.0},
        "position": {"x": data["x"], "y": -data["y"], "z": 0.0},
    }
