"""Who *she* is in ‘Look at it,’ she said: the one person of whom the sentences before speak.

Only within a paragraph, and only where the nearest sentence that names anybody names one person:
else the words have no speaker.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.readers import clauses, label_facts, labels, lexicon, marks, names, roles, text
from graph.readers.attribution import Attribution, Known
from graph.readers.marks import Marked

_SAYING = rf"(?:{'|'.join(lexicon.SAYING)}|{'|'.join(lexicon.GESTURES)})"
_ADVERB = r"(?:(?:\w+ly|also|then|once|later|further|again|just|simply)\s){0,2}"
_BEHIND = re.compile(
    rf"[\s,]{{0,3}}(?:(?P<pronoun>s?he)\s{_ADVERB}{_SAYING}\b|{_SAYING}\s(?P<other>s?he)\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"(?:^|[.?!…;,:”’\"']\s+|\b(?:and|but|as|then)\s+)(?P<pronoun>s?he)\s{_ADVERB}{_SAYING}\b"
    r"(?!\s(?:him|her|them|his)\b)[^.?!“”\"«»;]{0,60}$",
    re.IGNORECASE,
)
_LEADS = re.compile(
    r"(?:[.?!…;,:”’\"']\s+|^|\w\s)(?P<pronoun>s?he)\s[^.?!“”\"«»;:]{2,100}:[\s*_]*$", re.IGNORECASE
)
_NAME = re.compile(names.NAME)
_REACH = 1_000
"""How far back whom a pronoun names is sought, in code points."""


def cue(words: str, pair: Marked) -> re.Match[str] | None:
    """Return *she said* before or behind a stretch between marks."""
    if behind := _BEHIND.match(words, pair.outer_end):
        return behind
    first = max(0, pair.outer_start - _REACH)
    sentences = list(text.sentences(words[first : pair.outer_start]))
    start = max(0, first + (sentences[-1][0] if sentences else 0) - 2)
    found = _BEFORE.search(words, start, pair.outer_start)
    found = found or _LEADS.search(words, start, pair.outer_start)
    acts = found and clauses.acts(words[found.end("pronoun") : pair.outer_start])
    return found if acts else None


def announced(paragraph: str, known: Known) -> Attribution | None:
    """Return who *He explains:* at the end of a paragraph is, if it's only one."""
    sentences = list(text.sentences(paragraph))
    found = _BEFORE.search(paragraph, max(0, sentences[-1][0] - 2)) if sentences else None
    people = found and spoken_of(
        paragraph, marks.find(paragraph).pairs, found.start("pronoun"), known
    )
    return people[0] if people and len(people) == 1 else None


def spoken_of(
    words: str, pairs: Sequence[Marked], before: int, known: Known
) -> tuple[Attribution, ...]:
    """Return the people whom the nearest sentence before a place names that names anybody.

    What stands between marks doesn't count: a respondent may speak of anybody.
    """
    first = max(0, before - _REACH)
    plain = words[first:before]
    for pair in pairs[bisect_left(pairs, first, key=_outer_end) :]:
        if pair.outer_start >= before:
            break
        begin, end = max(0, pair.start - first), pair.end - (words[pair.end - 1] in ".?!…") - first
        plain = plain[:begin] + " " * (min(end, len(plain)) - begin) + plain[end:]
    for start, end in reversed(list(text.sentences(plain))):
        people = {labels.normal_form(by.speaker): by for by in _people(plain, start, end, known)}
        if people:
            return tuple(
                replace(by, start=by.start + first, end=by.end + first) for by in people.values()
            )
    return ()


def _outer_end(pair: Marked) -> int:
    return pair.outer_end


def _people(plain: str, start: int, end: int, known: Known) -> Iterator[Attribution]:
    for match in labels.STRONG.finditer(plain, start, end):
        if labels.strength(match.group()) == labels.Strength.NUMBERED:
            yield _from(match.group(), match.start())
    for match in _NAME.finditer(plain, start, end):
        if known.has(match.group()):
            yield _from(match.group(), match.start())
        elif label_facts.opens(match.group().split()[0]):
            yield from _later(match, known)
    for match in roles.find(plain, start, end):
        begin, stop = roles.place(match)
        if plain[: match.start()].endswith(", "):
            continue
        yield _from(plain[begin:stop], begin)


def _later(match: re.Match[str], known: Known) -> Iterator[Attribution]:
    """Yield the name behind a word that only opens the sentence: *Once Anna left*."""
    first, _, rest = match.group().partition(" ")
    if known.has(rest):
        yield _from(rest, match.start() + len(first) + 1)


def _from(words: str, start: int) -> Attribution:
    return Attribution(labels.as_printed(words), start, start + len(words))
