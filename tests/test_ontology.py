"""The ontology: every term labelled and defined, every scheme in order, every use defined."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

import ontology
from ontology import BASE, ONTOLOGY, PREFIXES, SCHEMES, TG

FOLDER = files(ontology)


def _terms() -> list[URIRef]:
    subjects = {s for s in ontology.graph().subjects() if isinstance(s, URIRef)}
    return sorted(s for s in subjects if s.startswith(str(TG)))


def _concepts() -> list[tuple[str, URIRef]]:
    graph = ontology.graph()
    return [
        (name, concept)
        for name in SCHEMES
        for concept in sorted(
            s for s in graph.subjects(SKOS.inScheme, URIRef(BASE + name)) if isinstance(s, URIRef)
        )
    ]


# ---------------------------------------------------------------- terms


@pytest.mark.parametrize("term", _terms())
def test_every_term_is_described(term: URIRef) -> None:
    """Every class and property has a type, one label and one definition that is a sentence."""
    graph = ontology.graph()
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
    assert kinds.intersection(graph.objects(term, RDF.type))
    assert len(list(graph.objects(term, RDFS.label))) == 1
    (definition,) = graph.objects(term, SKOS.definition)
    assert re.fullmatch(r"[A-Z].*\.", str(definition))


def test_there_are_terms() -> None:
    """The check of every term has terms to check."""
    assert len(_terms()) > 50


def test_domains_and_ranges_are_classes() -> None:
    """A domain or range of ours is a class that is defined."""
    graph = ontology.graph()
    named = {o for p in (RDFS.domain, RDFS.range) for o in graph.objects(None, p)}
    ours = {term for term in named if str(term).startswith(str(TG))}
    assert ours
    assert all((term, RDF.type, OWL.Class) in graph for term in ours)


def test_no_label_is_used_twice() -> None:
    """No two terms have the same label, so that a reader can tell them apart."""
    labels = [(str(ontology.graph().value(t, RDFS.label)), t) for t in _terms()]
    kinds = {t: (t, RDF.type, OWL.Class) in ontology.graph() for t in _terms()}
    assert len({(label, kinds[term]) for label, term in labels}) == len(labels)


def test_the_ontology_has_a_licence_and_a_version() -> None:
    """The ontology itself says how it may be used and which version it is."""
    for predicate in (DCTERMS.license, OWL.versionInfo, DCTERMS.title):
        assert ontology.graph().value(ONTOLOGY, predicate)


# ---------------------------------------------------------------- uses


def _sources() -> Iterator[tuple[str, str]]:
    """Yield every query and rule by name."""
    for package, folder in (("graph", "queries"), ("ontology", "rules"), ("viz", "queries")):
        for file in sorted((files(package) / folder).iterdir(), key=lambda file: file.name):
            if file.name.endswith(".rq"):
                yield f"{package}/{folder}/{file.name}", file.read_text("utf-8")


@pytest.mark.parametrize(("name", "query"), [pytest.param(*s, id=s[0]) for s in _sources()])
def test_queries_and_rules_use_defined_terms(name: str, query: str) -> None:
    """Every term of ours in a query or rule is defined; a misspelt one would find nothing."""
    del name
    code = re.sub(r"#[^\n>]*$", "", query, flags=re.MULTILINE)
    used = {URIRef(f"{TG}{local}") for local in re.findall(r"\btg:(\w+)", code)}
    assert used or "PREFIX tg:" not in query
    assert used <= set(_terms())


def test_every_rule_derives_a_term_that_says_so() -> None:
    """What a rule constructs is defined as derived, and whatever is so defined has a rule."""
    made = {
        URIRef(f"{TG}{local}")
        for rule in ontology.rules()
        for local in re.findall(r"CONSTRUCT \{ \?\w+ tg:(\w+)", rule)
    }
    said = {t for t in _terms() if "(derived)" in str(ontology.graph().value(t, SKOS.definition))}
    assert made == said


# ---------------------------------------------------------------- schemes


def test_the_list_of_schemes_is_the_files() -> None:
    """The loader's list of schemes is what the files hold, one scheme to a file."""
    found = []
    for file in sorted((FOLDER / "schemes").iterdir(), key=lambda file: file.name):
        one = Graph().parse(data=file.read_text("utf-8"), format="turtle")
        (scheme,) = one.subjects(RDF.type, SKOS.ConceptScheme)
        found.append(str(scheme).removeprefix(BASE))
    assert sorted(found) == list(SCHEMES)


