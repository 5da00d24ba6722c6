"""REST under ``/api``: typed lists with filters and paging, each answered by one ``.rq`` query."""

from typing import Annotated, Generic, TypeVar

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

import ontology
from graph.answers import (
    AnalysisAnswer,
    Filters,
    GapAnswer,
    LinkAnswer,
    MeasureAnswer,
    QuoteAnswer,
    RespondentAnswer,
    RoleAnswer,
    StudyAnswer,
    ThemeAnswer,
    TieAnswer,
    ask,
)
from graph.errors import InputError, nearest
from graph.gap_query import reproducing
from graph.gaps.what_if import MOST, Consequences, parse_ties, what_if
from graph.iris import StudyIris
from graph.rdf import study_from_quads
from graph.store import GraphStore, Snapshot

router = APIRouter(prefix="/api")
Item = TypeVar("Item")

VALENCES = list(ontology.scheme("valence"))
GAP_KINDS = list(ontology.scheme("gap-kind"))


class Page(BaseModel, Generic[Item]):
    """A part of a list. ``next`` is the address at which the list goes on, null at its end."""

    items: list[Item]
    next: str | None = None


class Paging(BaseModel):
    """Which part of a list is wanted. Parameters that aren't known are refused."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(100, ge=1, le=1000, description="How many items at most.")
    offset: int = Field(0, ge=0, le=2**31, description="How many items to pass over.")


class StudiesWanted(Paging):
    """Filters of the list of studies."""

    text: str = Field("", description="Part of the title, in any case of letters.")


class LinksWanted(Paging):
    """Filters of the list of theme links."""

    study: str = Field("", description="Id or IRI of a study.")


class GapsWanted(LinksWanted):
    """Filters of the list of gaps, all of which must fit."""

    kind: str = Field("", description="Kind of gap.", json_schema_extra={"enum": [*GAP_KINDS]})

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, value: str) -> str:
        return _one_of(value, GAP_KINDS)


class MeasuresWanted(LinksWanted):
    """Filters of the list of measures, all of which must fit."""

    role: str = Field("", description="Id or IRI of an actor role; takes in all roles below it.")


class GapWanted(BaseModel):
    """Which gap is meant."""

    model_config = ConfigDict(extra="forbid")
    gap: str = Field(description="Id or IRI of a gap.")
    study: str = Field("", description="Id or IRI of its study, if several have such a gap.")


class TiesImagined(BaseModel):
    """Ties that aren't there."""

    model_config = ConfigDict(extra="forbid")
    study: str = Field(description="Id or IRI of a study.")
    add: list[Annotated[str, Field(max_length=500)]] = Field(
        min_length=1,
        max_length=MOST,
        description="A tie, such as “NHS -> VCS: collaborates with”; several are taken together.",
    )


class Wanted(LinksWanted):
    """Filters of a list, all of which must fit."""

    theme: str = Field("", description="Id or IRI of a theme; takes in all themes below it.")
    role: str = Field("", description="Id or IRI of an actor role; takes in all roles below it.")
    respondent: str = Field("", description="Id or IRI of a respondent.")
    valence: str = Field(
        "", description="Valence of the theme.", json_schema_extra={"enum": [*VALENCES]}
    )
    text: str = Field("", description="Part of the text or label, in any case of letters.")

    @field_validator("valence")
    @classmethod
    def _known_valence(cls, value: str) -> str:
        return _one_of(value, VALENCES)


def current_snapshot(request: Request) -> Snapshot:
    """Return the store as it is when the request comes."""
    store: GraphStore = request.app.state.store
    return store.snapshot()


Store = Annotated[Snapshot, Depends(current_snapshot)]


@router.get("/studies", tags=["studies"])
def studies(
    request: Request, store: Store, wanted: Annotated[StudiesWanted, Query()]
) -> Page[StudyAnswer]:
    """Studies in the store, with how many themes, quotes, respondents, ties and gaps each has."""
    return _page(request, store, StudyAnswer, wanted)


@router.get("/themes", tags=["themes"])
def themes(request: Request, store: Store, wanted: Annotated[Wanted, Query()]) -> Page[ThemeAnswer]:
    """Themes with their valence, and how many quotes and respondents carry them."""
    return _page(request, store, ThemeAnswer, wanted)


@router.get("/quotes", tags=["quotes"])
def quotes(request: Request, store: Store, wanted: Annotated[Wanted, Query()]) -> Page[QuoteAnswer]:
    """Quotes, word for word, with who said them, their themes and the roles they mention."""
    return _page(request, store, QuoteAnswer, wanted)


@router.get("/respondents", tags=["respondents"])
def respondents(
    request: Request, store: Store, wanted: Annotated[Wanted, Query()]
) -> Page[RespondentAnswer]:
    """Respondents, how they took part, and the role that the study gives them, if it does."""
    return _page(request, store, RespondentAnswer, wanted)


@router.get("/roles", tags=["roles"])
def roles(request: Request, store: Store, wanted: Annotated[Wanted, Query()]) -> Page[RoleAnswer]:
    """Actor roles that studies speak of, and by how many respondents each is held."""
    return _page(request, store, RoleAnswer, wanted)


