"""What somebody must see to decide: the words in their sentence, where, whose, in which theme."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import ontology
from graph.folders.tables import cells
from graph.model import Mention, Passage, Quote, Study
from graph.review.deciding import EDITABLE, allowed_values
from graph.review.journal import by_reference
from graph.review.suggestions import ROLE_IN_LABEL, RULES, SAME_LABEL, Suggestion, evidence

AROUND = 160
"""How much of the source is shown before and after the words at most, in code points."""
SHOWN = 5
"""How many pieces of evidence are shown at most."""

Holder = Quote | Passage
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text; ``marked`` are the words that the suggestion is about."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words that a suggestion rests on, where they stand and who says them."""

    reference: str
    place: str
    speaker: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a role, theme, type or status means, as its scheme or the study defines it."""

    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Editable:
    """A field that can be edited, its value now, and what it may be (None: any text)."""

    column: str
    value: str
    allowed: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Context:
    """A suggestion as a person reads it. ``theme`` is a path, from the root."""

    reference: str
    table: str
    claim: str
    rule: str
    reason: str
    theme: str
    words: tuple[Words, ...]
    more: int
    meanings: tuple[Meaning, ...]
    fields: tuple[Editable, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A study with its source texts, looked at from any suggestion."""

    study: Study
    sources: Mapping[str, str]
    records: Mapping[str, Any]
    themes_of_quotes: Mapping[str, str]
    mentions_in: Mapping[str, Sequence[Mention]]

    def of(self, found: Suggestion) -> Context:
        """Return the context of a suggestion."""
        row = self.records[found.about]
        rests_on = self._evidence(found, row)
        marked = self._marked(found, row)
        return Context(
            reference=found.reference,
            table=found.table,
            claim=_CLAIMS[found.table](self, found, row),
            rule=found.rule,
            reason=RULES.get(found.rule, ""),
            theme=self._theme_path(self._theme(found, rests_on)),
            words=tuple(self._words(held, marked) for held in rests_on[:SHOWN]),
            more=max(0, len(rests_on) - SHOWN),
            meanings=tuple(self._meanings(found, row)),
            fields=tuple(self._fields(found, row)),
        )

    # ------------------------------------------------------------ words

    def _evidence(self, found: Suggestion, row: object) -> list[str]:
        if found.table != "respondents":
            targets = {
                "regions": getattr(row, "region", ""),
                "documents": getattr(row, "document", ""),
            }
            others = [f"{table}/{value}" for table, value in targets.items() if value]
            return evidence(row) or others
        said = [q for q in self.study.quotes if f"respondents/{q.respondent}" == found.about]
        return [f"quotes/{quote.id}" for quote in said]

    def _marked(self, found: Suggestion, row: Any) -> Callable[[str, Holder], list[Span]]:  # noqa: ANN401 -- a record
        """Return which words of a quote or passage the suggestion is about."""

        def spans(reference: str, holder: Holder) -> list[Span]:
            if found.table == "mentions" and row.start is not None and row.end is not None:
                return [(row.start, row.end)]
            if found.table == "ties":
                ends = {row.source, row.target}
                there = (m for m in self.mentions_in.get(reference, ()) if m.role in ends)
                return [(m.start, m.end) for m in there if m.start is not None and m.end]
            return [(holder.start, holder.end)]

        return spans

    def _words(self, reference: str, marked: Callable[[str, Holder], list[Span]]) -> Words:
        holder = self.records[reference]
        if not isinstance(holder, Quote | Passage):
            return self._shown_elsewhere(reference, holder)
        source = self.sources.get(holder.document)
        span = (holder.start, holder.end)
        whole = _View(holder.text, holder.start, span)
        view = whole if source is None else _View(source, 0, _around(source, span))
        pieces = tuple(view.pieces(marked(reference, holder)))
        return Words(reference, self._place(holder, source), self._speaker(holder), pieces)

    def _shown_elsewhere(self, reference: str, holder: Any) -> Words:  # noqa: ANN401 -- a record
        """Return the words of a region of a picture or recording, or of a whole document."""
        document = self.records[f"documents/{getattr(holder, 'document', holder.id)}"]
        said = getattr(holder, "text", "")
        return Words(reference, document.title, "", (Piece(said, marked=True),) if said else ())

    def _place(self, holder: Holder, source: str | None) -> str:
        title = self.records[f"documents/{holder.document}"].title
        if source is None:
            return f"{title}, {holder.start}–{holder.end}"
        return f"{title}, line {source.count(chr(10), 0, holder.start) + 1}"

    def _speaker(self, holder: Holder) -> str:
        if isinstance(holder, Passage):
            return "the authors"
        person = self.records.get(f"respondents/{holder.respondent}")
        return str(person.label) if person else "somebody unnamed"

    # ------------------------------------------------------------ themes and meanings

    def _theme(self, found: Suggestion, rests_on: Sequence[str]) -> str:
        row = self.records[found.about]
        if found.table == "respondents":
            return ""
        own = str(getattr(row, "theme", ""))
        return own or next(filter(None, map(self._theme_of, rests_on)), "")

    def _theme_of(self, reference: str) -> str:
        holder = self.records[reference]
        return (
            self.themes_of_quotes.get(holder.id, "") if isinstance(holder, Quote) else holder.theme
        )

    def _theme_path(self, theme: str) -> str:
        path: list[str] = []
        while theme and f"themes/{theme}" in self.records and len(path) < len(self.study.themes):
            record = self.records[f"themes/{theme}"]
            path.insert(0, record.label)
            theme = record.broader
        return " › ".join(path)

    def role_label(self, role: str) -> str:
        """Return the label of a role, shared or the study's own."""
        shared = ontology.scheme("role").get(role)
        own = self.records.get(f"roles/{role}")
        return shared.label if shared else own.label if own else role

    def _meanings(self, found: Suggestion, row: Any) -> Iterator[Meaning]:  # noqa: ANN401 -- a record
        for column in EDITABLE[found.table] if found.rule != SAME_LABEL else ():
            value = found.value if found.rule == ROLE_IN_LABEL else getattr(row, column)
            meaning = self._meaning(found.table, column, value)
            if meaning and meaning.definition:
                yield meaning

    def _meaning(self, table: str, column: str, value: str) -> Meaning | None:
        if column == "theme" or (table == "links" and column in {"source", "target"}):
            theme = self.records.get(f"themes/{value}")
            return Meaning(theme.label, theme.definition) if theme else None
        own = self.records.get(f"roles/{value}")
        if column in {"role", "source", "target"} and own:
            return Meaning(own.label, own.note)
        scheme = {"type": "link-type" if table == "links" else "tie-type", "status": "tie-status"}
        concept = ontology.scheme(scheme.get(column, "role")).get(value)
        return Meaning(concept.label, concept.definition) if concept else None

    def _fields(self, found: Suggestion, row: object) -> Iterator[Editable]:
        held = cells(row) | ({"role": found.value} if found.rule == ROLE_IN_LABEL else {})
        for column in EDITABLE[found.table] if found.rule != SAME_LABEL else ():
            allowed = allowed_values(self.study, found.table, column)
            yield Editable(column, held[column], None if allowed is None else tuple(allowed))


