"""The explorer in a notebook: a study, a store or a projection shows itself, offline.

In Jupyter, ``%load_ext viz.notebook`` lets every study, two-mode network and projection show itself
as the last value of a cell; ``show(value)`` does so anywhere, with a height of choice::

    from graph.folders.check import load
    from viz.notebook import show

    show(load("studies/mine"), height=500)

What is shown stands in a frame that is sandboxed (HTML, 4.8.5 The iframe element): it has an
origin of its own, so that nothing in it reaches the notebook, and it may connect to nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, Final, Protocol, Union

import networkx as nx
import pyoxigraph as ox

from graph.answers import find_study
from graph.errors import InputError
from graph.model import Study
from graph.network.matrices import Incidence, Projection
from graph.stores.build import ontology_quads, study_graphs
from graph.stores.embedded import GraphStore, Snapshot
from viz.explorer import explorer_data
from viz.labels import FONT, display
from viz.layout import positions
from viz.page import drawn_page
from viz.palette import NODES
from viz.picture import MOST_EDGES, MOST_NODES, DrawnEdge, DrawnNode, Scene, svg
from viz.rendering import template

HEIGHT: Final = 640
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_WIDEST = 6.0
_ROWS = 200

Shows = Union[Study, GraphStore, Snapshot, Incidence, Projection, "nx.Graph[str]"]
"""What can be shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page, as notebooks show values; ``height`` is in pixels."""

    page: str
    height: int = HEIGHT
    script: bool = True

    def _repr_html_(self) -> str:
        """Return a frame with the page in it: a sandbox, without the notebook's origin."""
        may = "allow-scripts allow-downloads" if self.script else ""
        return (
            f'<iframe sandbox="{may}" title="Themegraph" width="100%" height="{self.height:d}" '
            f'style="border:0" srcdoc="{escape(self.page)}"></iframe>'
        )


def show(value: Shows, *, study: str = "", height: int = HEIGHT) -> Shown:
    """Return what a notebook shows of a study, a store or a projection.

    ``study`` chooses one of a store, by id or IRI. Raises ``InputError`` for a network that is too
    large to be drawn, or more studies than are drawn together, and ``NotFoundError`` for a study
    that isn't in the store.
    """
    if isinstance(value, Incidence | Projection):
        return Shown(_projection_page(value.to_networkx()), height, script=False)
    if isinstance(value, nx.Graph):
        return Shown(_projection_page(value), height, script=False)
    if isinstance(value, Study):
        return Shown(drawn_page(explorer_data(_in_memory(value))), height)
    snapshot = value.snapshot() if isinstance(value, GraphStore) else value
    wanted = find_study(snapshot, study).iri if study else ""
    return Shown(drawn_page(explorer_data(snapshot, wanted)), height)


class _Formatter(Protocol):
    def for_type(self, typ: type, func: Any) -> object:  # noqa: ANN401 -- IPython's own
        """Show values of a type by a function."""


class _Shell(Protocol):
    display_formatter: Any


def load_ipython_extension(shell: _Shell) -> None:
    """Let studies and projections show themselves: what ``%load_ext viz.notebook`` calls."""
    formatter: _Formatter = shell.display_formatter.formatters["text/html"]
    for kind in (Study, Incidence, Projection):
        formatter.for_type(kind, _html)


def _html(value: Study | Incidence | Projection) -> str:
    return show(value)._repr_html_()


def _in_memory(study: Study) -> Snapshot:
    """Return a store of this study alone, with its gaps, on no disk."""
    database = ox.Store()
    for quads in (ontology_quads(), *study_graphs(study).values()):
        database.bulk_extend(quads)
    return Snapshot("", database)


# ---------------------------------------------------------------- projections


def _projection_page(graph: "nx.Graph[str]") -> str:
    """Return a page with the network as a drawing, and as a table for whoever doesn't see it."""
    if len(graph) > MOST_NODES or graph.number_of_edges() > MOST_EDGES:
        raise InputError(
            f"a network of {len(graph):,} nodes and {graph.number_of_edges():,} edges is too large "
            f"to be drawn; filter it to {MOST_NODES:,} and {MOST_EDGES:,} at most"
        )
    label = {node: str(about.get("label") or node) for node, about in graph.nodes(data=True)}
    edges = list(graph.edges(data=True))
    rows = [(label[one], label[other], _amount(about)) for one, other, about in edges]
    rows.sort(key=lambda row: (-float(row[2] or 0), row))
    return template("projection.html").render(
        policy=_POLICY,
        drawing=svg(_scene(graph, label, edges)),
        nodes=len(graph),
        edges=len(edges),
        rows=rows[:_ROWS],
        left=max(len(rows) - _ROWS, 0),
    )


def _amount(about: Mapping[str, Any]) -> str:
    return f"{float(about['weight']):g}" if "weight" in about else ""


def _scene(
    graph: "nx.Graph[str]", label: Mapping[str, str], edges: list[tuple[str, str, dict[str, Any]]]
) -> Scene:
    placed = positions(_laid_out(graph, label))
    most = max((abs(float(about.get("weight", 1))) for *_, about in edges), default=1.0) or 1.0
    nodes = tuple(
        DrawnNode(
            node,
            label[node],
            display(_kind(about), label[node]),
            _style(about),
            *placed[node],
            size=FONT[_kind(about)],
        )
        for node, about in graph.nodes(data=True)
    )
    lines = tuple(
        DrawnEdge(
            one,
            other,
            f"{label[one]} – {label[other]} {_amount(about)}".strip(),
            _amount(about) or str(about.get("type", "")),
            f"tie-{about['status']}" if about.get("status") else "link",
            width=1 + _WIDEST * abs(float(about.get("weight", 0))) / most,
            arrows=("to",) if graph.is_directed() else (),
        )
        for one, other, about in edges
    )
    return Scene(nodes, lines)


def _kind(about: Mapping[str, Any]) -> str:
    kind = str(about.get("kind", ""))
    return kind if kind in FONT else "theme" if "valence" in about else "role"


def _style(about: Mapping[str, Any]) -> str:
    kind = _kind(about)
    style = f"theme-{about.get('valence') or 'neutral'}" if kind == "theme" else kind
    return style if style in NODES else "theme-neutral"


def _laid_out(graph: "nx.Graph[str]", label: Mapping[str, str]) -> "nx.MultiDiGraph[str]":
    """Return the network as the layout takes it: all nodes are of the frame."""
    whole: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in graph:
        whole.add_node(node, kind="theme", label=label[node])
    for number, (one, other) in enumerate(graph.edges()):
        whole.add_edge(one, other, key=str(number), kind="tie", label="")
    return whole
