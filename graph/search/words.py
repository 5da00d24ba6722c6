"""What a word is: found in a text, folded so that accents and case don't matter, stemmed."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from snowballstemmer import stemmer

_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Combining marks, which belong to the letter before them."""
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})
"""Letters that Unicode doesn't take apart into a letter and a mark."""
_KNOWN = 200_000
"""How many words' forms are remembered: more than a language's ordinary vocabulary."""

ALGORITHMS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian", "hy": "armenian",
    "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "nb": "norwegian", "nn": "norwegian", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
"""The Snowball stemmer of each language that has one, by the language's ISO 639-1 code."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its code points, itself without accents and case, and its stem."""

    start: int
    end: int
    folded: str
    stem: str


def language_of(tag: str) -> str:
    """Return the language of a BCP 47 tag (``en-GB``) if it has a stemmer, else ``""``."""
    code = tag.partition("-")[0].lower()
    return code if code in ALGORITHMS else ""


def words(text: str, language: str = "en") -> Iterator[Word]:
    """Yield the words of a text, stemmed as its language (a key of ``ALGORITHMS``) wants.

    Words of another language are kept whole.

    >>> [(word.folded, word.stem) for word in words("Cafés organised")]
    [('cafes', 'cafe'), ('organised', 'organis')]
    """
    for found in _WORD.finditer(text):
        folded, stem = _forms(found[0], language)
        if folded:
            yield Word(found.start(), found.end(), folded, stem)


@lru_cache(_KNOWN)
def _forms(word: str, code: str) -> tuple[str, str]:
    folded = _folded(word)
    if code not in ALGORITHMS:
        return folded, folded
    whole = unicodedata.normalize("NFC", word).casefold()
    return folded, _folded(_stemmer(code)(whole)) or folded


@cache
def _stemmer(code: str) -> Callable[[str], str]:
    stem: Callable[[str], str] = stemmer(ALGORITHMS[code]).stemWord
    return stem


def _folded(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word).casefold().translate(_LETTERS)
    return "".join(letter for letter in apart if letter.isalnum())
