"""Other servers that a query or an update may reach: those that somebody listed, and no others.

A request goes to a listed host alone, by HTTP or HTTPS, to an address that was looked at as the
connection is made: a name that means a private address reaches nothing, whenever it begins to mean
that. No redirect is followed, no proxy asked, nothing unpacked.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from threading import BoundedSemaphore
from typing import TypeVar
from urllib.parse import quote, urlsplit

import httpcore2 as httpcore

from graph.errors import InputError, QueryError
from graph.service.limits import BusyError

AT_ONCE = 8
"""How many queries and updates may ask other servers at a time."""
MAX_ANSWER = 4 * 2**20
"""Most bytes of an answer."""
_PORTS = {"http": 80, "https": 443}
_TRANSLATED = tuple(map(IPv6Network, ("64:ff9b::/96", "::/96", "::ffff:0:0:0/96")))
"""In whose last 32 bits an IPv4 address stands (RFC 6052, RFC 4291, RFC 2765)."""
_ISATAP = (0x5EFE, 0x0200_5EFE)
"""What stands before an IPv4 address in the last 64 bits of an IPv6 address (RFC 5214, 6.1)."""
_UNICAST = IPv6Network("2000::/3")
"""All that is given out for use between networks (RFC 4291, 2.4)."""
_SPECIAL = tuple(
    map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20", "5f00::/16"))
)
"""Not for use between networks, though not each Python says so (IANA's registries, RFC 6890)."""
_UNRESERVED = "%/:@!$&'()*+,;=~-._?"
_SHOWN = 200

Address = IPv4Address | IPv6Address
T = TypeVar("T")
Resolve = Callable[[str, int], Iterable[str]]
"""From a name and a port to the addresses that it means, as text."""


class OutsideError(QueryError):
    """Another server can't be asked, or its answer can't be taken."""


class NotListedError(QueryError):
    """Nobody listed the server that should be asked, or the address that its name means."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host that may be asked, by name or address; without ``port`` at HTTP's and HTTPS' own."""

    name: str
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What another server sent. ``media_type`` is in small letters, without parameters."""

    media_type: str
    content: bytes


def host(text: str) -> Host:
    """Read a host as ``serve --allow-host`` takes it.

    >>> host("data.example.org"), host("10.0.0.5:3030"), host("[::1]:8080")
    (Host(name='data.example.org', port=None), Host(name='10.0.0.5', port=3030), Host(name='::1', \
port=8080))

    Raises ``InputError`` for anything but a name or an address, with or without a port.
    """
    try:
        found = urlsplit(f"//{text}")
        name, port = found.hostname, found.port
    except ValueError:
        name, port = None, None
    if not name or found.netloc != text or "@" in text or text.endswith(":") or "*" in text:
        raise InputError(
            f"{text!r} is no host; write a name or address, such as data.example.org "
            "or 10.0.0.5:3030, without https:// or a path"
        )
    return Host(_ascii(name), port)


def resolved(name: str, port: int) -> list[str]:
    """Return the addresses of a name, as the system finds them."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Outside:
    """The servers that may be asked. One without hosts is false, and refuses all."""

    def __init__(
        self,
        hosts: Iterable[Host] = (),
        seconds: float = 30.0,
        resolve: Resolve = resolved,
        at_once: int = AT_ONCE,
    ) -> None:
        """A query's requests together may take so many ``seconds``; so many ask ``at_once``."""
        self.hosts = frozenset(hosts)
        self.seconds = seconds
        self._resolve = resolve
        self._free = BoundedSemaphore(at_once)
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="outside")
        self._lookups = ThreadPoolExecutor(at_once, thread_name_prefix="outside-name")

    def __bool__(self) -> bool:
        """Say whether anything may be asked."""
        return bool(self.hosts)

    def deadline(self) -> float:
        """Return until when, by ``time.monotonic``, a query that begins now may ask."""
        return time.monotonic() + self.seconds

    async def apart(self, work: Callable[[], T]) -> T:
        """Return what ``work``, which asks other servers, does in a thread that nothing else needs.

        Raises ``BusyError`` if as many do so as may.
        """
        if not self._free.acquire(blocking=False):
            raise BusyError("Too many queries ask other servers; try again later.")
        done = self._threads.submit(work)
        done.add_done_callback(lambda _: self._free.release())
        return await asyncio.wrap_future(done)

    def ask(
        self, url: str, until: float, headers: Mapping[str, str], form: bytes | None = None
    ) -> Answer:
        """Return what a server answers to a GET, or to the POST of a form.

        Raises ``NotListedError`` if it may not be asked, ``OutsideError`` if it doesn't answer in
        time, with 200, or answers with more than ``MAX_ANSWER`` bytes.
        """
        target, name, port = self._target(url)
        try:
            with httpcore.ConnectionPool(network_backend=_Checked(self, until)) as pool:
                return _received(pool, target, _headers(headers, name, port, form), form, until)
        except (httpcore.TimeoutException, TimeoutError):
            raise OutsideError(f"{_shown(url)} didn't answer in time.") from None
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise OutsideError(f"{_shown(url)} can't be reached ({error}).") from error

    def addresses(self, name: str, port: int, until: float) -> list[str]:
        """Return the addresses at which a listed host may be reached.

        Raises ``NotListedError`` if one of them isn't public, unless that itself is listed, and
        ``TimeoutError`` if they aren't found ``until`` then.
        """
        looked = self._lookups.submit(lambda: list(self._resolve(name, port)))
        try:
            met = looked.result(timeout=_left(until))
            found = [ip_address(each.partition("%")[0]) for each in met]
        except TimeoutError:
            looked.cancel()
            raise
        except (OSError, UnicodeError) as error:
            raise OutsideError(f"{_shown(name)} has no address ({error}).") from error
        for address in found:
            if not (_is_public(address) or self._lists(str(address), port)):
                raise NotListedError(
                    f"{_shown(name)} is at {address}, which isn't a public address; whoever runs "
                    "this server can list that address itself (serve --allow-host)."
                )
        return [str(address) for address in found]

    def _target(self, url: str) -> tuple[httpcore.URL, str, int]:
        """Return where a request goes, and the name and port of the host. Raises as ``ask``."""
        found = urlsplit("")
        name, port = "", 0
        with suppress(ValueError, InputError):
            found = urlsplit(url)
            name, port = _ascii(found.hostname or ""), found.port or _PORTS.get(found.scheme, 0)
        known = found.scheme in _PORTS and "@" not in found.netloc
        if not (name and known) or any(one <= " " for one in url):
            raise NotListedError(f"{_shown(url)} is no address by http or https.")
        if not self._lists(name, port):
            raise NotListedError(
                f"{_shown(name)}:{port} isn't among the hosts that may be asked; whoever runs this "
                "server can list it (serve --allow-host)."
            )
        path = quote(found.path or "/", safe=_UNRESERVED)
        path += f"?{quote(found.query, safe=_UNRESERVED)}" if found.query else ""
        target = httpcore.URL(
            scheme=found.scheme.encode(), host=name.encode(), port=port, target=path.encode()
        )
        return target, name, port

    def _lists(self, name: str, port: int) -> bool:
        return Host(name, port) in self.hosts or (
            Host(name) in self.hosts and port in _PORTS.values()
        )


