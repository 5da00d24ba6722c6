"""Labels that name several people: P3; P7, FGD 1 and FGD 3, Participants 3 and 7."""

import re
from collections.abc import Sequence

from graph.readers import labels
from graph.readers.labels import Strength

_SEGMENT = re.compile(r"\s*(?:[,;/&]|\b(?:and|et|und|y|e)\b)\s*")
_APART = re.compile(r"\s*;\s*|\s+(?:and|&|y|et|und|e)\s+")
_LISTED = re.compile(r"\s(?:and|&|y|et|und|e)\s")
_ONE_OF_SEVERAL = re.compile(r"([^\d,;]*?)[\s#._-]*(\d+)[a-z]?$", re.DOTALL)
_KIND_AND_NUMBER = re.compile(r"([^\W\d_]+)[\s#._-]*(\d+)")
_PLURAL = re.compile(
    r"(?P<noun>[A-Za-z][\w -]*?)s\s+"
    r"(?P<numbers>[A-Z]?\d+(?:,\s*[A-Z]?\d+)*,?\s+(?:and|&)\s+[A-Z]?\d+)"
)


def several(text: str) -> tuple[str, ...]:
    """Return the labels of several people in one (P3; P7), in order; empty if it names one.

    Numbers of one kind are of several people (FGD 1; FGD 3), and so are numbered labels joined by
    *and*; numbers of two kinds side by side describe one (Carer 1; C1).
    """
    alike = tuple(part for part in _SEGMENT.split(text) if part)
    if len(alike) > 1 and _of_one_kind(alike):
        return alike
    apart = parts(text)
    if len(apart) > 1 and (_of_one_form(apart) or _are_listed(text, apart)):
        return apart
    return _with_one_noun(text)


def parts(text: str) -> tuple[str, ...]:
    """Return what stands apart in a label by a semicolon or *and*."""
    return tuple(part for part in _APART.split(text) if part)


def _of_one_kind(parts: Sequence[str]) -> bool:
    kinds = [_ONE_OF_SEVERAL.match(part) for part in parts]
    found = [(kind[1].casefold(), kind[2]) for kind in kinds if kind]
    same = len({kind for kind, _ in found}) == 1 and bool(found[0][0])
    return same and len(found) == len(parts) and len({number for _, number in found}) > 1


def _of_one_form(parts: Sequence[str]) -> bool:
    """Whether parts begin with one kind of number, have as many numbers, and aren't the same."""
    numbers = [tuple(_KIND_AND_NUMBER.findall(part.casefold())) for part in parts]
    same = len({len(found) for found in numbers}) == 1 and bool(numbers[0])
    return same and len({found[0][0] for found in numbers}) == 1 and len(set(numbers)) > 1


def _are_listed(text: str, parts: Sequence[str]) -> bool:
    return _LISTED.search(text) is not None and all(
        labels.strength(part) == Strength.NUMBERED for part in parts
    )


def _with_one_noun(text: str) -> tuple[str, ...]:
    """Participants 3 and 7: a noun in the plural, and numbers."""
    match = _PLURAL.fullmatch(text)
    if match is None or not labels.PERSON.fullmatch(match["noun"]):
        return ()
    return tuple(
        f"{match['noun']} {number}" for number in re.findall(r"[A-Z]?\d+", match["numbers"])
    )
