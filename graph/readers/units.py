"""What belongs together before quotes are sought: a quote's paragraphs, and a label apart from it.

A label may stand in a line of its own above its quotes or below them. Which, is told by an element
of the markup, by its form, by the blank lines, or by how a row of labels and quotes begins and
ends; where nothing tells it, the quote stays without a speaker, and a note says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from graph.model import Note
from graph.readers import attribution, labels, leadins, marks, turns
from graph.readers.attribution import NOBODY, Attribution, Known
from graph.readers.labels import Strength
from graph.readers.text import Paragraph

ITALIC = re.compile(r"[*_]{1,3}[\w“]")
_ENDS_IN_MARK = re.compile(r"[”\"’'»][.,;*_]{0,3}$")
_BEGINS_WITH_MARK = re.compile(r"[*_\s]{0,4}[“\"‘'«„]")
_WITH_SIGN = re.compile(r"[\s*_]*(?:[-–—―~]|[(\[])")
_WITH_COLON = re.compile(r":[\s*_]*$")
_WITHIN_SINGLE = re.compile(r"‘[^’]*’")
_LISTED = re.compile(r"[-*+•‣▪–—]\s|\(?\w{1,3}[.)]\s")
_MOST_PARAGRAPHS = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, or several of one quote, with the label that stands apart from it.

    ``by`` has positions of the source; ``above`` if it stands before the quote; ``whole`` if all of
    the unit's words are one quote's.
    """

    paragraph: Paragraph
    by: Attribution | None = None
    above: bool = False
    whole: bool = False
    doubt: str = ""

    @property
    def inline(self) -> bool:
        """Whether the paragraph holds more than the quote: the authors' words lead to it."""
        pairs = marks.find(self.paragraph.text).pairs
        if self.whole or not pairs or self.paragraph.hints.set_off:
            return False
        return bool(self.paragraph.text[: pairs[0].outer_start].strip("*_ "))


def units(
    source: str, paragraphs: Sequence[Paragraph], known: Known = NOBODY
) -> tuple[list[Unit], list[Note]]:
    """Return the units of the paragraphs under one heading, and what was unsure."""
    notes: list[Note] = []
    merged = list(_merged(source, paragraphs))
    paired = list(_with_labels_apart(merged, source, notes))
    return list(_with_announcements(paired, known)), notes


# ---------------------------------------------------------------- several paragraphs of one quote


def _merged(source: str, paragraphs: Sequence[Paragraph]) -> Iterator[Unit]:
    index = 0
    while index < len(paragraphs):
        count = _length_of_quote(paragraphs[index : index + _MOST_PARAGRAPHS])
        first, last = paragraphs[index], paragraphs[index + count - 1]
        if count == 1:
            yield Unit(first)
        else:
            whole = Paragraph(first.start, last.end, source[first.start : last.end], first.hints)
            yield Unit(whole, whole=True)
        index += count


def _length_of_quote(ahead: Sequence[Paragraph]) -> int:
    """How many paragraphs are one quote: an open mark is closed, or one element holds them."""
    first = ahead[0]
    if first.hints.label or turns.begins_with_turn(first.text):
        return 1
    if 0 in marks.find(first.text).unclosed and _BEGINS_WITH_MARK.match(first.text):
        return _length_to_closing(ahead)
    group = first.hints.group
    same = [p for p in ahead if group and p.hints.group == group and not p.hints.label]
    if len(same) > 1 and attribution.alone(same[-1].text):
        same.pop()
    if len(same) < 2 or same != list(ahead[: len(same)]):  # noqa: PLR2004 -- one is no row
        return 1
    plain = not any(marks.find(p.text).pairs or turns.turns(p.text) for p in same)
    unlabelled = not any(attribution.at_end(p.text) for p in same[:-1])
    return len(same) if plain and unlabelled else 1


def _length_to_closing(ahead: Sequence[Paragraph]) -> int:
    """An open mark may be repeated where each paragraph begins, and is closed in the last."""
    for count, paragraph in enumerate(ahead[1:], start=2):
        found = marks.find(paragraph.text)
        if found.unopened or (_BEGINS_WITH_MARK.match(paragraph.text) and _opens_fully(found)):
            return count
        if not (0 in found.unclosed or paragraph.hints.set_off):
            return 1
    return 1


