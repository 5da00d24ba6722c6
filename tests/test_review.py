"""Deciding on suggestions: what is offered, what a decision changes, and undoing it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import PROV

from graph.errors import ConflictError, InputError, NotFoundError, StudyError
from graph.folders.check import load
from graph.folders.folder import read_folder
from graph.model import Attribute, Decision, Study, standing
from graph.rdf.quads import study_quads
from graph.readers import narrative
from graph.review.context import AROUND
from graph.review.desk import Desk
from graph.review.journal import note_of
from graph.review.suggestions import RULES, Wanted, pending
from tests.studies import with_table
from tests.suggested import FIRST, folder_of, suggested


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The invented study's folder, under review by Anna."""
    return Desk(folder_of(suggested(), tmp_path / "study"), "Anna B")


def _references(study: Study, **wanted: str) -> list[str]:
    return [found.reference for found in pending(study, Wanted(**wanted))]


def _by_id(study: Study, table: str, record_id: str) -> object:
    return next(row for row in getattr(study, table) if row.id == record_id)


# ---------------------------------------------------------------- what is offered


def test_suggestions_come_in_the_order_of_the_text() -> None:
    """All that nobody decided is offered in the order in which its words stand."""
    assert _references(suggested()) == [
        "ties/t1", "mentions/m1", "mentions/m2", "codings/c1", "mentions/m3", "mentions/m4",
        "respondents/si-1-2#same-label", "codings/c2", "mentions/m5",
        "respondents/nurse-3#role-in-label", "codings/c3", "links/l1", "mentions/m6",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"table": "ties"}, ["ties/t1"]),
        ({"rule": "word-of-help"}, ["links/l1"]),
        ({"theme": "no-ear"}, ["codings/c2", "mentions/m5"]),
        ({"theme": "hinders", "table": "codings"}, ["codings/c1", "codings/c2"]),
        ({"role": "officer", "table": "mentions"}, ["mentions/m3"]),
        (
            {"role": "local-authority", "table": "mentions"},
            ["mentions/m2", "mentions/m3", "mentions/m6"],
        ),
        ({"role": "health-worker", "table": "respondents"}, ["respondents/nurse-3#role-in-label"]),
    ],
)
def test_filters(wanted: dict[str, str], expected: list[str]) -> None:
    """Filters by table, rule, theme and role; themes and roles take in those below them."""
    assert _references(suggested(), **wanted) == expected


@pytest.mark.parametrize("name", ["table", "rule", "theme", "role"])
def test_a_filter_for_nothing_known_is_refused(name: str) -> None:
    """An unknown table, rule, theme or role is an error, not an empty list."""
    with pytest.raises(InputError, match=f"{name} 'nobody-knows': isn't there"):
        _references(suggested(), **{name: "nobody-knows"})


def test_the_context_is_what_a_reader_needs(desk: Desk) -> None:
    """The words in their sentence, the place, the speaker, the theme's path, rule and meaning."""
    found = {each.reference: desk.context(each) for each in desk.pending()}
    mention = found["mentions/m3"]
    (words,) = mention.words
    assert mention.claim == "speaks of: officer"
    assert [piece.text for piece in words.pieces if piece.marked] == ["housing officer"]
    assert FIRST in "".join(piece.text for piece in words.pieces)
    assert (words.speaker, words.place) == ("SI#1", "Findings, line 7")
    assert mention.reason == "The words are a label of the role in the shared scheme."
    assert [meaning.label for meaning in mention.meanings] == ["officer"]
    assert found["codings/c2"].theme == "What hinders › No ear"
    tie = found["ties/t1"]
    assert tie.claim == "health worker → local authority: informs, established"
    assert [piece.text for piece in tie.words[0].pieces if piece.marked] == ["nurses", "council"]
    assert tie.words[0].speaker == "the authors"
    assert found["respondents/si-1-2#same-label"].claim == "“SI #1” is the same person as “SI#1”"
    assert found["links/l1"].claim == "“What helps” addresses “What hinders”"
    assert all(
        len("".join(piece.text for piece in words.pieces)) < 2 * AROUND + 200
        for context in found.values()
        for words in context.words
    )


