"""Which encoding a text file is in, if it doesn't say.

A byte order mark tells; else what decodes as UTF-8 is UTF-8, for hardly anything else does. The
old one-byte encodings all decode, so there the text decides that each gives: charset-normalizer
measures its disorder; of the equally orderly, the encoding is taken that puts the fewest signs into
words ("by³o" for "było"), and of those the commonest.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import charset_normalizer

from graph.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_COMMONEST_FIRST = (
    "cp1252",
    "mac_roman",
    "cp850",
    "cp1250",
    "iso8859_2",
    "cp1251",
    "koi8_r",
    "mac_cyrillic",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
)
_EQUALLY_ORDERLY = 0.005
_MOST_DISORDER = 0.5
_ODD_IN_WORDS = ("Lu", "No", "Sc", "Sk", "Sm", "So")
_SAMPLE = 65_536
_TELLING_LINE = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and the encoding that it was read in; ``sure`` if the file itself tells."""

    text: str
    encoding: str
    sure: bool


def decode(data: bytes, path: Path, given: str = "") -> Decoded:
    """Decode a text file, in the encoding ``given`` or else in the one that it seems to be in.

    Raises ``ReadError`` if there is no such encoding, or the bytes aren't text in it.
    """
    if given:
        return Decoded(_in(data, given, path), given, sure=True)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(_in(data, name, path), name, sure=True)
    if wide := _without_mark(data):
        return Decoded(_in(data, wide, path), wide, sure=True)
    if b"\0" in data:
        raise ReadError(f"{path}: isn't a text file (it has NUL bytes); export it as CSV or XLSX")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", sure=True)
    except UnicodeDecodeError:
        name = _one_byte(data, path)
        return Decoded(_in(data, name, path), name, sure=False)


def _in(data: bytes, name: str, path: Path) -> str:
    try:
        return data.decode(codecs.lookup(name).name)
    except LookupError:
        raise ReadError(
            f"--encoding {name}: there is no such encoding; use one like utf-8, utf-16, cp1252, "
            "latin-1 or mac_roman"
        ) from None
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02X} in line {line}"
        raise ReadError(
            f"{path}: isn't {name} throughout ({byte}); give the encoding with --encoding, "
            "or save the file as UTF-8"
        ) from error


def _without_mark(data: bytes) -> str:
    """Name UTF-16 that lacks its mark: every other byte of Latin text is then 0."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 4 < len(sample):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _one_byte(data: bytes, path: Path) -> str:
    lines = _TELLING_LINE.finditer(data)
    sample = b""
    while len(sample) < _SAMPLE and (line := next(lines, None)):
        sample += line.group() + b"\n"
    found = charset_normalizer.from_bytes(
        sample, cp_isolation=list(_COMMONEST_FIRST), threshold=_MOST_DISORDER
    )
    if not found:
        raise ReadError(f"{path}: can't tell its encoding; give it with --encoding, as in cp1252")
    least = min(match.chaos for match in found)
    orderly = {
        name: _signs_in_words(str(match))
        for match in found
        if match.chaos <= least + _EQUALLY_ORDERLY
        for name in match.could_be_from_charset
        if name in _COMMONEST_FIRST
    }
    return min(orderly, key=lambda name: (orderly[name], _COMMONEST_FIRST.index(name)))


def _signs_in_words(text: str) -> int:
    """How often a sign, a digit or a capital stands right behind a small letter."""
    return sum(
        before.islower() and not char.isascii() and unicodedata.category(char) in _ODD_IN_WORDS
        for before, char in pairwise(text)
    )
