"""What the tests of the ontology share: its graphs, shapes and queries, and a way to break them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
from rdflib import RDF, SH, Graph, URIRef

import ontology
from graph.bundled import FIRST_STUDY
from graph.folders.check import load
from graph.rdf.iris import study_iris
from graph.rdf.quads import study_quads
from graph.stores.build import derived_quads, ontology_quads, study_shortcuts

FOLDER = Path(ontology.__file__).parent
EXAMPLES = sorted((FOLDER / "examples").glob("*.ttl"))
ALIGNMENTS = sorted((FOLDER / "alignments").glob("*.ttl"))
SHAPES = f"{ontology.BASE}shape#"

PROLOGUE = "BASE <https://w3id.org/themegraph/data/>\n" + "".join(
    f"PREFIX {name}: <{iri}>\n"
    for name, iri in (ontology.PREFIXES | {"rule": f"{ontology.BASE}rule#"}).items()
)


def turtle(*paths: Path) -> Graph:
    """Return the files as one graph."""
    merged = Graph()
    for path in paths:
        merged.parse(path, format="turtle")
    return merged


@cache
def ontology_with_rules() -> Graph:
    """Return the ontology, its schemes and the declarations of its rules."""
    return ontology.graph() + turtle(FOLDER / "rules" / "rules.ttl")


GIVEN_UP = """
tg:weight a owl:AnnotationProperty ; rdfs:isDefinedBy <https://w3id.org/themegraph/ns> ;
  rdfs:label "weight"@en ; skos:definition "How much a gap matters."@en ; skos:example "3"@en ;
  skos:scopeNote "Of gaps of one kind."@en ; owl:deprecated true ; dcterms:isReplacedBy tg:score ;
  skos:historyNote "Given up in 0.2.0: a number of statements says what is weighed."@en .
"""
"""A term as it should be given up; the ontology has given up none yet."""


@cache
def described() -> Graph:
    """Return the ontology and its rules, with a term that was given up."""
    return broken(ontology_with_rules(), f"INSERT DATA {{ {GIVEN_UP} }}")


@cache
def examples() -> Graph:
    """Return all examples as one study with its shortcuts, and the ontology."""
    coded = {
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for path in EXAMPLES
        for quad in ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    }
    return graph_of(coded | study_shortcuts(coded, study_iris("garden")) | ontology_quads())


@cache
def bundled_study() -> Graph:
    """Return the bundled study as it's built, coded and derived, and the ontology."""
    study = load(FIRST_STUDY)
    coded = study_quads(study)
    derived = derived_quads(study, coded, study_iris(study.info.id))
    return graph_of(coded | derived | ontology_quads())


def graph_of(quads: Iterable[ox.Quad]) -> Graph:
    """Return quads as one graph of rdflib's."""
    triples = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    return Graph().parse(data=triples or b"", format="nt")


@cache
def shapes(name: str) -> Graph:
    """Return the shapes in a file of ``shapes/``, by its name without ``.ttl``."""
    return turtle(FOLDER / "shapes" / f"{name}.ttl")


def broken(data: Graph, fault: str) -> Graph:
    """Return a copy of the data with a SPARQL update done to it, which must change something."""
    copy = Graph() + data
    copy.update(PROLOGUE + fault)
    assert set(copy) != set(data), "the fault changes nothing"
    return copy


def violations(data: Graph, rules: Graph) -> dict[str, str]:
    """Return each violated shape by local name, with its message and where."""
    _, report, _ = pyshacl.validate(Graph() + data, shacl_graph=rules)
    assert isinstance(report, Graph)
    return {
        str(report.value(result, SH.sourceShape)).removeprefix(SHAPES): (
            f"{report.value(result, SH.focusNode)}: {report.value(result, SH.resultMessage)}"
        )
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }


def only(rules: Graph, name: str) -> Graph:
    """Return the shapes without the targets of any but the one that holds the named shape."""
    shape = URIRef(SHAPES + name)
    owner = rules.value(predicate=SH.property, object=shape) or shape
    kept = Graph() + rules
    for target in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf):
        for other in set(kept.subjects(target)) - {owner}:
            kept.remove((other, target, None))
    return kept


def idle(rules: Graph, data: Graph) -> set[str]:
    """Return the local names of shapes with targets that find nothing in the data to look at."""
    targets = {SH.targetClass, SH.targetNode, SH.targetSubjectsOf}
    shapes_with_targets = {s for s, p in rules.subject_predicates() if p in targets}
    busy = {
        shape
        for shape in shapes_with_targets
        if any((node, None, None) in data for node in rules.objects(shape, SH.targetNode))
        or any((None, prop, None) in data for prop in rules.objects(shape, SH.targetSubjectsOf))
        or any((None, RDF.type, kind) in data for kind in rules.objects(shape, SH.targetClass))
    }
    return {str(shape).removeprefix(SHAPES) for shape in shapes_with_targets - busy}


def asking(rules: Graph) -> set[str]:
    """Return the local names of all shapes that ask something of the data."""
    named = set(rules.subjects(SH.message)) & {s for s in rules.subjects() if str(s)[:4] == "http"}
    queries = set(rules.subjects(SH.sparql))
    return {str(shape).removeprefix(SHAPES) for shape in named | queries}
