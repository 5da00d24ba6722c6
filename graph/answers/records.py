"""What the store knows, as typed records: one class for each kind of answer.

Lists of IRIs are in no order that means anything; ``""`` and 0 stand for what isn't there.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar

Answer = TypeVar("Answer")
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StudyAnswer:
    """A study, with the sizes of its tables. ``source`` is the publication's IRI."""

    iri: str
    id: str
    title: str
    citation: str = ""
    source: str = ""
    licence: str = ""
    question: str = ""
    themes: int = 0
    quotes: int = 0
    respondents: int = 0
    ties: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class StudyName:
    """A study by name, with what attribution needs."""

    iri: str
    id: str
    title: str
    citation: str = ""
    source: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class ThemeAnswer:
    """A theme; ``valence`` is its own or that of the nearest theme above.

    ``quotes`` and ``respondents`` count those of the theme and of all themes below it.
    """

    iri: str
    id: str
    study: str
    label: str
    broader: str = ""
    valence: str = ""
    definition: str = ""
    quotes: int = 0
    respondents: int = 0


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    """A quote; ``themes`` and ``roles`` are IRIs, positions code points of ``document``.

    ``respondent`` and ``speaker`` are empty where the source doesn't say who speaks, ``text`` where
    the source isn't at hand.
    """

    iri: str
    id: str
    study: str
    layout: str
    document: str
    start: int
    end: int
    text: str = ""
    respondent: str = ""
    speaker: str = ""
    themes: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RespondentAnswer:
    """A respondent; ``role`` and ``affiliation`` are IRIs, only if the study says so."""

    iri: str
    id: str
    study: str
    label: str
    method: str = ""
    affiliation: str = ""
    role: str = ""
    role_basis: str = ""
    note: str = ""
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class RoleAnswer:
    """An actor role; counts are over all studies in the store.

    ``respondents`` counts those who hold the role, a role below it, or belong to it.
    """

    iri: str
    id: str
    label: str
    sector: str = ""
    broader: str = ""
    definition: str = ""
    mentions: int = 0
    ties: int = 0
    respondents: int = 0


@dataclass(frozen=True, slots=True)
class TieAnswer:
    """A tie between two roles as reported; ``evidence`` are IRIs of quotes and passages.

    ``coder`` is an IRI too.
    """

    iri: str
    id: str
    study: str
    source: str
    source_label: str
    target: str
    target_label: str
    type: str
    type_label: str
    status: str
    direction: str
    voice: str
    review: str
    theme: str = ""
    statement: str = ""
    evidence: tuple[str, ...] = ()
    coder: str = ""


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """A link between two themes as reported; ``evidence`` are IRIs of quotes and passages."""

    iri: str
    id: str
    study: str
    source: str
    target: str
    type: str
    type_label: str
    voice: str
    statement: str = ""
    evidence: tuple[str, ...] = ()
    review: str = ""
    coder: str = ""


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """A source of a study; ``length`` is in code points, 0 for what isn't text."""

    iri: str
    id: str
    study: str
    title: str
    medium: str
    length: int = 0
    sha256: str = ""
    note: str = ""
    quotes: int = 0
    passages: int = 0


@dataclass(frozen=True, slots=True)
class PassageAnswer:
    """A passage of the authors' text; its exact words only if the study folder has them."""

    iri: str
    id: str
    study: str
    document: str
    start: int
    end: int
    description: str = ""
    text: str = ""
    theme: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StretchAnswer:
    """Where a quote or passage (``kind``) stands, whose words it is, and a passage's theme."""

    iri: str
    id: str
    study: str
    kind: str
    document: str
    start: int
    end: int
    respondent: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class CodingAnswer:
    """A coding: the quote illustrates the theme, says the coder (an IRI)."""

    iri: str
    id: str
    study: str
    quote: str
    theme: str
    review: str
    coder: str = ""


@dataclass(frozen=True, slots=True)
class MentionAnswer:
    """A mention: the words of a quote or passage speak of the role, says the coder (an IRI)."""

    iri: str
    id: str
    study: str
    words: str
    role: str
    review: str
    coder: str = ""


@dataclass(frozen=True, slots=True)
class FigureAnswer:
    """A number with its name."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class GapAnswer:
    """A gap; ``involves`` are IRIs of roles or themes, ``evidence`` of what it rests on.

    ``score`` ranks gaps of one kind, ``score_note`` says what it is. ``question`` is one to ask
    next, ``figures`` are the numbers behind the gap. ``p`` and ``q`` are null unless it was tested.
    """

    iri: str
    id: str
    study: str
    kind: str
    kind_label: str
    sentence: str
    score: float
    score_note: str = ""
    question: str = ""
    p: float | None = None
    q: float | None = None
    figures: tuple[FigureAnswer, ...] = ()
    involves: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnalysisAnswer:
    """How gaps of a kind were looked for in a study, or its actors measured (``kind`` is empty).

    ``note`` says what can't be said, or was looked for in vain; ``figures`` are its numbers.
    ``query`` is the file of the query that reproduces what was found, or what that rests on.
    """

    iri: str
    id: str
    study: str
    method: str
    kind: str = ""
    kind_label: str = ""
    note: str = ""
    query: str = ""
    parameters: tuple[FigureAnswer, ...] = ()
    figures: tuple[FigureAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureAnswer:
    """A number about a role's place in the network of a study's existing ties."""

    iri: str
    study: str
    role: str
    role_label: str
    name: str
    value: float


Value = str | int | float | tuple[str, ...] | tuple[FigureAnswer, ...]


def answer(kind: type[Answer], row: Row) -> Answer:
    """Return a row of a query as a record; ``KeyError`` if the row lacks what the record needs."""
    return kind(**dict(_given(kind, row)))


def told(record: Hashable) -> dict[str, Any]:
    """Return a record's fields by name, as ``asdict`` does, which copies every text."""
    names, values = _getter(type(record))
    return {
        name: tuple(map(told, value)) if _holds_records(value) else value
        for name, value in zip(names, values(record), strict=True)
    }


@cache
def _getter(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[object], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names)


def _holds_records(value: object) -> bool:
    return isinstance(value, tuple) and bool(value) and is_dataclass(value[0])


def _given(kind: type, row: Row) -> Iterator[tuple[str, Value]]:
    for name, read, is_needed in _fields(kind):
        text = row.get(name)
        if text is not None:
            yield name, read(text)
        elif is_needed:
            raise KeyError(f"{kind.__name__}.{name} isn't in the query's row")


@cache
def _fields(kind: type[Any]) -> tuple[tuple[str, Callable[[str], Value], bool], ...]:
    """Return each field's name, how its text is read, and whether it must be there."""
    return tuple(
        (field.name, _TYPES[field.type], field.default is MISSING) for field in fields(kind)
    )


def _figures(text: str) -> tuple[FigureAnswer, ...]:
    """Return figures by name from lines of name, tabulator, value."""
    pairs = (line.split("\t") for line in sorted(text.split("\n")) if line)
    return tuple(FigureAnswer(name, float(value)) for name, value in pairs)


def _words(text: str) -> tuple[str, ...]:
    return tuple(sorted(text.split()))


_TYPES: dict[object, Callable[[str], Value]] = {
    str: str,
    int: int,
    float: float,
    float | None: float,
    tuple[str, ...]: _words,
    tuple[FigureAnswer, ...]: _figures,
}
"""How a field's text is read, by the field's type."""
