"""Exchanges: turns of who asks and who answers, each behind a label and a colon.

Where the turns' own labels are no more than *Respondent* or *R*, the label behind the last turn
says who answered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.readers import attribution, label_facts, labels, lexicon
from graph.readers.attribution import Attribution
from graph.readers.labels import Strength

_START = re.compile(
    r"(?:^|(?<=[.?!…”\"’)\]])\s+|\n)[\s\"“*_>–-]{0,4}(?:\d{1,3}\s+)?"
    r"\[?(?P<label>[A-ZÀ-ÖØ-Þ#][\w#./ ()’'-]{0,40}?)[*_]{0,3}"
    r"(?:\s?[(\[]\d{1,2}:\d\d(?::\d\d)?[)\]])?\s?:\]?[*_]{0,3}\s+(?=\S)"
)
_ASKS = re.compile(
    r"(?:i|in|int|intv|iv|iwr|q\d{0,2}|mod|m|res|fac|question|pregunta|frage)\.?",
    re.IGNORECASE,
)
_SURELY_ASK = frozenset({"i", "int", "intv", "iv", "in", "interviewer", "q"})
_ASIDE = re.compile(rf"(?:{'|'.join(lexicon.NOT_TURNS)})(?:\s\w{{1,3}})?", re.IGNORECASE)
_ANSWERS = re.compile(
    r"(?:r|rs|resp|respondent|p|pt|pp|participant|a|answer|interviewee|ie|s|c|n|patient|client|"
    r"woman|man|mother|f|m|fp|mp|informant|ki)\.?",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?:in|on|at|for|from|among|when|while|as|after|with)\s|\b(?:is|are|was|were|had|has|have)\b",
    re.IGNORECASE,
)
"""What a label of a turn doesn't hold: *In couple 5 the walls were literal: a line of tape*."""
_IN_CAPITALS = re.compile(r"[A-ZÀ-Þ]{3,12}")
_INITIALS = re.compile(labels.INITIALS)
_EDGES = ' \t\r\n*_“”"«»'


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says, and the label before it; positions count from the text's start.

    ``questions`` if the words end in a question mark; ``answers`` if the turn is a respondent's
    although its label could be that of whoever asks.
    """

    label: str
    label_start: int
    label_end: int
    start: int
    end: int
    questions: bool = False
    answers: bool = False

    def moved(self, by: int) -> "Turn":
        """Return the turn with its positions moved on."""
        return replace(
            self,
            label_start=self.label_start + by,
            label_end=self.label_end + by,
            start=self.start + by,
            end=self.end + by,
        )

    @property
    def asks(self) -> bool:
        """Whether it's a turn of whoever asks the questions."""
        if self.answers:
            return False
        return _ASKS.fullmatch(self.label) is not None or labels.asks(self.label)

    @property
    def aside(self) -> bool:
        """Whether it's a note between turns, nobody's words, such as *Note: …*."""
        return is_aside(self.label)

    @property
    def names(self) -> bool:
        """Whether its label tells one respondent from the others."""
        return labels.strength(self.label) == Strength.NUMBERED

    @property
    def one_person(self) -> bool:
        """Whether its label says what the one who speaks is: *Nurse*, *Father*, *F*."""
        kind = labels.is_person(self.label) and not self.label.endswith("s")
        return kind or self.answers or self.label.casefold() in {"f", "m"}


def turns(text: str) -> list[Turn]:
    """Return the turns of which a text consists; none if it doesn't begin with one."""
    starts = [match for match in _START.finditer(text) if _is_label(match["label"])]
    if not starts or starts[0].start() != 0 or is_aside(starts[0]["label"]):
        return []
    ends = [*(match.start() for match in starts[1:]), len(text)]
    return [_turn(text, match, end) for match, end in zip(starts, ends, strict=True)]


def begins_with_turn(text: str) -> bool:
    """Whether a text begins with a turn whose label is more than what could be any word."""
    found = turns(text)
    return bool(found) and (
        found[0].asks
        or _ANSWERS.fullmatch(found[0].label) is not None
        or labels.strength(found[0].label) > Strength.LOOSE
    )


def is_described(label: str) -> bool:
    """Whether a label before a colon is one person's kind with facts: *Cook, school B*."""
    first, *facts = label.split(",")
    words = first.split()
    kind = bool(words) and labels.is_person(words[-1]) and not words[-1].endswith("s")
    return kind and bool(facts) and labels.strength(label) >= Strength.PERSON


def is_one_person(label: str) -> bool:
    """Whether a label is one person's kind alone, or initials: *District judge*."""
    words = label.split()
    several = label.endswith("s") and not label.endswith("ss")
    kind = labels.is_person(words[-1]) and labels.strength(label) == Strength.PERSON
    short = len(words) <= 3 and not _CLAUSE.search(label)  # noqa: PLR2004 -- Female Nurse A
    return _INITIALS.fullmatch(label) is not None or (kind and short and not several)


