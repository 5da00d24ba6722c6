"""The legend: each kind of mark with its look and number, and what the filters offer."""

from collections import Counter
from collections.abc import Iterator

import ontology
from viz.labels import concept_label
from viz.marks import Attributes
from viz.palette import EDGES, GHOSTS, NODES
from viz.records import Records

_KINDS = (
    ("theme", "Themes"),
    ("role", "Actor roles"),
    ("quote", "Quotes"),
    ("respondent", "Respondents"),
)
_ON = frozenset({"theme", "role"})


def legend(found: Records, nodes: list[Attributes], edges: list[Attributes]) -> Attributes:
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
        "themes": _themes(found),
        "tieTypes": [
            {"key": kind.notation, "label": kind.label, "mutual": kind.symmetric}
            for kind in ontology.scheme("tie-type").values()
        ],
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
            "key": "gap",
            "label": "Candidate ties",
            "style": "gap",
            "count": layers["gap"],
            "definition": "Ties that aren’t coded, where a computed gap gives a reason to ask: the "
            "first twenty. None is drawn where nothing can be told from chance.",
            "ghost": True,
            "on": True,
        },
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


def _themes(found: Records) -> list[Attributes]:
    """Return the themes in the studies' order, each with those below it."""
    above = {theme.iri: theme.broader for theme in found.themes}
    below: dict[str, list[str]] = {iri: [] for iri in above}
    for iri in above:
        seen: set[str] = set()
        each = iri
        while each in above and each not in seen:
            seen.add(each)
            below[each].append(iri)
            each = above[each]
    return [
        {"key": theme.iri, "label": theme.label, "below": below[theme.iri]}
        for theme in found.themes
    ]
