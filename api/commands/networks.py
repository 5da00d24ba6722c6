"""Networks, and what can be measured on them."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from enum import StrEnum
from io import BytesIO
from typing import Annotated, Any

import networkx as nx
import typer

from api import output
from api.commands.common import AsJson, OneStudy, RowFormat, StorePlace, opened
from api.output import Cell, Format, messages
from graph.answers import find_study
from graph.errors import visible
from graph.model import EXISTING
from graph.network.filters import NetworkFilters, where
from graph.network.material import Material
from graph.network.measures import BrokerageRole
from graph.network.named import (
    TWO_MODES,
    Backbone,
    Making,
    Network,
    as_graph,
    backbone,
    groups_of,
    two_mode,
)
from graph.network.normalisation import Normalisation
from graph.network.nulls import NullResult
from graph.network.projections import Agreement, Relation, Shared, Subject, Weight
from graph.network.reading import material_from_store
from graph.network.summary import NetworkMeasures, measure, measure_two_mode

OneTheme = Annotated[str, typer.Option("--theme", help="Only this theme, by id or IRI.")]
NoSubthemes = Annotated[
    bool, typer.Option("--no-subthemes", help="Without the themes below --theme.")
]
OneValence = Annotated[str, typer.Option("--valence", help="Only such themes: barrier, …")]
OneRole = Annotated[str, typer.Option("--role", help="Only what concerns this role or one below.")]
OneMethod = Annotated[str, typer.Option("--method", help="Only interview, or focus-group.")]
OneCoder = Annotated[str, typer.Option("--coder", help="Only what this coder coded.")]
Statuses = Annotated[
    list[str] | None,
    typer.Option("--status", help="Only ties of this status; may be repeated. Else existing ones."),
]


class NetworkFormat(StrEnum):
    """How a network is printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    GRAPHML = "graphml"
    GEXF = "gexf"


_XML = frozenset({NetworkFormat.GRAPHML, NetworkFormat.GEXF})


def measures(
    store: StorePlace,
    network: Annotated[Network, typer.Option("--network", help="What to measure.")] = Network.TIES,
    study: OneStudy = "",
    theme: OneTheme = "",
    no_subthemes: NoSubthemes = False,  # noqa: FBT002 -- a flag
    valence: OneValence = "",
    role: OneRole = "",
    method: OneMethod = "",
    status: Statuses = None,
    coder: OneCoder = "",
    how: RowFormat = Format.TABLE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag
) -> None:
    """Measure a network: who is in the middle, who brokers, who is held fast.

    Roles are grouped by sector, themes by valence. Isolates are named, never ranked; a measure
    that would mean nothing on this network is refused, with the reason. docs/measures has a page
    for each measure.
    """
    wanted = _filters(theme, no_subthemes, valence, role, method, status, coder)
    material, making = _material(store, study, wanted), Making()
    graph = as_graph(material, network, making)
    if network in TWO_MODES:
        found = measure_two_mode(two_mode(material, network, making))
    else:
        found = measure(graph, groups_of(graph))
    _print_measures(found, Format.JSON if as_json else how)
    _say_whole(graph, found)


def network(
    store: StorePlace,
    projection: Annotated[
        Network, typer.Option("--projection", help="Which network to print.")
    ] = Network.TIES,
    study: OneStudy = "",
    theme: OneTheme = "",
    no_subthemes: NoSubthemes = False,  # noqa: FBT002 -- a flag
    valence: OneValence = "",
    role: OneRole = "",
    method: OneMethod = "",
    status: Statuses = None,
    coder: OneCoder = "",
    weight: Annotated[
        Weight, typer.Option("--weight", help="What weights of roles and themes count.")
    ] = Weight.QUOTES,
    relation: Annotated[
        Relation, typer.Option("--relation", help="What joins a role to a theme.")
    ] = Relation.SPOKEN_OF,
    by: Annotated[Shared, typer.Option("--by", help="What themes share.")] = Shared.RESPONDENTS,
    agreement: Annotated[
        Agreement, typer.Option("--agreement", help="How roles are compared.")
    ] = Agreement.CONGRUENCE,
    normalise: Annotated[
        Normalisation, typer.Option("--normalise", help="What weights of roles are divided by.")
    ] = Normalisation.NONE,
    subject: Annotated[
        Subject, typer.Option("--subject", help="What two roles agree or disagree on.")
    ] = Subject.THEME,
    model: Annotated[
        Backbone | None,
        typer.Option("--backbone", help="Compare the edges with what chance would give."),
    ] = None,
    how: Annotated[
        NetworkFormat, typer.Option("--format", help="How to print.")
    ] = NetworkFormat.TABLE,
    as_json: AsJson = False,  # noqa: FBT002 -- a flag
) -> None:
    """Print the edges of a network, or all of it as GraphML or GEXF.

    With --backbone, each pair has the weight that chance would give, p (one-sided) and q (after
    Benjamini and Hochberg), and a sentence says how many edges can be told from chance.
    """
    wanted = _filters(theme, no_subthemes, valence, role, method, status, coder)
    how = NetworkFormat.JSON if as_json else how
    making = Making(weight, relation, by, agreement, normalise, subject)
    material = _material(store, study, wanted)
    graph = as_graph(material, projection, making)
    if model is not None:
        _print_backbone(graph, backbone(material, projection, making, model), how)
    elif how in _XML:
        _print_xml(graph, how)
    else:
        _print_edges(list(_edges(graph)), how)
        messages.print(f"{len(graph)} nodes, {graph.number_of_edges()} edges")


