"""Changes from outside: what is refused, what is rewritten, and that they are whole or nothing."""

import pyoxigraph as ox
import pytest

from graph.errors import NotFoundError, QueryError
from graph.service.changes import Document, GraphChange, Update, Verb, apply
from graph.service.guard import MAX_DEPTH
from graph.service.sparql import Graphs
from graph.service.update_text import MAX_OPERATIONS, MAX_UPDATE_BYTES, check_update

A, B = "http://e/a", "http://e/b"
NOWHERE = "<http://127.0.0.1:1/>"


@pytest.fixture
def little() -> ox.Store:
    """Return a database with one quad in each of two graphs, and one in none."""
    database = ox.Store()
    for graph in (ox.NamedNode(A), ox.NamedNode(B), ox.DefaultGraph()):
        node = ox.NamedNode("http://e/s")
        database.add(ox.Quad(node, ox.NamedNode("http://e/p"), ox.Literal(str(graph)), graph))
    return database


def _objects(database: ox.Store, graph: str = "") -> set[str]:
    source = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    found = database.quads_for_pattern(None, None, None, source)
    return {str(quad.object).strip('"') for quad in found}


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    "update",
    [
        f"LOAD {NOWHERE}",
        f"load silent {NOWHERE} into graph <http://e/g>",
        f"LOAD{NOWHERE}",
        f"CLEAR ALL;LOAD{NOWHERE}",
        f"CLEAR ALL; # LOAD\n LOAD\n{NOWHERE}",
        "PREFIX x:<http://e/> LOAD x:y",
        "PREFIX x:<http://e/> PREFIX y:<http://e/>LOADx:y",
        "PREFIX LOAD:<http://e/> LOAD LOAD:x",
        f"INSERT DATA {{ <http://e/s> <http://e/p> '}} ; LOAD' }} ; LOAD {NOWHERE}",
        f"INSERT DATA {{ <http://e/s> <http://e/p> '''a\\q'}} ; LOAD {NOWHERE} #''' }}",
        f"INSERT {{}} WHERE {{ SERVICE {NOWHERE} {{}} }}",
        f"PREFIX data:<http://e/> WITH data:x INSERT {{}} WHERE {{ SERVICE {NOWHERE} {{}} }}",
        f"PREFIX data:<http://e/> INSERT {{}} WHERE {{ FILTER EXISTS {{SERVICE{NOWHERE}{{}}}} }}",
        f"DELETE WHERE {{ ?s ?p ?o }} ; INSERT {{}} WHERE {{ {{ service {NOWHERE} {{}} }} }}",
    ],
)
def test_nothing_is_fetched(little: ox.Store, update: str) -> None:
    """LOAD and SERVICE are refused, however they are written, and nothing is changed."""
    before = set(little)
    with pytest.raises(QueryError, match=r"LOAD isn't allowed|SERVICE isn't allowed|isn't taken"):
        apply(little, Update(update))
    assert set(little) == before


@pytest.mark.parametrize(
    "update",
    [
        "PREFIX load:<http://e/> INSERT DATA { load:s load:p 'LOAD <http://e/>' }",
        "# LOAD <http://e/>\nINSERT DATA { <http://e/LOAD> <http://e/p> '''LOAD''' }",
        "PREFIX where:<http://e/> DELETE { ?s where:p ?o } WHERE { ?s where:p ?o }",
        "",
        "CLEAR ALL ;",
    ],
)
def test_the_words_alone_are_allowed(little: ox.Store, update: str) -> None:
    """The words may stand in strings, comments, IRIs and names; no operation is one too."""
    apply(little, Update(update))


def test_size_depth_and_number(little: ox.Store) -> None:
    """An update that is too long, too deep, or of too many operations is refused with numbers."""
    with pytest.raises(QueryError, match=f"at most {MAX_UPDATE_BYTES}"):
        check_update("#" * (MAX_UPDATE_BYTES + 1))
    with pytest.raises(QueryError, match=f"at most {MAX_DEPTH} are taken"):
        apply(little, Update("INSERT DATA { <urn:a> <urn:b> " + "(" * 5000 + ")" * 5000 + "}"))
    with pytest.raises(QueryError, match=f"at most {MAX_OPERATIONS}"):
        check_update("CLEAR ALL;" * (MAX_OPERATIONS + 1))
    with pytest.raises(QueryError, match="operators; at most"):
        apply(little, Update("INSERT {} WHERE { FILTER(" + "!" * 5000 + "true) }"))


