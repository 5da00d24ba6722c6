"""The store: quads on disk in an embedded Oxigraph, read by many, changed whole or not at all.

A store is a folder of *generations*, each a complete Oxigraph database that is never changed once
it is finished, and a file ``CURRENT`` that names the one in use. A change copies the current
generation (hard links: Oxigraph's files are immutable), changes the copy and then names it in
``CURRENT``, which is one atomic rename. So a change that fails leaves nothing behind, readers in
other processes keep what they opened, and a server sees a build without a restart. Changes wait for
each other, and each starts from what the one before has published.
"""

import re
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Protocol

import platformdirs
import pyoxigraph as ox
from filelock import FileLock, Timeout

from graph.errors import StoreError
from graph.listing import behind
from graph.listing import index as list_index
from graph.search import index as search_index
from graph.service.audit import AUDIT, Deed, record, system_user
from graph.stores.durable import (
    Lease,
    remove_unless_leased,
    sync_folder,
    sync_new_files,
    write_durably,
)

Term = ox.NamedNode | ox.Literal
Row = Mapping[str, str]
TermRow = Mapping[str, Term]
NamedGraph = tuple[str, set[ox.Quad]]
"""A graph's name, and the quads that it shall hold."""
CURRENT = "CURRENT"
"""The file in a store's folder that names its generation."""
_DRAFT = "CURRENT.new"
_LOCK = "write.lock"
_MEANING = "meaning.sqlite"
"""The vectors of searches by meaning, which ``graph.search.meaning`` keeps."""
_BESIDES = frozenset(
    {_DRAFT, _LOCK, AUDIT, "tokens.json", "tokens.json.new", "tokens.lock"}
    | {_MEANING, f"{_MEANING}-journal"}
)
"""What else may stand in a store's folder, even before the first change."""
_GENERATION = re.compile(r"g\d{6,}")
_COPYING = re.compile(r"g\d{6,}\.tmp")
"""A copy that the engine is making, or was, if the process was killed."""
_DATABASE_FILE = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG|LOG\.old\.\d+|(MANIFEST|OPTIONS)-\d+"
    r"|(bulk-)?\d+\.(sst|log|blob|dbtmp)"
    r"|OPTIONS-\d+\.dbtmp"
    rf"|{'|'.join(map(re.escape, (*search_index.FILES, *list_index.FILES)))}"
)
"""What the engine (RocksDB) writes into a generation's folder, the search index and the lists;
nothing else is ours to delete."""
_KEPT = 2
"""How many generations stay on disk at least; those that somebody reads stay too."""
_BATCH = 500_000
"""How many quads are loaded at once, at least: some hundred megabytes of memory."""
_PATIENCE = 30.0
"""Seconds to wait for another process's change to end."""


def default_path() -> Path:
    """Return the store's folder when none is named: in the user's data directory."""
    return Path(platformdirs.user_data_dir("themegraph", appauthor=False)) / "store"


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Snapshot:
    """One generation, open for reading. Holds still while others change the store.

    ``folder`` is where it is, with its search index; what is in memory alone has none.
    """

    version: str
    database: ox.Store
    folder: Path | None = None
    lease: Lease | None = field(default=None, compare=False)
    """Keeps the generation's files while this is in use: hold the snapshot, not its database."""

    def solutions(self, query: str, bindings: Mapping[str, str] | None = None) -> list[Row]:
        """Return the rows of a SELECT as strings by variable; unbound ones are absent.

        ``bindings`` are strings by variable, given to the query as literals. All rows are read at
        once: the engine's results must not outlive this call, for they belong to its thread.
        """
        bound = {name: ox.Literal(text) for name, text in (bindings or {}).items()}
        rows = self.terms(query, bound)
        return [{name: term.value for name, term in row.items()} for row in rows]

    def terms(self, query: str, bindings: Mapping[str, Term]) -> list[TermRow]:
        """Return the rows of a SELECT as ``solutions`` does, but given and returned as terms."""
        bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
            ox.Variable(name): term for name, term in bindings.items()
        }
        results = self.database.query(query, use_default_graph_as_union=True, substitutions=bound)
        if not isinstance(results, ox.QuerySolutions):
            raise TypeError("solutions() takes a SELECT query")
        names = [variable.value for variable in results.variables]
        return [_row(names, solution) for solution in results]

    def graph(self, name: str) -> Iterator[ox.Quad]:
        """Yield the quads of a named graph."""
        return self.database.quads_for_pattern(None, None, None, ox.NamedNode(name))

    def about(self, iri: str) -> list[ox.Triple]:
        """Return the triples whose subject is this IRI."""
        found = self.database.quads_for_pattern(ox.NamedNode(iri), None, None)
        return list({quad.triple for quad in found})

    def is_empty(self) -> bool:
        """Say whether there is nothing in the store."""
        anything = self.database.quads_for_pattern(None, None, None)  # to count takes long
        return next(anything, None) is None


