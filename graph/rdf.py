"""Study <-> quads: the only module that knows both the records and their RDF.

``SHAPES`` says once, for each table, which term of the ontology carries which field. Writing and
reading both follow it, so that a study read back from its quads is equal to what went in.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import pyoxigraph as ox
from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, Namespace

import ontology
from graph.folder import RECORDS
from graph.iris import DEFAULT_BASE, StudyIris, study_iris
from graph.model import TABLES, Study
from ontology import TG

OA = Namespace("http://www.w3.org/ns/oa#")
Term = ox.NamedNode | ox.Literal
Value = str | int


# ---------------------------------------------------------------- how a value becomes a term


class Codec(Protocol):
    """How a field's value is written as a term, and read back."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the term for a value that isn't empty."""
        ...

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the value behind a term, or ``None`` if the term belongs to another field."""
        ...


class Text:
    """A plain string."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return an ``xsd:string``."""
        del iris
        return ox.Literal(str(value))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the string."""
        del iris
        return term.value


class Whole:
    """A whole number."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return an ``xsd:integer``."""
        del iris
        return ox.Literal(int(value))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the number."""
        del iris
        return int(term.value)


@dataclass(frozen=True, slots=True)
class Web:
    """An address outside the study; the field holds what follows ``prefix``."""

    prefix: str = ""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the whole address."""
        del iris
        return ox.NamedNode(f"{self.prefix}{value}")

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the address without the prefix."""
        del iris
        return term.value.removeprefix(self.prefix)


@dataclass(frozen=True, slots=True)
class Record:
    """A record of another table, by its id."""

    table: str

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the record's IRI."""
        return ox.NamedNode(iris.record(self.table, str(value)))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the id, or ``None`` for a record of another table."""
        return iris.record_id(self.table, term.value) or None


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a shared scheme, by its notation."""

    scheme: str

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the concept's IRI."""
        del iris
        return ox.NamedNode(ontology.scheme(self.scheme)[str(value)].iri)

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the notation."""
        del iris
        return ontology.notation(term.value)


class ActorRole:
    """An actor role: of the shared scheme if that has it, else the study's own."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the role's IRI."""
        shared = ontology.scheme("role").get(str(value))
        return ox.NamedNode(shared.iri if shared else iris.record("roles", str(value)))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the role's id."""
        return iris.record_id("roles", term.value) or ontology.notation(term.value)


@dataclass(frozen=True, slots=True)
class Class:
    """A subclass of the record's class, by a word of the study folder."""

    classes: Mapping[str, str]

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the class."""
        del iris
        return ox.NamedNode(self.classes[str(value)])

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the word, or ``None`` for the record's general class."""
        del iris
        return next((word for word, iri in self.classes.items() if str(iri) == term.value), None)


# ---------------------------------------------------------------- which term carries which field


@dataclass(frozen=True, slots=True)
class Field:
    """The property that carries a field; ``at`` is the part of the record that bears it.

    A field with ``many`` is a tuple, in sorted order.
    """

    predicate: str
    codec: Codec
    at: str = ""
    many: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A node that belongs to a record, such as a quote's position."""

    suffix: str
    link: str
    type: str


@dataclass(frozen=True, slots=True)
class Shape:
    """How the records of one table are written as RDF."""

    type: str
    fields: Mapping[str, Field]
    parts: tuple[Part, ...] = field(default_factory=tuple)


_NOTE = {"note": Field(SKOS.note, Text())}
_CODER = {
    "coder": Field(DCTERMS.creator, Record("coders")),
    "review": Field(TG.reviewStatus, Concept("review-status")),
}
_POSITION = Part("#position", OA.hasSelector, OA.TextPositionSelector)
_WORDS = Part("#words", OA.hasSelector, OA.TextQuoteSelector)
_SPAN = {
    "document": Field(OA.hasSource, Record("documents")),
    "start": Field(OA.start, Whole(), "#position"),
    "end": Field(OA.end, Whole(), "#position"),
    "text": Field(OA.exact, Text(), "#words"),
}
_EVIDENCE = {
    "quotes": Field(TG.evidence, Record("quotes"), many=True),
    "passages": Field(TG.evidence, Record("passages"), many=True),
    "statement": Field(DCTERMS.description, Text()),
    "voice": Field(TG.voice, Concept("voice")),
}

