"""The table of coded segments: as CSV and as XLSX, the same rows."""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from openpyxl.utils.escape import unescape

from graph.errors import InputError
from graph.model import Attribute, Coding, Loss, Quote, Sources, Study, StudyInfo, Variable
from graph.writers import formats, workbook
from graph.writers.noted import Cell
from graph.writers.segments import segments, table
from graph.writers.workbook import CELL
from tests.strategies import studies
from tests.studies import invented_study

Row = tuple[Cell, ...]
HOSTILE = (
    "_x000D_",
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x")',
    "\t=1",
    "007",
    "http://e.org",
)


def _csv_rows(study: Study, into: Path) -> list[list[str]]:
    formats.write(study, Sources(), into, "csv")
    with into.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _xlsx_rows(study: Study, into: Path) -> list[Row]:
    formats.write(study, Sources(), into, "xlsx")
    sheet = openpyxl.load_workbook(into)["Codings"]
    return [tuple(map(_as_spreadsheets_read, row)) for row in sheet.values]


def _as_spreadsheets_read(cell: Cell) -> Cell:
    """Undo OOXML's escapes (ISO/IEC 29500-1, 22.9.2.19), which openpyxl leaves as they are."""
    return unescape(cell) if isinstance(cell, str) else "" if cell is None else cell


def _plain(study: Study) -> Iterator[list[str]]:
    written = table(study)
    yield list(written.columns)
    for row in written.rows:
        yield [_as_csv(cell) for cell in row]


def _as_csv(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)


# ---------------------------------------------------------------- there and back


@settings(max_examples=40)
@given(study=studies())
def test_any_csv_reads_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, study: Study
) -> None:
    """Whatever words there are, each cell is read back unchanged."""
    path = tmp_path_factory.mktemp("csv") / "x.csv"
    assert _csv_rows(study, path) == list(_plain(study))


@settings(max_examples=25)
@given(study=studies())
def test_any_xlsx_reads_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, study: Study
) -> None:
    """Whatever words there are, each cell is read back unchanged, numbers as numbers."""
    path = tmp_path_factory.mktemp("xlsx") / "x.xlsx"
    written = table(study)
    rows = [tuple("" if cell is None else cell for cell in row) for row in written.rows]
    assert _xlsx_rows(study, path) == [written.columns, *rows]


def test_rows_name_all_that_an_analyst_asks() -> None:
    """A row has the words, who said them, the theme with its path, who coded, and what was said."""
    (row,) = [row for row in segments(invented_study()) if row.coding == "k2"]
    assert (row.quote, row.document, row.document_title, row.layout) == (
        "q2", "notes", "Notes", "block",
    )  # fmt: skip
    assert (row.respondent_label, row.affiliation, row.method) == (
        "Neighbour B", "community", "interview",
    )  # fmt: skip
    assert row.theme_path == "Hindrances > No ear > No reply, ever"
    assert (row.theme, row.theme_label, row.valence) == ("no-reply", "No reply, ever", "barrier")
    assert (row.coder, row.coder_name, row.coder_kind) == ("anna", "Anna Ångström", "person")
    assert (row.review, row.mentioned_roles) == ("confirmed", "local-authority")


def test_what_nobody_coded_has_a_row() -> None:
    """Quotes and regions without a coding are rows without a theme."""
    rows = list(segments(replace(invented_study(), codings=())))
    assert [row.quote or row.region for row in rows] == ["q1", "q2", "q3", "q4", "q5", "r1"]
    assert {(row.theme, row.coding, row.review) for row in rows} == {("", "", "")}


def test_regions_and_whole_documents_have_rows() -> None:
    """A coding of a region has its place, one of a whole document the document alone."""
    region, whole = [row for row in segments(invented_study()) if not row.quote]
    assert (region.region, region.text, region.x1, region.y2) == ("r1", "A kettle.", 10, 220)
    assert (whole.coding, whole.document, whole.text) == ("k8", "photo", "")


def test_what_was_rejected_has_no_row() -> None:
    """A coding that was rejected is no row, and is listed."""
    assert "k9" not in {row.coding for row in segments(invented_study())}


def test_variables_are_columns() -> None:
    """What is known of respondents stands in columns called after the variable, typed."""
    written = table(invented_study())
    assert written.columns[-2:] == ("respondent.from", "respondent.years")
    years = {row[-1] for row in written.rows if row[written.columns.index("respondent")] == "a"}
    assert years == {12}


