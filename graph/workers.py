"""Queries from outside, each in a process that can be ended.

The engine knows no deadline and can't be interrupted, and some queries end the process that runs
them. So each runs in a worker process that has the store open for reading: past its deadline or
its memory, or when it dies, the worker is ended and another takes its place. Nobody else notices.
"""

import importlib.util
import multiprocessing
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, LifoQueue

from graph import sparql
from graph.errors import QueryError, ThemegraphError
from graph.sparql import Graphs, Result
from graph.store import GraphStore

_MIB = 2**20


class QueryLimitError(QueryError):
    """A query was ended because it passed a limit, or because the engine died of it."""


class BusyError(ThemegraphError):
    """All workers are busy and a query has waited too long for one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use: seconds, bytes of memory and of result, seconds to wait for a worker.

    ``memory`` is the worker's whole address space; systems without POSIX limits don't enforce it.
    """

    seconds: float = 30.0
    memory: int = 2048 * _MIB
    result: int = 64 * _MIB
    waiting: float = 10.0


@dataclass(frozen=True, slots=True)
class _Job:
    query: str
    accept: str
    graphs: Graphs


class Workers:
    """A few worker processes over one store; they start when the first query comes."""

    def __init__(self, store: Path, count: int = 2, limits: Limits | None = None) -> None:
        """Plan ``count`` workers over the store in this folder."""
        self.limits = limits or Limits()
        self._store = store
        self._free: LifoQueue[_Worker | None] = LifoQueue()
        for _ in range(count):
            self._free.put(None)

    def run(self, query: str, *, accept: str = "*/*", graphs: Graphs | None = None) -> Result:
        """Run a query as ``graph.sparql.run`` does, within the limits.

        Raises ``QueryLimitError`` if it passes one, ``BusyError`` if no worker comes free, and what
        ``graph.sparql.run`` raises.
        """
        sparql.check(query)
        try:
            worker = self._free.get(timeout=self.limits.waiting)
        except Empty:
            raise BusyError("All workers are busy with other queries; try again later.") from None
        try:
            worker = worker or _Worker(self._store, self.limits)
            answer = worker.ask(_Job(query, accept, graphs or Graphs()))
        except BaseException:  # an interrupt too: a worker with an answer under way is no use
            if worker is not None:
                worker.end()
            worker = None
            raise
        finally:
            self._free.put(worker)
        if isinstance(answer, ThemegraphError):
            raise answer
        return answer

    def close(self) -> None:
        """End the workers that are free."""
        with suppress(Empty):
            while True:
                worker = self._free.get_nowait()
                if worker is not None:
                    worker.end()


class _Worker:
    """One process and the line to it."""

    def __init__(self, store: Path, limits: Limits) -> None:
        self._limits = limits
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=work, args=(theirs, store, limits), daemon=True)
        self._process.start()
        theirs.close()
        self._line.recv()  # it's ready: starting doesn't count towards a query's deadline

    def ask(self, job: _Job) -> Result | ThemegraphError:
        """Return the answer; raise ``QueryLimitError`` if there is none in time, or ever."""
        try:
            self._line.send(job)
            if self._line.poll(self._limits.seconds):
                answer: Result | ThemegraphError = self._line.recv()
                return answer
        except (EOFError, OSError):
            memory = self._limits.memory // _MIB
            raise QueryLimitError(
                f"The query was ended: it needed more than {memory} MiB of memory, or the engine "
                "failed on it. Ask for less at a time, or split it."
            ) from None
        raise QueryLimitError(
            f"The query was ended: it took longer than {self._limits.seconds:g} s. "
            "Ask for less at a time, or give the server more with --query-seconds."
        )

    def end(self) -> None:
        """End the process, whatever it's doing."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._line.close()


def work(line: Connection, path: Path, limits: Limits) -> None:
    """Answer one query after the other until the line is closed: what a worker process does."""
    _limit_memory(limits.memory)
    store = GraphStore(path)
    line.send("ready")
    with suppress(EOFError, KeyboardInterrupt):
        while True:
            job = line.recv()
            line.send(_answer(store, job, limits))


def _answer(store: GraphStore, job: _Job, limits: Limits) -> Result | ThemegraphError:
    try:
        result = sparql.run(store.snapshot(), job.query, accept=job.accept, graphs=job.graphs)
    except ThemegraphError as error:
        return error
    except MemoryError:
        return QueryLimitError(f"The query needed more than {limits.memory // _MIB} MiB of memory.")
    if len(result.body) > limits.result:
        return QueryLimitError(
            f"The result is {len(result.body) // _MIB} MiB; at most {limits.result // _MIB} are "
            "sent. Ask for a part at a time, with LIMIT and OFFSET."
        )
    return result


def _limit_memory(size: int) -> None:
    if importlib.util.find_spec("resource"):
        import resource  # noqa: PLC0415 -- POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
