"""Workbooks: sheets, cells, and files that mean harm."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from graph.errors import ReadError
from graph.readers.tables import bounds, grid, tally, workbook
from tests.tables import write_ods, write_ods_tables, write_xlsx

HEADER = ["Quote", "Code", "Document"]
ROWS = [HEADER, ["No time", "Time", "I1"], ["Two\nlines  here", "Money", "I2"]]
WRITERS = {"xlsx": write_xlsx, "ods": write_ods}
SHEET = """<?xml version="1.0"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData>{rows}</sheetData></worksheet>"""


@pytest.fixture(params=["xlsx", "ods"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of workbook."""
    return str(request.param)


def test_cells_are_read_as_they_stand(kind: str, tmp_path: Path) -> None:
    """XLSX and ODS give the same cells, with their spaces and line breaks."""
    path = WRITERS[kind](tmp_path / f"t.{kind}", {"Segments": ROWS})
    found = workbook.read(path)
    assert found.rows == tuple(map(tuple, ROWS))
    assert found.name == "Segments"


def test_rows_keep_their_numbers(kind: str, tmp_path: Path) -> None:
    """Empty rows and columns before the table are counted, as a spreadsheet program does."""
    rows = [["", "", ""], ["", "", ""], ["", "Quote", "Code"], ["", "a", "b"]]
    path = WRITERS[kind](tmp_path / f"t.{kind}", {"S": rows})
    assert workbook.read(path).rows[2:] == (("", "Quote", "Code"), ("", "a", "b"))


def test_the_sheet_with_segments_is_found(kind: str, tmp_path: Path) -> None:
    """Of several sheets the one is read whose columns are known, and the others are named."""
    sheets = {"About": [["Made by", "us"]], "Data": ROWS}
    path = WRITERS[kind](tmp_path / f"t.{kind}", sheets)
    found = workbook.read(path)
    assert found.name == "Data"
    assert [note.place for note in found.notes] == ["sheet 'About'"]


def test_sheets_that_look_alike_are_asked_for(kind: str, tmp_path: Path) -> None:
    """If several sheets could be meant, the error says how to choose."""
    path = WRITERS[kind](tmp_path / f"t.{kind}", {"One": ROWS, "Two": ROWS})
    with pytest.raises(ReadError, match=r"which sheet .* --sheet: 'One', 'Two'"):
        workbook.read(path)
    assert workbook.read(path, "Two").name == "Two"


def test_a_sheet_that_is_not_there_is_refused(kind: str, tmp_path: Path) -> None:
    """An unknown sheet's name is an error with the names that there are."""
    path = WRITERS[kind](tmp_path / f"t.{kind}", {"One": ROWS})
    with pytest.raises(ReadError, match="no such sheet; choose one with --sheet: 'One'"):
        workbook.read(path, "Two")


def test_hidden_sheets_are_left_out_and_said_so(tmp_path: Path) -> None:
    """A hidden sheet isn't read by itself, only by its name."""
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, hide in (("Shown", False), ("Old", True)):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(ROWS):
                sheet.write_row(number, 0, row)
            if hide:
                sheet.hide()
    found = workbook.read(path)
    assert found.name == "Shown"
    assert "hidden" in found.notes[0].text
    assert workbook.read(path, "Old").rows == tuple(map(tuple, ROWS))


