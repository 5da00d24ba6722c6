"""The query of every gap gives what the gap says: what it involves, and its evidence."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import ontology
from graph.answers import GapAnswer, ask, query_text
from graph.bundled import FIRST_STUDY, INVENTED_STUDY
from graph.folders.check import load
from graph.gap_query import reproducing
from graph.model import Role, Study, Theme
from graph.service.guard import check
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Row, Snapshot
from tests.studies import invented_study, with_table
from tests.test_gaps_computed import _friends, _said, _ties, _two_blocks

KINDS = tuple(ontology.scheme("gap-kind"))


def _built(folder: Path, *studies: Study) -> Snapshot:
    store = GraphStore(folder / "store")
    build(studies, store)
    return store.snapshot()


def _values(rows: Sequence[Row], column: str) -> set[str]:
    return {row[column] for row in rows if column in row}


def _assert_reproduced(snapshot: Snapshot, gaps: Sequence[GapAnswer]) -> None:
    assert gaps
    for gap in gaps:
        rows = snapshot.solutions(reproducing(gap))
        assert _values(rows, "involves") == set(gap.involves), gap.id
        assert _values(rows, "evidence") == set(gap.evidence), gap.id
        assert _values(rows, "gap") == {gap.id}


def test_every_gap_of_the_bundled_studies_is_reproduced(tmp_path: Path) -> None:
    """The query with a gap's study and id bound gives its involved nodes and its evidence."""
    snapshot = _built(tmp_path, load(FIRST_STUDY), load(INVENTED_STUDY), invented_study())
    _assert_reproduced(snapshot, ask(snapshot, GapAnswer))


def test_rejected_statements_are_in_no_gap_and_no_query(tmp_path: Path) -> None:
    """Where a reviewer rejected ties, codings and mentions, gaps and queries still agree."""
    study = load(FIRST_STUDY)
    for table in ("codings", "mentions", "ties", "links"):
        records = enumerate(getattr(study, table))
        marked = [replace(r, review="rejected") if n % 3 == 0 else r for n, r in records]
        study = with_table(study, table, marked)
    snapshot = _built(tmp_path, study)
    gaps = ask(snapshot, GapAnswer)
    _assert_reproduced(snapshot, gaps)
    assert "missing-tie-t12" in {gap.id for gap in gaps}
    assert "strained-tie-t01" not in {gap.id for gap in gaps}


def test_without_named_speakers_there_is_no_gap_and_no_row(tmp_path: Path) -> None:
    """Where no quote names who speaks, no theme is called thin, by the query neither."""
    study = invented_study()
    nobodys = [replace(quote, respondent="") for quote in study.quotes]
    people = [
        replace(person, role="", role_basis="", role_evidence="") for person in study.respondents
    ]
    snapshot = _built(
        tmp_path, with_table(with_table(study, "quotes", nobodys), "respondents", people)
    )
    assert [gap for gap in ask(snapshot, GapAnswer) if gap.kind == "thin-theme"] == []
    assert snapshot.solutions(query_text("gaps/thin-theme")) == []


@pytest.mark.parametrize(
    "kind", sorted(set(KINDS) - {"tie-elsewhere", "theme-elsewhere", "contested-theme"})
)
def test_a_query_gives_no_other_gaps(tmp_path: Path, kind: str) -> None:
    """With nothing bound, a kind's query gives exactly the gaps of that kind."""
    snapshot = _built(tmp_path, load(FIRST_STUDY), load(INVENTED_STUDY), invented_study())
    rows = snapshot.solutions(query_text(f"gaps/{kind}"))
    studies = {gap.study.rpartition("/")[2] for gap in ask(snapshot, GapAnswer)}
    found = {(row["study"], row["gap"]) for row in rows}
    assert {study for study, _ in found} <= studies
    assert found == {
        (gap.study.rpartition("/")[2], gap.id)
        for gap in ask(snapshot, GapAnswer)
        if gap.kind == kind
    }


@pytest.mark.parametrize(
    ("study", "kind"),
    [
        (_two_blocks(1), "structural-hole"),
        (_friends(), "expected-tie"),
        (_said(a1="led-badly", b1="led-badly", a2="led-well"), "contested-theme"),
    ],
    ids=["structural-hole", "expected-tie", "contested-theme"],
)
def test_computed_gaps_are_reproduced(tmp_path: Path, study: Study, kind: str) -> None:
    """Gaps that the bundled studies don't have are reproduced where a study has them."""
    snapshot = _built(tmp_path, study)
    gaps = [gap for gap in ask(snapshot, GapAnswer) if gap.kind == kind]
    _assert_reproduced(snapshot, gaps)


