"""The explorer without a browser: positions, data, pages and assets."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import combinations
from math import dist
from pathlib import Path

import networkx as nx
import pytest

import ontology
from graph.answers import StudyAnswer, ask
from graph.errors import NotFoundError
from graph.folders.check import load
from graph.model import (
    Coder,
    Coding,
    Mention,
    Quote,
    Respondent,
    Role,
    Study,
    StudyInfo,
    Theme,
    Tie,
)
from graph.network import network
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot
from tests.studies import invented_study
from viz.crowd import MANY
from viz.explorer import ExplorerData, explorer_data
from viz.labels import box, display
from viz.layout import positions
from viz.page import CONTENT_SECURITY_POLICY, asset, drawn_page, served_page
from viz.palette import EDGES, GHOSTS

STUDY = Path(__file__).parents[1] / "graph" / "studies" / "changing-the-culture"
HOSTILE = (
    "<script>globalThis.harmed = 1</script>",
    "</script><img src=x onerror=globalThis.harmed=1>",
    "&lt;b&gt; &amp;amp; <a href='javascript:globalThis.harmed=1'>href</a>",
    "\u202eright to left\u202c \u2067אבג\u2069",
    "👩🏽‍🔬 emoji \u2028 line \u2029 paragraph",
    "x" * 10_000,
)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The bundled study in a store."""
    store = GraphStore(tmp_path_factory.mktemp("store"))
    build([load(STUDY)], store)
    return store.snapshot()


@pytest.fixture(scope="module")
def data(snapshot: Snapshot) -> ExplorerData:
    """What the page draws of the bundled study."""
    return explorer_data(snapshot)


def hostile_study(words: str, study_id: str = "hostile") -> Study:
    """Return a small study that has ``words`` wherever text may stand."""
    return Study(
        info=StudyInfo(
            study_id, words, citation=words, doi="10.1/x", licence="https://example.org/l",
            question=words, note=words,
        ),
        coders=(Coder("coder", words, "person", words),),
        roles=(Role("one", words), Role("other", f"{words} too")),
        themes=(Theme("theme", words, valence="barrier", definition=words),),
        respondents=(Respondent("person", words, note=words),),
        quotes=(Quote("quote", words, "person", "document", 0, len(words), "block"),),
        codings=(Coding("coding", "quote", "theme", "coder"),),
        mentions=(Mention("mention", "one", quote="quote", coder="coder"),),
        ties=(
            Tie("tie", "one", "other", "informs", "missing", "one-way", "respondent", "theme",
                ("quote",), (), words, "coder"),
        ),
    )  # fmt: skip


def store_of(folder: Path, *studies: Study) -> Snapshot:
    """Return a store with these studies, unchecked: the page must stand whatever is in a store."""
    store = GraphStore(folder)
    build(studies, store)
    return store.snapshot()


# ---------------------------------------------------------------- layout


def test_the_same_graph_has_the_same_positions(snapshot: Snapshot) -> None:
    """Positions are the same for the same graph, and the graph isn't changed."""
    graph = network(snapshot)
    before = nx.node_link_data(graph)
    assert positions(graph) == positions(graph)
    assert nx.node_link_data(graph) == before


def test_every_process_draws_the_same_picture() -> None:
    """Positions don't depend on the order of sets of strings, which differs between processes."""
    program = (
        "import networkx as nx; from viz.layout import positions\n"
        "graph = nx.MultiDiGraph()\n"
        "for one, other in nx.barabasi_albert_graph(30, 2, seed=1).edges:\n"
        "    for node in (one, other):\n"
        "        graph.add_node(f'n{node}', kind='role', label=f'role {node}')\n"
        "    graph.add_edge(f'n{one}', f'n{other}', kind='tie', label='informs')\n"
        "print(positions(graph))"
    )
    pictures = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pictures) == 1


def test_no_label_lies_on_another(snapshot: Snapshot) -> None:
    """No two nodes' boxes, mark and label, overlap at a zoom of 1."""
    assert overlaps(network(snapshot)) == []


