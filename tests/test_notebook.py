"""The explorer in a notebook: what a cell shows, in a frame that reaches nothing."""

from html import unescape
from pathlib import Path
from types import SimpleNamespace

import networkx as nx
import pytest
from playwright.sync_api import expect

from graph.errors import InputError, NotFoundError
from graph.model import Study
from graph.network.named import Making, Network, as_graph, one_mode
from graph.network.reading import material_of
from graph.stores.embedded import GraphStore
from tests.conftest import OpenPage
from tests.test_viz import HOSTILE, hostile_study
from viz.notebook import load_ipython_extension, show
from viz.picture import MOST_NODES


def notebook(folder: Path, shown: str) -> str:
    """Return the address of a page that holds what a cell shows, as a notebook does."""
    page = folder / "notebook.html"
    page.write_text(f"<!doctype html><body data-ready><h1>Notebook</h1>{shown}", "utf-8")
    return page.as_uri()


@pytest.mark.browser
def test_a_study_shows_itself_in_a_frame(
    open_page: OpenPage, bundled: Study, tmp_path: Path
) -> None:
    """A study is the whole explorer, offline, in a frame without the notebook's origin."""
    shown = show(bundled, height=500)._repr_html_()
    assert 'sandbox="allow-scripts allow-downloads"' in shown
    assert "allow-same-origin" not in shown
    page = open_page(notebook(tmp_path, shown), offline=True)
    frame = page.frame_locator("iframe")
    frame.locator("body[data-ready]").wait_for()
    frame.get_by_role("link", name="Gaps", exact=True).click()
    expect(frame.locator("#view-gaps")).to_be_visible()
    frame.get_by_role("link", name="Network", exact=True).click()
    expect(frame.locator("#view-network")).to_be_visible()
    expect(frame.locator("#caption")).to_contain_text("Showing 26 of 71 nodes")
    frame.locator('[data-key="quote"]').click()
    expect(frame.locator("#caption")).to_contain_text("Showing 54 of 71 nodes")
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert box["height"] == 500


@pytest.mark.browser
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_labels_stay_in_the_frame(open_page: OpenPage, tmp_path: Path, words: str) -> None:
    """Hostile labels execute nothing, neither in the frame nor around it."""
    study = hostile_study(words)
    ties = as_graph(material_of(study), Network.TIES, Making())
    both = show(study)._repr_html_() + show(ties)._repr_html_()
    page = open_page(notebook(tmp_path, both), offline=True)
    page.frame_locator("iframe >> nth=0").locator("body[data-ready]").wait_for()
    expect(page.locator("body > *")).to_have_count(3)
    assert [frame.evaluate("globalThis.harmed") for frame in page.frames] == [None] * 3
    assert page.frames[2].locator("script, img, a").count() == 0


def test_a_projection_shows_itself(bundled: Study) -> None:
    """A projection is a drawing and a table of the same edges, without script."""
    projection = one_mode(material_of(bundled), Network.THEMES, Making())
    shown = show(projection)._repr_html_()
    assert 'sandbox=""' in shown
    page = unescape(shown)
    assert page.count("<g><title>") == len(projection.nodes) + len(list(projection.edges()))
    assert page.count('<th scope="row">') == len(list(projection.edges()))
    assert "<script" not in page


def test_a_store_shows_one_study_or_all(store: GraphStore) -> None:
    """Of a store one study can be shown; one that isn't there is an error."""
    assert "Homer" in show(store, study="changing-the-culture").page
    with pytest.raises(NotFoundError):
        show(store, study="none")


def test_a_network_that_is_too_large_is_refused() -> None:
    """A network with more nodes than can be drawn is refused, with what to do."""
    with pytest.raises(InputError, match="filter it"):
        show(nx.empty_graph(MOST_NODES + 1))


def test_notebooks_learn_to_show_studies(bundled: Study) -> None:
    """With the extension loaded, studies and projections show themselves as a cell's value."""
    known: dict[type, object] = {}
    html = SimpleNamespace(for_type=known.__setitem__)
    formatters = SimpleNamespace(formatters={"text/html": html})
    load_ipython_extension(SimpleNamespace(display_formatter=formatters))
    shows = known[Study]
    assert callable(shows)
    assert shows(bundled).startswith("<iframe sandbox=")