@router.get("/ties", tags=["ties"])
def ties(request: Request, store: Store, wanted: Annotated[Wanted, Query()]) -> Page[TieAnswer]:
    """Ties between actor roles as reported: type, status, direction, voice and evidence."""
    return _page(request, store, TieAnswer, wanted)


@router.get("/links", tags=["links"])
def links(
    request: Request, store: Store, wanted: Annotated[LinksWanted, Query()]
) -> Page[LinkAnswer]:
    """Links between themes as reported, such as a facilitator that addresses a barrier."""
    return _page(request, store, LinkAnswer, wanted)


@router.get("/gaps", tags=["gaps"])
def gaps(request: Request, store: Store, wanted: Annotated[GapsWanted, Query()]) -> Page[GapAnswer]:
    """What the network lacks, each gap with its sentence and its evidence."""
    return _page(request, store, GapAnswer, wanted)


@router.get("/gaps/query", tags=["gaps"], response_class=PlainTextResponse)
def gap_query(store: Store, wanted: Annotated[GapWanted, Query()]) -> str:
    """The SPARQL query that reproduces one gap, ready to be asked."""
    found = [
        gap
        for gap in ask(store, GapAnswer, Filters(study=wanted.study))
        if wanted.gap in {gap.id, gap.iri}
    ]
    if len(found) != 1:
        known = [gap.id for gap in ask(store, GapAnswer)]
        several = f"{len(found)} studies have it; name one with study"
        raise UnknownFilterError("gap", several if found else _unknown(wanted.gap, known))
    return reproducing(found[0])


@router.get("/analyses", tags=["gaps"])
def analyses(
    request: Request, store: Store, wanted: Annotated[GapsWanted, Query()]
) -> Page[AnalysisAnswer]:
    """How gaps were looked for, by which method and parameters, and what was found in vain."""
    return _page(request, store, AnalysisAnswer, wanted)


@router.get("/measures", tags=["measures"])
def measures(
    request: Request, store: Store, wanted: Annotated[MeasuresWanted, Query()]
) -> Page[MeasureAnswer]:
    """Degree, betweenness, constraint and effective size of each role in a study's network."""
    return _page(request, store, MeasureAnswer, wanted)


@router.get("/what-if", tags=["gaps"])
def imagine(store: Store, wanted: Annotated[TiesImagined, Query()]) -> Consequences:
    """Which gaps ties would close, open or change, and whose numbers. Stores nothing."""
    known = ask(store, StudyAnswer)
    meant = next((each for each in known if wanted.study in {each.id, each.iri}), None)
    if meant is None:
        raise UnknownFilterError("study", _unknown(wanted.study, [each.id for each in known]))
    iris = StudyIris(meant.iri)
    study = study_from_quads(store.graph(iris.coded), iris)
    return what_if(study, parse_ties(wanted.add, study))


def _page(request: Request, store: Snapshot, kind: type[Item], wanted: Paging) -> Page[Item]:
    given = wanted.model_dump(exclude={"limit", "offset"})
    filters = Filters(**{"words" if name == "text" else name: given[name] for name in given})
    found = ask(store, kind, filters, limit=wanted.limit + 1, offset=wanted.offset)
    if not found:
        _refuse_unknown(store, filters)
    following = None
    if len(found) > wanted.limit:
        beyond = request.url.include_query_params(offset=wanted.offset + wanted.limit)
        following = f"{beyond.path}?{beyond.query}"
    return Page[Item](items=found[: wanted.limit], next=following)


def _refuse_unknown(store: Snapshot, filters: Filters) -> None:
    """Refuse a filter for what the store doesn't know: an empty list would look like a finding."""
    for name, kind in _FILTERED.items():
        value = getattr(filters, name)
        if value:
            known = {iri for answer in ask(store, kind) for iri in (answer.id, answer.iri)}
            shared = ontology.scheme("role") if name == "role" else {}
            known |= {*shared, *(concept.iri for concept in shared.values())}
            if value not in known:
                ids = sorted(identifier for identifier in known if "/" not in identifier)
                raise UnknownFilterError(name, _unknown(value, ids))


_FILTERED: dict[str, type[StudyAnswer | ThemeAnswer | RoleAnswer | RespondentAnswer]] = {
    "study": StudyAnswer,
    "theme": ThemeAnswer,
    "role": RoleAnswer,
    "respondent": RespondentAnswer,
}


class UnknownFilterError(InputError):
    """A filter names something that isn't in the store."""

    def __init__(self, parameter: str, problem: str) -> None:
        """``parameter`` is the filter's name in the URL."""
        self.parameter, self.problem = parameter, problem
        super().__init__(f"{parameter}: {problem}")


def _one_of(value: str, allowed: list[str]) -> str:
    if value and value not in allowed:
        raise PydanticCustomError(
            "unknown_value", "{problem}", {"problem": _unknown(value, allowed)}
        )
    return value


def _unknown(value: str, allowed: list[str]) -> str:
    return f"{value[:100]!r} isn't known; {nearest(value[:100], allowed)}"
