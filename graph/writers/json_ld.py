"""Quads as compacted JSON-LD 1.1, for graphs without blank nodes, by a context of short names.

The general compaction algorithm (https://www.w3.org/TR/json-ld11-api/#compaction-algorithm) needs
none of its lists, scopes and containers here: a property's short name is the context's term for
it, and a value is written plainly where the term's coercion gives back just that value, else in
full. (rdflib's serializer warns of its own use of old names at each call.)
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from graph.errors import InputError

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_STRING, _INTEGER, _LANGUAGE = (
    f"{_XSD}string",
    f"{_XSD}integer",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
)
_SAFE = 2**53
"""Whole numbers below this are the same to every JSON parser (RFC 8259, section 6)."""
_DIGITS = re.compile(r"(\d+)")

Json = str | int | dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Term:
    """A property's short name, and what its values are taken for: ``@id``, a datatype, nothing."""

    name: str
    coercion: str = ""
    language: str = ""


class Compactor:
    """Writes quads with the short names of a context."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        """``context`` is the content of ``@context``: prefixes and terms."""
        self._context = context
        self._prefixes = {
            name: entry
            for name, entry in context.items()
            if isinstance(entry, str) and entry.endswith(("#", "/")) and "://" in entry
        }
        self._terms: dict[str, _Term] = {}
        for name, entry in context.items():
            if not name.startswith("@") and name not in self._prefixes:
                iri, term = self._term(name, entry)
                self._terms.setdefault(iri, term)

    def document(self, quads: Iterable[ox.Quad]) -> dict[str, Any]:
        """Return the whole document, with a graph for each named graph.

        Raises ``InputError`` if an IRI would be read as one of the context's prefixes.
        """
        graphs: dict[str, dict[str, list[ox.Quad]]] = defaultdict(lambda: defaultdict(list))
        for quad in quads:
            graphs[_iri(quad.graph_name)][_iri(quad.subject)].append(quad)
        return {
            "@context": dict(self._context),
            "@graph": [
                {
                    "id": self._id(graph),
                    "@graph": [self._node(iri, nodes[iri]) for iri in sorted(nodes, key=_natural)],
                }
                for graph, nodes in sorted(graphs.items())
            ],
        }

    def flat(self, triples: Iterable[ox.Triple]) -> dict[str, Any]:
        """Return triples as a document of one graph, the subjects in their order.

        Raises ``InputError`` if an IRI would be read as one of the context's prefixes.
        """
        about: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in triples:
            about[_iri(triple.subject)].append(triple)
        nodes = [self._node(iri, stated) for iri, stated in about.items()]
        return {"@context": dict(self._context), "@graph": nodes}

    def _node(self, iri: str, about: Iterable[ox.Quad | ox.Triple]) -> dict[str, Any]:
        types: list[str] = []
        values: dict[str, list[tuple[str, Json]]] = defaultdict(list)
        for stated in about:
            if stated.predicate.value == _TYPE:
                types.append(self._class(_iri(stated.object)))
            else:
                term = self._terms.get(stated.predicate.value)
                name = term.name if term else self._id(stated.predicate.value)
                written = self._value(stated.object, term or _Term(name))
                values[name].append((str(stated.object), written))
        node: dict[str, Any] = {"id": self._id(iri)}
        if types:
            node["type"] = _one_or_all(sorted(types))
        for name in sorted(values):
            node[name] = _one_or_all([json for _, json in sorted(values[name], key=_by_text)])
        return node

    # ------------------------------------------------------------ values

    def _value(self, value: object, term: _Term) -> Json:
        if not isinstance(value, ox.Literal):
            named = self._id(_iri(value))
            return named if term.coercion == "@id" else {"id": named}
        datatype = value.datatype.value
        if datatype == _LANGUAGE:
            plain = value.language == term.language
            return value.value if plain else {"@value": value.value, "@language": value.language}
        number = _whole(value)
        if number is not None and term.coercion in {"", _INTEGER}:
            return number
        if datatype == term.coercion or (datatype == _STRING and term == _Term(term.name)):
            return value.value
        if datatype == _STRING:
            return {"@value": value.value}
        return {"@value": value.value, "@type": self._id(datatype)}

    # ------------------------------------------------------------ names

    def _term(self, name: str, entry: str | Mapping[str, str]) -> tuple[str, _Term]:
        if isinstance(entry, str):
            return self._expanded(entry), _Term(name)
        coercion = entry.get("@type", "")
        coerced = coercion if coercion.startswith("@") else self._expanded(coercion)
        return self._expanded(entry["@id"]), _Term(name, coerced, entry.get("@language", ""))

    def _expanded(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        return self._prefixes[prefix] + local if prefix in self._prefixes else name

    def _class(self, iri: str) -> str:
        term = self._terms.get(iri)
        return term.name if term else self._id(iri)

    def _id(self, iri: str) -> str:
        for prefix, start in self._prefixes.items():
            if iri.startswith(start) and not iri.startswith("//", len(start)):
                return f"{prefix}:{iri[len(start) :]}"
        scheme, _, rest = iri.partition(":")
        if scheme in self._prefixes and not rest.startswith("//"):
            raise InputError(
                f"{iri}: in JSON-LD {scheme}: is a prefix; build with another --base, or export "
                "as trig or n-quads"
            )
        return iri


def _whole(value: ox.Literal) -> int | None:
    if value.datatype.value != _INTEGER or not re.fullmatch(r"0|-?[1-9]\d{0,15}", value.value):
        return None
    number = int(value.value)
    return number if abs(number) < _SAFE else None


def _iri(node: object) -> str:
    if not isinstance(node, ox.NamedNode):
        raise TypeError(f"a study's graphs have no blank nodes, but this one has {node}")
    return node.value


def _natural(iri: str) -> list[tuple[int, str]]:
    """Return a key by which q10 comes after q9."""
    parts = _DIGITS.split(iri)
    return [(int(part) if part.isdecimal() else -1, part) for part in parts]


def _by_text(pair: tuple[str, Json]) -> str:
    return pair[0]


def _one_or_all(values: list[Any]) -> Any:  # noqa: ANN401 -- JSON
    return values[0] if len(values) == 1 else values
