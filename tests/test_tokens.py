"""Tokens: what is kept of them, what they are for, and that they end when they are revoked."""

import json
import os
from pathlib import Path

import pytest

from graph.errors import InputError, NotFoundError, StoreError
from graph.service.tokens import MAX_NAME, TOKENS, Scope, Tokens
from graph.stores.embedded import GraphStore


def test_a_token_is_known_by_itself_alone(tmp_path: Path) -> None:
    """A token is found by its whole secret, and by nothing near it."""
    tokens = Tokens(tmp_path / "store")
    secret = tokens.create("mara", Scope.WRITE)
    found = tokens.find(secret)
    assert found is not None
    assert (found.name, found.scope) == ("mara", Scope.WRITE)
    for near in ("", secret[:-1], secret + "a", secret.upper(), found.id, found.sha256):
        assert tokens.find(near) is None


def test_secrets_are_not_kept(tmp_path: Path) -> None:
    """Of a secret nothing is on the disk but its hash, in a file that the user alone can read."""
    secret = Tokens(tmp_path).create("mara", Scope.READ)
    kept = (tmp_path / TOKENS).read_text()
    assert secret not in kept
    assert secret.rpartition("_")[2] not in kept
    if os.name == "posix":
        assert (tmp_path / TOKENS).stat().st_mode & 0o777 == 0o600


def test_each_scope_includes_those_before_it() -> None:
    """The scopes are read, restricted, write and admin, each with all before it."""
    order = [Scope.READ, Scope.RESTRICTED, Scope.WRITE, Scope.ADMIN]
    assert list(Scope) == order
    for place, scope in enumerate(order):
        assert [scope.includes(other) for other in order] == [i <= place for i in range(4)]


def test_a_revoked_token_ends(tmp_path: Path) -> None:
    """A token is revoked by its name or its id, and unknown from then on, to all who look."""
    tokens = Tokens(tmp_path)
    first, second = (tokens.create(name, Scope.WRITE) for name in ("first", "second"))
    other = Tokens(tmp_path)
    assert tokens.revoke("first").name == "first"
    assert other.find(first) is None
    found = other.find(second)
    assert found is not None
    other.revoke(found.id)
    assert tokens.listed() == []
    with pytest.raises(NotFoundError, match="no token 'first'"):
        tokens.revoke("first")


@pytest.mark.parametrize("name", ["", " ", "a" * (MAX_NAME + 1), "a\nb", "a\x1b[0m"])
def test_names_are_readable(tmp_path: Path, name: str) -> None:
    """A name that is empty, too long or would act on a terminal is refused."""
    with pytest.raises(InputError, match="printable"):
        Tokens(tmp_path).create(name, Scope.READ)


def test_names_are_unique(tmp_path: Path) -> None:
    """The audit tells tokens apart by their names."""
    Tokens(tmp_path).create("mara", Scope.READ)
    with pytest.raises(InputError, match="'mara' already"):
        Tokens(tmp_path).create("mara", Scope.WRITE)


@pytest.mark.parametrize("content", ["{", "[1]", json.dumps([{"id": "x"}])])
def test_a_broken_file_lets_nobody_in(tmp_path: Path, content: str) -> None:
    """Tokens that can't be read are an error that says so, and no token is taken."""
    (tmp_path / TOKENS).write_text(content)
    with pytest.raises(StoreError, match="can't be read as tokens"):
        Tokens(tmp_path).find("anything")


def test_tokens_may_come_before_the_first_build(tmp_path: Path) -> None:
    """A store's folder may hold tokens before there is anything else in it."""
    Tokens(tmp_path / "store").create("mara", Scope.WRITE)
    assert GraphStore(tmp_path / "store").snapshot().is_empty()
    assert GraphStore(tmp_path / "store").replace({}) is False
