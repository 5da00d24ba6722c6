"""Asking a SPARQL server over HTTP: its addresses, who asks, patience, and trying again.

Credentials come from the environment or from ``.netrc``, never from an address, and are sent over
TLS or to this machine alone. No redirect is followed, so they reach nobody else.
"""

import ipaddress
import os
import time
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit
from weakref import finalize

import httpx2

from graph.errors import InputError, StoreError
from graph.service.limits import MIB

LAYOUTS = {
    "oxigraph": ("query", "update", "store"),
    "themegraph": ("sparql", "sparql", "graphs"),
    "virtuoso": ("sparql", "sparql", "sparql-graph-crud"),
    "fuseki": ("query", "update", "data"),
}
"""Where servers have queries, updates and graphs (Graph Store Protocol) below their address."""
CONNECT = 10.0
"""Seconds in which a server must take a connection."""
SECONDS = 60.0
"""Seconds in which an answer must begin, and go on, unless told otherwise."""
TRIES = 4
"""How often is tried what may be repeated: reading, replacing and removing a graph."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before the second try, doubled each time; and at most, whatever ``Retry-After`` says."""
MOST = 1024 * MIB
"""Bytes of an answer at most."""
PREFIX = "THEMEGRAPH_STORE_"
"""What the variables of the environment begin with that say more about the store."""

_AGAIN = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}
_TOLD = 300
"""Characters of a server's own message that are passed on."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a server takes queries, updates and graphs."""

    query: str
    update: str
    graphs: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its status, media type without parameters, body, and how it was shortened."""

    status: int
    media_type: str
    body: bytes = field(repr=False)
    most_rows: int | None = None
    """How many rows the server gives at most, if it says so (Virtuoso: ``X-SPARQL-MaxRows``)."""


def addresses(place: str, environment: Mapping[str, str]) -> Addresses:
    """Return a server's addresses: as the environment says, or by the layout of its kind.

    Raises ``InputError`` if it isn't an address, or says who asks.

    >>> addresses("https://example.org/studies", {}).graphs
    'https://example.org/studies/store'
    """
    kind = environment.get(f"{PREFIX}KIND", "oxigraph")
    if kind not in LAYOUTS:
        raise InputError(f"{PREFIX}KIND={kind}: isn't known; use one of {', '.join(LAYOUTS)}")
    base = _checked(place).rstrip("/")
    usual = dict(zip(("QUERY", "UPDATE", "GRAPHS"), LAYOUTS[kind], strict=True))
    found = {
        name: _checked(environment.get(f"{PREFIX}{name}", "") or f"{base}/{path}")
        for name, path in usual.items()
    }
    return Addresses(found["QUERY"], found["UPDATE"], found["GRAPHS"])


def _checked(address: str) -> str:
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        raise InputError(
            f"a store's address must not hold a name or password: take them out, and set "
            f"{PREFIX}USER and {PREFIX}PASSWORD, or {PREFIX}TOKEN, or use ~/.netrc"
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.fragment:
        raise InputError(f"{address}: isn't an address such as https://example.org/store")
    return address


def seconds_of(environment: Mapping[str, str]) -> float:
    """Return how long an answer may take to begin, as the environment says."""
    text = environment.get(f"{PREFIX}SECONDS", "")
    try:
        seconds = float(text) if text else SECONDS
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise InputError(f"{PREFIX}SECONDS={text}: isn't a number of seconds, such as 60")
    return seconds


class _Bearer(httpx2.Auth):
    def __init__(self, token: str) -> None:
        self._value = f"Bearer {token}"

    def auth_flow(
        self, request: httpx2.Request
    ) -> Generator[httpx2.Request, httpx2.Response, None]:
        request.headers["Authorization"] = self._value
        yield request


def _credentials(environment: Mapping[str, str], addresses: Addresses) -> httpx2.Auth | None:
    """Return who asks: a token, or a name and password (basic, or digest), or by ``.netrc``."""
    found: httpx2.Auth | None = None
    if token := environment.get(f"{PREFIX}TOKEN", ""):
        found = _Bearer(token)
    elif user := environment.get(f"{PREFIX}USER", ""):
        way = environment.get(f"{PREFIX}AUTH", "basic")
        if way not in {"basic", "digest"}:
            raise InputError(f"{PREFIX}AUTH={way}: use basic or digest")
        kind = httpx2.DigestAuth if way == "digest" else httpx2.BasicAuth
        found = kind(user, environment.get(f"{PREFIX}PASSWORD", ""))
    if found is not None:
        _refuse_in_the_open(addresses)
    elif (netrc := _netrc(environment)) and _may_carry_secrets(addresses):
        found = httpx2.NetRCAuth(netrc)
    return found


def _netrc(environment: Mapping[str, str]) -> str:
    path = environment.get("NETRC", "") or os.path.expanduser("~/.netrc")  # noqa: PTH111 -- a text
    return path if os.path.isfile(path) else ""  # noqa: PTH113 -- the same


def _may_carry_secrets(addresses: Addresses) -> bool:
    return all(map(_is_private, (addresses.query, addresses.update, addresses.graphs)))


def _refuse_in_the_open(addresses: Addresses) -> None:
    for address in (addresses.query, addresses.update, addresses.graphs):
        if not _is_private(address):
            raise InputError(f"{address}: credentials would go over the line readable; use https")


def _is_private(address: str) -> bool:
    """Say whether what is sent there is read by nobody else: by TLS, or on this machine."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if parts.scheme == "https" or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Server:
    """A SPARQL server. Safe to be used by several threads."""

    def __init__(
        self, place: str, environment: Mapping[str, str] | None = None, pause: float = FIRST_PAUSE
    ) -> None:
        """Nothing is asked yet. ``environment`` is the process's unless given.

        Raises ``InputError`` if the address or what the environment says can't be used.
        """
        told = os.environ if environment is None else environment
        self.place = place
        self.addresses = addresses(place, told)
        self._pause = pause
        self._client = httpx2.Client(
            auth=_credentials(told, self.addresses),
            timeout=httpx2.Timeout(seconds_of(told), connect=CONNECT),
            headers={"User-Agent": "themegraph"},
        )
        self.close = finalize(self, self._client.close)  # connections end with whoever uses them

    def read(self, form: Mapping[str, str | list[str]], accept: str) -> Reply:
        """Ask a query, as a form (SPARQL 1.1 Protocol, 2.1.2).

        Raises ``AnsweredError`` if the server refuses it, ``StoreError`` if there is no answer.
        """
        request = self._client.build_request(
            "POST", self.addresses.query, data=dict(form), headers={"Accept": accept}
        )
        return self._again(request)

    def change(self, update: str) -> None:
        """Send an update, once: a server may have made it without an answer."""
        request = self._client.build_request(
            "POST",
            self.addresses.update,
            content=update.encode(),
            headers={"Content-Type": "application/sparql-update"},
        )
        _refuse_failure(self._once(request), request)

    def put(self, graph: str, body: bytes) -> None:
        """Make a named graph hold these triples (Graph Store Protocol, 5.3; N-Triples)."""
        self._graph("PUT", graph, body)

    def delete(self, graph: str) -> None:
        """Remove a named graph (Graph Store Protocol, 5.4); one that isn't there stays away."""
        self._graph("DELETE", graph, b"")

    def _graph(self, method: str, graph: str, body: bytes) -> None:
        headers = {"Content-Type": "application/n-triples"} if body else {}
        request = self._client.build_request(
            method, self.addresses.graphs, params={"graph": graph}, content=body, headers=headers
        )
        self._again(request, missing_is_fine=method == "DELETE")

    def _again(self, request: httpx2.Request, *, missing_is_fine: bool = False) -> Reply:
        for number in range(TRIES):
            try:
                reply = self._once(request)
            except _PassingError as error:
                if number == TRIES - 1:
                    raise StoreError(f"{error}; tried {TRIES} times") from error.__cause__
                time.sleep(min(LONGEST_PAUSE, error.wait or self._pause * 2**number))
                continue
            if missing_is_fine and reply.status == HTTPStatus.NOT_FOUND:
                return reply
            return _refuse_failure(reply, request)
        raise AssertionError("the last try returns or raises")

    def _once(self, request: httpx2.Request) -> Reply:
        where = _shown(request)
        try:
            response = self._client.send(request, stream=True)
            with_body = _Streamed(response)
            body = with_body.read(where)
        except httpx2.ReadTimeout as error:
            raise StoreError(
                f"{where}: gave no answer in time; {PREFIX}SECONDS gives it more"
            ) from error
        except httpx2.TransportError as error:
            raise _PassingError(f"{where}: can't be reached ({error})") from error
        if response.status_code in _AGAIN:
            raise _PassingError(
                f"{where}: answered {response.status_code}{_words(body)}",
                _retry_after(response.headers.get("retry-after", "")),
            )
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        most = response.headers.get("x-sparql-maxrows", "")
        return Reply(
            response.status_code, media_type, body, int(most) if most.isdecimal() else None
        )


