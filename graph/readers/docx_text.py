"""The plain text of a Word document: its paragraphs, one a line."""

import io
import zipfile
from xml.etree import ElementTree as ET

from graph.errors import ReadError
from graph.readers.refi_package import MOST_TEXT, parse

_PART = "word/document.xml"
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t"}


def plain_text(data: bytes, name: str) -> str:
    """Return the text of a ``.docx``. Raises ``ReadError`` if it isn't one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_PART).file_size > MOST_TEXT:
                raise ReadError(f"{name}: unpacks to more than {MOST_TEXT:,} bytes")
            root = parse(archive.read(_PART), name)
    except (zipfile.BadZipFile, KeyError, EOFError, OSError, RuntimeError) as error:
        raise ReadError(f"{name}: isn't a Word document ({error})") from error
    return "\n".join(_paragraph(each) for each in root.iter("p"))


def _paragraph(paragraph: ET.Element) -> str:
    return "".join(
        _BREAKS.get(part.tag) or (part.text or "" if part.tag == "t" else "")
        for part in paragraph.iter()
    )
