"""Lists on the command line: every kind, the filters of REST, formats, pages, completion."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.commands.listing import LISTED
from graph.answers import KINDS, Filters, ask
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from tests.test_cli import Outcome, Runner


@pytest.fixture
def run(
    store: GraphStore, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Runner:
    """Run the command line over a store that holds the bundled study."""
    return Runner(store.path, capfd, monkeypatch)


def items(outcome: Outcome) -> list[dict[str, Any]]:
    """Return what a list printed as JSON."""
    assert outcome.code == 0, outcome.err
    found: list[dict[str, Any]] = json.loads(outcome.out)["items"]
    return found


def asked(store: GraphStore, name: str, wanted: Filters | None = None) -> list[Any]:
    """Return the records of a list that the store itself gives."""
    found: list[Any] = ask(store.snapshot(), KINDS[name].record, wanted)
    return found


@pytest.mark.parametrize("name", list(LISTED))
def test_every_kind_is_listed(run: Runner, store: GraphStore, name: str) -> None:
    """Each list prints all records that REST has, as a table, CSV and JSON."""
    expected = [each.iri for each in asked(store, name)]
    assert expected
    assert [each["iri"] for each in items(run("list", name, "--json"))] == expected
    rows = list(csv.DictReader(io.StringIO(run("list", name, "--format", "csv").out)))
    assert [row["iri"] for row in rows] == expected
    assert run("list", name).err == f"{len(expected)} row{'s' if len(expected) > 1 else ''}\n"


def example(store: GraphStore, name: str, kind: str) -> str:
    """Return a value of a filter with which the list isn't empty."""
    given = {
        "study": "changing-the-culture", "theme": "barriers", "valence": "barrier",
        "role": "elected-member", "sector": "political", "respondent": "interviewee-2",
        "method": "interview", "speaker": "elected-member", "document": "findings",
        "layout": "block", "review": "confirmed", "words": "e", "medium": "text",
        "voice": "respondent", "name": "degree", "kind": "missing-tie",
    }  # fmt: skip
    if name in given and (name, kind) != ("voice", "theme-links"):
        return given[name]
    kind, name = ("codings", "coder") if name == "coder" else (kind, name)
    return str(getattr(asked(store, kind)[0], name))


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in LISTED for name in KINDS[kind].filters]
)
def test_every_filter_narrows(run: Runner, store: GraphStore, kind: str, name: str) -> None:
    """Each filter of each list takes a value that's there, and gives what ``ask`` gives for it."""
    value = example(store, name, kind)
    found = [each["iri"] for each in items(run("list", kind, f"--{name}", value, "--json"))]
    wanted = Filters(**{name: value})  # type: ignore[arg-type]  # those that are text
    assert found == [each.iri for each in asked(store, kind, wanted)]


def test_a_theme_is_taken_with_or_without_those_below(run: Runner, bundled: Study) -> None:
    """``--no-subthemes`` leaves what is coded to the theme itself."""
    below = {theme.id for theme in bundled.themes if theme.broader == "barriers"}
    expected = sorted({coding.quote for coding in bundled.codings if coding.theme in below})
    wanted = ("list", "quotes", "--theme", "barriers", "--json")
    assert [each["id"] for each in items(run(*wanted))] == expected
    assert items(run(*wanted, "--no-subthemes")) == []


def test_pages_and_order(run: Runner, store: GraphStore) -> None:
    """``--limit`` and ``--cursor`` page, ``--sort`` orders, ``--fields`` leaves some fields."""
    whole = [each.id for each in asked(store, "quotes")]
    first = run("list", "quotes", "--limit", "20", "--format", "csv", "--fields", "id")
    cursor = first.err.partition("--cursor ")[2].strip()
    second = run("list", "quotes", "--limit", "20", "--json", "--fields", "id", "--cursor", cursor)
    assert first.out.split()[1:] + [each["id"] for each in items(second)] == whole
    assert json.loads(second.out)["next"] == ""
    ordered = items(run("list", "quotes", "--sort=-start", "--json", "--fields", "start,id"))
    assert [each["start"] for each in ordered] == sorted(
        (each["start"] for each in ordered), reverse=True
    )
    assert list(ordered[0]) == ["start", "id"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("quotes", "--theme", "barrierz"), "did you mean 'barriers'?"),
        (("ties", "--status", "broken"), "status: 'broken' isn't known; "),
        (("quotes", "--sort", "colour"), "sort: 'colour' isn't known; "),
        (("quotes", "--fields", "id,txt"), "--fields: quotes have no field 'txt'; did you mean"),
        (("quotes", "--cursor", "x"), "cursor"),
        (("quotes", "--status", "missing"), "No such option: --status"),
        (("quote",), "Did you mean 'quotes'"),
    ],
)
def test_what_isnt_there_is_said(run: Runner, arguments: tuple[str, ...], says: str) -> None:
    """A value, field or list that isn't there ends with 2, the mend, and nothing on stdout."""
    outcome = run("list", *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert says in outcome.err


def test_an_empty_store_says_how_to_fill_it(run: Runner, tmp_path: Path) -> None:
    """A list of an empty store is an error, not an empty list."""
    outcome = run("list", "quotes", "--store", tmp_path / "none")
    assert (outcome.code, "themegraph build" in outcome.err) == (2, True)


def test_people_see_no_colours_in_a_pipe(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Into a pipe, or with NO_COLOR, a table has no escape sequences."""
    assert "\x1b" not in run("list", "studies").out
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[3" not in run("list", "studies").out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("list qu", ["quotes"]),
        ("list quotes --valence ", ["barrier", "facilitator", "neutral"]),
        ("list quotes --theme the-p", ["the-political-and-cultural-context"]),
        ("list ties --study ch", ["changing-the-culture"]),
        ("list quotes --words w", []),
    ],
)
def test_the_shell_completes_values(
    run: Runner, monkeypatch: pytest.MonkeyPatch, words: str, expected: list[str]
) -> None:
    """Completion offers lists, values that a filter allows, and ids that the store holds."""
    monkeypatch.setenv("_THEMEGRAPH_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", f"themegraph {words}")
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" "))))
    assert run().out.split() == expected


def test_json_is_asked_for_alike_everywhere(run: Runner) -> None:
    """``--json`` is understood by every command that prints records, and prints JSON."""
    commands = (
        ("studies",), ("list", "ties"), ("search", "trust"), ("gaps",), ("measures",),
        ("network",), ("questions",), ("query", "SELECT * { ?t a tg:Theme }"),
        ("query", "--question", "1"),
    )  # fmt: skip
    for command in commands:
        outcome = run(*command, "--json")
        assert outcome.code == 0, outcome.err
        assert json.loads(outcome.out) is not None
    for name in ("agreement", "review"):
        assert "--json" in run(name, "--help").out


def test_a_role_is_listed_once_however_many_studies_speak_of_it(
    invented: Study, tmp_path: Path
) -> None:
    """Over all studies a filter that each study has something for repeats no role."""
    other = replace(invented, info=replace(invented.info, id="other"))
    store = GraphStore(tmp_path / "store")
    build([invented, other], store)
    theme = next(t.id for t in invented.themes if any(c.theme == t.id for c in invented.codings))
    for wanted in (
        Filters(role=invented.mentions[0].role), Filters(theme=theme), Filters(valence="barrier"),
    ):  # fmt: skip
        roles = [each.iri for each in asked(store, "roles", wanted)]
        assert roles == list(dict.fromkeys(roles)) != []
