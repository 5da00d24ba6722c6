"""Full text search in SPARQL: two functions (SPARQL 1.1, clause 17.6) over the store's index.

``search:score(?record, "words")`` is the record's score, and unbound if it isn't found;
``search:matches(?record, "words")`` says whether it's found. The prefix needn't be declared.
"""

from collections.abc import Callable, Mapping

import pyoxigraph as ox

from graph.errors import QueryError, ThemegraphError
from graph.rdf.iris import SEARCH
from graph.search.finding import scores
from graph.search.wanted import SearchError
from graph.stores.embedded import Snapshot

MAX_SEARCHES = 20
"""How many different searches one query may make."""
_SCORE, _MATCHES = ox.NamedNode(f"{SEARCH}score"), ox.NamedNode(f"{SEARCH}matches")

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class SearchFunctions:
    """The functions for one query over one snapshot; each text is searched for once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._scores: dict[str, Mapping[str, float]] = {}
        self._error: ThemegraphError | None = None

    def by_name(self) -> dict[ox.NamedNode, Callable[..., Term | None]]:
        """Return the functions as the engine takes them."""
        return {
            _SCORE: self._score,
            _MATCHES: self._matches,
        }

    def raise_error(self) -> None:
        """Raise what went wrong in a function, which the engine itself takes for an unbound value.

        That is ``QueryError`` for what the query says, and ``StoreError`` if the index is broken.
        """
        if isinstance(self._error, SearchError):
            raise QueryError(f"search: {self._error}.") from self._error
        if self._error is not None:
            raise self._error

    def _score(self, *given: Term) -> Term | None:
        score = self._found(given)
        return None if score is None else ox.Literal(score)

    def _matches(self, *given: Term) -> Term | None:
        score = self._found(given)
        return None if self._error else ox.Literal(score is not None)

    def _found(self, given: tuple[Term, ...]) -> float | None:
        try:
            return self._look_up(given)
        except ThemegraphError as error:  # the engine would pass over it
            self._error = self._error or error
            return None

    def _look_up(self, given: tuple[Term, ...]) -> float | None:
        if len(given) != len(("record", "text")) or not isinstance(given[1], ox.Literal):
            raise SearchError('it takes a record and a text, as in search:score(?quote, "trust")')
        record, text = given[0], given[1].value
        if text not in self._scores:
            if len(self._scores) >= MAX_SEARCHES:
                raise SearchError(f"one query may search for at most {MAX_SEARCHES} texts")
            self._scores[text] = scores(self._snapshot, text)
        return self._scores[text].get(record.value) if isinstance(record, ox.NamedNode) else None
