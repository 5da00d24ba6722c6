"""Errors as HTTP: the one place where they become problem details (RFC 9457)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from api.access import RefusedError
from api.protocol import MethodError, ProtocolError
from api.reach import ReachError
from api.rest import UnknownFilterError
from api.rights import RightsError
from api.v1.parameters import Fault, ParameterError
from graph.answers import CursorError, UnknownValueError
from graph.errors import (
    NAMED,
    ConflictError,
    InputError,
    NotFoundError,
    StoreError,
    ThemegraphError,
)
from graph.search.encoding import NoModelError
from graph.search.meaning import NotPreparedError
from graph.service.limits import OPTIONS, BusyError, Limit, QueryLimitError
from graph.service.outside import NotListedError, OutsideError
from graph.service.sparql import NotAcceptableError, best_media_type
from graph.service.writer import OPTIONS as UPDATE_OPTIONS
from graph.service.writer import UpdateLimitError
from viz.problem_page import problem_page

_STATUS: tuple[tuple[type[ThemegraphError], HTTPStatus], ...] = (
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (UnknownValueError, HTTPStatus.NOT_FOUND),
    (CursorError, HTTPStatus.NOT_FOUND),
    (ParameterError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotAcceptableError, HTTPStatus.NOT_ACCEPTABLE),
    (QueryLimitError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (ConflictError, HTTPStatus.CONFLICT),
    (NotListedError, HTTPStatus.FORBIDDEN),
    (NoModelError, HTTPStatus.NOT_IMPLEMENTED),
    (NotPreparedError, HTTPStatus.SERVICE_UNAVAILABLE),
    (OutsideError, HTTPStatus.BAD_GATEWAY),
    (InputError, HTTPStatus.BAD_REQUEST),
    (StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (BusyError, HTTPStatus.SERVICE_UNAVAILABLE),
    (ReachError, HTTPStatus.SERVICE_UNAVAILABLE),
)


def problem(status: HTTPStatus, detail: str, **more: object) -> JSONResponse:
    """Return a response with problem details; ``more`` are extension members."""
    body = {"title": status.phrase, "status": status.value, "detail": detail} | more
    return JSONResponse(body, status, media_type="application/problem+json")


ANSWERS: dict[int | str, dict[str, Any]] = {
    status.value: {
        "description": status.phrase,
        "content": {
            "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
        },
    }
    for status in (
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.NOT_ACCEPTABLE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
}
"""What the documentation says of errors that any list can answer with."""


def install(app: FastAPI) -> None:
    """Make the application answer every error as problem details."""
    app.add_exception_handler(ThemegraphError, answered)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)


def answered(request: Request, error: Exception) -> Response:
    """Return an error of ours as a response."""
    fitting = (status for kind, status in _STATUS if isinstance(error, kind))
    if isinstance(error, UnknownFilterError):
        told = [{"parameter": error.parameter, "problem": error.problem}]
        return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(error), faults=told)
    status = next(fitting, HTTPStatus.INTERNAL_SERVER_ERROR)
    if faults := _faults(error):
        return _answer(request, status, str(error), faults=[asdict(fault) for fault in faults])
    if isinstance(error, ProtocolError | RefusedError | RightsError):
        status = error.status
    if isinstance(error, QueryLimitError) and error.limit is Limit.SECONDS:
        status = HTTPStatus.GATEWAY_TIMEOUT
    response = _answer(request, status, str(error), **_limit(error))
    if isinstance(error, MethodError):
        response.headers["Allow"] = ", ".join(error.allowed)
    if isinstance(error, RightsError) and error.challenge:
        response.headers["WWW-Authenticate"] = error.challenge
    if isinstance(error, BusyError):
        response.headers["Retry-After"] = "10"
    return response


def _limit(error: Exception) -> dict[str, str]:
    """Return which limit a query or an answer passed, and the option that raises it."""
    if isinstance(error, ReachError):
        return {"limit": error.limit.value, "option": error.option}
    if not isinstance(error, QueryLimitError):
        return {}
    options = UPDATE_OPTIONS if isinstance(error, UpdateLimitError) else OPTIONS
    return {"limit": error.limit.value, "option": options.get(error.limit, "")}


def _faults(error: Exception) -> tuple[Fault, ...]:
    """Return what is wrong with which parameters, if that is known."""
    if isinstance(error, ParameterError):
        return error.faults
    if isinstance(error, UnknownValueError):
        return (
            Fault(
                error.parameter,
                error.problem,
                error.value[:_SHOWN],
                error.allowed[:NAMED],
                error.nearest,
            ),
        )
    return (Fault("cursor", str(error)),) if isinstance(error, CursorError) else ()


_SHOWN = 100
"""Characters of a value that a problem repeats."""


def _validation_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    faults = [
        {"parameter": _named(fault["loc"]), "problem": _PLAINER.get(fault["type"], fault["msg"])}
        for fault in error.errors()
    ]
    detail = "; ".join(f"{fault['parameter']}: {fault['problem']}" for fault in faults)
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, detail, faults=faults)


def _named(place: Sequence[int | str]) -> str:
    """Return the parameter at a place, also where that is one of its values."""
    return next(str(part) for part in reversed(place) if isinstance(part, str))


_PLAINER = {"extra_forbidden": "there is no such parameter; /docs lists them"}


def _http_error(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    status = HTTPStatus(error.status_code)
    detail = (
        error.detail if error.detail != status.phrase else f"{request.url.path}: {error.detail}"
    )
    response = _answer(request, status, detail)
    response.headers.update(error.headers or {})
    return response


def _answer(request: Request, status: HTTPStatus, detail: str, **more: object) -> Response:
    """Return what was wrong, to a browser as a page and to a program as problem details."""
    kinds = ["application/problem+json", "text/html"]
    answer: Response = problem(status, detail, **more)
    with suppress(NotAcceptableError):  # who takes neither gets problem details
        if best_media_type(kinds, request.headers.get("accept", "*/*")) == "text/html":
            answer = HTMLResponse(problem_page(status.phrase, detail), status)
    answer.headers["Vary"] = "Accept"
    return answer
