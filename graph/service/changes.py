"""Changes from outside: SPARQL updates, and graphs put, added to and deleted by their names.

Each is made whole or not at all: SPARQL 1.1 Update, section 2.2, and SPARQL 1.1 Graph Store HTTP
Protocol, section 5.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

import pyoxigraph as ox

from graph.errors import NotFoundError, QueryError
from graph.service.sparql import GRAPH_FORMATS, Graphs
from graph.service.update_text import check_update, with_graphs
from ontology import PREFIXES

DEFAULT_GRAPH = ""
"""What names the default graph, which has no IRI."""


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL update. ``using`` are the graphs of its WHERE clauses; IRIs are relative to base."""

    text: str
    using: Graphs = field(default_factory=Graphs)
    base: str = ""


class Verb(StrEnum):
    """What is done to a graph: its content replaced, added to, or deleted with the graph."""

    PUT = "put"
    POST = "post"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Document:
    """RDF as it came, in a media type of ``GRAPH_FORMATS``."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class GraphChange:
    """A change of one graph by the documents' triples. Their IRIs are relative to ``base``."""

    verb: Verb
    graph: str = DEFAULT_GRAPH
    documents: tuple[Document, ...] = ()
    base: str = ""


Change = Update | GraphChange


def apply(database: ox.Store, change: Change) -> bool:
    """Make the change; return whether it made a graph that wasn't there.

    Raises ``QueryError`` if the update or a document is wrong or not allowed, ``NotFoundError`` if
    the graph to delete isn't there; nothing was changed then. After any other error the database
    is to be thrown away.
    """
    if isinstance(change, Update):
        _update(database, change)
        return False
    return _change_graph(database, change)


def _update(database: ox.Store, update: Update) -> None:
    check_update(update.text)
    text = with_graphs(update.text, update.using)
    try:
        database.update(text, base_iri=update.base or None, prefixes=PREFIXES)
    except SyntaxError as error:
        raise QueryError(f"The update isn't SPARQL 1.1: {error}") from error
    except (ValueError, RuntimeError) as error:  # such as CREATE of a graph that is there
        raise QueryError(f"The update can't be made: {error}") from error


def _change_graph(database: ox.Store, change: GraphChange) -> bool:
    graph = ox.NamedNode(change.graph) if change.graph else ox.DefaultGraph()
    quads = [quad for document in change.documents for quad in _quads(document, graph, change.base)]
    is_new = not isinstance(graph, ox.DefaultGraph) and not database.contains_named_graph(graph)
    if change.verb is Verb.DELETE and is_new:
        raise NotFoundError(f"There is no graph {change.graph!r}.")
    if change.verb is not Verb.POST:
        database.remove_graph(graph)
    if change.verb is not Verb.DELETE:
        if isinstance(graph, ox.NamedNode):
            database.add_graph(graph)  # an empty graph is one too
        database.extend(quads)
    return is_new


def _quads(
    document: Document, graph: ox.NamedNode | ox.DefaultGraph, base: str
) -> Iterable[ox.Quad]:
    try:
        parsed = ox.parse(
            document.content,
            format=GRAPH_FORMATS[document.media_type],
            base_iri=base or None,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        return [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"The body isn't {document.media_type}: {error}") from error
