"""The explorer's views beside the network, in a real Chromium."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from graph.bundled import INVENTED_STUDY
from graph.folders.check import load
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from tests.conftest import OpenPage
from tests.test_browser import hostile_store
from tests.test_viz import HOSTILE
from viz.explorer import explorer_data
from viz.page import VIEWS, drawn_page

pytestmark = pytest.mark.browser


MOST_BYTES = 300_000
# What each address sent, in bytes as sent, once the data's own entry is there.
WEIGHED = """() => {
  const sent = performance.getEntriesByType("resource");
  return document.body.dataset.ready !== undefined
    && sent.some((each) => each.name.includes("data.json") && each.encodedBodySize > 0)
    && Object.fromEntries(sent.map((each) => [each.name, each.encodedBodySize]));
}"""
"""The first view takes fewer bytes than this, besides vis-network."""

DATA = "https://w3id.org/themegraph/data/changing-the-culture"
THEME = f"{DATA}/theme/the-political-and-cultural-context"


@pytest.fixture(scope="module")
def both(
    serve: Callable[[GraphStore], str], bundled: Study, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Where the bundled and the invented study are served together."""
    store = GraphStore(tmp_path_factory.mktemp("both") / "store")
    build([bundled, load(INVENTED_STUDY)], store)
    return serve(store)


def saved(page: Page, name: str) -> list[list[str]]:
    """Press a button that saves a table, and return its rows."""
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Save “{name}” as CSV").click()
    return [*csv.reader(download.value.path().read_text("utf-8-sig").splitlines())]


def shows(page: Page, name: str) -> None:
    """Expect a view, and no other, and its link as the current one."""
    expect(page.locator(f"#view-{name}")).to_be_visible()
    assert page.locator("main .view:visible").count() == 1
    expect(page.locator("#views [aria-current=page]")).to_have_text(name.capitalize())


# ---------------------------------------------------------------- gaps and what if


def test_a_tie_is_imagined_and_its_gaps_close(open_page: OpenPage, address: str) -> None:
    """Of two roles and a kind of tie it's said which gaps close and whose constraint falls.

    The imagined tie is in the address, goes with a link, and can be taken back.
    """
    page = open_page(f"{address}#view=gaps")
    shows(page, "gaps")
    form = page.locator("#what-if form")
    form.get_by_role("button", name="Add this tie").click()
    expect(form.get_by_role("alert")).to_have_text("Choose two different roles.")
    form.locator("[name=from]").select_option(label="local authority")
    form.locator("[name=type]").select_option(label="collaborates with (goes both ways)")
    form.locator("[name=to]").select_option(label="voluntary and community sector group")
    form.get_by_role("button", name="Add this tie").click()
    said = page.locator("#what-if-said")
    expect(said).to_contain_text("1 gap would close, 0 would open")
    expect(page.locator(".would.closed")).to_contain_text("wanted tie: ")
    expect(page.locator("#what-if-answer tr.falls").first).to_contain_text("constraint")
    other = open_page(page.url)
    expect(other.locator("#what-if-said")).to_have_text(said.inner_text())
    page.get_by_role("button", name="Remove local authority").click()
    expect(page.locator("#what-if-said")).to_be_empty()
    expect(page.locator("#what-if-title")).to_be_focused()
    page.go_back()
    expect(said).to_contain_text("1 gap would close")


def test_a_card_imagines_the_tie_that_it_lacks(open_page: OpenPage, address: str) -> None:
    """The card of a missing tie has a button that imagines the tie, with which the gap closes."""
    page = open_page(f"{address}#view=gaps&kind=missing-tie")
    expect(page.locator("#gap-cards .card")).to_have_count(3)
    page.get_by_role("button", name="What if it were tied?").first.click()
    expect(page.locator(".would.closed")).to_contain_text("missing tie: ")
    page.get_by_role("link", name="Show in network").first.click()
    shows(page, "network")
    expect(page.locator(".card.open")).to_be_visible()


