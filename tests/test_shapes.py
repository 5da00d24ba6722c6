"""Shapes: what a study's graph must be like, and that each of them can fail."""

import re
from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, SH, SKOS, XSD, Graph, Literal, URIRef

import ontology
from ontology import TG
from tests.quality import (
    EXAMPLES,
    FOLDER,
    SHAPES,
    asking,
    broken,
    bundled_study,
    examples,
    idle,
    only,
    shapes,
    turtle,
    violations,
)

DATA = shapes("data")

FAULTS = {
    # records
    "record-identifier": "DELETE WHERE { <garden/tie/t1> dcterms:identifier ?id }",
    "record-study": "DELETE WHERE { <garden/tie/t1> dcterms:isPartOf ?study }",
    "record-order": "INSERT DATA { <garden/tie/t1> tg:order 0 }",
    "record-address": (
        "DELETE { <garden/tie/t1> dcterms:identifier ?id } "
        "INSERT { <garden/tie/t1> dcterms:identifier 'one' } "
        "WHERE { <garden/tie/t1> dcterms:identifier ?id }"
    ),
    "record-once": (
        "DELETE DATA { <garden/quote/q2> dcterms:identifier 'q2' } ; "
        "INSERT DATA { <garden/quote/q2> dcterms:identifier 'q1' }"
    ),
    "record-place": (
        "DELETE DATA { <garden/theme/board> tg:order 3 } ; "
        "INSERT DATA { <garden/theme/board> tg:order 1 }"
    ),
    "record-kind": "INSERT DATA { <garden/quote/q1> a tg:Respondent }",
    "record-in-one-study": (
        "INSERT DATA { <other/document/d> dcterms:isPartOf <other> . "
        "<garden/quote/q1> oa:hasSource <other/document/d> }"
    ),
    "defined-property": "INSERT DATA { <garden/tie/t1> tg:statuz tie-status:missing }",
    "study-address": (
        "DELETE DATA { <garden> dcterms:identifier 'garden' } ; "
        "INSERT DATA { <garden> dcterms:identifier 'orchard' }"
    ),
    "study-once": "INSERT DATA { <other/garden> a tg:Study ; dcterms:identifier 'garden' }",
    "study-citation": "INSERT DATA { <garden> dcterms:bibliographicCitation 'Another.' }",
    "study-source": "INSERT DATA { <garden> dcterms:source 'doi' }",
    "study-identifier": "INSERT DATA { <garden> dcterms:identifier 'second' }",
    "study-title": "DELETE WHERE { <garden> dcterms:title ?title }",
    "study-licence": "INSERT DATA { <garden> dcterms:license 'free' }",
    "study-question": "INSERT DATA { <garden> tg:question 'And who waters it?' }",
    "study-language": "INSERT DATA { <garden> dcterms:language 'plain English' }",
    "document-title": "DELETE WHERE { <garden/document/findings> dcterms:title ?title }",
    "document-sha256": "INSERT DATA { <garden/document/findings> tg:sha256 'F00D' }",
    "document-length": "INSERT DATA { <garden/document/findings> tg:length -1 }",
    "collection-label": "DELETE WHERE { <garden/collection/talks> rdfs:label ?label }",
    "coder-name": "DELETE WHERE { <garden/coder/ana> foaf:name ?name }",
    "coder-kind": "INSERT DATA { <garden/coder/ana> tg:agentKind voice:authors }",
    # themes and roles
    "theme-label": "DELETE WHERE { <garden/theme/board> skos:prefLabel ?label }",
    "theme-broader": "INSERT DATA { <garden/theme/board> skos:broader role:voter }",
    "theme-valence": "INSERT DATA { <garden/theme/newcomers> tg:valence voice:authors }",
    "theme-definition": "INSERT DATA { <garden/theme/newcomers> skos:definition 'Another.' }",
    "circle": "INSERT DATA { <garden/theme/barriers> skos:broader <garden/theme/newcomers> }",
    "role-label": "DELETE WHERE { <garden/role/bee-keeper> skos:prefLabel ?label }",
    "role-broader": "INSERT DATA { <garden/role/bee-keeper> skos:broader <garden/theme/board> }",
    "role-sector": "INSERT DATA { <garden/role/bee-keeper> tg:sector sector:national }",
    "role-home": "DELETE WHERE { <garden/role/bee-keeper> dcterms:isPartOf ?study }",
    # respondents
    "respondent-label": "DELETE WHERE { <garden/respondent/gardener-3> rdfs:label ?label }",
    "respondent-collection": (
        "INSERT DATA { <garden/respondent/gardener-3> tg:tookPartIn <garden/document/findings> }"
    ),
    "respondent-affiliation": (
        "INSERT DATA { <garden/respondent/gardener-3> tg:affiliation role:academic }"
    ),
    "respondent-role": "INSERT DATA { <garden/respondent/gardener-5> tg:holdsRole role:academic }",
    "respondent-basis": "INSERT DATA { <garden/respondent/gardener-5> tg:roleBasis voice:authors }",
    "respondent-evidence": (
        "INSERT DATA { <garden/respondent/gardener-5> tg:roleEvidence <garden/passage/p1> }"
    ),
    "respondent-role-has-basis": (
        "INSERT DATA { <garden/respondent/gardener-3> tg:holdsRole role:voter }"
    ),
    "respondent-basis-has-role": "DELETE WHERE { <garden/respondent/gardener-5> tg:holdsRole ?r }",
    "respondent-inferred-has-quote": (
        "DELETE WHERE { <garden/respondent/gardener-5> tg:roleEvidence ?quote }"
    ),
    # words
    "quote-respondent": "INSERT DATA { <garden/quote/q1> tg:wasSaidBy <garden/coder/ana> }",
    "quote-layout": "INSERT DATA { <garden/quote/q1> tg:layout voice:authors }",
    "quote-document": "DELETE WHERE { <garden/quote/q1> oa:hasSource ?document }",
    "quote-position": "DELETE DATA { <garden/quote/q1> oa:hasSelector <garden/quote/q1#position> }",
    "quote-words": (
        "INSERT DATA { <garden/quote/q1> oa:hasSelector <garden/quote/q1#more> . "
        "<garden/quote/q1#more> a oa:TextQuoteSelector ; oa:exact 'We dig, they decide' }"
    ),
    "passage-document": "DELETE WHERE { <garden/passage/p1> oa:hasSource ?document }",
    "passage-position": "DELETE WHERE { <garden/passage/p1> oa:hasSelector ?position }",
    "passage-theme": "INSERT DATA { <garden/passage/p1> tg:arisesIn <garden/theme/board> }",
    "passage-voice": (
        "INSERT DATA { <garden/passage/p1> tg:wasSaidBy <garden/respondent/gardener-3> }"
    ),
    "passage-description": "INSERT DATA { <garden/passage/p1> dcterms:description 'Again.' }",
    "words-selector": "INSERT DATA { <garden/quote/q1> oa:hasSelector <garden/quote/q1#part> }",
    "position-start": "INSERT DATA { <garden/quote/q1#position> oa:start 130 }",
    "position-end": "INSERT DATA { <garden/quote/q1#position> oa:end 'the end' }",
    "words-exact": "INSERT DATA { <garden/quote/q1#words> oa:exact ' ' }",
    "words-fit": (
        "DELETE { <garden/quote/q1#words> oa:exact ?words } "
        "INSERT { <garden/quote/q1#words> oa:exact 'We dig' } "
        "WHERE { <garden/quote/q1#words> oa:exact ?words }"
    ),
    "position-in-document": "INSERT DATA { <garden/document/findings> tg:length 50 }",
    # codings and mentions
    "coding-target": "INSERT DATA { <garden/coding/c1> oa:hasTarget <garden/passage/p1> }",
    "coding-theme": "DELETE WHERE { <garden/coding/c1> oa:hasBody ?theme }",
    "coding-once": (
        "INSERT { <garden/coding/c2> ?property ?value } "
        "WHERE { <garden/coding/c1> ?property ?value }"
    ),
    "mention-target": "DELETE WHERE { <garden/mention/m1> oa:hasTarget ?words }",
    "mention-role": "INSERT DATA { <garden/mention/m1> oa:hasBody <garden/theme/board> }",
    "mention-words": "INSERT DATA { <garden/mention/m1> tg:wordsAt <garden/quote/q1#words> }",
    "mention-within": "INSERT DATA { <garden/mention/m1#position> oa:end 400 }",
    "statement-review": "DELETE WHERE { <garden/mention/m1> tg:reviewStatus ?status }",
    "statement-coder": (
        "INSERT DATA { <garden/coding/c1> dcterms:creator <garden/respondent/gardener-3> }"
    ),
    # ties and links
    "tie-from": "DELETE WHERE { <garden/tie/t1> tg:fromRole ?role }",
    "tie-to": "INSERT DATA { <garden/tie/t1> tg:toRole <garden/respondent/gardener-3> }",
    "tie-type": "INSERT DATA { <garden/tie/t1> tg:tieType link-type:addresses }",
    "tie-status": "INSERT DATA { <garden/tie/t1> tg:tieStatus tie-status:wanted }",
    "tie-direction": "DELETE WHERE { <garden/tie/t1> tg:direction ?direction }",
    "tie-theme": "INSERT DATA { <garden/tie/t1> tg:arisesIn <garden/theme/board> }",
    "link-from": "INSERT DATA { <garden/link/l1> tg:toTheme <garden/theme/board> }",
    "link-to": "DELETE WHERE { <garden/link/l1> tg:toTheme ?theme }",
    "link-type": "INSERT DATA { <garden/link/l1> tg:linkType link-type:causes }",
    "reported-statement": "INSERT DATA { <garden/tie/t1> dcterms:description 'Again.' }",
    "reported-voice": "DELETE WHERE { <garden/tie/t1> tg:voice ?voice }",
    "reported-evidence": "INSERT DATA { <garden/tie/t1> tg:evidence <garden/coder/ana> }",
    "reported-by-respondent": (
        "DELETE { <garden/tie/t1> tg:evidence ?quote } "
        "INSERT { <garden/tie/t1> tg:evidence <garden/passage/p1> } "
        "WHERE { <garden/tie/t1> tg:evidence ?quote }"
    ),
    "reported-by-authors": (
        "DELETE { <garden/link/l1> tg:evidence ?passage } "
        "INSERT { <garden/link/l1> tg:evidence <garden/quote/q1> } "
        "WHERE { <garden/link/l1> tg:evidence ?passage }"
    ),
    # other media, and what may be about any record
    "document-medium": "INSERT DATA { <garden/document/photograph> tg:medium voice:authors }",
    "region-document": "DELETE WHERE { <garden/region/r1> oa:hasSource ?document }",
    "region-part": "INSERT DATA { <garden/region/r1> oa:hasSelector <garden/quote/q1#words> }",
    "fragment-value": "DELETE WHERE { <garden/region/r1#part> rdf:value ?fragment }",
    "relation-from": "DELETE WHERE { <garden/relation/n2> tg:fromRecord ?record }",
    "relation-to": "DELETE WHERE { <garden/relation/n2> tg:toRecord ?record }",
    "relation-direction": "INSERT DATA { <garden/relation/n2> tg:direction voice:authors }",
    "memo-text": "INSERT DATA { <garden/memo/n1> dcterms:description 'Ask nobody.' }",
    "memo-about": "INSERT DATA { <garden/memo/n1> tg:about 'Gardener 3' }",
    "memo-coder": "INSERT DATA { <garden/memo/n1> dcterms:creator <garden/theme/board> }",
    "set-label": "DELETE WHERE { <garden/set/water> rdfs:label ?label }",
    "set-members": "INSERT DATA { <garden/set/water> prov:hadMember 'the butt' }",
    "variable-label": "DELETE WHERE { <garden/variable/years> rdfs:label ?label }",
    "variable-range": "INSERT DATA { <garden/variable/years> rdfs:range xsd:date }",
    "known-guid": "INSERT DATA { <garden/respondent/gardener-3> tg:guid 'another' }",
    "coloured-colour": "INSERT DATA { <garden/respondent/gardener-3> tg:colour '#FFFFFF' }",
    "rejected-kind": "DELETE WHERE { <garden/mention/m9> tg:rejectedAs ?class }",
    "rejected-value": "DELETE WHERE { <garden/mention/m9> prov:value ?said }",
    "decision-about": "DELETE WHERE { <garden/decision/d1> tg:about ?record }",
    "decision-made": "INSERT DATA { <garden/decision/d1> tg:decision voice:authors }",
    "decision-coder": (
        "INSERT DATA { <garden/decision/d1> prov:wasAssociatedWith <garden/theme/board> }"
    ),
    "decision-time": "INSERT DATA { <garden/decision/d1> prov:endedAtTime 'yesterday' }",
    "statement-rule": "INSERT DATA { <garden/mention/m1> tg:foundBy 'one', 'another' }",
    # what was derived
    "gap-kind": "DELETE WHERE { <garden/gap/missing-tie-t1> tg:gapKind ?kind }",
    "gap-sentence": "DELETE WHERE { <garden/gap/missing-tie-t1> dcterms:description ?sentence }",
    "gap-involves": "DELETE WHERE { <garden/gap/missing-tie-t1> tg:involves ?role }",
    "gap-evidence": (
        "INSERT DATA { <garden/gap/missing-tie-t1> tg:evidence <garden/document/findings> }"
    ),
    "gap-score": "INSERT DATA { <garden/gap/missing-tie-t1> tg:score 0.5 }",
    "gap-analysis": "DELETE WHERE { <garden/gap/missing-tie-t1> prov:wasGeneratedBy ?analysis }",
    "gap-figure": "INSERT DATA { <garden/gap/missing-tie-t1> tg:figure <garden/tie/t1> }",
    "gap-question": "DELETE WHERE { <garden/gap/missing-tie-t1> tg:nextQuestion ?question }",
    "gap-p": "INSERT DATA { <garden/gap/missing-tie-t1> tg:pValue 1.5e0 ; tg:qValue 1.6e0 }",
    "gap-q": "INSERT DATA { <garden/gap/missing-tie-t1> tg:qValue 0.2 }",
    "gap-tested": "INSERT DATA { <garden/gap/missing-tie-t1> tg:pValue 0.2e0 ; tg:qValue 0.1e0 }",
    "figure-name": "DELETE WHERE { <garden/analysis/structural-hole#alpha> rdfs:label ?name }",
    "figure-number": "INSERT DATA { <garden/analysis/structural-hole#alpha> rdf:value 'low' }",
    "measure-analysis": (
        "DELETE WHERE { <garden/measure/constraint-community> prov:wasGeneratedBy ?analysis }"
    ),
    "measure-role": (
        "INSERT DATA { <garden/measure/constraint-community> tg:measureOf <garden/theme/board> }"
    ),
    "analysis-kind": "INSERT DATA { <garden/analysis/missing-tie> tg:looksFor voice:authors }",
    "analysis-method": "DELETE WHERE { <garden/analysis/missing-tie> dcterms:description ?method }",
    "analysis-parameter": (
        "INSERT DATA { <garden/analysis/structural-hole> tg:parameter <garden/tie/t1> }"
    ),
    "analysis-query": (
        "INSERT DATA { <garden/analysis/missing-tie> tg:reproducedBy '../other.rq' }"
    ),
    "shortcut-illustrates": "DELETE WHERE { <garden/coding/c1> oa:hasBody ?theme }",
    "shortcut-mentions": "DELETE WHERE { <garden/mention/m1> oa:hasBody ?role }",
    "shortcut-voiced-by": "DELETE WHERE { <garden/quote/q1> tg:wasSaidBy ?respondent }",
    "shortcut-tied-to": "INSERT DATA { role:local-authority tg:tiedTo role:community }",
    "mutual-tie-both-ways": "DELETE WHERE { role:academic tg:tiedTo ?role }",
    "theme-effective-valence": (
        "INSERT DATA { <garden/theme/newcomers> tg:effectiveValence valence:facilitator }"
    ),
    "shortcut-text": "INSERT DATA { <garden/quote/q1> tg:text 'We do not dig' }",
    "shortcut-effective-valence": (
        "INSERT DATA { <garden/theme/newcomers> tg:effectiveValence valence:facilitator }"
    ),
    "shortcut-within": "INSERT DATA { <garden/theme/newcomers> tg:within <garden/theme/board> }",
    "shortcut-concerns": "INSERT DATA { <garden> tg:concerns role:voter }",
    "missing-text": "DELETE WHERE { <garden/quote/q1> tg:text ?text }",
    "missing-illustrates": "DELETE WHERE { <garden/quote/q1> tg:illustrates ?theme }",
    "missing-mentions": "DELETE WHERE { <garden/quote/q1> tg:mentions ?role }",
    "missing-voiced-by": "DELETE WHERE { <garden/theme/newcomers> tg:voicedBy ?respondent }",
    "missing-tied-to": "DELETE WHERE { ?role tg:tiedTo ?other }",
    "missing-effective-valence": "DELETE WHERE { <garden/theme/newcomers> tg:effectiveValence ?v }",
    "missing-within": (
        "DELETE DATA { <garden/theme/newcomers> tg:within <garden/theme/barriers> }"
    ),
    "missing-concerns": "DELETE DATA { <garden> tg:concerns role:local-authority }",
}
"""For every shape that asks something, a change to the examples that it must find."""

