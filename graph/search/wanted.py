"""What people ask a search for, read from a line of text into an expression for FTS5.

The language is small and forgiving: words that must all occur, ``OR`` between alternatives,
``-word`` or ``NOT`` for what mustn't occur, brackets, ``"a phrase"``, and ``begin*`` for words that
begin so. Whatever else stands in the line is a word's end. Nothing of it reaches the engine but
letters and digits in quotation marks.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.errors import InputError
from graph.search.words import words

MAX_CHARACTERS = 1000
"""Longest line that is searched for."""
MAX_TERMS = 50
"""Most words and phrases in it: the engine joins a list for each."""
MAX_DEPTH = 20
"""Deepest nesting of brackets in it."""


class SearchError(InputError):
    """What is searched for can't be understood, or is too much."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow each other; with ``begins``, the last may go on."""

    text: str
    begins: bool = False
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All of these, and none of those terms and groups that are negative."""

    parts: tuple["Part", ...]
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """One of these at least."""

    parts: tuple["Part", ...]
    negative: bool = False


Part = Term | Every | Either

_TOKEN = re.compile(
    r"""
      (?P<sign> [-+]? ) (?: "(?P<phrase>[^"]*)" | “(?P<curly>[^”]*)” ) (?P<begins>\*?)
    | (?P<open> -?\( ) | (?P<close> \) ) | (?P<quote> ["“”] )
    | (?P<word> [^\s()"“”]+ )
    """,
    re.VERBOSE,
)


def understood(text: str) -> Part:
    """Return what a line asks for.

    Raises ``SearchError`` if it has no word, a bracket or quotation mark without its other, only
    what mustn't occur, or more than the limits.
    """
    if len(text) > MAX_CHARACTERS:
        raise SearchError(
            f"the search is {len(text)} characters long; at most {MAX_CHARACTERS} are taken"
        )
    tokens = [found for found in _TOKEN.finditer(text) if found[0]]
    if sum(found["open"] is None and found["close"] is None for found in tokens) > MAX_TERMS:
        raise SearchError(
            f"the search has {len(tokens)} words and phrases; at most {MAX_TERMS} are taken"
        )
    return _Reader(tokens).everything()


class _Reader:
    """Reads tokens from left to right; each method reads one kind of group."""

    def __init__(self, tokens: Sequence[re.Match[str]]) -> None:
        self._tokens, self._at, self._depth = tokens, 0, 0

    def everything(self) -> Part:
        found = self._either()
        if self._at < len(self._tokens):
            raise SearchError(
                f"a closing bracket at character {self._tokens[self._at].start() + 1} has no "
                "opening one; take it out, or put one before it"
            )
        if found is None:
            raise SearchError("there is no word to search for; give one, such as: trust")
        return found

    def _either(self) -> Part | None:
        parts = [self._every()]
        while self._next_is("OR"):
            self._at += 1
            parts.append(self._every())
        known = tuple(part for part in parts if part is not None)
        return known[0] if len(known) == 1 else Either(known) if known else None

    def _every(self) -> Part | None:
        parts = tuple(self._parts())
        if parts and all(part.negative for part in parts):
            raise SearchError(
                "the search only says what mustn't occur; add a word that must, before it"
            )
        return parts[0] if len(parts) == 1 else Every(parts) if parts else None

    def _parts(self) -> Iterator[Part]:
        negative = False
        while self._at < len(self._tokens) and not self._next_is("OR"):
            token = self._tokens[self._at]
            if token["close"]:
                return
            self._at += 1
            if token["word"] in {"AND", "NOT"}:
                negative = token["word"] == "NOT"
                continue
            part = self._group(token, negative) if token["open"] else _term(token, negative)
            negative = False
            if part is not None:
                yield part

    def _group(self, opening: re.Match[str], negative: bool) -> Part | None:  # noqa: FBT001 -- what came before
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise SearchError(f"brackets are nested more than {MAX_DEPTH} deep; take some out")
        inner = self._either()
        if self._at >= len(self._tokens):
            raise SearchError(
                f"the bracket at character {opening.start() + 1} isn't closed; add a )"
            )
        self._at += 1
        self._depth -= 1
        outside = negative or opening["open"].startswith("-")
        return None if inner is None else Every((inner,), outside) if outside else inner

    def _next_is(self, word: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at]["word"] == word


def _term(token: re.Match[str], negative: bool) -> Term | None:  # noqa: FBT001 -- what came before
    if token["quote"]:
        raise SearchError(
            f"the quotation mark at character {token.start() + 1} has no other; add one, "
            "or take it out"
        )
    if token["word"]:
        text = token["word"]
        negative |= text.startswith("-")
        begins = text.endswith("*")
    else:
        text = token["phrase"] or token["curly"] or ""
        negative |= token["sign"] == "-"
        begins = bool(token["begins"])
    return Term(text, begins, negative) if any(words(text)) else None


def expression(part: Part, languages: Sequence[str]) -> str:
    """Return a part as an FTS5 expression over the columns ``words`` and ``stems``.

    The stems of every language that the index has are looked for, as a search has no language.
    """
    if isinstance(part, Term):
        return f"({' OR '.join(_forms(part, languages))})"
    if isinstance(part, Either):
        return f"({' OR '.join(expression(each, languages) for each in part.parts)})"
    positive = [expression(each, languages) for each in part.parts if not each.negative]
    negative = [expression(each, languages) for each in part.parts if each.negative]
    wanted = f"({' AND '.join(positive)})"
    return f"({wanted} NOT ({' OR '.join(negative)}))" if negative else wanted


def narrowed(wanted: str, marks: Iterable[Sequence[str]]) -> str:
    """Return an FTS5 expression narrowed to what has one of each group of marks."""
    groups = (" OR ".join(f'about : "{one}"' for one in some) for some in marks)
    return " AND ".join([wanted, *(f"({group})" for group in groups)])


def _forms(term: Term, languages: Sequence[str]) -> Iterator[str]:
    whole = " ".join(word.folded for word in words(term.text))
    yield f'words : "{whole}"{" *" if term.begins else ""}'
    if not term.begins:
        stems = {" ".join(w.stem for w in words(term.text, code)) for code in languages}
        yield from (f'stems : "{stem}"' for stem in sorted(stems))


def terms(part: Part) -> Iterator[Term]:
    """Yield the words and phrases that are to occur."""
    if part.negative:
        return
    if isinstance(part, Term):
        yield part
    else:
        for each in part.parts:
            yield from terms(each)
