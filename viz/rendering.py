"""Templates, in which whatever comes from data is text and never markup."""

import json
import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

_CLOSES = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
"""What ends each sign that opens another direction of writing."""
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@cache
def template(name: str) -> Template:
    """Return a template of ``templates/`` by its file name."""
    environment = Environment(
        loader=PackageLoader("viz"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=closed,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def closed(value: object) -> object:
    """Return a text that turns the direction of no writing after it; any other value as it is.

    What opens another direction is closed at the text's end, the last first; what was closed
    before, and is closed again, is ignored (Unicode Bidirectional Algorithm, UAX #9, X6a and X7).
    """
    if not isinstance(value, str) or isinstance(value, Markup):  # a script's JSON, for one
        return value
    return value + "".join(_CLOSES[sign] for sign in reversed(value) if sign in _CLOSES)


def script_json(value: object) -> str:
    """Return JSON in which no character can end the script element that holds it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: _UNSAFE[found[0]], text)
