"""The ontology is sound, says what it means, and stays what it was; each check can fail."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
from owlrl.Namespaces import ERRNS
from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SKOS,
    VANN,
    Graph,
    Literal,
    URIRef,
)
from rdflib.compare import isomorphic
from rdflib.namespace import DefinedNamespace

import ontology
from ontology import TG, publish, turtle
from tests.quality import (
    ALIGNMENTS,
    EXAMPLES,
    FOLDER,
    PROLOGUE,
    asking,
    broken,
    bundled_study,
    described,
    examples,
    idle,
    only,
    ontology_with_rules,
    shapes,
    violations,
)
from tests.quality import turtle as read

STYLE = shapes("ontology")
RDFLIB_WARNS = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"  # in rdflib's own JSON-LD
)
REUSED = read(FOLDER / "reused.ttl")

# ---------------------------------------------------------------- one form of Turtle


@pytest.mark.parametrize("path", publish.turtle_paths(), ids=lambda path: path.name)
def test_turtle_is_in_normal_form(path: Path) -> None:
    """Every Turtle file is as ``make ontology`` would write it."""
    text = path.read_text("utf-8")
    assert turtle.normal(text) == text


def test_normal_form_keeps_the_meaning() -> None:
    """Order and layout change nothing; blank nodes, lists, languages and types survive."""
    text = """
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        @prefix tg: <https://w3id.org/themegraph/ns#> .
        tg:b sh:or ( [ sh:path tg:y ] [ sh:path [ sh:inversePath tg:x ] ] ), () ;
          tg:a "a\\tb\\\\\\"", "two\\nlines"@en, true, 2, 0.5, "2026-01-01"^^tg:day .
        tg:a a tg:C . [] tg:z [] . [] tg:z 1 ."""
    normal = turtle.normal(text)
    assert isomorphic(Graph().parse(data=text), Graph().parse(data=normal))
    assert turtle.normal(normal) == normal != text
    assert normal.index("tg:a a tg:C") < normal.index("tg:b ")


def test_normal_form_has_no_place_for_a_shared_blank_node() -> None:
    """A blank node that is referred to twice needs an IRI, and the error says so."""
    with pytest.raises(ValueError, match="give it an IRI"):
        turtle.normal("<urn:a> <urn:b> _:c . <urn:d> <urn:b> _:c . _:c <urn:b> 1 .")


def test_only_what_is_meant_is_loaded() -> None:
    """The loader yields the core and the schemes, without blank nodes, whose ids vary."""
    names = [file.name for file in ontology.turtle_files()]
    schemes = sorted(path.name for path in (FOLDER / "schemes").glob("*.ttl"))
    assert names == ["themegraph.ttl", *schemes]
    assert len(schemes) == len(ontology.SCHEMES)
    assert not any(type(node).__name__ == "BNode" for node in ontology.graph().all_nodes())


# ---------------------------------------------------------------- what is published stays


def test_nothing_published_is_gone() -> None:
    """Every term ever published is still defined, and every term is listed as published."""
    listed = publish.LEDGER.read_text("utf-8")
    assert publish.ledger(listed) == listed
    assert set(listed.split()) == set(map(str, publish.terms()))


def test_no_scope_note_is_gone() -> None:
    """Every term that ever had a scope note has one: it warns of an error."""
    listed = publish.NOTED.read_text("utf-8")
    assert publish.noted(listed) == listed
    noted = set(map(str, ontology.graph().subjects(SKOS.scopeNote)))
    assert f"{TG}Respondent" in noted
    assert set(listed.split()) == noted


def test_a_term_that_was_taken_out_stays_listed() -> None:
    """The list of published terms never shrinks, so that a deleted term is noticed."""
    gone = f"{TG}gone"
    assert gone in publish.ledger(gone).split()
    assert gone in publish.noted(gone).split()
    assert gone not in set(map(str, publish.terms()))


# ---------------------------------------------------------------- the style guide

STYLE_FAULTS = {
    "term-label": "INSERT DATA { tg:Quote rdfs:label 'utterance'@en }",
    "term-definition": "INSERT DATA { tg:Tie skos:definition 'Two roles. And more.'@en }",
    "term-example": "DELETE WHERE { tg:Quote skos:example ?example }",
    "term-source": "DELETE WHERE { tg:Quote rdfs:isDefinedBy ?ontology }",
    "term-note": "INSERT DATA { tg:Quote skos:scopeNote 'Zitat'@de }",
    "class-name": "INSERT DATA { tg:themeLink a owl:Class }",
    "property-name": "INSERT DATA { tg:Has_Role a owl:ObjectProperty }",
    "class-superclass": "DELETE WHERE { tg:Quote rdfs:subClassOf ?parent }",
    "property-domain": "INSERT DATA { tg:layout rdfs:domain tg:Passage }",
    "property-range": "INSERT DATA { tg:layout rdfs:range tg:Theme }",
    "concept-label": "DELETE WHERE { voice:authors skos:prefLabel ?label }",
    "concept-definition": "DELETE WHERE { voice:authors skos:definition ?definition }",
    "concept-example": "DELETE WHERE { voice:authors skos:example ?example }",
    "concept-notation": "INSERT DATA { voice:authors skos:notation 'The Authors' }",
    "rule-source": "DELETE WHERE { rule:text rdfs:isDefinedBy ?home }",
    "rule-collection": "DELETE WHERE { ?collection skos:member rule:text }",
    "concept-scheme": "INSERT DATA { voice:authors skos:inScheme tg:Quote }",
    "concept-alternatives": "INSERT DATA { role:academic skos:altLabel 'Forscher'@de }",
    "shared-role-sector": "DELETE WHERE { role:academic tg:sector ?sector }",
    "scheme-label": "DELETE WHERE { <https://w3id.org/themegraph/voice> skos:prefLabel ?label }",
    "scheme-definition": "DELETE WHERE { <https://w3id.org/themegraph/voice> skos:definition ?d }",
    "scheme-source": "DELETE WHERE { <https://w3id.org/themegraph/voice> rdfs:isDefinedBy ?home }",
    "scheme-members": "DELETE WHERE { layout:block skos:inScheme ?scheme }",
    "ontology-title": "DELETE WHERE { ?ontology dcterms:title ?title }",
    "ontology-description": "DELETE WHERE { ?ontology dcterms:description ?description }",
    "ontology-creator": "DELETE WHERE { ?ontology dcterms:creator ?creator }",
    "ontology-licence": "DELETE WHERE { ?ontology dcterms:license ?licence }",
    "ontology-version-iri": "DELETE WHERE { ?ontology owl:versionIRI ?version }",
    "ontology-version": "INSERT DATA { <https://w3id.org/themegraph/ns> owl:versionInfo 'new' }",
    "ontology-prefix": (
        "DELETE WHERE { ?o <http://purl.org/vocab/vann/preferredNamespacePrefix> ?prefix }"
    ),
    "ontology-namespace": (
        "DELETE WHERE { ?o <http://purl.org/vocab/vann/preferredNamespaceUri> ?namespace }"
    ),
    "ontology-citation": "DELETE WHERE { ?ontology dcterms:bibliographicCitation ?citation }",
    "ontology-created": "DELETE WHERE { ?ontology dcterms:created ?date }",
    "ontology-modified": "DELETE WHERE { ?ontology dcterms:modified ?date }",
    "ontology-version-agrees": (
        "DELETE { ?ontology owl:versionInfo ?version } INSERT { ?ontology owl:versionInfo '9.9.9' }"
        " WHERE { ?ontology owl:versionInfo ?version }"
    ),
    "rule-label": "DELETE WHERE { rule:text rdfs:label ?label }",
    "rule-definition": "DELETE WHERE { rule:text skos:definition ?definition }",
    "rule-derives": "DELETE WHERE { rule:text tg:derives ?property }",
    "rule-file": "INSERT DATA { rule:text tg:queryFile '../text.rq' }",
    "ontology-citation-agrees": (
        "DELETE { ?o dcterms:bibliographicCitation ?text } "
        "INSERT { ?o dcterms:bibliographicCitation 'Themegraph, version 9.9.9, 2026.'@en } "
        "WHERE { ?o dcterms:bibliographicCitation ?text }"
    ),
    "deprecated-flag": "INSERT DATA { tg:score owl:deprecated false }",
    "deprecated-history": "INSERT DATA { tg:score owl:deprecated true }",
    "deprecated-replacement": (
        "INSERT DATA { tg:score owl:deprecated true ; dcterms:isReplacedBy 'tg:weight' }"
    ),
    "deprecated-replaced": (
        "INSERT DATA { tg:score owl:deprecated true ; "
        "skos:historyNote 'Given up in 0.2.0, for good reasons.'@en }"
    ),
    "deprecated-replacement-stands": (
        "INSERT DATA { tg:score owl:deprecated true ; dcterms:isReplacedBy tg:nowhere }"
    ),
}
"""For every rule of the style guide, a change to the ontology that it must find."""


def test_the_ontology_follows_its_style_guide() -> None:
    """Every term, concept, scheme and rule says of itself what the style guide asks."""
    assert violations(ontology_with_rules(), STYLE) == {}
    # A term that was given up says so by itself; until there is one, three shapes are idle.
    assert all(name.startswith("deprecated") for name in idle(STYLE, ontology_with_rules()))
    assert idle(STYLE, described()) == set()


def test_every_rule_of_style_has_a_seeded_fault() -> None:
    """A rule of style that nobody has seen fail may check nothing: each has its fault here."""
    assert set(STYLE_FAULTS) == asking(STYLE)
    assert asking(STYLE).isdisjoint(asking(shapes("data")))


@pytest.mark.parametrize("name", STYLE_FAULTS)
def test_each_rule_of_style_finds_its_fault(name: str) -> None:
    """A rule of style finds the fault that is made for it."""
    faulty = broken(ontology_with_rules(), STYLE_FAULTS[name])
    assert name in violations(faulty, only(STYLE, name))


def test_a_deprecated_term_that_says_why_is_welcome() -> None:
    """Deprecating with a history note is the way to give a term up."""
    assert violations(described(), STYLE) == {}
    without = (
        "DELETE WHERE { tg:weight dcterms:isReplacedBy ?other } ; "
        "INSERT DATA { tg:weight skos:historyNote 'There is no replacement for it.'@en }"
    )
    assert violations(broken(described(), without), STYLE) == {}


# ---------------------------------------------------------------- hygiene

QUERIES = sorted((FOLDER / "hygiene").glob("*.rq"))

HYGIENE_FAULTS = {
    "ambiguous-names": "INSERT DATA { role:voter skos:altLabel 'NHS'@en }",
    "circular-definitions": "INSERT DATA { tg:Tie skos:definition 'A tie.'@en }",
    "class-circles": "INSERT DATA { tg:DataCollection rdfs:subClassOf tg:Interview }",
    "concept-circles": "INSERT DATA { role:officer skos:broader role:manager }",
    "concept-iris": "INSERT DATA { voice:authors skos:notation 'writers' }",
    "concept-places": "DELETE WHERE { voice:authors skos:topConceptOf ?scheme }",
    "concept-sources": "DELETE WHERE { voice:authors rdfs:isDefinedBy ?scheme }",
    "deprecated-in-use": "INSERT DATA { tg:Sector owl:deprecated true }",
    "duplicate-definitions": ("INSERT DATA { tg:Tie skos:definition 'What the study asks.'@en }"),
    "duplicate-labels": "INSERT DATA { tg:Tie rdfs:label 'Theme Link'@en }",
    "empty-classes": "INSERT DATA { tg:Interview owl:disjointWith tg:DataCollection }",
    "foreign-axioms": (
        "INSERT DATA { GRAPH <https://w3id.org/themegraph/alignment> "
        "{ <https://schema.org/Thing> rdfs:subClassOf tg:Theme } }"
    ),
    "open-ended-properties": "DELETE WHERE { tg:voice skos:scopeNote ?note }",
    "stray-spaces": "INSERT DATA { tg:Tie skos:scopeNote 'Two  spaces.'@en }",
    "tie-type-inverses": "DELETE WHERE { tie-type:informs tg:symmetric ?symmetric }",
    "two-kinds": "INSERT DATA { tg:text a owl:ObjectProperty }",
    "unconnected-classes": "INSERT DATA { tg:Island a owl:Class ; rdfs:subClassOf tg:Lake }",
    "undefined-concepts": "INSERT DATA { <garden/tie/t9> tg:tieStatus tie-status:broken }",
    "undefined-terms": "INSERT DATA { <garden/tie/t1> tg:strength 3 }",
    "underived-shortcuts": "DELETE WHERE { rule:text tg:derives ?property }",
    "untagged-text": "INSERT DATA { tg:Tie skos:scopeNote 'In no language.' }",
    "unused-classes": "INSERT DATA { tg:Island a owl:Class }",
    "unused-properties": "INSERT DATA { tg:strength a owl:DatatypeProperty }",
    "wrong-ranges": "INSERT DATA { tg:tieType rdfs:range xsd:string }",
}
"""For every hygiene query, a change that it must find."""


def everything(fault: str = "") -> ox.Store:
    """Return the ontology, rules, shapes and examples; the alignments in a graph of their own."""
    store = ox.Store()
    named = ox.NamedNode(f"{ontology.BASE}alignment")
    for path in publish.turtle_paths():
        graph = named if path in ALIGNMENTS else ox.DefaultGraph()
        if path.name != "reused.ttl":
            store.load(path.read_bytes(), ox.RdfFormat.TURTLE, to_graph=graph)
    if fault:
        store.update(PROLOGUE + fault)
    return store


def problems(store: ox.Store, query: str) -> list[str]:
    """Return what a hygiene query finds: of all the rows that it looks at, those with a problem."""
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    looked_at = list(rows)
    assert looked_at, "the query finds nothing to look at"
    return [f"{row['item']} {row['problem'].value}" for row in looked_at if row["problem"]]


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_hygiene(path: Path) -> None:
    """A hygiene query says what it wants and looks at, finds that, and no problem in it."""
    query = path.read_text("utf-8")
    assert re.match(r"# [A-Z].+\.\n# Looks at .+\.\n", query)
    assert problems(everything(), query) == []


def test_every_hygiene_query_has_a_seeded_fault() -> None:
    """A query that nobody has seen fail may check nothing: each has its fault here."""
    assert set(HYGIENE_FAULTS) == {path.stem for path in QUERIES}


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_each_hygiene_query_finds_its_fault(path: Path) -> None:
    """A hygiene query finds the fault that is made for it, and says what's wrong."""
    assert problems(everything(HYGIENE_FAULTS[path.stem]), path.read_text("utf-8"))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_hygiene_query_without_anything_to_look_at_fails(path: Path) -> None:
    """A hygiene query over nothing doesn't pass: it finds nothing to look at."""
    with pytest.raises(AssertionError, match="nothing to look at"):
        problems(ox.Store(), path.read_text("utf-8"))


