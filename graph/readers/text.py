"""Plain text as paragraphs and sentences: where the lines of a source belong together.

Text comes in three layouts, and mixed: paragraphs apart by a blank line, one paragraph on each
line, and lines broken at a width. Whether a line break ends a paragraph is decided for each break.
Every position is in Unicode code points, start inclusive, end exclusive.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.readers import indents

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
_LABEL_BEGUN = re.compile(
    r"(?:^|[”\"’'»…][\s.,;]{0,3})(?:[-–—―~]{1,3}\s?|[(\[])[A-Za-z][\w\s’'/-]{1,60}$", re.IGNORECASE
)
_LABEL_GOES_ON = re.compile(
    r"(?:(?:participant|group|interview|interviewee|respondent|informant|discussion|number|no|id|"
    r"member|nurse|worker|officer|manager|patient|[A-Z]{1,4}\d*)\b[\w\s.#-]{0,6})?\s?#?\d{0,4}"
    r"[)\].]{0,3}$|[(\[][^()\[\]]{1,60}[)\]]\.?$",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"[*_]{0,3}(?:Table|Fig(?:ure)?|Box|Chart|Photo(?:graph)?|Plate|Image|Map|Diagram|Panel)s?"
    r"\.?\s*S?\d+[a-z]?[*_]{0,3}\s*(?:[.:–—|-]|\s[A-Z“])|\|.*\|"
)
_WIDEST_WRAP = 120
_FEWEST_BREAKS = 3
_LONGEST_HEADING = 100
_MOST_HEADING_WORDS = 14


@dataclass(frozen=True, slots=True)
class Hints:
    """What the markup of a source says of a paragraph; plain text says little of it.

    ``level`` from 1: a heading, 1 outermost; ``section``: what its section is for, by the source's
    own word (results, methods); ``set_off``: set as a quotation; ``group``: paragraphs of one
    quotation have one number, 0 is none; ``label``: it only names who speaks; ``item``: of a list;
    ``bold``, ``italic``: how many code points at its start are set so; ``slanted``: all stretches
    in italics, start and end from the paragraph's start.
    """

    level: int = 0
    section: str = ""
    set_off: bool = False
    group: int = 0
    label: bool = False
    item: bool = False
    bold: int = 0
    italic: int = 0
    slanted: tuple[tuple[int, int], ...] = ()


NO_HINTS = Hints()
_SET_OFF = Hints(set_off=True)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``text`` is ``source[start:end]``."""

    start: int
    end: int
    text: str
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    set_off: bool
    after_blank: bool


def paragraphs(source: str, quoted: Collection[int] = frozenset()) -> list[Paragraph]:
    """Return the source's paragraphs in order, without white space and ``>`` around them.

    ``quoted`` are the positions of lines that are known to be set off as a quotation.
    """
    lines = list(_lines(source, {*quoted, *indents.quoted_lines(source)}))
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


def is_caption(text: str) -> bool:
    """Whether the text is a figure's or table's caption, or a table's row: *Table 1. Tenants*."""
    return _CAPTION.match(text) is not None


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


def _lines(source: str, quoted: Collection[int]) -> Iterator[_Line]:
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
            set_off = prefix is not None or match.start() in quoted
            yield _Line(start, text, set_off, after_blank)
        after_blank = not text


def _wrap_width(lines: Sequence[_Line]) -> int:
    """The width at which the lines were broken, in code points; 0 if they weren't."""
    within = [(line, after) for line, after in pairwise(lines) if not after.after_blank]
    broken = sum(after.text[0].islower() and not _HARD_END.search(a.text) for a, after in within)
    width = max((len(line.text) for line, _ in within), default=0)
    if len(within) < _FEWEST_BREAKS or width > _WIDEST_WRAP:
        return 0
    return width if 3 * broken >= len(within) else 0


def _continues(line: _Line, after: _Line, width: int) -> bool:
    """Whether the line break between two lines stands inside a paragraph."""
    if after.after_blank or after.set_off != line.set_off or _is_marked(line, after):
        return False
    tail = line.text[-8:]
    if _is_unfinished(line, after):
        return True
    if _NUMBERED.match(after.text) and (ends_a_sentence(tail) or could_be_heading(line.text)):
        return False
    lower = after.text[0].islower() and not _HARD_END.search(tail)
    if lower or (width and not _next_word_would_fit(line, after, width)):
        return True
    return not (ends_a_sentence(tail) or _is_complete(line.text))


def _is_unfinished(line: _Line, after: _Line) -> bool:
    """Whether a line ends inside brackets, a phrase or a label that must go on."""
    end = line.text[-_LONGEST_HEADING:]
    in_label = _LABEL_BEGUN.search(end) and _LABEL_GOES_ON.match(after.text)
    return bool(_OPEN_BRACKET.search(end) or _UNFINISHED.search(end[-8:]) or in_label)


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
    return Paragraph(start, end, source[start:end], _SET_OFF if lines[0].set_off else NO_HINTS)
