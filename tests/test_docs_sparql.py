"""What docs/sparql.md shows: run against a server as people start it, by clients of others."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from graph.service.audit import read
from graph.service.tokens import Scope, Tokens
from graph.stores.embedded import GraphStore
from tests.test_server import serving

DOCS = Path(__file__).parents[1] / "docs" / "sparql.md"
NOTES = "http://example.org/notes"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty home folder."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Serve the bundled study."""
    with serving(home) as address:
        yield address


@pytest.fixture(scope="module")
def store(home: Path, address: str) -> Path:
    """Return the folder of the store that is served."""
    del address
    [lock] = home.rglob("write.lock")
    return lock.parent


@pytest.fixture(scope="module")
def token(store: Path) -> str:
    """Return a token for writing."""
    return Tokens(store).create("clients", Scope.WRITE)


def _blocks(language: str) -> list[str]:
    return re.findall(
        rf"^```{language}\n(.*?)^```", DOCS.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )


def test_the_shell_lines_of_the_documentation(address: str, home: Path, store: Path) -> None:
    """Every line for the shell does what it says, one after the other."""
    if not shutil.which("curl") or not shutil.which("bash"):
        pytest.skip("there is no curl, or no bash")
    (home / ".curlrc").write_text("fail\nsilent\nshow-error\n")
    script = "\n".join(_blocks("sh")).replace("http://127.0.0.1:8000", address)
    assert script.count("curl ") >= 10
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [str(shutil.which("bash")), "-euo", "pipefail", "-c", script],
        env={"HOME": str(home), "PATH": path, "THEMEGRAPH_STORE": str(store)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert '<http://purl.org/dc/terms/description> "Second round"' in done.stdout
    made = [entry.what for entry in read(store, GraphStore(store).version())]
    assert made == ["build", "update", "update", "update", "put", "post", "delete"]


def test_sparqlwrapper_updates(address: str, token: str) -> None:
    """SPARQLWrapper changes the store, and reads what it has written."""
    client = SPARQLWrapper(f"{address}/sparql", returnFormat=JSON)
    client.addCustomHttpHeader("Authorization", f"Bearer {token}")
    client.setMethod(POST)
    client.setQuery(f'INSERT DATA {{ GRAPH <{NOTES}> {{ <urn:a> <urn:b> "wrapped" }} }}')
    client.query()
    client.setQuery(f"SELECT ?o {{ GRAPH <{NOTES}> {{ <urn:a> <urn:b> ?o }} }}")
    answer = client.queryAndConvert()
    assert isinstance(answer, dict)
    assert [row["o"]["value"] for row in answer["results"]["bindings"]] == ["wrapped"]


def test_rdflib_updates(address: str, token: str) -> None:
    """The Python of the documentation works: rdflib's SPARQLUpdateStore adds, finds, removes."""
    [program] = _blocks("python")
    names: dict[str, object] = {"token": token}
    exec(program.replace("http://127.0.0.1:8000", address), names)  # noqa: S102 -- our own page
    notes = names["notes"]
    assert isinstance(notes, Graph)
    node, says = URIRef("http://example.org/n4"), URIRef("http://example.org/says")
    assert [str(each) for each in notes.objects(node, says)] == ["Third round"]
    notes.add((node, says, URIRef("urn:more")))
    assert len(list(notes.objects(node, says))) == 2
    notes.remove((node, None, None))
    assert not list(notes.objects(node, says))
