"""The study folder: written and read back, and what its errors say."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import csvw
import pytest
from hypothesis import given

from graph.bundled import FIRST_STUDY
from graph.errors import Fault, InputError, StudyError
from graph.folders.folder import GUESSES, read_folder, read_sources, write_folder
from graph.folders.tables import METADATA, foreign_keys
from graph.model import TABLES, Study, StudyInfo, Theme
from tests.strategies import ANY_TEXT
from tests.studies import TEXT, invented_study


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the invented study, with its source."""
    write_folder(invented_study(), tmp_path / "mending", {"notes": TEXT})
    return tmp_path / "mending"


def _faults(folder: Path) -> list[Fault]:
    with pytest.raises(StudyError) as caught:
        read_folder(folder)
    assert caught.value.folder == str(folder)
    return list(caught.value.faults)


def _fault(folder: Path) -> Fault:
    (fault,) = _faults(folder)
    return fault


def _edit(folder: Path, table: str, old: str, new: str) -> None:
    path = folder / f"{table}.csv"
    text = path.read_bytes().decode()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {table}.csv"
    path.write_bytes(text.replace(old, new).encode())


# ---------------------------------------------------------------- round trips


def test_a_folder_reads_as_it_was_written(folder: Path) -> None:
    """A study that was written as a folder reads back equal."""
    study, _ = read_folder(folder)
    assert study == invented_study()


def test_sources_are_kept_byte_for_byte(folder: Path) -> None:
    """A source text in the folder has the bytes that it was written with."""
    assert read_sources(folder, invented_study()) == {"notes": TEXT.encode()}


def test_sources_keep_their_line_ends(tmp_path: Path) -> None:
    """A source's line ends aren't changed, for positions count them."""
    write_folder(invented_study(), tmp_path / "mending", {"notes": "a\r\nb\rc\n"})
    assert read_sources(tmp_path / "mending", invented_study()) == {"notes": b"a\r\nb\rc\n"}


@given(
    title=ANY_TEXT.filter(str.strip),
    note=ANY_TEXT,
    label=ANY_TEXT.filter(str.strip),
    meaning=ANY_TEXT,
)
def test_any_text_reads_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, title: str, note: str, label: str, meaning: str
) -> None:
    """Whatever characters a cell can hold, they are read back unchanged."""
    study = Study(StudyInfo("s", title, note=note), themes=(Theme("t", label, definition=meaning),))
    folder = tmp_path_factory.mktemp("any") / "study"
    write_folder(study, folder)
    assert read_folder(folder)[0] == study


def test_line_numbers_are_the_files(folder: Path) -> None:
    """A record's line is counted as an editor counts it, line breaks within cells included."""
    _, tables = read_folder(folder)
    lines = {name: tables.line("quotes", name) for name in ("q1", "q2", "q3", "q4")}
    assert lines == {"q1": 2, "q2": 3, "q3": 5, "q4": 6}


def test_an_absent_record_has_no_line(folder: Path) -> None:
    """The line of a record that isn't there is 0."""
    assert read_folder(folder)[1].line("quotes", "q99") == 0


@pytest.mark.parametrize("change", [lambda data: b"\xef\xbb\xbf" + data, bytes.splitlines])
def test_what_spreadsheets_write_is_read(
    folder: Path, change: Callable[[bytes], bytes | list[bytes]]
) -> None:
    """A byte-order mark and Windows line ends make no difference."""
    path = folder / "themes.csv"
    changed = change(path.read_bytes())
    path.write_bytes(changed if isinstance(changed, bytes) else b"\r\n".join(changed) + b"\r\n")
    assert read_folder(folder)[0] == invented_study()


def test_empty_rows_are_skipped(folder: Path) -> None:
    """Rows without any content, as spreadsheets leave them, are no faults."""
    with (folder / "themes.csv").open("a") as file:
        file.write("\n,,,,\n\n")
    assert read_folder(folder)[0] == invented_study()


def test_only_the_study_table_is_needed(tmp_path: Path) -> None:
    """Every other table may be missing, and so may columns that aren't required."""
    (tmp_path / "study.csv").write_text("title,id\nT,s\n")
    assert read_folder(tmp_path)[0] == Study(StudyInfo("s", "T"))


