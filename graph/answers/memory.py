"""What was found out about a version of the store, kept as long as somebody holds that."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar
from weakref import WeakKeyDictionary

from graph.answers.binding import Source

Found = TypeVar("Found")

AT_MOST = 256
"""How many findings are kept for a version; those that were used longest ago make room."""

_memories: WeakKeyDictionary[Source, "OrderedDict[Hashable, object]"] = WeakKeyDictionary()
_lock = Lock()


def remembered(
    source: Source,
    key: Hashable,
    find: Callable[[], Found],
    worth: Callable[[Found], bool] = lambda _: True,
) -> Found:
    """Return what ``find`` returns, without asking again for the same key of the same version.

    What isn't ``worth`` its room is found anew each time. Two threads that ask at once may both
    find; neither waits for the other.
    """
    with _lock:
        memory = _memories.setdefault(source, OrderedDict())
        if key in memory:
            memory.move_to_end(key)
            kept: Found = memory[key]  # type: ignore[assignment] # its key is its finder's own
            return kept
    found = find()
    if not worth(found):
        return found
    with _lock:
        memory[key] = found
        while len(memory) > AT_MOST:
            memory.popitem(last=False)
    return found
