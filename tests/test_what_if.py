"""What if: a tie that isn't there, what it would change, and that nothing is stored."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.report import consequence_lines
from graph.bundled import FIRST_STUDY, INVENTED_STUDY
from graph.errors import InputError
from graph.folders.check import load
from graph.gaps.what_if import IMAGINED, MOST, parse_ties, what_if
from graph.imagining import imagine
from graph.model import Role, Study
from graph.rdf.iris import study_iris
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from tests.test_gaps_computed import EMPTY, _ties, _two_blocks


@pytest.mark.parametrize(
    ("words", "ends", "kind", "direction"),
    [
        ("NHS -> VCS: collaborates with",
         ("nhs-organisation", "voluntary-and-community-sector"), "collaborates-with", "mutual"),
        ("academic->local-authority:informs",
         ("academic", "local-authority"), "informs", "one-way"),
        ("  University  ->  COUNCIL : Shares findings with ",
         ("academic", "local-authority"), "shares-findings-with", "one-way"),
        ("council -> university: is given findings by",
         ("academic", "local-authority"), "shares-findings-with", "one-way"),
        ("council <-> university: understands",
         ("local-authority", "academic"), "understands", "mutual"),
        ("wider research system -> council: supports",
         ("research-system", "local-authority"), "supports", "one-way"),
    ],
    ids=["as-in-the-help", "ids", "labels-and-spaces", "other-end", "both-ways", "own-role"],
)  # fmt: skip
def test_a_tie_in_words(
    bundled: Study, words: str, ends: tuple[str, str], kind: str, direction: str
) -> None:
    """Roles are named by id, label or alternative label, types also from their other end."""
    (tie,) = parse_ties([words], bundled)
    assert ((tie.source, tie.target), tie.type, tie.direction) == (ends, kind, direction)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("NHS and VCS", "a tie is written “NHS -> VCS: collaborates with”"),
        ("NHS -> VCS", "a tie is written"),
        ("", "a tie is written"),
        ("NHSS -> VCS: informs", "“NHSS” is no role; did you mean 'nhs'?"),
        ("NHS -> VCS: colaborates with", "no type of tie; did you mean 'collaborates with'?"),
        ("NHS -> National Health Service: informs", "ties “nhs-organisation” to itself"),
        ("porter -> NHS: informs", "“porter” names several: day-porter, night-porter"),
    ],
)
def test_words_that_say_no_tie(bundled: Study, words: str, says: str) -> None:
    """What can't be understood is said with what was wrong and how to write it."""
    roles = (Role("day-porter", "porter"), Role("night-porter", "Porter"))
    with pytest.raises(InputError, match=says.replace("?", r"\?")):
        parse_ties([words], replace(bundled, roles=(*bundled.roles, *roles)))


def test_a_missing_tie_that_is_made_closes_its_gaps(bundled: Study) -> None:
    """If academics shared findings, the missing tie and the one-way tie of the data would close."""
    tie = parse_ties(["academia -> council: shares findings with"], bundled)
    found = what_if(bundled, tie)
    assert {gap.id for gap in found.closed} == {"missing-tie-t12", "one-way-tie-t10"}
    assert found.opened == ()
    assert found.shifts == ()  # the two are tied already


def test_a_wanted_tie_that_is_made_lowers_constraint(bundled: Study) -> None:
    """If the wanted collaboration were there, the voluntary sector's constraint would fall."""
    found = what_if(bundled, parse_ties(["council -> VCS: collaborates with"], bundled))
    assert [gap.id for gap in found.closed] == ["wanted-tie-t30"]
    (shift,) = [
        s for s in found.shifts
        if (s.role, s.name) == ("voluntary-and-community-sector", "constraint")
    ]  # fmt: skip
    assert shift.role_label == "voluntary and community sector group"
    assert shift.before == 1.0
    assert shift.after is not None
    assert shift.after < 1.0


def test_one_way_does_not_make_a_mutual_tie(bundled: Study) -> None:
    """A one-way tie leaves the wish for a mutual one of the same type open."""
    tie = parse_ties(["council -> NHS: shares findings with"], bundled)
    assert "wanted-tie-t26" not in {gap.id for gap in what_if(bundled, tie).closed}
    mutual = parse_ties(["council <-> NHS: shares findings with"], bundled)
    assert "wanted-tie-t26" in {gap.id for gap in what_if(bundled, mutual).closed}


def test_a_tie_can_open_a_gap(bundled: Study) -> None:
    """A tie whose return the study reports as missing would be a one-way tie."""
    tie = parse_ties(["academia -> council: relies on"], bundled)
    found = what_if(bundled, tie)
    assert "one-way-tie-imagined" in {gap.id for gap in found.opened}


