"""What XML 1.0 can carry of a text (https://www.w3.org/TR/xml/#charsets)."""

import re

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACEMENT = "\ufffd"


def carried(text: str) -> str:
    r"""Return a text with the characters that XML has no way to write as U+FFFD.

    >>> carried("a\x00b")
    'a�b'
    """
    return _ILLEGAL.sub(REPLACEMENT, text)
