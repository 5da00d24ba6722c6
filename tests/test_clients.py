"""Other people's clients against a server as people start it: what they ask for, they get."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, N3, POSTDIRECTLY, TSV, TURTLE, XML, SPARQLWrapper

from graph.stores.embedded import GraphStore
from tests.test_wire import Served

TG = "https://w3id.org/themegraph/ns#"
QUERY = f"SELECT ?theme {{ ?theme a <{TG}Theme> }} ORDER BY ?theme"
COMUNICA = """
const { QueryEngine } = require("@comunica/query-sparql");
const [address, query] = process.argv.slice(1);
new QueryEngine()
  .queryBindings(query, { sources: [{ type: "sparql", value: address }] })
  .then((bindings) => bindings.toArray())
  .then((rows) => console.log(JSON.stringify(rows.map((row) => row.get("theme").value))));
"""


@pytest.fixture(scope="module")
def address(store: GraphStore) -> Iterator[str]:
    """Serve the bundled study; yield the endpoint's address."""
    server = Served(store)
    yield f"http://127.0.0.1:{server.port}/sparql"
    server.stop()


@pytest.fixture(scope="module")
def themes(address: str) -> list[str]:
    """Return what a plain client gets."""
    client = SPARQLWrapper(address, returnFormat=JSON)
    client.setQuery(QUERY)
    answer = client.queryAndConvert()
    assert isinstance(answer, dict)
    found = [row["theme"]["value"] for row in answer["results"]["bindings"]]
    assert len(found) == 7
    return found


@pytest.mark.parametrize("form", [XML, CSV, TSV])
def test_sparqlwrapper_gets_rows_in_every_form(address: str, themes: list[str], form: str) -> None:
    """SPARQLWrapper gets the same rows as XML, CSV and TSV, by a body of its own kind."""
    client = SPARQLWrapper(address, returnFormat=form)
    client.setMethod("POST")
    client.setRequestMethod(POSTDIRECTLY)
    client.setQuery(QUERY)
    answer = client.queryAndConvert()
    text = answer.toxml() if form == XML else bytes(answer).decode()  # type: ignore[union-attr,arg-type]
    assert all(theme in text for theme in themes)


@pytest.mark.parametrize("form", [TURTLE, N3])
def test_sparqlwrapper_gets_graphs(address: str, themes: list[str], form: str) -> None:
    """SPARQLWrapper gets a graph (as XML it would make a class of rdflib that is deprecated)."""
    client = SPARQLWrapper(address, returnFormat=form)
    client.setQuery(f"CONSTRUCT {{ ?t a <{TG}Theme> }} {{ ?t a <{TG}Theme> }}")
    answer = client.queryAndConvert()
    assert isinstance(answer, bytes)
    graph = Graph().parse(data=answer, format="turtle")
    assert {str(subject) for subject in graph.subjects()} == set(themes)


def test_rdflib_reads_triples_through_its_store(address: str, themes: list[str]) -> None:
    """The SPARQLStore of rdflib finds triples by pattern, counts and looks into named graphs."""
    graph = Graph(SPARQLStore(address))
    kind = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    assert sorted(map(str, graph.subjects(kind, URIRef(f"{TG}Theme")))) == themes
    assert (URIRef(themes[0]), kind, URIRef(f"{TG}Theme")) in graph
    assert (URIRef("http://e/none"), kind, URIRef(f"{TG}Theme")) not in graph


def test_comunica_gets_the_same_rows(address: str, themes: list[str]) -> None:
    """Comunica, the query engine of JavaScript, finds the endpoint's rows."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node isn't installed")
    root = Path(os.environ.get("COMUNICA", "."))
    if not (root / "node_modules" / "@comunica" / "query-sparql").is_dir():
        pytest.skip(
            "comunica isn't here: npm install --no-save @comunica/query-sparql@4, or name the "
            "folder where that was done in COMUNICA"
        )
    done = subprocess.run(
        [node, "-e", COMUNICA, address, QUERY],
        cwd=root, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.stderr == ""
    assert sorted(json.loads(done.stdout)) == themes
