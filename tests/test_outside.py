"""Which servers queries may reach, at which addresses, and what is taken from them."""

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest

from graph.errors import InputError
from graph.service.limits import BusyError
from graph.service.outside import MAX_ANSWER, Host, NotListedError, Outside, OutsideError, host

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\n"
PUBLIC = "93.184.215.14"


class Wire:
    """A server that sends the same bytes to all, slowly if ``pause``, and notes what it's sent."""

    def __init__(self) -> None:
        """Listen on a free port of loopback."""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listening.getsockname()[1])
        self.pieces: list[bytes] = []
        self.pause = 0.0
        self.heard: list[bytes] = []
        self.thread = threading.Thread(target=self._serve)
        self.thread.start()

    @property
    def address(self) -> str:
        """Return where it is."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with closing(connection):
                self.heard.append(connection.recv(65536))
                try:
                    for piece in self.pieces:
                        connection.sendall(piece)
                        time.sleep(self.pause)
                except OSError:
                    pass

    def close(self) -> None:
        """Stop listening."""
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join()


@pytest.fixture
def wire() -> Iterator[Wire]:
    """Return a server for one test."""
    made = Wire()
    yield made
    made.close()


def _asking(wire: Wire, seconds: float = 20.0) -> Outside:
    return Outside([Host("127.0.0.1", wire.port)], seconds)


def _get(outside: Outside, url: str) -> bytes:
    return outside.ask(url, outside.deadline(), {"Accept": "text/plain"}).content


# ---------------------------------------------------------------- hosts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Data.Example.org", Host("data.example.org")),
        ("data.example.org.:8890", Host("data.example.org", 8890)),
        ("bücher.example", Host("xn--bcher-kva.example")),
        ("10.0.0.5:3030", Host("10.0.0.5", 3030)),
        ("[0:0::1]:80", Host("::1", 80)),
    ],
)
def test_hosts_are_names_or_addresses(text: str, found: Host) -> None:
    """A host is listed by its name or address, with a port if it has one of its own."""
    assert host(text) == found


@pytest.mark.parametrize(
    "text",
    ["", "https://x.org", "x.org/sparql", "*.org", "me@x.org", "x:y", "x:", "x:99999", "a b/"],
)
def test_what_is_no_host(text: str) -> None:
    """Anything else is refused with what to write."""
    with pytest.raises(InputError, match="is no host; write a name or address"):
        host(text)


# ---------------------------------------------------------------- where it may go


@pytest.mark.parametrize(
    "url",
    [
        "http://other.example/",
        "http://data.example.org:8080/",
        "https://data.example.org.evil.example/",
        "http://evil.example#@data.example.org/",
        "http://data.example.org@evil.example/",
        "http://me:secret@data.example.org/",
        "ftp://data.example.org/",
        "file:///etc/passwd",
        "http:///etc/passwd",
        "http://127.0.0.1/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://data.example.org/\r\nHost: evil.example",
    ],
)
def test_who_is_not_listed_is_not_asked(url: str) -> None:
    """Only a listed host is asked, by HTTP, on a port that is meant; no name is looked up."""

    def resolve(name: str, port: int) -> list[str]:
        pytest.fail(f"looked up {name}:{port}")

    outside = Outside([Host("data.example.org")], resolve=resolve)
    with pytest.raises(NotListedError):
        _get(outside, url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 -- an address to refuse
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::10.0.0.1",
        "fec0::1",
        "64:ff9b:1::a00:1",
        "::ffff:0:127.0.0.1",
        "2001:4860::5efe:a00:1",
        "3fff::1",
        "4000::1",
        "192.88.99.1",
        "192.0.0.8",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
    ],
)
def test_names_that_mean_private_addresses(address: str) -> None:
    """A listed name reaches no private address, in whatever form, if but one of them is private."""
    outside = Outside([Host("data.example.org")], resolve=lambda *_: [PUBLIC, address])
    with pytest.raises(NotListedError, match="isn't a public address"):
        _get(outside, "http://data.example.org/")


def test_an_address_that_is_listed_itself(wire: Wire) -> None:
    """A private address is reached if it's listed itself, also by a listed name; port and all."""
    wire.pieces = [OK + b"Content-Length: 5\r\n\r\nhello"]
    listed = [Host("127.0.0.1", wire.port), Host("db.example.org", wire.port)]
    outside = Outside(listed, resolve=lambda *_: ["127.0.0.1"])
    assert _get(outside, f"http://db.example.org:{wire.port}/a?b=c#d") == b"hello"
    assert wire.heard[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
    assert f"Host: db.example.org:{wire.port}\r\n".encode() in wire.heard[0]
    by_name_alone = Outside(listed[1:], resolve=lambda *_: ["127.0.0.1"])
    with pytest.raises(NotListedError):
        _get(by_name_alone, f"http://db.example.org:{wire.port}/")


def test_a_name_that_takes_long_to_find() -> None:
    """Finding a name's addresses is within the time that a query has for other servers."""
    told = threading.Event()
    slow = Outside([Host("x.org")], seconds=0.1, resolve=lambda *_: [str(told.wait(10))])
    with pytest.raises(OutsideError, match="didn't answer in time"):
        _get(slow, "http://x.org/")
    told.set()


def test_a_name_that_changes_its_address(wire: Wire) -> None:
    """The address that was looked at is the one that is reached: a name is asked for once."""
    wire.pieces = [OK + b"Content-Length: 0\r\n\r\n"]
    found = iter([["127.0.0.1"], ["169.254.169.254"]])
    listed = [Host("127.0.0.1", wire.port), Host("db.example.org", wire.port)]
    outside = Outside(listed, resolve=lambda *_: next(found))
    assert _get(outside, f"http://db.example.org:{wire.port}/") == b""
    assert next(found) == ["169.254.169.254"]


def test_a_name_without_address() -> None:
    """A name that can't be found is told."""

    def resolve(*_: object) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    with pytest.raises(OutsideError, match="has no address"):
        _get(Outside([Host("x.example")], resolve=resolve), "https://x.example/")


def test_the_environment_names_no_proxy(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the environment isn't asked: it would look up names itself."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    wire.pieces = [OK + b"Content-Length: 2\r\n\r\nhi"]
    assert _get(_asking(wire), wire.address) == b"hi"


# ---------------------------------------------------------------- what is taken


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n\r\n", "sends elsewhere"),
        (b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "status 401"),
        (b"HTTP/1.1 204 No Content\r\n\r\n", "status 204"),
        (OK + b"Content-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx", "is packed"),
        (OK + b"Content-Length: 9\r\n\r\nx", "can't be reached"),
        (b"\0\0\0", "can't be reached"),
        (b"", "can't be reached"),
        (OK + b"\r\n" + b"x" * (MAX_ANSWER + 1), "more than"),
    ],
)
def test_answers_that_are_not_taken(wire: Wire, sent: bytes, reason: str) -> None:
    """A redirect isn't followed; what is packed, endless or broken off isn't taken."""
    wire.pieces = [sent]
    with pytest.raises(OutsideError, match=reason):
        _get(_asking(wire), wire.address)


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\nX: ", OK + b"\r\n"])
def test_a_server_that_dribbles(wire: Wire, begun: bytes) -> None:
    """One byte after the other doesn't extend the time: it's for all of the answer together."""
    wire.pieces, wire.pause = [begun, *[b"x"] * 100], 0.05
    with pytest.raises(OutsideError, match="didn't answer in time"):
        _get(_asking(wire, seconds=0.4), wire.address)


def test_only_so_many_at_a_time() -> None:
    """Beyond a number of queries that ask, the next is told to come again; an end makes room."""

    async def do() -> list[str]:
        alone, told = Outside([Host("x.example")], at_once=1), threading.Event()
        asking = asyncio.ensure_future(alone.apart(lambda: str(told.wait(10))))
        await asyncio.sleep(0)
        with pytest.raises(BusyError, match="Too many"):
            await alone.apart(str)
        told.set()
        first = await asking
        with pytest.raises(ZeroDivisionError):
            await alone.apart(lambda: 1 // 0)
        return [first, await alone.apart(lambda: "again")]

    assert asyncio.run(do()) == ["True", "again"]
