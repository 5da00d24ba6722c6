"""A study on its way to REFI-QDA: GUIDs, what is known of records, and what isn't carried."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from uuid import NAMESPACE_URL, uuid5

from graph.folders.variables import SHARED
from graph.model import Attribute, Loss, Sources, Study
from graph.rdf.iris import study_iris
from graph.refi import GUID, VARIABLES
from graph.writers.xml_text import Xml

_FROM_GUIDS = frozenset({"quotes", "regions", "codings", "memos", "ties", "links", "relations"})
"""The tables whose ids a reader makes of GUIDs."""


class Outgoing:
    """What the parts of the writer share."""

    def __init__(self, study: Study, sources: Sources) -> None:
        """Index what is known of each record; nothing of it is carried yet."""
        self.study, self.sources = study, sources
        self._iris = study_iris(study.info.id)
        self._known: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for each in study.attributes:
            self._known[each.about][each.variable].append(each.value)
        self._left = set(study.attributes)
        self._guids: dict[str, str] = {}
        self._losses: dict[str, dict[str, None]] = {}
        self.notes_on: dict[str, list[str]] = defaultdict(list)
        for memo in study.memos:
            for about in memo.about:
                self.notes_on[about].append(f"memos/{memo.id}")
        self._noted: set[str] = set()

    # ------------------------------------------------------------ what is known

    def take(self, about: str, variable: str) -> str:
        """Return the first value of a variable, and hold it to be carried; ``""`` if none."""
        found = self.peek(about, variable)
        self._left.discard(Attribute(about, variable, found))
        return found

    def take_all(self, about: str, variable: str) -> list[str]:
        """Return all values of a variable, and hold them to be carried."""
        found = self._known[about][variable] if about in self._known else []
        self._left -= {Attribute(about, variable, value) for value in found}
        return found

    def peek(self, about: str, variable: str) -> str:
        """Return the first value of a variable, which isn't carried by this."""
        return next(iter(self._known[about][variable]), "") if about in self._known else ""

    def own_values(self, about: str) -> list[tuple[str, str]]:
        """Return (variable, value) of the study's own variables, and hold them to be carried."""
        own = {each.id for each in self.study.variables if not _is_ours(each.id)}
        found = [
            (name, value)
            for name, values in self._known.get(about, {}).items()
            if name in own
            for value in values
        ]
        self._left -= {Attribute(about, name, value) for name, value in found}
        return found

    def guid(self, reference: str) -> str:
        """Return a record's GUID: the one that it came with, else one made of its IRI."""
        if reference not in self._guids:
            table, _, record = reference.partition("/")
            given = self.peek(reference, "guid")
            own = record if table in _FROM_GUIDS else ""
            sound = next((each for each in (given, own) if GUID.fullmatch(each)), "")
            if own and not GUID.fullmatch(own):
                self.lose(f"{table}: the id, in whose place a GUID comes back", [reference])
            if sound == given:
                self.take(reference, "guid")
            self._guids[reference] = sound or str(
                uuid5(NAMESPACE_URL, self._iris.referred(reference))
            )
        return self._guids[reference]

    def name(self, about: str, label: str) -> str:
        """Return a record's name: none if it came without, and nobody named it since."""
        given = self.take(about, "refi-unnamed")
        return "" if given and given == label else label

    def made(self, about: str, coder: str = "", created: str = "") -> dict[str, str]:
        """Return who made and changed a record and when, as attributes."""
        creator = f"coders/{coder}" if coder else self.take(about, "refi-creator")
        modifier = self.take(about, "refi-modifier")
        return {
            "creatingUser": self.guid(creator) if creator else "",
            "creationDateTime": created or self.take(about, "created"),
            "modifyingUser": self.guid(modifier) if modifier else "",
            "modifiedDateTime": self.take(about, "modified"),
        }

    def note_refs(self, xml: Xml, about: str) -> None:
        """Write that the notes on a record are on it."""
        self._noted.add(about)
        for memo in self.notes_on.get(about, ()):
            xml.leaf("NoteRef", {"targetGUID": self.guid(memo)})

    # ------------------------------------------------------------ what is lost

    def lose(self, what: str, references: Iterable[str]) -> None:
        """Say that something of these records can't be carried."""
        for reference in references:
            self._losses.setdefault(what, {})[reference] = None

    def lose_table(self, table: str, what: str = "") -> None:
        """Say that the records of a table can't be carried at all."""
        self.lose(what or table, (f"{table}/{row.id}" for row in getattr(self.study, table)))

    def lose_fields(self, table: str, *names: str, unless: tuple[str, ...] = ("",)) -> None:
        """Say that fields of a table's records can't be carried, where they say something."""
        for row in getattr(self.study, table):
            for name in names:
                value = getattr(row, name)
                if value not in {None, ()} and value not in unless:
                    self.lose(f"{table}: {name}", [f"{table}/{row.id}"])

    def losses(self) -> list[Loss]:
        """Return everything that isn't carried, with what is known of records and wasn't taken."""
        for left in sorted(self._left):
            self.lose(
                f"{left.about.partition('/')[0]}: the attribute {left.variable}", [left.about]
            )
        for about, memos in self.notes_on.items():
            if about not in self._noted:
                self.lose(f"memos: that they are about {about.partition('/')[0]}", memos)
        return [Loss(what, tuple(records)) for what, records in self._losses.items()]

    def lose_study(self) -> None:
        """Say what of the study's own row can't be carried."""
        carried = {"id", "title", "note"}
        info = self.study.info
        for each in fields(info):
            value = getattr(info, each.name)
            if each.name not in carried and value != each.default:
                self.lose(f"the study's {each.name}", ["study"])


def _is_ours(variable: str) -> bool:
    return variable in SHARED or variable in VARIABLES
