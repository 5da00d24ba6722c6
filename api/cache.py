"""Answers that are kept, as long as the store stays as it is: bounded in bytes, oldest use first.

There are two of these in a server. One holds results by query, graphs and format. The other holds
whole responses by the very bytes of the request, so that a repeated one is answered before
anything of it is read (``api.wire``).
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from graph.service.limits import MIB

SIZE = 128 * MIB
"""Bytes that each of the two holds unless told otherwise."""
SHARE = 4
"""One answer may take a fourth of a cache."""
_OVERHEAD = 500
"""Bytes that keeping an answer takes beside the answer, about."""

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Headers:
    """A response's headers without date and length; ``lines`` are they as they are sent."""

    pairs: tuple[tuple[bytes, bytes], ...] = ()
    lines: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Write the lines once."""
        object.__setattr__(self, "lines", b"".join(b"%s: %s\r\n" % pair for pair in self.pairs))


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: its headers without date and length, and its body. Without ETag it has none."""

    status: int
    headers: Headers
    body: bytes
    etag: bytes


class Cache(Generic[Key]):
    """Answers for one state of the store, by what was asked."""

    def __init__(self, size: int = SIZE) -> None:
        """Hold at most ``size`` bytes; 0 holds nothing."""
        self.size = size
        self._stamp = ""
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()
        self.bytes = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Key, stamp: str) -> Kept | None:
        """Return what is kept for the store as it is now, by its ``stamp``."""
        if stamp != self._stamp:
            self._restart(stamp)
        found = self._kept.get(key)
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return found[0]

    def put(self, key: Key, stamp: str, answer: Kept, key_size: int) -> None:
        """Keep an answer unless it's too large. ``stamp`` is the store's as it is now.

        ``key_size`` is the key's size in bytes.
        """
        if stamp != self._stamp:
            self._restart(stamp)
        size = len(answer.body) + key_size + _OVERHEAD
        if size > self.size // SHARE or key in self._kept:
            return
        self._kept[key] = (answer, size)
        self.bytes += size
        while self.bytes > self.size:
            _, (_, freed) = self._kept.popitem(last=False)
            self.bytes -= freed

    def __len__(self) -> int:
        """Return how many answers are kept."""
        return len(self._kept)

    def _restart(self, stamp: str) -> None:
        self._kept.clear()
        self.bytes = 0
        self._stamp = stamp
