"""Templates, in which whatever comes from data is text and never markup."""

import json
import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@cache
def template(name: str) -> Template:
    """Return a template of ``templates/`` by its file name."""
    environment = Environment(
        loader=PackageLoader("viz"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def script_json(value: object) -> str:
    """Return JSON in which no character can end the script element that holds it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return re.sub("[<>&\u2028\u2029]", lambda found: _UNSAFE[found[0]], text)
