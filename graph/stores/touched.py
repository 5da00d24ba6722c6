"""Which graphs a change can touch, told before it's made: what was written down of others holds on.

A graph is named by its IRI, or by a variable that WHERE binds (SPARQL 1.1 Update, clause 3). What
an update doesn't say in one of the forms that are known here may be any graph.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

import pyoxigraph as ox

from graph.errors import QueryError
from graph.service.changes import DEFAULT_GRAPH, Change, GraphChange, Update
from graph.service.guard import look, tokens
from graph.service.sparql import Graphs
from graph.service.update_text import Operation, operations
from ontology import PREFIXES

_DATA = re.compile("(INSERT|DELETE) DATA")
_MODIFY = re.compile("(WITH )?(DELETE |INSERT |DELETE INSERT )(USING (NAMED )?)*WHERE")
_WHOLE = re.compile("(CLEAR|DROP|CREATE|COPY|MOVE|ADD)( SILENT| GRAPH| TO| DEFAULT)*")
_TEMPLATE = re.compile("DELETE|INSERT")
_ITS_OWN = "DELETE WHERE"
"""What is deleted is what is looked for."""
_KEYWORD = "GRAPH"
"""What names a graph in a template."""
_PROLOGUE = frozenset({"PREFIX", "BASE"})
_ESCAPE = re.compile(r"\\[uU]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
Token = re.Match[str]


class _UnclearError(Exception):
    """An update doesn't say plainly which graphs it changes."""


def touched(database: ox.Store, change: Change) -> frozenset[str] | None:
    """Return the names of all graphs that a change can touch, ``None`` if that may be any.

    The change isn't made yet. The default graph has no name, and isn't among them.
    """
    if isinstance(change, GraphChange):
        return frozenset({change.graph} - {DEFAULT_GRAPH})
    try:
        return frozenset(_of_update(database, change))
    except (_UnclearError, QueryError):  # what is refused is refused when it's made
        return None


def _of_update(database: ox.Store, update: Update) -> Iterator[str]:
    if _ESCAPE.search(update.text):  # names may be written otherwise
        raise _UnclearError
    found, prefixes = operations(update.text), dict(PREFIXES)
    for operation in found:
        _declare(update.text, operation, prefixes)
        yield from _named(update.text, operation, prefixes)
        variables = {*_variables(update.text, operation)}
        if variables:
            if sum(bool(each.blocks) for each in found) > 1 or update.using != Graphs():
                raise _UnclearError
            yield from _bound(database, update, operation, variables)


def _form(operation: Operation) -> str:
    """Return an operation's keywords. One that is glued to a name isn't among them."""
    return " ".join(
        word.text
        for word in operation.words
        if not word.is_name and word.text not in {*_PROLOGUE, "."}
    )


def _templates(operation: Operation) -> tuple[tuple[int, int], ...]:
    """Return where an operation's templates stand. Raises ``_UnclearError`` for another form."""
    form = _form(operation)
    if _DATA.fullmatch(form) or form == _ITS_OWN or (not operation.blocks and _is_whole(form)):
        return operation.blocks
    if _MODIFY.fullmatch(form) and len(operation.blocks) == 1 + len(_TEMPLATE.findall(form)):
        return operation.blocks[:-1]
    raise _UnclearError


def _is_whole(form: str) -> bool:
    return not form or _WHOLE.fullmatch(form) is not None


# ---------------------------------------------------------------- names


def _declare(text: str, operation: Operation, prefixes: dict[str, str]) -> None:
    """Take in the prefixes that an operation's prologue declares."""
    outside = [*_outside(text, operation)]
    for word, iri in pairwise(outside):
        keyword = (word["word"] or "").upper()
        if keyword == "BASE" and word["name"] is None:
            raise _UnclearError  # graphs' names may be relative to it
        if word["name"] == ":" and iri["iri"]:
            prefix = word["word"] or ""
            if not _ABSOLUTE.match(iri["iri"][1:]):
                raise _UnclearError
            prefixes[prefix] = iri["iri"][1:-1]


def _outside(text: str, operation: Operation) -> Iterator[Token]:
    """Yield an operation's tokens outside of its brackets."""
    for token in tokens(text, operation.start, operation.end):
        within = any(start <= token.start() < end for start, end in operation.blocks)
        if token.lastgroup and not within:
            yield token


def _named(text: str, operation: Operation, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Yield the graphs that an operation names: outside of brackets, and in templates."""
    before = ""
    for token in _outside(text, operation):
        declares = before == ":" and token["iri"]
        if (token["iri"] or token["name"] not in {None, ":"}) and not declares:
            yield _iri(token, prefixes)
        before = token["name"] or ""
    for token in _graphs(text, operation):
        if not token["variable"]:
            yield _iri(token, prefixes)


def _variables(text: str, operation: Operation) -> Iterator[str]:
    """Yield the variables that stand for graphs in an operation's templates."""
    for token in _graphs(text, operation):
        if token["variable"]:
            yield token["variable"][1:]


def _graphs(text: str, operation: Operation) -> Iterator[Token]:
    """Yield what follows GRAPH in an operation's templates."""
    for start, end in _templates(operation):
        for token, after in pairwise(each for each in tokens(text, start, end) if each.lastgroup):
            word = (token["word"] or "").upper()
            if _KEYWORD in word and (word != _KEYWORD or token["name"] is not None):
                raise _UnclearError  # the engine may read on without a space
            if word == _KEYWORD:
                yield after


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token["iri"] and _ABSOLUTE.match(token["iri"][1:]):
        return str(token["iri"][1:-1])
    prefix, local = token["word"] or "", (token["name"] or "")[1:]
    goes_on = token.string[token.end() : token.end() + 1] == "."
    if token["name"] is None or prefix not in prefixes or "\\" in local or "%" in local or goes_on:
        raise _UnclearError
    return prefixes[prefix] + local


# ---------------------------------------------------------------- variables


def _bound(
    database: ox.Store, update: Update, operation: Operation, variables: set[str]
) -> Iterator[str]:
    """Yield the graphs that an operation's WHERE binds its variables to."""
    if operation.dataset() is not None:
        raise _UnclearError
    first = next(word for word in operation.words if word.text in {"INSERT", "DELETE"})
    start, end = operation.blocks[-1]
    shown = " ".join(f"?{name}" for name in sorted(variables))
    text = f"{update.text[operation.start : first.start]}SELECT DISTINCT {shown} WHERE "
    text += update.text[start:end]
    if look(text).is_changing:  # it may bind something else the next time
        raise _UnclearError
    try:
        rows = database.query(text, base_iri=update.base or None, prefixes=PREFIXES)
    except (SyntaxError, ValueError):  # the engine says of the update itself what is wrong
        return
    if isinstance(rows, ox.QuerySolutions):
        for row in rows:
            yield from (
                row[name].value for name in variables if isinstance(row[name], ox.NamedNode)
            )
