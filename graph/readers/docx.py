"""Word documents (Office Open XML, ISO/IEC 29500): what a reader of the document sees.

Deleted and moved revisions, comments, notes, hidden text, tables and text boxes are left out.
Headings are told by their style or outline level, quotations by a style for them or an indent.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from graph.errors import ReadError
from graph.readers import markup, safe_xml, safe_zip
from graph.readers.structure import Block, Runs, Source, assemble
from graph.readers.text import Hints

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT = "word/document.xml"
_STYLES = "word/styles.xml"
_LEAST_INDENT = 300
"""From which indent on, in twentieths of a point, a paragraph that is no list is set off."""
_SKIPPED = frozenset(
    ("del", "moveFrom", "tbl", "txbxContent", "drawing", "pict", "object", "AlternateContent",
     "instrText", "delText", "footnoteReference", "endnoteReference", "commentReference",
     "rPrChange", "pPrChange", "sectPr", "oMath", "oMathPara")
)  # fmt: skip
_CONTAINERS = frozenset(("sdt", "sdtcontent", "ins", "moveto", "customxml", "smarttag"))
_QUOTE_STYLE = re.compile(
    r"quot|block\s*text|zitat|citation|citazione|cita\b|extract", re.IGNORECASE
)
_HEADING_STYLE = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|rubrik|kop)\s*([1-9])", re.IGNORECASE
)
_SKIPPED_STYLE = re.compile(
    r"^(?:toc\b|table of|caption|bibliograph|footnote|endnote|header|footer|title$|subtitle|"
    r"balloon|comment|annotation)",
    re.IGNORECASE,
)
_MOST_BASES = 20


@dataclass(frozen=True, slots=True)
class _Style:
    name: str = ""
    level: int = 0
    indent: int = 0
    bold: bool = False
    italic: bool = False
    hidden: bool = False


_NORMAL = _Style()


def read(data: bytes, where: str) -> Source:
    """Return a document's text; ``where`` names the file in messages. Raises ``ReadError``."""
    with safe_zip.opened(data, where) as archive:
        if _DOCUMENT not in archive.names:
            raise ReadError(
                f"{where}: is no Word document, for it has no {_DOCUMENT}; save it as .docx"
            )
        root = safe_xml.parse(_transitional(archive.read(_DOCUMENT)), f"{where}, {_DOCUMENT}")
        styles: Mapping[str, _Style] = {}
        if _STYLES in archive.names:
            sheet = safe_xml.parse(_transitional(archive.read(_STYLES)), f"{where}, {_STYLES}")
            styles = _styles(sheet)
    body = root.find(f"{_W}body")
    if body is None:
        raise ReadError(f"{where}: its {_DOCUMENT} has no body; save it anew as .docx")
    return assemble(_Walk(styles).blocks(body))


def _transitional(part: bytes) -> bytes:
    """Documents saved as *strict* name the same elements by another namespace."""
    return part.replace(_STRICT.encode(), _TRANSITIONAL.encode())


# ---------------------------------------------------------------- styles


def _styles(sheet: etree._Element) -> dict[str, _Style]:
    given = {_value(style, "styleId"): style for style in sheet.iter(f"{_W}style")}
    return {name: _style(given, name) for name in given}


def _style(given: Mapping[str, etree._Element], name: str) -> _Style:
    """A style with what it takes over from those that it is based on, nearest first."""
    chain = list(_bases(given, name))
    own = _child_value(chain[0], "name") if chain else ""
    return _Style(
        name=own,
        level=next((level for style in chain if (level := _level(style))), 0),
        indent=next((indent for style in chain if (indent := _indent(style)) is not None), 0),
        bold=next((on for style in chain if (on := _switch(style, "b")) is not None), False),
        italic=next((on for style in chain if (on := _switch(style, "i")) is not None), False),
        hidden=next((on for style in chain if (on := _switch(style, "vanish")) is not None), False),
    )


def _bases(given: Mapping[str, etree._Element], name: str) -> Iterator[etree._Element]:
    for _ in range(_MOST_BASES):
        style = given.get(name)
        if style is None:
            return
        yield style
        name = _child_value(style, "basedOn")


def _level(style: etree._Element) -> int:
    named = _HEADING_STYLE.match(_child_value(style, "name"))
    return int(named[1]) if named else _outline_level(style)


