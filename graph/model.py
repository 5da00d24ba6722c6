"""A study as data: what every reader returns and every writer takes.

All classes are frozen. References are ids, unique within their table; ``role`` and ``sector`` ids
are notations of the shared SKOS schemes in ``ontology/`` or of the study's own ``roles`` table.
Positions are Unicode code points in the document, start inclusive, end exclusive, so that
``source[start:end] == quote.text`` (W3C Web Annotation, TextPositionSelector).
An empty string or ``None`` means "the study doesn't say".

``about`` and ``members`` refer to records of any table, as ``table/id`` ("quotes/q1"), or to the
study itself, as ``study``. ``rule`` names the rule of a program that suggested a statement (empty:
a person made it). A statement whose ``review`` is ``rejected`` stays in its table, so that reading
the source again doesn't bring it back, and counts nowhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any


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
    """A source: mostly a text, with ``sha256`` of its UTF-8 bytes and ``length`` in code points.

    ``medium`` is ``text``, ``picture``, ``pdf``, ``audio`` or ``video``.
    """

    id: str
    title: str
    sha256: str = ""
    length: int | None = None
    note: str = ""
    medium: str = "text"


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
    """A respondent's words; ``layout`` is ``block`` (a paragraph of its own) or ``inline``.

    ``respondent`` is empty where the source doesn't say who speaks, ``text`` only where the source
    isn't at hand, so that the position alone is known.
    """

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
class Region:
    """A part of a source that can't be shown as text: of a picture, a PDF's page, a recording.

    ``text`` is what the source itself says of it: a caption, or the words of a PDF. The corners
    ``x1``, ``y1`` and ``x2``, ``y2`` are in the units of the program it comes from (pixels of a
    picture, points of a PDF's ``page``), all four or none; ``begin`` and ``end`` are milliseconds.
    """

    id: str
    document: str
    text: str = ""
    page: int | None = None
    x1: int | None = None
    y1: int | None = None
    x2: int | None = None
    y2: int | None = None
    begin: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Coding:
    """A coder's statement that something illustrates a theme (an ``oa:Annotation``).

    It is of one quote, of one ``region`` of a source that isn't text, or of a whole ``document``.
    """

    id: str
    quote: str
    theme: str
    coder: str = ""
    review: str = "confirmed"
    rule: str = ""
    region: str = ""
    document: str = ""


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
    rule: str = ""


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
    rule: str = ""


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
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A line that somebody drew from any record to any other, as other programs have them.

    ``direction`` is ``one-way``, ``mutual`` or empty. Ties and theme links say more, and rest on
    evidence.
    """

    id: str
    source: str
    target: str
    label: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Memo:
    """What a coder noted down, ``about`` some records or none; ``created`` is an xsd:dateTime."""

    id: str
    text: str
    title: str = ""
    coder: str = ""
    created: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordSet:
    """Records that belong together for a reason of the coder's own."""

    id: str
    label: str
    members: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """Something that is known of several records, such as respondents' ages.

    ``datatype`` is ``text``, ``boolean``, ``integer``, ``decimal``, ``date``, ``datetime`` or
    ``record`` (a reference to another record).
    """

    id: str
    label: str
    datatype: str = "text"
    note: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Attribute:
    """What is known of a record.

    ``variable`` is one of the study's own or of ``graph.folders.variables``.

    A study's attributes are sorted, without doubles.
    """

    about: str
    variable: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided on a record, and when: ``at`` is an xsd:dateTime.

    ``decision`` is ``accepted``, ``rejected``, ``edited`` or ``undone``.
    """

    id: str
    about: str
    decision: str
    coder: str = ""
    at: str = ""
    note: str = ""


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
    regions: tuple[Region, ...] = ()
    codings: tuple[Coding, ...] = ()
    mentions: tuple[Mention, ...] = ()
    ties: tuple[Tie, ...] = ()
    links: tuple[ThemeLink, ...] = ()
    relations: tuple[Relation, ...] = ()
    memos: tuple[Memo, ...] = ()
    sets: tuple[RecordSet, ...] = ()
    variables: tuple[Variable, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    decisions: tuple[Decision, ...] = ()


TABLES: tuple[str, ...] = tuple(table.name for table in fields(Study) if table.name != "info")
"""The names of a study's tables, in the order in which they refer to each other."""

STATEMENTS: tuple[str, ...] = ("codings", "mentions", "ties", "links")
"""The tables of what somebody states: reviewed, and rejected."""


EXISTING = ("established", "emerging", "strained")
"""Statuses of ties that are reported to exist; the others are reported as missing or wanted."""


def standing(study: Study) -> Study:
    """Return the study without its rejected statements."""
    left: dict[str, Any] = {
        table: tuple(row for row in getattr(study, table) if row.review != "rejected")
        for table in STATEMENTS
    }
    return replace(study, **left)


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

    ``sources`` are the texts in which positions are counted, by document id; ``files`` the sources
    that aren't text, by file name: the document's id with a suffix. ``understood`` says, in lines
    for people, how the source was taken: what to look at before anything is written.
    """

    study: Study
    notes: tuple[Note, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a study as far as they are at hand.

    Texts are by document id, other files by their name: the document's id with a suffix.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loss:
    """What a format can't carry, in words (“ties: who coded them”), and of which records."""

    what: str
    records: tuple[str, ...]