# ---------------------------------------------------------------- meaning

RL = frozenset(
    {
        OWL.AnnotationProperty, OWL.Class, OWL.DatatypeProperty, OWL.FunctionalProperty,
        OWL.ObjectProperty, OWL.Ontology,
        OWL.TransitiveProperty, OWL.deprecated, OWL.disjointWith, OWL.versionIRI, OWL.versionInfo,
        RDFS.domain, RDFS.isDefinedBy, RDFS.label, RDFS.range, RDFS.seeAlso, RDFS.subClassOf,
        RDFS.subPropertyOf,
    }
)  # fmt: skip
"""What of OWL and RDFS the ontology uses: with named classes only, all of it is in OWL 2 RL."""


def closed(data: Graph) -> Graph:
    """Return the closure of the data, the reused vocabularies' axioms and the alignments."""
    closure = data + REUSED + read(*ALIGNMENTS)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closure)
    return closure


def contradictions(closure: Graph) -> list[str]:
    """Return the errors that the OWL 2 RL rules report, and the members of owl:Nothing."""
    errors = [str(text) for text in closure.objects(predicate=ERRNS.error)]
    return errors + [f"{node} is nothing" for node in closure.subjects(RDF.type, OWL.Nothing)]


def surprises(data: Graph, closure: Graph) -> Iterator[str]:
    """Yield what is inferred to be of a class that isn't above any that is stated of it."""
    for thing in set(data.subjects(RDF.type)):
        stated = set(data.objects(thing, RDF.type))
        expected = stated.union(*(closure.objects(kind, RDFS.subClassOf) for kind in stated))
        for kind in set(closure.objects(thing, RDF.type)) - expected - {OWL.Thing, RDFS.Resource}:
            if not str(kind).startswith((str(OWL), str(RDF), str(RDFS))):
                yield f"{thing} is inferred to be a {kind}"


