"""A source in any form as paragraphs with what its markup says of them: headings, quotations.

Every form of article becomes the same blocks, and the blocks one text. That text is the study's
document: positions are counted in it, and it is what ``sources/`` of a study folder keeps.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from graph.model import Note
from graph.readers import text
from graph.readers.text import NO_HINTS, Hints, Paragraph

_SPACE = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\xa0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufffe\uffff\u200b\ufeff\u00ad]")
_AROUND_BREAK = re.compile(r" *\n *")
_MANY_BREAKS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a source before it has a place; a line break in it is one of the source's."""

    text: str
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True)
class Source:
    """A text and its paragraphs; ``notes`` are what its conversion wants to say."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class Runs:
    """Pieces of one paragraph as they come, each in bold or italic or neither."""

    pieces: list[tuple[str, bool, bool]] = field(default_factory=list)

    def write(self, words: str, *, bold: bool, italic: bool) -> None:
        """Add words; white space of any length is one space, what can't be printed is left out."""
        self.pieces.append((_SPACE.sub(" ", _UNPRINTABLE.sub("", words)), bold, italic))

    def line_break(self) -> None:
        """Add a line break that the source means as one."""
        self.pieces.append(("\n", False, False))

    def block(self, hints: Hints) -> Block | None:
        """Return the pieces as a block and forget them; None if there is nothing to read."""
        words = _tidy("".join(piece for piece, _, _ in self.pieces))
        bold, italic = (len(_tidy("".join(self._leading(style)))) for style in (1, 2))
        slanted = tuple(self._slanted(words))
        self.pieces.clear()
        marked = replace(hints, bold=bold, italic=italic, slanted=slanted)
        return Block(words, marked) if words else None

    def _leading(self, style: int) -> Iterator[str]:
        for piece in self.pieces:
            if not piece[style] and piece[0].strip():
                return
            yield piece[0]

    def _slanted(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield where the stretches in italics stand in the words; found again after tidying."""
        position = 0
        for italic, pieces in groupby(self.pieces, key=itemgetter(2)):
            stretch = _tidy("".join(piece[0] for piece in pieces))
            start = words.find(stretch, position) if stretch else -1
            if start >= 0:
                position = start + len(stretch)
                if italic:
                    yield start, position


def _tidy(words: str) -> str:
    single = _AROUND_BREAK.sub("\n", re.sub(" {2,}", " ", words))
    return _MANY_BREAKS.sub("\n\n", single).strip()


def assemble(blocks: Iterable[Block]) -> Source:
    """Put blocks into one text, a blank line between each two."""
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    position = 0
    for block in blocks:
        paragraphs += _placed(block, position)
        pieces.append(block.text)
        position += len(block.text) + 2
    return Source("\n\n".join(pieces), tuple(paragraphs))


def _placed(block: Block, start: int) -> Iterator[Paragraph]:
    """Yield a block's paragraphs: several only if its own line breaks part it."""
    if "\n" not in block.text or block.hints.level:
        yield Paragraph(start, start + len(block.text), block.text, block.hints)
        return
    for part in text.paragraphs(block.text):
        hints = replace(block.hints, slanted=(), bold=0, italic=0)
        yield Paragraph(start + part.start, start + part.end, part.text, hints)