def test_no_label_lies_on_another_in_a_large_network() -> None:
    """A thousand nodes are placed without overlap, whatever ties them."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    kinds = ("theme", "role", "quote", "quote", "respondent")
    for index in range(1000):
        graph.add_node(str(index), kind=kinds[index % 5], label=f"label number {index}")
    for one, other in nx.barabasi_albert_graph(1000, 2, seed=1).edges:
        graph.add_edge(str(other), str(one), kind="tie", label="informs")
    assert overlaps(graph) == []


def test_a_crowd_stands_in_the_nearest_room() -> None:
    """Hundreds of quotes of one theme stand around it, none on another, and the theme stays."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for theme in ("one", "other"):
        graph.add_node(theme, kind="theme", label=theme)
    graph.add_edge("one", "other", key="broader", kind="broader")
    frame = positions(graph)
    for number in range(MANY):
        graph.add_node(f"q{number}", kind="quote", label=f"quote {number} " * (1 + number % 3))
        graph.add_edge(f"q{number}", "one", key="illustrates", kind="illustrates")
    for number in range(3):
        graph.add_node(f"p{number}", kind="respondent", label=f"person {number}")
        graph.add_edge(f"p{number}", f"q{number}", key="said", kind="said")
    placed = positions(graph)
    assert {node: placed[node] for node in frame} == frame
    assert placed == positions(graph)
    boxes = {node: box(graph.nodes[node]["kind"], graph.nodes[node]["label"]) for node in graph}
    for one, other in combinations(graph, 2):
        apart = [abs(placed[one][axis] - placed[other][axis]) for axis in (0, 1)]
        needed = [(boxes[one][axis] + boxes[other][axis]) / 2 for axis in (0, 1)]
        assert apart[0] >= needed[0] or apart[1] >= needed[1], (one, other)
    far = [dist(placed[f"q{number}"], placed["one"]) for number in range(MANY)]
    assert far[0] < 500 < max(far) < 4000


@pytest.mark.parametrize("nodes", [0, 1, 2])
def test_the_smallest_networks_have_positions(nodes: int) -> None:
    """Networks of no, one and two nodes, tied or to themselves, have positions."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for index in range(nodes):
        graph.add_node(str(index), kind="role", label="role")
        graph.add_edge(str(index), str(index), kind="tie", label="informs")
    assert len(positions(graph)) == nodes


def overlaps(graph: "nx.MultiDiGraph[str]") -> list[tuple[str, str]]:
    """Return the pairs of nodes whose boxes overlap by more than rounding."""
    placed = positions(graph)
    boxes = {node: box(graph.nodes[node]["kind"], graph.nodes[node]["label"]) for node in graph}
    return [
        (one, other)
        for one, other in combinations(graph, 2)
        if all(
            abs(placed[one][axis] - placed[other][axis]) + 0.2
            < (boxes[one][axis] + boxes[other][axis]) / 2
            for axis in (0, 1)
        )
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_drawn_label_is_short(words: str) -> None:
    """Whatever a label holds, what is drawn of it has at most a few lines."""
    assert len(display("theme", words)) <= 100
    assert display("role", "") == "(no label)"


# ---------------------------------------------------------------- data


def test_everything_drawn_has_ends_and_details(data: ExplorerData) -> None:
    """Every edge's ends are nodes, and every node and edge has a detail and a place."""
    nodes = {node["id"] for node in data["nodes"]}
    assert len(nodes) == len(data["nodes"]) > 0
    assert len({edge["id"] for edge in data["edges"]}) == len(data["edges"]) > 0
    assert all({edge["from"], edge["to"]} <= nodes for edge in data["edges"])
    assert {item["id"] for item in (*data["nodes"], *data["edges"])} <= data["details"].keys()
    assert all({"x", "y"} <= node.keys() for node in data["nodes"])


def test_whatever_is_referred_to_can_be_opened(data: ExplorerData) -> None:
    """Every id in the evidence of gaps and the relations of details is a detail or a gap."""
    known = data["details"].keys() | {gap["id"] for gap in data["gaps"]}
    for gap in data["gaps"]:
        assert {*gap["involves"], *gap["evidence"]} <= known
    for detail in data["details"].values():
        assert {iri for ids in detail["related"].values() for iri in ids} <= known


def test_the_data_is_json_and_text(data: ExplorerData) -> None:
    """The data survives JSON, has no physics and no titles that vis-network could read as HTML."""
    assert json.loads(json.dumps(data))["nodes"] == data["nodes"]
    assert data["options"]["physics"] == {"enabled": False}
    assert not any("title" in item for item in (*data["nodes"], *data["edges"]))


def test_a_quote_says_who_said_it_where_and_how(data: ExplorerData) -> None:
    """A quote's detail has its words, speaker, themes, layout and position."""
    quote = next(d for i, d in data["details"].items() if i.endswith("/quote/q01"))
    assert quote["speaker"] == "Interviewee 2"
    assert quote["text"].startswith("Sometimes politics and research meet")
    assert [data["details"][theme]["label"] for theme in quote["related"]["themes"]] == [
        "The political and cultural context"
    ]
    facts = dict(quote["facts"])
    assert facts["Layout"].startswith("block")
    assert facts["Position"].startswith("characters 604 to 825 of Findings section")


