"""What records are about: marks beside their words, so that a search can be narrowed to them.

A mark is one word that nobody writes, made of a filter's name and a value. It stands in the index's
column ``about``, so the engine intersects it like any word, and narrowing makes a search quicker.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

import pyoxigraph as ox

import ontology
from graph.rdf.iris import ONTOLOGY_GRAPH, StudyIris
from ontology import TG

FILTERS = ("theme", "role", "valence", "respondent")
"""By what, besides kind and study, a search can be narrowed; quotes by all of them."""
SHARED = "shared"
"""Instead of a study: of roles that all studies share."""
_CODED = "/graph/coded"
_LEADS: Mapping[str, Sequence[tuple[str, str]]] = {
    "quote": (("theme", TG.illustrates), ("role", TG.mentions), ("respondent", TG.wasSaidBy)),
    "passage": (("theme", TG.arisesIn), ("role", TG.mentions)),
    "theme": (("theme", ""),),
    "role": (("role", ""),),
}
"""How a record of each kind leads to what it's about; ``""``: it's that itself."""


def mark(name: str, value: str) -> str:
    """Return the mark of a filter's value."""
    return f"{name}{sha256(value.encode('utf-8', 'replace')).hexdigest()[:20]}"


def study_mark(iri: str) -> str:
    """Return the mark of a study, or of what all studies share, for an empty IRI."""
    return mark("study", iri) if iri else SHARED


def kind_mark(kind: str) -> str:
    """Return the mark of a kind of record."""
    return f"kind{kind}"


class About:
    """What the records of a named graph are about, with what is derived from it."""

    def __init__(self, database: ox.Store, graph: str) -> None:
        own = [graph]
        if graph.endswith(_CODED):
            own.append(StudyIris(graph.removesuffix(_CODED)).derived)
        self._database, self._own = database, own
        self._led: dict[str, Mapping[str, Sequence[str]]] = {}

    def marks(self, iri: str, kind: str, study: str) -> Iterator[str]:
        """Yield a record's marks."""
        yield kind_mark(kind)
        yield study_mark(study)
        for name, path in _LEADS[kind]:
            for value in self._of(path).get(iri, ()) if path else (iri,):
                yield from self._marks(name, value)

    def _marks(self, name: str, value: str) -> Iterator[str]:
        if name == "respondent":
            yield from _named(name, [value])
        else:  # what is within a theme or role is about it too
            yield from _named(name, self._of(TG.within).get(value, ()))
        if name == "theme":
            yield from _named("valence", self._of(TG.effectiveValence).get(value, ()))

    def _of(self, path: str) -> Mapping[str, Sequence[str]]:
        """Return what a property leads to from where."""
        if path not in self._led:
            self._led[path] = _pairs(self._database, path, [*self._own, ONTOLOGY_GRAPH])
        return self._led[path]


def _named(name: str, iris: Iterable[str]) -> Iterator[str]:
    """Yield marks by IRI, and by the id or notation at its end."""
    for iri in iris:
        yield mark(name, iri)
        yield mark(name, ontology.notation(iri).rpartition("/")[2])


def _pairs(database: ox.Store, path: str, graphs: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for graph in graphs:
        name = ox.NamedNode(graph)
        for quad in database.quads_for_pattern(None, ox.NamedNode(str(path)), None, name):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
                found[quad.subject.value].append(quad.object.value)
    return found
