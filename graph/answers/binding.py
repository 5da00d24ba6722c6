"""Binding: a query of a ``.rq`` file with its parameters, as SPARQL that any engine answers.

The parameters come as ``VALUES`` at the beginning of the query's pattern (SPARQL 1.1 Query
Language, clause 10.2), so that the text can be taken to another endpoint as it is. A parameter that
isn't bound is passed over by ``IF(BOUND(?parameter), …, true)`` in the file.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol

from graph.stores.embedded import Term, TermRow

_PATTERN = re.compile(r"\nWHERE \{\n(  \{\n)?")
"""Where a pattern begins. One in brackets of its own is what the filters choose from, so that the
rest is only looked up of what they leave."""


class Source(Protocol):
    """What answers SPARQL: a snapshot of the embedded store, or a server elsewhere."""

    @property
    def version(self) -> str:
        """What changes whenever the answers may."""
        ...

    def terms(self, query: str, bindings: Mapping[str, Term]) -> list[TermRow]:
        """Return the rows of a SELECT."""
        ...


@dataclass(frozen=True, slots=True)
class Bindings:
    """Values of parameters: rows of a table, in which ``None`` leaves one open."""

    names: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()

    def text(self) -> str:
        """Return the table as a VALUES clause, or ``""`` if nothing is bound."""
        if not self.names:
            return ""
        names = " ".join(f"?{name}" for name in self.names)
        rows = "".join(f"    ({' '.join(map(_written, row))})\n" for row in self.rows)
        return f"  VALUES ({names}) {{\n{rows}  }}\n"


def one_row(values: Mapping[str, Term]) -> Bindings:
    """Return bindings of one value for each parameter."""
    return Bindings(tuple(values), (tuple(values.values()),)) if values else Bindings()


def each(name: str, values: Iterable[Term]) -> Bindings:
    """Return bindings of one parameter to each of several values."""
    return Bindings((name,), tuple((value,) for value in values))


def bound(query: str, bindings: Bindings) -> str:
    r"""Return the query with the bindings in its pattern.

    >>> from pyoxigraph import Literal
    >>> print(bound("SELECT *\nWHERE {\n  ?a ?b ?words\n}", one_row({"words": Literal('"')})))
    SELECT *
    WHERE {
      VALUES (?words) {
        ("\"")
      }
      ?a ?b ?words
    }
    """
    start = _PATTERN.search(query)
    if start is None:
        raise ValueError("a query that takes parameters has a line with WHERE { alone")
    return f"{query[: start.end()]}{bindings.text()}{query[start.end() :]}"


def rows(source: Source, name: str, bindings: Bindings) -> Sequence[Mapping[str, str]]:
    """Return the rows of a query in ``queries/`` as strings; what isn't bound is absent."""
    return strings(source.terms(bound(query_text(name), bindings), {}))


def strings(found: Iterable[TermRow]) -> list[Mapping[str, str]]:
    """Return rows of terms as rows of strings."""
    return [{name: term.value for name, term in row.items()} for row in found]


@cache
def query_text(name: str) -> str:
    """Return the text of a query in ``queries/``, by its file name without ``.rq``."""
    return (files("graph") / "queries" / f"{name}.rq").read_text("utf-8")


def _written(term: Term | None) -> str:
    """Return a term as SPARQL writes it, which is as N-Triples does."""
    return "UNDEF" if term is None else str(term)