def test_the_ontology_is_in_owl_2_rl() -> None:
    """Core, schemes, rules and alignments use only what OWL 2 RL allows, with named classes."""
    whole = ontology_with_rules() + read(*ALIGNMENTS)
    used = {
        node for triple in whole for node in triple if str(node).startswith((str(OWL), str(RDFS)))
    }
    assert used <= RL
    for predicate in (RDFS.subClassOf, RDFS.domain, RDFS.range, OWL.disjointWith):
        objects = list(whole.objects(predicate=predicate))
        assert objects
        assert all(isinstance(node, URIRef) for node in objects)


@pytest.mark.parametrize("data", [examples, bundled_study], ids=["examples", "bundled-study"])
def test_nothing_contradicts_itself(data: Callable[[], Graph]) -> None:
    """In the OWL 2 RL closure there is no error, no member of nothing and no surprising class."""
    graph = data()
    closure = closed(graph)
    assert len(closure) > len(graph) + 1000
    quote = next(graph.subjects(RDF.type, TG.Quote))
    assert (quote, RDF.type, PROV.Entity) in closure
    assert contradictions(closure) == []
    assert list(surprises(graph, closure)) == []


@pytest.mark.parametrize(
    "fault",
    [
        "INSERT DATA { tg:wasSaidBy rdfs:domain tg:Respondent }",
        "INSERT DATA { tg:Quote rdfs:subClassOf prov:Activity }",
        "INSERT DATA { <garden/quote/q1> a tg:Theme }",
        "INSERT DATA { <garden/quote/q1> a owl:Nothing }",
        "INSERT DATA { <garden/tie/t1> tg:fromRole <garden/respondent/gardener-3> }",
    ],
)
def test_contradictions_are_found(fault: str) -> None:
    """A domain that is absurd, or a thing of two disjoint classes, is an error in the closure."""
    assert contradictions(closed(broken(examples(), fault)))


