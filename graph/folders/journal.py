"""Several files of a study folder changed as one: all of them or none, even if we are killed.

What is to be written is first put down whole, with a plan, in one folder beside the tables. Its
appearance there, by one renaming, is the change: from then on it's carried out, by us or, if we are
killed, by whoever opens the study next. Carrying it out twice does no harm.
"""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graph.errors import ConflictError, InputError

CHANGE = ".themegraph.change"
"""The folder of a change that is decided on and may not be carried out yet."""
_PLAN = "plan.json"
_SCRATCH = ".changing-"
_LOCK = ".themegraph.lock"
_PATIENCE = 10.0
"""How long we wait for another process to finish writing, in seconds."""
_NAME = re.compile(r"(?:sources/)?[^/\\\x00]+")
_DRAFT = re.compile(r"draft-\d+")

Plan = Mapping[str, str | None]
"""Names of files in the folder, and of their drafts; None is for a file to be removed."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes from changing a folder. Raises ``ConflictError`` if one does so long."""
    try:
        with FileLock(folder / _LOCK, timeout=_PATIENCE):
            try:
                yield
            finally:  # whoever slips in between still meets the digests
                (folder / _LOCK).unlink(missing_ok=True)
    except Timeout as error:
        raise ConflictError(f"{folder}: another process is changing it; try again") from error


def repair(folder: Path) -> None:
    """Carry out a change that was decided on when a process was killed, and clear up after it.

    Raises ``InputError`` if what stands there is no plan of ours, which then is left alone.
    """
    if (folder / CHANGE).is_dir() or any(folder.glob(f"{_SCRATCH}*")):
        with alone(folder):
            finish(folder)


def finish(folder: Path) -> None:
    """Do what ``repair`` does, for whoever is alone already."""
    change = folder / CHANGE
    if change.is_dir():
        if (change / _PLAN).is_file():
            _carry_out(folder, change, _plan(change))
        _forget(change)
    for scratch in folder.glob(f"{_SCRATCH}*"):
        shutil.rmtree(scratch)


def replace_files(folder: Path, files: Mapping[str, bytes | None]) -> None:
    """Replace files, or remove those that are None; in the end all of them or none.

    For whoever is ``alone``. Raises ``OSError`` if the disk refuses, and puts everything back.
    """
    with tempfile.TemporaryDirectory(dir=folder, prefix=_SCRATCH) as scratch:
        plan = _put_down(files, Path(scratch) / "change")
        former = _copies(folder, files, Path(scratch))
        change = (Path(scratch) / "change").rename(folder / CHANGE)
        try:
            _carry_out(folder, change, plan)
        except BaseException:  # whatever stops it, an interrupt too
            for name, copy in former.items():
                _put(copy, folder / name)
            _forget(change)
            raise
        _forget(change)


def _put_down(files: Mapping[str, bytes | None], change: Path) -> Plan:
    change.mkdir()
    plan = {
        name: None if data is None else f"draft-{number}"
        for number, (name, data) in enumerate(files.items())
    }
    for name, data in files.items():
        if data is not None:
            _write(change / f"{plan[name]}", data)
    _write(change / _PLAN, json.dumps(plan).encode())
    return plan


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _copies(folder: Path, files: Mapping[str, object], scratch: Path) -> dict[str, Path | None]:
    copies: dict[str, Path | None] = {}
    for number, name in enumerate(files):
        target, copy = folder / name, scratch / f"former-{number}"
        there = target.exists()
        copies[name] = Path(shutil.copy2(target, copy)) if there else None
    return copies


def _plan(change: Path) -> Plan:
    """Return a plan that was put down; a folder from elsewhere may hold any."""
    try:
        plan = json.loads((change / _PLAN).read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(f"{change}: its plan isn't JSON ({error}); remove {change}") from error
    sound = isinstance(plan, dict) and all(_is_sound(name, plan[name]) for name in plan)
    if not sound:
        raise InputError(f"{change}: its plan names files that aren't a study's; remove {change}")
    return dict(plan)


def _is_sound(name: str, draft: object) -> bool:
    ours = _NAME.fullmatch(name) and (name.startswith("sources/") or name.endswith(".csv"))
    named = draft is None or (isinstance(draft, str) and _DRAFT.fullmatch(draft) is not None)
    return bool(ours) and name not in {"sources/.", "sources/.."} and named


def _carry_out(folder: Path, change: Path, plan: Plan) -> None:
    for name, draft in plan.items():
        if draft is None:
            _put(None, folder / name)
        else:
            _put(Path(shutil.copyfile(change / draft, change / "next")), folder / name)


def _put(source: Path | None, target: Path) -> None:
    if source is None:
        target.unlink(missing_ok=True)
        return
    target.parent.mkdir(exist_ok=True)
    if target.exists():
        shutil.copymode(target, source)
    source.replace(target)


def _forget(change: Path) -> None:
    """Remove a change; its plan first, for without it nothing is carried out again."""
    (change / _PLAN).unlink(missing_ok=True)
    shutil.rmtree(change)
