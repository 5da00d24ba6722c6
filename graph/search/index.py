"""The index: one SQLite file in each generation.

It's written before a generation is named that a build makes; one that a change by SPARQL makes gets
it from whoever first searches there.

``word`` is an FTS5 table with a row for each entry and three columns: its words without accents and
case, their stems, and marks of what it's about. All are made here, and the engine only parts them
at spaces, so that a text and a search are always read alike, whatever Unicode the engine knows.
"""

import json
import shutil
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from threading import Lock

import pyoxigraph as ox
from filelock import FileLock

from graph.errors import StoreError
from graph.rdf.iris import ONTOLOGY_GRAPH, StudyIris
from graph.search.entries import Entry, concerned, entries, studies
from graph.search.words import words

NAME = "search.sqlite"
"""The index's file in a generation's folder."""
DRAFT = f"{NAME}.new"
"""What it's called while it's being written."""
LOCK = f"{NAME}.lock"
"""Held by whoever writes it for a generation that is in use already."""
FILES = (NAME, DRAFT, LOCK)
"""All that may stand in a generation's folder for it."""
_FORMAT = f"3, snowballstemmer {version('snowballstemmer')}"
"""Changes whenever an index that was written before can't be added to."""
_BREAK = "\ue000"
"""A word that nobody looks for, between texts: no phrase goes on from one into the next."""

_DERIVED = "/graph/derived"

_TABLES = """
CREATE TABLE about (format TEXT NOT NULL);
CREATE TABLE entry (
    number INTEGER PRIMARY KEY, graph TEXT NOT NULL, iri TEXT NOT NULL, id TEXT NOT NULL,
    kind TEXT NOT NULL, study TEXT NOT NULL, language TEXT NOT NULL, fields TEXT NOT NULL
);
CREATE INDEX entry_graph ON entry (graph);
CREATE INDEX entry_language ON entry (language);
CREATE INDEX entry_shared ON entry (iri) WHERE study = '';
CREATE TABLE study (graph TEXT NOT NULL, iri TEXT NOT NULL, id TEXT NOT NULL);
CREATE TABLE concern (graph TEXT NOT NULL, study TEXT NOT NULL, role TEXT NOT NULL);
CREATE INDEX study_graph ON study (graph);
CREATE INDEX study_iri ON study (iri);
CREATE INDEX study_id ON study (id);
CREATE INDEX concern_graph ON concern (graph);
CREATE INDEX concern_role ON concern (role, study);
CREATE VIRTUAL TABLE word USING fts5 (words, stems, about, tokenize = 'ascii', prefix = '2 3');
"""


def write(
    database: ox.Store,
    folder: Path,
    former: Path | None = None,
    changed: Collection[str] | None = None,
) -> int:
    """Write the index of what ``database`` holds into its generation's folder, and return its size.

    With the ``former`` generation's folder and the names of the graphs that have ``changed`` since,
    only those are read again. Without, or if the former index is lost or of another format, all
    are. The file appears whole or not at all. Raises ``StoreError`` if it can't be written.
    """
    draft = folder / DRAFT
    draft.unlink(missing_ok=True)
    known = (
        changed is not None
        and ONTOLOGY_GRAPH not in changed  # marks of every study follow from it
        and former is not None
        and _usable(former / NAME)
    )
    try:
        if known and former is not None:
            shutil.copyfile(former / NAME, draft)
        with closing(sqlite3.connect(draft, isolation_level=None)) as index:
            size = _fill(index, database, changed if known else None)
        draft.replace(folder / NAME)
    except sqlite3.Error as error:
        draft.unlink(missing_ok=True)
        raise StoreError(f"{draft}: the search index can't be written ({error})") from error
    return size


def complete(database: ox.Store, folder: Path) -> None:
    """Write the index of a generation in use that came without: after a change by SPARQL.

    Such a change can concern any graph, and need not wait for what nobody may search for. Raises
    ``StoreError`` if it can't be written.
    """
    try:
        with FileLock(folder / LOCK):
            if not (folder / NAME).exists():
                write(database, folder)
    except OSError as error:
        raise StoreError(f"{folder / NAME}: can't be written ({error})") from error


