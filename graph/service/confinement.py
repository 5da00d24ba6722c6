"""What a process may do in which the engine runs queries from outside: no network, little memory.

Linux has the means for all of it. Elsewhere what can't be had is left out: then the guard alone
(``graph.service.guard``) stands between a query and the network.
"""

import ctypes
import importlib.util
import platform
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path

_NEW_NETWORK = 0x40000000
_NEW_USER = 0x10000000
_DIE_WITH_PARENT = 1
_NO_NEW_PRIVILEGES = 38
_SET_SECCOMP = 22
_FILTER = 2
_ALLOW = 0x7FFF0000
_FAIL_NOT_PERMITTED = 0x00050001
_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""By machine: the kernel's number for it, and its number for the system call ``socket``."""
_FIRST_TO_GO = "500"
_HEAPS_AT_MOST = -8
"""What mallopt(3) calls M_ARENA_MAX."""


def without_network() -> None:
    """Take the network from this process and all that it starts, as far as the system can.

    A network namespace of its own has no way out, not even to loopback; where that's not allowed
    (in most containers), the kernel refuses every new socket (seccomp, socket(2)).
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_NEW_NETWORK) != 0:  # without privileges it takes a user namespace too
        libc.unshare(_NEW_USER | _NEW_NETWORK)
    _without_sockets(libc)


def _without_sockets(libc: ctypes.CDLL) -> None:
    if platform.machine() not in _ARCHITECTURES:
        return
    architecture, socket = _ARCHITECTURES[platform.machine()]
    steps = (
        (0x20, 0, 0, 4),  # load the architecture
        (0x15, 0, 3, architecture),  # another one: allow
        (0x20, 0, 0, 0),  # load the system call's number
        (0x15, 0, 1, socket),  # another one: allow
        (0x06, 0, 0, _FAIL_NOT_PERMITTED),
        (0x06, 0, 0, _ALLOW),
    )
    program = b"".join(struct.pack("HBBI", *step) for step in steps)
    kept = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(kept))
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_SET_SECCOMP, _FILTER, ctypes.c_char_p(header), 0, 0)


def with_limits(memory: int) -> None:
    """Give this process so many bytes of address space, no core dump, and an end with its parent.

    It's the first to be ended when the whole machine runs out of memory. Its threads allocate from
    one heap: glibc reserves up to 128 MiB of address space for a heap of a thread's own, which
    would be taken from what the work may use.
    """
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
        if hasattr(libc, "mallopt"):  # musl has neither it nor such heaps
            libc.mallopt(_HEAPS_AT_MOST, 1)
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    if importlib.util.find_spec("resource"):
        import resource  # noqa: PLC0415 -- POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
