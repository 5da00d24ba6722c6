"""Articles as HTML pages."""

import pytest

from graph.readers import web
from tests.articles import as_html, quotes


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<blockquote><p>We left.</p><footer>— <cite>P4</cite></footer></blockquote>",
            [("We left.", "P4")],
        ),
        ("<blockquote>We left. <cite>P4</cite></blockquote>", [("We left.", "P4")]),
        (
            "<figure><blockquote>We left.</blockquote><figcaption>P4</figcaption></figure>",
            [("We left.", "P4")],
        ),
        ("<p>It was <q>too far for us</q> (P4).</p>", [("too far for us", "P4")]),
        ("<p>“One.” (P1)<br>“Two.” (P2)</p>", [("One.", "P1"), ("Two.", "P2")]),
        ("<ul><li>“One.” (P1)<li>“Two.” (P2)</ul>", [("One.", "P1"), ("Two.", "P2")]),
        ("<div>“One.” (P1)</div>", [("One.", "P1")]),
        ("<p>I: Why?<br/>P1: I left.</p>", [("I left.", "P1")]),
        ("<p><del>“No.” (P9)</del> “One.” (P1)</p>", [("One.", "P1")]),
        ("<p style='display: none'>“No.” (P9)</p><p hidden>“No.” (P9)</p>", []),
        ("<table><tr><td>“No.” (P9)</td></tr></table><figure><p>“No.” (P9)</p></figure>", []),
        (
            "<div class='html-disp-quote'><p>Up it went (Site manager)</p></div>",
            [("Up it went", "Site manager")],
        ),
        ("<div class='table-wrap'><p>“No.” (P9)</p></div>", []),
        ("<!-- “No.” (P9) --><noscript>“No.” (P9)</noscript>", []),
    ],
)
def test_html_quotes(body: str, expected: list[tuple[str, str]]) -> None:
    """Quotations and who is cited are used; what a reader of the page doesn't see isn't."""
    page = f"<h2>Results</h2><h3>Stairs</h3><p>They spoke.</p>{body}"
    found = quotes(web.read(as_html(page), "a.html"))
    assert [(words, speaker) for words, speaker, _, _ in found] == expected


def test_the_encoding_that_a_page_declares() -> None:
    """A page is read in the encoding that it names, else as UTF-8."""
    page = "<meta charset='windows-1252'><body><p>“Oné” (P1)</p></body>"
    assert quotes(web.read(page.encode("cp1252"), "a.html"))[0][0] == "Oné"
    xhtml = "<?xml version='1.0' encoding='UTF-16'?><html><body><p>“Oné” (P1)</p></body></html>"
    assert quotes(web.read(xhtml.encode("utf-16"), "a.html"))[0][0] == "Oné"
