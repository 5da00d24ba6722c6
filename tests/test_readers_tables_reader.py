"""Tables of coded segments, as studies' own and as tools export them."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from graph.bundled import FIRST_STUDY
from graph.errors import InputError, ReadError
from graph.folders.check import load
from graph.folders.folder import write_folder
from graph.model import Reading, Sources
from graph.readers import formats
from graph.readers.request import Request
from graph.readers.tables import grid
from graph.writers import formats as writers
from tests.tables import Rows, write_csv, write_xlsx

LONG = "We were really short of time in all of it"


def read(path: Path, **wishes: object) -> Reading:
    """Read a table as the command line would."""
    return formats.read_source(path, Request("mine", "Mine", **wishes))  # type: ignore[arg-type]


def read_rows(tmp_path: Path, rows: Rows, **wishes: object) -> Reading:
    """Read rows that are written as CSV first."""
    return read(write_csv(tmp_path / "table.csv", rows), **wishes)


def coded(reading: Reading) -> list[tuple[str, str, str, str]]:
    """Return the codings: words, theme path, respondent, coder."""
    study = reading.study
    themes = {theme.id: theme for theme in study.themes}
    quotes = {quote.id: quote for quote in study.quotes}
    labels = {respondent.id: respondent.label for respondent in study.respondents}
    coders = {coder.id: coder.name for coder in study.coders}

    def path(theme_id: str) -> str:
        theme = themes[theme_id]
        return f"{path(theme.broader)} > {theme.label}" if theme.broader else theme.label

    return [
        (
            quotes[coding.quote].text,
            path(coding.theme),
            labels.get(quotes[coding.quote].respondent, ""),
            coders.get(coding.coder, ""),
        )
        for coding in study.codings
    ]


def known(reading: Reading, about: str) -> Mapping[str, str]:
    """Return what is known of a record, by the variables' labels."""
    labels = {variable.id: variable.label for variable in reading.study.variables}
    return {labels[a.variable]: a.value for a in reading.study.attributes if a.about == about}


def places(reading: Reading, words: str) -> list[str]:
    """Return where the notes are that say the given words."""
    return [note.place for note in reading.notes if words in note.text]


def test_quote_code_and_respondent_in_any_order(tmp_path: Path) -> None:
    """One table of coded segments, its columns in any order."""
    rows = [["Participant", "Theme", "Excerpt"], ["P1", "Time", "Never"], ["P2", "Money", "None"]]
    assert coded(read_rows(tmp_path, rows)) == [
        ("Never", "Time", "P1", ""),
        ("None", "Money", "P2", ""),
    ]


@pytest.mark.parametrize(
    "header",
    [
        ["Zitat", "Code", "Befragte"],
        ["Textstelle", "Kategorie", "Sprecherin"],
        ["Verbatim", "Thème", "Participante"],
        ["Cita", "Código", "Entrevistada"],
        ["Trecho", "Código", "Participante"],
        ["Citazione", "Codice", "Intervistato"],
        ["Citaat", "Code", "Deelnemer"],
        ["цитата", "код", "респондент"],
        ["QUOTE_TEXT", "code-name", "respondent_id"],
    ],
)
def test_columns_are_known_in_several_languages(header: Sequence[str], tmp_path: Path) -> None:
    """Columns are recognised by their names, English and the commonest of other languages."""
    found = read_rows(tmp_path, [header, ["Nie", "Zeit", "P1"]])
    assert coded(found) == [("Nie", "Zeit", "P1", "")]


def test_columns_are_known_by_what_stands_in_them(tmp_path: Path) -> None:
    """Where names tell nothing, long texts, values that come again and labels of persons do."""
    rows = [["A1", "B1", "C1"]]
    rows += [[f"{LONG}, number {n}", ("Time", "Money")[n % 2], f"P{n % 3}"] for n in range(6)]
    found = read_rows(tmp_path, rows)
    assert coded(found)[0] == (f"{LONG}, number 0", "Time", "P0", "")
    assert "quote: column 'A1', by its long texts" in found.understood
    assert places(found, "say what is with --map") == ["column 'A1'", "column 'B1'", "column 'C1'"]


