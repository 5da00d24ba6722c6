"""Articles in every form that the narrative reader takes, and how its first bytes tell a form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ReadError
from graph.files import read_bytes
from graph.model import Reading
from graph.readers import docx, jats, narrative, plain, web
from graph.readers.structure import Source

LARGEST_TEXT = 5_000_000
"""The most bytes of a text, an HTML page or a JATS article: as much as five long books."""
LARGEST_DOCUMENT = 200_000_000
"""The most bytes of a Word document, which may hold pictures; its text has a limit of its own."""
_WITHIN = 4096
_ARTICLE = re.compile(rb"<(?:\w+:)?(?:article|pmc-articleset|OAI-PMH)\b")
_PAGE = re.compile(rb"<!doctype\s+html|<html\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of article; ``convert`` takes its bytes and its name for messages."""

    name: str
    description: str
    suffixes: tuple[str, ...]
    convert: Callable[[bytes, str], Source]
    largest: int = LARGEST_TEXT

    def read(self, path: Path, study_id: str, title: str) -> Reading:
        """Read a file of this form. Raises ``ReadError``, also if there are no words in it."""
        source = self.convert(read_bytes(path, self.largest), str(path))
        if not source.text.strip():
            raise ReadError(f"{path}: holds no text to read; is it the right file?")
        return narrative.read_source(source, study_id=study_id, title=title)


TEXT = Form("text", "a findings section or an article as plain text, UTF-8", (".txt",), plain.read)
MARKDOWN = Form("markdown", "the same in Markdown", (".md", ".markdown"), web.read_markdown)
HTML = Form("html", "an article's page", (".html", ".htm", ".xhtml"), web.read)
JATS = Form(
    "jats", "an article in JATS XML, as PubMed Central gives it", (".xml", ".nxml"), jats.read
)
DOCX = Form("docx", "a Word document", (".docx",), docx.read, LARGEST_DOCUMENT)
FORMS: tuple[Form, ...] = (TEXT, MARKDOWN, HTML, JATS, DOCX)


def by_content(data: bytes) -> Form:
    """Return the form that a file's first bytes tell; plain text if none."""
    start = data[:_WITHIN]
    if data.startswith(b"PK\x03\x04"):
        return DOCX
    if _PAGE.search(start):
        return HTML
    return JATS if _ARTICLE.search(start) else TEXT
