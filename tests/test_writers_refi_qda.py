"""REFI-QDA out: valid, with the GUIDs it came with, back equal, and every loss said."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import xmlschema
from hypothesis import HealthCheck, given, settings

from graph.folders.check import load
from graph.folders.folder import write_folder
from graph.folders.tables import RECORDS
from graph.model import TABLES, Loss, Reading, Sources, Study
from graph.readers.formats import read_source
from graph.readers.request import Request
from graph.refi import GUID
from graph.writers import formats
from graph.writers.refi_outgoing import Outgoing
from tests import refi
from tests.strategies import sound_studies
from tests.studies import TEXT, invented_study

SHARED = Path(__file__).parents[2] / "shared" / "samples" / "refi-qda"
ORDER = {
    "Project": "Users CodeBook Variables Cases Sources Notes Links Sets Graphs Description NoteRef",
    "Code": "Description NoteRef Code",
    "Case": "Description CodeRef VariableValue SourceRef SelectionRef",
    "TextSource": "Description PlainTextContent PlainTextSelection Coding NoteRef VariableValue",
    "PDFSource": "Description PDFSelection Representation Coding NoteRef VariableValue",
    "PictureSource": "Description TextDescription PictureSelection Coding NoteRef VariableValue",
    "VideoSource": "Description Transcript VideoSelection Coding NoteRef VariableValue",
    "Transcript": "Description PlainTextContent SyncPoint TranscriptSelection NoteRef",
    "PlainTextSelection": "Description Coding NoteRef",
    "PDFSelection": "Description Representation Coding NoteRef",
    "Coding": "CodeRef NoteRef",
    "Set": "Description MemberCode MemberSource MemberNote",
    "Graph": "Vertex Edge",
}
"""The order of parts that the schema asks for."""


def _read(path: Path, study_id: str = "s") -> Reading:
    return read_source(path, Request(study_id, "Given"))


def _write(study: Study, sources: Sources, path: Path) -> list[Loss]:
    return list(formats.write(study, sources, path))


def _again(reading: Reading, path: Path) -> tuple[Reading, list[Loss]]:
    losses = _write(reading.study, Sources(reading.sources, reading.files), path)
    return _read(path), losses


def _root(path: Path) -> ET.Element:
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read("project.qde"))  # noqa: S314 -- we wrote it
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _guids(root: ET.Element) -> list[str]:
    return sorted(element.get("guid", "") for element in root.iter() if element.get("guid"))


def _assert_well_built(root: ET.Element) -> None:
    """Without the schema at hand: order, GUIDs, and that every reference leads somewhere."""
    there = set(_guids(root))
    assert all(GUID.fullmatch(each) for each in there)
    for element in root.iter():
        places = ORDER.get(element.tag, "").split()
        found = [places.index(part.tag) for part in element if places]
        assert all(one <= other for one, other in pairwise(found)), element.tag
        for name, value in element.attrib.items():
            if name in {
                "targetGUID",
                "originGUID",
                "creatingUser",
                "fromSyncPoint",
                "sourceVertex",
            }:
                assert value in there, (element.tag, name)


@pytest.fixture(scope="module")
def project_schema() -> xmlschema.XMLSchema | None:
    """Return the schema of projects, if it's here."""
    path = SHARED / "Project.xsd"
    return xmlschema.XMLSchema(path) if path.is_file() else None


def _assert_valid(path: Path, schema: xmlschema.XMLSchema | None) -> None:
    _assert_well_built(_root(path))
    if schema is not None:
        with zipfile.ZipFile(path) as archive, archive.open("project.qde") as file:
            assert [error.reason for error in schema.iter_errors(file)] == []


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("name", ["qc_demo", "atlasti8_test_project"])
def test_samples_come_back_equal(
    name: str, tmp_path: Path, project_schema: xmlschema.XMLSchema | None
) -> None:
    """A real export, read, written and read again is the same study, with the same GUIDs."""
    path = SHARED / f"{name}.qdpx"
    if not path.is_file():
        pytest.skip("the samples aren't here")
    reading = _read(path)
    back, losses = _again(reading, tmp_path / "out.qdpx")
    assert [loss.what for loss in losses] in ([], ["mentions"])
    assert (back.study, back.sources, back.files) == (reading.study, reading.sources, reading.files)
    with zipfile.ZipFile(path) as archive:
        (qde,) = (each for each in archive.namelist() if each.lower() == "project.qde")
        original = ET.fromstring(archive.read(qde))  # noqa: S314 -- our own sample
    assert _guids(_root(tmp_path / "out.qdpx")) == _guids(original)
    _assert_valid(tmp_path / "out.qdpx", project_schema)


