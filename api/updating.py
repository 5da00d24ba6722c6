"""Changes over HTTP: what the SPARQL endpoint and the graph store share."""

import asyncio
from functools import partial
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from api.protocol import FORM, QUERY, UPDATE, TooLargeError, Updating, media_type
from api.rights import Rights
from graph.service.changes import Change, Update
from graph.service.federation import asks_elsewhere, brought_in
from graph.service.outside import Outside
from graph.service.update_text import MAX_UPDATE_BYTES
from graph.service.writer import Writer, Written

_FORM_BYTES = 3 * MAX_UPDATE_BYTES
"""A form's bytes: percent-encoding makes an update up to three times as long."""
VERSION = "X-Themegraph-Version"
"""The header that says which version of the store a change is part of."""


async def update(request: Request, updating: Updating) -> Response:
    """Answer the protocol's update operation: 204 when it's on the disk (section 2.2.4)."""
    rights: Rights = request.app.state.rights
    rights.writer(request)  # before anything is fetched
    text = await with_others(request.app.state.outside, updating)
    written = await change(request, Update(text, updating.using, updating.base))
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={VERSION: written.after})


async def with_others(outside: Outside, updating: Updating) -> str:
    """Return the update's text, with what other servers say in the place of LOAD and SERVICE."""
    if not (outside and asks_elsewhere(updating.update)):
        return updating.update
    bring = partial(brought_in, updating.update, updating.base, outside, is_update=True)
    return await outside.apart(bring)


async def change(request: Request, wanted: Change) -> Written:
    """Make a change in the name of the request's token.

    Raises ``RightsError`` if there is none that may write, and what ``Writer.submit`` raises.
    """
    rights: Rights = request.app.state.rights
    writer: Writer = request.app.state.writer
    by = rights.writer(request)
    return await asyncio.wrap_future(writer.submit(wanted, by))


def address(request: Request) -> str:
    """Return the request's address without its query, percent-encoded as it came."""
    path = request.scope.get("raw_path", request.url.path.encode()).decode("ascii", "replace")
    return f"{request.url.scheme}://{request.url.netloc}{path}"


def options(
    methods: tuple[str, ...], accepted: tuple[str, ...] = (QUERY, UPDATE, FORM)
) -> Response:
    """Answer OPTIONS: which methods there are, and what a POST may bring."""
    headers = {"Allow": ", ".join(methods), "Accept-Post": ", ".join(accepted)}
    return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)


def most_bytes(request: Request, most: int) -> int:
    """Return how long a body may be: for updates longer, if the request brings their token.

    Raises ``RightsError`` for an update without one, before its body is read.
    """
    rights: Rights = request.app.state.rights
    if media_type(request.headers.get("content-type", "")) == UPDATE:
        rights.writer(request)
        return MAX_UPDATE_BYTES
    return max(most, _FORM_BYTES) if rights.may_write(request) else most


async def body(request: Request, at_most: int) -> bytes:
    """Return the request's body. Raises ``TooLargeError`` as soon as it's too long."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > at_most:
            raise TooLargeError(f"The body is too long: at most {at_most} bytes are taken here.")
    return bytes(received)
