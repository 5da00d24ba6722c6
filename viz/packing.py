"""The explorer's data as it's sent: columns instead of rows, numbers instead of long ids.

Thousands of nodes, edges and details say much the same in the same words. By columns, what all rows
share is sent once, what few values repeat is sent as their numbers, and an id in a relation is its
place among ``ids``. ``static/unpacking.js`` makes the rows again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

_TABLES: Final = ("nodes", "edges", "gaps")
_IDS: Final = frozenset({"id", "from", "to"})
_LISTS: Final = frozenset({"roles", "involves", "evidence"})
_RELATED: Final = "related"
_FEW: Final = 4
"""Values are sent once if each stands in so many rows on average."""
_SAMPLE: Final = 200
"""After so many rows without repetition a column isn't looked at any longer."""

Column = dict[str, Any]
"""``all`` (one value for all rows), ``each`` (one for each), or ``at`` (places in ``values``)."""


def packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the same data for sending; what has no network, or is packed, as it is."""
    if "details" not in data or "ids" in data:
        return dict(data)
    details: Mapping[str, Mapping[str, Any]] = data["details"]
    ids = [*details, *(gap["id"] for gap in data["gaps"])]
    place = {iri: number for number, iri in enumerate(ids)}
    rows = {name: _table(data[name], place) for name in _TABLES}
    everything = _table(list(details.values()), place)
    return {**data, **rows, "details": everything, "ids": ids}


def _table(records: Sequence[Mapping[str, Any]], place: Mapping[str, int]) -> dict[str, Any]:
    names = list(records[0]) if records else []
    columns = {name: _column(name, [each[name] for each in records], place) for name in names}
    return {"rows": len(records), "columns": columns}


def _column(name: str, values: Sequence[Any], place: Mapping[str, int]) -> Column:
    if name in _IDS:
        return {"ids": [place[value] for value in values]}
    if name in _LISTS:
        return {"lists": _repeated([[place[iri] for iri in value] for value in values])}
    if name == _RELATED:
        return {"related": _repeated([_numbered(value, place) for value in values])}
    return _repeated(values)


def _numbered(
    related: Mapping[str, Sequence[str]], place: Mapping[str, int]
) -> dict[str, list[int | str]]:
    """Return relations by number; what isn't in the data, as in another study, stays an id."""
    return {kind: [place.get(iri, iri) for iri in iris] for kind, iris in related.items()}


def _repeated(values: Sequence[Any]) -> Column:
    found: dict[Any, int] = {}
    kept: list[Any] = []
    at: list[int] = []
    key = _key_of(values[0])
    for value in values:
        known = key(value)
        number = found.get(known)
        if number is None:
            number = found[known] = len(kept)
            kept.append(value)
            if len(kept) > _SAMPLE and len(kept) * _FEW > len(at):
                return {"each": list(values)}
        at.append(number)
    if len(kept) == 1:
        return {"all": kept[0]}
    if len(kept) * _FEW > len(at):
        return {"each": list(values)}
    return {"values": kept, "at": at}


def _key_of(value: object) -> Callable[[Any], Any]:
    """Return what tells values of a column apart; ``repr`` where they can't be keys themselves."""
    return _itself if isinstance(value, str | float) else repr


def _itself(value: object) -> object:
    return value