# ---------------------------------------------------------------- connections


class _Checked(httpcore.NetworkBackend):
    """Connections to addresses that may be reached, none of them beyond the deadline."""

    def __init__(self, outside: Outside, until: float) -> None:
        self._outside = outside
        self._until = until
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        failed: Exception = httpcore.ConnectError("it has no address")
        for address in self._outside.addresses(host, port, self._until):
            try:
                stream = self._backend.connect_tcp(
                    address, port, _left(self._until), local_address, socket_options
                )
                return _Bounded(stream, self._until)
            except httpcore.ConnectError as error:
                failed = error
        raise failed


class _Bounded(httpcore.NetworkStream):
    """A connection with a deadline for all that's sent and read together."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self._stream = stream
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        del timeout
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        del timeout
        self._stream.write(buffer, _left(self._until))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        del timeout
        inner = self._stream.start_tls(ssl_context, server_hostname, _left(self._until))
        return _Bounded(inner, self._until)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout
    return left


def _headers(
    given: Mapping[str, str], name: str, port: int, form: bytes | None
) -> list[tuple[bytes, bytes]]:
    there = f"[{name}]" if ":" in name else name
    headers = {"Host": f"{there}:{port}" if port not in _PORTS.values() else there} | dict(given)
    headers |= {"Accept-Encoding": "identity", "Connection": "close", "User-Agent": "themegraph"}
    if form is not None:
        headers |= {
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(form)),
        }
    return [(key.encode(), value.encode()) for key, value in headers.items()]


def _received(
    pool: httpcore.ConnectionPool,
    target: httpcore.URL,
    headers: list[tuple[bytes, bytes]],
    form: bytes | None,
    until: float,
) -> Answer:
    method = "GET" if form is None else "POST"
    with pool.stream(method, target, headers=headers, content=form) as response:
        found = {key.lower(): value.decode("latin-1") for key, value in response.headers}
        _check(response.status, found)
        content = bytearray()
        for chunk in response.iter_stream():
            content += chunk
            _left(until)
            if len(content) > MAX_ANSWER:
                raise OutsideError(
                    f"The other server answers with more than {MAX_ANSWER} bytes; ask it for less."
                )
    kind = found.get(b"content-type", "").partition(";")[0].strip().lower()
    return Answer(kind, bytes(content))


def _check(status: int, headers: Mapping[bytes, str]) -> None:
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        raise OutsideError(
            f"The other server sends elsewhere, to {_shown(headers.get(b'location', ''))}; name "
            "that instead."
        )
    if status != HTTPStatus.OK:
        raise OutsideError(f"The other server answers with status {status}.")
    if headers.get(b"content-encoding", "identity").lower() != "identity":
        raise OutsideError("The other server's answer is packed though it was asked not to be.")


# ---------------------------------------------------------------- names and addresses


def _ascii(name: str) -> str:
    try:
        found = ip_address(name)
    except ValueError:
        try:
            return name.lower().rstrip(".").encode("idna").decode()
        except UnicodeError as error:
            raise InputError(f"{_shown(name)} is no name of a host ({error})") from error
    return str(found)


def _is_public(address: Address) -> bool:
    within = _within(address)
    if within is not None:
        return _is_public(within)
    is_special = any(address in network for network in _SPECIAL)
    if isinstance(address, IPv6Address) and address not in _UNICAST:
        return False
    return address.is_global and not (address.is_multicast or is_special)


def _within(address: Address) -> IPv4Address | None:
    """Return the IPv4 address to which something sent to this IPv6 address goes on."""
    if isinstance(address, IPv4Address):
        return None
    is_tunnel = int(address) >> 32 & 0xFFFF_FFFF in _ISATAP
    if is_tunnel or any(address in network for network in _TRANSLATED):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
