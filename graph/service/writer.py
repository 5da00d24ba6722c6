"""Changes from outside: one at a time, in a process that can be ended.

The engine knows no deadline, and loses updates that are made at once. So all changes go through
one writer process: past its deadline or its memory, or when it dies of a change, the process is
ended, the copy of the store that it was changing is dropped, and the other changes that were
waiting with it are made again without the guilty one.
"""

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Full, Queue
from threading import Lock, Thread

from graph.errors import NotFoundError, QueryError, StoreError, ThemegraphError
from graph.service.changes import Change, Update
from graph.service.limits import BusyError, Limit, QueryLimitError
from graph.service.update_text import MAX_UPDATE_BYTES
from graph.service.writer_process import PUBLISH, Message, Says, receive, send_changes, work

_MIB = 2**20
_TOGETHER = 64
"""How many changes that wait go into one generation at most."""
_PATIENCE = 60.0
"""Seconds to wait for the store's lock, a copy or the disk; a change itself has its own limit."""


OPTIONS = {Limit.SECONDS: "--update-seconds", Limit.MEMORY: "--update-memory"}
"""The command line's options that raise a limit."""


class UpdateLimitError(QueryLimitError):
    """A change was ended because it passed a limit, or because the engine died of it."""


@dataclass(frozen=True, slots=True)
class WriteLimits:
    """What a change may use: seconds, bytes of memory; how many may wait.

    ``memory`` is the writer's whole address space; systems without POSIX limits don't enforce it.
    """

    seconds: float = 60.0
    memory: int = 2048 * _MIB
    waiting: int = 200


@dataclass(frozen=True, slots=True)
class Written:
    """A change that is in the store and on the disk: from which version to which.

    ``created`` if it made a graph that wasn't there. All that was made together has one version.
    """

    before: str
    after: str
    created: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    change: Change
    by: str
    answer: "Future[Written]"


class _EndedError(Exception):
    """The writer process ended, or was ended; ``why`` is None if it died of itself."""

    def __init__(self, done: int, why: str | None) -> None:
        self.done = done
        self.why = why
        super().__init__(why)


class Writer:
    """The one writer of a store: a queue, and a process that starts with the first change."""

    def __init__(self, store: Path, limits: WriteLimits | None = None) -> None:
        """Plan changes of the store in this folder."""
        self.limits = limits or WriteLimits()
        self._store = store
        self._queue: Queue[_Waiting | None] = Queue(self.limits.waiting)
        self._starting = Lock()
        self._thread: Thread | None = None

    def submit(self, change: Change, by: str) -> "Future[Written]":
        """Let a change wait for its turn; ``by`` is who makes it. Raises ``BusyError``.

        The future raises ``QueryError`` if the change is wrong or not allowed, ``NotFoundError`` if
        the graph isn't there, ``UpdateLimitError`` if it was ended, ``StoreError`` if the store
        can't be written. Nothing was changed then. One that is cancelled in time isn't made.
        """
        if isinstance(change, Update) and len(change.text) > MAX_UPDATE_BYTES:
            raise QueryError(f"The update is too long; at most {MAX_UPDATE_BYTES} bytes are taken.")
        waiting = _Waiting(change, by, Future())
        try:
            self._queue.put_nowait(waiting)
        except Full:
            raise BusyError("Too many updates are waiting; try again later.") from None
        with self._starting:
            if self._thread is None:
                self._thread = Thread(target=self._serve, name="writer", daemon=True)
                self._thread.start()
        return waiting.answer

    def run(self, change: Change, by: str) -> Written:
        """Make a change and return when it's on the disk; raises what ``submit`` says."""
        return self.submit(change, by).result()

    def close(self) -> None:
        """Make what waits, and end the process."""
        with self._starting:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join()

    def _serve(self) -> None:
        process: _Process | None = None
        try:
            while (batch := self._batch()) is not None:
                while batch:
                    try:
                        process = process or _Process(self._store, self.limits)
                        process.make(batch)
                        batch = []
                    except _EndedError as ended:
                        batch = self._without_guilty(batch, ended)
                        process = None
                    except OSError as error:  # no process can be started
                        _fail(batch, StoreError(f"The writer can't be started ({error})."))
                        batch, process = [], None
        finally:
            if process is not None:
                process.end()

    def _batch(self) -> list[_Waiting] | None:
        """Return all that waits, at least one; ``None`` at the end."""
        found = [self._queue.get()]
        with suppress(Empty):
            while len(found) < _TOGETHER and found[-1] is not None:
                found.append(self._queue.get_nowait())
        if found[-1] is None:
            self._queue.put(None)  # for the next call
        if found == [None]:
            return None
        live = [each for each in found if each is not None]
        return [each for each in live if each.answer.set_running_or_notify_cancel()]

    def _without_guilty(self, batch: list[_Waiting], ended: _EndedError) -> list[_Waiting]:
        """Fail the change that the process was at, and return the others, to be made again."""
        if ended.done >= len(batch):
            why = ended.why or "The writer process ended before the changes were on the disk."
            _fail(batch, StoreError(f"{why} `themegraph audit` tells whether they were made."))
            return []
        memory = self.limits.memory // _MIB
        if ended.why:
            error = UpdateLimitError(ended.why, Limit.SECONDS)
        else:
            error = UpdateLimitError(
                f"The update was ended: it needed more than {memory} MiB of memory, or the engine "
                "failed on it. Nothing was changed. Split it, or give the server more with "
                "--update-memory.",
                Limit.MEMORY,
            )
        _fail([batch[ended.done]], error)
        return [*batch[: ended.done], *batch[ended.done + 1 :]]


