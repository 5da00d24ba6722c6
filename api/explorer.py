"""What the explorer's views ask for beside its data. All of it only reads."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.rest import Store
from graph.rdf.describe import study_names
from ontology.questions import questions
from viz.compare import STUDIES, Comparison, compare
from viz.corpus import Found, Shared, sector_ties, studies
from viz.query_page import query_data
from viz.through import Chosen
from viz.what_if import Imagined, imagined

router = APIRouter(prefix="/explorer", include_in_schema=False)


@router.get("/what-if.json")
def what_if(store: Store, study: str, add: Annotated[list[str], Query()]) -> Imagined:
    """Say what ties would change in a study; ``add`` is a tie in words, once for each."""
    return imagined(store, study, add)


_Value = Annotated[str, Query(max_length=2000)]


def _chosen(
    valence: Annotated[tuple[_Value, ...], Query(max_length=20)] = (),
    role: _Value = "",
    theme: _Value = "",
    respondent: _Value = "",
    coder: _Value = "",
    words: _Value = "",
) -> Chosen:
    return Chosen(frozenset(valence), role, theme, respondent, coder, words)


@router.get("/compare.json")
def comparison(
    store: Store,
    chosen: Annotated[Chosen, Depends(_chosen)],
    by: str = STUDIES,
    here: str = "",
    there: str = "",
    study: str = "",
) -> Comparison:
    """Set two studies, or two sectors of one or all studies, side by side, as filters have it."""
    return compare(store, by, here, there, study=study, chosen=chosen)


@router.get("/studies.json", response_model=None)
def listed(store: Store, words: str = "") -> Found:
    """Return the first studies whose titles have these words, and how many there are."""
    return studies(store, words)


@router.get("/sectors.json", response_model=None)
def sectors(store: Store) -> list[Shared]:
    """Return the ties between sectors by the number of studies that report one."""
    return sector_ties(store)


@router.get("/query.json")
def query(store: Store) -> dict[str, Any]:
    """Say what the query editor needs: questions, prefixes, terms to complete."""
    return query_data(questions().values(), study_names(store))
