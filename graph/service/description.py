"""What the service says of itself and of what it holds, as triples.

SPARQL 1.1 Service Description: https://www.w3.org/TR/sparql11-service-description/
VoID: https://www.w3.org/TR/void/
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import DCTERMS, FOAF, RDF, VOID, XSD, Namespace

from graph.answers import StudyName, query_text
from graph.rdf.describe import study_names
from graph.rdf.iris import DEFAULT_BASE, ONTOLOGY_GRAPH
from graph.service.sparql import GRAPH_FORMATS, RESULT_FORMATS
from graph.stores.embedded import Snapshot
from ontology import PREFIXES

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_W3C_FORMATS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
}
"""The IRIs that W3C has given to formats (https://www.w3.org/ns/formats/), by media type."""

Triples = Iterator[ox.Triple]
Node = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class GraphSize:
    """A named graph and the number of its triples."""

    iri: str
    triples: int


def graph_sizes(snapshot: Snapshot) -> list[GraphSize]:
    """Return the named graphs that hold anything, in the order of their IRIs."""
    rows = snapshot.solutions(query_text("graph-sizes"))
    return [GraphSize(row["graph"], int(row["triples"])) for row in rows]


def service_triples(
    sizes: Iterable[GraphSize], endpoint: str, *, is_writable: bool, is_federated: bool = False
) -> Triples:
    """Yield the description of the service at this address (section 3 of the standard).

    Its default graph is the union of all graphs, unless a query names some.
    """
    service, dataset = f"{endpoint}#service", f"{endpoint}#dataset"
    yield _is_a(service, SD.Service)
    yield _says(service, SD.endpoint, ox.NamedNode(endpoint))
    yield _says(service, SD.supportedLanguage, ox.NamedNode(SD.SPARQL11Query))
    if is_writable:
        yield _says(service, SD.supportedLanguage, ox.NamedNode(SD.SPARQL11Update))
    yield _says(service, SD.feature, ox.NamedNode(SD.UnionDefaultGraph))
    if is_federated:
        yield _says(service, SD.feature, ox.NamedNode(SD.BasicFederatedQuery))
    for media_type, name in _W3C_FORMATS.items():
        if media_type in RESULT_FORMATS or media_type in GRAPH_FORMATS:
            yield _says(service, SD.resultFormat, ox.NamedNode(_FORMATS[name]))
    yield _says(service, SD.defaultDataset, ox.NamedNode(dataset))
    yield _is_a(dataset, SD.Dataset)
    yield from _graphs(sizes, dataset, f"{endpoint}#graph-")


def _graphs(sizes: Iterable[GraphSize], dataset: str, prefix: str) -> Triples:
    everything = f"{prefix}0"
    total = 0
    for number, size in enumerate(sizes, 1):
        named, graph = f"{prefix}{number}", f"{prefix}{number}-triples"
        yield _says(dataset, SD.namedGraph, ox.NamedNode(named))
        yield _is_a(named, SD.NamedGraph)
        yield _says(named, SD.name, ox.NamedNode(size.iri))
        yield _says(named, SD.graph, ox.NamedNode(graph))
        yield _is_a(graph, SD.Graph)
        yield _says(graph, VOID.triples, _count(size.triples))
        total += size.triples
    yield _says(dataset, SD.defaultGraph, ox.NamedNode(everything))
    yield _is_a(everything, SD.Graph)
    yield _says(everything, VOID.triples, _count(total))


def void_triples(
    snapshot: Snapshot, sizes: Iterable[GraphSize], endpoint: str, address: str
) -> Triples:
    """Yield what is in the store, as a VoID data set whose description has this address."""
    dataset = f"{address}#dataset"
    yield _is_a(address, VOID.DatasetDescription)
    yield _says(address, FOAF.primaryTopic, ox.NamedNode(dataset))
    yield _is_a(dataset, VOID.Dataset)
    yield _says(dataset, DCTERMS.title, ox.Literal("Studies in a Themegraph store", language="en"))
    yield _says(dataset, VOID.sparqlEndpoint, ox.NamedNode(endpoint))
    yield _says(dataset, VOID.uriSpace, ox.Literal(DEFAULT_BASE))
    yield _says(dataset, VOID.triples, _count(sum(size.triples for size in sizes)))
    for vocabulary in (ONTOLOGY_GRAPH, PREFIXES["skos"], PREFIXES["oa"], PREFIXES["prov"]):
        yield _says(dataset, VOID.vocabulary, ox.NamedNode(vocabulary))
    for number, study in enumerate(study_names(snapshot), 1):
        yield from _study(dataset, f"{address}#study-{number}", study)


def _study(dataset: str, subset: str, study: StudyName) -> Triples:
    yield _says(dataset, VOID.subset, ox.NamedNode(subset))
    yield _is_a(subset, VOID.Dataset)
    yield _says(subset, DCTERMS.title, ox.Literal(study.title))
    yield _says(subset, VOID.exampleResource, ox.NamedNode(study.iri))
    if study.licence.startswith(("http://", "https://")):
        yield _says(subset, DCTERMS.license, ox.NamedNode(study.licence))


def _is_a(subject: str, kind: str) -> ox.Triple:
    return _says(subject, RDF.type, ox.NamedNode(kind))


def _says(subject: str, predicate: str, value: Node) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)


def _count(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=ox.NamedNode(XSD.integer))
