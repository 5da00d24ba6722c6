"""SPARQL from outside: what is refused, what isn't, and in which form answers come."""

import json
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.rdf.iris import ONTOLOGY_GRAPH, study_iris
from graph.service.guard import MAX_BYTES, MAX_DEPTH, MAX_JOINS, MAX_OPERATORS, check
from graph.service.sparql import (
    GRAPH_FORMATS,
    RESULT_FORMATS,
    Graphs,
    NotAcceptableError,
    best_media_type,
    run,
)
from graph.stores.embedded import Snapshot

IRIS = study_iris("mending-mornings")
NOWHERE = "<http://127.0.0.1:1/>"


@pytest.fixture
def little() -> Snapshot:
    """Return a snapshot with one quad in each of two graphs."""
    database = ox.Store()
    for name in "ab":
        node = ox.NamedNode(f"http://e/{name}")
        database.add(ox.Quad(node, ox.NamedNode("http://e/p"), ox.Literal(name), node))
    return Snapshot("", database)


def _values(snapshot: Snapshot, query: str, graphs: Graphs | None = None) -> set[str]:
    rows = json.loads(run(snapshot, query, graphs=graphs).body)["results"]["bindings"]
    return {value["value"] for row in rows for value in row.values()}


# ---------------------------------------------------------------- calls to other servers


@pytest.mark.parametrize(
    "pattern",
    [
        f"SERVICE {NOWHERE} {{}}",
        f"service {NOWHERE} {{}}",
        f"SeRvIcE{NOWHERE}{{}}",
        f"SERVICE SILENT {NOWHERE} {{}}",
        f"SERVICE#c\n{NOWHERE} {{}}",
        f"SERVICE\r\n{NOWHERE} {{}}",
        "SERVICE ?g {}",
        "SERVICE:x {}",
        "SERVICE x:y {}",
        f"?s ?p 1SERVICE {NOWHERE} {{}}",
        f"?s ?p 1.5SERVICE {NOWHERE} {{}}",
        f"?s ?p 1e5SERVICE{NOWHERE}{{}}",
        f"?s ?p trueSERVICE{NOWHERE}{{}}",
        f"?s ?p 'a'SERVICE{NOWHERE}{{}}",
        f"?s ?p 'a'@en.SERVICE{NOWHERE}{{}}",
        f"?s ?p <http://e/#>SERVICE{NOWHERE}{{}}",
        f"?s ?p <http://e/\\u0041#> SERVICE {NOWHERE} {{}}",
        f"?s ?p x:.SERVICE{NOWHERE}{{}}",
        f"?s ?p :.SERVICE{NOWHERE}{{}}",
        f"?s ?p x:a.1.SERVICE{NOWHERE}{{}}",
        f"?s ?p x:a\\' SERVICE#'\n{NOWHERE}{{}}",
        f"?s ?p x:a.\\'SERVICE{NOWHERE}{{}}#'",
        f"?s ?p x:a·\\' SERVICE#'''\n{NOWHERE}{{}}",
        f"?s ?p _:b. SERVICE{NOWHERE}{{}}",
        f"FILTER(1<2)SERVICE#>\n{NOWHERE}{{}}",
        f"FILTER(?s<?p)service#>\n{NOWHERE}{{}}",
        f"VALUES ?x {{'''a'}} SERVICE {NOWHERE} {{}}",
        f'VALUES ?x {{"""a"}} SERVICE {NOWHERE} {{}}',
        f"VALUES ?x {{'''a'}}#\\.\nSERVICE#'''\n{NOWHERE}{{}}",
        f"{{ SELECT * {{ GRAPH ?g {{ SERVICE {NOWHERE} {{}} }} }} }}",
        f"OPTIONAL {{ SERVICE {NOWHERE} {{}} }}",
        f"FILTER EXISTS {{ SERVICE {NOWHERE} {{}} }}",
    ],
)
def test_other_servers_are_never_called(little: Snapshot, pattern: str) -> None:
    """A query that calls another server is refused, in every way that the engine would read it."""
    query = f"PREFIX x:<http://e/> PREFIX :<http://e/> SELECT * {{ {pattern} }}"
    with pytest.raises(QueryError, match="SERVICE isn't allowed"):
        run(little, query)