class AnsweredError(StoreError):
    """A server answered that it won't or can't; ``status`` is its answer's."""

    def __init__(self, message: str, status: int) -> None:
        self.status = status
        super().__init__(message)


class _PassingError(StoreError):
    """What may pass if it's tried again, after ``wait`` seconds if the server says so."""

    def __init__(self, message: str, wait: float = 0.0) -> None:
        self.wait = wait
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class _Streamed:
    response: httpx2.Response

    def read(self, where: str) -> bytes:
        body = bytearray()
        try:
            for part in self.response.iter_bytes():
                body += part
                if len(body) > MOST:
                    raise StoreError(f"{where}: answered more than {MOST // MIB} MiB; ask for less")
        finally:
            self.response.close()
        return bytes(body)


def _refuse_failure(reply: Reply, request: httpx2.Request) -> Reply:
    if HTTPStatus.OK <= reply.status < HTTPStatus.MULTIPLE_CHOICES:
        return reply
    mend = ""
    if reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        mend = (
            f"; say who asks with {PREFIX}USER and {PREFIX}PASSWORD, or {PREFIX}TOKEN, or ~/.netrc"
        )
    raise AnsweredError(
        f"{_shown(request)}: answered {reply.status} to {request.method}{_words(reply.body)}{mend}",
        reply.status,
    )


def _shown(request: httpx2.Request) -> str:
    """Return an address without its parameters, which may hold what was asked."""
    return str(request.url.copy_with(query=None))


def _words(body: bytes) -> str:
    text = " ".join(body[: 4 * _TOLD].decode("utf-8", "replace").split())[:_TOLD]
    return f" ({text})" if text else ""


def _retry_after(text: str) -> float:
    return float(text) if text.isdecimal() else 0.0
