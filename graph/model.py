"""A study as data: what every reader returns and every writer takes.

All classes are frozen. References are ids, unique within their table; ``role`` and ``sector`` ids
are notations of the shared SKOS schemes in ``ontology/`` or of the study's own ``roles`` table.
Positions are Unicode code points in the document, start inclusive, end exclusive, so that
``source[start:end] == quote.text`` (W3C Web Annotation, TextPositionSelector).
An empty string or ``None`` means "the study doesn't say".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True)
class StudyInfo:
    """What the study is and who wrote and coded it. ``licence`` is an IRI."""

    id: str
    title: str
    citation: str = ""
    doi: str = ""
    licence: str = ""
    question: str = ""
    language: str = "en"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coder:
    """Who made a coding, mention, tie or link; ``kind`` is ``person`` or ``program``."""

    id: str
    name: str
    kind: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source text. ``sha256`` is of its UTF-8 bytes, ``length`` in code points."""

    id: str
    title: str
    sha256: str = ""
    length: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class DataCollection:
    """How words were gathered; ``method`` is ``interview`` or ``focus-group``."""

    id: str
    label: str
    method: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """An actor role of this study's own; most studies need only the shared scheme."""

    id: str
    label: str
    alternatives: tuple[str, ...] = ()
    broader: str = ""
    sector: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """What respondents speak about. ``valence`` empty: as the theme above."""

    id: str
    label: str
    broader: str = ""
    valence: str = ""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody whose words are quoted, by the label that the study prints.

    ``affiliation`` is the organisation that they belong to, ``role`` the role that they hold, both
    only if the study says so: ``role_basis`` is ``stated`` by the study or ``inferred`` from the
    quote ``role_evidence``.
    """

    id: str
    label: str
    collection: str = ""
    affiliation: str = ""
    role: str = ""
    role_basis: str = ""
    role_evidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A respondent's words; ``layout`` is ``block`` (a paragraph of its own) or ``inline``."""

    id: str
    text: str
    respondent: str
    document: str
    start: int
    end: int
    layout: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the authors' own text, described in the coder's words.

    ``text`` may stay empty: the position says which stretch is meant without copying it.
    """

    id: str
    document: str
    start: int
    end: int
    theme: str = ""
    description: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """A coder's statement that a quote illustrates a theme (an ``oa:Annotation``)."""

    id: str
    quote: str
    theme: str
    coder: str = ""
    review: str = "confirmed"


@dataclass(frozen=True, slots=True)
class Mention:
    """A coder's statement that a quote *or* a passage speaks of an actor role.

    ``start`` and ``end`` are the position of the words in the document, if they are known.
    """

    id: str
    role: str
    quote: str = ""
    passage: str = ""
    start: int | None = None
    end: int | None = None
    coder: str = ""
    review: str = "confirmed"


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two actor roles, as somebody reports it.

    ``direction`` is ``one-way`` (from ``source`` to ``target``) or ``mutual``; ``voice`` says on
    whose word: ``respondent`` or ``authors``. ``statement`` says the tie in the coder's words.
    """

    id: str
    source: str
    target: str
    type: str
    status: str
    direction: str
    voice: str
    theme: str = ""
    quotes: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    statement: str = ""
    coder: str = ""
    review: str = "confirmed"


@dataclass(frozen=True, slots=True)
class ThemeLink:
    """A link from theme to theme: addresses, reinforces, contradicts, causes."""

    id: str
    source: str
    target: str
    type: str
    voice: str
    quotes: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    statement: str = ""
    coder: str = ""
    review: str = "confirmed"


@dataclass(frozen=True, slots=True)
class Study:
    """A whole study. The tables keep their rows' order."""

    info: StudyInfo
    coders: tuple[Coder, ...] = ()
    documents: tuple[Document, ...] = ()
    collections: tuple[DataCollection, ...] = ()
    roles: tuple[Role, ...] = ()
    themes: tuple[Theme, ...] = ()
    respondents: tuple[Respondent, ...] = ()
    quotes: tuple[Quote, ...] = ()
    passages: tuple[Passage, ...] = ()
    codings: tuple[Coding, ...] = ()
    mentions: tuple[Mention, ...] = ()
    ties: tuple[Tie, ...] = ()
    links: tuple[ThemeLink, ...] = ()


TABLES: tuple[str, ...] = tuple(table.name for table in fields(Study) if table.name != "info")
"""The names of a study's tables, in the order in which they refer to each other."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader was unsure of.

    Its place is ``start`` to ``end``, code points of ``document`` (empty: the first one), or where
    a source has no such positions ``place``, in words: "row 12, column Text".
    """

    text: str
    start: int = 0
    end: int = 0
    document: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found: the study as suggested, and what it was unsure of.

    ``sources`` are the texts in which positions are counted, by document id.
    """

    study: Study
    notes: tuple[Note, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a study as far as they are at hand: texts by document id."""

    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format can't carry, in words (“ties: who coded them”), and of which records."""

    what: str
    records: tuple[str, ...]
