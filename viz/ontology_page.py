"""Documentation of the ontology, made from its Turtle: a page of terms, one for each scheme."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SH, SKOS, VANN, Graph, Literal, URIRef
from rdflib.term import Node

import ontology
from graph.errors import NotFoundError, nearest
from ontology import BASE, ONTOLOGY, TG
from viz import urls
from viz.diagram import diagram
from viz.rendering import template
from viz.urls import RULES, SECTIONS, STYLES, alternates, describe_url, term_url, web_url
from viz.words import label, short

_AUTHORS = URIRef(f"{BASE}authors")


@dataclass(frozen=True, slots=True)
class Link:
    """A term or value that is named, with its address or ``""``."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What is said of a term besides its texts. ``is_long`` facts are folded."""

    name: str
    links: tuple[Link, ...]
    is_long: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property, concept or rule as it's documented; ``anchor`` is its IRI's last part."""

    iri: str
    name: str
    anchor: str
    label: str
    definition: str
    examples: tuple[str, ...]
    scope_notes: tuple[str, ...]
    facts: tuple[Fact, ...]
    query: str = ""
    used: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Terms under a heading; a scheme has an IRI and a page of its own."""

    anchor: str
    heading: str
    definition: str
    terms: tuple[Term, ...]
    iri: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What the ontology says about itself."""

    title: str
    description: str
    facts: tuple[Fact, ...]


# ---------------------------------------------------------------- pages


@cache
def ontology_page() -> str:
    """Return the HTML page with every class and property, and every scheme with its concepts."""
    return template("ontology.html").render(
        head=_head(),
        diagram=diagram(),
        sections=terms(),
        schemes=schemes(),
        alignments=[
            Link(_label_in(data, f"{ontology.ALIGNMENT}{name}"), urls.alignment_url(name))
            for name, data in ontology.alignments().items()
        ],
        context=urls.CONTEXT,
        checks=[
            Link(_label_in(ontology.checks(name), f"{BASE}{name}"), f"{urls.ONTOLOGY}/{name}")
            for name in ontology.SHAPES
        ],
        styles=STYLES,
        formats=alternates(urls.ONTOLOGY),
    )


@cache
def section_page(name: str) -> str:
    """Return the HTML page of a part of the ontology, a name of ``urls.SECTIONS``."""
    if name == "ns":
        return ontology_page()
    formats = alternates(f"{urls.ONTOLOGY}/{name}")
    return template("scheme.html").render(scheme=_scheme(name), styles=STYLES, formats=formats)


@cache
def alignment_page(name: str) -> str:
    """Return the HTML page of what our terms are in another vocabulary."""
    node, data = URIRef(f"{ontology.ALIGNMENT}{name}"), _alignment(name)
    pairs = [
        (_link(term), label(str(predicate)), _link_elsewhere(data, other), _note_in(data, term))
        for term in _sorted({term for term in data.subjects() if term != node})
        for predicate, other in sorted(data.predicate_objects(term))
        if predicate != SKOS.editorialNote
    ]
    return template("alignment.html").render(
        heading=_label_in(data, str(node)),
        note=_note_in(data, node),
        vocabulary=_link(next(data.objects(node, RDFS.seeAlso))),
        pairs=pairs,
        styles=STYLES,
        formats=alternates(urls.alignment_url(name)),
    )


@cache
def alignment_triples(name: str) -> tuple[ox.Triple, ...]:
    """Return what our terms are in another vocabulary."""
    return _as_triples(_alignment(name))


@cache
def checks_page(name: str) -> str:
    """Return the HTML page of what must hold, a name of ``ontology.SHAPES``."""
    data, node = ontology.checks(name), URIRef(f"{BASE}{name}")
    return template("checks.html").render(
        heading=_label_in(data, str(node)),
        note=_note_in(data, node),
        messages=sorted({str(message) for message in data.objects(None, SH.message)}),
        styles=STYLES,
        formats=alternates(f"{urls.ONTOLOGY}/{name}"),
    )


@cache
def checks_triples(name: str) -> tuple[ox.Triple, ...]:
    """Return what must hold, a name of ``ontology.SHAPES``."""
    return _as_triples(ontology.checks(name))


def _label_in(data: Graph, iri: str) -> str:
    return str(data.value(URIRef(iri), RDFS.label))


def _note_in(data: Graph, node: Node) -> str:
    return str(data.value(node, SKOS.editorialNote) or "")


def _alignment(name: str) -> Graph:
    known = ontology.alignments()
    if name not in known:
        there = nearest(name, list(known))
        raise NotFoundError(f"there is no alignment with {name!r}; {there}")
    return known[name]


@cache
def triples(name: str = "") -> tuple[ox.Triple, ...]:
    """Return a part of the ontology as triples, without a name all of it.

    ``ns`` is the core without schemes.
    """
    data = Graph()
    for triple in _documented():
        if not name or _section(triple[0]) == name or (name == "ns" and triple[0] == _AUTHORS):
            data.add(triple)
    return _as_triples(data)


def _as_triples(data: Graph) -> tuple[ox.Triple, ...]:
    text = data.serialize(format="nt", encoding="utf-8")
    found = ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
    return tuple(sorted((quad.triple for quad in found), key=str))


def terms() -> tuple[Section, ...]:
    """Return the classes and properties of the core."""
    return (
        _section_of("classes", "Classes", [OWL.Class]),
        _section_of("properties", "Properties", [OWL.ObjectProperty]),
        _section_of(
            "values", "Properties with plain values", [OWL.DatatypeProperty, OWL.AnnotationProperty]
        ),
    )


def schemes() -> tuple[Section, ...]:
    """Return the schemes with their concepts, and the rules."""
    return tuple(_scheme(name) for name in SECTIONS if name != "ns")


def check(name: str) -> None:
    """Raise ``NotFoundError`` if the ontology has no part of this name."""
    if name not in SECTIONS:
        raise NotFoundError(f"the ontology has no part {name!r}; {nearest(name, SECTIONS)}")


# ---------------------------------------------------------------- from the graph


@cache
def _documented() -> Graph:
    """Return the ontology with its schemes and rules."""
    merged = Graph()
    for triple in ontology.graph():
        merged.add(triple)
    merged.parse(data=_file("rules.ttl"), format="turtle")
    return merged


def _file(name: str) -> str:
    return (files("ontology") / "rules" / name).read_text("utf-8")


def _section(subject: Node) -> str:
    return str(subject).removeprefix(BASE).partition("#")[0]


def _head() -> Head:
    names: dict[str, list[Node]] = {
        "IRI": [ONTOLOGY],
        "Namespace": _values(ONTOLOGY, VANN.preferredNamespaceUri),
        "Prefix": _values(ONTOLOGY, VANN.preferredNamespacePrefix),
        "Version": _values(ONTOLOGY, OWL.versionInfo),
        "Version IRI": _values(ONTOLOGY, OWL.versionIRI),
        "Creators": [
            name
            for creator in _values(ONTOLOGY, DCTERMS.creator)
            for name in _values(creator, FOAF.name)
        ],
        "Created": _values(ONTOLOGY, DCTERMS.created),
        "Modified": _values(ONTOLOGY, DCTERMS.modified),
        "Licence": _values(ONTOLOGY, DCTERMS.license),
        "Cite as": _values(ONTOLOGY, DCTERMS.bibliographicCitation),
    }
    facts = (Fact(name, tuple(map(_link, values))) for name, values in names.items() if values)
    return Head(
        title=_text(ONTOLOGY, DCTERMS.title),
        description=_text(ONTOLOGY, DCTERMS.description),
        facts=tuple(facts),
    )


def _section_of(anchor: str, heading: str, kinds: Iterable[URIRef]) -> Section:
    found = {s for kind in kinds for s in _documented().subjects(RDF.type, kind)}
    own = sorted((str(s) for s in found if str(s).startswith(TG)), key=str.casefold)
    return Section(anchor, heading, "", tuple(_term(URIRef(iri)) for iri in own))


def _scheme(name: str) -> Section:
    iri = URIRef(f"{BASE}{name}")
    kinds = (SKOS.inScheme, iri) if name != RULES else (RDF.type, TG.Rule)
    found = sorted(str(subject) for subject in _documented().subjects(*kinds))
    return Section(
        anchor=f"scheme-{name}",
        heading=_text(iri, SKOS.prefLabel),
        definition=_text(iri, SKOS.definition),
        terms=tuple(_term(URIRef(each)) for each in found),
        iri=str(iri),
        url=term_url(str(iri)),
        note=_text(iri, SKOS.editorialNote),
    )


def _term(iri: URIRef) -> Term:
    in_scheme = (iri, SKOS.inScheme, None) in _documented()
    file = _text(iri, TG.queryFile)
    return Term(
        iri=str(iri),
        name=short(iri),
        anchor=ontology.notation(str(iri)),
        label=_name(iri),
        definition=_text(iri, SKOS.definition),
        examples=tuple(map(str, _values(iri, SKOS.example))),
        scope_notes=tuple(map(str, _values(iri, SKOS.scopeNote))),
        facts=tuple(_facts(iri)),
        query=_file(file) if file else "",
        used=describe_url(iri) if in_scheme else "",
    )


_OUTWARD: tuple[tuple[str, URIRef], ...] = (
    ("Subclass of", RDFS.subClassOf),
    ("Subproperty of", RDFS.subPropertyOf),
    ("Domain", RDFS.domain),
    ("Range", RDFS.range),
    ("Inverse of", OWL.inverseOf),
    ("Also called", SKOS.altLabel),
    ("Directly below", SKOS.broader),
    ("Sector", TG.sector),
    ("The other way round", TG.inverseLabel),
    ("Both ways by nature", TG.symmetric),
    ("Derives", TG.derives),
)
_INWARD: tuple[tuple[str, URIRef], ...] = (
    ("Subclasses", RDFS.subClassOf),
    ("Directly above", SKOS.broader),
    ("Properties that lead to it", RDFS.range),
    ("Derived by", TG.derives),
)
_TYPES = {
    str(OWL.TransitiveProperty): "transitive",
    str(OWL.SymmetricProperty): "symmetric",
    str(OWL.FunctionalProperty): "has at most one value",
    str(OWL.AnnotationProperty): "annotation",
}


def _facts(iri: URIRef) -> Iterator[Fact]:
    for name, predicate in _OUTWARD:
        yield from _fact(name, _values(iri, predicate))
    for name, predicate in _INWARD:
        yield from _fact(name, _sorted(_documented().subjects(predicate, iri)))
    own = {str(each) for each in _documented().subjects(RDFS.domain, iri)}
    carried = sorted(own.union(ontology.carried().get(str(iri), ())), key=_place_in_reading)
    yield from _fact("Its properties", [URIRef(each) for each in carried])
    elsewhere = tuple(
        link for data in ontology.alignments().values() for link in _aligned(data, iri)
    )
    if elsewhere:
        yield Fact("In other vocabularies", elsewhere)
    kinds = (_TYPES.get(str(kind)) for kind in _values(iri, RDF.type))
    named = tuple(Link(kind) for kind in kinds if kind)
    if named:
        yield Fact("Nature", named)
    apart = {*_values(iri, OWL.disjointWith), *_documented().subjects(OWL.disjointWith, iri)}
    if apart:
        yield Fact("Disjoint with", tuple(map(_link, _sorted(apart))), is_long=True)


def _place_in_reading(iri: str) -> tuple[bool, str]:
    """Our own properties first, then those of other vocabularies."""
    return not iri.startswith(TG), iri


def _aligned(data: Graph, iri: URIRef) -> Iterator[Link]:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso):
        yield from (_link_elsewhere(data, other) for other in _sorted(data.objects(iri, predicate)))


def _link_elsewhere(data: Graph, iri: Node) -> Link:
    return Link(data.namespace_manager.normalizeUri(str(iri)), web_url(str(iri)))


def _fact(name: str, values: list[Node]) -> Iterator[Fact]:
    if values:
        yield Fact(name, tuple(map(_link, values)))


def _link(value: Node) -> Link:
    if isinstance(value, Literal):
        plain = value.toPython()
        return Link(("no", "yes")[plain] if isinstance(plain, bool) else str(value))
    iri = str(value)
    name = _name(value) if term_url(iri) and "#" in iri else short(iri)
    return Link(name, term_url(iri) or web_url(iri))


def _name(iri: Node) -> str:
    return _text(iri, SKOS.prefLabel) or _text(iri, RDFS.label) or label(str(iri))


def _values(subject: Node, predicate: URIRef) -> list[Node]:
    return _sorted(_documented().objects(subject, predicate))


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=str)


def _text(subject: Node, predicate: URIRef) -> str:
    return str(_documented().value(subject, predicate) or "")
