"""Lines that nothing marks as headings, but that stand as headings do: short, before prose."""

import re
from collections.abc import Iterator, Sequence

from graph.readers import attribution, label_facts, labels, turns
from graph.readers.labels import Strength
from graph.readers.text import Paragraph, could_be_heading, ends_a_sentence, is_caption

NUMBER = re.compile(
    r"\(?(?:(?P<decimal>(?:\d{1,2}|[A-Z](?=\.\d))(?:\.\d{1,2}){0,4})(?:\.?(?P<sub>[a-z])(?=[.)\s]))?\.?|(?P<roman>[ivx]{1,4})[.)]"
    r"|(?P<chapter>[IVX]{1,4})[.)]|(?P<upper>[A-Z])[.)]|(?P<lower>[a-z])[.)])\)?\s+"
    r"(?:\|\s+)?(?=[A-ZÀ-Þ“‘\"'¿])"
)
"""The number of a heading: *3.1*, *3a)*, *(b)*, *IV.*, *A.*"""
_BULLET = re.compile(r"[-*+•‣▪–—|(\[“‘\"'>«]|\d+\s*$")
_ITEM_NUMBER = re.compile(r"\(?[\w.]{1,4}[.)]\s+")
_LEADS_TO_MARK = re.compile(r":\s*[“\"«„»‘']")
_QUESTION = re.compile(
    r"(?:(?:RQ|Research\squestion|Question)\s?\d{0,2}[:.]\s)?(?:What|Who|Whose|Why|How|When|Where|Which|Is|Are|Was|Were|Does|Do|Did|Can|Could|Should|Will|Would|"
    r"Has|Have|Had|May|Must)\s[^“”\"]+\?$|[^“”\":,]{3,60}\s(?:or|and)\s[^“”\":,]{3,60}\?$"
)
_PLAIN_START = re.compile(r"[A-ZÀ-ÖØ-Þ“‘¿\d]")
_IN_WORDS = re.compile(
    r"(?:[“\"‘'][^“”\"]*[^\W_][)?!]?[”\"’'](?:\s?[:–—-]\s?[\w(][^“”\"]*)?|(?P<lead>[^“”\"‘:]{3,60}):\s[“\"‘'][^“”\"]*[^\W_][)?!]?[”\"’'])"
)
"""A theme that somebody's words name: *“We had no choice”: waiting*, *Waiting: “no choice”*."""
_BEGINS_IN_MARKS = re.compile(r"[‘“'\"][\w-]+(?:\s[\w-]+){0,2}[’”'\"]\s[\w]")
"""A title that begins with a word in marks: *‘Doing’ the hostel*."""
_MOST_TOGETHER = 3
_FEWEST_ITEMS = 2


def find(paragraphs: Sequence[Paragraph]) -> set[int]:
    """Return the places of short lines that stand alone before prose."""
    return {index for run in _runs(paragraphs) for index in run if _is_kept(paragraphs, run, index)}


def _runs(paragraphs: Sequence[Paragraph]) -> Iterator[range]:
    """Yield the stretches of paragraphs next to each other that look like headings."""
    start = None
    for index, paragraph in enumerate(paragraphs):
        hints = paragraph.hints
        plain = not (hints.set_off or hints.label or hints.item)
        looks = plain and _looks_like_heading(paragraph.text) and not _is_turn(paragraphs, index)
        if looks and start is None:
            start = index
        elif looks and start is not None and _begins_anew(paragraphs[start : index + 1]):
            yield range(start, index)
            start = index
        elif not looks and start is not None:
            yield range(start, index)
            start = None


def _begins_anew(run: Sequence[Paragraph]) -> bool:
    """Whether the last line has the number of the first again: headings after a list of them."""
    first, last = (NUMBER.match(run[i].text) or _ITEM_NUMBER.match(run[i].text) for i in (0, -1))
    same = first and last and first.group().strip() == last.group().strip()
    return bool(same) and len(run) > _FEWEST_ITEMS


def _looks_like_heading(text: str) -> bool:
    if not could_be_heading(text) or "\n" in text or is_caption(text):
        return False
    if _is_in_words(text):
        return True
    numbered = NUMBER.match(text) is not None
    plain = _BEGINS_IN_MARKS.match(text) and not labels.says(text)
    plain = plain or (_PLAIN_START.match(text) and not _BULLET.match(text))
    begins = numbered or (plain and "\t" not in text)
    return bool(begins) and _ends_as_heading(text, numbered=numbered) and not _is_label(text)


def _ends_as_heading(text: str, *, numbered: bool) -> bool:
    if text[-1] == "?":
        return numbered or _asks_of_all(text)
    quotes = _LEADS_TO_MARK.search(text) and not (numbered and text[-1].isalnum())
    return not quotes and text[-1] not in ".!:;,…"


def _is_label(text: str) -> bool:
    """Whether the line is a label, or somebody's words with one."""
    numbered = NUMBER.match(text) is not None
    facts = "," in text and labels.strength(text) == Strength.NUMBERED
    label = attribution.at_end(text)
    at_end = label is not None and labels.strength(label.speaker) == Strength.NUMBERED
    named = facts or labels.STRONG.match(text) is not None
    return (named and not numbered) or at_end or _is_placed_turn(text)


def _is_in_words(text: str) -> bool:
    """Whether a theme's name is somebody's words, and no label or verb of saying leads to them."""
    match = _IN_WORDS.fullmatch(text)
    if match is None or labels.says(match["lead"] or "") or " " not in text:
        return False
    lead = (match["lead"] or "").strip()
    return not lead or not (
        labels.strength(lead) > Strength.LOOSE or labels.is_name(lead) or turns.is_aside(lead)
    )


def _asks_of_all(text: str) -> bool:
    """Whether a question is what a section is about, not somebody's: *Does it help?*."""
    return _QUESTION.match(text) is not None and attribution.SPOKEN.search(text) is None


def _is_turn(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether the line is somebody's turn in an exchange, or one that speaks: *P3: We left*."""
    text = paragraphs[index].text
    if not turns.begins_with_turn(text):
        return False
    beside = [paragraphs[i].text for i in (index - 1, index + 1) if 0 <= i < len(paragraphs)]
    words = text.partition(":")[2]
    return any(map(turns.begins_with_turn, beside)) or attribution.SPOKEN.search(words) is not None


def _is_placed_turn(text: str) -> bool:
    """Whether the line is what a name says, with its place in a transcript: (lines 3-4)."""
    name, colon, _ = text.partition(":")
    placed = label_facts.end_without_place(text, 0, len(text)) < len(text)
    return bool(colon) and placed and labels.is_name(name)


def _is_kept(paragraphs: Sequence[Paragraph], run: range, index: int) -> bool:
    """Lines in a row, or behind a colon, are a list; its last line may be the first heading."""
    if not ends_a_sentence(paragraphs[run.stop].text) and could_be_heading(
        paragraphs[run.stop].text
    ):
        return False
    text = paragraphs[index].text
    announced = run.start > 0 and paragraphs[run.start - 1].text.endswith(":")
    if announced or len(run) > _MOST_TOGETHER:
        last = index == run.stop - 1
        return last and (len(run) == 1 or text in {paragraphs[i].text for i in run[:-1]})
    return True
