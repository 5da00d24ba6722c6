"""Ties that a text suggests: two actor roles that meet with a verb of relation or of lack.

What is suggested is for a person to accept or reject. A tie has the voice of whose words say it,
and names the rule that found it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import ontology
from graph.model import Mention, Passage, Quote, Tie
from graph.readers import text, tie_rules
from graph.readers.ids import numbered
from graph.readers.tie_rules import Rule

_LONGEST_GAP = 110
_FARTHEST = 2 * _LONGEST_GAP
"""Code points from one role to another, brackets counted."""
_LEAD = 70
_FEWEST_MENTIONS = 2
_BROKEN = re.compile(r"[;:?!“”\"]|\.\s")
_BRACKETS = re.compile(r"[\[\]()]")
_AND = re.compile(
    r"\s*(?:,|and|or|,\s*and|&|as\s+well\s+as)(?:\s+(?:the|other|local))*\s*", re.IGNORECASE
)
_CLAUSE = re.compile(r"[,;:]|\b(?:that|which|who|because|but|when|while|whether)\b", re.IGNORECASE)

Holder = Quote | Passage


@dataclass(frozen=True, slots=True)
class _Place:
    """A role in a sentence; positions count from the sentence's start."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A tie as a sentence says it, and the name of the rule that found it."""

    source: str
    target: str
    type: str
    status: str
    mutual: bool
    rule: str


def suggest(
    holders: Sequence[Holder],
    mentions: Sequence[Mention],
    theme_of: Mapping[str, str],
    coder: str,
) -> tuple[Tie, ...]:
    """Return the ties that quotes and passages suggest, in the order of the text.

    ``mentions`` are those in them, with positions; ``theme_of`` their themes by their ids.
    """
    within: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        within[mention.quote or mention.passage].append(mention)
    about = _focal_roles(within, theme_of)
    found = [
        (holder, tie)
        for holder in sorted(holders, key=lambda holder: holder.start)
        for tie in dict.fromkeys(
            _in_holder(holder, within[holder.id], about.get(theme_of.get(holder.id, ""), ""))
        )
    ]
    return tuple(
        _tie(tie_id, holder, tie, theme_of.get(holder.id, ""), coder)
        for tie_id, (holder, tie) in zip(numbered("t", found), found, strict=True)
    )


def _tie(tie_id: str, holder: Holder, found: _Found, theme: str, coder: str) -> Tie:
    spoken = isinstance(holder, Quote)
    return Tie(
        id=tie_id,
        source=found.source,
        target=found.target,
        type=found.type,
        status=found.status,
        direction="mutual" if found.mutual else "one-way",
        voice="respondent" if spoken else "authors",
        theme=theme,
        quotes=(holder.id,) if spoken else (),
        passages=() if spoken else (holder.id,),
        statement=_statement(found),
        coder=coder,
        review="suggested",
        rule=found.rule,
    )


def _statement(found: _Found) -> str:
    roles, types = ontology.scheme("role"), ontology.scheme("tie-type")
    source, target = roles[found.source].label, roles[found.target].label
    return f"{source} – {types[found.type].label} – {target} ({found.status})"