def test_values_become_text(tmp_path: Path) -> None:
    """Numbers, dates and marks are text: 3 and not 3.0, and days as 2026-11-23."""
    path = tmp_path / "t.xlsx"
    day = dt.datetime(2026, 11, 23)  # noqa: DTZ001 -- a spreadsheet's dates have no zone
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Quote", "Code", "Age", "Share", "Day", "At", "Yes"])
        sheet.write_row(1, 0, ["No time", 3, 41, 0.5])
        sheet.write_datetime(1, 4, day, book.add_format({"num_format": "yyyy-mm-dd"}))
        moment = day.replace(hour=14, minute=5)
        sheet.write_datetime(1, 5, moment, book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
        sheet.write_boolean(1, 6, boolean=True)
    row = workbook.read(path).rows[1]
    assert row[:4] == ("No time", "3", "41", "0.5")
    assert row[4].startswith("2026-11-23")
    assert row[5:] == ("2026-11-23 14:05:00", "TRUE")


def test_formulas_give_their_stored_value(tmp_path: Path) -> None:
    """Of a formula the stored value is read; text that looks like one stays text."""
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_formula(1, 0, '="No "&"time"', None, "No time")
        sheet.write_string(1, 1, "=1+1")
    assert workbook.read(path).rows[1][:2] == ("No time", "=1+1")


def test_formulas_without_a_stored_value_are_noted(tmp_path: Path) -> None:
    """A formula that no program has worked out is read as empty, and said so with its cell."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Quote</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>No time</t></is></c>'
        '<c r="B2"><f>1+1</f></c></row>'
    )
    path = _patched(tmp_path, rows)
    found = workbook.read(path)
    assert "B2" in found.notes[0].place
    assert "without a stored value" in found.notes[0].text


def test_hidden_rows_are_read_and_noted(tmp_path: Path) -> None:
    """Rows that a filter hides are segments like the others, and said to be read."""
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
        sheet.set_row(1, None, None, {"hidden": True})
    found = workbook.read(path)
    assert len(found.rows) == len(ROWS)
    assert found.notes[0].text == "1 hidden rows were read like the others"
    assert found.notes[0].place.endswith("rows 2")


def test_merged_cells_stand_in_every_row_they_cover(tmp_path: Path) -> None:
    """A document's name that is merged over its segments belongs to each."""
    path = tmp_path / "t.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_row(1, 0, ["a", "x"])
        sheet.write_row(2, 0, ["b", "y"])
        sheet.merge_range(1, 2, 2, 2, "I1")
    assert [row[2] for row in workbook.read(path).rows] == ["Document", "I1", "I1"]


def test_ods_merges_and_repeats(tmp_path: Path) -> None:
    """ODS writes equal cells once with a count, and merged ones with what they cover."""
    head = "".join(_ods_text(name) for name in HEADER)
    tables = (
        f'<table:table table:name="S"><table:table-row>{head}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{_ods_text("a")}'
        f'<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p>'
        f"</table:table-cell></table:table-row>"
        f"<table:table-row>{_ods_text('b')}{_ods_text('y')}"
        f"{_ods_text('I1', ' table:number-rows-spanned=' + chr(34) + '2' + chr(34))}"
        f"</table:table-row><table:table-row>{_ods_text('c')}{_ods_text('z')}"
        "<table:covered-table-cell/></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
        "</table:table>"
    )
    rows = workbook.read(write_ods_tables(tmp_path / "t.ods", tables)).rows
    assert rows == (
        tuple(HEADER), ("a", "3", ""), ("a", "3", ""), ("b", "y", "I1"), ("c", "z", "I1"),
    )  # fmt: skip


def _ods_text(text: str, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string"{attributes}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def test_ods_breaks_and_tabs_keep_words_apart(tmp_path: Path) -> None:
    """Line breaks and tabs within a paragraph of an ODS's cell aren't lost."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    row = cell.format("no<text:line-break/>time") + cell.format("at<text:tab/>all")
    tables = f'<table:table table:name="S"><table:table-row>{row}</table:table-row></table:table>'
    path = write_ods_tables(tmp_path / "t.ods", tables)
    assert workbook.read(path).rows == (("no\ntime", "at\tall"),)


# ---------------------------------------------------------------- files that mean harm


def _patched(tmp_path: Path, rows: str) -> Path:
    """Write an XLSX whose sheet holds the given XML."""
    sound = write_xlsx(tmp_path / "sound.xlsx", {"S": [["x"]]})
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, SHEET.format(rows=rows) if "sheet1.xml" in name else data)
    return path


def test_a_cell_at_the_far_corner_is_refused(tmp_path: Path) -> None:
    """One cell far away would make a table of billions of cells: refused before it's opened."""
    rows = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(ReadError, match="1,048,576 rows and 16,384 columns is more than is read"):
        workbook.read(_patched(tmp_path, rows))


@pytest.mark.parametrize("reference", ["A1048577", "XFE1", "A99999999", "ZZZZ1"])
def test_more_than_a_spreadsheet_has_is_refused(reference: str, tmp_path: Path) -> None:
    """The limit is the spreadsheet programs' own: 1,048,576 rows and 16,384 columns."""
    rows = f'<row r="1"><c r="{reference}"><v>1</v></c></row>'
    with pytest.raises(ReadError, match="is more than is read"):
        workbook.read(_patched(tmp_path, rows))


@pytest.mark.parametrize("reference", ["A99999999999", "A-1", "1A", "A1 "])
def test_a_cell_without_a_sound_place_is_refused(reference: str, tmp_path: Path) -> None:
    """What one reader takes for no place, another may take for a far one: refused."""
    rows = f'<row r="1"><c r="{reference}"><v>1</v></c></row>'
    with pytest.raises(ReadError, match="is no cell's place"):
        workbook.read(_patched(tmp_path, rows))


@pytest.mark.parametrize("member", ["xl/far/away.xml", "xl/worksheets/sheet1.bin"])
def test_sheets_are_measured_wherever_they_lie(member: str, tmp_path: Path) -> None:
    """A sheet that the workbook keeps in an unusual place is measured as well."""
    sound = _patched(tmp_path, '<row r="1"><c r="XFD1048576"><v>1</v></c></row>')
    path = tmp_path / "moved.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name).replace(b"worksheets/sheet1.xml", member[3:].encode())
            new.writestr(member if "sheet1.xml" in name else name, data)
    with pytest.raises(ReadError, match="is more than is read"):
        workbook.read(path)


def test_what_is_only_announced_is_counted(tmp_path: Path) -> None:
    """A few bytes that announce a billion strings, or spaces, are refused."""
    sound = write_xlsx(tmp_path / "sound.xlsx", {"S": ROWS})
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'uniqueCount="', b'uniqueCount="9999999'))
    with pytest.raises(ReadError, match=r"announced strings, styles or spaces, more than"):
        workbook.read(path)
    cell = _ods_text('a<text:s text:c="999999999"/>b')
    tables = f'<table:table table:name="S"><table:table-row>{cell}</table:table-row></table:table>'
    with pytest.raises(ReadError, match="999,999,999 announced strings"):
        workbook.read(write_ods_tables(tmp_path / "t.ods", tables))