def _fail(batch: Sequence[_Waiting], error: ThemegraphError) -> None:
    for each in batch:
        if not each.answer.done():
            each.answer.set_exception(error)


class _Process:
    """The process and the line to it."""

    def __init__(self, store: Path, limits: WriteLimits) -> None:
        self._limits = limits
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(
            target=work, args=(theirs, store, limits.memory), daemon=True
        )
        self._process.start()
        theirs.close()
        try:
            self._hear(_PATIENCE, 0)
        except _EndedError as ended:
            raise OSError("its process ended while it started") from ended

    def make(self, batch: Sequence[_Waiting]) -> None:
        """Make changes and answer them. Raises ``_EndedError``."""
        try:
            send_changes(self._line, [(each.change, each.by) for each in batch])
        except OSError:
            raise self._ended(0, None) from None
        patience = [_PATIENCE, *[self._limits.seconds] * len(batch), _PATIENCE]
        heard: list[Message] = []
        for number, seconds in enumerate(patience):  # the copy, each change, and that all are made
            done = number - 1 if heard else len(batch)
            heard.append(self._hear(seconds, done))
            if heard[-1]["says"] == Says.FAILED:
                _fail(batch, StoreError(heard[-1]["message"]))
                return
        last = heard[-1] if heard[-1]["says"] == Says.PUBLISHED else self._publish(len(batch))
        for each, result in zip(batch, heard[1:-1], strict=True):
            _answer(each, result, last)

    def _publish(self, done: int) -> Message:
        """Let the process publish what it has made; return what came of it."""
        try:
            self._line.send_bytes(PUBLISH)
        except OSError:
            raise self._ended(done, None) from None
        return self._hear(_PATIENCE, done)

    def _hear(self, seconds: float, done: int) -> Message:
        """Return the next message. Raises ``_EndedError`` if none comes in time, or ever."""
        try:
            if self._line.poll(seconds):
                return receive(self._line)
        except (EOFError, OSError):
            raise self._ended(done, None) from None
        raise self._ended(
            done,
            f"The update was ended: it took longer than {seconds:g} s. Nothing was changed. Split "
            "it, or give the server more with --update-seconds.",
        )

    def _ended(self, done: int, why: str | None) -> _EndedError:
        self.end()
        return _EndedError(done, why)

    def end(self) -> None:
        """End the process, whatever it's doing: what it hasn't published is dropped."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._line.close()


def _answer(waiting: _Waiting, result: Message, last: Message) -> None:
    if result["says"] == Says.REFUSED:
        kind = NotFoundError if result["kind"] == "missing" else QueryError
        waiting.answer.set_exception(kind(result["message"]))
    elif last["says"] == Says.PUBLISHED:
        waiting.answer.set_result(Written(last["before"], last["after"], result["created"]))
    else:
        waiting.answer.set_exception(StoreError(last["message"]))
