"""Bringing a new reading into a folder that people have worked in."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InputError
from graph.folders.check import load, refuse_unsound
from graph.folders.updating import update
from graph.model import Mention, Reading, Respondent, Study, Theme, Tie, standing
from graph.review.deciding import decide
from graph.review.desk import Desk
from graph.review.suggestions import find, pending
from tests.studies import with_table
from tests.suggested import FIRST, PASSAGE, SECOND, TEXT, folder_of, reading, suggested, without
from tests.test_cli import Runner, run

__all__ = ["run"]


def _decided(study: Study, *decisions: tuple[str, str] | tuple[str, str, dict[str, str]]) -> Study:
    for reference, decision, *changes in decisions:
        (found,) = find(study, [reference])
        study = decide(study, found, decision, "Anna", changes[0] if changes else None)
    return study


def _worked_on() -> Study:
    """Three rejected, one edited, two accepted."""
    return _decided(
        suggested(),
        ("m1", "rejected"), ("m5", "rejected"), ("t1", "rejected"),
        ("m3", "edited", {"role": "academic"}),
        ("m4", "accepted"), ("c1", "accepted"),
    )  # fmt: skip


TEXTS = {"findings": TEXT}


def test_nothing_rejected_comes_back_after_the_same_reading() -> None:
    """The same reading changes nothing at all of what people decided on."""
    study = _worked_on()
    change = update(study, reading(), TEXTS)
    assert change.study == study
    assert (change.added, change.dropped) == ((), ())
    assert sorted(change.decided) == [
        "codings/c1", "mentions/m1", "mentions/m3", "mentions/m4", "mentions/m5", "ties/t1",
    ]  # fmt: skip


def test_another_result_of_the_reader() -> None:
    """New suggestions come, untouched ones that it no longer makes go, decisions stay, ids too."""
    study, new = _worked_on(), suggested()
    start = new.quotes[2].start
    hall = Mention(
        "m1", "community", "q3", start=start, end=start + 3,
        coder="reader", review="suggested", rule="role-is-named",
    )  # fmt: skip
    renumbered = [replace(m, id=f"m{number}") for number, m in enumerate(new.mentions[:5], start=2)]
    new = with_table(new, "mentions", (hall, *renumbered))  # without m6
    new = with_table(new, "ties", (replace(new.ties[0], type="connects-to", id="t7"),))
    change = update(study, Reading(new, sources=TEXTS), TEXTS)
    mentions = {row.id: (row.role, row.review) for row in change.study.mentions}
    assert mentions == {
        "m1": ("health-worker", "rejected"),
        "m2": ("local-authority", "suggested"),
        "m3": ("academic", "confirmed"),
        "m4": ("health-worker", "confirmed"),
        "m5": ("community", "rejected"),
        "m7": ("community", "suggested"),
    }
    assert change.added == ("mentions/m7",)
    assert change.dropped == ("mentions/m6",)
    assert change.study.ties == study.ties
    refuse_unsound(change.study, TEXTS, "it")


def test_a_changed_source() -> None:
    """Words that moved or changed a little are found again; nothing rejected comes back."""
    text = "A new first paragraph.\n\n" + TEXT.replace("each week", "every single week")
    change = update(_worked_on(), reading(text), TEXTS)
    after = change.study
    assert (change.added, change.dropped) == ((), ())
    assert {row.id: row.review for row in after.mentions} == {
        "m1": "rejected", "m2": "suggested", "m3": "confirmed", "m4": "confirmed",
        "m5": "rejected", "m6": "suggested",
    }  # fmt: skip
    assert [text[row.start : row.end] for row in after.mentions] == [
        TEXT[row.start : row.end] for row in suggested().mentions
    ]
    assert after.passages[0].text == PASSAGE.replace("each week", "every single week")
    assert change.sources == {"findings": text}
    refuse_unsound(after, {"findings": text}, "it")
    assert update(after, reading(text), {"findings": text}).study == after


def test_words_that_are_gone_stay_with_the_former_text() -> None:
    """What somebody decided on keeps its words, though the source has lost them; the rest goes."""
    text = TEXT.replace(FIRST, "...").replace(SECOND, "...")
    lost = {"quotes": ("q1", "q2"), "codings": ("c1", "c2"), "mentions": ("m3", "m4", "m5")}
    new = suggested(text + FIRST + SECOND)
    for table, ids in lost.items():
        new = without(new, table, *ids)
    digest = replace(reading(TEXT).study.documents[0], sha256="1" * 64, length=len(text))
    new = with_table(new, "documents", (digest,))
    study = _decided(suggested(), ("m3", "accepted"))
    change = update(study, Reading(new, sources={"findings": text}), TEXTS)
    former = f"findings-before-{study.documents[0].sha256[:8]}"
    assert [document.id for document in change.study.documents] == ["findings", former]
    assert [quote.document for quote in change.study.quotes] == [former, "findings"]
    assert change.sources == {"findings": text, former: TEXT}
    assert "mentions/m3" not in change.dropped
    assert {"codings/c1", "codings/c2", "mentions/m4", "mentions/m5", "quotes/q2"} <= {
        *change.dropped
    }


def test_a_speaker_of_two_labels_stays_one() -> None:
    """Two labels that became one person aren't two again after the next reading."""
    study = _decided(suggested(), ("respondents/si-1-2#same-label", "accepted"))
    change = update(study, reading(), TEXTS)
    assert change.study == study


