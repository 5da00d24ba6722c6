"""The web application over a store on a server: REST, gaps, explorer, linked data, queries.

Queries are passed on after the same look at their tokens as for a store of our own; time and memory
are the server's to limit. What needs a store in a folder (updates, graphs, search) says so.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from fastapi_offline import FastAPIOffline
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import explorer, linked_data, problems, rest, seen
from api.app import LOOPBACK, add_pages, secure
from api.compression import Gzip
from api.head import HeadAsGet
from api.operating import HEALTH, METRICS, READY, Operation, health, metrics
from api.protocol import Asked, read_request
from api.sparql import PATH, read_body, read_headers
from api.v1 import schemas
from graph.errors import ThemegraphError
from graph.service.workers import Served
from graph.stores.remote import RemoteStore

_HERE = ("/api/v1/search", "/graphs", "/.well-known/void")
"""What needs a store in a folder."""


def create_remote_app(store: RemoteStore, hosts: tuple[str, ...] = LOOPBACK) -> FastAPI:
    """Return the application over a store on a server; ``hosts`` as in ``create_app``."""
    app: FastAPI = FastAPIOffline(
        title="Themegraph", version="0.1.0", redoc_url=None, lifespan=_until_closed(store)
    )
    app.state.store = store
    app.state.origins = ()
    problems.install(app)
    app.include_router(rest.routes(problems.ANSWERS))
    app.include_router(linked_data.router)
    app.include_router(explorer.router)
    app.include_router(seen.router)
    app.include_router(rest.formerly)
    add_pages(app, has_review=False)
    app.state.operation = Operation(None)
    app.state.keeps = True
    app.state.catching_up = None
    for path, answer in ((HEALTH, health), (READY, ready), (METRICS, metrics)):
        app.add_api_route(path, answer, methods=["GET"], include_in_schema=False)
    app.add_api_route(PATH, query, methods=["GET", "POST"], include_in_schema=False)
    for path in _HERE:
        app.add_api_route(path, not_here, methods=["GET"], include_in_schema=False)
    schemas.install(app)
    app.middleware("http")(secure)
    app.add_middleware(Gzip)
    app.add_middleware(HeadAsGet)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return app


def _until_closed(
    store: RemoteStore,
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        yield
        store.server.close()

    return lifespan


async def query(request: Request) -> Response:
    """Pass a query on. An update is refused: it belongs to the server itself."""
    headers = read_headers(request.scope)
    asked = read_request(
        request.method,
        request.scope["query_string"],
        await read_body(request.receive) if request.method == "POST" else b"",
        content_type=headers.get("content-type", ""),
        content_encoding=headers.get("content-encoding", ""),
        accept=headers.get("accept", "*/*"),
        base=str(request.url.replace(query="")),
    )
    if not isinstance(asked, Asked):
        return _refused(request)
    store: RemoteStore = request.app.state.store
    operation: Operation = request.app.state.operation
    with operation.observing(asked.query) as seen:
        reply = await run_in_threadpool(store.forward, asked.query, asked.accept, asked.graphs)
        seen.served = Served(reply.body, reply.media_type)
    return Response(reply.body, media_type=reply.media_type)


async def ready(request: Request) -> JSONResponse:
    """Say whether queries can be answered: the server that has the store answers."""
    store: RemoteStore = request.app.state.store
    reasons = []
    try:
        await run_in_threadpool(lambda: store.snapshot().is_empty())
    except ThemegraphError as error:
        reasons.append(str(error))
    status = HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK
    told = {"status": "not ready" if reasons else "ready", "reasons": reasons}
    return JSONResponse(told | {"store": str(store)}, status)


def not_here(request: Request) -> Response:
    """Say that this needs a store in a folder."""
    return _refused(request)


def _refused(request: Request) -> Response:
    store: RemoteStore = request.app.state.store
    return problems.problem(
        HTTPStatus.NOT_IMPLEMENTED,
        f"The store is on {store}: this works with a store in a folder alone; ask the server.",
    )
