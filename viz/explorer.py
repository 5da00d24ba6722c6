"""What the explorer draws, as data: pyvis's nodes, edges and options, and what the page says.

pyvis holds the network; its pages aren't used (they load scripts from elsewhere and run what
stands in labels). Nothing here is markup, and the page shows all of it as plain text.
"""

import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Any, TypedDict

import networkx as nx
from pyvis.network import Network

import ontology
from graph.answers import AnalysisAnswer, Filters, GapAnswer, StudyAnswer, ask, find_study
from graph.network import network
from graph.store import Snapshot
from viz.details import Detail, Records, concept_label, details, plain, records, solutions
from viz.gap_report import shown
from viz.labels import FONT, display
from viz.layout import positions
from viz.palette import EDGES, GHOSTS, NODES, Colours
from viz.room import Point
from viz.tidy import lanes

Attributes = dict[str, Any]
"""A node or an edge as vis-network takes it."""


class Gap(TypedDict):
    """A gap card; ``note`` says if nobody has reviewed what it rests on.

    ``numbers`` are the numbers behind it with their names, ``question`` is one to ask next.
    """

    id: str
    kind: str
    label: str
    sentence: str
    involves: list[str]
    evidence: list[str]
    study: str
    note: str
    question: str
    numbers: list[str]


class GapKind(TypedDict):
    """A kind of gap, in the order of the panel.

    ``note`` says if the coding can't show it, or what was looked for in vain.
    """

    kind: str
    label: str
    definition: str
    count: int
    note: str


class Coder(TypedDict):
    """Who coded a study, and what they say of their coding."""

    name: str
    note: str


class StudyCard(TypedDict):
    """What a study is, for the selector and for attribution."""

    id: str
    title: str
    citation: str
    doi: str
    licence: str
    question: str
    notes: list[str]
    coders: list[Coder]


class ExplorerData(TypedDict):
    """All that the page draws and says. ``base`` is what all ids begin with."""

    study: str
    base: str
    studies: list[StudyCard]
    nodes: list[Attributes]
    edges: list[Attributes]
    options: Attributes
    details: dict[str, Detail]
    gaps: list[Gap]
    gap_kinds: list[GapKind]
    legend: Attributes


OPTIONS: Attributes = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 2, "borderWidthSelected": 4, "labelHighlightBold": False},
    "edges": {
        "arrowStrikethrough": False,
        "labelHighlightBold": False,
        "selectionWidth": 2,
        "hoverWidth": 1,
    },
    "interaction": {
        "hover": True,
        "tooltipDelay": 150,
        "keyboard": False,
        "navigationButtons": False,
        "selectConnectedEdges": False,
        "hideEdgesOnDrag": False,
        "hideEdgesOnZoom": False,
    },
}
"""What vis-network is told. Physics off: the server says where nodes stand."""

_MANY = 1500
"""From this many edges on, panning is only smooth if edges aren't drawn meanwhile."""

GAP_KINDS = (
    "missing-tie",
    "wanted-tie",
    "strained-tie",
    "one-way-tie",
    "unheard-actor",
    "voice-imbalance",
    "unaddressed-barrier",
    "contested-theme",
    "thin-theme",
    "authors-only",
    "broker-at-risk",
    "structural-hole",
    "expected-tie",
    "tie-elsewhere",
    "theme-elsewhere",
)
"""The kinds of gaps in the order of the panel: what people say, then what follows from it."""

_OF_TIES = frozenset({"missing-tie", "wanted-tie", "strained-tie", "one-way-tie"})
_SUGGESTED = "Rests on suggestions alone, which nobody has reviewed."


def explorer_data(snapshot: Snapshot, study: str = "") -> ExplorerData:
    """Return what the page needs to show one study (an id or IRI), or all in the store."""
    found = records(snapshot, study)
    graph = network(snapshot, study)
    everything = details(found)
    nodes = list(_nodes(graph, found, everything, positions(graph)))
    edges = list(_edges(graph, everything))
    drawn = _pyvis(nodes, edges)
    return ExplorerData(
        study=find_study(snapshot, study).id if study else "",
        base=_base(everything),
        studies=_studies(snapshot),
        nodes=drawn.nodes,
        edges=drawn.edges,
        options=json.loads(drawn.options.to_json()),
        details=everything,
        gaps=[_gap(gap, found, everything) for gap in found.gaps],
        gap_kinds=_gap_kinds(found, _searches(snapshot, study)),
        legend=_legend(found, nodes, edges),
    )


class _Options(dict[str, Any]):
    """Options as pyvis wants them: with a ``to_json``."""

    def to_json(self) -> str:
        """Return the options as JSON."""
        return json.dumps(self)


