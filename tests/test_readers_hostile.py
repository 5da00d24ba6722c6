"""Hostile and broken files: refused within stated limits, with a message."""

from itertools import pairwise
from pathlib import Path

import pytest

from graph.errors import ReadError
from graph.readers import articles, docx, safe_zip
from graph.readers.articles import Form
from tests.articles import as_docx, as_html, as_jats, as_markdown, zipped

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE article [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij"))
    + "]><article><body><p>&j;</p></body></article>"
).encode()  # fmt: skip
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<article><body><p>&x;</p></body></article>"
)


@pytest.mark.parametrize(
    ("form", "data", "message"),
    [
        (articles.JATS, BOMB, "declares XML entities of its own"),
        (articles.JATS, EXTERNAL, "declares XML entities of its own"),
        (articles.JATS, as_jats()[:300], "isn't sound XML"),
        (articles.JATS, b"", "isn't sound XML"),
        (articles.JATS, b"<a>" * 10_000, "isn't sound XML"),
        (articles.JATS, b"<?xml version='1.0' encoding='no-such'?><article/>", "isn't sound XML"),
        (articles.JATS, b"<article><front/></article>", "has no <body>"),
        (articles.HTML, b"<html><body><p>\xff\xfa</p></body></html>", "isn't utf-8"),
        (articles.HTML, b"<meta charset='no-such'><p>a</p>", "which isn't known"),
        (articles.HTML, b"<html><body><nav>Home</nav></body></html>", "holds no text"),
        (articles.HTML, b"<div>" * 300 + b"<p>Lost</p>", "more than 255 deep"),
        (articles.TEXT, b"Caf\xe9", "byte 0xE9 in line 1"),
        (articles.TEXT, "Café".encode("utf-16"), "is UTF-16"),
        (articles.MARKDOWN, b"Caf\xe9", "byte 0xE9 in line 1"),
        (articles.DOCX, as_docx()[:300], "isn't a sound ZIP archive"),
        (articles.DOCX, b"PK\x03\x04", "isn't a sound ZIP archive"),
        (articles.DOCX, zipped({"mimetype": "other"}), "is no Word document"),
        (articles.DOCX, zipped({"word/document.xml": BOMB.decode()}), "declares XML entities"),
        (articles.DOCX, zipped({"word/document.xml": "<w>"}), "isn't sound XML"),
        (articles.DOCX, zipped({"word/document.xml": "<w/>"}), "has no body"),
        (
            articles.DOCX,
            zipped({"word/document.xml": " " * (safe_zip.LARGEST_PART + 1)}),
            "when unpacked",
        ),
    ],
)
def test_hostile_files(form: Form, data: bytes, message: str) -> None:
    """A bomb, an outside entity, a broken or foreign file is refused, and the message says why."""
    with pytest.raises(ReadError, match=r"^article") as raised:
        form.convert(data, "article")
    assert message in str(raised.value)


def test_a_part_that_claims_to_be_small() -> None:
    """What an archive says of a part's size isn't believed."""
    data = bytearray(zipped({"word/document.xml": "<w>" + " " * 1000}))
    data[22:26] = (1).to_bytes(4, "little")
    with pytest.raises(ReadError, match=r"can't be unpacked|isn't sound"):
        docx.read(bytes(data), "article")


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    """A text of more bytes than the limit is refused before it's read."""
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(ReadError, match="more than 5,000,000 bytes"):
        articles.TEXT.read(path, "large", "Large")


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (as_docx(), articles.DOCX),
        (as_html(), articles.HTML),
        (as_jats(), articles.JATS),
        (as_markdown(), articles.TEXT),
    ],
)
def test_a_form_is_told_by_its_first_bytes(data: bytes, form: Form) -> None:
    """Without a suffix that tells, the content does."""
    assert articles.by_content(data) is form


def test_the_documentation_states_the_limits() -> None:
    """The limits in the documentation are those of the code."""
    page = (Path(__file__).parents[1] / "docs/reading.md").read_text("utf-8")
    for limit in (articles.LARGEST_TEXT, articles.LARGEST_DOCUMENT, safe_zip.LARGEST_PART):
        assert f"{limit:,}" in page
