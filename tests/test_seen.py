"""What is seen in the explorer, to take along: SVG, GraphML, GEXF and HTML, without a browser."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import networkx as nx
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph.errors import InputError
from graph.network import network
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot
from graph.synth import synthetic_studies
from tests.test_viz import HOSTILE, hostile_study
from viz.explorer import explorer_data
from viz.ghosts import KINDS, MOST, ghosts
from viz.groups import groupings
from viz.palette import EDGES, NODES
from viz.picture import DrawnEdge, DrawnNode, Scene, svg
from viz.records import records
from viz.seen import Place, Seen, gexf, graphml

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client(store: GraphStore) -> Iterator[TestClient]:
    """A client of a server over the bundled study."""
    with TestClient(create_app(store, hosts=("testserver",))) as client:
        yield client


def scene(words: str = "words") -> Scene:
    """Return a scene with every style of node and edge."""
    nodes = tuple(
        DrawnNode(str(n), words, words, style, n * 300.0, (n % 2) * 200.0)
        for n, style in enumerate(NODES)
    )
    edges = tuple(
        DrawnEdge(one, other, words, words, style, bend=bend, arrows=("to", "from"))
        for style, bend in zip(EDGES, (0, 0.3, -0.3) * len(EDGES), strict=False)
        for one, other in (("0", "1"), ("2", "2"))
    )
    return Scene(nodes, edges, credits=(words,))


# ---------------------------------------------------------------- SVG


@pytest.mark.parametrize("words", [*HOSTILE, "\x00\x0b\ud800", ""])
def test_labels_in_an_svg_are_text(words: str) -> None:
    """Whatever labels are, an SVG is well-formed, with text alone in them, and has no script."""
    drawing = ET.fromstring(svg(scene(words)))  # noqa: S314 -- our own
    tags = {element.tag.removeprefix(SVG) for element in drawing.iter()}
    assert tags <= {"svg", "title", "rect", "g", "path", "polygon", "text"}
    attributes = {name for element in drawing.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or "href" in name}
    texts = {element.text or "" for element in drawing.iter(f"{SVG}text")}
    assert max(map(len, texts), default=0) <= 400


def test_an_svg_shows_every_node_and_edge() -> None:
    """Every node and edge is drawn, with its name as a title, its dash and its symbol."""
    drawing = ET.fromstring(svg(scene()))  # noqa: S314 -- our own
    assert len(list(drawing.iter(f"{SVG}g"))) == len(NODES) + 2 * len(EDGES)
    dashes = {path.get("stroke-dasharray", "") for path in drawing.iter(f"{SVG}path")}
    assert {" ".join(map(str, look.dashes)) for look in EDGES.values()} == dashes


def test_lines_end_at_the_border_of_nodes() -> None:
    """A line begins and ends outside the boxes that it joins."""
    nodes = (
        DrawnNode("a", "a", "a label of some length", "role", 0, 0),
        DrawnNode("b", "b", "b", "role", 600, 0),
    )
    drawn = svg(Scene(nodes, (DrawnEdge("a", "b", "", "", "tie-strained"),)))
    found = re.search(r'd="M([-\d.]+) ([-\d.]+) Q[-\d. ]+ ([-\d.]+) ([-\d.]+)"', drawn)
    assert found is not None
    start, end = float(found[1]), float(found[3])
    box = re.search(r'width="([\d.]+)" height="[\d.]+" rx', drawn)
    assert box is not None
    assert float(box[1]) / 2 <= start < end < 600


def test_what_is_not_ours_is_refused() -> None:
    """A style that isn't known, or a line from nowhere, is an error that names it."""
    node = DrawnNode("a", "a", "a", "role", 0, 0)
    with pytest.raises(InputError, match="'url\\(x\\)'"):
        svg(Scene((replace(node, style="url(x)"),), ()))
    with pytest.raises(InputError, match="isn't drawn"):
        svg(Scene((node,), (DrawnEdge("a", "b", "lost", "", "link"),)))
    with pytest.raises(InputError, match="of an edge"):
        svg(Scene((node,), (DrawnEdge("a", "a", "", "", "none"),)))


def test_numbers_of_an_svg_are_bounded(client: TestClient) -> None:
    """Places that aren't numbers, or too far away, are refused before anything is drawn."""
    node = {"id": "a", "name": "", "label": "", "style": "role", "x": 0, "y": 0}
    body = {"nodes": [node], "edges": []}
    assert client.post("/explorer/seen.svg", json=body).status_code == 200
    for bad in (1e9, "NaN", None):
        answer = client.post("/explorer/seen.svg", json={"nodes": [node | {"x": bad}], "edges": []})
        assert answer.status_code == 422
    edge = {"from": "a", "to": "a", "name": "", "label": "", "style": "link"}
    drawn = client.post("/explorer/seen.svg", json=body | {"edges": [edge]})
    assert drawn.headers["content-type"].startswith("image/svg+xml")


