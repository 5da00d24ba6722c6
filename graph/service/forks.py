"""The server's side of worker processes: starting nurseries, forking, asking and ending workers."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from graph.service.limits import MIB, Limits
from graph.service.nursery import COMMAND
from graph.service.worker import LENGTHS, MOST_ON_LINE

_BUFFER = 2**18
_AT_ONCE = 2**16
_MOST_HEAD = 2**16
_LARGER_PACKED = MIB
"""Bytes by which a result may be larger when it's compressed, generously."""
_KEPT_ON_TRAY = 4 * MIB
"""Bytes of a result for which a worker keeps room; the room for a larger one is given back."""
_BEHIND = 10
"""How far behind all others a long query stands: it gets a tenth of the processor beside one."""
_PROCESS_CLOCK = 2
"""With a process's number it makes the number of its clock (Linux, clock_getcpuclockid(3))."""
_LAST_WORDS = 1.0
"""Seconds to wait for how a worker ended; more if its nursery ended too, which says nothing."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A message from a worker."""

    head: dict[str, Any]
    body: bytes


class Fork:
    """A worker process, the line to it, and its tray. It's asked one thing at a time."""

    def __init__(self, nursery: "Nursery", number: int, line: socket.socket, tray: int) -> None:
        """The line and the tray are ours from now on."""
        self.nursery = nursery
        self.number = number
        self.pid = 0
        self.is_behind = False
        self.has_answered = False
        self._line = line
        self._tray = tray
        self._loop = asyncio.get_running_loop()
        self._to_send = b""
        self._received = b""
        self._answered: Callable[[Answer | str], None] | None = None
        self._loop.add_reader(line.fileno(), self._read)

    @property
    def is_up(self) -> bool:
        """Whether it can be asked, as far as is known."""
        return self._line.fileno() != -1

    def ask(self, message: bytes, answered: Callable[[Answer | str], None]) -> None:
        """Send a message; ``answered`` is called with the answer, or in which way it ended."""
        self._answered = answered
        try:
            sent = self._line.send(message)
        except (BlockingIOError, ConnectionError):  # a death is read from the line
            sent = 0
        if sent < len(message):
            self._to_send = message[sent:]
            self._loop.add_writer(self._line.fileno(), self._send)

    def end(self) -> None:
        """End the process, whatever it's doing; nothing is answered any more."""
        self._answered = None
        self._close()
        self.nursery.end(self.number)

    def ended(self, way: str) -> None:
        """Take note of the way in which it ended: ``memory``, ``engine`` or ``done``."""
        self._close()
        answered, self._answered = self._answered, None
        if answered is not None:
            answered(way)

    def seconds(self) -> float:
        """Return how long its processor has worked; 0 where the system doesn't say."""
        if self.pid and sys.platform == "linux":
            try:
                return time.clock_gettime((~self.pid << 3) | _PROCESS_CLOCK)
            except OSError:  # it has just ended
                return 0.0
        return 0.0

    def kept_waiting(self) -> float:
        """Return how long it was ready to run but had no processor; 0 where nobody counts that."""
        try:
            with open(f"/proc/{self.pid}/schedstat", "rb") as file:  # noqa: PTH123 -- the quicker one
                return int(file.read().split()[1]) / 1e9
        except (OSError, IndexError):
            return 0.0

    def step_back(self) -> None:
        """Let everything else run before it, for the most part."""
        if self._has_priority(_BEHIND):
            self.is_behind = True

    def step_forward(self) -> None:
        """Run as others do again, where the system lets a process come forward."""
        if self.is_behind and self._has_priority(0):
            self.is_behind = False

    def _has_priority(self, nice: int) -> bool:
        if not self.pid:
            return False
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, nice)
        except OSError:  # it has just ended, or it mustn't
            return False
        return True

    def _close(self) -> None:
        if self.is_up:
            self._loop.remove_reader(self._line.fileno())
            self._loop.remove_writer(self._line.fileno())
            self._line.close()
            os.close(self._tray)

    def _send(self) -> None:
        try:
            sent = self._line.send(self._to_send)
        except ConnectionError:
            sent = len(self._to_send)
        self._to_send = self._to_send[sent:]
        if not self._to_send:
            self._loop.remove_writer(self._line.fileno())

    def _read(self) -> None:
        try:
            data = self._line.recv(_AT_ONCE)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        if not data:
            self._lost()
            return
        self._received = self._received + data if self._received else data
        if len(self._received) >= LENGTHS.size:
            self._look()

    def _lost(self) -> None:
        """Wait for the nursery to say how it ended."""
        self._close()
        self._loop.call_later(_LAST_WORDS, self.ended, "engine")

    def _look(self) -> None:
        """See whether the answer is complete, and one that a worker of ours would give."""
        received = self._received
        head, body, laid = LENGTHS.unpack_from(received)
        most = self.nursery.limits.result + _LARGER_PACKED
        start = LENGTHS.size + head
        if head > _MOST_HEAD or body > MOST_ON_LINE or laid > most or len(received) > start + body:
            self.nursery.end(self.number)  # it was misled
            self._lost()
        elif len(received) == start + body:
            self._received = b""
            self.has_answered = True
            told = self._fetched(laid) if laid else received[start:]
            answer = Answer(read_head(received[LENGTHS.size : start]), told)
            answered, self._answered = self._answered, None
            if answered is not None:
                answered(answer)

    def _fetched(self, size: int) -> bytes:
        """Return what lies on the tray."""
        body = os.pread(self._tray, size, 0)
        if size > _KEPT_ON_TRAY:
            os.ftruncate(self._tray, 0)
        return body