def _opens_fully(found: marks.Marks) -> bool:
    return bool(found.pairs) and not found.unclosed


# ---------------------------------------------------------------- labels in lines of their own


def _with_labels_apart(merged: Sequence[Unit], source: str, notes: list[Note]) -> Iterator[Unit]:
    """Yield the units, each label in a line of its own joined to the quote that it belongs to."""
    kinds = [_kind(merged, index, source) for index in range(len(merged))]
    index = 0
    while index < len(merged):
        if not kinds[index]:
            yield merged[index]
            index += 1
            continue
        stop = index
        while stop < len(merged) and kinds[stop] and not _repeats(kinds, index, stop):
            stop += 1
        yield from _row(merged[index:stop], kinds[index:stop], source, notes)
        index = stop


def _kind(merged: Sequence[Unit], index: int, source: str) -> str:
    """``L`` for a label alone, ``Q`` for a quote that may wait for one, else nothing."""
    paragraph = merged[index].paragraph
    if paragraph.hints.label:
        return "L"
    if _is_labelled_by_markup(merged, index):
        return "Q"
    if _alone(paragraph):
        return "L"
    announced = index > 0 and merged[index - 1].paragraph.text.endswith(":")
    if _has_label_below(merged, index, source):
        return "Q"
    return "Q" if _may_wait(merged[index], announced=announced) else ""


def _has_label_below(merged: Sequence[Unit], index: int, source: str) -> bool:
    """Whether somebody speaks, with a label in brackets in the very next line, wherever in it."""
    if index + 1 == len(merged):
        return False
    paragraph, below = merged[index].paragraph, merged[index + 1].paragraph
    close = source.count("\n", paragraph.end, below.start) <= 1
    spoken = attribution.SPOKEN.search(paragraph.text) and not attribution.at_end(paragraph.text)
    return (
        close and bool(spoken) and _WITH_SIGN.match(below.text) is not None and bool(_alone(below))
    )


def _is_labelled_by_markup(merged: Sequence[Unit], index: int) -> bool:
    """Whether the element of a paragraph has another for the speaker's name beside it."""
    group = merged[index].paragraph.hints.group
    beside = merged[max(0, index - _MOST_PARAGRAPHS) : index + _MOST_PARAGRAPHS]
    return bool(group) and any(
        unit.paragraph.hints.label and unit.paragraph.hints.group == group for unit in beside
    )


def _alone(paragraph: Paragraph) -> Attribution | None:
    text = paragraph.text
    if paragraph.hints.level or len(text) > labels.LONGEST:
        return None
    if colon := _WITH_COLON.search(text):
        found = attribution.alone(text[: colon.start()])
        return found if found and labels.strength(found.speaker) == Strength.NUMBERED else None
    return attribution.alone(text)


def _may_wait(unit: Unit, *, announced: bool) -> bool:
    paragraph = unit.paragraph
    if attribution.at_end(paragraph.text):
        return False
    if turns.begins_with_turn(paragraph.text):
        return True
    set_off = paragraph.hints.set_off or announced or ITALIC.match(paragraph.text) is not None
    return unit.whole or set_off or _ENDS_IN_MARK.search(paragraph.text[-4:]) is not None


def _repeats(kinds: Sequence[str], first: int, index: int) -> bool:
    """Two labels, or two quotes, in a row end a row of labels and quotes in turn."""
    return index > first and kinds[index] == kinds[index - 1] == "L"


def _row(
    row: Sequence[Unit], kinds: Sequence[str], source: str, notes: list[Note]
) -> Iterator[Unit]:
    taken: dict[int, tuple[Attribution, bool]] = {}
    used = set()
    for index, kind in enumerate(kinds):
        by = _label(row[index].paragraph) if kind == "L" else None
        above = _belongs_below(row, kinds, index, source) if by else None
        if by is None or above is None:
            notes += [_unclear(row[index].paragraph)] if _between_two(kinds, index) else []
            continue
        used.add(index)
        for target in _targets(row, kinds, index, above=above):
            taken.setdefault(target, (by, above))
    for index, unit in enumerate(row):
        if index in taken:
            yield replace(unit, by=taken[index][0], above=taken[index][1])
        elif index not in used:
            yield unit


