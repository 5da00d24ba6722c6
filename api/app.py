"""The web application: REST, SPARQL, linked data, the explorer and the API's documentation."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from fastapi_offline import FastAPIOffline
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import explorer, linked_data, problems, rest, search, seen, sparql
from api.drawn import DrawnStudies
from api.head import HeadAsGet
from api.rest import Store
from api.review import review_router
from api.v1 import schemas
from graph.answers import find_study
from graph.describe import study_names
from graph.errors import NotFoundError
from graph.review.desk import Desk
from graph.store import GraphStore
from graph.workers import Limits, Workers
from ontology.questions import questions
from viz.page import CONTENT_SECURITY_POLICY, asset, served_page
from viz.query_page import query_page
from viz.urls import QUERY

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
    limits: Limits | None = None,
    desk: Desk | None = None,
) -> FastAPI:
    """Return the application over a store.

    ``hosts`` are the names by which it may be called. A page elsewhere on the web can't reach a
    server on loopback by pointing a name of its own there (DNS rebinding), and isn't allowed to
    read answers, as there are no CORS headers. ``limits`` hold for each SPARQL query.
    With a ``desk`` there is a page on which somebody decides on the suggestions in its folder.
    """
    workers = Workers(store.path, limits=limits)
    app: FastAPI = FastAPIOffline(
        title="Themegraph",
        description=_DESCRIPTION,
        version="0.1.0",
        redoc_url=None,
        swagger_ui_parameters={"validatorUrl": None},
        lifespan=_until_closed(workers),
    )
    app.state.store = store
    app.state.workers = workers
    problems.install(app)
    app.include_router(rest.routes(problems.ANSWERS))
    app.include_router(search.router, responses=problems.ANSWERS)
    app.include_router(sparql.router)
    app.include_router(linked_data.router)
    app.include_router(explorer.router)
    app.include_router(seen.router)
    if desk is not None:
        app.include_router(review_router(desk, store), responses=problems.ANSWERS)
    app.include_router(rest.formerly)
    _add_pages(app, has_review=desk is not None)
    schemas.install(app)
    app.middleware("http")(_secure)
    app.add_middleware(GZipMiddleware, minimum_size=2000, compresslevel=6)
    app.add_middleware(HeadAsGet)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return app


def _until_closed(workers: Workers) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        del app
        yield
        workers.close()

    return lifespan


def _add_pages(app: FastAPI, *, has_review: bool) -> None:
    @app.get("/", include_in_schema=False)
    def explorer_page() -> HTMLResponse:
        return HTMLResponse(served_page(has_review=has_review))

    drawn = app.state.drawn = DrawnStudies()

    @app.get("/explorer/data.json", include_in_schema=False)
    def data(store: Store, study: str = "") -> Response:
        wanted = find_study(store, study).iri if study else ""
        return Response(drawn.of(store, wanted), media_type="application/json")

    @app.get(QUERY, include_in_schema=False)
    def query(store: Store, question: int | None = None) -> HTMLResponse:
        asked = questions()
        if question is not None and question not in asked:
            raise NotFoundError(f"there is no question {question}; they go from 1 to {max(asked)}")
        chosen = None if question is None else asked[question]
        return HTMLResponse(query_page(asked.values(), study_names(store), chosen))

    @app.get("/assets/{name}", include_in_schema=False)
    def static(name: str) -> Response:
        body, media_type = asset(name)
        return Response(body, media_type=media_type)


def _refuse_other_sites(request: Request) -> Response | None:
    """Refuse what a page elsewhere sends, but for links that people follow (Fetch Metadata)."""
    foreign = request.headers.get("sec-fetch-site") == "cross-site"
    followed = request.method == "GET" and request.headers.get("sec-fetch-mode") == "navigate"
    if foreign and not followed:
        return problems.problem(
            HTTPStatus.FORBIDDEN, "Pages of other sites can't send requests here."
        )
    return None


async def _secure(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = _refuse_other_sites(request) or await call_next(request)
    docs = request.url.path.startswith("/docs")
    policy = _DOCS_POLICY if docs else CONTENT_SECURITY_POLICY
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
