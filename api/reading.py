"""Who may read over HTTP: everybody, or who sends a token, before anything else looks at a request.

Whatever the service tells of studies is behind this one door: SPARQL, graphs, REST, search, linked
data, pages. What is kept to answer equal requests at once (``api.wire``) needs no door of its own,
for nothing is kept of a request that brings credentials, and without them none gets that far.
"""

import base64
from enum import StrEnum
from http import HTTPStatus

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from api import problems
from api.access import SECURITY_HEADERS
from api.operating import HEALTH, METRICS, READY
from api.rights import Rights
from graph.errors import ThemegraphError
from graph.service.tokens import Scope

OPEN = (HEALTH, READY)
"""What everybody may ask: it tells whether the service works, and nothing of what it holds."""
_CHALLENGE = 'Basic realm="themegraph", charset="UTF-8"'
"""What makes a browser ask for a name and a password (RFC 7617)."""


class Reading(StrEnum):
    """Who may read: everybody, or tokens of this scope and of those that include it."""

    OPEN = "open"
    READ = "read"
    RESTRICTED = "restricted"

    @property
    def scope(self) -> Scope | None:
        """The scope that a token needs, if one is needed."""
        return None if self is Reading.OPEN else Scope(self.value)


class ReadingLayer:
    """What lets requests through whose token is for reading, and answers all others itself."""

    def __init__(self, app: ASGIApp, rights: Rights, needed: Scope) -> None:
        """``needed`` is the scope that reads studies; the service's numbers take any token."""
        self._app = app
        self._rights = rights
        self._needed = needed

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it: 401 without a token, 403 with one for less."""
        if scope["type"] == "lifespan" or scope["path"] in OPEN:
            await self._app(scope, receive, send)
            return
        needed = Scope.READ if scope["path"] == METRICS else self._needed
        try:
            self._refuse(Request(scope), needed)
        except ThemegraphError as error:
            response = problems.answered(Request(scope), error)
            response.headers.update(SECURITY_HEADERS)
            if response.status_code == HTTPStatus.UNAUTHORIZED:
                response.headers.append("WWW-Authenticate", _CHALLENGE)
            if scope["method"] == "HEAD":
                response.body = b""
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _refuse(self, request: Request, needed: Scope) -> None:
        """Refuse who may not read. Raises ``RightsError``, ``StoreError`` if tokens are broken."""
        secret = _password(request)
        if secret:
            self._rights.holder(secret, needed)
        else:
            self._rights.bearer(request, needed)


def _password(request: Request) -> str:
    """Return the password that a browser sends, under whatever name, or nothing.

    For reading a token may come so, as browsers send nothing else by themselves. For writing it
    mustn't: a browser adds it to requests that other pages cause.
    """
    scheme, _, sent = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        pair = base64.b64decode(sent.strip(), validate=True).decode("utf-8")
    except ValueError:  # not ASCII, not Base64, not UTF-8
        return ""
    return pair.partition(":")[2]
