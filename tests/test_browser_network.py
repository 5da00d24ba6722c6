"""The network's tools in a real Chromium: focus, paths, folding, places, notes, going along."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from playwright.sync_api import Page, expect

from graph.stores.build import build
from graph.stores.embedded import GraphStore
from graph.synth import synthetic_studies
from tests.conftest import OpenPage
from tests.test_viz import HOSTILE, hostile_study

pytestmark = pytest.mark.browser

MEMBER = "https://w3id.org/themegraph/role#elected-member"
VOTER = "https://w3id.org/themegraph/role#voter"
AUTHORITY = "https://w3id.org/themegraph/role#local-authority"


@pytest.fixture
def opened(open_page: OpenPage, address: str) -> Page:
    """The network of the bundled study."""
    return open_page(f"{address}#view=network")


def drawn(page: Page) -> dict[str, set[str]]:
    """Return the ids of nodes and edges that vis-network holds."""
    held = page.evaluate(
        "(() => { const { nodes, edges } = explorer.drawn();"
        " return [nodes.getIds(), edges.getIds()]; })()"
    )
    return {"nodes": set(held[0]), "edges": set(held[1])}


def names(page: Page) -> set[str]:
    """Return the names of the nodes that are drawn."""
    return set(page.evaluate("explorer.drawn().nodes.get().map(n => n.name)"))


def assert_twin(page: Page) -> None:
    """The list has exactly what is drawn."""
    page.click("#tab-list")
    listed = page.eval_on_selector_all("#list [data-id]", "all => all.map(e => e.dataset.id)")
    held = drawn(page)
    assert len(listed) == len(set(listed))
    assert set(listed) == held["nodes"] | held["edges"]


def select(page: Page, node: str) -> None:
    """Open the evidence of a node from the list."""
    page.click("#tab-list")
    page.click(f'#list [data-id="{node}"]')


def downloaded(page: Page, form: str, folder: Path) -> Path:
    """Take what is seen along, and return the file."""
    if page.locator("#take-menu").get_attribute("open") is None:
        page.click("#take-menu > summary")
    with page.expect_download() as waiting:
        page.click(f"[data-format={form}]")
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    expect(page.locator("#take-menu [role=status]")).to_contain_text("Saved")
    return target


def svg_page(page: Page, drawing: Path) -> Page:
    """Return a page that shows a drawing."""
    other = page.context.new_page()
    other.goto(drawing.as_uri())
    return other


# ---------------------------------------------------------------- the whole way by keyboard


def test_the_whole_way_from_search_to_evidence_and_back(opened: Page) -> None:
    """By keyboard alone: search, evidence, focus and back; focus and live region go along."""
    page, said = opened, opened.locator("#announce")
    page.focus("#search")
    page.keyboard.type("councillor")
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-title")).to_be_focused()
    expect(said).to_have_text("Selected: Actor role, elected member")
    page.keyboard.press("1")
    expect(said).to_contain_text("Showing 4 of 71 nodes")
    expect(said).to_contain_text("within 1 step of “elected member”")
    assert names(page) == {"elected member", "voter", "service manager", "academic researcher"}
    page.keyboard.press("+")
    expect(said).to_contain_text("within 2 steps of “elected member”")
    assert {"elected member", "local authority"} < names(page)
    page.keyboard.press("-")
    expect(said).to_contain_text("within 1 step of")
    page.keyboard.press("Tab")
    expect(page.locator('[data-steps="1"]')).to_be_focused()
    page.keyboard.press("Escape")
    expect(said).to_have_text("Nothing is selected.")
    page.focus("#canvas")
    page.keyboard.press("Escape")
    expect(said).to_contain_text("Showing 26 of 71 nodes")
    assert len(drawn(page)["nodes"]) == 26


def test_a_node_is_moved_by_keys_and_stays(opened: Page) -> None:
    """What dragging does, keys do too; a place stays when the page is loaded again, until reset."""
    page = opened
    place = "explorer.drawn().network.getPosition(id)".replace("id", f"'{MEMBER}'")
    before = page.evaluate(place)
    select(page, MEMBER)
    page.get_by_role("button", name="Move it").click()
    page.focus("#canvas")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#announce")).to_have_text("Moved elected member to the right.")
    page.get_by_role("button", name="Move down").click()
    after = page.evaluate(place)
    assert (after["x"], after["y"]) == (before["x"] + 40, before["y"] + 40)
    page.keyboard.press("Escape")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert page.evaluate(place) == after
    page.get_by_role("button", name="Put 1 moved node back").click()
    assert page.evaluate(place) == before
    assert page.evaluate("localStorage.length") == 0


def test_what_is_dragged_stays(opened: Page) -> None:
    """A node that was dragged is where it was dropped, also after other things were clicked."""
    page = opened
    x, y = page.evaluate(
        """id => {
          const { network } = explorer.drawn();
          const { x, y } = network.canvasToDOM(network.getPosition(id));
          const { left, top } = document.querySelector("#canvas").getBoundingClientRect();
          return [left + x, top + y];
        }""",
        MEMBER,
    )
    place = f"explorer.drawn().network.getPosition('{MEMBER}')"
    before = page.evaluate(place)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 10, steps=3)
    page.mouse.up()
    moved = page.evaluate(place)
    assert moved["x"] > before["x"] + 20
    page.click('[data-key="quote"]')
    assert page.evaluate(place)["x"] == pytest.approx(moved["x"], abs=1)


# ---------------------------------------------------------------- focus, path, folding, the address


def test_a_path_is_found_and_said(opened: Page) -> None:
    """A path between two nodes stands out and is said; without one, that is said."""
    page = opened
    page.click("#path-menu > summary")
    page.select_option("#path-from", VOTER)
    page.select_option("#path-to", AUTHORITY)
    page.get_by_role("button", name="Show path").click()
    expect(page.locator("#caption")).to_contain_text(
        "Shortest path, 3 steps: “voter” → “elected member” → “academic researcher” → "
        "“local authority”."
    )
    bright = page.evaluate("explorer.drawn().nodes.get().filter(n => n.opacity === 1).length")
    assert bright == 4
    assert_twin(page)
    page.click('[data-key="tie-strained"]')
    expect(page.locator("#caption")).to_contain_text("No path leads from “voter” to “local auth")
    page.get_by_role("button", name="Show no path").click()
    expect(page.locator("#caption")).not_to_contain_text("path")


def test_the_list_is_the_pictures_twin_whatever_is_shown(opened: Page) -> None:
    """After each filter, focus and folding the list has exactly what is drawn."""
    page = opened
    for way in ("sector", "theme", "community"):
        page.select_option("#fold", way)
        expect(page.locator("#caption")).to_contain_text("folded by")
        assert_twin(page)
        for key in ("quote", "respondent"):
            page.click(f'[data-key="{key}"]')
            assert_twin(page)
    page.select_option("#fold", "")
    page.evaluate(f"location.hash = '#focus={MEMBER.replace('#', '%23')}&steps=2&view=network'")
    expect(page.locator("#caption")).to_contain_text("within 2 steps")
    assert_twin(page)


def test_a_group_is_unfolded_on_demand(opened: Page) -> None:
    """Enter on a group in the list unfolds it and goes to its first node; ⊟ folds it again."""
    page = opened
    page.select_option("#fold", "sector")
    page.click("#tab-list")
    group = page.locator("#list [data-id='group|public']")
    expect(group).to_have_text("public (3 nodes)")
    group.focus()
    page.keyboard.press("Enter")
    expect(group).to_have_count(0)
    expect(page.locator("#announce")).to_contain_text("Unfolded")
    focused = page.evaluate("document.activeElement.dataset.id ?? ''")
    assert focused in drawn(page)["nodes"]
    page.get_by_role("button", name="Fold public again").click()
    expect(page.locator("#list [data-id='group|public']")).to_have_count(1)


def test_the_address_holds_the_networks_state(opened: Page, open_page: OpenPage) -> None:
    """Focus, steps, path, folding and what is unfolded come back from the address, and by back."""
    page = opened
    page.select_option("#fold", "sector")
    page.click("#tab-list")
    page.click("#list [data-id='group|public']")
    folded = drawn(page)
    other = open_page(page.url)
    assert drawn(other) == folded
    page.go_back()
    expect(page.locator("#list [data-id='group|public']")).to_have_count(1)
    page.go_back()
    assert len(drawn(page)["nodes"]) == 26
    page.go_forward()
    page.go_forward()
    assert drawn(page) == folded
    select(page, MEMBER)
    page.click('[data-steps="2"]')
    third = open_page(page.url)
    assert drawn(third) == drawn(page)
    expect(third.locator("#caption")).to_have_text(re.compile("within 2 steps"))


def test_an_address_with_nodes_that_are_not_here(open_page: OpenPage, address: str) -> None:
    """Focus, path and folding by what isn't there are passed over, and the page says so."""
    page = open_page(f"{address}#view=network&focus=nobody&from=<b>&to=x&group=colour&steps=99")
    expect(page.get_by_role("alert")).to_have_text("What this link shows isn’t in this store.")
    assert len(drawn(page)["nodes"]) == 26


