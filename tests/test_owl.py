"""What an OWL tool asks of the ontology: declarations, datatypes, narrow axioms, true functions."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from rdflib import OWL, RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

import ontology
from ontology import TG
from tests.quality import (
    ALIGNMENTS,
    FOLDER,
    broken,
    bundled_study,
    examples,
    ontology_with_rules,
    shapes,
    turtle,
    violations,
)

REUSED = turtle(FOLDER / "reused.ttl")
BUILT_IN = (str(OWL), str(RDF), str(RDFS))
PROPERTIES = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
META = {*PROPERTIES, OWL.Class, OWL.Ontology, OWL.FunctionalProperty, OWL.TransitiveProperty}

RL_DATATYPES = {
    RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal, XSD.decimal, XSD.integer,
    XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.positiveInteger, XSD.negativeInteger,
    XSD.long, XSD.int, XSD.short, XSD.byte, XSD.unsignedLong, XSD.unsignedInt, XSD.unsignedShort,
    XSD.unsignedByte, XSD.float, XSD.double, XSD.string, XSD.normalizedString, XSD.token,
    XSD.language, XSD.Name, XSD.NCName, XSD.NMTOKEN, XSD.boolean, XSD.hexBinary, XSD.base64Binary,
    XSD.anyURI, XSD.dateTime, XSD.dateTimeStamp,
}  # fmt: skip
"""The datatypes of OWL 2 RL (OWL 2 Profiles, section 4.2)."""

OVERLAPPING = {frozenset({TG.Coder, TG.Respondent})}
"""Classes that may share a member: a study may be coded with those whom it concerns."""


def whole() -> Graph:
    """Return the ontology with its schemes, rules and alignments, and what they reuse."""
    return ontology_with_rules() + turtle(*ALIGNMENTS) + REUSED


# ---------------------------------------------------------------- OWL 2 DL


def undeclared(graph: Graph) -> set[str]:
    """Return what stands as a class or property in the graph and isn't declared as such."""
    classes = {o for o in graph.objects(predicate=RDF.type) if o not in META}
    for predicate in (RDFS.subClassOf, OWL.disjointWith):
        classes |= {end for pair in graph.subject_objects(predicate) for end in pair}
    classes |= set(graph.objects(predicate=RDFS.domain))
    classes |= {o for o in graph.objects(predicate=RDFS.range) if not str(o).startswith(str(XSD))}
    properties = set(graph.predicates())
    properties |= {end for pair in graph.subject_objects(RDFS.subPropertyOf) for end in pair}
    declared = {kind: set(graph.subjects(RDF.type, kind)) for kind in (*PROPERTIES, OWL.Class)}
    missing = classes - declared[OWL.Class]
    missing |= properties - set().union(*(declared[kind] for kind in PROPERTIES))
    return {str(node) for node in missing if not str(node).startswith(BUILT_IN)}


def test_everything_is_declared() -> None:
    """Each class and property of an axiom is declared, also a reused one, as OWL 2 DL asks."""
    assert undeclared(whole()) == set()
    guessed = broken(whole(), "INSERT DATA { tg:Quote rdfs:subClassOf prov:Utterance }")
    assert undeclared(guessed) == {"http://www.w3.org/ns/prov#Utterance"}
    guessed = broken(whole(), "INSERT DATA { tg:Quote prov:says 'so' }")
    assert undeclared(guessed) == {"http://www.w3.org/ns/prov#says"}


def test_nothing_is_declared_in_vain_or_twice() -> None:
    """No property is of two kinds, and nothing is declared that nothing uses."""
    for one, other in combinations(sorted(PROPERTIES), 2):
        assert set(whole().subjects(RDF.type, one)).isdisjoint(whole().subjects(RDF.type, other))
    bare = {s for s in REUSED.subjects(RDF.type) if len(list(REUSED.predicate_objects(s))) == 1}
    used = {n for t in whole() - REUSED for n in t} | {n for t in examples() for n in t}
    used |= {n for s, p, o in REUSED if p != RDF.type for n in (s, p, o)}
    may_be_used = {str(node) for node in bare} - {str(node) for node in used}
    assert may_be_used <= {f"{ontology.PREFIXES['skos']}historyNote", _DCT_REPLACED}


