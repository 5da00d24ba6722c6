"""Building: from study folders to the store, all of them or none."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

import pyoxigraph as ox

import ontology
from graph.errors import InputError
from graph.gaps import search
from graph.gaps.across import Told, told
from graph.measures import measure
from graph.model import Study
from graph.rdf.derived import measure_quads, search_quads
from graph.rdf.iris import ACROSS_GRAPH, DEFAULT_BASE, ONTOLOGY_GRAPH, StudyIris, study_iris
from graph.rdf.quads import study_quads
from graph.stores.corpus import across_quads, matched_themes
from graph.stores.embedded import AnyStore, NamedGraph, Snapshot


def build(studies: Iterable[Study], store: AnyStore, base: str = DEFAULT_BASE) -> bool:
    """Put checked studies into the store, each replacing its former self, all or none.

    Studies are taken one at a time, so that they may be more than the memory holds. Returns whether
    the store changed. Raises ``InputError`` if two studies have the same id, and ``StoreError`` if
    the store can't be written.
    """
    if isinstance(studies, Sequence):  # said before anything is computed
        _refuse_same_ids(studies)
    return store.replace_by(lambda current: _graphs(studies, current, base))


def _graphs(studies: Iterable[Study], snapshot: Snapshot, base: str) -> Iterator[NamedGraph]:
    yield ONTOLOGY_GRAPH, ontology_quads()
    matches = matched_themes(snapshot)
    tell: dict[str, Told] = {}
    for study in studies:
        iri = study_iris(study.info.id, base).study
        if iri in tell:
            raise _same_id(study.info.id, "several")
        tell[iri] = told(study, iri, matches)
        yield from study_graphs(study, base).items()
    yield ACROSS_GRAPH, across_quads(tell.values(), snapshot, matches)


def study_graphs(study: Study, base: str = DEFAULT_BASE) -> dict[str, set[ox.Quad]]:
    """Return a study's graphs by name: what was coded, and what is derived from it."""
    iris = study_iris(study.info.id, base)
    coded = study_quads(study, base)
    return {iris.coded: coded, iris.derived: derived_quads(study, coded, iris)}


def in_memory(study: Study) -> Snapshot:
    """Return a store of this study alone, on no disk and without gaps, to ask for its network."""
    database, coded = ox.Store(), study_quads(study)
    derived = ox.NamedNode(study_iris(study.info.id).derived)
    for quads in (ontology_quads(), coded, shortcuts(coded, derived)):
        database.bulk_extend(quads)
    return Snapshot("", database)


def _refuse_same_ids(studies: Sequence[Study]) -> None:
    ids = Counter(study.info.id for study in studies)
    for study_id, count in ids.items():
        if count > 1:
            raise _same_id(study_id, str(count))


def _same_id(study_id: str, count: str) -> InputError:
    return InputError(f"{count} studies have the id {study_id!r}; change it in study.csv")


def ontology_quads() -> set[ox.Quad]:
    """Return the ontology and its schemes with their shortcuts, in their own graph."""
    return set(_ontology_whole())


@cache
def _ontology_stated() -> frozenset[ox.Quad]:
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    return frozenset(
        ox.Quad(t.subject, t.predicate, t.object, graph)
        for file in ontology.turtle_files()
        for t in ox.parse(file.read_bytes(), format=ox.RdfFormat.TURTLE)
    )


@cache
def _ontology_whole() -> frozenset[ox.Quad]:
    stated = _ontology_stated()
    return stated | shortcuts(stated, ox.NamedNode(ONTOLOGY_GRAPH))


def derived_quads(study: Study, coded: set[ox.Quad], iris: StudyIris) -> set[ox.Quad]:
    """Return what follows from a study: the ontology's shortcuts, the gaps and the measures."""
    found = search_quads(search(study), iris) | measure_quads(measure(study), iris)
    return study_shortcuts(coded, iris) | found


def study_shortcuts(coded: set[ox.Quad], iris: StudyIris) -> set[ox.Quad]:
    """Return what the rules derive from a study's quads read together with the ontology.

    A study's own role may stand below a shared one, and is then within all that is above that. What
    follows from the ontology alone stands in the ontology's graph already.
    """
    graph = ox.NamedNode(iris.derived)
    derived = shortcuts(chain(coded, _ontology_stated()), graph)
    derived -= {ox.Quad(q.subject, q.predicate, q.object, graph) for q in _ontology_whole()}
    return derived


def shortcuts(stated: Iterable[ox.Quad], graph: ox.NamedNode) -> set[ox.Quad]:
    """Return what the ontology's rules derive from the quads, in ``graph``."""
    database = ox.Store()
    database.extend(stated)
    derived: set[ox.Quad] = set()
    for rule in ontology.rules():
        triples = database.query(rule, use_default_graph_as_union=True)
        if not isinstance(triples, ox.QueryTriples):
            raise TypeError("a rule is a CONSTRUCT query")
        derived |= {ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples}
    return derived


def remove(iris: StudyIris, store: AnyStore) -> None:
    """Take a study out of the store. Raises ``StoreError`` if the store can't be written."""

    def graphs(current: Snapshot) -> Iterator[NamedGraph]:
        yield from ((graph, set()) for graph in (iris.coded, iris.derived))
        matches = matched_themes(current)
        yield ACROSS_GRAPH, across_quads((), current, matches, without={iris.study})

    store.replace_by(graphs)
