"""The explorer's modules as one: over forty small files take longer to fetch than to run.

They stay plain ES modules that any browser runs as they are. Joined, each becomes a function that
is called once, after those it imports, and returns what it exports. Our modules import names from
each other without circles, and export functions, classes and constants, which is all that is
understood here; a test runs the result.
"""

import re
from collections.abc import Iterator, Mapping

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)


def joined(modules: Mapping[str, str], entry: str) -> str:
    """Return one module that does what ``entry`` does, of the modules by their file names."""
    *parts, last = (_bound(modules[name]) if name == entry else _called(name, modules[name])
                    for name in _ordered(modules, entry, set()))  # fmt: skip
    return "\n".join([*parts, last])


def _ordered(modules: Mapping[str, str], name: str, seen: set[str]) -> Iterator[str]:
    """Yield the modules that one needs in the order in which they run, itself the last."""
    seen.add(name)
    for _, stem in _IMPORT.findall(modules[name]):
        if (needed := f"{stem}.js") not in seen:
            yield from _ordered(modules, needed, seen)
    yield name


def _called(name: str, text: str) -> str:
    exported = ", ".join(found for _, found in _EXPORT.findall(text))
    body = _EXPORT.sub(r"\1 \2", _bound(text))
    return f"const {_holder(name[:-3])} = (() => {{\n{body}\nreturn {{ {exported} }};\n}})();"


def _bound(text: str) -> str:
    """Return a module's text with names bound from what the modules before it returned."""

    def bind(found: re.Match[str]) -> str:
        return f"const {{{found[1].replace(' as ', ': ')}}} = {_holder(found[2])};\n"

    return _IMPORT.sub(bind, text)


def _holder(stem: str) -> str:
    return f"${stem}"
