"""How a field's value becomes a term of RDF, and is read back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox
from rdflib import XSD, Namespace

import ontology
from graph.rdf.iris import StudyIris

OA = Namespace("http://www.w3.org/ns/oa#")
Term = ox.NamedNode | ox.Literal
Value = str | int


class Codec(Protocol):
    """How a field's value is written as a term, and read back."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the term for a value that isn't empty."""
        ...

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the value behind a term, or ``None`` if the term belongs to another field."""
        ...


class Text:
    """A plain string."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return an ``xsd:string``."""
        del iris
        return ox.Literal(str(value))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the string."""
        del iris
        return term.value


class Whole:
    """A whole number."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return an ``xsd:integer``."""
        del iris
        return ox.Literal(int(value))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the number."""
        del iris
        return int(term.value)


@dataclass(frozen=True, slots=True)
class Web:
    """An address outside the study; the field holds what follows ``prefix``."""

    prefix: str = ""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the whole address."""
        del iris
        return ox.NamedNode(f"{self.prefix}{value}")

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the address without the prefix."""
        del iris
        return term.value.removeprefix(self.prefix)


@dataclass(frozen=True, slots=True)
class Record:
    """A record of another table, by its id."""

    table: str

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the record's IRI."""
        return ox.NamedNode(iris.record(self.table, str(value)))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the id, or ``None`` for a record of another table."""
        return iris.record_id(self.table, term.value) or None


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a shared scheme, by its notation."""

    scheme: str

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the concept's IRI."""
        del iris
        return ox.NamedNode(ontology.scheme(self.scheme)[str(value)].iri)

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the notation."""
        del iris
        return ontology.notation(term.value)


class ActorRole:
    """An actor role: of the shared scheme if that has it, else the study's own."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the role's IRI."""
        shared = ontology.scheme("role").get(str(value))
        return ox.NamedNode(shared.iri if shared else iris.record("roles", str(value)))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the role's id."""
        return iris.record_id("roles", term.value) or ontology.notation(term.value)


@dataclass(frozen=True, slots=True)
class Class:
    """A subclass of the record's class, by a word of the study folder."""

    classes: Mapping[str, str]

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the class."""
        del iris
        return ox.NamedNode(self.classes[str(value)])

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the word, or ``None`` for the record's general class."""
        del iris
        return next((word for word, iri in self.classes.items() if str(iri) == term.value), None)


class AnyRecord:
    """A record of any table, as ``table/id``, or the ``study`` itself."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return the record's IRI."""
        return ox.NamedNode(iris.referred(str(value)))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return the reference, or ``None`` for what is no record of this study."""
        return iris.reference(term.value) or None


class Moment:
    """A point in time."""

    def write(self, value: Value, iris: StudyIris) -> Term:
        """Return an ``xsd:dateTime``."""
        del iris
        return ox.Literal(str(value), datatype=ox.NamedNode(str(XSD.dateTime)))

    def read(self, term: Term, iris: StudyIris) -> Value | None:
        """Return it as it's written."""
        del iris
        return term.value


Box = tuple[int | None, ...]
"""A region's ``page``, ``x1``, ``y1``, ``x2``, ``y2``, ``begin`` and ``end``."""
_FRAGMENT = re.compile(
    r"(?:page=(-?\d+))?&?(?:(?:viewrect|xywh)=(-?\d+),(-?\d+),(-?\d+),(-?\d+))?"
    r"&?(?:t=(\d+\.\d{3}),(\d+\.\d{3}))?"
)


def fragment(box: Box) -> str:
    """Return a region as a fragment of its source.

    Pictures and recordings as in Media Fragments URI 1.0 (``xywh`` in pixels, ``t`` in seconds), a
    PDF's as in RFC 8118 (``page`` and ``viewrect``). There an extent is negative if the program
    that made the region counts upwards.
    """
    page, left, top, right, bottom, begin, end = box
    parts = [] if page is None else [f"page={page}"]
    if left is not None and top is not None and right is not None and bottom is not None:
        name = "xywh" if page is None else "viewrect"
        parts.append(f"{name}={left},{top},{right - left},{bottom - top}")
    if begin is not None and end is not None:
        parts.append(f"t={_seconds(begin)},{_seconds(end)}")
    return "&".join(parts)


def region_of(text: str) -> Box:
    """Return the region that ``fragment`` wrote."""
    found = _FRAGMENT.fullmatch(text)
    if found is None:
        return (None,) * 7
    page, left, top, wide, high = (
        None if part is None else int(part) for part in found.groups()[:5]
    )
    begin, end = (
        None if part is None else int(part.replace(".", "")) for part in found.groups()[5:]
    )
    if left is None or top is None or wide is None or high is None:
        return (page, None, None, None, None, begin, end)
    return (page, left, top, left + wide, top + high, begin, end)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03}"
