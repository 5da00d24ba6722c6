"""REFI-QDA in: everything that the format has, what real files do, and what hostile ones try."""

import io
import zipfile
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from graph.errors import ReadError
from graph.folders.check import load
from graph.folders.folder import write_folder
from graph.model import Reading, Study
from graph.readers import refi_package
from graph.readers.formats import read_source
from graph.readers.request import Request
from tests import refi
from tests.refi import code, codes, coding, guid, package, selection, text_source

SAMPLES = Path(__file__).parents[2] / "shared" / "samples" / "refi-qda"


def _read(path: Path) -> Reading:
    return read_source(path, Request("s", "Given"))


def _known(study: Study, about: str) -> dict[str, str]:
    return {each.variable: each.value for each in study.attributes if each.about == about}


def _sound(reading: Reading, folder: Path) -> Study:
    """Return the study as its folder says it, which must be sound and equal."""
    write_folder(reading.study, folder, reading.sources, reading.files)
    study = load(folder)
    assert study == reading.study
    return study


# ---------------------------------------------------------------- real files


@pytest.mark.parametrize("name", ["qc_demo", "atlasti8_test_project"])
def test_samples_have_the_files_own_counts(name: str, tmp_path: Path) -> None:
    """What is read of a real export is as many as the elements of its XML."""
    path = SAMPLES / f"{name}.qdpx"
    if not path.is_file():
        pytest.skip("the samples aren't here")
    study = _sound(_read(path), tmp_path / "s")
    with zipfile.ZipFile(path) as archive:
        (qde,) = (each for each in archive.namelist() if each.lower() == "project.qde")
        root = ET.fromstring(archive.read(qde))  # noqa: S314 -- our own sample
    counts = Counter(element.tag.rpartition("}")[2] for element in root.iter())
    regions = ("PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection")
    assert len(study.themes) == counts["Code"] > 10
    assert len(study.quotes) == counts["PlainTextSelection"] + counts["TranscriptSelection"]
    assert len(study.regions) == sum(counts[tag] for tag in regions)
    assert len(study.codings) == counts["Coding"]
    assert len(study.coders) == counts["User"]
    assert len(study.sets) == counts["Set"]
    assert len(study.memos) == counts["Note"]
    assert len(study.relations) + len(study.links) + len(study.ties) == counts["Link"]
    kinds = Counter(each.medium for each in study.documents)
    assert kinds["picture"] == counts["PictureSource"]
    assert kinds["pdf"] == counts["PDFSource"]
    assert kinds["video"] == counts["VideoSource"]
    assert not study.respondents
    assert {quote.respondent for quote in study.quotes} == {""}


