"""The SPARQL endpoint: the query operation of the SPARQL 1.1 Protocol, read-only."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams

from graph.errors import QueryError
from graph.sparql import GRAPH_FORMATS, MAX_BYTES, RESULT_FORMATS, Graphs
from graph.workers import Workers

router = APIRouter(tags=["sparql"])
_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_MAX_BODY = 4 * MAX_BYTES
"""A form's bytes: percent-encoding makes a query up to three times as long."""

_ANSWERS: dict[int | str, dict[str, Any]] = {
    HTTPStatus.OK.value: {
        "description": "Rows or a truth value, or a graph for CONSTRUCT and DESCRIBE.",
        "content": {media_type: {} for media_type in (*RESULT_FORMATS, *GRAPH_FORMATS)},
    }
}
for _status, _description in (
    (HTTPStatus.BAD_REQUEST, "The query is wrong, too large or not allowed here."),
    (HTTPStatus.NOT_ACCEPTABLE, "No format fits what is asked for."),
    (HTTPStatus.GATEWAY_TIMEOUT, "The query passed a limit and was ended."),
    (HTTPStatus.SERVICE_UNAVAILABLE, "Too many queries are waiting; try again."),
):
    _ANSWERS[_status.value] = {
        "description": _description,
        "content": {"application/problem+json": {}},
    }


@router.get("/sparql", response_class=Response, responses=_ANSWERS)
async def query_by_get(
    request: Request,
    query: Annotated[str, Query(description="A SPARQL 1.1 query.")] = "",
) -> Response:
    """Answer a query in the URL; `default-graph-uri` and `named-graph-uri` may name graphs."""
    return await _answer(request, query, request.query_params)


@router.post(
    "/sparql",
    response_class=Response,
    responses=_ANSWERS,
    openapi_extra={
        "requestBody": {
            "content": {
                _DIRECT: {"schema": {"type": "string"}},
                _FORM: {"schema": {"type": "object", "properties": {"query": {"type": "string"}}}},
            }
        }
    },
)
async def query_by_post(request: Request) -> Response:
    """Answer a query in the body, as it is or as a form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await _text(request)
    if kind == _DIRECT:
        return await _answer(request, body, request.query_params)
    if kind == _FORM:
        form = QueryParams(body)
        if "update" in form:
            raise QueryError("Updates aren't taken here: this endpoint only answers queries.")
        return await _answer(request, form.get("query", ""), form)
    raise QueryError(f"A POST brings {_DIRECT} or {_FORM}, not {kind or 'an unnamed type'}.")


async def _text(request: Request) -> str:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            raise QueryError(f"The body is too long; a query has at most {MAX_BYTES} bytes.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryError(f"The body isn't UTF-8 at byte {error.start}.") from error


async def _answer(request: Request, query: str, parameters: QueryParams) -> Response:
    if not query.strip():
        raise QueryError("There is no query; give one as the parameter 'query'.")
    graphs = Graphs(
        default=parameters.getlist("default-graph-uri"),
        named=parameters.getlist("named-graph-uri"),
    )
    accept = request.headers.get("accept", "*/*")
    workers: Workers = request.app.state.workers
    result = await run_in_threadpool(workers.run, query, accept=accept, graphs=graphs)
    return Response(result.body, media_type=result.media_type, headers={"Vary": "Accept"})
