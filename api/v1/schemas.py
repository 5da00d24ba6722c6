"""Schemas: what OpenAPI says of the answers, from the records' own classes."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from api.v1.examples import add_examples
from api.v1.links import SHOWN
from graph.answers import KINDS, Kind
from graph.answers.crossing import Comparison, PairAnswer
from graph.answers.walking import Neighbourhood, Paths

_REF = "#/components/schemas/{model}"
_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_ADDRESSES = {
    "type": "object",
    "description": "Addresses of the record, of what it names, and of lists narrowed by it.",
    "additionalProperties": {"oneOf": [_TEXT, {"type": "array", "items": _TEXT}]},
}
_INCLUDED = {"type": "object", "description": "The records that were asked for by `include`."}


def item_name(kind: Kind) -> str:
    """Return the name of the schema of a kind's records."""
    return kind.record.__name__.replace("Answer", "")


def page_name(kind: Kind) -> str:
    """Return the name of the schema of a page of a list."""
    return f"{item_name(kind)}Page"


@cache
def schemas() -> Mapping[str, Any]:
    """Return every schema of the API by name."""
    found: dict[str, Any] = {}
    for name in SHOWN:
        kind = KINDS[name]
        found[item_name(kind)] = _item(kind, found)
        found[page_name(kind)] = _page(item_name(kind))
    for record in (Neighbourhood, Paths, Comparison, PairAnswer):
        _own(record, found)
    found["ThemeTree"] = _TREE
    found["Problem"] = _PROBLEM
    found["Matrix"] = _MATRIX
    found["Statistics"] = _STATISTICS
    found["Pairs"] = _page("PairAnswer")
    found["NodeLink"] = _NODE_LINK
    return found


def _item(kind: Kind, found: dict[str, Any]) -> dict[str, Any]:
    schema = _own(kind.record, found)
    del found[kind.record.__name__]
    schema["properties"] |= {"links": _ADDRESSES, "included": _INCLUDED}
    schema["title"] = item_name(kind)
    schema.pop("required")  # whoever asks chooses fields
    return schema


def _own(record: type, found: dict[str, Any]) -> dict[str, Any]:
    schema = TypeAdapter(record).json_schema(ref_template=_REF)
    found.update(schema.pop("$defs", {}))
    schema["description"] = (record.__doc__ or "").replace("``", "`")
    found[record.__name__] = schema
    return schema


def _page(item: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": "A part of a list. `next` is the address at which it goes on.",
        "required": ["items", "next"],
        "properties": {"items": {"type": "array", "items": ref(item)}, "next": _MAYBE},
    }


def ref(name: str) -> dict[str, str]:
    """Return a reference to a schema."""
    return {"$ref": _REF.format(model=name)}


_WHOLE = {"type": "integer", "minimum": 0}
_NAMED = {
    "type": "object",
    "required": ["iri", "label"],
    "properties": {"iri": _TEXT, "label": _TEXT},
}
_MATRIX = {
    "type": "object",
    "description": "Counts by row and column, explicit zeros included.",
    "required": ["rows", "columns", "count", "cells"],
    "properties": {
        "rows": {"type": "array", "items": _NAMED},
        "columns": {"type": "array", "items": _NAMED},
        "count": {"enum": ["quotes", "respondents", "studies"]},
        "cells": {"type": "array", "items": {"type": "array", "items": _WHOLE}},
    },
}
_STATISTICS = {
    "type": "object",
    "description": "How many records of each kind there are.",
    "additionalProperties": _WHOLE,
}
_TREE = {
    "type": "object",
    "description": "Themes, each with those below it.",
    "required": ["items"],
    "properties": {
        "items": {
            "type": "array",
            "items": {
                "allOf": [ref("Theme")],
                "type": "object",
                "properties": {"narrower": {"type": "array", "items": {"type": "object"}}},
            },
        }
    },
}
_PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457): what went wrong and, for parameters, which.",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "limit": {"type": "string", "description": "Which limit a query passed."},
        "option": {"type": "string", "description": "The server's option that raises it."},
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["parameter", "problem"],
                "properties": {
                    "parameter": _TEXT,
                    "problem": _TEXT,
                    "value": _TEXT,
                    "allowed": {"type": "array", "items": _TEXT},
                    "nearest": _TEXT,
                },
            },
        },
    },
}
_NODE_LINK = {
    "type": "object",
    "description": "A network as networkx writes it (node_link_data).",
    "required": ["nodes", "edges", "directed", "multigraph"],
    "properties": {
        "nodes": {"type": "array", "items": {"type": "object"}},
        "edges": {"type": "array", "items": {"type": "object"}},
        "directed": {"type": "boolean"},
        "multigraph": {"type": "boolean"},
    },
}


def install(app: FastAPI) -> None:
    """Make the application's description of itself carry the schemas."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        document = described()
        document.setdefault("components", {}).setdefault("schemas", {}).update(schemas())
        add_examples(document)
        return document

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's own way to extend it
