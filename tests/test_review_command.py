"""themegraph review: walking through suggestions, and the forms for scripts."""

import io
import json
import os
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from api.terminal import HELP
from graph.folders.check import load
from graph.readers.ids import fresh
from tests.studies import with_table
from tests.suggested import TEXT, folder_of, suggested
from tests.test_cli import Outcome, Runner, run

__all__ = ["run"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented study's folder."""
    return folder_of(suggested(), tmp_path / "study")


def _type(patch: pytest.MonkeyPatch, *lines: str) -> None:
    patch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def _walk(run: Runner, patch: pytest.MonkeyPatch, folder: Path, *lines: str) -> Outcome:
    _type(patch, *lines)
    return run("review", folder, "--by", "Anna B")


def test_a_walk(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys accept, reject, edit, skip, undo and quit; each suggestion comes with its context."""
    said = _walk(
        run, monkeypatch, folder,
        "a",  # the tie
        "r", "s",  # m1, m2
        "e", "?", "nonsense", "no-ear",  # c1
        "?", "x",  # help, and what is no key
        "r", "u", "a",  # m3
        "q",
    ).err  # fmt: skip
    study = load(folder)
    assert [(made.about, made.decision) for made in study.decisions] == [
        ("ties/t1", "accepted"), ("mentions/m1", "rejected"), ("codings/c1", "edited"),
        ("mentions/m3", "rejected"), ("mentions/m3", "undone"), ("mentions/m3", "accepted"),
    ]  # fmt: skip
    assert study.codings[0].theme == "no-ear"
    assert "1 of 13  ties/t1" in said
    assert "health worker → local authority: informs, established" in said
    assert "The »nurses« write to the »council« each week" in said
    assert "5 of 13  mentions/m3" in said
    assert "theme    What hinders" in said
    assert "'nonsense' isn't one of them" in said
    assert "hinders, no-ear, helps" in said
    assert "accept: the suggestion is true" in said
    assert "Undone: d0004, mentions/m3 rejected" in said
    assert "9 left to decide" in said


def test_undo_first_of_all(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key for undoing takes back a decision of an earlier session, and shows it again."""
    assert run("review", folder, "--by", "Ben", "--reject", "m6,m5").code == 0
    said = _walk(run, monkeypatch, folder, "u", "a", "q").err
    assert "Undone: d0002, mentions/m6 rejected" in said
    assert load(folder).mentions[5].review == "confirmed"
    assert load(folder).mentions[4].review == "rejected"


def test_nothing_to_undo_and_the_end(
    run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can't be done is said and the walk goes on; at the end of the input it stops."""
    said = _walk(run, monkeypatch, folder, "u", *["a"] * 6, "e", "a", "a", "a").err
    assert "there is no decision to undo" in said
    assert "two labels can only be accepted as one person" in said
    assert "si-1-2" not in [person.id for person in load(folder).respondents]
    assert len(load(folder).decisions) == 9


def test_a_study_cannot_steer_the_terminal(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Escapes in a source text and characters that turn directions don't reach the terminal."""
    text = TEXT.replace("Nobody", "\x1b[2JNobody", 1).replace("seldom", "\u202eseldom")
    folder = folder_of(suggested(text), tmp_path / "study", text)
    said = _walk(run, monkeypatch, folder, *["s"] * 13).err
    assert "Nobody ever asked" in said
    assert "\x1b" not in said
    assert "\u202e" not in said
    listed = run("review", folder, "--list", "--format", "csv")
    assert listed.code == 0
    assert "\x1b" not in listed.out


def test_the_list(run: Runner, folder: Path) -> None:
    """--list prints what is to be decided: a table, CSV, or JSON with all of the context."""
    listed = run("review", folder, "--list", "--format", "json", "--table", "ties")
    (tie,) = json.loads(listed.out)
    assert tie["reference"] == "ties/t1"
    assert tie["rule"] == "verb-of-telling"
    assert {field["column"] for field in tie["fields"]} >= {"status", "direction"}
    rows = run("review", folder, "--list", "--format", "csv").out.splitlines()
    assert rows[0] == "id,claim,theme,speaker,place,words,rule"
    assert len(rows) == 14
    assert "13 to decide" in run("review", folder, "--list").err


def test_scripts_decide(run: Runner, folder: Path) -> None:
    """--accept, --reject, --edit and --undo take ids, and --why is noted."""
    outcome = run(
        "review", folder, "--by", "Anna", "--accept", "m3,m4", "--accept", "codings/c1",
        "--reject", "t1", "--why", "read twice",
    )  # fmt: skip
    assert outcome.code == 0
    assert "3 accepted by Anna" in outcome.err
    assert run("review", folder, "--by", "Anna", "--edit", "m5", "--set", "role=academic").code == 0
    assert run("review", folder, "--by", "Anna", "--undo", "m3", "--undo", "last").code == 0
    study = load(folder)
    assert [row.review for row in study.mentions] == [
        "suggested", "suggested", "suggested", "confirmed", "suggested", "suggested",
    ]  # fmt: skip
    assert study.mentions[4].role == "community"
    assert all("read twice" in made.note for made in study.decisions[:4])


def test_all_is_asked_before(run: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`all` takes what the filters let, after a question; No changes nothing."""
    arguments = ("review", folder, "--table", "mentions", "--reject", "all", "--by", "Anna")
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    refused = run(*arguments)
    assert refused.code == 1
    assert "Reject 6 suggestions" in refused.err
    assert load(folder) == suggested()
    outcome = run("review", folder, "--table", "mentions", "--reject", "all", "--yes", "--by", "A")
    assert outcome.code == 0
    study = load(folder)
    assert {row.review for row in study.mentions} == {"rejected"}
    assert {row.review for row in study.codings} == {"suggested"}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--accept", "m77"], "there is no such suggestion; --list shows"),
        (["--edit", "m3"], "belong together"),
        (["--edit", "m3", "--set", "role"], "has no '='"),
        (["--table", "quotes", "--list"], "table 'quotes': isn't there"),
        (["--undo", "m3"], "there is no decision on m3 to undo"),
    ],
)
def test_what_is_wrong_is_said(
    run: Runner, folder: Path, arguments: list[str], problem: str
) -> None:
    """A wrong id, option or filter is an error with its mend, and nothing is written."""
    outcome = run("review", folder, "--by", "Anna", *arguments)
    assert outcome.code == 2
    assert problem in outcome.err
    assert load(folder) == suggested()


def test_an_unsound_folder_is_not_reviewed(run: Runner, tmp_path: Path) -> None:
    """A folder with faults is refused with every fault, as check does."""
    broken = with_table(suggested(), "themes", suggested().themes[1:])
    outcome = run("review", folder_of(broken, tmp_path / "study"))
    assert outcome.code == 2
    assert "isn't an id in themes.csv" in outcome.err


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are of POSIX")
def test_keys_on_a_terminal(folder: Path) -> None:
    """On a terminal a key works by itself, without Enter."""
    ours, theirs = os.openpty()
    arguments = ["-c", "from api.cli import main; main()", "review", str(folder), "--by", "A"]
    with subprocess.Popen(
        [sys.executable, *arguments], stdin=theirs, stderr=theirs, start_new_session=True
    ) as process:
        try:
            for asked, key in enumerate((b"a", b"r", b"q"), start=1):
                _wait_for(ours, b"[?]", f"prompt {asked}")
                _wait_for_keys(theirs)
                os.write(ours, key)
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()
    os.close(ours)
    os.close(theirs)
    assert [made.decision for made in load(folder).decisions] == ["accepted", "rejected"]


def _wait_for(terminal: int, words: bytes, what: str) -> None:
    heard = b""
    while words not in heard:
        ready, _, _ = select.select([terminal], [], [], 20)
        assert ready, f"{what} didn't come: {heard!r}"
        heard += os.read(terminal, 4096)


def _wait_for_keys(terminal: int) -> None:
    """Wait until keys are taken one by one: what is typed before is thrown away."""
    while termios.tcgetattr(terminal)[3] & termios.ICANON:
        time.sleep(0.02)


def test_the_page_on_review_is_true(run: Runner) -> None:
    """docs/review.md names the keys as the terminal does, and only options that there are."""
    text = (Path(__file__).parent.parent / "docs" / "review.md").read_text("utf-8")
    keys = {line[0] for line in HELP.splitlines()}
    assert set(re.findall(r"^\| `(\w)` \|", text, re.MULTILINE)) == keys
    known = "".join(run(command, "--help").out for command in ("review", "read", "serve"))
    options = set(re.findall(r"--[a-z][a-z-]+", text))
    assert len(options) > 10
    assert {option for option in options if option not in known} == set()


def test_ids_that_are_free() -> None:
    """A new id is the wanted one, or the next like it."""
    assert fresh("m07", {"m06"}) == "m07"
    assert fresh("m07", {"m07", "m08"}) == "m09"
    assert fresh("a-theme", {"a-theme", "a-theme-2"}) == "a-theme-3"
