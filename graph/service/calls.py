"""Queries that run or wait, and what comes of them."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.errors import ThemegraphError
from graph.service.forks import Fork
from graph.service.sparql import Result


@dataclass(frozen=True, slots=True)
class Served(Result):
    """A worker's result. ``stamp`` is of the store that was asked, ``encoding`` of the body.

    ``worker`` is the number of the process that ran the query.
    """

    stamp: str = ""
    encoding: str = ""
    worker: int = 0


Done = Callable[[Served | ThemegraphError], None]


@dataclass(slots=True, eq=False)
class Call:
    """A query that runs or waits: ``asked`` when, and in its present place ``since`` when.

    Before it the worker had worked for ``worked_before`` seconds, and had been ready for
    ``kept_before`` without a processor. ``is_behind`` if it lets others run before it.
    """

    message: bytes
    done: Done | None
    asked: float = 0.0
    since: float = 0.0
    worker: Fork | None = None
    is_aside: bool = False
    worked_before: float | None = None
    kept_before: float = 0.0
    is_behind: bool = False
    is_second_try: bool = False

    def end(self, outcome: Served | ThemegraphError) -> None:
        """Tell who asked how it ended, unless that was done or nobody waits."""
        done, self.done = self.done, None
        if done is not None:
            done(outcome)

    def begin_again(self) -> None:
        """Be as it was before a worker was asked."""
        self.worker, self.worked_before, self.is_behind = None, None, False


def late(queue: deque[Call], before: float) -> list[Call]:
    """Take from a queue who has waited since before then."""
    found = [call for call in queue if call.since <= before]
    for call in found:
        queue.remove(call)
    return found


def fail(calls: Iterable[Call], error: ThemegraphError) -> None:
    """Tell all who wait for these what went wrong."""
    for call in calls:
        call.end(error)
