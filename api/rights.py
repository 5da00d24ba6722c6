"""Who may do what over HTTP: tokens in the Authorization header (RFC 6750)."""

from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

from starlette.requests import Request

from graph.errors import InputError
from graph.service.tokens import Scope, Token, Tokens
from graph.service.writer import WriteLimits


@dataclass(frozen=True, slots=True)
class Writing:
    """How the store may be changed over HTTP. Pages of these ``origins`` may ask for tokens' work.

    An origin is as browsers send it: ``https://example.org``. There are none by default, for a page
    of an allowed origin can read whatever its visitor can.
    """

    limits: WriteLimits = field(default_factory=WriteLimits)
    is_read_only: bool = False
    origins: tuple[str, ...] = ()


class CrossOrigin(TypedDict):
    """Starlette's options for cross-origin requests (Fetch Standard, section 3.3)."""

    allow_origins: tuple[str, ...]
    allow_methods: tuple[str, ...]
    allow_headers: tuple[str, ...]
    expose_headers: tuple[str, ...]


def cross_origin(origins: tuple[str, ...]) -> CrossOrigin:
    """Return what pages of these origins may do: all that programs may, cookies aside."""
    return {
        "allow_origins": origins,
        "allow_methods": ("GET", "HEAD", "POST", "PUT", "DELETE"),
        "allow_headers": ("Authorization", "Content-Type", "If-None-Match"),
        "expose_headers": ("ETag", "Location", "Retry-After", "X-Themegraph-Version"),
    }


def origin(text: str) -> str:
    """Return an origin as browsers write it. Raises ``InputError`` if it's none."""
    parts = urlsplit(text)
    written = f"{parts.scheme}://{parts.netloc}".lower()
    known = parts.scheme in {"http", "https"} and parts.hostname
    if not known or text.rstrip("/").lower() != written:
        raise InputError(f"{text!r} is no origin; give one such as https://example.org")
    return written


class RightsError(InputError):
    """A request isn't allowed: it has no token (401), or not one for this (403)."""

    def __init__(self, message: str, status: HTTPStatus, challenge: str = "") -> None:
        """``challenge`` is what WWW-Authenticate says."""
        super().__init__(message)
        self.status = status
        self.challenge = challenge


class Rights:
    """What requests may do to one store. With ``is_read_only`` nobody may write."""

    def __init__(self, store: Path, *, is_read_only: bool = False) -> None:
        """Tokens are read for each request that brings one, so a revoked one ends at once."""
        self._tokens = Tokens(store)
        self._is_read_only = is_read_only

    @property
    def is_read_only(self) -> bool:
        """Whether nobody may write, whatever token they have."""
        return self._is_read_only

    def writer(self, request: Request) -> str:
        """Return the name of who may write. Raises ``RightsError``."""
        if self._is_read_only:
            raise RightsError(
                "This server was started with --read-only: nobody changes the store through it.",
                HTTPStatus.FORBIDDEN,
            )
        return self.bearer(request, Scope.WRITE).name

    def may_write(self, request: Request) -> bool:
        """Say whether a request may change the store."""
        try:
            self.writer(request)
        except RightsError:
            return False
        return True

    def bearer(self, request: Request, needed: Scope) -> Token:
        """Return the request's token if its scope includes what is needed, else ``RightsError``."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise RightsError(
                f"This needs a token of scope {needed}: make one with `themegraph token create "
                f"NAME --scope {needed}` and send it as “Authorization: Bearer TOKEN”.",
                HTTPStatus.UNAUTHORIZED,
                'Bearer realm="themegraph"',
            )
        return self.holder(secret.strip(), needed)

    def holder(self, secret: str, needed: Scope) -> Token:
        """Return the token with this secret if its scope includes what is needed.

        Raises ``RightsError``.
        """
        token = self._tokens.find(secret)
        if token is None:
            raise RightsError(
                "The token isn't known here, or was revoked.",
                HTTPStatus.UNAUTHORIZED,
                'Bearer realm="themegraph", error="invalid_token"',
            )
        if not token.scope.includes(needed):
            raise RightsError(
                f"The token {token.name!r} is for {token.scope}; this needs {needed}.",
                HTTPStatus.FORBIDDEN,
                f'Bearer realm="themegraph", error="insufficient_scope", scope="{needed}"',
            )
        return token
