"""The server as people start it: another process, real HTTP, clients that we didn't write."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, SPARQLWrapper

QUERY = """
PREFIX tg: <https://w3id.org/themegraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?theme (COUNT(DISTINCT ?quote) AS ?quotes)
WHERE { ?quote tg:illustrates/skos:prefLabel ?theme }
GROUP BY ?theme ORDER BY ?theme
"""


def _environment(home: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return kept | {"HOME": str(home), "PYTHONUNBUFFERED": "1"}


def _themegraph(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from api.cli import main; main()", *arguments]


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """Run ``themegraph serve`` on a free port with an empty HOME; yield its address."""
    command = _themegraph("serve", "--port", "0")
    with subprocess.Popen(
        command, env=_environment(home), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()
            process.wait(timeout=10)


def _address(process: "subprocess.Popen[str]") -> str:
    said = []
    for line in process.stderr or ():
        said.append(line)
        found = re.search(r"Explorer (http://[\d.:]+)/", line)
        if found:
            return found[1]
    raise AssertionError("the server didn't start: " + "".join(said))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an empty home folder."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Serve a store that is empty at first."""
    with serving(home) as address:
        yield address


@pytest.fixture(scope="module")
def expected(home: Path, address: str) -> list[tuple[str, int]]:
    """Ask the same store by the command line while the server runs."""
    del address
    command = _themegraph("query", QUERY, "--format", "json")
    done = subprocess.run(command, env=_environment(home), capture_output=True, check=True)
    rows = json.loads(done.stdout)["results"]["bindings"]
    assert len(rows) == 5
    return [(row["theme"]["value"], int(row["quotes"]["value"])) for row in rows]


def test_an_empty_store_shows_the_bundled_study(address: str) -> None:
    """The first start of all has the bundled study to show."""
    with urllib.request.urlopen(f"{address}/api/v1/studies") as response:
        [study] = json.load(response)["items"]
    assert (study["id"], study["quotes"]) == ("changing-the-culture", 28)


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_gets_the_same_rows(
    address: str, expected: list[tuple[str, int]], method: str
) -> None:
    """SPARQLWrapper gets the rows that ``themegraph query`` prints, by GET and POST."""
    client = SPARQLWrapper(f"{address}/sparql", returnFormat=JSON)
    client.setMethod(method)
    client.setQuery(QUERY)
    answer = client.queryAndConvert()
    assert isinstance(answer, dict)
    rows = answer["results"]["bindings"]
    assert [(row["theme"]["value"], int(row["quotes"]["value"])) for row in rows] == expected


def test_rdflib_sparqlstore_gets_the_same_rows(
    address: str, expected: list[tuple[str, int]]
) -> None:
    """The SPARQLStore of rdflib gets the rows that ``themegraph query`` prints."""
    graph = Graph(SPARQLStore(f"{address}/sparql"))
    rows = [(str(row[0]), int(row[1])) for row in graph.query(QUERY)]  # type: ignore[index,arg-type]
    assert rows == expected


def test_a_build_is_seen_without_a_restart(home: Path, address: str, tmp_path: Path) -> None:
    """A study that is built while the server runs is there at the next request."""
    folder = tmp_path / "second"
    folder.mkdir()
    (folder / "study.csv").write_text("id,title\nsecond,A second study\n")
    for action, ids in (
        (("build", str(folder)), ["changing-the-culture", "second"]),
        (("remove", "second", "--yes"), ["changing-the-culture"]),
    ):
        command = _themegraph(*action)
        subprocess.run(command, env=_environment(home), capture_output=True, check=True)
        with urllib.request.urlopen(f"{address}/api/v1/studies") as response:
            assert [study["id"] for study in json.load(response)["items"]] == ids


def test_a_taken_port_is_said(home: Path, address: str) -> None:
    """A port that is in use is the user's to mend: exit code 2 and what to try."""
    port = address.rpartition(":")[2]
    command = _themegraph("serve", "--port", port)
    done = subprocess.run(
        command, env=_environment(home), capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 2
    assert f"can't listen on 127.0.0.1:{port}" in done.stderr
