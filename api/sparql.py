"""The SPARQL endpoint: SPARQL 1.1 Protocol over HTTP, beside FastAPI's routing and in front of it.

Routing costs more than most queries do. So this layer takes what is meant for ``/sparql`` before
the application sees it, and does itself what the application's layers do for all else: who may ask
(``api.access``), HEAD, errors as problem details.
"""

import asyncio
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from weakref import WeakSet

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api import description, problems, updating
from api.access import SECURITY_HEADERS, refusal
from api.cache import Headers, Kept
from api.compression import takes_gzip
from api.endpoint import Endpoint, Key, as_kept
from api.protocol import (
    METHODS,
    Describing,
    ProtocolError,
    TooLargeError,
    Updating,
    read_request,
)
from api.wire import REPEATABLE
from graph.errors import ThemegraphError
from graph.service.federation import asks_elsewhere, brought_in
from graph.service.guard import MAX_BYTES, check_size
from graph.service.limits import BusyError
from graph.service.workers import Manner, Served

PATH = "/sparql"
MAX_BODY = 4 * MAX_BYTES
"""A form's bytes: percent-encoding makes a query up to three times as long."""
BODY_SECONDS = 15.0
"""How long a request's body may take to arrive."""
UNWATCHED = 0.05
"""Seconds after which it's looked whether the client still waits."""


class SlowBodyError(ProtocolError):
    """A request's body didn't arrive in time."""

    status = HTTPStatus.REQUEST_TIMEOUT


