"""Rules: each derives what follows by its definition, and each of its clauses is needed."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import owlrl
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.paths import MulPath, SequencePath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.evaluate import evalQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.processor import SPARQLResult
from rdflib.plugins.sparql.sparql import Query

import ontology
from graph.model import Role
from graph.rdf.iris import study_iris
from graph.rdf.quads import study_quads
from graph.stores.build import ontology_quads, study_shortcuts
from ontology import PREFIXES, TG
from tests.quality import FOLDER, bundled_study, graph_of
from tests.studies import invented_study, with_table

Clause = tuple[str, Callable[[], object]]
"""What a clause is called, and how to take it out."""

RULES = sorted((FOLDER / "rules").glob("*.rq"))

FIXTURE = """
<study> a tg:Study .
# themes: a valence of one's own, inherited from two above, overridden below, and none at all
<hindrance> a tg:Theme ; tg:valence valence:barrier .
<silence> a tg:Theme ; skos:broader <hindrance> .
<no-answer> a tg:Theme ; skos:broader <silence> .
<answered-late> a tg:Theme ; skos:broader <silence> ; tg:valence valence:neutral .
<mood> a tg:Theme .
<heading> tg:valence valence:barrier .
# quotes, passages, codings, mentions
<q1> a tg:Quote ; tg:wasSaidBy <ann> ; oa:hasSelector <q1#place>, <q1#words> .
<q1#place> oa:start 0 . <q1#words> oa:exact "Nobody listens" .
<q2> a tg:Quote ; tg:wasSaidBy <ben> .
<p1> a tg:Passage ; dcterms:description "The mood." .
<k1> a tg:Coding ; oa:hasTarget <q1> ; oa:hasBody <silence> ; dcterms:isPartOf <study> .
<k2> a tg:Coding ; oa:hasTarget <d1> ; oa:hasBody <mood> ; dcterms:isPartOf <study> .
<d1> a tg:Document .
<m1> a tg:Mention ; oa:hasTarget <q1> ; oa:hasBody role:officer ; dcterms:isPartOf <study> .
<m2> a tg:Mention ; oa:hasTarget <p1> ; oa:hasBody role:voter ; dcterms:isPartOf <elsewhere> .
<ann> a tg:Respondent ; tg:affiliation role:community ; dcterms:isPartOf <study> .
<ben> a tg:Respondent ; tg:holdsRole role:manager ; dcterms:isPartOf <study> .
# ties: one way, both ways, missing, wanted, and what isn't a tie
<t1> a tg:Tie ; tg:tieStatus tie-status:strained ; tg:direction direction:one-way ;
  tg:fromRole <mender> ; tg:toRole role:officer ; dcterms:isPartOf <study> .
<t2> a tg:Tie ; tg:tieStatus tie-status:established ; tg:direction direction:mutual ;
  tg:fromRole <mender> ; tg:toRole role:practitioner ; dcterms:isPartOf <study> .
<t3> a tg:Tie ; tg:tieStatus tie-status:missing ; tg:direction direction:mutual ;
  tg:fromRole <mender> ; tg:toRole role:academic .
<t4> a tg:Tie ; tg:tieStatus tie-status:wanted ; tg:direction direction:mutual ;
  tg:fromRole <mender> ; tg:toRole role:voter .
<t5> tg:tieStatus tie-status:established ; tg:direction direction:mutual ;
  tg:fromRole role:voter ; tg:toRole role:academic .
