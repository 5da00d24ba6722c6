"""Quotes of respondents: words with a label beside them, in quotation marks or set off.

Words that nobody is named for are never attributed: a phrase in quotation marks stays part of the
authors' text, and a longer stretch is *anonymous*, so that nobody takes it for the authors' own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from graph.model import Note
from graph.readers import attribution, labels, marks
from graph.readers.attribution import Attribution
from graph.readers.labels import Strength
from graph.readers.marks import Marked, Marks
from graph.readers.text import Paragraph, ends_a_sentence

_ANONYMOUS_WORDS = 8
_ENDS_IN_MARK = re.compile(r"[”\"’'»][.,;*_]{0,3}$")
_ITALIC = re.compile(r"[*_]{1,3}[\w“]")
_EDGES = ' \t\r\n*_“”"«»'
_PUNCTUATION = re.compile(r"[\s.,;:*_>–—()\[\]-]*")
_TURN = re.compile(
    rf"[*_]{{0,3}}(?P<label>{labels.STRONG.pattern}|Interviewer|Moderator)[*_]{{0,3}}"
    r"\s?:[*_\s]{1,4}(?P<words>\S)"
)
_SENTENCE_BOUNDARY = re.compile(r"[.?!]\s+[A-Z“]")


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

    ``anonymous`` are stretches (start, end) of somebody's words whom no label names.
    """

    quotes: list[Said] = field(default_factory=list)
    anonymous: list[tuple[int, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Claim:
    """Words of a paragraph that ``by`` names somebody for; positions count from its start."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    by: Attribution
    doubt: str = ""


def find(source: str, paragraphs: Sequence[Paragraph]) -> Heard:
    """Find the quotes in the paragraphs under one heading."""
    heard = Heard()
    announced = False
    for paragraph in _with_labels_below(source, paragraphs):
        found = marks.find(paragraph.text)
        claims = list(_marked_claims(paragraph.text, found.pairs))
        claims = claims or _unmarked_claim(paragraph, found, announced=announced)
        blocks = _are_blocks(paragraph.text, claims)
        heard.quotes.extend(_said(paragraph, claim, blocks=blocks) for claim in claims)
        heard.anonymous.extend(_anonymous(paragraph, found, claims))
        heard.notes.extend(_notes(paragraph, found, claims))
        announced = blocks or paragraph.text.endswith(":")
    heard.notes.extend(_nobody_named(start, end) for start, end in heard.anonymous)
    return heard


def _with_labels_below(source: str, paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs, a label that stands below its quote in one with the quote."""
    quote: Paragraph | None = None
    announced = False
    for paragraph in paragraphs:
        if quote is None:
            quote = paragraph
        elif _may_wait_for_label(quote, announced=announced) and attribution.alone(paragraph.text):
            end = paragraph.end
            yield Paragraph(quote.start, end, source[quote.start : end], quote.set_off)
            quote = None
        else:
            announced = quote.text.endswith(":")
            yield quote
            quote = paragraph
    if quote is not None:
        yield quote


def _may_wait_for_label(paragraph: Paragraph, *, announced: bool) -> bool:
    if attribution.at_end(paragraph.text):
        return False
    set_off = paragraph.set_off or announced or _ITALIC.match(paragraph.text) is not None
    return set_off or _ENDS_IN_MARK.search(paragraph.text[-4:]) is not None


def _marked_claims(text: str, pairs: Sequence[Marked]) -> Iterator[_Claim]:
    cursor = 0
    only_quotes = True
    for pair in pairs:
        opens = only_quotes and _PUNCTUATION.fullmatch(text, cursor, pair.outer_start) is not None
        claim = _claim(text, pair, cursor, opens=opens)
        if claim is not None:
            yield claim
        cursor = max(pair.outer_end, claim.by.end) if claim else pair.outer_end
        only_quotes = opens and claim is not None


def _claim(text: str, pair: Marked, cursor: int, *, opens: bool) -> _Claim | None:
    by = attribution.behind(text, pair, opens=opens) or attribution.before(text, cursor, pair)
    if by is not None:
        return _Claim(pair.start, pair.end, pair.outer_start, pair.outer_end, by)
    quoted = text[pair.start : pair.end]
    inside = attribution.at_end(quoted)
    if inside is None or labels.strength(inside.speaker) < Strength.NUMBERED:
        return None
    start, end = _without_edges(quoted, 0, inside.start)
    by = Attribution(inside.speaker, pair.start + inside.start, pair.end, inside.others)
    doubt = "The label stands inside the quotation marks"
    return _Claim(pair.start + start, pair.start + end, pair.outer_start, pair.outer_end, by, doubt)


def _unmarked_claim(paragraph: Paragraph, found: Marks, *, announced: bool) -> list[_Claim]:
    """Return what a whole paragraph claims: a turn (P3: …), or a block that a label ends."""
    text = paragraph.text
    if turn := _turn(text):
        return [turn]
    by = attribution.at_end(text)
    if by is None:
        return []
    start, end = _without_edges(text, 0, by.start)
    set_off = paragraph.set_off or announced or bool(_ITALIC.match(text)) or 0 in found.unclosed
    if not _has_words(text, start, end) or not _is_block_of(text[start:end], by, set_off=set_off):
        return []
    doubt = "Taken for a quote, because a label ends the paragraph"
    return [_Claim(start, end, 0, by.start, by, doubt)]


def _turn(text: str) -> _Claim | None:
    match = _TURN.match(text)
    if match is None or not (labels.asks(match["label"]) or attribution.SPOKEN.search(text)):
        return None
    if not labels.asks(match["label"]) and labels.strength(match["label"]) < Strength.NUMBERED:
        return None
    by = Attribution(labels.as_printed(match["label"]), *match.span("label"))
    start, end = _without_edges(text, match.start("words"), len(text))
    return _Claim(start, end, start, end, by) if _has_words(text, start, end) else None


def _is_block_of(words: str, by: Attribution, *, set_off: bool) -> bool:
    strength = labels.strength(by.speaker)
    complete = ends_a_sentence(words) or "*" in words
    spoken = attribution.SPOKEN.search(words) is not None
    if set_off:
        named = strength >= Strength.PERSON or (spoken and labels.is_name(by.speaker))
        return named and (complete or spoken)
    return strength == Strength.NUMBERED and complete and spoken


def _has_words(text: str, start: int, end: int) -> bool:
    return any(text[position].isalnum() for position in range(start, end))


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a stretch by the white space, emphasis and quotation marks at its edges."""
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _are_blocks(text: str, claims: Sequence[_Claim]) -> bool:
    """Whether the paragraph is set as a quote: nothing else in it, or a label behind a dash."""
    return bool(claims) and (_are_everything(text, claims) or _ends_with_dashed_label(text, claims))


def _are_everything(text: str, claims: Sequence[_Claim]) -> bool:
    spans = [(claim.outer_start, claim.outer_end) for claim in claims]
    spans += [(claim.by.start, claim.by.end) for claim in claims]
    position = 0
    for start, end in sorted(spans):
        if not _PUNCTUATION.fullmatch(text, position, max(start, position)):
            return False
        position = max(position, end)
    return _PUNCTUATION.fullmatch(text, position) is not None


def _ends_with_dashed_label(text: str, claims: Sequence[_Claim]) -> bool:
    """One sentence that leads in, the quote, and its label behind a dash at the end."""
    claim = claims[0]
    at_end = claim.by.dashed and _PUNCTUATION.fullmatch(text, claim.by.end) is not None
    return len(claims) == 1 and at_end and not _SENTENCE_BOUNDARY.search(text, 0, claim.outer_start)


def _said(paragraph: Paragraph, claim: _Claim, *, blocks: bool) -> Said:
    at = paragraph.start
    layout = "block" if blocks else "inline"
    place = (at + claim.by.start, at + claim.by.end)
    return Said(at + claim.start, at + claim.end, claim.by.speaker, layout, *place)


def _anonymous(
    paragraph: Paragraph, found: Marks, claims: Sequence[_Claim]
) -> Iterator[tuple[int, int]]:
    at, text = paragraph.start, paragraph.text
    if not claims and _is_badly_marked_block(text, found):
        yield at, paragraph.end
        return
    claimed = {claim.outer_start for claim in claims}
    for pair in found.pairs:
        long = len(text[pair.start : pair.end].split()) >= _ANONYMOUS_WORDS
        if long and pair.outer_start not in claimed:
            yield at + pair.start, at + pair.end


def _is_badly_marked_block(text: str, found: Marks) -> bool:
    """A mark at one end of the paragraph that has no partner at the other."""
    closes_at_end = found.unopened and _PUNCTUATION.fullmatch(text, found.unopened[-1] + 1)
    return 0 in found.unclosed or bool(closes_at_end)


def _notes(paragraph: Paragraph, found: Marks, claims: Sequence[_Claim]) -> Iterator[Note]:
    at = paragraph.start
    for claim in claims:
        place = (at + min(claim.start, claim.by.start), at + max(claim.end, claim.by.end))
        if claim.by.others:
            also = ", ".join(claim.by.others)
            yield Note(f"Several labels: {claim.by.speaker!r} is taken, not {also!r}", *place)
        if labels.asks(claim.by.speaker):
            yield Note("A turn of whoever asks the questions, not a respondent's words", *place)
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
