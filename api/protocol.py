"""What a request to the SPARQL endpoint asks for: SPARQL 1.1 Protocol, sections 2.1 and 2.2.

Pure: from method, address, headers and body to a typed request, without web framework or store.
https://www.w3.org/TR/sparql11-protocol/
"""

from dataclasses import dataclass
from email.message import Message
from http import HTTPStatus
from urllib.parse import parse_qsl

import pyoxigraph as ox

from graph.errors import QueryError
from graph.service.sparql import Graphs

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
MAX_PARAMETERS = 1000
"""Most parameters of a request; each may name a graph."""

_QUERY_GRAPHS = ("default-graph-uri", "named-graph-uri")
_UPDATE_GRAPHS = ("using-graph-uri", "using-named-graph-uri")
Parameters = dict[str, list[str]]


class ProtocolError(QueryError):
    """A request isn't one of the protocol's."""

    status = HTTPStatus.BAD_REQUEST


class MethodError(ProtocolError):
    """The method isn't one for what the address stands for. ``allowed`` are those that are."""

    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, method: str, allowed: tuple[str, ...], why: str = "") -> None:
        """Say which methods there are, and why not this one."""
        self.allowed = allowed
        super().__init__(why or f"{method} isn't for this address; use {', '.join(allowed)}.")


class MediaTypeError(ProtocolError):
    """The body's media type, character set or encoding isn't one that is read here."""

    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE


class TooLargeError(ProtocolError):
    """The body is larger than what is taken."""

    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE


@dataclass(frozen=True, slots=True)
class Asked:
    """The query operation (2.1): a query over these graphs, the answer in what ``accept`` wants.

    ``base`` is what relative IRIs in the query are relative to: the endpoint's address.
    """

    query: str
    graphs: Graphs
    accept: str
    base: str


@dataclass(frozen=True, slots=True)
class Updating:
    """The update operation (2.2): ``using`` are the graphs that its WHERE clauses see."""

    update: str
    using: Graphs
    base: str


@dataclass(frozen=True, slots=True)
class Describing:
    """A GET without a query: the service's description (SPARQL 1.1 Service Description, 2)."""

    accept: str


def read_request(
    method: str,
    query_string: bytes,
    body: bytes = b"",
    *,
    content_type: str = "",
    content_encoding: str = "",
    accept: str = "*/*",
    base: str = "",
) -> Asked | Updating | Describing:
    """Return what is asked for. OPTIONS is answered before, for it asks for nothing.

    ``base`` is the request's address without its query string. Raises ``ProtocolError``, whose
    ``status`` is the answer's, if the request isn't one of the protocol's.
    """
    given = parameters(query_string, "address")
    if method in {"GET", "HEAD"}:
        return _from_address(given, accept, base)
    if method != "POST":
        raise MethodError(method, METHODS)
    kind = media_type(content_type, content_encoding)
    if kind == QUERY:
        _refuse_parameter(given, "query", "the query is the body already")
        return _asked(_text(body, kind), given, accept, base)
    if kind == UPDATE:
        _refuse_parameter(given, "update", "the update is the body already")
        return _updating(_text(body, kind), given, base)
    if kind == FORM:
        return _from_form(_merged(given, parameters(body, "form")), accept, base)
    raise MediaTypeError(
        f"A POST brings {QUERY}, {UPDATE} or {FORM}, not {kind or 'an unnamed type'}."
    )


def media_type(content_type: str, content_encoding: str = "") -> str:
    """Return a body's media type in lower case, without parameters.

    Raises ``MediaTypeError`` if the body is in a character set other than UTF-8, or compressed.
    """
    message = Message()
    message["content-type"] = content_type
    charset = str(message.get_param("charset", "utf-8"))
    if charset.lower() not in {"utf-8", "utf8", "us-ascii"}:
        raise MediaTypeError(f"The body must be UTF-8, not {charset}.")
    if content_encoding.lower() not in {"", "identity"}:
        raise MediaTypeError(f"The body must not be encoded as {content_encoding!r}.")
    return content_type.partition(";")[0].strip().lower()


