"""The file of lists in a generation: written by a build before the generation is named, then read.

Each study's rows of a kind are one compressed text, and so is by what each row is found. ``bearer``
says which studies have a record with a value that studies share, such as a role: a list over all
studies goes to these alone.
"""

import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.errors import StoreError
from graph.listing import behind
from graph.listing.asking import Listed, NotOursError, Row, Values, described, listed
from graph.listing.behind import LOCK, STUDY_GRAPH, Base, drop
from graph.rdf.iris import ACROSS_GRAPH, ONTOLOGY_GRAPH
from graph.search.index import reading
from graph.stores.durable import sync_file

NAME = behind.NAME
"""The file in a generation's folder."""
DRAFT = f"{NAME}.new"
"""What it's called while it's being written."""
FILES = (NAME, DRAFT, LOCK, *behind.FILES)
"""All that may stand in a generation's folder for it."""
_AT_ONCE = 40
"""How many studies are asked about at once: some ten megabytes of memory."""
_FORMAT = f"2, {sha256(described().encode()).hexdigest()}"
"""Changes whenever a file that was written before can't be read, or answers other queries."""
_TEXTS = "words"
"""The one variable whose values are parts of texts, and not looked up whole."""

_TABLES = """
CREATE TABLE about (format TEXT NOT NULL);
CREATE TABLE study (number INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, id TEXT NOT NULL);
CREATE INDEX study_order ON study (id, iri);
CREATE TABLE list (
    study INTEGER NOT NULL, query TEXT NOT NULL, rows BLOB NOT NULL, found_by BLOB NOT NULL,
    UNIQUE (study, query)
);
CREATE TABLE value (
    number INTEGER PRIMARY KEY, query TEXT NOT NULL, variable TEXT NOT NULL, value TEXT NOT NULL,
    UNIQUE (query, variable, value)
);
CREATE TABLE bearer (
    value INTEGER NOT NULL, study INTEGER NOT NULL, PRIMARY KEY (value, study)
) WITHOUT ROWID;
CREATE TABLE count (
    study INTEGER NOT NULL, role TEXT NOT NULL, mentions INTEGER NOT NULL, ties INTEGER NOT NULL,
    respondents INTEGER NOT NULL
);
CREATE INDEX count_study ON count (study);
CREATE TABLE size (
    study INTEGER NOT NULL, class TEXT NOT NULL, records INTEGER NOT NULL,
    PRIMARY KEY (study, class)
) WITHOUT ROWID;
CREATE INDEX bearer_study ON bearer (study);
"""


# ---------------------------------------------------------------- writing


def write(
    database: ox.Store,
    folder: Path,
    base: Base | None = None,
    is_overtaken: Callable[[], bool] = lambda: False,
) -> bool:
    """Write the lists of what ``database`` holds into its generation's folder.

    With a ``base``, only the studies concerned are asked about again. The file appears whole or not
    at all. Returns whether it's there: not if there are graphs that a build doesn't make, or that
    speak of each other's records, for what lists hold doesn't follow from each study then; nor if
    it ``is_overtaken`` meanwhile. Raises ``StoreError`` if it can't be written.
    """
    draft = folder / DRAFT
    draft.unlink(missing_ok=True)
    studies = _studies(database)
    try:
        if studies is None:
            return False
        concerned = _begun(draft, base)
        with closing(sqlite3.connect(draft, isolation_level=None)) as index:
            index.execute("PRAGMA journal_mode = OFF")  # a draft that fails is thrown away whole
            index.execute("PRAGMA synchronous = OFF")
            if concerned is None:
                index.executescript(_TABLES)
                index.execute("INSERT INTO about VALUES (?)", (_FORMAT,))
            is_whole = _fill(index, database, studies, concerned, is_overtaken)
        if is_whole:
            sync_file(draft)
            draft.replace(folder / NAME)
    except NotOursError:
        return False
    except sqlite3.Error as error:
        raise StoreError(f"{draft}: the lists can't be written ({error})") from error
    finally:
        draft.unlink(missing_ok=True)
    drop(folder)
    return is_whole


def _studies(database: ox.Store) -> set[str] | None:
    """Return the IRIs of studies with a graph, or ``None`` if there is anything else."""
    anything = database.quads_for_pattern(None, None, None, ox.DefaultGraph())
    if next(anything, None) is not None:
        return None
    found: set[str] = set()
    for name in database.named_graphs():
        study = STUDY_GRAPH.fullmatch(name.value)
        if study is not None:
            found.add(study[1])
        elif name.value not in {ONTOLOGY_GRAPH, ACROSS_GRAPH}:
            return None
    return found


def _begun(draft: Path, base: Base | None) -> frozenset[str] | None:
    """Begin from the former file, and return which studies have changed since.

    ``None`` if there is none that can be added to.
    """
    if base is None or not is_ours(base.file):
        return None
    shutil.copyfile(base.file, draft)
    return base.concerned


def _fill(
    index: sqlite3.Connection,
    database: ox.Store,
    studies: set[str],
    concerned: Collection[str] | None,
    is_overtaken: Callable[[], bool],
) -> bool:
    """Write the studies concerned, ``None`` are all; return whether that came to its end."""
    index.execute("BEGIN")
    _forget(index, concerned or ())
    left = sorted(studies if concerned is None else studies.intersection(concerned))
    for start in range(0, len(left), _AT_ONCE):
        if is_overtaken():
            return False
        for each in listed(database, left[start : start + _AT_ONCE]):
            _learn(index, each)
    index.execute("COMMIT")
    index.execute("PRAGMA synchronous = FULL")
    if concerned is None:
        index.execute("ANALYZE")
    return True


