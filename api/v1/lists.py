"""Lists and single records: filtered, sorted, a page at a time or whole, in five formats."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from fastapi import Response
from fastapi.responses import StreamingResponse

from api.v1.formats import (
    CSV,
    JSON,
    JSON_LD,
    LINES,
    RECORDS,
    TURTLE,
    as_csv,
    as_json,
    as_lines,
    as_rdf,
)
from api.v1.links import SHOWN, TABLES, links
from api.v1.parameters import Parameter
from api.v1.routes import Asked, Route, json_response
from api.v1.schemas import item_name, page_name
from graph.answers import KINDS, Filters, Kind, answer, choices
from graph.answers.asking import every, page, these, these_query
from graph.answers.kinds import FILTERS, Thing
from graph.answers.records import told
from graph.answers.resolving import named, studies_named
from graph.errors import InputError, NotFoundError
from graph.rdf.iris import StudyIris

PAGE, LARGEST_PAGE = 50, 1000
"""How many records a page has unless told otherwise, and at most."""

_WORDS = "text"
"""What the filter ``words`` is called in addresses."""
_MEANING = {
    "study": "Id or IRI of a study.",
    "theme": "Id or IRI of a theme; takes in all themes below it, unless `subthemes=false`.",
    "role": "Id or IRI of an actor role; takes in all roles below it.",
    "speaker": "Id or IRI of an actor role that whoever speaks holds or belongs to.",
    "respondent": "Id or IRI of a respondent.",
    "coder": "Id or IRI of a coder.",
    "document": "Id or IRI of a document.",
    "valence": "Valence of the theme.",
    "sector": "Sector of the actor role.",
    "status": "Status of the tie.",
    "direction": "Direction of the tie.",
    "voice": "On whose word it's reported.",
    "review": "Whether a person has confirmed it, or a program suggested it.",
    "layout": "How the quote stands in its source.",
    "kind": "Kind of gap.",
    "medium": "What the document is.",
    "method": "How the respondent took part.",
    "type": "Type of the tie or link.",
    "words": "Part of the text or label, in any case of letters.",
    "name": "Name of a measure.",
}
_EXAMPLES = {
    "study": "changing-the-culture",
    "theme": "barriers",
    "role": "academic",
    "respondent": "interviewee-4",
    "words": "research",
    "name": "degree",
}
_COMMON = (
    Parameter(
        "limit", "How many records a page has at most.", "10", least=1, most=LARGEST_PAGE,
        default=str(PAGE),
    ),
    Parameter("cursor", "Where the list goes on: from the address in `next`."),
    Parameter(
        "all",
        "`true` answers with the whole list, as a stream, without pages.",
        "",
        ("true", "false"),
    ),
)  # fmt: skip


def parameters_of(kind: Kind) -> tuple[Parameter, ...]:
    """Return what a list takes."""
    filters = [_filter(kind, name) for name in kind.filters]
    if "theme" in kind.filters:
        says = "`false` leaves out the themes below `theme`."
        filters.append(Parameter("subthemes", says, "", ("true", "false")))
    sorts = [one for name in kind.sorts for one in (name, f"-{name}")]
    if sorts:
        says = "A field to sort by, with `-` from its end; else in the studies' own order."
        filters.append(Parameter("sort", says, sorts[0], tuple(sorts)))
    return (*filters, *_COMMON, *_shown(kind))


def _filter(kind: Kind, name: str) -> Parameter:
    allowed = () if name == "study" else tuple(choices(kind, name))
    shown = _WORDS if name == "words" else name
    return Parameter(shown, _MEANING[name], _EXAMPLES.get(name, ""), allowed)


def _shown(kind: Kind) -> tuple[Parameter, ...]:
    """Return the parameters that say what of each record is shown."""
    own = tuple(field.name for field in fields(kind.record))
    chosen = Parameter("fields", "The fields to answer with.", "iri", (*own, "links"), several=True)
    leads = tuple(kind.leads or {})
    if not leads:
        return (chosen,)
    says = "Fields whose records to answer with too, under `included`."
    return (chosen, Parameter("include", says, leads[0], leads, several=True))


def filters_of(kind: Kind, asked: Asked) -> Filters:
    """Return the filters of a request."""
    given: dict[str, Any] = {
        name: asked.text(_WORDS if name == "words" else name) for name in kind.filters
    }
    return Filters(**given, exactly=asked.text("subthemes") == "false")


# ---------------------------------------------------------------- lists


def _list(kind: Kind, asked: Asked) -> Response:
    wanted = filters_of(kind, asked)
    if asked.says("all"):
        return _whole(kind, asked, wanted)
    found = page(
        asked.store,
        kind.record,
        wanted,
        sort=asked.text("sort"),
        limit=asked.number("limit"),
        after=asked.text("cursor"),
    )
    following = _next(asked, found.following)
    items = list(_items(kind, asked, found.items))
    made = _rendered(kind, asked, items, following)
    if following:
        made.headers["Link"] = f'<{following}>; rel="next"'
    return made


def _next(asked: Asked, cursor: str) -> str:
    if not cursor:
        return ""
    url = asked.request.url.include_query_params(cursor=cursor)
    return f"{url.path}?{url.query}"


def _rendered(
    kind: Kind, asked: Asked, items: Sequence[dict[str, Any]], following: str
) -> Response:
    media_type = asked.form.media_type
    if asked.form == JSON:
        return json_response({"items": items, "next": following or None})
    if asked.form == CSV:
        return Response(b"".join(as_csv(_columns(kind, asked), items)), media_type=media_type)
    if asked.form == LINES:
        return Response(b"".join(as_lines(items)), media_type=media_type)
    body = as_rdf(asked.store, [item["iri"] for item in items], asked.form)
    return Response(body, media_type=media_type)


def _whole(kind: Kind, asked: Asked, wanted: Filters) -> Response:
    """Return a whole list as a stream; RDF is made at once, for its prefixes stand before it."""
    rows = every(asked.store, kind, wanted)
    records = (answer(kind.record, row) for row in rows)
    if asked.form in {TURTLE, JSON_LD}:
        iris = [record.iri for record in records]
        body = as_rdf(asked.store, iris, asked.form)
        return Response(body, media_type=asked.form.media_type)
    items = _items(kind, asked, records)
    if asked.form == CSV:
        body_parts = as_csv(_columns(kind, asked), items)
    else:
        body_parts = as_lines(items) if asked.form == LINES else _json_stream(items)
    return StreamingResponse(body_parts, media_type=asked.form.media_type)


def _json_stream(items: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    before = b'{"items":['
    for item in items:
        yield before + as_json(item)
        before = b","
    yield (b"" if before == b"," else before) + b'],"next":null}'


def _columns(kind: Kind, asked: Asked) -> list[str]:
    own = [field.name for field in fields(kind.record)]
    return [name for name in asked.names("fields") if name != "links"] or own


_AT_ONCE = 200
"""Of how many records of a stream what they lead to is looked up at once."""


def _items(kind: Kind, asked: Asked, records: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield records as they're shown."""
    batch: list[dict[str, Any]] = []
    for record in records:
        batch.append(told(record))
        if len(batch) == _AT_ONCE:
            yield from _completed(kind, asked, batch)
            batch = []
    yield from _completed(kind, asked, batch)