class AnyStore(Protocol):
    """What commands and REST need of a store, a folder or a server (``graph.stores.remote``)."""

    def snapshot(self) -> Snapshot:
        """Return its content, open for reading."""
        ...

    def version(self) -> str:
        """Return what changes whenever the content does."""
        ...

    def replace_by(self, graphs_of: Callable[[Snapshot], Iterable[NamedGraph]]) -> bool:
        """Replace graphs by what follows from the present content."""
        ...


def _row(names: list[str], solution: ox.QuerySolution) -> TermRow:
    terms = zip(names, solution, strict=True)
    return {name: term for name, term in terms if isinstance(term, Term)}


@dataclass(frozen=True, slots=True)
class Draft:
    """The generation to come: ``version``, made from the one ``before`` (``""``: an empty one)."""

    store: Path
    before: str
    version: str

    @property
    def folder(self) -> Path:
        """Where it stands."""
        return self.store / self.version

    def open(self) -> ox.Store:
        """Return it for writing. Flush the database, and let go of it, before it's published."""
        return ox.Store(str(self.folder))

    def index(self, former: Snapshot, changed: Collection[str]) -> None:
        """Write its search index and its lists, by the former's and the graphs that have changed.

        Without, the index is made by whoever first searches, and lists are asked of the engine.
        """
        database = ox.Store.read_only(str(self.folder))  # nothing writes there if it's dropped
        search_index.write(database, self.folder, former.folder, changed)
        list_index.write(database, self.folder, self._base(former, database, changed))

    def carry(self, former: Snapshot, changed: Collection[str] | None) -> None:
        """Keep what its lists can be made from, where a change needn't wait for them.

        ``changed`` are the graphs that it may have changed, ``None`` if that isn't known.
        """
        if former.folder is not None:
            more = behind.concerned(former.database, ox.Store.read_only(str(self.folder)), changed)
            behind.carry(former.folder, self.folder, more)

    def _base(
        self, former: Snapshot, database: ox.Store, changed: Collection[str]
    ) -> behind.Base | None:
        known = behind.base(former.folder) if former.folder is not None else None
        more = behind.concerned(former.database, database, changed)
        if known is None or more is None:
            return None
        return behind.Base(known.file, known.concerned | more)

    def publish(self, deeds: Sequence[Deed]) -> None:
        """Make it the current generation, so that it's still that after a power cut.

        ``deeds`` are what is recorded as the changes that lead to it.
        """
        sync_new_files(self.folder)
        record(self.store, [deed.entry(self.before, self.version) for deed in deeds])
        write_durably(self.store / _DRAFT, self.version)
        (self.store / _DRAFT).replace(self.store / CURRENT)
        sync_folder(self.store)
        if not self.before:
            sync_folder(self.store.parent)


