"""QualCoder's projects."""

from pathlib import Path

import pytest

from graph.errors import ReadError
from graph.folders.check import load
from graph.folders.folder import write_folder
from graph.model import Reading, Region, Relation
from graph.readers import formats
from graph.readers.qualcoder import documents
from graph.readers.request import Request
from tests.projects import QUALCODER, QUALCODER_1, Cell, Row, Tables, write

TEXT = "Wir hatten 😀 nie Zeit.\n\nUnd Geld\x0cfehlte auch, immer Geld."
PLAIN = TEXT.replace("\x0c", "\n")
WHEN = "2026-11-23 14:05:00"
PROJECT: Row = {"databaseversion": "v17", "memo": "Why we ask", "about": "QualCoder 4.0"}
SOURCE: Row = {
    "id": 1,
    "name": "Gespräch 1.txt",
    "fulltext": TEXT,
    "memo": "by phone",
    "date": WHEN,
}
CODES: Tables = {
    "code_cat": [
        {"catid": 1, "name": "Barriers", "memo": "what hinders"},
        {"catid": 2, "name": "Inner", "supercatid": 1},
    ],
    "code_name": [
        {"cid": 1, "name": "Time", "catid": 2, "color": "#FF0000", "date": WHEN},
        {"cid": 2, "name": "Money", "catid": 1, "memo": "funds"},
        {"cid": 3, "name": "Time", "supercid": 2},
    ],
}


def coded(words: str, code: int = 1, owner: str = "ann", **more: Cell) -> Row:
    """Return a row that codes words where they first stand."""
    start = TEXT.index(words)
    row: Row = {"cid": code, "fid": 1, "seltext": words, "pos0": start}
    return row | {"pos1": start + len(words), "owner": owner} | more


def project(tmp_path: Path, tables: Tables) -> Path:
    """Write a project with one text and three codes."""
    rows: Tables = {"project": [PROJECT], "source": [SOURCE], **CODES, **tables}
    write(tmp_path / "mine.qda" / "data.qda", QUALCODER, rows)
    return tmp_path / "mine.qda"


def read(path: Path) -> Reading:
    """Read a project as the command line would."""
    return formats.read_source(path, Request("mine", "Mine"))


def read_rows(tmp_path: Path, tables: Tables) -> Reading:
    """Read a project of the given rows."""
    return read(project(tmp_path, tables))


def known(found: Reading) -> dict[tuple[str, str], str]:
    """Return what is known of records, by record and variable."""
    return {(one.about, one.variable): one.value for one in found.study.attributes}


def test_codes_and_categories_are_one_tree(tmp_path: Path) -> None:
    """Categories, codes and codes below codes are themes; alike names stay apart."""
    found = read_rows(tmp_path, {})
    assert [(t.id, t.label, t.broader, t.definition) for t in found.study.themes] == [
        ("barriers", "Barriers", "", "what hinders"),
        ("inner", "Inner", "barriers", ""),
        ("time", "Time", "inner", ""),
        ("money", "Money", "barriers", "funds"),
        ("time-2", "Time", "money", ""),
    ]
    assert known(found)["themes/time", "colour"] == "#FF0000"
    assert known(found)["themes/time", "created"] == "2026-11-23T14:05:00"


def test_a_circle_of_categories_is_cut_and_noted(tmp_path: Path) -> None:
    """Categories that stand above themselves are put at the top."""
    circle: list[Row] = [
        {"catid": 1, "name": "A", "supercatid": 2},
        {"catid": 2, "name": "B", "supercatid": 1},
    ]
    found = read_rows(tmp_path, {"code_cat": circle})
    above = {theme.id: theme.broader for theme in found.study.themes}
    assert (above["a"], above["b"], above["money"]) == ("", "a", "a")
    assert [note.text for note in found.notes] == ["stands above itself: put at the top"]


def test_one_quote_has_all_its_codings(tmp_path: Path) -> None:
    """A stretch that two people code twice is one quote with three codings."""
    rows = [coded("nie Zeit"), coded("nie Zeit", 2), coded("nie Zeit", 1, "bob", important=1)]
    found = read_rows(tmp_path, {"code_text": [*rows, coded("immer Geld", memo="why always?")]})
    assert [quote.text for quote in found.study.quotes] == ["nie Zeit", "immer Geld"]
    assert [(c.quote, c.theme, c.coder) for c in found.study.codings] == [
        ("q01", "time", "ann"),
        ("q01", "money", "ann"),
        ("q01", "time", "bob"),
        ("q02", "time", "ann"),
    ]
    assert known(found)["codings/c03", "important"] == "true"
    assert [(m.text, m.about, m.coder) for m in found.study.memos] == [
        ("why always?", ("codings/c04",), "ann")
    ]


