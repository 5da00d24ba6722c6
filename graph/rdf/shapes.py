"""Which term of the ontology carries which field of a study's records."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, SKOS, XSD

from graph.rdf.codecs import (
    OA,
    ActorRole,
    AnyRecord,
    Class,
    Codec,
    Concept,
    Moment,
    Record,
    Text,
    Web,
    Whole,
)
from ontology import TG


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
    "rule": Field(TG.foundBy, Text()),
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

DATATYPES: Mapping[str, str] = {
    "text": XSD.string,
    "boolean": XSD.boolean,
    "integer": XSD.integer,
    "decimal": XSD.decimal,
    "date": XSD.date,
    "datetime": XSD.dateTime,
    "record": RDFS.Resource,
}
"""A variable's datatypes, and the classes of their values."""

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
            "medium": Field(TG.medium, Concept("medium")),
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
    "regions": Shape(
        TG.Region,
        {
            "document": Field(OA.hasSource, Record("documents")),
            "text": Field(DCTERMS.description, Text()),
        },
        (Part("#part", OA.hasSelector, OA.FragmentSelector),),
    ),
    "codings": Shape(
        TG.Coding,
        {
            "quote": Field(OA.hasTarget, Record("quotes")),
            "region": Field(OA.hasTarget, Record("regions")),
            "document": Field(OA.hasTarget, Record("documents")),
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
    "relations": Shape(
        TG.Relation,
        {
            "source": Field(TG.fromRecord, AnyRecord()),
            "target": Field(TG.toRecord, AnyRecord()),
            "label": Field(RDFS.label, Text()),
            "direction": Field(TG.direction, Concept("direction")),
        },
    ),
    "memos": Shape(
        TG.Memo,
        {
            "text": Field(DCTERMS.description, Text()),
            "title": Field(DCTERMS.title, Text()),
            "coder": Field(DCTERMS.creator, Record("coders")),
            "created": Field(DCTERMS.created, Moment()),
            "about": Field(TG.about, AnyRecord(), many=True),
        },
    ),
    "sets": Shape(
        TG.RecordSet,
        {
            "label": Field(RDFS.label, Text()),
            "members": Field(PROV.hadMember, AnyRecord(), many=True),
        }
        | _NOTE,
    ),
    "variables": Shape(
        TG.Variable,
        {
            "label": Field(RDFS.label, Text()),
            "datatype": Field(RDFS.range, Class(DATATYPES)),
        }
        | _NOTE,
    ),
    "decisions": Shape(
        TG.Decision,
        {
            "about": Field(TG.about, AnyRecord()),
            "decision": Field(TG.decision, Concept("decision")),
            "coder": Field(PROV.wasAssociatedWith, Record("coders")),
            "at": Field(PROV.endedAtTime, Moment()),
        }
        | _NOTE,
    ),
}
"""The shapes of the tables whose records are nodes: all but attributes, which are triples."""

SHARED_VARIABLES: Mapping[str, str] = {
    "guid": TG.guid,
    "colour": TG.colour,
    "created": DCTERMS.created,
    "modified": DCTERMS.modified,
    "note": SKOS.note,
}
"""The property of each variable that any study may use; a study's own variables are properties."""


def bears(table: str, variable: str) -> bool:
    """Return whether a record of the table has a field that says what the variable says."""
    predicate = SHARED_VARIABLES.get(variable)
    if table == "study":
        return predicate in {shape.predicate for shape in STUDY_FIELDS.values()}
    return predicate in {shape.predicate for shape in SHAPES[table].fields.values()}