def test_long_data_is_allowed(little: ox.Store) -> None:
    """Blocks of data are long, with signs and datatypes in each line, and are no expressions."""
    number = "'1'^^<http://www.w3.org/2001/XMLSchema#byte>"
    lines = "".join(f"<urn:s{i}> <urn:p> -{i}, {number} .\n" for i in range(5000))
    apply(little, Update(f"INSERT DATA {{ {lines} }}"))
    assert len(little) == 10_003


# ---------------------------------------------------------------- the protocol's graphs


def test_using_graph_uri(little: ox.Store) -> None:
    """2.2.3: using-graph-uri is what WHERE sees, using-named-graph-uri what GRAPH sees there."""
    update = "INSERT { <http://e/n> <http://e/q> ?o } WHERE { ?s <http://e/p> ?o }"
    apply(little, Update(update, Graphs((A,))))
    assert _objects(little) >= {f"<{A}>"}
    named = "INSERT { <http://e/n> <http://e/q> ?g } WHERE { GRAPH ?g { ?s <http://e/p> ?o } }"
    apply(little, Update(f"{named} ; DELETE WHERE {{ ?s <http://e/none> ?o }}", Graphs((), (B,))))
    assert f"<{B}>" in _objects(little)
    apply(little, Update("DELETE WHERE { GRAPH ?g { ?s ?p ?o } }", Graphs((), (B,))))
    assert (_objects(little, A), _objects(little, B)) == ({f"<{A}>"}, set())


@pytest.mark.parametrize(
    "clause",
    [
        f"WITH <{A}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        f"DELETE {{ ?s ?p ?o }} USING <{A}> WHERE {{ ?s ?p ?o }}",
        f"DELETE {{ ?s ?p ?o }} USING NAMED<{A}>WHERE {{ ?s ?p ?o }}",
    ],
)
def test_using_in_both_places(little: ox.Store, clause: str) -> None:
    """2.2.3: an update with USING or WITH whose request names graphs too is refused."""
    with pytest.raises(QueryError, match="has no place in an update whose request names"):
        apply(little, Update(clause, Graphs((A,))))


# ---------------------------------------------------------------- whole or not at all


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <urn:a> <urn:b> 1 } ; CREATE GRAPH <http://e/a>",
        "CLEAR ALL ; DROP GRAPH <urn:none>",
        "CLEAR ALL ; INSERT DATA {",
    ],
)
def test_an_update_that_fails_changes_nothing(little: ox.Store, update: str) -> None:
    """Update 2.2: the operations of a request are made all, or none."""
    before = set(little)
    with pytest.raises(QueryError):
        apply(little, Update(update))
    assert set(little) == before


def test_graph_changes(little: ox.Store) -> None:
    """Graph Store, 5.3 to 5.5: PUT replaces, POST adds, DELETE removes; a new graph is told."""
    one, two = (Document("text/turtle", f"<> <urn:p> {n} .".encode()) for n in (1, 2))
    assert apply(little, GraphChange(Verb.PUT, "urn:new", (one,), "urn:new"))
    assert not apply(little, GraphChange(Verb.POST, "urn:new", (two, two), "urn:new"))
    assert little.contains_named_graph(ox.NamedNode("urn:new"))
    assert len(_objects(little, "urn:new")) == 2
    assert not apply(little, GraphChange(Verb.PUT, A, (), A))
    assert _objects(little, A) == set()
    assert little.contains_named_graph(ox.NamedNode(A))
    assert not apply(little, GraphChange(Verb.DELETE, A))
    assert not little.contains_named_graph(ox.NamedNode(A))
    assert not apply(little, GraphChange(Verb.DELETE))
    assert _objects(little) == set()


def test_graph_changes_that_fail(little: ox.Store) -> None:
    """A document that is wrong, or names graphs itself, changes nothing; nor a missing graph."""
    before = set(little)
    broken = Document("text/turtle", b"<urn:a> <urn:b>")
    quads = Document("application/trig", b"<urn:g> { <urn:a> <urn:b> 1 }")
    for document in (broken, quads):
        with pytest.raises(QueryError, match=f"The body isn't {document.media_type}"):
            apply(little, GraphChange(Verb.PUT, A, (document,)))
    with pytest.raises(NotFoundError, match="no graph 'urn:none'"):
        apply(little, GraphChange(Verb.DELETE, "urn:none"))
    assert set(little) == before
