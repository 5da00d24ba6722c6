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
from pathlib import Path

from graph.errors import StoreError, ThemegraphError
from graph.service import guard
from graph.service.aside import Aside, Turn, is_long, standing
from graph.service.calls import Call, Done, Served, fail, late
from graph.service.forks import Answer, Fork, Nursery
from graph.service.limits import BusyError, Limit, Limits, QueryLimitError
from graph.service.nurseries import Nurseries
from graph.service.sparql import Graphs
from graph.service.worker import Manner, error_of, job

__all__ = ["BusyError", "Call", "Limits", "Manner", "QueryLimitError", "Served", "Workers"]

LONG = 2
"""Long queries at a time. Each may take all the memory that a query may have."""
SHORT = 3
"""Times as many queries that have taken a moment at most: too short to take much of anything."""
TICK = 0.01
"""Seconds between two looks at what runs and waits."""
REPLICA = 1_000_000
"""Most quads of a store that the workers hold in memory: about 450 bytes each, shared by all."""


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
        self._aside = Aside(long)
        self._replica_size = replica
        self._loop: asyncio.AbstractEventLoop | None = None
        self._nurseries: Nurseries | None = None
        self._free: list[Fork] = []
        self._running: dict[Fork, Call] = {}
        self._waiting: deque[Call] = deque()
        self._clock: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Start, if that hasn't happened in this event loop."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self.close()
            self._loop = loop
            self._nurseries = Nurseries(self.store, self.limits, self._replica_size, self._changed)

    async def run(
        self,
        query: str,
        *,
        accept: str = "*/*",
        graphs: Graphs | None = None,
        base: str = "",
        compress: bool = False,
    ) -> Served:
        """Run a query as ``graph.service.sparql.run`` does, within the limits.

        With ``compress`` a larger body is compressed (gzip). Raises ``QueryLimitError`` if the
        query passes a limit, ``BusyError`` if too many wait or no worker comes free, and what
        ``graph.service.sparql.run`` raises.
        """
        return await self.ask(query, Manner(accept, graphs or Graphs(), base, compress))

    def ask(self, query: str, manner: Manner) -> "asyncio.Future[Served]":
        """Begin what ``run`` does. A future that is cancelled ends its query."""
        future: asyncio.Future[Served] = asyncio.get_running_loop().create_future()

        def done(outcome: Served | ThemegraphError) -> None:
            if future.done():
                return
            if isinstance(outcome, Served):
                future.set_result(outcome)
            else:
                future.set_exception(outcome)

        call = self.begin(query, manner, done)
        future.add_done_callback(lambda _: self.give_up(call))
        return future

    def begin(self, query: str, manner: Manner, done: Done) -> Call:
        """Begin what ``run`` does; ``done`` is called with what it returns or raises, later."""
        guard.check_size(query)
        self.start()
        call = Call(job(query, manner), done)
        self._take(call)
        if self._clock is None:
            self._clock = self._later(TICK, self._tick)
        return call

    def give_up(self, call: Call) -> None:
        """End a query if nobody has been told how it ended: nobody waits for it any more."""
        if call.done is None:
            return
        call.done = None
        self._forget(call)
        if call.worker is not None:
            self._end(call.worker)

    def close(self) -> None:
        """End everything."""
        calls = [*self._running.values(), *self._waiting, *self._aside.waiting]
        nurseries, self._nurseries = self._nurseries, None
        self._free, self._running = [], {}
        self._waiting.clear()
        self._aside.waiting.clear()
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
        if self._loop is not None and not self._loop.is_closed():
            fail(calls, BusyError("The server is being stopped."))
        self._loop = None
        if nurseries is not None:
            nurseries.close()

    def nurseries(self) -> list[Nursery]:
        """Return the processes from which workers come."""
        return [] if self._nurseries is None else self._nurseries.all()

    def forks(self) -> list[Fork]:
        """Return the workers that are up."""
        return [fork for nursery in self.nurseries() for fork in nursery.forks.values()]

    def under_way(self) -> int:
        """Return how many queries run or wait."""
        return len(self._running) + len(self._waiting) + len(self._aside.waiting)

    def aside(self) -> int:
        """Return how many long queries run, apart from the short ones."""
        return standing([*self._running.values()])  # also for other threads

    def is_ready(self) -> bool:
        """Say whether a query would be asked at once."""
        return bool(self._free)

    def is_loading(self) -> bool:
        """Say whether the store is just being read into memory."""
        return self._nurseries is not None and self._nurseries.is_loading()

    # ------------------------------------------------------------ waiting

    def _take(self, call: Call) -> None:
        call.asked = call.since = self._now()
        worker = self._free_worker()
        if worker is not None:
            self._assign(worker, call)
            return
        if len(self._waiting) >= self.limits.queue:
            raise BusyError(f"{self.limits.queue} queries are waiting already; try again later.")
        self._waiting.append(call)
        self._fill()

    def _forget(self, call: Call) -> None:
        for queue in (self._waiting, self._aside.waiting):
            if call in queue:
                queue.remove(call)

    def _tick(self) -> None:
        """Look at all that runs and waits; one clock for all costs less than one for each."""
        now = self._now()
        for worker, call in [*self._running.items()]:
            self._look_at(call, worker, now)
        if self._nurseries is not None and not self._nurseries.is_ready():  # starting doesn't count
            for call in self._waiting:
                call.since = now
        busy = "All workers are busy with other queries; try again later."
        fail(late(self._waiting, now - self.limits.waiting), BusyError(busy))
        patience = self.limits.seconds + self.limits.waiting
        fail(late(self._aside.waiting, now - patience), BusyError(busy))
        self._clock = self._later(TICK, self._tick) if self.under_way() else None

    # ------------------------------------------------------------ running

    def _assign(self, worker: Fork, call: Call) -> None:
        call.worker = worker
        call.since = self._now()
        self._running[worker] = call
        if call.is_aside:
            worker.step_back()
        worker.ask(call.message, lambda answer: self._answered(call, worker, answer))

    def _look_at(self, call: Call, worker: Fork, now: float) -> None:
        """End a query that is out of time; let one step aside that has worked for a moment."""
        elapsed = now - call.since
        if elapsed >= self.limits.seconds:
            call.end(self.limits.passed(Limit.SECONDS))
            self._end(worker)
        elif is_long(call, worker, elapsed):
            self._set_aside(call, worker)

    def _set_aside(self, call: Call, worker: Fork) -> None:
        turn = self._aside.turn(call, self._running.values())
        if turn is Turn.ASIDE:
            call.is_aside = True
            worker.step_back()
            self._fill()
        elif turn is Turn.LATER:
            self._put_off(call, worker)

    def _has_room(self) -> bool:
        return sum(not call.is_aside for call in self._running.values()) < self._count

    def _put_off(self, call: Call, worker: Fork) -> None:
        """End a query; it begins again when there is room aside."""
        call.begin_again()
        call.is_aside, call.since = True, self._now()
        if len(self._aside.waiting) >= self.limits.queue:
            call.end(BusyError("Too many long queries are waiting already; try again later."))
        else:
            self._aside.put_off(call)
        self._end(worker)

    def _answered(self, call: Call, worker: Fork, answer: Answer | str) -> None:
        self._running.pop(worker, None)
        call.worker = None
        if isinstance(answer, Answer):
            worker.step_forward()
        is_spent = isinstance(answer, str) or call.is_aside or worker.is_behind
        if is_spent or worker.nursery is not self._source():
            worker.end()
            self._close_old()
        else:
            self._free.append(worker)
        if worker.nursery.is_lost and isinstance(answer, str) and not call.is_second_try:
            self._try_again(call)
            return
        if self._waiting or self._aside.waiting or is_spent:
            self._fill()
        call.end(self._outcome(answer, worker))
        if self._nurseries is not None and isinstance(answer, Answer) and "stamp" in answer.head:
            self._nurseries.look_at_store(answer.head["stamp"])

    def _try_again(self, call: Call) -> None:
        """Have a query asked once more: not its own worker died, but where workers come from."""
        if call.done is None:
            return
        call.begin_again()
        call.is_second_try, call.since = True, self._now()
        if call.is_aside:
            self._aside.put_off(call)
        else:
            self._waiting.appendleft(call)
        self._fill()

    def _outcome(self, answer: Answer | str, worker: Fork) -> Served | ThemegraphError:
        if isinstance(answer, str):
            return self.limits.passed(Limit.MEMORY if answer == "memory" else Limit.ENGINE)
        head = answer.head
        if (error := error_of(head)) is not None:
            return error
        return Served(
            answer.body,
            head["media_type"],
            head["is_changing"],
            stamp=head["stamp"],
            encoding=head["encoding"],
            worker=worker.pid,
        )

    def _end(self, worker: Fork) -> None:
        self._running.pop(worker, None)
        worker.end()
        self._close_old()
        self._fill()

    # ------------------------------------------------------------ workers

    def _fill(self) -> None:
        """Give those who wait a worker each, as far as there may be so many."""
        source = self._source()
        if source is None or source.is_lost or not source.is_ready:
            return
        while call := self._aside.next(self._running.values()):
            self._assign(source.fork(), call)
        while self._waiting:
            worker = self._free_worker()
            if worker is None and self._has_room():
                worker = source.fork()
            if worker is None:
                return
            self._assign(worker, self._waiting.popleft())
        if not self._free and self._has_room():  # who comes next doesn't wait for a process
            self._free.append(source.fork())

    def _free_worker(self) -> Fork | None:
        """Return one that waits, if there is one; some may have ended meanwhile."""
        while self._free:
            worker = self._free.pop()
            if worker.is_up:
                return worker
        return None

    def _source(self) -> Nursery | None:
        return None if self._nurseries is None else self._nurseries.source()

    def _changed(self) -> None:
        """Take note that a nursery is ready or lost: workers come from another one then, maybe."""
        if self._nurseries is None:
            return
        source = self._nurseries.source()
        for worker in [one for one in self._free if one.nursery is not source]:
            self._free.remove(worker)
            worker.end()
        self._close_old()
        if self._nurseries.has_failed:
            self._loop = None
            waiting = [*self._waiting, *self._aside.waiting]
            self._waiting.clear()
            self._aside.waiting.clear()
            fail(waiting, StoreError("The process that runs queries doesn't start; see its error."))
        self._fill()

    def _close_old(self) -> None:
        if self._nurseries is not None:
            self._nurseries.close_old([worker.nursery for worker in self._running])

    def _later(self, seconds: float, do: Callable[[], None]) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, do)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
