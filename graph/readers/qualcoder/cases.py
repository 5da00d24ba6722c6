"""QualCoder's cases as respondents, and the attributes of cases and files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.folders.variables import SHARED, canonical
from graph.model import Respondent, Variable
from graph.readers.characters import label, plain
from graph.readers.database import Database, text, whole
from graph.readers.ids import distinct_slugs
from graph.readers.qualcoder.documents import Source
from graph.readers.qualcoder.found import Found
from graph.readers.qualcoder.texts import Place

IMPORTANT = Variable("important", "Marked as important", "boolean")
_TAKEN = (*SHARED, IMPORTANT.id)
_SHORT_OF_ALL = 1
"""Some versions end a case that is a whole text one character before its end."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A case's stretch of a source's text."""

    case: int
    source: int
    start: int
    end: int


class Cases:
    """The cases by number, and which stretches of which source are theirs."""

    def __init__(self, database: Database, sources: Mapping[int, Source], found: Found) -> None:
        """Read cases and their stretches."""
        self._sources = sources
        self._found = found
        rows = [
            (number, label(text(name), "without a name"), memo, date)
            for key, name, memo, date in database.rows("cases", "caseid", "name", "memo", "date")
            if (number := whole(key)) is not None
        ]
        ids = distinct_slugs((name for _, name, _, _ in rows), "respondent")
        self.respondents: dict[int, Respondent] = {}
        for respondent_id, (number, name, memo, date) in zip(ids, rows, strict=True):
            note = plain(text(memo)).strip()
            self.respondents[number] = Respondent(respondent_id, name, note=note)
            found.date(f"respondents/{respondent_id}", date)
        self._parts = self._read_parts(database)

    def speakers(self, places: Iterable[Place]) -> dict[Place, str]:
        """Return who says what stands at each place: the one case whose stretch it lies in.

        In the stretches of several cases, or of none, it's nobody's: nobody is made a speaker.
        """
        by_source: dict[int, list[_Part]] = {}
        for part in self._parts:
            by_source.setdefault(part.source, []).append(part)
        speakers: dict[Place, str] = {}
        several = 0
        for place in places:
            source, start, end = place
            cases = {p.case for p in by_source.get(source, ()) if p.start <= start and end <= p.end}
            if len(cases) == 1:
                speakers[place] = self.respondents[cases.pop()].id
            several += len(cases) > 1
        if several:
            words = "lie in the text of several cases: nobody is named as the speaker"
            self._found.note(words, f"{several} quotes")
        return speakers

    def relations(self) -> list[tuple[str, str]]:
        """Return which respondents the project links to which documents, each pair once."""
        pairs = [
            (
                f"respondents/{self.respondents[part.case].id}",
                f"documents/{self._sources[part.source].document.id}",
            )
            for part in self._parts
        ]
        return list(dict.fromkeys(pairs))

    def _read_parts(self, database: Database) -> list[_Part]:
        parts = []
        for row in database.rows("case_text", "caseid", "fid", "pos0", "pos1"):
            case, source, start, end = (whole(value) or 0 for value in row)
            if case in self.respondents and source in self._sources:
                length = len(self._sources[source].text)
                is_all = start == 0 and end + _SHORT_OF_ALL >= length
                parts.append(_Part(case, source, start, length if is_all else end))
        within = sum(p.start > 0 or p.end < len(self._sources[p.source].text) for p in parts)
        if within:
            words = "of texts belong to a case: kept as the speaker of the quotes within them"
            self._found.note(words, f"{within} stretches")
        return parts


def attributes(
    database: Database, cases: Cases, sources: Mapping[int, Source], found: Found
) -> list[Variable]:
    """Keep the attributes of cases and files; return their variables."""
    values = _values(database, cases, sources)
    described = {
        text(name): (text(memo), text(kind))
        for name, memo, kind in database.rows("attribute_type", "name", "memo", "valuetype")
    }
    names = list(dict.fromkeys((*described, *(name for name, _, _ in values))))
    titles = [label(name, "without a name") for name in names]
    ids = distinct_slugs((*_TAKEN, *titles), "variable")[len(_TAKEN) :]
    variables = []
    for variable_id, name, title in zip(ids, names, titles, strict=True):
        memo, kind = described.get(name, ("", ""))
        own = [(about, value) for own_name, about, value in values if own_name == name]
        numbers = {about: canonical(value, "decimal") for about, value in own}
        numeric = kind == "numeric" and bool(own) and None not in numbers.values()
        variables.append(
            Variable(variable_id, title, "decimal" if numeric else "text", plain(memo).strip())
        )
        for about, value in own:
            found.know(about, variable_id, (numbers[about] or "") if numeric else value)
    return variables


def _values(
    database: Database, cases: Cases, sources: Mapping[int, Source]
) -> list[tuple[str, str, str]]:
    """Return the name of each attribute, the record that it is about, and its value."""
    values = []
    for name, kind, value, number in database.rows("attribute", "name", "attr_type", "value", "id"):
        key = whole(number) or 0
        if key in cases.respondents and kind == "case":
            about = f"respondents/{cases.respondents[key].id}"
        elif key in sources and kind == "file":
            about = f"documents/{sources[key].document.id}"
        else:
            continue  # of a case or file that was deleted
        if words := plain(text(value)).strip():
            values.append((text(name), about, words))
    return values