STUDY_FIELDS: Mapping[str, Field] = {
    "title": Field(DCTERMS.title, Text()),
    "citation": Field(DCTERMS.bibliographicCitation, Text()),
    "doi": Field(DCTERMS.source, Web("https://doi.org/")),
    "licence": Field(DCTERMS.license, Web()),
    "question": Field(TG.question, Text()),
    "language": Field(DCTERMS.language, Text()),
} | _NOTE

SHAPES: Mapping[str, Shape] = {
    "coders": Shape(
        TG.Coder,
        {"name": Field(FOAF.name, Text()), "kind": Field(TG.agentKind, Concept("agent-kind"))}
        | _NOTE,
    ),
    "documents": Shape(
        TG.Document,
        {
            "title": Field(DCTERMS.title, Text()),
            "sha256": Field(TG.sha256, Text()),
            "length": Field(TG.length, Whole()),
        }
        | _NOTE,
    ),
    "collections": Shape(
        TG.DataCollection,
        {
            "label": Field(RDFS.label, Text()),
            "method": Field(
                RDF.type, Class({"interview": TG.Interview, "focus-group": TG.FocusGroup})
            ),
        }
        | _NOTE,
    ),
    "roles": Shape(
        TG.ActorRole,
        {
            "label": Field(SKOS.prefLabel, Text()),
            "alternatives": Field(SKOS.altLabel, Text(), many=True),
            "broader": Field(SKOS.broader, ActorRole()),
            "sector": Field(TG.sector, Concept("sector")),
        }
        | _NOTE,
    ),
    "themes": Shape(
        TG.Theme,
        {
            "label": Field(SKOS.prefLabel, Text()),
            "broader": Field(SKOS.broader, Record("themes")),
            "valence": Field(TG.valence, Concept("valence")),
            "definition": Field(SKOS.definition, Text()),
        },
    ),
    "respondents": Shape(
        TG.Respondent,
        {
            "label": Field(RDFS.label, Text()),
            "collection": Field(TG.tookPartIn, Record("collections")),
            "affiliation": Field(TG.affiliation, ActorRole()),
            "role": Field(TG.holdsRole, ActorRole()),
            "role_basis": Field(TG.roleBasis, Concept("role-basis")),
            "role_evidence": Field(TG.roleEvidence, Record("quotes")),
        }
        | _NOTE,
    ),
    "quotes": Shape(
        TG.Quote,
        {
            "respondent": Field(TG.wasSaidBy, Record("respondents")),
            "layout": Field(TG.layout, Concept("layout")),
        }
        | _SPAN,
        (_POSITION, _WORDS),
    ),
    "passages": Shape(
        TG.Passage,
        {
            "theme": Field(TG.arisesIn, Record("themes")),
            "description": Field(DCTERMS.description, Text()),
        }
        | _SPAN,
        (_POSITION, _WORDS),
    ),
    "codings": Shape(
        TG.Coding,
        {
            "quote": Field(OA.hasTarget, Record("quotes")),
            "theme": Field(OA.hasBody, Record("themes")),
        }
        | _CODER,
    ),
    "mentions": Shape(
        TG.Mention,
        {
            "role": Field(OA.hasBody, ActorRole()),
            "quote": Field(OA.hasTarget, Record("quotes")),
            "passage": Field(OA.hasTarget, Record("passages")),
            "start": Field(OA.start, Whole(), "#position"),
            "end": Field(OA.end, Whole(), "#position"),
        }
        | _CODER,
        (Part("#position", TG.wordsAt, OA.TextPositionSelector),),
    ),
    "ties": Shape(
        TG.Tie,
        {
            "source": Field(TG.fromRole, ActorRole()),
            "target": Field(TG.toRole, ActorRole()),
            "type": Field(TG.tieType, Concept("tie-type")),
            "status": Field(TG.tieStatus, Concept("tie-status")),
            "direction": Field(TG.direction, Concept("direction")),
            "theme": Field(TG.arisesIn, Record("themes")),
        }
        | _EVIDENCE
        | _CODER,
    ),
    "links": Shape(
        TG.ThemeLink,
        {
            "source": Field(TG.fromTheme, Record("themes")),
            "target": Field(TG.toTheme, Record("themes")),
            "type": Field(TG.linkType, Concept("link-type")),
        }
        | _EVIDENCE
        | _CODER,
    ),
}


# ---------------------------------------------------------------- writing