def test_holes_close() -> None:
    """Between two blocks of four, the eighth tie closes the hole; the seventh doesn't."""
    for number, closed in ((6, []), (7, ["structural-hole-sectors-academic--political"])):
        study = _two_blocks(number, size=4)
        eighth = _two_blocks(number + 1, size=4).ties[-1]
        found = what_if(study, [replace(eighth, id="imagined")])
        assert [gap.id for gap in found.closed] == closed


def test_nothing_is_changed(bundled: Study) -> None:
    """Imagining is a pure function: asked again, the answer is the same, and the study too."""
    tie = parse_ties(["NHS -> VCS: collaborates with"], bundled)
    before = replace(bundled)
    assert what_if(bundled, tie) == what_if(bundled, tie)
    assert bundled == before


def test_a_study_may_have_a_tie_of_that_name() -> None:
    """The imagined tie takes an id that the study doesn't have."""
    study = replace(EMPTY, ties=(replace(_ties(("voter", "patient"))[0], id="imagined"),))
    words = ["NHS -> VCS: informs", "VCS -> NHS: informs"]
    assert [tie.id for tie in parse_ties(words, study)] == ["imagined-2", "imagined-3"]


def test_several_ties_are_imagined_together(bundled: Study) -> None:
    """Of two wanted ties, each closes its own gap; together they close both, and no other."""
    words = ("council -> VCS: collaborates with", "council <-> NHS: shares findings with")
    one, other, both = (
        {gap.id for gap in what_if(bundled, parse_ties(chosen, bundled)).closed}
        for chosen in (words[:1], words[1:], words)
    )
    assert (one, other) == ({"wanted-tie-t30"}, {"wanted-tie-t26"})
    assert both == one | other


def test_a_gap_that_stays_may_say_something_else() -> None:
    """A gap that neither closes nor opens and has other numbers is shown before and after."""
    sixth = replace(_two_blocks(6, size=4).ties[-1], id=IMAGINED)
    found = what_if(_two_blocks(5, size=4), [sixth])
    (change,) = found.changed
    assert change.before.id == change.after.id == "structural-hole-sectors-academic--political"
    assert change.after.score < change.before.score
    assert (found.closed, found.opened) == ((), ())
    assert "  tied pairs: 5 → 6" in [line.removeprefix("  ") for line in consequence_lines(found)]


@pytest.mark.parametrize(
    "words", ["NHS -> VCS: collaborates with", "research funder -> VCS: informs"]
)
def test_an_imagined_tie_is_not_speech(bundled: Study, words: str) -> None:
    """Nobody speaks more or less, or is more or less heard, for a tie that is only imagined."""
    found = what_if(bundled, parse_ties([words], bundled))
    kinds = {gap.kind for gap in (*found.opened, *found.closed, *(c.after for c in found.changed))}
    assert kinds.isdisjoint({"unheard-actor", "voice-imbalance"})


@pytest.mark.parametrize("number", [0, MOST + 1])
def test_too_many_ties_are_refused(bundled: Study, number: int) -> None:
    """One tie at least is imagined, and there is a limit to how many are at once."""
    with pytest.raises(InputError, match=f"{number} ties are given; give 1 to {MOST}"):
        parse_ties(["NHS -> VCS: informs"] * number, bundled)


def test_two_ties_can_do_what_neither_does_alone() -> None:
    """Between two blocks of four, six ties leave a hole; two more close it, one doesn't."""
    study, further = _two_blocks(6, size=4), _two_blocks(8, size=4).ties[-2:]
    ties = [replace(tie, id=f"{IMAGINED}-{number}") for number, tie in enumerate(further)]
    assert what_if(study, ties[:1]).closed == ()
    assert [gap.kind for gap in what_if(study, ties).closed] == ["structural-hole"]


def test_a_tie_that_others_report_closes_its_gap(tmp_path: Path) -> None:
    """A gap that is there because other studies report a tie closes by a tie between the two."""
    store = GraphStore(tmp_path / "store")
    build([load(FIRST_STUDY), load(INVENTED_STUDY)], store)
    snapshot, study = store.snapshot(), study_iris("invented-library-study").study
    words = ["community -> local authority: informs"]
    (closed,) = imagine(snapshot, study, words).closed
    assert closed.id == "tie-elsewhere-community--local-authority"
    assert {ref.id for ref in closed.involves} == {"community", "local-authority"}
    assert {ref.study for ref in closed.evidence} == {study_iris("changing-the-culture").study}
    assert imagine(snapshot, study, ["voter -> local authority: informs"]).closed == ()
