"""Running the web application: one process, loopback unless told otherwise."""

import ipaddress
import socket

import uvicorn

from api.app import LOOPBACK, Service, create_app
from api.output import messages
from api.reading import Reading
from api.rights import Writing
from api.wire import protocol_for
from graph.errors import InputError
from graph.review.desk import Desk
from graph.service.tokens import Scope, Tokens
from graph.stores.embedded import GraphStore
from viz.urls import REVIEW

MAX_CONNECTIONS = 1000
"""Connections at a time; more are answered with 503."""
GRACE = 10
"""Seconds in which requests that are under way may end when the server is stopped."""


def serve(
    store: GraphStore,
    host: str,
    port: int,
    service: Service,
    desk: Desk | None = None,
    writing: Writing | None = None,
    reading: Reading = Reading.OPEN,
) -> None:
    """Serve a store until interrupted, with a ``desk`` the review of its folder too.

    Raises ``InputError`` if the address can't be listened on, if it can be reached from elsewhere
    and there is a desk, or nobody has been named who may write, or if nobody may read.
    """
    writing = writing or Writing()
    if desk is not None and not _is_loopback(host):
        raise InputError(f"--review is for this machine alone, not for {host}; leave out --host")
    if not _is_loopback(host) and not writing.is_read_only:
        _refuse_unnamed_writers(store, host)
    if reading.scope is not None:
        _refuse_unnamed_readers(store, reading.scope)
    listener = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    messages.print(f"Explorer {address}/   REST {address}/docs   SPARQL {address}/sparql")
    if desk is not None:
        messages.print(f"Review {address}{REVIEW}   of {desk.folder} as {desk.by}")
    hosts = (*LOOPBACK, shown) if _is_loopback(host) else ("*",)
    if reading.scope is not None:
        messages.print(f"Reading needs a token of scope {reading.scope}: in a browser, a password.")
    elif hosts == ("*",):
        messages.print("Everybody who can reach this address can read every study in the store.")
    messages.print("Stop with Ctrl+C.")
    app = create_app(store, hosts, service, desk, writing, reading)
    config = uvicorn.Config(
        app,
        http=protocol_for(app.state.endpoint),
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=GRACE,
    )
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def serve_remote(place: str, host: str, port: int) -> None:
    """Serve what is on a SPARQL server, for reading, until interrupted. Raises as ``serve``."""
    from api.elsewhere import create_remote_app  # noqa: PLC0415 -- only who needs it waits for it
    from graph.stores.remote import remote_store  # noqa: PLC0415

    store = remote_store(place)
    if store.snapshot().is_empty():
        raise InputError(f"{place}: has no study yet; `themegraph build --store {place}` makes one")
    listener = _listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    messages.print(f"Explorer {address}/   REST {address}/docs   Store {place}")
    app = create_remote_app(store, (*LOOPBACK, shown) if _is_loopback(host) else ("*",))
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False,
        limit_concurrency=MAX_CONNECTIONS, timeout_graceful_shutdown=GRACE,
    )  # fmt: skip
    with listener:
        uvicorn.Server(config).run(sockets=[listener])


def _refuse_unnamed_writers(store: GraphStore, host: str) -> None:
    """Refuse an address that others reach, unless it was decided who may write through it."""
    if not any(token.scope.includes(Scope.WRITE) for token in Tokens(store.path).listed()):
        raise InputError(
            f"{host} can be reached from elsewhere, and no token says who may change the store: "
            "make one with `themegraph token create NAME --scope write`, or add --read-only"
        )


def _refuse_unnamed_readers(store: GraphStore, needed: Scope) -> None:
    if not any(token.scope.includes(needed) for token in Tokens(store.path).listed()):
        raise InputError(
            f"--reading {needed}: nobody could read, as there is no token of scope {needed} or "
            f"above; make one with `themegraph token create NAME --scope {needed}`"
        )


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise InputError(f"can't listen on {host}:{port} ({error}); try --port 0") from error


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
