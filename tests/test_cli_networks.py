"""Networks and measures on the command line."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from graph.model import Role, Study
from graph.network.filters import NetworkFilters, where
from graph.network.measures import constraint
from graph.network.projections import role_tie
from graph.network.reading import material_of
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from tests.studies import invented_study, with_table
from tests.test_cli import Runner


@pytest.fixture
def run(
    store: GraphStore, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Runner:
    """Run the command line over the bundled study, on a terminal wide enough for labels."""
    monkeypatch.setenv("COLUMNS", "200")
    return Runner(store.path, capfd, monkeypatch)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# ---------------------------------------------------------------- measures


def test_measures_are_those_of_the_library(run: Runner, bundled: Study) -> None:
    """``measures --format csv`` has the numbers that the library gives for the study."""
    rows = {
        row["node"].rpartition("#")[2]: row for row in _rows(run("measures", "--format", "csv").out)
    }
    expected = constraint(role_tie(where(material_of(bundled), NetworkFilters()))).values
    found = {node: float(row["constraint"]) for node, row in rows.items() if node in expected}
    assert found == pytest.approx({node: expected[node] for node in found})
    assert len(found) == len(expected) - 1  # one is the study's own role, with another IRI
    assert rows["local-authority"]["degree"] == "7"
    assert rows["officer"]["hierarchy"] == ""


def test_a_table_names_what_is_not_ranked(run: Runner) -> None:
    """The table comes with the network's own numbers, and isolates by name, in no row."""
    outcome = run("measures")
    assert outcome.code == 0
    assert "local authority" in outcome.out
    assert "research champion" not in outcome.out
    for line in ("density: 0.0614", "reciprocity: 0.381", "communities: 5", "modularity: 0.2569"):
        assert line in outcome.err
    assert "isolates: manager, people with lived experience, research champion" in outcome.err
    assert "cut points: academic researcher" in outcome.err


def test_refusals_are_said(run: Runner) -> None:
    """A measure that means nothing on a network is refused with the reason, the others given."""
    outcome = run("measures", "--network", "themes", "--format", "json")
    found = json.loads(outcome.out)
    assert any("reciprocity of a network without directions" in text for text in found["refused"])
    assert "refused: brokerage" in outcome.err
    assert {node["label"] for node in found["nodes"]} == {
        "The political and cultural context", "Lack of organisational strategy",
        "Recognition of the value of evidence", "Building existing networks",
        "Championing a research infrastructure",
    }  # fmt: skip


def test_two_modes_have_degree_and_density(run: Runner) -> None:
    """Roles and themes have degrees of their own kind, and the density of two modes."""
    outcome = run("measures", "--network", "role-themes", "--format", "csv")
    assert {row["group"] for row in _rows(outcome.out)} == {"role", "theme"}
    assert "density: 0.1579" in outcome.err
    assert "refused: all other measures" in outcome.err


def test_nothing_left_is_said(run: Runner) -> None:
    """A filter that leaves no ties leaves only isolates, and reasons; no numbers are made up."""
    outcome = run("measures", "--status", "missing", "--valence", "facilitator")
    assert outcome.code == 0
    assert "density: 0\n" in outcome.err
    assert "communities of a network without ties" in outcome.err


# ---------------------------------------------------------------- networks


def test_ties_as_rows(run: Runner) -> None:
    """Ties are printed with their ends, type and status; the filters apply."""
    every = _rows(run("network", "--format", "csv").out)
    assert len(every) == 24
    assert {row["status"] for row in every} == {"established", "emerging", "strained"}
    assert {row["type"] for row in every} >= {"informs", "supports"}
    wanted = _rows(
        run("network", "--status", "wanted", "--status", "missing", "--format", "csv").out
    )
    assert {row["status"] for row in wanted} == {"wanted", "missing"}
    table = run("network", "--role", "voter")
    assert "elected member" in table.out
    assert "2 nodes, 1 edges" in table.err


