"""Study <-> quads: the only module that knows both the records and their RDF.

``graph.rdf.shapes`` says once, for each table, which term of the ontology carries which
field. Writing and reading both follow it, so that a study read back from its quads is equal to what
went in.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

import pyoxigraph as ox
from rdflib import DCTERMS, PROV, RDF

from graph.folders.tables import RECORDS, blank
from graph.folders.variables import SHARED
from graph.model import Attribute, Region, Study
from graph.rdf.codecs import AnyRecord, Term, Value, fragment, region_of
from graph.rdf.iris import DEFAULT_BASE, StudyIris, study_iris
from graph.rdf.shapes import DATATYPES, SHAPES, SHARED_VARIABLES, STUDY_FIELDS, Field
from ontology import TG

Triple = tuple[ox.NamedNode, ox.NamedNode, Term]
_RDF_JSON = ox.NamedNode(str(RDF.JSON))


# ---------------------------------------------------------------- writing


def study_quads(study: Study, base: str = DEFAULT_BASE) -> set[ox.Quad]:
    """Return the quads of a checked study, all in its graph of what was coded."""
    iris = study_iris(study.info.id, base)
    graph = ox.NamedNode(iris.coded)
    return {ox.Quad(*triple, graph) for triple in _triples(study, iris)}


def _triples(study: Study, iris: StudyIris) -> Iterator[Triple]:
    subject = ox.NamedNode(iris.study)
    yield subject, ox.NamedNode(RDF.type), ox.NamedNode(TG.Study)
    yield subject, ox.NamedNode(DCTERMS.identifier), ox.Literal(study.info.id)
    yield from _field_triples(iris.study, study.info, STUDY_FIELDS, iris)
    for table in SHAPES:
        for order, record in enumerate(getattr(study, table), start=1):
            yield from _head_triples(table, record, order, iris)
            if getattr(record, "review", "") == "rejected":
                yield from _rejected_triples(table, record, iris)
            else:
                yield from _record_triples(table, record, iris)
    yield from _attribute_triples(study, iris)


def _head_triples(
    table: str,
    record: Any,  # noqa: ANN401 -- its class is RECORDS[table]
    order: int,
    iris: StudyIris,
) -> Iterator[Triple]:
    subject = ox.NamedNode(iris.record(table, record.id))
    yield subject, ox.NamedNode(DCTERMS.identifier), ox.Literal(record.id)
    yield subject, ox.NamedNode(DCTERMS.isPartOf), ox.NamedNode(iris.study)
    yield subject, ox.NamedNode(TG.order), ox.Literal(order)


def _record_triples(
    table: str,
    record: Any,  # noqa: ANN401 -- its class is RECORDS[table]
    iris: StudyIris,
) -> Iterator[Triple]:
    shape, iri = SHAPES[table], iris.record(table, record.id)
    subject = ox.NamedNode(iri)
    yield subject, ox.NamedNode(RDF.type), ox.NamedNode(shape.type)
    own = list(_field_triples(iri, record, shape.fields, iris))
    if isinstance(record, Region):
        own += _fragment_triples(iri, record)
    yield from own
    borne = {node.value for node, _, _ in own}
    for part in shape.parts:
        node = ox.NamedNode(iri + part.suffix)
        if node.value in borne:
            yield subject, ox.NamedNode(part.link), node
            yield node, ox.NamedNode(RDF.type), ox.NamedNode(part.type)


_BOX = ("page", "x1", "y1", "x2", "y2", "begin", "end")


def _fragment_triples(iri: str, region: Region) -> Iterator[Triple]:
    box = tuple(getattr(region, name) for name in _BOX)
    if written := fragment(box):
        yield ox.NamedNode(f"{iri}#part"), ox.NamedNode(RDF.value), ox.Literal(written)


def _rejected_triples(
    table: str,
    record: Any,  # noqa: ANN401 -- its class is RECORDS[table]
    iris: StudyIris,
) -> Iterator[Triple]:
    """Yield a rejected statement as one value, so that no query, rule or list comes upon it."""
    subject = ox.NamedNode(iris.record(table, record.id))
    values = {spec.name: getattr(record, spec.name) for spec in fields(record)}
    said = {name: value for name, value in values.items() if value not in {"", None, ()}}
    del said["id"], said["review"]
    written = json.dumps(said, ensure_ascii=False, sort_keys=True)
    yield subject, ox.NamedNode(RDF.type), ox.NamedNode(TG.RejectedStatement)
    yield subject, ox.NamedNode(TG.rejectedAs), ox.NamedNode(SHAPES[table].type)
    yield subject, ox.NamedNode(PROV.value), ox.Literal(written, datatype=_RDF_JSON)


def _attribute_triples(study: Study, iris: StudyIris) -> Iterator[Triple]:
    datatypes = {**SHARED} | {variable.id: variable.datatype for variable in study.variables}
    for known in study.attributes:
        predicate = SHARED_VARIABLES.get(known.variable) or iris.record("variables", known.variable)
        value = _attribute_value(known.value, datatypes[known.variable], iris)
        yield ox.NamedNode(iris.referred(known.about)), ox.NamedNode(predicate), value


def _attribute_value(value: str, datatype: str, iris: StudyIris) -> Term:
    if datatype == "record" and value:
        return AnyRecord().write(value, iris)
    typed = value and datatype not in {"text", "record"}
    return ox.Literal(value, datatype=ox.NamedNode(DATATYPES[datatype]) if typed else None)


def _field_triples(
    iri: str,
    record: Any,  # noqa: ANN401 -- its class is a value of RECORDS
    shape: Mapping[str, Field],
    iris: StudyIris,
) -> Iterator[Triple]:
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
    tables: dict[str, tuple[Any, ...]] = {
        table: tuple(_read_table(index, table, iris)) for table in SHAPES
    }
    attributes = tuple(sorted(_read_attributes(index, iris)))
    return Study(info=info, **tables, attributes=attributes)


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
    subjects = [iri for iri, about in index.items() if _is_one(about, wanted)]
    subjects.sort(key=lambda iri: int(index[iri][str(TG.order)][0].value))
    for iri in subjects:
        if str(PROV.value) in index[iri]:
            yield _rejected(index[iri], RECORDS[table])
        else:
            extra = _box(index, iri) if table == "regions" else {}
            yield _fields(index, iri, SHAPES[table].fields, RECORDS[table], iris, **extra)


def _is_one(about: Mapping[str, list[Term]], wanted: ox.NamedNode) -> bool:
    return wanted in about.get(str(RDF.type), ()) or wanted in about.get(str(TG.rejectedAs), ())


def _box(index: _Index, iri: str) -> dict[str, int | None]:
    written = index.get(f"{iri}#part", {}).get(str(RDF.value))
    return dict(zip(_BOX, region_of(written[0].value), strict=True)) if written else {}


def _rejected(about: Mapping[str, list[Term]], record: type) -> Any:  # noqa: ANN401 -- a record
    said = json.loads(about[str(PROV.value)][0].value)
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
    }
    given |= {"id": about[str(DCTERMS.identifier)][0].value, "review": "rejected"}
    return record(**(blank(record) | given))


def _read_attributes(index: _Index, iris: StudyIris) -> Iterator[Attribute]:
    shared = {str(predicate): name for name, predicate in SHARED_VARIABLES.items()}
    for iri, known in index.items():
        about = iris.reference(iri)
        fields_of = _carried(about) if about else frozenset()
        for predicate, terms in known.items() if about else ():
            variable = shared.get(predicate) or iris.record_id("variables", predicate)
            if variable and predicate not in fields_of:
                for term in terms:
                    value = iris.reference(term.value) if _is_node(term) else term.value
                    yield Attribute(about, variable, value)


def _is_node(term: Term) -> bool:
    return isinstance(term, ox.NamedNode)


def _carried(about: str) -> frozenset[str]:
    """Return the properties of a record's own fields."""
    table = about.partition("/")[0]
    shape = STUDY_FIELDS if table == "study" else SHAPES[table].fields
    return frozenset(str(spec.predicate) for spec in shape.values())


def _fields(
    index: _Index,
    iri: str,
    shape: Mapping[str, Field],
    record: type,
    iris: StudyIris,
    **extra: int | None,
) -> Any:  # noqa: ANN401 -- an instance of ``record``
    given: dict[str, Any] = {"id": index[iri][str(DCTERMS.identifier)][0].value}
    for name, spec in shape.items():
        terms = index.get(iri + spec.at, {}).get(str(spec.predicate), [])
        values = [value for term in terms if (value := spec.codec.read(term, iris)) is not None]
        if values:
            given[name] = tuple(sorted(map(str, values))) if spec.many else values[0]
    return record(**(blank(record) | given | extra))