def test_codes_beside_other_labels_are_asked_for(tmp_path: Path) -> None:
    """Two columns whose values come again could both be codes: neither is guessed."""
    rows = [["A1", "B1", "C1"]]
    rows += [
        [f"{LONG}, {n}", ("Time", "Money")[n % 2], ("North", "South")[n % 3 > 0]] for n in range(6)
    ]
    with pytest.raises(ReadError, match="can't tell which column holds the code"):
        read_rows(tmp_path, rows)


def test_columns_are_known_by_a_part_of_their_name(tmp_path: Path) -> None:
    """Names of several words are known by their first or last, if what stands there fits."""
    rows = [
        ["Pseudonym of participant", "Participant quote (English)", "Main code", "No. of codes"]
    ]
    rows += [["Ann", f"{LONG}, {n}", ("Time", "Money")[n % 2], "1"] for n in range(6)]
    found = read_rows(tmp_path, rows)
    assert coded(found)[0] == (f"{LONG}, 0", "Time", "Ann", "")


def test_a_table_without_a_header_goes_by_letters(tmp_path: Path) -> None:
    """Without a header the columns are A, B, C, and the first row is a segment."""
    rows = [[f"{LONG}, number {n}", ("Time", "Money")[n % 2], f"P{n % 3}"] for n in range(6)]
    assert len(coded(read_rows(tmp_path, rows))) == 6


def test_what_is_unclear_is_asked_for(tmp_path: Path) -> None:
    """The error names the columns, the guesses and the options, ready to paste."""
    rows = [["a", "b", "c"], [LONG, f"{LONG}, too", "z"], [f"And {LONG}", f"Or {LONG}", "y"]]
    with pytest.raises(ReadError) as error:
        read_rows(tmp_path, rows)
    message = str(error.value)
    assert "can't tell which column holds the words that were coded and the code" in message
    assert "'b': 'We were really short of time" in message
    assert f'themegraph read "{tmp_path / "table.csv"}" --map "quote=' in message
    assert message.endswith('--map "code=c"')


def test_the_user_says_which_column_is_what(tmp_path: Path) -> None:
    """``--map`` by name, in any case, or by letter; and that there is no such column."""
    rows = [["Text", "Code", "Speaker", "x"], ["a", "b", "P1", "c"]]
    wish = {"quote": ["X"], "code": ["A"], "respondent": [""]}
    found = read_rows(tmp_path, rows, columns=wish)
    assert coded(found) == [("c", "a", "", "")]
    assert known(found, "quotes/q01")["Speaker"] == "P1"


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"qoute": ["Text"]}, "--map qoute=…: there is no such field; did you mean 'quote'?"),
        ({"quote": ["Txet"]}, "--map quote=Txet: .* has no such column; use one of Code, Text"),
        ({"quote": ["Text", "Code"]}, "--map quote=…: stands 2 times; name one column"),
    ],
)
def test_a_wrong_map_is_refused(
    wish: Mapping[str, Sequence[str]], message: str, tmp_path: Path
) -> None:
    """What the user maps must be there, and only codes may be in several columns."""
    with pytest.raises(InputError, match=message.replace("?", r"\?")):
        read_rows(tmp_path, [["Text", "Code"], ["a", "b"]], columns=wish)


def test_the_header_may_stand_below_a_title(tmp_path: Path) -> None:
    """Titles and empty rows above the header are passed over; row numbers stay the file's."""
    rows = [["Coded segments of 2026"], [""], ["Quote", "Code"], ["Never", "Time"], [], ["", ""]]
    rows += [["None", "Money"]]
    found = read_rows(tmp_path, rows)
    assert [known(found, f"quotes/{q.id}")["Row in the table"] for q in found.study.quotes] == [
        "4",
        "7",
    ]


def test_rows_are_not_taken_for_a_header(tmp_path: Path) -> None:
    """Where the first row is a segment like the others, none is lost as a header."""
    rows = [["Interview 1", "Time", f"{LONG}, one"], ["Interview 2", "Time", f"{LONG}, two"]]
    wish = {"quote": ["C"], "code": ["B"], "document": ["A"]}
    assert len(read_rows(tmp_path, rows, columns=wish).study.quotes) == 2


