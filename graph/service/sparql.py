"""SPARQL 1.1 queries from outside: guarded, run by the engine, serialised by the engine.

A query names its graphs itself, with FROM or in the protocol's parameters; one that names none
sees the union of all graphs (SPARQL 1.1 Protocol, clause 2.1.4 leaves this to the service).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import mimeparse
import pyoxigraph as ox

from graph.errors import QueryError
from graph.rdf.iris import SEARCH
from graph.search.functions import SearchFunctions
from graph.service.guard import Scan, look
from graph.service.limits import Limits
from graph.service.results import write_graph, write_rows
from graph.stores.embedded import Snapshot
from ontology import PREFIXES

_PREFIXES = PREFIXES | {"search": SEARCH}
_NAMES = re.compile("(" + "|".join(sorted(map(re.escape, _PREFIXES), reverse=True)) + "):")
RESULT_FORMATS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
"""The media types in which rows and truth values can be had; the first is the default."""

GRAPH_FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}
"""The media types in which graphs can be had; the first is the default."""


@dataclass(frozen=True, slots=True)
class Result:
    """A query's answer, serialised. ``media_type`` has no parameters.

    ``is_changing`` if the same query may answer otherwise over the same data, as with ``NOW()``.
    """

    body: bytes
    media_type: str
    is_changing: bool = False


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that a request names, as IRIs; they override the query's FROM."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


class NotAcceptableError(QueryError):
    """The formats asked for aren't among those that this kind of query can be answered in."""


def run(
    snapshot: Snapshot,
    query: str,
    *,
    accept: str = "*/*",
    graphs: Graphs | None = None,
    base: str = "",
    limits: Limits | None = None,
) -> Result:
    """Run a query and return its answer in the media type that fits ``accept`` best.

    ``accept`` is an HTTP Accept header (RFC 9110, clause 12.5.1). IRIs in the query are relative to
    ``base``. Without ``limits`` a result may have any size. Raises ``QueryError`` if the query is
    wrong, too large or not allowed here, ``NotAcceptableError`` if no media type fits,
    ``QueryLimitError`` if the result is too large.
    """
    scan = look(query)
    searching = SearchFunctions(snapshot)
    found = _query(snapshot, query, scan, graphs or Graphs(), base, searching)
    try:
        if isinstance(found, ox.QueryTriples):
            media_type = best_media_type(GRAPH_FORMATS, accept)
            body = write_graph(found, GRAPH_FORMATS[media_type], limits)
        else:
            media_type = best_media_type(RESULT_FORMATS, accept)
            body = write_rows(found, RESULT_FORMATS[media_type], limits)
        searching.raise_error()
        return Result(body, media_type, scan.is_changing)
    except RuntimeError as error:
        raise QueryError(f"The query can't be run: {error}") from error
    finally:
        del found  # results belong to this thread; a traceback would carry them off


def best_media_type(offered: Collection[str], accept: str) -> str:
    """Return the offered media type that fits an Accept header best, the first if all fit alike.

    Raises ``NotAcceptableError`` if none fits.
    """
    return _best(tuple(offered), accept)


@lru_cache(maxsize=256)
def _best(offered: tuple[str, ...], accept: str) -> str:
    try:
        best: str = mimeparse.best_match(offered[::-1], accept.lower() or "*/*")
    except mimeparse.MimeTypeParseException:
        best = ""
    if not best:
        raise NotAcceptableError(f"Nothing here fits {accept!r}; ask for {', '.join(offered)}.")
    return best


def _query(
    snapshot: Snapshot,
    query: str,
    scan: Scan,
    graphs: Graphs,
    base: str,
    searching: SearchFunctions,
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    try:
        default = [ox.NamedNode(iri) for iri in graphs.default]
        named = [ox.NamedNode(iri) for iri in graphs.named]
        if default or named:
            return snapshot.database.query(
                query,
                base_iri=base or None,
                prefixes=_prefixes(query),
                default_graph=[*default],
                named_graphs=[*named],
                custom_functions=searching.by_name(),
            )
        return snapshot.database.query(
            query,
            base_iri=base or None,
            prefixes=_prefixes(query),
            use_default_graph_as_union=not scan.names_graphs,
            custom_functions=searching.by_name(),
        )
    except SyntaxError as error:
        if _UPDATE.match(query):
            raise QueryError("This is an update; only queries are answered here.") from error
        raise QueryError(f"The query isn't SPARQL 1.1: {_brief(str(error))}") from error
    except (ValueError, RuntimeError) as error:  # such as an unknown function
        raise QueryError(f"The query can't be run: {error}") from error


def _prefixes(query: str) -> dict[str, str]:
    """Return the prefixes that a query may mean; the engine takes a while for each."""
    return {name: _PREFIXES[name] for name in _NAMES.findall(query)} if ":" in query else {}


def _brief(message: str) -> str:
    """Return the engine's message without its longer lists of what it expected."""
    place, _, expected = message.partition(": expected ")
    if "Prefix not found" in expected:
        return f"{place}: a prefix isn't declared"
    return message if len(expected) <= _BRIEF else f"{place}: it can't go on like this"


_BRIEF = 160
_UPDATE = re.compile(
    r"(\s|#[^\n]*\n|(PREFIX\s+\S*|BASE)\s*<[^>]*>)*+"
    r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
