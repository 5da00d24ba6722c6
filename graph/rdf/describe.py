"""Describing: all that the store says about one thing, from one query, for pages and programs."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from rdflib import RDFS, URIRef

import ontology
from graph.answers import StudyName, ask, query_text
from graph.errors import InputError, NotFoundError
from graph.rdf.iris import DEFAULT_BASE, KINDS, study_iris
from graph.service.sparql import GRAPH_FORMATS
from graph.stores.embedded import Snapshot, Term, TermRow
from graph.writers.json_ld import Compactor

PREFIXES = ontology.PREFIXES | {"rule": f"{ontology.BASE}rule#"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What stands at an end of a statement. ``iri`` is ``""`` for a plain value.

    ``name`` is its label, words or sentence, or ``""``; ``note`` who said a quote, which status a
    tie has, of which kind a gap is; ``kind`` its class's IRI in the ontology, or ``""``; ``order``
    its place in its table.
    """

    iri: str
    name: str = ""
    note: str = ""
    kind: str = ""
    order: int = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A triple about a thing, and what stands at its other end."""

    triple: ox.Triple
    other: Thing

    @property
    def predicate(self) -> str:
        """The property's IRI."""
        return self.triple.predicate.value

    @property
    def value(self) -> str:
        """The object as text: a plain value, or an IRI."""
        found = self.triple.object
        return found.value if isinstance(found, Term) else str(found)


@dataclass(frozen=True, slots=True)
class Description:
    """A thing and every statement about it.

    In ``outgoing`` it is the subject, in ``incoming`` the object, in ``parts`` a part of it is the
    subject, such as a quote's position.
    """

    thing: Thing
    outgoing: tuple[Statement, ...]
    incoming: tuple[Statement, ...]
    parts: tuple[Statement, ...]

    def triples(self) -> list[ox.Triple]:
        """Return every triple once, those that begin at the thing first."""
        every = (*self.outgoing, *self.parts, *self.incoming)
        return list(dict.fromkeys(statement.triple for statement in every))


def study_names(snapshot: Snapshot) -> tuple[StudyName, ...]:
    """Return the studies in the store by id."""
    return tuple({name.iri: name for name in ask(snapshot, StudyName)}.values())


def iri_of(snapshot: Snapshot, study: str, kind: str = "", record: str = "") -> str:
    """Return the IRI of a study by its id, or of a record by its kind and id.

    Raises ``NotFoundError`` if there is no such study or kind, or several studies of that id under
    other bases than the default.
    """
    found = [name.iri for name in study_names(snapshot) if name.id == study]
    if study_iris(study).study in found:
        found = [study_iris(study).study]
    if len(found) != 1:
        several = f"; name it by its IRI, one of {', '.join(found)}" if found else ""
        raise NotFoundError(f"there is not one study {study!r} in the store{several}")
    if not kind:
        return found[0]
    if kind not in KINDS.values():
        raise NotFoundError(f"{kind!r} is no kind of record; use one of {', '.join(_kinds())}")
    iri = f"{found[0]}/{kind}/{record}"
    if not _is_iri(iri):
        raise NotFoundError(f"{record!r} is no id of a record")
    return iri


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _kinds() -> list[str]:
    return sorted(KINDS.values())


def describe(snapshot: Snapshot, iri: str) -> Description:
    """Return what the store says about the thing with this IRI.

    Raises ``NotFoundError`` if that is nothing, ``InputError`` if it isn't an absolute IRI.
    """
    if not _is_iri(iri):
        raise InputError(
            f"{iri!r} isn't an IRI; give one such as {DEFAULT_BASE}changing-the-culture"
        )
    node = ox.NamedNode(iri)
    rows = snapshot.terms(query_text("describe"), {"iri": node})
    if not rows:
        raise NotFoundError(f"the store says nothing about {iri}")
    things = _things(rows)
    statements = list(_statements(rows, things))
    subjects = [(_subject(statement), statement) for statement in statements]
    ends_here = [s for s in statements if s.triple.object == node]
    return Description(
        thing=things.get(node, Thing(iri)),
        outgoing=_in_order(s for subject, s in subjects if subject == iri),
        incoming=_in_order(s for s in ends_here if _subject(s) != iri),
        parts=_in_order(s for subject, s in subjects if subject.startswith(f"{iri}#")),
    )


def said_of(snapshot: Snapshot, iris: Iterable[str]) -> list[ox.Triple]:
    """Return each triple once whose subject is one of these IRIs, in their order."""
    triples = (triple for iri in iris for triple in sorted(snapshot.about(iri), key=str))
    return list(dict.fromkeys(triples))


def _statements(rows: Iterable[TermRow], things: Mapping[Term, Thing]) -> Iterator[Statement]:
    seen: set[ox.Triple] = set()
    for row in rows:
        subject, predicate = row.get("subject"), row.get("predicate")
        if isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode):
            triple = ox.Triple(subject, predicate, row["object"])
            if triple not in seen:
                seen.add(triple)
                yield Statement(triple, things[row["other"]])


def _things(rows: Iterable[TermRow]) -> Mapping[Term, Thing]:
    about: dict[Term, list[TermRow]] = defaultdict(list)
    for row in rows:
        about[row["other"]].append(row)
    return {term: _thing(term, same) for term, same in about.items()}


def _thing(term: Term, rows: list[TermRow]) -> Thing:
    if isinstance(term, ox.Literal):
        return Thing("", term.value)
    return Thing(
        iri=term.value,
        name=_first(rows, "name"),
        note=_first(rows, "note"),
        kind=_narrowest({row["class"].value for row in rows if "class" in row}),
        order=int(_first(rows, "order") or 0),
    )


def _first(rows: Iterable[TermRow], name: str) -> str:
    return min((row[name].value for row in rows if name in row), default="")


def _narrowest(classes: set[str]) -> str:
    """Return a class that has none of the others below it, or ``""`` if there is none."""
    above = {
        str(wider)
        for each in classes
        for wider in ontology.graph().objects(URIRef(each), RDFS.subClassOf)
    }
    return min(classes - above, default="")


def _subject(statement: Statement) -> str:
    subject = statement.triple.subject
    return subject.value if isinstance(subject, ox.NamedNode) else ""


def _in_order(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    def place(statement: Statement) -> tuple[str, str, int, str, str]:
        other = statement.other
        return statement.predicate, other.kind, other.order, other.name, other.iri

    return tuple(sorted(statements, key=place))


def serialised(triples: Iterable[ox.Triple], media_type: str) -> bytes:
    """Return triples in a format: a media type of ``graph.service.sparql.GRAPH_FORMATS``.

    JSON-LD comes with the short names of our own context, which it carries with it.
    """
    given = list(triples)
    if media_type == _JSON_LD and not any(map(_has_blank_node, given)):
        document = _compactor().flat(given)
        return json.dumps(document, ensure_ascii=False, indent=2).encode()
    used = {iri for triple in given for iri in _namespaces(triple)}
    prefixes = {name: iri for name, iri in PREFIXES.items() if iri in used}
    return ox.serialize(given, format=GRAPH_FORMATS[media_type], prefixes=prefixes) or b""


_JSON_LD = "application/ld+json"


@cache
def _compactor() -> Compactor:
    return Compactor(ontology.json_ld_context())


def _has_blank_node(triple: ox.Triple) -> bool:
    """Say whether a triple has a node that compacting doesn't know; shapes have some."""
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def _namespaces(triple: ox.Triple) -> Iterator[str]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, ox.NamedNode):
            before, mark, _ = term.value.rpartition("#")
            yield before + mark if mark else term.value.rpartition("/")[0] + "/"
