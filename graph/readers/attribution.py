"""Who is named for the words between two quotation marks: the label behind them, or before them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from graph.readers import labels, lexicon
from graph.readers.labels import Label, Strength
from graph.readers.marks import Marked

_TO_BRACKET = re.compile(r"[\s.,;:*_>]{0,6}(?:[-–—~]{1,3}\s{0,3})?(?=[(\[])")
_TO_DASHED = re.compile(r"[\s.,;*_>]{0,6}(?:-{1,3}|[–—―~])[\s*_]{0,3}")
_TO_BARE = re.compile(r"[\s.,;:*_>]{0,6}")
_LABEL_STOP = re.compile(r"[.;]?[*_]{0,3}\s*$|\.(?=\s+[A-Z“‘\"'(\[])|[“”\"«»‘]")
_SAYING = rf"(?:{'|'.join(lexicon.SAYING)})"
_SAID_BY = re.compile(
    rf"[\s,.]{{0,4}}{_SAYING}\s+(?:by\s+)?(?:the\s+)?(?P<label>{labels.STRONG.pattern})"
)
_SOMEBODY_SAID = re.compile(
    rf"[\s,]{{1,4}}(?:as\s+)?(?P<label>{labels.STRONG.pattern})\s+(?:\w+ly\s+)?{_SAYING}\b"
)
_SAYING_TO_BRACKET = re.compile(
    rf"[,\s]{{1,4}}(?:[\w’'-]+\s+){{0,6}}?{_SAYING}\b[^.?!:()\[\]“”\"‘]{{0,60}}(?=[(\[])"
)
_BEFORE_LONGEST = 200
_SENTENCE_START = re.compile(r"[.?!…][”’\"')\]]{0,2}\s+(?=[A-Z(\[])")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,100})[)\]]")
_LEAD = re.compile(
    r"[\s*_]*(?:[(\[](?P<inner>[^()\[\]:]{1,100})[)\]]|(?P<label>[^:\s(\[][^:]{0,100}?))"
    r"[\s*_]*(?P<sign>[:–—-]?)[\s*_]*$"
)
_BRACKET = re.compile(r"[()\[\]]")
_MORE_NUMBERS = re.compile(r"\s*(?:,|;|and|&|to|–|-)\s*\w{0,4}\d")
_ONLY_PUNCTUATION = re.compile(r"[\s:,–—)\]’s-]*$")
_ACCORDING = re.compile(
    r"(?:\baccording to|\bfrom|\bby|\bfor|\bin the words of|\bas)\s+(?:the\s+)?$", re.IGNORECASE
)
_PROSE = re.compile(
    r"(?:a|an|the|in|as|which|who|that|this|these|those|although|but|and|or|by|for|among|because|"
    r"when|where|while|such|often|usually|even|including|especially|meaning|not|one|another|some|"
    r"other|many|most|several|all|both|each|every|our|their|its|to|of|with)\b",
    re.IGNORECASE,
)
SPOKEN = re.compile(
    r"\b(?:I|we|my|our|me|us|you|your)\b|n[’']t\b|\w[’'](?:re|ve|ll|m)\b", re.IGNORECASE
)
"""Words by which an utterance is told from a phrase that is only set in quotation marks."""

_NOTHING_MORE = re.compile(r"[\s.,;*_]*(?:$|[“\"‘'«])")
_LABEL_MAY_START = re.compile(r"\s(?=[(\[]|[-–—―~]{1,3}\s*[\w(\[])")
_NOT_IN_BARE = re.compile(r"[:“”\"‘«»]")
_WIDEST_DASH = 6
_UTTERANCE_WORDS = 4
_LONG_UTTERANCE_WORDS = 8
_NAME_WORDS = 6
_BARE_WORDS = 8
_MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Attribution:
    """The label that names who said something, and where it stands with its brackets.

    ``others`` are further labels for the same words.
    """

    speaker: str
    start: int
    end: int
    others: tuple[str, ...] = ()
    dashed: bool = False


def behind(text: str, pair: Marked, *, opens: bool) -> Attribution | None:
    """Return who is named behind the closing mark; ``opens`` if the quote opens its paragraph."""
    quoted = text[pair.start : pair.end]
    return (
        _in_brackets(text, pair.outer_end, quoted, opens=opens)
        or _behind_dash(text, pair.outer_end, quoted, opens=opens)
        or _with_saying(text, pair)
        or _behind_saying(text, pair.outer_end)
        or (_bare(text, pair.outer_end) if opens else None)
    )


def before(text: str, cursor: int, pair: Marked) -> Attribution | None:
    """Return who is named before the opening mark, in the same sentence and behind ``cursor``."""
    start = max(cursor, pair.outer_start - _BEFORE_LONGEST)
    lead = text[start : pair.outer_start]
    if not lead.strip():
        return None
    found = (_as_turn(lead) if start == 0 else None) or _in_sentence(lead)
    return found and Attribution(found.speaker, start + found.start, start + found.end)


def alone(text: str) -> Attribution | None:
    """Return the label of which the whole text consists, in brackets, behind a dash or numbered."""
    if len(text) > labels.LONGEST:
        return None
    found = (
        _in_brackets(text, 0, "", opens=True)
        or _behind_dash(text, 0, "", opens=True)
        or _bare(text, 0)
    )
    whole = found and found.start <= _WIDEST_DASH and _NOTHING_MORE.match(text, found.end)
    return found if whole else None


def at_end(text: str) -> Attribution | None:
    """Return the label in brackets or behind a dash with which a text ends."""
    tail = max(0, len(text) - labels.LONGEST)
    for match in _LABEL_MAY_START.finditer(text, tail):
        found = alone(text[match.end() :])
        if found:
            return Attribution(found.speaker, match.end(), len(text), found.others, found.dashed)
    return None


def _in_brackets(text: str, start: int, quoted: str, *, opens: bool) -> Attribution | None:
    groups = list(_bracket_groups(text, start))
    block = bool(opens and groups and _NOTHING_MORE.match(text, groups[-1].end))
    named = [group for group in groups if _names_somebody(group, quoted, block=block)]
    if not named:
        return None
    first = labels.several(named[0].text)
    others = (named[0].text,) if first else tuple(label.text for label in named[1:])
    return Attribution(first or named[0].text, groups[0].start, groups[-1].end, others)


def _bracket_groups(text: str, start: int) -> Iterator[Label]:
    for _ in range(_MOST_GROUPS):
        gap = _TO_BRACKET.match(text, start)
        end = _closing_bracket(text, gap.end()) if gap else None
        if gap is None or end is None:
            return
        inner = text[gap.end() + 1 : end - 1]
        yield Label(labels.as_printed(inner), gap.end(), end, labels.strength(inner))
        start = end


def _closing_bracket(text: str, start: int) -> int | None:
    depth = 0
    for bracket in _BRACKET.finditer(text, start, start + labels.LONGEST):
        depth += 1 if bracket.group() in "([" else -1
        if depth == 0:
            return bracket.end()
    return None


def _names_somebody(label: Label, quoted: str, *, block: bool) -> bool:
    """A label in doubt is taken behind a block, and within a line only behind an utterance."""
    if label.strength == Strength.NUMBERED:
        return True
    if label.strength == Strength.NONE or labels.says(label.text):
        return False
    if block:
        return True
    if len(quoted.split()) < _UTTERANCE_WORDS or _PROSE.match(label.text):
        return False
    if label.strength == Strength.PERSON and len(quoted.split()) >= _LONG_UTTERANCE_WORDS:
        return True
    could_name = label.strength == Strength.PERSON or labels.is_name(label.text)
    return could_name and SPOKEN.search(quoted) is not None


def _behind_dash(text: str, start: int, quoted: str, *, opens: bool) -> Attribution | None:
    dash = _TO_DASHED.match(text, start)
    stop = dash and _LABEL_STOP.search(text, dash.end(), dash.end() + labels.LONGEST)
    if not dash or not stop or (stop.end() < len(text) and text[stop.start()] != "."):
        return None
    words = text[dash.end() : stop.start()]
    label = Label(labels.as_printed(words), dash.end(), stop.start(), labels.strength(words))
    doubtful = label.strength == Strength.LOOSE and not _could_be_name(words)
    block = opens and _NOTHING_MORE.match(text, label.end) is not None
    if doubtful or labels.says(words) or not _names_somebody(label, quoted, block=block):
        return None
    return Attribution(label.text, label.start, label.end, dashed=True)


def _could_be_name(words: str) -> bool:
    return words[:1].isupper() and len(words.split()) <= _NAME_WORDS


def _with_saying(text: str, pair: Marked) -> Attribution | None:
    window = pair.outer_end + labels.LONGEST
    found = _SAID_BY.match(text, pair.outer_end, window)
    if not found and text[pair.end - 1] != ".":
        found = _SOMEBODY_SAID.match(text, pair.outer_end, window)
    return _from_match(found, "label") if found else None


def _behind_saying(text: str, start: int) -> Attribution | None:
    """A numbered label in brackets behind *one said*, in the same sentence as the quote."""
    saying = _SAYING_TO_BRACKET.match(text, start, start + labels.LONGEST)
    return _in_brackets(text, saying.end(), "", opens=False) if saying else None


def _bare(text: str, start: int) -> Attribution | None:
    gap = _TO_BARE.match(text, start)
    if gap is None or len(text) - gap.end() > labels.LONGEST:
        return None
    words = text[gap.end() :].rstrip(" .*_\r\n")
    if not labels.STRONG.match(words) or labels.strength(words) < Strength.NUMBERED:
        return None
    if labels.says(words) or len(words.split()) > _BARE_WORDS or _NOT_IN_BARE.search(words):
        return None
    return Attribution(labels.as_printed(words), gap.end(), gap.end() + len(words))


def _as_turn(lead: str) -> Attribution | None:
    """The label that is all that stands before the quote: ``Interviewee 2: “…”``."""
    match = _LEAD.match(lead)
    if match is None or labels.says(lead) or _PROSE.search(lead):
        return None
    group = "inner" if match["inner"] else "label"
    needed = Strength.PERSON if match["sign"] == ":" else Strength.NUMBERED
    return _from_match(match, group) if labels.strength(match[group]) >= needed else None


def _in_sentence(lead: str) -> Attribution | None:
    starts = [match.end() for match in _SENTENCE_START.finditer(lead)]
    sentence = starts[-1] if starts else 0
    found = _last_label(lead, sentence)
    if found is None or _MORE_NUMBERS.match(lead, found.end):
        return None
    between, ahead = lead[found.end :], lead[sentence : found.start]
    said = labels.says(between) or (
        _ONLY_PUNCTUATION.match(between) and (_ACCORDING.search(ahead) or labels.says(ahead))
    )
    return found if said else None


def _last_label(lead: str, start: int) -> Attribution | None:
    bracketed = [
        match
        for match in _BRACKETED.finditer(lead, start)
        if labels.strength(match[1]) == Strength.NUMBERED
    ]
    if bracketed:
        return _from_match(bracketed[-1], 1)
    named = list(labels.STRONG.finditer(lead, start))
    strong = named and labels.strength(named[-1].group()) == Strength.NUMBERED
    return _from_match(named[-1], 0) if strong else None


def _from_match(match: re.Match[str], group: int | str) -> Attribution:
    return Attribution(labels.as_printed(match[group]), *match.span(group))
