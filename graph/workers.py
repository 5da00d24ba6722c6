"""Queries from outside, each in a process that can be ended.

The engine knows no deadline and can't be interrupted, and some queries end the process that runs
them. So each runs in a worker process that has the store open for reading: past its deadline or
its memory, when it dies or when nobody waits for it any more, the worker is ended and another takes
its place. Nobody else notices.

A query that takes longer than a moment steps aside: its process stands behind all others, and
a new worker takes its place. Only so many may stand aside, for each may take much memory. One more
is ended, and begins again when there is room.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph import guard
from graph.errors import StoreError
from graph.forks import Answer, Fork, Nursery
from graph.limits import BusyError, Limit, Limits, QueryLimitError
from graph.sparql import Graphs, Result
from graph.worker import Job, error_of, stamp

__all__ = ["BusyError", "Limits", "QueryLimitError", "Served", "Workers"]

LONG = 2
"""Long queries at a time. Each may take all the memory that a query may have."""
SHORT = 3
"""Times as many queries that have taken a moment at most: too short to take much of anything."""
MOMENT = 0.1
"""Seconds of work after which a query steps aside."""
MOST_MOMENTS = 0.4
"""Seconds after which it does so whatever it did: it may wait for a slow disk."""
SETTLED = 0.5
"""Seconds after a change of the store before it's read into memory anew."""
REPLICA = 1_000_000
"""Most quads of a store that the workers hold in memory: about 450 bytes each, shared by all."""


@dataclass(frozen=True, slots=True)
class Served(Result):
    """A worker's result. ``stamp`` is of the store that was asked, ``encoding`` of the body.

    ``worker`` is the number of the process that ran the query.
    """

    stamp: str = ""
    encoding: str = ""
    worker: int = 0