def _above(graph: Graph, kind: Node) -> Iterator[Node]:
    return (above for above in graph.transitive_objects(kind, RDFS.subClassOf) if above)


@pytest.mark.parametrize(("scheme", "concept"), _concepts())
def test_every_concept_is_described(scheme: str, concept: URIRef) -> None:
    """Every concept has one notation, which ends its IRI, one label and one definition."""
    graph = ontology.graph()
    (notation,) = graph.objects(concept, SKOS.notation)
    assert str(concept) == f"{BASE}{scheme}#{notation}"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(notation))
    assert len(list(graph.objects(concept, SKOS.prefLabel))) == 1
    (definition,) = graph.objects(concept, SKOS.definition)
    assert str(definition).strip()
    kinds = {above for kind in graph.objects(concept, RDF.type) for above in _above(graph, kind)}
    assert SKOS.Concept in kinds


@pytest.mark.parametrize("name", SCHEMES)
def test_a_scheme_loads_whole(name: str) -> None:
    """The loader returns every concept of a scheme by its notation."""
    expected = {str(concept) for scheme, concept in _concepts() if scheme == name}
    loaded = ontology.scheme(name)
    assert {concept.iri for concept in loaded.values()} == expected
    assert all(concept.notation == notation for notation, concept in loaded.items())
    assert len(loaded) > 1


def test_an_unknown_scheme() -> None:
    """A scheme that isn't there is a KeyError, not an empty scheme."""
    with pytest.raises(KeyError, match="roles"):
        ontology.scheme("roles")


def test_roles_stand_in_a_tree_of_sectors() -> None:
    """Each role has a sector that exists, and stands under roles that exist, without circles."""
    roles, sectors = ontology.scheme("role"), ontology.scheme("sector")
    assert {role.sector for role in roles.values()} <= set(sectors)
    for role in roles.values():
        above = [role]
        while above[-1].broader:
            above.append(roles[above[-1].broader])
            assert len(above) < 10


def test_role_labels_are_one_roles_alone() -> None:
    """No label or alternative label belongs to two roles, for readers look words up by it."""
    labels = [
        label.lower()
        for role in ontology.scheme("role").values()
        for label in (role.label, *role.alternatives)
    ]
    assert len(set(labels)) == len(labels)


def test_every_type_of_tie_says_whether_it_is_symmetric() -> None:
    """Each type of tie says whether it goes both ways by its nature, and some do."""
    graph = ontology.graph()
    types = ontology.scheme("tie-type")
    assert all(graph.value(URIRef(t.iri), TG.symmetric) is not None for t in types.values())
    symmetric = {name for name, t in types.items() if t.symmetric}
    assert symmetric == {"collaborates-with", "does-research-with"}


def test_prefixes_are_those_of_the_files() -> None:
    """A prefix that a Turtle file declares means the same where queries use it undeclared."""
    declared: dict[str, str] = {}
    for file in ontology.turtle_files():
        declared |= dict(re.findall(r"@prefix ([\w-]+): <([^>]+)>", file.read_text("utf-8")))
    common = set(declared) & set(PREFIXES)
    assert set(SCHEMES) <= common
    assert {name: declared[name] for name in common} == {name: PREFIXES[name] for name in common}


def test_notations_are_the_end_of_an_iri() -> None:
    """The notation of an IRI is what follows its last number sign."""
    assert ontology.notation(f"{BASE}role#officer") == "officer"
    assert ontology.notation("") == ""
