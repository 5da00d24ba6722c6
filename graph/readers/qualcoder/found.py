"""What a project's rows come to: what is shared by all parts of the reader."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.folders.variables import canonical
from graph.model import Attribute, Coder, Memo, Note
from graph.readers.characters import plain
from graph.readers.database import Database, Value, text
from graph.readers.ids import distinct_slugs, numbered

OWNED = ("code_text", "code_image", "code_av", "annotation", "journal")
"""The tables whose ``owner`` is a coder."""


@dataclass(slots=True)
class Found:
    """What is gathered on the way: coders by name, attributes, memos and notes."""

    coders: dict[str, str]
    notes: list[Note] = field(default_factory=list)
    attributes: set[Attribute] = field(default_factory=set)
    _memos: list[Memo] = field(default_factory=list)

    def note(self, words: str, place: str) -> None:
        """Say something that was unsure, or left out."""
        self.notes.append(Note(words, place=place))

    def know(self, about: str, variable: str, value: str) -> None:
        """Keep what is known of a record, unless that is nothing."""
        if kept := plain(value).strip():
            self.attributes.add(Attribute(about, variable, kept))

    def date(self, about: str, value: Value) -> None:
        """Keep when a record was made; what is no date is left out."""
        self.know(about, "created", moment(value))

    def memo(
        self, words: Value, about: str, owner: Value = None, date: Value = None, title: str = ""
    ) -> None:
        """Keep a memo, unless it's empty."""
        if body := plain(text(words)).strip():
            coder = self.coders.get(text(owner), "")
            targets = (about,) if about else ()
            self._memos.append(Memo("", body, title, coder, moment(date), targets))

    def memos(self) -> tuple[Memo, ...]:
        """Return the memos with their ids."""
        return tuple(
            Memo(memo_id, memo.text, memo.title, memo.coder, memo.created, memo.about)
            for memo_id, memo in zip(numbered("memo", self._memos), self._memos, strict=True)
        )

    def people(self) -> tuple[Coder, ...]:
        """Return the coders."""
        return tuple(Coder(coder_id, name, "person") for name, coder_id in self.coders.items())


def begin(database: Database) -> Found:
    """Return what is empty but for the coders: who owns a coding, an annotation or a journal."""
    names = {
        name
        for table in OWNED
        for (owner,) in database.rows(table, "owner")
        if (name := text(owner).strip())
    }
    return Found(slugs(sorted(names), "coder"))


def slugs(labels: Iterable[str], fallback: str) -> dict[str, str]:
    """Return an id for each label."""
    distinct = list(dict.fromkeys(labels))
    return dict(zip(distinct, distinct_slugs(distinct, fallback), strict=True))


def moment(value: Value) -> str:
    """Return ``2026-11-23 14:05:00`` as an xsd:dateTime, empty if it isn't such a time."""
    return canonical(text(value).strip().replace(" ", "T"), "datetime") or ""
