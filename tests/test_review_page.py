"""The review's page and its API: what is served, what is refused, and a real Chromium."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.app import Service, create_app
from api.server import serve as serve_on
from graph.errors import InputError
from graph.folders.check import load
from graph.review.desk import Desk
from graph.stores.embedded import GraphStore
from tests.conftest import OpenPage
from tests.studies import with_table
from tests.suggested import folder_of, suggested
from tests.test_linked_data import Page
from tests.test_viz import HOSTILE
from viz.page import CONTENT_SECURITY_POLICY, asset
from viz.review_page import review_page

ServeDesk = Callable[..., str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented study's folder."""
    return folder_of(suggested(), tmp_path / "study")


@pytest.fixture
def client(folder: Path, tmp_path: Path) -> Iterator[TestClient]:
    """Call the application with a review of the folder."""
    app = create_app(GraphStore(tmp_path / "store"), desk=Desk(folder, "Anna B"))
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def _token(client: TestClient) -> dict[str, str]:
    held = client.get("/review").text.partition('"token":"')[2].partition('"')[0]
    assert len(held) > 30
    return {"X-Themegraph-Token": held}


def _verdict(reference: str, decision: str = "accepted", **changes: str) -> dict[str, object]:
    return {"reference": reference, "decision": decision, "changes": changes}


# ---------------------------------------------------------------- what is served


def test_without_being_asked_for_there_is_no_review(store: GraphStore) -> None:
    """A server that wasn't started for a review has neither the page nor its API."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        assert client.get("/review").status_code == 404
        assert client.get("/api/review").status_code == 404
        assert client.post("/api/review/decisions", json=_verdict("m3")).status_code == 404


def test_a_review_is_for_this_machine_alone(folder: Path, tmp_path: Path) -> None:
    """A review isn't served where other machines reach it."""
    with pytest.raises(InputError, match="for this machine alone"):
        serve_on(GraphStore(tmp_path / "s"), "0.0.0.0", 0, Service(), Desk(folder, "A"))  # noqa: S104 -- refused


def test_the_page_loads_only_assets(client: TestClient) -> None:
    """The page has the policy of all pages, isn't kept by caches, and loads only its own files."""
    response = client.get("/review")
    page = Page(response.text)
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert response.headers["cache-control"] == "no-store"
    assert {*page.fetched} == {"data:,", "/assets/pages.css", "/assets/review.js"}
    assert not {name for name in page.attributes if name.startswith("on") or name == "style"}
    assert len(asset("review.js")[0].decode().splitlines()) < 400


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_escaped(words: str) -> None:
    """Whatever a study's title or rules hold, the page has the same elements."""
    study = suggested()
    info = replace(study.info, title=words)
    mentions = (replace(study.mentions[0], rule=words), *study.mentions[1:])
    evil = review_page(
        with_table(replace(study, info=info), "mentions", mentions), words, words, ""
    )
    usual = review_page(study, "a", "b", "")
    assert abs(len(Page(evil).elements) - len(Page(usual).elements)) <= 1
    assert "<script>globalThis" not in evil


# ---------------------------------------------------------------- the API


def test_suggestions_are_listed(client: TestClient) -> None:
    """The list has contexts, filters, parts and how many are left; unknown filters are refused."""
    answer = client.get("/api/review?limit=2&offset=1").json()
    assert answer["left"] == 13
    assert [item["reference"] for item in answer["items"]] == ["mentions/m1", "mentions/m2"]
    first = client.get("/api/review?first=mentions/m6&limit=1").json()
    assert [item["reference"] for item in first["items"]] == ["mentions/m6"]
    assert client.get("/api/review?table=ties").json()["left"] == 1
    assert client.get("/api/review?table=quotes").status_code == 400
    assert client.get("/api/review?nonsense=1").status_code == 422