# a role of the study's own, below a shared one
<mender> a tg:ActorRole ; skos:broader role:practitioner .
role:practitioner a tg:ActorRole ; skos:broader role:officer .
role:officer a tg:ActorRole .
sector:public a tg:Sector .
"""
"""An invented study that holds what each clause of each rule is there for."""

EXPECTED = {
    "concerns": """
        study officer, study community, study manager, study mender, study practitioner,
        elsewhere voter""",
    "effective-valence": """
        hindrance barrier, silence barrier, no-answer barrier, answered-late neutral""",
    "illustrates": "q1 silence",
    "mentions": "q1 officer, p1 voter",
    "text": "q1 Nobody-listens",
    "tied-to": "mender officer, mender practitioner, practitioner mender",
    "voiced-by": "silence ann",
    "within": """
        hindrance hindrance, silence silence, silence hindrance, no-answer no-answer,
        no-answer silence, no-answer hindrance, answered-late answered-late,
        answered-late silence, answered-late hindrance, mood mood, mender mender,
        mender practitioner, mender officer, practitioner practitioner, practitioner officer,
        officer officer""",
}
"""What each rule derives from the fixture, worked out by hand."""


def fixture() -> Graph:
    """Return the invented study."""
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    return Graph().parse(
        data=f"@base <https://example.org/> .\n{prefixes}{FIXTURE}", format="turtle"
    )


def pairs(data: Graph, query: Query) -> set[tuple[str, str]]:
    """Return what a query derives, by the ends of IRIs."""
    derived = SPARQLResult(evalQuery(data, query, {})).graph
    assert derived is not None
    return {(_short(s), _short(o)) for s, _, o in derived}


def _short(node: object) -> str:
    return str(node).rpartition("/")[2].rpartition("#")[2].replace(" ", "-")


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_a_rule_derives_what_follows(path: Path) -> None:
    """A rule derives from the fixture what follows by its definition, and nothing else."""
    expected = {tuple(pair.split()) for pair in EXPECTED[path.stem].split(",")}
    assert pairs(fixture(), prepareQuery(path.read_text("utf-8"))) == expected


# ---------------------------------------------------------------- without one of its clauses


def weakened(text: str) -> Iterator[tuple[str, Query]]:
    """Yield a query without each of its clauses in turn, with the name of what is lacking.

    A clause is a triple pattern, a filter, a branch of a union, a value of a list, or the
    repetition in a path: all that the parsed query has of them, wherever they stand.
    """
    for number in range(len(list(_clauses(prepareQuery(text).algebra)))):
        query = prepareQuery(text)
        name, take_out = list(_clauses(query.algebra))[number]
        take_out()
        yield name, query


def _clauses(part: object) -> Iterator[Clause]:
    if not isinstance(part, CompValue):
        return
    yield from _own_clauses(part)
    exists = part.name in {"Builtin_EXISTS", "Builtin_NOTEXISTS"}
    for value in [part.graph] if exists else list(part.values()):
        for below in value if isinstance(value, list) else [value]:
            yield from _clauses(below)


def _own_clauses(part: CompValue) -> Iterator[Clause]:
    if part.name == "BGP":
        yield from _patterns(part.triples)
    elif part.name == "Filter":
        yield "a filter", partial(part.__setitem__, "expr", Literal(lexical_or_value=True))
    elif part.name == "RelationalExpression" and isinstance(part.other, list):
        yield from _each(part.other)
    elif part.name == "Union":
        yield "the first branch", partial(part.__setitem__, "p1", part.p2)
        yield "the second branch", partial(part.__setitem__, "p2", part.p1)
    elif part.name == "values":
        yield from _each(part.res)


def _patterns(triples: list[Any]) -> Iterator[Clause]:
    yield from _each(triples)
    for number, (subject, path, value) in enumerate(triples):
        for simpler in _simpler(path):
            changed = (subject, simpler, value)
            yield f"{path} as {simpler}", partial(triples.__setitem__, number, changed)


def _each(items: list[Any]) -> Iterator[Clause]:
    for number, item in enumerate(items):
        yield str(item), partial(items.pop, number)


def _simpler(path: object) -> Iterator[object]:
    if isinstance(path, MulPath):
        yield path.path
        yield MulPath(path.path, "+" if path.mod == "*" else "*")
    elif isinstance(path, SequencePath):
        yield from path.args


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_each_clause_of_a_rule_is_needed(path: Path) -> None:
    """A rule that lacks any of its clauses derives something else from the fixture."""
    text = path.read_text("utf-8")
    right = pairs(fixture(), prepareQuery(text))
    cases = list(weakened(text))
    assert len(cases) >= 2
    assert [name for name, changed in cases if pairs(fixture(), changed) == right] == []


# ---------------------------------------------------------------- study and ontology together


def test_an_own_role_is_within_all_above_a_shared_one() -> None:
    """A study's own role is within the shared role above it and within all above that."""
    roles = (*invented_study().roles, Role("mender", "mender", broader="practitioner"))
    roles += (Role("tinkerer", "tinkerer", broader="mender"),)
    iris = study_iris("mending-mornings")
    coded = study_quads(with_table(invented_study(), "roles", roles))
    derived = graph_of(study_shortcuts(coded, iris))
    above = {
        _short(role)
        for role in derived.objects(URIRef(iris.record("roles", "tinkerer")), TG.within)
    }
    assert above == {"tinkerer", "mender", "practitioner", "officer", "local-authority"}
    stored = graph_of(coded | study_shortcuts(coded, iris) | ontology_quads())
    assert within(closed(stored)) == within(stored)


def test_the_bundled_study_lacks_no_step() -> None:
    """What a reasoner adds to "within" by its transitivity is nothing: the rules derive it all."""
    assert within(closed(bundled_study())) == within(bundled_study())
    chain = Graph().add((URIRef("urn:a"), TG.within, URIRef("urn:b")))
    chain.add((URIRef("urn:b"), TG.within, URIRef("urn:c")))
    assert (URIRef("urn:a"), URIRef("urn:c")) in within(closed(chain + ontology.graph()))


def test_nothing_of_the_ontology_is_derived_again() -> None:
    """What follows from the ontology alone stands in its graph, not in each study's."""
    study = invented_study()
    derived = study_shortcuts(study_quads(study), study_iris(study.info.id))
    known = {quad.triple for quad in ontology_quads()}
    assert derived
    assert not {quad.triple for quad in derived} & known


def within(data: Graph) -> set[tuple[object, object]]:
    """Return what is within what."""
    return set(data.subject_objects(TG.within))


def closed(data: Graph) -> Graph:
    """Return the OWL 2 RL closure of what is said of "within" alone: it's quick, and enough."""
    closure = Graph()
    for triple in data.triples((None, TG.within, None)):
        closure.add(triple)
    for triple in data.triples((TG.within, None, None)):
        closure.add(triple)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(closure)
    return closure
