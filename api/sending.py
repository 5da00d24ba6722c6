"""How a response leaves: in pieces, to those who take them; slow readers can't fill the memory."""

import asyncio

from starlette.types import Receive, Scope, Send

from api.cache import Kept
from api.wire import ABORT
from graph.limits import MIB, BusyError

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
        if size > PIECE and self.bytes + size > MOST:
            raise BusyError("Too many large results are being read by others; try again later.")
        start = {
            "type": "http.response.start",
            "status": int(kept.status),
            "headers": list(kept.headers),
        }
        if size <= PIECE:
            await send(start)
            await send({"type": "http.response.body", "body": kept.body if size else b""})
            return
        self.bytes += size
        try:
            await self._send_pieces(start, kept.body, send)
        except TimeoutError:
            if ABORT in scope:
                scope[ABORT]()
                await asyncio.sleep(0)  # the server takes note
            else:
                raise
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
