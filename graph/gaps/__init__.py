"""What a study's network lacks, each gap with its sentence, its numbers and its evidence.

Each kind is a module with one ``KIND``: its notation in the gap-kind scheme, how it's looked for,
and a function from the study's material to what was found. ``KINDS`` lists those of one study;
those across studies are in ``across``. A gap says no more than the study allows: absence in what
respondents said is not absence in the world, so a gap that isn't stated by a respondent or by the
authors is worded as what the study doesn't show, and called a candidate where it's computed.
"""

from collections.abc import Iterable, Sequence

from graph.gaps import (
    authors_only,
    broker_at_risk,
    contested_theme,
    expected_tie,
    missing_tie,
    one_way_tie,
    strained_tie,
    structural_hole,
    thin_theme,
    unaddressed_barrier,
    unheard_actor,
    voice_imbalance,
    wanted_tie,
)
from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref, Search
from graph.model import Study

__all__ = ["KINDS", "Figure", "Finding", "Gap", "Kind", "Ref", "Search", "find_gaps", "search"]

KINDS: Sequence[Kind] = (
    missing_tie.KIND,
    wanted_tie.KIND,
    one_way_tie.KIND,
    strained_tie.KIND,
    unheard_actor.KIND,
    voice_imbalance.KIND,
    unaddressed_barrier.KIND,
    contested_theme.KIND,
    thin_theme.KIND,
    authors_only.KIND,
    broker_at_risk.KIND,
    structural_hole.KIND,
    expected_tie.KIND,
)
"""The kinds of gaps of one study: what is reported, what is counted, what is computed."""


def search(study: Study) -> tuple[Search, ...]:
    """Return what became of looking for each kind of gap in a checked study, in their order."""
    material = Material(study)
    return tuple(Search(kind, _ranked(kind.find(material))) for kind in KINDS)


def find_gaps(study: Study) -> tuple[Gap, ...]:
    """Return all gaps of a checked study, by kind, the strongest first."""
    return gaps_of(search(study))


def gaps_of(searches: Iterable[Search]) -> tuple[Gap, ...]:
    """Return the gaps of searches, in their order."""
    return tuple(gap for found in searches for gap in found.finding.gaps)


def _ranked(found: Finding) -> Finding:
    gaps = sorted(found.gaps, key=lambda gap: (-gap.score, gap.id))
    return Finding(tuple(gaps), found.note, found.figures)
