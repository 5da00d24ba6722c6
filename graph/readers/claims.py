"""What a paragraph claims that somebody said: words, and the label that names who.

A claim rests on quotation marks, on a paragraph set off that ends in a label, on a turn (P3: …), or
on a label that stands apart.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.readers import (
    attribution,
    continued,
    credited,
    label_facts,
    labels,
    leadins,
    marks,
    said_behind,
    turns,
    units,
)
from graph.readers.attribution import Attribution, Known
from graph.readers.continued import Claim, claim_of
from graph.readers.labels import Strength
from graph.readers.marks import Marked, Marks
from graph.readers.text import Paragraph, ends_a_sentence
from graph.readers.units import Unit

_FIRST_PERSON = re.compile(r"\b(?:I|my|me|myself|I[’'](?:m|ve|d|ll))\b")
_FOLLOWED = re.compile(r"[\s.,;…]{0,4}[(\[]")
_UNMARKED = "Taken for a quote, because a label ends the paragraph"
_EDGES = ' \t\r\n*_“”"«»‹›'
_BULLET = re.compile(r"\s*(?:[•‣▪◦·∙–—-]\s+|[–—](?=[\w¿¡«“]))?")
PUNCTUATION = re.compile(r"[\s.,;:*_>–—()\[\]-]*")
_DASH_AT_END = re.compile(r"(?<=[\w.?!…’”])\s*[-–—]{1,2}$")
_TURN = re.compile(
    r"[*_]{0,3}(?P<label>[A-ZÀ-Þ#][^:\n“”\"]{0,80}?)[*_]{0,3}(?:\s?[(\[]\d{1,2}:\d\d(?::\d\d)?[)\]])?\s?:"
    r"[*_\s]{1,4}(?P<words>\S)"
)
_EXCERPT = re.compile(r"[\[(](?:\.{3}|…)[\])]|(?:\.{2,}|…)\s?\w")
_ASKED = re.compile(
    r"(?:\b(?:to|with|on|by)\s(?:the|our|this)\s(?:[\w’'-]+\s){0,2}(?:question|item|statement|prompt)"
    r"|\b(?:when|if|once|being)\s(?:\w+ly\s)?asked)[\s,:]*$",
    re.IGNORECASE,
)
_REACH = 80
"""How far before a mark what leads to it is sought, in code points."""
_UTTERANCE_WORDS = 3
_SENTENCE_BOUNDARY = re.compile(r"[.?!]\s+[A-Z“]")


def of(unit: Unit, known: Known, *, announced: bool) -> list[Claim]:
    """Return what a unit claims; ``announced`` if what stands before it leads to a quote."""
    paragraph = unit.paragraph
    found = marks.find(paragraph.text)
    claims = _apart_claims(unit, found) if unit.by else []
    if not claims and not unit.whole and not _quotes_within(unit, found):
        pairs = _pairs(paragraph, found)
        claims = list(_marked_claims(paragraph.text, pairs, known))
        claims = continued.with_interrupted(paragraph.text, pairs, claims, known)
        claims = continued.with_referred(paragraph.text, pairs, claims, known)
    return claims or _unmarked_claim(unit, found, known, announced=announced)


def are_blocks(unit: Unit, claims: Sequence[Claim]) -> bool:
    """Whether the quotes are set apart, be it by the markup or by nothing else beside them."""
    apart = unit.paragraph.hints.set_off or unit.whole or bool(unit.by and not unit.inline)
    return apart or _are_blocks(unit.paragraph.text, claims)


def _pairs(paragraph: Paragraph, found: Marks) -> list[Marked]:
    """The stretches between marks, and those in italics without marks that a label follows."""
    slanted = [
        Marked(start, start, end, end)
        for start, end in paragraph.hints.slanted
        if all(end <= pair.outer_start or start >= pair.outer_end for pair in found.pairs)
        and _FOLLOWED.match(paragraph.text, end)
        and len(paragraph.text[start:end].split()) > 1
        and not found.unclosed
    ]
    sure = [
        pair
        for pair in slanted
        if (by := said_behind.behind(paragraph.text, pair, opens=False))
        and labels.strength(by.speaker) == Strength.NUMBERED
    ]
    marked = [pair for pair in found.pairs if not _is_question(paragraph.text, pair)]
    return sorted([*marked, *sure], key=lambda pair: pair.outer_start)


def _is_question(text: str, pair: Marked) -> bool:
    """Whether the words before a mark say that what follows was put to respondents."""
    return _ASKED.search(text, max(0, pair.outer_start - _REACH), pair.outer_start) is not None


def _quotes_within(unit: Unit, found: Marks) -> bool:
    """Whether the marks stand inside a respondent's own words, which have none around them.

    *I told her ‘go home’. (P3)*: the words before the first mark are spoken, not an author's.
    """
    text, start = unit.paragraph.text, found.pairs[0].outer_start if found.pairs else 0
    spoken = attribution.SPOKEN if unit.paragraph.hints.set_off else _FIRST_PERSON
    return bool(spoken.search(text, 0, start)) and attribution.at_end(text) is not None


def _apart_claims(unit: Unit, found: Marks) -> list[Claim]:
    """What a label that stands apart from the paragraph names somebody for."""
    text, at = unit.paragraph.text, unit.paragraph.start
    if unit.by is None:
        return []
    by = replace(unit.by, start=unit.by.start - at, end=unit.by.end - at)
    if unit.whole or not found.pairs or not _everything(text, found.pairs):
        if found.pairs and unit.inline:
            found_pairs = found.pairs[-1:]
            return [Claim(p.start, p.end, p.outer_start, p.outer_end, by) for p in found_pairs]
        start, end = _without_edges(text, 0, len(text))
        return [Claim(start, end, 0, len(text), by, unit.doubt)] if start < end else []
    return [Claim(p.start, p.end, p.outer_start, p.outer_end, by, unit.doubt) for p in found.pairs]


def _everything(text: str, pairs: Sequence[Marked]) -> bool:
    """Whether a paragraph is nothing but what stands between its marks."""
    position = 0
    for pair in pairs:
        if not PUNCTUATION.fullmatch(text, position, pair.outer_start):
            return False
        position = pair.outer_end
    return PUNCTUATION.fullmatch(text, position) is not None


def _marked_claims(text: str, pairs: Sequence[Marked], known: Known) -> Iterator[Claim]:
    cursor = 0
    only_quotes = True
    for pair in pairs:
        opens = only_quotes and PUNCTUATION.fullmatch(text, cursor, pair.outer_start) is not None
        claim = _claim(text, pair, cursor, known, opens=opens)
        if claim is not None:
            yield claim
        cursor = max(pair.outer_end, claim.by.end) if claim else pair.outer_end
        only_quotes = opens and claim is not None


def _claim(text: str, pair: Marked, cursor: int, known: Known, *, opens: bool) -> Claim | None:
    by = said_behind.behind(text, pair, known, opens=opens)
    by = by or leadins.with_brackets(text, pair, known)
    lead = text[cursor : pair.outer_start].rstrip()
    if by is None and lead.endswith((".", "?", "!", "…")):
        by = said_behind.subject_behind(text, pair, known)
    by = by or leadins.before(text, cursor, pair, known)
    by = by or said_behind.subject_behind(text, pair, known) or credited.around(text, pair, known)
    if by is not None:
        return claim_of(pair, by)
    quoted = text[pair.start : pair.end]
    inside = attribution.at_end(quoted)
    if inside is None or labels.strength(inside.speaker) < Strength.NUMBERED:
        return None
    start, end = _without_edges(quoted, 0, inside.start)
    by = Attribution(inside.speaker, pair.start + inside.start, pair.end, inside.others)
    doubt = "The label stands inside the quotation marks"
    return Claim(pair.start + start, pair.start + end, pair.outer_start, pair.outer_end, by, doubt)


def _unmarked_claim(unit: Unit, found: Marks, known: Known, *, announced: bool) -> list[Claim]:
    """Return what a whole paragraph claims: a turn (P3: …), or a block that a label ends."""
    text = unit.paragraph.text
    if turn := _turn(unit.paragraph, known):
        return [turn]
    if half := _half_marked(text, found):
        return [half]
    by = attribution.at_end(text)
    if by is None:
        return []
    start, end = _without_edges(text, 0, by.start)
    end = start + len(_DASH_AT_END.sub("", text[start:end]))
    set_off = (
        unit.paragraph.hints.set_off
        or announced
        or unit.whole
        or bool(units.ITALIC.match(text))
        or unit.paragraph.hints.italic >= end
        or 0 in found.unclosed
        or _EXCERPT.match(text) is not None
    )
    words = text[start:end]
    marked = unit.paragraph.hints.group > 0
    quote = _is_block_of(words, by, known, set_off=set_off, marked=marked)
    if not _has_words(text, start, end) or not quote:
        return []
    doubt = "" if unit.paragraph.hints.set_off else _UNMARKED
    return [Claim(start, end, 0, by.start, by, doubt)]


def _half_marked(text: str, found: Marks) -> Claim | None:
    """Words of which only one mark is typed: from the one that opens to the label at the end."""
    if found.pairs or len(found.unclosed) + len(found.unopened) != 1:
        return None
    if found.unclosed:
        by, start, end = attribution.at_end(text), found.unclosed[0], len(text)
        end = by.start if by else end
    else:
        start, end = 0, found.unopened[0]
        by = said_behind.behind(text, Marked(0, 0, end, end + 1), opens=True)
    if by is None or labels.strength(by.speaker) < Strength.PERSON:
        return None
    inner_start, inner_end = _without_edges(text, start, end)
    if not _has_words(text, inner_start, inner_end) or _SENTENCE_BOUNDARY.search(text, end):
        return None
    outer_end = end + 1 if found.unopened else end
    doubt = "One of two quotation marks is missing"
    return Claim(inner_start, inner_end, start, outer_end, by, doubt)


def _turn(paragraph: Paragraph, known: Known) -> Claim | None:
    text, hints = paragraph.text, paragraph.hints
    match = _TURN.match(text)
    if match is None:
        return None
    in_bold = hints.set_off and match.end("label") <= hints.bold <= match.start("words")
    label = match["label"].strip()
    if labels.says(label):
        return None
    end = label_facts.end_without_place(text, match.start("words"), len(text))
    words = text[match.start("words") :]
    named = labels.asks(label) or (in_bold and labels.is_name(label))
    if not (named or _speaks(label, words, known, set_off=hints.set_off)):
        return None
    by = Attribution(labels.as_printed(label), *match.span("label"))
    start, end = _without_edges(text, match.start("words"), end)
    return Claim(start, end, start, end, by) if _has_words(text, start, end) else None


def _speaks(label: str, words: str, known: Known, *, set_off: bool) -> bool:
    """Whether words without marks behind a label and a colon are somebody's.

    A name alone is enough only if the words end in their place in a transcript, or if the name is a
    label elsewhere.
    """
    spoken = set_off or attribution.SPOKEN.search(words) is not None
    if labels.STRONG.match(label) and "," in label and not labels.says(label):
        return spoken and labels.strength(label) == Strength.NUMBERED
    if labels.STRONG.fullmatch(label) or label_facts.is_described(label):
        return spoken and labels.strength(label) > Strength.LOOSE
    if turns.is_described(label):
        return spoken and ends_a_sentence(words)
    if known.in_turns and spoken and ends_a_sentence(words) and turns.is_one_person(label):
        return True
    if not labels.is_name(label) or turns.is_aside(label):
        return False
    placed = label_facts.end_without_place(words, 0, len(words)) < len(words)
    placed = placed and (spoken or label_facts.has_lines(words))
    whole = len(words.split()) >= _UTTERANCE_WORDS and ends_a_sentence(words)
    return placed or (known.has(label) and (spoken or whole))


def _is_block_of(words: str, by: Attribution, known: Known, *, set_off: bool, marked: bool) -> bool:
    """A paragraph without marks that ends in a label is a quote if it's set off, or speaks as *I*.

    ``marked`` if an element or a style sets it off, not only a colon above it. Behind a full stop
    a label is the quote's; before it, it may be a part of the authors' sentence.
    """
    strength = labels.strength(by.speaker)
    complete = ends_a_sentence(words) or "*" in words
    spoken = attribution.SPOKEN.search(words) is not None
    sure = strength == Strength.NUMBERED or known.has_name(by.speaker)
    if set_off:
        named = labels.is_name(by.speaker) or label_facts.name_in(by.speaker)
        name = bool(named) and (spoken or (marked and complete))
        return (sure or strength == Strength.PERSON or name) and (complete or spoken or marked)
    first_person = _FIRST_PERSON.search(words) is not None
    if sure:
        return (complete and spoken) or first_person
    return strength == Strength.PERSON and complete and first_person


def _has_words(text: str, start: int, end: int) -> bool:
    return any(text[position].isalnum() for position in range(start, end))


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Narrow a stretch by the white space, bullet, emphasis and quotation marks at its edges."""
    bullet = _BULLET.match(text, start, end)
    start = bullet.end() if bullet else start
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _are_blocks(text: str, claims: Sequence[Claim]) -> bool:
    """Whether the paragraph is set as a quote: nothing else in it, or a label behind a dash."""
    return bool(claims) and (_are_everything(text, claims) or _ends_with_dashed_label(text, claims))


def _are_everything(text: str, claims: Sequence[Claim]) -> bool:
    spans = [(claim.outer_start, claim.outer_end) for claim in claims]
    spans += [(claim.by.start, claim.by.end) for claim in claims]
    position = 0
    for start, end in sorted(spans):
        if not PUNCTUATION.fullmatch(text, position, max(start, position)):
            return False
        position = max(position, end)
    return PUNCTUATION.fullmatch(text, position) is not None


def _ends_with_dashed_label(text: str, claims: Sequence[Claim]) -> bool:
    """One sentence that leads in, the quote, and its label behind a dash at the end."""
    claim = claims[0]
    at_end = claim.by.dashed and PUNCTUATION.fullmatch(text, claim.by.end) is not None
    return len(claims) == 1 and at_end and not _SENTENCE_BOUNDARY.search(text, 0, claim.outer_start)
