"""Articles in JATS XML (ANSI/NISO Z39.96), as PubMed Central and most publishers give them."""

from lxml import etree

from graph.errors import ReadError
from graph.readers import markup, safe_xml
from graph.readers.markup import Role, Vocabulary
from graph.readers.structure import Source, assemble
from graph.readers.text import Hints

_ROLES = {
    Role.SKIPPED: (
        "table-wrap", "table-wrap-group", "table", "fig", "fig-group", "graphic", "media",
        "inline-graphic", "caption", "alt-text", "long-desc", "label", "object-id", "ref-list",
        "fn", "fn-group", "supplementary-material", "inline-supplementary-material", "permissions",
        "disp-formula", "inline-formula", "disp-formula-group", "math", "tex-math", "chem-struct",
        "ack", "app", "glossary", "notes", "index-term", "sub-article", "response", "sec-meta",
        "processing-meta", "private-char", "strike",
    ),
    Role.BLOCK: (
        "sec", "p", "list", "title", "boxed-text", "def-list", "def-item", "statement", "preformat",
        "alternatives", "verse-line",
    ),
    Role.ITEM: ("list-item",),
    Role.QUOTE: ("disp-quote", "speech", "verse-group"),
    Role.LABEL: ("attrib", "speaker"),
    Role.LINE_BREAK: ("break",),
    Role.BOLD: ("bold",),
    Role.ITALIC: ("italic",),
}  # fmt: skip
_ROLE_OF = {element: role for role, elements in _ROLES.items() for element in elements}
_FOOTNOTES = frozenset({"fn", "table-fn", "corresp", "aff"})


def read(data: bytes, where: str) -> Source:
    """Return the body of the first article; ``where`` names the file in messages.

    Raises ``ReadError`` if the data aren't sound XML, declare entities, or hold no article's body.
    """
    root = safe_xml.parse(data, where)
    body = next((found for found in root.iter("{*}body") if _is_of_article(found)), None)
    if body is None:
        raise ReadError(
            f"{where}: has no <body> of an <article>, so perhaps only an abstract; "
            "give the full text as JATS XML"
        )
    return assemble(markup.blocks(body, Vocabulary(_role, _heading)))


def _is_of_article(body: etree._Element) -> bool:
    parent = body.getparent()
    return parent is not None and markup.name(parent) == "article"


def _role(element: etree._Element) -> Role:
    name = markup.name(element)
    if name == "title" and _in_section(element):
        return Role.HEADING
    if name == "xref" and element.get("ref-type") in _FOOTNOTES:
        return Role.SKIPPED
    if name == "xref" and element.get("ref-type") == "bibr" and _is_raised(element):
        return Role.SKIPPED
    if name == "sup" and _only_refers(element):
        return Role.SKIPPED
    return _ROLE_OF.get(name, Role.INLINE)


def _in_section(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and markup.name(parent) == "sec"


def _is_raised(element: etree._Element) -> bool:
    """Whether all of a reference stands in <sup>, so that nothing parts it from the word before."""
    return not (element.text or "").strip() and any(markup.name(part) == "sup" for part in element)


def _only_refers(element: etree._Element) -> bool:
    """Whether a raised number is a reference's: it would stand as a part of the word before it."""
    words = (element.text or "") + "".join(child.tail or "" for child in element)
    return bool(len(element)) and not any(map(str.isalnum, words))


def _heading(element: etree._Element) -> Hints:
    section = element.getparent()
    sections = sum(markup.name(above) == "sec" for above in element.iterancestors())
    return Hints(level=sections, section="" if section is None else section.get("sec-type", ""))
