"""What the explorer draws, as data: pyvis's nodes, edges and options, and what the page says.

pyvis holds the network; its pages aren't used (they load scripts from elsewhere and run what
stands in labels). Nothing here is markup, and the page shows all of it as plain text.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import takewhile
from typing import Any, TypedDict

import networkx as nx
from pyvis.network import Network

from graph.answers import find_study
from graph.network import network
from graph.stores.embedded import Snapshot
from viz.corpus import few_enough, is_corpus, small_enough
from viz.details import Detail, details
from viz.gap_cards import Gap, GapKind, gap_card, gap_kinds, searches
from viz.ghosts import ghosts
from viz.groups import Grouping, groupings
from viz.layout import positions
from viz.legend import legend
from viz.marks import Attributes, edges, nodes
from viz.orders import Order, orders
from viz.records import Records, records
from viz.study_cards import StudyCard, study_cards


class ExplorerData(TypedDict):
    """All that the page draws and says. ``base`` is what all ids begin with.

    ``many`` says that the store has more studies than are drawn together.
    ``version`` changes with what is drawn, so that places that somebody chose aren't kept for a
    picture that has become another.
    """

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
    orders: dict[str, Order]
    groupings: list[Grouping]
    many: bool
    version: str


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


def explorer_data(snapshot: Snapshot, study: str = "") -> ExplorerData:
    """Return what the page needs to show one study (an id or IRI), or all in the store.

    Raises ``InputError`` if all are more than are drawn together (``corpus.MOST_AT_ONCE``), or if
    what they hold is more than can be drawn (``corpus.MOST_RECORDS``).
    """
    few_enough(snapshot, study)
    small_enough(snapshot, study)
    found, many = records(snapshot, study), is_corpus(snapshot)
    return page_data(
        network(snapshot, study),
        found,
        details(found),
        study=find_study(snapshot, study).id if study else "",
        studies=study_cards(snapshot, study if many else ""),
        searched=searches(snapshot, study),
        many=many,
    )


def page_data(
    graph: "nx.MultiDiGraph[str]",
    found: Records,
    everything: dict[str, Detail],
    *,
    study: str = "",
    studies: Sequence[StudyCard] = (),
    searched: Mapping[str, str] | None = None,
    many: bool = False,
) -> ExplorerData:
    """Return what the page needs to show a network; to the details come those of its edges."""
    drawn_nodes = list(nodes(graph, found, everything, positions(graph)))
    cards = [gap_card(gap, found, everything) for gap in found.gaps]
    drawn_edges = [*edges(graph, everything), *ghosts(cards, everything)]
    drawn = _pyvis(drawn_nodes, drawn_edges)
    return ExplorerData(
        study=study,
        base=_base(everything),
        studies=list(studies),
        nodes=drawn.nodes,
        edges=drawn.edges,
        options=json.loads(drawn.options.to_json()),
        details=everything,
        gaps=cards,
        gap_kinds=gap_kinds(found, searched or {}),
        legend=legend(found, drawn_nodes, drawn_edges),
        orders=orders(found),
        groupings=groupings(graph, found),
        many=many,
        version=_version(drawn_nodes),
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


def _version(drawn: Iterable[Attributes]) -> str:
    places = [(node["id"], node["x"], node["y"]) for node in drawn]
    return sha256(json.dumps(places).encode()).hexdigest()[:16]


def _base(everything: Iterable[str]) -> str:
    """Return the folder that all records' IRIs stand in, or ``""``."""
    iris = sorted(iri for iri in everything if "|" not in iri)
    if not iris:
        return ""
    pairs = zip(iris[0], iris[-1], strict=False)
    same = "".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    before, slash, _ = same.rpartition("/")
    return before + slash