# ---------------------------------------------------------------- everything the format has


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Return the study of the project that has everything."""
    return _sound(_read(refi.full(tmp_path / "p.qdpx")), tmp_path / "s")


def test_the_codebook_is_a_tree(study: Study) -> None:
    """Codes are themes with their place, description and colour; repeated names stay apart."""
    found = [(t.id, t.label, t.broader, t.definition) for t in study.themes]
    assert found == [
        ("helps", "Helps", "", "What helps."),
        ("a-hall-lent", 'A hall, "lent"', "helps", ""),
        (f"mood-{guid(12)[-12:]}", "Mood", "", ""),
        (f"mood-{guid(13)[-12:]}", "Mood", "", ""),
    ]
    helps = _known(study, "themes/helps")
    assert helps == {"guid": guid(10), "colour": "#00AA00", "refi-codable": "false"}


def test_selections_are_quotes_and_users_coders(study: Study) -> None:
    """A selection is a quote at its code points, a coding is by its user, with when it was made."""
    quote = study.quotes[0]
    assert (quote.id, quote.text, quote.start, quote.end) == (
        guid(50),
        "We said: bring it in,",
        2,
        23,
    )
    first = next(each for each in study.codings if each.id == guid(60))
    assert (first.quote, first.theme, first.coder) == (guid(50), "a-hall-lent", "anna")
    assert _known(study, f"codings/{guid(60)}")["created"] == "2020-01-02T03:04:05Z"
    assert [coder.name for coder in study.coders] == ["Anna", "(unnamed)"]
    assert study.quotes[1].text == "Κανείς."
    assert _known(study, f"quotes/{guid(51)}") == {"note": "In Greek.", "refi-name": "greek"}
    whole = next(each for each in study.codings if each.document == "talk-one")
    assert whole.theme == "helps"


def test_cases_are_respondents_and_variables_their_attributes(study: Study) -> None:
    """A case is a respondent; the most exact case that covers a quote speaks, if there is one."""
    assert [(r.id, r.label) for r in study.respondents] == [
        ("fixer-a", "Fixer A"), ("guest-d", "Guest D"), ("answer-7", "Answer 7"),
    ]  # fmt: skip
    assert _known(study, "respondents/fixer-a") == {
        "guid": guid(30), "age": "42", "score": "3.5", "variable-guid": "x\ny", "member": "true",
        "born": "1980-05-06", "met": "2020-01-02T03:04:05Z", "refi-source": "documents/talk-one",
        "refi-code": f"themes/mood-{guid(12)[-12:]}",
    }  # fmt: skip
    assert _known(study, "documents/talk-one")["age"] == "7"
    assert {q.id: q.respondent for q in study.quotes}[guid(50)] == "fixer-a"
    assert {q.id: q.respondent for q in study.quotes}[guid(51)] == "guest-d"


def test_other_media_keep_their_coordinates(study: Study) -> None:
    """Selections of pictures, PDFs, sound and film are regions with all their numbers."""
    found = {
        r.id: (r.document, r.text, r.page, r.x1, r.y1, r.x2, r.y2, r.begin, r.end)
        for r in study.regions
    }
    none = (None,) * 4
    assert found == {
        guid(52): ("hall", "Door", None, 1, 2, 30, 40, None, None),
        guid(53): ("rules", "Rule one.", 0, 10, 700, 20, 650, None, None),
        guid(55): ("film", "Hm", None, *none, 16176, 45358),
        guid(56): ("sound", "", None, *none, 5, 5),
    }
    spoken = next(q for q in study.quotes if q.document == "film-written-down")
    assert spoken.text == "Hello"
    assert _known(study, "documents/film-written-down")["refi-part-of"] == "documents/film"
    points = _known(study, "documents/film-written-down")["refi-sync-points"]
    assert points == f"{guid(90)} 0 0\n{guid(91)} 5 -"


def test_notes_links_sets_and_graphs_are_kept(study: Study) -> None:
    """Notes are memos about what refers to them; links are theme links or relations."""
    memo = study.memos[0]
    assert (memo.title, memo.text, memo.coder) == ("On halls", "Ask again.\r\nTwice.", "anna")
    assert memo.about == (
        f"codings/{guid(60)}", f"links/{guid(72)}", f"memos/{guid(71)}", "study", "themes/helps",
    )  # fmt: skip
    (link,) = study.links
    assert (link.source, link.target, link.type, link.voice) == (
        "a-hall-lent", f"mood-{guid(12)[-12:]}", "addresses", "coder",
    )  # fmt: skip
    assert [(r.source, r.target, r.label, r.direction) for r in study.relations] == [
        (f"memos/{guid(71)}", f"regions/{guid(52)}", "see", ""),
        ("respondents/fixer-a", "respondents/guest-d", "", "mutual"),
    ]
    assert [(s.label, len(s.members)) for s in study.sets] == [("All", 3), ("None", 0)]
    assert "representedGUID" in _known(study, "study")["refi-graph"]
    assert (study.info.title, study.info.note) == ("Mending", "All of it.")


def test_files_that_arent_text_come_along(tmp_path: Path) -> None:
    """Pictures, recordings and formatted texts of the package stand among the sources."""
    reading = _read(refi.full(tmp_path / "p.qdpx"))
    assert reading.files == {
        "talk-one.docx": b"PK formatted", "hall.png": b"\x89PNG", "film.mp4": b"film",
    }  # fmt: skip
    assert reading.sources["talk-one"] == refi.TEXT


def test_the_same_file_twice_is_the_same_study(tmp_path: Path) -> None:
    """Reading is idempotent: ids come from GUIDs and names."""
    path = refi.full(tmp_path / "p.qdpx")
    assert _read(path) == _read(path)


# ---------------------------------------------------------------- what real files do


def _one_text(path: Path, inner: str, text: bytes, attributes: str = 'name="P"') -> Study:
    body = codes(code(1, "C")) + f"<Sources>{text_source(2, inner)}</Sources>"
    return _sound(
        _read(package(path / "p.qdpx", body, {"t.txt": text}, attributes=attributes)), path / "s"
    )


@pytest.mark.parametrize(
    "namespace", ["urn:QDA-XML:project:1.0", "urn:QDA-XML:project:0:10", "urn:QDA-XML:project:1:0"]
)
@pytest.mark.parametrize("project", ["project.qde", "Project.qde", "My study.qde"])
@pytest.mark.parametrize("folder", ["sources", "Sources"])
@pytest.mark.parametrize("file", ["internal://t.txt", "t.txt", "relative:///t.txt"])
def test_names_that_real_files_have(
    tmp_path: Path, namespace: str, project: str, folder: str, file: str
) -> None:
    """Other namespaces, project names, folders and paths are read alike."""
    body = codes(code(1, "C")) + (
        f"<Sources>{text_source(2, selection(3, 0, 2, coding(4, 1)), file=file)}</Sources><Sets/>"
    )
    path = package(
        tmp_path / "p.qdpx", body, {"t.txt": b"\xef\xbb\xbfOh no"},
        namespace=namespace, project=project, folder=folder,
    )  # fmt: skip
    study = _sound(_read(path), tmp_path / "s")
    assert [quote.text for quote in study.quotes] == ["Oh"]
    assert len(study.codings) == 1


def test_positions_are_code_points(tmp_path: Path) -> None:
    """Characters beyond the Basic Multilingual Plane count as one."""
    study = _one_text(tmp_path, selection(3, 2, 4), "𝄞🫖ab".encode())
    assert study.quotes[0].text == "ab"


@pytest.mark.parametrize("origin", ["ATLAS.ti 8.4", "Other"])
def test_line_ends_count_as_one_or_two_as_the_words_show(tmp_path: Path, origin: str) -> None:
    """Where names hold the words, they tell how CR LF is counted; else ATLAS.ti counts one."""
    inner = selection(3, 4, 9, name="words") + selection(5, 0, 3, name="One")
    study = _one_text(tmp_path, inner, b"One\r\nwords\r\n", f'name="P" origin="{origin}"')
    assert [quote.text for quote in study.quotes] == ["words", "One"]
    (tmp_path / "bare").mkdir()
    attributes = f'name="P" origin="{origin}"'
    bare = _one_text(tmp_path / "bare", selection(3, 4, 9), b"One\r\nwords\r\n", attributes)
    assert bare.quotes[0].text == ("words" if origin.startswith("ATLAS") else "\nword")


@pytest.mark.parametrize(("start", "end"), [(4, 8), (5, 9), (5, 10)])
def test_a_shift_by_one_is_mended_and_said(tmp_path: Path, start: int, end: int) -> None:
    """Positions from 1, or with the last character named, are recognised by the words."""
    inner = selection(3, start, end, name="words") + selection(5, start + 6, end + 7, name="comes…")
    body = codes(code(1, "C")) + f"<Sources>{text_source(2, inner)}</Sources>"
    path = package(tmp_path / "p.qdpx", body, {"t.txt": b"One words comes home"})
    reading = _read(path)
    assert reading.study.quotes[0].text == "words"
    assert any("shifted against the standard" in note.text for note in reading.notes)


def test_a_missing_text_leaves_positions(tmp_path: Path) -> None:
    """Without the text a quote keeps its position, and words only if the name has all of them."""
    inner = selection(3, 10, 15, name="words") + selection(4, 20, 90, name="cut…")
    body = f"<Sources>{text_source(2, inner)}</Sources>"
    study = _sound(_read(package(tmp_path / "p.qdpx", body)), tmp_path / "s")
    assert [(q.text, q.start, q.end) for q in study.quotes] == [("words", 10, 15), ("", 20, 90)]


def _docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        xml = f'<w:document xmlns:w="urn:w"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", xml)
    return data.getvalue()


@pytest.mark.parametrize(("name", "text"), [("words", "words"), ("line 2", "")])
def test_a_formatted_text_alone_is_read_where_words_tell(
    tmp_path: Path, name: str, text: str
) -> None:
    """With only a ``.docx``, its text is taken if the selections' words stand in their places."""
    source = (
        f'<TextSource guid="{guid(2)}" name="T" richTextPath="internal://t.docx">'
        f"{selection(3, 4, 9, name=name)}</TextSource>"
    )
    files = {"t.docx": _docx("One", "words")}
    path = package(tmp_path / "p.qdpx", f"<Sources>{source}</Sources>", files)
    study = _sound(_read(path), tmp_path / "s")
    assert study.quotes[0].text == text