def test_a_broker_is_reproduced(tmp_path: Path) -> None:
    """A broker at risk comes with those it's tied to and the ties between the two sectors."""
    pairs = [
        ("academic", "nhs-organisation"),
        ("academic", "health-worker"),
        ("research-partner", "voter"),
    ]
    study = replace(_said(), ties=tuple(replace(tie, quotes=()) for tie in _ties(*pairs)))
    snapshot = _built(tmp_path, study)
    gaps = [gap for gap in ask(snapshot, GapAnswer) if gap.kind == "broker-at-risk"]
    _assert_reproduced(snapshot, gaps)


def test_a_broker_that_inherits_its_sector_is_reproduced(tmp_path: Path) -> None:
    """A role of a study's own without a sector has that of the nearest role above."""
    pairs = [("team", "nhs-organisation"), ("team", "health-worker"), ("manager", "voter")]
    ties = tuple(replace(tie, quotes=()) for tie in _ties(*pairs))
    study = replace(_said(), roles=(Role("team", "team", broader="officer"),), ties=ties)
    snapshot = _built(tmp_path, study)
    gaps = [gap for gap in ask(snapshot, GapAnswer) if gap.kind == "broker-at-risk"]
    assert {gap.id for gap in gaps} == {"broker-at-risk-team-health-service"}
    _assert_reproduced(snapshot, gaps)


def test_a_theme_of_other_studies_is_reproduced(tmp_path: Path) -> None:
    """A theme that two studies have under one label and several ids, and a third hasn't."""
    one, other, without = (
        replace(
            _said(),
            info=replace(_said().info, id=name),
            themes=(*_said().themes, *((Theme(theme, label),) if theme else ())),
        )
        for name, theme, label in (
            ("a", "rent", "Rent"), ("b", "cost-of-it", "RENT "), ("c", "", ""),
        )
    )  # fmt: skip
    snapshot = _built(tmp_path, one, other, without)
    gaps = [gap for gap in ask(snapshot, GapAnswer) if gap.kind == "theme-elsewhere"]
    assert {gap.id for gap in gaps} == {"theme-elsewhere-cost-of-it"}
    _assert_reproduced(snapshot, gaps)


def test_what_the_only_respondent_speaks_of_is_not_thin(tmp_path: Path) -> None:
    """What the only respondent who is quoted speaks of isn't thin, nor by the query."""
    snapshot = _built(tmp_path, _said(a="led-badly"))
    found = {gap.id for gap in ask(snapshot, GapAnswer) if gap.kind == "thin-theme"}
    assert found
    assert "thin-theme-led-badly" not in found
    assert _values(snapshot.solutions(query_text("gaps/thin-theme")), "gap") == found


def test_a_computed_gaps_numbers_are_reproduced(tmp_path: Path) -> None:
    """What can't be computed in SPARQL rests on numbers that the query gives."""
    snapshot = _built(tmp_path, _friends())
    (gap,) = [gap for gap in ask(snapshot, GapAnswer) if gap.kind == "expected-tie"]
    numbers = {figure.name: figure.value for figure in gap.figures}
    rows = snapshot.solutions(reproducing(gap))
    assert _values(rows, "themes") == {f"{numbers['shared themes']:.0f}"}
    assert _values(rows, "neighbours") == {f"{numbers['shared neighbours']:.0f}"}
    assert "can't be computed in SPARQL" in query_text("gaps/expected-tie").replace("\n# ", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_a_query_is_one_that_strangers_may_ask(kind: str) -> None:
    """Every gap's query passes the checks of the public endpoint."""
    gap = GapAnswer("urn:g", 'a"} #\n', 'urn:"s', kind, "", "", 1.0)
    check(reproducing(gap))


def test_a_hostile_id_stays_a_literal(tmp_path: Path) -> None:
    """An id that would end a literal finds nothing and changes nothing in the query."""
    snapshot = _built(tmp_path, invented_study())
    gap = GapAnswer("urn:g", 'x") } # "', "urn:s", "missing-tie", "", "", 1.0)
    assert snapshot.solutions(reproducing(gap)) == []
