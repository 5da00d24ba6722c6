"""Links: the addresses of records and of what they lead to, from their IRIs alone."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import ontology
from graph.answers import KINDS, Kind
from graph.rdf.iris import KINDS as SEGMENTS
from viz.urls import describe_url

API = "/api/v1"

TABLES: Mapping[str, str] = {
    "documents": "documents", "themes": "themes", "quotes": "quotes", "passages": "passages",
    "respondents": "respondents", "codings": "codings", "mentions": "mentions", "ties": "ties",
    "theme-links": "links", "gaps": "gaps", "analyses": "analyses", "measures": "measures",
}  # fmt: skip
"""The table of a study whose records each list has."""
_LISTS = {SEGMENTS[table]: name for name, table in TABLES.items()}
_RELATED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "studies": tuple((name, "study") for name in (*TABLES, "roles")),
    "themes": tuple(
        (name, "theme") for name in ("quotes", "respondents", "ties", "theme-links", "gaps")
    ),
    "respondents": (("quotes", "respondent"), ("ties", "respondent"), ("themes", "respondent")),
    "roles": tuple((name, "role") for name in ("quotes", "mentions", "ties", "gaps", "measures")),
    "documents": (("quotes", "document"),),
}
"""The lists that a record narrows, and by which parameter."""


_REMEMBERED = 20_000
"""Of how many IRIs and ids it's remembered how they stand in an address: some megabytes."""


@lru_cache(maxsize=_REMEMBERED)
def address(iri: str) -> str:
    """Return where the record with this IRI stands in the API, or ``""`` if it's in no list."""
    notation = ontology.notation(iri)
    if iri in _roles():
        return f"{API}/roles/{notation}"
    before, _, record = iri.rpartition("/")
    study, _, segment = before.rpartition("/")
    if segment == "role" and record:
        return f"{API}/roles/{_part(record)}?{urlencode({'study': study})}"
    if segment not in _LISTS or not study:
        return ""
    parts = (_LISTS[segment], study.rpartition("/")[2], record)
    return "/".join((API, *map(_part, parts)))


@lru_cache(maxsize=_REMEMBERED)
def _part(text: str) -> str:
    return quote(text, safe="")


@cache
def _roles() -> frozenset[str]:
    return frozenset(concept.iri for concept in ontology.scheme("role").values())


def links(kind: Kind, item: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Return the addresses of a record, of what its fields name, and of lists narrowed by it."""
    iri = item["iri"]
    own = f"{API}/studies/{_part(item['id'])}" if kind.name == "studies" else address(iri)
    found: dict[str, str | list[str]] = {"self": own, "about": describe_url(iri)}
    for name in kind.leads or {}:
        value = item.get(name)
        if name == "study" and value:
            found[name] = f"{API}/studies/{_part(value.rpartition('/')[2])}"
        elif isinstance(value, str) and value:
            found[name] = address(value) or describe_url(value)
        elif value:
            found[name] = [address(one) or describe_url(one) for one in value]
    related = _RELATED.get(kind.name, ())
    value = quote_plus(iri) if related else ""
    for name, parameter in related:
        found[f"its-{name}"] = f"{API}/{name}?{parameter}={value}"
    return found


SHOWN = [name for name in KINDS if name not in {"stretches", "study-names"}]
"""The kinds of lists that the API has."""
