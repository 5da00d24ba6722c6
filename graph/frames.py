"""Records as data frames, in pandas or polars, whichever is installed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Literal

from graph.errors import InputError

Frame = Any
"""A ``pandas.DataFrame`` or ``polars.DataFrame``: neither is there for sure."""
Library = Literal["pandas", "polars"]
LIBRARIES: tuple[Library, ...] = ("pandas", "polars")


def library(wanted: str = "") -> Library:
    """Return the library to use: the one that is wanted, else the first that is installed.

    Raises ``InputError`` if it isn't one of ``LIBRARIES``, or not installed.
    """
    if wanted and wanted not in LIBRARIES:
        raise InputError(f"frames: {wanted!r} isn't known; use one of {', '.join(LIBRARIES)}")
    for name in LIBRARIES:
        if wanted in {"", name} and find_spec(name) is not None:
            return name
    if wanted:
        raise InputError(f"{wanted} isn't installed; add it: pip install {wanted}")
    raise InputError(
        "neither pandas nor polars is installed; add one: pip install 'themegraph[frames]'"
    )


def frame(columns: Sequence[str], rows: Iterable[Mapping[str, Any]], made_by: Library) -> Frame:
    """Return rows as a frame with these columns, also if there are no rows."""
    lists = {name: list[Any]() for name in columns}
    for row in rows:
        for name in columns:
            lists[name].append(_cell(row.get(name)))
    module = import_module(made_by)
    return module.DataFrame(lists)


def records_frame(kind: type, records: Iterable[Any], made_by: Library) -> Frame:
    """Return records of one data class as a frame with a column for each field."""
    names = [field.name for field in fields(kind)]
    return frame(names, map(asdict, records), made_by)


def _cell(value: Any) -> Any:  # noqa: ANN401 -- a record's field
    """Return a field as a cell: lists of names and values become a dictionary."""
    if isinstance(value, tuple | list):
        if value and isinstance(value[0], Mapping):
            return {each["name"]: each["value"] for each in value}
        return list(value)
    return value
