"""Completing: the lists of a generation that came without them, as after an update.

`python -m graph.listing.completing STORE` does so in a process of its own, so that a server goes on
answering meanwhile. It gives way to all else, and to a newer generation.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import StoreError
from graph.listing import behind, index
from graph.stores.embedded import GraphStore, Snapshot

MANY = 1000
"""Studies whose lists are written without being asked to: it takes about a minute and a half."""
_OF_EACH, _OF_ALL = 2, 2
"""How many graphs each study has, and how many there are besides."""
_NICE = 10
"""By how much others come before it."""


def complete(store: GraphStore) -> bool:
    """Write the present generation's lists if they aren't there; return whether they are now.

    They aren't if there are graphs that no build makes, if the store changed meanwhile, or if
    another process is writing them. Raises ``StoreError`` if they can't be written.
    """
    snapshot = store.snapshot()
    folder = snapshot.folder
    if folder is None:
        return False
    with suppress(Timeout), FileLock(folder / behind.LOCK, timeout=0):
        return index.usable(folder) or index.write(
            snapshot.database,
            folder,
            behind.base(folder),
            lambda: store.version() != snapshot.version,
        )
    return False


def is_worthwhile(snapshot: Snapshot) -> bool:
    """Say whether lists would soon be there: those of few studies are to be written."""
    if snapshot.folder is None:
        return False
    known = behind.base(snapshot.folder)
    if known is not None and index.is_ours(known.file):
        return len(known.concerned) <= MANY
    graphs = sum(1 for _ in snapshot.database.named_graphs())
    return graphs <= _OF_EACH * MANY + _OF_ALL


def main() -> None:
    """Complete the lists of the store that is named."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    try:
        complete(GraphStore(Path(sys.argv[1])))
    except (OSError, StoreError) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