def is_aside(label: str) -> bool:
    """Whether the word before a colon says what follows, not who speaks: Note, Source, Theme 2."""
    return _ASIDE.fullmatch(label.strip()) is not None


def are_exchange(found: Sequence[Turn]) -> bool:
    """Whether turns make an exchange: two voices, and one asks or all are told apart."""
    spoken = [turn for turn in found if not turn.aside]
    voices = {turn.label for turn in spoken}
    told_apart = all(turn.names for turn in spoken) or all(turn.one_person for turn in spoken)
    told_apart = told_apart or (
        len(spoken) > len(voices) and all(_is_name(turn.label) for turn in spoken)
    )
    return len(voices) > 1 and (any(turn.asks for turn in spoken) or told_apart)


def told_apart(found: Sequence[Turn]) -> list[Turn]:
    """Return the turns as they are meant: *M* beside *F* is a man, unless M only asks.

    *Res* beside *Int* is a respondent, else a researcher.
    """
    voices = {turn.label.casefold() for turn in found}
    m_asks = all(turn.questions for turn in found if turn.label.casefold() == "m")
    both = {"m", "f"} <= voices and not m_asks
    answers = {"m"} if both else set()
    if voices & _SURELY_ASK:
        answers.add("res")
    return [replace(turn, answers=turn.label.casefold() in answers) for turn in found]


def attributed(
    text: str, found: Sequence[Turn], below: Attribution | None = None
) -> Iterator[tuple[Turn, Attribution]]:
    """Yield each turn without its label, and who speaks it.

    ``below`` is a label that stands apart, below the exchange; else the last turn may end in one.
    """
    spoken = [turn for turn in found if not turn.aside]
    last = spoken[-1]
    voices = {turn.label for turn in spoken if not turn.asks}
    alone = len(voices) == 1 or not all(turn.one_person for turn in spoken if not turn.asks)
    final = below or attribution.at_end(text[last.start : last.end])
    for turn in spoken:
        behind = attribution.at_end(text[turn.start : turn.end])
        sure = turn is last or (behind and _is_sure(turn, behind.speaker))
        end = turn.start + behind.start if behind and sure else turn.end
        end = label_facts.end_without_place(text, turn.start, end)
        start, end = _without_edges(text, turn.start, end)
        own = Attribution(labels.as_printed(turn.label), turn.label_start, turn.label_end)
        by = own
        own_name = final is not None and _is_short_for(own.speaker, final.speaker)
        if behind and sure and behind is not final and _is_more_of(turn.label, behind.speaker):
            by = Attribution(behind.speaker, own.start, own.end, behind.others)
        elif final is not None and alone and not (turn.asks or turn.names or own_name):
            by = Attribution(final.speaker, own.start, own.end, final.others)
        if start < end:
            yield replace(turn, start=start, end=end), by


def _is_sure(turn: Turn, label: str) -> bool:
    """Whether a label in brackets behind a turn that isn't the last is the turn's own."""
    return labels.strength(label) == Strength.NUMBERED or _is_more_of(turn.label, label)


def _is_more_of(own: str, label: str) -> bool:
    """Whether a label says what a turn's own says, and more: *Nurse* and *Nurse, ICU*."""
    more = label.casefold().startswith(f"{own.strip().casefold()},")
    return more and labels.normal_form(own) != labels.normal_form(label)


def _is_short_for(name: str, label: str) -> bool:
    """Whether a label gives facts of a name (Anna: Anna, 34); *Nurse* is no name."""
    return label_facts.name_in(label) == name and not labels.is_person(name)


def _is_label(label: str) -> bool:
    if any(form.fullmatch(label) for form in (_ASKS, _ANSWERS, _ASIDE)) or labels.asks(label):
        return True
    strength = labels.strength(label)
    if _CLAUSE.search(label):
        return False
    if _is_name(label) and len(label.split()) == 1:
        return True
    person = strength == Strength.PERSON and len(label.split()) <= 3  # noqa: PLR2004 -- Female Nurse A
    return strength == Strength.NUMBERED or person


def _is_name(label: str) -> bool:
    """Whether a label looks like a name, be it in capitals, as in a play: *MARIA*."""
    return labels.is_name(label) or _IN_CAPITALS.fullmatch(label) is not None


def _turn(text: str, match: re.Match[str], end: int) -> Turn:
    start, end = _without_edges(text, match.end(), end)
    asked = text[start:end].endswith("?")
    return Turn(match["label"].strip(), *match.span("label"), start, max(start, end), asked)


def _without_edges(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end
