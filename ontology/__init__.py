"""The ontology as data: a thin loader of the Turtle files in this folder."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from rdflib import OWL, SH, SKOS, Graph, Literal, Namespace, URIRef

BASE = "https://w3id.org/themegraph/"
TG = Namespace(f"{BASE}ns#")
ONTOLOGY = URIRef(f"{BASE}ns")
ALIGNMENT = f"{BASE}alignment/"
"""What the IRIs of alignments begin with."""
SCHEMES = (
    "agent-kind",
    "decision",
    "direction",
    "gap-kind",
    "layout",
    "link-type",
    "medium",
    "method",
    "review-status",
    "role",
    "role-basis",
    "sector",
    "tie-status",
    "tie-type",
    "valence",
    "voice",
)
"""The SKOS schemes, by the last segment of their IRIs."""

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "tg": str(TG),
    "xsd": "http://www.w3.org/2001/XMLSchema#",
} | {name: f"{BASE}{name}#" for name in SCHEMES}
"""The prefixes that a query may use without declaring them."""

_FOLDER = files(__name__)
_TRUE = Literal(lexical_or_value=True)


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a SKOS scheme. ``broader`` and ``sector`` are notations, empty if none.

    ``symmetric`` and ``flows_to_source`` are of types of ties: whether they go both ways by their
    nature, whether what passes by them goes to the role at which they begin, and how they read
    from their other end. ``note`` is the scope note, empty if none.
    """

    iri: str
    notation: str
    label: str
    alternatives: tuple[str, ...]
    definition: str
    broader: str
    sector: str
    symmetric: bool
    flows_to_source: bool
    inverse: str
    note: str


def turtle_files() -> Iterator[Traversable]:
    """Yield the Turtle files of the core and then of the schemes, by name.

    What only checks, shows or aligns the ontology isn't part of it: shapes, examples, alignments.
    """
    yield _FOLDER / "themegraph.ttl"
    yield from _sorted(_FOLDER / "schemes", ".ttl")


@cache
def json_ld_context() -> Mapping[str, Any]:
    """Return the JSON-LD context: short names of all terms that a study's graph uses."""
    document: Mapping[str, Mapping[str, Any]] = json.loads(context())
    return document["@context"]


def rules() -> Iterator[str]:
    """Yield the CONSTRUCT queries that derive the shortcut properties, in order of file name."""
    return (file.read_text("utf-8") for file in _sorted(_FOLDER / "rules", ".rq"))


@cache
def graph() -> Graph:
    """Return the ontology and its schemes as one graph; callers must not change it."""
    merged = Graph()
    for file in turtle_files():
        merged.parse(data=file.read_text("utf-8"), format="turtle")
    return merged


@cache
def alignments() -> Mapping[str, Graph]:
    """Return the statements about each other vocabulary, by its short name."""
    found = _sorted(_FOLDER / "alignments", ".ttl")
    return {
        file.name.removesuffix(".ttl"): Graph().parse(data=file.read_text("utf-8"), format="turtle")
        for file in found
    }


SHAPES = {"shape": "shapes/data.ttl", "style": "shapes/ontology.ttl", "reused": "reused.ttl"}
"""What checks data and ontology, by the last segment of its IRI."""


@cache
def checks(name: str) -> Graph:
    """Return one of ``SHAPES``: shapes for data, shapes for the ontology, or what is reused."""
    text = _FOLDER.joinpath(*SHAPES[name].split("/")).read_text("utf-8")
    return Graph().parse(data=text, format="turtle")


@cache
def carried() -> Mapping[str, tuple[str, ...]]:
    """Return the properties that records of each class carry by the data shapes, as IRIs."""
    found: dict[str, set[str]] = {}
    data = checks("shape")
    for shape, target in data.subject_objects(SH.targetClass):
        for rule in data.objects(shape, SH.property):
            paths = [str(path) for path in data.objects(rule, SH.path) if isinstance(path, URIRef)]
            found.setdefault(str(target), set()).update(paths)
    return {target: tuple(sorted(paths)) for target, paths in found.items()}


def version() -> str:
    """Return the ontology's version, such as ``0.1.0``."""
    return str(graph().value(ONTOLOGY, OWL.versionInfo))


def context() -> str:
    """Return the JSON-LD context, as JSON."""
    return (_FOLDER / "context.jsonld").read_text("utf-8")


@cache
def scheme(name: str) -> Mapping[str, Concept]:
    """Return the concepts of a scheme (``role``, ``tie-type``, …) by notation.

    Raises ``KeyError`` if there is no such scheme.
    """
    found = [URIRef(str(s)) for s in graph().subjects(SKOS.inScheme, URIRef(BASE + name))]
    if not found:
        raise KeyError(name)
    concepts = (_concept(subject) for subject in found)
    return {concept.notation: concept for concept in sorted(concepts, key=lambda c: c.notation)}


def notation(iri: str) -> str:
    """Return the notation at the end of a concept's or ontology term's IRI."""
    return iri.rpartition("#")[2]


def _concept(subject: URIRef) -> Concept:
    data = graph()
    return Concept(
        iri=str(subject),
        notation=str(data.value(subject, SKOS.notation)),
        label=str(data.value(subject, SKOS.prefLabel)),
        alternatives=tuple(sorted(str(label) for label in data.objects(subject, SKOS.altLabel))),
        definition=str(data.value(subject, SKOS.definition)),
        broader=notation(str(data.value(subject, SKOS.broader) or "")),
        sector=notation(str(data.value(subject, TG.sector) or "")),
        symmetric=(subject, TG.symmetric, _TRUE) in data,
        flows_to_source=(subject, TG.flowsToSource, _TRUE) in data,
        inverse=str(data.value(subject, TG.inverseLabel) or ""),
        note=str(data.value(subject, SKOS.scopeNote) or ""),
    )


def _sorted(folder: Traversable, suffix: str) -> list[Traversable]:
    named = [file for file in folder.iterdir() if file.name.endswith(suffix)]
    return sorted(named, key=lambda file: file.name)
