"""Which long queries step aside, and which wait for that: who asked first comes first.

Few may stand aside at a time. Under load a query that was asked later may be the first to have
worked for a moment; it takes no place that an elder one is about to need.
"""

from bisect import insort
from collections import deque
from collections.abc import Collection
from enum import Enum

from graph.service.calls import Call
from graph.service.forks import Fork

YIELDING = 0.04
"""Seconds of work after which a query lets all others run before it, in its place as yet.

10,000 rows take 0.015 of a worker that has answered before. Its first answer takes two or three
times as long, for what the engine touches has to be copied after a fork.
"""
MOMENT = 0.1
"""Seconds of work after which a query steps aside."""
STARTING = 0.1
"""Seconds more that a worker's first answer may take: it opens the store, or copies pages for it.

Workers that have stood aside are ended, so if that counted, each would be followed by one as slow.
"""
MOST_MOMENTS = 0.4
"""Seconds after which it does so whatever it did, unless it waited for a processor: it may wait
for a slow disk."""


class Turn(Enum):
    """What happens to a query that has worked for a moment."""

    ASIDE = "there is room for it"
    STAY = "not as long as elder ones may need the room"
    LATER = "it is ended, and begins again when it's its turn"


class Aside:
    """The places aside, and who waits for one."""

    def __init__(self, places: int) -> None:
        """So many may stand aside at a time."""
        self._places = places
        self.waiting: deque[Call] = deque()

    def turn(self, call: Call, running: Collection[Call]) -> Turn:
        """Return what happens to this one of those that run."""
        room = self._places - standing(running) - len(self.waiting)
        if room <= 0:
            return Turn.LATER
        elders = sum(
            one.is_behind and not one.is_aside and one.asked < call.asked for one in running
        )
        return Turn.ASIDE if elders < room else Turn.STAY

    def put_off(self, call: Call) -> None:
        """Let a query wait for a place."""
        insort(self.waiting, call, key=lambda one: one.asked)

    def next(self, running: Collection[Call]) -> Call | None:
        """Take who waits for a place that is free, if there are such."""
        if self.waiting and standing(running) < self._places:
            return self.waiting.popleft()
        return None


def standing(running: Collection[Call]) -> int:
    """Return how many of those that run stand aside."""
    return sum(call.is_aside for call in running)


def is_long(call: Call, worker: Fork, elapsed: float) -> bool:
    """Say whether a query should step aside; one that has worked for a while is sent behind.

    It is asked again and again while the query runs, and the first time takes down where the
    worker's clocks stand.
    """
    if call.is_aside:
        return False
    if call.worked_before is None:
        call.worked_before, call.kept_before = worker.seconds(), worker.kept_waiting()
        return False
    worked = worker.seconds() - call.worked_before
    if worked >= YIELDING and not call.is_behind:
        call.is_behind = True
        worker.step_back()
    moment = MOMENT if worker.has_answered else MOMENT + STARTING
    if worked >= moment or elapsed < MOST_MOMENTS:
        return worked >= moment
    return elapsed - (worker.kept_waiting() - call.kept_before) >= MOST_MOMENTS
