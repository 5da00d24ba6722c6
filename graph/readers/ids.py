"""Ids for what a reader finds: lower-case ASCII words joined by hyphens, as the tables ask for."""

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence

_SEPARATORS = re.compile(r"[^a-z0-9]+")
_NARROWEST = 2
_COUNTED = re.compile("([a-z]+)([0-9]+)")


def slug(label: str, fallback: str) -> str:
    """Return a label in ASCII letters, digits and hyphens; ``fallback`` if nothing is left."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode("ascii")
    return _SEPARATORS.sub("-", plain.lower()).strip("-") or fallback


def distinct_slugs(labels: Iterable[str], fallback: str) -> list[str]:
    """Return a slug for each label; a slug met before gets ``-2``, ``-3``, … behind it."""
    taken: set[str] = set()
    counts: dict[str, int] = {}
    ids = []
    for label in labels:
        stem = candidate = slug(label, fallback)
        while candidate in taken:
            counts[stem] = counts.get(stem, 1) + 1
            candidate = f"{stem}-{counts[stem]}"
        taken.add(candidate)
        ids.append(candidate)
    return ids


def numbered(letter: str, things: Sequence[object]) -> list[str]:
    """Return ``q01``, ``q02``, … for the things, as wide as the count needs and two at least."""
    width = max(_NARROWEST, len(str(len(things))))
    return [f"{letter}{number:0{width}}" for number in range(1, len(things) + 1)]


def fresh(wanted: str, taken: Container[str]) -> str:
    """Return the id that is wanted, or if it's taken the next one like it: m07, m08; a, a-2."""
    found = _COUNTED.fullmatch(wanted)
    stem, number, width = (
        (found[1], int(found[2]), len(found[2])) if found else (f"{wanted}-", 1, 0)
    )
    candidate = wanted
    while candidate in taken:
        number += 1
        candidate = f"{stem}{number:0{width}}"
    return candidate
