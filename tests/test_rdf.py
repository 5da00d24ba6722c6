"""Study <-> quads: nothing is lost, nothing is anonymous, every term is defined."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from rdflib import RDF, RDFS, SKOS, URIRef

import ontology
from graph.errors import InputError
from graph.folders.check import CONTROLLED
from graph.gaps import search
from graph.model import Study
from graph.rdf.codecs import Class
from graph.rdf.derived import search_quads
from graph.rdf.iris import DEFAULT_BASE, study_iris
from graph.rdf.quads import study_from_quads, study_quads
from graph.rdf.shapes import SHAPES, STUDY_FIELDS
from ontology import TG
from tests.strategies import studies
from tests.studies import invented_study, with_table


def _read_back(study: Study, base: str = DEFAULT_BASE) -> Study:
    return study_from_quads(study_quads(study, base), study_iris(study.info.id, base))


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("base", [DEFAULT_BASE, "https://example.org/ä/", "urn:studies:"])
def test_the_invented_study_comes_back(base: str) -> None:
    """A study is read back from its quads equal to what went in, under any base."""
    assert _read_back(invented_study(), base) == invented_study()


@pytest.mark.parametrize("base", ["", "data/", "https://example.org", "https://e.org/#", "a b:"])
def test_a_base_that_makes_no_iris_is_refused(base: str) -> None:
    """A base with which no good IRIs can be made is the user's fault, and said."""
    with pytest.raises(InputError, match="can't begin IRIs"):
        study_quads(invented_study(), base)


def test_the_bundled_study_comes_back(bundled: Study) -> None:
    """The bundled study is read back from its quads equal."""
    assert _read_back(bundled) == bundled


@settings(max_examples=40)
@given(studies())
def test_any_study_comes_back(study: Study) -> None:
    """Whatever a study holds, even the same id in several tables, it is read back equal."""
    assert _read_back(study) == study


@pytest.mark.parametrize("table", SHAPES)
def test_the_order_of_rows_comes_back(table: str) -> None:
    """A table's rows come back in their order."""
    study = invented_study()
    turned = with_table(study, table, reversed(getattr(study, table)))
    assert getattr(_read_back(turned), table) == getattr(turned, table)


# ---------------------------------------------------------------- the quads


@pytest.fixture(scope="module", params=["bundled", "invented"])
def study(request: pytest.FixtureRequest) -> Study:
    """Return each of the two studies."""
    found: Study = request.getfixturevalue(request.param)
    return found


def _all_quads(study: Study) -> set[ox.Quad]:
    return study_quads(study) | search_quads(search(study), study_iris(study.info.id))


def test_there_are_no_blank_nodes(study: Study) -> None:
    """Every node of a study has an IRI, so two builds are equal and all can be cited."""
    quads = _all_quads(study)
    assert quads
    assert not [q for q in quads if ox.BlankNode in {type(q.subject), type(q.object)}]


def test_each_graph_is_the_studys_own(study: Study) -> None:
    """What was coded and what was derived stand in two graphs of the study."""
    iris = study_iris(study.info.id)
    assert {q.graph_name for q in study_quads(study)} == {ox.NamedNode(iris.coded)}
    gaps = search_quads(search(study), iris)
    assert {q.graph_name for q in gaps} == {ox.NamedNode(iris.derived)}


def test_every_node_has_a_class(study: Study) -> None:
    """Everything that is spoken of under the study's IRI has a class."""
    quads = _all_quads(study)
    typed = {q.subject for q in quads if q.predicate.value == str(RDF.type)}
    nodes = {q.subject for q in quads} | {q.object for q in quads}
    iri = study_iris(study.info.id).study
    own = {n for n in nodes if isinstance(n, ox.NamedNode) and n.value.startswith(iri)}
    assert len(own) > 50
    assert own <= typed


def test_every_term_of_the_data_is_defined(study: Study) -> None:
    """Every class, property and concept of ours in a study's quads has its definition."""
    used = {
        node.value
        for q in _all_quads(study)
        for node in (q.predicate, q.object)
        if isinstance(node, ox.NamedNode) and node.value.startswith(ontology.BASE)
    }
    ours = {iri for iri in used if not iri.startswith(DEFAULT_BASE)}
    assert len(ours) > 40
    assert not [i for i in ours if (URIRef(i), SKOS.definition, None) not in ontology.graph()]


def test_every_term_of_the_shapes_is_defined() -> None:
    """Every class and property of ours by which records are written has its definition."""
    fields = [*STUDY_FIELDS.values(), *(f for s in SHAPES.values() for f in s.fields.values())]
    terms = {str(f.predicate) for f in fields} | {str(s.type) for s in SHAPES.values()}
    terms |= {str(p.link) for s in SHAPES.values() for p in s.parts}
    ours = {term for term in terms if term.startswith(str(TG))}
    assert len(ours) > 20
    assert not [t for t in ours if (URIRef(t), RDFS.label, None) not in ontology.graph()]


def test_shapes_fit_their_domains() -> None:
    """A property with a domain is only used on records of that class or a broader one."""
    wrong = []
    for shape in SHAPES.values():
        for field in shape.fields.values():
            domain = ontology.graph().value(URIRef(str(field.predicate)), RDFS.domain)
            if domain not in {None, URIRef(str(shape.type))} and not field.at:
                wrong.append((shape.type, field.predicate, domain))
    assert wrong == []


@pytest.mark.parametrize(("table", "column"), CONTROLLED)
def test_every_controlled_value_is_written_and_read(table: str, column: str) -> None:
    """Every value that a controlled column may have becomes an IRI, and the value again."""
    codec, iris = SHAPES[table].fields[column].codec, study_iris("s")
    concepts = ontology.scheme(CONTROLLED[table, column])
    terms = {notation: codec.write(notation, iris) for notation in concepts}
    assert {notation: codec.read(term, iris) for notation, term in terms.items()} == dict(
        zip(concepts, concepts, strict=True)
    )
    if not isinstance(codec, Class):
        assert [term.value for term in terms.values()] == [c.iri for c in concepts.values()]


def test_foreign_blank_nodes_are_refused() -> None:
    """A graph with blank nodes isn't one that we wrote."""
    quads = study_quads(invented_study())
    foreign = ox.Quad(ox.BlankNode(), ox.NamedNode(str(RDF.type)), ox.NamedNode(str(TG.Theme)))
    with pytest.raises(TypeError, match="no blank nodes"):
        study_from_quads([*quads, foreign], study_iris("mending-mornings"))
