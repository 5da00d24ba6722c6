"""The report on gaps as a Word document, to be edited and handed over."""

import re
from io import BytesIO

import docx
from docx.document import Document
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

from viz.gap_report import CAUTION, P_NOTE, Chapter, Entry, Report, Section

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 can't hold (https://www.w3.org/TR/xml/#charsets)."""

_SOFT = RGBColor(0x57, 0x60, 0x6A)


def gap_document(report: Report) -> bytes:
    """Return the report as a .docx file; what XML can't hold becomes U+FFFD."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.core_properties.title = "What the network lacks"
    document.core_properties.author = "Themegraph"
    document.add_heading("What the network lacks", level=0)
    _say(document, f"{_gaps(report.count)}. {CAUTION}")
    _say(document, P_NOTE, soft=True)
    for chapter in report.chapters:
        _add_chapter(document, chapter)
    _add_queries(document, report)
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _add_chapter(document: Document, chapter: Chapter) -> None:
    document.add_heading(_clean(chapter.study.title), level=1)
    for line in (chapter.study.citation, chapter.study.source, chapter.study.licence):
        if line:
            _say(document, line, soft=True)
    for section in chapter.sections:
        _add_section(document, section)


def _add_section(document: Document, section: Section) -> None:
    heading = f"{section.label.capitalize()} ({len(section.entries)})"
    document.add_heading(_clean(heading), level=2)
    _say(document, section.definition)
    if section.note or not section.entries:
        _say(document, section.note or "None found.").paragraph_format.left_indent = Pt(18)
    for entry in section.entries:
        _add_entry(document, entry)
    _say(document, f"How it was looked for: {section.method} {section.score_note}", soft=True)


def _add_entry(document: Document, entry: Entry) -> None:
    sentence = document.add_paragraph(style="List Number")
    sentence.add_run(_clean(entry.sentence)).bold = True
    sentence.paragraph_format.keep_with_next = True
    for words in entry.words:
        _say(document, words.line()).paragraph_format.left_indent = Pt(36)
    numbers = " · ".join(f"{name} {value}" for name, value in entry.numbers)
    _say(document, numbers, soft=True).paragraph_format.left_indent = Pt(36)
    question = _say(document, f"To ask next: {entry.question}")
    question.runs[0].italic = True
    question.paragraph_format.left_indent = Pt(36)


def _add_queries(document: Document, report: Report) -> None:
    document.add_heading("Queries", level=1).paragraph_format.page_break_before = True
    _say(document, "Each reproduces the gaps of a kind, or the numbers on which they rest.")
    for name, text in report.queries.items():
        document.add_heading(name, level=2)
        run = _say(document, text).runs[0]
        run.font.name, run.font.size = "Consolas", Pt(8)


def _say(document: Document, text: str, *, soft: bool = False) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    run = paragraph.add_run(_clean(text))
    if soft:
        run.font.color.rgb, run.font.size = _SOFT, Pt(9)
    return paragraph


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _gaps(count: int) -> str:
    return "1 gap" if count == 1 else f"{count} gaps"
