"""Formats: what is answered, as JSON, JSON-LD, CSV, Turtle or lines of JSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox
from starlette.requests import Request

from graph.answers.binding import Source, bound, each, query_text
from graph.rdf.describe import serialised
from graph.service.sparql import best_media_type

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Format:
    """A format by its name in ``?format=`` and its media type."""

    name: str
    media_type: str


JSON = Format("json", "application/json")
JSON_LD = Format("json-ld", "application/ld+json")
CSV = Format("csv", "text/csv")
TURTLE = Format("turtle", "text/turtle")
LINES = Format("ndjson", "application/x-ndjson")
GRAPHML = Format("graphml", "application/graphml+xml")
GEXF = Format("gexf", "application/gexf+xml")

RECORDS = (JSON, JSON_LD, CSV, TURTLE, LINES)
"""The formats of lists and single records."""
TABLES = (JSON, CSV)
"""The formats of what is counted."""
NETWORKS = (JSON, GRAPHML, GEXF)
"""The formats of networks."""


def chosen(request: Request, named: str, offered: Sequence[Format]) -> Format:
    """Return the format by its name, or else by ``Accept``.

    Raises ``NotAcceptableError`` if none fits.
    """
    if named:
        return next(one for one in offered if one.name == named)
    fitting = best_media_type(
        [one.media_type for one in offered], request.headers.get("accept", "*/*")
    )
    return next(one for one in offered if one.media_type == fitting)


def as_json(value: object) -> bytes:
    """Return JSON as UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def as_lines(items: Iterable[Json]) -> Iterator[bytes]:
    """Yield each item as a line of JSON."""
    for item in items:
        yield as_json(item) + b"\n"


def as_csv(columns: Sequence[str], items: Iterable[Json]) -> Iterator[bytes]:
    """Yield a header and each item as a row (RFC 4180); a list in a cell is separated by spaces."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for item in items:
        writer.writerow([_cell(item.get(column)) for column in columns])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(_cell(one) for one in value)
    if isinstance(value, dict):
        return "=".join(_cell(one) for one in value.values())
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_rdf(source: Source, iris: Sequence[str], form: Format) -> bytes:
    """Return all that is said of some records and their parts, as Turtle or JSON-LD."""
    if not iris:
        return serialised([], form.media_type)
    said = _triples(source, iris)
    parts = {row["part"].value for row in _about(source, iris) if "part" in row}
    return serialised([*said, *_triples(source, sorted(parts))], form.media_type)


def _triples(source: Source, iris: Sequence[str]) -> list[ox.Triple]:
    if not iris:
        return []
    found = (
        ox.Triple(_node(row["iri"].value), _node(row["predicate"].value), row["object"])
        for row in _about(source, iris)
    )
    return list(dict.fromkeys(found))


def _about(
    source: Source, iris: Sequence[str]
) -> Sequence[Mapping[str, ox.NamedNode | ox.Literal]]:
    return source.terms(bound(query_text("about"), each("iri", map(_node, iris))), {})


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