def _targets(row: Sequence[Unit], kinds: Sequence[str], index: int, *, above: bool) -> list[int]:
    """The quotes that a label names somebody for: one, or all in one element of the markup."""
    group = row[index].paragraph.hints.group
    if not (group and row[index].paragraph.hints.label):
        return [index + 1 if above else index - 1]
    beyond = range(index + 1, len(row)) if above else range(index - 1, -1, -1)
    same = takewhile(lambda i: row[i].paragraph.hints.group == group, beyond)
    return [i for i in same if kinds[i] == "Q"]


def _between_two(kinds: Sequence[str], index: int) -> bool:
    around = kinds[max(0, index - 1) : index + 2]
    return list(around) == ["Q", "L", "Q"]


def _unclear(label: Paragraph) -> Note:
    text = "A label in a line of its own: it isn't clear whether it is of the words above or below"
    return Note(text, label.start, label.end)


def _label(paragraph: Paragraph) -> Attribution | None:
    found = _alone(paragraph)
    at = paragraph.start
    if found is not None:
        return Attribution(found.speaker, at + found.start, at + found.end, found.others)
    words = labels.as_printed(_without_frame(paragraph.text))
    if not paragraph.hints.label or labels.strength(words) == Strength.NONE:
        return None
    return Attribution(words, at, paragraph.end)


def _without_frame(text: str) -> str:
    """Return a label without a dash before it and brackets around the whole of it."""
    bare = text.strip("–—-~ ")
    framed = bare[:1] + bare[-1:] in {"()", "[]"} and not set("()[]") & set(bare[1:-1])
    return bare[1:-1] if framed else bare


def _belongs_below(
    row: Sequence[Unit], kinds: Sequence[str], index: int, source: str
) -> bool | None:
    """Whether the label is of the quote below it; None if that isn't clear."""
    up = index > 0 and kinds[index - 1] == "Q"
    down = index + 1 < len(row) and kinds[index + 1] == "Q"
    label = row[index].paragraph
    if not (up and down):
        return down if up or down else None
    if _WITH_COLON.search(label.text):
        return True
    group = label.hints.group
    if group:
        return row[index + 1].paragraph.hints.group == group
    gaps = [
        source.count("\n", row[i].paragraph.end, row[i + 1].paragraph.start)
        for i in (index - 1, index)
    ]
    if gaps[0] != gaps[1]:
        return gaps[1] < gaps[0]
    begins, ends = kinds[0] == "L", kinds[-1] == "L"
    if begins != ends:
        return begins
    return False if _WITH_SIGN.match(label.text) else None


# ---------------------------------------------------------------- labels in the sentence above


def _with_announcements(paired: Sequence[Unit], known: Known) -> Iterator[Unit]:
    """Give a quote set apart the label of the sentence that leads to it, if it has none itself."""
    before: Unit | None = None
    for unit in paired:
        lead = leadins.announced(before.paragraph.text, known) if before else None
        if before and lead and unit.by is None and (_is_quote_alone(unit) or _is_spoken(unit)):
            at = before.paragraph.start
            by = Attribution(lead.speaker, at + lead.start, at + lead.end)
            yield replace(unit, by=by, above=True, doubt="The label stands in the sentence above")
        else:
            yield unit
        before = unit


def _is_spoken(unit: Unit) -> bool:
    """Whether words without marks and label speak as *I*: below *Anna recalled:* they are hers."""
    text, hints = unit.paragraph.text, unit.paragraph.hints
    spoken = attribution.SPOKEN.search(_WITHIN_SINGLE.sub("", text)) is not None
    plain = not (hints.item or hints.level or _LISTED.match(text) or marks.find(text).pairs)
    return spoken and plain and attribution.at_end(text) is None and not turns.turns(text)


def _is_quote_alone(unit: Unit) -> bool:
    text, hints = unit.paragraph.text, unit.paragraph.hints
    if attribution.at_end(text) or turns.turns(text) or hints.item:
        return False
    pairs = marks.find(text).pairs
    all_marked = (
        len(pairs) == 1 and pairs[0].outer_start <= 1 and len(text) - pairs[0].outer_end <= 1
    )
    return all_marked or unit.whole or (hints.set_off and not pairs)