@pytest.mark.parametrize(
    "pattern",
    [
        "BIND('SERVICE <x> {}' AS ?x)",
        'BIND("a \\" SERVICE" AS ?x)',
        "BIND('''SERVICE\n\"SERVICE\" ''' AS ?x)",
        'BIND("""it\'s SERVICE""" AS ?x)',
        "# SERVICE <x> {}\n",
        "?s <http://e/service/> ?o",
        "?s <http://e/SERVICE#x> ?o",
        "?s <http://e/(x)/service> ?o",
        "?s ?service ?o",
        "?s $SERVICE ?o",
        "?s x:service ?o",
        "?s :SERVICE ?o",
        "?s x:my-service ?o",
        "FILTER(?s < ?o)",
    ],
)
def test_the_word_alone_is_allowed(little: Snapshot, pattern: str) -> None:
    """The word may stand in strings, comments, IRIs, variables and local names."""
    run(little, f"PREFIX x:<http://e/> PREFIX :<http://e/> SELECT * {{ {pattern} }}")


def test_a_refusal_names_the_line(little: Snapshot) -> None:
    """A refusal says on which line the word stands."""
    with pytest.raises(QueryError, match=r"^Line 3: SERVICE"):
        run(little, f"SELECT *\n{{\n  SERVICE {NOWHERE} {{}} }}")


@given(st.characters(exclude_categories=["Cs"]))
def test_the_guard_reads_iris_as_the_engine_does(char: str) -> None:
    """Whatever character the engine takes in an IRI, the guard takes too, up to its end."""
    query = f"SELECT * {{ ?s <http://e/{char}#> ?o . {{{{}}}} }}"
    try:
        ox.Store().query(query)
    except SyntaxError:
        return
    assert check(query).depth == 3


# ---------------------------------------------------------------- size


def test_the_longest_query(little: Snapshot) -> None:
    """A query of the greatest length is run, one byte more is refused with both numbers."""
    query = "SELECT * {}#"
    longest = query + "é" * ((MAX_BYTES - len(query)) // 2)
    run(little, longest)
    with pytest.raises(QueryError, match=f"is {MAX_BYTES + 2} bytes long; at most {MAX_BYTES}"):
        run(little, longest + "é")


@pytest.mark.parametrize(
    ("start", "opening", "inner", "closing"),
    [("", "{", "", "}"), ("FILTER", "(", "1", ")"), ("?s ?p ", "[a ", "1", "]")],
    ids=["groups", "expressions", "blank-nodes"],
)
def test_the_deepest_query(
    little: Snapshot, start: str, opening: str, inner: str, closing: str
) -> None:
    """Brackets nest to the greatest depth and no deeper."""

    def nested(depth: int) -> str:
        return f"SELECT * {{ {start}{opening * depth}{inner}{closing * depth} }}"

    run(little, nested(MAX_DEPTH - 1))
    with pytest.raises(QueryError, match=f"nests {MAX_DEPTH + 1} brackets; at most {MAX_DEPTH}"):
        run(little, nested(MAX_DEPTH))


def test_brackets_in_words_do_not_nest(little: Snapshot) -> None:
    """Brackets in strings and comments aren't counted."""
    run(little, f"SELECT ('{'(' * 300}' AS ?x) {{}} # {'{' * 300}")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {?s " + "/".join(["a"] * 9000) + " ?o}",
        "SELECT * {?s " + "|".join(["a"] * 9000) + " ?o}",
        "SELECT * {FILTER(" + "!" * 20000 + "true)}",
        "SELECT * {FILTER(" + "&&".join(["1"] * 9000) + ")}",
        "SELECT * {FILTER(" + "+".join(["1"] * 9000) + ")}",
        "SELECT * {FILTER(" + "-".join(["1"] * 9000) + ")}",
        "SELECT * {FILTER(" + "1*-" * 9000 + "1)}",
        "SELECT * {" + "UNION".join(["{}"] * 6000) + "}",
        "SELECT * {" + "MINUS{}" * 6000 + "}",
        "SELECT * {" + "{SELECT*{}}" * 5000 + "}",
        "SELECT * {" + "".join(f"BIND(1 AS ?a{i})" for i in range(3500)) + "}",
        "SELECT " + "".join(f"(1AS?a{i})" for i in range(4500)) + "{}",
        "SELECT * {" + "<<" * 20000 + "}",
    ],
    ids=lambda query: query[:30],
)
def test_long_chains_are_refused(little: Snapshot, query: str) -> None:
    """A chain of operators that would end the process in the engine is refused."""
    assert len(query) < MAX_BYTES
    with pytest.raises(QueryError, match=f"operators; at most {MAX_OPERATORS} are taken"):
        run(little, query)