def _fill(index: sqlite3.Connection, database: ox.Store, changed: Iterable[str] | None) -> int:
    index.execute("PRAGMA journal_mode = OFF")  # a draft that fails is thrown away whole
    index.execute("PRAGMA synchronous = OFF")
    if changed is None:
        index.executescript(_TABLES)
        index.execute("INSERT INTO about VALUES (?)", (_FORMAT,))
    index.execute("BEGIN")
    for graph in _all_graphs(database) if changed is None else _concerned(changed):
        if changed is not None:
            _forget(index, graph)
        _learn(index, database, graph)
    index.execute("COMMIT")
    index.execute("PRAGMA synchronous = FULL")
    if changed is None:
        index.execute("INSERT INTO word (word) VALUES ('optimize')")
    (size,) = index.execute("SELECT count(*) FROM entry").fetchone()
    return int(size)


def _all_graphs(database: ox.Store) -> Iterator[str]:
    return (name.value for name in database.named_graphs() if isinstance(name, ox.NamedNode))


def _concerned(changed: Iterable[str]) -> set[str]:
    """Return the graphs to be read again: marks of what was coded stand in what was derived."""
    return {*changed} | {
        StudyIris(graph.removesuffix(_DERIVED)).coded
        for graph in changed
        if graph.endswith(_DERIVED)
    }


def _forget(index: sqlite3.Connection, graph: str) -> None:
    index.execute(
        "DELETE FROM word WHERE rowid IN (SELECT number FROM entry WHERE graph = ?)", (graph,)
    )
    for table in ("entry", "study", "concern"):
        index.execute(f"DELETE FROM {table} WHERE graph = ?", (graph,))  # noqa: S608 -- our names


def _learn(index: sqlite3.Connection, database: ox.Store, graph: str) -> None:
    for entry in entries(database, graph):
        said = json.dumps([asdict(field) for field in entry.fields], ensure_ascii=False)
        cursor = index.execute(
            "INSERT INTO entry (graph, iri, id, kind, study, language, fields) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (graph, entry.iri, entry.id, entry.kind, entry.study, entry.language, said),
        )
        index.execute(
            "INSERT INTO word (rowid, words, stems, about) VALUES (?, ?, ?, ?)",
            (cursor.lastrowid, *_columns(entry), " ".join(entry.marks)),
        )
    index.executemany(
        "INSERT INTO study VALUES (?, ?, ?)",
        ((graph, study, record) for study, record in studies(database, graph)),
    )
    index.executemany(
        "INSERT INTO concern VALUES (?, ?, ?)",
        ((graph, study, role) for study, role in concerned(database, graph)),
    )


def _columns(entry: Entry) -> tuple[str, str]:
    of_fields = [list(words(field.text, entry.language)) for field in entry.fields]
    between = f" {_BREAK} "
    return (
        between.join(" ".join(word.folded for word in each) for each in of_fields),
        between.join(" ".join(word.stem for word in each) for each in of_fields),
    )


def _usable(path: Path) -> bool:
    """Say whether there is an index that can be added to."""
    try:
        with reading(path) as index:
            return bool(index.execute("SELECT format FROM about").fetchall() == [(_FORMAT,)])
    except sqlite3.Error:
        return False


_idle: dict[tuple[Path, int, int], list[sqlite3.Connection]] = {}
"""Connections that nobody uses, by file, its inode and when it was written."""
_idle_lock = Lock()
_MOST_IDLE = 8
"""How many connections of a file wait to be used again."""


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open an index for reading, or take a connection that was opened before.

    An index never changes once its generation is named, so it's read without locks. To open one
    takes longer than to read a page of a list. Not to be used by two threads at once.
    """
    status = path.stat() if path.exists() else None
    key = (path, status.st_ino, status.st_mtime_ns) if status else (path, 0, 0)
    index = _taken(key) or _opened(path)
    try:
        yield index
    except BaseException:
        index.close()
        raise
    _give_back(key, index)


def _opened(path: Path) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, check_same_thread=False)


def _taken(key: tuple[Path, int, int]) -> sqlite3.Connection | None:
    with _idle_lock:
        waiting = _idle.get(key)
        if waiting:
            return waiting.pop()
        for other in [*_idle]:  # files of generations that are gone take room until they're closed
            if other[0] == key[0] or not other[0].exists():
                for index in _idle.pop(other):
                    index.close()
    return None


def _give_back(key: tuple[Path, int, int], index: sqlite3.Connection) -> None:
    with _idle_lock:
        waiting = _idle.setdefault(key, [])
        if len(waiting) < _MOST_IDLE:
            waiting.append(index)
            return
    index.close()