def _pyvis(nodes: list[Attributes], edges: list[Attributes]) -> Network:
    """Return the network as pyvis holds it, set at once: ``add_edge`` is a hundred times slower."""
    held = Network(directed=True, cdn_resources="in_line")
    held.nodes, held.edges = nodes, edges
    held.node_ids = [node["id"] for node in nodes]
    held.node_map = {node["id"]: node for node in nodes}
    many = len(edges) >= _MANY
    interaction = OPTIONS["interaction"] | {"hideEdgesOnDrag": many, "hideEdgesOnZoom": many}
    held.options = _Options(OPTIONS | {"interaction": interaction})
    return held


# ---------------------------------------------------------------- nodes


def _nodes(
    graph: "nx.MultiDiGraph[str]",
    found: Records,
    everything: Mapping[str, Detail],
    placed: Mapping[str, Point],
) -> Iterator[Attributes]:
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


# ---------------------------------------------------------------- edges


def _edges(graph: "nx.MultiDiGraph[str]", everything: dict[str, Detail]) -> Iterator[Attributes]:
    """Yield the edges, and add to the details what those say that have no record of their own."""
    bends = lanes(graph)
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        kind = attributes["kind"]
        edge = str(attributes.get("iri") or f"{kind}|{source}|{target}")
        if edge not in everything:
            everything[edge] = _membership(kind, source, target, everything)
        style = f"tie-{attributes['status']}" if kind == "tie" else kind
        look = EDGES.get(style, EDGES["member"])
        labelled = kind in {"tie", "link"}
        words = f"{look.symbol} {attributes['label']}" if labelled else ""
        yield {
            "id": edge,
            "from": source,
            "to": target,
            "kind": kind,
            "style": style if style in EDGES else "member",
            "layer": style if style in EDGES else "member",
            "label": words,
            "symbol": look.symbol if kind == "tie" else words,
            "name": everything[edge]["label"],
            "arrows": _arrows(kind, str(attributes.get("direction", ""))),
            "dashes": list(look.dashes) or False,
            "width": look.width,
            "color": {"color": look.light, "highlight": look.light, "hover": look.light},
            "smooth": _curve(bends[source, target, key]),
        }


def _arrows(kind: str, direction: str) -> Attributes:
    to = {"enabled": kind in {"tie", "link"}, "scaleFactor": 0.8}
    return {"to": to, "from": to} if direction == "mutual" else {"to": to}


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


# ---------------------------------------------------------------- what the page says


def _base(everything: Iterable[str]) -> str:
    """Return the folder that all records' IRIs stand in, or ``""``."""
    iris = sorted(iri for iri in everything if "|" not in iri)
    if not iris:
        return ""
    pairs = zip(iris[0], iris[-1], strict=False)
    same = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    before, slash, _ = same.rpartition("/")
    return before + slash


def _gap(gap: GapAnswer, found: Records, known: Container[str]) -> Gap:
    """Return a gap's card, without what it rests on in studies that aren't shown."""
    tested = [("p", gap.p), ("q", gap.q)]
    numbers = [(figure.name, figure.value) for figure in gap.figures]
    return Gap(
        id=gap.iri,
        kind=gap.kind,
        label=gap.kind_label,
        sentence=gap.sentence,
        involves=[iri for iri in gap.involves if iri in known],
        evidence=[iri for iri in gap.evidence if iri in known],
        study=gap.study,
        note=_SUGGESTED if gap.evidence and not _is_reviewed(gap, found) else "",
        question=gap.question,
        numbers=[f"{name}: {shown(v)}" for name, v in [*numbers, *tested] if v is not None],
    )


def _is_reviewed(gap: GapAnswer, found: Records) -> bool:
    """Whether somebody made or confirmed any tie, coding or mention that a gap rests on."""
    rests_on = set(gap.evidence)
    if any(tie.iri in rests_on and tie.review == "confirmed" for tie in found.ties):
        return True
    # A reviewed mention says nothing of a tie that was read out of the same words.
    return gap.kind not in _OF_TIES and any(
        (words, meant) in found.confirmed for words in gap.evidence for meant in gap.involves
    )


def _searches(snapshot: Snapshot, study: str) -> Mapping[str, str]:
    """Return what was looked for in vain, by kind, if one study is shown; several would mix."""
    searches = [s for s in ask(snapshot, AnalysisAnswer, Filters(study=study)) if s.kind]
    return {s.kind: s.note for s in searches} if len({s.study for s in searches}) == 1 else {}


def _gap_kinds(found: Records, searched: Mapping[str, str]) -> list[GapKind]:
    counts = Counter(gap.kind for gap in found.gaps)
    scheme = ontology.scheme("gap-kind")
    known = [*GAP_KINDS, *(kind for kind in scheme if kind not in GAP_KINDS)]
    return [
        GapKind(
            kind=kind,
            label=scheme[kind].label,
            definition=scheme[kind].definition,
            count=counts[kind],
            note=_not_coded(kind, counts[kind], found) or searched.get(kind, ""),
        )
        for kind in known
        if kind in scheme
    ]


