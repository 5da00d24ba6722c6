"""Asking the lists' own queries of some studies at a time, in memory, where they're quickest.

What a study's lists hold follows from its own graphs, the ontology's, and what the graph across
studies says of it. That is so as long as no graph speaks of another study's records, which a build
never writes but an update may: then nothing is listed, and the engine is asked.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox
from rdflib import DCTERMS, SKOS

from graph.rdf.iris import ACROSS_GRAPH, ONTOLOGY_GRAPH, StudyIris
from ontology import TG

LISTED = (
    "studies", "documents", "themes", "quotes", "respondents", "ties", "links", "mentions", "gaps",
    "measures", "analyses", "passages", "codings",
)  # fmt: skip
"""The queries whose rows are listed; each is a file in ``queries/``."""
COUNTS = "listing/role-counts"
"""The query of how often each study speaks of each role."""
SIZES = "listing/sizes"
"""The query of how many records of each class each study has."""
FOUND_BY = "found-by"
"""The folder of queries, by the same names, that say by which filters' values each row is found."""
LEADS = f"{FOUND_BY}/leads-to"
"""The query of what else is found by what leads to it."""

_ACROSS = "gaps"
"""The query whose rows may involve other studies' records."""
_PART_OF = ox.NamedNode(str(DCTERMS.isPartOf))
_FIGURES = frozenset({str(TG.figure), str(TG.parameter)})
_UNSHOWN = frozenset({str(SKOS.exactMatch), str(SKOS.closeMatch), str(TG.tiedTo)})
"""What says something of roles that all share, or leads to another study: no list shows it."""

Row = Mapping[str, str]
Values = Mapping[str, Sequence[str]]
"""The values of each filter's variable."""


class NotOursError(Exception):
    """A graph says something of another study, so that no study can be listed by itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """A kind's rows of a study, in the list's order, and by which values each is found.

    ``by[n]`` has, for the row at place ``n``, the values of each filter's variable.
    """

    query: str
    rows: Sequence[Row]
    by: Sequence[Values]


@dataclass(frozen=True, slots=True)
class Listed:
    """All that is listed of a study."""

    iri: str
    id: str
    found: Sequence[Found]
    counts: Sequence[Row]
    sizes: Sequence[Row]


def listed(database: ox.Store, studies: Sequence[str]) -> Iterator[Listed]:
    """Yield what is listed of some studies, by IRI. Raises ``NotOursError``."""
    held = ox.Store()
    held.extend(database.quads_for_pattern(None, None, None, ox.NamedNode(ONTOLOGY_GRAPH)))
    for study in studies:
        held.extend(_own(database, StudyIris(study)))
    rows = {query: _by_study(held, query) for query in LISTED}
    leading = _leading(held)
    by = {query: _values(held, query, leading) for query in LISTED}
    counts, sizes = (_grouped(_asked(held, _text(name)), "study") for name in (COUNTS, SIZES))
    for study in studies:
        found = [
            Found(
                query,
                own,
                [_own_values(query, by[query].get(row["iri"], {}), study) for row in own],
            )
            for query in LISTED
            if (own := rows[query].get(study))
        ]
        for about in rows["studies"].get(study, ()):
            yield Listed(study, about["id"], found, counts.get(study, ()), sizes.get(study, ()))


def _own_values(query: str, values: Values, study: str) -> Values:
    """Return values without other studies' themes and roles, which gaps across studies involve.

    Nobody looks for them here: a filter that names one narrows a list to that other study.
    """
    if query != _ACROSS:
        return values
    own, others = f"{study}/", study.removesuffix(study.rpartition("/")[2])
    kept = {
        name: [one for one in found if one.startswith(own) or not one.startswith(others)]
        for name, found in values.items()
    }
    return {name: found for name, found in kept.items() if found}


def _own(database: ox.Store, iris: StudyIris) -> Iterator[ox.Quad]:
    """Yield what is said of a study."""
    base = iris.study.removesuffix(iris.study.rpartition("/")[2])
    within = f"{iris.study}/"
    for graph in (iris.coded, iris.derived):
        for quad in database.quads_for_pattern(None, None, None, ox.NamedNode(graph)):
            _refuse_others(quad, iris.study, within, base)
            yield quad
    across = ox.NamedNode(ACROSS_GRAPH)
    study = ox.NamedNode(iris.study)
    for part in database.quads_for_pattern(None, _PART_OF, study, across):
        for quad in database.quads_for_pattern(part.subject, None, None, across):
            yield quad
            if quad.predicate.value in _FIGURES and isinstance(quad.object, ox.NamedNode):
                yield from database.quads_for_pattern(quad.object, None, None, across)


def _refuse_others(quad: ox.Quad, study: str, within: str, base: str) -> None:
    if quad.predicate.value in _UNSHOWN:
        return
    subject, target = quad.subject, quad.object
    known = subject.value if isinstance(subject, ox.NamedNode) else ""
    led = target.value if isinstance(target, ox.NamedNode) else study
    if known != study and not known.startswith(within):
        raise NotOursError(known)
    if led.startswith(base) and led != study and not led.startswith(within):
        raise NotOursError(led)


def _by_study(held: ox.Store, query: str) -> Mapping[str, Sequence[Row]]:
    return _grouped(_asked(held, _text(query)), "iri" if query == "studies" else "study")


Leading = Mapping[tuple[str, str], Sequence[str]]
"""What a property leads to from where: values by both."""


def _leading(held: ox.Store) -> Leading:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _asked(held, _text(LEADS)):
        found[row["from"], row["leading"]].append(row["value"])
    return found


def _values(held: ox.Store, query: str, leading: Leading) -> Mapping[str, Values]:
    """Return the values of each filter by which each record is found."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    text = _text(f"{FOUND_BY}/{query}")
    for row in _asked(held, text) if text else ():
        way, value = row.get("leading"), row["value"]
        found[row["iri"]][row["filter"]].update(leading.get((value, way), ()) if way else (value,))
    return {
        iri: {name: sorted(values) for name, values in by.items() if values}
        for iri, by in found.items()
    }


def _grouped(rows: Iterable[Row], by: str) -> Mapping[str, Sequence[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[by]].append(row)
    return groups


def _asked(held: ox.Store, text: str) -> Iterator[Row]:
    results = held.query(text, use_default_graph_as_union=True)
    if not isinstance(results, ox.QuerySolutions):
        raise TypeError("a list's query is a SELECT")
    names = [variable.value for variable in results.variables]
    for solution in results:
        yield {
            name: term.value
            for name, term in zip(names, solution, strict=True)
            if isinstance(term, ox.NamedNode | ox.Literal)
        }


@cache
def _text(query: str) -> str:
    """Return a query by its name, ``""`` if it isn't there: nothing filters this list."""
    file = files("graph").joinpath("queries", f"{query}.rq")
    return file.read_text("utf-8") if file.is_file() else ""


def described() -> str:
    """Return the text of every query that is asked: what was listed by others doesn't hold."""
    names = [COUNTS, SIZES, LEADS, *LISTED, *(f"{FOUND_BY}/{query}" for query in LISTED)]
    return json.dumps([_text(name) for name in names])
