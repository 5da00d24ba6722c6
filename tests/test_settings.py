"""Settings of `serve` from the environment and a file; each is documented."""

from pathlib import Path
from typing import Any

import pytest

from api import server
from api.cli import app
from api.commands import seeing
from api.settings import CONFIG, variable
from graph.errors import InputError
from graph.stores.embedded import GraphStore


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, store: GraphStore) -> list[Any]:
    """Note what would be served, and serve nothing."""
    seen: list[Any] = []
    monkeypatch.setattr(server, "serve", lambda *given: seen.append(given))
    monkeypatch.setenv("THEMEGRAPH_STORE", str(store.path))
    return seen


def _configured(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    (folder / "themegraph.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv(CONFIG, str(folder / "themegraph.toml"))


def test_order(served: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An option goes before the environment, that before the file, that before what is usual."""
    _configured(
        monkeypatch,
        tmp_path,
        "[serve]\nport = 1001\nquery-rows = 7\nin-memory = 3\nread-only = true",
    )
    monkeypatch.setenv("THEMEGRAPH_SERVE_PORT", "1002")
    monkeypatch.setenv("THEMEGRAPH_SERVE_QUERY_ROWS", "8")
    app(["serve", "--port", "1003"], standalone_mode=False)
    _, host, port, service, _, writing, _ = served[0]
    assert (host, port) == ("127.0.0.1", 1003)
    assert (service.limits.rows, service.replica) == (8, 3)
    assert writing.is_read_only


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[serve]\nprot = 1", "did you mean 'port'"),
        ("[server]\nport = 1", "did you mean 'serve'"),
        ("serve = 1", "isn't a table"),
        ("[serve", "can't be read as TOML"),
    ],
)
def test_wrong_file(
    served: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, told: str
) -> None:
    """A file with a setting that isn't there is refused, with the nearest that is."""
    _configured(monkeypatch, tmp_path, text)
    with pytest.raises(InputError, match=told):
        app(["serve"], standalone_mode=False)
    assert not served


def test_missing_file(monkeypatch: pytest.MonkeyPatch, served: list[Any], tmp_path: Path) -> None:
    """A file that was named and isn't there is an error, not passed over."""
    monkeypatch.setenv(CONFIG, str(tmp_path / "nothing.toml"))
    with pytest.raises(InputError, match=r"nothing\.toml"):
        app(["serve"], standalone_mode=False)
    assert not served


def test_every_setting_is_documented() -> None:
    """Each option's variable stands in docs/commands.md."""
    page = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")
    assert seeing.serve.__doc__
    for option in ("--port", "--host", "--query-seconds", "--in-memory", "--log-queries"):
        assert variable("serve", option) in page.replace("\n", "")
