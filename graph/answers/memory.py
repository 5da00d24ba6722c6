"""What was found out about a version of the store, kept as long as somebody holds that."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from graph.answers.binding import Source

Found = TypeVar("Found")

AT_MOST = 256
"""How many findings are kept for a version; those that were used longest ago make room."""


@dataclass(frozen=True, slots=True)
class _Memory:
    """What is known of a version, and what is being found out, each with what tells its end."""

    known: OrderedDict[Hashable, object] = field(default_factory=OrderedDict)
    sought: dict[Hashable, Event] = field(default_factory=dict)

    def recalled(self, key: Hashable) -> tuple[object] | None:
        """Return what is known by a key, which may be anything, ``None`` too; else ``None``."""
        if key not in self.known:
            return None
        self.known.move_to_end(key)
        return (self.known[key],)


_memories: WeakKeyDictionary[Source, _Memory] = WeakKeyDictionary()
_lock = Lock()


def remembered(
    source: Source,
    key: Hashable,
    find: Callable[[], Found],
    worth: Callable[[Found], bool] = lambda _: True,
) -> Found:
    """Return what ``find`` returns, without asking again for the same key of the same version.

    What isn't ``worth`` its room is found anew each time. Of threads that ask at once one finds,
    and the others wait for it: what takes a minute would take eight if eight found it. If it failed
    or kept nothing, the others find on their own.
    """
    with _lock:
        memory = _memories.setdefault(source, _Memory())
        known = memory.recalled(key)
        other = memory.sought.get(key)
        if known is None and other is None:
            memory.sought[key] = Event()
    if known is None and other is not None:
        other.wait()
        with _lock:
            known = memory.recalled(key)
    if known is not None:
        kept: Found = known[0]  # type: ignore[assignment] # its key is its finder's own
        return kept
    try:
        found = find()
        if worth(found):
            _keep(memory, key, found)
    finally:
        if other is None:
            with _lock:
                memory.sought.pop(key).set()
    return found


def _keep(memory: _Memory, key: Hashable, found: object) -> None:
    with _lock:
        memory.known[key] = found
        while len(memory.known) > AT_MOST:
            memory.known.popitem(last=False)
