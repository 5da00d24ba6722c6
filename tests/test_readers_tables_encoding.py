"""Encodings of delimited text."""

from pathlib import Path

import pytest

from graph.errors import ReadError
from graph.readers.tables.encoding import decode

FILE = Path("table.csv")
GERMAN = "Zitat;Code;Person\nIch fühle mich überfordert, weil die Übergänge groß sind.;Zeit;Jäger\n"
FRENCH = "verbatim,code\nJe n'ai pas reçu l'aide espérée à l'hôpital.,Accès\n"
SPANISH = "cita,código\nNo había información y el médico no me explicó nada.,Información\n"
POLISH = "cytat,kod\nNie było żadnej pomocy, więc musieliśmy sobie radzić sami.,Wsparcie\n"
RUSSIAN = "цитата,код\nНам никто не помог, всё приходилось делать самим.,Поддержка\n"
ENGLISH = "quote,code\nIt’s hard – we don’t have “time”, really…,Time\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode_is_recognised_with_and_without_its_mark(encoding: str) -> None:
    """UTF-8 and UTF-16 are read with and without a byte order mark, UTF-32 with one."""
    decoded = decode(GERMAN.encode(encoding), FILE)
    assert decoded.text == GERMAN
    assert decoded.sure


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "cp1252"),
        (GERMAN, "latin-1"),
        (GERMAN, "mac_roman"),
        (GERMAN, "cp850"),
        (FRENCH, "cp1252"),
        (FRENCH, "mac_roman"),
        (SPANISH, "latin-1"),
        (SPANISH, "mac_roman"),
        (ENGLISH, "cp1252"),
        (ENGLISH, "mac_roman"),
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
    ],
)
def test_one_byte_encodings_are_told_by_the_text_they_give(text: str, encoding: str) -> None:
    """CSV in any common encoding is read, and what wasn't sure is said to be so."""
    decoded = decode(text.encode(encoding), FILE)
    assert decoded.text == text
    assert not decoded.sure


def test_a_given_encoding_is_taken() -> None:
    """The user's word goes before any guess."""
    assert decode(POLISH.encode("iso8859_2"), FILE, "iso8859-2").text == POLISH


def test_an_encoding_that_is_none_is_refused() -> None:
    """An unknown encoding is an error that names some."""
    with pytest.raises(ReadError, match="--encoding klingon: there is no such encoding; use"):
        decode(b"quote", FILE, "klingon")


def test_an_encoding_that_decodes_bytes_otherwise_is_refused() -> None:
    """Codecs that aren't text encodings are refused as unknown."""
    with pytest.raises(ReadError, match="--encoding rot13: there is no such encoding"):
        decode(b"quote", FILE, "rot13")


def test_a_wrong_encoding_is_refused_with_its_place() -> None:
    """Wrong encoding: a clear error with the byte and the line."""
    with pytest.raises(ReadError, match=r"isn't utf-8 throughout \(byte 0xFC in line 2\)"):
        decode(GERMAN.encode("cp1252"), FILE, "utf-8")


def test_a_binary_file_is_refused() -> None:
    """What isn't text at all is refused."""
    with pytest.raises(ReadError, match="isn't a text file"):
        decode(b"\x89PNG\r\n\x1a\n" + b"\x01\x02\x00\x03\xff" * 40, FILE)
