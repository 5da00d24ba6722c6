"""All sections of a text heard together: labels that are sure in one place help in another.

A label that may name somebody or something else (a name, a place, a road's code) is taken only
where the text uses labels of that form; else the words have no speaker, and a note says so.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from graph.model import Note
from graph.readers import attribution, label_facts, labels, names, quotes
from graph.readers.attribution import Known
from graph.readers.labels import Strength
from graph.readers.outlines import Section
from graph.readers.quotes import Heard, Said

_MANY_THINGS = re.compile(r"[ABCEGHKMQTUVXYZ]\d{1,4}[a-z]?")
_DIGITS = re.compile(r"\d+")
_TWO_LETTERS = re.compile(r"(?!UK|US|EU|UN|AI|IT|HR|PR|TV)[A-Z]{2}")
_A_FAMILY = 2
_SMALL_SHARE = 0.1
_LONG = 8


def hear(source: str, sections: Sequence[Section]) -> list[Heard]:
    """Find the quotes of all sections."""
    told = names.speaking((p for section in sections for p in section.paragraphs), source)
    met = Known(frozenset(map(labels.normal_form, told)))
    first = [quotes.find(source, section.paragraphs, met) for section in sections]
    sure = Counter(said.speaker for heard in first for said in heard.quotes)
    turns = {said.speaker for heard in first for said in heard.quotes if _is_turn(source, said)}
    sure_names = {*_without_doubtful(sure), *turns}
    known = Known(
        met.labels | frozenset(map(labels.normal_form, sure_names)) - {""},
        in_turns=len(turns) >= _A_FAMILY,
    )
    second = [quotes.find(source, section.paragraphs, known) for section in sections]
    speakers = Counter(said.speaker for heard in second for said in heard.quotes)
    marked = {
        place
        for section in sections
        for paragraph in section.paragraphs
        if paragraph.hints.label
        for place in (paragraph.start, paragraph.end)
    }

    def doubt(said: Said) -> str:
        """A label in an element of its own, as JATS has for speakers, is never in doubt."""
        in_markup = said.label_start in marked or said.label_end in marked
        return "" if in_markup or met.has_name(said.speaker) else _doubt(source, said, speakers)

    return [_settled(heard, doubt) for heard in second]


def _without_doubtful(speakers: Counter[str]) -> Iterator[str]:
    """Leave out what may be a name if it, or its like, is there only once: perhaps a gloss."""
    for label, count in speakers.items():
        sure = count > 1 or labels.strength(label) > Strength.LOOSE
        if sure or (_has_its_like(label, speakers) and _loose(speakers) >= _A_FAMILY):
            yield label
            yield label_facts.name_in(label)


def _loose(speakers: Counter[str]) -> int:
    return sum(labels.strength(label) == Strength.LOOSE for label in speakers)


def _settled(heard: Heard, doubt: Callable[[Said], str]) -> Heard:
    """Take back the quotes whose label is in doubt."""
    doubts = {id(said): doubt(said) for said in heard.quotes}
    taken_back = [said for said in heard.quotes if doubts[id(said)]]
    notes = [
        Note(f"{said.speaker!r} {doubts[id(said)]}: not attributed", said.start, said.label_end)
        if said.start < said.label_end
        else Note(f"{said.speaker!r} {doubts[id(said)]}: not attributed", said.start, said.end)
        for said in taken_back
    ]
    return Heard(
        [said for said in heard.quotes if not doubts[id(said)]],
        heard.asked,
        sorted([*heard.anonymous, *((said.start, said.end) for said in taken_back)]),
        [*heard.notes, *notes],
    )


def _doubt(source: str, said: Said, speakers: Counter[str]) -> str:
    """Say why a label may name nobody, by what other labels the text has; empty if it's sure.

    A label with a colon before the words is a turn's, whatever its form.
    """
    if _is_turn(source, said) or label_facts.is_described(said.speaker):
        return ""
    if labels.strength(said.speaker) == Strength.LOOSE:
        return "" if _has_its_like(said.speaker, speakers) else "may be a speaker or something else"
    if said.layout == "inline" and _MANY_THINGS.fullmatch(said.speaker):
        alike = [label for label in speakers if _family(label) == _family(said.speaker)]
        spoken = attribution.SPOKEN.search(source, said.start, said.end)
        announced = source[: said.start].rstrip("“\"‘«„' ").endswith(":")
        if len(alike) < _A_FAMILY and not (spoken or announced):
            return "may be the code of a respondent or of something else"
    return ""


def _is_turn(source: str, said: Said) -> bool:
    between = source[said.label_end : said.start] if said.label_end <= said.start else ""
    return between.strip(" *_")[:1] == ":"


def _has_its_like(label: str, speakers: Counter[str]) -> bool:
    """Whether a text has more labels such as this one, be it names or places with a number."""
    loose = {other: n for other, n in speakers.items() if labels.strength(other) == Strength.LOOSE}
    others = sum(speakers.values()) - sum(loose.values())
    if labels.is_name(label):
        if any(label_facts.name_in(other) == label for other in speakers):
            return True
        names = sum(count for other, count in loose.items() if labels.is_name(other))
        return not others or (names >= _A_FAMILY and names >= _SMALL_SHARE * others)
    alike = sum(count for other, count in loose.items() if _family(other) == _family(label))
    shaped = sum(count for other, count in speakers.items() if _shape(other) == _shape(label))
    return alike >= _A_FAMILY or (_shape(label) > 1 and shaped >= _A_FAMILY)


def _shape(label: str) -> int:
    """How many facts stand in a label that begins with a name: *Anna, teller, Bank A* has three."""
    first, *facts = label.split(",")
    return len(facts) + 1 if facts and labels.is_name(first.strip()) else 0


def _family(label: str) -> str:
    """What labels have in common that differ by their number, or are two letters: *AM*, *TR*."""
    return "##" if _TWO_LETTERS.fullmatch(label) else _DIGITS.sub("#", label)