def _from_address(parameters: Parameters, accept: str, base: str) -> Asked | Describing:
    if "update" in parameters:
        raise ProtocolError("An update comes by POST, never by GET (SPARQL 1.1 Protocol, 2.2).")
    if "query" in parameters:
        return _asked(_only(parameters, "query"), parameters, accept, base)
    graphs = [name for name in (*_QUERY_GRAPHS, *_UPDATE_GRAPHS) if name in parameters]
    if graphs:
        raise ProtocolError(
            f"There is no query for {graphs[0]}; give one as the parameter 'query'."
        )
    return Describing(accept)


def _from_form(parameters: Parameters, accept: str, base: str) -> Asked | Updating:
    if "query" in parameters and "update" in parameters:
        raise ProtocolError("A request has a query or an update, not both.")
    if "update" in parameters:
        return _updating(_only(parameters, "update"), parameters, base)
    if "query" in parameters:
        return _asked(_only(parameters, "query"), parameters, accept, base)
    raise ProtocolError("There is no query; give one as the parameter 'query' or 'update'.")


def _asked(query: str, parameters: Parameters, accept: str, base: str) -> Asked:
    for name in _UPDATE_GRAPHS:
        _refuse_parameter(parameters, name, "that is for updates; a query has default-graph-uri")
    if not query.strip():
        raise ProtocolError("There is no query; give one as the parameter 'query'.")
    return Asked(query, _graphs(parameters, _QUERY_GRAPHS), accept or "*/*", base)


def _updating(update: str, parameters: Parameters, base: str) -> Updating:
    for name in _QUERY_GRAPHS:
        _refuse_parameter(parameters, name, "that is for queries; an update has using-graph-uri")
    return Updating(update, _graphs(parameters, _UPDATE_GRAPHS), base)


def _graphs(parameters: Parameters, names: tuple[str, str]) -> Graphs:
    default, named = (_iris(parameters, name) for name in names)
    return Graphs(default, named)


def _iris(parameters: Parameters, name: str) -> tuple[str, ...]:
    return tuple(graph_iri(iri, name) for iri in parameters.get(name, ()))


def graph_iri(iri: str, parameter: str) -> str:
    """Return an absolute IRI as it came. Raises ``ProtocolError`` if it's none."""
    try:
        return ox.NamedNode(iri).value
    except ValueError as error:
        raise ProtocolError(f"{parameter}: {iri!r} is no absolute IRI ({error}).") from error


def _only(parameters: Parameters, name: str) -> str:
    values = parameters[name]
    if len(values) > 1:
        raise ProtocolError(f"{name!r} is given {len(values)} times; a request has one.")
    return values[0]


def _refuse_parameter(parameters: Parameters, name: str, why: str) -> None:
    if name in parameters:
        raise ProtocolError(f"{name!r} has no place in this request: {why}.")


def _merged(first: Parameters, second: Parameters) -> Parameters:
    """Return the parameters of both: one that stands in a form's address is never lost silently."""
    return {name: first.get(name, []) + second.get(name, []) for name in (*first, *second)}


def parameters(encoded: bytes, place: str) -> Parameters:
    """Return the values by name of an address's query or a form; ``place`` is which for errors.

    Raises ``ProtocolError`` if they aren't UTF-8, or too many.
    """
    found: Parameters = {}
    for name, value in _pairs(encoded, place):
        found.setdefault(name, []).append(value)
    return found


def _pairs(encoded: bytes, place: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            encoded.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_PARAMETERS,
        )
    except UnicodeDecodeError as error:
        raise ProtocolError(f"The {place} isn't percent-encoded UTF-8 ({error}).") from error
    except ValueError:
        raise ProtocolError(f"The {place} has more than {MAX_PARAMETERS} parameters.") from None


def _text(body: bytes, kind: str) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(f"The body ({kind}) isn't UTF-8 at byte {error.start}.") from error
