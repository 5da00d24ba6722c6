"""The explorer's views beside the network, in a real Chromium."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import OpenPage

pytestmark = pytest.mark.browser


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
