"""What answers lists, records and analyses beside FastAPI's routing and in front of it.

Routing, dependencies and layers that each start tasks of their own cost more than most pages of a
list do. The routes are FastAPI's too, which describes them; both have the same answer.
"""

from collections.abc import Iterable, Mapping

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api import problems
from api.access import SECURITY_HEADERS, refusal
from api.sparql import read_headers
from api.v1.links import API
from api.v1.routes import Answering, Route, answering, current_snapshot
from graph.errors import ThemegraphError

_ANY_HOST = ("*",)
"""Whom the server may be called by is looked at before."""


class RestLayer:
    """What answers GET of a ``Route``; everything else goes on to the application."""

    def __init__(
        self,
        app: ASGIApp,
        application: FastAPI,
        routes: Iterable[Route],
        origins: tuple[str, ...] = (),
    ) -> None:
        """``application`` has the state that answers need; pages of ``origins`` may ask too."""
        self._app = app
        self._application = application
        self._origins = origins
        self._routes = {_form(route.path): (route, answering(route)) for route in routes}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        found = self._found(scope)
        if found is None:
            await self._app(scope, receive, send)
            return
        answer, given = found
        request = Request({**scope, "app": self._application, "path_params": given}, receive)
        reason = refusal(scope["method"], read_headers(scope), _ANY_HOST, self._origins)
        if reason is None:
            response = await run_in_threadpool(_answered, request, answer)
        else:
            response = problems.problem(reason.status, str(reason))
        response.headers.update(SECURITY_HEADERS)
        await response(scope, receive, send)

    def _found(self, scope: Scope) -> tuple[Answering, Mapping[str, str]] | None:
        """Return what answers a request, and the parts of its path that are parameters."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        path: str = scope["path"]
        if not path.startswith(f"{API}/"):
            return None
        parts = path.removeprefix(API).split("/")[1:]
        found = self._routes.get((parts[0], len(parts)))
        if found is None or not all(parts):
            return None
        route, answer = found
        return answer, dict(zip(route.path_parameters, parts[1:], strict=True))


def _form(path: str) -> tuple[str, int]:
    """Return what tells routes apart: where a path begins, and how many parts it has."""
    parts = path.split("/")[1:]
    return parts[0], len(parts)


def _answered(request: Request, answer: Answering) -> Response:
    try:
        return answer(request, current_snapshot(request))
    except ThemegraphError as error:
        return problems.answered(request, error)