_DCT_REPLACED = f"{ontology.PREFIXES['dcterms']}isReplacedBy"


def strange_ranges(graph: Graph) -> set[str]:
    """Return the ranges of datatype properties that aren't datatypes of OWL 2 RL."""
    values = graph.subjects(RDF.type, OWL.DatatypeProperty)
    return {str(r) for p in values for r in graph.objects(p, RDFS.range) if r not in RL_DATATYPES}


def test_ranges_are_datatypes_of_owl_2_rl() -> None:
    """A range of plain values is one of the datatypes that OWL 2 RL has."""
    assert strange_ranges(whole()) == set()
    faulty = broken(whole(), "INSERT DATA { tg:score rdfs:range xsd:duration }")
    assert strange_ranges(faulty) == {str(XSD.duration)}


# ---------------------------------------------------------------- the axioms that are meant


def test_classes_exclude_each_other() -> None:
    """Two classes of ours have no member in common, unless one is above the other or it's said."""
    graph = ontology.graph()
    every = (URIRef(str(c)) for c in graph.subjects(RDF.type, OWL.Class))
    classes = sorted(c for c in every if c.startswith(str(TG)))
    above = {c: set(graph.transitive_objects(c, RDFS.subClassOf)) for c in classes}
    apart = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    lacking = [
        (str(one), str(other))
        for one, other in combinations(classes, 2)
        if one not in above[other] and other not in above[one]
        and frozenset({one, other}) not in OVERLAPPING
        and not any(frozenset({a, b}) in apart for a in above[one] for b in above[other])
    ]  # fmt: skip
    assert len(classes) >= 18
    assert lacking == []


def test_ends_are_as_narrow_as_their_use() -> None:
    """A domain or range is the class of the things at that end, and not a wider one."""
    graph, data = ontology.graph(), examples() + bundled_study()
    checked = 0
    for prop in graph.subjects(RDF.type, OWL.ObjectProperty):
        ends = {RDFS.domain: data.subjects(prop), RDFS.range: data.objects(predicate=prop)}
        for end, things in ends.items():
            stated = graph.value(prop, end)
            kinds = [_classes(data, thing) for thing in things]
            if stated is not None and kinds:
                shared = {k for k in set.intersection(*kinds) if _below(graph, k, stated)}
                assert not shared, f"{prop} could have the {end} {shared}"
                checked += 1
    assert checked > 30


def _classes(data: Graph, thing: Node) -> set[Node]:
    stated = set(data.objects(thing, RDF.type))
    return {a for kind in stated for a in data.transitive_objects(kind, RDFS.subClassOf) if a}


def _below(graph: Graph, kind: Node, stated: Node) -> bool:
    above = set(graph.transitive_objects(kind, RDFS.subClassOf))
    return kind != stated and stated in above and str(kind).startswith(str(TG))


def test_axioms_and_shapes_agree() -> None:
    """What a shape asks of a property's values, its range says too, or leaves open."""
    graph, rules = ontology.graph(), shapes("data")
    checked = 0
    for shape, prop in rules.subject_objects(SH.path):
        for asked in (SH["class"], SH.datatype):
            wanted, stated = rules.value(shape, asked), graph.value(prop, RDFS.range)
            if wanted is not None and stated is not None:
                assert wanted == stated, f"{shape} asks for {wanted}, the range is {stated}"
                checked += 1
    assert checked >= 15


def test_functions_have_one_value() -> None:
    """What is a function by its meaning, the shapes allow once; and no transitive one is any."""
    rules = shapes("data")
    functions = set(ontology.graph().subjects(RDF.type, OWL.FunctionalProperty))
    assert len(functions) >= 20
    assert functions.isdisjoint(ontology.graph().subjects(RDF.type, OWL.TransitiveProperty))
    for prop in functions:
        for shape in rules.subjects(SH.path, prop):
            most = rules.value(shape, SH.maxCount)
            assert isinstance(shape, BNode) or most in {Literal(0), Literal(1)}, shape
        for data in (examples(), bundled_study()):
            subjects = list(data.subjects(prop))
            assert len(subjects) == len(set(subjects)), prop


