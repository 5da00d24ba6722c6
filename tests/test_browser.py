"""The explorer in a real Chromium: what is seen, clicked, typed and shared."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graph.stores.build import build
from graph.stores.embedded import GraphStore
from tests.conftest import OpenPage
from tests.test_viz import HOSTILE, hostile_study
from viz.explorer import explorer_data
from viz.page import drawn_page

pytestmark = pytest.mark.browser


def drawn(page: Page) -> tuple[set[str], set[str]]:
    """Return the ids of the nodes and edges that vis-network holds."""
    held = page.evaluate(
        "(() => { const { nodes, edges } = explorer.drawn();"
        " return [nodes.getIds(), edges.getIds()]; })()"
    )
    return set(held[0]), set(held[1])


def listed(page: Page) -> set[str]:
    """Return the ids in the list beside the picture."""
    page.click("#tab-list")
    return set(page.eval_on_selector_all("#list [data-id]", "all => all.map(e => e.dataset.id)"))


def point_of(page: Page, ending: str) -> tuple[float, float]:
    """Return where on the page the node whose id ends so is drawn, once the picture is still."""
    x, y = page.evaluate(
        """async ending => {
          const where = () => {
            const { network, nodes } = explorer.drawn();
            const id = nodes.getIds().find((each) => each.endsWith(ending));
            const { x, y } = network.canvasToDOM(network.getPosition(id));
            const { left, top } = document.querySelector("#canvas").getBoundingClientRect();
            return [left + x, top + y];
          };
          let [before, now] = [null, where()];
          while (`${before}` !== `${now}`) {
            await new Promise((done) => setTimeout(done, 100));
            [before, now] = [now, where()];
          }
          return now;
        }""",
        ending,
    )
    return x, y


# ---------------------------------------------------------------- what is shown


def test_the_first_view_is_themes_roles_and_ties(open_page: OpenPage, address: str) -> None:
    """At first themes, roles and ties are shown, and the caption says what of how much that is."""
    page = open_page(address)
    expect(page.locator("#caption")).to_have_text(
        "Showing 26 of 71 nodes and 47 of 154 connections. Hidden: quotes (28), respondents (17)."
    )
    nodes, edges = drawn(page)
    assert (len(nodes), len(edges)) == (26, 47)
    assert listed(page) == nodes | edges


def test_the_study_and_whose_coding_it_is_are_in_sight(open_page: OpenPage, address: str) -> None:
    """The footer has citation, DOI, licence, and that the coding isn't the authors' own."""
    page = open_page(address)
    about = page.locator("#about")
    expect(about).to_contain_text("Homer C, Woodall J")
    expect(about).to_contain_text("not the authors' own coding")
    expect(about.get_by_role("link", name="CC BY 4.0")).to_be_visible()
    expect(page).to_have_title(
        "Changing the culture: a qualitative study exploring research capacity in local "
        "government – Themegraph"
    )


@pytest.mark.parametrize(("width", "height", "least"), [(1280, 720, 480), (1440, 900, 640)])
def test_the_whole_study_is_seen_and_read_on_first_sight(
    open_page: OpenPage, address: str, width: int, height: int, least: int
) -> None:
    """On a small laptop every node is in the picture and legible, and whose coding it is uncut."""
    page = open_page(address, viewport={"width": width, "height": height})
    drawn_box, canvas = page.evaluate(
        """() => {
          const { network, nodes } = explorer.drawn();
          const boxes = nodes.getIds().map((id) => network.getBoundingBox(id));
          const ends = boxes.flatMap(({ left, top, right, bottom }) =>
            [{ x: left, y: top }, { x: right, y: bottom }].map((p) => network.canvasToDOM(p)));
          const [xs, ys] = [ends.map(({ x }) => x), ends.map(({ y }) => y)];
          const { clientWidth, clientHeight } = document.querySelector("#canvas");
          return [[Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
            [clientWidth, clientHeight]];
        }"""
    )
    left, top, right, bottom = drawn_box
    assert left >= 0
    assert top >= 0
    assert right <= canvas[0]
    assert bottom <= canvas[1]
    assert canvas[1] >= least
    assert least_label(page) >= 9.9
    cut = page.eval_on_selector_all(
        "#about .cut:not(.cited)", "all => all.map(e => e.scrollWidth > e.clientWidth)"
    )
    assert cut == [False]


def test_a_filter_changes_picture_and_list_alike(open_page: OpenPage, address: str) -> None:
    """Each mark of the legend shows or hides its kind, in the picture and in the list alike."""
    page = open_page(address)
    before = listed(page)
    for key in ("quote", "theme", "tie-wanted", "link", "facilitator"):
        page.click(f'[data-key="{key}"]')
        nodes, edges = drawn(page)
        assert nodes | edges == listed(page) != before
        page.click(f'[data-key="{key}"]')
        assert listed(page) == before


def test_the_role_filter_leaves_what_concerns_a_role(open_page: OpenPage, address: str) -> None:
    """With a role chosen, only its ties, their other ends and its themes are left."""
    page = open_page(address)
    page.select_option("[data-key=role-filter]", label="voter")
    names = page.evaluate("[...explorer.drawn().nodes.get()].map(n => n.name)")
    assert {"voter", "elected member"} < set(names)
    assert "NHS organisation" not in names
    page.click('[data-key="barrier"]')
    expect(page.locator("#caption")).to_contain_text("connections, only: voter, facilitator.")
    page.click("[data-key=reset]")
    assert len(drawn(page)[0]) == 26
    expect(page.locator("#announce")).to_have_text("Filters, focus and selection are as at first.")
    expect(page.locator("#caption")).not_to_contain_text("only")


# ---------------------------------------------------------------- selecting


def test_a_click_shows_the_evidence(open_page: OpenPage, address: str) -> None:
    """A click on a role opens its quotes with speaker and theme; a click beside it goes back."""
    page = open_page(address)
    page.mouse.click(*point_of(page, "role#elected-member"))
    evidence = page.locator("#evidence")
    expect(evidence.get_by_role("heading", name="elected member", exact=True)).to_be_visible()
    expect(evidence.locator("figure").first).to_contain_text("on ")
    expect(evidence).to_contain_text("The authors’ text, described by the coder.")
    expect(page.locator("#announce")).to_have_text("Selected: Actor role, elected member")
    page.get_by_role("button", name="← Back").click()
    expect(page.locator("#gaps")).to_be_visible()


def test_the_keyboard_does_it_all(open_page: OpenPage, address: str) -> None:
    """In the list arrows move, Enter opens the evidence, Escape comes back to the same row."""
    page = open_page(address)
    page.focus("#tab-gaps")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#tab-list")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    row = page.locator("#list tbody").first.locator("button").nth(1)
    expect(row).to_be_focused()
    selected = page.evaluate("explorer.drawn().network.getSelectedNodes()")
    assert selected == [row.get_attribute("data-id")]
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-title")).to_be_focused()
    expect(page.locator("#evidence-title")).to_have_text("Barriers")
    page.keyboard.press("n")
    expect(page.locator("#evidence-title")).not_to_have_text("Barriers")
    page.keyboard.press("Escape")
    expect(row).to_be_focused()
    page.focus("#canvas")
    before = page.evaluate("explorer.drawn().network.getScale()")
    page.keyboard.press("+")
    assert page.evaluate("explorer.drawn().network.getScale()") > before
    page.keyboard.press("g")
    expect(page.locator(".card.open button").first).to_be_focused()


def test_a_gap_card_lights_up_what_it_involves(open_page: OpenPage, address: str) -> None:
    """A gap card shows its evidence in the card and in the picture, also what layers hide."""
    page = open_page(address)
    gap = re.compile("^“academic researcher shares findings with local authority” is ")
    card = page.locator(".card", has=page.locator(".card-button", has_text=gap))
    card.get_by_role("button").first.click()
    expect(card.locator("blockquote")).to_have_count(1)
    expect(card).to_contain_text("Focus Group Participant 9")
    bright = page.evaluate(
        "explorer.drawn().nodes.get().filter(n => n.opacity === 1).map(n => n.kind + ' ' + n.name)"
    )
    assert {b.split(" ", 1)[0] for b in bright} == {"role", "quote"}
    assert {"role academic researcher", "role local authority"} < set(bright)
    expect(page.locator("#caption")).to_contain_text("as evidence of what is selected")
    card.get_by_role("button").first.click()
    assert page.evaluate("explorer.drawn().nodes.get().every(n => n.opacity === 1)")


def test_search_finds_the_words_of_quotes(open_page: OpenPage, address: str) -> None:
    """Typing finds labels and words of quotes; Enter opens the first, though its layer is off."""
    page = open_page(address)
    page.fill("#search", "bang bang")
    expect(page.locator("#results button")).to_have_count(1)
    expect(page.locator("#results-count")).to_have_text("1 result for bang bang")
    page.keyboard.press("Enter")
    expect(page.locator("#evidence-title")).to_have_text("Focus Group Participant 5")
    assert any(node.endswith("/quote/q05") for node in drawn(page)[0])
    page.fill("#search", "councillor")
    expect(page.locator("#results button").first).to_contain_text("elected member (councillor)")
    page.fill("#search", "mp")
    expect(page.locator("#results")).not_to_contain_text("Championing")
    page.fill("#search", "champ")
    expect(page.locator("#results")).to_contain_text("Championing")
    page.fill("#search", "no such words")
    expect(page.locator("#results")).to_contain_text("Nothing has these words.")


# ---------------------------------------------------------------- the address


def test_the_address_holds_the_view(open_page: OpenPage, address: str) -> None:
    """Filters, tab and selection are in the address: opened elsewhere, it shows the same."""
    page = open_page(address)
    page.click('[data-key="quote"]')
    page.click('[data-key="tie-established"]')
    page.click('[data-key="barrier"]')
    page.mouse.click(*point_of(page, "role#officer"))
    other = open_page(page.url)
    assert "officer" in page.url
    assert drawn(other) == drawn(page)
    expect(other.locator("#evidence-title")).to_have_text("officer")
    page.go_back()
    expect(page.locator("#gaps")).to_be_visible()


def test_back_says_what_it_shows_and_takes_the_focus_along(
    open_page: OpenPage, address: str
) -> None:
    """Back from one thing's evidence to another's, and to none, is said; the focus isn't lost."""
    page = open_page(address)
    said, title = page.locator("#announce"), page.locator("#evidence-title")
    page.mouse.click(*point_of(page, "role#elected-member"))
    first = title.inner_text()
    page.locator("#evidence .opener[data-id]").first.click()
    expect(title).not_to_have_text(first)
    page.go_back()
    expect(title).to_have_text(first)
    expect(title).to_be_focused()
    expect(said).to_contain_text(first)
    page.go_back()
    expect(said).to_have_text("Nothing is selected.")


def test_an_address_with_nonsense_shows_the_first_view(open_page: OpenPage, address: str) -> None:
    """An address that names what isn't there does no harm, and the page says so."""
    page = open_page(f"{address}#show=<b>nothing</b>&role=nobody&tab=none")
    expect(page.locator("#gaps")).to_be_visible()
    expect(page.get_by_role("alert")).to_have_text("What this link shows isn’t in this store.")
    assert len(drawn(page)[0]) == 26
    page.click('[data-key="quote"]')
    expect(page.locator("#notice")).to_be_hidden()


# ---------------------------------------------------------------- other stores, other screens


def test_several_studies_can_be_chosen(
    open_page: OpenPage, serve: Callable[[GraphStore], str], tmp_path: Path
) -> None:
    """With several studies there is a choice of one or all, and it's in the address."""
    store = GraphStore(tmp_path)
    build([hostile_study("one", "first"), hostile_study("two", "second")], store)
    page = open_page(serve(store))
    expect(page.locator("#study-title")).to_have_text("2 studies")
    page.select_option("#study", "second")
    expect(page.locator("#study-title")).to_have_text("two")
    other = open_page(page.url)
    expect(other.locator("#study-title")).to_have_text("two")
    other.select_option("#study", "")
    expect(other.locator("#study-title")).to_have_text("2 studies")


def test_an_empty_store_says_what_to_run(
    open_page: OpenPage, serve: Callable[[GraphStore], str], tmp_path: Path
) -> None:
    """An empty store is explained, with the command that fills it."""
    page = open_page(serve(GraphStore(tmp_path)))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("themegraph build")
    with page.expect_event("load"):
        page.evaluate("location.hash = 'view=gaps'")
    expect(alert).to_contain_text("themegraph build")


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (390, "light")])
def test_a_narrow_page_needs_no_sideways_scrolling(
    open_page: OpenPage, address: str, width: int, scheme: str
) -> None:
    """On a phone, light or dark, everything flows into one column, the picture above the panel."""
    page = open_page(address, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.locator(".card-button").first.click()
    page.click("summary >> nth=0")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    canvas, panel = page.locator("#canvas").bounding_box(), page.locator("#panel").bounding_box()
    assert canvas is not None
    assert panel is not None
    assert canvas["height"] > 150


def test_what_is_outside_the_picture_is_said(open_page: OpenPage, address: str) -> None:
    """On a phone a button says how much isn't in sight, and brings it there."""
    page = open_page(address, viewport={"width": 390, "height": 844})
    outside = page.locator("#outside")
    expect(outside).to_have_text(re.compile(r"^7 themes, \d+ actor roles outside the picture$"))
    outside.click()
    expect(outside).to_be_hidden()


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (390, 844)])
def test_labels_can_be_read_or_are_not_drawn(
    open_page: OpenPage, address: str, size: tuple[int, int]
) -> None:
    """A node's label is drawn with ten pixels or more, or not at all; no tie's name is larger."""
    page = open_page(address, viewport={"width": size[0], "height": size[1]})
    page.click("[data-move=in]")
    page.click("[data-move=out]")
    assert least_label(page) >= 9.9
    page.evaluate(
        "['quote', 'respondent'].forEach("
        " key => document.querySelector(`[data-key=${key}]`).click())"
    )
    assert least_label(page) >= 9.9
    page.click("[data-move=fit]")
    page.locator(".card-button").first.click()
    assert least_label(page) >= 9.9


