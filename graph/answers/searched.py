"""What narrows a search, when nothing was found: names that nothing has are refused."""

from collections.abc import Iterable

from graph.answers.binding import Source
from graph.answers.kinds import FILTERS, Thing
from graph.answers.resolving import named


def refuse_unknown(source: Source, about: Iterable[tuple[str, str]]) -> None:
    """Refuse filters' values that aren't in the store: an empty answer would look like a finding.

    ``about`` are names and values as ``graph.search.finding.Wanted`` has them. Raises
    ``UnknownValueError``.
    """
    for name, value in about:
        way = FILTERS[name]
        if isinstance(way, Thing):
            named(source, name, way, value)