def study_quads(study: Study, base: str = DEFAULT_BASE) -> set[ox.Quad]:
    """Return the quads of a checked study, all in its graph of what was coded."""
    iris = study_iris(study.info.id, base)
    graph = ox.NamedNode(iris.coded)
    return {ox.Quad(*triple, graph) for triple in _triples(study, iris)}


def _triples(study: Study, iris: StudyIris) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, Term]]:
    subject = ox.NamedNode(iris.study)
    yield subject, ox.NamedNode(RDF.type), ox.NamedNode(TG.Study)
    yield subject, ox.NamedNode(DCTERMS.identifier), ox.Literal(study.info.id)
    yield from _field_triples(iris.study, study.info, STUDY_FIELDS, iris)
    for table in TABLES:
        for order, record in enumerate(getattr(study, table), start=1):
            yield from _record_triples(table, record, order, iris)


def _record_triples(
    table: str,
    record: Any,  # noqa: ANN401 -- its class is RECORDS[table]
    order: int,
    iris: StudyIris,
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, Term]]:
    shape, iri = SHAPES[table], iris.record(table, record.id)
    subject = ox.NamedNode(iri)
    yield subject, ox.NamedNode(RDF.type), ox.NamedNode(shape.type)
    yield subject, ox.NamedNode(DCTERMS.identifier), ox.Literal(record.id)
    yield subject, ox.NamedNode(DCTERMS.isPartOf), ox.NamedNode(iris.study)
    yield subject, ox.NamedNode(TG.order), ox.Literal(order)
    own = list(_field_triples(iri, record, shape.fields, iris))
    yield from own
    borne = {node.value for node, _, _ in own}
    for part in shape.parts:
        node = ox.NamedNode(iri + part.suffix)
        if node.value in borne:
            yield subject, ox.NamedNode(part.link), node
            yield node, ox.NamedNode(RDF.type), ox.NamedNode(part.type)


def _field_triples(
    iri: str,
    record: Any,  # noqa: ANN401 -- its class is a value of RECORDS
    shape: Mapping[str, Field],
    iris: StudyIris,
) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, Term]]:
    for name, spec in shape.items():
        node, predicate = ox.NamedNode(iri + spec.at), ox.NamedNode(spec.predicate)
        for value in _values(getattr(record, name)):
            yield node, predicate, spec.codec.write(value, iris)


def _values(value: Value | tuple[str, ...] | None) -> tuple[Value, ...]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, tuple) else (value,)


# ---------------------------------------------------------------- reading

_Index = Mapping[str, Mapping[str, list[Term]]]


def study_from_quads(quads: Iterable[ox.Quad], iris: StudyIris) -> Study:
    """Return the study that ``study_quads`` wrote; ``quads`` are those of its coded graph."""
    index = _index(quads)
    info = _fields(index, iris.study, STUDY_FIELDS, RECORDS["study"], iris)
    tables = {table: tuple(_read_table(index, table, iris)) for table in TABLES}
    return Study(info=info, **tables)


def _index(quads: Iterable[ox.Quad]) -> _Index:
    index: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        index[_iri(quad.subject)][quad.predicate.value].append(_term(quad.object))
    return index


def _iri(node: object) -> str:
    if not isinstance(node, ox.NamedNode):
        raise TypeError(f"a study's graph has no blank nodes, but this one has {node}")
    return node.value


def _term(node: object) -> Term:
    return node if isinstance(node, ox.Literal) else ox.NamedNode(_iri(node))


def _read_table(index: _Index, table: str, iris: StudyIris) -> Iterator[Any]:
    wanted = ox.NamedNode(SHAPES[table].type)
    subjects = [iri for iri, about in index.items() if wanted in about.get(str(RDF.type), ())]
    subjects.sort(key=lambda iri: int(index[iri][str(TG.order)][0].value))
    for iri in subjects:
        yield _fields(index, iri, SHAPES[table].fields, RECORDS[table], iris)


def _fields(
    index: _Index, iri: str, shape: Mapping[str, Field], record: type, iris: StudyIris
) -> Any:  # noqa: ANN401 -- an instance of ``record``
    given: dict[str, Any] = {"id": index[iri][str(DCTERMS.identifier)][0].value}
    for name, spec in shape.items():
        terms = index.get(iri + spec.at, {}).get(str(spec.predicate), [])
        values = [value for term in terms if (value := spec.codec.read(term, iris)) is not None]
        if values:
            given[name] = tuple(sorted(map(str, values))) if spec.many else values[0]
    return record(**given)
