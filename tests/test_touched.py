"""Which graphs a change can touch: all that it does change are among them."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.service.changes import Change, Document, GraphChange, Update, Verb, apply
from graph.service.sparql import Graphs
from graph.stores.touched import touched

A, B, C = "urn:x:a", "urn:x:b", "urn:x:c"


def _database() -> ox.Store:
    database = ox.Store()
    for graph in (A, B):
        database.add(_quad("s", f"of {graph}", graph))
    return database


def _quad(subject: str, text: str, graph: str) -> ox.Quad:
    node = ox.NamedNode(f"urn:x:{subject}")
    return ox.Quad(node, ox.NamedNode("urn:x:p"), ox.Literal(text), ox.NamedNode(graph))


def _held(database: ox.Store) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for quad in database:
        if isinstance(quad.graph_name, ox.NamedNode):
            held.setdefault(quad.graph_name.value, set()).add(str(quad.triple))
    return held


def _changed(change: Change) -> set[str]:
    database = _database()
    before = _held(database)
    apply(database, change)
    after = _held(database)
    return {graph for graph in {*before, *after} if before.get(graph) != after.get(graph)}


PLAIN = {
    f"INSERT DATA {{ GRAPH <{A}> {{ <urn:x:s> a tg:Tie ; <urn:x:p> 1.5e3, true. }} }}": {A},
    f"INSERT DATA {{ GRAPH <{A}> {{ <urn:x:s> <urn:x:p> 'GRAPH <{B}>'@en-GB }} }}": {A},
    f"INSERT DATA {{ # GRAPH <{B}> {{\n GRAPH <{A}> {{ <urn:x:s> <urn:x:p> 2 }} }}": {A},
    "PREFIX x: <urn:x:> INSERT DATA { GRAPH x:a { x:s x:p x:o } }": {A},
    "prefix : <urn:x:> insert data { graph:a { :s :p :o } }": None,
    "prefix : <urn:x:> insert data { graph :a { :s :p :o } }": {A},
    "PREFIX x: <urn:x:> INSERT DATA { GRAPH x:a.b { x:s x:p x:o } }": None,
    "PREFIX x: <urn:x:> INSERT DATA { GRAPH x:a\\-b { x:s x:p x:o } }": None,
    "BASE <urn:x:> INSERT DATA { GRAPH <a> { <b> <c> <d> } }": None,
    f"WITH <{A}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 2 }} WHERE {{ ?s ?p ?o }}": {A},
    f"INSERT {{ GRAPH <{C}> {{ ?s ?p ?o }} }} WHERE {{ GRAPH <{A}> {{ ?s ?p ?o }} }}": {C},
    f"INSERT {{ GRAPH <{C}> {{ ?s ?p ?o }} }} USING <{A}> WHERE {{ ?s ?p ?o }}": {A, C},
    f"DELETE WHERE {{ GRAPH <{B}> {{ ?s ?p ?o }} }}": {B},
    "DELETE WHERE { GRAPH ?g { ?s <urn:x:p> ?o } }": {A, B},
    f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} INSERT {{ GRAPH ?g {{ ?s ?p 2 }} }} "
    f"WHERE {{ GRAPH ?g {{ ?s ?p ?o FILTER(?o = 'of {B}') }} }}": {B},
    "INSERT { GRAPH ?g { ?s ?p 2 } } WHERE { GRAPH ?f { ?s ?p ?o } BIND(IRI(CONCAT('urn:x:', "
    "IF(RAND() < 2, 'a', 'b'))) AS ?g) }": None,
    f"INSERT {{ GRAPH ?g {{ ?s a 2 }} }} USING NAMED <{A}> WHERE {{ GRAPH ?g {{ ?s a 1 }} }}": None,
    f"DELETE WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} ; INSERT DATA {{ GRAPH <{C}> {{ <urn:s> a 1 }} }}":
    None,
    f"INSERT DATA {{ GRAPH <{A}> {{ <urn:x:s> a 1 }} }} ; DROP GRAPH <{B}> ;": {A, B},
    f"DROP SILENT GRAPH <{A}>": {A},
    f"CLEAR GRAPH <{A}>": {A},
    f"COPY <{A}> TO <{B}>": {A, B},
    f"MOVE SILENT GRAPH <{A}> TO GRAPH <{C}>": {A, C},
    f"ADD DEFAULT TO <{B}>": {B},
    f"CREATE GRAPH <{C}>": {C},
    "CLEAR DEFAULT": set(),
    "INSERT DATA { <urn:x:s> <urn:x:p> <urn:x:o> }": set(),
    "CLEAR ALL": None,
    "DROP NAMED": None,
    "INSERT DATA { GRAPH <urn:x\\u003Aa> { <urn:x:s> a 1 } }": None,
    "": set(),
}  # fmt: skip
"""Updates, and the graphs that they are said to touch."""


@pytest.mark.parametrize("text", PLAIN)
def test_what_an_update_says(text: str) -> None:
    """Graphs are told by name, prefix, WITH and what WHERE binds; what is unclear is any graph."""
    expected = PLAIN[text]
    found = touched(_database(), Update(text))
    assert found == (None if expected is None else frozenset(expected))


@pytest.mark.parametrize("text", [text for text, graphs in PLAIN.items() if graphs is not None])
def test_what_changes_is_among_them(text: str) -> None:
    """No update changes a graph that it isn't said to touch."""
    assert _changed(Update(text)) <= (PLAIN[text] or set())


