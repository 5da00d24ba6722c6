"""Mentions of actor roles, by the labels of the shared scheme and their regular plurals."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import ontology

_PREPOSITION = re.compile(r"^(\S+)(\s(?:of|for|by|with|in)\s.+)$")
_ADJUNCT = re.compile(r"community|family|hospital|clinic", re.IGNORECASE)
"""What describes a role before its noun: community nurses, hospital managers."""
_GAP = re.compile(r"[\s-]")
_WORD = re.compile(r"\w+")
_SHORTEST_ABBREVIATION = 2


@dataclass(frozen=True, slots=True)
class Found:
    """Words that name a role, by the role's notation, and where they stand."""

    role: str
    start: int
    end: int


def find(text: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
    """Yield the mentions between two positions in order; the longest label wins, none overlap."""
    stop = len(text) if end is None else end
    patterns, roles = _lexicon()
    for word in _WORD.finditer(text, start, stop):
        # Only forms that begin with this word are tried: one pattern of all is twenty times slower
        if word.start() < start or word.group().casefold() not in patterns:
            continue
        if match := _form_at(text, word.start(), stop):
            start = match.end()
            if not (_ADJUNCT.fullmatch(match.group()) and _next_is_a_role(text, start, stop)):
                yield Found(roles[_key(match.group())], *match.span())


def _form_at(text: str, start: int, stop: int) -> re.Match[str] | None:
    """Return the longest form that begins at a word's start."""
    word = _WORD.match(text, start, stop)
    pattern = _lexicon()[0].get(word.group().casefold()) if word else None
    return pattern.match(text, start, stop) if pattern else None


def _next_is_a_role(text: str, start: int, stop: int) -> bool:
    """Whether another role follows at once, which the words before it only describe."""
    gap = _GAP.match(text, start, stop)
    return gap is not None and _form_at(text, gap.end(), stop) is not None


@cache
def _lexicon() -> tuple[Mapping[str, re.Pattern[str]], Mapping[str, str]]:
    """Return patterns of the forms by their first word, and the role by the key of each form."""
    forms = {
        form: notation
        for notation, concept in ontology.scheme("role").items()
        for label in (concept.label, *concept.alternatives)
        for form in (label, *_plurals(label))
    }
    by_first: dict[str, list[str]] = {}
    for form in sorted(forms, key=len, reverse=True):
        by_first.setdefault(_WORD.findall(form)[0].casefold(), []).append(_as_pattern(form))
    patterns = {
        first: re.compile(rf"\b(?<!\w-)(?:{'|'.join(found)})(?!\w|-\w)")
        for first, found in by_first.items()
    }
    return patterns, {_key(form): notation for form, notation in forms.items()}


def _plurals(label: str) -> Iterator[str]:
    """Yield the regular plural, and that of a noun before a preposition: heads of service."""
    yield _plural(label)
    if phrase := _PREPOSITION.match(label):
        yield _plural(phrase[1]) + phrase[2]


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return f"{noun}es" if noun.endswith(("ss", "x", "ch", "sh")) else noun
    return f"{noun}s"


def _as_pattern(form: str) -> str:
    return r"(?:\s+|-)".join(_word_pattern(word) for word in re.split(r"[\s-]", form))


def _word_pattern(word: str) -> str:
    """An abbreviation is only itself in capitals: GP, not gp; any other word in either case."""
    stem = word.removesuffix("s")
    capitals = len(stem) >= _SHORTEST_ABBREVIATION and stem.isupper()
    return re.escape(word) if capitals else f"(?i:{re.escape(word)})"


def _key(form: str) -> str:
    return " ".join(re.split(r"[\s-]+", form)).casefold()
