"""Which queries from outside are passed on to the engine: a look at their tokens.

Refused is what calls other servers, and what is known to end the engine's process or to keep its
planner busy for seconds. That isn't what protects others (``graph.service.workers`` does): it
spares a worker's life, and says what is wrong with the query.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.errors import QueryError

MAX_BYTES = 64 * 1024
"""Longest query, data of VALUES aside. Much longer ones can end the process inside the engine."""
MAX_DATA = 2**20
"""Most bytes of data in VALUES, of which the engine bears more: 4 MB in 150 ms."""
MAX_DEPTH = 100
"""Deepest nesting of brackets that is passed on to the engine."""
MAX_OPERATORS = 1000
"""Most operators of paths, expressions and patterns. The engine goes one deeper for each of them;
some thousands end the process."""
MAX_JOINS = 200
"""Most triples and steps of paths. The engine's planner takes time by their cube: seconds for 300,
measured as chains by ``.``, ``;``, ``,`` and ``/``, as lists and as blank nodes."""
MAX_TERMS = 1000
"""Most terms in a row outside of all brackets, as after DESCRIBE: 3,000 end the process."""

_TOKEN = re.compile(
    r"""
      \#[^\r\n]*+                                                  # comment
    | (?P<iri> <(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> )
    | (?P<long> "{3}(?:"{0,2}+(?:[^"\\]|\\.))*+(?:"{3}|"{0,2}+\\?+\Z) # long strings
              | '{3}(?:'{0,2}+(?:[^'\\]|\\.))*+(?:'{3}|'{0,2}+\\?+\Z) )
    | (?P<string> "(?:[^"\\\r\n]|\\.)*+"? | '(?:[^'\\\r\n]|\\.)*+'? )
    | (?P<language> @[A-Za-z]++(?:-{1,2}[A-Za-z0-9]++)*+ )
    | (?P<variable> [?$][\w\x80-\U0010FFFF]++ )
    | (?=[\w.\-:\x80-\U0010FFFF]) (?P<word> [\w.\-\x80-\U0010FFFF]*+ )
      (?P<name> : (?:(?:[\w:%\x80-\U0010FFFF]|\\.)(?:[\w\-:%\x80-\U0010FFFF]|\\.)*+)?+ )?+
    | (?P<deeper> [({\[] ) | (?P<higher> [)}\]] ) | (?P<sign> [/|^!&*+=<>~;,] )
    | \s++ | \\?.                                                  # anything else
    """,
    re.VERBOSE | re.DOTALL,
)
"""Just enough of SPARQL's grammar (clause 19.8) to tell keywords from names, strings and comments.

Possessive throughout, and strings end at the end of the text if nowhere else: linear in time.
A ``word`` is keywords, numbers, dots and dashes, or with a ``name`` the prefix of that. A name
ends before a dot here, for the engine doesn't always read on (``x:a.1.SERVICE<…>``).
"""

_OPERATORS = re.compile("-|AS|BIND|EXISTS|FILTER|GRAPH|MINUS|OPTIONAL|SELECT|UNION|VALUES")
_CHANGING = re.compile("NOW|RAND|UUID|BNODE")
_NUMBER = re.compile(r"[\d.\-]*(E[\d\-]*)?")
_REIFIED = 5
"""How many triples a reifier or an annotation counts for, as ``~`` and ``{|``."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a look at a query's tokens shows.

    ``is_changing`` if it may answer otherwise each time it's run, as with ``NOW()``; ``data`` are
    the bytes within the braces of VALUES.
    """

    names_graphs: bool
    depth: int
    operators: int
    joins: int
    terms: int
    is_changing: bool
    data: int = 0


HARMLESS = Scan(names_graphs=False, depth=0, operators=0, joins=0, terms=0, is_changing=False)
"""What is said of a short query in which nothing can be wrong, without counting."""
_SHORT = 300
_SUSPICIOUS = ("SERVICE", "FROM", "NOW", "RAND", "UUID", "BNODE", "~", "{|")


def look(query: str) -> Scan:
    """Do what ``check`` does, quicker for queries that are too short to have too much of anything.

    A keyword can't be written otherwise than in its letters, so a text without them has none.
    """
    if len(query) > _SHORT or query.count("{") + query.count("(") + query.count("[") > MAX_DEPTH:
        return check(query)
    letters = query.upper()
    if any(word in letters for word in _SUSPICIOUS):
        return check(query)
    check_size(query)
    return HARMLESS


def check(query: str) -> Scan:
    """Refuse a query that could hurt: too large, nested too deeply, or calling other servers.

    Raises ``QueryError``. What isn't SPARQL passes; the engine says what is wrong with it.
    """
    check_size(query)
    scan = _scan(query)
    size = _size(query) - scan.data
    if size > MAX_BYTES:
        raise QueryError(
            f"The query is {size} bytes long; at most {MAX_BYTES} are taken, data of VALUES aside."
        )
    for found, most, what in (
        (scan.depth, MAX_DEPTH, "nests {} brackets"),
        (scan.operators, MAX_OPERATORS, "has {} operators"),
        (scan.joins, MAX_JOINS, "joins {} triples and steps of paths"),
        (scan.terms, MAX_TERMS, "lists {} terms"),
    ):
        if found > most:
            raise QueryError(f"The query {what.format(found)}; at most {most} are taken.")
    return scan


def check_size(query: str) -> None:
    """Refuse a query that is empty, or too large whatever is in it. Raises ``QueryError``."""
    if not query.strip():
        raise QueryError("The query is empty.")
    if len(query) <= MAX_BYTES // 4:  # no character takes more
        return
    size, most = _size(query), MAX_BYTES + MAX_DATA
    if size > most:
        raise QueryError(f"The query is {size} bytes long; at most {most} are taken.")


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


@dataclass(slots=True)
class _Counts:
    """What was met so far; ``open`` are the brackets that haven't been closed."""

    open: list[str] = field(default_factory=list)
    depth: int = 0
    operators: int = 0
    joins: int = 0
    terms: int = 0
    names_graphs: bool = False
    is_changing: bool = False
    data: int = 0
    data_from: int = 0
    is_data: bool = False
    follows_term: bool = False

    def see(self, token: re.Match[str]) -> None:
        """Count one token."""
        kind = token.lastgroup
        if kind not in {None, "variable", "deeper", "higher"}:
            self.is_data = False  # between VALUES and its data stand variables alone
        if kind == "deeper":
            self._open(token[0], token.string[token.end() : token.end() + 1])
            if self.open.count(_DATA) == 1:
                self.data_from = token.end()
        elif kind == "higher":
            if self.open[-1:] == [_DATA] and self.open.count(_DATA) == 1:
                self.data += _size(token.string[self.data_from : token.start()])
            self._close()
        elif self.open and self.open[-1] == _DATA:
            self.is_changing |= _CHANGING.search((token["word"] or "").upper()) is not None
        elif kind == "sign":
            self._sign(token[0])
        elif kind in {"word", "name"}:
            self._word(token["word"].upper(), token["name"])
        elif kind not in {None, "language"}:
            self._term()

    def _open(self, bracket: str, after: str) -> None:
        within = self.open[-1] if self.open else ""
        self.open.append(_DATA if within == _DATA or (self.is_data and bracket == "{") else bracket)
        self.depth = max(self.depth, len(self.open))
        if self.open[-1] != _DATA:
            self.joins += (_REIFIED if after == "|" else 1) if bracket != "(" else 0
            self.operators += bracket == "("
        self.is_data = self.is_data and bracket != "{"
        self.follows_term = False

    def _close(self) -> None:
        if self.open:
            self.open.pop()
        self.follows_term = False

    def _sign(self, sign: str) -> None:
        self.follows_term = False
        if sign == ",":
            self.joins += bool(self.open) and self.open[-1] != "("
        elif sign == ";":
            self.joins += 1
        else:
            self.operators += 1
            self.joins += {"/": 1, "~": _REIFIED}.get(sign, 0)

    def _word(self, word: str, name: str | None) -> None:
        if name is not None:
            self._term()
            return
        self.names_graphs |= word.startswith("FROM")
        self.is_changing |= _CHANGING.search(word) is not None
        self.operators += len(_OPERATORS.findall(word))
        if word.endswith("VALUES"):
            self.is_data = True
        if "." in word and self.open[-1:] != ["("]:
            self.joins += 1
        if _NUMBER.fullmatch(word):
            self._term()
        else:
            self.follows_term = False

    def _term(self) -> None:
        """Count a term that follows another: of a list in brackets, or outside of all."""
        within = self.open[-1] if self.open else ""
        self.joins += self.follows_term and within == "("
        self.terms += not within
        self.follows_term = True


_DATA = "data"
"""A bracket of VALUES, or within: what stands there is data, of which the engine bears much."""


def _scan(query: str) -> Scan:
    counts = _Counts()
    for token in tokens(query):
        word = token["word"].upper() if token["word"] else ""
        _refuse(query, token, word)
        counts.see(token)
    return Scan(
        counts.names_graphs,
        counts.depth,
        counts.operators,
        counts.joins,
        counts.terms,
        counts.is_changing,
        counts.data,
    )


def tokens(query: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
    """Yield the tokens of a query or a part of it, as ``_TOKEN`` tells them apart."""
    return _TOKEN.finditer(query, start, end)


def _refuse(query: str, token: re.Match[str], word: str) -> None:
    """Refuse a token that is, or that the engine could read as, what isn't allowed.

    The engine needs no space around a keyword (``1SERVICE<…>``, ``SERVICE:x``), so keywords are
    looked for within words and before colons too. It tries another reading where one fails.
    """
    if "SERVICE" in word or _may_be_less_than(token["iri"]) or _may_be_short(token["long"]):
        reason = "SERVICE isn't allowed: only /sparql asks other servers, if whoever runs it lists "
        reason += "them (serve --allow-host); a prefix must not be called so either"
    elif token["name"] and word.startswith("FROM"):
        reason = "write a space after FROM, or rename the prefix"
    else:
        return
    line = query.count("\n", 0, token.start()) + 1
    raise QueryError(f"Line {line}: {reason}.")


def _may_be_short(string: str | None) -> bool:
    """Say whether SERVICE hides in what looks like a long string, as in ``'''a'} SERVICE``.

    The engine reads ``''`` and ``'a'`` if the long string isn't closed or has a wrong escape.
    """
    return string is not None and string[0] in string[3:-3] and "SERVICE" in string.upper()


def _may_be_less_than(iri: str | None) -> bool:
    """Say whether SERVICE hides in what looks like an IRI, as in ``FILTER(1<2)SERVICE#>``."""
    _, _, after = (iri or "").upper().partition(")")
    return "#" in after.partition("SERVICE")[2]