@lru_cache(maxsize=64)
def read_head(text: bytes) -> dict[str, Any]:
    """Read an answer's head; most are alike."""
    head: dict[str, Any] = json.loads(text)
    return head


def _new_tray() -> int:
    """Return a file that two processes share, in memory where the system has such."""
    if hasattr(os, "memfd_create"):
        return os.memfd_create("themegraph-tray", os.MFD_CLOEXEC)
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())


@dataclass(slots=True)
class Nursery:
    """A process that forks workers; ``stamp`` is of the store that it holds in memory, if any."""

    process: "subprocess.Popen[bytes]"
    control: socket.socket
    limits: Limits
    stamp: str = ""
    is_ready: bool = False
    is_lost: bool = False
    forks: dict[int, Fork] = field(default_factory=dict)
    _said: bytearray = field(default_factory=bytearray)
    _number: int = 0

    @classmethod
    def start(
        cls, store: Path, limits: Limits, replica: int, changed: Callable[["Nursery"], None]
    ) -> "Nursery":
        """Start one; ``changed`` is called when it's ready or lost.

        It holds the store in memory if that has at most ``replica`` quads.
        """
        ours, theirs = socket.socketpair()
        given = {
            "control": theirs.fileno(),
            "store": str(store),
            "limits": asdict(limits),
            "replica": replica,
        }
        process = subprocess.Popen(  # noqa: S603 -- this interpreter and a module of ours
            [sys.executable, "-P", "-m", "graph.service.nursery", json.dumps(given)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        ours.setblocking(False)  # noqa: FBT003 -- the library's own
        nursery = cls(process, ours, limits)
        asyncio.get_running_loop().add_reader(ours.fileno(), nursery._hear, changed)
        return nursery

    def fork(self) -> Fork:
        """Return a new worker; it can be asked at once."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)  # noqa: FBT003 -- the library's own
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        self._number += 1
        tray = _new_tray()
        fork = self.forks[self._number] = Fork(self, self._number, ours, tray)
        self._tell(b"f", self._number, [theirs.fileno(), tray])
        theirs.close()
        return fork

    def end(self, number: int) -> None:
        """End a worker."""
        self.forks.pop(number, None)
        self._tell(b"k", number, [])

    def close(self) -> None:
        """End it and all its workers."""
        for fork in [*self.forks.values()]:
            fork.ended("done")
        self._stop_hearing()
        self.process.kill()
        self.process.wait()

    def _tell(self, command: bytes, number: int, lines: list[int]) -> None:
        if not self.is_lost:
            try:
                socket.send_fds(self.control, [COMMAND.pack(command, number)], lines)
            except (ConnectionError, BlockingIOError):  # it's lost, which will be heard
                return

    def _hear(self, changed: Callable[["Nursery"], None]) -> None:
        try:
            data = self.control.recv(_AT_ONCE)
        except ConnectionError:
            data = b""
        if not data:
            self._stop_hearing()
            for fork in [*self.forks.values()]:
                fork.ended("engine")
            changed(self)
            return
        self._said += data
        *lines, self._said = self._said.split(b"\n")
        for line in lines:
            self._heed(json.loads(line), changed)

    def _heed(self, said: dict[str, Any], changed: Callable[["Nursery"], None]) -> None:
        if said["event"] == "ready":
            self.is_ready, self.stamp = True, said["stamp"]
            changed(self)
        elif said["event"] == "started":
            if said["number"] in self.forks:
                self.forks[said["number"]].pid = said["pid"]
        elif (fork := self.forks.pop(said["number"], None)) is not None:
            fork.ended(said["status"])

    def _stop_hearing(self) -> None:
        self.is_lost = True
        if self.control.fileno() != -1:
            asyncio.get_running_loop().remove_reader(self.control.fileno())
            self.control.close()