def test_a_drawing_is_no_sheet(tmp_path: Path) -> None:
    """Old drawings needn't be sound XML, so that none may be named as a sheet."""
    sound = write_xlsx(tmp_path / "sound.xlsx", {"S": [["x"]]})
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"sheet1.xml", b"sheet1.vml"))
        new.writestr("xl/worksheets/sheet1.vml", "<xml><br>")
    with pytest.raises(ReadError, match="names a drawing as a sheet"):
        workbook.read(path)


def test_an_ods_with_a_number_that_is_none_is_refused(tmp_path: Path) -> None:
    """A count of more digits than there are rows is refused."""
    cell = _ods_text("x", ' table:number-columns-repeated="99999999999"')
    tables = f'<table:table table:name="S"><table:table-row>{cell}</table:table-row></table:table>'
    with pytest.raises(ReadError, match="isn't a number of rows or columns"):
        workbook.read(write_ods_tables(tmp_path / "t.ods", tables))


def test_a_cell_before_the_first_is_refused(tmp_path: Path) -> None:
    """There is no row 0."""
    with pytest.raises(ReadError, match="before A1"):
        workbook.read(_patched(tmp_path, '<row r="0"><c><v>1</v></c></row>'))


def test_an_ods_that_repeats_itself_without_end_is_refused(tmp_path: Path) -> None:
    """A filled cell repeated a billion times is refused before it's opened."""
    cell = _ods_text("x", ' table:number-columns-repeated="16384"')
    tables = (
        '<table:table table:name="S"><table:table-row table:number-rows-repeated="1048576">'
        f"{cell}</table:table-row></table:table>"
    )
    with pytest.raises(ReadError, match="is more than is read"):
        workbook.read(write_ods_tables(tmp_path / "t.ods", tables))


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that unpacks to more than the limit is refused by what its ZIP declares."""
    monkeypatch.setattr(bounds, "MOST_UNPACKED", 1_000_000)
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    assert path.stat().st_size < 10_000
    with pytest.raises(ReadError, match="unpacks to 1 files and 2,000,000 bytes"):
        workbook.read(path)


def test_a_zip_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    """A member that is larger than its directory says shows in its check sum."""
    path = write_xlsx(tmp_path / "t.xlsx", {"S": ROWS})
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (1).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(ReadError, match="isn't a workbook that can be opened"):
        workbook.read(path)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ZIP of very many files is refused."""
    monkeypatch.setattr(bounds, "MOST_MEMBERS", 3)
    with pytest.raises(ReadError, match="more than is read"):
        workbook.read(write_xlsx(tmp_path / "t.xlsx", {"S": ROWS}))


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    """XML that declares a document type, and so entities, is refused."""
    path = tmp_path / "t.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", '<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>')
    with pytest.raises(ReadError, match="declares a document type"):
        workbook.read(path)


@pytest.mark.parametrize("kept", [10, 200, -30])
def test_a_truncated_workbook_is_refused(kept: int, tmp_path: Path, kind: str) -> None:
    """A truncated ZIP is refused with a clear error."""
    path = WRITERS[kind](tmp_path / f"t.{kind}", {"S": ROWS * 50})
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ReadError, match="isn't a workbook that can be opened"):
        workbook.read(path)


def test_a_workbook_with_a_broken_byte_is_refused(kind: str, tmp_path: Path) -> None:
    """Packed data that can't be unpacked is refused."""
    path = WRITERS[kind](tmp_path / f"t.{kind}", {"S": ROWS * 50})
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        member = max(archive.infolist(), key=lambda one: one.compress_size)
    data[member.header_offset + 60 : member.header_offset + 90] = b"\xff" * 30
    path.write_bytes(data)
    with pytest.raises(ReadError, match="isn't a workbook that can be opened"):
        workbook.read(path)


