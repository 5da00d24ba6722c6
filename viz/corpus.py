"""A store of many studies, told by grouping: sizes, shared roles and ties, gaps, and who to open.

Nothing here reads quotes, or follows records to their studies: what is counted stands in a study's
own graph once, so that a scan of one predicate is enough for thousands of studies.
"""

from collections.abc import Sequence
from threading import Lock
from typing import TypedDict

import ontology
from graph.answers import Filters, StudyAnswer, StudyName, ask
from graph.answers.asking import these
from graph.answers.memory import remembered
from graph.answers.resolving import all_studies
from graph.errors import InputError
from graph.stores.embedded import Row, Snapshot
from viz.gap_cards import GAP_KINDS
from viz.labels import concept_label
from viz.records import solutions

MOST_AT_ONCE = 30
"""Up to this many studies are drawn together; more are told in numbers."""

MOST_RECORDS = 20_000
"""Up to this many themes, quotes, respondents and ties are drawn. What gaps rest on grows faster
than these: a study with 2.5 times as many, of 18,000 quotes, made a page of 389 MB."""

MOST_LISTED = 50
"""How many studies a list shows; more are found by words of their titles."""

MOST_TIES = 20
"""How many ties between actor roles are told, the commonest first."""

_KINDS = {"Theme": "themes", "Quote": "quotes", "Respondent": "people", "Tie": "ties"}


_counting = Lock()


class Listed(TypedDict):
    """A study to open."""

    id: str
    iri: str
    title: str


class Found(TypedDict):
    """The first studies of a list, and how many there are."""

    studies: list[Listed]
    number: int


class Shared(TypedDict):
    """Something that studies share; ``to`` is ``""`` but for a tie."""

    name: str
    to: str
    studies: int


class CorpusGaps(TypedDict):
    """How often a kind of gap was found, and in how many studies."""

    kind: str
    label: str
    gaps: int
    studies: int


class Corpus(TypedDict):
    """What the first view of many studies says. ``numbers`` are by the names of the overview."""

    numbers: dict[str, int]
    roles: list[Shared]
    ties: list[Shared]
    gaps: list[CorpusGaps]
    found: Found


def is_corpus(snapshot: Snapshot) -> bool:
    """Say whether the store has more studies than are drawn together."""
    return len(_studies(snapshot)) > MOST_AT_ONCE


def few_enough(snapshot: Snapshot, study: str) -> None:
    """Raise ``InputError`` if no study is named, and there are more than are drawn together."""
    if not study and is_corpus(snapshot):
        studies = _studies(snapshot)
        name = next(iter(these(snapshot, StudyName, studies[:1]).values()))
        raise InputError(
            f"the store has {len(studies):,} studies, and at most {MOST_AT_ONCE} are drawn "
            f"together; name one study by its id, such as {name.id!r}"
        )


def small_enough(snapshot: Snapshot, study: str) -> None:
    """Raise ``InputError`` if a study (an id or IRI), or all, have more than can be drawn.

    That is said before any of it is read.
    """
    told = ask(snapshot, StudyAnswer, Filters(study=study))
    number = sum(each.themes + each.quotes + each.respondents + each.ties for each in told)
    if number > MOST_RECORDS:
        what = f"the study {told[0].id!r} has" if len(told) == 1 else "the studies have together"
        raise InputError(
            f"{what} {number:,} themes, quotes, respondents and ties, and at most "
            f"{MOST_RECORDS:,} are drawn; read them by REST, SPARQL or `themegraph export`, "
            "or split what was coded into several studies"
        )


def corpus(snapshot: Snapshot) -> Corpus:
    """Return what can be told of all studies at once; it's kept while the store stays as it is.

    Whoever asks while it's being counted waits for that, and doesn't count again.
    """
    with _counting:
        return remembered(snapshot, "corpus", lambda: _corpus(snapshot))


def count_ahead(snapshot: Snapshot) -> None:
    """Count what the first view of many studies says and finds, before anybody opens it."""
    if is_corpus(snapshot):
        corpus(snapshot)
        sector_ties(snapshot)
        _names(snapshot)


def _corpus(snapshot: Snapshot) -> Corpus:
    gaps = _gaps(snapshot)
    numbers = {"studies": len(_studies(snapshot)), **_counts(snapshot)}
    return Corpus(
        numbers=numbers | {"gaps": sum(kind["gaps"] for kind in gaps)},
        roles=_shared(_rows(snapshot, "roles"), "role"),
        ties=_shared(_rows(snapshot, "ties"), "role")[:MOST_TIES],
        gaps=gaps,
        found=studies(snapshot),
    )


def studies(snapshot: Snapshot, words: str = "") -> Found:
    """Return the first studies whose title or id has all these words, in any case."""
    wanted = words.casefold().split()
    if not wanted:
        everything = _studies(snapshot)
        first = these(snapshot, StudyName, everything[:MOST_LISTED])
        return Found(studies=_listed(list(first.values())), number=len(everything))
    found = [
        name for name in _names(snapshot) if _has(f"{name.title} {name.id}".casefold(), wanted)
    ]
    return Found(studies=_listed(found[:MOST_LISTED]), number=len(found))


def sector_ties(snapshot: Snapshot) -> list[Shared]:
    """Return the ties between sectors by the number of studies that report one.

    It takes longer than all of ``corpus`` together, so it's asked for by itself.
    """
    return remembered(
        snapshot, "corpus-sectors", lambda: _shared(_rows(snapshot, "sectors"), "sector")
    )


def _names(snapshot: Snapshot) -> list[StudyName]:
    return remembered(snapshot, "corpus-names", lambda: ask(snapshot, StudyName))


def _has(text: str, words: Sequence[str]) -> bool:
    return all(word in text for word in words)


def _listed(names: Sequence[StudyName]) -> list[Listed]:
    ordered = sorted(names, key=lambda name: (name.id, name.iri))
    return [Listed(id=name.id, iri=name.iri, title=name.title) for name in ordered]


def _studies(snapshot: Snapshot) -> list[str]:
    return [iri for _, iri in all_studies(snapshot)]


def _counts(snapshot: Snapshot) -> dict[str, int]:
    found = {row["class"].rpartition("#")[2]: int(row["number"])
             for row in _rows(snapshot, "counts")}  # fmt: skip
    return {name: found.get(kind, 0) for kind, name in _KINDS.items()}


def _gaps(snapshot: Snapshot) -> list[CorpusGaps]:
    rows = {row["kind"].rpartition("#")[2]: row for row in _rows(snapshot, "gaps")}
    order = [*GAP_KINDS, *sorted(rows.keys() - set(GAP_KINDS))]
    return [
        CorpusGaps(
            kind=kind,
            label=concept_label("gap-kind", kind),
            gaps=int(rows[kind]["gaps"]),
            studies=int(rows[kind]["studies"]),
        )
        for kind in order
        if kind in rows
    ]


def _shared(rows: Sequence[Row], scheme: str) -> list[Shared]:
    labels = {concept.iri: concept.label for concept in ontology.scheme(scheme).values()}

    def label(iri: str) -> str:
        return labels.get(iri, iri)

    return [
        Shared(
            name=label(row.get("role") or row["source"]),
            to=label(row["target"]) if "target" in row else "",
            studies=int(row["studies"]),
        )
        for row in rows
    ]


def _rows(snapshot: Snapshot, name: str) -> list[Row]:
    return solutions(snapshot, f"corpus-{name}", "")