@pytest.mark.parametrize(
    ("options", "edges"),
    [
        (["role-themes"], 21),
        (["role-themes", "--weight", "passages"], 39),
        (["role-themes", "--relation", "speaking"], 10),
        (["role-themes", "--valence", "barrier", "--method", "focus-group"], 3),
        (["respondent-themes"], 27),
        (["themes"], 7),
        (["themes", "--by", "roles"], 10),
        (["themes", "--by", "roles", "--theme", "facilitators"], 3),
        (["themes", "--theme", "facilitators", "--no-subthemes"], 0),
        (["roles"], 37),
        (["roles", "--agreement", "conflict", "--subject", "link"], 53),
    ],
)
def test_projections(run: Runner, options: list[str], edges: int) -> None:
    """Each projection has its edges, by the options that concern it."""
    outcome = run("network", "--projection", *options, "--format", "json")
    assert outcome.code == 0
    assert len(json.loads(outcome.out)) == edges


def test_normalised_weights(run: Runner) -> None:
    """A normalisation is asked for by name."""
    rows = _rows(
        run("network", "--projection", "roles", "--normalise", "cosine", "--format", "csv").out
    )
    weights = [float(row["weight"]) for row in rows]
    assert max(weights) == pytest.approx(1)
    assert min(weights) > 0


@pytest.mark.parametrize("kind", ["graphml", "gexf"])
def test_files_for_other_programs(run: Runner, kind: str) -> None:
    """GraphML and GEXF hold the whole network, with what nodes and edges carry."""
    text = run("network", "--format", kind).out
    readers: dict[str, Callable[[io.BytesIO], nx.Graph[str]]] = {
        "graphml": nx.read_graphml, "gexf": nx.read_gexf,
    }  # fmt: skip
    graph = readers[kind](io.BytesIO(text.encode()))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (19, 24)
    assert graph.nodes["https://w3id.org/themegraph/role#voter"]["sector"] == "public"


def test_labels_that_xml_forbids(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A control character in a label is written out: the XML stays well-formed."""
    study = invented_study()
    store = GraphStore(tmp_path / "store")
    named = [Role("repair-cafe", "repair \x1b[31m café"), *study.roles[1:]]
    build([with_table(study, "roles", named)], store)
    text = Runner(store.path, capfd, monkeypatch)("network", "--format", "graphml").out
    labels = [data.text for data in ET.fromstring(text).iter() if data.text]  # noqa: S314 -- ours
    assert "repair \\x1b[31m café" in labels


@pytest.mark.parametrize("model", ["sdsm", "fdsm", "fixed-row", "disparity"])
def test_backbones(run: Runner, model: str) -> None:
    """Each model gives p and q for the pairs that share anything, and one honest sentence."""
    options = ("--projection", "themes", "--backbone", model, "--format", "csv")
    outcome = run("network", *options)
    assert "No edge is distinguishable from chance under the" in outcome.err
    rows = _rows(outcome.out)
    assert len(rows) == 7
    assert all(0 < float(row["p"]) <= float(row["q"]) <= 1 for row in rows)
    empty = nx.parse_graphml(run("network", *options[:-1], "graphml").out)
    assert (empty.number_of_nodes(), empty.number_of_edges()) == (7, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["measures", "--study", "no"], "there is no such study"),
        (["measures", "--theme", "no"], "theme 'no': there is no such theme"),
        (["measures", "--status", "wantd"], "did you mean 'wanted'"),
        (["network", "--projection", "ties", "--backbone", "sdsm"], "reported, not projected"),
        (
            ["network", "--projection", "themes", "--by", "passages", "--backbone", "sdsm"],
            "use the disparity filter",
        ),
        (
            ["network", "--projection", "roles", "--agreement", "subtract"],
            "nobody can disagree",
        ),
        (
            ["network", "--projection", "respondent-themes", "--weight", "studies"],
            "use quotes",
        ),
    ],
)
def test_mistakes_are_named(run: Runner, arguments: list[str], message: str) -> None:
    """What can't be done is said on standard error, with exit code 2 and nothing printed."""
    outcome = run(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
