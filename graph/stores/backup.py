"""Copies of a store to keep elsewhere, and back from them.

A backup is a store again: one generation in full, with the record of changes and the hashes of
tokens. A generation never changes, so a copy is consistent while others read and change the store.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import InputError, StoreError
from graph.service.audit import AUDIT
from graph.stores.durable import Lease, is_leased, sync_folder, write_durably
from graph.stores.embedded import CURRENT, GraphStore

BESIDE = (AUDIT, "tokens.json")
"""What is copied beside the generation, if it's there."""
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: the store's version, and how many quads and bytes it has."""

    version: str
    quads: int
    size: int


def backup(store: GraphStore, folder: Path) -> Copied:
    """Copy a store into a new folder. Whoever uses the store meanwhile notices nothing.

    Raises ``InputError`` if the folder is there already or stands in the store, ``StoreError`` if
    the store is empty or can't be read, or the copy can't be written; nothing is left then.
    """
    if folder.exists():
        raise InputError(f"{folder}: exists; a backup takes a new folder, such as one with a date")
    if folder.resolve().is_relative_to(store.path.resolve()):
        raise InputError(f"{folder}: stands in the store itself; name a folder elsewhere")
    return _copied(store, folder)


def restore(copy: Path, store: GraphStore, *, force: bool = False) -> Copied:
    """Make a store anew from a backup, checked by reading all of it before anything is replaced.

    Raises ``InputError`` if the store isn't empty, unless with ``force``, and ``StoreError`` if the
    backup isn't a store or can't be read, or somebody uses the store.
    """
    source = GraphStore(copy)
    if copy.resolve() == store.path.resolve():
        raise InputError(f"{copy}: is the store itself; name the backup's folder")
    version = store.version() if not force else ""
    if version:
        raise InputError(
            f"{store.path}: holds version {version} already; name another with --store, or replace "
            "it with --force, which loses what it holds"
        )
    fresh = store.path.with_name(f"{store.path.name}.restored")
    old = store.path.with_name(f"{store.path.name}.replaced")
    for left in (fresh, old):
        if left.exists():
            raise InputError(
                f"{left}: is left of a restore that was interrupted; look, move it away"
            )
    copied = _copied(source, fresh)
    try:
        _put_aside(store.path, old)
        fresh.rename(store.path)
        sync_folder(store.path.parent)
    except StoreError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    except OSError as error:
        raise StoreError(f"{store.path}: can't be replaced ({error}); see {fresh}") from error
    shutil.rmtree(old, ignore_errors=True)
    return copied


def _put_aside(path: Path, old: Path) -> None:
    """Rename the store's folder, if nobody reads or changes it: the engine opens files late."""
    if not path.exists():
        return
    if any(is_leased(each) for each in path.glob("g*") if each.is_dir()):
        raise StoreError(f"{path}: somebody reads it; stop its server, then restore")
    try:
        with FileLock(path / "write.lock", timeout=0):
            path.rename(old)
    except Timeout as error:
        raise StoreError(f"{path}: somebody is changing it; try again after") from error


def _copied(store: GraphStore, folder: Path) -> Copied:
    snapshot = store.snapshot()
    if snapshot.folder is None:
        raise StoreError(f"{store.path}: the store is empty, so there is nothing to copy")
    draft = folder.with_name(folder.name + _UNFINISHED)
    try:
        lease = Lease(snapshot.folder)
        shutil.copytree(snapshot.folder, draft / snapshot.version, dirs_exist_ok=False)
        for name in BESIDE:
            if (store.path / name).is_file():
                shutil.copy2(store.path / name, draft / name)
        write_durably(draft / CURRENT, snapshot.version)
        del lease
        quads = _checked(draft)
        sync_folder(draft)
        draft.rename(folder)
        sync_folder(folder.parent)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise StoreError(f"{folder}: can't be written ({error}); nothing is left of it") from error
    except StoreError:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return Copied(snapshot.version, quads, size)


def _checked(folder: Path) -> int:
    """Read every quad of a copy, so that a damaged one is found now and not when it's needed."""
    database = GraphStore(folder).snapshot().database
    try:
        return sum(1 for _ in database)
    except (OSError, RuntimeError) as error:
        raise StoreError(f"{folder}: the copy can't be read ({error})") from error
