"""Tables of any content, written in any form, give the same codings."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.readers import formats
from graph.readers.request import Request
from graph.readers.tables.grid import clean
from tests.tables import write_csv, write_ods, write_xlsx

HEADER = ("Quote", "Code", "Respondent", "Document", "Coder", "Memo")
COMMON = "".join(map(chr, range(32, 127))) + "äöüßéèêëàâçñóúíáåæøÄÖÜÉÑÅÆ«»¿¡"
"""What all of the old Western encodings have."""


def tables(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Return tables of coded segments; an empty quote makes no row, so each has words."""
    text = st.text(alphabet, max_size=12).map(clean)
    words = text.filter(bool)
    name = st.sampled_from(["Ann", "Bob", "Ümit", ""])
    row = st.tuples(words, text, name, name, name, text).map(list)
    return st.lists(row, min_size=1, max_size=6)


ANY = tables(
    st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters="\x85\u2028\u2029\ufffe\uffff"
    )
    | st.sampled_from("\t\n;,|\"'\\")
)


UNICODE = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])
OLD = st.sampled_from(["cp1252", "latin-1", "mac_roman", "cp850"])


def read(path: Path, **wishes: str) -> tuple[object, ...]:
    """Return what a table says, without how it was read."""
    reading = formats.read_source(path, Request("s", "S", split_codes="", code_path="", **wishes))  # type: ignore[arg-type]
    study = reading.study
    for quote in study.quotes:
        assert reading.sources[quote.document][quote.start : quote.end] == quote.text
    return (study.themes, study.respondents, study.quotes, study.codings, study.memos)


@settings(max_examples=60, deadline=None)
@given(rows=ANY, encoding=UNICODE, delimiter=st.sampled_from(",;\t|"))
def test_every_form_of_a_table_says_the_same(
    rows: list[list[str]], encoding: str, delimiter: str
) -> None:
    """Random tables written as CSV of any delimiter, XLSX and ODS give the same codings."""
    table = [list(HEADER), *rows]
    with TemporaryDirectory() as folder:
        expected = read(write_xlsx(Path(folder) / "table.xlsx", {"S": table}))
        assert len(expected[3]) <= len(rows)  # type: ignore[arg-type]
        assert read(write_ods(Path(folder) / "table.ods", {"S": table})) == expected
        path = write_csv(Path(folder) / "table.csv", table, encoding, delimiter)
        assert read(path) == expected


@settings(max_examples=40, deadline=None)
@given(rows=tables(st.sampled_from(COMMON)), encoding=OLD)
def test_a_given_encoding_gives_the_same(rows: list[list[str]], encoding: str) -> None:
    """An old encoding that is named gives what UTF-8 gives."""
    table = [list(HEADER), *rows]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        expected = read(write_csv(path, table))
        assert read(write_csv(path, table, encoding), encoding=encoding) == expected
