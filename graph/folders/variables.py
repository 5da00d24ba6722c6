"""What may be known of any record of any study: variables that no study need declare.

A study's other variables stand in its own ``variables`` table. Values are written in the one form
that a store gives back (XML Schema's canonical forms), so that they survive it unchanged.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime

SHARED: Mapping[str, str] = {
    "guid": "text",
    "colour": "text",
    "created": "datetime",
    "modified": "datetime",
    "note": "text",
}
"""The shared variables and their datatypes. ``guid``: by which other programs know a record."""

_DATE = re.compile(r"(\d{4}-\d\d-\d\d)")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_WHOLE = re.compile(r"([+-]?)0*(\d{1,18})", re.ASCII)
_DECIMAL = re.compile(r"([+-]?)0*(\d{1,15})?(?:\.(\d{0,15}?)0*)?", re.ASCII)


def canonical(value: str, datatype: str) -> str | None:
    """Return the canonical form of a value, or ``None`` if it isn't of the datatype.

    An empty value is of every datatype: it says that nothing is known.
    """
    if not value or datatype in {"text", "record"}:
        return value
    return _FORMS[datatype](value.strip())


def _boolean(value: str) -> str | None:
    return {"true": "true", "1": "true", "false": "false", "0": "false"}.get(value)


def _whole(value: str) -> str | None:
    found = _WHOLE.fullmatch(value)
    if found is None:
        return None
    sign = "-" if found[1] == "-" and int(found[2]) else ""
    return f"{sign}{int(found[2])}"


def _decimal(value: str) -> str | None:
    found = _DECIMAL.fullmatch(value)
    if found is None or not (found[2] or found[3]):
        return None
    whole, part = str(int(found[2] or "0")), found[3] or ""
    number = f"{whole}.{part}" if part else whole
    return f"-{number}" if found[1] == "-" and number != "0" else number


def _date(value: str) -> str | None:
    found = _DATE.match(value)  # a time zone of a day is of no use, and often stands there
    if found is None or not re.fullmatch(r"(Z|[+-]\d\d:\d\d)?", value[found.end() :], re.ASCII):
        return None
    try:
        return date.fromisoformat(found[1]).isoformat()
    except ValueError:
        return None


def _moment(value: str) -> str | None:
    found = _MOMENT.fullmatch(value)
    if found is None:
        return None
    try:
        datetime.fromisoformat(found[1] + ("" if found[3] in {None, "Z"} else found[3]))
    except ValueError:
        return None
    part = (found[2] or "").rstrip("0")
    zone = {None: "", "+00:00": "Z", "-00:00": "Z"}.get(found[3], found[3] or "")
    return f"{found[1]}{'.' if part else ''}{part}{zone}"


_FORMS = {
    "boolean": _boolean,
    "integer": _whole,
    "decimal": _decimal,
    "date": _date,
    "datetime": _moment,
}
DATATYPES: tuple[str, ...] = ("text", *_FORMS, "record")
"""What a variable's values may be."""
