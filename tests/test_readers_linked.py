"""A study's own linked data, read back; other graphs refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from graph.errors import ReadError
from graph.model import Sources, Study
from graph.rdf.iris import DEFAULT_BASE
from graph.rdf.quads import study_quads
from graph.readers import linked
from graph.readers.formats import read_source
from graph.readers.request import Request
from graph.writers import formats
from graph.writers.linked import Graphs
from tests.strategies import studies
from tests.studies import invented_study

REQUEST = Request("another-id", "Another title")
IRI = f"{DEFAULT_BASE}mending-mornings"
EVERY = pytest.mark.parametrize("suffix", [".trig", ".nq", ".jsonld"])


def _quad(subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(
        ox.NamedNode(f"{IRI}{subject}"), ox.NamedNode(predicate), value,
        ox.NamedNode(f"{IRI}/graph/coded"),
    )  # fmt: skip


def _written(quads: set[ox.Quad], into: Path) -> Path:
    path = into / "study.nq"
    ox.serialize(quads, path, ox.RdfFormat.N_QUADS)
    return path


def _invented() -> set[ox.Quad]:
    return study_quads(invented_study())


# ---------------------------------------------------------------- there and back


@EVERY
@settings(max_examples=25)
@given(study=studies())
def test_any_study_comes_back(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, study: Study
) -> None:
    """A study that was exported is read back equal, whatever id was asked for."""
    path = tmp_path_factory.mktemp("linked") / f"x{suffix}"
    formats.write(study, Sources(), path)
    reading = read_source(path, REQUEST)
    assert (reading.study, reading.notes) == (study, ())


@EVERY
def test_derived_graphs_are_no_part_of_it(tmp_path: Path, suffix: str) -> None:
    """What was derived is passed over in silence, for it's derived again."""
    path = tmp_path / f"x{suffix}"
    formats.write(invented_study(), Sources(), path, graphs=Graphs(derived=True))
    reading = read_source(path, REQUEST)
    assert reading.study == invented_study()
    assert [note.place for note in reading.notes] == ["documents"]


def test_another_base_is_said(tmp_path: Path) -> None:
    """A study under another base is read, and how to keep its IRIs is said."""
    formats.write(invented_study(), Sources(), tmp_path / "x.nq", graphs=Graphs("urn:studies:"))
    reading = read_source(tmp_path / "x.nq", REQUEST)
    assert reading.study == invented_study()
    assert "themegraph build --base urn:studies:" in reading.notes[0].text


def test_a_graph_without_a_name_is_read(tmp_path: Path) -> None:
    """A file whose statements stand in no named graph is read as what was coded."""
    quads = {ox.Quad(q.subject, q.predicate, q.object) for q in _invented()}
    assert read_source(_written(quads, tmp_path), REQUEST).study == invented_study()


def test_what_else_stands_there_is_said(tmp_path: Path) -> None:
    """Statements that a study can't hold are left out, and named."""
    foreign = _quad("/quote/q1", "https://example.org/mood", ox.Literal("glum"))
    reading = read_source(_written(_invented() | {foreign}, tmp_path), REQUEST)
    assert reading.study == invented_study()
    assert reading.notes[0].text.startswith("1 statements are left out, such as")
    assert "glum" in reading.notes[0].text


# ---------------------------------------------------------------- what isn't a study


Change = Callable[[set[ox.Quad]], set[ox.Quad]]


def _without(subject: str, predicate: str) -> Change:
    def change(quads: set[ox.Quad]) -> set[ox.Quad]:
        left = {
            q
            for q in quads
            if (str(q.subject), q.predicate.value) != (f"<{IRI}{subject}>", predicate)
        }
        assert left != quads
        return left

    return change


def _with(
    subject: str, predicate: str, value: ox.NamedNode | ox.Literal
) -> Callable[[set[ox.Quad]], set[ox.Quad]]:
    return lambda quads: quads | {_quad(subject, predicate, value)}


