"""HTTP/1.1 as uvicorn speaks it, with limits on what a request may be, and two shortcuts.

A request whose every byte came before is answered with the response that was kept for it, as long
as the store is what it was then: nothing is parsed, no task is started. One that differs in its
query alone, with a head that came before, goes straight to a worker, and the answer straight back.
"""

import asyncio
from typing import Any

from starlette.requests import Request
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from api import problems
from api.access import SECURITY_HEADERS
from api.cache import Kept
from api.endpoint import Asking, Endpoint
from api.sending import ABORT, PIECE, STALLED
from graph.errors import ThemegraphError
from graph.service.limits import BusyError

REPEATABLE = "themegraph.repeatable"
"""Where a scope holds the bytes of its request, if these were all that the client had sent."""
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

    endpoint: Endpoint

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
        self._asking: Asking | None = None
        self._sending: asyncio.Task[None] | None = None
        self._held = b""
        self._is_last = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for a request."""
        super().connection_made(transport)
        self._slow = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting, and end what nobody waits for any more."""
        self._stop_waiting()
        if self._asking is not None:
            self._asking.leave()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        """Close the connection, or let what is under way be the last on it."""
        if self._asking is None:
            super().shutdown()
        else:
            self._is_last = True

    def data_received(self, data: bytes) -> None:
        """Answer what came before, ask what is plain; hand all others to the parser."""
        if self._asking is not None:
            self._hold(data)
            return
        if self._is_between and self._is_idle():
            now = self.endpoint.stamp()
            if self._repeat(data, now) or self._ask(data, now):
                return
        was_between, self._begun = self._is_between, 0
        self._head += len(data)
        super().data_received(data)
        if self._begun == 1 and was_between and self._is_between and len(data) <= MAX_REPEATABLE:
            self.scope[REPEATABLE] = data  # type: ignore[literal-required]
        if self._slow is not None and self._head > MAX_HEAD:
            self._refuse(b"431 Request Header Fields Too Large")

    # ------------------------------------------------------------ shortcuts

    def _is_idle(self) -> bool:
        """Say whether nothing else is under way."""
        if self.flow.write_paused or self.transport.is_closing():
            return False
        return self.cycle is None or self.cycle.response_complete

    def _repeat(self, data: bytes, now: str) -> bool:
        """Answer with what is kept for these bytes."""
        kept = self.endpoint.responses.get(data, now)
        if kept is None:
            return False
        self._write(kept)
        self._stop_waiting()
        self.on_response_complete()
        return True

    def _ask(self, data: bytes, now: str) -> bool:
        """Ask what the request asks, if that is plain."""
        if self.limit_concurrency is not None and len(self.connections) >= self.limit_concurrency:
            return False
        key = self.endpoint.read(data)
        if key is None:
            return False
        self._stop_waiting()
        self._unset_keepalive_if_required()
        self._asking = Asking(self.endpoint, key, data, self._answer)
        self._asking.begin(now)
        return True

    def _hold(self, data: bytes) -> None:
        """Hold what comes while an answer is under way."""
        self._held += data
        if len(self._held) > MAX_HEAD:
            self.flow.pause_reading()

    def _answer(self, outcome: Kept | ThemegraphError) -> None:
        if self.transport.is_closing():
            self._asking = None
        elif isinstance(outcome, ThemegraphError):
            self._write_problem(outcome)
            self._go_on()
        elif len(outcome.body) <= PIECE:
            self._write(outcome)
            self._go_on()
        else:
            self._sending = self.loop.create_task(self._send(outcome))

    async def _send(self, kept: Kept) -> None:
        """Send a large response; end the connection if the client takes nothing of it."""
        try:
            with self.endpoint.sending.claimed(len(kept.body)):
                self._write(kept)
                left = self.transport.get_write_buffer_size()
                while left and not await self._is_taken():
                    before, left = left, self.transport.get_write_buffer_size()
                    if left > before - PIECE:
                        self.transport.abort()
                        return
        except BusyError as error:
            self._write_problem(error)
        self._go_on()

    async def _is_taken(self) -> bool:
        """Wait until what was written is taken, for as long as a client may take nothing."""
        try:
            async with asyncio.timeout(STALLED):
                await self.flow.drain()
        except TimeoutError:
            return False
        return True

    def _go_on(self) -> None:
        """Take what came meanwhile."""
        self._asking = None
        self.on_response_complete()
        held, self._held = self._held, b""
        if self._is_last:
            self.transport.close()
        elif held and not self.transport.is_closing():
            self.data_received(held)

    def _write(self, kept: Kept) -> None:
        head = b"%s%s%scontent-length: %d\r\n\r\n" % (
            STATUS_LINE[kept.status],
            self._date(),
            kept.headers.lines,
            len(kept.body),
        )
        if len(kept.body) <= SMALL:
            self.transport.write(head + kept.body)
        else:
            self.transport.writelines((head, kept.body))

    def _write_problem(self, error: ThemegraphError) -> None:
        accept = self._asking.key[1].accept if self._asking else "*/*"
        accepting = [(b"accept", accept.encode("latin-1"))]
        scope = {"type": "http", "method": "GET", "path": "/sparql", "headers": accepting}
        response = problems.answered(Request(scope), error)
        response.headers.update(SECURITY_HEADERS)
        lines = b"".join(b"%s: %s\r\n" % header for header in response.raw_headers)
        status = STATUS_LINE[response.status_code]
        self.transport.write(b"%s%s%s\r\n%s" % (status, self._date(), lines, response.body))

    def _date(self) -> bytes:
        return b"".join(b"%s: %s\r\n" % header for header in self.server_state.default_headers)

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


def protocol_for(endpoint: Endpoint) -> type[Protocol]:
    """Return the protocol of a server whose queries this endpoint answers."""
    return type("BoundProtocol", (Protocol,), {"endpoint": endpoint})
