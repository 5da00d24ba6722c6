"""The web application: REST, SPARQL, linked data, the explorer and the API's documentation."""

import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from fastapi_offline import FastAPIOffline
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import description, explorer, graph_store, linked_data, problems, rest, search, seen
from api.access import SECURITY_HEADERS, refusal
from api.ahead import counting
from api.cache import SIZE, Cache
from api.catching_up import CatchingUp
from api.compression import Gzip, kept_asset
from api.drawn import DrawnStudies
from api.endpoint import Endpoint
from api.head import HeadAsGet
from api.keeping import KeepingLayer
from api.operating import Operation, QueryLog, Watched, add_operation
from api.reach import SECONDS, Reach
from api.reading import Reading, ReadingLayer
from api.rest import Store
from api.review import review_router
from api.rights import Rights, Writing, cross_origin
from api.sparql import SparqlLayer, read_headers
from api.sparql_docs import document
from api.v1 import schemas
from api.v1.layer import RestLayer
from graph.answers import find_study
from graph.errors import NotFoundError
from graph.rdf.describe import study_names
from graph.review.desk import Desk
from graph.service.outside import Outside
from graph.service.workers import LONG, REPLICA, Limits, Workers
from graph.service.writer import Writer
from graph.stores.embedded import GraphStore
from ontology.questions import questions
from viz.corpus import corpus, is_corpus
from viz.page import served_page
from viz.query_page import query_page
from viz.urls import QUERY


@dataclass(frozen=True, slots=True)
class Service:
    """How queries from outside are served.

    ``limits`` hold for each, ``rest_seconds`` for a REST answer over many studies; so many
    ``long_queries`` run at a time; a store of at most ``replica`` quads is held in memory;
    results, and whole responses, take ``cache`` bytes each; ``log`` is what is written of each;
    SERVICE and LOAD reach the servers ``outside``.
    """

    limits: Limits = field(default_factory=Limits)
    long_queries: int = LONG
    replica: int = REPLICA
    cache: int = SIZE
    log: QueryLog = QueryLog.NONE
    rest_seconds: float = SECONDS
    outside: Outside = field(default_factory=Outside)


LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_DOCS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; frame-ancestors 'none'"
)
"""Swagger UI starts from a script in its page; it's no less closed to the network."""

_DESCRIPTION = """
Themes, quotes, respondents, actor roles and ties of qualitative studies, and what their network
lacks. The same graph answers SPARQL at `/sparql`.
"""


def create_app(
    store: GraphStore,
    hosts: tuple[str, ...] = LOOPBACK,
    service: Service | None = None,
    desk: Desk | None = None,
    writing: Writing | None = None,
    reading: Reading = Reading.OPEN,
) -> FastAPI:
    """Return the application over a store.

    ``hosts`` are the names by which it may be called. A page elsewhere on the web can't reach a
    server on loopback by pointing a name of its own there (DNS rebinding), and isn't allowed to
    read answers, as there are no CORS headers. ``service`` says how SPARQL queries are served,
    ``writing`` how the store may be changed, ``reading`` who may read it.
    With a ``desk`` there is a page on which somebody decides on the suggestions in its folder.
    """
    service, writing = service or Service(), writing or Writing()
    workers = Workers(store.path, service.long_queries, service.limits, replica=service.replica)
    writer = Writer(store.path, writing.limits)
    reach = Reach(store, service.limits, service.rest_seconds)
    catching_up = CatchingUp(store)
    responses: Cache[bytes] = Cache(service.cache)
    operation = Operation(
        Watched(store, workers, responses), service.log, partial(print, file=sys.stderr, flush=True)
    )
    app: FastAPI = FastAPIOffline(
        title="Themegraph",
        description=_DESCRIPTION,
        version="0.1.0",
        redoc_url=None,
        swagger_ui_parameters={"validatorUrl": None},
        lifespan=_until_closed(store, workers, writer, reach, catching_up),
    )
    app.state.store = store
    app.state.keeps = service.cache > 0
    app.state.workers = workers
    app.state.reach = reach
    app.state.catching_up = catching_up
    app.state.outside = service.outside
    app.state.endpoint = Endpoint(workers, responses, operation, service.outside)
    app.state.writer = writer
    app.state.rights = Rights(store.path, is_read_only=writing.is_read_only)
    app.state.sizes = description.Sizes()
    app.state.origins = writing.origins
    add_operation(app, operation)
    problems.install(app)
    app.include_router(rest.routes(problems.ANSWERS))
    app.include_router(search.router, responses=problems.ANSWERS)
    app.include_router(graph_store.router)
    app.include_router(description.router)
    app.include_router(linked_data.router)
    app.include_router(explorer.router)
    app.include_router(seen.router)
    if desk is not None:
        app.include_router(review_router(desk, store), responses=problems.ANSWERS)
    app.include_router(rest.formerly)
    add_pages(app, has_review=desk is not None)
    schemas.install(app)
    app.middleware("http")(secure)
    app.add_middleware(
        RestLayer, application=app, routes=rest.every_route(), origins=writing.origins
    )
    app.add_middleware(Gzip)
    app.add_middleware(HeadAsGet)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    app.add_middleware(KeepingLayer, endpoint=app.state.endpoint)
    app.add_middleware(
        SparqlLayer,
        endpoint=app.state.endpoint,
        hosts=hosts,
        origins=writing.origins,
    )
    if reading.scope is not None:
        app.add_middleware(ReadingLayer, rights=app.state.rights, needed=reading.scope)
    if writing.origins:  # outermost, for a preflight brings no token
        app.add_middleware(CORSMiddleware, **cross_origin(writing.origins))
    document(app)
    return app


def _until_closed(
    store: GraphStore, workers: Workers, writer: Writer, reach: Reach, catching_up: CatchingUp
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        workers.start()
        with counting(store):
            yield
        workers.close()
        reach.workers.close()
        catching_up.close()
        writer.close()

    return lifespan


def add_pages(app: FastAPI, *, has_review: bool) -> None:
    """Add the explorer, its data, the query page and what these load."""

    @app.get("/", include_in_schema=False)
    def explorer_page() -> HTMLResponse:
        return HTMLResponse(served_page(has_review=has_review))

    drawn = app.state.drawn = DrawnStudies()

    @app.get("/explorer/data.json", include_in_schema=False)
    def data(request: Request, store: Store, study: str = "") -> Response:
        if not study and is_corpus(store):
            return JSONResponse({"corpus": corpus(store)})
        wanted = find_study(store, study).iri if study else ""
        return drawn.of(store, wanted).answer(request, "application/json")

    @app.get(QUERY, include_in_schema=False)
    def query(store: Store, question: int | None = None) -> HTMLResponse:
        asked = questions()
        if question is not None and question not in asked:
            raise NotFoundError(f"there is no question {question}; they go from 1 to {max(asked)}")
        chosen = None if question is None else asked[question]
        return HTMLResponse(query_page(asked.values(), study_names(store), chosen))

    @app.get("/assets/{name}", include_in_schema=False)
    def static(request: Request, name: str) -> Response:
        body, media_type = kept_asset(name)
        return body.answer(request, media_type)


async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Refuse pages of other sites, and send with every answer what keeps pages closed."""
    headers, origins = read_headers(request.scope), request.app.state.origins
    if (reason := refusal(request.method, headers, ("*",), origins)) is not None:
        response: Response = problems.problem(reason.status, str(reason))
    else:
        response = await call_next(request)
    response.headers.update(SECURITY_HEADERS)
    if request.url.path.startswith("/docs"):
        response.headers["Content-Security-Policy"] = _DOCS_POLICY
    return response