def test_columns_of_one_name_are_numbered(tmp_path: Path) -> None:
    """Columns that are called alike are told apart, and several of codes are codes."""
    rows = [["Quote", "Code", "Code", "X", "X (2)", "X"], ["a", "Time", "Money", "1", "2", "3"]]
    found = read_rows(tmp_path, rows)
    assert [path for _, path, _, _ in coded(found)] == ["Time", "Money"]
    assert known(found, "quotes/q01") == {
        "Row in the table": "2", "X": "1", "X (2)": "2", "X (3)": "3",
    }  # fmt: skip


def test_long_form_and_several_codes_in_a_cell_agree(tmp_path: Path) -> None:
    """A row for each coding and a row for each quote say the same."""
    one = read_rows(tmp_path, [["Quote", "Code"], ["Never", "Time; Money"]])
    two = read_rows(tmp_path, [["Quote", "Code"], ["Never", "Time"], ["Never", "Money"]])
    assert coded(one) == coded(two)
    assert len(one.study.quotes) == len(two.study.quotes) == 1


@pytest.mark.parametrize(("yes", "no"), [("1", "0"), ("x", ""), ("TRUE", "FALSE"), ("ja", "nein")])
def test_wide_form(yes: str, no: str, tmp_path: Path) -> None:
    """One column for each code, marked by 0/1, x, true/false or yes/no."""
    rows = [["Quote", "Time", "Money"], ["Never", yes, no], ["Both", yes, yes], ["None", no, yes]]
    assert coded(read_rows(tmp_path, rows)) == [
        ("Never", "Time", "", ""),
        ("Both", "Time", "", ""),
        ("Both", "Money", "", ""),
        ("None", "Money", "", ""),
    ]


@pytest.mark.parametrize("name", ["Code", "code", "Codes", "Kode", "Theme", "Thema", "Categoría"])
@pytest.mark.parametrize("values", [("Yes", "No"), ("X", "Y"), ("1", "0"), ("True", "False")])
def test_what_a_column_of_codes_says_is_never_a_mark(
    name: str, values: tuple[str, str], tmp_path: Path
) -> None:
    """A column that is called a code or theme holds codes, though they look like marks."""
    rows = [["Quote", name], ["Never", values[0]], ["None", values[1]]]
    assert [path for _, path, _, _ in coded(read_rows(tmp_path, rows))] == list(values)
    given = read_rows(tmp_path, rows, columns={"code": [name]})
    assert [path for _, path, _, _ in coded(given)] == list(values)


def test_columns_of_marks_may_be_named_as_codes(tmp_path: Path) -> None:
    """``--map code=…`` for each column of marks makes each a code of its own name."""
    rows = [["Quote", "Time", "Code 2"], ["Never", "x", ""], ["None", "", "x"]]
    found = read_rows(tmp_path, rows, columns={"code": ["Time", "Code 2"]})
    assert [path for _, path, _, _ in coded(found)] == ["Time", "Code 2"]


def test_themes_stand_above_codes(tmp_path: Path) -> None:
    """A column of themes or categories beside one of codes makes the path."""
    rows = [["Theme", "Code", "Quote"], ["Barriers", "Time", "Never"], ["", "Help", "Some"]]
    assert [path for _, path, _, _ in coded(read_rows(tmp_path, rows))] == [
        "Barriers > Time",
        "Help",
    ]


def test_themes_that_do_not_fit_their_codes_are_noted(tmp_path: Path) -> None:
    """Two themes beside three codes: which is whose isn't said, so that is."""
    rows = [["Theme", "Code", "Quote"], ["Barriers; Helpers", "Time; Money; Aid", "Never"]]
    found = read_rows(tmp_path, rows)
    assert [path for _, path, _, _ in coded(found)] == ["Time", "Money", "Aid"]
    assert places(found, "which belongs to which") == ["row 2, column 'Theme'"]