def test_candidate_ties_are_ghosts_with_reasons(
    open_page: OpenPage, serve: Callable[[GraphStore], str], tmp_path: Path
) -> None:
    """A candidate tie is dashed, named, switched by the legend, and gives reason and numbers."""
    store = GraphStore(tmp_path)
    build([made.study for made in synthetic_studies(5)], store)
    page = open_page(f"{serve(store)}#view=network&study=synthetic-00001")
    ghosts = page.evaluate("explorer.drawn().edges.get().filter(e => e.kind === 'gap')")
    assert ghosts
    assert all(ghost["dashes"] for ghost in ghosts)
    page.click("#tab-list")
    page.click(f'#list [data-id="{ghosts[0]["id"]}"]')
    expect(page.locator("#evidence")).to_contain_text("Not coded: a gap that was computed.")
    expect(page.locator("#evidence")).to_contain_text("reports no tie between them")
    expect(page.locator("#evidence dl")).to_contain_text("other studies that report it")
    page.keyboard.press("Escape")
    page.click('[data-key="gap"]')
    assert not page.evaluate("explorer.drawn().edges.get().filter(e => e.kind === 'gap').length")
    assert_twin(page)


# ---------------------------------------------------------------- notes


def test_notes_are_kept_listed_and_go_from_browser_to_browser(
    opened: Page, open_page: OpenPage, tmp_path: Path
) -> None:
    """A note stays, is marked in the picture, and is read by another browser from a file."""
    page = opened
    select(page, MEMBER)
    page.fill("#note", "ask <b>again</b>")
    page.locator("#note").blur()
    marked = "explorer.drawn().nodes.get().filter(n => n.label.endsWith('✎')).map(n => n.id)"
    assert page.evaluate(marked) == [MEMBER]
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("#note")).to_have_value("ask <b>again</b>")
    page.click("#note-menu > summary")
    expect(page.locator("#note-menu .own-words")).to_have_text("ask <b>again</b>")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save notes (JSON)").click()
    file = tmp_path / "notes.json"
    waiting.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["notes"] == {MEMBER: "ask <b>again</b>"}
    other = open_page(page.url.split("#", maxsplit=1)[0] + "#view=network")
    other.click("#note-menu > summary")
    other.set_input_files("#note-menu input", file)
    expect(other.locator("#note-menu [role=status]")).to_have_text("1 note read.")
    assert other.evaluate(marked) == [MEMBER]
    broken = tmp_path / "broken.json"
    broken.write_text('{"notes": [1]}', "utf-8")
    other.set_input_files("#note-menu input", broken)
    expect(other.locator("#note-menu [role=status]")).to_contain_text("isn’t a file of notes")