def test_a_graph_that_is_put() -> None:
    """A graph by the Graph Store Protocol touches itself; the default graph has no name."""
    document = Document("text/turtle", b"<urn:x:s> a <urn:x:o> .")
    for verb in Verb:
        assert touched(_database(), GraphChange(verb, A, (document,))) == frozenset({A})
    assert touched(_database(), GraphChange(Verb.POST, "", (document,))) == frozenset()


def test_graphs_of_the_request_narrow_no_variables() -> None:
    """With graphs named by the request, what a variable stands for isn't looked up."""
    text = "DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert touched(_database(), Update(text, Graphs((), (A,)))) is None
    assert touched(_database(), Update(text)) == frozenset({A, B})


def test_what_is_refused_touches_anything() -> None:
    """Of an update that is refused, or isn't SPARQL, nothing is promised."""
    assert touched(_database(), Update("LOAD <urn:x:a>")) is None
    assert touched(_database(), Update("NO UPDATE { }")) is None


_GRAPHS = st.sampled_from([f"<{A}>", f"<{B}>", f"<{C}>", "?g", "x:a", "x:c"])
_SPACE = st.sampled_from([" ", "\n", " # GRAPH <urn:x:no>\n", ""])


@st.composite
def _updates(draw: st.DrawFn) -> str:
    """Return an update of a few operations in any spelling that the engine may take."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        one, other = draw(_GRAPHS), draw(_GRAPHS)
        space = draw(_SPACE)
        keyword = draw(st.sampled_from(["GRAPH", "graph", "Graph"]))
        triple = draw(st.sampled_from(["?s ?p ?o", "?s ?p 1.", "x:s x:p 'GRAPH'@en"]))
        here, there = (f"{keyword}{space}{graph}{space}{{{triple}}}" for graph in (one, other))
        where = f"{{ GRAPH ?g {{ ?s ?p ?o }} {draw(st.sampled_from(['', there]))} }}"
        parts.append(
            draw(
                st.sampled_from(
                    [
                        f"INSERT{space}{{ {here} }} WHERE{space}{where}",
                        f"DELETE{{ {here} }} INSERT {{ {there} }} WHERE {where}",
                        f"DELETE {{ {here} }}WHERE{where}",
                        f"DELETE{space}WHERE {{ {here} }}",
                        f"INSERT DATA {{ {here} }}",
                        f"WITH {one} INSERT {{ ?s ?p 9 }} WHERE {{ ?s ?p ?o }}",
                        f"DROP{space}SILENT GRAPH {one}",
                        f"ADD SILENT {one}{space}TO {other}",
                        "CLEAR SILENT NAMED",
                    ]
                )
            )
        )
    return "PREFIX x: <urn:x:> " + " ; ".join(parts)


@settings(max_examples=300, deadline=None)
@given(_updates())
def test_random_updates(text: str) -> None:
    """Whatever an update changes, it was said to touch, or nothing was promised."""
    said = touched(_database(), Update(text))
    try:
        changed = _changed(Update(text))
    except QueryError:
        return
    assert said is None or changed <= said, text


def test_random_updates_are_mostly_clear() -> None:
    """The forms that people write are told, so that the property above says something."""
    clear = [text for text in _forms() if touched(_database(), Update(text)) is not None]
    assert len(clear) > len([*_forms()]) / 2


def _forms() -> Iterator[str]:
    for graph in (f"<{A}>", "x:a", "?g"):
        for form in (
            "INSERT {{ GRAPH {g} {{ ?s ?p 1 }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            "DELETE {{ GRAPH {g} {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }}",
            "DELETE WHERE {{ GRAPH {g} {{ ?s ?p ?o }} }}",
        ):
            yield "PREFIX x: <urn:x:> " + form.format(g=graph)
