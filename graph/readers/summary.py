"""A reading as JSON: what was found, without the study's tables and ids."""

from collections.abc import Sequence
from typing import TypedDict

from graph.model import Mention, Note, Passage, Quote, Reading, Study, Tie
from graph.paths import theme_paths


class ThemeJson(TypedDict):
    """A theme by its headings, outermost first; ``valence`` empty: as the theme above."""

    path: list[str]
    valence: str


class RespondentJson(TypedDict):
    """A label as printed; ``method`` is ``interview``, ``focus-group`` or empty."""

    label: str
    method: str


class QuoteJson(TypedDict):
    """A quote without its marks; ``kind`` is ``block`` or ``inline``, positions are code points.

    Positions are in ``document``. ``theme_path`` is that of its first coding, ``theme_paths`` has
    all of them.
    """

    text: str
    speaker: str
    theme_path: list[str]
    theme_paths: list[list[str]]
    kind: str
    document: str
    start: int
    end: int


class ContextJson(TypedDict):
    """Words that are kept beside the quotes: what an interviewer asked; places as in quotes."""

    text: str
    description: str
    theme_path: list[str]
    document: str
    start: int
    end: int


MentionJson = TypedDict(
    "MentionJson",
    {"role": str, "text": str, "start": int, "end": int, "in": str, "review": str},
)
"""A mention of a role; ``in`` is ``quote`` or ``passage``, positions are code points."""


class TieJson(TypedDict):
    """A tie; ``text`` are the first words that say it (if any), positions are code points."""

    source: str
    target: str
    type: str
    status: str
    direction: str
    voice: str
    statement: str
    rule: str
    text: str
    start: int
    end: int
    review: str


class NoteJson(TypedDict):
    """What the reader was unsure of and where, in code points of ``document`` or as a ``place``."""

    text: str
    document: str
    place: str
    start: int
    end: int


class ReadingJson(TypedDict):
    """A whole reading; ``understood`` says in lines for people how the source was taken."""

    themes: list[ThemeJson]
    respondents: list[RespondentJson]
    quotes: list[QuoteJson]
    context: list[ContextJson]
    mentions: list[MentionJson]
    ties: list[TieJson]
    notes: list[NoteJson]
    understood: list[str]


def as_json(source_reading: Reading) -> ReadingJson:
    """Return a reading as data that ``json`` can write."""
    study = source_reading.study
    paths = {theme: list(path) for theme, path in theme_paths(study).items()}
    return {
        "themes": [{"path": paths[theme.id], "valence": theme.valence} for theme in study.themes],
        "respondents": _respondents(study),
        "quotes": _quotes(study, paths),
        "context": _context(study, paths),
        "mentions": _mentions(study),
        "ties": _ties(study),
        "notes": [_note(note) for note in source_reading.notes],
        "understood": list(source_reading.understood),
    }


def _note(note: Note) -> NoteJson:
    return {
        "text": note.text,
        "document": note.document,
        "place": note.place,
        "start": note.start,
        "end": note.end,
    }


def _respondents(study: Study) -> list[RespondentJson]:
    methods = {collection.id: collection.method for collection in study.collections}
    return [
        {"label": respondent.label, "method": methods.get(respondent.collection, "")}
        for respondent in study.respondents
    ]


def _quotes(study: Study, paths: dict[str, list[str]]) -> list[QuoteJson]:
    speakers = {respondent.id: respondent.label for respondent in study.respondents}
    themes: dict[str, list[list[str]]] = {}
    for coding in study.codings:
        themes.setdefault(coding.quote, []).append(paths[coding.theme])
    return [
        {
            "text": quote.text,
            "speaker": speakers.get(quote.respondent, ""),
            "theme_path": themes.get(quote.id, [[]])[0],
            "theme_paths": themes.get(quote.id, []),
            "kind": quote.layout,
            "document": quote.document,
            "start": quote.start,
            "end": quote.end,
        }
        for quote in study.quotes
    ]


def _context(study: Study, paths: dict[str, list[str]]) -> list[ContextJson]:
    return [
        {
            "text": passage.text,
            "description": passage.description,
            "theme_path": paths.get(passage.theme, []),
            "document": passage.document,
            "start": passage.start,
            "end": passage.end,
        }
        for passage in study.passages
        if passage.description
    ]


def _mentions(study: Study) -> list[MentionJson]:
    within: dict[str, Quote | Passage] = {quote.id: quote for quote in study.quotes}
    within |= {passage.id: passage for passage in study.passages}
    return [
        _mention(mention, within[mention.quote or mention.passage]) for mention in study.mentions
    ]


def _ties(study: Study) -> list[TieJson]:
    holders: dict[str, Quote | Passage] = {quote.id: quote for quote in study.quotes}
    holders |= {passage.id: passage for passage in study.passages}
    return [
        _tie(tie, [holders[name] for name in (*tie.quotes, *tie.passages)]) for tie in study.ties
    ]


def _tie(tie: Tie, evidence: Sequence[Quote | Passage]) -> TieJson:
    return {
        "source": tie.source,
        "target": tie.target,
        "type": tie.type,
        "status": tie.status,
        "direction": tie.direction,
        "voice": tie.voice,
        "statement": tie.statement,
        "rule": tie.rule,
        "text": evidence[0].text if evidence else "",
        "start": evidence[0].start if evidence else 0,
        "end": evidence[0].end if evidence else 0,
        "review": tie.review,
    }


def _mention(mention: Mention, within: Quote | Passage) -> MentionJson:
    start = within.start if mention.start is None else mention.start
    end = within.end if mention.end is None else mention.end
    return {
        "role": mention.role,
        "text": within.text[start - within.start : end - within.start],
        "start": start,
        "end": end,
        "in": "quote" if mention.quote else "passage",
        "review": mention.review,
    }
