"""Articles as HTML pages and as Markdown, which is read as the HTML that it stands for."""

import codecs
import re
from collections.abc import Iterable

from lxml import etree, html
from markdown_it import MarkdownIt

from graph.errors import ReadError
from graph.readers import markup, plain
from graph.readers.markup import Role, Vocabulary
from graph.readers.structure import Source, assemble
from graph.readers.text import Hints

_ROLES = {
    Role.SKIPPED: (
        "head", "script", "style", "noscript", "template", "nav", "aside", "form", "button",
        "input", "select", "textarea", "iframe", "object", "embed", "svg", "math", "canvas",
        "audio", "video", "img", "picture", "map", "dialog", "table", "caption", "del", "s",
        "strike", "title", "menu",
    ),
    Role.BLOCK: (
        "p", "div", "section", "article", "main", "body", "ul", "ol", "dl", "dt", "dd", "pre",
        "address", "details", "summary", "hr", "center", "fieldset", "hgroup", "search",
    ),
    Role.ITEM: ("li",),
    Role.QUOTE: ("blockquote",),
    Role.QUOTED: ("q",),
    Role.LINE_BREAK: ("br",),
    Role.BOLD: ("b", "strong"),
    Role.ITALIC: ("i", "em"),
}  # fmt: skip
_ROLE_OF = {element: role for role, elements in _ROLES.items() for element in elements}
_BY_PLACE = frozenset(("cite", "footer", "header", "figcaption", "figure"))
_HEADING = re.compile(r"h([1-6])")
_SKIPPED_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "doc-endnotes",
     "doc-bibliography", "doc-footnote", "doc-noteref", "menu", "dialog", "table")
)  # fmt: skip
_QUOTE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:disp(?:layed)?[-_]?quote|block[-_]?quote|quote|extract)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SKIPPED_CLASS = re.compile(
    r"(?:^|\s)(?:caption|fig|figure|table-wrap|ref-list|references|footnotes?|fn-group)(?:$|\s)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_REFERENCE = re.compile(r"[\s\[\]()\d,;–—*†‡§a-f-]*")
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]{0,400}charset\s*=\s*[\"']?([\w.:-]+)",
    re.IGNORECASE,
)
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,400}\?>")
_WITHIN = 4096
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n.*?\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read(data: bytes, where: str) -> Source:
    """Return the article of a page, without what surrounds it; ``where`` names the file.

    Raises ``ReadError`` if the page isn't in the encoding that it declares (UTF-8 if it declares
    none), or holds no text.
    """
    return _read(_decoded(data, where), where)


def read_markdown(data: bytes, where: str) -> Source:
    """Return a Markdown text (CommonMark); ``where`` names the file. Raises ``ReadError``."""
    text = _FRONT_MATTER.sub("", plain.decode(data, where), count=1)
    parser = MarkdownIt("commonmark", {"breaks": True}).enable(["table", "strikethrough"])
    return _read(parser.render(text), where, empty_is_wrong=False)


def _read(page: str, where: str, *, empty_is_wrong: bool = True) -> Source:
    if not page.strip():
        return assemble(())
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = html.document_fromstring(_XML_DECLARATION.sub("", page, count=1), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise ReadError(f"{where}: holds no HTML that can be read ({error})") from error
    if any(each.type_name == "ERR_RESOURCE_LIMIT" for each in parser.error_log):
        raise ReadError(
            f"{where}: nests elements more than 255 deep, below which words would be lost; save "
            "the article's own page, or its text"
        )
    found = assemble(markup.blocks(_article(root), Vocabulary(_role, _heading)))
    if empty_is_wrong and not found.paragraphs:
        raise ReadError(f"{where}: this page holds no text; is it the article's own page?")
    return found


def _decoded(data: bytes, where: str) -> str:
    encoding = _encoding(data)
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise ReadError(
            f"{where}: declares the encoding {encoding!r}, which isn't known; save it as UTF-8"
        ) from error
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ReadError(
            f"{where}: isn't {encoding} (byte 0x{data[error.start]:02X} in line {line}); "
            "save it as UTF-8, or let it declare its encoding"
        ) from error


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    declared = _DECLARED.search(data[:_WITHIN])
    name = (declared[1] or declared[2]).decode("ascii") if declared else "utf-8"
    # As browsers do (WHATWG, Encoding): what calls itself Latin-1 is Windows-1252.
    return "cp1252" if name.lower() in {"iso-8859-1", "latin1", "latin-1", "us-ascii"} else name


def _article(root: etree._Element) -> etree._Element:
    """The element that holds the article: the longest of those that may, else the whole body."""
    named = [
        element
        for element in root.iter("article", "main", "div")
        if element.tag != "div" or element.get("role") == "main"
    ]
    body = root.find("body")
    whole = root if body is None else body
    best = max(named, key=_words_within, default=whole)
    return best if 2 * _words_within(best) >= _words_within(whole) else whole


def _words_within(element: etree._Element) -> int:
    return sum(len(_text(p)) for p in _each(element.iter("p", "li", "blockquote")))


def _each(found: Iterable[etree._Element]) -> Iterable[etree._Element]:
    return (element for element in found if markup.name(element) != "li" or not len(element))


def _text(element: etree._Element) -> str:
    return "".join(element.itertext(with_tail=False))


def _role(element: etree._Element) -> Role:
    name = markup.name(element)
    if _is_aside(element, name) or (name in {"sup", "a"} and _only_refers(element, name)):
        return Role.SKIPPED
    if _HEADING.fullmatch(name):
        return Role.HEADING
    if name in _BY_PLACE:
        return _role_by_place(element, name)
    if name in {"div", "p", "section"} and _QUOTE_CLASS.search(element.get("class") or ""):
        return Role.QUOTE
    return _ROLE_OF.get(name, Role.INLINE)


def _is_aside(element: etree._Element, name: str) -> bool:
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    styled = _HIDDEN.search(element.get("style") or "") is not None
    styled = styled or _SKIPPED_CLASS.search(element.get("class") or "") is not None
    return hidden or styled or ((element.get("role") or "") in _SKIPPED_ROLES and name != "body")


def _role_by_place(element: etree._Element, name: str) -> Role:
    """A footer or cite in a quotation, and the caption of a figure of one, name who speaks."""
    above = {markup.name(parent) for parent in element.iterancestors()}
    if name == "figure":
        return Role.BLOCK if element.find(".//blockquote") is not None else Role.SKIPPED
    if name == "cite" and above & {"footer", "figcaption", "cite"}:
        return Role.INLINE
    if "blockquote" in above or (name == "figcaption" and "figure" in above):
        return Role.LABEL
    if name == "header":
        return Role.BLOCK if above & {"article", "section", "main"} else Role.SKIPPED
    return Role.INLINE if name == "cite" else Role.SKIPPED


def _only_refers(element: etree._Element, name: str) -> bool:
    """Whether a raised number or a link is only a reference's."""
    words = _text(element)
    if name == "sup":
        return _REFERENCE.fullmatch(words) is not None
    return element.find("sup") is not None and _REFERENCE.fullmatch(words) is not None


def _heading(element: etree._Element) -> Hints:
    return Hints(level=int(markup.name(element)[1]))