def scene(study: Study, sources: Mapping[str, str]) -> Scene:
    """Return the study as it is looked at from its suggestions."""
    mentions_in: dict[str, list[Mention]] = {}
    for mention in study.mentions:
        for reference in evidence(mention):
            mentions_in.setdefault(reference, []).append(mention)
    themes = {coding.quote: coding.theme for coding in study.codings if coding.review != "rejected"}
    return Scene(study, sources, by_reference(study), themes, mentions_in)


# ---------------------------------------------------------------- what is claimed


def _of_person(scene: Scene, found: Suggestion, row: Any) -> str:  # noqa: ANN401 -- a record
    if found.rule == SAME_LABEL:
        other = scene.records[f"respondents/{found.value}"].label
        return f"“{row.label}” is the same person as “{other}”"
    return f"“{row.label}” is: {scene.role_label(found.value)}"


def _of_coding(scene: Scene, found: Suggestion, row: Any) -> str:  # noqa: ANN401 -- a record
    del found
    return f"illustrates the theme “{scene.records[f'themes/{row.theme}'].label}”"


def _of_mention(scene: Scene, found: Suggestion, row: Any) -> str:  # noqa: ANN401 -- a record
    del found
    return f"speaks of: {scene.role_label(row.role)}"


def _of_tie(scene: Scene, found: Suggestion, row: Any) -> str:  # noqa: ANN401 -- a record
    del found
    arrow = "—" if row.direction == "mutual" else "→"
    kind = ontology.scheme("tie-type")[row.type].label
    ends = f"{scene.role_label(row.source)} {arrow} {scene.role_label(row.target)}"
    return f"{ends}: {kind}, {row.status}"


def _of_link(scene: Scene, found: Suggestion, row: Any) -> str:  # noqa: ANN401 -- a record
    del found
    ends = [scene.records[f"themes/{end}"].label for end in (row.source, row.target)]
    return f"“{ends[0]}” {ontology.scheme('link-type')[row.type].label} “{ends[1]}”"


_CLAIMS: Mapping[str, Callable[[Scene, Suggestion, Any], str]] = {
    "respondents": _of_person,
    "codings": _of_coding,
    "mentions": _of_mention,
    "ties": _of_tie,
    "links": _of_link,
}


# ---------------------------------------------------------------- pieces of text


def _around(source: str, words: Span) -> Span:
    """Return the stretch of the source to show: the words, and what's around in their paragraph."""
    first, last = words
    start = max(0, first - AROUND, source.rfind("\n\n", 0, first) + 2)
    behind = source.find("\n\n", last)
    end = min(len(source), last + AROUND, behind if behind >= 0 else len(source))
    while first > start > 0 and not source[start - 1].isspace():
        start += 1
    while last < end < len(source) and not source[end].isspace():
        end -= 1
    return min(start, first), end


@dataclass(frozen=True, slots=True)
class _View:
    """A stretch of a document; its first character is at ``offset`` of the document."""

    text: str
    offset: int
    shown: Span

    def pieces(self, marked: Sequence[Span]) -> Iterator[Piece]:
        """Yield the stretch in pieces; of marks that overlap the first is taken."""
        at, end = self.shown
        for begin, stop in sorted(marked):
            if begin >= at and stop <= end:
                yield from self._piece(at, begin)
                yield from self._piece(begin, stop, marked=True)
                at = stop
        yield from self._piece(at, end)

    def _piece(self, begin: int, stop: int, *, marked: bool = False) -> Iterator[Piece]:
        if words := self.text[begin - self.offset : stop - self.offset]:
            yield Piece(words, marked)