def test_decisions_and_undo(client: TestClient, folder: Path) -> None:
    """A decision is in the folder when the answer comes; undo takes it back."""
    headers = _token(client)
    made = client.post("/api/review/decisions", json=_verdict("mentions/m3"), headers=headers)
    assert made.json() == {
        "id": "d0001",
        "about": "mentions/m3",
        "decision": "accepted",
        "back": [],
    }
    assert load(folder).mentions[2].review == "confirmed"
    verdict = _verdict("ties/t1", "edited", status="missing")
    assert client.post("/api/review/decisions", json=verdict, headers=headers).status_code == 200
    assert load(folder).ties[0].status == "missing"
    undone = client.post("/api/review/undo", headers=headers).json()
    assert (undone["about"], undone["back"]) == ("ties/t1", ["ties/t1"])
    assert load(folder).ties == suggested().ties
    wrong = _verdict("ties/t1", "edited", status="mising")
    answer = client.post("/api/review/decisions", json=wrong, headers=headers)
    assert answer.status_code == 400
    assert "did you mean 'missing'" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["decisions", "undo", "build"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Themegraph-Token": "guessed"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
def test_other_pages_change_nothing(
    client: TestClient, folder: Path, path: str, headers: dict[str, str]
) -> None:
    """Without the page's token, or from another site or port, nothing is changed."""
    given = (_token(client) if "Sec-Fetch-Site" in headers else {}) | headers
    answer = client.post(f"/api/review/{path}", json=_verdict("mentions/m3"), headers=given)
    assert answer.status_code == 403
    assert load(folder) == suggested()


def test_a_folder_changed_meanwhile(client: TestClient, folder: Path) -> None:
    """A conflict is said once; the next decision is on what stands there now."""
    headers = _token(client)
    Desk(folder, "Ben").decide("m4", "rejected")
    verdict = _verdict("mentions/m3")
    answer = client.post("/api/review/decisions", json=verdict, headers=headers)
    assert answer.status_code == 409
    assert "start again" in answer.json()["detail"]
    again = client.post("/api/review/decisions", json=verdict, headers=headers)
    assert again.status_code == 200
    assert [made.coder for made in load(folder).decisions] == ["ben", "anna-b"]


def test_build_shows_it_in_the_explorer(client: TestClient) -> None:
    """Building puts the folder into the store that the explorer shows."""
    headers = _token(client)
    assert client.get("/api/v1/studies").json()["items"] == []
    assert client.post("/api/review/build", headers=headers).json() == {"changed": True}
    assert [study["id"] for study in client.get("/api/v1/studies").json()["items"]] == ["together"]
    assert client.post("/api/review/build", headers=headers).json() == {"changed": False}


# ---------------------------------------------------------------- in a browser


@pytest.fixture
def address(serve: Callable[..., str], folder: Path, tmp_path: Path) -> str:
    """Where the review is served."""
    return f"{serve(GraphStore(tmp_path / 'store'), Desk(folder, 'Anna B'))}review"


@pytest.mark.browser
def test_keys_decide(open_page: OpenPage, address: str, folder: Path) -> None:
    """Keys accept, reject, skip and undo; focus stays on the suggestion, the status says it."""
    page = open_page(address)
    status, claim = page.get_by_role("status"), page.locator("#claim")
    expect(status).to_have_text("1 of 13")
    expect(claim).to_have_text("health worker → local authority: informs, established")
    assert page.locator("mark").all_inner_texts() == ["nurses", "council"]
    page.keyboard.press("a")
    expect(status).to_have_text("Accepted ties/t1. 2 of 13")
    assert page.evaluate("document.activeElement.tagName") == "ARTICLE"
    page.keyboard.press("r")
    expect(status).to_have_text("Rejected mentions/m1. 3 of 13")
    page.keyboard.press("s")
    expect(status).to_have_text("Skipped. 4 of 13")
    page.keyboard.press("u")
    expect(status).to_have_text("Undone: rejected mentions/m1. 2 of 13")
    expect(page.locator("article .kind")).to_contain_text("mentions/m1")
    assert [made.decision for made in load(folder).decisions] == ["accepted", "rejected", "undone"]


@pytest.mark.browser
def test_editing_building_and_filters(open_page: OpenPage, address: str, folder: Path) -> None:
    """A form edits; keys aren't taken from it; filters choose; Build fills the explorer."""
    page = open_page(address)
    page.select_option("#table", "ties")
    expect(page.get_by_role("status")).to_have_text("1 of 1")
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("status").select_option("strained")
    page.get_by_label("statement").fill("are seldom answered")
    page.get_by_label("statement").press("Escape")
    expect(page.get_by_role("button", name="Accept")).to_be_visible()
    page.get_by_role("button", name="Edit").press("e")
    page.get_by_label("status").select_option("strained")
    page.get_by_label("statement").fill("are seldom answered")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Edited ties/t1. Nothing is left to decide.")
    tie = load(folder).ties[0]
    assert (tie.status, tie.statement, tie.review) == (
        "strained",
        "are seldom answered",
        "confirmed",
    )
    page.get_by_role("button", name="Build").click()
    expect(page.get_by_role("status")).to_have_text("Built: the explorer shows it.")


@pytest.mark.browser
def test_all_are_gone_through(open_page: OpenPage, address: str) -> None:
    """At the end the skipped ones can be gone through again."""
    page = open_page(address)
    for number in range(13):
        expect(page.get_by_role("status")).to_contain_text(f"{number + 1} of 13")
        page.locator("article").press("s")
    expect(page.get_by_role("status")).to_have_text(
        "Skipped. All gone through; 13 suggestions skipped."
    )
    page.get_by_role("button", name="Go through the skipped").click()
    expect(page.get_by_role("status")).to_have_text("1 of 13")


@pytest.mark.browser
def test_a_conflict_is_shown(open_page: OpenPage, address: str, folder: Path) -> None:
    """What somebody else changed meanwhile is said, and the list is fetched anew."""
    page = open_page(address, expected="409 (Conflict)")
    Desk(folder, "Ben").decide("t1", "rejected")
    page.keyboard.press("a")
    expect(page.get_by_role("alert")).to_contain_text("decisions.csv, ties.csv changed")
    expect(page.get_by_role("status")).to_have_text("1 of 12")


@pytest.mark.browser
@pytest.mark.parametrize("words", HOSTILE[:5])
def test_hostile_labels_are_text(
    open_page: OpenPage, serve: Callable[..., str], tmp_path: Path, words: str
) -> None:
    """Whatever labels hold is shown as text and runs nothing."""
    study = suggested()
    themes = [replace(theme, label=words, definition=words) for theme in study.themes]
    people = [replace(person, label=f"{words} {person.id}") for person in study.respondents]
    study = with_table(with_table(study, "themes", themes), "respondents", people)
    folder = folder_of(study, tmp_path / "evil")
    page = open_page(f"{serve(GraphStore(tmp_path / 's'), Desk(folder, words))}review")
    page.select_option("#table", "codings")
    expect(page.locator("#claim")).to_contain_text(words.split("\u2028", maxsplit=1)[0][:20])
    assert page.evaluate("globalThis.harmed") is None
    assert page.locator("#content img").count() == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_screen(open_page: OpenPage, address: str, width: int, scheme: str) -> None:
    """Nothing sticks out at either width, and buttons are large enough to touch."""
    page = open_page(address, viewport={"width": width, "height": 844}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heights = [box.bounding_box() for box in page.locator("article button").all()]
    assert min(box["height"] for box in heights if box) >= 36