def test_columns_of_codes_are_several_codes(tmp_path: Path) -> None:
    """``Code 1`` and ``Code 2`` are codes of the same quote."""
    rows = [["Quote", "Code 1", "Code 2"], ["Never", "Time", "Money"], ["None", "Money", ""]]
    assert [path for _, path, _, _ in coded(read_rows(tmp_path, rows))] == [
        "Time",
        "Money",
        "Money",
    ]


def test_numbers_are_codes_like_any_other(tmp_path: Path) -> None:
    """Codes may be numbers; in a workbook 3 stays 3."""
    rows = [["Quote", "Code"], ["Never", "3"], ["None", "12"]]
    assert [path for _, path, _, _ in coded(read_rows(tmp_path, rows))] == ["3", "12"]


def test_nobody_is_made_a_respondent(tmp_path: Path) -> None:
    """A speaker is never invented: without a label there is none, and the row is named."""
    rows = [["Quote", "Code", "Speaker"], ["Never", "Time", ""], ["None", "Money", "P1"]]
    found = read_rows(tmp_path, rows)
    assert [quote.respondent for quote in found.study.quotes] == ["", "p1"]
    assert places(found, "without a respondent") == ["row 2, column 'Speaker'"]


def test_a_document_may_be_a_person(tmp_path: Path) -> None:
    """Where each document is one person's, the user says so by mapping the column twice."""
    rows = [["Interview", "Quote", "Code"], ["Anna", "Never", "Time"], ["Ben", "None", "Money"]]
    wish = {"respondent": ["Interview"], "document": ["Interview"]}
    found = read_rows(tmp_path, rows, columns=wish)
    assert [quote.respondent for quote in found.study.quotes] == ["anna", "ben"]
    assert set(found.sources) == {"anna", "ben"}
    assert not read_rows(tmp_path, rows).study.respondents


def test_rows_that_are_not_whole_are_named(tmp_path: Path) -> None:
    """Rows without words are left out, rows without a code kept; both are said, with the row."""
    rows = [["Quote", "Code"], ["Never", ""], ["", "Time"], ["None", "Money"]]
    found = read_rows(tmp_path, rows)
    assert [quote.text for quote in found.study.quotes] == ["Never", "None"]
    assert places(found, "there are no words") == ["row 3, column 'Quote'"]
    assert places(found, "there is no code") == ["row 2, column 'Code'"]


def test_a_row_that_comes_twice_is_taken_once(tmp_path: Path) -> None:
    """The same words with the same code by the same coder are one coding, and said so."""
    rows = [["Quote", "Code"], ["Never", "Time"], ["None", "Money"], ["Never", "Time"]]
    found = read_rows(tmp_path, rows)
    assert len(found.study.codings) == 2
    assert places(found, "taken once") == ["row 4"]


def test_the_same_words_twice_are_two_quotes_if_the_table_tells_them_apart(tmp_path: Path) -> None:
    """Ids or positions tell quotes apart that say the same words."""
    rows = [["ID", "Quote", "Code"], ["1", "Yes.", "Time"], ["1", "Yes.", "Money"]]
    rows += [["2", "Yes.", "Time"]]
    found = read_rows(tmp_path, rows)
    assert [quote.text for quote in found.study.quotes] == ["Yes.", "Yes."]
    assert len(found.study.codings) == 3


def test_labels_that_may_be_the_same_are_noted_and_not_merged(tmp_path: Path) -> None:
    """Spellings that differ in spaces, signs or capitals are offered as one, never merged."""
    rows = [["Quote", "Code", "Speaker"], ["a", "Time", "P#1"], ["b", "time", "P #1"]]
    found = read_rows(tmp_path, rows)
    assert len(found.study.respondents) == len(found.study.themes) == 2
    assert places(found, "may be the same as") == ["respondent 'P #1'", "code 'time'"]


def test_two_coders_of_one_quote(tmp_path: Path) -> None:
    """Each coder's coding stands for itself."""
    rows = [["Quote", "Code", "Coder"], ["Never", "Time", "Ann"], ["Never", "Time", "Bob"]]
    assert coded(read_rows(tmp_path, rows)) == [
        ("Never", "Time", "", "Ann"),
        ("Never", "Time", "", "Bob"),
    ]