def test_what_people_made_stays() -> None:
    """Another's coding, a theme renamed and a statement that somebody noted something on stay."""
    study = suggested()
    renamed = [replace(t, label="No one listens") if t.id == "no-ear" else t for t in study.themes]
    own = replace(study.codings[2], id="c9", coder="", review="confirmed", rule="", theme="no-ear")
    study = with_table(with_table(study, "themes", renamed), "codings", (*study.codings, own))
    new = without(without(suggested(), "codings", "c3"), "links", "l1")
    change = update(study, Reading(new, sources=TEXTS), TEXTS)
    assert change.study.themes == study.themes
    assert [coding.id for coding in change.study.codings] == ["c1", "c2", "c9"]
    assert change.dropped == ("codings/c3", "links/l1")


def test_new_words_themes_and_people_are_added() -> None:
    """What a longer text has besides comes with ids of its own, after what was there."""
    text = TEXT + "\n“The hall is cold.” (Nurse 4)\n"
    new, words = suggested(text), "The hall is cold."
    start = text.index(words)
    quote = replace(new.quotes[0], id="q1b", text=words, start=start, end=start + len(words))
    new = with_table(new, "themes", (*new.themes, Theme("cold", "Cold", "hinders")))
    new = with_table(new, "respondents", (*new.respondents, Respondent("si-1", "Nurse 4")))
    new = with_table(new, "respondents", new.respondents[1:])
    new = with_table(new, "respondents", (Respondent("si-one", "SI#1"), *new.respondents))
    quotes = [replace(q, respondent="si-one") if q.id == "q1" else q for q in new.quotes]
    new = with_table(new, "quotes", (*quotes, replace(quote, id="q4", respondent="si-1")))
    coding = replace(new.codings[0], id="c1", quote="q4", theme="cold")
    codings = [replace(c, id=f"c{n}") for n, c in enumerate(new.codings, start=2)]
    new = with_table(new, "codings", (coding, *codings))
    change = update(suggested(), Reading(new, sources={"findings": text}), TEXTS)
    assert change.dropped == ()
    assert change.added == ("themes/cold", "respondents/si-1-3", "quotes/q4", "codings/c4")
    assert change.study.quotes[-1].respondent == "si-1-3"
    assert change.study.codings[:3] == suggested().codings


