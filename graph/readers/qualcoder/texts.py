"""QualCoder's coded text: one quote for each stretch, however many codes and coders it has."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.model import Coding, Note, Quote
from graph.readers.characters import plain
from graph.readers.database import Database, Value, text, whole
from graph.readers.ids import numbered
from graph.readers.qualcoder.documents import Source
from graph.readers.qualcoder.found import Found
from graph.readers.qualcoder.stretches import Finder
from graph.readers.room import require_room

Place = tuple[int, int, int]
"""A source's number, and start and end in code points of its text."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A row that codes something: a place in a text, or a region by its id."""

    target: Place | str
    theme: str
    coder: str
    memo: Value
    owner: Value
    date: Value
    important: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """An annotation: a memo about a stretch of text."""

    place: Place
    memo: Value
    owner: Value
    date: Value


class Texts:
    """The texts of a project, in which stretches are looked up."""

    def __init__(self, sources: Mapping[int, Source], found: Found) -> None:
        """``found`` gets a note for each stretch that isn't where the project says."""
        self._sources = sources
        self._found = found
        self._finders: dict[int, Finder] = {}

    def place(self, row: tuple[Value, Value, Value], words: Value, what: str) -> Place | None:
        """Return where a stretch is: of a source's number, begin and end as the project says."""
        number, start, end = (whole(value) for value in row)
        source = self._sources.get(number) if number is not None else None
        if number is None or source is None or start is None or end is None:
            self._found.note(f"a source or position isn't there ({row}): left out", what)
            return None
        if number not in self._finders:
            self._finders[number] = Finder(source.text)
        stretch = self._finders[number].find(plain(text(words)), start, end)
        if stretch is None:
            self._found.note(f"isn't in the text at {start}-{end}: left out", what)
            return None
        if stretch.doubt:
            note = Note(f"{what}: {stretch.doubt}", stretch.start, stretch.end, source.document.id)
            self._found.notes.append(note)
        return number, stretch.start, stretch.end


def read(database: Database, texts: Texts, codes: Mapping[int, str], found: Found) -> list[Coded]:
    """Return the codings of text, in the order of their keeping."""
    columns = ("fid", "pos0", "pos1", "seltext", "cid", "owner", "memo", "date", "important")
    coded: list[Coded] = []
    for number, row in enumerate(database.rows("code_text", *columns), start=1):
        source, start, end, words, code, owner, memo, date, important = row
        what = f"code_text, row {number}"
        place = texts.place((source, start, end), words, what)
        theme = codes.get(whole(code) or -1, "")
        if place and not theme:
            found.note(f"its code {code} isn't in the codebook: left out", what)
        elif place:
            coder = found.coders.get(text(owner).strip(), "")
            coded.append(Coded(place, theme, coder, memo, owner, date, whole(important) == 1))
    return coded


def remarks(database: Database, texts: Texts) -> list[Remark]:
    """Return the annotations, in the order of their keeping."""
    rows = database.rows("annotation", "fid", "pos0", "pos1", "memo", "owner", "date")
    found = []
    for number, (source, start, end, memo, owner, date) in enumerate(rows, start=1):
        if place := texts.place((source, start, end), "", f"annotation, row {number}"):
            found.append(Remark(place, memo, owner, date))
    return found


def quotes(
    places: list[Place], sources: Mapping[int, Source], speakers: Mapping[Place, str]
) -> dict[Place, Quote]:
    """Return a quote for each place, in the order of the sources and of their texts."""
    order = {number: rank for rank, number in enumerate(sources)}
    ordered = sorted(set(places), key=lambda place: (order[place[0]], *place[1:]))
    require_room((end - start for _, start, end in ordered), "the project")
    return {
        place: Quote(
            id=quote_id,
            text=sources[place[0]].text[place[1] : place[2]],
            respondent=speakers.get(place, ""),
            document=sources[place[0]].document.id,
            start=place[1],
            end=place[2],
            layout="block",
        )
        for quote_id, place in zip(numbered("q", ordered), ordered, strict=True)
    }


def codings(coded: list[Coded], said: Mapping[Place, Quote], found: Found) -> tuple[Coding, ...]:
    """Return the codings with what is known of each; what two rows say alike is one coding."""
    once = {(one.target, one.theme, one.coder): one for one in reversed(coded)}
    ordered = [one for one in coded if once[one.target, one.theme, one.coder] is one]
    made = []
    for coding_id, one in zip(numbered("c", ordered), ordered, strict=True):
        quote = said[one.target].id if isinstance(one.target, tuple) else ""
        region = one.target if isinstance(one.target, str) else ""
        made.append(Coding(coding_id, quote, one.theme, one.coder, region=region))
        about = f"codings/{coding_id}"
        found.date(about, one.date)
        found.memo(one.memo, about, one.owner, one.date)
        if one.important:
            found.know(about, "important", "true")
    if lost := len(coded) - len(ordered):
        found.note("code the same place twice by the same coder: taken once", f"{lost} rows")
    return tuple(made)
