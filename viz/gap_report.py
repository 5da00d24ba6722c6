"""A report on gaps, ready to be set: studies, kinds, sentences, numbers, words and queries.

The same for every format: text for a terminal, a page to print, a document to edit.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import ontology
from graph.answers import (
    AnalysisAnswer,
    FigureAnswer,
    Filters,
    GapAnswer,
    LinkAnswer,
    PassageAnswer,
    QuoteAnswer,
    StudyName,
    ThemeAnswer,
    TieAnswer,
    ask,
    query_text,
)
from graph.stores.embedded import Snapshot

Answer = TypeVar("Answer", GapAnswer, AnalysisAnswer)

CAUTION = (
    "Each is a candidate: what nobody is reported to have said may be so all the same, and what is "
    "coded is a coder’s reading."
)
P_NOTE = (
    "p is the probability of numbers at least as extreme if there were nothing but chance; q is p "
    "corrected for the number of comparisons (Benjamini and Hochberg)."
)


@dataclass(frozen=True, slots=True)
class Words:
    """What proves something: its id, who says it (empty if a tie or link), and the words."""

    id: str
    speaker: str
    text: str

    def line(self) -> str:
        """Return it on one line."""
        return (
            f"{self.id} {self.speaker}: {self.text}" if self.speaker else f"{self.id} {self.text}"
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A gap as it's printed; ``numbers`` are names with their values, p and q among them."""

    id: str
    sentence: str
    question: str
    numbers: tuple[tuple[str, str], ...]
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of gap; ``note`` says what can't be said or was looked for in vain."""

    kind: str
    label: str
    definition: str
    score_note: str
    method: str
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """The gaps of one study, by kind."""

    study: StudyName
    sections: tuple[Section, ...]

    @property
    def count(self) -> int:
        """How many gaps there are."""
        return sum(len(section.entries) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Report:
    """Gaps of one or more studies, and the text of each kind's query by its file name."""

    chapters: tuple[Chapter, ...]
    queries: Mapping[str, str]

    @property
    def count(self) -> int:
        """How many gaps there are."""
        return sum(chapter.count for chapter in self.chapters)


def gap_report(snapshot: Snapshot, study: str = "", kind: str = "") -> Report:
    """Return the report on one study (an id or IRI) or all, on one kind of gap or all."""
    wanted = Filters(study=study, kind=kind)
    gaps = _by_study(ask(snapshot, GapAnswer, wanted))
    searches = _by_study(ask(snapshot, AnalysisAnswer, wanted))
    words = _words(snapshot)
    chapters = [
        Chapter(name, tuple(_sections(gaps.get(name.iri, []), searches[name.iri], words)))
        for name in ask(snapshot, StudyName)
        if name.iri in searches
    ]
    kinds = {section.kind for chapter in chapters for section in chapter.sections}
    queries = {f"{kind}.rq": query_text(f"gaps/{kind}") for kind in sorted(kinds)}
    return Report(tuple(chapters), queries)


def _by_study(answers: Iterable[Answer]) -> Mapping[str, list[Answer]]:
    grouped: dict[str, list[Answer]] = {}
    for answer in answers:
        grouped.setdefault(answer.study, []).append(answer)
    return grouped


def _sections(
    gaps: Sequence[GapAnswer], searches: Sequence[AnalysisAnswer], words: Mapping[str, Words]
) -> Iterator[Section]:
    by_kind = {search.kind: search for search in searches if search.kind}
    found = list(dict.fromkeys(gap.kind for gap in gaps))
    for kind in (*found, *(kind for kind in by_kind if kind not in found)):
        concept, search = ontology.scheme("gap-kind")[kind], by_kind[kind]
        of_kind = [gap for gap in gaps if gap.kind == kind]
        yield Section(
            kind,
            concept.label,
            concept.definition,
            of_kind[0].score_note if of_kind else "",
            _method(search),
            search.note,
            tuple(_entry(gap, words) for gap in of_kind),
        )


def _method(search: AnalysisAnswer) -> str:
    chosen = ", ".join(f"{name} = {value}" for name, value in _numbers(search.parameters))
    return f"{search.method} ({chosen})" if chosen else search.method


def _entry(gap: GapAnswer, words: Mapping[str, Words]) -> Entry:
    tested = (("p", gap.p), ("q", gap.q))
    return Entry(
        gap.id,
        gap.sentence,
        gap.question,
        (
            ("score", shown(gap.score)),
            *_numbers(gap.figures),
            *((name, shown(value)) for name, value in tested if value is not None),
        ),
        tuple(words[iri] for iri in sorted(gap.evidence, key=_words_first) if iri in words),
    )


def _numbers(figures: Iterable[FigureAnswer]) -> tuple[tuple[str, str], ...]:
    return tuple((figure.name, shown(figure.value)) for figure in figures)


def shown(value: float) -> str:
    """Return a number for people: whole, or to three digits."""
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.3g}"


def _words_first(iri: str) -> tuple[int, str]:
    order = {"quote": 0, "passage": 1, "tie": 2, "link": 3, "theme": 4}
    return order.get(iri.split("/")[-2], 5), iri


def _words(snapshot: Snapshot) -> dict[str, Words]:
    """Return the words behind every record; a gap may rest on other studies too."""
    quotes = {q.iri: Words(q.id, q.speaker, f"“{q.text}”") for q in ask(snapshot, QuoteAnswer)}
    passages = {
        p.iri: Words(p.id, f"authors, at {p.start}-{p.end}", p.description or p.text)
        for p in ask(snapshot, PassageAnswer)
    }
    ties = {
        t.iri: Words(t.id, "", f"{t.source_label} {t.type_label} {t.target_label} ({t.status})")
        for t in ask(snapshot, TieAnswer)
    }
    labels = {t.iri: t.label for t in ask(snapshot, ThemeAnswer)}
    links = {
        k.iri: Words(k.id, "", f"“{labels[k.source]}” {k.type_label} “{labels[k.target]}”")
        for k in ask(snapshot, LinkAnswer)
    }
    themes = {iri: Words("theme", "", f"“{label}”") for iri, label in labels.items()}
    return quotes | passages | ties | links | themes