def test_a_gap_has_notes_too(opened: Page) -> None:
    """A note can be written in the card of a gap."""
    page = opened
    page.click("#tab-gaps")
    page.locator("#gaps .card-button").first.click()
    page.fill("#note", "of a gap")
    page.locator("#note").blur()
    page.click("#note-menu > summary")
    expect(page.locator("#note-menu li")).to_contain_text("is coded as missing")


# ---------------------------------------------------------------- going along


def test_what_is_seen_goes_along(opened: Page, open_page: OpenPage, tmp_path: Path) -> None:
    """PNG, SVG, GraphML, GEXF and HTML have what is seen, with its notes; the page opens again."""
    page = opened
    select(page, MEMBER)
    page.fill("#note", "mine")
    page.locator("#note").blur()
    page.click('[data-steps="1"]')
    held = drawn(page)
    png = downloaded(page, "PNG", tmp_path).read_bytes()
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20]) > 600
    drawing = ET.parse(downloaded(page, "SVG", tmp_path)).getroot()  # noqa: S314 -- our own
    written = {"".join(element.itertext()) for element in drawing}
    assert any("Homer C, Woodall J" in words for words in written)
    titles = {title.text for title in drawing.iter("{http://www.w3.org/2000/svg}title")}
    assert {"elected member", "voter", "service manager", "academic researcher"} < titles
    for form, read in (("GraphML", nx.read_graphml), ("GEXF", nx.read_gexf)):
        found: Any = read(downloaded(page, form, tmp_path))
        assert set(found) == held["nodes"]
        assert found.number_of_edges() == len(held["edges"])
        assert found.nodes[MEMBER]["note"] == "mine"
    again = open_page(downloaded(page, "HTML", tmp_path).as_uri(), offline=True)
    assert drawn(again) == held
    expect(again.locator("#note")).to_have_value("mine")
    again.click("#take-menu > summary")
    expect(again.locator("#take-menu")).to_contain_text("need the server")
    assert downloaded(again, "PNG", tmp_path).read_bytes().startswith(b"\x89PNG")


