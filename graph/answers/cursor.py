"""Cursors: where a list goes on, for programs to hand back as it is.

A cursor names the last record that was given, so that a list goes on behind it whatever is added or
taken away elsewhere; and how many came before it, should the record itself be gone.
"""

import base64
import binascii
import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from graph.errors import InputError
from graph.stores.embedded import Row

_LONGEST = 4000
"""Characters of a cursor: ids and IRIs are shorter."""


class CursorError(InputError):
    """A cursor that this list didn't give."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last record that was given: its study, its IRI and its number; empty at the beginning.

    ``of`` is a digest of what the list is of.
    """

    of: str
    study: tuple[str, str] = ("", "")
    iri: str = ""
    number: int = 0

    @classmethod
    def read(cls, text: str, of: object) -> "Cursor":
        """Return the cursor that was written as this text, of a list of what ``of`` represents.

        Raises ``CursorError`` if it wasn't.
        """
        start = cls(sha256(repr(of).encode()).hexdigest()[:12])
        if not text:
            return start
        try:
            told = json.loads(base64.urlsafe_b64decode(text[:_LONGEST].encode("ascii")))
            digest, study_id, study, iri, number = told
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise CursorError(_MEND) from None
        texts = (digest, study_id, study, iri)
        if not all(isinstance(each, str) for each in texts) or type(number) is not int:
            raise CursorError(_MEND)
        if digest != start.of or number < 0:
            raise CursorError(_MEND)
        return cls(digest, (study_id, study), iri, number)

    def at(self, study: tuple[str, str], iri: str, number: int) -> "Cursor":
        """Return the cursor behind a record."""
        return replace(self, study=study, iri=iri, number=number)

    def written(self) -> str:
        """Return the cursor as text that can stand in an address."""
        told = json.dumps([self.of, *self.study, self.iri, self.number], ensure_ascii=False)
        return base64.urlsafe_b64encode(told.encode()).decode()

    def study_place(self, studies: Sequence[tuple[str, str]]) -> int:
        """Return the place of the first study that may have more."""
        return bisect_left(studies, self.study)


def place_after(cursor: Cursor, study: str, rows: Sequence[Row]) -> int:
    """Return how many of a study's rows come before what the cursor leaves."""
    if not cursor.iri or cursor.study[1] != study:
        return 0
    places = (place for place, row in enumerate(rows, start=1) if row["iri"] == cursor.iri)
    return next(places, min(cursor.number, len(rows)))


_MEND = "the cursor isn't of this list; begin without one, and then take the address in 'next'"