def test_a_variable_with_several_values_is_text() -> None:
    """A variable that says two things of one record is text for all."""
    study = replace(
        invented_study(),
        variables=(Variable("age", "Age", "integer"),),
        attributes=(
            Attribute("respondents/a", "age", "41"), Attribute("respondents/a", "age", "42"),
            Attribute("respondents/b", "age", "50"),
        ),
    )  # fmt: skip
    assert {row[-1] for row in table(study).rows} == {"41;42", "50", None}


def test_what_the_table_has_no_place_for_is_said(tmp_path: Path) -> None:
    """Records that no row names are listed; themes above a coded one are named in its path."""
    losses = {loss.what: loss.records for loss in formats.write(
        invented_study(), Sources(), tmp_path / "x.csv"
    )}  # fmt: skip
    assert losses["ties"] == ("t1", "t2", "t3", "t4", "t5", "t6")
    assert losses["rejected statements"] == ("k9",)
    assert losses["attributes"] == ("respondents/a guid", "study created", "themes/helps colour")
    assert not {"themes", "quotes", "codings", "roles", "respondents"} & losses.keys()


# ---------------------------------------------------------------- spreadsheets


def _quoting(*words: str) -> Study:
    quotes = [Quote(f"q{n}", text, "", "d", 0, 1, "block") for n, text in enumerate(words)]
    return Study(StudyInfo("s", "S"), quotes=tuple(quotes))


def test_words_are_never_formulas_in_a_workbook(tmp_path: Path) -> None:
    """A cell that begins like a formula, number or link is text in XLSX."""
    formats.write(_quoting(*HOSTILE), Sources(), tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["Codings"]
    place = table(_quoting()).columns.index("text") + 1
    cells = [sheet.cell(line, place) for line in range(2, len(HOSTILE) + 2)]
    assert [unescape(cell.value) for cell in cells] == list(HOSTILE)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_csv_has_every_cell_as_it_is(tmp_path: Path) -> None:
    """CSV is for programs: nothing is put before a cell that a spreadsheet takes for a formula."""
    rows = _csv_rows(_quoting(*HOSTILE), tmp_path / "x.csv")
    assert [row[rows[0].index("text")] for row in rows[1:]] == list(HOSTILE)


def test_a_workbook_is_ready_for_work(tmp_path: Path) -> None:
    """The header stays in sight, every column can be filtered, and words have room."""
    formats.write(invented_study(), Sources(), tmp_path / "x.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx")["Codings"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet["A1"].font.bold
    letter = openpyxl.utils.get_column_letter(table(_quoting()).columns.index("text") + 1)
    assert sheet.column_dimensions[letter].width > 60


def test_words_beyond_a_cell_are_cut_and_said(tmp_path: Path) -> None:
    """A cell holds 32,767 UTF-16 units; a longer quote is cut between characters, and named."""
    text = "🫖" * CELL
    losses = formats.write(_quoting("short", text), Sources(), tmp_path / "x.xlsx")
    (cut,) = [loss for loss in losses if loss.what.startswith("text beyond")]
    assert cut.records == ("q1",)
    rows = _xlsx_rows(_quoting("short", text), tmp_path / "y.xlsx")
    assert rows[2][rows[0].index("text")] == "🫖" * (CELL // 2)


def test_more_rows_than_a_sheet_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More codings than a sheet has rows are refused, and nothing is written."""
    monkeypatch.setattr(workbook, "ROWS", 3)
    with pytest.raises(InputError, match="export csv"):
        formats.write(_quoting("a", "b", "c"), Sources(), tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_characters_that_xml_lacks_do_not_break_a_workbook(tmp_path: Path) -> None:
    """A character that XML can't carry is replaced, and said."""
    losses = formats.write(_quoting("a\x00b"), Sources(), tmp_path / "x.xlsx")
    assert losses[-1] == Loss(losses[-1].what, ("q0",))
    assert zipfile.is_zipfile(tmp_path / "x.xlsx")
    rows = _xlsx_rows(_quoting("a\x00b"), tmp_path / "y.xlsx")
    assert rows[1][rows[0].index("text")] == "a\ufffdb"


def test_many_codings_of_one_quote_are_rows_of_it() -> None:
    """A quote with two themes has two rows."""
    study = replace(
        invented_study(), codings=(Coding("a", "q1", "helps"), Coding("b", "q1", "no-room"))
    )
    rows = [row for row in segments(study) if row.quote == "q1"]
    assert [row.theme for row in rows] == ["helps", "no-room"]
