"""SPARQL 1.1 queries from outside: guarded, run by the engine, serialised by the engine.

A query names its graphs itself, with FROM or in the protocol's parameters; one that names none
sees the union of all graphs (SPARQL 1.1 Protocol, clause 2.1.4 leaves this to the service).
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import mimeparse
import pyoxigraph as ox

from graph.errors import QueryError
from graph.iris import SEARCH
from graph.search.functions import SearchFunctions
from graph.store import Snapshot
from ontology import PREFIXES

_PREFIXES = PREFIXES | {"search": SEARCH}

MAX_BYTES = 64 * 1024
"""Longest query. Much longer ones can end the process inside the engine."""
MAX_DEPTH = 100
"""Deepest nesting of brackets that is passed on to the engine."""
MAX_OPERATORS = 1000
"""Most operators of paths, expressions and patterns. The engine goes one deeper for each of them;
some thousands end the process."""

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

_TOKEN = re.compile(
    r"""
      \#[^\r\n]*+                                                  # comment
    | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> )
    | (?P<long> "{3}(?:"{0,2}+(?:[^"\\]|\\.))*+(?:"{3}|"{0,2}+\\?+\Z) # long strings
              | '{3}(?:'{0,2}+(?:[^'\\]|\\.))*+(?:'{3}|'{0,2}+\\?+\Z) )
    | "(?:[^"\\\r\n]|\\.)*+"? | '(?:[^'\\\r\n]|\\.)*+'?           # strings
    | [?$][\w\x80-\U0010FFFF]++                                  # variable
    | (?=[\w.\-:\x80-\U0010FFFF]) (?P<word> [\w.\-\x80-\U0010FFFF]*+ )
      (?P<name> : (?:(?:[\w:%\x80-\U0010FFFF]|\\.)(?:[\w\-:%\x80-\U0010FFFF]|\\.)*+)?+ )?+
    | [({\[](?P<deeper>) | [)}\]](?P<higher>) | [/|^!&*+=<>](?P<sign>)
    | \\?.                                                        # anything else
    """,
    re.VERBOSE | re.DOTALL,
)
"""Just enough of SPARQL's grammar (clause 19.8) to tell keywords from names, strings and comments.

Possessive throughout, and strings end at the end of the text if nowhere else: linear in time.
A ``word`` is keywords, numbers, dots and dashes, or with a ``name`` the prefix of that. A name
ends before a dot here, for the engine doesn't always read on (``x:a.1.SERVICE<…>``).
"""

_OPERATORS = re.compile("-|AS|BIND|EXISTS|FILTER|GRAPH|MINUS|OPTIONAL|SELECT|UNION|VALUES")


@dataclass(frozen=True, slots=True)
class Result:
    """A query's answer, serialised. ``media_type`` has no parameters."""

    body: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Graphs:
    """The graphs that a request names, as IRIs; they override the query's FROM."""

    default: Sequence[str] = ()
    named: Sequence[str] = ()


class NotAcceptableError(QueryError):
    """The formats asked for aren't among those that this kind of query can be answered in."""


def run(
    snapshot: Snapshot, query: str, *, accept: str = "*/*", graphs: Graphs | None = None
) -> Result:
    """Run a query and return its answer in the media type that fits ``accept`` best.

    ``accept`` is an HTTP Accept header (RFC 9110, clause 12.5.1). Raises ``QueryError`` if the
    query is wrong, too large or not allowed here, ``NotAcceptableError`` if no media type fits.
    """
    searching = SearchFunctions(snapshot)
    found = _query(snapshot, query, check(query), graphs or Graphs(), searching)
    try:
        if isinstance(found, ox.QueryTriples):
            media_type = best_media_type(GRAPH_FORMATS, accept)
            body = found.serialize(format=GRAPH_FORMATS[media_type])
        else:
            media_type = best_media_type(RESULT_FORMATS, accept)
            body = found.serialize(format=RESULT_FORMATS[media_type])
        searching.raise_error()
        return Result(body or b"", media_type)
    except RuntimeError as error:
        raise QueryError(f"The query can't be run: {error}") from error
    finally:
        del found  # results belong to this thread; a traceback would carry them off


def best_media_type(offered: Collection[str], accept: str) -> str:
    """Return the offered media type that fits an Accept header best, the first if all fit alike.

    Raises ``NotAcceptableError`` if none fits.
    """
    try:
        best: str = mimeparse.best_match(list(offered)[::-1], accept.lower() or "*/*")
    except mimeparse.MimeTypeParseException:
        best = ""
    if not best:
        raise NotAcceptableError(f"Nothing here fits {accept!r}; ask for {', '.join(offered)}.")
    return best


@dataclass(frozen=True, slots=True)
class Scan:
    """What a look at a query's tokens shows."""

    names_graphs: bool
    depth: int
    operators: int


def check(query: str) -> Scan:
    """Refuse a query that could hurt: too large, nested too deeply, or calling other servers.

    Raises ``QueryError``. What isn't SPARQL passes; the engine says what is wrong with it.
    """
    if not query.strip():
        raise QueryError("The query is empty.")
    size = len(query.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise QueryError(f"The query is {size} bytes long; at most {MAX_BYTES} are taken.")
    scan = _scan(query)
    if scan.depth > MAX_DEPTH:
        raise QueryError(f"The query nests {scan.depth} brackets; at most {MAX_DEPTH} are taken.")
    if scan.operators > MAX_OPERATORS:
        raise QueryError(
            f"The query has {scan.operators} operators; at most {MAX_OPERATORS} are taken."
        )
    return scan


def _scan(query: str) -> Scan:
    depth = deepest = operators = 0
    names_graphs = False
    for token in _TOKEN.finditer(query):
        word = token["word"].upper() if token["word"] else ""
        _refuse(query, token, word)
        if not token["name"]:
            names_graphs |= word.startswith("FROM")
            operators += len(_OPERATORS.findall(word))
        operators += token["sign"] is not None
        depth += (token["deeper"] is not None) - (token["higher"] is not None)
        deepest = max(deepest, depth)
    return Scan(names_graphs, deepest, operators)


def _refuse(query: str, token: re.Match[str], word: str) -> None:
    """Refuse a token that is, or that the engine could read as, what isn't allowed.

    The engine needs no space around a keyword (``1SERVICE<…>``, ``SERVICE:x``), so keywords are
    looked for within words and before colons too. It tries another reading where one fails.
    """
    if "SERVICE" in word or _may_be_less_than(token["iri"]) or _may_be_short(token["long"]):
        reason = "SERVICE isn't allowed, for queries here never call other servers; "
        reason += "a prefix must not be called so either"
    elif token["name"] and word.startswith("FROM"):
        reason = "write a space after FROM, or rename the prefix"
    else:
        return
    raise _refusal(query, token.start(), reason)


def _may_be_short(string: str | None) -> bool:
    """Say whether SERVICE hides in what looks like a long string, as in ``'''a'} SERVICE``.

    The engine reads ``''`` and ``'a'`` if the long string isn't closed or has a wrong escape.
    """
    return string is not None and string[0] in string[3:-3] and "SERVICE" in string.upper()


def _may_be_less_than(iri: str | None) -> bool:
    """Say whether SERVICE hides in what looks like an IRI, as in ``FILTER(1<2)SERVICE#>``."""
    _, _, after = (iri or "").upper().partition(")")
    return "#" in after.partition("SERVICE")[2]


def _refusal(query: str, position: int, reason: str) -> QueryError:
    line = query.count("\n", 0, position) + 1
    return QueryError(f"Line {line}: {reason}.")


def _query(
    snapshot: Snapshot, query: str, scan: Scan, graphs: Graphs, searching: SearchFunctions
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    try:
        default = [ox.NamedNode(iri) for iri in graphs.default]
        named = [ox.NamedNode(iri) for iri in graphs.named]
        if default or named:
            return snapshot.database.query(
                query,
                prefixes=_PREFIXES,
                default_graph=[*default],
                named_graphs=[*named],
                custom_functions=searching.by_name(),
            )
        return snapshot.database.query(
            query,
            prefixes=_PREFIXES,
            use_default_graph_as_union=not scan.names_graphs,
            custom_functions=searching.by_name(),
        )
    except SyntaxError as error:
        if _UPDATE.match(query):
            raise QueryError("This is an update; only queries are answered here.") from error
        raise QueryError(f"The query isn't SPARQL 1.1: {_brief(str(error))}") from error
    except (ValueError, RuntimeError) as error:  # such as an unknown function
        raise QueryError(f"The query can't be run: {error}") from error


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