def _not_coded(kind: str, count: int, found: Records) -> str:
    """Say why a kind of gap can't be told from what was coded, or ``""`` if it can."""
    if kind in _OF_TIES and not found.ties:
        return "No ties are coded in this study, so this can’t be said."
    if kind == "unaddressed-barrier" and not found.links:
        listed = ": every barrier is listed" if count else ""
        return f"No theme links are coded in this study, so this can’t be said{listed}."
    return ""


def _studies(snapshot: Snapshot) -> list[StudyCard]:
    notes = solutions(snapshot, "notes", "")
    return [
        StudyCard(
            id=study.id,
            title=study.title,
            citation=study.citation,
            doi=study.source,
            licence=study.licence,
            question=study.question,
            notes=[row["note"] for row in notes if row["study"] == study.iri and "name" not in row],
            coders=[
                Coder(name=row["name"], note=row.get("note", ""))
                for row in notes
                if row["study"] == study.iri and "name" in row
            ],
        )
        for study in ask(snapshot, StudyAnswer, Filters())
    ]


_KINDS = (
    ("theme", "Themes"),
    ("role", "Actor roles"),
    ("quote", "Quotes"),
    ("respondent", "Respondents"),
)
_ON = frozenset({"theme", "role"})


def _legend(found: Records, nodes: list[Attributes], edges: list[Attributes]) -> Attributes:
    """Return kinds with their look and number, whether they are shown at first, and filters."""
    kinds = Counter(node["kind"] for node in nodes)
    layers = Counter(edge["layer"] for edge in edges)
    valences = Counter(theme.valence for theme in found.themes)
    return {
        "nodes": [
            {
                "key": kind,
                "label": label,
                "style": _KIND_STYLE.get(kind, kind),
                "count": kinds[kind],
                "on": kind in _ON,
            }
            for kind, label in _KINDS
        ],
        "edges": [*_tie_layers(layers), *_other_layers(layers)],
        "valences": [
            {
                "key": concept.notation,
                "label": concept.label,
                "style": f"theme-{concept.notation}",
                "count": valences[concept.notation],
            }
            for concept in ontology.scheme("valence").values()
            if valences[concept.notation]
        ],
        "roles": _roles(found),
        "nodeStyles": {name: _node_look(name) for name in NODES},
        "edgeStyles": {
            name: {
                "light": look.light,
                "dark": look.dark,
                "dashes": list(look.dashes),
                "width": look.width,
                "symbol": look.symbol,
            }
            for name, look in EDGES.items()
        },
    }


_KIND_STYLE = {"theme": "theme-neutral"}


def _node_look(name: str) -> Attributes:
    look = NODES[name]
    return {
        "shape": look.shape,
        "radius": look.radius,
        "symbol": look.symbol,
        "dashed": look.dashed,
        **{
            scheme: {"background": c.background, "border": c.border, "text": c.text}
            for scheme, c in (("light", look.light), ("dark", look.dark))
        },
    }


def _tie_layers(layers: Counter[str]) -> Iterator[Attributes]:
    for style in EDGES:
        if style.startswith("tie-"):
            status = style.removeprefix("tie-")
            concept = ontology.scheme("tie-status").get(status)
            yield {
                "key": style,
                "label": f"{concept_label('tie-status', status).capitalize()} ties",
                "definition": concept.definition if concept else "",
                "style": style,
                "count": layers[style],
                "ghost": style in GHOSTS,
                "on": True,
            }


def _other_layers(layers: Counter[str]) -> list[Attributes]:
    return [
        {
            "key": "link",
            "label": "Theme links",
            "style": "link",
            "count": layers["link"],
            "definition": "A theme addresses, reinforces, contradicts or causes another.",
            "ghost": False,
            "on": True,
        },
        {
            "key": "broader",
            "label": "Part of",
            "style": "broader",
            "count": layers["broader"],
            "definition": "A theme is part of the theme above it.",
            "ghost": False,
            "on": True,
        },
        {
            "key": "member",
            "label": "Who said what of whom",
            "style": "member",
            "count": layers["member"],
            "ghost": False,
            "on": True,
            "definition": "Respondents said quotes and have roles, quotes illustrate themes and "
            "speak of roles. Seen where both ends are shown.",
        },
    ]


def _roles(found: Records) -> list[Attributes]:
    return [
        {
            "key": role.iri,
            "label": role.label,
            "below": [r.iri for r in found.roles if role.iri in found.upwards(r.iri)],
        }
        for role in sorted(found.roles, key=lambda role: role.label.casefold())
    ]
