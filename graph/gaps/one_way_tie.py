"""One-way ties: something passes one way between two roles, and what should come back is lacking.

What counts is which way something passes, not who does it: whoever learns from another, listens to
it, relies on it or collects data from it, receives. A type of tie says so in the scheme
(``tg:flowsToSource``). An existing one-way tie is a gap where the study reports a tie that would
bring something back as missing or wanted, or where its type goes both ways by its nature and
nothing comes back. Ties that do bring something back are named beside it.

Score: how many quotes and passages are behind the tie and those that are lacking.
"""

from collections.abc import Iterator, Sequence

import ontology
from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind
from graph.gaps.reported_tie import tie_gap
from graph.gaps.wording import listed, tie_words
from graph.model import EXISTING, Tie

Flow = tuple[str, str]


def find(material: Material) -> Finding:
    """Return existing one-way ties of which a return is lacking."""
    return Finding(tuple(_gaps(material)))


def flows(tie: Tie) -> frozenset[Flow]:
    """Return from whom to whom something passes by a tie."""
    there, back = (tie.source, tie.target), (tie.target, tie.source)
    if tie.direction == "mutual":
        return frozenset({there, back})
    to_source = ontology.scheme("tie-type")[tie.type].flows_to_source
    return frozenset({back if to_source else there})


def _gaps(material: Material) -> Iterator[Gap]:
    for tie in material.existing:
        if tie.direction == "one-way" and tie.source != tie.target:
            ((giver, taker),) = flows(tie)
            returns = [t for t in material.ties if (taker, giver) in flows(t)]
            lacking = [t for t in returns if t.status not in EXISTING]
            there = [t for t in returns if t.status in EXISTING]
            symmetric = ontology.scheme("tie-type")[tie.type].symmetric
            if lacking or (symmetric and not returns):
                yield _gap(material, tie, lacking, there)


def _gap(material: Material, tie: Tie, lacking: Sequence[Tie], there: Sequence[Tie]) -> Gap:
    sentence = f"{tie_words(material, tie)} is coded as one-way."
    if lacking:
        sentence += f" Of what would pass the other way, {_coded(material, lacking)}."
    if there:
        sentence += f" What is reported to come back: {_coded(material, there)}."
    figures = (Figure("returns lacking", len(lacking)), Figure("returns that exist", len(there)))
    question = f"What comes back, and to whom, where {tie_words(material, tie)}?"
    return tie_gap("one-way-tie", sentence, question, tie, lacking, figures)


def _coded(material: Material, ties: Sequence[Tie]) -> str:
    return listed([f"{tie_words(material, tie)} is coded as {tie.status}" for tie in ties])


KIND = Kind(
    "one-way-tie",
    "Existing one-way ties, by which way something passes: those whose return is coded as missing "
    "or wanted, and those of a type that goes both ways by its nature of which no return is coded.",
    find,
)