SELDOM = {
    "coloured", "decision", "fragment", "known", "memo", "region", "rejected", "relation", "set",
    "variable",
}  # fmt: skip
"""Shapes of what the bundled study has none of."""


def test_the_bundled_study_conforms() -> None:
    """The bundled study, coded and derived, is what the shapes ask of a study."""
    assert violations(bundled_study(), DATA) == {}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_example_conforms(path: Path) -> None:
    """Each example, together with the study that it belongs to, conforms."""
    data = turtle(path, FOLDER / "examples" / "study.ttl")
    assert violations(data + ontology.graph(), DATA) == {}


def test_all_examples_conform_together() -> None:
    """The examples are parts of one study: together they conform too."""
    assert violations(examples(), DATA) == {}


def test_no_shape_is_idle() -> None:
    """Every shape finds something to look at in the examples and in the bundled study."""
    assert idle(DATA, examples()) == set()
    assert idle(DATA, bundled_study()) == SELDOM
    assert "tie" in idle(DATA, Graph())


def test_every_shape_has_a_seeded_fault() -> None:
    """A shape that nobody has seen fail may check nothing: each has its fault here."""
    assert set(FAULTS) == asking(DATA)


@pytest.mark.parametrize("name", FAULTS)
def test_each_shape_finds_its_fault(name: str) -> None:
    """A shape finds the fault that is made for it."""
    assert name in violations(broken(examples(), FAULTS[name]), only(DATA, name))


