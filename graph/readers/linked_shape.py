"""Whether a graph is a whole study, as ``graph.rdf.shapes`` describes one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

import pyoxigraph as ox
from rdflib import DCTERMS, PROV, RDF

import ontology
from graph.folders.tables import RECORDS
from graph.rdf.codecs import ActorRole, Codec, Concept, Term, Whole
from graph.rdf.iris import StudyIris
from graph.rdf.shapes import SHAPES, STUDY_FIELDS, Field
from ontology import TG

Index = Mapping[str, Mapping[str, Sequence[Term]]]


def graph_faults(index: Index, iris: StudyIris) -> Iterator[str]:
    """Yield what keeps a graph from being read: ``index`` has its terms by subject and property.

    What the values mean is for ``check`` to say, of the study folder.
    """
    yield from _field_faults(index, iris.study, STUDY_FIELDS, iris)
    for subject, about in index.items():
        tables = _tables(about)
        if len(tables) > 1:
            yield f"<{subject}> is at once of {' and '.join(tables)}"
        for table in tables:
            yield from _head_faults(subject, about, table, iris)
            if str(PROV.value) in about:
                yield from _rejected_faults(subject, about, table)
            else:
                yield from _field_faults(index, subject, SHAPES[table].fields, iris)
                yield from _missing_faults(index, subject, table)
    yield from _variable_faults(index, iris)


def _tables(about: Mapping[str, Sequence[Term]]) -> list[str]:
    types = {term.value for term in about.get(str(RDF.type), ())}
    types |= {term.value for term in about.get(str(TG.rejectedAs), ())}
    return [table for table, shape in SHAPES.items() if str(shape.type) in types]


def _head_faults(
    subject: str, about: Mapping[str, Sequence[Term]], table: str, iris: StudyIris
) -> Iterator[str]:
    named = about.get(str(DCTERMS.identifier), ())
    if len(named) != 1 or iris.record(table, named[0].value) != subject:
        yield f"<{subject}> has no dcterms:identifier with which its IRI ends"
    order = about.get(str(TG.order), ())
    if len(order) != 1 or not _is_whole(order[0]):
        yield f"<{subject}> has no tg:order that is a whole number"


def _field_faults(
    index: Index, subject: str, shape: Mapping[str, Field], iris: StudyIris
) -> Iterator[str]:
    for spec in shape.values():
        for term in index.get(subject + spec.at, {}).get(str(spec.predicate), ()):
            if not _fits(spec.codec, term, iris):
                yield f"<{subject + spec.at}> has as <{spec.predicate}> what can't be read: {term}"


def _fits(codec: Codec, term: Term, iris: StudyIris) -> bool:
    if isinstance(codec, Whole):
        return _is_whole(term)
    if isinstance(codec, Concept):
        return term.value in {one.iri for one in ontology.scheme(codec.scheme).values()}
    if isinstance(codec, ActorRole):
        shared = {one.iri for one in ontology.scheme("role").values()}
        return term.value in shared or bool(iris.record_id("roles", term.value))
    return True


def _is_whole(term: Term) -> bool:
    return isinstance(term, ox.Literal) and term.value.isdecimal() and len(term.value) <= _DIGITS


_DIGITS = 15


def _missing_faults(index: Index, subject: str, table: str) -> Iterator[str]:
    for spec in fields(RECORDS[table]):
        if spec.default is MISSING and spec.type is int:
            carried = SHAPES[table].fields[spec.name]
            if not index.get(subject + carried.at, {}).get(str(carried.predicate)):
                yield f"<{subject}> has no {spec.name} (<{carried.predicate}>)"


def _rejected_faults(
    subject: str, about: Mapping[str, Sequence[Term]], table: str
) -> Iterator[str]:
    known = {spec.name for spec in fields(RECORDS[table])}
    said = _json(about[str(PROV.value)][0].value)
    if (
        not isinstance(said, dict)
        or not said.keys() <= known
        or not all(map(_plain, said.values()))
    ):
        yield f"<{subject}> says what was rejected in a form that can't be read"


def _json(text: str) -> Any:  # noqa: ANN401 -- whatever stands there
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _plain(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(part, str) for part in value)
    return isinstance(value, str | int) and not isinstance(value, bool)


def _variable_faults(index: Index, iris: StudyIris) -> Iterator[str]:
    for subject, about in index.items():
        for predicate in about:
            variable = iris.record_id("variables", predicate)
            if variable and str(TG.Variable) not in {
                term.value for term in index.get(predicate, {}).get(str(RDF.type), ())
            }:
                yield f"<{subject}> has a variable that isn't described: <{predicate}>"
