"""The processes from which workers come: one over the store on disk, one with a replica in memory.

The first stands ready at once. The replica is read in the background, and anew after each change of
the store; until it's there, workers of the first answer. One that has been replaced stays as long
as queries run in its workers.
"""

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

from graph.service.forks import Nursery
from graph.service.limits import Limits
from graph.service.worker import stamp

SETTLED = 0.5
"""Seconds after a change of the store before it's read into memory anew."""


class Nurseries:
    """The nurseries of one store, in one event loop."""

    def __init__(
        self, store: Path, limits: Limits, replica: int, changed: Callable[[], None]
    ) -> None:
        """Start; ``changed`` is called whenever one is ready or lost.

        A store of at most ``replica`` quads is held in memory.
        """
        self._store = store
        self._limits = limits
        self._size = replica
        self._told = changed
        self._replica: Nursery | None = None
        self._next: Nursery | None = None
        self._old: list[Nursery] = []
        self._seen = ""
        self._is_closed = False
        self.has_failed = False
        """Whether none can be started: trying again would change nothing."""
        self._base = self._started(0)
        self._renew()

    def source(self) -> Nursery:
        """Return the one from which new workers come."""
        return self._replica or self._base

    def all(self) -> list[Nursery]:
        """Return those that are up, or are starting."""
        return [one for one in (self._base, self._replica, self._next) if one is not None]

    def is_ready(self) -> bool:
        """Say whether the first one is up, so that workers can be had."""
        return self._base.is_ready

    def is_loading(self) -> bool:
        """Say whether the store is just being read into memory."""
        return self._next is not None

    def close(self) -> None:
        """End everything."""
        self._is_closed = True
        for nursery in (*self.all(), *self._old):
            nursery.close()

    def close_old(self, in_use: Collection[Nursery]) -> None:
        """End those that were replaced, but for what is in use."""
        for nursery in [one for one in self._old if one not in in_use]:
            self._old.remove(nursery)
            nursery.close()

    def look_at_store(self, now: str) -> None:
        """Plan a new replica if the store has changed since the last one was begun."""
        if now != self._seen and self._next is None:
            self._seen = now
            asyncio.get_running_loop().call_later(SETTLED, self._renew)

    def _renew(self) -> None:
        self._seen = stamp(self._store)
        if self._size and self._next is None and not self._is_closed:
            self._next = self._started(self._size)

    def _started(self, replica: int) -> Nursery:
        return Nursery.start(self._store, self._limits, replica, self._changed)

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
        self._told()

    def _adopt(self, nursery: Nursery) -> None:
        if self._replica is not None:
            self._old.append(self._replica)
        self._replica = nursery
        self.look_at_store(stamp(self._store))

    def _lose(self, nursery: Nursery) -> None:
        if nursery is self._base and not nursery.is_ready:
            self.has_failed = True
            return
        if nursery is self._base:
            self._base = self._started(0)
        elif nursery is self._next:
            self._next = None
        elif nursery is self._replica:
            self._replica = None
            self._renew()
        elif nursery in self._old:
            self._old.remove(nursery)
        nursery.close()