def test_codes_under_nodes_lose_only_that(tmp_path: Path) -> None:
    """One code “Nodes” to which nothing can be coded isn't a theme; its children are."""
    inner = code(2, "A", code(3, "B"))
    body = codes(code(1, "Nodes", inner, 'isCodable="false"'))
    reading = _read(package(tmp_path / "p.qdpx", body))
    assert [(t.id, t.broader) for t in reading.study.themes] == [("a", ""), ("b", "a")]
    assert any("Nodes" in note.text for note in reading.notes)
    kept = codes(code(1, "Nodes", inner))
    assert len(_read(package(tmp_path / "q.qdpx", kept)).study.themes) == 3


def test_nobody_is_named_where_two_may_speak(tmp_path: Path) -> None:
    """A quote that two cases cover has no respondent; both cases keep it."""
    cases = "".join(
        f'<Case guid="{guid(n)}" name="{name}"><SourceRef targetGUID="{guid(2)}"/></Case>'
        for n, name in ((8, "A"), (9, "B"))
    )
    body = f"<Cases>{cases}</Cases><Sources>{text_source(2, selection(3, 0, 2))}</Sources>"
    study = _sound(_read(package(tmp_path / "p.qdpx", body, {"t.txt": b"Oh no"})), tmp_path / "s")
    assert study.quotes[0].respondent == ""
    assert _known(study, "respondents/b")["refi-source"] == "documents/t"