def _outline_level(element: etree._Element) -> int:
    found = element.find(f"{_W}pPr/{_W}outlineLvl")
    level = _number(found) if found is not None else None
    return level + 1 if level is not None and 0 <= level < 9 else 0  # noqa: PLR2004 -- 9: body text


def _indent(element: etree._Element) -> int | None:
    found = element.find(f"{_W}pPr/{_W}ind")
    if found is None:
        return None
    given = found.get(f"{_W}left", found.get(f"{_W}start", "0"))
    return int(given) if re.fullmatch(r"-?\d{1,6}", given) else 0


def _switch(element: etree._Element, name: str) -> bool | None:
    found = element.find(f"{_W}rPr/{_W}{name}")
    return (
        None if found is None else found.get(f"{_W}val", "1") not in {"0", "false", "none", "off"}
    )


def _number(element: etree._Element) -> int | None:
    given = element.get(f"{_W}val", "")
    return int(given) if re.fullmatch(r"\d{1,6}", given) else None


def _value(element: etree._Element, name: str) -> str:
    return element.get(f"{_W}{name}", "")


def _child_value(element: etree._Element, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return "" if found is None else _value(found, "val")


# ---------------------------------------------------------------- paragraphs


@dataclass(slots=True)
class _Walk:
    styles: Mapping[str, _Style]
    runs: Runs = field(default_factory=Runs)
    groups: int = 0
    in_group: bool = False

    def blocks(self, container: etree._Element) -> Iterator[Block]:
        for element in container:
            name = markup.name(element)
            if name == "p":
                block = self._paragraph(element)
                if block is not None:
                    yield block
            elif name in _CONTAINERS and not _is_contents(element):
                yield from self.blocks(element)

    def _paragraph(self, paragraph: etree._Element) -> Block | None:
        style = self.styles.get(_child_value_of_style(paragraph), _NORMAL)
        if _SKIPPED_STYLE.match(style.name):
            return None
        self._inside(paragraph, style)
        block = self.runs.block(self._hints(paragraph, style))
        if block is not None:
            self.in_group = block.hints.set_off
        return block

    def _hints(self, paragraph: etree._Element, style: _Style) -> Hints:
        level = _outline_level(paragraph) or style.level
        if level:
            return Hints(level=level)
        in_list = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
        own = _indent(paragraph)
        indent = style.indent if own is None else own
        set_off = bool(_QUOTE_STYLE.search(style.name)) or (
            indent >= _LEAST_INDENT and not in_list and "list" not in style.name.lower()
        )
        self.groups += set_off and not self.in_group
        return Hints(set_off=set_off, group=self.groups if set_off else 0, item=in_list)

    def _inside(self, element: etree._Element, style: _Style) -> None:
        for child in element:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name == "r":
                self._run(child, style)
            elif name and name not in _SKIPPED and name != "pPr":
                self._inside(child, style)

    def _run(self, run: etree._Element, style: _Style) -> None:
        character = self.styles.get(_child_value_of_style(run), _NORMAL)
        hidden = _switch(run, "vanish")
        if character.hidden if hidden is None else hidden:
            return
        if _switch(run, "strike") or _switch(run, "dstrike"):
            return
        bold, italic = _switch(run, "b"), _switch(run, "i")
        bold = (character.bold or style.bold) if bold is None else bold
        italic = (character.italic or style.italic) if italic is None else italic
        for child in run:
            self._piece(child, bold=bold, italic=italic)

    def _piece(self, piece: etree._Element, *, bold: bool, italic: bool) -> None:
        name = etree.QName(piece).localname if isinstance(piece.tag, str) else ""
        if name == "t":
            self.runs.write(piece.text or "", bold=bold, italic=italic)
        elif name in {"tab", "ptab"}:
            self.runs.write(" ", bold=bold, italic=italic)
        elif name in {"br", "cr"}:
            self.runs.line_break()
        elif name == "noBreakHyphen":
            self.runs.write("-", bold=bold, italic=italic)


def _child_value_of_style(element: etree._Element) -> str:
    found = element.find(f"{_W}pPr/{_W}pStyle")
    if found is None:
        found = element.find(f"{_W}rPr/{_W}rStyle")
    return "" if found is None else _value(found, "val")


def _is_contents(element: etree._Element) -> bool:
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return gallery is not None and "contents" in _value(gallery, "val").lower()
