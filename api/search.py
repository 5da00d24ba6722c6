"""REST: full text search at ``/api/v1/search``."""

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from api.rest import Page, Store, UnknownFilterError
from api.v1.caching import kept
from api.v1.formats import CSV, JSON, LINES, Format, as_csv, as_lines, chosen
from graph.answers.searched import refuse_unknown
from graph.errors import InputError
from graph.search import finding
from graph.search.about import FILTERS
from graph.search.finding import CursorError, Hit, UnknownStudyError
from graph.search.meaning import nearest_texts
from graph.search.wanted import MAX_CHARACTERS, SearchError
from graph.stores.embedded import Snapshot

router = APIRouter(prefix="/api/v1", tags=["search"])
_FORMATS = (JSON, LINES, CSV)
COLUMNS = ("score", "kind", "id", "study", "text", "iri")
"""The columns of CSV."""


class Kind(StrEnum):
    """What can be found."""

    QUOTE = "quote"
    PASSAGE = "passage"
    THEME = "theme"
    ROLE = "role"


class By(StrEnum):
    """How texts are found."""

    WORDS = "words"
    MEANING = "meaning"


class SearchWanted(BaseModel):
    """What is searched for, and which page of it."""

    model_config = ConfigDict(extra="forbid")
    q: str = Field(
        max_length=MAX_CHARACTERS,
        description="Words that must all occur, in any form; `OR`, `-word`, brackets, "
        '`"a phrase"`, `begin*`.',
        examples=['trust OR "good will"'],
    )
    by: By = Field(
        By.WORDS,
        description="`meaning`: the quotes and passages nearest in meaning to `q`, any words, of "
        "which none need occur; at most 100, without `cursor`. Needs a model: 501 without.",
    )
    kind: list[Kind] = Field([], max_length=4, description="Only these kinds; may be repeated.")
    study: str = Field("", description="Id or IRI of a study.", examples=["changing-the-culture"])
    limit: int = Field(20, ge=1, le=finding.MAX_LIMIT, description="How many hits at most.")
    cursor: str = Field("", description="Where to go on: it stands in the last page's `next`.")
    theme: str = Field("", description="Id or IRI of a theme; takes in all below it.")
    role: str = Field("", description="Id or IRI of an actor role; takes in all below it.")
    respondent: str = Field("", description="Id or IRI of a respondent: only their quotes.")
    valence: Literal["", "barrier", "facilitator", "neutral"] = Field(
        "", description="Valence of the theme."
    )
    format: Literal["", "json", "ndjson", "csv"] = Field(
        "", description="The format, whatever `Accept` says."
    )


class Found(Page[Hit]):
    """A page of hits.

    `found` is how many there are, at most 1,000: if it's that there may be more, and the best of
    the first 1,000 are given.
    """

    found: int


@router.get(
    "/search",
    response_class=Response,
    responses={200: {"model": Found, "content": {CSV.media_type: {}, LINES.media_type: {}}}},
)
def search(request: Request, store: Store, wanted: Annotated[SearchWanted, Query()]) -> Response:
    """Quotes, passages, themes and roles that have the words, best first.

    `score` is BM25's, and ranks the hits of one search. Each of `highlights` says where words stand
    that were found: `field` is the place of a text in `fields`, `start` and `end` its code points.
    By meaning, `score` is the cosine, and nothing is highlighted.
    """
    form = chosen(request, wanted.format, _FORMATS)
    return kept(request, store, form.media_type, lambda: _answered(request, store, wanted, form))


def _answered(request: Request, store: Snapshot, wanted: SearchWanted, form: Format) -> Response:
    found = _found(store, wanted)
    beyond = request.url.include_query_params(cursor=found.next) if found.next else None
    following = f"{beyond.path}?{beyond.query}" if beyond else None
    if form == JSON:
        page = Found(items=list(found.hits), next=following, found=found.found)
        body = page.model_dump_json().encode()
    elif form == CSV:
        body = b"".join(as_csv(COLUMNS, map(_row, found.hits)))
    else:
        body = b"".join(as_lines(map(asdict, found.hits)))
    made = Response(body, media_type=form.media_type)
    if following:
        made.headers["Link"] = f'<{following}>; rel="next"'
    return made


def _row(hit: Hit) -> dict[str, object]:
    texts = " ".join(field.text for field in hit.fields)
    return {**asdict(hit), "text": texts}


def _found(store: Snapshot, wanted: SearchWanted) -> finding.Hits:
    about = tuple((name, value) for name in FILTERS if (value := str(getattr(wanted, name))))
    asked = finding.Wanted(
        wanted.q, tuple(map(str, wanted.kind)), wanted.study, wanted.limit, wanted.cursor, about
    )
    find = nearest_texts if wanted.by is By.MEANING else finding.search
    try:
        found = find(store, asked)
    except InputError as error:
        fitting = (name for kind, name in _PARAMETERS.items() if isinstance(error, kind))
        parameter = next(fitting, str(error).partition(":")[0])
        raise UnknownFilterError(parameter, str(error)) from error
    if not found.hits:
        refuse_unknown(store, about)
    return found


_PARAMETERS: dict[type[InputError], str] = {
    SearchError: "q",
    CursorError: "cursor",
    UnknownStudyError: "study",
}
"""Which parameter each error is about."""
