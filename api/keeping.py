"""What keeps REST's answers by the bytes of their requests, as those at ``/sparql`` are.

One that comes again is answered before anything of it is read (``api.wire``).
"""

from collections.abc import Callable
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.cache import Headers, Kept
from api.endpoint import Endpoint
from api.sparql import is_anybodys, read_headers
from api.v1.links import API
from api.wire import REPEATABLE

LARGEST = 1024 * 1024
"""Bytes of an answer that is kept."""
_OWN = frozenset({b"content-length", b"date"})
"""Headers that are written each time."""


class KeepingLayer:
    """Passes requests on, and keeps answers that everybody gets as long as the store stays."""

    def __init__(self, app: ASGIApp, endpoint: Endpoint) -> None:
        """``endpoint`` has what is kept, and knows the state of the store."""
        self._app = app
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        whole: bytes | None = scope.get(REPEATABLE) if scope["type"] == "http" else None
        is_ours = scope["type"] == "http" and scope["path"].startswith(f"{API}/")
        if not whole or not is_ours or not is_anybodys(scope, read_headers(scope)):
            await self._app(scope, receive, send)
            return
        before = self._endpoint.stamp()

        def keep(kept: Kept) -> None:
            if self._endpoint.stamp() == before:
                self._endpoint.responses.put(whole, before, kept, len(whole))

        await self._app(scope, receive, _Heard(send, keep).send)


class _Heard:
    """A response on its way, as far as it's one that can be kept."""

    def __init__(self, send: Send, keep: Callable[[Kept], None]) -> None:
        self._send = send
        self._keep = keep
        self._start: Message = {}
        self._body = bytearray()

    async def send(self, message: Message) -> None:
        """Pass a part on; the last once the whole is kept, for the client may ask again at once."""
        if message["type"] == "http.response.start":
            self._start = message
        elif _etag(self._start) and len(self._body) <= LARGEST:
            self._body += message.get("body", b"")
            self._end(is_whole=not message.get("more_body", False))
        await self._send(message)

    def _end(self, *, is_whole: bool) -> None:
        is_small = len(self._body) <= LARGEST
        if not (is_whole and is_small and self._start["status"] == HTTPStatus.OK):
            return
        pairs = tuple(pair for pair in self._start["headers"] if pair[0] not in _OWN)
        self._keep(Kept(HTTPStatus.OK, Headers(pairs), bytes(self._body), _etag(self._start)))


def _etag(start: Message) -> bytes:
    found: bytes = dict(start.get("headers", ())).get(b"etag", b"")
    return found