def test_positions_in_utf16_are_mended(tmp_path: Path) -> None:
    """Behind an emoji QualCoder's editor counts one too many: the words tell."""
    row = coded("nie Zeit")
    row |= {"pos0": int(str(row["pos0"])) + 1, "pos1": int(str(row["pos1"])) + 1}
    found = read_rows(tmp_path, {"code_text": [row]})
    (quote,) = found.study.quotes
    assert quote.text == "nie Zeit" == found.sources[quote.document][quote.start : quote.end]
    assert not found.notes


def test_a_shifted_position_is_moved_to_its_words_and_noted(tmp_path: Path) -> None:
    """Words that stand elsewhere are found, the nearest ones, and it's said."""
    row = coded("Geld") | {"pos0": 50, "pos1": 54}
    found = read_rows(tmp_path, {"code_text": [row]})
    (quote,) = found.study.quotes
    assert (quote.text, quote.start) == ("Geld", TEXT.rindex("Geld"))
    assert found.notes[0].text == "code_text, row 1: moved there from 50-54"


def test_words_that_are_nowhere_are_noted(tmp_path: Path) -> None:
    """Where the words aren't in the text the position's own are taken; beyond the text, none."""
    rows = [coded("Zeit") | {"seltext": "time"}, coded("Geld") | {"pos0": 900, "pos1": 904}]
    rows[1]["seltext"] = "money"
    found = read_rows(tmp_path, {"code_text": rows})
    assert [quote.text for quote in found.study.quotes] == ["Zeit"]
    assert [note.text for note in found.notes] == [
        "code_text, row 1: QualCoder kept other words with it, 'time'",
        "isn't in the text at 900-904: left out",
    ]


def test_line_breaks_of_the_editor_are_line_breaks(tmp_path: Path) -> None:
    """The editor hands over U+2029 for a line break, and PDFs have form feeds."""
    words = "Zeit.\n\nUnd Geld\x0cfehlte"
    row = coded(words) | {"seltext": words.replace("\n", "\u2029")}
    found = read_rows(tmp_path, {"code_text": [row]})
    assert found.study.quotes[0].text == words.replace("\x0c", "\n")
    assert found.sources == {"gesprach-1-txt": PLAIN}
    assert not found.notes


def test_cases_are_respondents_of_what_lies_in_their_text(tmp_path: Path) -> None:
    """A quote within the stretch of one case is that respondent's, in none or several nobody's."""
    cases: list[Row] = [
        {"caseid": 7, "name": "Anna", "memo": "nurse"},
        {"caseid": 8, "name": "Ben"},
    ]
    parts: list[Row] = [
        {"caseid": 7, "fid": 1, "pos0": 0, "pos1": 24},
        {"caseid": 8, "fid": 1, "pos0": 15, "pos1": 34},
    ]
    words = ["Wir hatten", "Zeit", "Geld", "auch"]
    tables: Tables = {"cases": cases, "case_text": parts, "code_text": [coded(w) for w in words]}
    found = read_rows(tmp_path, tables)
    assert {q.text: q.respondent for q in found.study.quotes} == {
        "Wir hatten": "anna", "Zeit": "", "Geld": "ben", "auch": "",
    }  # fmt: skip
    assert [(r.label, r.note) for r in found.study.respondents] == [("Anna", "nurse"), ("Ben", "")]
    places = {note.place for note in found.notes}
    assert places == {"1 quotes", "2 stretches"}
    assert (
        Relation("s01", "respondents/anna", "documents/gesprach-1-txt", "case's text", "one-way")
        in found.study.relations
    )