def least_label(page: Page) -> float:
    """Return the size in pixels of the smallest label drawn; ties' names must not be larger."""
    page.wait_for_timeout(300)
    sizes = page.evaluate(
        """() => {
          const { network, names } = explorer.drawn();
          const scale = network.getScale();
          const labels = Object.values(network.body.nodes).map((node) => node.labelModule)
            .filter((label) => label.visible());
          return { nodes: labels.map((label) => label.fontOptions.size * scale),
            ties: names.size * scale };
        }"""
    )
    least: float = min(sizes["nodes"], default=10)
    assert sizes["ties"] <= max([10, *sizes["nodes"]]) + 0.001
    return least


def test_one_tab_stop_leads_into_the_picture(open_page: OpenPage, address: str) -> None:
    """Only the named picture can have the focus, not what vis-network puts into it."""
    page = open_page(address)
    assert page.locator("#canvas [tabindex='0']").count() == 0


# ---------------------------------------------------------------- hostile labels, no network


def hostile_store(folder: Path) -> GraphStore:
    """Return a store with a study for each kind of hostile label."""
    store = GraphStore(folder)
    build([hostile_study(words, f"study-{index}") for index, words in enumerate(HOSTILE)], store)
    return store


def test_labels_are_never_markup(
    open_page: OpenPage, serve: Callable[[GraphStore], str], tmp_path: Path
) -> None:
    """Whatever stands in labels is shown as it is and executes nothing, wherever it stands."""
    look_everywhere(open_page(serve(hostile_store(tmp_path))))