def test_the_roles_that_a_respondent_speaks_of_are_those_of_their_quotes(
    data: ExplorerData,
) -> None:
    """A respondent's roles spoken of are the union of their quotes' roles, never their own."""
    everything = data["details"]
    respondents = [d for d in everything.values() if d["kind"] == "respondent"]
    assert any(d["related"].get("roles") for d in respondents)
    for detail in respondents:
        quotes = detail["related"].get("quotes", [])
        mentioned = {r for quote in quotes for r in everything[quote]["related"].get("roles", [])}
        assert set(detail["related"].get("roles", [])) == mentioned


def test_roles_have_their_other_names(data: ExplorerData, mending: Snapshot) -> None:
    """A role's detail has its other labels: of the shared scheme, and of a study's own."""
    also = {d["label"]: d["alternatives"] for d in data["details"].values()}
    assert "councillor" in also["elected member"]
    own = {role.label: role.alternatives for role in invented_study().roles if role.alternatives}
    details = explorer_data(mending)["details"].values()
    assert own
    for label, alternatives in own.items():
        (found,) = [d for d in details if d["kind"] == "role" and d["label"] == label]
        assert set(found["alternatives"]) == set(alternatives)


def test_the_theme_hierarchy_is_a_layer_of_its_own(data: ExplorerData) -> None:
    """What a theme is part of is told apart from who said what of whom."""
    kinds = {layer["key"]: set[str]() for layer in data["legend"]["edges"]}
    for edge in data["edges"]:
        kinds[edge["layer"]].add(edge["kind"])
    assert kinds["broader"] == {"broader"}
    assert kinds["member"] == {"said", "illustrates", "mentions", "holds", "belongs"}


def test_a_passage_is_marked_as_the_coders_words(data: ExplorerData) -> None:
    """A passage says that it is the authors' text in the coder's description."""
    passages = [d for d in data["details"].values() if d["kind"] == "passage"]
    assert passages
    assert {d["note"] for d in passages} == {"The authors’ text, described by the coder."}


def test_ties_that_are_not_there_are_drawn_as_ghosts(data: ExplorerData) -> None:
    """Missing and wanted ties are dashed, and each status has a symbol and dashes of its own."""
    ghosts = [edge for edge in data["edges"] if edge["style"] in GHOSTS]
    assert ghosts
    assert all(edge["dashes"] for edge in ghosts)
    statuses = [style for name, style in EDGES.items() if name.startswith("tie-")]
    assert len({style.symbol for style in statuses}) == len(statuses)
    assert len({style.dashes for style in statuses}) == len(statuses)


def test_parallel_ties_bend_apart(data: ExplorerData) -> None:
    """No two edges between the same nodes have the same curve, seen from the same end."""
    curves = []
    for edge in data["edges"]:
        one, other = sorted((edge["from"], edge["to"]))
        turn = {"curvedCW": 1, "curvedCCW": -1}.get(edge["smooth"]["type"], 0)
        bend = turn * edge["smooth"]["roundness"] * (1 if edge["from"] == one else -1)
        curves.append((one, other, bend))
    assert len(set(curves)) == len(curves)


def test_every_gap_and_kind_of_gap_is_there(data: ExplorerData) -> None:
    """All kinds of gaps are listed, also those without gaps, with the right numbers."""
    counts = {kind["kind"]: kind["count"] for kind in data["gap_kinds"]}
    assert set(counts) == set(ontology.scheme("gap-kind"))
    assert sum(counts.values()) == len(data["gaps"])
    assert all(gap["sentence"] and gap["involves"] for gap in data["gaps"])
    assert all(gap["question"] and gap["numbers"] for gap in data["gaps"])


def test_gaps_that_the_coding_cannot_show_say_so(data: ExplorerData, tmp_path: Path) -> None:
    """Without coded ties or theme links, kinds of gaps that need them say why there are none."""
    notes = {kind["kind"]: kind["note"] for kind in data["gap_kinds"]}
    assert notes["missing-tie"] == ""
    assert notes["unaddressed-barrier"].startswith("2 barriers are linked to what addresses them")
    assert notes["expected-tie"].startswith("Of 136 pairs of actors without a reported tie")
    study = replace(hostile_study("plain"), ties=())
    notes = {k["kind"]: k["note"] for k in explorer_data(store_of(tmp_path, study))["gap_kinds"]}
    for kind in ("missing-tie", "wanted-tie", "strained-tie", "one-way-tie"):
        assert notes[kind] == "No ties are coded in this study, so this can’t be said."
    assert notes["unaddressed-barrier"].startswith("No theme links are coded in this study")
    assert notes["unheard-actor"] == notes["thin-theme"] == ""