DCTERMS, OA = "http://purl.org/dc/terms/", "http://www.w3.org/ns/oa#"
TG, TYPE = "https://w3id.org/themegraph/ns#", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda _: {_quad("", f"{DCTERMS}title", ox.Literal("x"))}, "holds no study"),
        (lambda _: set(), "holds no study"),
        (_with("/other", TYPE, ox.NamedNode(f"{TG}Study")), "holds 2 studies"),
        (_without("", f"{DCTERMS}identifier"), "no dcterms:identifier with which its IRI ends"),
        (_without("/quote/q1", f"{DCTERMS}identifier"), "no dcterms:identifier"),
        (_without("/quote/q1", f"{TG}order"), "has no tg:order"),
        (_with("/quote/q1", f"{TG}order", ox.Literal("x")), "has no tg:order"),
        (_without("/quote/q1#position", f"{OA}start"), "has no start"),
        (_with("/quote/q1#position", f"{OA}start", ox.Literal("-1")), "what can't be read"),
        (_with("/quote/q1", f"{TG}layout", ox.NamedNode("urn:x")), "what can't be read"),
        (_with("/tie/t1", f"{TG}fromRole", ox.NamedNode("urn:x")), "what can't be read"),
        (_with("/quote/q1", TYPE, ox.NamedNode(f"{TG}Theme")), "is at once of themes and quotes"),
        (_with("/quote/q1", f"{IRI}/variable/mood", ox.Literal("x")), "isn't described"),
        (
            lambda quads: _with(
                "/coding/k9", "http://www.w3.org/ns/prov#value", ox.Literal("[" * 9000)
            )(_without("/coding/k9", "http://www.w3.org/ns/prov#value")(quads)),
            "in a form that can't be read",
        ),
    ],
)  # fmt: skip
def test_what_is_not_a_whole_study_is_refused(tmp_path: Path, change: Change, says: str) -> None:
    """A graph that isn't one study, whole, is refused with what it lacks."""
    path = _written(change(_invented()), tmp_path)
    with pytest.raises(ReadError, match=says):
        read_source(path, REQUEST)


def test_nodes_without_an_iri_are_refused(tmp_path: Path) -> None:
    """A study's graph has no blank nodes."""
    blank = _quad("/quote/q1", f"{TG}layout", ox.Literal("x"))
    quad = ox.Quad(blank.subject, blank.predicate, ox.BlankNode(), blank.graph_name)
    with pytest.raises(ReadError, match="no nodes without an IRI"):
        read_source(_written(_invented() | {quad}, tmp_path), REQUEST)


@EVERY
@pytest.mark.parametrize("content", [b"rubbish", b"\xff\xfe", b'{"a": '])
def test_what_is_not_of_the_format_is_refused(tmp_path: Path, suffix: str, content: bytes) -> None:
    """A file that isn't of the format is refused with the parser's place."""
    (tmp_path / f"x{suffix}").write_bytes(content)
    with pytest.raises(ReadError, match=r"isn't|holds no study"):
        read_source(tmp_path / f"x{suffix}", REQUEST)


# ---------------------------------------------------------------- limits


def test_a_context_elsewhere_is_never_fetched(tmp_path: Path) -> None:
    """A JSON-LD file whose context is at an address is refused, and nothing is asked there."""
    document = {"@context": "https://example.org/context.jsonld", "@id": IRI, "label": "x"}
    (tmp_path / "x.jsonld").write_text(json.dumps(document))
    with pytest.raises(ReadError, match="contexts at other addresses are never fetched"):
        read_source(tmp_path / "x.jsonld", REQUEST)


@pytest.mark.parametrize(
    ("limit", "says"), [("BYTES", "bytes, more than"), ("STATEMENTS", "more than the 9 statements")]
)
def test_files_beyond_the_limits_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, says: str
) -> None:
    """A file with more bytes or statements than are read is refused with the limit."""
    monkeypatch.setattr(linked, limit, 9)
    with pytest.raises(ReadError, match=says):
        read_source(_written(_invented(), tmp_path), REQUEST)


@pytest.mark.parametrize("suffix", [".trig", ".nq"])
def test_statements_that_would_break_the_parser_are_refused(tmp_path: Path, suffix: str) -> None:
    """Statements nested a hundred thousand deep, which would end the process, are refused."""
    depth = 100_000
    nested = "<a:b> <a:c> " + "<<( <a:b> <a:c> " * depth + "<a:d>" + " )>>" * depth + " .\n"
    (tmp_path / f"x{suffix}").write_text(nested)
    with pytest.raises(ReadError, match="more than 1000 deep"):
        read_source(tmp_path / f"x{suffix}", REQUEST)


def test_a_json_bomb_is_refused(tmp_path: Path) -> None:
    """JSON nested without end is refused by the parser, and said."""
    (tmp_path / "x.jsonld").write_text('{"a":' * 200_000)
    with pytest.raises(ReadError, match="isn't JSON-LD"):
        read_source(tmp_path / "x.jsonld", REQUEST)