# ---------------------------------------------------------------- GraphML, GEXF


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_what_is_seen_goes_along(store: GraphStore, form: str) -> None:
    """Nodes and edges that are seen, and no others, go along with their places and notes."""
    snapshot = store.snapshot()
    data = explorer_data(snapshot)
    ties = [edge for edge in data["edges"] if edge["kind"] == "tie"]
    ends = sorted({edge[end] for edge in ties for end in ("from", "to")})
    noted_gap = data["gaps"][0]
    notes = {ends[0]: "mine <&> \x00 own", ties[0]["id"]: "of a tie", noted_gap["id"]: "of a gap"}
    seen = Seen(
        nodes=tuple(Place(node, n * 1.5, 7.0) for n, node in enumerate(ends)),
        edges=tuple(edge["id"] for edge in ties),
        notes=notes,
    )
    read = nx.read_graphml if form == "graphml" else nx.read_gexf
    written = graphml(snapshot, seen) if form == "graphml" else gexf(snapshot, seen)
    found = read(BytesIO(written))
    assert set(found) == {*ends, noted_gap["id"]}
    edges = [about for _, _, about in found.edges(data=True)]
    kinds = [about["kind"] for about in edges]
    assert kinds.count("tie") == len(ties)
    assert kinds.count("involves") == len(noted_gap["involves"])
    assert found.nodes[ends[2]]["x"] == 3.0
    assert found.nodes[ends[0]]["note"] == "mine <&> \ufffd own"
    assert found.nodes[noted_gap["id"]]["note"] == "of a gap"
    assert "of a tie" in {about.get("note") for about in edges}


@pytest.mark.parametrize("form", [graphml, gexf])
def test_hostile_labels_go_along_as_text(
    tmp_path: Path, form: Callable[[Snapshot, Seen], bytes]
) -> None:
    """Hostile labels and notes are read back by another program as they were."""
    store = GraphStore(tmp_path)
    build([hostile_study(HOSTILE[1])], store)
    whole = network(store.snapshot())
    seen = Seen(
        tuple(Place(node, 0, 0) for node in whole), (), notes=dict.fromkeys(whole, HOSTILE[2])
    )
    root = ET.fromstring(form(store.snapshot(), seen))  # noqa: S314 -- our own
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "img", "a"}
    told = "".join(root.itertext()) + str([element.attrib for element in root.iter()])
    assert "onerror=globalThis" in told


def test_a_page_goes_along_with_places_and_notes(client: TestClient) -> None:
    """The HTML that goes along carries notes, places and the view, none of them as markup."""
    asked = {
        "address": "#group=sector", "notes": {"x": HOSTILE[0]}, "places": {"x": {"x": 1, "y": 2}},
    }  # fmt: skip
    answer = client.post("/explorer/seen.html", json=asked)
    assert answer.status_code == 200
    found = re.search('<script type="application/json" id="data">(.*?)</script>', answer.text)
    assert found is not None
    carried = json.loads(found[1])["carried"]
    assert carried == asked
    other = client.post("/explorer/seen.html", json={"address": "javascript:alert(1)"})
    assert '"address":""' in other.text
    assert client.post("/explorer/seen.html", json={"study": "none"}).status_code == 404


# ---------------------------------------------------------------- ghosts, groups


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """A store in which studies report ties that others don't."""
    store = GraphStore(tmp_path_factory.mktemp("several"))
    build([made.study for made in synthetic_studies(5)], store)
    return store


def test_gaps_between_two_are_drawn_as_ghosts(several: GraphStore) -> None:
    """A gap between two nodes is a dashed line with symbol, name, reason and numbers."""
    data = explorer_data(several.snapshot(), "synthetic-00001")
    drawn = [edge for edge in data["edges"] if edge["kind"] == "gap"]
    assert 0 < len(drawn) <= MOST
    by_id = {gap["id"]: gap for gap in data["gaps"]}
    for edge in drawn:
        gap, detail = by_id[edge["id"].removeprefix("ghost|")], data["details"][edge["id"]]
        assert gap["kind"] in KINDS
        assert edge["dashes"]
        assert edge["label"].startswith("◌ ")
        assert detail["text"] == gap["sentence"]
        assert len(detail["facts"]) == len(gap["numbers"]) > 0
    assert next(e for e in data["legend"]["edges"] if e["key"] == "gap")["count"] == len(drawn)


def test_there_are_never_more_ghosts_than_can_be_read(several: GraphStore) -> None:
    """At most twenty ghosts are drawn, those tested against a null model first."""
    snapshot = several.snapshot()
    data = explorer_data(snapshot, "synthetic-00001")
    gap = next(gap for gap in data["gaps"] if gap["kind"] == "tie-elsewhere")
    many = [{**gap, "id": str(n), "kind": KINDS[0] if n > 90 else gap["kind"]} for n in range(99)]
    drawn = list(ghosts(many, data["details"]))  # type: ignore[arg-type]  # copies of a gap
    assert len(drawn) == MOST
    assert [edge["id"] for edge in drawn[:8]] == [f"ghost|{n}" for n in range(91, 99)]


def test_groups_hold_nodes_once(store: GraphStore) -> None:
    """In each way of grouping, a node is in one group at most, and no group is of one node."""
    snapshot = store.snapshot()
    whole = network(snapshot)
    found = groupings(whole, records(snapshot))
    assert [way["key"] for way in found] == ["sector", "theme", "community"]
    for way in found:
        members = [node for group in way["groups"] for node in group["members"]]
        assert len(members) == len(set(members))
        assert set(members) <= set(whole)
        assert all(len(group["members"]) > 1 for group in way["groups"])
    top = {group["label"] for group in found[1]["groups"]}
    assert top == {"Barriers", "Facilitators"}


def test_the_version_changes_with_the_picture(several: GraphStore) -> None:
    """The data's version is the same for the same picture, and another for another."""
    snapshot = several.snapshot()
    versions = [
        explorer_data(snapshot, study)["version"]
        for study in ("synthetic-00001", "synthetic-00001", "synthetic-00002")
    ]
    assert versions[0] == versions[1] != versions[2]
