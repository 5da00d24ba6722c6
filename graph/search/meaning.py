"""Searching by meaning: the quotes and passages that say most nearly what was asked.

A text's vector is kept by the text itself, in one file beside the generations. So a text that
stays is never encoded again, one that has changed has no vector until it is, and none can be out
of step. Nearness is the cosine, of all vectors, exactly.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import cast

import numpy as np

from graph.answers.memory import remembered
from graph.errors import InputError, StoreError, ThemegraphError
from graph.search.encoding import Encoder, Vectors, encoder
from graph.search.entries import FieldText
from graph.search.finding import Hit, Hits, Wanted, index_of, marks_of
from graph.search.wanted import MAX_CHARACTERS, SearchError, narrowed
from graph.stores.embedded import Snapshot

MEANING = "meaning.sqlite"
"""The file's name in the store's folder."""
KINDS = ("quote", "passage")
"""What is found by meaning."""
MAX_NEAREST = 100
"""Most hits: of what is far there is no end."""
AT_ONCE = 100
"""How many texts a search encodes itself; more are to be prepared."""
_DIGITS = 4
_TOGETHER = 256


class NotPreparedError(ThemegraphError):
    """Too many texts have no vectors yet."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """What can be found: entries' numbers in the index, their texts' digests, and the vectors."""

    numbers: Sequence[int]
    vectors: Vectors


def nearest_texts(snapshot: Snapshot, wanted: Wanted) -> Hits:
    """Return the quotes and passages nearest to what is wanted, nearest first.

    ``wanted.text`` is any words, of which none need occur; a hit's ``score`` is the cosine, at
    most 1. Raises ``InputError`` for what ``search`` does and for other kinds, a cursor or a higher
    limit than ``MAX_NEAREST``; ``NoModelError`` and ``NotPreparedError``.
    """
    kinds = _kinds(wanted)
    if snapshot.is_empty():
        return Hits(())
    with index_of(snapshot) as index:
        texts = remembered(snapshot, ("meaning",), lambda: _texts(snapshot, index))
        fitting = _fitting(index, wanted, kinds)
        (asked,) = encoder().encode([wanted.text])
        near = texts.vectors @ asked
        order = [
            place for place in np.argsort(-near, kind="stable") if texts.numbers[place] in fitting
        ]
        best = order[: wanted.limit]
        hits = tuple(_hit(index, texts.numbers[at], float(near[at])) for at in best)
    return Hits(hits, found=len(order))


def prepare(snapshot: Snapshot, told: Callable[[int, int], None] = lambda *_: None) -> int:
    """Encode every text that has no vector yet, and return how many that were.

    ``told`` is called with how many are done, and of how many. Raises ``NoModelError``, and
    ``StoreError`` if they can't be kept.
    """
    model = encoder()
    with index_of(snapshot) as index, _kept(snapshot, model) as kept:
        known = _known(kept)
        lacking = {d: text for _, text in _entries(index) if (d := _digest(text)) not in known}
        _encode(kept, model, lacking, told)
    return len(lacking)


def _kinds(wanted: Wanted) -> tuple[str, ...]:
    if not wanted.text.strip() or len(wanted.text) > MAX_CHARACTERS:
        raise SearchError(f"say in 1 to {MAX_CHARACTERS} characters what to find")
    for kind in wanted.kinds:
        if kind not in KINDS:
            raise InputError(
                f"kind: by meaning {'s and '.join(KINDS)}s are found, not {kind[:100]!r}"
            )
    if wanted.cursor or not 1 <= wanted.limit <= MAX_NEAREST:
        raise InputError(
            f"limit: by meaning the nearest 1 to {MAX_NEAREST} are found, without pages"
        )
    return wanted.kinds or KINDS


def _texts(snapshot: Snapshot, index: sqlite3.Connection) -> _Texts:
    model = encoder()
    with _kept(snapshot, model) as kept:
        known = _known(kept)
        found = [(number, _digest(text), text) for number, text in _entries(index)]
        lacking = {digest: text for _, digest, text in found if digest not in known}
        if len(lacking) > AT_ONCE:
            raise NotPreparedError(
                f"{len(lacking)} texts aren't prepared for searches by meaning; run `themegraph "
                "index --meaning` once, and after changes of so many."
            )
        known |= _encode(kept, model, lacking, lambda *_: None)
    vectors = [known[digest] for _, digest, _ in found]
    return _Texts(
        [number for number, _, _ in found],
        np.vstack(vectors) if vectors else np.zeros((0, 1), np.float32),
    )


def _entries(index: sqlite3.Connection) -> Iterator[tuple[int, str]]:
    """Yield the numbers and texts of what can be found."""
    rows = index.execute("SELECT number, fields FROM entry WHERE kind IN (?, ?)", KINDS)
    for number, fields in rows:
        yield int(number), "\n".join(each["text"] for each in json.loads(fields))


def _fitting(index: sqlite3.Connection, wanted: Wanted, kinds: Sequence[str]) -> set[int]:
    """Return the numbers of the entries that the filters let through."""
    asked = Wanted(wanted.text, tuple(kinds), wanted.study, about=wanted.about)
    expression = narrowed("", marks_of(index, asked)).removeprefix(" AND ")
    rows = index.execute("SELECT rowid FROM word WHERE word MATCH ?", (expression,))
    return {number for (number,) in rows}


def _hit(index: sqlite3.Connection, number: int, near: float) -> Hit:
    row = index.execute(
        "SELECT iri, id, kind, study, fields FROM entry WHERE number = ?", (number,)
    )
    iri, record, kind, study, said = row.fetchone()
    fields = tuple(FieldText(**each) for each in json.loads(said))
    return Hit(iri, record, kind, study, round(near, _DIGITS), fields, ())


# ---------------------------------------------------------------- vectors that are kept


@contextmanager
def _kept(snapshot: Snapshot, model: Encoder) -> Iterator[sqlite3.Connection]:
    """Open the vectors of a model, of which another's are dropped. Raises ``StoreError``."""
    path = cast("Path", snapshot.folder).parent / MEANING  # there is one: its index is open
    try:
        with closing(sqlite3.connect(path, timeout=60)) as kept:
            kept.execute("CREATE TABLE IF NOT EXISTS about (model TEXT NOT NULL)")
            kept.execute("CREATE TABLE IF NOT EXISTS text (digest BLOB PRIMARY KEY, vector BLOB)")
            if kept.execute("SELECT model FROM about").fetchall() != [(model.name,)]:
                kept.execute("DELETE FROM about")
                kept.execute("DELETE FROM text")
                kept.execute("INSERT INTO about VALUES (?)", (model.name,))
            kept.commit()
            yield kept
    except sqlite3.Error as error:
        raise StoreError(
            f"{path}: vectors can't be read or kept ({error}); delete the file, and run "
            "`themegraph index --meaning`"
        ) from error


def _known(kept: sqlite3.Connection) -> dict[bytes, Vectors]:
    rows = kept.execute("SELECT digest, vector FROM text")
    return {digest: np.frombuffer(vector, "<f4") for digest, vector in rows}


def _encode(
    kept: sqlite3.Connection,
    model: Encoder,
    lacking: dict[bytes, str],
    told: Callable[[int, int], None],
) -> dict[bytes, Vectors]:
    """Make the vectors of these texts, by their digests, and keep them some at a time."""
    found: dict[bytes, Vectors] = {}
    digests = list(lacking)
    for start in range(0, len(digests), _TOGETHER):
        some = digests[start : start + _TOGETHER]
        made = dict(zip(some, model.encode([lacking[each] for each in some]), strict=True))
        kept.executemany(
            "INSERT OR REPLACE INTO text VALUES (?, ?)",
            ((digest, vector.astype("<f4").tobytes()) for digest, vector in made.items()),
        )
        kept.commit()
        found |= made
        told(len(found), len(digests))
    return found


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
