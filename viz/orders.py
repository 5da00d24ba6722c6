"""The order of the matrix's rows and columns: what is alike stands side by side.

Rows (roles that speak, roles spoken of, respondents, themes) and columns (themes) are clustered by
the cosine distance of their counts of quotes (average linkage), and the leaves ordered so that
neighbours are as close as the tree allows: Z. Bar-Joseph, D. K. Gifford, T. S. Jaakkola, Fast
optimal leaf ordering for hierarchical clustering, Bioinformatics 17 (2001) S22-S29.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import pdist

from graph.answers import QuoteAnswer
from viz.records import Records

Counts = NDArray[np.float64]
Keys = Callable[[QuoteAnswer], Iterable[str]]

OPTIMAL = 300
"""Up to this many rows the order is optimal; more would take seconds."""

CLUSTERED = 2000
"""Up to this many rows they are clustered at all; more are ordered by their number of quotes."""


class Order(TypedDict):
    """The IRIs of rows and columns that have a quote, in their order."""

    rows: list[str]
    columns: list[str]


def orders(found: Records) -> dict[str, Order]:
    """Return the order of each kind of matrix by its name: who is in the rows."""
    themes = _upwards({theme.iri: theme.broader for theme in found.themes})
    holds = {
        person.iri: {*found.upwards(person.role), *found.upwards(person.affiliation)}
        for person in found.respondents
    }

    def of_theme(quote: QuoteAnswer) -> set[str]:
        return {above for theme in quote.themes for above in themes.get(theme, ())}

    rows: Mapping[str, Keys] = {
        "spoken": lambda quote: {r for role in quote.roles for r in found.upwards(role)},
        "speakers": lambda quote: holds.get(quote.respondent, ()),
        "people": lambda quote: (quote.respondent,) if quote.respondent else (),
        "themes": of_theme,
    }
    return {name: _order(found.quotes, each, of_theme) for name, each in rows.items()}


def _upwards(above: Mapping[str, str]) -> dict[str, list[str]]:
    def way(theme: str) -> Iterator[str]:
        seen: set[str] = set()
        while theme in above and theme not in seen:
            seen.add(theme)
            yield theme
            theme = above[theme]

    return {theme: list(way(theme)) for theme in above}


def _order(quotes: Iterable[QuoteAnswer], rows: Keys, columns: Keys) -> Order:
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for quote in quotes:
        for row in rows(quote):
            for column in columns(quote):
                counts[row][column] += 1
    names = sorted(counts)
    themes = sorted({theme for row in counts.values() for theme in row})
    index = {theme: number for number, theme in enumerate(themes)}
    table = np.zeros((len(names), len(themes)))
    for number, name in enumerate(names):
        for theme, count in counts[name].items():
            table[number, index[theme]] = count
    return Order(
        rows=[names[place] for place in _leaves(table)],
        columns=[themes[place] for place in _leaves(table.T)],
    )


def _leaves(table: Counts) -> list[int]:
    """Return the order of a table's rows, none of which is empty."""
    size = len(table)
    if size > CLUSTERED:
        return list(map(int, np.argsort(-table.sum(axis=1), kind="stable")))
    if size <= 2:  # noqa: PLR2004 -- two have no better order
        return list(range(size))
    distances: Any = np.maximum(pdist(table, "cosine"), 0)
    tree = linkage(distances, "average", optimal_ordering=size <= OPTIMAL)
    return [int(leaf) for leaf in leaves_list(tree)]
