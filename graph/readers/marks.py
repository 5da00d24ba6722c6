"""Quotation marks: which stretch of a paragraph stands between which two of them.

Marks are typed wrongly all the time: a closing one where the quote opens, straight ones, two
apostrophes. So each mark is first judged by what stands beside it, and by its shape only where
that doesn't decide. Double marks are paired first, single ones in what is left, because an
apostrophe looks like a closing single mark.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

_DOUBLE = re.compile(r"[“”„‟\"«»‹›]|''|``|’’|‘‘")
_SINGLE = re.compile(r"[‘’']")
_LETTER = re.compile(r"(?<=\w )[‘'“\"][A-Z]\d{0,2}[’'”\"](?![\w’'”\"])")
"""A letter in marks is somebody's label, no quotation: *Teacher ‘C’*."""
_OPENERS = frozenset("“„‟«‹‘") | {"``", "‘‘"}
_STRAIGHT = frozenset("\"'") | {"''"}
_BEFORE_OPENING = frozenset("([{-–—/:")
_WORD_START = re.compile(r"\w|[$£€…]|\.\.")
_ELISION = re.compile(r"(?:em|til|tis|twas|cause|cos|n|im|er|bout|round|\d0s)\b", re.IGNORECASE)
_OPENING, _CLOSING, _EITHER = range(3)
_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch between two marks: ``outer`` positions include the marks, the others don't.

    White space inside the marks is left out of ``start`` and ``end``.
    """

    outer_start: int
    start: int
    end: int
    outer_end: int


@dataclass(frozen=True, slots=True)
class Marks:
    """What a paragraph's marks say: outermost pairs in order, and double marks without partner."""

    pairs: tuple[Marked, ...]
    unclosed: tuple[int, ...]
    unopened: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    direction: int


@lru_cache(maxsize=_REMEMBERED)
def find(text: str) -> Marks:
    """Pair the quotation marks of one paragraph; positions count from its start.

    The last ones are remembered, for each paragraph is asked for from several sides.
    """
    apart = {
        place for match in _LETTER.finditer(text) for place in (match.start(), match.end() - 1)
    }
    doubles = [_judged(text, m) for m in _DOUBLE.finditer(text) if m.start() not in apart]
    double_pairs, unclosed, unopened = _pair_doubles(doubles)
    outer_doubles = _outermost(double_pairs)
    singles = _outside(_single_marks(text, apart), outer_doubles)
    outer = _outermost([*outer_doubles, *_pair_singles(text, singles)])
    pairs = tuple(_trimmed(text, opening, closing) for opening, closing in outer)
    return Marks(tuple(pair for pair in pairs if pair.start < pair.end), unclosed, unopened)


def outside(text: str) -> str:
    """Return a paragraph with what stands between its marks blanked."""
    pieces, end = [], 0
    for pair in find(text).pairs:
        pieces += [text[end : pair.start], " " * (pair.end - pair.start)]
        end = pair.end
    return "".join((*pieces, text[end:]))


def _judged(text: str, match: re.Match[str]) -> _Mark:
    start, end = match.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    after_space = not before or before.isspace()
    if (after_space or before in _BEFORE_OPENING) and _WORD_START.match(text, end):
        direction = _OPENING
    elif not after_space and not _WORD_START.match(after) and before not in _BEFORE_OPENING:
        direction = _CLOSING
    elif match.group() in _STRAIGHT:
        direction = _EITHER
    else:
        direction = _OPENING if match.group() in _OPENERS else _CLOSING
    return _Mark(start, end, direction)


def _pair_doubles(
    marks: Iterable[_Mark],
) -> tuple[list[tuple[_Mark, _Mark]], tuple[int, ...], tuple[int, ...]]:
    pairs: list[tuple[_Mark, _Mark]] = []
    waiting: list[_Mark] = []
    unopened: list[int] = []
    for mark in marks:
        if mark.direction == _OPENING or (mark.direction == _EITHER and not waiting):
            waiting.append(mark)
        elif waiting:
            pairs.append((waiting.pop(), mark))
        else:
            unopened.append(mark.start)
    return pairs, tuple(mark.start for mark in waiting), tuple(unopened)


def _single_marks(text: str, apart: Collection[int]) -> list[_Mark]:
    """Single marks without the apostrophes that can be told from them: isn’t, ’em, ’90s."""
    found = []
    for match in _SINGLE.finditer(text):
        mark = _judged(text, match)
        inside_word = (
            text[mark.start - 1 : mark.start].isalnum() and text[mark.end : mark.end + 1].isalnum()
        )
        elided = match.group() in "’'" and _ELISION.match(text, mark.end)
        apostrophe = inside_word or mark.start in apart
        if not apostrophe and not (elided and mark.direction == _OPENING):
            found.append(mark)
    return found


def _pair_singles(text: str, marks: Iterable[_Mark]) -> list[tuple[_Mark, _Mark]]:
    """Pair single marks; a plural's apostrophe (managers’ time) may be followed by the real end.

    Then both pairs are returned, of which the longer one is the outermost.
    """
    pairs: list[tuple[_Mark, _Mark]] = []
    waiting: _Mark | None = None
    for mark in marks:
        if mark.direction == _OPENING or (mark.direction == _EITHER and waiting is None):
            waiting = mark
        elif waiting is not None:
            pairs.append((waiting, mark))
            if not _could_be_plural(text, mark):
                waiting = None
    return pairs


def _could_be_plural(text: str, mark: _Mark) -> bool:
    return (
        text[mark.start - 1] in "sS"
        and re.match(r"\s+\w", text[mark.end : mark.end + 3]) is not None
    )


def _outside(marks: Iterable[_Mark], pairs: Iterable[tuple[_Mark, _Mark]]) -> list[_Mark]:
    kept = []
    rest = iter(pairs)
    pair = next(rest, None)
    for mark in marks:
        while pair is not None and pair[1].end <= mark.start:
            pair = next(rest, None)
        if pair is None or mark.end <= pair[0].start:
            kept.append(mark)
    return kept


def _outermost(pairs: Iterable[tuple[_Mark, _Mark]]) -> list[tuple[_Mark, _Mark]]:
    kept: list[tuple[_Mark, _Mark]] = []
    for pair in sorted(pairs, key=lambda pair: (pair[0].start, -pair[1].end)):
        if not kept or pair[0].start >= kept[-1][1].end:
            kept.append(pair)
    return kept


def _trimmed(text: str, opening: _Mark, closing: _Mark) -> Marked:
    inner = text[opening.end : closing.start]
    start = opening.end + len(inner) - len(inner.lstrip())
    return Marked(opening.start, start, start + len(inner.strip()), closing.end)
