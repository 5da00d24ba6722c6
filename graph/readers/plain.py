"""Plain text: a file's bytes as a text whose paragraphs can be told apart.

What no study folder can carry is taken out: control characters, comments, and the signs by which
e-mail and Markdown quote (``>``), which are kept as a hint that the words are set off.
"""

import re

from graph.errors import ReadError
from graph.files import decoded
from graph.model import Note
from graph.readers import name_lines, text
from graph.readers.structure import Source

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PAGE = re.compile("[\f\v\x1c-\x1e]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_QUOTED_LINE = re.compile(r"(?m)^[ \t]{0,3}>[ \t>]*")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes, where: str) -> str:
    """Return UTF-8 as text, without its byte order mark. Raises ``ReadError`` if it's another."""
    if data.startswith(_UTF_16):
        raise ReadError(f"{where}: is UTF-16, not UTF-8; save it as UTF-8")
    return decoded(data, where).removeprefix("\ufeff")


def read(data: bytes, where: str) -> Source:
    """Return a plain text; ``where`` names the file in messages. Raises ``ReadError``."""
    given = decode(data, where)
    if given.count("\0") > 0 and not given.replace("\0", "").strip():
        raise ReadError(f"{where}: holds nothing but null bytes; it isn't a text")
    plain = _CONTROL.sub("", _PAGE.sub("\n\n", _COMMENT.sub("", given)))
    unquoted, quoted = _without_quote_signs(plain)
    notes = (Note(_CHANGED, 0, min(1, len(unquoted))),) if unquoted != given else ()
    found = name_lines.marked(unquoted, text.paragraphs(unquoted, quoted))
    return Source(unquoted, tuple(found), notes)


_CHANGED = (
    "The text isn't as in the file: comments, control characters or the signs of quoted lines (>) "
    "were taken out; positions count in what is left"
)


def _without_quote_signs(given: str) -> tuple[str, frozenset[int]]:
    """Return the text without ``>`` before its lines, and where those lines start in it."""
    pieces: list[str] = []
    starts: set[int] = set()
    position = end = 0
    for match in _QUOTED_LINE.finditer(given):
        pieces.append(given[end : match.start()])
        position += match.start() - end
        starts.add(position)
        end = match.end()
    pieces.append(given[end:])
    return "".join(pieces), frozenset(starts)