# ---------------------------------------------------------------- asking


def _filters(
    theme: str,
    no_subthemes: bool,  # noqa: FBT001 -- a flag as it was given
    valence: str,
    role: str,
    method: str,
    status: list[str] | None,
    coder: str,
) -> NetworkFilters:
    return NetworkFilters(
        theme=theme, subthemes=not no_subthemes, valence=valence, role=role, method=method,
        statuses=tuple(status or EXISTING), coder=coder,
    )  # fmt: skip


def _material(store: str, study: str, wanted: NetworkFilters) -> Material:
    snapshot = opened(store)
    iri = find_study(snapshot, study).iri if study else ""
    return where(material_from_store(snapshot, iri), wanted)


# ---------------------------------------------------------------- printing


_PARTS = (
    ("label", "group", "degree", "in-degree", "out-degree", "strength"),
    ("label", "betweenness", "closeness", "eigenvector", "core", "community"),
    ("label", "constraint", "effective size", "efficiency", "hierarchy"),
    ("label", *(str(role) for role in BrokerageRole)),
)
"""The columns of each table for people; one table of all would be too wide to read."""


def _print_measures(found: NetworkMeasures, how: Format) -> None:
    if how is Format.JSON:
        output.print_json(asdict(found))
        return
    rows = list(_rows(found))
    columns = list(rows[0]) if rows else ["node", "label", "group"]
    if how is Format.CSV:
        output.print_rows(columns, rows, how)
        return
    for part in _PARTS:
        there = [name for name in part if name in columns]
        if len(there) > 1:
            output.print_rows(there, [_with_z(row) for row in rows], how)


def _rows(found: NetworkMeasures) -> Iterator[Mapping[str, Cell]]:
    names = dict.fromkeys(name for node in found.nodes for name in node.values)
    for node in found.nodes:
        values: dict[str, Cell] = {name: node.values.get(name, "") for name in names}
        yield {"node": node.node, "label": node.label, "group": node.group} | values


def _with_z(row: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """Return the row with each count of brokerage and its z in one cell."""
    z = {role: row.get(f"{role} z", "") for role in BrokerageRole}
    both = {str(role): f"{row[role]} ({number:+.1f})" for role, number in z.items()
            if isinstance(number, float)}  # fmt: skip
    return {**row, **both}


def _say_whole(graph: "nx.Graph[str]", found: NetworkMeasures) -> None:
    label = {node: str(about["label"]) for node, about in graph.nodes(data=True)}
    for name, value in found.whole.items():
        messages.print(f"{name}: {value:.4g}")
    if found.cut_points:
        messages.print(f"cut points: {', '.join(label[node] for node in found.cut_points)}")
    if found.bridges:
        pairs = (f"{label[one]} – {label[other]}" for one, other in found.bridges)
        messages.print(f"bridges: {', '.join(pairs)}")
    if found.isolates:
        messages.print(f"isolates: {', '.join(label[node] for node in found.isolates)}")
    for reason in found.refused:
        messages.print(f"refused: {reason}")


def _edges(graph: "nx.Graph[str]") -> Iterator[Mapping[str, Cell]]:
    label = {node: str(about["label"]) for node, about in graph.nodes(data=True)}
    for source, target, about in graph.edges(data=True):
        ends = {"source": source, "from": label[source], "target": target, "to": label[target]}
        yield ends | about


def _print_edges(rows: list[Mapping[str, Cell]], how: NetworkFormat) -> None:
    columns = list(rows[0]) if rows else ["source", "from", "target", "to"]
    if how is NetworkFormat.TABLE:
        columns = [name for name in columns if name not in {"source", "target"}]
    output.print_rows(columns, rows, Format(how))


def _print_backbone(graph: "nx.Graph[str]", found: NullResult, how: NetworkFormat) -> None:
    if how in _XML:
        kept: nx.Graph[str] = nx.Graph()
        kept.add_nodes_from((node, about) for node, about in graph.nodes(data=True))
        for pair in found.distinguishable():
            kept.add_edge(pair.source, pair.target, weight=pair.weight, p=pair.p, q=pair.q)
        _print_xml(kept, how)
    else:
        label = {node: str(about["label"]) for node, about in graph.nodes(data=True)}
        rows: list[Mapping[str, Cell]] = [
            {"source": pair.source, "from": label[pair.source], "target": pair.target,
             "to": label[pair.target], "weight": pair.weight, "expected": pair.expected,
             "p": pair.p, "q": pair.q}
            for pair in found.pairs
        ]  # fmt: skip
        _print_edges(rows, how)
    messages.print(found.sentence())


def _print_xml(graph: "nx.Graph[Any]", how: NetworkFormat) -> None:
    of_nodes = [about for _, about in graph.nodes(data=True)]
    for about in (*of_nodes, *(about for *_, about in graph.edges(data=True))):
        about.update({k: visible(text) for k, text in about.items() if isinstance(text, str)})
    file = BytesIO()
    if how is NetworkFormat.GRAPHML:
        nx.write_graphml(graph, file)
    else:
        nx.write_gexf(graph, file)
    output.print_bytes(file.getvalue())
