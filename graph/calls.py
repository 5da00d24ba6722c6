"""Queries that run or wait, and what comes of them."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from graph.errors import ThemegraphError
from graph.forks import Fork
from graph.sparql import Result


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
    """A query that runs or waits; ``since`` when, ``worked_before`` it the worker had so long."""

    message: bytes
    done: Done | None
    since: float = 0.0
    worker: Fork | None = None
    is_aside: bool = False
    worked_before: float | None = None

    def end(self, outcome: Served | ThemegraphError) -> None:
        """Tell who asked how it ended, unless that was done or nobody waits."""
        done, self.done = self.done, None
        if done is not None:
            done(outcome)


def late(queue: deque[Call], before: float) -> list[Call]:
    """Take from a queue who has waited since before then."""
    found = []
    while queue and queue[0].since <= before:
        found.append(queue.popleft())
    return found


def fail(calls: Iterable[Call], error: ThemegraphError) -> None:
    """Tell all who wait for these what went wrong."""
    for call in calls:
        call.end(error)
