"""The authors' own sentences that speak of an actor role, apart from respondents' words in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.readers import mentions, text
from graph.readers.mentions import Found
from graph.readers.quotes import Heard
from graph.readers.text import Paragraph


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the mentions in the authors' words of it; positions are the source's."""

    start: int
    end: int
    mentions: tuple[Found, ...]


def sentences(source: str, paragraphs: Sequence[Paragraph], heard: Heard) -> Iterator[Sentence]:
    """Yield the sentences with at least one mention outside quotes, labels and anonymous words."""
    turns = [*heard.quotes, *heard.asked]
    foreign = sorted(
        [(said.start, said.end) for said in turns]
        + [(said.label_start, said.label_end) for said in turns]
        + heard.anonymous
    )
    position = 0
    for paragraph in paragraphs:
        within = []
        while position < len(foreign) and foreign[position][0] < paragraph.end:
            within.append(foreign[position])
            position += 1
        yield from _in_paragraph(source, paragraph, within)


def _in_paragraph(
    source: str, paragraph: Paragraph, foreign: Sequence[tuple[int, int]]
) -> Iterator[Sentence]:
    found = list(_found_outside(source, paragraph, foreign))
    if not found:
        return
    position = 0
    for start, end in _whole_sentences(paragraph, foreign):
        first = position
        while position < len(found) and found[position].start < end:
            position += 1
        if position > first:
            yield Sentence(start, end, tuple(found[first:position]))


def _found_outside(
    source: str, paragraph: Paragraph, foreign: Sequence[tuple[int, int]]
) -> Iterator[Found]:
    start = paragraph.start
    for foreign_start, foreign_end in (*foreign, (paragraph.end, paragraph.end)):
        yield from mentions.find(source, start, foreign_start)
        start = max(start, foreign_end)


def _whole_sentences(
    paragraph: Paragraph, foreign: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Yield the paragraph's sentences; one that holds a quote isn't ended by a stop inside it."""
    inside = iter([*foreign, (paragraph.end, paragraph.end)])
    foreign_start, foreign_end = next(inside)
    whole_start = None
    for start, end in text.sentences(paragraph.text):
        stop = paragraph.start + end
        whole_start = paragraph.start + start if whole_start is None else whole_start
        while foreign_end < stop:
            foreign_start, foreign_end = next(inside)
        if foreign_start < stop < foreign_end:
            continue
        yield whole_start, stop
        whole_start = None
