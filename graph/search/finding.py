"""Looking things up in the index: ranked, filtered, by pages, with what was found marked."""

import json
import sqlite3
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from graph.answers.memory import remembered
from graph.errors import InputError, StoreError, nearest
from graph.search.about import SHARED, kind_mark, mark, study_mark
from graph.search.entries import KINDS, FieldText
from graph.search.index import NAME, complete, reading
from graph.search.wanted import Every, Part, Term, expression, narrowed, terms, understood
from graph.search.words import Word, words
from graph.stores.embedded import Snapshot

MAX_LIMIT = 1000
"""Most hits of one page."""
MAX_SCORED = 100_000
"""Most hits that ``scores`` gives."""
MAX_RANKED = 1_000
"""Of how many hits the best are told: words that stand in more tell little apart, and to weigh a
hit takes the engine 2 µs, while others wait."""
COMMON = 100_000
"""A word that stands in more texts, or in more than half of all, is looked for, but doesn't rank
beside a rarer one: to count how often it occurs, as BM25 does for each search, takes most of the
time, and of a word in half of all texts BM25 makes nothing."""
_DIGITS = 6


class CursorError(InputError):
    """A cursor isn't one of this search's, or the store has changed since it was made."""


class UnknownStudyError(InputError):
    """A search is to keep to a study that isn't in the store."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for. ``kinds`` are keys of ``KINDS``, ``study`` an id or IRI; empty: any.

    With a study, shared roles are found only if the study speaks of them; without, if any does.
    ``cursor`` is the last page's ``next``.
    """

    text: str
    kinds: tuple[str, ...] = ()
    study: str = ""
    limit: int = 20
    cursor: str = ""
    about: tuple[tuple[str, str], ...] = ()
    """Filters' names, of ``FILTERS``, and values: ids or IRIs, of valence notations."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """Where words stand that were found: code points of the text at ``field`` in ``fields``."""

    field: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found. ``score`` is BM25's, higher is better, and ranks hits of one search.

    BM25: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009. Whole words count
    twice what their stems do.
    """

    iri: str
    id: str
    kind: str
    study: str
    score: float
    fields: tuple[FieldText, ...]
    highlights: tuple[Highlight, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits. ``next`` is the cursor of the next page, empty at the end.

    ``found`` is how many there are in all, at most ``MAX_RANKED``: if it's that there may be more,
    and the best of so many are given.
    """

    hits: tuple[Hit, ...]
    next: str = ""
    found: int = 0


def search(snapshot: Snapshot, wanted: Wanted) -> Hits:
    """Return the hits that fit best, best first.

    Raises ``SearchError`` if what is wanted can't be understood, ``InputError`` for a kind or study
    that isn't there, ``CursorError``, and ``StoreError`` if the index can't be
    read or written.
    """
    part = understood(wanted.text)
    _refuse_unknown_kinds(wanted.kinds)
    if not 1 <= wanted.limit <= MAX_LIMIT:
        raise InputError(f"limit: {wanted.limit} isn't from 1 to {MAX_LIMIT}")
    after = _read_cursor(snapshot, wanted)
    if snapshot.is_empty():
        return Hits(())
    with index_of(snapshot) as index:
        return _found(index, snapshot, wanted, part, after)


def scores(snapshot: Snapshot, text: str) -> dict[str, float]:
    """Return the scores of all that is found, by IRI, at most ``MAX_SCORED`` of them, best first.

    Raises what ``search`` raises.
    """
    part = understood(text)
    if snapshot.is_empty():
        return {}
    with index_of(snapshot) as index:
        rows = index.execute(_SCORES, (expression(part, _languages(index)), MAX_SCORED))
        return {iri: round(-rank, _DIGITS) for iri, rank in rows}


@contextmanager
def index_of(snapshot: Snapshot) -> Iterator[sqlite3.Connection]:
    """Open the index for reading. Raises ``StoreError`` that says how to mend a broken one."""
    if snapshot.folder is None:
        raise InputError(
            "a graph in memory has no search index; build it into a store to search it"
        )
    path = snapshot.folder / NAME
    if not path.exists():
        complete(snapshot.database, snapshot.folder)
    try:
        with reading(path) as index:
            yield index
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{path}: the search index can't be read ({error}); write it anew with "
            "`themegraph index`"
        ) from error


_RANK = "bm25(word, 2.0, 1.0, 0.0)"
_SILENT = """
SELECT number FROM entry WHERE study = '' AND NOT EXISTS (
    SELECT 1 FROM concern WHERE role = iri AND (:study = '' OR concern.study = :study))
"""
"""Roles that all share and nobody here speaks of: a few dozen at most."""
_FITTING = f"""
SELECT rowid AS number, {{}} AS rank FROM word
WHERE word MATCH :expression AND rowid NOT IN ({_SILENT}) LIMIT :ranked
"""  # noqa: S608 -- the names in it are ours
_BY_ALL = _FITTING.format(_RANK)
_BY_RARER = f"""
WITH fitting AS MATERIALIZED ({_FITTING.format("0")})
SELECT rowid AS number, {_RANK} AS rank FROM word
WHERE word MATCH :ranking AND rowid <= (SELECT max(number) FROM fitting)
AND +rowid IN (SELECT number FROM fitting)
"""  # noqa: S608 -- the same
_HITS = """
WITH some AS MATERIALIZED ({some}), best AS MATERIALIZED (
    SELECT number, rank FROM some WHERE (rank, number) > (:rank, :number)
    ORDER BY rank, number LIMIT :limit
)
SELECT (SELECT count(*) FROM some), json_group_array(json_array(
    number, printf('%!.17g', rank), iri, id, kind, study, language, fields
)) FROM best JOIN entry USING (number)
"""
"""All hits come in one row: at each, other threads get their turn, and the wait adds up."""
_COUNT = "SELECT count(*) FROM (SELECT 1 FROM word WHERE word MATCH ? LIMIT ?)"
_LANGUAGES = """
WITH RECURSIVE known (code) AS (
    SELECT min(language) FROM entry
    UNION ALL
    SELECT (SELECT min(language) FROM entry WHERE language > code) FROM known
    WHERE code IS NOT NULL
)
SELECT code FROM known WHERE code IS NOT NULL
"""
"""The languages, each looked up in the order of their index: DISTINCT would go through it all."""
_SCORES = f"""
SELECT iri, {_RANK} FROM word JOIN entry ON number = word.rowid
WHERE word MATCH ? ORDER BY 2 LIMIT ?
"""  # noqa: S608 -- the same


def _found(
    index: sqlite3.Connection,
    snapshot: Snapshot,
    wanted: Wanted,
    part: Part,
    after: tuple[float, int],
) -> Hits:
    languages = _languages(index)
    study = _study_iri(index, wanted.study) if wanted.study else ""
    ranking = _ranking(index, snapshot, part, languages)
    given = {
        "expression": narrowed(expression(part, languages), marks_of(index, wanted)),
        "ranking": ranking,
        "study": study,
        "ranked": MAX_RANKED,
        "rank": after[0],
        "number": after[1],
        "limit": wanted.limit + 1,
    }
    some = _BY_RARER if ranking else _BY_ALL
    size, told = index.execute(_HITS.format(some=some), given).fetchone()
    rows = sorted(json.loads(told), key=_place)
    marks = [*terms(part)]
    hits = tuple(_hit(row, marks, languages) for row in rows[: wanted.limit])
    size = size if rows else 0
    if len(rows) <= wanted.limit:
        return Hits(hits, found=size)
    return Hits(hits, _cursor(snapshot, wanted, *_place(rows[wanted.limit - 1])), size)


def _place(row: Sequence[Any]) -> tuple[float, int]:
    """Return a hit's rank and number, by which hits are in order."""
    return float(row[1]), int(row[0])


def _ranking(
    index: sqlite3.Connection, snapshot: Snapshot, part: Part, languages: Sequence[str]
) -> str:
    """Return what ranks hits if not all words do, ``""``: all do."""
    if not isinstance(part, Every):
        return ""
    wanted = [expression(each, languages) for each in part.parts if not each.negative]
    most = _common(index, snapshot)
    rarer = [each for each in wanted if _occurrences(index, snapshot, each, most) <= most]
    return f"({' AND '.join(rarer)})" if 0 < len(rarer) < len(wanted) else ""


def _common(index: sqlite3.Connection, snapshot: Snapshot) -> int:
    """Return in how many texts a word may stand that ranks beside others."""

    def find() -> int:
        (last,) = index.execute("SELECT max(number) FROM entry").fetchone()
        return min(COMMON, (last or 0) // 2)

    return remembered(snapshot, "common", find)


def _occurrences(index: sqlite3.Connection, snapshot: Snapshot, wanted: str, most: int) -> int:
    """Return in how many texts a part of a search occurs, at most one more than ``most``."""

    def find() -> int:
        (found,) = index.execute(_COUNT, (wanted, most + 1)).fetchone()
        return int(found)

    return remembered(snapshot, ("occurrences", wanted), find)


def marks_of(index: sqlite3.Connection, wanted: Wanted) -> Iterator[Sequence[str]]:
    """Yield marks of which a hit has one at least. Raises ``UnknownStudyError``."""
    if wanted.kinds:
        yield [kind_mark(kind) for kind in wanted.kinds]
    if wanted.study:
        yield [study_mark(_study_iri(index, wanted.study)), SHARED]
    for name, value in wanted.about:
        yield [mark(name, value)]


def _languages(index: sqlite3.Connection) -> list[str]:
    return [code for (code,) in index.execute(_LANGUAGES)]


def _study_iri(index: sqlite3.Connection, wanted: str) -> str:
    """Return the IRI of a study that the index knows, by id or IRI."""
    wanted = wanted.encode("utf-8", "replace").decode()  # what a shell passes on may be no text
    found = [
        iri
        for (iri,) in index.execute("SELECT iri FROM study WHERE iri = ?1 OR id = ?1", (wanted,))
    ]
    if len(found) > 1:
        raise UnknownStudyError(
            f"{wanted[:100]!r} is the id of {len(found)} studies; name one by its IRI"
        )
    if not found:
        ids = [record for (record,) in index.execute("SELECT id FROM study")]
        there = nearest(wanted[:100], ids) if ids else "the store is empty"
        raise UnknownStudyError(f"{wanted[:100]!r} is no study in the store; {there}")
    return str(found[0])


def _hit(row: Sequence[object], marks: Sequence[Term], languages: Sequence[str]) -> Hit:
    _, rank, iri, record, kind, study, language, said = row
    fields = tuple(FieldText(**each) for each in json.loads(str(said)))
    found = (
        Highlight(number, start, end)
        for number, each in enumerate(fields)
        for start, end in _marked(list(words(each.text, str(language))), marks, languages)
    )
    score = round(-float(str(rank)), _DIGITS)
    return Hit(str(iri), str(record), str(kind), str(study), score, fields, tuple(found))


# ---------------------------------------------------------------- highlights


def _marked(
    text: Sequence[Word], marks: Sequence[Term], languages: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Yield where the words of a text stand that were searched for, in order, without overlaps."""
    found = sorted({place for mark in marks for place in _places(text, mark, languages)})
    reached = 0
    for start, end in found:
        if start >= reached:
            yield start, end
            reached = end


def _places(
    text: Sequence[Word], mark: Term, languages: Sequence[str]
) -> Iterator[tuple[int, int]]:
    folded, stems = _looked_for(mark, tuple(languages))
    size = len(folded)
    for at in range(len(text) - size + 1):
        here = text[at : at + size]
        if _begins(here, folded, mark) or [word.stem for word in here] in stems:
            yield here[0].start, here[-1].end


@lru_cache(maxsize=256)
def _looked_for(mark: Term, languages: tuple[str, ...]) -> tuple[list[str], list[list[str]]]:
    """Return the words of a mark, and their stems in each language: the same for each hit."""
    folded = [word.folded for word in words(mark.text)]
    stems = [] if mark.begins else [[w.stem for w in words(mark.text, code)] for code in languages]
    return folded, stems


def _begins(here: Sequence[Word], folded: Sequence[str], mark: Term) -> bool:
    *before, last = (word.folded for word in here)
    same = before == list(folded[:-1])
    return same and (last.startswith(folded[-1]) if mark.begins else last == folded[-1])


# ---------------------------------------------------------------- cursors


def _cursor(snapshot: Snapshot, wanted: Wanted, rank: float, number: int) -> str:
    told = json.dumps([snapshot.version, _question(wanted), rank, number])
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _read_cursor(snapshot: Snapshot, wanted: Wanted) -> tuple[float, int]:
    if not wanted.cursor:
        return (-1e300, -1)
    version, question, rank, number = _opened(wanted.cursor)
    if question != _question(wanted):
        raise CursorError("the cursor belongs to another search; begin again without a cursor")
    if version != snapshot.version:
        raise CursorError(
            "the store has changed since the cursor was given; begin again without a cursor"
        )
    return rank, number


def _opened(cursor: str) -> tuple[str, str, float, int]:
    try:
        told = json.loads(urlsafe_b64decode(cursor[:_LONGEST] + "==="))
        version, question, rank, number = told
        return str(version), str(question), float(rank), int(number) % _ROWS
    except (ValueError, TypeError):
        raise CursorError(
            "this is no cursor that a search gave; take `next` of the last page as it is"
        ) from None


_LONGEST = 200
"""Characters of the longest cursor."""
_ROWS = 2**63
"""SQLite's numbers of rows are below."""


def _question(wanted: Wanted) -> str:
    """Return what tells this search from others, shortly."""
    asked = json.dumps([wanted.text, sorted(wanted.kinds), wanted.study, sorted(wanted.about)])
    return sha256(asked.encode()).hexdigest()[:16]


def _refuse_unknown_kinds(kinds: Sequence[str]) -> None:
    for kind in kinds:
        if kind not in KINDS:
            raise InputError(f"kind: {kind[:100]!r} isn't known; {nearest(kind[:100], [*KINDS])}")
