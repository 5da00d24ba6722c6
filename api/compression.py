"""Smaller answers: the explorer's data and lists repeat themselves, and are a tenth compressed.

What is sent more than once is compressed once (``Both``); all else on its way out (``Gzip``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from gzip import compress

from fastapi import Request, Response
from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from viz.page import asset

FOLDERS = ("/explorer/", "/assets/", "/api/v1/")
"""What is compressed. SPARQL answers and downloads see to it themselves."""

_LEVEL = 6
_LEAST = 2000
"""In bytes: less isn't worth it."""
_NONE_OF_IT = re.compile(r"q\s*=\s*0(\.0*)?")


@dataclass(frozen=True, slots=True)
class Both:
    """A body to be sent again and again, as it is and compressed."""

    plain: bytes
    packed: bytes

    def answer(self, request: Request, media_type: str) -> Response:
        """Return the response with the body that the client takes."""
        if not takes_gzip(request.headers):
            return Response(self.plain, media_type=media_type)  # ``Gzip`` adds what it varies by
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(self.packed, media_type=media_type, headers=headers)


def both(body: bytes) -> Both:
    """Return a body with its compressed form, which is the same for the same body."""
    return Both(body, compress(body, _LEVEL, mtime=0))


@cache
def kept_asset(name: str) -> tuple[Both, str]:
    """Return a file of the page and its media type. Raises ``NotFoundError`` as ``asset`` does."""
    body, media_type = asset(name)
    return both(body), media_type


def takes_gzip(headers: Mapping[str, str]) -> bool:
    """Say whether a response may be compressed (RFC 9110, 12.5.3)."""
    for coding in headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = coding.partition(";")
        if name.strip() == "gzip":
            return _NONE_OF_IT.fullmatch(quality.strip()) is None
    return False


class Gzip:
    """Compresses what REST answers and the explorer loads, for clients that take it.

    RFC 9110, section 8.4.1.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._plain, self._compressing = app, GZipMiddleware(app, _LEAST, compresslevel=_LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or not scope["path"].startswith(FOLDERS):
            await self._plain(scope, receive, send)
            return
        if not takes_gzip(Headers(scope=scope)):
            scope = {**scope, "headers": [*_without_codings(scope)]}
        await self._compressing(scope, receive, send)


def _without_codings(scope: Scope) -> Iterator[tuple[bytes, bytes]]:
    """Yield the headers without the codings, in which Starlette doesn't see that q is zero."""
    return (pair for pair in scope["headers"] if pair[0] != b"accept-encoding")
