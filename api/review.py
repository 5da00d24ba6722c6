"""The review of a study folder over HTTP: only there if the server was started for it.

Whatever changes the folder needs the token that stands in the page: another page in the same
browser can send requests to loopback, but it can't read ours.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from graph.errors import ConflictError
from graph.folders.check import load
from graph.model import Decision
from graph.review.context import Context
from graph.review.desk import Desk
from graph.review.suggestions import Wanted
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from viz.review_page import review_page
from viz.urls import PROOF, REVIEW, REVIEW_API

MOST_ITEMS = 200
"""How many suggestions one answer holds at most."""


class WantedHere(BaseModel):
    """Which suggestions are wanted; what isn't given may be anything."""

    model_config = ConfigDict(extra="forbid")
    table: str = Field("", max_length=200)
    rule: str = Field("", max_length=200)
    theme: str = Field("", max_length=200)
    role: str = Field("", max_length=200)
    first: str = Field("", max_length=200, description="The one that is to come first.")
    limit: int = Field(50, ge=1, le=MOST_ITEMS)
    offset: int = Field(0, ge=0, le=2**31)


class Suggestions(BaseModel):
    """Suggestions with their contexts; ``left`` is how many there are with these filters."""

    items: list[Context]
    left: int


class Verdict(BaseModel):
    """What somebody decides on one suggestion."""

    model_config = ConfigDict(extra="forbid")
    reference: str = Field(max_length=200)
    decision: str = Field(max_length=20)
    changes: dict[str, str] = Field(default_factory=dict, max_length=20)
    why: str = ""


class Made(BaseModel):
    """A decision that was made, or undone; ``back`` are suggestions that are open again."""

    id: str
    about: str
    decision: str
    back: list[str] = []


class Built(BaseModel):
    """Whether building changed the store."""

    changed: bool


class _Room:
    """A desk that several requests share, one after the other."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._lock = desk, Lock()
        self.token = secrets.token_urlsafe(32)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Hold the desk; if somebody else changed the folder, it is read again for next time."""
        with self._lock:
            try:
                yield self._desk
            except ConflictError:
                self._desk.reload()
                raise

    def allow(
        self,
        token: Annotated[str, Header(alias=PROOF)] = "",
        site: Annotated[str, Header(alias="Sec-Fetch-Site")] = "same-origin",
    ) -> None:
        """Refuse requests that don't come from the page."""
        sent = secrets.compare_digest(token.encode(), self.token.encode())
        if not sent or site != "same-origin":
            raise HTTPException(403, "Only the page itself can change the study: load it again.")


def review_router(desk: Desk, store: GraphStore) -> APIRouter:
    """Return the page of a review and what it needs."""
    room, router = _Room(desk), APIRouter()
    guarded = [Depends(room.allow)]

    @router.get(REVIEW, include_in_schema=False)
    def page() -> HTMLResponse:
        with room.desk() as held:
            html = review_page(held.study, held.folder.name, held.by, room.token)
        return HTMLResponse(html, headers={"Cache-Control": "no-store"})

    @router.get(REVIEW_API, tags=["review"])
    def suggestions(wanted: Annotated[WantedHere, Query()]) -> Suggestions:
        """What a program suggested and nobody decided, in the order of the text."""
        with room.desk() as held:
            filters = wanted.model_dump(exclude={"first", "limit", "offset"})
            found = held.pending(Wanted(**filters))
            found.sort(key=lambda each: each.reference != wanted.first)
            shown = found[wanted.offset : wanted.offset + wanted.limit]
            return Suggestions(items=[held.context(each) for each in shown], left=len(found))

    @router.post(f"{REVIEW_API}/decisions", tags=["review"], dependencies=guarded)
    def decide(verdict: Verdict) -> Made:
        """Accept, reject or edit one suggestion; saved in the study folder at once."""
        with room.desk() as held:
            made = held.decide(verdict.reference, verdict.decision, verdict.changes, verdict.why)
            return _made(made)

    @router.post(f"{REVIEW_API}/undo", tags=["review"], dependencies=guarded)
    def undo() -> Made:
        """Undo the last decision, also one of an earlier session."""
        with room.desk() as held:
            before = {each.reference for each in held.pending()}
            made = held.undo()
            back = [each.reference for each in held.pending() if each.reference not in before]
            return _made(made, back)

    @router.post(f"{REVIEW_API}/build", tags=["review"], dependencies=guarded)
    def rebuild() -> Built:
        """Put the study folder into the store, so that the explorer shows what was decided."""
        with room.desk() as held:
            return Built(changed=build([load(held.folder)], store))

    return router


def _made(decision: Decision, back: list[str] | None = None) -> Made:
    return Made(id=decision.id, about=decision.about, decision=decision.decision, back=back or [])
