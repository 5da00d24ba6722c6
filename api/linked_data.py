"""Linked data: what stands behind the IRIs of studies, records and ontology terms.

Pages for people; Turtle, JSON-LD, RDF/XML and N-Triples for programs: by ``Accept``, or by
``?format=`` for a link.
"""

from collections.abc import Callable, Iterable
from functools import partial
from http import HTTPStatus
from typing import Annotated

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

import ontology
from api.rest import Store
from graph.errors import NotFoundError
from graph.rdf.describe import describe, iri_of, said_of, serialised, study_names
from graph.service.sparql import best_media_type
from graph.stores.embedded import Snapshot
from viz import ontology_page, urls
from viz.record_page import record_page, studies_page
from viz.urls import CONTEXT, DATA, DESCRIBE, FORMATS, ONTOLOGY, Addresses

router = APIRouter(tags=["linked data"])

Format = Annotated[
    str,
    Query(
        alias="format",
        description="The format, whatever Accept says.",
        json_schema_extra={"enum": [each.name for each in FORMATS]},
    ),
]
_PAGE = FORMATS[0]
_VARY = {"Vary": "Accept"}
_ANSWERS: dict[int | str, dict[str, object]] = {
    HTTPStatus.OK.value: {
        "description": "A page, or the same as RDF.",
        "content": {each.media_type: {} for each in FORMATS},
    }
}


@router.get(ONTOLOGY, response_class=Response, responses=_ANSWERS)
def whole_ontology(request: Request, wanted: Format = "") -> Response:
    """Answer with the ontology, its schemes and rules."""
    return _answer(request, wanted, ONTOLOGY, ontology_page.ontology_page, ontology_page.triples)


@router.get(CONTEXT, response_class=Response)
def context() -> Response:
    """Answer with the JSON-LD context."""
    return Response(ontology.context(), media_type="application/ld+json")


@router.get(f"{ONTOLOGY}/ns/{{version}}", response_class=Response, responses=_ANSWERS)
def ontology_version(request: Request, version: str, wanted: Format = "") -> Response:
    """Answer with the ontology, if this is its present version."""
    present = ontology.version()
    if version != present:
        raise NotFoundError(f"version {version!r} isn't served here; the present one is {present}")
    return ontology_part(request, "ns", wanted)


@router.get(f"{ONTOLOGY}/authors", include_in_schema=False)
def authors() -> RedirectResponse:
    """Lead to the ontology, which says who made it."""
    return RedirectResponse(f"{ONTOLOGY}#about-the-ontology", HTTPStatus.SEE_OTHER)


@router.get(f"{ONTOLOGY}/alignment/{{name}}", response_class=Response, responses=_ANSWERS)
def alignment(request: Request, name: str, wanted: Format = "") -> Response:
    """Answer with what our terms are in another vocabulary, such as `schema`."""
    triples = ontology_page.alignment_triples(name)
    url = urls.alignment_url(name)
    return _answer(
        request, wanted, url, lambda: ontology_page.alignment_page(name), lambda: triples
    )


@router.get(f"{ONTOLOGY}/{{name}}", response_class=Response, responses=_ANSWERS)
def ontology_part(request: Request, name: str, wanted: Format = "") -> Response:
    """Answer with a part of the ontology: `ns` is the core, others are schemes, such as `role`."""
    if name in ontology.SHAPES:
        page, found = ontology_page.checks_page, ontology_page.checks_triples
    else:
        ontology_page.check(name)
        page, found = ontology_page.section_page, ontology_page.triples
    return _answer(
        request,
        wanted,
        f"{ONTOLOGY}/{name}",
        partial(page, name),
        partial(found, name),
    )


@router.get(DATA, response_class=Response, responses=_ANSWERS)
def studies(request: Request, store: Store, wanted: Format = "") -> Response:
    """Answer with the studies that are here, each with what it says of itself."""
    names = study_names(store)
    return _answer(
        request,
        wanted,
        DATA,
        lambda: studies_page(names, Addresses(names)),
        lambda: said_of(store, [name.iri for name in names]),
    )


@router.get(f"{DATA}/{{study}}", response_class=Response, responses=_ANSWERS)
def study(request: Request, store: Store, study: str, wanted: Format = "") -> Response:
    """Answer with all that is said of a study itself."""
    return _described(request, wanted, store, iri_of(store, study))


@router.get(f"{DATA}/{{study}}/{{kind}}/{{record}}", response_class=Response, responses=_ANSWERS)
def record(
    request: Request,
    store: Store,
    study: str,
    kind: str,
    record: str,
    wanted: Format = "",
) -> Response:
    """Answer with all that is said of a record: a theme, quote, tie, gap and so on."""
    return _described(request, wanted, store, iri_of(store, study, kind, record))


@router.get(DESCRIBE, response_class=Response, responses=_ANSWERS)
def anything(
    request: Request,
    store: Store,
    iri: Annotated[str, Query(description="An IRI, such as that of a shared role.")],
    wanted: Format = "",
) -> Response:
    """Answer with all that the studies say of whatever has this IRI."""
    return _described(request, wanted, store, iri)


def _described(request: Request, name: str, store: Snapshot, iri: str) -> Response:
    found = describe(store, iri)
    addresses = Addresses(study_names(store))
    url = addresses.page(found.thing.iri) or urls.describe_url(found.thing.iri)
    return _answer(request, name, url, lambda: record_page(found, addresses, url), found.triples)


def _answer(
    request: Request,
    name: str,
    url: str,
    page: Callable[[], str],
    triples: Callable[[], Iterable[ox.Triple]],
) -> Response:
    """Return the page at ``url``, or its triples, in the format that is wanted."""
    chosen = _chosen(request, name)
    headers = _VARY | {"Link": urls.header_links(url, urls.alternates(url))}
    if chosen is _PAGE:
        return HTMLResponse(page(), headers=headers)
    body = serialised(triples(), chosen.media_type)
    return Response(body, media_type=chosen.media_type, headers=headers)


def _chosen(request: Request, name: str) -> urls.Format:
    if name:
        return urls.format_named(name)
    accept = request.headers.get("accept", "*/*")
    return urls.format_named(best_media_type([each.media_type for each in FORMATS], accept))
