"""The SPARQL 1.1 Graph Store HTTP Protocol: graphs by their names, under ``/graphs``.

``/graphs?graph=IRI`` and ``/graphs?default`` name a graph indirectly (section 4.2); any address
below ``/graphs/`` is a graph's name itself (section 4.1).
https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from collections.abc import Iterator
from email import policy
from email.parser import BytesParser
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO
from uuid import uuid4

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from api import updating
from api.protocol import MediaTypeError, MethodError, ProtocolError, graph_iri, media_type
from api.protocol import parameters as read_parameters
from api.rights import Rights
from graph.errors import NotFoundError
from graph.rdf.iris import new_graph_iri
from graph.service.changes import DEFAULT_GRAPH, Document, GraphChange, Verb
from graph.service.sparql import GRAPH_FORMATS, best_media_type
from graph.stores.embedded import GraphStore, Snapshot
from viz.urls import GRAPHS

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")
MAX_GRAPH_BYTES = 64 * 2**20
"""Largest body of a PUT or POST; larger graphs come in several POSTs, or by `themegraph build`."""

_TRIPLES = tuple(kind for kind in GRAPH_FORMATS if kind != "application/n-quads")
_IN_MEMORY = 4 * 2**20
_CHUNK = 2**16
_MULTIPART = "multipart/form-data"

router = APIRouter(tags=["graph store"])


@router.api_route(GRAPHS, methods=["GET"], response_class=Response)
@router.api_route(GRAPHS + "/{name:path}", methods=["GET"], response_class=Response)
async def read(request: Request) -> Response:
    """Answer with a graph: `?graph=IRI`, `?default`, or the graph that has this address."""
    store: GraphStore = request.app.state.store
    snapshot = await run_in_threadpool(store.snapshot)
    graph = _named(request)
    if graph and not snapshot.database.contains_named_graph(ox.NamedNode(graph)):
        raise NotFoundError(f"There is no graph {graph!r}.")
    kind = best_media_type(_TRIPLES, request.headers.get("accept", "*/*"))
    tag = f'"{snapshot.version}-{_TRIPLES.index(kind)}"'
    headers = {"Vary": "Accept", "ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    file = await run_in_threadpool(_written, snapshot, graph, kind)
    return StreamingResponse(_chunks(file), media_type=kind, headers=headers)


@router.api_route(GRAPHS, methods=["PUT"], response_class=Response)
@router.api_route(GRAPHS + "/{name:path}", methods=["PUT"], response_class=Response)
async def put(request: Request) -> Response:
    """Make the graph hold what the body has, and nothing else; needs a token of scope write."""
    return await _change(request, Verb.PUT, _named(request))


@router.api_route(GRAPHS, methods=["POST"], response_class=Response)
@router.api_route(GRAPHS + "/{name:path}", methods=["POST"], response_class=Response)
async def post(request: Request) -> Response:
    """Add what the body has to the graph, or to a new one; needs a token of scope write.

    The body may be a form of several files (multipart/form-data).
    """
    if request.url.path.rstrip("/") == GRAPHS and not request.url.query:
        return await _change(
            request, Verb.POST, new_graph_iri(updating.address(request), str(uuid4()))
        )
    return await _change(request, Verb.POST, _named(request))


@router.api_route(GRAPHS, methods=["DELETE"], response_class=Response)
@router.api_route(GRAPHS + "/{name:path}", methods=["DELETE"], response_class=Response)
async def delete(request: Request) -> Response:
    """Take the graph out of the store; needs a token of scope write."""
    return await _change(request, Verb.DELETE, _named(request))


@router.api_route(GRAPHS, methods=["OPTIONS", "PATCH"], include_in_schema=False)
@router.api_route(GRAPHS + "/{name:path}", methods=["OPTIONS", "PATCH"], include_in_schema=False)
async def options(request: Request) -> Response:
    """Say which methods there are. PATCH isn't one: a SPARQL update does what it would."""
    if request.method == "PATCH":
        why = "PATCH isn't taken; send a SPARQL update to /sparql (docs/sparql.md)."
        raise MethodError("PATCH", METHODS, why)
    return updating.options(METHODS, (*_TRIPLES, _MULTIPART))


def _named(request: Request) -> str:
    """Return the IRI of the graph that a request names. Raises ``ProtocolError`` if it's none."""
    if request.url.path.rstrip("/") != GRAPHS:
        return graph_iri(updating.address(request), "address")
    found = read_parameters(request.scope["query_string"], "address")
    if len(found.get("graph", [])) == 1 and "default" not in found:
        return graph_iri(found["graph"][0], "graph")
    if found.get("default") == [""] and "graph" not in found:
        return DEFAULT_GRAPH
    raise ProtocolError("Name one graph: ?graph=IRI (percent-encoded), or ?default.")


async def _change(request: Request, verb: Verb, graph: str) -> Response:
    rights: Rights = request.app.state.rights
    rights.writer(request)  # before the body: nobody else sends 64 MiB
    documents = () if verb is Verb.DELETE else await _documents(request)
    base = graph or updating.address(request)
    written = await updating.change(request, GraphChange(verb, graph, documents, base))
    headers = {updating.VERSION: written.after}
    if not written.created:
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
    return Response(status_code=HTTPStatus.CREATED, headers=headers | {"Location": graph})


async def _documents(request: Request) -> tuple[Document, ...]:
    content_type = request.headers.get("content-type", "")
    kind = media_type(content_type, request.headers.get("content-encoding", ""))
    content = await updating.body(request, MAX_GRAPH_BYTES)
    if kind == _MULTIPART and request.method == "POST":
        return await run_in_threadpool(_parts, content_type, content)
    return (_document(kind, content),)


def _document(kind: str, content: bytes) -> Document:
    if kind not in _TRIPLES:
        raise MediaTypeError(
            f"A graph comes as {', '.join(_TRIPLES)}, not as {kind or 'an unnamed type'}."
        )
    return Document(kind, content)


def _parts(content_type: str, content: bytes) -> tuple[Document, ...]:
    head = f"Content-Type: {content_type}\r\n\r\n".encode("ascii", "replace")
    message = BytesParser(policy=policy.HTTP).parsebytes(head + content)
    if not message.is_multipart() or message.defects:
        raise ProtocolError("The body isn't multipart/form-data with the boundary that is named.")
    found = []
    for part in message.iter_parts():
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes):
            raise ProtocolError("A part of the form is a form itself; send the files alone.")
        found.append(_document(media_type(str(part.get("content-type", ""))), payload))
    return tuple(found)


def _written(snapshot: Snapshot, graph: str, kind: str) -> IO[bytes]:
    file: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 -- closed when it's sent
    source = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    snapshot.database.dump(file, GRAPH_FORMATS[kind], from_graph=source)
    file.seek(0)
    return file


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
