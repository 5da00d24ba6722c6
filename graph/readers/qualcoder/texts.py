"""QualCoder's coded text: one quote for each stretch, however many codes and coders it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.model import Coding, Note, Quote
from graph.readers.database import Database, Value, text, whole
from graph.readers.ids import numbered
from graph.readers.qualcoder.documents import Source
from graph.readers.qualcoder.found import Found, plain
from graph.readers.qualcoder.stretches import Finder, Stretch

Place = tuple[int, int, int]
"""A source's number, and start and end in code points of its text."""


@dataclass(frozen=True, slots=True)
class _Row:
    place: Place
    code: int | None
    owner: str
    memo: Value
    date: Value
    important: bool


@dataclass(frozen=True, slots=True)
class Texts:
    """The quotes with their places, and the codings of them, without ids as yet."""

    quotes: Mapping[Place, Quote]
    codings: Sequence[Coding]


def read(
    database: Database,
    sources: Mapping[int, Source],
    codes: Mapping[int, str],
    found: Found,
) -> tuple[dict[Place, str], list[tuple[Coding, _Row]]]:
    """Placeholder."""
    raise NotImplementedError
