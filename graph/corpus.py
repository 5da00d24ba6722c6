"""What studies in a store tell together: the gaps of each that show only beside the others.

These stand in a named graph of their own, ``ACROSS_GRAPH``, as they change with whatever else is in
the store, while a study's own graphs depend on the study alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby

import networkx as nx
import pyoxigraph as ox

from graph.answers import query_text
from graph.derived_rdf import Triple, gap_triples, kind_triples, quads
from graph.gaps.across import KINDS, Lacking, Told, ToldTheme, ToldTie, label_key, lacking
from graph.iris import ACROSS_GRAPH, StudyIris
from graph.model import EXISTING
from graph.store import Snapshot

FIRST = 1_000_001
"""The place of a study's first gap across studies among its gaps: after all that are its own."""


def across_quads(
    fresh: Collection[Told],
    snapshot: Snapshot,
    matches: Mapping[str, str],
    without: Collection[str] = (),
) -> set[ox.Quad]:
    """Return the quads of all gaps across studies.

    ``fresh`` is what the studies tell that are about to be put into the store; the others are what
    ``snapshot`` holds, less those ``without``. A single study has no such gaps.
    """
    left_out = {*(each.iri for each in fresh), *without}
    stored = (each for each in told_by_store(snapshot, matches) if each.iri not in left_out)
    everybody = sorted((*stored, *fresh), key=lambda each: each.iri)
    return quads(_triples(lacking(everybody)), ACROSS_GRAPH)


def told_by_store(snapshot: Snapshot, matches: Mapping[str, str]) -> Iterator[Told]:
    """Yield what each study in the store tells."""
    roles: dict[str, set[str]] = defaultdict(set)
    for row in snapshot.solutions(query_text("corpus/told-roles")):
        roles[row["study"]].add(row["role"])
    ties: dict[str, list[ToldTie]] = defaultdict(list)
    for row in snapshot.solutions(query_text("corpus/told-ties")):
        one, other = sorted((row["source"], row["target"]))
        if one != other:
            tie = ToldTie(row["id"], (one, other), row["status"] in EXISTING)
            ties[row["study"]].append(tie)
    themes: dict[str, list[ToldTheme]] = defaultdict(list)
    for row in snapshot.solutions(query_text("corpus/told-themes")):
        key = matches.get(row["iri"]) or label_key(row["label"])
        themes[row["study"]].append(ToldTheme(row["id"], row["label"], key))
    for study in sorted({*roles, *ties, *themes}):
        yield Told(study, frozenset(roles[study]), tuple(ties[study]), tuple(themes[study]))


def matched_themes(snapshot: Snapshot) -> Mapping[str, str]:
    """Return, for each theme that somebody has matched with others, a key that these share."""
    pairs = [
        (row["one"], row["other"]) for row in snapshot.solutions(query_text("corpus/theme-matches"))
    ]
    same: nx.Graph[str] = nx.Graph(pairs)
    return {iri: f"match:{min(group)}" for group in nx.connected_components(same) for iri in group}


def _triples(found: Sequence[Lacking]) -> Iterator[Triple]:
    for study, group in groupby(found, key=lambda each: each.study):
        iris, gaps = StudyIris(study), [each.gap for each in group]
        yield from gap_triples(gaps, iris, FIRST)
        for kind in KINDS:
            if any(gap.kind == kind.notation for gap in gaps):
                yield from kind_triples(kind, iris.record("analyses", kind.notation), iris)
