"""TriG, N-Quads and JSON-LD: the study's own quads, whoever reads them."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings

import ontology
from graph.errors import InputError
from graph.model import Loss, Sources, Study
from graph.rdf.iris import DEFAULT_BASE, study_iris
from graph.rdf.quads import study_from_quads, study_quads
from graph.stores.build import study_graphs
from graph.writers import formats
from graph.writers.json_ld import Compactor
from graph.writers.linked import Graphs, serialized
from tests.strategies import studies
from tests.studies import TEXT, invented_study

RDF_FORMATS = {
    "trig": ox.RdfFormat.TRIG,
    "n-quads": ox.RdfFormat.N_QUADS,
    "json-ld": ox.RdfFormat.JSON_LD,
}
EVERY = pytest.mark.parametrize("name", RDF_FORMATS)


def _written(name: str, into: Path, graphs: Graphs | None = None) -> set[ox.Quad]:
    formats.write(invented_study(), Sources(), into, name, graphs=graphs)
    return set(ox.parse(into.read_bytes(), format=RDF_FORMATS[name]))


@EVERY
@settings(max_examples=40)
@given(study=studies())
def test_any_study_survives(name: str, study: Study) -> None:
    """Any study is read back from what was written, equal."""
    written = serialized(study_quads(study), RDF_FORMATS[name])
    quads = set(ox.parse(written, format=RDF_FORMATS[name]))
    assert quads == study_quads(study)
    assert study_from_quads(quads, study_iris(study.info.id)) == study


@EVERY
def test_what_was_derived_comes_if_asked_for(name: str, tmp_path: Path) -> None:
    """Without --derived a file has what was coded, with it the derived graph too."""
    coded, derived = study_graphs(invented_study()).values()
    assert derived
    assert _written(name, tmp_path / "coded") == coded
    assert _written(name, tmp_path / "all", Graphs(derived=True)) == coded | derived


@EVERY
def test_iris_are_the_stores(name: str, tmp_path: Path) -> None:
    """A study that was built under another base keeps its IRIs."""
    graphs = Graphs("https://example.org/ä/")
    assert _written(name, tmp_path / "x", graphs) == study_quads(invented_study(), graphs.base)


@EVERY
def test_the_same_study_gives_the_same_bytes(name: str) -> None:
    """Quads in any order are written in the same."""
    quads = sorted(study_quads(invented_study()), key=str)
    assert serialized(quads, RDF_FORMATS[name]) == serialized(quads[::-1], RDF_FORMATS[name])


def test_source_texts_are_said_to_be_left_out(tmp_path: Path) -> None:
    """RDF carries no source texts, and that is said."""
    losses = formats.write(invented_study(), Sources({"notes": TEXT}), tmp_path / "x.trig")
    assert list(losses) == [Loss("source texts and files", ("notes",))]


def test_only_linked_data_has_derived_graphs(tmp_path: Path) -> None:
    """--derived with another format is refused with the formats that have it."""
    with pytest.raises(InputError, match="--derived belongs to trig, n-quads, json-ld"):
        formats.write(invented_study(), Sources(), tmp_path / "x.csv", graphs=Graphs(derived=True))
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- JSON-LD


def _document(study: Study) -> dict[str, list[dict[str, list[dict[str, object]]]]]:
    document: dict[str, list[dict[str, list[dict[str, object]]]]] = json.loads(
        serialized(study_quads(study), ox.RdfFormat.JSON_LD)
    )
    return document


def test_json_ld_is_compact() -> None:
    """Properties, classes and concepts have the ontology's short names, numbers are numbers."""
    (graph,) = _document(invented_study())["@graph"]
    nodes = {str(node["id"]).removeprefix(DEFAULT_BASE): node for node in graph["@graph"]}
    tie = nodes["mending-mornings/tie/t5"]
    assert {name: tie[name] for name in ("type", "fromRole", "toRole", "order")} == {
        "type": "Tie",
        "fromRole": f"{DEFAULT_BASE}mending-mornings/role/repair-cafe",
        "toRole": "role:community",
        "order": 5,
    }
    assert sorted(map(str, nodes["mending-mornings/role/repair-cafe"]["altLabel"])) == [  # type: ignore[call-overload]
        "fix-it club",
        "mending morning",
    ]
    whole = {name for node in graph["@graph"] for name in node if "://" in name}
    own = f"{DEFAULT_BASE}mending-mornings/variable"
    assert whole == {f"{own}/from", f"{own}/years"}


def test_json_ld_carries_its_context() -> None:
    """The context is in the file, so that no reader needs the network."""
    document: dict[str, object] = dict(_document(invented_study()))
    assert document["@context"] == dict(ontology.json_ld_context())


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_another_reader_finds_the_same_json_ld() -> None:
    """Rdflib reads as many statements from it as there are, with the same subjects."""
    document = _document(invented_study())
    (graph,) = document["@graph"]
    text = json.dumps({"@context": document["@context"], "@graph": graph["@graph"]})
    read = rdflib.Graph().parse(data=text, format="json-ld")
    quads = study_quads(invented_study())
    assert len(read) == len(quads)
    assert {f"<{subject}>" for subject in read.subjects()} == {str(q.subject) for q in quads}


@pytest.mark.parametrize(
    "literal",
    [
        ox.Literal("x", language="de"),
        ox.Literal("x", language="en"),
        ox.Literal("007", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        ox.Literal(10**18),
        ox.Literal("2020-01-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")),
        ox.NamedNode("https://example.org/x"),
    ],
)
@pytest.mark.parametrize("term", ["order", "note", "isPartOf", "inverseLabel", "source"])
def test_values_of_any_type_survive(term: str, literal: ox.Literal | ox.NamedNode) -> None:
    """A value that its property's short name would take for another is written in full."""
    context = ontology.json_ld_context()
    entry = context[term]
    prefix, name = (entry if isinstance(entry, str) else entry["@id"]).split(":")
    node = ox.NamedNode("https://example.org/s")
    quad = ox.Quad(node, ox.NamedNode(context[prefix] + name), literal, ox.NamedNode("urn:g"))
    written = json.dumps(Compactor(context).document([quad]))
    assert list(ox.parse(written, format=ox.RdfFormat.JSON_LD)) == [quad]


def test_an_iri_that_a_prefix_would_swallow_is_refused(tmp_path: Path) -> None:
    """A base that begins like a prefix of the context would be read as another IRI."""
    with pytest.raises(InputError, match="in JSON-LD role: is a prefix"):
        _written("json-ld", tmp_path / "x", Graphs("role:studies/"))
    assert list(tmp_path.iterdir()) == []