def test_hostile_labels_do_nothing_in_the_tools(
    open_page: OpenPage, serve: Callable[[GraphStore], str], tmp_path: Path
) -> None:
    """Folded, followed, noted and taken along, hostile labels stay text and execute nothing."""
    store = GraphStore(tmp_path / "store")
    build([hostile_study(words, f"study-{n}") for n, words in enumerate(HOSTILE)], store)
    page = open_page(f"{serve(store)}#view=network&study=")
    page.click('[data-key="quote"]')
    page.click('[data-key="respondent"]')
    nodes = page.evaluate("explorer.drawn().nodes.getIds()")
    select(page, nodes[0])
    for words in HOSTILE[:3]:
        page.fill("#note", words)
        page.locator("#note").blur()
    page.click("#path-menu > summary")
    page.select_option("#path-from", nodes[0])
    page.select_option("#path-to", nodes[1])
    page.get_by_role("button", name="Show path").click()
    for way in ("theme", "community"):
        page.select_option("#fold", way)
        assert_twin(page)
    drawing = downloaded(page, "SVG", tmp_path)
    held = downloaded(page, "HTML", tmp_path)
    markup = "main script, main img, main a[href^=javascript], .menu-body bdi > *, .lens bdi > *"
    for each in (page, svg_page(page, drawing), open_page(held.as_uri(), offline=True)):
        assert each.evaluate("globalThis.harmed") is None
        assert each.locator(markup).count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light")])
def test_the_tools_fit_on_a_phone(
    open_page: OpenPage, address: str, width: int, scheme: str
) -> None:
    """At 320 pixels nothing needs sideways scrolling, menus included, and targets are 24 pixels."""
    page = open_page(
        f"{address}#view=network&focus={MEMBER.replace('#', '%23')}",
        viewport={"width": width, "height": 800}, color_scheme=scheme,
    )  # fmt: skip
    for menu in ("path-menu", "take-menu", "note-menu"):
        page.click(f"#{menu} > summary")
        box = page.locator(f"#{menu} .menu-body").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        page.keyboard.press("Escape")
        expect(page.locator(f"#{menu} > summary")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = page.eval_on_selector_all(
        ".tools button, .tools summary, .tools select, .lenses button, .zoom button",
        "all => all.map(e => e.getBoundingClientRect()).filter(r => r.width && "
        "Math.min(r.width, r.height) < 24).length",
    )
    assert small == 0
