"""The pages on measures: every example is run, and every measure has its page."""

import doctest
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest

from graph.network import measures, nulls

FOLDER = Path(__file__).parents[1] / "docs" / "measures"
PAGES = sorted(page for page in FOLDER.glob("*.md") if page.stem != "agreement")
"""All pages but the one on agreement between coders, whose figures ``test_agreement.py`` checks."""

PARTS = (
    "Idea", "Formula", "Source", "Range", "How to read it", "When not to use it", "Example",
)  # fmt: skip
PAGE_OF = {
    "benjamini_hochberg": "p-and-q",
    "fdsm": "fixed-degree-sequence-model",
    "sdsm": "stochastic-degree-sequence-model",
    "disparity": "disparity-filter",
    "fixed_row": "fixed-row-model",
    "in_degree": "degree",
    "out_degree": "degree",
    "ei_index": "e-i-index",
    "ties_between_groups_drawn": "ties-between-groups",
}
"""Pages that aren't named as their function; ``simple`` is no measure."""


def _examples(page: Path, names: dict[str, Any]) -> doctest.DocTest:
    text = page.read_text("utf-8").replace("```", "")
    return doctest.DocTestParser().get_doctest(text, names, page.name, str(page), 0)


@pytest.fixture(scope="module")
def start() -> dict[str, Any]:
    """Return the names that the README's first lines make, on which all pages build."""
    names: dict[str, Any] = {}
    text = (FOLDER / "README.md").read_text("utf-8").split("```")[1].removeprefix("python")
    test = doctest.DocTestParser().get_doctest(text, names, "start", None, 0)
    doctest.DocTestRunner().run(test, clear_globs=False)
    return test.globs


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_examples_give_what_they_say(page: Path, start: dict[str, Any]) -> None:
    """Each example of a page gives exactly what stands below it."""
    test = _examples(page, dict(start))
    said: list[str] = []
    found = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=said.append)
    assert found.attempted > 0
    assert not found.failed, "".join(said)


@pytest.mark.parametrize("page", [p for p in PAGES if p.stem != "README"], ids=lambda p: p.stem)
def test_pages_have_all_parts(page: Path) -> None:
    """A page has idea, formula, source, range, how to read it, when not to, and an example."""
    text = page.read_text("utf-8")
    places = [text.index(f"**{part}") for part in PARTS]
    assert places == sorted(places)


def test_every_measure_has_its_page() -> None:
    """Each public function that measures or tests has a page, which the index links to."""
    index = (FOLDER / "README.md").read_text("utf-8")
    names = {
        name
        for module in (measures, nulls)
        for name in module.__all__
        if isinstance(getattr(module, name), FunctionType) and name != "simple"
    }
    assert len(names) > 20
    stems = {PAGE_OF.get(name, name.replace("_", "-")) for name in names}
    assert stems <= {page.stem for page in PAGES}
    assert all(f"({page.name})" in index for page in PAGES if page.stem != "README")
