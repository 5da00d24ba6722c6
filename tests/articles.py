"""One invented article in every form, for the tests of the readers."""

import io
import zipfile
from collections.abc import Sequence
from html import escape

from graph.readers import narrative
from graph.readers.structure import Source
from graph.readers.summary import as_json

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPOKEN = "I carried the child up five floors because nobody mended it."
ARTICLE: Sequence[tuple[str, str]] = (
    ("h1", "Introduction"),
    ("p", "Others wrote that “we all know it is far” (P9)."),
    ("h1", "Methods"),
    ("p", "We met tenants, among them P3."),
    ("h1", "Results"),
    ("p", "Two themes were found."),
    ("h2", "Stairs"),
    ("p", "Stairs were ‘a daily mountain’ (P2) to some, a ‘nuisance’ to others [12]."),
    ("quote", f"“{SPOKEN}” (P3, tenant)"),
    ("h3", "Steep"),
    ("quote", "We never once saw the manager here – P4"),
    ("h2", "Lifts"),
    ("p", "One said: “It broke again” (P5)."),
    ("h1", "Discussion"),
    ("p", "They told us “it is too far for us” (P3)."),
    ("h1", "References"),
    ("p", "Doe J. “Stairs” (P3)."),
)
EXPECTED = [
    ("a daily mountain", "P2", ["Stairs"], "inline"),
    (SPOKEN, "P3, tenant", ["Stairs"], "block"),
    ("We never once saw the manager here", "P4", ["Stairs", "Steep"], "block"),
    ("It broke again", "P5", ["Lifts"], "inline"),
]


def quotes(source: Source) -> list[tuple[str, str, list[str], str]]:
    """What is quoted: words, speaker, headings above, kind."""
    reading = narrative.read_source(source, study_id="tenants")
    text = reading.sources["findings"]
    found = as_json(reading)["quotes"]
    assert all(text[quote["start"] : quote["end"]] == quote["text"] for quote in found)
    return [(q["text"], q["speaker"], q["theme_path"], q["kind"]) for q in found]


def notes(source: Source) -> list[str]:
    """What the reader was unsure of."""
    return [note.text for note in narrative.read_source(source, study_id="tenants").notes]


def as_markdown() -> bytes:
    """The article in Markdown."""
    signs = {"h1": "# ", "h2": "## ", "h3": "### ", "p": "", "quote": "> "}
    return "\n\n".join(signs[kind] + words for kind, words in ARTICLE).encode()


def as_plain_text() -> bytes:
    """The article as text, a line for each paragraph and nothing that marks a heading."""
    signs = {"quote": "    "}
    return "\n".join(signs.get(kind, "") + words for kind, words in ARTICLE[:9]).encode()


def as_html(body: str = "") -> bytes:
    """The article as a page with what publishers put around it."""
    tags = {"h1": "h2", "h2": "h3", "h3": "h4", "p": "p", "quote": "blockquote"}
    words = body or "".join(
        f"<{tags[kind]}>{escape(words)}</{tags[kind]}>" for kind, words in ARTICLE
    )
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Far</title>"
        "<script>var a = '“Script” (P8)';</script></head><body><nav><ul><li>“Home” (P1)</li></ul>"
        f"</nav><main><article><h1>Far</h1>{words}</article></main>"
        "<aside><p>“Read this too” (P7)</p></aside><footer><p>“Foot” (P6)</p></footer>"
        "</body></html>"
    ).encode()


def as_jats(body: str = "") -> bytes:
    """The article in JATS XML, its sections nested."""
    sections = body or _sections(ARTICLE, 1)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS//EN" '
        '"JATS-archivearticle1.dtd"><article><front><abstract><sec><title>Results</title>'
        f"<p>“Short” (P1)</p></sec></abstract></front><body>{sections}</body>"
        "<back><ref-list><title>References</title><ref>“Foo” (P3)</ref></ref-list></back></article>"
    ).encode()


def _sections(parts: Sequence[tuple[str, str]], level: int) -> str:
    tags = {"p": "<p>{}</p>", "quote": "<disp-quote><p>{}</p></disp-quote>"}
    written = ""
    index = 0
    while index < len(parts):
        kind, words = parts[index]
        if kind in tags:
            written += tags[kind].format(escape(words))
            index += 1
            continue
        stop = index + 1
        while stop < len(parts) and not ("h1" <= parts[stop][0] <= f"h{level}"):
            stop += 1
        inside = _sections(parts[index + 1 : stop], level + 1)
        written += f"<sec><title>{escape(words)}</title>{inside}</sec>"
        index = stop
    return written


def as_docx(body: str = "", styles: str = "") -> bytes:
    """The article as a Word document, headings and quotations by style."""
    names = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "p": "", "quote": "Quote"}
    paragraphs = body or "".join(word_paragraph(words, names[kind]) for kind, words in ARTICLE)
    sheet = (
        styles
        or "".join(
            f'<w:style w:type="paragraph" w:styleId="Heading{level}">'
            f'<w:name w:val="heading {level}"/></w:style>'
            for level in (1, 2, 3)
        )
        + '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>'
    )
    body_of = f"<w:body>{paragraphs}</w:body>"
    return zipped({
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}">{body_of}</w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{sheet}</w:styles>',
    })  # fmt: skip


def word_paragraph(words: str, style: str = "", properties: str = "") -> str:
    """A paragraph of a Word document in one run."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    text = f'<w:t xml:space="preserve">{escape(words)}</w:t>'
    return f"<w:p><w:pPr>{named}{properties}</w:pPr><w:r>{text}</w:r></w:p>"


def zipped(parts: dict[str, str]) -> bytes:
    """A ZIP archive of parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()
