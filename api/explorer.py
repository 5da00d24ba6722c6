"""What the explorer's views ask for beside its data. All of it only reads."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.rest import Store
from graph.answers import StudyName, ask
from graph.describe import study_names
from ontology.questions import questions
from viz.compare import STUDIES, Choice, Comparison, compare
from viz.query_page import query_data
from viz.what_if import Imagined, imagined

router = APIRouter(prefix="/explorer", include_in_schema=False)


@router.get("/what-if.json")
def what_if(store: Store, study: str, add: Annotated[list[str], Query()]) -> Imagined:
    """Say what ties would change in a study; ``add`` is a tie in words, once for each."""
    return imagined(store, study, add)


@router.get("/compare.json")
def comparison(
    store: Store, by: str = STUDIES, here: str = "", there: str = "", study: str = ""
) -> Comparison:
    """Set two studies, or two sectors of one or all studies, side by side."""
    studies = [Choice(each.id, each.title) for each in ask(store, StudyName)]
    return compare(store, by, here, there, study=study, studies=studies)


@router.get("/query.json")
def query(store: Store) -> dict[str, Any]:
    """Say what the query editor needs: questions, prefixes, terms to complete."""
    return query_data(questions().values(), study_names(store))
