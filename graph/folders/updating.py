"""A new reading of a source brought into a study folder in which people have worked.

A statement is the same if it's about the same words and says the same of them; so is one that says
now, after somebody edited it, something else than it did. What people decided on stays as it is,
what they rejected doesn't come back, and what the reader doesn't suggest any more goes, unless
somebody touched it. Ids stay. Where the source itself has changed, quotes are found again by their
words, even if some of them have changed; what rests on words that are gone stays with the former
text, as a document of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from graph.folders.sameness import Holder, Key, keys, matched, needed, position, references, touched
from graph.folders.tables import foreign_keys
from graph.model import STATEMENTS, Document, Mention, Reading, Study
from graph.paths import theme_paths
from graph.readers.ids import fresh
from graph.review.journal import by_reference, former_selves, note_of, standing_decisions

_HOLDERS = ("quotes", "passages")
_SWEPT = (*_HOLDERS, "themes", "respondents", "documents")


@dataclass(frozen=True, slots=True)
class Update:
    """What an update makes of a folder.

    ``added`` and ``dropped`` are references; ``decided`` those of statements that the reading makes
    again and that stay as somebody decided. ``sources`` are texts to write, by document id.
    """

    study: Study
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    decided: tuple[str, ...]
    sources: Mapping[str, str | None]


def update(study: Study, reading: Reading, texts: Mapping[str, str]) -> Update:
    """Return what a new reading makes of a study; ``texts`` are its sources as they were read."""
    merge = _Merge(_with_former_documents(study, reading.study), reading)
    merge.coders_and_collections()
    merge.themes()
    merge.respondents()
    for table in _HOLDERS:
        merge.holders(table)
    for table in STATEMENTS:
        merge.statements(table)
    merge.sweep()
    after = merge.study
    ids = {document.id for document in after.documents}
    former = {
        _former_id(old): texts[old.id]
        for old in study.documents
        if old.id in texts and _former_id(old) in ids and old.id in reading.sources
    }
    before, now = by_reference(study), by_reference(after)
    return Update(
        after,
        tuple(reference for reference in now if reference not in before),
        tuple(reference for reference in before if reference not in now),
        tuple(merge.decided),
        {**reading.sources, **former} if after.documents != study.documents or former else {},
    )


# ---------------------------------------------------------------- documents that have changed


_BEFORE = "-before-"


def _former_id(document: Document) -> str:
    return f"{document.id}{_BEFORE}{document.sha256[:8] or 'unknown'}"


def _with_former_documents(study: Study, read: Study) -> Study:
    """Return the study with changed documents apart: what was read stands in the former one."""
    new = {document.id: document for document in read.documents}
    changed = {
        old.id: _former_id(old)
        for old in study.documents
        if old.id in new and old.sha256 != new[old.id].sha256
    }
    rows: dict[str, Any] = {
        table: tuple(
            replace(row, document=changed[row.document]) if row.document in changed else row
            for row in getattr(study, table)
        )
        for table in ("quotes", "passages", "regions", "codings")
    }
    known = {document.id for document in study.documents}
    rows["documents"] = (
        *(
            replace(new[old.id], title=old.title, note=old.note) if old.id in changed else old
            for old in study.documents
        ),
        *(document for document in read.documents if document.id not in known),
        *(
            replace(old, id=changed[old.id], title=f"{old.title}, as it was read before")
            for old in study.documents
            if old.id in changed
        ),
    )
    return replace(study, **rows)


# ---------------------------------------------------------------- the merge


@dataclass(slots=True)
class _Merge:
    """A study on its way: what is done to it, table by table. ``ids`` leads from the reading's."""

    study: Study
    reading: Reading
    ids: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    moves: dict[str, tuple[Holder, Holder]] = field(default_factory=dict)
    decided: list[str] = field(default_factory=list)
    released: set[str] = field(default_factory=set)

    def coders_and_collections(self) -> None:
        """Add whoever and whatever isn't there by its id."""
        for table in ("coders", "collections"):
            known = {row.id for row in getattr(self.study, table)}
            new = [row for row in getattr(self.reading.study, table) if row.id not in known]
            self._put(table, (*getattr(self.study, table), *new))

    def themes(self) -> None:
        """Find themes by their labels up to the root, renamed ones by their ids; add the others.

        Where several have the same labels, as codes of other programs may, the id says which.
        """
        there, path = theme_paths(self.study), theme_paths(self.reading.study)
        known = {labels: theme_id for theme_id, labels in there.items()}
        claimed = {known[labels] for labels in path.values() if labels in known}
        claimed |= {same for same in path if there.get(same) == path[same]}
        renamed = {theme.id for theme in self.study.themes} - claimed
        for theme in self.reading.study.themes:
            same = there.get(theme.id) == path[theme.id]
            found = theme.id if same else known.get(path[theme.id])
            found = found or (theme.id if theme.id in renamed else None)
            broader = self.ids["themes"].get(theme.broader, "")
            self._found_or_added("themes", theme.id, found, replace(theme, broader=broader))

    def respondents(self) -> None:
        """Find respondents by label, also one that became another's; renamed ones by their ids."""
        known = {person.label: person.id for person in self.study.respondents}
        there = set(known.values())
        for made in standing_decisions(self.study):
            for reference, was in note_of(made).was.items():
                if reference.startswith("respondents/") and "label" in was:
                    known.setdefault(str(was["label"]), made.about.partition("/")[2])
        said = {person.label for person in self.reading.study.respondents}
        renamed = there - {known[label] for label in said if label in known}
        for person in self.reading.study.respondents:
            found = known.get(person.label) or (person.id if person.id in renamed else None)
            self._found_or_added("respondents", person.id, found, person)

    def holders(self, table: str) -> None:
        """Find quotes or passages by place or words; add the others."""
        new: list[Holder] = list(getattr(self.reading.study, table))
        old: list[Holder] = list(getattr(self.study, table))
        found = matched(old, new, self._former())
        self._put(table, (self._moved(row, found.get(row.id)) for row in old))
        back = {partner.id: old_id for old_id, partner in found.items()}
        for row in new:
            self._found_or_added(table, row.id, back.get(row.id), self._translated(table, row))

    def statements(self, table: str) -> None:
        """Find statements by what they say of which words; add the others, drop what's gone."""
        rows = {row.id: self._shifted(row) for row in getattr(self.study, table)}
        known = self._known(table, rows.values())
        holders = {row.id: row for name in _HOLDERS for row in getattr(self.study, name)}
        documents = {row.id: row.document for row in holders.values()}
        news = [self._translated(table, row) for row in getattr(self.reading.study, table)]
        news = [row for row in news if _fits(row, holders)]
        again: dict[str, Any] = {}
        left = []
        for new in news:
            exactly = known[keys(new, documents)[0]]
            again |= {row_id: new for row_id in exactly if row_id not in again}
            left += [] if exactly else [new]
        added = []
        for new in left:
            loosely = [i for i in known[keys(new, documents)[1]] if i not in again]
            again |= dict.fromkeys(loosely, new)
            added += [] if loosely else [new]
        self._take(table, rows, again, added)

    def _known(self, table: str, rows: Iterable[Any]) -> dict[Key, list[str]]:
        """Return the ids of statements by what they say, and said before they were edited."""
        documents = {row.id: row.document for t in _HOLDERS for row in getattr(self.study, t)}
        selves = former_selves(self.study)
        known: dict[Key, list[str]] = defaultdict(list)
        for row in rows:
            past = map(self._shifted, selves.get(f"{table}/{row.id}", ()))
            for key in {key for self_ in (row, *past) for key in keys(self_, documents)}:
                known[key].append(row.id)
        return known

    def _take(
        self, table: str, rows: dict[str, Any], again: Mapping[str, Any], news: Iterable[Any]
    ) -> None:
        """Take over what the reading says of statements known, add new ones, drop the others."""
        fixed = touched(self.study)
        for row_id, row in [*rows.items()]:
            if not self._is_ours(row):
                self.decided += [f"{table}/{row_id}"] if row_id in again else []
            elif f"{table}/{row_id}" not in fixed and row_id in again:
                rows[row_id] = replace(again[row_id], id=row_id)
            elif f"{table}/{row_id}" not in fixed:
                self.released |= references(table, rows.pop(row_id))
        before = {row.id for row in getattr(self.study, table)}
        for new in dict.fromkeys(news):
            new_id = fresh(new.id, before | rows.keys())
            rows[new_id] = replace(new, id=new_id)
        self._put(table, rows.values())

    def sweep(self) -> None:
        """Drop what only dropped suggestions needed, and words that are gone and carry nothing."""
        former = set(self._former())
        found = {f"{t}/{i}" for t, ids in self.ids.items() for i in ids.values()}
        going = True
        while going:
            kept, going = needed(self.study) | found, False
            for table in _SWEPT:
                rows = {f"{table}/{row.id}": row for row in getattr(self.study, table)}
                for reference, row in [*rows.items()]:
                    lost = reference in self.released or _is_of(row, former)
                    if lost and reference not in kept:
                        self.released |= references(table, rows.pop(reference))
                        going = True
                self._put(table, rows.values())

    # ------------------------------------------------------------ parts

    def _put(self, table: str, rows: Iterable[object]) -> None:
        changed: dict[str, Any] = {table: tuple(rows)}
        self.study = replace(self.study, **changed)

    def _found_or_added(self, table: str, new_id: str, found: str | None, row: Any) -> None:  # noqa: ANN401 -- a record
        rows = getattr(self.study, table)
        if not found:
            found = fresh(new_id, {held.id for held in rows})
            self._put(table, (*rows, replace(row, id=found)))
        self.ids[table][new_id] = found

    def _former(self) -> dict[str, str]:
        """Return what former documents are now, by their ids."""
        known = [document.id for document in self.study.documents]
        return {n: d for d in self.reading.sources for n in known if n.startswith(f"{d}{_BEFORE}")}

    def _moved(self, old: Holder, new: Holder | None) -> Holder:
        """Return a quote or passage where it stands in the changed source, if it still does."""
        current = self._former().get(old.document)
        if current is None:
            return old
        text = self.reading.sources[current]
        if new:
            now = replace(old, document=current, start=new.start, end=new.end, text=new.text)
        elif old.text and text.count(old.text) == 1:
            at = text.index(old.text)
            now = replace(old, document=current, start=at, end=at + len(old.text))
        else:
            return old
        self.moves[old.id] = (old, now)
        return now

    def _shifted(self, row: Any) -> Any:  # noqa: ANN401 -- a statement
        """Return a mention with its words where they stand now; without a place if they're gone."""
        move = self.moves.get(getattr(row, "quote", "") or getattr(row, "passage", ""))
        if move is None or not isinstance(row, Mention) or row.start is None or row.end is None:
            return row
        place = position(*move, row.start, row.end)
        return replace(row, start=place[0] if place else None, end=place[1] if place else None)

    def _translated(self, table: str, row: Any) -> Any:  # noqa: ANN401 -- a record
        changes: dict[str, Any] = {}
        for name, column, target in foreign_keys():
            value, ids = getattr(row, column, ""), self.ids[target]
            if name == table and isinstance(value, tuple):
                changes[column] = tuple(sorted(ids.get(part, part) for part in value))
            elif name == table:
                changes[column] = ids.get(value, value)
        return replace(row, **changes)

    def _is_ours(self, row: Any) -> bool:  # noqa: ANN401 -- a statement
        """Return whether nobody decided on what this reader suggested."""
        programs = {coder.id for coder in self.reading.study.coders}
        return row.review == "suggested" and row.coder in programs


def _is_of(row: object, documents: set[str]) -> bool:
    """Return whether a record stands in one of the documents, or is one of them."""
    return getattr(row, "document", "") in documents or getattr(row, "id", "") in documents


def _fits(row: Any, holders: Mapping[str, Holder]) -> bool:  # noqa: ANN401 -- a statement
    """Return whether a mention's words are within its quote, which somebody may have mended."""
    if not isinstance(row, Mention) or row.start is None or row.end is None:
        return True
    holder = holders[row.quote or row.passage]
    return holder.start <= row.start < row.end <= holder.end