def test_long_lists_are_not(little: Snapshot) -> None:
    """Long lists of values, which the engine can bear, are run."""
    numbers = " ".join(str(number) for number in range(5000))
    assert len(_values(little, f"SELECT * {{ VALUES ?x {{ {numbers} }} }}")) == 5000


def test_the_longest_chains_do_not_end_the_process(little: Snapshot) -> None:
    """The longest chains that pass are within what the engine can bear."""
    for chain in ("!" * (MAX_OPERATORS - 4) + "true", "-".join(["1"] * (MAX_OPERATORS - 4))):
        run(little, f"SELECT * {{ FILTER({chain}) }}")
    run(little, "SELECT * {" + "MINUS{}" * (MAX_JOINS - 1) + "}")


@pytest.mark.parametrize(
    "piece",
    [
        "'''a",
        '""""',
        "a-",
        "a:b\\",
        "<a",
        "<)",
        "<\\u0041",
        "?",
        "#\n",
        "-.",
        "'\\",
        "é",
        "(",
        "x:",
    ],
)
def test_the_guard_looks_through_the_longest_query(piece: str) -> None:
    """The longest query, full of things left open, is passed or refused, and not hung on."""
    query = (piece * MAX_BYTES)[: MAX_BYTES // len(piece.encode())]
    with suppress(QueryError):
        assert check(query).depth <= MAX_DEPTH


# ---------------------------------------------------------------- which graphs


def test_a_query_sees_all_graphs(little: Snapshot) -> None:
    """A query that names no graphs sees the union of all."""
    assert _values(little, "SELECT ?o { ?s ?p ?o }") == {"a", "b"}
    assert _values(little, "SELECT ?o { GRAPH <http://e/a> { ?s ?p ?o } }") == {"a"}


@pytest.mark.parametrize(
    "start", ["SELECT ?o FROM", "SELECT ?o\nfrom", "SELECT*FROM", "SELECT ?o#\rFROM"]
)
def test_from_names_the_graphs(little: Snapshot, start: str) -> None:
    """A query with FROM sees these graphs alone."""
    found = _values(little, f"{start}<http://e/b> {{ ?s <http://e/p> ?o }}")
    assert found - {"http://e/b"} == {"b"}


def test_from_named_leaves_the_default_graph_empty(little: Snapshot) -> None:
    """A query with FROM NAMED alone sees nothing outside of GRAPH."""
    query = "SELECT ?o FROM NAMED <http://e/a> { %s }"
    assert _values(little, query % "?s ?p ?o") == set()
    assert _values(little, query % "GRAPH ?g { ?s ?p ?o }") == {"a"}


@pytest.mark.parametrize("pattern", ["'FROM <http://e/a>'", "?from", "x:from", "<http://e/FROM>"])
def test_the_word_from_names_no_graphs(little: Snapshot, pattern: str) -> None:
    """The word FROM in strings, variables, local names and IRIs changes nothing."""
    query = (
        f"PREFIX x:<http://e/> SELECT ?o {{ ?s ?p ?o FILTER(COALESCE(?s = {pattern}, true) || 1) }}"
    )
    assert _values(little, query) == {"a", "b"}


def test_from_must_stand_apart(little: Snapshot) -> None:
    """FROM glued to a prefix is refused, for it would be taken for a prefix."""
    with pytest.raises(QueryError, match="write a space after FROM"):
        run(little, "PREFIX :<http://e/> SELECT ?o FROM:a { ?s ?p ?o }")


def test_the_request_names_the_graphs(little: Snapshot) -> None:
    """Graphs that a request names override those of the query, as the protocol demands."""
    everything = "SELECT ?o FROM <http://e/a> { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert _values(little, everything, Graphs(default=("http://e/b",))) == {"b"}
    assert _values(little, everything, Graphs(named=("http://e/b",))) == {"b"}
    both = Graphs(default=("http://e/a",), named=("http://e/b",))
    assert _values(little, everything, both) == {"a", "b"}
    assert _values(little, everything, Graphs(default=("http://e/none",))) == set()


def test_a_graph_that_is_no_iri(little: Snapshot) -> None:
    """A request that names a graph by what isn't an IRI is refused."""
    with pytest.raises(QueryError, match="can't be run"):
        run(little, "ASK {}", graphs=Graphs(default=("not an IRI",)))


def test_the_graphs_of_a_study(mending: Snapshot) -> None:
    """A store's graphs are the ontology's and, for each study, what was coded and derived."""
    assert _values(mending, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }") == {
        ONTOLOGY_GRAPH, IRIS.coded, IRIS.derived,
    }  # fmt: skip