@pytest.mark.parametrize(
    "fault",
    [
        "INSERT DATA { tg:evidence rdfs:range foaf:Person }",
        "INSERT DATA { tg:arisesIn rdfs:domain dcat:Dataset }",
    ],
)
def test_surprises_are_found(fault: str) -> None:
    """A quote that turns out to be a person is noticed, even where nothing forbids it."""
    data = broken(examples(), fault)
    assert any("foaf" in text or "dcat" in text for text in surprises(data, closed(data)))


# ---------------------------------------------------------------- what is reused

VOCABULARIES: dict[str, type[DefinedNamespace]] = {
    str(namespace): namespace
    for namespace in (DCAT, DCTERMS, FOAF, ORG, OWL, PROV, RDFS, SDO, SKOS, VANN)
}


LOOKED_UP = tuple(turtle.NAMESPACES[name] for name in ("cito", "disco", "oa", "qualico"))
"""Vocabularies that rdflib doesn't know: their terms in use are declared in ``reused.ttl``."""


def unknown_terms(graph: Graph) -> set[str]:
    """Return the IRIs in reused vocabularies that those vocabularies don't have."""
    iris = {str(node) for triple in graph for node in triple if isinstance(node, URIRef)}
    return {
        iri
        for iri in iris
        for base, namespace in VOCABULARIES.items()
        if iri.startswith(base) and iri != base and iri.removeprefix(base) not in namespace
    } | {
        iri
        for iri in iris
        for base in LOOKED_UP
        if iri.startswith(base) and iri not in set(map(str, REUSED.subjects(RDF.type)))
    }


