"""REST: full text search at ``/api/v1/search``."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from api.rest import Page, Store, UnknownFilterError
from graph.errors import InputError
from graph.search import finding
from graph.search.finding import CursorError, Hit, UnknownStudyError
from graph.search.wanted import MAX_CHARACTERS, SearchError

router = APIRouter(prefix="/api/v1", tags=["search"])


class Kind(StrEnum):
    """What can be found."""

    QUOTE = "quote"
    PASSAGE = "passage"
    THEME = "theme"
    ROLE = "role"


class SearchWanted(BaseModel):
    """What is searched for, and which page of it."""

    model_config = ConfigDict(extra="forbid")
    q: str = Field(
        max_length=MAX_CHARACTERS,
        description="Words that must all occur, in any form; `OR`, `-word`, brackets, "
        '`"a phrase"`, `begin*`.',
        examples=['trust OR "good will"'],
    )
    kind: list[Kind] = Field([], max_length=4, description="Only these kinds; may be repeated.")
    study: str = Field("", description="Id or IRI of a study.", examples=["changing-the-culture"])
    limit: int = Field(20, ge=1, le=finding.MAX_LIMIT, description="How many hits at most.")
    cursor: str = Field("", description="Where to go on: it stands in the last page's `next`.")


@router.get("/search")
def search(request: Request, store: Store, wanted: Annotated[SearchWanted, Query()]) -> Page[Hit]:
    """Quotes, passages, themes and roles that have the words, best first.

    `score` is BM25's, and ranks the hits of one search. Each of `highlights` says where words stand
    that were found: `field` is the place of a text in `fields`, `start` and `end` its code points.
    """
    asked = finding.Wanted(
        wanted.q, tuple(map(str, wanted.kind)), wanted.study, wanted.limit, wanted.cursor
    )
    try:
        found = finding.search(store, asked)
    except InputError as error:
        parameter = next((name for kind, name in _PARAMETERS.items() if isinstance(error, kind)))
        raise UnknownFilterError(parameter, str(error)) from error
    beyond = request.url.include_query_params(cursor=found.next) if found.next else None
    following = f"{beyond.path}?{beyond.query}" if beyond else None
    return Page[Hit](items=list(found.hits), next=following)


_PARAMETERS: dict[type[InputError], str] = {
    SearchError: "q",
    CursorError: "cursor",
    UnknownStudyError: "study",
}
"""Which parameter each error is about."""
