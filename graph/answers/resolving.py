"""Resolving: from filters as people write them to the terms that a query is bound to.

A list follows studies. Where a filter names records that belong to studies, only these studies can
have anything, and in each the filter stands for another record: so a plan pairs studies and terms,
and a list of one study among ten thousand looks at that one alone.
"""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox
from rdflib import RDF

import ontology
from graph.answers import listed
from graph.answers.binding import Bindings, Source, each, one_row, rows
from graph.answers.kinds import EXACTLY, Chosen, ClassOf, Filters, Kind, Thing, Written
from graph.answers.memory import remembered
from graph.errors import InputError, guess, nearest
from graph.stores.embedded import Term
from ontology import TG

StudyKey = tuple[str, str]
"""A study's id and IRI: the order in which lists follow studies."""
MANY = 20_000
"""From how many records on it isn't worth while to find out which studies have such."""
_MANY_TIMES = 10
"""To sort one study takes as long as to look at so many."""
_SHOWN = 100
"""Characters of a value that a message repeats."""


class UnknownValueError(InputError):
    """A filter names something that isn't there."""

    def __init__(self, parameter: str, value: str, allowed: Sequence[str]) -> None:
        """``parameter`` is the filter's name, ``allowed`` what could have been meant."""
        self.parameter, self.value, self.allowed = parameter, value, tuple(allowed)
        mend = nearest(value[:_SHOWN], allowed) if allowed else "there is none in the store"
        self.nearest = guess(value[:_SHOWN], allowed)
        self.problem = f"{value[:_SHOWN]!r} isn't known; {mend}"
        super().__init__(f"{parameter}: {self.problem}")


@dataclass(frozen=True, slots=True)
class Named:
    """What a name stands for: terms by the IRI of the study that each is of, ``""`` for shared."""

    terms: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query is to be bound to.

    ``same`` are terms that hold everywhere, ``own`` those of each study by variable, ``studies``
    the only ones that can have anything, in order; ``None`` is any.
    """

    same: Mapping[str, Term] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)
    studies: Sequence[StudyKey] | None = None

    def bindings(self, studies: Iterable[StudyKey]) -> Bindings:
        """Return the bindings for a list of some studies."""
        names = ("study", *self.own, *self.same)
        return Bindings(
            names,
            tuple(
                (
                    ox.NamedNode(iri),
                    *(terms[iri] for terms in self.own.values()),
                    *self.same.values(),
                )
                for _, iri in studies
            ),
        )

    def wanted(self) -> Mapping[str, Mapping[str, Term] | Term]:
        """Return the values of all filters by variable."""
        return {**self.own, **self.same}

    def whole(self) -> Bindings:
        """Return the bindings for a list of whatever fits, of all studies at once."""
        return one_row(self.same) if self.studies is None else self.bindings(self.studies)


def all_studies(source: Source) -> Sequence[StudyKey]:
    """Return every study's id and IRI, in the order that lists follow."""

    def find() -> Sequence[StudyKey]:
        told = listed.studies(source)
        if told is not None:
            return told
        found = {(row["id"], row["iri"]) for row in rows(source, "study-ids", Bindings())}
        return tuple(sorted(found))

    return remembered(source, "studies", find)


def _places(source: Source) -> Mapping[str, int]:
    """Return each study's place among all, by its IRI."""
    return remembered(
        source,
        "study-places",
        lambda: {iri: place for place, (_, iri) in enumerate(all_studies(source))},
    )


def study_of(source: Source, iri: str) -> str:
    """Return the IRI of the study in the store that a record's IRI names, ``""`` if none does."""
    study = iri.rsplit("/", 2)[0]
    return study if study in _places(source) else ""


def planned(source: Source, kind: Kind, wanted: Filters) -> Plan:
    """Return what the kind's query is bound to for these filters.

    Raises ``UnknownValueError`` for a filter that names nothing, and ``ValueError`` for one that
    the kind doesn't take.
    """
    same: dict[str, Term] = {}
    own: dict[str, Mapping[str, Term]] = {}
    narrowed: list[frozenset[str]] = []
    for name, value in wanted.given().items():
        if name == "study":
            kind.filter_study()
            narrowed.append(frozenset(iri for _, iri in studies_named(source, value)))
            continue
        way = kind.filter(name)
        variable = EXACTLY if name == "theme" and wanted.exactly else way.variable
        if isinstance(way, Thing):
            terms = named(source, name, way, value).terms
            if "" in terms:
                same[variable] = terms[""]
                narrowed += _speaking(source, kind, variable, terms[""]) if kind.by_study else []
            else:
                own[variable] = terms
                narrowed.append(frozenset(terms))
        else:
            same[variable] = _fixed(name, way, value)
            if not kind.by_study:  # its list follows no studies
                continue
            told = listed.bearers(source, kind, variable, same[variable])
            narrowed += _having(source, way, same[variable]) if told is None else [told]
    return Plan(same, own, _in_order(source, narrowed))


