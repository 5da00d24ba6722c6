"""The record of changes: who changed the store, when, how, and from which version to which.

One JSON object on each line of ``audit.jsonl`` in the store's folder, only ever added to, and on
the disk before the change is published. A change that was recorded but never published, as the
power failed in between, is told by a line with ``undone`` when the next one is recorded.
"""

import getpass
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

AUDIT = "audit.jsonl"
"""The record's name in the store's folder."""
MAX_TEXT = 4000
"""How many characters of an update are kept; its length and SHA-256 tell of the rest."""


_TAIL = 2**16
"""Bytes at the file's end in which its last line is looked for; a line is shorter."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A change that was made. ``by`` is the token's name or the system's user.

    ``what`` was done: ``update``, ``put``, ``post``, ``delete`` or ``build``; to which ``graph``,
    if to one; ``size`` in bytes and ``sha256`` of what was sent, whose beginning is ``text``.
    ``after`` is the version that it's part of; changes that were waiting together share one.
    """

    time: str
    by: str
    what: str
    before: str
    after: str
    graph: str = ""
    size: int = 0
    sha256: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is recorded of a change before it's known when it's made, and in which version."""

    by: str
    what: str
    graph: str = ""
    content: bytes = b""
    is_text: bool = True

    def entry(self, before: str, after: str) -> Entry:
        """Return the entry of a change that is made now."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        text = self.content.decode("utf-8", "replace")[:MAX_TEXT] if self.is_text else ""
        digest = sha256(self.content).hexdigest() if self.content else ""
        size = len(self.content)
        return Entry(now, self.by, self.what, before, after, self.graph, size, digest, text)


def system_user() -> str:
    """Return the name of the system's user who runs this process, or their number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in containers
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"


def record(store: Path, entries: Sequence[Entry]) -> None:
    """Add entries, which are on the disk when this returns. Only who holds the store's lock may."""
    if not entries:
        return
    lines: list[dict[str, Any]] = []
    if _last(store).get("after") == entries[0].after:
        lines.append({"time": entries[0].time, "undone": entries[0].after})
    lines += [
        {key: value for key, value in asdict(each).items() if value or key == "before"}
        for each in entries
    ]
    text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)
    if _tail(store / AUDIT, 1) not in {b"", b"\n"}:  # a line that a power cut broke
        text = f"\n{text}"
    handle = os.open(store / AUDIT, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


def read(store: Path, current: str) -> list[Entry]:
    """Return the changes that were made up to the ``current`` version, oldest first.

    Changes that were undone and lines that a power cut broke are left out.
    """
    found: list[Entry] = []
    for line in _lines(_tail(store / AUDIT, None)):
        if "undone" in line:
            found = [each for each in found if each.after != line["undone"]]
        elif _number(line.get("after", "")) <= _number(current):
            found.append(Entry(**line))
    return found


def _number(version: str) -> int:
    return int(version.removeprefix("g") or 0)


def _lines(content: bytes) -> Iterator[dict[str, Any]]:
    for line in content.splitlines():
        try:
            yield json.loads(line)
        except (json.JSONDecodeError, UnicodeDecodeError):  # a power cut in the middle of it
            continue


def _last(store: Path) -> dict[str, Any]:
    return next(iter(list(_lines(_tail(store / AUDIT, _TAIL)))[-1:]), {})


def _tail(file: Path, at_most: int | None) -> bytes:
    try:
        with file.open("rb") as opened:
            size = opened.seek(0, os.SEEK_END)
            opened.seek(0 if at_most is None else max(0, size - at_most))
            return opened.read()
    except FileNotFoundError:
        return b""