# ---------------------------------------------------------------- values


def ill_typed(data: Graph) -> Iterator[str]:
    """Yield the values that aren't of their property's range, or of their own datatype.

    The rule dt-not-type of OWL 2 RL, which owlrl leaves out, and prp-rng for plain values.
    """
    for prop, stated in ontology.graph().subject_objects(RDFS.range):
        for subject, value in data.subject_objects(prop):
            plain = isinstance(value, Literal)
            datatype = (value.datatype or XSD.string) if isinstance(value, Literal) else None
            if plain != str(stated).startswith(str(XSD)) or (plain and datatype != stated):
                yield f"{subject} {prop} {value}"
    for subject, prop, value in data:
        if isinstance(value, Literal) and Literal(str(value), datatype=value.datatype).ill_typed:
            yield f"{subject} {prop} {value}"


@pytest.mark.parametrize(
    "fault",
    [
        "INSERT DATA { <garden/gap/missing-tie-t1> tg:score 'abc' }",
        "INSERT DATA { <garden/gap/missing-tie-t1> tg:score 'abc'^^xsd:integer }",
        "INSERT DATA { tie-type:informs tg:symmetric 'yes'^^xsd:boolean }",
        "INSERT DATA { <garden/tie/t1> tg:tieStatus 'missing' }",
        "INSERT DATA { <garden/document/findings> tg:sha256 <urn:digest> }",
        "INSERT DATA { <garden/quote/q1#position> oa:start 'abc'^^xsd:integer }",
    ],
)
def test_ill_typed_values_are_found(fault: str) -> None:
    """A value that isn't of its datatype contradicts what its property says."""
    assert list(ill_typed(examples())) == []
    assert list(ill_typed(bundled_study())) == []
    assert list(ill_typed(broken(examples(), fault)))


def test_a_position_that_isnt_a_number_is_refused_and_stops_nothing() -> None:
    """An ill-typed position is a fault that the shapes report; it doesn't make them fail."""
    fault = (
        "DELETE { <garden/quote/q1#position> oa:start ?start } "
        "INSERT { <garden/quote/q1#position> oa:start 'abc'^^xsd:integer } "
        "WHERE { <garden/quote/q1#position> oa:start ?start }"
    )
    assert "position-start" in violations(broken(examples(), fault), shapes("data"))


# ---------------------------------------------------------------- examples

SHOWN_ELSEWHERE = {
    TG.Analysis: "examples/gap-computed.ttl",
    TG.Coder: "examples/study.ttl",
    TG.Document: "examples/study.ttl",
    TG.Figure: "examples/gap-computed.ttl",
    TG.RecordSet: "examples/set.ttl",
    TG.RejectedStatement: "examples/decision.ttl",
    TG.Relation: "examples/memo.ttl",
    TG.Variable: "examples/attributes.ttl",
    TG.Rule: "rules/rules.ttl",
    TG.Sector: "schemes/sectors.ttl",
}
"""Classes without an example file of their name, and the file that shows them."""

PATTERNS = ("respondent-inferred-role", "shortcuts", "tie-mutual")
"""What examples show beyond one class each."""


def test_each_class_and_pattern_has_its_example() -> None:
    """There is one small file for each class that stands below no other of ours, and pattern."""
    graph = ontology.graph()
    roots = {
        URIRef(str(kind))
        for kind in graph.subjects(RDF.type, OWL.Class)
        if not any(str(o).startswith(str(TG)) for o in graph.objects(kind, RDFS.subClassOf))
        and (kind, OWL.deprecated, Literal(lexical_or_value=True)) not in graph
    }
    for kind in roots:
        label = str(graph.value(kind, RDFS.label)).replace(" ", "-")
        own = [FOLDER / "examples" / f"{name}.ttl" for name in (label, label.split("-")[-1])]
        given = [FOLDER / SHOWN_ELSEWHERE[kind]] if kind in SHOWN_ELSEWHERE else own
        shown = [path for path in given if path.is_file()]
        assert shown, f"write examples/{label}.ttl"
        assert (None, RDF.type, kind) in turtle(shown[0])
    assert all((FOLDER / "examples" / f"{name}.ttl").is_file() for name in PATTERNS)