def test_attributes_of_cases_and_files(tmp_path: Path) -> None:
    """Attributes are of respondents and documents; numbers are numbers if all of them are."""
    tables: Tables = {
        "cases": [{"caseid": 7, "name": "Anna"}],
        "attribute_type": [
            {"name": "Age", "caseOrFile": "case", "valuetype": "numeric", "memo": "in years"},
            {"name": "Place", "caseOrFile": "file", "valuetype": "character"},
            {"name": "Hours", "caseOrFile": "case", "valuetype": "numeric"},
            {"name": "Created", "caseOrFile": "case", "valuetype": "character"},
        ],
        "attribute": [
            {"name": "Age", "attr_type": "case", "value": "041", "id": 7},
            {"name": "Place", "attr_type": "file", "value": "Köln", "id": 1},
            {"name": "Hours", "attr_type": "case", "value": "about 3", "id": 7},
            {"name": "Created", "attr_type": "case", "value": "long ago", "id": 7},
            {"name": "Age", "attr_type": "case", "value": "9", "id": 99},
        ],
    }
    found = read_rows(tmp_path, tables)
    assert known(found)["respondents/anna", "age"] == "41"
    assert known(found)["documents/gesprach-1-txt", "place"] == "Köln"
    assert known(found)["respondents/anna", "hours"] == "about 3"
    assert known(found)["respondents/anna", "created-2"] == "long ago"
    assert [(v.id, v.datatype, v.note) for v in found.study.variables] == [
        ("age", "decimal", "in years"),
        ("place", "text", ""),
        ("hours", "text", ""),
        ("created-2", "text", ""),
    ]


def media(tmp_path: Path, tables: Tables) -> Reading:
    """Read a project with a picture and a recording of the given rows."""
    sources: list[Row] = [
        SOURCE,
        {"id": 2, "name": "Plan", "mediapath": "/images/plan.PNG"},
        {"id": 3, "name": "Talk", "mediapath": "/audio/talk.mp3", "av_text_id": 1},
        {"id": 4, "name": "Far", "mediapath": "video:/elsewhere/far.mp4"},
    ]
    path = project(tmp_path, {"source": sources, **tables})
    for name, data in (("images/plan.PNG", b"\x89PNG"), ("audio/talk.mp3", b"ID3")):
        (path / name).parent.mkdir()
        (path / name).write_bytes(data)
    return read(path)


def test_pictures_and_recordings_keep_their_coordinates(tmp_path: Path) -> None:
    """Codings of pictures, of PDFs' pages and of recordings are regions with coordinates."""
    tables: Tables = {
        "code_image": [
            {"id": 2, "x1": 10, "y1": 20.4, "width": 5, "height": 6, "cid": 1, "owner": "ann"},
            {"id": 2, "x1": 10, "y1": 20, "width": 5, "height": 6, "cid": 2, "memo": "look"},
            {"id": 1, "x1": 0, "y1": 0, "width": 9, "height": 9, "cid": 2, "pdf_page": 3},
        ],
        "code_av": [{"id": 3, "pos0": 1500, "pos1": 2500, "cid": 1, "owner": "bob"}],
    }
    found = media(tmp_path, tables)
    assert found.study.regions == (
        Region("r01", "plan", x1=10, y1=20, x2=15, y2=26),
        Region("r02", "gesprach-1-txt", page=3, x1=0, y1=0, x2=9, y2=9),
        Region("r03", "talk", begin=1500, end=2500),
    )
    assert [(c.region, c.theme, c.coder) for c in found.study.codings] == [
        ("r01", "time", "ann"),
        ("r01", "money", ""),
        ("r02", "money", ""),
        ("r03", "time", "bob"),
    ]
    assert [d.medium for d in found.study.documents] == ["text", "picture", "audio", "video"]
    assert found.files == {"plan.png": b"\x89PNG", "talk.mp3": b"ID3"}
    assert found.study.relations[0].label == "transcript of"
    assert [note.place for note in found.notes] == ["Far"]


@pytest.mark.parametrize("place", ["/images/../../secret.png", "/images//etc/hostname"])
def test_files_outside_the_project_are_never_read(place: str, tmp_path: Path) -> None:
    """A path that leaves the project's folder is not followed, and said."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    found = read_rows(tmp_path, {"source": [{"id": 2, "name": "Plan", "mediapath": place}]})
    assert found.files == {}
    assert "isn't in the project's folder" in found.notes[0].text


def test_a_link_out_of_the_project_is_never_followed(tmp_path: Path) -> None:
    """A symbolic link in the project's folder leads nowhere."""
    (tmp_path / "secret.png").write_bytes(b"secret")
    source: Row = {"id": 2, "name": "Plan", "mediapath": "/images/plan.png"}
    path = project(tmp_path, {"source": [source]})
    (path / "images").mkdir()
    (path / "images" / "plan.png").symlink_to(tmp_path / "secret.png")
    assert read(path).files == {}