def test_references_in_a_list_are_a_set(folder: Path) -> None:
    """A list of references is sorted and without doubles, spaces or empty parts."""
    _edit(folder, "ties", "q2;q3", " q3 ;q2;;q3")
    assert read_folder(folder)[0] == invented_study()


# ---------------------------------------------------------------- writing whole or not at all


def test_a_folder_that_has_something_is_not_overwritten(folder: Path) -> None:
    """Writing into a folder that isn't empty is refused and changes nothing."""
    before = {path: path.read_bytes() for path in folder.rglob("*.csv")}
    with pytest.raises(InputError, match="isn't empty"):
        write_folder(replace(invented_study(), quotes=()), folder)
    assert {path: path.read_bytes() for path in folder.rglob("*.csv")} == before


def test_a_file_is_not_overwritten(tmp_path: Path) -> None:
    """A file where the folder should be is left as it is."""
    (tmp_path / "study").write_text("mine")
    with pytest.raises(InputError, match="choose another folder"):
        write_folder(invented_study(), tmp_path / "study")
    assert (tmp_path / "study").read_text() == "mine"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    """An empty folder can be written into."""
    (tmp_path / "study").mkdir()
    write_folder(invented_study(), tmp_path / "study")
    assert read_folder(tmp_path / "study")[0] == invented_study()


def test_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    """A study that can't be written leaves no half-written folder behind."""
    study = invented_study()
    broken = replace(study, links=(replace(study.links[0], statement="\ud800"),))
    with pytest.raises(UnicodeEncodeError):
        write_folder(broken, tmp_path / "study")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("wrong", ["a;b", " a", "a\t", ""])
def test_a_list_that_would_be_read_otherwise_is_refused(tmp_path: Path, wrong: str) -> None:
    """A part of a list that has the separator in it, or space around it, is refused."""
    study = invented_study()
    role = replace(study.roles[0], alternatives=("fine", wrong))
    with pytest.raises(InputError, match=re.escape(f"column alternatives: {wrong!r} can't")):
        write_folder(replace(study, roles=(role, *study.roles[1:])), tmp_path / "study")
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- faults in a table as a whole


@pytest.mark.parametrize("table", ["study", "links", "themes"])
@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_table_that_is_no_file(folder: Path, table: str, kind: str) -> None:
    """A folder or a link to nothing where a table should be isn't an absent table."""
    path = folder / f"{table}.csv"
    path.unlink()
    if kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(folder / "nowhere")
    problem = "is a folder" if kind == "folder" else "is a link to nothing"
    mend = "put the table itself there, or take this away"
    assert _fault(folder) == Fault(path.name, 0, "", "", problem, mend)


def test_thousands_of_broken_references_are_said_in_seconds(folder: Path) -> None:
    """Of many faults each is named with its row; the nearest id is looked for in the first."""
    with (folder / "codings.csv").open("a") as file:
        file.writelines(f"x{number},q{number}9,helps,,,,,\n" for number in range(20_000))
    faults = _faults(folder)
    assert len(faults) == 20_000
    assert faults[0].mend == "use one of q1, q2, q3, q4, q5"
    assert {fault.mend for fault in faults[GUESSES:]} == {"add it to quotes.csv"}
    assert [fault.row for fault in faults] == list(range(11, 20_011))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A folder that isn't there is named in the error."""
    with pytest.raises(InputError, match=r"nowhere: there is no such study folder"):
        read_folder(tmp_path / "nowhere")


def test_a_missing_study_table() -> None:
    """A folder without study.csv says so and how to mend it."""
    fault = _fault(Path(__file__).parent)
    assert str(fault) == "study.csv: there is no such table. Mend: write one row about the study."


def test_two_rows_about_the_study(folder: Path) -> None:
    """A study.csv with two rows is refused."""
    with (folder / "study.csv").open("a") as file:
        file.write("other,Other,,,,,,\n")
    assert str(_fault(folder)) == (
        "study.csv: has 2 sound rows instead of one. Mend: write one row about the study."
    )