def test_memos_and_definitions_are_kept(tmp_path: Path) -> None:
    """Remarks are memos about their row's codings, definitions the themes'."""
    rows = [["Quote", "Code", "Memo", "Definition"], ["Never", "Time", "Why?", "Lack of hours"]]
    study = read_rows(tmp_path, rows).study
    assert [(memo.text, memo.about) for memo in study.memos] == [("Why?", ("codings/c01",))]
    assert study.themes[0].definition == "Lack of hours"


def test_other_columns_are_attributes_of_what_they_are_about(tmp_path: Path) -> None:
    """A column that agrees for each respondent is about them; so it is with documents."""
    rows = [
        ["Quote", "Code", "Speaker", "Document", "Age", "Site", "Weight"],
        ["a", "Time", "P1", "I1", "41", "North", "1"],
        ["b", "Time", "P1", "I1", "41", "North", "2"],
        ["c", "Time", "P2", "I1", "35", "North", "3"],
        ["d", "Time", "P2", "I2", "35", "South", "4"],
    ]
    found = read_rows(tmp_path, rows)
    assert known(found, "respondents/p1") == {"Age": "41"}
    assert known(found, "documents/i2") == {"Site": "South"}
    assert known(found, "quotes/q03") == {"Row in the table": "4", "Weight": "3"}


def test_a_columns_name_that_is_ours_stays_the_tables_own(tmp_path: Path) -> None:
    """Columns called as our own variables are kept beside them."""
    rows = [["Quote", "Code", "Row", "Created"], ["a", "Time", "nine", "yesterday"]]
    found = read_rows(tmp_path, rows)
    assert known(found, "quotes/q01") == {
        "Row in the table": "2",
        "Row": "nine",
        "Created": "yesterday",
    }


def test_a_codebook_is_read_as_themes(tmp_path: Path) -> None:
    """A table of codes with their definitions, without quotes, gives the themes alone."""
    rows = [["tag", "description", "number of highlights"], ["a.b", "what", "3"], ["a.c", "", "0"]]
    study = read_rows(tmp_path, rows).study
    assert [(theme.label, theme.definition) for theme in study.themes] == [
        ("a", ""),
        ("b", "what"),
        ("c", ""),
    ]
    assert not study.quotes