# ---------------------------------------------------------------- in which form


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("*/*", "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("text/csv;q=0.2, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/xml"),
        ("text/html, */*;q=0.1", "application/sparql-results+json"),
        ("application/*", "application/sparql-results+json"),
        ("text/tab-separated-values, text/csv;q=0.9", "text/tab-separated-values"),
    ],
)
def test_the_form_that_fits_best(accept: str, expected: str) -> None:
    """The media type is the one that the Accept header prefers, ours first if it doesn't matter."""
    assert best_media_type(RESULT_FORMATS, accept) == expected


@pytest.mark.parametrize(
    "accept", ["image/png", "text/csv;q=0", "text/turtle", "nonsense", "a/b/c"]
)
def test_no_form_fits(little: Snapshot, accept: str) -> None:
    """If nothing fits, the error names what there is."""
    with pytest.raises(NotAcceptableError, match="ask for application/sparql-results"):
        run(little, "ASK {}", accept=accept)


@given(st.text(st.sampled_from('textcsv/*;q=.,10 "\\é\x00'), max_size=30))
def test_any_accept_header_is_answered(accept: str) -> None:
    """Whatever stands in an Accept header, there is a form or an error that says there is none."""
    found = None
    with suppress(NotAcceptableError):
        found = best_media_type(RESULT_FORMATS, accept)
    assert found in {None, *RESULT_FORMATS}


@pytest.mark.parametrize("media_type", RESULT_FORMATS)
def test_rows_come_in_every_form(little: Snapshot, media_type: str) -> None:
    """Rows and truth values come in each form that is offered."""
    rows = run(little, "SELECT ?o { ?s ?p ?o } ORDER BY ?o", accept=media_type)
    assert rows.media_type == media_type
    assert rows.body.index(b"a") < rows.body.rindex(b"b")
    assert b"true" in run(little, "ASK { ?s ?p 'a' }", accept=media_type).body


@pytest.mark.parametrize("media_type", GRAPH_FORMATS)
@pytest.mark.parametrize("query", ["CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "DESCRIBE <http://e/a>"])
def test_graphs_come_in_every_form(little: Snapshot, media_type: str, query: str) -> None:
    """Graphs come in each form that is offered, and can be read from it."""
    answer = run(little, query, accept=media_type)
    assert answer.media_type == media_type
    read = ox.parse(answer.body, format=GRAPH_FORMATS[media_type])
    assert ("http://e/a", "a") in {(q.subject.value, q.object.value) for q in read}


def test_our_prefixes_need_no_declaring(mending: Snapshot) -> None:
    """The ontology's prefixes may be used undeclared."""
    query = "SELECT ?o { ?s a tg:Study ; dcterms:identifier ?o }"
    assert _values(mending, query) == {"mending-mornings"}


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {", r"The query isn't SPARQL 1\.1: error at 1:1\d"),
        ("SELECT *\nWHERE {\n  ?s ?p }", r"error at 3:\d"),
        ("SELECT * { ?s nope:p ?o }", r"a prefix isn't declared"),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", r"only queries are answered"),
        ("PREFIX a: <a:> # b\nDROP ALL", r"only queries are answered"),
        (" \n", r"The query is empty"),
        ("SELECT (<http://e/f>(1) AS ?x) {}", r"can't be run: .*http://e/f"),
        ("SELECT * { ?s ?p '\ud800' }", r"can't be run"),
    ],
)
def test_what_is_wrong_is_said(little: Snapshot, query: str, message: str) -> None:
    """A query that can't be run is the asker's error, with its place if there is one."""
    with pytest.raises(QueryError, match=message):
        run(little, query)


@given(st.text(max_size=60) | st.text(st.sampled_from("SELECT{}?s<>'\"\\#:. \n/*()1"), max_size=60))
def test_any_text_is_answered_or_refused(query: str) -> None:
    """Whatever is asked, there is an answer or an error that says why not."""
    with suppress(QueryError):
        assert run(Snapshot("", ox.Store()), query).media_type
