"""How far an answer of REST reaches: over many studies the engine is asked in other processes.

The engine can't be interrupted. So where no study is named and the store has many, each of its
queries goes to a worker process (``graph.service.workers``), as those at ``/sparql`` do, and is
ended there at the deadline of the request. What lists hold is read and not asked, and stays here.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from threading import Lock

import pyoxigraph as ox
from anyio import from_thread

from graph.answers import KINDS, listed
from graph.answers.resolving import all_studies
from graph.errors import ThemegraphError
from graph.service.guard import MAX_BYTES
from graph.service.limits import MIB, OPTIONS, BusyError, Limit, Limits, QueryLimitError
from graph.service.worker import Manner, stamp
from graph.service.workers import Served, Workers
from graph.stores.embedded import AnyStore, GraphStore, Snapshot, Term, TermRow

SECONDS = 60.0
"""How long an answer over all studies may take."""
OPTION = "--rest-seconds"
"""The option that says otherwise."""
FEW = 50
"""Up to how many studies are asked about in the server itself: the slowest matrix takes 1.5 s."""
WAITING = 8
"""How many queries over many studies wait; each keeps a thread of the server."""
STATS = "stats"
"""The analysis whose counts are written down with the lists."""
_ROWS, _RESULT = 2_000_000, 512 * MIB
_JSON = Manner("application/sparql-results+json")

_deadline: ContextVar[float] = ContextVar("deadline")
"""When the answer that is being made must stand, by the monotonic clock."""


class ReachError(ThemegraphError):
    """An answer over many studies passed a limit. ``limit`` is which, ``option`` what raises it."""

    def __init__(self, limit: Limit, option: str, said: str) -> None:
        """``said`` is what the limit says of the answer."""
        self.limit, self.option = limit, option
        more = f", or raise the limit with {option}" if option else ""
        super().__init__(
            f"The answer was given up: {said}. It's over many studies: name one with `study=` or "
            f"fewer with `studies=`{more}."
        )


@dataclass(frozen=True, slots=True, eq=False)
class Far(Snapshot):
    """A snapshot whose queries are asked elsewhere."""

    asked: Callable[[str], list[TermRow]] = field(kw_only=True)

    def terms(self, query: str, bindings: Mapping[str, Term]) -> list[TermRow]:
        """Return the rows of a SELECT. What workers don't take is of some hundred studies."""
        if bindings or len(query.encode("utf-8", "replace")) > MAX_BYTES:
            return Snapshot.terms(self, query, bindings)
        return self.asked(query)


class Reach:
    """Workers for what reaches far; they start when they are first needed."""

    def __init__(self, store: GraphStore, limits: Limits, seconds: float = SECONDS) -> None:
        """``limits`` are those of queries, whose memory holds here too."""
        self.seconds = seconds
        self._store = store
        self.workers = Workers(
            store.path,
            1,
            replace(limits, seconds=seconds, rows=_ROWS, result=_RESULT, queue=WAITING),
            short=2,
            replica=0,
        )
        self._held: tuple[Snapshot, Far] | None = None
        self._lock = Lock()

    def of(self, snapshot: Snapshot) -> Far:
        """Return a snapshot as it's asked from afar, and let the time of an answer begin."""
        _deadline.set(time.monotonic() + self.seconds)
        with self._lock:  # one for each generation, for what is remembered is remembered of it
            if self._held is None or self._held[0] is not snapshot:
                now = stamp(self._store.path)
                self._held = (
                    snapshot,
                    Far(
                        snapshot.version,
                        snapshot.database,
                        snapshot.folder,
                        snapshot.lease,
                        asked=lambda query: self._rows(query, now),
                    ),
                )
            return self._held[1]

    def _rows(self, query: str, now: str) -> list[TermRow]:
        left = _deadline.get(time.monotonic() + self.seconds) - time.monotonic()
        try:
            served = from_thread.run(self._asked, query, left)
        except TimeoutError:
            said = f"it took longer than {self.seconds:g} s"
            raise ReachError(Limit.SECONDS, OPTION, said) from None
        except QueryLimitError as error:
            option = OPTION if error.limit is Limit.SECONDS else _raising(error.limit)
            said = f"it passed the limit of {error.limit.value}"
            raise ReachError(error.limit, option, said) from error
        if served.stamp != now:
            raise BusyError("The store has changed while it was asked; ask again.")
        return _terms(served.body)

    async def _asked(self, query: str, left: float) -> Served:
        async with asyncio.timeout(left):
            return await self.workers.ask(query, _JSON)


def _raising(limit: Limit) -> str:
    return OPTIONS[limit] if limit is Limit.MEMORY else ""


def _terms(body: bytes) -> list[TermRow]:
    results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if not isinstance(results, ox.QuerySolutions):
        raise TypeError("REST asks SELECT queries alone")
    names = [variable.value for variable in results.variables]
    return [
        {
            name: term
            for name, term in zip(names, solution, strict=True)
            if isinstance(term, ox.NamedNode | ox.Literal)
        }
        for solution in results
    ]


def reaches_far(store: AnyStore, snapshot: Snapshot, name: str) -> bool:
    """Say whether an answer that names no study reaches over many; ``name`` is the route's.

    A list that is written down doesn't, unless its query is one over all studies; nor do sizes.
    """
    if not isinstance(store, GraphStore):
        return False
    kind = KINDS.get(name)
    is_written = name == STATS or (kind is not None and kind.by_study)
    if is_written and listed.folder(snapshot) is not None:
        return False
    return len(all_studies(snapshot)) > FEW
