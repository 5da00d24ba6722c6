"""Nodes and edges as vis-network takes them: what each is, what it looks like, where it stands."""

from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx

from viz.details import Detail, plain
from viz.labels import FONT, display
from viz.palette import EDGES, NODES, Colours
from viz.records import Records
from viz.room import Point
from viz.tidy import lanes

Attributes = dict[str, Any]
"""A node or an edge as vis-network takes it."""


def nodes(
    graph: "nx.MultiDiGraph[str]",
    found: Records,
    everything: Mapping[str, Detail],
    placed: Mapping[str, Point],
) -> Iterator[Attributes]:
    """Yield the nodes of a network, each at its place."""
    for node, attributes in graph.nodes(data=True):
        kind = attributes["kind"]
        style = _node_style(node, kind, str(attributes.get("valence", "")), found)
        x, y = placed[node]
        look = NODES[style]
        label = display(kind, attributes["label"])
        yield {
            "id": node,
            "kind": kind,
            "style": style,
            "label": f"{look.symbol} {label}" if look.symbol else label,
            "name": everything[node]["label"],
            "shape": look.shape,
            "size": 11,
            "color": _colours(look.light),
            "shapeProperties": {
                "borderDashes": [6, 5] if look.dashed else False,
                "borderRadius": look.radius,
            },
            "margin": {"top": 8, "bottom": 8, "left": 12, "right": 12},
            "font": {"size": FONT[kind], "color": look.light.text},
            "x": x,
            "y": y,
            "physics": False,
        }


def _node_style(node: str, kind: str, valence: str, found: Records) -> str:
    if kind == "theme":
        style = f"theme-{valence}"
        return style if style in NODES else "theme-neutral"
    return "role-unheard" if node in found.unheard else kind


def _colours(colours: Colours) -> Attributes:
    return {"background": colours.background, "border": colours.border}


def edges(graph: "nx.MultiDiGraph[str]", everything: dict[str, Detail]) -> Iterator[Attributes]:
    """Yield the edges, and add to the details what those say that have no record of their own."""
    bends = lanes(graph.edges(keys=True))
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        kind = attributes["kind"]
        edge = str(attributes.get("iri") or f"{kind}|{source}|{target}")
        if edge not in everything:
            everything[edge] = _membership(kind, source, target, everything)
        style = f"tie-{attributes['status']}" if kind == "tie" else kind
        look = EDGES.get(style, EDGES["member"])
        labelled = kind in {"tie", "link"}
        mutual = attributes.get("direction") == "mutual"
        both = " ⇄" if mutual else ""
        words = f"{look.symbol}{both} {attributes['label']}" if labelled else ""
        yield {
            "id": edge,
            "from": source,
            "to": target,
            "kind": kind,
            "style": style if style in EDGES else "member",
            "layer": style if style in EDGES else "member",
            "type": str(attributes.get("type", "")),
            "label": words,
            "symbol": f"{look.symbol}{both}" if kind == "tie" else words,
            "name": everything[edge]["label"],
            "arrows": _arrows(kind, mutual=mutual),
            "dashes": list(look.dashes) or False,
            "width": look.width,
            "color": {"color": look.light, "highlight": look.light, "hover": look.light},
            "smooth": _curve(bends[source, target, key]),
        }


def _arrows(kind: str, *, mutual: bool) -> Attributes:
    to = {"enabled": kind in {"tie", "link"}, "scaleFactor": 0.8}
    return {"to": to, "from": to} if mutual else {"to": to}


_SAYS = {
    "broader": "is part of",
    "said": "said",
    "illustrates": "illustrates",
    "mentions": "speaks of",
    "holds": "is a",
    "belongs": "belongs to",
}
"""The verb of each kind of edge that has no record of its own."""


def _membership(kind: str, source: str, target: str, everything: Mapping[str, Detail]) -> Detail:
    ends = everything[source], everything[target]
    label = " ".join((_named(ends[0]), _SAYS.get(kind, kind), _named(ends[1])))
    quotes = [iri for iri in (source, target) if everything[iri]["kind"] == "quote"]
    others = [iri for iri in (source, target) if iri not in quotes]
    return plain(
        kind,
        label,
        related={"quotes": quotes, "ends": others},
        valences=set(ends[0]["valences"]) & set(ends[1]["valences"]),
        roles=[role for role in ends[0]["roles"] if role in ends[1]["roles"]],
    )


def _named(detail: Detail) -> str:
    return f"“{detail['label']}”" if detail["kind"] == "quote" else detail["label"]


def _curve(bend: float) -> Attributes:
    if not bend:
        return {"enabled": False, "type": "continuous", "roundness": 0}
    turn = "curvedCW" if bend > 0 else "curvedCCW"
    return {"enabled": True, "type": turn, "roundness": round(abs(bend), 3)}