EXPORTS: Mapping[str, tuple[Rows, list[tuple[str, str, str, str]]]] = {
    "MAXQDA": (
        [
            [
                "Document group",
                "Document name",
                "Code",
                "Segment",
                "Beginning",
                "End",
                "Weight score",
                "Comment",
                "Created by",
                "Created",
            ],
            ["G", "Interview 1", "Barriers\\Time", "Never, ever", "3", "3", "0", "", "ann", "1.2."],
            ["G", "Interview 1", "Helpers", "Never, ever", "3", "3", "0", "why", "bob", "1.2."],
        ],
        [
            ("Never, ever", "Barriers > Time", "", "ann"),
            ("Never, ever", "Helpers", "", "bob"),
        ],
    ),
    "ATLAS.ti": (
        [
            [
                "ID",
                "Document",
                "Quotation Name",
                "Quotation Content",
                "Codes",
                "Reference",
                "Comment",
                "Created by",
            ],
            ["1:1", "I1", "Never", "Never, ever", "Time\nMoney", "3 - 4", "", "ann"],
        ],
        [("Never, ever", "Time", "", "ann"), ("Never, ever", "Money", "", "ann")],
    ),
    "NVivo": (
        [
            ["Hierarchical Name", "File Name", "Reference Number", "Coded Text", "Coder Name"],
            ["Codes\\\\Barriers\\\\Time", "I1", "1", "Never, ever", "ann"],
        ],
        [("Never, ever", "Barriers > Time", "", "ann")],
    ),
    "Dedoose": (
        [
            [
                "Media Title",
                "Excerpt Copy",
                "Codes Applied Combined",
                "Excerpt Creator",
                "Code: Time Applied",
                "Code: Time Weight",
                "Code: Help, aid Applied",
            ],
            ["I1", "Never, ever", "Time, Help, aid", "ann", "True", "", "True"],
            ["I1", "Once", "Help, aid", "ann", "False", "", "True"],
        ],
        [
            ("Never, ever", "Time", "", "ann"),
            ("Never, ever", "Help, aid", "", "ann"),
            ("Once", "Help, aid", "", "ann"),
        ],
    ),
    "MAXQDA, retrieved segments": (
        [
            [
                "Color",
                "Comment",
                "Document group",
                "Document name",
                "Code",
                "Beginning",
                "End",
                "Weight score",
                "Segment",
                "Author",
                "Creation date",
                "Area",
                "Coverage %",
            ],
            [
                "●",
                "",
                "G",
                "I1",
                "Barriers > Time",
                "1",
                "1",
                "0",
                "Never, ever",
                "ann",
                "1/2/2026 10:11",
                "19",
                "1.2",
            ],
        ],
        [("Never, ever", "Barriers > Time", "", "ann")],
    ),
    "MAXQDA, in German": (
        [
            [
                "Farbe",
                "Kommentar",
                "Dokumentgruppe",
                "Dokumentname",
                "Code",
                "Anfang",
                "Ende",
                "Gewicht",
                "Segment",
                "Bearbeitet von",
                "Bearbeitet am",
                "Fläche",
            ],
            [
                "●",
                "",
                "G",
                "I1",
                "Hürden\\Zeit",
                "1",
                "1",
                "0",
                "Nie und nimmer",
                "ann",
                "1.2.2026",
                "19",
            ],
        ],
        [("Nie und nimmer", "Hürden > Zeit", "", "ann")],
    ),
    "NVivo, coding summary": (
        [
            [
                "Name",
                "Folder",
                "Coverage",
                "Number Of Coding References",
                "Reference Number",
                "Coded By Initials",
                "Modified On",
                "Coded Text",
                "Hierarchical Name",
            ],
            [
                "Interview 1",
                "Files",
                "1%",
                "2",
                "1",
                "AB",
                "1/2/2026",
                "Never, ever",
                "Nodes\\\\Barriers\\Time",
            ],
            [
                "Interview 2",
                "Files",
                "1%",
                "2",
                "2",
                "AB",
                "1/2/2026",
                "Not once",
                "Nodes\\\\Barriers\\Time",
            ],
        ],
        [
            ("Never, ever", "Barriers > Time", "", "AB"),
            ("Not once", "Barriers > Time", "", "AB"),
        ],
    ),
    "Quirkos": (
        [
            ["Source Title", "Quirk Parent", "Quirk Title", "Text", "Start", "End", "Author"],
            ["Interview 1", "Barriers", "Time", "Never, ever", "12", "30", "ann"],
        ],
        [("Never, ever", "Barriers > Time", "", "ann")],
    ),
    "QualCoder, codes by case": (
        [
            ["Codename", "Coded", "Id", "File", "Coder", "Memo", "Category", "Case"],
            ["Time", "Never, ever", "1", "I1", "ann", "", "Barriers", "P1"],
        ],
        [("Never, ever", "Barriers > Time", "P1", "ann")],
    ),
    "QualCoder, coded text": (
        [
            ["codename", "owner", "seltext", "pos0", "pos1", "fid", "filename", "casename"],
            ["Time", "ann", "Never, ever", "1", "12", "1", "I1", "P1"],
        ],
        [("Never, ever", "Time", "P1", "ann")],
    ),
    "Taguette": (
        [
            ["id", "document", "tag", "content"],
            ["1", "I1", "barriers", "Never, ever"],
            ["1", "I1", "barriers.time", "Never, ever"],
            ["2", "I1", "barriers.time", "Never, ever"],
        ],
        [
            ("Never, ever", "barriers", "", ""),
            ("Never, ever", "barriers > time", "", ""),
            ("Never, ever", "barriers > time", "", ""),
        ],
    ),
    "QualCoder": (
        [
            ["Filename", "Codename", "Coder", "Coded text", "Coded memo", "Case"],
            ["i1.txt", "Time", "ann", "Never, ever", "", "P1"],
        ],
        [("Never, ever", "Time", "P1", "ann")],
    ),
}


