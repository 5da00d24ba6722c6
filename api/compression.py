"""Smaller answers: the explorer's data and lists repeat themselves, and are a tenth compressed."""

from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

FOLDERS = ("/explorer/", "/assets/", "/api/v1/")
"""What is compressed. SPARQL answers and downloads see to it themselves."""

_LEAST = 2000
"""In bytes: less isn't worth it."""


class Gzip:
    """Compresses what REST answers and the explorer loads, for clients that take it.

    RFC 9110, section 8.4.1.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._plain, self._compressing = app, GZipMiddleware(app, _LEAST, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        ours = scope["type"] == "http" and scope["path"].startswith(FOLDERS)
        await (self._compressing if ours else self._plain)(scope, receive, send)