def test_every_rule_is_explained() -> None:
    """Whatever our own reader suggests names a rule, and the review says what that rule is."""
    text = """Findings\n\nBarriers\n\nDistance\n\nThe nurses advise the council, and there is no way
for the community and the council to meet.\n\n“A nurse came.” (Interviewee 1)\n"""
    study = narrative.read(text, study_id="s").study
    rules = {found.rule for found in pending(study) if found.table != "respondents"}
    assert {narrative.UNDER_HEADING, narrative.NAMED} < rules
    assert rules <= RULES.keys()


def test_without_its_source_a_quote_shows_its_own_words(tmp_path: Path) -> None:
    """Where the source isn't at hand the quote's words are shown, with their position."""
    folder = folder_of(suggested(), tmp_path / "study")
    (folder / "sources" / "findings.txt").unlink()
    desk = Desk(folder, "Anna")
    context = desk.context(desk.pending(Wanted(role="officer"))[0])
    assert [(piece.text, piece.marked) for piece in context.words[0].pieces] == [
        ("We wait for the ", False), ("housing officer", True),
        (", and then a nurse comes.", False),
    ]  # fmt: skip
    assert context.words[0].place.startswith("Findings, 1")


# ---------------------------------------------------------------- deciding


def test_a_decision_is_saved_with_who_and_when(desk: Desk) -> None:
    """Accepting and rejecting change the review, and record who, when and what was before."""
    desk.decide("mentions/m3", "accepted")
    desk.decide("t1", "rejected", why="They only write letters.")
    study = load(desk.folder)
    assert study == desk.study
    assert study.mentions[2] == replace(suggested().mentions[2], review="confirmed")
    assert study.ties[0].review == "rejected"
    assert standing(study).ties == ()
    first, second = study.decisions
    assert (first.id, first.about, first.decision, first.coder) == (
        "d0001", "mentions/m3", "accepted", "anna-b",
    )  # fmt: skip
    assert first.at.endswith("Z")
    assert json.loads(first.note) == {"was": {"mentions/m3": {"review": "suggested"}}}
    assert note_of(second).why == "They only write letters."
    assert study.coders[-1].name == "Anna B"
    assert study.coders[-1].kind == "person"
    assert "mentions/m3" not in _references(study)


def test_decisions_and_rules_are_in_the_graph(desk: Desk) -> None:
    """The graph says which rule found a suggestion, and has each decision as a prov:Activity."""
    desk.decide("mentions/m3", "accepted")
    data = ox.Dataset(study_quads(desk.study))
    base = "https://w3id.org/themegraph/data/together"
    decision = ox.NamedNode(f"{base}/decision/d0001")
    said = {str(quad.predicate): str(quad.object) for quad in data.quads_for_subject(decision)}
    assert said[f"<{PROV.wasAssociatedWith}>"] == f"<{base}/coder/anna-b>"
    assert said["<https://w3id.org/themegraph/ns#about>"] == f"<{base}/mention/m3>"
    mention = ox.NamedNode(f"{base}/mention/m3")
    found = {str(quad.predicate): str(quad.object) for quad in data.quads_for_subject(mention)}
    assert found["<https://w3id.org/themegraph/ns#foundBy>"] == '"role-is-named"'


def test_an_edit_changes_and_confirms(desk: Desk) -> None:
    """An edit is checked, confirms the statement, and notes what was before."""
    desk.decide("mentions/m3", "edited", {"role": "local-authority"})
    desk.decide("ties/t1", "edited", {"status": "strained", "direction": "mutual", "theme": ""})
    study = load(desk.folder)
    assert study.mentions[2].role == "local-authority"
    assert study.mentions[2].review == "confirmed"
    assert (study.ties[0].status, study.ties[0].theme) == ("strained", "")
    assert note_of(study.decisions[0]).was == {
        "mentions/m3": {"role": "officer", "review": "suggested"}
    }