def test_of_several_studies_the_gaps_own_is_asked(open_page: OpenPage, both: str) -> None:
    """With all studies open, What if opens the gap's own study, with the tie imagined in it."""
    page = open_page(f"{both}#view=gaps")
    expect(page.locator("#what-if")).to_contain_text("Choose one study at the top")
    page.get_by_role("link", name="What if it were tied?").last.click()
    expect(page.locator("#study")).not_to_have_value("")
    shows(page, "gaps")
    expect(page.locator("#what-if .imagined li")).to_have_count(1)
    expect(page.locator("#what-if-said")).to_contain_text("would close")
    page.go_back()
    expect(page.locator("#study")).to_have_value("")


# ---------------------------------------------------------------- all views


def test_every_view_is_a_link_with_its_own_address(open_page: OpenPage, address: str) -> None:
    """Each view is reached by its link, has the focus at its beginning, and Back leads back."""
    page = open_page(address)
    for name in VIEWS:
        page.locator(f"#views [data-view={name}]").click()
        shows(page, name)
        expect(page.locator("#announce")).to_have_text(f"{name.capitalize()} view")
        expect(page.locator(f"#view-{name} [data-first]")).to_be_focused()
    for name in reversed(VIEWS[:-1]):
        page.go_back()
        shows(page, name)
    page.go_forward()
    shows(page, VIEWS[1])