def test_an_unknown_column_gets_a_guess(folder: Path) -> None:
    """A column that isn't known is named with the nearest one that is."""
    _edit(folder, "themes", "valence", "valance")
    assert _faults(folder)[0] == Fault(
        "themes.csv", 1, "valance", "", "there is no such column", "did you mean 'valence'?"
    )


def test_a_column_that_stands_twice(folder: Path) -> None:
    """A column may stand only once."""
    _edit(folder, "coders", "id,name,kind,note", "id,name,kind,name")
    assert {(f.row, f.column, f.problem) for f in _faults(folder) if f.table == "coders.csv"} == {
        (1, "name", "this column stands twice")
    }


def test_a_missing_required_column(folder: Path) -> None:
    """A required column that is missing is named."""
    (folder / "links.csv").write_text("id,source,type,voice\n")
    assert _fault(folder) == Fault(
        "links.csv", 1, "target", "", "a required column is missing", "add it"
    )


@pytest.mark.parametrize("mark", [";", "\t"])
def test_another_separator_is_recognised(folder: Path, mark: str) -> None:
    """A table that is separated by semicolons or tabs is told from one with a wrong column."""
    (folder / "links.csv").write_text(mark.join(["id", "source", "target"]) + "\n")
    fault = _fault(folder)
    assert (fault.table, fault.row, fault.problem) == (
        "links.csv",
        1,
        "isn't separated by commas",
    )
    assert "CSV UTF-8" in fault.mend


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_recognised(folder: Path, encoding: str) -> None:
    """A table in UTF-16 is named as that."""
    data = "\ufeffid,source\n" if encoding != "utf-16" else "id,source\n"
    (folder / "links.csv").write_bytes(data.encode(encoding))
    assert _fault(folder).problem == "is UTF-16, not UTF-8"


def test_an_unclosed_quotation_mark(folder: Path) -> None:
    """A quotation mark that isn't closed is reported with the line on which its row begins."""
    with (folder / "links.csv").open("a") as file:
        file.write('l9,"no-reply\n\n')
    fault = _fault(folder)
    assert (fault.table, fault.row) == ("links.csv", 5)
    assert fault.problem.startswith("isn't CSV")


def test_a_wrong_number_of_cells(folder: Path) -> None:
    """A row with too few or too many cells is named by its line, after cells of several lines."""
    with (folder / "quotes.csv").open("a") as file:
        file.write("q6,words, more words,a,notes,0,5,block\n")
    assert _fault(folder) == Fault(
        "quotes.csv",
        8,
        "",
        "",
        "has 8 cells where the header has 7",
        "look for a missing or unquoted comma",
    )


# ---------------------------------------------------------------- faults in a cell


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_other_encodings_are_named_by_cell(folder: Path, encoding: str) -> None:
    """A cell that isn't UTF-8 is named, shown as it was meant, with its first wrong byte."""
    path = folder / "roles.csv"
    path.write_bytes(path.read_bytes().decode().encode(encoding))
    fault = _fault(folder)
    assert (fault.table, fault.row, fault.column) == ("roles.csv", 2, "label")
    assert (fault.value, fault.problem) == ("repair café", "isn't UTF-8 (byte 0xE9)")
    assert "CSV UTF-8" in fault.mend


def test_a_header_in_another_encoding(folder: Path) -> None:
    """A column's name that isn't UTF-8 is reported in words that can be printed."""
    (folder / "links.csv").write_bytes("id,thème\n".encode("cp1252"))
    first = _faults(folder)[0]
    assert str(first).encode().startswith("links.csv:1: 'thème' isn't UTF-8".encode())


@pytest.mark.parametrize("control", ["\x00", "\x07", "\x1b", "\x7f", "\ufffe"])
def test_control_characters(folder: Path, control: str) -> None:
    """Control characters are refused, for XML can't carry them; the rest is shown as it is."""
    _edit(folder, "roles", "repair café", f"repair{control} café")
    assert _fault(folder) == Fault(
        "roles.csv",
        2,
        "label",
        f"repair{control} café",
        f"has the control character {control!r}",
        "remove it",
    )