def _focal_roles(
    within: Mapping[str, Sequence[Mention]], theme_of: Mapping[str, str]
) -> dict[str, str]:
    """The role that is mentioned most under each theme, where it is more than any other."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for holder, mentions in within.items():
        counts[theme_of.get(holder, "")].update(mention.role for mention in mentions)
    focal = {}
    for theme, counted in counts.items():
        (first, most), *rest = [*counted.most_common(2), ("", 0)]
        if most >= _FEWEST_MENTIONS and all(count < most for _, count in rest):
            focal[theme] = first
    return focal


def _in_holder(holder: Holder, mentions: Sequence[Mention], focal: str) -> Iterator[_Found]:
    waiting = sorted(_placed(mentions, holder.start), key=lambda place: place.start)
    passed = 0
    for start, end in text.sentences(holder.text):
        places = []
        while passed < len(waiting) and waiting[passed].start < end:
            place = waiting[passed]
            passed += 1
            if place.start >= start and place.end <= end:
                places.append(_Place(place.role, place.start - start, place.end - start))
        yield from _in_sentence(holder.text[start:end], places, focal)


def _placed(mentions: Sequence[Mention], start: int) -> Iterator[_Place]:
    for mention in mentions:
        if mention.start is not None and mention.end is not None:
            yield _Place(mention.role, mention.start - start, mention.end - start)


def _in_sentence(sentence: str, places: Sequence[_Place], focal: str) -> Iterator[_Found]:
    met = False
    for index, first in enumerate(places):
        for second in _within_reach(sentence, places[index:]):
            rule = _rule(sentence, first, second)
            if rule and first.role != second.role:
                met = True
                yield _said(sentence, rule, first, second)
    if places and not met:
        yield from _without_verb(sentence, places, focal)


def _within_reach(sentence: str, row: Sequence[_Place]) -> Iterator[_Place]:
    """Yield the roles between which and the first nothing stands but members of a list, and once.

    *Nurses and doctors advise the council*, *nurses advise the council and the NHS*.
    """
    apart = 0
    for before, place in pairwise(row):
        gap = sentence[before.end : place.start]
        apart += _AND.fullmatch(gap) is None
        if apart > 1 or place.start - row[0].end > _FARTHEST:
            return
        yield place


def _rule(sentence: str, first: _Place, second: _Place) -> Rule | None:
    gap = _BRACKETS.sub("", sentence[first.end : second.start])
    if len(gap) > _LONGEST_GAP or _BROKEN.search(gap):
        return None
    lead = sentence[max(0, first.start - _LEAD) : first.start]
    for rule in tie_rules.RULES:
        if rule.between.search(gap) and (rule.before is None or rule.before.search(lead)):
            return rule
    return None


def _said(sentence: str, rule: Rule, first: _Place, second: _Place) -> _Found:
    source, target = (second, first) if rule.backward else (first, second)
    status = rule.status or _status(_around(sentence, first, second, of_both=bool(rule.before)))
    return _Found(source.role, target.role, rule.type, status, rule.mutual, rule.name)


def _around(sentence: str, first: _Place, second: _Place, *, of_both: bool) -> str:
    """The words that may say how a tie stands: those between, and before them in the clause."""
    lead = sentence[max(0, first.start - _LEAD) : first.start]
    parts = _CLAUSE.split(lead)
    before = parts[-1] if of_both or len(parts) > 1 else lead
    after = _CLAUSE.split(sentence[second.end : second.end + _LEAD])[0]
    return f"{before} {sentence[first.end : second.start]} {after if of_both else ''}"


def _status(words: str) -> str:
    found = (status for status, said in tie_rules.STATUSES if said.search(words))
    return next(found, "established")


def _without_verb(sentence: str, places: Sequence[_Place], focal: str) -> Iterator[_Found]:
    """Two roles behind words of lack, or one with which something is still to be built."""
    last = places[-1]
    lack = tie_rules.NO_WAY.search(sentence, 0, last.start)
    behind = [place for place in places if lack and place.start >= lack.end()]
    roles = list(dict.fromkeys(place.role for place in behind))
    if len(roles) == 2:  # noqa: PLR2004 -- a tie has two ends; of three it isn't clear which
        yield _Found(roles[0], roles[1], "collaborates-with", "missing", mutual=True, rule="no-way")
    for place in places:
        lead = sentence[max(0, place.start - _FARTHEST) : place.start]
        if focal and focal != place.role and tie_rules.TO_BE_BUILT.search(lead):
            yield _Found(
                focal,
                place.role,
                "collaborates-with",
                "wanted",
                mutual=True,
                rule="to-be-built-with",
            )
