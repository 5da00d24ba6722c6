"""A runner for the W3C test suites of SPARQL 1.1, over their manifests where they are at hand."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

SUITE = Path(__file__).parents[2] / "shared" / "samples" / "w3c-sparql" / "sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS_LABEL = URIRef("http://www.w3.org/2000/01/rdf-schema#label")

needs_suite = pytest.mark.skipif(
    not SUITE.is_dir(), reason="the W3C's SPARQL test suite isn't at ../shared/samples/w3c-sparql"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One test of a manifest: its kind (such as ``QueryEvaluationTest``) and its node."""

    manifest: Graph
    node: Node
    kind: str
    name: str

    def one(self, subject: Node, predicate: URIRef) -> Node | None:
        """Return an object of a statement in the manifest."""
        return self.manifest.value(subject, predicate)

    def file(self, node: Node | None) -> Path:
        """Return the file that a node stands for."""
        assert isinstance(node, URIRef)
        return Path(str(node).removeprefix("file://"))

    def items(self, node: Node | None) -> list[Node]:
        """Return the members of a list."""
        return [] if node is None else list(Collection(self.manifest, node))


def entries(manifest: str) -> Iterator[Entry]:
    """Yield the tests of a manifest, by its path in the suite, in their order."""
    path = SUITE / manifest
    graph = Graph().parse(path, format="turtle", publicID=f"file://{path}")
    for listed in graph.objects(URIRef(f"file://{path}"), MF.entries):
        for node in Collection(graph, listed):
            kinds = [str(kind).partition("#")[2] for kind in graph.objects(node, RDF.type)]
            name = f"{path.parent.name}/{str(node).rpartition('#')[2]}"
            yield Entry(graph, node, kinds[0] if kinds else "", name)


def parsed(path: Path) -> list[ox.Quad]:
    """Return the triples of a file, in the format that its name tells."""
    return list(ox.parse(path=path, base_iri=path.as_uri()))


def canonical(quads: list[ox.Quad]) -> set[ox.Quad]:
    """Return quads such that equal sets are equal, whatever their blank nodes are called.

    Literals come in the form that the engine stores, for it keeps values and not spellings.
    """
    stored = ox.Store()
    stored.extend(quads)
    dataset = ox.Dataset(stored)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def say_passed(title: str, passed: int, total: int) -> None:
    """Print how many tests of a suite have passed."""
    sys.stdout.write(f"\nW3C {title}: {passed} of {total}\n")