@pytest.mark.parametrize("value", ["x", "-1", "+5", "5.0", "1e3", "1_000", "٣", " 7", "9" * 30])
def test_positions_are_plain_whole_numbers(folder: Path, value: str) -> None:
    """A position is written in ASCII digits, and not beyond what every tool can count."""
    with (folder / "passages.csv").open("a") as file:
        file.write(f"p9,notes,{value},200,,,\n")
    fault = _fault(folder)
    assert (fault.table, fault.row, fault.column) == ("passages.csv", 5, "start")
    assert (fault.value, fault.problem) == (value, "isn't a whole number from 0")


def test_a_missing_required_cell(folder: Path) -> None:
    """A required cell that is empty is named, with what belongs into it."""
    _edit(folder, "themes", "The mood", "")
    fault = _fault(folder)
    assert (fault.table, fault.row, fault.column) == ("themes.csv", 8, "label")
    assert (fault.value, fault.problem) == ("", "is empty")
    assert fault.mend.startswith("fill it in: ")


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0", "\n"])
def test_a_blank_is_no_text(folder: Path, blank: str) -> None:
    """A required text that has nothing but spaces is empty, as it is in the shapes."""
    table = folder / "roles.csv"
    with table.open("a", encoding="utf-8", newline="") as file:
        file.write(f'blank,"{blank}",,,,\n')
    fault = _fault(folder)
    assert (fault.column, fault.value, fault.problem) == ("label", blank, "is empty")


def test_a_table_without_a_header(folder: Path) -> None:
    """A file of no bytes isn't a sound table."""
    (folder / "links.csv").write_bytes(b"")
    (fault,) = _faults(folder)
    assert (fault.table, fault.row, fault.problem) == (
        "links.csv",
        1,
        "is empty: it has no header",
    )


@pytest.mark.parametrize("value", ["No Room", "a/b", "é", "-a", '"a\n"'])
def test_ids_have_a_form(folder: Path, value: str) -> None:
    """An id has lower-case letters, digits and hyphens, for it becomes part of an IRI."""
    with (folder / "themes.csv").open("a") as file:
        file.write(f"{value},X,,,\n")
    fault = _fault(folder)
    assert (fault.row, fault.column, fault.value) == (9, "id", value.strip('"'))
    assert fault.problem.startswith("hasn't the right form")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("doi", "https://doi.org/10.5555/1"),
        ("doi", "10.5555/<1>"),
        ("doi", "10.5555/100%"),
        ("licence", "CC BY"),
        ("licence", "https://[x"),
        ("licence", "https://x.org/%zz"),
        ("language", "English, mostly"),
    ],
)
def test_what_becomes_an_iri_has_its_form(tmp_path: Path, column: str, value: str) -> None:
    """A DOI, licence or language that would break the graph is refused in its cell."""
    (tmp_path / "study.csv").write_text(f'id,title,{column}\ns,T,"{value}"\n')
    fault, *_ = _faults(tmp_path)
    assert (fault.table, fault.row, fault.column, fault.value) == ("study.csv", 2, column, value)


def test_an_id_that_stands_twice(folder: Path) -> None:
    """An id that is taken is named with the row that has it."""
    with (folder / "themes.csv").open("a") as file:
        file.write("no-ear,Again,,,\n")
    assert _fault(folder) == Fault(
        "themes.csv",
        9,
        "id",
        "no-ear",
        "stands already in row 4",
        "give each row an id of its own",
    )


# ---------------------------------------------------------------- references


def test_a_reference_to_nothing(folder: Path) -> None:
    """A reference to a row that isn't there is named, with the nearest id that is."""
    with (folder / "codings.csv").open("a") as file:
        file.write("k10,q5,no-eer,,,,,\n")
    assert _fault(folder) == Fault(
        "codings.csv", 11, "theme", "no-eer", "isn't an id in themes.csv", "did you mean 'no-ear'?"
    )


def test_a_reference_to_nothing_in_a_list(folder: Path) -> None:
    """Each broken reference of a list is named by itself."""
    _edit(folder, "ties", "q2;q3", "q2;q77;zzz")
    assert [(f.table, f.row, f.column, f.value, f.problem) for f in _faults(folder)] == [
        ("ties.csv", 2, "quotes", "q77", "isn't an id in quotes.csv"),
        ("ties.csv", 2, "quotes", "zzz", "isn't an id in quotes.csv"),
    ]


