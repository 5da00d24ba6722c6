"""Quotes of respondents: words with a label beside them, in quotation marks or set off.

Words that nobody is named for are never attributed: a phrase in quotation marks stays part of the
authors' text, and a longer stretch is *anonymous*, so that nobody takes it for the authors' own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from graph.model import Note
from graph.readers import attribution, claims, labels, marks, turns, units
from graph.readers.attribution import NOBODY, Attribution, Known
from graph.readers.continued import Claim
from graph.readers.labels import Strength
from graph.readers.marks import Marks
from graph.readers.text import Paragraph, is_caption
from graph.readers.turns import Turn
from graph.readers.units import Unit

_ANONYMOUS_WORDS = 8
_ASKED = "A turn of whoever asks the questions: kept as context, not as a quote"


@dataclass(frozen=True, slots=True)
class Said:
    """A quote, its layout, and its speaker's label as printed with the place of the label."""

    start: int
    end: int
    speaker: str
    layout: str
    label_start: int
    label_end: int


@dataclass(frozen=True, slots=True)
class Heard:
    """What paragraphs hold, in order of place; positions are those of the source.

    ``anonymous`` are stretches (start, end) of somebody's words whom no label names, ``asked`` the
    turns of whoever asks the questions: kept as context, as they are no respondent's words.
    """

    quotes: list[Said] = field(default_factory=list)
    asked: list[Said] = field(default_factory=list)
    anonymous: list[tuple[int, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def find(source: str, paragraphs: Sequence[Paragraph], known: Known = NOBODY) -> Heard:
    """Find the quotes in the paragraphs under one heading; ``known`` are labels met elsewhere."""
    words = list(_without_captions(source, paragraphs))
    together, unclear = units.units(source, words, known)
    heard = Heard(notes=unclear)
    announced = False
    index = 0
    while index < len(together):
        stop, spoken = _turns(together, index)
        if turns.are_exchange(spoken):
            _hear_exchange(source, spoken, together[stop - 1].by, heard)
        else:
            for unit in together[index:stop]:
                announced = _hear(unit, heard, known, announced=announced)
        index = stop
    heard.notes.extend(_nobody_named(start, end) for start, end in heard.anonymous)
    return heard


def _without_captions(source: str, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Leave out captions, and the lines below one up to the next empty line: its table or box."""
    end, within = 0, False
    for paragraph in paragraphs:
        apart = source.count("\n", end, paragraph.start) > 1
        caption = is_caption(paragraph.text)
        within = caption and apart if caption else within and not apart
        if not (caption or within):
            yield paragraph
        end = paragraph.end


def _hear(unit: Unit, heard: Heard, known: Known, *, announced: bool) -> bool:
    """Add what one unit holds; return whether what follows may be a quote without marks."""
    paragraph = unit.paragraph
    found = marks.find(paragraph.text)
    claimed = [
        replace(claim, by=attribution.first_of(claim.by, known))
        for claim in claims.of(unit, known, announced=announced)
    ]
    blocks = claims.are_blocks(unit, claimed)
    for claim in claimed:
        _add(heard, _said(paragraph, claim, blocks=blocks), asks=labels.asks(claim.by.speaker))
    heard.anonymous.extend(_anonymous(paragraph, found, claimed))
    heard.notes.extend(_notes(paragraph, found, claimed))
    return bool(claimed and blocks) or paragraph.text.endswith(":")


def _turns(together: Sequence[Unit], first: int) -> tuple[int, list[Turn]]:
    """Return the turns that begin with a unit, and where they end; that unit alone if it's none."""
    found: list[Turn] = []
    index = first
    while index < len(together) and (spoken := turns.turns(together[index].paragraph.text)):
        found += [turn.moved(together[index].paragraph.start) for turn in spoken]
        index += 1
        if together[index - 1].by:
            break
    return max(index, first + 1), turns.told_apart(found)


def _hear_exchange(
    source: str, spoken: Sequence[Turn], below: Attribution | None, heard: Heard
) -> None:
    for turn, label in turns.attributed(source, spoken, below):
        by = attribution.first_of(label)
        said = Said(turn.start, turn.end, by.speaker, "block", by.start, by.end)
        _add(heard, said, asks=turn.asks)
        heard.notes.extend(_turn_notes(turn, by))


def _add(heard: Heard, said: Said, *, asks: bool) -> None:
    (heard.asked if asks else heard.quotes).append(said)


def _turn_notes(turn: Turn, by: Attribution) -> Iterator[Note]:
    if turn.asks:
        yield Note(_ASKED, by.start, turn.end)
    elif not turn.names:
        taken = "" if turn.label == by.speaker else f" is taken for {by.speaker!r}"
        text = f"{turn.label!r} in an exchange{taken}: check the speaker"
        yield Note(text, by.start, turn.end)
    if by.others:
        yield Note(_several(by), by.start, turn.end)


def _several(by: Attribution) -> str:
    also = ", ".join(map(repr, by.others))
    return f"Several labels: {by.speaker!r} is taken, not {also}"


def _said(paragraph: Paragraph, claim: Claim, *, blocks: bool) -> Said:
    at = paragraph.start
    layout = "block" if blocks else "inline"
    place = (at + claim.by.start, at + claim.by.end)
    return Said(at + claim.start, at + claim.end, claim.by.speaker, layout, *place)


def _anonymous(
    paragraph: Paragraph, found: Marks, claimed: Sequence[Claim]
) -> Iterator[tuple[int, int]]:
    at, text = paragraph.start, paragraph.text
    if not claimed and _is_badly_marked_block(text, found):
        yield at, paragraph.end
        return
    spoken = {claim.outer_start for claim in claimed}
    for pair in found.pairs:
        long = len(text[pair.start : pair.end].split()) >= _ANONYMOUS_WORDS
        if long and pair.outer_start not in spoken:
            yield at + pair.start, at + pair.end


def _is_badly_marked_block(text: str, found: Marks) -> bool:
    """A mark at one end of the paragraph that has no partner at the other."""
    closes_at_end = found.unopened and claims.PUNCTUATION.fullmatch(text, found.unopened[-1] + 1)
    return 0 in found.unclosed or bool(closes_at_end)


def _notes(paragraph: Paragraph, found: Marks, claimed: Sequence[Claim]) -> Iterator[Note]:
    at = paragraph.start
    for claim in claimed:
        place = (at + min(claim.start, claim.by.start), at + max(claim.end, claim.by.end))
        if claim.by.others:
            yield Note(_several(claim.by), *place)
        if labels.asks(claim.by.speaker):
            yield Note(_ASKED, *place)
        if claim.doubt:
            yield Note(f"{claim.doubt}: check speaker and extent", *place)
        if labels.strength(claim.by.speaker) == Strength.LOOSE:
            yield Note(f"{claim.by.speaker!r} is taken for a speaker's name", *place)
    if found.unclosed:
        first = at + found.unclosed[0]
        yield Note("A quotation mark opens and never closes", first, first + 1)
    if found.unopened:
        last = at + found.unopened[-1]
        yield Note("A quotation mark closes that never opened", last, last + 1)


def _nobody_named(start: int, end: int) -> Note:
    return Note("Words in quotation marks for which nobody is named: not attributed", start, end)
