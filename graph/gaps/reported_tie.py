"""Ties that are reported as missing, wanted or strained: what the three kinds share.

Score: how many quotes and passages are behind the tie.
"""

from collections.abc import Sequence

from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Ref
from graph.gaps.wording import VOICES, evidence_of, once, tie_words
from graph.model import Tie


def ties_with_status(material: Material, status: str, question: str) -> Finding:
    """Return the ties with a status; ``question`` has a place ``{tie}`` for the tie in words."""
    return Finding(
        tuple(
            tie_gap(
                f"{status}-tie",
                f"{_as_coded(material, tie)}{_statement(tie)}",
                question.format(tie=tie_words(material, tie)),
                tie,
            )
            for tie in material.ties
            if tie.status == status
        )
    )


def tie_gap(
    kind: str,
    sentence: str,
    question: str,
    tie: Tie,
    others: Sequence[Tie] = (),
    figures: Sequence[Figure] = (),
) -> Gap:
    """Return a gap about a tie, which rests on the other ties too."""
    ties = (tie, *others)
    evidence = once(ref for each in ties for ref in evidence_of(each))
    return Gap(
        id=f"{kind}-{tie.id}",
        kind=kind,
        sentence=sentence,
        question=question,
        involves=once((Ref("roles", tie.source), Ref("roles", tie.target))),
        evidence=(*(Ref("ties", each.id) for each in ties), *evidence),
        score=len(evidence),
        figures=(
            Figure("quotes", sum(ref.table == "quotes" for ref in evidence)),
            Figure("passages", sum(ref.table == "passages" for ref in evidence)),
            *figures,
        ),
    )


def _as_coded(material: Material, tie: Tie) -> str:
    return f"{tie_words(material, tie)} is coded as {tie.status}, {VOICES[tie.voice]}."


def _statement(tie: Tie) -> str:
    return f" {tie.statement}" if tie.statement else ""
