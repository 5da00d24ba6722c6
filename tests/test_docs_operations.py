"""What docs/operations.md and deploy/ say: commands run, settings and metrics are all there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api import operating, server
from api.app import create_app
from api.commands.operating import backup
from api.operating import METRICS, Outcome
from api.settings import variable
from graph.stores import http as remote_http
from graph.stores import remote
from graph.stores.embedded import GraphStore
from tests.servers import oxigraph

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
UNIT = (ROOT / "deploy" / "themegraph.service").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")


def _commands(heading: str) -> list[str]:
    part = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    blocks = re.findall(r"```sh\n(.*?)```", part, re.DOTALL)
    lines = "".join(blocks).split("\n")
    return [line for line in lines if line.startswith("themegraph ")]


def _run(command: str, folder: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("the lines are for a shell")
    there = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {"PATH": there, "HOME": str(folder), **more}
    return subprocess.run(
        [bash, "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_copies(store: GraphStore, tmp_path: Path) -> None:
    """The lines on copies run as they stand, one after the other."""
    assert backup.__doc__
    for command in _commands("Copies, and back"):
        done = _run(command, tmp_path, THEMEGRAPH_STORE=str(store.path))
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert (tmp_path / "restored" / "CURRENT").exists()


def test_server(tmp_path: Path) -> None:
    """The lines on a server run as they stand, but for the port and the one that serves."""
    with oxigraph(tmp_path / "store") as place:
        for command in _commands("A store on a server"):
            if command.startswith("themegraph serve"):
                continue
            done = _run(command.replace("http://127.0.0.1:7878", place), tmp_path)
            assert done.returncode == 0, (command, done.stderr)


def test_metrics_are_documented(store: GraphStore) -> None:
    """Every metric that is served, and every outcome of a query, stands in the page."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        served = re.findall(r"^# TYPE (themegraph_\S+)", client.get(METRICS).text, re.MULTILINE)
    named = [name.removesuffix("_created") for name in served]
    assert len(named) >= 9
    assert [name for name in named if name not in PAGE] == []
    assert [each for each in Outcome if f"`{each}`" not in PAGE] == []
    assert all(f"`{path}`" in PAGE for path in (operating.HEALTH, operating.READY, METRICS))


def test_settings_are_documented() -> None:
    """Every variable of a remote store, its kinds and the numbers stand in the page."""
    used = {"KIND", "QUERY", "UPDATE", "GRAPHS", "USER", "PASSWORD", "TOKEN", "AUTH", "SECONDS"}
    source = Path(remote_http.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r"\{PREFIX\}([A-Z]+)", source)) | set(
        re.findall(r'"(QUERY|UPDATE|GRAPHS)"', source)
    )
    assert read == used
    assert [name for name in used if f"THEMEGRAPH_STORE_{name}" not in PAGE] == []
    assert [kind for kind in remote_http.LAYOUTS if f"`{kind}`" not in PAGE] == []
    for number in (
        f"{server.GRACE} s to end", f"{remote_http.SECONDS:g} |", f"{remote.MOST_COPIED:,} quads",
        f"every {remote.FRESH:g} s", f"up to {remote_http.LONGEST_PAUSE:g} s",
    ):  # fmt: skip
        assert number in PAGE
    assert remote_http.TRIES == 4
    assert "tried four times" in PAGE


def test_unit() -> None:
    """The unit and the container set what exists, and give queries the time that is stated."""
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    known = set(re.findall(r"THEMEGRAPH_[A-Z_]+", page))
    used = set(re.findall(r"THEMEGRAPH_[A-Z_]+", UNIT + DOCKERFILE))
    assert used <= known
    assert variable("serve", "--log-queries") in used
    stop = re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)
    assert stop
    assert int(stop[1]) > server.GRACE


def test_unit_is_verified(tmp_path: Path) -> None:
    """Systemd finds nothing wrong with the unit."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("there is no systemd-analyze here")
    program = shutil.which("true") or "/bin/true"
    text = UNIT.replace("/opt/themegraph/bin/themegraph", program)
    (tmp_path / "themegraph.service").write_text(text, encoding="utf-8")
    command = [analyze, "verify", str(tmp_path / "themegraph.service")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "themegraph.service" not in done.stderr
    assert done.returncode == 0, done.stderr


def test_container_copies_what_is_installed() -> None:
    """The container takes every package along that the wheel has."""
    packages = re.search(r"packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text("utf-8"))
    assert packages
    for name in re.findall(r'"(\w+)"', packages[1]):
        assert f"COPY {name} {name}" in DOCKERFILE
