"""What can go wrong, and what we say about it.

    ThemegraphError          anything that Themegraph reports on purpose
    ├── InputError           the user's input can't be used as it is (exit code 2, HTTP 4xx)
    │   ├── StudyError       a study folder has faults; carries every one of them
    │   ├── ReadError        a source file can't be read
    │   ├── QueryError       a SPARQL query is wrong or not allowed
    │   ├── MeasureError     a measure or null model that would mean nothing on this network
    │   ├── ConflictError    a study folder was changed by somebody else meanwhile
    │   └── NotFoundError    a study or an entity that the store doesn't hold
    └── StoreError           the store can't be opened, read or written (exit code 1, HTTP 503)

A message says what was wrong, which value, where, and how to mend it. The command line turns an
error into text on standard error and an exit code, the API into problem+json: each in one place.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches


class ThemegraphError(Exception):
    """Anything that Themegraph reports on purpose."""


class InputError(ThemegraphError):
    """The user's input can't be used as it is; the message says how to mend it."""


class ReadError(InputError):
    """A source file can't be read: it is missing, not text, or not in the stated encoding."""


class QueryError(InputError):
    """A SPARQL query has a syntax error, is too large or asks for what isn't allowed."""


class MeasureError(InputError):
    """A measure or null model was asked of a network on which it would mean nothing."""


class ConflictError(InputError):
    """A study folder was changed by somebody else since it was read; nothing was written."""


class NotFoundError(InputError):
    """A study or an entity was asked for that the store doesn't hold."""


class StoreError(ThemegraphError):
    """The store can't be opened, read or written."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a study folder.

    ``row`` is the line of the CSV file as an editor counts it: 1 is the header, 0 the whole table.
    """

    table: str
    row: int
    column: str
    value: str
    problem: str
    mend: str

    def __str__(self) -> str:
        """Return the fault on one line: ``table:row, column, value: problem. Mend: …``."""
        place = f"{self.table}:{self.row}" if self.row else self.table
        if self.column:
            place += f", column {_shorten(self.column)}"
        value = f" {_shorten(self.value)!r}" if self.value else ""
        end = "" if self.mend.endswith((".", "?", ":")) else "."
        return visible(f"{place}:{value} {self.problem}. Mend: {self.mend}{end}")


class StudyError(InputError):
    """A study folder has faults. ``faults`` holds every one that was found, in table order."""

    def __init__(self, folder: str, faults: Sequence[Fault]) -> None:
        """``folder`` is shown to the user as it was given."""
        self.folder = folder
        self.faults = tuple(faults)
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__("\n".join([f"{folder}: {count}", *(f"  {fault}" for fault in faults)]))


NAMED = 20
"""How many allowed values a message names at most."""
COMPARED = 500
"""Among how many allowed values, by their beginning, the nearest is looked for."""


def nearest(value: str, allowed: Sequence[str]) -> str:
    """Return how to mend a value that isn't ``allowed``: the nearest guess, or what is allowed.

    >>> nearest("bariers", ["barrier", "facilitator"])
    "did you mean 'barrier'?"
    """
    if close := guess(value, allowed):
        return f"did you mean {close!r}?"
    named = ", ".join(sorted(allowed)[:NAMED])
    more = len(allowed) - NAMED
    return f"use one of {named}" + (f" or {more} more" if more > 0 else "")


def guess(value: str, allowed: Sequence[str]) -> str:
    """Return the nearest of the allowed values, or ``""`` if none is near."""
    lower = value.lower()
    if len(allowed) > COMPARED:
        allowed_here = [one for one in allowed if one[:1].lower() == lower[:1]][:COMPARED]
    else:
        allowed_here = list(allowed)
    return next(iter(get_close_matches(lower, allowed_here, n=1)), "")


def visible(text: str) -> str:
    r"""Return a text with what would act on a terminal written out, such as ``\x9b``.

    These are control characters other than line ends and tabs, and those that turn the direction
    of writing for what follows (Unicode Bidirectional Algorithm, UAX #9, 2.1 to 2.5).
    """
    return ACTING.sub(lambda found: repr(found[0])[1:-1], text)


ACTING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _shorten(text: str, length: int = 60) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
