"""Writing XML piece by piece, so that nothing that Unicode text may hold is lost on the way."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.sax.saxutils import escape, quoteattr

Value = str | int | None
_KEPT = {"\r": "&#13;"}
"""A carriage return in content, which a parser would else read as a line feed."""


class Required(str):
    """An attribute's value that is written even if it's empty, as the schema asks for it."""

    __slots__ = ()


class Xml:
    """XML as it grows; attributes that are ``None`` or empty are left out, but ``Required``."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []

    @contextmanager
    def element(self, tag: str, attributes: Mapping[str, Value]) -> Iterator[None]:
        """Put what is written meanwhile into an element."""
        self._parts.append(f"<{tag}{_attributes(attributes)}>")
        yield
        self._parts.append(f"</{tag}>\n")

    def leaf(self, tag: str, attributes: Mapping[str, Value], text: str = "") -> None:
        """Write an element with nothing in it, or text."""
        end = f">{escape(text, _KEPT)}</{tag}>\n" if text else "/>\n"
        self._parts.append(f"<{tag}{_attributes(attributes)}{end}")

    def text(self, tag: str, text: str) -> None:
        """Write an element of text, unless there is none."""
        if text:
            self.leaf(tag, {}, text)

    def raw(self, xml: str) -> None:
        """Write what is XML already."""
        self._parts.append(f"{xml}\n")

    def wrapped(self, tag: str) -> str:
        """Return all of it in an element, or nothing if nothing was written."""
        return f"<{tag}>\n{self}</{tag}>\n" if self._parts else ""

    def __str__(self) -> str:
        """Return what was written."""
        return "".join(self._parts)


def _attributes(attributes: Mapping[str, Value]) -> str:
    given = {
        name: value
        for name, value in attributes.items()
        if isinstance(value, Required) or (value is not None and value != "")
    }
    return "".join(f" {name}={quoteattr(str(value))}" for name, value in given.items())


# What XML 1.0 can carry of a text (https://www.w3.org/TR/xml/#charsets).
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"


def carried(text: str) -> str:
    r"""Return a text with the characters that XML has no way to write as U+FFFD.

    >>> carried("a\x00b")
    'a�b'
    """
    return _ILLEGAL.sub(REPLACEMENT, text)
