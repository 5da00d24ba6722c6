"""The process from which workers are forked: without network, with the store in memory if it fits.

A worker that is forked stands ready within milliseconds, and shares the memory of the store's
replica with all others. The process does nothing else, so that it can always fork and end workers.

It's told what to do by five bytes, ``f`` and a number to fork a worker (the worker's line and tray
come with it), ``k`` and the number to end it. It says in lines of JSON when it's ready, and which
worker started or ended, and how.
"""

import gc
import json
import os
import select
import signal
import socket
import struct
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NoReturn

import pyoxigraph as ox

from graph.errors import StoreError
from graph.service.confinement import with_limits, without_network
from graph.service.limits import Limits
from graph.service.worker import Held, opened, stamp, work
from graph.stores.embedded import CURRENT, Snapshot

COMMAND = struct.Struct("<cI")
_OUT_OF_MEMORY = 3
_TOO_LARGE = 4
_UNREADABLE = 5


@dataclass(slots=True)
class _Nursery:
    control: socket.socket
    store: Path
    limits: Limits
    replica: Held | None
    children: dict[int, int] = field(default_factory=dict)
    """Process ids by worker's number."""

    def run(self) -> None:
        """Do what is asked for until the line is closed, then end everything."""
        heard, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            while True:
                ready, _, _ = select.select([self.control.fileno(), heard], [], [])
                if heard in ready:
                    os.read(heard, 4096)
                    self._bury()
                if self.control.fileno() in ready and not self._obey():
                    break
        finally:
            for pid in self.children.values():
                os.kill(pid, signal.SIGKILL)

    def _obey(self) -> bool:
        said, given, _, _ = socket.recv_fds(self.control, COMMAND.size, 2)
        if len(said) < COMMAND.size:
            return False
        command, number = COMMAND.unpack(said)
        if command == b"f":
            self._fork(number, socket.socket(fileno=given[0]), os.fdopen(given[1], "wb", 0))
        elif number in self.children:  # its number is its own until it's buried
            os.kill(self.children[number], signal.SIGKILL)
        return True

    def _fork(self, number: int, line: socket.socket, tray: IO[bytes]) -> None:
        pid = os.fork()
        if pid == 0:
            self._be_a_worker(line, tray)
        line.close()
        tray.close()
        self.children[number] = pid
        say(self.control, event="started", number=number, pid=pid)

    def _be_a_worker(self, line: socket.socket, tray: IO[bytes]) -> NoReturn:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.control.close()
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the engine's last words are no news
            with_limits(self.limits.memory)
            work(line, tray, self.store, self.limits, self.replica)
            code = 0
        except MemoryError:
            code = _OUT_OF_MEMORY
        finally:
            os._exit(code)

    def _bury(self) -> None:
        with suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    break
                for number in [n for n, child in self.children.items() if child == pid]:
                    del self.children[number]
                    say(self.control, event="ended", number=number, status=_way(status))


def _way(status: int) -> str:
    """Return in a word how a process ended: ``memory``, ``engine`` or ``done``."""
    if os.WIFSIGNALED(status):
        starved = os.WTERMSIG(status) in {signal.SIGABRT, signal.SIGKILL}
        return "memory" if starved else "engine"
    return {0: "done", _OUT_OF_MEMORY: "memory"}.get(os.WEXITSTATUS(status), "engine")


def say(control: socket.socket, **event: object) -> None:
    """Tell the other side what happened."""
    control.sendall(json.dumps(event).encode() + b"\n")


# ---------------------------------------------------------------- the replica


def load_replica(store: Path, most: int) -> Held | None:
    """Return the store in memory, or nothing if it has more than ``most`` quads or is none.

    Another process reads it from disk, for the engine starts threads then, and a process with
    threads can't be forked.
    """
    while True:
        before = stamp(store)
        with tempfile.TemporaryFile() as quads, tempfile.TemporaryFile() as names:
            pid = os.fork()
            if pid == 0:
                _dump(store, most, quads, names)
            if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) != 0:
                return None
            if stamp(store) != before:
                continue
            generation = store / (store / CURRENT).read_text("ascii")  # with its search index
            return Held(before, Snapshot(before, _loaded(quads, names), generation))


def _loaded(quads: IO[bytes], names: IO[bytes]) -> ox.Store:
    quads.seek(0)
    names.seek(0)
    database = ox.Store()
    database.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
    for name in names:  # also those that are empty, which no quad tells of
        database.add_graph(ox.NamedNode(json.loads(name)))
    return database


def _dump(store: Path, most: int, quads: IO[bytes], names: IO[bytes]) -> NoReturn:
    code = _UNREADABLE
    try:
        database = opened(store).snapshot.database
        code = _TOO_LARGE
        if len(database) <= most:
            database.dump(quads, format=ox.RdfFormat.N_QUADS)
            for name in database.named_graphs():
                if isinstance(name, ox.NamedNode):
                    names.write(json.dumps(name.value).encode() + b"\n")
            quads.flush()
            names.flush()
            code = 0
    except (StoreError, OSError):
        code = _UNREADABLE
    finally:
        os._exit(code)


def main() -> None:
    """Start with what stands in the arguments: the line's number, the store, limits, replica."""
    given = json.loads(sys.argv[1])
    control = socket.socket(fileno=given["control"])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends us
    store, limits = Path(given["store"]), Limits(**given["limits"])
    without_network()
    replica = load_replica(store, given["replica"]) if given["replica"] else None
    gc.freeze()  # what is there now is shared with the workers, as long as nobody touches it
    with suppress(ConnectionError):
        say(control, event="ready", stamp=replica.stamp if replica else "")
        _Nursery(control, store, limits, replica).run()
    control.close()


if __name__ == "__main__":
    main()
