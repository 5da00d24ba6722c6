"""Who may ask: names by which the server is called, and pages elsewhere on the web."""

from http import HTTPStatus

from graph.errors import InputError
from viz.page import CONTENT_SECURITY_POLICY

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""What every response carries."""


class RefusedError(InputError):
    """A request from where none is answered. ``status`` is the answer's."""

    def __init__(self, message: str, status: HTTPStatus) -> None:
        super().__init__(message)
        self.status = status


def refusal(
    method: str, headers: dict[str, str], hosts: tuple[str, ...], origins: tuple[str, ...] = ()
) -> RefusedError | None:
    """Return why a request isn't answered, if so. Pages of ``origins`` are let in.

    A page elsewhere on the web can't reach a server on loopback by pointing a name of its own
    there (DNS rebinding), and can't send requests here, but for links that people follow (Fetch
    Metadata).
    """
    name = headers.get("host", "").rpartition(":")
    host = name[0] if name[1] and name[2].isdigit() else headers.get("host", "")
    if "*" not in hosts and host not in hosts:
        return RefusedError("Invalid host header", HTTPStatus.BAD_REQUEST)
    allowed = headers.get("origin", "") in origins
    foreign = headers.get("sec-fetch-site") == "cross-site" and not allowed
    followed = method == "GET" and headers.get("sec-fetch-mode") == "navigate"
    if foreign and not followed:
        return RefusedError("Pages of other sites can't send requests here.", HTTPStatus.FORBIDDEN)
    return None
