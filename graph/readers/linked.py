"""A study from its own linked data: what ``export`` writes as TriG, N-Quads or JSON-LD.

Nothing is fetched: a JSON-LD file has its context in itself. What the program derives, it derives
again; what else stands in the file is left out, and said. A graph that isn't a study's, or not a
whole one, is refused.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
from rdflib import DCTERMS, RDF

from graph.errors import ReadError
from graph.model import Note, Reading, Study
from graph.rdf.codecs import Term
from graph.rdf.iris import DEFAULT_BASE, StudyIris
from graph.rdf.quads import study_from_quads, study_quads
from graph.readers.linked_shape import Index, graph_faults
from ontology import TG

BYTES = 256 * 2**20
"""The largest file that is read; a study of 10,000 codings takes about 20 MB of N-Quads."""
STATEMENTS = 2_000_000
"""How many statements a file may have."""
NESTED = 1_000
"""How deep statements about statements may go: past 5,000 the engine's stack isn't sure to hold."""
SHOWN = 5
"""How many faults, and how many statements left out, are named before the rest is counted."""


def read(path: Path, rdf_format: ox.RdfFormat) -> Reading:
    """Read a study from a file of one of the formats that carry graphs.

    Raises ``ReadError`` if the file is too large, isn't of the format, or holds no study, several,
    or one that isn't whole.
    """
    quads = _parsed(path, rdf_format)
    iris, study_id = _study(path, quads)
    ours = {quad for quad in quads if _is_coded(quad, iris)}
    _refuse_faulty(path, ours, iris)
    study = study_from_quads(ours, iris)
    base = iris.study.removesuffix(study_id)
    return Reading(study, tuple(_notes(study, quads, iris, base)))


def _parsed(path: Path, rdf_format: ox.RdfFormat) -> set[ox.Quad]:
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file")
    size = path.stat().st_size
    if size > BYTES:
        raise ReadError(f"{path}: has {size} bytes, more than the {BYTES} that are read")
    data = path.read_bytes()
    _refuse_deep(path, data)
    try:
        quads = set(islice(ox.parse(data, format=rdf_format), STATEMENTS + 1))
    except SyntaxError as error:
        remote = "; contexts at other addresses are never fetched" * ("LoadDoc" in str(error))
        raise ReadError(f"{path}: isn't {rdf_format.name} ({error}){remote}") from error
    if len(quads) > STATEMENTS:
        raise ReadError(f"{path}: has more than the {STATEMENTS} statements that are read")
    return quads


def _refuse_deep(path: Path, data: bytes) -> None:
    depth = 0
    for mark in re.finditer(rb"<<|>>", data):
        depth = depth + 1 if mark[0] == b"<<" else max(depth - 1, 0)
        if depth > NESTED:
            raise ReadError(f"{path}: has statements about statements, more than {NESTED} deep")


# ---------------------------------------------------------------- which study


def _study(path: Path, quads: Iterable[ox.Quad]) -> tuple[StudyIris, str]:
    found = {
        quad.subject.value
        for quad in quads
        if quad.predicate.value == str(RDF.type)
        and quad.object == ox.NamedNode(str(TG.Study))
        and isinstance(quad.subject, ox.NamedNode)
    }
    if not found:
        raise ReadError(
            f"{path}: holds no study: nothing in it is a <{TG.Study}>; "
            "a file from `themegraph export --format trig` does"
        )
    if len(found) > 1:
        raise ReadError(f"{path}: holds {len(found)} studies: {', '.join(sorted(found)[:SHOWN])}")
    (iri,) = found
    named = [
        quad.object.value
        for quad in quads
        if quad.subject == ox.NamedNode(iri)
        and quad.predicate.value == str(DCTERMS.identifier)
        and isinstance(quad.object, ox.Literal)
    ]
    if len(set(named)) != 1 or not iri.endswith(named[0]):
        raise ReadError(f"{path}: <{iri}> has no dcterms:identifier with which its IRI ends")
    return StudyIris(iri), named[0]


def _is_coded(quad: ox.Quad, iris: StudyIris) -> bool:
    """Say whether a statement is about the study or one of its records, in the coded graph.

    A file that has no named graphs at all counts as the coded one.
    """
    if quad.graph_name not in {ox.NamedNode(iris.coded), ox.DefaultGraph()}:
        return False
    about = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else ""
    record = iris.reference(about.partition("#")[0])
    return bool(record) and not record.startswith("gaps/")


# ---------------------------------------------------------------- whether it's whole


def _refuse_faulty(path: Path, ours: Iterable[ox.Quad], iris: StudyIris) -> None:
    blank = [quad for quad in ours if not isinstance(quad.object, ox.NamedNode | ox.Literal)]
    if blank:
        raise ReadError(f"{path}: a study has no nodes without an IRI, as in: {blank[0]}")
    faults = list(islice(graph_faults(_index(ours), iris), SHOWN + 1))
    if faults:
        more = "; and more" if len(faults) > SHOWN else ""
        raise ReadError(f"{path}: isn't a whole study: {'; '.join(faults[:SHOWN])}{more}")


def _index(quads: Iterable[ox.Quad]) -> Index:
    index: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(
            quad.object, ox.NamedNode | ox.Literal
        ):
            index[quad.subject.value][quad.predicate.value].append(quad.object)
    return {subject: dict(about) for subject, about in index.items()}


# ---------------------------------------------------------------- what is said


def _notes(study: Study, quads: set[ox.Quad], iris: StudyIris, base: str) -> list[Note]:
    carried = {_triple(quad) for quad in study_quads(study, base)}
    derived = ox.NamedNode(iris.derived)
    left = [q for q in quads if q.graph_name != derived and _triple(q) not in carried]
    notes = []
    if left:
        shown = "; ".join(sorted(map(str, left))[:SHOWN])
        notes.append(Note(f"{len(left)} statements are left out, such as {shown}", place="graph"))
    if base != DEFAULT_BASE:
        said = f"IRIs begin with {base}; to keep them: themegraph build --base {base}"
        notes.append(Note(said, place="graph"))
    if any(document.sha256 for document in study.documents):
        said = "source texts aren't in linked data: put them into sources/ to have words checked"
        notes.append(Note(said, place="documents"))
    return notes


def _triple(quad: ox.Quad) -> tuple[object, ...]:
    return quad.subject, quad.predicate, quad.object