def test_references_into_an_absent_table(folder: Path) -> None:
    """References into a table that isn't there are one fault, of that table."""
    (folder / "coders.csv").rename(folder / "coder.csv")
    assert [(f.table, f.problem, f.mend) for f in _faults(folder)] == [
        ("coder.csv", "there is no such table", "did you mean 'coders.csv'?"),
        (
            "coders.csv",
            "there is no such table, but codings.csv refers to it",
            "add it, or look whether it's misnamed",
        ),
    ]


def test_a_reference_into_an_empty_table(folder: Path) -> None:
    """A reference into a table without rows says to which table to add one."""
    header = (folder / "coders.csv").read_text("utf-8").splitlines()[0]
    (folder / "coders.csv").write_text(f"{header}\n", "utf-8")
    assert {(f.problem, f.mend) for f in _faults(folder)} == {
        ("isn't an id in coders.csv", "add it to coders.csv")
    }


@pytest.mark.parametrize(("table", "column", "target"), list(foreign_keys()))
def test_every_declared_reference_is_checked(
    folder: Path, table: str, column: str, target: str
) -> None:
    """Every reference that the metadata declares is checked."""
    path = folder / f"{table}.csv"
    header, *rows = (line.split(",") for line in path.read_text().split("\n")[:1])
    assert rows == []
    required = {"id": "x9", "start": "0", "end": "1", "text": "x", "label": "x", column: "no-such"}
    kept = {
        "quotes": {"respondent": "a", "document": "notes", "layout": "block"},
        "passages": {"document": "notes"},
        "codings": {"quote": "q5", "theme": "no-ear"},
        "mentions": {"role": "academic"},
        "ties": dict.fromkeys(("source", "target", "type", "status", "direction", "voice"), "x"),
        "links": {"source": "no-ear", "target": "no-room", "type": "x", "voice": "x"},
        "regions": {"document": "photo"},
        "decisions": {"about": "study", "decision": "x"},
    }
    cells = kept.get(table, {}) | required
    with path.open("a") as file:
        file.write(",".join(cells.get(name, "") for name in header) + "\n")
    fault = _fault(folder)
    assert (fault.table, fault.column, fault.value) == (f"{table}.csv", column, "no-such")
    assert fault.problem == f"isn't an id in {target}.csv"


def test_all_faults_are_said_at_once(folder: Path) -> None:
    """One reading names the faults of all tables."""
    _edit(folder, "themes", "The mood", "")
    _edit(folder, "study", "10.5555/", "doi:10.5555/")
    _edit(folder, "ties", "q2;q3", "q2;q77")
    with (folder / "coders.csv").open("a") as file:
        file.write("too,few\n")
    faults = _faults(folder)
    tables = [fault.table for fault in faults]
    assert tables == ["study.csv", "coders.csv", "themes.csv", "ties.csv"]


# ---------------------------------------------------------------- other tools


@pytest.mark.parametrize("which", ["written", "bundled"])
def test_the_folder_is_csv_on_the_web(folder: Path, which: str) -> None:
    """A folder is sound to any tool that reads CSV on the Web."""
    group = csvw.TableGroup.from_file(
        (folder if which == "written" else FIRST_STUDY) / "csv-metadata.json"
    )
    read = {table.local_name: len(list(table.iterdicts(strict=True))) for table in group.tables}
    assert set(read) == {f"{name}.csv" for name in ("study", *TABLES)}
    assert which == "bundled" or min(read.values()) > 0
    group.check_referential_integrity()


def test_the_bundled_folder_has_our_metadata() -> None:
    """The bundled folder carries the metadata that reading uses."""
    assert (FIRST_STUDY / METADATA.name).read_bytes() == METADATA.read_bytes()


def test_references_into_an_unsound_table_are_not_blamed(tmp_path: Path) -> None:
    """A table with faults of its own doesn't make a fault of every reference into it."""
    folder = tmp_path / "study"
    write_folder(invented_study(), folder)
    themes = folder / "themes.csv"
    themes.write_text(themes.read_text("utf-8").replace("label", "lable", 1), "utf-8")
    with pytest.raises(StudyError) as error:
        read_folder(folder)
    assert {fault.table for fault in error.value.faults} == {"themes.csv"}
