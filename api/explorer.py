"""What the explorer's views ask for beside its data. All of it only reads."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.rest import Store
from viz.what_if import Imagined, imagined

router = APIRouter(prefix="/explorer", include_in_schema=False)


@router.get("/what-if.json")
def what_if(store: Store, study: str, add: Annotated[list[str], Query()]) -> Imagined:
    """Say what ties would change in a study; ``add`` is a tie in words, once for each."""
    return imagined(store, study, add)