def _unseen(unsure: list[dict[str, Any]]) -> list[str]:
    """Words in the colour of what is behind them, of which axe says only that it is unsure."""
    return [
        node["html"]
        for rule in unsure
        for node in rule["nodes"]
        for check in node["any"]
        if (check.get("data") or {}).get("messageKey") == "equalRatio"
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_view_has_a_fault_that_axe_knows(open_page: OpenPage, both: str, scheme: str) -> None:
    """Axe finds nothing in any view, light and dark, with something selected, set and imagined."""
    page = open_page(f"{both}?study=changing-the-culture", color_scheme=scheme)
    states = {
        "overview": "",
        "network": f"&tab=list&show={THEME}",
        "matrix": f"&rows=people&cell={DATA}/respondent/interviewee-2|{THEME}",
        "gaps": "&add=nhs+->+voter:+informs",
        "evidence": f"&find=research&show={DATA}/quote/q01",
        "compare": "&by=studies",
        "query": "&query=SELECT+*+{+%3Fs+a+tg:Tie+}",
        "report": "",
    }
    assert set(states) == set(VIEWS)
    for name, part in states.items():
        page.goto(f"{both}#study=changing-the-culture&view={name}{part}")
        shows(page, name)
        expect(page.locator("#notice")).to_be_hidden()
        expect(page.locator("main [aria-busy]")).to_have_count(0)
        found = Axe().run(page).response
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == [], name
        assert _unseen(found["incomplete"]) == [], name


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (3840, "light")])
def test_no_view_needs_sideways_scrolling(
    open_page: OpenPage, both: str, width: int, scheme: str
) -> None:
    """From 320 pixels to 4K each view flows into the width that there is."""
    page = open_page(both, viewport={"width": width, "height": 800}, color_scheme=scheme)
    for name in VIEWS:
        page.goto(f"{both}#view={name}")
        shows(page, name)
        expect(page.locator("main [aria-busy]")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_the_first_view_is_small(open_page: OpenPage, address: str) -> None:
    """The first view takes less than 300 kB besides vis-network, its data included."""
    page = open_page(address)
    weighed: dict[str, int] = page.wait_for_function(WEIGHED).json_value()
    assert any("explorer.js" in url for url in weighed)
    assert sum(size for url, size in weighed.items() if "vis-network" not in url) < MOST_BYTES


def test_filters_hold_in_every_view(open_page: OpenPage, address: str) -> None:
    """A filter set in one view is set in the others, and in the address."""
    page = open_page(f"{address}#view=evidence")
    page.fill("[data-key=find-filter]", "research")
    expect(page.locator("#view-evidence .count")).to_contain_text("8 of 28 quotes")
    assert page.locator("#view-evidence mark").count() >= 8
    page.locator("#views [data-view=overview]").click()
    expect(page.locator(".numbers")).to_contain_text("8 quotes")
    page.locator("#views [data-view=network]").click()
    expect(page.locator("#caption")).not_to_contain_text("Showing 26 of 71")
    other = open_page(page.url)
    expect(other.locator("#caption")).to_have_text(page.locator("#caption").inner_text())
    page.click("[data-key=reset]")
    expect(page.locator("#caption")).to_contain_text("Showing 26 of 71")


# ---------------------------------------------------------------- overview, matrix, evidence


def test_the_overview_says_the_study_in_numbers(open_page: OpenPage, address: str) -> None:
    """Numbers, strongest themes and top gaps lead to the views that show them; tables are saved."""
    page = open_page(f"{address}#view=overview")
    numbers = page.locator(".numbers li").all_inner_texts()
    assert [n.split() for n in numbers] == [
        ["7", "themes"], ["28", "quotes"], ["17", "respondents"], ["19", "actor", "roles"],
        ["35", "ties"], ["48", "gaps"],
    ]  # fmt: skip
    rows = saved(page, "Strongest themes")
    assert rows[0] == ["Theme", "Valence", "Quotes", "Respondents", "IRI"]
    assert rows[1][:4] == ["Barriers", "barrier", "14", "13"]
    page.locator(".top-gaps a").first.click()
    shows(page, "gaps")
    expect(page.locator("#gap-cards .card.open")).to_have_count(1)


def test_the_matrix_is_walked_by_keyboard(open_page: OpenPage, address: str) -> None:
    """One tab stop leads into the grid, arrows walk it, Enter opens a cell's quotes."""
    page = open_page(f"{address}#view=matrix&order=name")
    grid = page.get_by_role("grid", name="Roles spoken of against themes")
    assert grid.locator("[tabindex='0']").count() == 1
    grid.locator("[tabindex='0']").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    focused = (
        "document.activeElement.closest('tr').rowIndex + ' ' + document.activeElement.cellIndex"
    )
    assert page.evaluate(focused) == "2 1"
    cell = grid.get_by_role("gridcell").filter(has_text=re.compile("^7$"))
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#cell h2")).to_have_text("local authority × Facilitators")
    expect(page.locator("#cell figure")).to_have_count(7)
    expect(cell).to_be_focused()
    other = open_page(page.url)
    expect(other.locator("#cell figure")).to_have_count(7)
    page.get_by_role("link", name="What concerns both, in Evidence").click()
    expect(page.locator("#view-evidence .count")).to_contain_text("10 of 28 quotes")


def test_an_empty_cell_says_why(open_page: OpenPage, address: str) -> None:
    """Empty cells have a sign, a reason in words, and a place in the table that is saved."""
    page = open_page(f"{address}#view=matrix&rows=speakers")
    reasons = page.locator("#view-matrix .signs dd").all_inner_texts()
    assert any(reason.startswith("not heard") for reason in reasons)
    voter = page.locator("#view-matrix tbody tr", has=page.get_by_role("rowheader", name="voter"))
    expect(voter.get_by_role("gridcell").first).to_have_text(
        "–0, not heard: no respondent is identified as this role"
    )
    page.select_option("#view-matrix [name=rows]", "people")
    reasons = page.locator("#view-matrix .signs dd").all_inner_texts()
    assert any(reason.startswith("asked and silent") for reason in reasons)
    page.click('[data-key="barrier"]')
    reasons = page.locator("#view-matrix .signs dd").all_inner_texts()
    assert "the filters hide what is here" in reasons
    rows = saved(page, "Matrix with reasons")
    assert rows[0][:5] == ["Row", "Theme", "Quotes", "Respondents", "Why empty"]
    assert len(rows) == 1 + 17 * 7
    assert all((row[2] == "0") == bool(row[4]) for row in rows[1:])


def test_a_quote_is_cited_and_seen_in_its_context(open_page: OpenPage, address: str) -> None:
    """A quote has speaker, themes, coder and place; its neighbours in the text; and a citation."""
    page = open_page(f"{address}#view=evidence", permissions=["clipboard-read", "clipboard-write"])
    first = page.locator(".quote-card").first
    expect(first.locator(".about-quote")).to_contain_text("Themegraph project")
    expect(first.locator(".about-quote")).to_contain_text("characters 604 to 825")
    first.get_by_role("button", name="In context").click()
    expect(page.locator(".quote-card").first.locator(".around")).to_have_count(2)
    expect(page.locator(".quote-card").first.locator(".around").nth(1)).to_contain_text("after")
    page.get_by_role("button", name="Copy as citation").first.click()
    expect(page.locator(".quote-card").first.locator(".copied")).to_have_text(
        "Copied, with its source."
    )
    kept = page.evaluate("navigator.clipboard.readText()")
    assert kept.startswith("“Sometimes politics and research meet")
    assert "(Interviewee 2, in: Homer C" in kept
    page.get_by_role("button", name="Interviewee 2", exact=True).first.click()
    expect(page.locator("#view-evidence .count")).to_contain_text("1 of 28 quotes")
    rows = saved(page, "Evidence")
    assert [row[1] for row in rows] == ["Speaker", "Interviewee 2"]


# ---------------------------------------------------------------- compare, query, report


def test_two_studies_are_compared(open_page: OpenPage, both: str) -> None:
    """Two studies, or two sectors, side by side: shared, only here, only there; and as a table."""
    page = open_page(f"{both}#view=compare")
    themes = page.get_by_role("region", name="Themes", exact=True)
    expect(themes.locator(".both li")).to_have_count(2)
    expect(themes.locator(".here")).to_contain_text("The political and cultural context")
    expect(themes.locator(".there")).to_contain_text("Unpaid help")
    rows = saved(page, "Compare")
    assert ["Themes", "Barriers", "14", "8", "barrier", "barrier"] in rows
    page.select_option("#view-compare [name=by]", "sectors")
    expect(page.get_by_role("region", name="Their ties")).to_be_visible()
    page.select_option("#view-compare [name=there]", "political")
    expect(page.locator("#view-compare .there h4").first).to_contain_text("political")
    other = open_page(page.url)
    expect(other.locator("#view-compare .there h4").first).to_contain_text("political")


def test_a_comparison_passes_the_same_filters(open_page: OpenPage, both: str) -> None:
    """Filters are seen and hold in Compare: their choice is asked for, said and in the address."""
    page = open_page(f"{both}#view=compare")
    themes = page.get_by_role("region", name="Themes", exact=True)
    expect(themes.locator(".here li")).to_have_count(5)
    page.click('.chip[data-key="barrier"]')
    expect(themes.locator(".both li")).to_have_count(1)
    expect(themes.locator(".both")).to_contain_text("Facilitators")
    status = page.locator("#view-compare [role=status]")
    expect(status).to_contain_text("the filters above hide the rest")
    page.fill("[data-key=find-filter]", "no such words")
    expect(status).to_contain_text("Nothing passes the filters.")
    expect(open_page(page.url).locator("#view-compare [role=status]")).to_have_text(
        status.inner_text()
    )
    page.click("[data-key=reset]")
    expect(themes.locator(".both li")).to_have_count(2)


def test_a_query_is_coloured_completed_and_drawn(open_page: OpenPage, address: str) -> None:
    """The editor colours words and completes our terms; rows are a table or a network."""
    page = open_page(f"{address}#view=query")
    page.fill("#text", "")
    page.focus("#text")
    page.keyboard.type("SELECT ?t ?r { ?t a tg:Ti")
    option = page.locator("#completions [aria-selected=true]")
    expect(option).to_contain_text("tg:Tie")
    assert page.locator("#text").get_attribute("aria-activedescendant") == "completion-0"
    page.keyboard.press("Enter")
    page.keyboard.type(" ; tg:fromRole ?r }")
    expect(page.locator("#completions")).to_be_hidden()
    expect(page.locator("#text")).to_have_value("SELECT ?t ?r { ?t a tg:Tie ; tg:fromRole ?r }")
    assert page.locator(".painted .keyword").all_inner_texts() == ["SELECT", "a"]
    assert page.locator(".painted .term").all_inner_texts() == ["tg:Tie", "tg:fromRole"]
    page.keyboard.press("Control+Enter")
    expect(page.locator("#status")).to_have_text("35 rows.")
    page.get_by_role("button", name="As a network").click()
    expect(page.locator(".result-canvas canvas")).to_be_visible()
    expect(page.locator("#status")).to_contain_text("35 connections drawn")
    other = open_page(page.url)
    expect(other.locator("#text")).to_have_value(page.input_value("#text"))
    page.goto(f"{address}#view=query&question=7")
    expect(page.locator("#question")).to_have_value("7")


def test_the_report_has_it_all_and_is_made_for_print(open_page: OpenPage, address: str) -> None:
    """The report has overview, matrix, gaps and evidence; printed, the controls are gone."""
    page = open_page(f"{address}#view=report")
    for heading in ("Overview", "Matrix", "Gaps", "Evidence"):
        expect(page.locator("#view-report h2", has_text=heading)).to_be_visible()
    expect(page.locator("#view-report figure")).to_have_count(28)
    expect(page.locator("#view-report .printed-gaps > li")).to_have_count(48)
    page.emulate_media(media="print")
    expect(page.locator("#views")).to_be_hidden()
    expect(page.get_by_role("button", name="Print or save as PDF")).to_be_hidden()
    assert page.pdf()[:4] == b"%PDF"


# ---------------------------------------------------------------- hostile labels, no server


def look_at_views(page: Page, names: list[str]) -> None:
    """Go through views, open what can be opened; nothing may have been executed."""
    for name in names:
        page.locator(f"#views [data-view={name}]").click()
        shows(page, name)
        expect(page.locator("main [aria-busy]")).to_have_count(0)
        page.evaluate(
            """name => {
              const place = document.querySelector(`#view-${name}`);
              const all = place.querySelectorAll("button[aria-expanded], td[role]");
              [...all].slice(0, 12).forEach((each) => each.click());
            }""",
            name,
        )
        assert page.locator("main script, main img, bdi > *, main iframe").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, name
    assert page.evaluate("globalThis.harmed") is None


def test_hostile_labels_are_text_in_every_view(
    open_page: OpenPage, serve: Callable[[GraphStore], str], tmp_path: Path
) -> None:
    """Whatever stands in labels, titles and quotes is shown as it is, in every view."""
    page = open_page(serve(hostile_store(tmp_path)))
    look_at_views(page, list(VIEWS))
    page.locator("#views [data-view=evidence]").click()
    words = page.locator(".quote-card blockquote p").all_text_contents()
    assert set(HOSTILE) <= {*words}


def test_a_drawn_page_has_the_views_that_need_no_server(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """From disk, all views work but those that ask the server, which say so; nothing executes."""
    file = tmp_path / "drawn.html"
    snapshot = hostile_store(tmp_path / "store").snapshot()
    file.write_text(drawn_page(explorer_data(snapshot)), "utf-8")
    page = open_page(file.as_uri(), offline=True)
    look_at_views(page, [name for name in VIEWS if name not in {"compare", "query"}])
    for name in ("compare", "query"):
        page.locator(f"#views [data-view={name}]").click()
        expect(page.locator(f"#view-{name}")).to_contain_text("This needs the server")
