"""Tables of any content, written in any form, give the same codings."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Coding, Document, Quote, Sources, Study, StudyInfo, Theme
from graph.paths import theme_paths
from graph.readers import formats
from graph.readers.request import Request
from graph.readers.tables.grid import clean
from graph.writers import formats as writers
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


LABELS = st.text(st.sampled_from("ab >|;:/\\.→,"), min_size=1, max_size=8).map(
    lambda text: " ".join(text.split())
)


@settings(max_examples=60, deadline=None)
@given(
    paths=st.lists(st.lists(LABELS.filter(bool), min_size=1, max_size=3), min_size=1, max_size=4)
)
def test_paths_of_our_own_export_come_back(paths: list[list[str]]) -> None:
    """Whatever signs the names of themes have, our own table gives the same paths back."""
    study = _coded(paths)
    with TemporaryDirectory() as folder:
        for suffix in (".csv", ".xlsx"):
            path = Path(folder) / f"table{suffix}"
            writers.write(study, Sources({"d": "x" * len(paths)}), path)
            back = formats.read_source(path, Request("s", "S")).study
            assert set(theme_paths(back).values()) == set(theme_paths(study).values())


def _coded(paths: list[list[str]]) -> Study:
    """Return a study with a quote coded to each path."""
    ids: dict[tuple[str, ...], Theme] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            way = tuple(path[:depth])
            above = ids[way[:-1]].id if depth > 1 else ""
            ids.setdefault(way, Theme(f"t{len(ids)}", way[-1], above))
    quotes = [Quote(f"q{i}", "x", "", "d", i, i + 1, "block") for i in range(len(paths))]
    return Study(
        StudyInfo("s", "S"),
        documents=(Document("d", "D"),),
        themes=tuple(ids.values()),
        quotes=tuple(quotes),
        codings=tuple(
            Coding(f"c{i}", f"q{i}", ids[tuple(path)].id) for i, path in enumerate(paths)
        ),
    )
