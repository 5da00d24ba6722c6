"""What is seen in the explorer, to take along: SVG, GraphML, GEXF, and one HTML file.

These are asked for by POST because what is seen can be long; nothing is stored.
"""

import json
from dataclasses import asdict, dataclass, field
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field

from api.drawn import DrawnStudies
from api.rest import Store
from graph.answers import find_study
from viz.page import drawn_page
from viz.picture import Id, Number, Scene, svg
from viz.seen import Notes, Seen, gexf, graphml

router = APIRouter(prefix="/explorer", include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Point:
    """A place that somebody gave to a node, in pixels."""

    x: Number
    y: Number


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The explorer as it is: which study, what its address says, places and notes."""

    study: Id = ""
    address: Annotated[str, Field(max_length=100_000)] = ""
    places: Annotated[dict[Id, Point], Field(max_length=100_000)] = field(default_factory=dict)
    notes: Notes = field(default_factory=dict)


@router.post("/seen.svg")
def as_svg(scene: Scene) -> Response:
    """Return what is drawn as SVG."""
    return Response(svg(scene), media_type="image/svg+xml")


@router.post("/seen.graphml")
def as_graphml(store: Store, seen: Seen) -> Response:
    """Return what is seen as GraphML."""
    return Response(graphml(store, seen), media_type="application/graphml+xml")


@router.post("/seen.gexf")
def as_gexf(store: Store, seen: Seen) -> Response:
    """Return what is seen as GEXF."""
    return Response(gexf(store, seen), media_type="application/gexf+xml")


@router.post("/seen.html")
def as_html(request: Request, store: Store, seen: SeenPage) -> Response:
    """Return the explorer as one file, with places, notes and view."""
    drawn: DrawnStudies = request.app.state.drawn
    study = find_study(store, seen.study).iri if seen.study else ""
    data = json.loads(drawn.of(store, study).plain)
    data["carried"] = {
        "places": {node: asdict(place) for node, place in seen.places.items()},
        "notes": seen.notes,
        "address": seen.address if seen.address.startswith("#") else "",
    }
    page = drawn_page(data)
    return Response(page, media_type="text/html; charset=utf-8")
