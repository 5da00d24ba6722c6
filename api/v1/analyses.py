"""Analyses over HTTP: matrices, networks, ways between nodes, comparisons, sizes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any

import networkx as nx
from fastapi import Response

from api.v1.formats import CSV, GRAPHML, JSON, NETWORKS, TABLES, as_csv
from api.v1.links import links
from api.v1.parameters import Fault, Parameter, ParameterError
from api.v1.routes import Asked, Route, json_response
from graph.answers import KINDS, Filters, ThemeAnswer, ask, page
from graph.answers.crossing import (
    COUNTED,
    DIMENSIONS,
    PAIRED,
    Matrix,
    compared,
    comparison_query,
    matrix,
    pairs,
    pairs_query,
    sizes,
    sizes_query,
)
from graph.answers.records import told
from graph.answers.resolving import all_studies, studies_named
from graph.answers.walking import neighbourhood, node_named, paths, step_queries
from graph.network import network
from graph.network.named import Making, Network, as_graph
from graph.network.reading import material_from_store

DRAWN = 20
"""Over how many studies a network is given at once; beyond, a study has to be named."""

_STUDY = Parameter(
    "study", "Id or IRI of a study; without it, all studies.", "changing-the-culture"
)
_PATH_STUDY = Parameter("study", "Id or IRI of the nodes' study, if several have such nodes.")
_WHOLE = "whole"


# ---------------------------------------------------------------- matrix


def _matrix_of(asked: Asked) -> Matrix:
    return matrix(
        asked.store,
        asked.text("rows"),
        asked.text("columns"),
        counting=asked.text("count"),
        study=asked.text("study"),
    )


def _matrix(asked: Asked) -> Response:
    found = _matrix_of(asked)
    if asked.form == CSV:
        columns = ["", *(column.iri for column in found.columns)]
        labels = {"": "", **{column.iri: column.label for column in found.columns}}
        rows = [
            dict(zip(columns, (row.label, *cells), strict=True))
            for row, cells in zip(found.rows, found.cells, strict=True)
        ]
        return _csv(columns, [labels, *rows])
    told = {
        "rows": [asdict(row) for row in found.rows],
        "columns": [asdict(column) for column in found.columns],
        "count": found.counting,
        "cells": found.cells,
    }
    return json_response(told)


def _csv(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Response:
    return Response(b"".join(as_csv(columns, rows)), media_type=CSV.media_type)


# ---------------------------------------------------------------- themes as a tree


def _tree(asked: Asked) -> Response:
    kind, wanted = KINDS["themes"], Filters(study=asked.text("study"))
    studies_named(asked.store, asked.text("study"))
    below: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for theme in ask(asked.store, ThemeAnswer, wanted):
        item = told(theme)
        below[theme.broader].append(item | {"links": links(kind, item)})
    for themes in [*below.values()]:
        for item in themes:
            item["narrower"] = below.get(item["iri"], [])
    return json_response({"items": below[""]})


def _explain_tree(asked: Asked) -> Sequence[str]:
    wanted = Filters(study=asked.text("study"))
    return [page(asked.store, ThemeAnswer, wanted, limit=10_000).query]


# ---------------------------------------------------------------- counts


def _pairs(asked: Asked) -> Response:
    found = pairs(asked.store, asked.text("of"), study=asked.text("study"))
    items = [asdict(pair) for pair in found[: asked.number("limit")]]
    if asked.form == CSV:
        columns = ["one", "one_label", "other", "other_label", "quotes", "respondents", "studies"]
        return _csv(columns, items)
    return json_response({"items": items, "next": None})


def _sizes(asked: Asked) -> Response:
    found = sizes(asked.store, study=asked.text("study"))
    if asked.form == CSV:
        return _csv(["kind", "count"], [{"kind": k, "count": n} for k, n in found.items()])
    return json_response({"studies": len(_studies(asked)), **found})


def _studies(asked: Asked) -> Sequence[tuple[str, str]]:
    study = asked.text("study")
    return studies_named(asked.store, study) if study else all_studies(asked.store)


def _compare(asked: Asked) -> Response:
    return json_response(asdict(compared(asked.store, asked.names("studies"))))


def _explain_compare(asked: Asked) -> Sequence[str]:
    studies = asked.names("studies")
    return [comparison_query(asked.store, studies, what) for what in ("themes", "roles")]


# ---------------------------------------------------------------- networks


def _network(asked: Asked) -> Response:
    graph = _graph(asked)
    if asked.form == JSON:
        return json_response(nx.node_link_data(graph, edges="edges"))
    buffer = BytesIO()
    if asked.form == GRAPHML:
        nx.write_graphml_xml(_plain(graph), buffer)
    else:
        nx.write_gexf(_plain(graph), buffer)
    return Response(buffer.getvalue(), media_type=asked.form.media_type)


def _graph(asked: Asked) -> "nx.Graph[str]":
    study, kind = asked.text("study"), asked.text("kind")
    if study:
        study = studies_named(asked.store, study)[0][1]
    elif len(all_studies(asked.store)) > DRAWN:
        raise ParameterError([Fault("study", f"is needed where there are more than {DRAWN}")])
    if kind == _WHOLE:
        return network(asked.store, study)
    return as_graph(material_from_store(asked.store, study), Network(kind), Making())


def _plain(graph: "nx.Graph[str]") -> "nx.Graph[str]":
    """Return a network as its files can have it: attributes of one type each, under own names."""
    plain: nx.MultiDiGraph[str] | nx.MultiGraph[str]
    plain = nx.MultiDiGraph() if graph.is_directed() else nx.MultiGraph()
    for node, about in graph.nodes(data=True):
        plain.add_node(node, **_attributes(about))
    for source, target, about in graph.edges(data=True):
        plain.add_edge(source, target, **_attributes(about))
    return plain


_RENAMED = {"id": "record", "type": "relation"}
"""GEXF gives these names meanings of its own."""


def _attributes(about: Mapping[str, Any]) -> dict[str, str | float]:
    return {
        _RENAMED.get(name, name): value if isinstance(value, int | float) else str(value)
        for name, value in about.items()
        if value is not None
    }


def _explain_network(asked: Asked) -> Sequence[str]:
    study = asked.text("study")
    wanted = Filters(study=studies_named(asked.store, study)[0][1] if study else "")
    shown = ("themes", "quotes", "respondents", "roles", "ties", "theme-links")
    return [page(asked.store, KINDS[name].record, wanted, limit=1000).query for name in shown]


def _node(asked: Asked, parameter: str) -> str:
    study = asked.text("study")
    of = studies_named(asked.store, study)[0][1] if study else ""
    return node_named(asked.store, parameter, asked.text(parameter), of)


def _neighbourhood(asked: Asked) -> Response:
    return json_response(
        asdict(neighbourhood(asked.store, _node(asked, "node"), asked.number("depth")))
    )


def _paths(asked: Asked) -> Response:
    start, end = _node(asked, "from"), _node(asked, "to")
    longest, limit = asked.number("longest"), asked.number("limit")
    return json_response(asdict(paths(asked.store, start, end, longest=longest, limit=limit)))


# ---------------------------------------------------------------- routes

_NODE = "Id or IRI of a theme, quote, respondent or actor role."
ROUTES = (
    Route(
        "/matrix",
        "Matrix of any two dimensions. How many quotes, respondents or studies concern both, zeros "
        "included. A theme or role takes in all below it.",
        _matrix,
        lambda asked: [_matrix_of(asked).query],
        "Matrix",
        "analyses",
        (
            Parameter("rows", "What is down.", "role", tuple(DIMENSIONS), needed=True),
            Parameter("columns", "What is across.", "sector", tuple(DIMENSIONS), needed=True),
            Parameter("count", "What is counted.", "quotes", COUNTED, default="quotes"),
            _STUDY,
        ),
        TABLES,
    ),
    Route(
        "/theme-tree",
        "Themes of a study as a tree, each with those below it.",
        _tree,
        _explain_tree,
        "ThemeTree",
        "themes",
        (Parameter("study", "Id or IRI of a study.", "changing-the-culture", needed=True),),
    ),
    Route(
        "/cooccurrence",
        "Pairs of themes or roles that the same quotes concern, those with most quotes first.",
        _pairs,
        lambda asked: [pairs_query(asked.store, asked.text("of"), asked.text("study"))],
        "Pairs",
        "analyses",
        (
            Parameter("of", "Pairs of what.", "theme", tuple(PAIRED), default="theme"),
            _STUDY,
            Parameter("limit", "How many pairs at most.", "20", (), 1, 10_000, default="100"),
        ),
        TABLES,
    ),
    Route(
        "/stats",
        "Sizes: how many records of each kind there are, in a study or in all.",
        _sizes,
        lambda asked: [sizes_query(asked.store, asked.text("study"))],
        "Statistics",
        "analyses",
        (_STUDY,),
        TABLES,
    ),
    Route(
        "/compare",
        "Studies beside each other: sizes, themes with equal labels, roles that each speaks of.",
        _compare,
        _explain_compare,
        "Comparison",
        "analyses",
        (
            Parameter(
                "studies", "Ids or IRIs of the studies, separated by commas.",
                "changing-the-culture", several=True, needed=True,
            ),
        ),
    ),
    Route(
        "/network",
        "A network: all that is coded, or what is projected from it, as node-link JSON, GraphML or "
        "GEXF.",
        _network,
        _explain_network,
        "NodeLink",
        "networks",
        (
            Parameter(
                "kind", "Which network.", "ties", (_WHOLE, *Network), default=_WHOLE,
            ),
            _STUDY,
        ),
        NETWORKS,
    ),
    Route(
        "/neighbourhood",
        "What stands around a node, and the steps that lead there.",
        _neighbourhood,
        lambda asked: step_queries([_node(asked, "node")]),
        "Neighbourhood",
        "networks",
        (
            Parameter("node", _NODE, "academic", needed=True),
            _PATH_STUDY,
            Parameter("depth", "How many steps away at most.", "1", (), 1, 3, default="1"),
        ),
    ),
    Route(
        "/paths",
        "The shortest ways between two nodes.",
        _paths,
        lambda asked: step_queries([_node(asked, "from"), _node(asked, "to")]),
        "Paths",
        "networks",
        (
            Parameter("from", _NODE, "interviewee-4", needed=True),
            Parameter("to", _NODE, "academic", needed=True),
            _PATH_STUDY,
            Parameter("longest", "How many steps a way has at most.", "4", (), 1, 8, default="6"),
            Parameter("limit", "How many ways at most.", "5", (), 1, 100, default="20"),
        ),
    ),
)  # fmt: skip
