"""Looking whether a store is sound, and how to mend what isn't. Nothing is changed."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import StoreError
from graph.listing import index as list_index
from graph.search import index
from graph.service.audit import AUDIT
from graph.stores.embedded import GraphStore

ROOM = 2.0
"""How many times the store's size should be free on its disk: a change copies what it replaces."""
_MIB = 2**20


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found; ``mend`` is empty if nothing is wrong."""

    what: str
    found: str
    mend: str = ""


def examined(store: GraphStore) -> Iterator[Finding]:
    """Yield what there is to say of a store, each as soon as it's known."""
    yield Finding("versions", _versions())
    looks: tuple[Callable[[GraphStore], Finding], ...] = (
        _readable, _lock, _generations, _search, _lists, _audit, _room,
    )  # fmt: skip
    for look in looks:
        try:
            yield look(store)
        except (StoreError, OSError) as error:
            yield Finding(look.__name__.strip("_"), str(error), "mend what the message names")


def _versions() -> str:
    names = ("themegraph", "pyoxigraph", "fastapi", "uvicorn")
    return ", ".join(f"{name} {metadata.version(name)}" for name in names)


def _readable(store: GraphStore) -> Finding:
    try:
        snapshot = store.snapshot()
        quads = sum(1 for _ in snapshot.database)
    except (StoreError, RuntimeError) as error:
        return Finding(
            "store", str(error), f"themegraph restore BACKUP --store {store.path} --force"
        )
    if not snapshot.version:
        return Finding("store", f"{store.path} is empty", "themegraph build FOLDER")
    return Finding(
        "store", f"{store.path}: version {snapshot.version}, {quads} quads, all readable"
    )


def _lock(store: GraphStore) -> Finding:
    path = store.path / "write.lock"
    if not path.exists():
        return Finding("lock", "nobody has changed the store yet")
    try:
        with FileLock(path, timeout=0):
            return Finding("lock", "nobody is changing the store")
    except Timeout:
        return Finding(
            "lock", "somebody is changing the store now",
            "if no build or update runs, a process hangs: `fuser` on write.lock names it",
        )  # fmt: skip


def _generations(store: GraphStore) -> Finding:
    current = store.version()
    number = int(current.removeprefix("g") or 0)
    names = [each.name for each in store.path.glob("g*") if each.is_dir()]
    kept = [name for name in names if name[1:].isdigit() and 0 <= number - int(name[1:]) < 2]  # noqa: PLR2004 -- the present one and the one before
    left = sorted({*names} - {*kept})
    if left:
        return Finding(
            "generations", f"beside {current} there are {', '.join(left)}",
            "the next change removes them, unless a server still reads them: then it's restarted",
        )  # fmt: skip
    return Finding("generations", f"{len(kept)} on disk, none left over")


def _search(store: GraphStore) -> Finding:
    folder = store.snapshot().folder
    mend = f"themegraph index --store {store.path}"
    if folder is None:
        return Finding("search index", "none, as the store is empty")
    path = folder / index.NAME
    if not path.exists():
        return Finding("search index", "isn't there yet; the first search makes it", mend)
    return _checked("search index", path, mend)


def _lists(store: GraphStore) -> Finding:
    folder = store.snapshot().folder
    if folder is None:
        return Finding("lists", "none, as the store is empty")
    if not list_index.usable(folder):
        return Finding(
            "lists", "aren't written down since an update, or by another version: they are slower, "
            "until a server that runs has caught up, the next build, or "
            f"`themegraph index --store {store.path}`",
        )  # fmt: skip
    return _checked("lists", folder / list_index.NAME, f"themegraph index --store {store.path}")


def _checked(what: str, path: Path, mend: str) -> Finding:
    try:
        database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            sound = database.execute("PRAGMA quick_check").fetchone()[0]
        finally:
            database.close()
    except sqlite3.Error as error:
        sound = str(error)
    return Finding(what, f"quick_check: {sound}", "" if sound == "ok" else mend)


def _audit(store: GraphStore) -> Finding:
    path = store.path / AUDIT
    if not path.exists():
        return Finding("audit", "no change is recorded")
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        try:
            json.loads(line)
        except ValueError:
            return Finding(
                "audit", f"{path}:{number} isn't JSON", "keep a copy, then remove that line"
            )
    return Finding("audit", "every line can be read")


def _room(store: GraphStore) -> Finding:
    if not store.path.exists():
        return Finding("disk", "the store isn't there yet")
    used = sum(file.stat().st_size for file in _files(store.path))
    free = shutil.disk_usage(store.path).free
    found = f"the store takes {used // _MIB} MiB, {free // _MIB} MiB are free"
    mend = "" if free >= ROOM * used else f"free {int(ROOM * used - free) // _MIB + 1} MiB more"
    return Finding("disk", found, mend)


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())
