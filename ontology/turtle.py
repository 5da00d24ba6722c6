"""One way to write Turtle, so that a difference between two files is a difference in meaning.

Prefixes that are used, sorted; ontologies and schemes first, then subjects by IRI; ``a`` first,
then predicates and objects by their text; blank nodes where they are referred to. Comments don't
survive: what they'd say belongs in the data, as a scope note or an editorial note.
"""

import re
from collections.abc import Iterable, Iterator

from rdflib import OWL, RDF, SKOS, XSD, BNode, Graph, IdentifiedNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology import BASE, PREFIXES

NAMESPACES = PREFIXES | {
    "cito": "http://purl.org/spar/cito/",
    "disco": "http://rdf-vocabulary.ddialliance.org/discovery#",
    "qualico": "http://www.semanticweb.org/hocker/ontologies/2021/6/QualiCO#",
    "rule": f"{BASE}rule#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "shape": f"{BASE}shape#",
    "vann": "http://purl.org/vocab/vann/",
}
"""Every prefix that a file of this folder may use."""

_INDENT = "    "
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_BARE = {XSD.integer: re.compile(r"[+-]?\d+"), XSD.boolean: re.compile("true|false")}
_FIRST = frozenset({OWL.Ontology, SKOS.ConceptScheme})
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\r": "\\r"}


def normal(text: str) -> str:
    """Return a Turtle document in its one normal form."""
    return serialize(Graph().parse(data=text, format="turtle"))


def serialize(graph: Graph) -> str:
    """Return a graph as normal Turtle.

    Raises ``ValueError`` if a blank node is referred to twice: it would have no one place.
    """
    writer = _Writer(graph)
    blocks = [writer.block(subject) for subject in writer.subjects()]
    prefixes = sorted(f"@prefix {name}: <{NAMESPACES[name]}> ." for name in writer.used)
    return "\n".join(prefixes) + "\n\n" + "\n\n".join(blocks) + "\n"


class _Writer:
    """The parts of a document as text, and the prefixes that they used."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.used: set[str] = set()

    def subjects(self) -> Iterator[Node]:
        """Yield what has a block of its own: IRIs, and blank nodes that nothing refers to."""
        subjects = set(self.graph.subjects())
        for node in subjects:
            if isinstance(node, BNode) and len(list(self.graph.subject_predicates(node))) > 1:
                raise ValueError("a blank node is referred to twice: give it an IRI")
        own = (s for s in subjects if not isinstance(s, BNode) or (None, None, s) not in self.graph)
        return iter(sorted(own, key=self._rank))

    def block(self, subject: Node) -> str:
        """Return all that is said of a subject."""
        name = "[]" if isinstance(subject, BNode) else self._node(subject, 0)
        return f"{name} {self._properties(subject, 1)} ."

    def _rank(self, subject: Node) -> tuple[bool, bool, str]:
        heads = not _FIRST.isdisjoint(self.graph.objects(subject, RDF.type))
        blank = isinstance(subject, BNode)
        return not heads, blank, self._properties(subject, 1) if blank else str(subject)

    def _properties(self, subject: Node, depth: int) -> str:
        predicates = set(self.graph.predicates(subject))
        named = sorted((p != RDF.type, self._predicate(p), p) for p in predicates)
        objects = {p: self.graph.objects(subject, p) for p in predicates}
        lines = (f"{name} {self._objects(objects[p], depth)}" for _, name, p in named)
        return f" ;\n{_INDENT * depth}".join(lines)

    def _objects(self, objects: Iterable[Node], depth: int) -> str:
        texts = sorted(self._node(node, depth) for node in objects)
        return f",\n{_INDENT * (depth + 1)}".join(texts)

    def _predicate(self, node: Node) -> str:
        return "a" if node == RDF.type else self._node(node, 0)

    def _node(self, node: Node, depth: int) -> str:
        if isinstance(node, URIRef):
            return self._iri(node)
        if isinstance(node, Literal):
            return self._literal(node)
        if node == RDF.nil or (node, RDF.first, None) in self.graph:
            return self._list(node, depth)
        inside = self._properties(node, depth + 1)
        return f"[\n{_INDENT * (depth + 1)}{inside}\n{_INDENT * depth}]"

    def _list(self, node: Node, depth: int) -> str:
        if not isinstance(node, IdentifiedNode):
            raise TypeError(f"{node} can't be a list")
        members = [self._node(member, depth) for member in Collection(self.graph, node)]
        return f"( {' '.join(members)} )"

    def _iri(self, iri: URIRef) -> str:
        for name, namespace in NAMESPACES.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri[len(namespace) :]):
                self.used.add(name)
                return f"{name}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def _literal(self, literal: Literal) -> str:
        text, datatype = str(literal), literal.datatype
        if datatype in _BARE and _BARE[datatype].fullmatch(text):
            return text
        quoted = _quoted(text)
        if literal.language:
            return f"{quoted}@{literal.language}"
        return f"{quoted}^^{self._iri(datatype)}" if datatype not in {None, XSD.string} else quoted


def _quoted(text: str) -> str:
    escaped = "".join(_ESCAPES.get(char, char) for char in text)
    return f'"""{escaped}"""' if "\n" in escaped else f'"{escaped}"'