def _forget(index: sqlite3.Connection, studies: Iterable[str]) -> None:
    index.execute("CREATE TEMP TABLE gone (number INTEGER PRIMARY KEY)")
    index.executemany(
        "INSERT INTO gone SELECT number FROM study WHERE iri = ?", ((iri,) for iri in studies)
    )
    for table, column in (
        ("list", "study"), ("bearer", "study"), ("count", "study"), ("size", "study"),
        ("study", "number"),
    ):  # fmt: skip
        index.execute(f"DELETE FROM {table} WHERE {column} IN (SELECT number FROM gone)")  # noqa: S608 -- our names


def _learn(index: sqlite3.Connection, about: Listed) -> None:
    number = index.execute(
        "INSERT INTO study (iri, id) VALUES (?, ?)", (about.iri, about.id)
    ).lastrowid
    for found in about.found:
        index.execute(
            "INSERT INTO list VALUES (?, ?, ?, ?)",
            (number, found.query, _packed(found.rows), _packed(found.by)),
        )
        shared = sorted(
            {
                (found.query, variable, value)
                for by in found.by
                for variable, values in by.items()
                for value in values
                if variable != _TEXTS and not value.startswith(about.iri)
            }
        )
        index.executemany("INSERT OR IGNORE INTO value VALUES (NULL, ?, ?, ?)", shared)
        index.executemany(
            "INSERT INTO bearer SELECT number, ? FROM value "
            "WHERE query = ? AND variable = ? AND value = ?",
            ((number, *each) for each in shared),
        )
    index.executemany(
        "INSERT INTO count VALUES (?, ?, ?, ?, ?)",
        (
            (number, row["iri"], row["mentions"], row["ties"], row["respondents"])
            for row in about.counts
        ),
    )
    index.executemany(
        "INSERT INTO size VALUES (?, ?, ?)",
        ((number, row["class"], row["count"]) for row in about.sizes),
    )


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 1)


def _unpacked(packed: bytes) -> Any:  # noqa: ANN401 -- JSON, of our own writing
    return json.loads(zlib.decompress(packed))


# ---------------------------------------------------------------- reading


def usable(folder: Path) -> bool:
    """Say whether a generation has lists, of this program's queries."""
    return is_ours(folder / NAME)


def is_ours(path: Path) -> bool:
    """Say whether a file has lists of this program's queries."""
    if not path.exists():
        return False
    try:
        with reading(path) as index:
            return bool(index.execute("SELECT format FROM about").fetchall() == [(_FORMAT,)])
    except sqlite3.Error:
        return False


class StudyList:
    """A kind's rows of a study, and by what each is found; each is unpacked when it's asked for."""

    def __init__(self, rows: bytes, found_by: bytes) -> None:
        self._rows, self._found_by = rows, found_by

    def rows(self) -> Sequence[Row]:
        """Return the rows, in the list's order."""
        found: Sequence[Row] = _unpacked(self._rows)
        return found

    def found_by(self) -> Sequence[Values]:
        """Return, for each row, the values of each filter's variable by which it's found."""
        found: Sequence[Values] = _unpacked(self._found_by)
        return found


def studies(folder: Path) -> Sequence[tuple[str, str]]:
    """Return the id and IRI of each study, in the order that lists follow."""
    return _read(folder, "SELECT id, iri FROM study ORDER BY id, iri")


def lists(folder: Path, query: str, iris: Iterable[str]) -> Mapping[str, StudyList]:
    """Return a kind's lists of some studies, by IRI; without those that are empty."""
    found = _read(
        folder,
        "SELECT iri, rows, found_by FROM json_each(?2) AS wanted JOIN study ON iri = wanted.value "
        "JOIN list ON study = number AND query = ?1",
        query,
        json.dumps([*iris]),
    )
    return {iri: StudyList(rows, found_by) for iri, rows, found_by in found}


def numbers(folder: Path) -> Mapping[int, str]:
    """Return the IRI of each study by its number in the file."""
    return dict(_read(folder, "SELECT number, iri FROM study"))


def bearers(folder: Path, query: str, variable: str, value: str) -> Sequence[int]:
    """Return the studies with a record of a kind that is found by a value that studies share.

    They come as their ``numbers``, as there may be all of them, and in one row: other threads get
    their turn at each row, and to wait for one's own again takes longer than to read it.
    """
    [(found,)] = _read(
        folder,
        "SELECT json_group_array(study) FROM value JOIN bearer ON bearer.value = value.number "
        "WHERE query = ? AND variable = ? AND value.value = ?",
        query,
        variable,
        value,
    )
    bearing: Sequence[int] = json.loads(found)
    return bearing


def role_counts(folder: Path) -> Iterator[Row]:
    """Yield how often each role is spoken of over all studies, as ``role-counts.rq`` does."""
    found = _read(
        folder,
        "SELECT role, sum(mentions), sum(ties), sum(respondents) FROM count GROUP BY role",
    )
    for role, *sums in found:
        counted = zip(("mentions", "ties", "respondents"), sums, strict=True)
        yield {"iri": role, **{name: str(number) for name, number in counted if number}}


def sizes(folder: Path) -> Mapping[str, int]:
    """Return how many records of each class there are, as ``stats.rq`` counts them."""
    return dict(_read(folder, "SELECT class, sum(records) FROM size GROUP BY class"))


def _read(folder: Path, statement: str, *values: str) -> list[Any]:
    """Return rows of the file. Raises ``StoreError`` that says how to mend a broken one."""
    try:
        with reading(folder / NAME) as index:
            return index.execute(statement, values).fetchall()
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"{folder / NAME}: the lists can't be read ({error}); write them anew with "
            "`themegraph index`"
        ) from error
