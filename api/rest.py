"""REST under ``/api/v1``: lists, records, analyses, a gap's own query, what a tie would change."""

from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Query, Request
from fastapi.responses import PlainTextResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from api.reach import FEW
from api.v1.analyses import ROUTES
from api.v1.lists import list_routes
from api.v1.routes import Route, Store, add
from graph.answers import Filters, GapAnswer, StudyName, ask
from graph.answers.resolving import all_studies
from graph.errors import InputError, nearest
from graph.gap_query import reproducing
from graph.gaps.what_if import MOST, Consequences
from graph.imagining import imagine

Item = TypeVar("Item")

__all__ = ["Page", "Store", "UnknownFilterError", "formerly", "routes"]


class Page(BaseModel, Generic[Item]):
    """A part of a list. ``next`` is the address at which the list goes on, null at its end."""

    items: list[Item]
    next: str | None = None


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


def routes(problems: dict[int | str, Any]) -> APIRouter:
    """Return every route; ``problems`` are the errors that any of them can answer with."""
    router = APIRouter(prefix="/api/v1")
    own = APIRouter(responses=problems)
    own.add_api_route("/gaps/query", gap_query, tags=["gaps"], response_class=PlainTextResponse)
    own.add_api_route("/what-if", what_if, tags=["gaps"])
    router.include_router(own)
    for route in every_route():
        add(router, route, problems)
    return router


def every_route() -> tuple[Route, ...]:
    """Return the routes of lists, single records and analyses."""
    return (*list_routes(), *ROUTES)


def gap_query(store: Store, wanted: Annotated[GapWanted, Query()]) -> str:
    """The SPARQL query that reproduces one gap, ready to be asked."""
    if not wanted.study and len(all_studies(store)) > FEW:
        raise UnknownFilterError("study", f"is needed where there are more than {FEW}")
    found = [
        gap
        for gap in ask(store, GapAnswer, Filters(study=wanted.study))
        if wanted.gap in {gap.id, gap.iri}
    ]
    if len(found) != 1:
        known = [gap.id for gap in ask(store, GapAnswer, Filters(study=wanted.study))]
        several = f"{len(found)} studies have it; name one with study"
        raise UnknownFilterError("gap", several if found else _unknown(wanted.gap, known))
    return reproducing(found[0])


def what_if(store: Store, wanted: Annotated[TiesImagined, Query()]) -> Consequences:
    """Which gaps ties would close, open or change, and whose numbers. Stores nothing."""
    known = ask(store, StudyName)
    meant = next((each for each in known if wanted.study in {each.id, each.iri}), None)
    if meant is None:
        raise UnknownFilterError("study", _unknown(wanted.study, [each.id for each in known]))
    return imagine(store, meant.iri, wanted.add)


formerly = APIRouter(include_in_schema=False)
"""The addresses from before the API had a version; they lead to those of version 1."""

_FORMERLY = {
    **{name: name for name in ("studies", "themes", "quotes", "respondents", "roles", "ties")},
    **{name: name for name in ("gaps", "gaps/query", "analyses", "measures", "what-if")},
    "links": "theme-links",
}


def moved(request: Request) -> RedirectResponse:
    """Lead to the address in version 1."""
    name = _FORMERLY[request.url.path.removeprefix("/api/")]
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/api/v1/{name}{query}", HTTPStatus.PERMANENT_REDIRECT)


for _name in _FORMERLY:
    formerly.add_api_route(f"/api/{_name}", moved)


class UnknownFilterError(InputError):
    """A filter names something that isn't in the store."""

    def __init__(self, parameter: str, problem: str) -> None:
        """``parameter`` is the filter's name in the URL."""
        self.parameter, self.problem = parameter, problem
        super().__init__(f"{parameter}: {problem}")


def _unknown(value: str, allowed: list[str]) -> str:
    return f"{value[:100]!r} isn't known; {nearest(value[:100], allowed)}"