def test_an_old_or_locked_workbook_is_refused(tmp_path: Path) -> None:
    """An .xls, or a workbook with a password, isn't a ZIP: the error says what to do."""
    path = tmp_path / "t.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)
    with pytest.raises(ReadError, match="if it has a password, save it without one"):
        workbook.read(path)


def test_a_binary_workbook_is_refused(tmp_path: Path) -> None:
    """An .xlsb can't be measured before it's opened, so it isn't read, under any name."""
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00")
    with pytest.raises(ReadError, match="is a binary workbook"):
        workbook.read(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """Any other ZIP is refused as no workbook."""
    path = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(ReadError, match="isn't a sound workbook"):
        workbook.read(path)


def test_a_workbook_larger_than_the_limit_of_cells_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The limit of cells holds for workbooks as for text."""
    monkeypatch.setattr(grid, "MOST_CELLS", 8)
    with pytest.raises(ReadError, match="is more than is read"):
        workbook.read(WRITERS[kind](tmp_path / f"t.{kind}", {"S": ROWS}))


def test_one_string_in_many_cells_counts_in_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cells that refer to one long string each get a copy: counted before it's opened."""
    path = write_xlsx(tmp_path / "t.xlsx", {"S": [["Quote", "Code"]] + [["x" * 500, "A"]] * 30})
    assert path.stat().st_size < 10_000
    monkeypatch.setattr(tally, "MOST_TEXT", 15_100)
    assert len(workbook.read(path).rows) == 31
    monkeypatch.setattr(tally, "MOST_TEXT", 15_000)
    with pytest.raises(ReadError, match=r"15,0[0-9]+ characters in all cells, more than is read"):
        workbook.read(path)


def test_a_long_text_that_repeats_counts_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ODS's cell that repeats in columns and rows is that many copies of its text."""
    cell = _ods_text("long " * 20, ' table:number-columns-repeated="10"')
    row = f'<table:table-row table:number-rows-repeated="10">{cell}</table:table-row>'
    path = write_ods_tables(tmp_path / "t.ods", f'<table:table table:name="S">{row}</table:table>')
    assert len(workbook.read(path).rows) == 10
    monkeypatch.setattr(tally, "MOST_TEXT", 9_000)
    with pytest.raises(ReadError, match="10,000 characters in all cells"):
        workbook.read(path)


def test_merged_cells_that_overlap_are_refused(tmp_path: Path) -> None:
    """Merged cells over everything, again and again, would be filled again and again."""
    sound = write_xlsx(tmp_path / "sound.xlsx", {"S": ROWS})
    path = tmp_path / "t.xlsx"
    merged = '</sheetData><mergeCells count="3">' + '<mergeCell ref="A1:J500000"/>' * 3
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"</sheetData>", f"{merged}</mergeCells>".encode())
            )
    with pytest.raises(ReadError, match="15,000,000 cells in merged ones"):
        workbook.read(path)


def test_strings_in_two_parts_are_refused(tmp_path: Path) -> None:
    """Which of two lists of strings is meant can't be told, so neither can be measured."""
    path = write_xlsx(tmp_path / "t.xlsx", {"S": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/other.xml", "<sst><si><t>x</t></si></sst>")
    with pytest.raises(ReadError, match=r"has strings in xl/sharedStrings\.xml and xl/other\.xml"):
        workbook.read(path)


def test_a_reference_that_is_no_number_is_refused(tmp_path: Path) -> None:
    """A cell refers to a string by its number."""
    rows = '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'
    with pytest.raises(ReadError, match="'-1' is no string's number"):
        workbook.read(_patched(tmp_path, rows))


def test_what_shrank_too_much_is_no_table(tmp_path: Path) -> None:
    """A part that unpacks to 200 times its size and more is refused before it's unpacked."""
    path = write_ods_tables(tmp_path / "t.ods", " " * 2_000_000)
    with pytest.raises(
        ReadError, match=r"content\.xml unpacks to 2,000,[0-9]+ bytes, more than 200"
    ):
        workbook.read(path)


def test_breaks_are_found_wherever_a_piece_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ODS is gone through in pieces; none ends within a tag."""
    cell = _ods_text("one<text:line-break/>two<text:tab/>three")
    path = write_ods_tables(
        tmp_path / "t.ods",
        f'<table:table table:name="S"><table:table-row>{cell}</table:table-row></table:table>',
    )
    for size in (50, 61, 77):
        monkeypatch.setattr(workbook, "_PIECE", size)
        assert workbook.read(path).rows == (("one\ntwo\tthree",),)
