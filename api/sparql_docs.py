"""What the API's documentation says of the SPARQL endpoint, which isn't one of FastAPI's routes."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from api.protocol import FORM, QUERY
from api.sparql import PATH
from api.v1.schemas import ref
from graph.service.sparql import GRAPH_FORMATS, RESULT_FORMATS

_TEXT = {"type": "string"}
_GRAPHS = [
    {
        "name": f"{kind}-graph-uri",
        "in": "query",
        "description": f"A graph that the query sees as {what}; may be repeated.",
        "schema": {"type": "array", "items": _TEXT},
    }
    for kind, what in (("default", "its default graph"), ("named", "a named one"))
]


def _answers() -> dict[str, Any]:
    rows = "Rows or a truth value, or a graph for CONSTRUCT and DESCRIBE."
    media_types: dict[str, Any] = {kind: {} for kind in (*RESULT_FORMATS, *GRAPH_FORMATS)}
    answers: dict[str, Any] = {
        "200": {"description": rows, "content": media_types},
        "304": {"description": "The client has the result already (If-None-Match)."},
    }
    for status, description in (
        (HTTPStatus.BAD_REQUEST, "The query is wrong, too large or not allowed here."),
        (HTTPStatus.NOT_ACCEPTABLE, "No format fits what is asked for."),
        (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too long."),
        (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body isn't a query or a form."),
        (HTTPStatus.UNPROCESSABLE_ENTITY, "The query passed a limit (`limit`) and was ended."),
        (HTTPStatus.SERVICE_UNAVAILABLE, "Too many queries are waiting; see Retry-After."),
        (HTTPStatus.GATEWAY_TIMEOUT, "The query took too long and was ended."),
    ):
        schema = {"schema": ref("Problem")}
        answers[str(status.value)] = {
            "description": description,
            "content": {"application/problem+json": schema},
        }
    return answers


def _operations() -> dict[str, Any]:
    query = {
        "name": "query",
        "in": "query",
        "required": True,
        "description": "A SPARQL 1.1 query.",
        "schema": _TEXT,
    }
    form = {"type": "object", "properties": {"query": _TEXT}, "required": ["query"]}
    return {
        "get": {
            "tags": ["sparql"],
            "summary": "Answer a query in the address",
            "operationId": "query_by_get",
            "parameters": [query, *_GRAPHS],
            "responses": _answers(),
        },
        "post": {
            "tags": ["sparql"],
            "summary": "Answer a query in the body, as it is or as a form",
            "operationId": "query_by_post",
            "parameters": _GRAPHS,
            "requestBody": {
                "content": {QUERY: {"schema": _TEXT}, FORM: {"schema": form}},
                "required": True,
            },
            "responses": _answers(),
        },
    }


def document(app: FastAPI) -> None:
    """Add the endpoint to the application's OpenAPI description."""
    without = app.openapi

    def openapi() -> dict[str, Any]:
        described = without()
        described["paths"].setdefault(PATH, _operations())
        return described

    app.openapi = openapi  # type: ignore[method-assign]