@pytest.mark.parametrize("tool", EXPORTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_exports_of_tools_are_read_without_a_word(tool: str, kind: str, tmp_path: Path) -> None:
    """The tables that the common tools export are read without any option."""
    rows, expected = EXPORTS[tool]
    path = tmp_path / f"export.{kind}"
    found = read(write_csv(path, rows) if kind == "csv" else write_xlsx(path, {"S": rows}))
    assert coded(found) == expected


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_our_own_tables_are_read_back(kind: str, tmp_path: Path) -> None:
    """What we export as one row for each coding gives the same codings again."""
    study = load(FIRST_STUDY)
    written = tmp_path / f"study.{kind}"
    writers.write(study, Sources(), written)
    found = coded(read(written))
    assert found == coded(Reading(study))
    assert len(found) > 10


def test_an_id_beside_its_label_is_not_the_label(tmp_path: Path) -> None:
    """Where a table has ids and labels, labels are taken, and texts before ids of quotes."""
    rows = [["quote", "text", "code", "respondent", "respondent_label"]]
    rows += [["q1", "Never", "Time", "p-1", "P 1"], ["q2", "Not ever", "Money", "p-2", "P 2"]]
    assert coded(read_rows(tmp_path, rows)) == [
        ("Never", "Time", "P 1", ""),
        ("Not ever", "Money", "P 2", ""),
    ]


def test_each_quote_has_a_place_in_a_source(tmp_path: Path) -> None:
    """A document is written of each source's segments, and ``check`` finds every quote there."""
    rows = [["Quote", "Code", "Document", "Speaker", "Memo", "Age"]]
    rows += [[f"Text {n}\nnext 😀", "Time", f"I{n % 2}", f"P{n % 3}", "m", "4"] for n in range(9)]
    found = read_rows(tmp_path, rows)
    write_folder(found.study, tmp_path / "mine", found.sources)
    assert load(tmp_path / "mine") == found.study
    assert set(found.sources) == {"i0", "i1"}
    assert places(found, "holds no whole texts") == ["documents"]


def test_the_same_file_gives_the_same_ids(tmp_path: Path) -> None:
    """Reading twice gives the same study."""
    rows = [["Quote", "Code", "Speaker"], ["a", "Time; Zeit", "P 1"], ["b", "Zeit!", "P-1"]]
    assert read_rows(tmp_path, rows).study == read_rows(tmp_path, rows).study


@pytest.mark.parametrize("rows", [[], [[""]], [["Quote", "Code"]], [["Quote", "Code"], ["", ""]]])
def test_an_empty_table_is_refused(rows: Rows, tmp_path: Path) -> None:
    """A table without segments is an error, not an empty study."""
    with pytest.raises(ReadError, match=r"table is empty|there are no segments|can't tell"):
        read_rows(tmp_path, rows)


def test_a_sheet_of_a_text_file_is_refused(tmp_path: Path) -> None:
    """A text file has no sheets to choose from."""
    with pytest.raises(ReadError, match="which has no sheets"):
        read_rows(tmp_path, [["Quote", "Code"], ["a", "b"]], sheet="One")


def test_what_was_understood_is_said(tmp_path: Path) -> None:
    """The preview has encoding, dialect, header, columns, notation and the first rows."""
    rows = [["Quote", "Code", "Speaker"], ["Never", "Barriers > Time", "P1"]]
    path = write_csv(tmp_path / "table.csv", rows, "utf-16", ";")
    assert read(path).understood == (
        'encoding utf-16; semicolon, quoted by "',
        "the header is row 1",
        "quote: column 'Quote', by its name",
        "code: column 'Code', by its name",
        "respondent: column 'Speaker', by its name",
        "codes are one in each cell, paths by '>'",
        "row 2: “Never” | Barriers > Time | P1",
    )


def test_a_table_past_the_limits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than is read: refused before anything is made of it."""
    monkeypatch.setattr(grid, "MOST_ROWS", 3)
    with pytest.raises(ReadError, match="more than is read"):
        read_rows(tmp_path, [["Quote", "Code"], ["a", "b"], ["c", "d"], ["e", "f"]])
