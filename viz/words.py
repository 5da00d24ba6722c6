"""What properties and kinds are called on pages, read from either end of a statement."""

from rdflib import DCTERMS, FOAF, RDFS, SKOS, URIRef

import ontology
from graph.rdf.describe import PREFIXES
from ontology import TG

_OA = ontology.PREFIXES["oa"]

_REUSED = {
    str(DCTERMS.bibliographicCitation): "citation",
    str(DCTERMS.creator): "coded by",
    str(DCTERMS.identifier): "id",
    str(DCTERMS.isPartOf): "part of",
    str(DCTERMS.language): "language",
    str(DCTERMS.license): "licence",
    str(DCTERMS.source): "publication",
    str(DCTERMS.title): "title",
    str(FOAF.name): "name",
    str(RDFS.isDefinedBy): "defined in",
    str(RDFS.label): "label",
    str(RDFS.seeAlso): "see also",
    str(RDFS.subClassOf): "is a kind of",
    str(RDFS.subPropertyOf): "is a kind of",
    str(SKOS.altLabel): "also called",
    str(SKOS.broader): "directly below",
    str(SKOS.definition): "definition",
    str(SKOS.example): "example",
    str(SKOS.inScheme): "in the scheme",
    str(SKOS.notation): "notation",
    str(SKOS.note): "note",
    str(SKOS.scopeNote): "scope note",
    str(SKOS.topConceptOf): "at the top of the scheme",
    str(SKOS.prefLabel): "label",
    f"{_OA}hasBody": "has body",
    f"{_OA}hasSource": "stands in",
    f"{_OA}hasTarget": "has target",
}
"""What the properties of other vocabularies are called here."""

_SEEN_FROM_THE_OBJECT = {
    str(DCTERMS.creator): "coded by it",
    str(DCTERMS.isPartOf): "in it",
    str(SKOS.broader): "directly below it",
    f"{_OA}hasBody": "that point to it",
    f"{_OA}hasSource": "from it",
    f"{_OA}hasTarget": "of it",
    str(TG.affiliation): "that belong to it",
    str(TG.agentKind): "of this kind",
    str(TG.arisesIn): "that arise in it",
    str(TG.concerns): "that concern it",
    str(TG.direction): "of this direction",
    str(TG.effectiveValence): "of this valence, their own or from above",
    str(TG.evidence): "that rest on it",
    str(TG.fromRole): "from it",
    str(TG.fromTheme): "from it",
    str(TG.gapKind): "of this kind",
    str(TG.holdsRole): "who hold it",
    str(TG.illustrates): "that illustrate it",
    str(TG.involves): "that involve it",
    str(TG.layout): "laid out like this",
    str(TG.linkType): "of this type",
    str(TG.mentions): "that speak of it",
    str(TG.reviewStatus): "of this review status",
    str(TG.roleBasis): "whose role rests on this basis",
    str(TG.roleEvidence): "whose role rests on it",
    str(TG.sector): "of this sector",
    str(TG.tieStatus): "of this status",
    str(TG.tieType): "of this type",
    str(TG.tiedTo): "tied to it",
    str(TG.toRole): "to it",
    str(TG.toTheme): "to it",
    str(TG.tookPartIn): "who took part in it",
    str(TG.valence): "that state this valence",
    str(TG.voice): "on this word",
    str(TG.voicedBy): "that they voice",
    str(TG.wasSaidBy): "that they said",
    str(TG.within): "within it",
}
"""How the heading goes on above what leads here by a property: “Quotes” “that illustrate it”."""


def label(iri: str) -> str:
    """Return what a term of the ontology, or a property that it reuses, is called."""
    found = ontology.graph().value(URIRef(iri), RDFS.label)
    return str(found) if found else _REUSED.get(iri, short(iri))


def short(iri: str) -> str:
    """Return an IRI with its prefix, such as ``tg:Tie``, if there is one for it."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def plural(kind: str) -> str:
    """Return what several things of a class are called, “Things” if the class isn't known."""
    name = label(kind) if kind else "thing"
    return f"{name[:-1]}ies" if name.endswith("dy") else f"{name}s"


def heading(kind: str, predicate: str) -> str:
    """Return the heading above things of a class that lead here by a property."""
    words = _SEEN_FROM_THE_OBJECT.get(predicate, f"by “{label(predicate)}”")
    return capitalised(f"{plural(kind)} {words}")


def capitalised(text: str) -> str:
    """Return a text with its first letter large, and the others as they are."""
    return text[:1].upper() + text[1:]
