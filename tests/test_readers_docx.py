"""Articles as Word documents."""

from graph.readers import docx
from tests.articles import as_docx, quotes, word_paragraph


def worded(paragraphs: str, styles: str = "") -> list[tuple[str, str, list[str], str]]:
    """What is quoted in a Word document of these paragraphs."""
    return quotes(docx.read(as_docx(paragraphs, styles), "a.docx"))


def test_an_indent_sets_off() -> None:
    """An indented paragraph that is no list is a quotation."""
    indent = '<w:ind w:left="720"/>'
    assert worded(word_paragraph("We left (Nurse, north)", "", indent)) == [
        ("We left", "Nurse, north", [], "block")
    ]
    assert worded(word_paragraph("We left (Nurse, north)")) == []


def test_what_a_reader_of_the_document_does_not_see() -> None:
    """Deleted words, hidden words, comments and tables are left out, inserted words are kept."""
    runs = (
        "<w:p><w:r><w:t>“We </w:t></w:r>"
        "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>all </w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secretly </w:t></w:r>"
        "<w:moveFrom><w:r><w:t>gone </w:t></w:r></w:moveFrom>"
        '<w:commentRangeStart w:id="0"/><w:r><w:t>left” (P1)</w:t></w:r>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>“No.” (P9)</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert worded(runs) == [("We all left", "P1", [], "block")]


def test_headings_by_outline_level_style_and_bold() -> None:
    """A heading is one by its own level, by the style that its style rests on, or in bold."""
    styles = (
        '<w:style w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H2"/></w:style>'
        '<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style>'
    )
    bold = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Dark</w:t></w:r></w:p>"
    body = (
        word_paragraph("Results", "", '<w:outlineLvl w:val="0"/>')
        + word_paragraph("Stairs", "Mine")
        + word_paragraph("“One.” (P1)")
        + bold
        + word_paragraph("“Two.” (P2)")
    )
    assert [found[2] for found in worded(body, styles)] == [["Stairs"], ["Stairs", "Dark"]]


def test_a_table_of_contents_is_no_text() -> None:
    """What Word writes itself isn't read: contents, captions."""
    styles = (
        '<w:style w:styleId="T"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:styleId="C"><w:name w:val="caption"/></w:style>'
    )
    body = word_paragraph("“No.” (P9)", "T") + word_paragraph("“No.” (P9)", "C")
    assert worded(body, styles) == []
