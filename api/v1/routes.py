"""Routes: one way in which every route of the API is described, read, answered and kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from api.catching_up import CatchingUp
from api.reach import Reach, reaches_far
from api.v1.caching import kept
from api.v1.formats import JSON, Format, as_json, chosen
from api.v1.parameters import Parameter, read
from api.v1.schemas import ref
from graph.answers.resolving import study_of
from graph.stores.embedded import AnyStore, Snapshot

SPARQL_QUERY = "application/sparql-query"


def current_snapshot(request: Request) -> Snapshot:
    """Return the store as it is when the request comes."""
    store: AnyStore = request.app.state.store
    return store.snapshot()


Store = Annotated[Snapshot, Depends(current_snapshot)]

EXPLAIN = Parameter(
    "explain",
    "`sparql` answers with the query behind the answer, its bindings included, ready to be asked "
    "at `/sparql` or anywhere else.",
    "",
    ("sparql",),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it was read: its parameters, its path's parts, and the format to answer in."""

    request: Request
    store: Snapshot
    given: Mapping[str, str]
    form: Format
    path: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return a parameter, ``""`` if it isn't given."""
        return self.given.get(name, "")

    def number(self, name: str) -> int:
        """Return a parameter that is a whole number."""
        return int(self.given[name])

    def names(self, name: str) -> tuple[str, ...]:
        """Return a parameter that is a list, without repetitions."""
        return tuple(dict.fromkeys(filter(None, self.text(name).split(","))))

    def says(self, name: str) -> bool:
        """Return a parameter that is true or false."""
        return self.given.get(name) == "true"


@dataclass(frozen=True, slots=True)
class Route:
    """A route: what it takes, gives, and how. ``explain`` gives the queries behind an answer."""

    path: str
    summary: str
    answer: Callable[[Asked], Response]
    explain: Callable[[Asked], Sequence[str]]
    schema: str
    tag: str
    parameters: tuple[Parameter, ...] = ()
    formats: tuple[Format, ...] = (JSON,)
    path_parameters: tuple[str, ...] = ()

    def every_parameter(self) -> tuple[Parameter, ...]:
        """Return the route's parameters, and those that every route has."""
        return (*self.parameters, _format(self.formats), EXPLAIN)


def _format(offered: Sequence[Format]) -> Parameter:
    names = tuple(one.name for one in offered)
    return Parameter("format", "The format, whatever `Accept` says.", "", names)


Answering = Callable[[Request, Snapshot], Response]
"""What answers a request of a route, of the store as it is then."""


def answering(route: Route) -> Answering:
    """Return what answers a route's requests."""
    parameters = route.every_parameter()

    def endpoint(request: Request, store: Snapshot) -> Response:
        catching_up: CatchingUp | None = request.app.state.catching_up
        if catching_up is not None:
            catching_up.see(store)
        given = read(request.query_params, parameters)
        form = chosen(request, given.get("format", ""), route.formats)
        asked = Asked(
            request, _near_or_far(request, store, route, given), given, form, request.path_params
        )
        if given.get("explain"):
            return kept(request, store, SPARQL_QUERY, lambda: _explained(route, asked))
        if given.get("all") == "true":
            return route.answer(asked)
        return kept(request, store, form.media_type, lambda: route.answer(asked))

    return endpoint


def add(router: APIRouter, route: Route, problems: Mapping[int | str, Any]) -> None:
    """Add a route to a router."""
    parameters, answer = route.every_parameter(), answering(route)

    def endpoint(request: Request, store: Store) -> Response:
        return answer(request, store)

    name = route.path.strip("/").replace("/", "-").replace("{", "").replace("}", "")
    router.add_api_route(
        route.path,
        endpoint,
        methods=["GET"],
        summary=route.summary.split(".")[0],
        description=route.summary,
        operation_id=name,
        tags=[route.tag],
        response_class=Response,
        responses={**problems, HTTPStatus.OK.value: _success(route)},
        openapi_extra={
            "parameters": [
                *map(_in_path, route.path_parameters),
                *(parameter.described() for parameter in parameters),
            ]
        },
    )


def _near_or_far(
    request: Request, store: Snapshot, route: Route, given: Mapping[str, str]
) -> Snapshot:
    """Return the store as it's asked for an answer: with a deadline if no study is named."""
    if given.get("study") or "study" in route.path_parameters or _is_near(store, given):
        return store
    if not reaches_far(request.app.state.store, store, route.path.split("/")[1]):
        return store
    reach: Reach = request.app.state.reach
    return reach.of(store)


def _is_near(store: Snapshot, given: Mapping[str, str]) -> bool:
    """Say whether one step from a node is asked for that is a study's own: it leads no further.

    A role may have been made by a study, but all may speak of it.
    """
    node = given.get("node", "")
    is_role = node.rpartition("/")[0].endswith("/role")
    return given.get("depth") == "1" and not is_role and bool(study_of(store, node))


def _explained(route: Route, asked: Asked) -> Response:
    return Response("\n".join(route.explain(asked)), media_type=SPARQL_QUERY)


def _in_path(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": f"Id of the {name}.",
        "schema": {"type": "string", "minLength": 1},
    }


def _success(route: Route) -> dict[str, Any]:
    content: dict[str, Any] = {
        one.media_type: {"schema": {"type": "string"}} for one in route.formats
    }
    for one in route.formats:
        if one.media_type.endswith("json"):
            content[one.media_type] = {}
    content[JSON.media_type] = {"schema": ref(route.schema)}
    content[SPARQL_QUERY] = {"schema": {"type": "string"}}
    return {"description": route.summary, "content": content}


def json_response(value: object) -> Response:
    """Return JSON."""
    return Response(as_json(value), media_type=JSON.media_type)