class GraphStore:
    """A store in a folder, which is created by the first change."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet; a store that doesn't exist reads as empty."""
        self.path = path
        self._snapshot: Snapshot | None = None

    def snapshot(self) -> Snapshot:
        """Return the current generation, open for reading.

        Raises ``StoreError`` if what is on disk isn't a store or can't be read.
        """
        version = self.version()
        held = self._snapshot
        if held is None or held.version != version:
            held = self._snapshot = self._open(version)
        return held

    def replace(self, graphs: Mapping[str, set[ox.Quad]]) -> bool:
        """Make these named graphs hold exactly these quads, all of them or none.

        Returns whether anything changed. Raises ``StoreError`` if another process holds the store
        for longer than half a minute, or the disk refuses; the store is then as it was.
        """
        return self.replace_by(lambda current: graphs.items())  # noqa: ARG005 -- whatever it holds

    def replace_by(self, graphs_of: Callable[[Snapshot], Iterable[NamedGraph]]) -> bool:
        """Replace graphs as ``replace`` does by what follows from the store's present content.

        ``graphs_of`` is called while nobody else can change the store. What it returns may be more
        than the memory holds: it's taken a batch at a time.
        """
        with self._writing():
            current = self.snapshot()
            given = graphs_of(current)
            changed = (each for each in given if set(current.graph(each[0])) != each[1])
            first = next(changed, None)
            if first is not None:
                with self._draft(current) as draft:
                    names = _change(draft, chain([first], changed))
                    named = "\n".join(sorted(names)).encode()
                    draft.index(current, names)
                    draft.publish([Deed(system_user(), "build", content=named)])
        return first is not None

    def index(self) -> int:
        """Write search index and lists anew, and return how many records can be found.

        Raises ``StoreError`` if the store is empty or can't be written.
        """
        with self._writing():
            current = self.snapshot()
            if current.folder is None:
                raise StoreError(f"{self.path}: the store is empty, so there is nothing to index")
            list_index.write(current.database, current.folder)
            return search_index.write(current.database, current.folder)

    @contextmanager
    def changing(self) -> Iterator["Draft"]:
        """Yield a copy of the current generation, to be changed and published, or else dropped.

        Nobody else changes the store meanwhile. Raises what ``replace`` raises.
        """
        with self._writing(), self._draft(self.snapshot()) as draft:
            yield draft

    # ------------------------------------------------------------ generations

    def version(self) -> str:
        """Return the current generation's name, ``""`` if there is none yet.

        Raises ``StoreError`` if what is on disk isn't a store.
        """
        try:
            version = (self.path / CURRENT).read_bytes().decode("ascii", "replace")
        except FileNotFoundError:
            self._refuse_foreign_folder()
            return ""
        except OSError as error:  # such as a file where the folder should be
            raise StoreError(f"{self.path}: isn't a Themegraph store ({error})") from error
        if not _GENERATION.fullmatch(version):
            raise StoreError(f"{self.path / CURRENT}: names no generation but {version!r}")
        return version

    def _refuse_foreign_folder(self) -> None:
        for file in self.path.iterdir() if self.path.is_dir() else ():
            if file.name in _BESIDES:
                continue
            if not _GENERATION.fullmatch(file.name) or not _is_generation(file):
                raise StoreError(
                    f"{self.path}: isn't a Themegraph store, for {file.name!r} is in it; "
                    "name another with --store"
                )

    def _open(self, version: str) -> Snapshot:
        if not version:
            return Snapshot("", ox.Store())
        if (self.path / version).is_symlink():
            raise StoreError(
                f"{self.path / version}: is a link to another folder, which is never followed; "
                "put the folder itself there, or name another store with --store"
            )
        try:
            lease = Lease(self.path / version)
            folder = self.path / version
            return Snapshot(version, ox.Store.read_only(str(folder)), folder, lease)
        except (OSError, RuntimeError) as error:  # RuntimeError: the engine's word for corruption
            if self.version() != version:  # two changes since the version was read
                return self._open(self.version())
            raise StoreError(f"{self.path / version}: can't be opened ({error})") from error

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.version()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with FileLock(self.path / _LOCK, timeout=_PATIENCE):
                yield
        except Timeout as error:
            raise StoreError(f"{self.path}: another process is changing it; try again") from error
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{self.path}: can't be written ({error})") from error

    @contextmanager
    def _draft(self, current: Snapshot) -> Iterator["Draft"]:
        number = int(current.version.removeprefix("g") or 0) + 1
        draft = Draft(self.path, current.version, f"g{number:06}")
        self._make_room(draft.folder)
        try:
            _copy(current, draft.folder)
            yield draft
        finally:  # whatever stopped it, an interrupt too: leave nothing behind
            if self.version() != draft.version:
                shutil.rmtree(draft.folder, ignore_errors=True)
        self._remove_old()

    def _make_room(self, folder: Path) -> None:
        """Remove what an interrupted change left where the next generation goes."""
        if folder.is_symlink() or (folder.exists() and not _is_generation(folder)):
            raise StoreError(
                f"{folder}: isn't Themegraph's, but stands where the next change goes; move it away"
            )
        shutil.rmtree(folder, ignore_errors=True)

    def _remove_old(self) -> None:
        named = (path for path in self.path.iterdir() if _GENERATION.fullmatch(path.name))
        generations = sorted(
            filter(_is_generation, named), key=lambda path: int(path.name.removeprefix("g"))
        )
        for left in self.path.glob("*.tmp"):
            if _COPYING.fullmatch(left.name) and _is_generation(left):
                shutil.rmtree(left, ignore_errors=True)
        for old in generations[:-_KEPT]:
            remove_unless_leased(old)


def _is_generation(folder: Path) -> bool:
    """Say whether a folder holds a database, or the beginnings of one, and nothing else."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    return all(
        _DATABASE_FILE.fullmatch(file.name) and file.is_file() and not file.is_symlink()
        for file in folder.iterdir()
    )


def _copy(current: Snapshot, folder: Path) -> None:
    if current.version:
        current.database.backup(str(folder))


def _change(draft: "Draft", graphs: Iterable[NamedGraph]) -> list[str]:
    """Change the draft, and return the names of the graphs."""
    database = draft.open()
    names: list[str] = []
    for batch in _batches(graphs):
        names += [name for name, _ in batch]
        for name, _ in batch:
            database.remove_graph(ox.NamedNode(name))
        # no transaction: a draft that fails is thrown away whole
        database.bulk_extend(chain.from_iterable(quads for _, quads in batch))
    database.flush()
    return names


def _batches(graphs: Iterable[NamedGraph]) -> Iterator[list[NamedGraph]]:
    """Yield graphs together: a load for each would leave the engine thousands of small files."""
    batch: list[NamedGraph] = []
    size = 0
    for graph in graphs:
        batch.append(graph)
        size += len(graph[1])
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