def test_themes_of_one_label_are_told_apart_by_their_ids() -> None:
    """Codes of other programs may share a name: the same reading changes nothing, again."""
    study = suggested()
    first = study.themes[0]
    twins = (*study.themes, replace(first, id="twin"))
    codings = (replace(study.codings[0], theme=first.id), *study.codings[1:])
    same = replace(study, themes=twins, codings=codings)
    change = update(same, Reading(same, sources=TEXTS), TEXTS)
    assert change.study == same
    assert change.added == ()


def test_two_ties_of_the_same_ends_are_two() -> None:
    """Ties of two types in one sentence aren't taken for one, however often it is read."""
    tie = suggested().ties[0]
    other: Tie = replace(tie, id="t2", type="listens-to")
    new = Reading(with_table(suggested(), "ties", (tie, other)), sources=TEXTS)
    once = update(_worked_on(), new, TEXTS)
    assert once.added == ("ties/t2",)
    assert update(once.study, new, TEXTS).study == once.study


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["accepted", "rejected"]))))
def test_no_decision_is_undone_by_reading_again(decisions: list[tuple[int, str]]) -> None:
    """Whatever was decided in whatever order, the same reading leaves the study as it is."""
    study = suggested()
    for number, decision in decisions:
        left = pending(study)
        if left:
            study = decide(study, left[number % len(left)], decision, "Anna")
    change = update(study, reading(), TEXTS)
    assert change.study == study
    assert standing(change.study) == standing(study)


# ---------------------------------------------------------------- the command


FINDINGS = """Findings

Barriers

Distance

“The council is far away, and the nurses are further.” (Interviewee 1)

“Nobody asked the community about the council.” (Interviewee 2)
"""


def test_read_update_keeps_decisions(tmp_path: Path, run: Runner) -> None:
    """Read, decide, change the source, read again with --update: nothing rejected is back."""
    source, folder = tmp_path / "findings.txt", tmp_path / "study"
    source.write_text(FINDINGS, encoding="utf-8")
    assert run("read", source, "--into", folder).code == 0
    desk = Desk(folder, "Anna")
    offered = [found.reference for found in desk.pending() if found.table == "mentions"]
    desk.decide_all(offered[:3], "rejected")
    desk.decide(offered[3], "edited", {"role": "academic"})
    source.write_text(FINDINGS.replace("far away", "quite far away"), encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*.*")}
    again = run("read", source, "--into", folder, "--update", "--dry-run")
    assert again.code == 0
    assert "Would update" in again.err
    assert {path: path.read_bytes() for path in folder.rglob("*.*")} == before
    assert run("read", source, "--into", folder, "--update").code == 0
    study = load(folder)
    assert [m.review for m in study.mentions if f"mentions/{m.id}" in offered[:3]] == [
        "rejected"
    ] * 3
    assert not {f"mentions/{m.id}" for m in study.mentions} - {*offered}
    assert "quite far away" in study.quotes[0].text
    assert (folder / "sources" / "findings.txt").read_text("utf-8") == source.read_text("utf-8")
    assert study.info.id == "study"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--update"], "add --into FOLDER"),
        (["--dry-run"], "belongs to --update"),
        (["--update", "--into", "nowhere"], "there is no such study folder"),
    ],
)
def test_options_that_need_others(
    tmp_path: Path,
    run: Runner,
    arguments: list[str],
    problem: str,
) -> None:
    """--update needs a folder that is there, --dry-run needs --update."""
    source = tmp_path / "findings.txt"
    source.write_text(FINDINGS, encoding="utf-8")
    outcome = run("read", source, *arguments)
    assert outcome.code == 2
    assert problem in outcome.err


def test_without_update_a_folder_is_refused(tmp_path: Path, run: Runner) -> None:
    """A folder that is there is only touched with --update."""
    folder = folder_of(suggested(), tmp_path / "study")
    source = tmp_path / "findings.txt"
    source.write_text(FINDINGS, encoding="utf-8")
    outcome = run("read", source, "--into", folder)
    assert outcome.code == 2
    assert "is a study folder already; bring the source into it by --update" in outcome.err
    with pytest.raises(InputError, match="no such suggestion"):
        find(load(folder), ["m99"])