def test_reused_terms_exist() -> None:
    """No term of a reused vocabulary is guessed: each is one that the vocabulary has."""
    every = [path for path in publish.turtle_paths() if path.parent.name != "shapes"]
    whole = read(*every)
    assert unknown_terms(whole) == set()
    guessed = Graph().add((TG.Quote, RDFS.subClassOf, URIRef(f"{SDO}Utterance")))
    assert unknown_terms(guessed) == {"https://schema.org/Utterance"}
    for base in LOOKED_UP:
        assert unknown_terms(Graph().add((TG.Quote, RDFS.seeAlso, URIRef(f"{base}Codez"))))


def test_alignments_stand_apart() -> None:
    """Each alignment says with what it aligns, and the core doesn't depend on any."""
    assert len(ALIGNMENTS) >= 5
    for path in ALIGNMENTS:
        node = URIRef(f"{ontology.BASE}alignment/{path.stem}")
        assert (node, RDF.type, OWL.Ontology) in read(path)
        assert (node, RDFS.seeAlso, None) in read(path)
    assert not any("schema.org" in str(node) for node in ontology.graph().all_nodes())


# ---------------------------------------------------------------- rules


def test_rules_derive_what_they_declare() -> None:
    """Every rule file is declared, and its template makes the declared property and no other."""
    declared = {
        str(file): {str(p) for p in ontology_with_rules().objects(rule, TG.derives)}
        for rule, file in ontology_with_rules().subject_objects(TG.queryFile)
    }
    files = {path.name: path.read_text("utf-8") for path in (FOLDER / "rules").glob("*.rq")}
    assert len(files) == len(list(ontology.rules())) >= 8
    made = {
        name: {f"{TG}{term}" for term in re.findall(r"tg:(\w+)", text.split("WHERE")[0])}
        for name, text in files.items()
    }
    assert made == declared


