"""Taguette's projects."""

from pathlib import Path

import pytest

from graph.errors import ReadError
from graph.folders.check import load
from graph.folders.folder import write_folder
from graph.model import Reading
from graph.readers import formats
from graph.readers.request import Request
from tests.projects import TAGUETTE, Row, Tables, highlights, logged, write

HTML = (
    "<h1>Gespräch 1</h1><p>Für die Ärztin war es <b>schwer</b> 😀 – nie\n Zeit.</p>"
    "<p>Zweitens &amp; mehr:<br>“So ist das”</p>\n<table><tbody><tr><td>Müller</td>"
    "<td>Geld fehlt 💶</td></tr></tbody></table><pre>\n vor  her</pre>&lt;kein tag&gt;"
)
RAW = (
    "Gespräch 1Für die Ärztin war es schwer 😀 – nie\n Zeit."
    "Zweitens & mehr:“So ist das”\nMüllerGeld fehlt 💶 vor  her<kein tag>"
)
TEXT = (
    "Gespräch 1\n\nFür die Ärztin war es schwer 😀 – nie  Zeit.\n\n"
    "Zweitens & mehr:\n“So ist das”\n\nMüller\tGeld fehlt 💶\n\n vor  her\n\n<kein tag>"
)
PROJECT: Row = {"id": 1, "name": "Prüfung", "description": "A test"}
TAGS: list[Row] = [
    {"id": 4, "project_id": 1, "path": "barriers", "description": "what hinders"},
    {"id": 5, "project_id": 1, "path": "barriers.time", "description": ""},
    {"id": 6, "project_id": 1, "path": "barriers.money", "description": ""},
    {"id": 7, "project_id": 1, "path": "e.g. this", "description": ""},
]


def project(tmp_path: Path, *found: tuple[str, list[int]], log: list[Row] | None = None) -> Path:
    """Write a project with one document and the given highlights."""
    rows = highlights(HTML, RAW, found)
    tables: Tables = {"projects": [PROJECT], "tags": TAGS, "commands": log or [], **rows}
    return write(tmp_path / "project.sqlite3", TAGUETTE, tables)


def read(path: Path, sheet: str = "") -> Reading:
    """Read a project as the command line would."""
    return formats.read_source(path, Request("mine", "Mine", sheet=sheet))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("Gespräch", "Gespräch"),
        ("Ärztin war es schwer 😀", "Ärztin war es schwer 😀"),
        ("😀 – nie\n Zeit", "😀 – nie  Zeit"),
        ("& mehr:“So", "& mehr:\n“So"),
        ("“So ist das”", "“So ist das”"),
        ("MüllerGeld", "Müller\tGeld"),
        ("fehlt 💶", "fehlt 💶"),
        ("das”\nMü", "das”\n\nMü"),
        (" vor  her", " vor  her"),
        ("<kein tag>", "<kein tag>"),
        ("1Für", "1\n\nFür"),
        (RAW, TEXT),
    ],
)
def test_bytes_over_html_become_places_in_our_text(raw: str, words: str, tmp_path: Path) -> None:
    """Byte offsets over HTML become code points; each quote's words stand at its place."""
    found = read(project(tmp_path, (raw, [4])))
    (quote,) = found.study.quotes
    assert found.sources == {"gesprach-1": TEXT}
    assert quote.text == words == TEXT[quote.start : quote.end]
    assert found.notes[-1].place == "coders"
    assert len(found.notes) == 1


def test_control_characters_take_one_place_each(tmp_path: Path) -> None:
    """What no table can carry becomes a space, and the places behind it stay."""
    raw = "a\x07b \ufffe \x1b[31m ende"
    rows = highlights(f"<p>{raw}</p>", raw, [("ende", [])])
    rows["documents"][0]["name"] = "D\x1b1"
    path = write(tmp_path / "p.sqlite3", TAGUETTE, {"projects": [PROJECT], **rows})
    found = read(path)
    assert found.sources == {"d-1": "a b    [31m ende"}
    assert found.study.quotes[0].text == "ende"


def test_a_highlight_keeps_all_its_tags(tmp_path: Path) -> None:
    """Several tags on one highlight are several codings; none at all is a quote without."""
    study = read(project(tmp_path, ("Ärztin", [4, 6]), ("Geld", []))).study
    assert [(c.quote, c.theme, c.coder) for c in study.codings] == [
        ("q01", "barriers", ""),
        ("q01", "money", ""),
    ]
    assert len(study.quotes) == 2


def test_tags_are_themes_with_paths(tmp_path: Path) -> None:
    """Tags with points are paths, where several share what stands above; e.g. isn't one."""
    themes = read(project(tmp_path)).study.themes
    assert [(theme.label, theme.broader, theme.definition) for theme in themes] == [
        ("barriers", "", "what hinders"),
        ("time", "barriers", ""),
        ("money", "barriers", ""),
        ("e.g. this", "", ""),
    ]