@pytest.mark.parametrize(
    ("reference", "decision", "changes", "problem"),
    [
        ("mentions/m3", "edited", {"role": "oficer"}, "isn't known; did you mean 'officer'"),
        ("mentions/m3", "edited", {"start": "3"}, "'start' can't be edited here"),
        ("mentions/m3", "edited", {}, "what to change isn't said"),
        ("mentions/m3", "accepted", {"role": "officer"}, "only an edit changes something"),
        ("mentions/m3", "forgotten", {}, "isn't a decision"),
        ("ties/t1", "edited", {"statement": "x" * 10_001}, "more than 10000"),
        ("ties/t1", "edited", {"statement": "a\x1b[2Jb"}, "control characters"),
        ("respondents/si-1-2#same-label", "edited", {"role": "officer"}, "accept or reject it"),
        ("mentions/m33", "accepted", {}, "no such suggestion; did you mean mentions/m3"),
        ("links/l1", "edited", {"target": "helps"}, "is the theme that the link begins at"),
    ],
)
def test_what_would_be_wrong_is_refused(
    desk: Desk, reference: str, decision: str, changes: dict[str, str], problem: str
) -> None:
    """A decision that makes no sense is refused with its reason, and nothing is written."""
    before = {path: path.read_bytes() for path in desk.folder.glob("*.csv")}
    with pytest.raises(InputError, match=problem):
        desk.decide(reference, decision, changes)
    assert {path: path.read_bytes() for path in desk.folder.glob("*.csv")} == before


def test_an_edit_that_makes_the_study_unsound_is_refused(desk: Desk) -> None:
    """A quote isn't coded twice to one theme by an edit."""
    again = replace(suggested().codings[0], id="c9", theme="helps")
    folder = folder_of(with_table(suggested(), "codings", (*suggested().codings, again)),
                       desk.folder.parent / "twice")  # fmt: skip
    with pytest.raises(StudyError, match="coded to hinders already"):
        Desk(folder, "Anna").decide("c9", "edited", {"theme": "hinders"})
    desk.decide("c1", "accepted")
    with pytest.raises(InputError, match="is confirmed already"):
        desk.decide("c1", "accepted")


def test_nobody_decides_without_a_name(tmp_path: Path) -> None:
    """A decision has a name; one who codes already keeps the id."""
    folder = folder_of(suggested(), tmp_path / "study")
    with pytest.raises(InputError, match="nobody is named"):
        Desk(folder, " ").decide("m3", "accepted")
    Desk(folder, "A reader").decide("m3", "accepted")  # a person with a program's name
    Desk(folder, "A reader").decide("m4", "accepted")
    assert [coder.id for coder in load(folder).coders] == ["reader", "a-reader"]


def test_somebody_else_changed_the_folder(desk: Desk) -> None:
    """Two who decide at once don't overwrite each other: the second is told to start again."""
    Desk(desk.folder, "Ben").decide("m3", "accepted")
    with pytest.raises(ConflictError, match="start again"):
        desk.decide("m4", "rejected")
    desk.reload()
    desk.decide("m4", "rejected")
    assert [made.coder for made in load(desk.folder).decisions] == ["ben", "anna-b"]


# ---------------------------------------------------------------- labels


def test_two_labels_become_one_person_and_two_again(desk: Desk) -> None:
    """Accepting that two labels are one person joins them; undoing brings both back."""
    before = desk.study
    desk.decide("respondents/si-1-2#same-label", "accepted")
    study = load(desk.folder)
    assert [person.id for person in study.respondents] == ["si-1", "nurse-3"]
    assert study.quotes[1].respondent == "si-1"
    assert study.decisions[0].about == "respondents/si-1"
    Desk(desk.folder, "Ben").undo("respondents/si-1-2#same-label")
    study = load(desk.folder)
    assert sorted(study.respondents, key=str) == sorted(before.respondents, key=str)
    assert study.quotes == before.quotes
    assert "respondents/si-1-2#same-label" in _references(study)


