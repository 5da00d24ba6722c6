"""SPARQL updates from outside, before the engine reads them: what is refused, what is rewritten.

An update is a row of operations with semicolons between (SPARQL 1.1 Query Language, rule [29]).
Blocks of data may be long, for the engine bears them; all else is looked at as queries are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pyoxigraph as ox

from graph.errors import QueryError
from graph.service.guard import MAX_DEPTH, check, tokens
from graph.service.sparql import Graphs

MAX_UPDATE_BYTES = 8 * 2**20
"""Longest update, in bytes; larger graphs come by the Graph Store Protocol."""
MAX_OPERATIONS = 10_000
"""Most operations in one update."""

_DATA = re.compile("(INSERT|DELETE) ?DATA")
_HIDDEN = re.compile("LOAD|SERVICE", re.IGNORECASE)
_DATASET = ("WITH", "USING")


@dataclass(frozen=True, slots=True)
class Word:
    """A word outside of all brackets, in capitals, and where it begins.

    ``is_name`` if a colon follows, as after a prefix; a keyword may be glued to that.
    """

    text: str
    start: int
    is_name: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation with the prologue before it: where it stands, and its keywords."""

    start: int
    end: int
    words: tuple[Word, ...]
    blocks: tuple[tuple[int, int], ...]
    """Where its outermost brackets begin and end. Of ``words``, declared prefixes are left out."""

    @property
    def is_data(self) -> bool:
        """Whether it's INSERT DATA or DELETE DATA."""
        said = " ".join(word.text for word in self.words if word.text not in {"PREFIX", "BASE"})
        return _DATA.fullmatch(said) is not None and not any(word.is_name for word in self.words)

    def keyword(self, text: str) -> Word | None:
        """Return where this keyword stands first."""
        return next((word for word in self.words if word.text == text and not word.is_name), None)

    def dataset(self) -> Word | None:
        """Return its first WITH or USING. The engine takes both without a space after them too."""
        return next((word for word in self.words if word.text.startswith(_DATASET)), None)


def check_update(update: str) -> None:
    """Refuse an update that could hurt: too large, nested too deeply, or calling other servers.

    Raises ``QueryError``. What isn't SPARQL passes; the engine says what is wrong with it.
    """
    if not update.strip():
        return  # an update of no operations is one (rule [29])
    size = len(update.encode("utf-8", "surrogatepass"))
    if size > MAX_UPDATE_BYTES:
        raise QueryError(f"The update is {size} bytes long; at most {MAX_UPDATE_BYTES} are taken.")
    found = operations(update)
    if len(found) > MAX_OPERATIONS:
        raise QueryError(
            f"The update has {len(found)} operations; at most {MAX_OPERATIONS} are taken."
        )
    for operation in found:
        if not operation.is_data:
            _check_as_query(update, operation)


def with_graphs(update: str, graphs: Graphs) -> str:
    """Return the update as if each WHERE clause had USING and USING NAMED for these graphs.

    SPARQL 1.1 Protocol, 2.2.3. Raises ``QueryError`` if the update has clauses of that kind itself.
    """
    if not graphs.default and not graphs.named:
        return update
    clauses = [f"USING {ox.NamedNode(iri)}" for iri in graphs.default]
    clauses += [f"USING NAMED {ox.NamedNode(iri)}" for iri in graphs.named]
    return "".join(
        _with_clauses(update, operation, " ".join(clauses)) for operation in operations(update)
    )


def _with_clauses(update: str, operation: Operation, clauses: str) -> str:
    own = operation.dataset()
    if own is not None:
        raise QueryError(
            f"Line {_line(update, own.start)}: {own.text} has no place in an update whose request "
            "names its graphs; take out either."
        )
    where = operation.keyword("WHERE")
    if where is None:
        return update[operation.start : operation.end]
    before = update[operation.start : where.start]
    if operation.keyword("INSERT") is None and len(operation.blocks) == 1:  # DELETE WHERE {…}
        start, end = operation.blocks[0]
        before += update[start:end]
    return f"{before} {clauses} {update[where.start : operation.end]}"


def _check_as_query(update: str, operation: Operation) -> None:
    text = update[operation.start : operation.end]
    lines_before = "\n" * (_line(update, operation.start) - 1)
    if text.strip(" \t\r\n;"):
        check(lines_before + text)


def operations(update: str) -> list[Operation]:
    """Return an update's operations, each with the prologue before it."""
    ends = [0, *_ends(update), len(update)]
    return [_operation(update, start, end) for start, end in pairwise(ends)]


def _ends(update: str) -> Iterator[int]:
    depth = 0
    for token in tokens(update):
        depth += _step(token)
        if depth > MAX_DEPTH:
            raise QueryError(f"The update nests {depth} brackets; at most {MAX_DEPTH} are taken.")
        _refuse_hidden(update, token)
        if depth == 0 and token[0] == ";":
            yield token.end()


def _operation(update: str, start: int, end: int) -> Operation:
    words: list[Word] = []
    blocks: list[tuple[int, int]] = []
    depth = opened = 0
    previous = ""
    for token in tokens(update, start, end):
        if depth == 0 and token["deeper"] is not None:
            opened = token.start()
        depth += _step(token)
        if depth == 0 and token["higher"] is not None:
            blocks.append((opened, token.end()))
        if depth == 0 and token["word"]:
            word = Word(token["word"].upper(), token.start(), token["name"] is not None)
            if not (word.is_name and previous == "PREFIX"):
                _refuse_load(update, word)
                words.append(word)
            previous = word.text if not word.is_name else ""
    return Operation(start, end, tuple(words), tuple(blocks))


def _step(token: re.Match[str]) -> int:
    return (token["deeper"] is not None) - (token["higher"] is not None)


def _refuse_load(update: str, word: Word) -> None:
    """Refuse LOAD, which the engine takes without a space after it too (``LOAD<…>``, ``LOADx:y``).

    No other keyword begins so.
    """
    if word.text.startswith("LOAD"):
        raise QueryError(
            f"Line {_line(update, word.start)}: LOAD isn't allowed: only /sparql fetches from "
            "elsewhere, if whoever runs it lists the host (serve --allow-host); or send the graph "
            "itself by PUT or POST (docs/sparql.md)."
        )


def _refuse_hidden(update: str, token: re.Match[str]) -> None:
    """Refuse what looks like a long string, but that the engine could read as short ones.

    It does if the string has a wrong escape, and then goes on to read what stands in it.
    """
    long = token["long"]
    if long is not None and long[0] in long[3:-3] and "\\" in long and _HIDDEN.search(long):
        raise QueryError(
            f"Line {_line(update, token.start())}: a string with quotation marks, backslashes and "
            "the word LOAD or SERVICE isn't taken; write the quotation marks as \\u0022 or \\u0027."
        )


def _line(update: str, position: int) -> int:
    return update.count("\n", 0, position) + 1