@pytest.mark.parametrize(("review", "notes"), [("confirmed", {False}), ("suggested", {True})])
def test_a_gap_that_nobody_has_reviewed_says_so(
    tmp_path: Path, review: str, notes: set[bool]
) -> None:
    """A gap that rests on suggested ties, codings and mentions alone says so."""
    plain = hostile_study("plain")
    study = replace(
        plain,
        codings=tuple(replace(coding, review=review) for coding in plain.codings),
        mentions=tuple(replace(mention, review=review) for mention in plain.mentions),
        ties=tuple(replace(tie, review=review) for tie in plain.ties),
    )
    gaps = explorer_data(store_of(tmp_path, study))["gaps"]
    assert {"missing-tie", "unheard-actor", "unaddressed-barrier"} <= {gap["kind"] for gap in gaps}
    assert {gap["note"].startswith("Rests on suggestions alone") for gap in gaps} == notes


def test_the_study_is_attributed(data: ExplorerData) -> None:
    """Citation, DOI, licence and the coder's note about whose coding it is come with the data."""
    (study,) = data["studies"]
    assert study["citation"].startswith("Homer C")
    assert study["doi"] == "https://doi.org/10.1186/s12889-022-13758-w"
    assert study["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "not the authors' own coding" in study["coders"][0]["note"]
    assert len(study["notes"]) == 1


def test_one_study_of_several_is_shown_alone(tmp_path: Path) -> None:
    """With a study's id only its nodes are there, and all studies can still be chosen."""
    snapshot = store_of(tmp_path, hostile_study("one", "first"), hostile_study("two", "second"))
    iri = next(study.iri for study in ask(snapshot, StudyAnswer) if study.id == "second")
    assert explorer_data(snapshot, iri)["study"] == "second"
    data = explorer_data(snapshot, "second")
    assert [study["id"] for study in data["studies"]] == ["first", "second"]
    assert {node["name"] for node in data["nodes"]} == {"two", "two too"}
    assert len(explorer_data(snapshot)["nodes"]) == 2 * len(data["nodes"])


def test_an_empty_store_has_nothing_to_show(tmp_path: Path) -> None:
    """An empty store gives data without nodes, not an error."""
    data = explorer_data(GraphStore(tmp_path / "none").snapshot())
    assert (data["nodes"], data["edges"], data["studies"]) == ([], [], [])


# ---------------------------------------------------------------- pages


class Addresses(HTMLParser):
    """Collects what a page loads or links to, and its scripts."""

    def __init__(self, page: str) -> None:
        """Read the page."""
        super().__init__()
        self.loaded: list[str] = []
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect addresses and inline handlers of an element."""
        self.tags.append(tag)
        given = dict(attrs)
        self.handlers += [name for name in given if name.startswith("on")]
        if tag in {"script", "link", "img", "iframe"}:
            self.loaded += [given[name] or "" for name in ("src", "href") if name in given]


def test_the_served_page_loads_only_from_its_own_origin() -> None:
    """The served page's scripts and styles are assets that exist; nothing is inline."""
    page = Addresses(served_page())
    assert page.handlers == []
    assert "style" not in page.tags
    own = [address for address in page.loaded if address != "data:,"]
    assert own
    for address in own:
        assert asset(address.removeprefix("/assets/"))[0]


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    """The served page's policy has neither unsafe-inline nor another origin."""
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


def test_modules_import_only_modules_that_are_served() -> None:
    """Every import of a module names an asset."""
    seen, waiting = set(), ["main.js"]
    while waiting:
        name = waiting.pop()
        seen.add(name)
        text = asset(name)[0].decode()
        waiting += {*re.findall(r'from "\./([\w.-]+)"', text)} - seen
        assert len(text.splitlines()) < 400
    assert len(seen) > 8


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nothing.js",
        "../page.py",
        "..%2fpage.py",
        "/etc/passwd",
        "static/main.js",
        "main.js/",
        ".",
    ],
)
def test_nothing_but_the_pages_own_files_is_an_asset(name: str) -> None:
    """A name that isn't one of the page's files isn't found, whichever way it leads."""
    with pytest.raises(NotFoundError, match="isn't a file of the explorer"):
        asset(name)


@pytest.mark.parametrize("words", HOSTILE)
def test_the_drawn_page_holds_hostile_labels_as_data(tmp_path: Path, words: str) -> None:
    """A drawn page loads nothing, and labels stay data: the same elements for every label."""
    page = drawn_page(explorer_data(store_of(tmp_path, hostile_study(words))))
    plain = drawn_page(explorer_data(store_of(tmp_path / "plain", hostile_study("plain"))))
    read = Addresses(page)
    assert read.loaded == ["data:,"]
    assert read.handlers == []
    assert read.tags == Addresses(plain).tags
    (held,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert not set("<>&\u2028\u2029") & set(held)
    assert json.loads(held)["studies"][0]["title"] == words


def test_the_drawn_page_forbids_every_connection() -> None:
    """A drawn page's own policy lets it connect to nothing and run only its own scripts."""
    page = drawn_page({})
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "connect-src" not in policy
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert not re.search(r'(?:from|import) ?"\./', page)
