"""The plain text of a Word document as the qualitative tools take it: its paragraphs, one a line.

Unlike ``docx``, which reads an article, this leaves nothing out, for positions are counted in it.
"""

from xml.etree import ElementTree as ET

from graph.errors import ReadError
from graph.readers import safe_zip
from graph.readers.refi_package import parse

_PART = "word/document.xml"
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t"}


def plain_text(data: bytes, name: str) -> str:
    """Return the text of a ``.docx``. Raises ``ReadError`` if it isn't one."""
    with safe_zip.opened(data, name) as archive:
        if _PART not in archive.names:
            raise ReadError(f"{name}: is no Word document, for it has no {_PART}")
        root = parse(archive.read(_PART), name)
    return "\n".join(_paragraph(each) for each in root.iter("p"))


def _paragraph(paragraph: ET.Element) -> str:
    return "".join(
        _BREAKS.get(part.tag) or (part.text or "" if part.tag == "t" else "")
        for part in paragraph.iter()
    )