def test_a_drawn_page_works_from_a_file(
    open_page: OpenPage, store: GraphStore, tmp_path: Path
) -> None:
    """A drawn page opens from the disk, works and keeps its view in the address, all offline."""
    file = tmp_path / "drawn.html"
    file.write_text(drawn_page(explorer_data(store.snapshot())), "utf-8")
    page = open_page(file.as_uri(), offline=True)
    assert len(drawn(page)[0]) == 26
    page.click('[data-key="quote"]')
    page.mouse.click(*point_of(page, "role#elected-member"))
    expect(page.locator("#evidence-title")).to_have_text("elected member")
    other = open_page(page.url, offline=True)
    assert drawn(other) == drawn(page)
    expect(other.locator("#evidence-title")).to_have_text("elected member")


def test_a_drawn_page_is_as_safe(open_page: OpenPage, tmp_path: Path) -> None:
    """Hostile labels execute nothing in a drawn page either."""
    file = tmp_path / "drawn.html"
    snapshot = hostile_store(tmp_path / "store").snapshot()
    file.write_text(drawn_page(explorer_data(snapshot)), "utf-8")
    look_everywhere(open_page(file.as_uri(), offline=True))


def look_everywhere(page: Page) -> None:
    """Open every thing and gap, hover over nodes, search; nothing may have been executed."""
    page.click('[data-key="quote"]')
    page.click('[data-key="respondent"]')
    opened = page.evaluate(
        """() => {
          let opened = 0;
          for (const id of explorer.drawn().data.details.keys()) {
            document.querySelector("#tab-list").click();
            const button = document.querySelector(`#list [data-id="${CSS.escape(id)}"]`);
            button?.click();
            opened += button ? 1 : 0;
          }
          document.querySelector("#tab-gaps").click();
          document.querySelectorAll(".card-button").forEach((button) => button.click());
          document.querySelectorAll("details").forEach((details) => (details.open = true));
          return opened;
        }"""
    )
    assert opened >= 9 * len(HOSTILE)
    page.keyboard.press("Escape")
    for index, words in enumerate(HOSTILE):
        page.fill("#search", words[:40])
        expect(page.locator("#results button").first).to_be_visible()
        page.mouse.move(*point_of(page, f"study-{index}/theme/theme"))
    assert page.evaluate("globalThis.harmed") is None
    markup = "main script, main img, main a, bdi > *, #results img, .tooltip *, #about img"
    assert page.locator(markup).count() == 0
    page.fill("#search", "")
    page.keyboard.press("Escape")
    page.click("#tab-list")
    names = page.locator("#list th bdi").all_text_contents()
    assert {words for words in HOSTILE if len(words) < 200} <= {*names}
    assert max(map(len, names)) <= 200
