"""Study <-> quads: nothing is lost, nothing is anonymous, every term is defined."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SKOS, URIRef

import ontology
from graph.check import CONTROLLED
from graph.derived_rdf import search_quads
from graph.errors import InputError
from graph.gaps import search
from graph.iris import DEFAULT_BASE, study_iris
from graph.model import (
    TABLES,
    Coder,
    Coding,
    DataCollection,
    Document,
    Mention,
    Passage,
    Quote,
    Respondent,
    Role,
    Study,
    StudyInfo,
    Theme,
    Tie,
)
from graph.rdf import SHAPES, STUDY_FIELDS, Class, study_from_quads, study_quads
from ontology import TG
from tests.studies import invented_study, with_table
from tests.test_folder import ANY_TEXT

IDS = st.from_regex(r"[a-z0-9]{1,4}(-[a-z0-9]{1,3})?", fullmatch=True)
WORDS = ANY_TEXT.filter(bool)


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


def _some(scheme: str) -> st.SearchStrategy[str]:
    return st.sampled_from(list(ontology.scheme(scheme)))


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Make studies whose references hold."""

    def ids() -> list[str]:
        return draw(st.lists(IDS, min_size=1, max_size=3, unique=True))

    def one(known: list[str]) -> str:
        return draw(st.sampled_from(known))

    def maybe(known: list[str]) -> str:
        return draw(st.sampled_from(["", *known]))

    def many(known: list[str]) -> tuple[str, ...]:
        return tuple(sorted(draw(st.sets(st.sampled_from(known)))))

    themes, people, quotes, passages, documents = ids(), ids(), ids(), ids(), ids()
    coders, collections = ids(), ids()
    own = [name for name in ids() if name not in ontology.scheme("role")]
    roles = [*own, *ontology.scheme("role")]
    return Study(
        StudyInfo(draw(IDS), draw(WORDS), note=draw(ANY_TEXT), question=draw(ANY_TEXT)),
        coders=tuple(Coder(i, draw(WORDS), draw(_some("agent-kind"))) for i in coders),
        documents=tuple(Document(i, draw(WORDS), length=draw(_POSITIONS)) for i in documents),
        collections=tuple(
            DataCollection(i, draw(WORDS), draw(_some("method"))) for i in collections
        ),
        roles=tuple(
            Role(i, draw(WORDS), tuple(sorted(draw(st.sets(WORDS)))), maybe(roles)) for i in own
        ),
        themes=tuple(Theme(i, draw(WORDS), maybe(themes), draw(_VALENCES)) for i in themes),
        respondents=tuple(
            Respondent(i, draw(WORDS), maybe(collections), maybe(roles), maybe(roles))
            for i in people
        ),
        quotes=tuple(
            Quote(
                i, draw(WORDS), one(people), one(documents), draw(_NUMBERS), draw(_NUMBERS), "block"
            )
            for i in quotes
        ),
        passages=tuple(
            Passage(
                i, one(documents), draw(_NUMBERS), draw(_NUMBERS), maybe(themes), draw(ANY_TEXT),
                draw(ANY_TEXT),
            )
            for i in passages
        ),
        codings=tuple(Coding(i, one(quotes), one(themes), maybe(coders)) for i in ids()),
        mentions=tuple(
            Mention(i, one(roles), one(quotes), "", draw(_POSITIONS), draw(_POSITIONS))
            for i in ids()
        ),
        ties=tuple(
            Tie(
                i, one(roles), one(roles), draw(_some("tie-type")), draw(_some("tie-status")),
                draw(_some("direction")), draw(_some("voice")), maybe(themes), many(quotes),
                many(passages), draw(ANY_TEXT), maybe(coders), draw(_some("review-status")),
            )
            for i in ids()
        ),
    )  # fmt: skip


_NUMBERS = st.integers(0, 10**15 - 1)
_POSITIONS = st.none() | _NUMBERS
_VALENCES = st.just("") | _some("valence")


@settings(max_examples=40)
@given(studies())
def test_any_study_comes_back(study: Study) -> None:
    """Whatever a study holds, even the same id in several tables, it is read back equal."""
    assert _read_back(study) == study


@pytest.mark.parametrize("table", TABLES)
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
