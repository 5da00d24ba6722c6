"""The first view of many studies: grouped on the server, and a way to each study."""

import re
import threading
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from threading import Event

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.testclient import TestClient
from playwright.sync_api import expect

import api.ahead
import viz.corpus
from api.ahead import counting
from api.app import create_app
from api.commands.seeing import draw
from graph.answers import GapAnswer, StudyAnswer, ask
from graph.errors import InputError
from graph.rdf.iris import study_iris
from graph.stores.build import build, remove
from graph.stores.embedded import GraphStore, Snapshot
from graph.synth import synthetic_studies
from tests.conftest import OpenPage
from viz.corpus import MOST_AT_ONCE, Corpus, corpus, count_ahead, is_corpus, sector_ties, studies
from viz.notebook import show

FIRST = "synthetic-00001"
TOO_MANY = (
    f"the store has {MOST_AT_ONCE + 1} studies, and at most {MOST_AT_ONCE} are drawn together; "
    f"name one study by its id, such as '{FIRST}'"
)


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


def test_many_studies_are_counted_again_after_a_change(
    many: GraphStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A store that another process changed is counted before anybody opens the page."""
    copytree(many.path, tmp_path / "store")
    store, counted, done = GraphStore(tmp_path / "store"), list[str](), Event()

    def seen(snapshot: Snapshot) -> None:
        counted.append(snapshot.version)
        done.set()

    monkeypatch.setattr(api.ahead, "count_ahead", seen)
    monkeypatch.setattr(api.ahead, "LOOKS", 0.01)
    with counting(store):
        assert done.wait(30)
        before = store.version()
        done.clear()
        remove(study_iris(FIRST), GraphStore(store.path))
        assert done.wait(30)
        assert counted == [before, store.version()]
    assert not any(each.name == "count-ahead" for each in threading.enumerate())


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


@pytest.mark.parametrize("way", ["seen.html", "seen.graphml", "seen.gexf"])
def test_what_is_seen_of_too_many_is_not_drawn(many: GraphStore, way: str) -> None:
    """All of many studies can't be taken along: the answer says how to narrow it."""
    seen: dict[str, object] = {} if way == "seen.html" else {"nodes": [], "edges": []}
    with TestClient(create_app(many), base_url="http://localhost") as client:
        answer = client.post(f"/explorer/{way}", json=seen)
        assert answer.status_code == 400
        assert answer.json()["detail"] == TOO_MANY
        assert client.post(f"/explorer/{way}", json=seen | {"study": FIRST}).status_code == 200
        sectors = client.get("/explorer/compare.json", params={"by": "sectors"})
        assert (sectors.status_code, sectors.json()["detail"]) == (400, TOO_MANY)


def test_too_many_studies_are_not_drawn(many: GraphStore, tmp_path: Path) -> None:
    """The command and the notebook draw one of many studies, not all; nothing is written then."""
    out = tmp_path / "all.html"
    with pytest.raises(InputError, match=TOO_MANY):
        draw(out, str(many.path))
    assert not out.exists()
    with pytest.raises(InputError, match=TOO_MANY):
        show(many)
    draw(out, str(many.path), FIRST)
    assert FIRST in out.read_text("utf-8")
    assert FIRST in show(many, study=FIRST).page


def test_one_of_many_is_compared_with_another(many: GraphStore) -> None:
    """The first side is the open study; many studies aren't listed, only the two with titles."""
    second, third = "synthetic-00002", "synthetic-00003"
    with TestClient(create_app(many), base_url="http://localhost") as client:

        def sides(**asked: str) -> list[str]:
            found = client.get("/explorer/compare.json", params={"by": "studies"} | asked).json()
            assert found["aspects"]
            assert [each["key"] for each in found["choices"]] == [
                found["here"]["key"], found["there"]["key"]]  # fmt: skip
            return [each["key"] for each in found["choices"]]

        assert sides() == [FIRST, second]
        assert sides(study=third) == [third, FIRST]
        assert sides(study=third, there=third) == [FIRST, third]
        assert sides(study=third, here=second) == [second, FIRST]
        unknown = client.get("/explorer/compare.json", params={"by": "studies", "here": "nobody"})
        assert (unknown.status_code, "'nobody'" in unknown.json()["detail"]) == (400, True)


@pytest.mark.browser
def test_a_study_to_compare_is_found_by_its_title(
    open_page: OpenPage, serve: Callable[[GraphStore], str], many: GraphStore
) -> None:
    """Among many studies each side is typed, walked by arrows and chosen by Enter or a click."""
    page = open_page(f"{serve(many)}#study=synthetic-00002&view=compare&by=studies")
    here, there = (page.get_by_role("searchbox", name=name) for name in ("this", "with"))
    expect(here).to_have_value("Synthetic study 2 (invented)")
    there.focus()
    page.keyboard.type("study 31")
    option = page.locator(".study-picker .found button:enabled")
    expect(option).to_have_text(["Synthetic study 31 (invented)"])
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    page.keyboard.press("ArrowDown")
    expect(option).to_be_focused()
    page.keyboard.press("Enter")
    expect(there).to_have_value("Synthetic study 31 (invented)")
    expect(there).to_be_focused()
    expect(page.locator("#view-compare .there h4").first).to_contain_text("study 31")
    assert "there=synthetic-00031" in page.url
    here.fill("nothing such")
    expect(page.locator(".found:visible")).to_have_text("Nothing has these words.")
    page.keyboard.press("Escape")
    expect(here).to_have_value("Synthetic study 2 (invented)")
    here.fill("study 31")
    expect(page.locator(".found:visible button")).to_be_disabled()
    assert "&here=" not in page.url


def test_a_study_that_is_too_large_is_not_drawn(
    many: GraphStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page, the command, the notebook and what is taken along say so, and how to go on."""
    monkeypatch.setattr(viz.corpus, "MOST_RECORDS", 10)
    said = rf"the study '{FIRST}' has \d+ themes, .* at most 10 are drawn; read them by REST"
    out = tmp_path / "large.html"
    with pytest.raises(InputError, match=said):
        draw(out, str(many.path), FIRST)
    assert not out.exists()
    with pytest.raises(InputError, match=said):
        show(many, study=FIRST)
    with TestClient(create_app(many), base_url="http://localhost") as client:
        seen = {"nodes": [], "edges": [], "study": FIRST}
        answers = [
            client.get("/explorer/data.json", params={"study": FIRST}),
            client.get("/explorer/compare.json", params={"by": "sectors", "study": FIRST}),
            client.post("/explorer/seen.html", json={"study": FIRST}),
            client.post("/explorer/seen.gexf", json=seen),
        ]
    for answer in answers:
        assert answer.status_code == 400
        assert re.search(said, answer.json()["detail"])


@pytest.mark.browser
def test_a_study_is_opened_and_left_again(
    open_page: OpenPage, serve: Callable[[GraphStore], str], many: GraphStore
) -> None:
    """From the numbers a study is found, opened with its network, and back leads to the numbers."""
    page = open_page(serve(many))
    view = page.locator("#view-corpus")
    expect(view.get_by_role("heading", name="All studies")).to_be_visible()
    expect(view.get_by_role("link", name="SPARQL")).to_have_attribute("href", "/query")
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


@pytest.mark.browser
def test_a_study_is_found_by_keyboard(
    open_page: OpenPage, serve: Callable[[GraphStore], str], many: GraphStore
) -> None:
    """Tab leads to the box, the list and its studies; Enter opens one, and the focus goes along."""
    page = open_page(serve(many))
    box = page.get_by_role("searchbox", name="Find a study")
    box.focus()
    page.keyboard.type("study 31")
    expect(page.get_by_role("status").first).to_have_text("1 study")
    page.keyboard.press("Tab")
    expect(page.get_by_role("region", name="All studies")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".study-list a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#view-network [data-first]")).to_be_focused()
    expect(page.locator("#announce")).to_have_text("Network view")
    page.go_back()
    expect(page.get_by_role("heading", name="All studies")).to_be_focused()
    expect(page.locator("#announce")).to_have_text("All studies")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_many_studies_are_told_to_everyone(
    open_page: OpenPage,
    serve: Callable[[GraphStore], str],
    many: GraphStore,
    width: int,
    scheme: str,
) -> None:
    """Axe finds nothing, and nothing is scrolled sideways, narrow and wide, light and dark."""
    page = open_page(serve(many), viewport={"width": width, "height": 800}, color_scheme=scheme)
    expect(page.get_by_role("heading", name="Ties between sectors")).to_be_visible()
    found = Axe().run(page).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inside = "[...document.querySelectorAll('main, #view-corpus')].map((e) => e.scrollWidth)"
    assert max(page.evaluate(inside)) <= width


def test_few_studies_are_drawn_together(store: GraphStore, tmp_path: Path) -> None:
    """A store with few studies is no corpus, nor is an empty one."""
    assert not is_corpus(store.snapshot())
    assert not is_corpus(GraphStore(tmp_path / "empty").snapshot())
