"""Binding a query's variables for an engine elsewhere: each is written out as its term.

The embedded engine takes bindings beside the query; a server takes only text. SPARQL 1.1 has no
substitution of its own, and a VALUES at the beginning isn't seen inside UNION or a sub-select
(SPARQL 1.1 Query Language, 18.2.1), so a variable is replaced wherever it stands. Only where the
grammar wants a variable, in the projection and after BY, it's left out: it has one value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.service.guard import tokens
from graph.stores.embedded import Term

_ENDS_LIST = {"WHERE", "FROM", "HAVING", "LIMIT", "OFFSET", "VALUES", "REDUCED", "DISTINCT"}


@dataclass(slots=True)
class _Place:
    """Where in a query the tokens are: in a list of variables, and how deep in its brackets."""

    is_list: bool = False
    brackets: list[str] = field(default_factory=list)
    is_name: bool = False
    """Whether a variable is made here: after AS."""

    def pass_by(self, kind: str | None, text: str) -> None:
        if kind == "deeper":
            self.is_list = self.is_list and text != "{"
            self.brackets.append(text)
        elif kind == "higher" and self.brackets:
            self.is_list = self.is_list and text != "}"
            self.brackets.pop()
        elif kind == "word":
            self._pass_word(text.upper())
        if text.strip():
            self.is_name = kind == "word" and text.upper() == "AS"

    def _pass_word(self, word: str) -> None:
        if word in {"SELECT", "BY"}:
            self.is_list = True
        elif word in _ENDS_LIST - {"REDUCED", "DISTINCT"}:
            self.is_list = False

    def is_listed(self) -> bool:
        return self.is_list and (not self.brackets or self.brackets[-1] == "{")


def written_out(query: str, bindings: Mapping[str, Term]) -> str:
    """Return the query with each bound variable as its term, and without it in its columns.

    >>> from pyoxigraph import Literal
    >>> written_out("SELECT ?a ?b WHERE { ?a ?is ?b }", {"b": Literal("c")})
    'SELECT ?a  WHERE { ?a ?is "c" }'
    """
    if not bindings:
        return query
    place, parts = _Place(), []
    for token in tokens(query):
        kind, text = token.lastgroup, token[0]
        name = text[1:] if kind == "variable" else ""
        if name in bindings and not place.is_name:
            text = "" if place.is_listed() else str(bindings[name])
        place.pass_by(kind, token[0])
        parts.append(text)
    return "".join(parts)