def test_nobody_is_made_a_respondent_or_coder(tmp_path: Path) -> None:
    """Taguette knows neither respondents nor, in an exported project, coders."""
    found = read(project(tmp_path, ("Ärztin", [4]), log=[logged("admin", 1)]))
    assert not found.study.respondents
    assert not found.study.coders
    assert found.study.quotes[0].respondent == ""
    assert found.notes[-1].text == "Taguette doesn't say who made a highlight"


def test_several_users_in_the_log_are_coders(tmp_path: Path) -> None:
    """Where the log tells users apart, whoever changed a highlight last is its coder."""
    log = [logged("ann", 1), logged("bob", 2), logged("bob", 1), logged("cid", 2)]
    path = project(tmp_path, ("Ärztin", [4]), ("Geld", [4]), log=log)
    study = read(path).study
    assert [coding.coder for coding in study.codings] == ["bob", "cid"]


def test_words_that_differ_from_what_was_kept_are_noted(tmp_path: Path) -> None:
    """A highlight whose position and kept words disagree is said, with its place."""
    rows = highlights(HTML, RAW, [("Ärztin", [4])])
    rows["highlights"][0]["snippet"] = "<p>Arzt</p>"
    tables: Tables = {"projects": [PROJECT], "tags": TAGS, **rows}
    found = read(write(tmp_path / "p.sqlite3", TAGUETTE, tables))
    assert "Taguette kept other words with it, 'Arzt'" in found.notes[0].text


def test_a_highlight_without_words_is_left_out_and_noted(tmp_path: Path) -> None:
    """Positions outside the text give no quote, and are said."""
    rows = highlights(HTML, RAW, [("Ärztin", [4])])
    rows["highlights"][0] |= {"start_offset": 9_999, "end_offset": 10_005}
    tables: Tables = {"projects": [PROJECT], "tags": TAGS, **rows}
    found = read(write(tmp_path / "p.sqlite3", TAGUETTE, tables))
    assert found.study.quotes == ()
    assert found.notes[0].text == "highlight 1 has no words at 9999-10005: left out"


def test_pictures_are_said_to_be_missing(tmp_path: Path) -> None:
    """Taguette drops pictures: where they were is said."""
    rows: Tables = {"documents": [{"id": 1, "name": "D", "project_id": 1, "contents": "a <img> b"}]}
    found = read(write(tmp_path / "p.sqlite3", TAGUETTE, {"projects": [PROJECT], **rows}))
    assert found.notes[0].text == "1 picture was left out: Taguette doesn't keep them"


def test_one_of_several_projects_is_asked_for(tmp_path: Path) -> None:
    """A server's database holds several projects: the error names them."""
    projects: list[Row] = [PROJECT, {"id": 2, "name": "Other", "description": ""}]
    rows = highlights(HTML, RAW, [("Ärztin", [4])])
    tables: Tables = {"projects": projects, "tags": TAGS, **rows}
    path = write(tmp_path / "p.sqlite3", TAGUETTE, tables)
    with pytest.raises(ReadError, match="holds 2 projects; name one with --sheet: 'Prüfung'"):
        read(path)
    with pytest.raises(ReadError, match="has no such project; did you mean"):
        read(path, "Others")
    assert read(path, "Other").study.quotes == ()
    assert len(read(path, "Prüfung").study.quotes) == 1


def test_the_study_is_sound(tmp_path: Path) -> None:
    """What is read passes ``check``, twice the same."""
    path = project(tmp_path, ("Ärztin", [4, 5]), ("das”\nMü", [7]), (RAW, []))
    found = read(path)
    assert (found.study.info.title, found.study.info.note) == ("Prüfung", "A test")
    write_folder(found.study, tmp_path / "mine", found.sources)
    assert load(tmp_path / "mine") == found.study == read(path).study


def test_a_title_that_is_given_is_taken(tmp_path: Path) -> None:
    """The user's title goes before the project's name."""
    request = Request("mine", "Mine", title_given=True)
    assert formats.read_source(project(tmp_path), request).study.info.title == "Mine"


def test_its_codebook_is_read(tmp_path: Path) -> None:
    """Its codebook has an empty ``Sets``, which the standard doesn't allow."""
    path = tmp_path / "codebook.qdc"
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" '
        'origin="Taguette 1.5.2"><Codes><Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" '
        'name="Helfer &amp; Co" isCodable="true"><Description>who helps</Description></Code>'
        "</Codes><Sets/></CodeBook>",
        encoding="utf-8",
    )
    (theme,) = read(path).study.themes
    assert (theme.label, theme.definition) == ("Helfer & Co", "who helps")


def test_another_database_is_refused(tmp_path: Path) -> None:
    """A database without Taguette's tables is refused, with what is missing."""
    path = write(tmp_path / "p.sqlite3", "CREATE TABLE projects (id, name)", {})
    with pytest.raises(ReadError, match="isn't a project of Taguette, for it has no table"):
        read(path)
