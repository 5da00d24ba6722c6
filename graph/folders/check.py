"""What a study's values must mean, beyond types and references: said row by row.

Each check is a function from the material to faults; ``CHECKS`` lists them all.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

import ontology
from graph.errors import Fault, InputError, StudyError, nearest
from graph.folders import journal as folder_journal
from graph.folders.check_records import (
    attributes_fit_their_variable,
    codings_have_one_target,
    moments_are_dates,
    references_lead_somewhere,
    regions_have_an_extent,
    variables_have_a_datatype,
)
from graph.folders.check_statements import (
    every_quote_is_coded_once_per_theme,
    nothing_is_stated_twice,
    roles_have_a_basis,
    roles_rest_on_own_words,
    statements_have_evidence,
    statements_join_two,
)
from graph.folders.folder import read_folder, read_sources
from graph.folders.tables import Tables, as_tables
from graph.model import Document, Mention, Passage, Quote, Study
from graph.stores.bulk import in_bulk

CONTROLLED: Mapping[tuple[str, str], str] = {
    ("coders", "kind"): "agent-kind",
    ("documents", "medium"): "medium",
    ("collections", "method"): "method",
    ("themes", "valence"): "valence",
    ("respondents", "role_basis"): "role-basis",
    ("roles", "sector"): "sector",
    ("quotes", "layout"): "layout",
    ("codings", "review"): "review-status",
    ("mentions", "review"): "review-status",
    ("ties", "type"): "tie-type",
    ("ties", "status"): "tie-status",
    ("ties", "direction"): "direction",
    ("ties", "voice"): "voice",
    ("ties", "review"): "review-status",
    ("links", "type"): "link-type",
    ("links", "voice"): "voice",
    ("links", "review"): "review-status",
    ("relations", "direction"): "direction",
    ("decisions", "decision"): "decision",
}
"""The columns whose values are notations of a SKOS scheme, and which scheme."""

ROLE_COLUMNS = (
    ("roles", "broader"),
    ("respondents", "affiliation"),
    ("respondents", "role"),
    ("mentions", "role"),
    ("ties", "source"),
    ("ties", "target"),
)
"""The columns whose values are actor roles, shared or the study's own."""


@dataclass(frozen=True, slots=True)
class Material:
    """What the checks look at: the records, their rows, and the source texts at hand."""

    study: Study
    tables: Tables
    sources: Mapping[str, str] = field(default_factory=dict)

    def fault(
        self, table: str, record_id: str, column: str, value: object, problem: str, mend: str
    ) -> Fault:
        """Return a fault at a record's own row."""
        line = self.tables.line(table, record_id)
        return Fault(f"{table}.csv", line, column, str(value), problem, mend)


@in_bulk()
def load(folder: Path, source: Path | None = None) -> Study:
    """Read a study folder and check all of it; a change that a crash interrupted is finished.

    ``source`` is a source text that isn't in the folder; it is recognised by its SHA-256. Raises
    ``InputError`` if there is no such folder or source, ``StudyError`` with every fault.
    """
    folder_journal.repair(folder)
    study, tables = read_folder(folder)
    faults: list[Fault] = []
    sources = _decoded(read_sources(folder, study) | _given(source, study), faults)
    faults += _faults(Material(study, tables, sources))
    if faults:
        raise StudyError(str(folder), faults)
    return study


def refuse_unsound(study: Study, sources: Mapping[str, str], shown: str) -> None:
    """Refuse a study that would be unsound in a folder; ``shown`` is what it's called.

    Raises ``StudyError`` with every fault.
    """
    if faults := list(_faults(Material(study, as_tables(study), sources))):
        raise StudyError(shown, faults)


def _faults(material: Material) -> Iterator[Fault]:
    for check in CHECKS:
        yield from check(material)


def unseen_documents(folder: Path, study: Study, source: Path | None = None) -> list[str]:
    """Return the documents without a source text at hand: their positions can't be checked."""
    seen = read_sources(folder, study).keys() | _given(source, study).keys()
    needed = {quote.document for quote in study.quotes}
    needed |= {passage.document for passage in study.passages}
    return [each.id for each in study.documents if each.id in needed - seen]


def _given(source: Path | None, study: Study) -> dict[str, bytes]:
    if source is None:
        return {}
    if not source.is_file():
        raise InputError(f"{source}: there is no such source text")
    data = source.read_bytes()
    digest = sha256(data).hexdigest()
    matching = {d.id: data for d in study.documents if d.sha256 == digest}
    if not matching:
        raise InputError(
            f"{source}: its SHA-256 is {digest}, which no row of documents.csv has; "
            "give the text that the study was read from, or mend documents.csv"
        )
    return matching


