"""What studies in a store tell together: the gaps of each that show only beside the others.

These stand in a named graph of their own, ``ACROSS_GRAPH``, as they change with whatever else is in
the store, while a study's own graphs depend on the study alone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import networkx as nx
import pyoxigraph as ox

from graph.answers import KINDS as KINDS_OF_LISTS
from graph.answers import listed, query_text
from graph.answers.resolving import all_studies
from graph.gaps.across import KINDS, Lacking, Told, ToldTheme, ToldTie, label_key, lacking
from graph.model import EXISTING
from graph.rdf.derived import Triple, gap_triples, kind_triples, quads
from graph.rdf.iris import ACROSS_GRAPH, StudyIris
from graph.stores.embedded import Row, Snapshot

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
    rows = _written(snapshot) or _asked(snapshot)
    roles: dict[str, set[str]] = defaultdict(set)
    for row in rows.roles:
        roles[row["study"]].add(row["role"])
    ties: dict[str, list[ToldTie]] = defaultdict(list)
    for row in rows.ties:
        one, other = sorted((row["source"], row["target"]))
        if one != other:
            tie = ToldTie(row["id"], (one, other), row["status"] in EXISTING)
            ties[row["study"]].append(tie)
    themes: dict[str, list[ToldTheme]] = defaultdict(list)
    for row in rows.themes:
        key = matches.get(row["iri"]) or label_key(row["label"])
        themes[row["study"]].append(ToldTheme(row["id"], row["label"], key))
    for study in sorted({*roles, *ties, *themes}):
        yield Told(study, frozenset(roles[study]), tuple(ties[study]), tuple(themes[study]))


@dataclass(frozen=True, slots=True)
class _Rows:
    """What studies tell, as the queries in ``queries/corpus/`` give it."""

    roles: Iterable[Row]
    ties: Iterable[Row]
    themes: Iterable[Row]


def _asked(snapshot: Snapshot) -> _Rows:
    roles, ties, themes = (
        snapshot.solutions(query_text(f"corpus/told-{what}"))
        for what in ("roles", "ties", "themes")
    )
    return _Rows(roles, ties, themes)


def _written(snapshot: Snapshot) -> _Rows | None:
    """Return the same from the lists that are written down, in a thirtieth of the time."""
    found = {name: _listed(snapshot, name) for name in ("ties", "mentions", "themes")}
    ties, mentions, themes = found["ties"], found["mentions"], found["themes"]
    if ties is None or mentions is None or themes is None:
        return None
    shared = {
        row["iri"]: row["notation"] for row in snapshot.solutions(query_text("corpus/notations"))
    }
    spoken_of = (
        (row["study"], row[end])
        for rows, ends in ((mentions, ("role",)), (ties, ("source", "target")))
        for row in rows
        for end in ends
    )
    between = {
        (row["study"], row["id"], shared[row["source"]], shared[row["target"]], row["status"]): None
        for row in ties
        if {row["source"], row["target"]} <= shared.keys() and "status" in row
    }
    names = ("study", "id", "source", "target", "status")
    return _Rows(
        [{"study": of, "role": shared[role]} for of, role in spoken_of if role in shared],
        [dict(zip(names, tie, strict=True)) for tie in between],
        themes,
    )


def _listed(snapshot: Snapshot, name: str) -> list[Row] | None:
    found = listed.lists(snapshot, KINDS_OF_LISTS[name], {}, all_studies(snapshot))
    return None if found is None else [row for _, own in found for row in own]


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
