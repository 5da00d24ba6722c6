"""The first view of many studies: grouped on the server, and a way to each study."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

import viz.corpus
from api.app import create_app
from graph.answers import GapAnswer, StudyAnswer, ask
from graph.build import build
from graph.store import GraphStore, Snapshot
from graph.synth import synthetic_studies
from tests.conftest import OpenPage
from viz.corpus import MOST_AT_ONCE, Corpus, corpus, count_ahead, is_corpus, sector_ties, studies


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """One study more than are drawn together, each with few quotes."""
    store = GraphStore(tmp_path_factory.mktemp("many") / "store")
    made = synthetic_studies(MOST_AT_ONCE + 1, quotes=3)
    build([each.study for each in made], store)
    return store


def test_what_is_counted_is_what_the_lists_have(many: GraphStore) -> None:
    """Numbers, kinds of gaps and the studies that have them are those of the lists."""
    snapshot = many.snapshot()
    found, told = corpus(snapshot), ask(snapshot, StudyAnswer)
    gaps = ask(snapshot, GapAnswer)
    assert is_corpus(snapshot)
    assert found["numbers"] == {
        "studies": MOST_AT_ONCE + 1,
        "themes": sum(each.themes for each in told),
        "quotes": sum(each.quotes for each in told),
        "people": sum(each.respondents for each in told),
        "ties": sum(each.ties for each in told),
        "gaps": len(gaps),
    }
    for kind in found["gaps"]:
        of = [gap for gap in gaps if gap.kind == kind["kind"]]
        assert (kind["gaps"], kind["studies"]) == (len(of), len({gap.study for gap in of}))
    assert {kind["kind"] for kind in found["gaps"]} == {gap.kind for gap in gaps}
    assert {"tie-elsewhere", "missing-tie"} <= {gap.kind for gap in gaps}


def test_ties_are_counted_by_study(many: GraphStore) -> None:
    """A tie counts once for each study; no pair has more studies than its commoner role."""
    snapshot = many.snapshot()
    found = corpus(snapshot)
    most = {role["name"]: role["studies"] for role in found["roles"]}
    for tie in found["ties"]:
        assert 1 <= tie["studies"] <= min(most[tie["name"]], most[tie["to"]])
    sectors = sector_ties(snapshot)
    assert sectors[0]["studies"] <= MOST_AT_ONCE + 1
    assert sectors == sorted(sectors, key=lambda tie: -tie["studies"])
    assert sectors[0]["studies"] >= found["ties"][0]["studies"]


def test_studies_are_found_by_words_of_their_titles(many: GraphStore) -> None:
    """All words are looked for in any case; what nothing has finds nothing."""
    snapshot = many.snapshot()
    assert studies(snapshot)["number"] == MOST_AT_ONCE + 1
    assert [each["id"] for each in studies(snapshot, "STUDY 31")["studies"]] == ["synthetic-00031"]
    assert studies(snapshot, "nothing such") == {"studies": [], "number": 0}


def test_many_studies_are_counted_when_the_server_starts(
    many: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever opens the page doesn't count: that was done, or is waited for, from the start on."""
    fresh, counted = GraphStore(many.path), list[Snapshot]()
    counting = viz.corpus._corpus  # noqa: SLF001 -- to see when it is called

    def seen(snapshot: Snapshot) -> Corpus:
        counted.append(snapshot)
        return counting(snapshot)

    monkeypatch.setattr(viz.corpus, "_corpus", seen)
    count_ahead(fresh.snapshot())
    assert len(counted) == 1
    assert corpus(fresh.snapshot())["numbers"]["studies"] == MOST_AT_ONCE + 1
    with TestClient(create_app(fresh), base_url="http://localhost") as client:
        assert client.get("/explorer/data.json").json()["corpus"] == corpus(fresh.snapshot())
    assert len(counted) == 1


def test_no_quote_is_sent_for_many_studies(many: GraphStore) -> None:
    """The data of all studies has numbers alone; one study has its network and leads back."""
    with TestClient(create_app(many), base_url="http://localhost") as client:
        everything = client.get("/explorer/data.json").json()
        assert set(everything) == {"corpus"}
        one = client.get("/explorer/data.json", params={"study": "synthetic-00002"}).json()
        assert (one["many"], len(one["studies"])) == (True, 1)
        assert one["nodes"]
        found = client.get("/explorer/studies.json", params={"words": "study 00007"}).json()
        assert [each["id"] for each in found["studies"]] == ["synthetic-00007"]


@pytest.mark.browser
def test_a_study_is_opened_and_left_again(
    open_page: OpenPage, serve: Callable[[GraphStore], str], many: GraphStore
) -> None:
    """From the numbers a study is found, opened with its network, and back leads to the numbers."""
    page = open_page(serve(many))
    view = page.locator("#view-corpus")
    expect(view.get_by_role("heading", name="All studies")).to_be_visible()
    expect(view.get_by_role("region", name="All studies")).to_contain_text("Synthetic study 1 ")
    expect(view.get_by_role("heading", name="Ties between sectors")).to_be_visible()
    page.fill("#find-study", "study 31")
    expect(view.locator(".study-list a")).to_have_count(1)
    page.click(".study-list a")
    expect(page.locator("#caption")).to_contain_text("Showing")
    expect(view).to_be_hidden()
    page.go_back()
    expect(view).to_be_visible()
    expect(page.locator("#view-network")).to_be_hidden()


def test_few_studies_are_drawn_together(store: GraphStore, tmp_path: Path) -> None:
    """A store with few studies is no corpus, nor is an empty one."""
    assert not is_corpus(store.snapshot())
    assert not is_corpus(GraphStore(tmp_path / "empty").snapshot())