def _completed(
    kind: Kind, asked: Asked, batch: Sequence[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    wanted, include = asked.names("fields"), asked.names("include")
    known = {name: _included(kind, asked, name, batch) for name in include}
    for item in batch:
        shown = {name: item[name] for name in wanted if name in item} if wanted else dict(item)
        if asked.form in {TURTLE, JSON_LD}:
            shown["iri"] = item["iri"]
        if asked.form in {JSON, LINES} and (not wanted or "links" in wanted):
            shown["links"] = links(kind, item)
        if include:
            shown["included"] = {name: _of(item[name], known[name]) for name in include}
        yield shown


def _included(
    kind: Kind, asked: Asked, name: str, batch: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    """Return the records that a field of some records names, by IRI."""
    values = [item[name] for item in batch if item[name]]
    iris = dict.fromkeys(
        one for value in values for one in ([value] if isinstance(value, str) else value)
    )
    lead = (kind.leads or {})[name]
    found = these(asked.store, KINDS[lead].record, [*iris])
    if lead == "quotes" and len(found) < len(iris):  # words are quotes or passages
        left = [iri for iri in iris if iri not in found]
        found |= these(asked.store, KINDS["passages"].record, left)
    return {iri: told(record) for iri, record in found.items()}


def _of(value: str | Sequence[str], known: Mapping[str, Any]) -> Any:  # noqa: ANN401 -- JSON
    if isinstance(value, str):
        return known.get(value)
    return [known[iri] for iri in value if iri in known]


def _explain_list(kind: Kind, asked: Asked) -> Sequence[str]:
    wanted = filters_of(kind, asked)
    found = page(
        asked.store,
        kind.record,
        wanted,
        sort=asked.text("sort"),
        limit=asked.number("limit"),
        after=asked.text("cursor"),
    )
    return [found.query]


# ---------------------------------------------------------------- single records


def _iri(kind: Kind, asked: Asked) -> str:
    """Return the IRI of the record that a path names. Raises ``UnknownValueError``."""
    if kind.name == "studies":
        return _only(studies_named(asked.store, asked.path["study"]))
    if kind.name == "roles":
        return _role(asked)
    study = _only(studies_named(asked.store, asked.path["study"]))
    return StudyIris(study).record(TABLES[kind.name], asked.path["record"])


def _only(found: Sequence[tuple[str, str]]) -> str:
    if len(found) > 1:
        raise InputError(f"{len(found)} studies have the id {found[0][0]!r}; filter by their IRIs")
    return found[0][1]


def _role(asked: Asked) -> str:
    way = FILTERS["role"]
    if not isinstance(way, Thing):
        raise TypeError("roles are things")
    terms = named(asked.store, "role", way, asked.path["record"]).terms
    if asked.text("study"):
        study = _only(studies_named(asked.store, asked.text("study")))
        terms = {of: term for of, term in terms.items() if of in {study, ""}}
    if not terms:
        raise _missing(asked)
    return min(term.value for term in terms.values())


def _item(kind: Kind, asked: Asked) -> Response:
    iri = _iri(kind, asked)
    try:
        found = these(asked.store, kind.record, [iri])
    except ValueError:  # a path can hold what no IRI can
        found = {}
    if iri not in found:
        raise _missing(asked)
    (item,) = _items(kind, asked, [found[iri]])
    if asked.form == JSON:
        return json_response(item)
    return _rendered(kind, asked, [item], "")


def _explain_item(kind: Kind, asked: Asked) -> Sequence[str]:
    try:
        return [these_query(kind.record, [_iri(kind, asked)])]
    except ValueError:
        raise _missing(asked) from None


def _missing(asked: Asked) -> NotFoundError:
    return NotFoundError(f"there is no {asked.request.url.path[:_SHOWN]}; the lists say what is")


_SHOWN = 200
"""Characters of an address that a message repeats."""


def _item_path(kind: Kind) -> tuple[str, tuple[str, ...]]:
    if kind.name == "studies":
        return "/studies/{study}", ("study",)
    if kind.name == "roles":
        return "/roles/{record}", ("record",)
    return f"/{kind.name}/{{study}}/{{record}}", ("study", "record")


# ---------------------------------------------------------------- routes

_SUMMARIES = {
    "studies": "Studies, with how many themes, quotes, respondents, ties and gaps each has.",
    "documents": "Documents: the sources of studies, with how many quotes and passages each has.",
    "themes": "Themes, with how many quotes and respondents carry each, themes below included.",
    "quotes": "Quotes, with who said them, the themes they illustrate and the roles they mention.",
    "respondents": "Respondents, with how they took part and the role that the study gives them.",
    "roles": "Actor roles that a study speaks of, with how often over all studies.",
    "ties": "Ties between actor roles as somebody reports them, with their evidence.",
    "theme-links": "Links from theme to theme, with their evidence.",
    "mentions": "Mentions: which words speak of which actor role, and who says so.",
    "gaps": "Gaps: what a study's network lacks, each with its sentence and its evidence.",
    "measures": "Measures of each role's place in a study's network.",
    "analyses": "Analyses: how gaps were looked for, and what was found in vain.",
    "passages": "Passages of the authors' own text, in the coder's words.",
    "codings": "Codings: which quote illustrates which theme, and who says so.",
}


def list_routes() -> Iterator[Route]:
    """Yield the routes of every list, and of its single records."""
    for name in SHOWN:
        yield _list_route(KINDS[name])
        yield _item_route(KINDS[name])


def _list_route(kind: Kind) -> Route:
    return Route(
        f"/{kind.name}",
        _SUMMARIES[kind.name],
        lambda asked: _list(kind, asked),
        lambda asked: _explain_list(kind, asked),
        page_name(kind),
        kind.name,
        parameters_of(kind),
        RECORDS,
    )


def _item_route(kind: Kind) -> Route:
    path, names = _item_path(kind)
    more = (
        (Parameter("study", "Study of a role of a study's own."),) if kind.name == "roles" else ()
    )
    return Route(
        path,
        f"One of the {kind.name}, with its links and its evidence.",
        lambda asked: _item(kind, asked),
        lambda asked: _explain_item(kind, asked),
        item_name(kind),
        kind.name,
        (*_shown(kind), *more),
        RECORDS,
        names,
    )
