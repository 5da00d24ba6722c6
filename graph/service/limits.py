"""What a query from outside may use, and what is said when it's more."""

from dataclasses import dataclass
from enum import StrEnum

from graph.errors import QueryError, ThemegraphError

MIB = 2**20


class Limit(StrEnum):
    """What a query can have too much of. ``ENGINE``: none of these, but the engine died of it."""

    SECONDS = "seconds"
    MEMORY = "memory"
    ROWS = "rows"
    RESULT = "result"
    ENGINE = "engine"


OPTIONS = {
    Limit.SECONDS: "--query-seconds",
    Limit.MEMORY: "--query-memory",
    Limit.ROWS: "--query-rows",
    Limit.RESULT: "--query-result",
}
"""The command line's options that raise a limit."""


class QueryLimitError(QueryError):
    """A query was ended because it passed a limit, or because the engine died of it."""

    def __init__(self, message: str, limit: Limit) -> None:
        """``limit`` is the one that was passed."""
        super().__init__(message)
        self.limit = limit


class BusyError(ThemegraphError):
    """Too many queries are waiting, or one has waited too long for a worker."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use, and how many are taken.

    ``seconds`` it may run; ``memory`` in bytes is its process's whole address space, in which the
    store's replica stands too (systems without POSIX limits don't enforce it); ``rows`` and bytes
    of ``result``; ``waiting`` is how many seconds it waits for a worker, ``queue`` how many wait.
    """

    seconds: float = 30.0
    memory: int = 2048 * MIB
    rows: int = 100_000
    result: int = 64 * MIB
    waiting: float = 10.0
    queue: int = 200

    def passed(self, limit: Limit) -> QueryLimitError:
        """Return what to raise when this limit was passed: which it was, and how to raise it."""
        said, mend = {
            Limit.SECONDS: (f"it took longer than {self.seconds:g} s", _LESS),
            Limit.MEMORY: (f"it needed more than {self.memory // MIB} MiB of memory", _LESS),
            Limit.ROWS: (f"its result has more than {self.rows} rows", _PARTS),
            Limit.RESULT: (f"its result is larger than {self.result / MIB:.3g} MiB", _PARTS),
            Limit.ENGINE: ("the engine failed on it", "Split it, or write it in another way."),
        }[limit]
        option = OPTIONS.get(limit)
        more = f", or raise the limit with {option}." if option else ""
        return QueryLimitError(f"The query was ended: {said}. {mend}{more}", limit)


_LESS = "Ask for less at a time, or split it"
_PARTS = "Ask for a part at a time, with ORDER BY, LIMIT and OFFSET"
