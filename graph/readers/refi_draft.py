"""A study while it's read from REFI-QDA: rows, what each GUID stands for, and what was unsure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from graph.folders.variables import canonical
from graph.model import Attribute, Coder, Note, Study, StudyInfo, Variable
from graph.readers.ids import slug
from graph.refi import GUID, UNNAMED, VARIABLES, record_id

Element = ET.Element


@dataclass
class Draft:
    """Rows by table and id, the record behind each GUID, attributes, sources and notes."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    attributes: set[Attribute] = field(default_factory=set)
    about: dict[str, dict[str, None]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    _odd: Counter[str] = field(default_factory=Counter)
    _coded: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def add(self, table: str, record: Any) -> str:  # noqa: ANN401 -- its class is RECORDS[table]
        """Add a row, and return the reference to it."""
        self.rows.setdefault(table, {})[record.id] = record
        return f"{table}/{record.id}"

    def guid_id(self, table: str, element: Element) -> str:
        """Return an id made of an element's GUID, free in its table."""
        guid = element.get("guid", "")
        if not GUID.fullmatch(guid):
            self.note("have no sound GUID and got one", element.tag)
            guid = str(uuid5(NAMESPACE_URL, f"{table}/{len(self.rows.get(table, {}))}"))
        return self.free(table, record_id(guid))

    def free(self, table: str, wanted: str) -> str:
        """Return an id that no row of the table has yet."""
        taken = self.rows.get(table, {})
        number, found = 2, wanted
        while found in taken:
            number, found = number + 1, f"{wanted}-{number}"
        return found

    def register(self, element: Element, reference: str, *, named: bool = False) -> None:
        """Keep an element's GUID, which leads to the record; ``named`` ids don't tell it."""
        guid = element.get("guid", "")
        if guid:  # an id of another form leads there too
            self.known.setdefault(record_id(guid), reference)
        if not GUID.fullmatch(guid):
            return
        if named or guid != reference.partition("/")[2]:
            self.know(reference, "guid", guid)

    def first(self, coded: tuple[str, str, str], coding: str) -> str:
        """Return the first coding of (target, theme, coder), which is this one if it's new."""
        return self._coded.setdefault(coded, coding)

    def find(self, guid: str | None) -> str:
        """Return the record behind a GUID, or ``""``."""
        return self.known.get(record_id(guid), "") if guid else ""

    def find_selection(self, guid: str) -> list[str]:
        """Return the records behind a GUID: ATLAS.ti gives a PDF's quote and region the same."""
        name = record_id(guid)
        same = [
            f"{table}/{name}" for table in ("quotes", "regions") if name in self.rows.get(table, {})
        ]
        found = self.find(guid)
        return same if found in same else [found] if found else same

    def know(self, about: str, variable: str, value: str | None) -> None:
        """Keep what is known of a record, if anything is; moments in our form."""
        if not value:
            return
        if variable in {"created", "modified"}:
            written = canonical(value, "datetime")
            if written is None:
                self.note(f"{variable} at no point in time, which is left out", value)
                return
            value = written
        self.attributes.add(Attribute(about, variable, value))

    def made(self, element: Element, about: str, *, by: bool = True, when: bool = True) -> None:
        """Keep who made and changed a record, and when; but for what has columns of its own."""
        if by:
            self.know(about, "refi-creator", self.coder(element.get("creatingUser")))
        if when:
            self.know(about, "created", element.get("creationDateTime"))
        self.know(about, "refi-modifier", self.coder(element.get("modifyingUser")))
        self.know(about, "modified", element.get("modifiedDateTime"))

    def coder(self, guid: str | None) -> str:
        """Return the reference to a user; one that isn't listed is known by the GUID alone."""
        if not guid:
            return ""
        found = self.find(guid)
        if not found.startswith("coders/"):
            found = self.add(
                "coders", Coder(self.free("coders", slug(guid, "user")), UNNAMED, "person")
            )
            self.known[record_id(guid)] = found
            self.know(found, "guid", guid)
            self.know(found, "refi-unnamed", UNNAMED)
            self.note("are not among the users, and are known by their GUID alone", guid)
        return found

    def unnamed(self, element: Element, about: str, called: str) -> None:
        """Keep that an element has no name, and what we call it instead."""
        if not element.get("name", "").strip():
            self.know(about, "refi-unnamed", called)
            self.note("have no name, and are called something here alone", f"{about}: {called}")

    def refer_notes(self, element: Element, about: str) -> None:
        """Keep that an element's notes are about a record."""
        for reference in element.findall("NoteRef"):
            guid = record_id(reference.get("targetGUID", ""))
            self.about.setdefault(guid, {})[about] = None

    def note(self, what: str, which: str) -> None:
        """Say what was odd, once for each kind, with how often and the first that was."""
        if not self._odd[what]:
            self.notes.append(Note(which, place=what))
        self._odd[what] += 1

    def said(self) -> tuple[Note, ...]:
        """Return what was odd: “3 selections …”."""
        return tuple(
            Note(f"{self._odd[note.place]} {note.place}: {note.text}", place="project")
            for note in self.notes
        )

    def study(self, info: StudyInfo) -> Study:
        """Return the study."""
        used = {attribute.variable for attribute in self.attributes}
        for name in VARIABLES:
            if name in used:
                datatype, meaning = VARIABLES[name]
                self.add("variables", Variable(name, f"REFI-QDA: {name[5:]}", datatype, meaning))
        tables: dict[str, Any] = {table: tuple(rows.values()) for table, rows in self.rows.items()}
        return Study(info, **tables, attributes=tuple(sorted(self.attributes)))


def distinct_names(elements: Iterable[tuple[str, str]], fallback: str) -> list[str]:
    """Return an id for each (name, GUID): its name's slug, with the GUID where several have it."""
    pairs = list(elements)
    slugs = [slug(name, fallback) for name, _ in pairs]
    often = Counter(slugs)
    taken: set[str] = set()
    ids = []
    for stem, (_, guid) in zip(slugs, pairs, strict=True):
        found = (
            stem if often[stem] == 1 else f"{stem}-{slug(record_id(guid), 'x')[-12:]}".strip("-")
        )
        number, candidate = 2, found
        while candidate in taken:
            number, candidate = number + 1, f"{found}-{number}"
        taken.add(candidate)
        ids.append(candidate)
    return ids
