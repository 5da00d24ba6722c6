"""Tokens: who may do what. A token is shown once, when it's made; what is kept is its hash.

They stand in ``tokens.json`` in the store's folder. A secret has 256 random bits, so a plain
SHA-256 can't be guessed back; comparing takes the same time whatever is compared.
"""

import hmac
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from filelock import FileLock

from graph.errors import InputError, NotFoundError, StoreError
from graph.stores.durable import sync_folder

TOKENS = "tokens.json"
"""The tokens' name in the store's folder."""
_LOCK = "tokens.lock"
_PREFIX = "themegraph"
_ID_BYTES = 4
_SECRET_BYTES = 32
MAX_NAME = 100
"""Most characters of a token's name."""


class Scope(StrEnum):
    """What a token is for. Each scope includes those before it."""

    READ = "read"
    RESTRICTED = "restricted"
    WRITE = "write"
    ADMIN = "admin"

    def includes(self, other: "Scope") -> bool:
        """Say whether this scope is at least the other."""
        order = list(Scope)
        return order.index(self) >= order.index(other)


@dataclass(frozen=True, slots=True)
class Token:
    """A token without its secret. ``created`` is an ISO 8601 time."""

    id: str
    name: str
    scope: Scope
    created: str
    sha256: str


class Tokens:
    """The tokens of a store."""

    def __init__(self, store: Path) -> None:
        """Nothing is read yet."""
        self._store = store

    def listed(self) -> list[Token]:
        """Return the tokens, oldest first. Raises ``StoreError`` if they can't be read."""
        file = self._store / TOKENS
        try:
            rows = json.loads(file.read_bytes())
            return [Token(**{**row, "scope": Scope(row["scope"])}) for row in rows]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise StoreError(f"{file}: can't be read as tokens ({error})") from error

    def create(self, name: str, scope: Scope) -> str:
        """Make a token and return it as it's sent: the only time that it can be seen.

        Raises ``InputError`` if the name is empty, too long or taken.
        """
        if not name.strip() or len(name) > MAX_NAME or not name.isprintable():
            raise InputError(f"{name!r}: a token's name has 1 to {MAX_NAME} printable characters")
        secret = f"{_PREFIX}_{secrets.token_hex(_ID_BYTES)}_{secrets.token_urlsafe(_SECRET_BYTES)}"
        now = datetime.now(UTC).isoformat(timespec="seconds")
        token = Token(_id(secret), name, scope, now, _digest(secret))

        def added(tokens: list[Token]) -> list[Token]:
            if any(each.name == name for each in tokens):
                raise InputError(f"there is a token {name!r} already; revoke it, or name another")
            return [*tokens, token]

        self._change(added)
        return secret

    def revoke(self, name: str) -> Token:
        """Take back the token of this name or id. Raises ``NotFoundError``."""
        [*found] = (each for each in self.listed() if name in {each.name, each.id})
        if not found:
            raise NotFoundError(f"there is no token {name!r}; see `themegraph token list`")
        self._change(lambda tokens: [each for each in tokens if each != found[0]])
        return found[0]

    def find(self, secret: str) -> Token | None:
        """Return the token that this is, if it's one."""
        digest = _digest(secret)
        found = None
        for token in self.listed():  # all of them: the time tells nothing
            if hmac.compare_digest(token.sha256, digest):
                found = token
        return found

    def _change(self, change: Callable[[list[Token]], list[Token]]) -> None:
        self._store.mkdir(parents=True, exist_ok=True)
        with FileLock(self._store / _LOCK):
            tokens = change(self.listed())
            text = json.dumps([asdict(token) for token in tokens], indent=1, ensure_ascii=False)
            draft = self._store / f"{TOKENS}.new"
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self._store / TOKENS)
            sync_folder(self._store)


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _id(secret: str) -> str:
    return secret.split("_")[1]