def test_required_text_is_more_than_a_blank() -> None:
    """Wherever a shape asks for a text, spaces alone don't do, as in the study folder."""
    asked = [s for s in DATA.subjects(SH.datatype, XSD.string) if (s, SH.minCount, None) in DATA]
    asked += DATA.objects(URIRef(f"{SHAPES}role"), SH.property)
    asked = [s for s in asked if DATA.value(s, SH.path) not in {SKOS.broader, TG.sector}]
    assert len(asked) >= 10
    for shape in asked:
        pattern = DATA.value(shape, SH.pattern)
        assert pattern, f"{shape} allows a blank"
        assert not any(re.search(str(pattern), blank) for blank in ("", " ", "\n"))


def test_messages_are_for_analysts() -> None:
    """Every message is one or two English sentences without names from the ontology."""
    messages = list(DATA.objects(predicate=SH.message))
    assert len(messages) == len(FAULTS)
    for text in messages:
        assert isinstance(text, Literal)
        assert text.language == "en"
        assert text.endswith(".")
        assert not any(prefix in text for prefix in ("tg:", "oa:", "skos:", "dcterms:", "sh:"))


def test_shapes_are_shacl() -> None:
    """The shapes themselves conform to the shapes of SHACL."""
    for name in ("data", "ontology"):
        assert (None, RDF.type, SH.NodeShape) in shapes(name)
        report = pyshacl.validate(Graph(), shacl_graph=shapes(name), meta_shacl=True)[1]
        assert isinstance(report, Graph), report
