"""What answers queries, whichever way they came: through the application, or straight off the wire.

It keeps results by query and manner, whole responses by the very bytes of their request, and which
heads of requests mean which manner, so that the head of a usual client is read once.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

import pyoxigraph as ox

from api.access import SECURITY_HEADERS
from api.cache import Cache, Headers, Kept
from api.operating import Operation, Outcome, outcome_of
from api.sending import Sending
from graph.errors import ThemegraphError
from graph.service.federation import asks_elsewhere
from graph.service.guard import MAX_BYTES
from graph.service.outside import Outside
from graph.service.worker import stamp
from graph.service.workers import Call, Manner, Served, Workers

PLAIN = b"GET /sparql?query="
"""How a request begins that is read without a parser, if its head is known."""
MAX_MANNERS = 1000
MAX_PLAIN_HEAD = 4096
"""Bytes of a head that is remembered."""
Key = tuple[str, Manner]
_END = b" HTTP/1.1\r\n"
_TEXT = re.compile(rb"[!\"$%'-~]+")
"""A parameter's value as it's sent: all but what ends it (``&``, ``#``, a space)."""
_USUAL = {"host", "accept", "accept-encoding", "accept-language", "user-agent", "connection"}
"""Headers that change nothing beside the manner. With any other one a request is parsed."""


class Endpoint:
    """The service for queries of one application."""

    def __init__(
        self,
        workers: Workers,
        responses: Cache[bytes],
        operation: Operation,
        outside: Outside | None = None,
    ) -> None:
        """``responses`` are kept whole; results by themselves take as much again.

        Queries may ask the servers ``outside``.
        """
        self.outside = outside or Outside()
        self.workers = workers
        self.responses = responses
        self.operation = operation
        self.results: Cache[Key] = Cache(responses.size)
        self.sending = Sending()
        self._manners: OrderedDict[bytes, Manner] = OrderedDict()

    def stamp(self) -> str:
        """Return the store's stamp as it is now."""
        return stamp(self.workers.store)

    def keep(self, served: Served, key: Key) -> tuple[Kept, str]:
        """Return a result as a response, and keep it if that may be done.

        With it comes the stamp of the store that was asked, or nothing if it mustn't be kept.
        """
        kept = as_kept(served)
        if not kept.etag or served.stamp != self.stamp():
            return kept, ""
        self.results.put(key, served.stamp, kept, 2 * len(key[0]))
        return kept, served.stamp

    def learn(self, request: bytes, names: set[str], manner: Manner) -> None:
        """Remember what the head of a request meant that everybody may send."""
        _, _, head = request.partition(_END)
        if request.startswith(PLAIN) and names <= _USUAL and len(head) <= MAX_PLAIN_HEAD:
            self._manners[head] = manner
            if len(self._manners) > MAX_MANNERS:
                self._manners.popitem(last=False)

    def read(self, request: bytes) -> Key | None:
        """Return what a plain request asks, if its head is known and nothing else is in it."""
        if not request.startswith(PLAIN):
            return None
        end = request.find(_END)
        manner = self._manners.get(request[end + len(_END) :])
        if manner is None or end < 0 or _TEXT.fullmatch(request, len(PLAIN), end) is None:
            return None
        try:
            text = request[len(PLAIN) : end].replace(b"+", b" ")
            query = unquote_to_bytes(text).decode("utf-8")
        except UnicodeDecodeError:
            return None
        if self.outside and asks_elsewhere(query):
            return None
        return (query, manner) if len(query) <= MAX_BYTES and query.strip() else None


@dataclass(slots=True, eq=False)
class Asking:
    """A query that came straight off the wire; ``done`` gets the answer, or what is wrong."""

    endpoint: Endpoint
    key: Key
    request: bytes
    done: Callable[[Kept | ThemegraphError], None]
    begun: float = 0.0
    call: Call | None = None

    def begin(self, now: str) -> None:
        """Look whether the result is kept for the store ``now``; have it made otherwise."""
        kept = self.endpoint.results.get(self.key, now)
        if kept is not None:
            self.endpoint.responses.put(self.request, now, kept, len(self.request))
            self.done(kept)
            return
        self.begun = time.perf_counter()
        try:
            self.call = self.endpoint.workers.begin(*self.key, self._ended)
        except ThemegraphError as error:
            self._ended(error)

    def leave(self) -> None:
        """End the query: its client has gone away."""
        if self.call is not None:
            self.endpoint.workers.give_up(self.call)
            self._note(Outcome.LEFT, None)

    def _ended(self, outcome: Served | ThemegraphError) -> None:
        self.call = None
        if isinstance(outcome, ThemegraphError):
            self._note(outcome_of(outcome), None)
            self.done(outcome)
            return
        self._note(Outcome.ANSWERED, outcome)
        kept, now = self.endpoint.keep(outcome, self.key)
        if now:
            self.endpoint.responses.put(self.request, now, kept, len(self.request))
        self.done(kept)

    def _note(self, outcome: Outcome, served: Served | None) -> None:
        seconds = time.perf_counter() - self.begun
        self.endpoint.operation.note(self.key[0], seconds, outcome, served)


# ---------------------------------------------------------------- headers


def as_kept(served: Served) -> Kept:
    """Return a result as a response; one that may be otherwise next time has no ETag."""
    headers, etag = _headers(
        "" if served.is_changing else served.stamp, served.media_type, served.encoding
    )
    return Kept(HTTPStatus.OK, headers, served.body, etag)


@lru_cache(maxsize=64)
def _headers(stamp: str, media_type: str, encoding: str) -> tuple[Headers, bytes]:
    """Return the headers of all results of a form, and their ETag.

    An ETag tells apart what one address answers (RFC 9110, 8.8.3), and the address says what was
    asked. So it takes the store's state and the form, and the engine, which may write otherwise.
    """
    lines = [(b"content-type", _content_type(media_type))]
    etag = b""
    if stamp:
        seed = repr((stamp, media_type, encoding, ox.__version__)).encode()
        etag = b'"%s"' % blake2b(seed, digest_size=12).hexdigest().encode()
        lines += [(b"cache-control", b"private, no-cache"), (b"etag", etag)]
    else:
        lines.append((b"cache-control", b"no-store"))
    lines.append((b"vary", b"Accept, Accept-Encoding"))
    lines += [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
    if encoding:
        lines.append((b"content-encoding", encoding.encode()))
    return Headers(tuple(lines)), etag


def _content_type(media_type: str) -> bytes:
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    return f"{media_type}{charset}".encode()