def test_what_leads_nowhere_is_said(tmp_path: Path) -> None:
    """Codings to no code, links to nothing and notes that aren't there are said, not invented."""
    codings = coding(4, 99) + coding(5, 1) + coding(6, 1)
    body = (
        codes(code(1, "C"))
        + f"<Sources>{text_source(2, selection(3, 0, 2, codings))}</Sources>"
        + f'<Links><Link guid="{guid(7)}" originGUID="{guid(1)}" targetGUID="{guid(98)}"/></Links>'
        + f'<NoteRef targetGUID="{guid(97)}"/>'
    )
    reading = _read(package(tmp_path / "p.qdpx", body, {"t.txt": b"Oh no"}))
    assert len(reading.study.codings) == 1
    said = "\n".join(note.text for note in reading.notes)
    for words in (
        "codes that aren't there",
        "repeat another",
        "an end that isn't there",
        "notes that",
    ):
        assert words in said


def test_what_has_no_name_is_called_something_and_said(tmp_path: Path) -> None:
    """A code, user, set or case without name gets none of its own; that it has none is kept."""
    body = (
        f'<Users><User guid="{guid(8)}"/></Users>'
        + codes(code(1, ""))
        + f'<Cases><Case guid="{guid(5)}"/>'
        + f'<Case guid="{guid(6)}"><SourceRef targetGUID="{guid(2)}"/></Case></Cases>'
        + f"<Sources>{text_source(2, more='name=' + repr('Anna'))}</Sources>"
    )
    reading = _read(package(tmp_path / "p.qdpx", body, {"t.txt": b"Oh no"}))
    study = reading.study
    assert [theme.label for theme in study.themes] == ["(unnamed)"]
    assert [coder.name for coder in study.coders] == ["(unnamed)"]
    assert [person.label for person in study.respondents] == ["(unnamed)", "Anna"]
    kept = {each.about: each.value for each in study.attributes if each.variable == "refi-unnamed"}
    assert len(kept) == 4
    assert "4 have no name" in "\n".join(note.text for note in reading.notes)


def test_a_selection_beyond_its_text_is_kept(tmp_path: Path) -> None:
    """A selection that has no place in its text is kept with its numbers, and said."""
    study = _one_text(tmp_path, selection(3, 2, 99, coding(4, 1)), b"short")
    (region,) = study.regions
    assert study.codings[0].region == region.id
    assert _known(study, f"regions/{region.id}") == {"refi-start": "2", "refi-end": "99"}


@pytest.mark.parametrize("namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:0:4"])
def test_a_codebook_alone(tmp_path: Path, namespace: str) -> None:
    """A ``.qdc`` gives themes and sets."""
    path = tmp_path / "c.qdc"
    sets = f'<Sets><Set guid="{guid(5)}" name="S"><MemberCode guid="{guid(1)}"/></Set></Sets>'
    inner = f"<Codes>{code(1, 'A', code(2, 'B'))}</Codes>{sets}"
    path.write_text(f'<CodeBook xmlns="{namespace}" origin="x">{inner}</CodeBook>', "utf-8")
    study = _sound(_read(path), tmp_path / "s")
    assert [(t.id, t.broader) for t in study.themes] == [("a", ""), ("b", "a")]
    assert study.sets[0].members == ("themes/a",)


# ---------------------------------------------------------------- hostile files


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    how = zipfile.ZIP_DEFLATED if path.stem != "stored" else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


