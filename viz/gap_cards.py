"""Gap cards: what the page says of each gap, and of each kind of gap, also if there is none."""

from collections import Counter
from collections.abc import Container, Mapping
from typing import TypedDict

import ontology
from graph.answers import AnalysisAnswer, Filters, GapAnswer, ask
from graph.stores.embedded import Snapshot
from viz.gap_report import shown
from viz.records import Records


class Gap(TypedDict):
    """A gap card; ``note`` says if nobody has reviewed what it rests on.

    ``numbers`` are the numbers behind it with their names, ``question`` is one to ask next.
    """

    id: str
    kind: str
    label: str
    sentence: str
    involves: list[str]
    evidence: list[str]
    study: str
    note: str
    question: str
    numbers: list[str]


class GapKind(TypedDict):
    """A kind of gap, in the order of the panel.

    ``note`` says if the coding can't show it, or what was looked for in vain.
    """

    kind: str
    label: str
    definition: str
    count: int
    note: str


GAP_KINDS = (
    "missing-tie",
    "wanted-tie",
    "strained-tie",
    "one-way-tie",
    "unheard-actor",
    "voice-imbalance",
    "unaddressed-barrier",
    "contested-theme",
    "thin-theme",
    "authors-only",
    "broker-at-risk",
    "structural-hole",
    "expected-tie",
    "tie-elsewhere",
    "theme-elsewhere",
)
"""The kinds of gaps in the order of the panel: what people say, then what follows from it."""

_OF_TIES = frozenset({"missing-tie", "wanted-tie", "strained-tie", "one-way-tie"})
_SUGGESTED = "Rests on suggestions alone, which nobody has reviewed."


def gap_card(gap: GapAnswer, found: Records, known: Container[str]) -> Gap:
    """Return a gap's card, without what it rests on in studies that aren't shown."""
    tested = [("p", gap.p), ("q", gap.q)]
    numbers = [(figure.name, figure.value) for figure in gap.figures]
    return Gap(
        id=gap.iri,
        kind=gap.kind,
        label=gap.kind_label,
        sentence=gap.sentence,
        involves=[iri for iri in gap.involves if iri in known],
        evidence=[iri for iri in gap.evidence if iri in known],
        study=gap.study,
        note=_SUGGESTED if gap.evidence and not _is_reviewed(gap, found) else "",
        question=gap.question,
        numbers=[f"{name}: {shown(v)}" for name, v in [*numbers, *tested] if v is not None],
    )


def _is_reviewed(gap: GapAnswer, found: Records) -> bool:
    """Whether somebody made or confirmed any tie, coding or mention that a gap rests on."""
    if not found.confirmed_ties.isdisjoint(gap.evidence):
        return True
    # A reviewed mention says nothing of a tie that was read out of the same words.
    return gap.kind not in _OF_TIES and any(
        (words, meant) in found.confirmed for words in gap.evidence for meant in gap.involves
    )


def searches(snapshot: Snapshot, study: str) -> Mapping[str, str]:
    """Return what was looked for in vain, by kind, if one study is shown; several would mix."""
    searches = [s for s in ask(snapshot, AnalysisAnswer, Filters(study=study)) if s.kind]
    return {s.kind: s.note for s in searches} if len({s.study for s in searches}) == 1 else {}


def gap_kinds(found: Records, searched: Mapping[str, str]) -> list[GapKind]:
    """Return every kind of gap with its number, and what ``searched`` says of those without."""
    counts = Counter(gap.kind for gap in found.gaps)
    scheme = ontology.scheme("gap-kind")
    known = [*GAP_KINDS, *(kind for kind in scheme if kind not in GAP_KINDS)]
    return [
        GapKind(
            kind=kind,
            label=scheme[kind].label,
            definition=scheme[kind].definition,
            count=counts[kind],
            note=_not_coded(kind, counts[kind], found) or searched.get(kind, ""),
        )
        for kind in known
        if kind in scheme
    ]


def _not_coded(kind: str, count: int, found: Records) -> str:
    """Say why a kind of gap can't be told from what was coded, or ``""`` if it can."""
    if kind in _OF_TIES and not found.ties:
        return "No ties are coded in this study, so this can’t be said."
    if kind == "unaddressed-barrier" and not found.links:
        listed = ": every barrier is listed" if count else ""
        return f"No theme links are coded in this study, so this can’t be said{listed}."
    return ""
