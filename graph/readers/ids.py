"""Ids for what a reader finds: lower-case ASCII words joined by hyphens, as the tables ask for."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

_SEPARATORS = re.compile(r"[^a-z0-9]+")
_NARROWEST = 2


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
