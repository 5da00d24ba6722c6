"""Gaps across studies: what most others report and one lacks, and how they stand in the store."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import SKOS

from graph.answers import AnalysisAnswer, Filters, GapAnswer, ask
from graph.bundled import INVENTED_STUDY
from graph.folders.check import load
from graph.gaps.across import EXAMPLES, Lacking, lacking, told
from graph.model import Mention, Role, Study, StudyInfo, Theme, Tie
from graph.rdf.iris import ACROSS_GRAPH, StudyIris, study_iris
from graph.stores.build import build, remove
from graph.stores.corpus import matched_themes, told_by_store
from graph.stores.embedded import GraphStore
from tests.studies import invented_study

INVENTED = load(INVENTED_STUDY)
"""The invented study that comes with the program."""

BOTH = ("academic", "voter")


def _study(
    name: str,
    pairs: Sequence[tuple[str, str]] = (),
    status: str = "established",
    themes: Sequence[str] = (),
    roles: Sequence[str] = BOTH,
) -> Study:
    return Study(
        StudyInfo(name, name),
        roles=(Role("own", "own"),),
        themes=tuple(Theme(f"th{n}", label) for n, label in enumerate(themes)),
        mentions=tuple(Mention(f"m-{role}", role, "q") for role in roles),
        ties=tuple(
            Tie(f"t{n}", one, other, "informs", status, "one-way", "authors")
            for n, (one, other) in enumerate(pairs)
        ),
    )


def _lacking(*studies: Study) -> list[Lacking]:
    return list(lacking([told(study, study.info.id) for study in studies]))


def test_a_tie_that_most_others_report() -> None:
    """Two of three others that speak of both actors report a tie, and this one none."""
    found = _lacking(
        _study("a"), _study("b", [BOTH]), _study("c", [BOTH]), _study("d", roles=("academic",)),
        _study("e", [BOTH[::-1]], "missing"),
    )  # fmt: skip
    (gap,) = [each.gap for each in found]
    assert found[0].study == "a"
    assert gap.sentence == (
        "This study speaks of “academic researcher” and “voter” and reports no tie between them; "
        "2 of 3 other studies that speak of both report one."
    )
    assert gap.score == pytest.approx(2 / 3, abs=1e-6)
    assert [(ref.study, ref.id) for ref in gap.evidence] == [("b", "t0"), ("c", "t0")]


@pytest.mark.parametrize(
    "others",
    [
        [_study("b", [BOTH]), _study("c")],
        [_study("b", [BOTH], "wanted")],
        [_study("b", [("academic", "own")], roles=())],
        [],
    ],
    ids=["half", "wanted-there", "own-role", "alone"],
)
def test_ties_that_are_not_reported_elsewhere(others: Sequence[Study]) -> None:
    """Half isn't most; a wanted tie doesn't exist; a role of a study's own is no other's."""
    found = _lacking(_study("a", roles=(*BOTH, "own")), *others)
    assert [each.gap.id for each in found] == []


def test_what_a_study_says_of_a_pair_is_its_answer() -> None:
    """A study that reports the tie as missing doesn't lack it: it has said so."""
    found = _lacking(_study("a", [BOTH], "missing"), _study("b", [BOTH]), _study("c", [BOTH]))
    assert found == []


def test_evidence_from_elsewhere_is_capped_and_counted() -> None:
    """A gap names some of the other studies' ties; its numbers count all."""
    others = [_study(f"b{n}", [BOTH]) for n in range(EXAMPLES + 5)]
    (found,) = _lacking(_study("a"), *others)
    assert len(found.gap.evidence) == EXAMPLES
    assert found.gap.figures[0].value == EXAMPLES + 5


def test_a_theme_that_most_others_have() -> None:
    """Equal labels, whatever their case and spaces, are the same theme; one study's alone isn't."""
    found = _lacking(
        _study("a", themes=["Time"]), _study("b", themes=["Money", "Alone"]),
        _study("c", themes=[" money "]),
    )  # fmt: skip
    (gap,) = [each.gap for each in found]
    assert (found[0].study, gap.kind) == ("a", "theme-elsewhere")
    assert gap.sentence == (
        "2 of 2 other studies have a theme “Money”, or one that is said to be the same, and this "
        "study has none."
    )