class SparqlLayer:
    """What answers ``/sparql``; everything else goes on to the application."""

    def __init__(
        self,
        app: ASGIApp,
        endpoint: Endpoint,
        hosts: tuple[str, ...],
        origins: tuple[str, ...] = (),
    ) -> None:
        """``hosts`` are the names by which it may be called; pages of ``origins`` may ask too."""
        self._app = app
        self._endpoint = endpoint
        self._hosts = hosts
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http" or scope["path"] != PATH:
            await self._app(scope, receive, send)
            return
        try:
            headers = read_headers(scope)
            reason = refusal(scope["method"], headers, self._hosts, self._origins)
            if reason is not None:
                raise reason
            await self._answer(scope, headers, receive, send)
        except ThemegraphError as error:
            response = problems.answered(Request(scope), error)
            await _send_whole(response, scope, receive, send)

    async def _answer(
        self, scope: Scope, headers: dict[str, str], receive: Receive, send: Send
    ) -> None:
        method, request = scope["method"], Request(scope)
        if method == "OPTIONS":
            await updating.options(METHODS)(scope, receive, send)
            return
        body = b""
        if method == "POST":
            body = await read_body(receive, updating.most_bytes(request, MAX_BODY))
        asked = read_request(
            method,
            scope["query_string"],
            body,
            content_type=headers.get("content-type", ""),
            content_encoding=headers.get("content-encoding", ""),
            accept=headers.get("accept", "*/*"),
            base=_address(scope, headers),
        )
        if isinstance(asked, Updating):
            await _send_whole(await updating.update(request, asked), scope, receive, send)
            return
        if isinstance(asked, Describing):
            described = await description.service_description(request, asked.accept)
            await _send_whole(described, scope, receive, send)
            return
        manner = Manner(asked.accept, asked.graphs, asked.base, takes_gzip(headers))
        if self._endpoint.outside and asks_elsewhere(asked.query):
            await self._ask_others(asked.query, manner, scope, receive, send)
            return
        found = await self._result((asked.query, manner), receive)
        if found is None:  # nobody is there any more
            return
        kept, now = found
        if kept.etag and _has(headers, kept.etag):
            kept = Kept(HTTPStatus.NOT_MODIFIED, _of_304(kept.headers), b"", kept.etag)
        whole: bytes | None = scope.get(REPEATABLE)
        if whole and is_anybodys(scope, headers):
            self._endpoint.learn(whole, {*headers}, manner)
            if now:
                self._endpoint.responses.put(whole, now, kept, len(whole))
        await self._endpoint.sending.send(kept, scope, receive, send)

    async def _ask_others(
        self, query: str, manner: Manner, scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Answer a query that asks other servers too; nothing of that is kept."""
        check_size(query)
        outside = self._endpoint.outside
        text = await outside.apart(partial(brought_in, query, manner.base, outside))
        served = await self._asked((text, manner), receive, said=query)
        if served is not None:
            kept = as_kept(replace(served, is_changing=True))
            await self._endpoint.sending.send(kept, scope, receive, send)

    async def _result(self, key: Key, receive: Receive) -> tuple[Kept, str] | None:
        """Return a result that is kept, or a new one; none if the client goes away.

        With it comes the store's stamp, or nothing if the result mustn't be kept.
        """
        now = self._endpoint.stamp()
        if (kept := self._endpoint.results.get(key, now)) is not None:
            return kept, now
        served = await self._asked(key, receive, said=key[0])
        return None if served is None else self._endpoint.keep(served, key)

    async def _asked(self, key: Key, receive: Receive, *, said: str) -> Served | None:
        """Return a new result, none if the client goes away; ``said`` is what the log tells of."""
        with self._endpoint.operation.observing(said) as seen:
            answer = self._endpoint.workers.ask(*key)
            watch = asyncio.get_running_loop().call_later(UNWATCHED, _watch, answer, receive)
            try:
                seen.served = await answer
            except asyncio.CancelledError:
                if answer not in _LEFT:  # the server ends what is left when it stops
                    raise BusyError("The server is being stopped; try again later.") from None
            finally:
                watch.cancel()
                answer.cancel()
            return seen.served


_PERSONAL = {"authorization", "cookie", "proxy-authorization", "expect", "origin"}


def is_anybodys(scope: Scope, headers: dict[str, str]) -> bool:
    """Say whether everybody gets the same answer to this, and the connection stays open."""
    return (
        scope["method"] in {"GET", "POST"}
        and scope["http_version"] == "1.1"
        and headers.get("connection", "keep-alive").lower() == "keep-alive"
        and not headers.keys() & _PERSONAL
    )


def _watch(answer: asyncio.Future[Served], receive: Receive) -> None:
    """End a query as soon as its client goes away."""
    if not answer.done():
        watching = asyncio.ensure_future(_watched(answer, receive))
        answer.add_done_callback(lambda _: watching.cancel())


async def _watched(answer: asyncio.Future[Served], receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    _LEFT.add(answer)
    answer.cancel()


_LEFT: "WeakSet[asyncio.Future[Served]]" = WeakSet()
"""Queries whose clients have gone away."""


def read_headers(scope: Scope) -> dict[str, str]:
    """Return a request's headers; one that comes several times is a list (RFC 9110, 5.3)."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


async def read_body(receive: Receive, most: int = MAX_BODY) -> bytes:
    """Return a request's body. Raises ``ProtocolError`` if it's too long or too slow."""
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > most:
                    raise TooLargeError(f"The body is too long; at most {most} bytes are taken.")
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise SlowBodyError(f"The body didn't arrive within {BODY_SECONDS:g} s.") from None


def _address(scope: Scope, headers: dict[str, str]) -> str:
    return f"{scope['scheme']}://{headers.get('host', 'localhost')}{PATH}"


def _has(headers: dict[str, str], etag: bytes) -> bool:
    """Say whether the client has this already (RFC 9110, 13.1.2)."""
    held = [one.strip().removeprefix("W/") for one in headers.get("if-none-match", "").split(",")]
    return etag.decode() in held or held == ["*"]


def _of_304(headers: Headers) -> Headers:
    """Return the headers that a 304 repeats (RFC 9110, 15.4.5)."""
    return Headers(tuple(pair for pair in headers.pairs if pair[0] != b"content-type"))


async def _send_whole(response: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["method"] == "HEAD":
        response.body = b""
    response.headers.update(SECURITY_HEADERS)
    await response(scope, receive, send)
