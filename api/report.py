"""Gaps as text that a person reads: each sentence with the words that prove it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from graph.answers import Filters, GapAnswer, PassageAnswer, QuoteAnswer, TieAnswer, ask
from graph.store import Snapshot

SHOWN = 4
"""How many pieces of evidence are printed below a gap."""


def gap_report(snapshot: Snapshot, gaps: Sequence[GapAnswer], study: str = "") -> Iterator[str]:
    """Yield the lines of a report on gaps, under a heading for each kind."""
    words = _words(snapshot, study)
    for kind, group in groupby(gaps, key=lambda gap: (gap.study, gap.kind_label)):
        members = list(group)
        yield f"{kind[1].upper()} ({len(members)})"
        for number, gap in enumerate(members, start=1):
            yield ""
            yield f"{number:3}. {gap.sentence}"
            yield from _evidence(gap, words)
        yield ""


def _evidence(gap: GapAnswer, words: Mapping[str, str]) -> Iterator[str]:
    found = [words[iri] for iri in sorted(gap.evidence, key=_words_first) if iri in words]
    yield from (f"       {line}" for line in found[:SHOWN])
    if len(found) > SHOWN:
        yield f"       … and {len(found) - SHOWN} more (--format json has all)"


def _words_first(iri: str) -> tuple[int, str]:
    order = {"quote": 0, "passage": 1, "tie": 2}
    return order.get(iri.split("/")[-2], 3), iri


def _words(snapshot: Snapshot, study: str) -> dict[str, str]:
    wanted = Filters(study=study)
    quotes = {
        q.iri: f"{q.id} {q.speaker or 'no speaker'}: “{q.text}”"
        for q in ask(snapshot, QuoteAnswer, wanted)
    }
    passages = {
        p.iri: f"{p.id} authors, at {p.start}-{p.end}: {p.description or p.text}"
        for p in ask(snapshot, PassageAnswer, wanted)
    }
    ties = {
        t.iri: f"{t.id} {t.source_label} {t.type_label} {t.target_label} ({t.status})"
        for t in ask(snapshot, TieAnswer, wanted)
    }
    return quotes | passages | ties
