"""The look at a query's tokens: chains and lists that keep the engine's planner busy or kill it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.service.guard import HARMLESS, MAX_JOINS, MAX_TERMS, Scan, check, look

LONG = 3 * MAX_TERMS


def _each(piece: str, count: int, between: str = " ") -> str:
    return between.join(piece.replace("?", f"?v{n}").replace("#", str(n)) for n in range(count))


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("SELECT * {?s ?p ?o " + _each("~ <a:r>", 90) + "}", "joins"),
        ("SELECT * {?s ?p ?o " + _each("{| a 1 |}", 90) + "}", "joins"),
        ("SELECT * {?s ?p (" + _each("1", 300) + ")}", "joins"),
        ("SELECT * {?s ?p (" + _each("<a:#>", 300) + ")}", "joins"),
        ("SELECT * {?s ?p (" + _each("'a'", 300, "") + ")}", "joins"),
        ("SELECT * {?s ?p " + _each("?", 300, ",") + "}", "joins"),
        ("SELECT * {?s " + _each("? 1", 300, ";") + "}", "joins"),
        ("SELECT * {" + _each("? a 1", 300, ".") + "}", "joins"),
        ("SELECT * {" + _each("[ a 1 ]", 300, " . ") + "}", "joins"),
        ("SELECT * {?s ?p " + _each("[]", 300, ",") + "}", "joins"),
        ("SELECT * {?s " + _each("a", 700, "/") + " ?o}", "joins"),
        ("SELECT * {?s " + _each("^a", 300, "/") + " ?o}", "joins"),
        ("SELECT * {" + _each("{? ?p ?o}", 300) + "}", "joins"),
        ("SELECT * {" + _each("GRAPH ?g {}", 300) + "}", "joins"),
        ("DESCRIBE " + _each("<a:#>", LONG), "lists"),
        ("DESCRIBE " + _each("x:#", LONG), "lists"),
        ("SELECT " + _each("?", LONG) + "{}", "lists"),
        ("SELECT * {} GROUP BY " + _each("?", LONG), "lists"),
        ("SELECT * " + _each("FROM <a:#>", LONG) + "{}", "lists"),
        ("SELECT * {FILTER(" + "! " * LONG + "true)}", "operators"),
        ("SELECT (1 AS ?o) {} HAVING " + "(1)" * LONG, "operators"),
        ('SELECT * {FILTER("x"@values="x"@values){BIND(' + "1+" * LONG + "1 AS ?r)}}", "operators"),
        ("SELECT * {?s x:values ?o {" + _each("? a 1", 300, ".") + "}}", "joins"),
        ("SELECT * {VALUES ?x UNDEF {" + _each("? a 1", 300, ".") + "}}", "joins"),
    ],
    ids=lambda text: text[:40],
)
def test_what_keeps_the_planner_busy_is_refused(query: str, what: str) -> None:
    """Chains, lists and blank nodes of which the planner takes seconds are refused by number."""
    with pytest.raises(QueryError, match=f"{what}.*; at most"):
        check(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES ?x {" + " 1" * 5000 + "} }",
        "SELECT * { VALUES (?x ?y) {" + "(1 x:a)" * 5000 + "} }",
        "SELECT * { VALUES (?x) {" + "('a')" * 5000 + "} ?x ?y ?z }",
        "SELECT * { FILTER(?x IN (" + ",".join(["<a:b>"] * 5000) + ")) }",
        "SELECT (CONCAT(" + ",".join(["'a'"] * 3000) + ") AS ?x) {}",
        "SELECT * {" + _each("?s ?p ?", MAX_JOINS - 1, " . ") + "}",
        "DESCRIBE " + _each("<a:#>", MAX_TERMS),
    ],
    ids=lambda text: text[:30],
)
def test_long_data_is_taken(query: str) -> None:
    """Data of any length, and chains up to the limit, are taken."""
    check(query)


@pytest.mark.parametrize(
    ("pattern", "is_changing"),
    [
        ("BIND(NOW() AS ?x)", True),
        ("BIND(rand() AS ?x)", True),
        ("BIND(struuid() AS ?x)", True),
        ("BIND(BNODE() AS ?x)", True),
        ('FILTER("x"@values="x"@values){BIND(RAND() AS ?x)}', True),
        ("VALUES ?x {NOW()}", True),
        ("BIND('x'@now AS ?x)", False),
        ("BIND('NOW()' AS ?x)", False),
        ("?s ?now ?rand", False),
        ("?s x:NOW ?o # RAND", False),
    ],
)
def test_what_changes_by_itself_is_known(pattern: str, is_changing: bool) -> None:  # noqa: FBT001
    """A query that may answer otherwise next time is told from one that can't."""
    assert check(f"SELECT * {{ {pattern} }}").is_changing == is_changing


PIECES = (
    "{|( |[ |} |) |. |, |; |/ |~ |{| |a |?x |<a:b> |SERVICE|from |NOW()|rand|VALUES|1|!|-|'|#\n|\""
)


@given(st.lists(st.sampled_from(PIECES.split("|")), max_size=60).map("".join))
def test_the_short_look_misses_nothing(query: str) -> None:
    """What is let through as harmless without counting would also be if it was counted."""
    try:
        short = look(query)
    except QueryError:
        return
    if short is HARMLESS:
        counted = check(query)
        assert not counted.names_graphs
        assert not counted.is_changing


def test_the_short_look_is_taken() -> None:
    """An ordinary query isn't counted, and one with a suspicious word is."""
    assert look("SELECT ?t { ?t a tg:Theme ; skos:prefLabel ?l } LIMIT 10") is HARMLESS
    assert isinstance(look("SELECT ?t FROM <a:b> { ?t a tg:Theme }"), Scan)
    with pytest.raises(QueryError, match=re.escape("SERVICE isn't allowed")):
        look("ASK { SERVICE <a:b> {} }")
    with pytest.raises(QueryError, match="empty"):
        look(" ")