def _in_order(source: Source, narrowed: Sequence[frozenset[str]]) -> Sequence[StudyKey] | None:
    if not narrowed:
        return None
    left = narrowed[0] if len(narrowed) == 1 else frozenset.intersection(*narrowed)
    known = all_studies(source)
    if len(left) * _MANY_TIMES > len(known):
        return remembered(
            source, ("in order", left), lambda: tuple(key for key in known if key[1] in left)
        )
    places = _places(source)
    return tuple(known[place] for place in sorted(places[iri] for iri in left if iri in places))


def studies_named(source: Source, value: str) -> Sequence[StudyKey]:
    """Return the studies with this id or IRI; ``UnknownValueError`` if there is none."""
    known = all_studies(source)
    place = bisect_left(known, (value, ""))
    found = [key for key in known[place : place + 100] if key[0] == value]
    if not found and value in (places := _places(source)):
        found = [known[places[value]]]
    if not found:
        raise UnknownValueError("study", value, [study for study, _ in known])
    return found


def named(source: Source, parameter: str, way: Thing, value: str) -> Named:
    """Return what has this id, notation or IRI; ``UnknownValueError`` if nothing has."""
    found = meant(source, way, value)
    if not found.terms:
        names = rows(source, "known-names", one_row({"class": ox.NamedNode(way.type)}))
        raise UnknownValueError(parameter, value, sorted({row["name"] for row in names}))
    return found


def meant(source: Source, way: Thing, value: str) -> Named:
    """Return what has this id, notation or IRI, if anything has."""

    def find() -> Named:
        return Named({study: ox.NamedNode(iri) for study, iri in _found(source, way, value)})

    if way.type == str(TG.ActorRole) and value in ontology.scheme("role"):
        return Named({"": ox.NamedNode(ontology.scheme("role")[value].iri)})
    return remembered(source, ("named", way.type, value), find)


def _found(source: Source, way: Thing, value: str) -> list[tuple[str, str]]:
    of = ox.NamedNode(way.type)
    if _is_iri(value):
        found = rows(source, "resolve-iri", one_row({"thing": ox.NamedNode(value), "class": of}))
    else:
        found = rows(source, "resolve", one_row({"name": ox.Literal(value), "class": of}))
    return [(row.get("study", ""), row["thing"]) for row in found]


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def speaking(source: Source, role: Term) -> frozenset[str]:
    """Return the studies that speak of a role or of one below it."""

    def find() -> frozenset[str]:
        found = rows(source, "speaking", each("wantedRole", [role]))
        return frozenset(row["study"] for row in found)

    return remembered(source, ("speaking", role.value), find)


def _speaking(source: Source, kind: Kind, variable: str, role: Term) -> list[frozenset[str]]:
    """Return the studies that can have records of a role."""
    told = listed.bearers(source, kind, variable, role)
    if told is not None:
        return [told]
    return [speaking(source, role)] if kind.spoken_of else []


def _having(source: Source, way: Chosen | ClassOf | Written, value: Term) -> list[frozenset[str]]:
    """Return the studies with a record that has this value, or nothing if they are many."""

    def find() -> list[frozenset[str]]:
        bindings = one_row({"property": ox.NamedNode(leading), "value": value})
        found = rows(source, "having", bindings)
        return [frozenset(row["study"] for row in found)] if len(found) < MANY else []

    leading = _leading(way)
    return remembered(source, ("having", leading, value.value), find) if leading else []


def _leading(way: Chosen | ClassOf | Written) -> str:
    if isinstance(way, Chosen):
        return way.property
    return str(RDF.type) if isinstance(way, ClassOf) else ""


def choices(kind: Kind, name: str) -> list[str]:
    """Return the values of a filter that are allowed in any store, or none if it takes others."""
    way = kind.filter(name)
    if isinstance(way, Chosen):
        return [value for value in ontology.scheme(way.scheme) if (name, value) not in _NEVER]
    return [*way.classes] if isinstance(way, ClassOf) else []


_NEVER = {("review", "rejected")}
"""What no list can have: rejected statements are kept apart."""


def _fixed(name: str, way: Chosen | ClassOf | Written, value: str) -> Term:
    if isinstance(way, Written):
        return ox.Literal(value)
    if isinstance(way, ClassOf):
        if value not in way.classes:
            raise UnknownValueError(name, value, [*way.classes])
        return ox.NamedNode(way.classes[value])
    scheme = ontology.scheme(way.scheme)
    if value not in scheme:
        raise UnknownValueError(name, value, [*scheme])
    return ox.NamedNode(scheme[value].iri)