# ---------------------------------------------------------------- in the store


def _silent() -> Study:
    """Return a study that speaks of a role and not of the tie that the others report of it."""
    study = invented_study("one")
    spoken = Mention("m9", "professional-network", passage="p3")
    ties = tuple(tie for tie in study.ties if tie.id != "t6")
    return replace(study, ties=ties, mentions=(*study.mentions, spoken))


def test_gaps_across_studies_are_in_the_store(tmp_path: Path) -> None:
    """A tie that two others report is a gap of the third, after the gaps that are its own."""
    store = GraphStore(tmp_path / "store")
    build([_silent(), invented_study("two"), invented_study("three")], store)
    snapshot = store.snapshot()
    gaps = ask(snapshot, GapAnswer)
    (gap,) = [gap for gap in gaps if gap.kind == "tie-elsewhere"]
    assert gap.id == "tie-elsewhere-community--professional-network"
    assert gap.study == study_iris("one").study
    assert {iri.split("/")[-3] for iri in gap.evidence} == {"two", "three"}
    assert [each.kind for each in gaps if each.study == gap.study][-1] == "tie-elsewhere"
    (search,) = [a for a in ask(snapshot, AnalysisAnswer) if a.kind == "tie-elsewhere"]
    assert {figure.name for figure in search.parameters} == {"most", "examples"}


def test_they_follow_what_is_in_the_store(tmp_path: Path) -> None:
    """Whichever way studies come into a store, and others go, the gaps are those of the rest."""
    at_once, one_by_one = GraphStore(tmp_path / "a"), GraphStore(tmp_path / "b")
    studies = [_silent(), invented_study("two"), invented_study("three")]
    build(studies, at_once)
    for study in reversed(studies):
        build([study], one_by_one)
    graphs = [set(s.snapshot().graph(ACROSS_GRAPH)) for s in (at_once, one_by_one)]
    assert graphs[0] == graphs[1] != set()
    for gone in ("two", "three"):
        remove(study_iris(gone), one_by_one)
    assert set(one_by_one.snapshot().graph(ACROSS_GRAPH)) == set()


def test_a_store_tells_what_the_studies_told(tmp_path: Path) -> None:
    """What is read back from the store for comparison is what the studies themselves say."""
    store = GraphStore(tmp_path / "store")
    studies = {study_iris(s.info.id).study: s for s in (invented_study("a"), invented_study("b"))}
    build(list(studies.values()), store)
    assert list(told_by_store(store.snapshot(), {})) == [
        told(study, iri) for iri, study in studies.items()
    ]


def test_matched_themes_are_the_same(tmp_path: Path) -> None:
    """Themes that a SKOS match joins are one, whatever their labels."""
    store = GraphStore(tmp_path / "store")
    a, b, c = (
        _study("a", themes=["Money"]), _study("b", themes=["Cash"]), _study("c", themes=["Time"]),
    )  # fmt: skip
    build([a, b, c], store)
    assert ask(store.snapshot(), GapAnswer, Filters(kind="theme-elsewhere")) == []
    themes = [StudyIris(study_iris(name).study).record("themes", "th0") for name in "ab"]
    match = ox.Quad(
        ox.NamedNode(themes[0]), ox.NamedNode(SKOS.exactMatch), ox.NamedNode(themes[1]),
        ox.NamedNode("urn:matches"),
    )  # fmt: skip
    store.replace({"urn:matches": {match}})
    matches = matched_themes(store.snapshot())
    assert len({matches[theme] for theme in themes}) == 1
    build([a], store)
    (gap,) = ask(store.snapshot(), GapAnswer, Filters(kind="theme-elsewhere"))
    assert gap.study == study_iris("c").study
    assert set(gap.evidence) == set(themes)