_EMPTY = b'<Project xmlns="urn:QDA-XML:project:1.0" name="P"/>'
_ENTITIES = b'<!DOCTYPE p [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><Project name="&b;"/>'
_EXTERNAL = b'<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><Project name="&a;"/>'
_DEEP = b"<Project>" + b"<Code>" * 2000 + b"</Code>" * 2000 + b"</Project>"
HOSTILE = {
    "bomb": ({"project.qde": _EMPTY, "sources/a.txt": b"0" * 5_000_000}, "times its size"),
    "leaves": ({"project.qde": _EMPTY, "../../a.txt": b"x"}, "would leave the folder"),
    "absolute": ({"project.qde": _EMPTY, "/etc/a.txt": b"x"}, "would leave the folder"),
    "drive": ({"project.qde": _EMPTY, "C:\\a.txt": b"x"}, "would leave the folder"),
    "entities": ({"project.qde": _ENTITIES}, "has a DTD"),
    "external": ({"project.qde": _EXTERNAL}, "has a DTD"),
    "utf-16": ({"project.qde": _ENTITIES.decode().encode("utf-16")}, "has a DTD"),
    "deep": ({"project.qde": _DEEP}, "nested deeper"),
    "no-project": ({"sources/a.txt": b"x"}, r"holds no project\.qde"),
    "no-xml": ({"project.qde": b"<Project"}, "isn't well-formed"),
    "other-xml": ({"project.qde": b"<html/>"}, "begins with <html>"),
    "million": (
        {"project.qde": b"<Project>" + b"<Coding/>" * 1_000_000 + b"<Code/>" * 1_000_000},
        "more than 2,000,000 tags",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_packages_are_refused(tmp_path: Path, name: str) -> None:
    """A package beyond a limit, or that tries to lead elsewhere, is refused with the reason."""
    members, message = HOSTILE[name]
    with pytest.raises(ReadError, match=message):
        _read(_zip(tmp_path / ("stored.qdpx" if name == "million" else "p.qdpx"), members))
    assert len(list(tmp_path.iterdir())) == 1


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So are more files, or more bytes, than the limits say."""
    path = _zip(tmp_path / "p.qdpx", {"project.qde": _EMPTY, "sources/a": b"1", "sources/b": b"2"})
    monkeypatch.setattr(refi_package, "MOST_FILES", 2)
    with pytest.raises(ReadError, match="holds 3 files; 2 is the most"):
        _read(path)
    monkeypatch.undo()
    monkeypatch.setattr(refi_package, "MOST_UNPACKED", 10)
    with pytest.raises(ReadError, match="unpacks to more than 10 bytes"):
        _read(path)


def test_a_text_that_is_too_long_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source text has a greatest length."""
    monkeypatch.setattr(refi_package, "MOST_TEXT", 4)
    with pytest.raises(ReadError, match="has 5 bytes; 4 is the most for a text"):
        _one_text(tmp_path, "", b"Oh no")


@pytest.mark.parametrize("cut", [10, 200, -30])
def test_a_truncated_package_is_refused(tmp_path: Path, cut: int) -> None:
    """Half a ZIP is said to be half a ZIP."""
    whole = refi.full(tmp_path / "p.qdpx").read_bytes()
    path = tmp_path / "half.qdpx"
    path.write_bytes(whole[:cut])
    with pytest.raises(ReadError, match="isn't a whole ZIP"):
        _read(path)


def test_a_damaged_package_is_refused(tmp_path: Path) -> None:
    """A source whose checksum is wrong isn't read."""
    path = tmp_path / "p.qdpx"
    _zip(path, {"project.qde": _EMPTY})
    data = bytearray(path.read_bytes())
    place = data.index(b"project.qde") + len(b"project.qde") + 5
    data[place] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(ReadError, match="can't be unpacked"):
        _read(path)


def test_a_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """A source text that isn't UTF-8 is named with its byte."""
    with pytest.raises(ReadError, match=r"t\.txt: isn't UTF-8 \(byte 0xE9 at 1\)"):
        _one_text(tmp_path, "", "né".encode("latin-1"))


def test_utf_16_with_its_mark_is_read(tmp_path: Path) -> None:
    """A source text in UTF-16 that says so is read."""
    assert _one_text(tmp_path, selection(3, 0, 2), "né".encode("utf-16")).quotes[0].text == "né"


def test_thousands_of_codings_of_one_code(tmp_path: Path) -> None:
    """Ten thousand selections of one code are read, each once."""
    inner = "".join(selection(10 + 2 * n, n, n + 3, coding(11 + 2 * n, 1)) for n in range(10_000))
    body = codes(code(1, "C")) + f"<Sources>{text_source(2, inner)}</Sources>"
    study = _read(package(tmp_path / "p.qdpx", body, {"t.txt": b"x" * 10_100})).study
    assert (len(study.quotes), len(study.codings)) == (10_000, 10_000)
