"""Plain text as paragraphs and sentences: where the lines of a source belong together.

Text comes in three layouts, and mixed: paragraphs apart by a blank line, one paragraph on each
line, and lines broken at a width. Whether a line break ends a paragraph is decided for each break.
Every position is in Unicode code points, start inclusive, end exclusive.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\r\n]+")
_MARKDOWN_QUOTE = re.compile(r"\s*>[>\s]*")
_STRUCTURAL = re.compile(r"#{1,6}\s|[-*+•‣▪–—]\s")
_NUMBERED = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivx]{1,4})[.)]\s")
_HARD_END = re.compile(r"[.?!:;…][*_]{0,3}$")
_SOFT_END = re.compile(r"[”’\"'»“)\]}*_|]$")
_LABEL_END = re.compile(r"[”\"»]\s?\.?\s?[-–—,]{0,2}\s?[^.\"”]{1,80}$")
_UNFINISHED = re.compile(
    r"(?:[,\-–—(\[/&]|\b(?:a|an|and|are|as|at|by|for|from|in|is|of|on|or|that|the|to|with))$",
    re.IGNORECASE,
)
_OPEN_BRACKET = re.compile(r"[(\[][^)\]]{0,80}$")
_SENTENCE_END = re.compile(r"[.?!…][”’\"'»)\]]{0,3}\s+(?=[“‘’\"'«(\[]{0,2}[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|cf|vs|al|approx|Dr|Mrs?|Ms|Prof|St|Fig|No|ref|ca|pp?)|\b[A-Z])\.$"
)
_WIDEST_WRAP = 120
_FEWEST_BREAKS = 3
_LONGEST_HEADING = 100
_MOST_HEADING_WORDS = 14


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``text`` is ``source[start:end]``; ``set_off`` if Markdown marks it as quoted."""

    start: int
    end: int
    text: str
    set_off: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    set_off: bool
    after_blank: bool


def paragraphs(source: str) -> list[Paragraph]:
    """Return the source's paragraphs in order, without white space and ``>`` around them."""
    lines = list(_lines(source))
    width = _wrap_width(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(source, group) for group in groups]


def could_be_heading(text: str) -> bool:
    """Whether the text is short enough for a heading: 100 code points and 14 words at most."""
    return len(text) <= _LONGEST_HEADING and len(text.split()) <= _MOST_HEADING_WORDS


def ends_a_sentence(text: str) -> bool:
    """Whether the text ends in final punctuation, with or without a closing mark behind it."""
    return bool(_HARD_END.search(text) or _SOFT_END.search(text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence of a paragraph, without the space between them."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        stop = match.start() + 1
        if not _ABBREVIATION.search(text, max(start, stop - 8), stop):
            yield start, match.start() + len(match.group().rstrip())
            start = match.end()
    if start < len(text):
        yield start, len(text)


def _lines(source: str) -> Iterator[_Line]:
    previous_end = 0
    after_blank = True
    for match in _LINE.finditer(source):
        gap = source[previous_end : match.start()].replace("\r\n", "\n")
        after_blank = after_blank or len(gap) > 1
        previous_end = match.end()
        prefix = _MARKDOWN_QUOTE.match(match.group())
        body = match.group()[prefix.end() if prefix else 0 :]
        if text := body.strip():
            start = match.end() - len(body.lstrip())
            yield _Line(start, text, prefix is not None, after_blank)
        after_blank = not text


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The width at which the lines were broken, in code points; 0 if they weren't."""
    within = [(line, after) for line, after in pairwise(lines) if not after.after_blank]
    broken = sum(after.text[0].islower() and not _HARD_END.search(a.text) for a, after in within)
    width = max((len(line.text) for line in lines), default=0)
    if len(within) < _FEWEST_BREAKS or width > _WIDEST_WRAP:
        return 0
    return width if 3 * broken >= len(within) else 0


def _continues(line: _Line, after: _Line, width: int) -> bool:
    """Whether the line break between two lines stands inside a paragraph."""
    if after.after_blank or after.set_off != line.set_off or _is_marked(line, after):
        return False
    tail = line.text[-8:]
    if _OPEN_BRACKET.search(line.text[-_LONGEST_HEADING:]) or _UNFINISHED.search(tail):
        return True
    if _NUMBERED.match(after.text) and (ends_a_sentence(tail) or could_be_heading(line.text)):
        return False
    if after.text[0].islower() and not _HARD_END.search(tail):
        return True
    if width and not _next_word_would_fit(line, after, width):
        return True
    return not (ends_a_sentence(tail) or _is_complete(line.text))


def _is_marked(line: _Line, after: _Line) -> bool:
    return line.text.startswith("#") or _STRUCTURAL.match(after.text) is not None


def _is_complete(text: str) -> bool:
    """A line without final punctuation is complete as a heading or behind a quote's label."""
    return could_be_heading(text) or _LABEL_END.search(text[-_LONGEST_HEADING:]) is not None


def _next_word_would_fit(line: _Line, after: _Line, width: int) -> bool:
    """If the next word would have fitted on the line, somebody meant the break."""
    return len(line.text) + 1 + len(after.text.split(maxsplit=1)[0]) <= width


def _paragraph(source: str, lines: Sequence[_Line]) -> Paragraph:
    start, end = lines[0].start, lines[-1].start + len(lines[-1].text)
    return Paragraph(start, end, source[start:end], lines[0].set_off)
