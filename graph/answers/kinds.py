"""Kinds of lists: what each is asked by, sorted by, and what its records lead to."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from graph.answers.records import (
    AnalysisAnswer,
    CodingAnswer,
    DocumentAnswer,
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
)
from ontology import TG


@dataclass(frozen=True, slots=True)
class Filters:
    """Which records are wanted. Empty means any; all must fit.

    ``study``, ``theme``, ``role``, ``speaker``, ``respondent``, ``coder`` and ``document`` are ids
    or IRIs. A theme or role includes all below it, but for a theme with ``exactly``. ``words`` are
    a part of the text in any case, ``name`` a measure's; all others are notations of schemes.
    """

    study: str = ""
    theme: str = ""
    role: str = ""
    respondent: str = ""
    valence: str = ""
    words: str = ""
    kind: str = ""
    exactly: bool = False
    speaker: str = ""
    sector: str = ""
    method: str = ""
    type: str = ""
    status: str = ""
    direction: str = ""
    voice: str = ""
    coder: str = ""
    review: str = ""
    document: str = ""
    layout: str = ""
    medium: str = ""
    name: str = ""

    def given(self) -> dict[str, str]:
        """Return the filters that aren't empty, but for ``exactly``, which belongs to a theme."""
        names = (field.name for field in fields(self) if field.name != "exactly")
        return {name: value for name in names if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Thing:
    """Filter values that are records, by id or IRI. ``own`` says that each is of one study."""

    variable: str
    type: str
    own: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """Filter values that are concepts of a scheme, by notation.

    ``property`` leads from a record of a study to the concept, if there is one that does.
    """

    variable: str
    scheme: str
    property: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Filter values that are text."""

    variable: str


@dataclass(frozen=True, slots=True)
class ClassOf:
    """Filter values that stand for classes."""

    variable: str
    classes: Mapping[str, str]


Filter = Thing | Chosen | Written | ClassOf

METHODS = {"interview": str(TG.Interview), "focus-group": str(TG.FocusGroup)}

FILTERS: Mapping[str, Filter] = {
    "theme": Thing("wantedTheme", str(TG.Theme)),
    "role": Thing("wantedRole", str(TG.ActorRole), own=False),
    "speaker": Thing("speakingRole", str(TG.ActorRole), own=False),
    "respondent": Thing("wantedRespondent", str(TG.Respondent)),
    "coder": Thing("wantedCoder", str(TG.Coder)),
    "document": Thing("wantedDocument", str(TG.Document)),
    "valence": Chosen("wantedValence", "valence", str(TG.effectiveValence)),
    "sector": Chosen("wantedSector", "sector"),
    "status": Chosen("wantedStatus", "tie-status", str(TG.tieStatus)),
    "direction": Chosen("wantedDirection", "direction", str(TG.direction)),
    "voice": Chosen("wantedVoice", "voice", str(TG.voice)),
    "review": Chosen("wantedReview", "review-status", str(TG.reviewStatus)),
    "layout": Chosen("wantedLayout", "layout", str(TG.layout)),
    "kind": Chosen("wantedKind", "gap-kind"),
    "medium": Chosen("wantedMedium", "medium", str(TG.medium)),
    "method": ClassOf("wantedMethod", METHODS),
    "words": Written("words"),
    "name": Written("wantedName"),
}
"""How each filter is bound; ``study`` is the variable of that name, ``type`` is the kind's own."""

EXACTLY = "onlyTheme"
"""The variable of a theme without those below it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list: its records, its query, and what it's asked by.

    ``type`` is the class of its records in the ontology, ``leads`` the kind of what a field names,
    and ``by_study`` says that each record is part of one study, and that the list follows studies.
    ``counts`` is the query of counts over the whole store, which are the same for every list.
    ``spoken_of``: a study that has records of a role speaks of it.
    """

    name: str
    record: type[Any]
    query: str
    filters: tuple[str, ...] = ("study",)
    sorts: tuple[str, ...] = ()
    leads: Mapping[str, str] | None = None
    types: str = ""
    type: str = ""
    by_study: bool = True
    spoken_of: bool = True
    counts: str = ""

    def filter_study(self) -> None:
        """Refuse a study as a filter where it isn't taken."""
        if "study" not in self.filters:
            raise ValueError(f"a list of {self.name} takes no study")

    def filter(self, name: str) -> Filter:
        """Return how a filter is bound; ``ValueError`` if the kind doesn't take it."""
        if name not in self.filters:
            raise ValueError(f"a list of {self.name} takes no {name}")
        return (
            Chosen("wantedType", self.types, str(TG[_TYPED[self.types]]))
            if name == "type"
            else FILTERS[name]
        )


_TYPED = {"tie-type": "tieType", "link-type": "linkType"}
_ABOUT = ("study", "theme", "valence", "role", "sector", "respondent", "method")
_STATED = ("coder", "review")
_STUDY = {"study": "studies"}

_KINDS = (
    Kind(
        "studies", StudyAnswer, "studies", ("study", "role", "sector", "words"),
        ("id", "title", "themes", "quotes", "respondents", "ties", "gaps"),
        type=str(TG.Study),
    ),
    Kind(
        "documents", DocumentAnswer, "documents",
        ("study", "document", "theme", "role", "respondent", "medium", "words"),
        ("id", "title", "length", "quotes"), _STUDY, type=str(TG.Document),
    ),
    Kind(
        "themes", ThemeAnswer, "themes", (*_ABOUT, *_STATED, "words"),
        ("id", "label", "valence", "quotes", "respondents"), {**_STUDY, "broader": "themes"},
        type=str(TG.Theme),
    ),
    Kind(
        "quotes", QuoteAnswer, "quotes",
        (*_ABOUT, "speaker", "document", "layout", *_STATED, "words"),
        ("id", "speaker", "text", "start"),
        {**_STUDY, "document": "documents", "respondent": "respondents", "themes": "themes",
         "roles": "roles"},
        type=str(TG.Quote),
    ),
    Kind(
        "respondents", RespondentAnswer, "respondents", (*_ABOUT, "words"),
        ("id", "label", "method", "quotes"), {**_STUDY, "affiliation": "roles", "role": "roles"},
        type=str(TG.Respondent),
    ),
    Kind(
        "roles", RoleAnswer, "roles",
        ("study", "theme", "valence", "role", "sector", "respondent", "words"),
        ("id", "label", "sector", "mentions", "ties", "respondents"), {"broader": "roles"},
        type=str(TG.ActorRole), by_study=False, counts="role-counts",
    ),
    Kind(
        "ties", TieAnswer, "ties",
        (*_ABOUT, "type", "status", "direction", "voice", *_STATED, "words"),
        ("id", "source_label", "target_label", "type", "status"),
        {**_STUDY, "source": "roles", "target": "roles", "theme": "themes", "evidence": "quotes"},
        "tie-type", str(TG.Tie),
    ),
    Kind(
        "theme-links", LinkAnswer, "links",
        ("study", "theme", "valence", "respondent", "method", "type", "voice", *_STATED, "words"),
        ("id", "type"),
        {**_STUDY, "source": "themes", "target": "themes", "evidence": "quotes"},
        "link-type", str(TG.ThemeLink),
    ),
    Kind(
        "mentions", MentionAnswer, "mentions", (*_ABOUT, *_STATED), ("id",),
        {**_STUDY, "words": "quotes", "role": "roles"}, type=str(TG.Mention),
    ),
    Kind(
        "gaps", GapAnswer, "gaps", ("study", "kind", "theme", "role", "sector", "words"),
        ("id", "kind", "score", "p", "q"), _STUDY, type=str(TG.Gap), spoken_of=False,
    ),
    Kind(
        "measures", MeasureAnswer, "measures", ("study", "role", "sector", "name"),
        ("role_label", "name", "value"), {**_STUDY, "role": "roles"}, type=str(TG.Measure),
    ),
    Kind(
        "analyses", AnalysisAnswer, "analyses", ("study", "kind"), ("id", "kind"), _STUDY,
        type=str(TG.Analysis),
    ),
    Kind("passages", PassageAnswer, "passages", type=str(TG.Passage)),
    Kind("codings", CodingAnswer, "codings", type=str(TG.Coding)),
    Kind("stretches", StretchAnswer, "stretches"),
    Kind("study-names", StudyName, "study-names", (), by_study=False),
)  # fmt: skip

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _KINDS}
"""Every kind of list by its name."""

BY_RECORD: Mapping[type, Kind] = {kind.record: kind for kind in _KINDS}
"""Every kind of list by the class of its records."""
