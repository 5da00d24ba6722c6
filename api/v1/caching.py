"""Caching: an answer is the same as long as the store is, so it's tagged by the store's version.

``ETag`` and ``If-None-Match`` (RFC 9110, clauses 8.8.3 and 13.1.2). Whoever keeps an answer asks
each time whether it still holds (``no-cache``): a build shows at once.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from importlib.metadata import version

from starlette.requests import Request
from starlette.responses import Response

from graph.answers.memory import remembered
from graph.stores.embedded import CURRENT, AnyStore, GraphStore, Snapshot

CONTROL = "private, no-cache"
LARGEST = 256 * 1024
"""Bytes of an answer that is kept to be given again."""


def tag(request: Request, snapshot: Snapshot, media_type: str) -> str:
    """Return the tag of what is asked for: of this program, version of the store, and format."""
    store: AnyStore = request.app.state.store
    built = 0
    with suppress(FileNotFoundError):  # an empty store has no version yet
        if isinstance(store, GraphStore):
            built = (store.path / CURRENT).stat().st_mtime_ns
    parts = (_program(), snapshot.version, built, str(request.url), media_type)
    return f'W/"{sha256(repr(parts).encode()).hexdigest()[:24]}"'


@cache
def _program() -> str:
    """Return the program's version, which is looked up in files."""
    return version("themegraph")


def headers(of: str) -> dict[str, str]:
    """Return what an answer with this tag says of its keeping."""
    return {"ETag": of, "Cache-Control": CONTROL, "Vary": "Accept"}


def is_known(request: Request, of: str) -> bool:
    """Say whether who asks has what has this tag."""
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or of in {one.strip() for one in given.split(",")}


def kept(
    request: Request, snapshot: Snapshot, media_type: str, make: Callable[[], Response]
) -> Response:
    """Return what is asked for: that it's unchanged, or as it was made before, or made now."""
    of = tag(request, snapshot, media_type)
    if is_known(request, of):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers(of))

    def find() -> Response:
        made = make()
        made.headers.update(headers(of))
        return made

    if not request.app.state.keeps:
        return find()
    found = remembered(snapshot, ("response", of), find, lambda made: len(made.body) <= LARGEST)
    again = Response(found.body, found.status_code)
    again.raw_headers = list(found.raw_headers)
    return again