def test_what_refers_to_a_person_follows(tmp_path: Path) -> None:
    """What is about a respondent is then about the one they are; attributes must go first."""
    memo = Decision("d1", "respondents/si-1-2", "rejected", note="once")
    undone = Decision("d2", "respondents/si-1-2", "undone")
    study = with_table(suggested(), "decisions", (memo, undone))
    desk = Desk(folder_of(study, tmp_path / "a"), "Anna")
    desk.decide("respondents/si-1-2#same-label", "accepted")
    assert {made.about for made in load(desk.folder).decisions} == {"respondents/si-1"}
    known = Attribute("respondents/si-1-2", "guid", "6F9619FF-8B86-4D01-B42D-00CF4FC964FE")
    held = folder_of(with_table(suggested(), "attributes", (known,)), tmp_path / "b")
    with pytest.raises(InputError, match=r"attributes of its own \(guid\)"):
        Desk(held, "Anna").decide("respondents/si-1-2#same-label", "accepted")


def test_a_role_in_a_label_is_suggested_and_never_taken_unasked(desk: Desk) -> None:
    """A label that names a role suggests it; rejected, it isn't suggested again."""
    reference = "respondents/nurse-3#role-in-label"
    assert _by_id(desk.study, "respondents", "nurse-3") == suggested().respondents[2]
    desk.decide(reference, "accepted")
    person = load(desk.folder).respondents[2]
    assert (person.role, person.role_basis) == ("health-worker", "stated")
    desk.undo()
    desk.decide(reference, "rejected")
    assert load(desk.folder).respondents[2] == suggested().respondents[2]
    assert reference not in _references(load(desk.folder))
    desk.undo(reference)
    assert reference in _references(load(desk.folder))


# ---------------------------------------------------------------- undoing


@pytest.mark.parametrize(
    "decide",
    [
        lambda desk: desk.decide("m3", "accepted"),
        lambda desk: desk.decide("t1", "rejected"),
        lambda desk: desk.decide("l1", "edited", {"type": "reinforces", "statement": "So."}),
        lambda desk: desk.decide(
            "respondents/nurse-3#role-in-label", "edited", {"role": "academic"}
        ),
    ],
)
def test_undo_in_a_later_session(desk: Desk, decide: Callable[[Desk], object]) -> None:
    """Whatever was decided is as before after an undo in another session; both are recorded."""
    before = desk.study
    decide(desk)
    later = Desk(desk.folder, "Ben")
    undone = later.undo()
    after = load(desk.folder)
    assert undone.id == "d0001"
    assert replace(after, decisions=(), coders=()) == replace(before, decisions=(), coders=())
    assert [(made.decision, made.coder) for made in after.decisions][1] == ("undone", "ben")
    with pytest.raises(NotFoundError, match="no decision to undo"):
        later.undo()


def test_undo_goes_back_one_after_the_other(desk: Desk) -> None:
    """Undoing twice takes back the last two; an earlier one on the same record has to wait."""
    desk.decide("m3", "edited", {"role": "academic"})
    desk.decide("m3", "rejected")
    with pytest.raises(InputError, match="d0002 came after it"):
        desk.undo("d0001")
    desk.undo()
    assert desk.study.mentions[2].role == "academic"
    desk.undo("m3")
    assert desk.study.mentions == suggested().mentions


def test_a_decision_that_cannot_be_undone_says_so(tmp_path: Path) -> None:
    """A note by hand doesn't say what was before; a row changed by hand isn't overwritten."""
    by_hand = Decision("d1", "mentions/m3", "accepted", note='{"was": {"study/x": {"id": 1}}}')
    study = with_table(suggested(), "decisions", (by_hand,))
    desk = Desk(folder_of(study, tmp_path / "a"), "Anna")
    with pytest.raises(InputError, match="doesn't say what was before"):
        desk.undo()
    other = Desk(folder_of(suggested(), tmp_path / "b"), "Anna")
    other.decide("m3", "accepted")
    path = other.folder / "mentions.csv"
    path.write_text(path.read_text("utf-8").replace("confirmed", "suggested"), encoding="utf-8")
    with pytest.raises(InputError, match="is suggested now"):
        Desk(other.folder, "Anna").undo()


def test_many_at_once(desk: Desk) -> None:
    """The same decision on all of them is one change of the folder, with one record for each."""
    references = [found.reference for found in desk.pending()]
    made = desk.decide_all(references, "accepted")
    study = read_folder(desk.folder)[0]
    assert len(made) == len(references) == len(study.decisions)
    assert pending(study) == []
    assert {row.review for row in study.mentions} == {"confirmed"}