def test_everything_comes_back_equal(
    tmp_path: Path, project_schema: xmlschema.XMLSchema | None
) -> None:
    """A project with all that the format has loses nothing but a colour's transparency."""
    path = refi.full(tmp_path / "in.qdpx")
    reading = _read(path)
    back, losses = _again(reading, tmp_path / "out.qdpx")
    theme = f"themes/mood-{refi.guid(12)[-12:]}"
    assert losses == [Loss("themes: the attribute colour", (theme,))]
    kept = tuple(
        replace(each, value="#223344") if each.value == "#11223344" else each
        for each in reading.study.attributes
    )
    for table in TABLES:
        wanted = kept if table == "attributes" else getattr(reading.study, table)
        assert getattr(back.study, table) == wanted, table
    assert back.study.info == reading.study.info
    assert (back.sources, back.files) == (reading.sources, reading.files)
    assert _guids(_root(tmp_path / "out.qdpx")) == _guids(_root(path))
    _assert_valid(tmp_path / "out.qdpx", project_schema)


def test_the_same_study_gives_the_same_bytes(tmp_path: Path) -> None:
    """GUIDs are made of IRIs, and nothing says when it was written."""
    sources = Sources({"notes": TEXT})
    _write(invented_study(), sources, tmp_path / "a.qdpx")
    _write(invented_study(), sources, tmp_path / "b.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_the_codebook_alone(tmp_path: Path) -> None:
    """A ``.qdc`` is valid, and gives the themes back."""
    reading = _read(refi.full(tmp_path / "in.qdpx"))
    losses = formats.write(reading.study, Sources(), tmp_path / "out.qdc")
    back = _read(tmp_path / "out.qdc").study
    assert back.themes == reading.study.themes
    assert {loss.what for loss in losses} >= {"quotes", "codings", "memos"}
    schema = SHARED / "Codebook.xsd"
    if schema.is_file():
        found = xmlschema.XMLSchema(schema).iter_errors(str(tmp_path / "out.qdc"))
        assert [error.reason for error in found] == []


# ---------------------------------------------------------------- a study of ours


def test_a_study_of_ours_is_valid_and_says_what_it_loses(
    tmp_path: Path, project_schema: xmlschema.XMLSchema | None
) -> None:
    """Themes, words, roles and ties go out; what the format has no place for is named."""
    losses = _write(invented_study(), Sources({"notes": TEXT}), tmp_path / "out.qdpx")
    _assert_valid(tmp_path / "out.qdpx", project_schema)
    said = {loss.what: loss.records for loss in losses}
    assert said["codings: rejected ones"] == ("codings/k9",)
    assert said["codings: that they are suggestions"] == ("codings/k6",)
    assert said["coders: kind"] == ("coders/lexicon",)
    assert said["ties: passages"] == ("ties/t1", "ties/t3", "ties/t4", "ties/t6")
    assert said["respondents: role"] == ("respondents/a", "respondents/c")
    assert len(said["mentions"]) == 6
    assert said["sets: members of other kinds"] == ("sets/kettles",)
    assert "themes: label" not in said


def test_ties_come_back_as_ties(tmp_path: Path) -> None:
    """Actor roles are cases, ties links with type, status and direction, and edges of a graph."""
    study = invented_study()
    _write(study, Sources({"notes": TEXT}), tmp_path / "out.qdpx")
    back = _read(tmp_path / "out.qdpx").study
    assert [(role.label, role.note) for role in back.roles] == [
        (role.label, role.note) for role in study.roles
    ]
    labels = {role.id: role.label for role in (*study.roles, *back.roles)}

    def said(found: Study) -> list[tuple[str, ...]]:
        return [
            (labels.get(tie.source, tie.source), labels.get(tie.target, tie.target),
             tie.type, tie.status, tie.direction)
            for tie in found.ties
        ]  # fmt: skip

    assert said(back) == said(study)
    assert {tie.voice for tie in back.ties} == {"coder"}
    root = _root(tmp_path / "out.qdpx")
    assert len(root.findall("Graphs/Graph/Edge")) == len(study.ties)
    assert not [each for each in back.attributes if each.variable == "refi-graph"]


def test_without_texts_positions_go_out_alone(tmp_path: Path) -> None:
    """From a store, which keeps no texts, it is said that the text isn't there."""
    losses = _write(invented_study(), Sources(), tmp_path / "out.qdpx")
    said = {loss.what: loss.records for loss in losses}
    assert said["documents: the text, which isn't at hand"] == ("documents/notes",)
    back = _read(tmp_path / "out.qdpx").study
    assert [(q.text, q.start, q.end) for q in back.quotes] == [
        (q.text, q.start, q.end) for q in invented_study().quotes
    ]


# ---------------------------------------------------------------- any study


def _by_guid(study: Study) -> dict[str, str]:
    """Return each record's reference by the GUID that it came with."""
    given = {each.about: each.value for each in study.attributes if each.variable == "guid"}
    return {guid: about for about, guid in given.items()} | {
        row.id: f"{table}/{row.id}"
        for table in TABLES
        if table != "attributes"
        for row in getattr(study, table)
        if GUID.fullmatch(row.id)
    }


def _values(study: Study, rename: dict[str, str]) -> Iterator[tuple[str, str, Any]]:
    """Yield (reference, field, value) of all records, references renamed."""
    for table in TABLES:
        for row in getattr(study, table):
            if table == "attributes":
                about = rename.get(row.about, row.about)
                variable = f"variables/{row.variable}"
                yield about, rename.get(variable, variable), row.value
                continue
            reference = rename.get(f"{table}/{row.id}", f"{table}/{row.id}")
            for spec in fields(RECORDS[table]):
                if spec.name != "id":
                    yield reference, spec.name, _renamed(spec.name, getattr(row, spec.name), rename)


_TARGETS = {"respondent": "respondents", "document": "documents", "theme": "themes",
            "quote": "quotes", "region": "regions", "coder": "coders"}  # fmt: skip


def _renamed(name: str, value: Any, rename: dict[str, str]) -> Any:  # noqa: ANN401 -- of any field
    if isinstance(value, tuple):
        return frozenset(rename.get(each, each) for each in value)
    if name in _TARGETS and value:
        return rename.get(f"{_TARGETS[name]}/{value}", f"{_TARGETS[name]}/{value}")
    if name in {"source", "target", "broader"} and value:
        found = [rename[f"{t}/{value}"] for t in ("themes", "roles") if f"{t}/{value}" in rename]
        return found[0].partition("/")[2] if found else rename.get(value, value)
    return value


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(sound_studies())
def test_any_study_comes_back_but_for_what_is_said(made: tuple[Study, Sources]) -> None:
    """Whatever a sound study holds comes back, or stands in the list of what is lost."""
    study, sources = made
    with TemporaryDirectory() as folder:
        write_folder(study, Path(folder) / "in", sources.texts)
        assert load(Path(folder) / "in") == study
        path = Path(folder) / "out.qdpx"
        losses = _write(study, sources, path)
        _assert_well_built(_root(path))
        reading = _read(path, study.info.id)
        write_folder(reading.study, Path(folder) / "back", reading.sources, reading.files)
        assert load(Path(folder) / "back") == reading.study
    back = reading.study
    lost = {reference for loss in losses for reference in loss.records}
    names = _names(study, sources, back)
    there = set(_values(back, names))
    for reference, name, value in _values(study, {}):
        if reference not in lost and value not in {"", None} and value != frozenset():
            assert (reference, name, value) in there, (reference, name, value, losses)


def _names(study: Study, sources: Sources, back: Study) -> dict[str, str]:
    """Return the reference of each record before it was written, by that after it was read."""
    out = Outgoing(study, sources)
    came = _by_guid(back)
    return {
        came[out.guid(reference)]: reference
        for table in TABLES
        if table != "attributes"
        for row in getattr(study, table)
        if (reference := f"{table}/{row.id}") and out.guid(reference) in came
    }


def test_what_came_without_a_name_goes_without_one(tmp_path: Path) -> None:
    """What we call a nameless record isn't written as its name, unless somebody named it since."""
    body = (
        f'<Users><User guid="{refi.guid(8)}"/></Users>'
        + refi.codes(refi.code(1, ""), refi.code(3, " "))
        + f'<Cases><Case guid="{refi.guid(5)}"/></Cases>'
        + f'<Sets><Set guid="{refi.guid(7)}" name="">'
        + f'<MemberCode guid="{refi.guid(1)}"/></Set></Sets>'
    )
    study = _read(refi.package(tmp_path / "p.qdpx", body)).study
    named = replace(study, themes=(replace(study.themes[0], label="Stairs"), study.themes[1]))
    losses = _write(named, Sources({}, {}), tmp_path / "q.qdpx")
    root = _root(tmp_path / "q.qdpx")
    _assert_well_built(root)
    assert [code.get("name") for code in root.iter("Code")] == ["Stairs", ""]
    assert [code.get("name") for code in root.iter("Set")] == [""]
    assert [each.get("name") for tag in ("User", "Case") for each in root.iter(tag)] == [None, None]
    assert losses == []


def test_a_coding_that_repeats_another_is_carried(tmp_path: Path) -> None:
    """Two codings of the same words by the same coder have each their GUID, moment and notes."""
    again = refi.coding(
        6, 1, f'<NoteRef targetGUID="{refi.guid(9)}"/>', 'creationDateTime="2020-01-02T03:04:05Z"'
    )
    codings = refi.coding(5, 1) + again
    body = (
        refi.codes(refi.code(1, "C"))
        + f"<Sources>{refi.text_source(2, refi.selection(3, 0, 2, codings))}</Sources>"
        + f'<Notes><Note guid="{refi.guid(9)}" name="N">'
        + "<PlainTextContent>Why twice?</PlainTextContent></Note></Notes>"
    )
    first = _read(refi.package(tmp_path / "p.qdpx", body, {"t.txt": b"Oh no"}))
    assert len(first.study.codings) == 1
    second, losses = _again(first, tmp_path / "q.qdpx")
    root = _root(tmp_path / "q.qdpx")
    _assert_well_built(root)
    found = [
        (each.get("guid"), each.get("creationDateTime"), len(each.findall("NoteRef")))
        for each in root.iter("Coding")
    ]
    assert found == [(refi.guid(5), None, 0), (refi.guid(6), "2020-01-02T03:04:05Z", 1)]
    assert second.study == first.study
    assert losses == []


def test_ids_that_a_reader_makes_anew_are_said(bundled: Study, tmp_path: Path) -> None:
    """A quote's id made by hand isn't carried, and is listed; one that is a GUID comes back."""
    guid = "0b3f2f4e-5f0a-4d0e-9c1b-2f6a7f0e1a2b"
    first = bundled.quotes[0]
    path = tmp_path / "out.qdpx"
    lost = {loss.what: loss.records for loss in _write(bundled, Sources(), path)}
    said = "quotes: the id, in whose place a GUID comes back"
    assert {*lost[said]} == {f"quotes/{quote.id}" for quote in bundled.quotes}
    path.unlink()
    renamed = replace(
        bundled,
        quotes=(replace(first, id=guid), *bundled.quotes[1:]),
        codings=tuple(c for c in bundled.codings if c.quote != first.id),
        mentions=(),
        ties=(),
        links=(),
    )
    lost = {loss.what: loss.records for loss in _write(renamed, Sources(), path)}
    assert f"quotes/{guid}" not in lost[said]


def test_references_by_ids_that_are_no_guids_are_followed(tmp_path: Path) -> None:
    """A project with ids made by hand reads as the same one with GUIDs, and goes out with some."""
    short = re.sub(r"00000000-0000-4000-8000-0*([0-9a-f]+)", r"k\1", refi.FULL)
    by_hand = _read(refi.package(tmp_path / "hand.qdpx", short, refi.FILES))
    with_guids = _read(refi.full(tmp_path / "full.qdpx"))
    for table in ("themes", "codings", "respondents", "sets", "relations", "memos"):
        assert len(getattr(by_hand.study, table)) == len(getattr(with_guids.study, table)), table
    path = tmp_path / "out.qdpx"
    losses = _write(by_hand.study, Sources(by_hand.sources, by_hand.files), path)
    assert "graphs whose ids aren't GUIDs" in {loss.what for loss in losses}
    assert all(map(GUID.fullmatch, _guids(_root(path))))
