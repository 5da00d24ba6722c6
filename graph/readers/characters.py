"""Text without what a study's tables can't carry."""

_SPACES = dict.fromkeys((*range(32), 127, 0xFFFE, 0xFFFF), " ")
_KEPT = {ord("\t"): "\t", ord("\n"): "\n", ord("\r"): "\r"}
_PAGES = {0x0B: "\n", 0x0C: "\n"}
_PLAIN = {**_SPACES, **_KEPT, **_PAGES}


def plain(words: str) -> str:
    """Return text with a space for each control character, so that positions stay.

    XML can't carry them, and a terminal obeys them. The breaks between pages that come out of PDFs
    become line breaks.
    """
    return words.translate(_PLAIN)


def label(words: str, without: str) -> str:
    """Return a name on one line; ``without`` if nothing is left of it."""
    return " ".join(plain(words).split()) or without
