"""The service's description and VoID over HTTP."""

from threading import Lock

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.rest import Store
from api.rights import Rights
from graph.rdf.describe import serialised
from graph.service.description import GraphSize, graph_sizes, service_triples, void_triples
from graph.service.sparql import best_media_type
from graph.stores.embedded import GraphStore, Snapshot
from viz.urls import SPARQL, VOID

_FORMATS = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples")
_VARY = {"Vary": "Accept"}

router = APIRouter(tags=["sparql"])


class Sizes:
    """The sizes of a store's graphs, counted once for each version."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._version: str | None = None
        self._sizes: list[GraphSize] = []
        self._lock = Lock()

    def of(self, snapshot: Snapshot) -> list[GraphSize]:
        """Return the sizes of the graphs."""
        with self._lock:
            if self._version != snapshot.version:
                self._sizes, self._version = graph_sizes(snapshot), snapshot.version
            return self._sizes


async def service_description(request: Request, accept: str) -> Response:
    """Answer with the service's description (SPARQL 1.1 Service Description, section 2)."""
    media_type = best_media_type(_FORMATS, accept)
    store: GraphStore = request.app.state.store
    body = await run_in_threadpool(_service, request, store, media_type)
    return Response(body, media_type=media_type, headers=_VARY)


def _service(request: Request, store: GraphStore, media_type: str) -> bytes:
    rights: Rights = request.app.state.rights
    sizes: Sizes = request.app.state.sizes
    found = sizes.of(store.snapshot())
    endpoint = str(request.base_url)[:-1] + SPARQL
    triples = service_triples(
        found,
        endpoint,
        is_writable=not rights.is_read_only,
        is_federated=bool(request.app.state.outside),
    )
    return serialised(triples, media_type)


@router.get(
    VOID,
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in _FORMATS}, "description": "As RDF."}},
)
def void(request: Request, store: Store) -> Response:
    """Answer with what is in the store, as a VoID data set."""
    media_type = best_media_type(_FORMATS, request.headers.get("accept", "*/*"))
    sizes: Sizes = request.app.state.sizes
    base = str(request.base_url)[:-1]
    triples = void_triples(store, sizes.of(store), base + SPARQL, base + VOID)
    return Response(serialised(triples, media_type), media_type=media_type, headers=_VARY)