# ---------------------------------------------------------------- JSON-LD


def test_the_context_is_fresh() -> None:
    """The JSON-LD context is what ``make ontology`` would write, with every term of ours."""
    text = publish.CONTEXT.read_text("utf-8")
    assert publish.context() == text
    names = {str(term).removeprefix(TG) for term in publish.terms() if term.startswith(TG)}
    assert names <= set(json.loads(text)["@context"])


@RDFLIB_WARNS
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_examples_survive_json_ld(path: Path) -> None:
    """An example written as JSON-LD with the context says the same when it's read again."""
    context = json.loads(publish.CONTEXT.read_text("utf-8"))["@context"]
    example = read(path)
    text = example.serialize(format="json-ld", context=context)
    body = {key: value for key, value in json.loads(text).items() if key != "@context"}
    assert "https://w3id.org/themegraph/ns#" not in json.dumps(body)
    assert isomorphic(Graph().parse(data=text, format="json-ld"), example)


@RDFLIB_WARNS
def test_a_record_in_json() -> None:
    """With the context, plain JSON is a coded quote."""
    context = json.loads(publish.CONTEXT.read_text("utf-8"))["@context"]
    quote = {"@context": context, "id": "urn:q", "type": "Quote", "order": 1, "layout": "urn:l"}
    read_again = Graph().parse(data=json.dumps(quote), format="json-ld")
    assert (URIRef("urn:q"), RDF.type, TG.Quote) in read_again
    assert (URIRef("urn:q"), TG.order, Literal(1)) in read_again
    assert (URIRef("urn:q"), TG.layout, URIRef("urn:l")) in read_again


# ---------------------------------------------------------------- documentation


def test_the_readme_shows_what_the_bundled_study_says() -> None:
    """Every triple of the Turtle in the README is in the bundled study."""
    readme = (FOLDER / "README.md").read_text("utf-8")
    blocks = re.findall(r"```turtle\n(.*?)```", readme, re.DOTALL)
    assert len(blocks) >= 8
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in ontology.PREFIXES.items())
    base = "@base <https://w3id.org/themegraph/data/> .\n"
    for block in blocks:
        shown = Graph().parse(data=base + prefixes + block, format="turtle")
        assert len(shown)
        assert set(shown) - set(bundled_study()) == set(), block


def test_the_readme_names_every_class() -> None:
    """The README names every class of the ontology."""
    readme = (FOLDER / "README.md").read_text("utf-8")
    classes = list(ontology.graph().subjects(RDF.type, OWL.Class))
    assert len(classes) >= 18
    assert [c for c in classes if f"`{str(c).removeprefix(TG)}`" not in readme] == []
