"""Answers: what the store knows, as typed records, each kind from one query in ``queries/``.

REST, the command line, the network and the pages all ask here. ``ask`` returns a whole list,
``page`` a part of it with a cursor, ``every`` streams it; ``Filters`` say what is wanted.
"""

from graph.answers.asking import Page, ask, every, find_study, page
from graph.answers.binding import Bindings, bound, query_text
from graph.answers.cursor import CursorError
from graph.answers.kinds import BY_RECORD, KINDS, Filters, Kind
from graph.answers.records import (
    AnalysisAnswer,
    CodingAnswer,
    DocumentAnswer,
    FigureAnswer,
    GapAnswer,
    LinkAnswer,
    MeasureAnswer,
    MentionAnswer,
    PassageAnswer,
    QuoteAnswer,
    RespondentAnswer,
    RoleAnswer,
    StretchAnswer,
    StudyAnswer,
    StudyName,
    ThemeAnswer,
    TieAnswer,
    answer,
)
from graph.answers.resolving import UnknownValueError, choices

__all__ = [
    "BY_RECORD",
    "KINDS",
    "AnalysisAnswer",
    "Bindings",
    "CodingAnswer",
    "CursorError",
    "DocumentAnswer",
    "FigureAnswer",
    "Filters",
    "GapAnswer",
    "Kind",
    "LinkAnswer",
    "MeasureAnswer",
    "MentionAnswer",
    "Page",
    "PassageAnswer",
    "QuoteAnswer",
    "RespondentAnswer",
    "RoleAnswer",
    "StretchAnswer",
    "StudyAnswer",
    "StudyName",
    "ThemeAnswer",
    "TieAnswer",
    "UnknownValueError",
    "answer",
    "ask",
    "bound",
    "choices",
    "every",
    "find_study",
    "page",
    "query_text",
]
