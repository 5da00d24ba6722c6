"""What was found and measured in a study, as quads: gaps, measures, and the analyses behind them.

An analysis says by which method and parameters it was made, and has no time: the same study always
gives the same quads.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

import pyoxigraph as ox
from rdflib import DCTERMS, PROV, RDF, RDFS, SKOS, XSD

from graph.gaps.across import CorpusKind
from graph.gaps.records import Figure, Gap, Kind, Ref, Search
from graph.measures import Measured, Measuring
from graph.rdf.codecs import ActorRole, Concept, Record, Term
from graph.rdf.iris import StudyIris
from ontology import TG

_DECIMAL = ox.NamedNode(XSD.decimal)
Triple = tuple[str, str, Term]

MEASURES = "measures"
"""The id of the analysis that measures actors."""


def search_quads(searches: Sequence[Search], iris: StudyIris) -> set[ox.Quad]:
    """Return the quads of a study's gaps and of the search for each kind."""
    triples = [
        *(triple for found in searches for triple in _search(found, iris)),
        *gap_triples([gap for found in searches for gap in found.finding.gaps], iris),
    ]
    return quads(triples, iris.derived)


def measure_quads(measuring: Measuring, iris: StudyIris) -> set[ox.Quad]:
    """Return the quads of a study's measures."""
    activity = iris.record("analyses", MEASURES)
    triples = [
        *_analysis(activity, MEASURES, measuring.method, measuring.parameters, iris),
        *_note(activity, measuring.note),
        *_figures(activity, TG.figure, measuring.figures),
        *(triple for measured in measuring.measures for triple in _measure(measured, iris)),
    ]
    return quads(triples, iris.derived)


def quads(triples: Iterable[Triple], graph: str) -> set[ox.Quad]:
    """Return triples as quads of a graph."""
    name = ox.NamedNode(graph)
    return {ox.Quad(ox.NamedNode(s), ox.NamedNode(p), o, name) for s, p, o in triples}


def gap_triples(gaps: Iterable[Gap], iris: StudyIris, first: int = 1) -> Iterator[Triple]:
    """Yield what is said of a study's gaps, numbered in their order from ``first``."""
    for order, gap in enumerate(gaps, start=first):
        iri = iris.record("gaps", gap.id)
        for predicate, value in _gap(gap, order, iris):
            yield iri, predicate, value
        yield from _figures(iri, TG.figure, gap.figures)


def kind_triples(kind: Kind | CorpusKind, activity: str, iris: StudyIris) -> Iterator[Triple]:
    """Yield what is said of the search for a kind of gap: method, parameters and query."""
    yield from _analysis(activity, kind.notation, kind.method, kind.parameters, iris)
    yield activity, TG.looksFor, Concept("gap-kind").write(kind.notation, iris)
    yield activity, TG.reproducedBy, ox.Literal(f"{kind.notation}.rq")


def _search(found: Search, iris: StudyIris) -> Iterator[Triple]:
    activity = iris.record("analyses", found.kind.notation)
    yield from kind_triples(found.kind, activity, iris)
    yield from _note(activity, found.finding.note)
    yield from _figures(activity, TG.figure, found.finding.figures)


def _note(iri: str, note: str) -> Iterator[Triple]:
    if note:
        yield iri, SKOS.note, ox.Literal(note)


def _analysis(
    iri: str, name: str, method: str, parameters: Mapping[str, float], iris: StudyIris
) -> Iterator[Triple]:
    yield iri, RDF.type, ox.NamedNode(TG.Analysis)
    yield iri, DCTERMS.identifier, ox.Literal(name)
    yield iri, DCTERMS.isPartOf, ox.NamedNode(iris.study)
    yield iri, PROV.used, ox.NamedNode(iris.study)
    yield iri, DCTERMS.description, ox.Literal(method)
    figures = [Figure(name, value) for name, value in parameters.items()]
    yield from _figures(iri, TG.parameter, figures)


def _gap(gap: Gap, order: int, iris: StudyIris) -> Iterator[tuple[str, Term]]:
    yield RDF.type, ox.NamedNode(TG.Gap)
    yield DCTERMS.identifier, ox.Literal(gap.id)
    yield DCTERMS.isPartOf, ox.NamedNode(iris.study)
    yield TG.order, ox.Literal(order)
    yield TG.gapKind, Concept("gap-kind").write(gap.kind, iris)
    yield DCTERMS.description, ox.Literal(gap.sentence)
    yield TG.nextQuestion, ox.Literal(gap.question)
    yield (
        TG.score,
        _decimal(gap.score),
    )
    yield PROV.wasGeneratedBy, ox.NamedNode(iris.record("analyses", gap.kind))
    if gap.p is not None and gap.q is not None:
        yield TG.pValue, ox.Literal(gap.p)
        yield TG.qValue, ox.Literal(gap.q)
    for involved in gap.involves:
        yield TG.involves, _ref(involved, iris)
    for evidence in gap.evidence:
        yield TG.evidence, _ref(evidence, iris)


def _decimal(number: float) -> Term:
    """Return a number as an ``xsd:decimal``, which has no exponent."""
    return ox.Literal(f"{Decimal(repr(number)):f}".removesuffix(".0"), datatype=_DECIMAL)


def _ref(ref: Ref, iris: StudyIris) -> Term:
    codec = ActorRole() if ref.table == "roles" else Record(ref.table)
    return codec.write(ref.id, StudyIris(ref.study) if ref.study else iris)


def _figures(iri: str, link: str, figures: Iterable[Figure]) -> Iterator[Triple]:
    for figure in figures:
        node = f"{iri}#{_slug(figure.name)}"
        yield iri, link, ox.NamedNode(node)
        yield node, RDF.type, ox.NamedNode(TG.Figure)
        yield from _number(node, figure)


def _number(node: str, figure: Figure) -> Iterator[Triple]:
    whole = float(figure.value).is_integer()
    yield node, RDFS.label, ox.Literal(figure.name)
    yield node, RDF.value, ox.Literal(int(figure.value) if whole else float(figure.value))


def _measure(measured: Measured, iris: StudyIris) -> Iterator[Triple]:
    node = iris.record("measures", f"{_slug(measured.name)}-{measured.role}")
    yield node, RDF.type, ox.NamedNode(TG.Measure)
    yield node, DCTERMS.isPartOf, ox.NamedNode(iris.study)
    yield node, TG.measureOf, ActorRole().write(measured.role, iris)
    yield node, PROV.wasGeneratedBy, ox.NamedNode(iris.record("analyses", MEASURES))
    yield from _number(node, Figure(measured.name, measured.value))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
