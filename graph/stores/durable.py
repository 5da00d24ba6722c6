"""Files that survive a power cut, and folders that aren't deleted while somebody reads them."""

import importlib.util
import os
import shutil
from pathlib import Path

_HAS_LOCKS = importlib.util.find_spec("fcntl") is not None
"""POSIX alone has locks of folders; elsewhere the system refuses to delete files that are open."""


def write_durably(path: Path, text: str) -> None:
    """Write an ASCII file, so that it's on the disk when this returns."""
    with path.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make what was created or renamed in a folder survive; POSIX alone can open one for this."""
    if os.name == "posix":
        _sync(folder, os.O_RDONLY)


def sync_new_files(folder: Path) -> None:
    """Make a folder and the files that are its own survive; hard links came from a finished one."""
    for file in folder.iterdir():
        if file.stat().st_nlink == 1:
            _sync(file, os.O_RDWR)
    sync_folder(folder)


def sync_file(path: Path) -> None:
    """Make a file's content survive."""
    _sync(path, os.O_RDWR)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Lease:
    """Keeps a folder from being removed by ``remove_unless_leased``, in any process.

    The engine opens most of a database's files when a query first needs them, and a process that
    finds one gone ends in an endless allocation. The lease ends with this object, or its process.
    """

    def __init__(self, folder: Path) -> None:
        """Take it. Raises ``OSError`` if the folder is gone."""
        self._handle = -1
        if _HAS_LOCKS:
            import fcntl  # noqa: PLC0415 -- POSIX only

            self._handle = os.open(folder, os.O_RDONLY)
            fcntl.flock(self._handle, fcntl.LOCK_SH)

    def __del__(self) -> None:
        """Give it back."""
        if self._handle >= 0:
            os.close(self._handle)


def remove_unless_leased(folder: Path) -> None:
    """Remove a folder with all in it, unless somebody holds a lease of it."""
    if not _HAS_LOCKS:
        shutil.rmtree(folder, ignore_errors=True)
        return
    import fcntl  # noqa: PLC0415 -- POSIX only

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except BlockingIOError:
        pass  # the change after next finds it again
    finally:
        os.close(handle)


def is_leased(folder: Path) -> bool:
    """Say whether somebody holds a lease of a folder; never, where there are no locks."""
    if not _HAS_LOCKS:
        return False
    import fcntl  # noqa: PLC0415 -- POSIX only

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(handle)
