"""QualCoder's codes and categories as one tree of themes.

Categories hold categories and codes, and since version 4 a code holds codes. Both may be called
alike, so the tree goes by their numbers, not by their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import Theme
from graph.readers.characters import label, plain
from graph.readers.database import Database, Value, text, whole
from graph.readers.ids import distinct_slugs
from graph.readers.qualcoder.found import Found
from graph.readers.room import require_levels

Key = tuple[str, int]
"""``cat`` or ``code``, and the number."""


@dataclass(frozen=True, slots=True)
class Codebook:
    """The themes, each after the one above it, and the ids of those that are codes by number."""

    themes: tuple[Theme, ...]
    codes: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    memo: str
    above: Key | None
    colour: str
    date: Value


def read(database: Database, found: Found) -> Codebook:
    """Return the codebook; whatever stands above itself is put at the top, and said so."""
    entries = _entries(database)
    ordered = _depth_first(entries, found)
    ids = dict(
        zip(ordered, distinct_slugs((entries[k].name for k in ordered), "theme"), strict=True)
    )
    themes = []
    for key, (entry, above) in ((k, (entries[k], ordered[k])) for k in ordered):
        broader = ids[above] if above else ""
        themes.append(Theme(ids[key], entry.name, broader, definition=entry.memo))
        found.know(f"themes/{ids[key]}", "colour", entry.colour)
        found.date(f"themes/{ids[key]}", entry.date)
    return Codebook(tuple(themes), {key[1]: ids[key] for key in ids if key[0] == "code"})


def _entries(database: Database) -> dict[Key, _Entry]:
    entries: dict[Key, _Entry] = {}
    for number, name, memo, above, date in database.rows(
        "code_cat", "catid", "name", "memo", "supercatid", "date"
    ):
        if (key := whole(number)) is not None:
            entries["cat", key] = _Entry(_name(name), _memo(memo), _key("cat", above), "", date)
    for number, name, memo, category, code, colour, date in database.rows(
        "code_name", "cid", "name", "memo", "catid", "supercid", "color", "date"
    ):
        if (key := whole(number)) is not None:
            parent = _key("code", code) or _key("cat", category)
            entries["code", key] = _Entry(_name(name), _memo(memo), parent, text(colour), date)
    return entries


def _name(value: Value) -> str:
    return label(text(value), "without a name")


def _memo(value: Value) -> str:
    return plain(text(value)).strip()


def _key(kind: str, value: Value) -> Key | None:
    number = whole(value)
    return None if number is None else (kind, number)


def _depth_first(entries: Mapping[Key, _Entry], found: Found) -> dict[Key, Key | None]:
    """Return the entries, each after the one above it, and which that is."""
    below: dict[Key | None, list[Key]] = {}
    for key, entry in entries.items():
        below.setdefault(entry.above if entry.above in entries else None, []).append(key)
    ordered: dict[Key, Key | None] = {}
    paths: dict[Key, tuple[str, ...]] = {}
    waiting: list[tuple[Key, Key | None]] = [(key, None) for key in reversed(below.get(None, []))]
    while True:
        while waiting:
            key, above = waiting.pop()
            ordered[key] = above
            paths[key] = (*(paths[above] if above else ()), entries[key].name)
            require_levels(paths[key])
            waiting += [(k, key) for k in reversed(below.get(key, [])) if k not in ordered]
        circular = next((key for key in entries if key not in ordered), None)
        if circular is None:
            return ordered
        found.note("stands above itself: put at the top", f"code {entries[circular].name!r}")
        waiting.append((circular, None))