def test_files_past_the_limit_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large recordings stay where they are; what was coded in them is kept."""
    monkeypatch.setattr(documents, "MOST_FILE_BYTES", 3)
    found = media(tmp_path, {"code_av": [{"id": 3, "pos0": 1, "pos1": 2, "cid": 1}]})
    assert list(found.files) == ["talk.mp3"]
    assert "has 4 bytes" in found.notes[0].text


def test_annotations_and_journals_are_memos(tmp_path: Path) -> None:
    """An annotation is a memo about its words, a journal one about the study."""
    start = TEXT.index("Geld")
    tables: Tables = {
        "annotation": [
            {
                "fid": 1,
                "pos0": start,
                "pos1": start + 4,
                "memo": "euros",
                "owner": "ann",
                "date": WHEN,
            }
        ],
        "journal": [{"name": "Day 1", "jentry": "We began", "owner": "bob", "date": "soon"}],
        "stored_sql": [{"title": "mine", "ssql": "select 1"}],
    }
    found = read_rows(tmp_path, tables)
    annotation, journal = found.study.memos
    assert (annotation.about, annotation.coder) == (("quotes/q01",), "ann")
    assert annotation.created == "2026-11-23T14:05:00"
    assert found.study.quotes[0].text == "Geld"
    assert (journal.title, journal.about, journal.created) == ("Day 1", ("study",), "")
    assert [(n.place, n.text) for n in found.notes] == [
        ("1 saved queries", "left out: a study has no such thing")
    ]
    assert found.study.info.note == "Why we ask"


def test_the_first_versions_are_read(tmp_path: Path) -> None:
    """Tables and columns that old versions lack are missing, not an error."""
    row = coded("nie Zeit")
    source: Row = {"id": 1, "name": "a.txt", "fulltext": TEXT}
    tables: Tables = {
        "project": [PROJECT | {"databaseversion": "v1"}],
        "source": [source],
        "code_name": [{"cid": 1, "name": "Time"}],
        "code_text": [row],
    }
    path = write(tmp_path / "old.qda" / "data.qda", QUALCODER_1, tables)
    for given in (path, path.parent):
        assert [quote.text for quote in read(given).study.quotes] == ["nie Zeit"]


def test_the_study_is_sound(tmp_path: Path) -> None:
    """What is read passes ``check``, with its pictures, twice the same."""
    tables: Tables = {
        "code_text": [coded("nie Zeit", memo="m", date=WHEN, important=1), coded("Geld", 3)],
        "code_image": [{"id": 2, "x1": -1, "y1": 0, "width": 5, "height": 6, "cid": 1}],
        "cases": [{"caseid": 1, "name": "Anna"}],
        "case_text": [{"caseid": 1, "fid": 1, "pos0": 0, "pos1": len(TEXT) - 1}],
        "journal": [{"name": "Day", "jentry": "x\x07y"}],
    }
    found = media(tmp_path, tables)
    write_folder(found.study, tmp_path / "study", found.sources, found.files)
    assert load(tmp_path / "study") == found.study == read(tmp_path / "mine.qda").study
    assert all(quote.respondent == "anna" for quote in found.study.quotes)


def test_a_row_that_leads_nowhere_is_left_out_and_noted(tmp_path: Path) -> None:
    """Codings of codes and sources that aren't there are said, with their row."""
    rows = [coded("Geld", 99), coded("Geld") | {"fid": 99}, coded("Geld") | {"pos0": "x"}]
    found = read_rows(tmp_path, {"code_text": rows, "code_av": [{"id": 9, "pos0": 1, "pos1": 2}]})
    assert found.study.quotes == ()
    assert [note.place for note in found.notes] == [
        "code_text, row 1",
        "code_text, row 2",
        "code_text, row 3",
        "code_av, row 1",
    ]


def test_another_programs_project_is_refused(tmp_path: Path) -> None:
    """A database that another program made is refused, even if its tables look alike."""
    about: list[Row] = [PROJECT | {"about": "SomethingElse"}]
    with pytest.raises(ReadError, match="isn't a project of QualCoder, by its table 'project'"):
        read_rows(tmp_path, {"project": about})


def test_a_folder_without_a_database_is_refused(tmp_path: Path) -> None:
    """A folder that only looks like a project is refused."""
    (tmp_path / "mine.qda").mkdir()
    with pytest.raises(ReadError, match="there is no such file"):
        read(tmp_path / "mine.qda")
