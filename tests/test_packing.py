"""The explorer's data and modules on their way to the page: columns, and one module of many."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bench.explorer import our_page, random_network
from graph.stores.embedded import GraphStore
from tests.conftest import OpenPage
from viz.explorer import explorer_data
from viz.joining import joined
from viz.packing import packed


def test_columns_say_once_what_all_rows_share(store: GraphStore) -> None:
    """What is sent is less than half of the rows, and packing twice changes nothing."""
    data = explorer_data(store.snapshot())
    sent = packed(data)
    assert len(json.dumps(sent)) < len(json.dumps(data)) / 1.8
    assert packed(sent) == sent
    assert sent["nodes"]["rows"] == len(data["nodes"])
    assert sent["edges"]["columns"]["kind"]["values"] == [
        *dict.fromkeys(edge["kind"] for edge in data["edges"])
    ]
    assert packed({"corpus": {}}) == {"corpus": {}}


@pytest.mark.browser
def test_the_page_makes_the_same_rows_again(
    open_page: OpenPage, serve: Callable[[GraphStore], str], store: GraphStore
) -> None:
    """Nodes, edges, gaps and details in the page are those that were packed, in their order."""
    page = open_page(serve(store))
    found = page.evaluate("""() => {
      const { nodes, edges, gaps, details } = explorer.drawn().data;
      return [[...nodes.values()], [...edges.values()], [...details], [...gaps.values()]];
    }""")
    data = json.loads(json.dumps(explorer_data(store.snapshot())))
    assert found[0] == data["nodes"]
    assert found[1] == data["edges"]
    assert found[2] == [list(each) for each in data["details"].items()]
    assert found[3] == data["gaps"]


def test_joined_modules_run_after_those_they_import() -> None:
    """Each module is there once, after what it imports, and gives what it exports."""
    modules = {
        "a.js": 'import { two } from "./b.js";\n'
        'import { one as first } from "./c.js";\nfirst(two);\n',
        "b.js": 'import { one } from "./c.js";\nexport const two = one();\n',
        "c.js": "export async function one() { return 1; }\nconst own = 2;\n",
        "d.js": "export const unused = 1;\n",
    }
    text = joined(modules, "a.js")
    assert text.index("const $c = ") < text.index("const $b = ") < text.index("first(two);")
    assert "const { one: first } = $c;" in text
    assert "return { one };" in text
    assert text.count("async function one") == 1
    assert "unused" not in text
    assert "export " not in text


@pytest.mark.browser
def test_a_large_picture_is_seen_whole_and_dragged_at_once(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """Of many nodes the whole is seen first; dragging moves it and no node, and draws it then."""
    file = tmp_path / "large.html"
    file.write_text(our_page(random_network(450)), "utf-8")
    page = open_page(file.as_uri())
    nothing = page.evaluate("explorer.drawn().outside()")
    assert nothing == []
    before = page.evaluate("explorer.drawn().network.getViewPosition()")
    places = page.evaluate("explorer.drawn().network.getPositions()")
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 30, steps=4)
    picture, moved = page.locator("#canvas canvas"), re.compile(r"translate\(")
    expect(picture).to_have_attribute("style", moved)
    page.mouse.up()
    expect(picture).not_to_have_attribute("style", moved)
    after = page.evaluate("explorer.drawn().network.getViewPosition()")
    assert after["x"] < before["x"]
    assert page.evaluate("explorer.drawn().network.getPositions()") == places
