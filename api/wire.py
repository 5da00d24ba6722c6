"""HTTP/1.1 as uvicorn speaks it, with limits on what a request may be, and a shortcut.

A request whose every byte came before is answered with the response that was kept for it, as long
as the store is what it was then: nothing is parsed, no task is started. It's the shortest way from
socket to cache.
"""

import asyncio
from pathlib import Path
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from api.cache import Cache
from graph.worker import stamp

REPEATABLE = "themegraph.repeatable"
"""Where a scope holds the bytes of its request, if these were all that the client had sent."""
ABORT = "themegraph.abort"
"""Where a scope holds what ends its connection at once."""
MAX_HEAD = 256 * 1024
"""Bytes of a request's head; a query in the address is at most 64 KiB, percent-encoded."""
HEAD_SECONDS = 15.0
"""How long a request's head may take to arrive."""
MAX_REPEATABLE = 64 * 1024
"""Bytes of a request of which it's looked whether it came before."""
SMALL = 16 * 1024
"""Bytes of a body that are copied, as that's quicker than sending them apart."""


class Protocol(HttpToolsProtocol):
    """A connection."""

    store: Path
    responses: Cache[bytes]

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Take what uvicorn gives."""
        super().__init__(config, server_state, app_state, _loop)
        self._is_between = True
        self._head = 0
        self._begun = 0
        self._slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for a request."""
        super().connection_made(transport)
        self._slow = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Answer a request that came before; hand all others to the parser."""
        if self._is_between and self._repeat(data):
            return
        was_between, self._begun = self._is_between, 0
        self._head += len(data)
        super().data_received(data)
        if self._begun == 1 and was_between and self._is_between and len(data) <= MAX_REPEATABLE:
            self.scope[REPEATABLE] = data  # type: ignore[literal-required]
        if self._slow is not None and self._head > MAX_HEAD:
            self._refuse(b"431 Request Header Fields Too Large")

    def _repeat(self, data: bytes) -> bool:
        """Answer with what is kept for these bytes, if nothing else is under way."""
        kept = self.responses.get(data, stamp(self.store))
        if kept is None or self.flow.write_paused or self.transport.is_closing():
            return False
        if self.cycle is not None and not self.cycle.response_complete:
            return False
        date = b"".join(b"%s: %s\r\n" % header for header in self.server_state.default_headers)
        head = b"%s%s%s\r\n" % (STATUS_LINE[kept.status], date, kept.lines)
        if len(kept.body) <= SMALL:
            self.transport.write(head + kept.body)
        else:
            self.transport.writelines((head, kept.body))
        self._stop_waiting()
        self.on_response_complete()
        return True

    # ------------------------------------------------------------ what the parser says

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._is_between = False
        self._begun += 1
        self.scope[ABORT] = self.transport.abort  # type: ignore[literal-required]
        if self._slow is None:
            self._slow = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def on_headers_complete(self) -> None:
        """Let the application begin, which counts how long the body takes."""
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """End a request."""
        self._is_between = True
        self._head = 0
        super().on_message_complete()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection on which nothing comes, also if it doesn't take what was sent."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        super().timeout_keep_alive_handler()

    # ------------------------------------------------------------ limits

    def _give_up(self) -> None:
        self._slow = None
        self._refuse(b"408 Request Timeout")

    def _refuse(self, status: bytes) -> None:
        self._stop_waiting()
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 %s\r\ncontent-length: 0\r\nconnection: close\r\n\r\n" % status
            )
            self.transport.close()

    def _stop_waiting(self) -> None:
        if self._slow is not None:
            self._slow.cancel()
            self._slow = None


def protocol_for(store: Path, responses: Cache[bytes]) -> type[Protocol]:
    """Return the protocol of a server over this store, whose ``responses`` are kept."""
    return type("BoundProtocol", (Protocol,), {"store": store, "responses": responses})
