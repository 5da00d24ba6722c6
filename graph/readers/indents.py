"""Plain text in which quotations are set off by an indent alone."""

import re
from collections.abc import Iterator

_LINE = re.compile(r"[^\r\n]+")
_INDENTED = re.compile(r"(?: {2,}|\t)\s*\S")
_LISTED = re.compile(r"\s*(?:[-*+•‣▪]|\(?\w{1,3}[.)])\s")
_ENDS = re.compile(r"[.?!:…][”’\"')\]]{0,3}\s*$")
_MOST_FOR_EACH = 3
_PROSE = 60


def quoted_lines(source: str) -> set[int]:
    """Return where the lines start that an indent sets off as quotations.

    Lines between two blank lines are set off if all of them are indented and the text around is
    not: an indent of first lines alone, or of a whole text, says nothing. Lists aren't quotations.
    """
    indented: list[list[tuple[int, str]]] = []
    prose = 0
    for lines in _between_blank_lines(source):
        if all(_INDENTED.match(line) for _, line in lines):
            indented.append(lines)
        elif len(lines[-1][1]) >= _PROSE or len(lines) > 1:
            prose += _ENDS.search(lines[-1][1]) is not None
    if not prose or len(indented) > _MOST_FOR_EACH * prose:
        return set()
    return {start for lines in indented if not _LISTED.match(lines[0][1]) for start, _ in lines}


def _between_blank_lines(source: str) -> Iterator[list[tuple[int, str]]]:
    lines: list[tuple[int, str]] = []
    end = 0
    for match in _LINE.finditer(source):
        apart = len(source[end : match.start()].replace("\r\n", "\n")) > 1
        blank = not match.group().strip()
        if lines and (apart or blank):
            yield lines
            lines = []
        if not blank:
            lines.append((match.start(), match.group()))
        end = match.end()
    if lines:
        yield lines
