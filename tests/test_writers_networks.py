"""GraphML and GEXF: the same nodes, edges and typed attributes, read by another program."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings

from graph.model import Attribute, Loss, Sources, Study, StudyInfo, Theme, Variable
from graph.writers import formats
from graph.writers.networks import study_network
from tests.strategies import studies
from tests.studies import invented_study

Network = tuple[dict[str, dict[str, object]], dict[tuple[str, str, str], dict[str, object]]]


def _parts(graph: "nx.MultiDiGraph[str]") -> Network:
    edges = {
        (source, target, key): {name: data[name] for name in data if name != "id"}
        for source, target, key, data in graph.edges(keys=True, data=True)
    }
    return {node: dict(data) for node, data in graph.nodes(data=True)}, edges


def _graphml(path: Path) -> "nx.MultiDiGraph[str]":
    return _directed(nx.read_graphml(path, force_multigraph=True))


def _gexf(path: Path) -> "nx.MultiDiGraph[str]":
    return _directed(nx.read_gexf(path))


def _directed(graph: "nx.Graph[str]") -> "nx.MultiDiGraph[str]":
    """Return a graph with edges' ids as keys; without parallel edges GEXF is read as simpler."""
    if isinstance(graph, nx.MultiDiGraph):
        return graph
    found: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    found.add_nodes_from(graph.nodes(data=True))
    for source, target, data in graph.edges(data=True):
        known = {name: data[name] for name in data if name != "networkx_key"}
        found.add_edge(source, target, key=data["id"], **known)
    return found


EACH = pytest.mark.parametrize(("name", "read"), [("graphml", _graphml), ("gexf", _gexf)])
Read = Callable[[Path], "nx.MultiDiGraph[str]"]


@EACH
@settings(max_examples=25)
@given(study=studies())
def test_any_network_survives(
    tmp_path_factory: pytest.TempPathFactory, name: str, read: Read, study: Study
) -> None:
    """Nodes, edges and attributes, with their types, are read back as they were."""
    path = tmp_path_factory.mktemp("net") / "x"
    formats.write(study, Sources(), path, name)
    assert _parts(read(path)) == _parts(study_network(study))


@EACH
def test_a_tie_is_an_edge_with_its_attributes(tmp_path: Path, name: str, read: Read) -> None:
    """A tie joins two roles and has its kind, type, status, voice, theme and review."""
    formats.write(invented_study(), Sources(), tmp_path / "x", name)
    _, edges = _parts(read(tmp_path / "x"))
    ((source, target, _), tie) = next(e for e in edges.items() if e[1].get("record") == "t1")
    assert (source, target) == ("role:repair-cafe", "role:local-authority")
    assert {name: tie[name] for name in tie if name not in {"iri", "label", "statement"}} == {
        "kind": "tie",
        "record": "t1",
        "relation": "informs",
        "status": "strained",
        "direction": "one-way",
        "voice": "respondent",
        "theme": "theme:no-reply",
        "review": "confirmed",
    }


@EACH
def test_a_link_is_an_edge_between_themes(tmp_path: Path, name: str, read: Read) -> None:
    """A theme link joins two themes and has its id and type."""
    formats.write(invented_study(), Sources(), tmp_path / "x", name)
    _, edges = _parts(read(tmp_path / "x"))
    ((source, target, _), link) = next(e for e in edges.items() if e[1].get("record") == "l1")
    assert (source, target) == ("theme:lent-hall", "theme:no-room")
    assert (link["kind"], link["relation"]) == ("link", "addresses")


@EACH
def test_a_quote_is_a_node_with_its_words(tmp_path: Path, name: str, read: Read) -> None:
    """A quote has all its words, a label that is short enough to draw, and numbers as numbers."""
    formats.write(invented_study(), Sources(), tmp_path / "x", name)
    quote = read(tmp_path / "x").nodes["quote:q2"]
    (known,) = [one for one in invented_study().quotes if one.id == "q2"]
    assert quote["text"] == known.text
    assert (quote["from_character"], quote["to_character"]) == (known.start, known.end)
    assert len(str(quote["label"])) <= 60


@EACH
def test_variables_are_typed_attributes(tmp_path: Path, name: str, read: Read) -> None:
    """A study's own variables are attributes of their datatype."""
    study = replace(
        invented_study(),
        variables=(Variable("age", "Age", "integer"), Variable("here", "Here", "boolean")),
        attributes=(
            Attribute("respondents/a", "age", "41"), Attribute("respondents/a", "here", "true"),
            Attribute("respondents/b", "here", "false"),
        ),
    )  # fmt: skip
    formats.write(study, Sources(), tmp_path / "x", name)
    nodes = read(tmp_path / "x").nodes
    ours = ("variable_age", "variable_here")
    assert {n: nodes["respondent:a"][n] for n in ours} == {ours[0]: 41, ours[1]: True}
    assert nodes["respondent:b"]["variable_here"] is False
    assert "variable_age" not in nodes["respondent:b"]


@EACH
def test_every_attribute_has_one_type(tmp_path: Path, name: str, read: Read) -> None:
    """Each attribute is declared once for nodes and once for edges, so no program guesses."""
    del read
    formats.write(invented_study(), Sources(), tmp_path / "x", name)
    declared = [
        (element.get("for") or "", element.get("attr.name") or element.get("title"))
        for element in ET.parse(tmp_path / "x").iter()  # noqa: S314 -- written by this test
        if element.tag.endswith(("}key", "}attribute"))
    ]
    if name == "graphml":
        assert len(declared) == len(set(declared)) > 20
    else:
        nodes = {"label", "from_character"} & {title for _, title in declared}
        assert nodes == {"from_character"}
        assert max(declared.count(one) for one in declared) <= 2  # of nodes, and of edges


@EACH
def test_what_xml_has_no_way_to_write_is_replaced(tmp_path: Path, name: str, read: Read) -> None:
    """A character that XML can't carry doesn't break the file."""
    study = Study(StudyInfo("s", "S"), themes=(Theme("t", "a\x00b\ufffec"),))
    formats.write(study, Sources(), tmp_path / "x", name)
    assert read(tmp_path / "x").nodes["theme:t"]["label"] == "a\ufffdb\ufffdc"


def test_what_a_network_has_no_place_for_is_said(tmp_path: Path) -> None:
    """Records that are no node, edge or attribute are listed."""
    losses = list(formats.write(invented_study(), Sources(), tmp_path / "x.gexf"))
    assert Loss("passages", ("p1", "p2", "p3")) in losses
    assert Loss("mentions", ("m4", "m5")) in losses
    assert Loss("codings", ("k7", "k8")) in losses
    assert Loss("rejected statements", ("k9",)) in losses
    assert not {"themes", "quotes", "ties"} & {loss.what for loss in losses}
