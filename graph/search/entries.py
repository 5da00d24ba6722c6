"""What can be found: the records of a named graph that have words, with their words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, SKOS

from graph.rdf.codecs import OA
from graph.search.about import About
from graph.search.words import language_of
from ontology import TG

KINDS: Mapping[str, str] = MappingProxyType(
    {"quote": TG.Quote, "passage": TG.Passage, "theme": TG.Theme, "role": TG.ActorRole}
)
"""The kinds of record that can be found, and their classes."""

_FIELDS: Mapping[str, Sequence[tuple[str, str]]] = MappingProxyType(
    {
        "quote": (("text", OA.exact),),
        "passage": (("text", OA.exact), ("description", DCTERMS.description)),
        "theme": (("label", SKOS.prefLabel), ("definition", SKOS.definition)),
        "role": (
            ("label", SKOS.prefLabel),
            ("alternative", SKOS.altLabel),
            ("definition", SKOS.definition),
        ),
    }
)
"""Which texts of each kind are searched, by the names that hits give them."""


@dataclass(frozen=True, slots=True)
class FieldText:
    """A text of a record, and what it is, such as ``label`` or ``definition``."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that can be found. ``study`` is an IRI, empty for roles that all studies share.

    ``language`` is the study's, a key of ``ALGORITHMS``, or empty if words can't be stemmed;
    ``marks`` are what it can be narrowed to (``about``).
    """

    iri: str
    id: str
    kind: str
    study: str
    language: str
    fields: tuple[FieldText, ...]
    marks: tuple[str, ...] = ()


def entries(database: ox.Store, graph: str) -> Iterator[Entry]:
    """Yield what can be found in a named graph, sorted by kind and IRI."""
    name = ox.NamedNode(graph)
    typed = {kind: _of_class(database, of_class, name) for kind, of_class in KINDS.items()}
    if not any(typed.values()):  # most graphs are of what was derived, and have no texts
        return
    ids = {**_texts(database, SKOS.notation, name), **_texts(database, DCTERMS.identifier, name)}
    languages = _texts(database, DCTERMS.language, name)
    paths = {path for kind, found in typed.items() if found for _, path in _FIELDS[kind]}
    texts = {path: _texts(database, path, name) for path in paths}
    if OA.exact in texts:
        texts[OA.exact] = _of_owners(database, texts[OA.exact], name)
    studies = {quad.subject: quad.object for quad in _quads(database, DCTERMS.isPartOf, name)}
    about = About(database, graph)
    for kind, subjects in typed.items():
        for subject in subjects:
            study = studies.get(subject)
            fields = tuple(
                FieldText(called, text)
                for called, path in _FIELDS[kind]
                for text in sorted(texts[path].get(subject, ()))
            )
            if fields:
                language = language_of(next(iter(languages.get(study, ())), "en"))
                record = next(iter(ids.get(subject, ())), "")
                in_study = study.value if isinstance(study, ox.NamedNode) else ""
                marks = tuple(sorted({*about.marks(subject.value, kind, in_study)}))
                yield Entry(subject.value, record, kind, in_study, language, fields, marks)


def studies(database: ox.Store, graph: str) -> Iterator[tuple[str, str]]:
    """Yield the IRI and id of each study that a named graph describes."""
    name = ox.NamedNode(graph)
    for study in _of_class(database, TG.Study, name):
        for quad in database.quads_for_pattern(study, _node(DCTERMS.identifier), None, name):
            if isinstance(quad.object, ox.Literal):
                yield study.value, quad.object.value


def concerned(database: ox.Store, graph: str) -> Iterator[tuple[str, str]]:
    """Yield each study and role that a named graph says belong together, as IRIs."""
    for quad in _quads(database, TG.concerns, ox.NamedNode(graph)):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            yield quad.subject.value, quad.object.value


def _of_class(database: ox.Store, of_class: str, graph: ox.NamedNode) -> list[ox.NamedNode]:
    quads = database.quads_for_pattern(None, _node(RDF.type), _node(of_class), graph)
    return sorted((q.subject for q in quads if isinstance(q.subject, ox.NamedNode)), key=str)


def _of_owners(
    database: ox.Store, exact: Mapping[Any, set[str]], graph: ox.NamedNode
) -> dict[Any, set[str]]:
    """Return the words of each record, which its selector has."""
    found: dict[Any, set[str]] = defaultdict(set)
    for quad in _quads(database, OA.hasSelector, graph):
        found[quad.subject] |= exact.get(quad.object, set())
    return found


def _texts(database: ox.Store, path: str, graph: ox.NamedNode) -> dict[Any, set[str]]:
    found: dict[Any, set[str]] = defaultdict(set)
    for quad in _quads(database, path, graph):
        if isinstance(quad.object, ox.Literal):
            found[quad.subject].add(quad.object.value)
    return found


def _quads(database: ox.Store, path: str, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    return database.quads_for_pattern(None, _node(path), None, graph)


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(str(iri))