class _Call:
    """A query under way."""

    def __init__(self, message: bytes, loop: asyncio.AbstractEventLoop) -> None:
        self.message = message
        self.future: asyncio.Future[Served] = loop.create_future()
        self.worker: Fork | None = None
        self.is_aside = False
        self.started = 0.0
        self.worked_before = 0.0
        self.timer: asyncio.TimerHandle | None = None

    def stop_clock(self) -> None:
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def fail(self, error: Exception) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class Workers:
    """A few worker processes over one store; they start when they are first needed.

    All of it happens in one event loop; in another one, all starts anew.
    """

    def __init__(
        self,
        store: Path,
        long: int = LONG,
        limits: Limits | None = None,
        *,
        short: int | None = None,
        replica: int = REPLICA,
    ) -> None:
        """Plan workers over the store in this folder, for so many long queries at a time.

        There are three ``short`` ones for each of them unless told otherwise. A store of at most
        ``replica`` quads is held in memory.
        """
        self.limits = limits or Limits()
        self.store = store
        self._count = long * SHORT if short is None else short
        self._places_aside = long
        self._replica_size = replica
        self._loop: asyncio.AbstractEventLoop | None = None
        self._base: Nursery | None = None
        self._replica: Nursery | None = None
        self._next: Nursery | None = None
        self._seen = ""
        self._free: list[Fork] = []
        self._running: dict[Fork, _Call] = {}
        self._waiting: deque[_Call] = deque()
        self._waiting_aside: deque[_Call] = deque()

    def start(self) -> None:
        """Start, if that hasn't happened in this event loop."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self.close()
            self._loop = loop
            self._base = self._nursery(0)
            self._renew()

    async def run(
        self,
        query: str,
        *,
        accept: str = "*/*",
        graphs: Graphs | None = None,
        base: str = "",
        compress: bool = False,
    ) -> Served:
        """Run a query as ``graph.sparql.run`` does, within the limits.

        With ``compress`` a larger body is compressed (gzip). Raises ``QueryLimitError`` if the
        query passes a limit, ``BusyError`` if too many wait or no worker comes free, and what
        ``graph.sparql.run`` raises.
        """
        return await self.ask(query, accept=accept, graphs=graphs, base=base, compress=compress)

    def ask(
        self, query: str, *, accept: str, graphs: Graphs | None, base: str, compress: bool
    ) -> "asyncio.Future[Served]":
        """Begin what ``run`` does. A future that is cancelled ends its query."""
        guard.check_size(query)
        self.start()
        graphs = graphs or Graphs()
        job = Job(query, accept, graphs.default, graphs.named, base, compress)
        call = _Call(job.encoded(), asyncio.get_running_loop())
        call.future.add_done_callback(lambda _: self._abandon(call))
        self._take(call)
        return call.future

    def close(self) -> None:
        """End everything."""
        calls = [*self._running.values(), *self._waiting, *self._waiting_aside]
        nurseries = self.nurseries()
        self._base = self._replica = self._next = None
        self._free, self._running, self._seen = [], {}, ""
        self._waiting.clear()
        self._waiting_aside.clear()
        for call in calls:
            call.stop_clock()
            if self._loop is not None and not self._loop.is_closed():
                call.fail(BusyError("The server is being stopped."))
        self._loop = None
        for nursery in nurseries:
            nursery.close()

    def nurseries(self) -> list[Nursery]:
        """Return the processes from which workers come."""
        return [one for one in (self._base, self._replica, self._next) if one is not None]

    def forks(self) -> list[Fork]:
        """Return the workers that are up."""
        return [fork for nursery in self.nurseries() for fork in nursery.forks.values()]

    def under_way(self) -> int:
        """Return how many queries run or wait."""
        return len(self._running) + len(self._waiting) + len(self._waiting_aside)

    def is_loading(self) -> bool:
        """Say whether the store is just being read into memory."""
        return self._next is not None

    # ------------------------------------------------------------ waiting

    def _take(self, call: _Call) -> None:
        if self._free:
            self._assign(self._free.pop(), call)
            return
        if len(self._waiting) >= self.limits.queue:
            raise BusyError(f"{self.limits.queue} queries are waiting already; try again later.")
        self._waiting.append(call)
        self._wait(call)
        self._fill()

    def _wait(self, call: _Call) -> None:
        call.timer = self._later(self.limits.waiting, lambda: self._waited(call))

    def _waited(self, call: _Call) -> None:
        if self._base is not None and not self._base.is_ready:  # starting doesn't count
            self._wait(call)
            return
        self._forget(call)
        call.fail(BusyError("All workers are busy with other queries; try again later."))

    def _forget(self, call: _Call) -> None:
        for queue in (self._waiting, self._waiting_aside):
            if call in queue:
                queue.remove(call)

    def _abandon(self, call: _Call) -> None:
        """End a query if nobody waits for its answer any more."""
        if not call.future.cancelled():
            return
        call.stop_clock()
        self._forget(call)
        if call.worker is not None:
            self._end(call.worker)

    # ------------------------------------------------------------ running

    def _assign(self, worker: Fork, call: _Call) -> None:
        call.stop_clock()
        call.worker = worker
        call.started = self._now()
        call.worked_before = worker.seconds() if worker.pid else 0.0
        self._running[worker] = call
        if call.is_aside:
            worker.step_back()
            call.timer = self._later(self.limits.seconds, lambda: self._out_of_time(call))
        else:
            first = min(MOMENT, self.limits.seconds)
            call.timer = self._later(first, lambda: self._after_a_moment(call, worker))
        worker.ask(call.message, lambda answer: self._answered(call, worker, answer))

    def _after_a_moment(self, call: _Call, worker: Fork) -> None:
        left = call.started + self.limits.seconds - self._now()
        if left <= 0:
            self._out_of_time(call)
            return
        if not call.is_aside and self._is_long(call, worker):
            if not self._has_room_aside():
                self._put_off(call, worker)
                return
            call.is_aside = True
            worker.step_back()
            self._fill()
        again = left if call.is_aside else min(MOMENT, left)
        call.timer = self._later(again, lambda: self._after_a_moment(call, worker))

    def _is_long(self, call: _Call, worker: Fork) -> bool:
        """Say whether it has worked for a moment, and not only waited for a busy machine."""
        worked = worker.seconds() - call.worked_before
        return worked >= MOMENT or self._now() - call.started >= MOST_MOMENTS

    def _has_room_aside(self) -> bool:
        return sum(call.is_aside for call in self._running.values()) < self._places_aside

    def _put_off(self, call: _Call, worker: Fork) -> None:
        """End a query; it begins again when there is room aside."""
        call.is_aside, call.worker = True, None
        self._running.pop(worker, None)
        worker.end()
        if len(self._waiting_aside) >= self.limits.queue:
            call.fail(BusyError("Too many long queries are waiting already; try again later."))
        else:
            self._waiting_aside.append(call)
            patience = self.limits.seconds + self.limits.waiting
            call.timer = self._later(patience, lambda: self._waited(call))
        self._fill()

    def _out_of_time(self, call: _Call) -> None:
        call.fail(self.limits.passed(Limit.SECONDS))
        if call.worker is not None:
            self._end(call.worker)

    def _answered(self, call: _Call, worker: Fork, answer: Answer | str) -> None:
        call.stop_clock()
        self._running.pop(worker, None)
        call.worker = None
        if isinstance(answer, str):
            call.fail(self.limits.passed(Limit.MEMORY if answer == "memory" else Limit.ENGINE))
        elif (error := error_of(answer.head)) is not None:
            call.fail(error)
        elif not call.future.done():
            call.future.set_result(_served(answer, worker.pid))
        if isinstance(answer, str) or call.is_aside or worker.nursery is not self._source():
            worker.end()
            self._close_old(worker.nursery)
        else:
            self._free.append(worker)
        self._fill()
        if isinstance(answer, Answer) and "stamp" in answer.head:
            self._look_at_store(answer.head["stamp"])

    def _end(self, worker: Fork) -> None:
        self._running.pop(worker, None)
        worker.end()
        self._close_old(worker.nursery)
        self._fill()

    # ------------------------------------------------------------ workers

    def _fill(self) -> None:
        """Give those who wait a worker each, as far as there may be so many."""
        source = self._source()
        if source is None or not source.is_ready:
            return
        while self._waiting_aside and self._has_room_aside():
            self._assign(source.fork(), self._waiting_aside.popleft())
        while self._waiting:
            if not self._free:
                quick = sum(not call.is_aside for call in self._running.values())
                if quick >= self._count:
                    return
                self._free.append(source.fork())
            self._assign(self._free.pop(), self._waiting.popleft())

    def _source(self) -> Nursery | None:
        return self._replica or self._base

    def _nursery(self, replica: int) -> Nursery:
        return Nursery.start(self.store, self.limits, replica, self._changed)

    def _changed(self, nursery: Nursery) -> None:
        """Take note that a nursery is ready or lost."""
        if nursery.is_lost:
            self._lose(nursery)
        elif nursery is self._next:
            self._next = None
            if nursery.stamp:
                self._adopt(nursery)
            else:  # the store is too large for the memory, or there is none
                nursery.close()
        self._fill()

    def _adopt(self, nursery: Nursery) -> None:
        old, self._replica = self._replica, nursery
        for worker in self._free:
            worker.end()
        self._free = []
        if old is not None:
            self._close_old(old)
        self._look_at_store(stamp(self.store))

    def _close_old(self, nursery: Nursery) -> None:
        if nursery not in (self._base, self._replica, self._next) and not any(
            worker.nursery is nursery for worker in self._running
        ):
            nursery.close()

    def _lose(self, nursery: Nursery) -> None:
        self._free = [worker for worker in self._free if worker.nursery is not nursery]
        if nursery is self._next:
            self._next = None
        if nursery is self._replica:
            self._replica = None
            self._renew()
        if nursery is not self._base:
            nursery.close()
        elif nursery.is_ready:
            nursery.close()
            self._base = self._nursery(0)
        else:  # it has never been up: trying again would change nothing
            for call in [*self._waiting]:
                call.stop_clock()
                call.fail(StoreError("The process that runs queries doesn't start; see its error."))
            self._waiting.clear()
            self._loop = None

    # ------------------------------------------------------------ the replica

    def _look_at_store(self, now: str) -> None:
        """Plan a new replica if the store has changed since the last one was begun."""
        if now != self._seen and self._next is None:
            self._seen = now
            self._later(SETTLED, self._renew)

    def _renew(self) -> None:
        self._seen = stamp(self.store)
        if self._replica_size and self._next is None and self._loop is not None:
            self._next = self._nursery(self._replica_size)

    def _later(self, seconds: float, do: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, do)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _served(answer: Answer, worker: int) -> Served:
    head = answer.head
    return Served(
        bytes(answer.body),
        head["media_type"],
        head["is_changing"],
        stamp=head["stamp"],
        encoding=head["encoding"],
        worker=worker,
    )
