"""The text of an HTML fragment as a reader sees it, and where each byte of the raw text went.

Programs that code HTML count positions in the text between the tags alone, in bytes of UTF-8,
where "<h1>Title</h1><p>Text</p>" is ``TitleText``. For people and for whoever looks for sentences
the blocks must stand apart, so the text is written anew with breaks between them, and each position
is carried over.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from graph.readers.characters import plain

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "title",
        "tr",
        "ul",
    ]
)
_CELLS = frozenset({"td", "th"})
_LINES = frozenset({"li", "dt", "dd", "tr", "caption"})
"""The blocks that stand on a line of their own, without an empty one."""
_UNSEEN = frozenset({"script", "style", "template"})
_APART = "\n\n"
_SPACES = str.maketrans("\n\t\f", "   ")


@dataclass(frozen=True, slots=True)
class Shown:
    """A fragment's ``text``, its blocks apart, and for each character where it stood.

    ``places`` holds twice the raw byte at which a character begins; a break that was put in has the
    odd number below the next character's. So the numbers never fall.
    """

    text: str
    places: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points in ``text`` for raw bytes ``start`` to ``end``.

        A byte within a character counts as the place behind it. Breaks between blocks at either
        end don't belong to the span. What has no words gives an empty span.
        """
        first = bisect_left(self.places, 2 * start)
        last = bisect_left(self.places, 2 * end)
        while last > first and self.places[last - 1] % 2:
            last -= 1
        return first, max(first, last)


def shown(html: str) -> Shown:
    """Return an HTML fragment's text; any text is read without error."""
    parser = _Text()
    parser.feed(html.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""))
    parser.close()
    return Shown("".join(parser.parts), parser.places)


class _Text(HTMLParser):
    """Collects the text between the tags, each block apart from the next."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.places = array("Q")
        self._raw = 0
        self._break = ""
        self._as_is = 0
        self._unseen = 0
        self._after_pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a cell or a line."""
        del attrs
        if tag == "br":
            self._put_in("\n")
        elif tag in _CELLS:
            self._want("\t" if self._break == "\t" else "")
        elif tag in _BLOCKS:
            self._want("\n" if tag in _LINES else _APART)
        self._as_is += tag == "pre"
        self._after_pre = tag == "pre"
        self._unseen += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        """End a block or a cell."""
        if tag in _CELLS:
            self._want("\t")
        elif tag in _BLOCKS:
            self._want("\n" if tag in _LINES else _APART)
        self._after_pre = False
        self._as_is = max(0, self._as_is - (tag == "pre"))
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))

    def handle_data(self, data: str) -> None:
        """Take the text between two tags."""
        if self._after_pre and data.startswith("\n"):
            data = data[1:]  # HTML drops it: 13.1.2.5, restrictions on content models
        self._after_pre = False
        raw, self._raw = self._raw, self._raw + _size(data)
        if self._unseen:
            return
        words = plain(data)
        if not self._as_is:
            words = words.translate(_SPACES)
            if self._break or not self.places:
                words = words.lstrip(" ")
        stripped = len(data) - len(words)
        if words:
            self._write(words, raw + _size(data[:stripped]), data[stripped:])

    def _want(self, separator: str) -> None:
        """Ask for a break before the next words: the widest that was asked for."""
        order = ("", "\t", "\n", _APART)
        self._break = max(self._break, separator, key=order.index)

    def _write(self, words: str, raw: int, original: str) -> None:
        """Write words that stand at a raw byte; each was one character of the original's."""
        if self._break and self.places:
            self._put_in(self._break, raw)
        self._break = ""
        self.parts.append(words)
        if original.isascii():
            self.places.extend(range(2 * raw, 2 * (raw + len(words)), 2))
            return
        for char in original:
            self.places.append(2 * raw)
            raw += _size(char)

    def _put_in(self, separator: str, raw: int | None = None) -> None:
        """Write what doesn't stand in the raw text, just before the raw byte that comes next."""
        self.parts.append(separator)
        place = 2 * (self._raw if raw is None else raw) - 1
        self.places.extend([max(0, place)] * len(separator))


def _size(words: str) -> int:
    return len(words.encode("utf-8", "surrogatepass"))
