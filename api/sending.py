"""How a response leaves: in pieces, to those who take them; slow readers can't fill the memory."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from starlette.types import Receive, Scope, Send

from api.cache import Kept
from graph.service.limits import MIB, BusyError

ABORT = "themegraph.abort"
"""Where a scope holds what ends its connection at once."""
PIECE = 256 * 1024
"""Bytes that are handed over at a time."""
STALLED = 20.0
"""Seconds in which a client must take a piece; the connection is ended otherwise."""
MOST = 512 * MIB
"""Bytes of results that may be on their way at once."""


class Sending:
    """All responses on their way."""

    def __init__(self) -> None:
        self.bytes = 0

    async def send(self, kept: Kept, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a response. Raises ``BusyError`` if too much is on its way."""
        del receive
        size = 0 if scope["method"] == "HEAD" else len(kept.body)
        start = {
            "type": "http.response.start",
            "status": int(kept.status),
            "headers": [*kept.headers.pairs, *_length(kept)],
        }
        if size <= PIECE:
            await send(start)
            await send({"type": "http.response.body", "body": kept.body if size else b""})
            return
        with self.claimed(size):
            try:
                await self._send_pieces(start, kept.body, send)
            except TimeoutError:
                if ABORT not in scope:
                    raise
                scope[ABORT]()
                await asyncio.sleep(0)  # the server takes note

    @contextmanager
    def claimed(self, size: int) -> Iterator[None]:
        """Count a large response as on its way. Raises ``BusyError`` if too much is."""
        if self.bytes + size > MOST:
            raise BusyError("Too many large results are being read by others; try again later.")
        self.bytes += size
        try:
            yield
        finally:
            self.bytes -= size

    async def _send_pieces(self, start: dict[str, object], body: bytes, send: Send) -> None:
        await send(start)
        view = memoryview(body)
        for place in range(0, len(body), PIECE):
            async with asyncio.timeout(STALLED):
                await send(
                    {
                        "type": "http.response.body",
                        "body": bytes(view[place : place + PIECE]),
                        "more_body": place + PIECE < len(body),
                    }
                )


def _length(kept: Kept) -> list[tuple[bytes, bytes]]:
    """Return the header that says how long a body is; 304 has none (RFC 9110, 15.4.5)."""
    if kept.status == HTTPStatus.NOT_MODIFIED:
        return []
    return [(b"content-length", str(len(kept.body)).encode())]
