"""Catching up: after an update a process beside the server writes the lists that it concerns.

Until that is done the engine answers, as it does for a store that can't have lists.
"""

import subprocess
import sys
from threading import Lock

from graph.answers import listed
from graph.listing.completing import is_worthwhile
from graph.stores.embedded import GraphStore, Snapshot


class CatchingUp:
    """Starts the process for each version of a store that came without lists, once."""

    def __init__(self, store: GraphStore) -> None:
        """Nothing is started before somebody asks of such a version."""
        self._store = store
        self._seen = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def see(self, snapshot: Snapshot) -> None:
        """Have the lists of a version written that is asked, if there are none."""
        if snapshot.version == self._seen or listed.folder(snapshot) is not None:
            return
        with self._lock:
            is_busy = self._process is not None and self._process.poll() is None
            if snapshot.version == self._seen or is_busy:
                return
            self._seen = snapshot.version
            if is_worthwhile(snapshot):
                command = [sys.executable, "-m", "graph.listing.completing", str(self._store.path)]
                self._process = subprocess.Popen(command)  # noqa: S603 -- our own program

    def close(self) -> None:
        """End what is under way; whoever asks next begins it anew."""
        with self._lock:
            if self._process is not None:
                self._process.terminate()
                self._process.wait()
