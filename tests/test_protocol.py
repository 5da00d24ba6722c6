"""What a request asks for, clause by clause of the SPARQL 1.1 Protocol."""

from urllib.parse import urlencode

import pytest

from api.protocol import (
    FORM,
    MAX_PARAMETERS,
    QUERY,
    UPDATE,
    Asked,
    Describing,
    MediaTypeError,
    MethodError,
    ProtocolError,
    Updating,
    read_request,
)
from graph.service.sparql import Graphs

ASK = "ASK { ?s ?p 'é' }"
A, B = "http://example.org/a", "http://example.org/b"


def _encoded(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


# ---------------------------------------------------------------- 2.1 the query operation


def test_query_via_get() -> None:
    """2.1.1: a query comes percent-encoded in the address of a GET, and of a HEAD alike."""
    for method in ("GET", "HEAD"):
        asked = read_request(method, _encoded(("query", ASK)), accept="text/csv", base="http://e/")
        assert asked == Asked(ASK, Graphs((), ()), "text/csv", "http://e/")


def test_query_via_form() -> None:
    """2.1.2: a query comes in a form by POST."""
    asked = read_request(
        "POST", b"", _encoded(("query", ASK)), content_type=f"{FORM};charset=UTF-8"
    )
    assert asked == Asked(ASK, Graphs((), ()), "*/*", "")


def test_query_via_post_directly() -> None:
    """2.1.3: a query comes as the body of a POST."""
    asked = read_request("POST", b"", ASK.encode(), content_type=QUERY.upper())
    assert asked == Asked(ASK, Graphs((), ()), "*/*", "")


@pytest.mark.parametrize("how", ["GET", "form", "direct"])
def test_graphs_of_a_query(how: str) -> None:
    """2.1.4: default-graph-uri and named-graph-uri may be given any number of times."""
    graphs = [("default-graph-uri", A), ("default-graph-uri", B), ("named-graph-uri", B)]
    query = ("query", ASK)
    asked = {
        "GET": lambda: read_request("GET", _encoded(query, *graphs)),
        "form": lambda: read_request("POST", b"", _encoded(query, *graphs), content_type=FORM),
        "direct": lambda: read_request("POST", _encoded(*graphs), ASK.encode(), content_type=QUERY),
    }[how]()
    assert asked == Asked(ASK, Graphs((A, B), (B,)), "*/*", "")


def test_graphs_in_the_address_of_a_form() -> None:
    """A graph that stands in the address of a form counts, and isn't passed over silently."""
    asked = read_request(
        "POST", _encoded(("default-graph-uri", A)), _encoded(("query", ASK)), content_type=FORM
    )
    assert asked == Asked(ASK, Graphs((A,), ()), "*/*", "")


# ---------------------------------------------------------------- 2.2 the update operation


def test_update_via_form() -> None:
    """2.2.1: an update comes in a form by POST."""
    body = _encoded(("update", "CLEAR ALL"), ("using-graph-uri", A), ("using-named-graph-uri", B))
    updating = read_request("POST", b"", body, content_type=FORM, base="http://e/")
    assert updating == Updating("CLEAR ALL", Graphs((A,), (B,)), "http://e/")


def test_update_via_post_directly() -> None:
    """2.2.2 and 2.2.3: an update comes as the body of a POST, its graphs in the address."""
    updating = read_request(
        "POST", _encoded(("using-graph-uri", A)), b"CLEAR ALL", content_type=UPDATE
    )
    assert updating == Updating("CLEAR ALL", Graphs((A,), ()), "")


def test_a_get_without_query_asks_for_the_description() -> None:
    """Service Description, 2: a GET of the endpoint without parameters asks for its description."""
    assert read_request("GET", b"", accept="text/turtle") == Describing("text/turtle")


# ---------------------------------------------------------------- what is no request


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ([("query", "")], "There is no query"),
        ([("query", " \n")], "There is no query"),
        ([("query", ASK), ("query", ASK)], "'query' is given 2 times"),
        ([("update", "CLEAR ALL")], "by POST, never by GET"),
        ([("default-graph-uri", A)], "There is no query for default-graph-uri"),
        ([("query", ASK), ("using-graph-uri", A)], "for updates"),
        ([("query", ASK), ("default-graph-uri", "a")], "'a' is no absolute IRI"),
        ([("query", ASK), ("named-graph-uri", "http://e/<")], "is no absolute IRI"),
        ([("query", ASK), *[("x", "")] * MAX_PARAMETERS], f"more than {MAX_PARAMETERS}"),
    ],
)
def test_no_request_by_get(parameters: list[tuple[str, str]], says: str) -> None:
    """2.1 and 2.2: one query, by GET no update, graphs by absolute IRIs; else 400 says what."""
    with pytest.raises(ProtocolError, match=says) as refused:
        read_request("GET", _encoded(*parameters))
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (_encoded(("x", "y")), "There is no query"),
        (_encoded(("query", ASK), ("update", "CLEAR ALL")), "not both"),
        (_encoded(("update", "CLEAR ALL"), ("update", "CLEAR ALL")), "'update' is given 2 times"),
        (_encoded(("update", "CLEAR ALL"), ("default-graph-uri", A)), "for queries"),
        (b"query=%FF", "isn't percent-encoded UTF-8"),
        (b"query=\xff", "isn't percent-encoded UTF-8"),
    ],
)
def test_no_request_by_form(body: bytes, says: str) -> None:
    """2.1.2 and 2.2.1: a form has one query or one update with its own graphs, in UTF-8."""
    with pytest.raises(ProtocolError, match=says) as refused:
        read_request("POST", b"", body, content_type=FORM)
    assert refused.value.status == 400


def test_direct_bodies_are_alone() -> None:
    """2.1.3 and 2.2.2: with the operation in the body, none stands in the address."""
    for kind, name in ((QUERY, "query"), (UPDATE, "update")):
        with pytest.raises(ProtocolError, match="is the body already"):
            read_request("POST", _encoded((name, ASK)), ASK.encode(), content_type=kind)
        with pytest.raises(ProtocolError, match="isn't UTF-8 at byte 1"):
            read_request("POST", b"", b"#\xff", content_type=kind)


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("", ""),
        ("text/plain", ""),
        (f"{QUERY}; charset=UTF-16", ""),
        (f'{UPDATE}; charset="iso-8859-1"', ""),
        (QUERY, "gzip"),
    ],
)
def test_other_bodies(content_type: str, encoding: str) -> None:
    """2.1.3, 2.2.2: a body of another type, character set or encoding is answered with 415."""
    with pytest.raises(MediaTypeError) as refused:
        read_request("POST", b"", b"", content_type=content_type, content_encoding=encoding)
    assert refused.value.status == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods(method: str) -> None:
    """2.1, 2.2: methods other than GET, HEAD and POST are answered with 405 and those there are."""
    with pytest.raises(MethodError, match="GET, HEAD, POST, OPTIONS") as refused:
        read_request(method, _encoded(("query", ASK)))
    assert refused.value.status == 405
    assert refused.value.allowed == ("GET", "HEAD", "POST", "OPTIONS")