def _decoded(sources: Mapping[str, bytes], faults: list[Fault]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for document, data in sources.items():
        try:
            texts[document] = data.decode("utf-8")
        except UnicodeDecodeError as error:
            place = f"sources/{document}.txt"
            byte = f"isn't UTF-8 (byte 0x{data[error.start]:02X} at {error.start})"
            faults.append(Fault(place, 0, "", "", byte, "save it as UTF-8"))
    return texts


# ---------------------------------------------------------------- vocabularies


def controlled_values(material: Material) -> Iterator[Fault]:
    """Values of controlled columns are notations of their scheme."""
    for (table, column), scheme in CONTROLLED.items():
        allowed = list(ontology.scheme(scheme))
        for record in getattr(material.study, table):
            value = getattr(record, column)
            if value and value not in allowed:
                article = "an" if scheme.startswith("a") else "a"
                problem = f"isn't {article} {scheme.replace('-', ' ')}"
                mend = nearest(value, allowed)
                yield material.fault(table, record.id, column, value, problem, mend)


def roles_are_known(material: Material) -> Iterator[Fault]:
    """Roles are in the shared scheme or in the study's own table, and not in both."""
    shared = ontology.scheme("role")
    known = dict.fromkeys([*shared, *(role.id for role in material.study.roles)])
    for role in material.study.roles:
        if role.id in shared:
            problem = "is a role of the shared scheme already"
            yield material.fault("roles", role.id, "id", role.id, problem, "remove this row")
    for table, column in ROLE_COLUMNS:
        for record in getattr(material.study, table):
            value = getattr(record, column)
            if value and value not in known:
                mend = f"{_nearest_role(value, [*known])}, or add it to roles.csv"
                yield material.fault(table, record.id, column, value, "isn't an actor role", mend)


def _nearest_role(value: str, known: Sequence[str]) -> str:
    """Return how to mend a role: a name of a shared role leads to its notation."""
    for notation, role in ontology.scheme("role").items():
        names = {name.casefold() for name in (role.label, *role.alternatives)}
        if value.replace("-", " ").casefold() in names:
            return f"did you mean {notation!r}?"
    return nearest(value, known)


# ---------------------------------------------------------------- themes and roles as trees


LEVELS = 100
"""How many levels of themes or roles may stand above each other.

Codebooks have three or four; what is derived of a tree grows with the square of its depth.
"""


def trees_have_roots(material: Material) -> Iterator[Fault]:
    """No theme or role stands above itself, and no tree is deeper than ``LEVELS``."""
    for table in ("themes", "roles"):
        above = {record.id: record.broader for record in getattr(material.study, table)}
        levels = _levels(above)
        for record_id, broader in above.items():
            if not levels[record_id]:
                yield material.fault(
                    table, record_id, "broader", broader,
                    "makes this row stand above itself", "empty one 'broader' of the circle",
                )  # fmt: skip
            elif levels[record_id] == LEVELS + 1:
                yield material.fault(
                    table, record_id, "broader", broader, f"stands {LEVELS} levels deep",
                    f"a tree has at most {LEVELS} levels: name one further up",
                )  # fmt: skip


def _levels(above: Mapping[str, str]) -> Mapping[str, int]:
    """Return each row's level, from 1; 0 for those of a circle."""
    levels: dict[str, int] = {}
    for start in above:
        way: dict[str, None] = {}
        current = start
        while current in above and current not in levels and current not in way:
            way[current] = None
            current = above[current]
        if current in way:  # a circle, and perhaps a way into it
            names = list(way)
            levels |= dict.fromkeys(names[names.index(current) :], 0)
        level = levels.get(current, 0)
        for record_id in reversed([name for name in way if name not in levels]):
            level += 1
            levels[record_id] = level
    return levels


# ---------------------------------------------------------------- positions


def documents_are_the_ones_coded(material: Material) -> Iterator[Fault]:
    """A source text that is at hand has the SHA-256 and length that its row states."""
    for document in material.study.documents:
        text = material.sources.get(document.id)
        if text is not None:
            yield from _document_faults(material, document, text)


def _document_faults(material: Material, document: Document, text: str) -> Iterator[Fault]:
    digest = sha256(text.encode()).hexdigest()
    if document.sha256 and document.sha256 != digest:
        yield material.fault(
            "documents", document.id, "sha256", document.sha256,
            "isn't the SHA-256 of the source text", f"bring back the coded text, or write {digest}",
        )  # fmt: skip
    if document.length is not None and document.length != len(text):
        yield material.fault(
            "documents", document.id, "length", document.length,
            "isn't the source text's length in code points", f"write {len(text)}",
        )  # fmt: skip


def spans_are_in_their_document(material: Material) -> Iterator[Fault]:
    """Quotes and passages begin before they end, and end within their document."""
    lengths = {document.id: document.length for document in material.study.documents}
    lengths |= {name: len(text) for name, text in material.sources.items()}
    for table in ("quotes", "passages"):
        for record in getattr(material.study, table):
            length = lengths[record.document]
            if record.start >= record.end:
                problem = f"isn't after start ({record.start})"
                mend = "give the position after the last character"
                yield material.fault(table, record.id, "end", record.end, problem, mend)
            elif length is not None and record.end > length:
                problem = f"is beyond the end of {record.document} ({length})"
                mend = "mend the position or the document's length"
                yield material.fault(table, record.id, "end", record.end, problem, mend)


def words_are_at_their_position(material: Material) -> Iterator[Fault]:
    """The words of a quote or passage stand where its position says.

    Without the source text only the length can be checked: ``end - start`` code points. A quote
    without words is sound only there.
    """
    for table in ("quotes", "passages"):
        for record in getattr(material.study, table):
            if record.text and record.start < record.end:
                yield from _words_fault(material, table, record)
    for quote in material.study.quotes:
        if not quote.text and quote.document in material.sources:
            problem, mend = "is empty, but the source text is at hand", "copy the words"
            yield material.fault("quotes", quote.id, "text", "", problem, mend)


def _words_fault(material: Material, table: str, record: Quote | Passage) -> Iterator[Fault]:
    source = material.sources.get(record.document)
    if source is None:
        if record.end - record.start != len(record.text):
            problem = f"are {len(record.text)} code points, but end - start is "
            problem += str(record.end - record.start)
            mend = "copy the words and the position again"
            yield material.fault(table, record.id, "text", record.text, problem, mend)
    elif source[record.start : record.end] != record.text:
        problem = f"aren't at {record.start}-{record.end} in {record.document}"
        mend = _where(record, source)
        yield material.fault(table, record.id, "text", record.text, problem, mend)


_MUCH_ALIKE = 0.8
"""From this ratio on, words were copied and then changed, by a spreadsheet or by hand."""


def _where(record: Quote | Passage, source: str) -> str:
    found = source.find(record.text)
    if found >= 0:
        return f"the words stand at start {found}, end {found + len(record.text)}"
    there = source[record.start : record.start + len(record.text)]
    if SequenceMatcher(None, record.text, there).ratio() < _MUCH_ALIKE:
        return "the words aren't in the source at all: copy them again"
    pairs = enumerate(zip(record.text, there, strict=False))
    alike = next(place for place, (ours, theirs) in pairs if ours != theirs)
    return (
        f"at character {alike + 1} the table has {record.text[alike]!r} "
        f"where the source has {there[alike]!r}: copy the words again"
    )


# ---------------------------------------------------------------- statements and their evidence


def mentions_have_one_target(material: Material) -> Iterator[Fault]:
    """A mention is in a quote or in a passage, and its words are within it."""
    quotes = {quote.id: quote for quote in material.study.quotes}
    passages = {passage.id: passage for passage in material.study.passages}
    for mention in material.study.mentions:
        if bool(mention.quote) == bool(mention.passage):
            problem = "and passage are both given" if mention.quote else "and passage are empty"
            mend = "name the quote or the passage that speaks of the role"
            yield material.fault("mentions", mention.id, "quote", mention.quote, problem, mend)
        else:
            target = quotes[mention.quote] if mention.quote else passages[mention.passage]
            yield from _span_faults(material, mention, target.start, target.end)


def _span_faults(material: Material, mention: Mention, start: int, end: int) -> Iterator[Fault]:
    if mention.start is None and mention.end is None:
        return
    if mention.start is None or mention.end is None:
        problem, mend = "is given without its other end", "give both start and end, or neither"
    elif not start <= mention.start < mention.end <= end:
        problem = f"isn't within what it is a mention in ({start}-{end})"
        mend = "give the position of the words in the document"
    else:
        return
    place = f"{mention.start}-{mention.end}"
    yield material.fault("mentions", mention.id, "start", place, problem, mend)


CHECKS: Sequence[Callable[[Material], Iterator[Fault]]] = (
    controlled_values,
    roles_are_known,
    trees_have_roots,
    roles_have_a_basis,
    roles_rest_on_own_words,
    nothing_is_stated_twice,
    documents_are_the_ones_coded,
    spans_are_in_their_document,
    words_are_at_their_position,
    mentions_have_one_target,
    statements_have_evidence,
    statements_join_two,
    every_quote_is_coded_once_per_theme,
    codings_have_one_target,
    regions_have_an_extent,
    references_lead_somewhere,
    variables_have_a_datatype,
    attributes_fit_their_variable,
    moments_are_dates,
)
