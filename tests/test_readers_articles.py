"""Articles in every form, in plain text and in Markdown."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ReadError
from graph.readers import articles, formats, plain, web
from graph.readers.articles import Form
from graph.readers.request import Request
from tests.articles import (
    EXPECTED,
    as_docx,
    as_html,
    as_jats,
    as_markdown,
    as_plain_text,
    notes,
    quotes,
)


@pytest.mark.parametrize(
    ("form", "data"),
    [
        (articles.MARKDOWN, as_markdown()),
        (articles.TEXT, as_markdown()),
        (articles.HTML, as_html()),
        (articles.JATS, as_jats()),
        (articles.DOCX, as_docx()),
    ],
    ids=lambda given: given.name if isinstance(given, Form) else "",
)
def test_one_article_in_every_form(form: Form, data: bytes) -> None:
    """The findings of an article are read alike from every form, and nothing beside them is."""
    source = form.convert(data, "article")
    assert quotes(source) == EXPECTED
    assert [note for note in notes(source) if note.startswith("Not read")] == [
        "Not read, as not the findings: 'Introduction', 'Methods'",
        "Not read, as not the findings: 'Discussion', 'References'",
    ]


def test_elements_for_speakers_are_believed() -> None:
    """In JATS ``speaker`` and ``attrib`` name who speaks, whatever form label and words have."""
    source = articles.JATS.convert(
        b"<article><body><sec sec-type='results'><title>Results</title><sec><title>Prices</title>"
        b"<p>Talk<xref ref-type='bibr'><sup>4</sup></xref> goes on.</p>"
        b"<speech><speaker>Farmer 4</speaker><p>The trader, always the trader.</p></speech>"
        b"<speech><speaker>Maria</speaker><p>We never knew the price before.</p></speech>"
        b"<disp-quote><p>I carried it home.</p><attrib>Bea (nurse)</attrib></disp-quote>"
        b"<disp-quote><p>It rained.</p><attrib>(Participant 9, farmer)</attrib></disp-quote>"
        b"</sec></sec></body></article>",
        "article",
    )
    assert [(words, speaker) for words, speaker, *_ in quotes(source)] == [
        ("The trader, always the trader.", "Farmer 4"),
        ("We never knew the price before.", "Maria"),
        ("I carried it home.", "Bea (nurse)"),
        ("It rained.", "Participant 9, farmer"),
    ]
    assert "Talk goes on." in source.text, "a raised reference is no part of a word"


def test_an_article_without_marked_headings() -> None:
    """In plain text headings are guessed, and the findings begin where one names them."""
    source = plain.read(as_plain_text(), "article")
    assert quotes(source)[:1] == [EXPECTED[0]]


def test_markdown_marks_are_no_part_of_the_text() -> None:
    """Emphasis, quotation signs, comments and front matter don't reach the document."""
    text = (
        b"---\ntitle: Far\n---\n# Results\n\nStairs\n------\n\n"
        b"> *\xe2\x80\x9cOne,\n> two.\xe2\x80\x9d* (P1)\n"
        b"\n<!-- \xe2\x80\x9cNo.\xe2\x80\x9d (P9) -->\n\n**P2:** I ~~left~~ went."
    )
    source = web.read_markdown(text, "a.md")
    assert not set(source.text) & set("*>~#")
    assert quotes(source) == [
        ("One,\ntwo.", "P1", ["Stairs"], "block"),
        ("I went.", "P2", ["Stairs"], "block"),
    ]


def test_quoted_lines_lose_their_sign() -> None:
    """In plain text ``>`` sets words off and isn't a part of them; the change is noted."""
    source = plain.read(b"They said:\n\n> I went up\n> and down. (P1)\n", "a.txt")
    assert quotes(source) == [("I went up\nand down.", "P1", [], "block")]
    assert any(note.startswith("The text isn't as in the file") for note in notes(source))


def test_a_text_is_left_as_it_is() -> None:
    """A text without anything to take out is the document, to the byte, but for its order mark."""
    text = "“One.” (P1)\r\n\r\nMore.\r\n"
    assert plain.read(b"\xef\xbb\xbf" + text.encode(), "a.txt").text == text


PIECES = st.sampled_from(
    ["“", "”", "'", " ", "\n", "\n\n", "(P1)", "[tenant]", "# ", "## ", "> ", "- ", "1. ", "**",
     "_", "`", "~~", "<p>", "</p>", "<q>", "<b>", "<br>", "<blockquote>", "<cite>", "<h2>", "<!--",
     "-->", "<table>", "&amp;", "&#0;", "&#7;", "\x00", "\x07", "\f", "\u2028", "said ",
     "P3: ", "---\n",
     "<script>", "</", "<?x ", "<![CDATA[", "words and words. ", "Results", "Theme 1: A"]
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_in_any_form(words: str) -> None:
    """No Markdown, page or text makes a reader fail otherwise than by saying so."""
    data = words.encode("utf-8", "ignore")
    for form in (articles.MARKDOWN, articles.HTML, articles.TEXT):
        try:
            source = form.convert(data, "any")
        except ReadError:
            continue
        assert all(source.text[p.start : p.end] == p.text for p in source.paragraphs)
        assert not set(source.text) & set("\x00\x07\x0b\x0c")
        quotes(source)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
def test_a_file_without_words_is_refused(suffix: str, tmp_path: Path) -> None:
    """An empty file isn't read into an empty study."""
    source = tmp_path / f"findings{suffix}"
    source.write_text(" \n\t\n", encoding="utf-8")
    with pytest.raises(ReadError, match="no text"):
        formats.read_source(source, Request("s", "S"))
