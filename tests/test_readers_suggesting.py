"""Roles and ties that the quotes of other programs' projects suggest."""

from pathlib import Path

from graph.folders.check import load
from graph.folders.folder import write_folder
from graph.model import Mention, Quote, Reading, Study, StudyInfo
from graph.readers import suggesting
from graph.readers.formats import read_source
from graph.readers.request import Request
from tests import refi

WORDS = "The nurses advise the council."
TABLE = f"quote,code,respondent\n{WORDS},Advice,P1\nIt rained.,Weather,P2\n"


def _read(path: Path) -> Reading:
    return read_source(path, Request("s", "S"))


def _assert_suggested(study: Study) -> None:
    first = study.quotes[0]
    named = [_words(first, mention) for mention in study.mentions]
    assert named == ["nurses", "council"]
    assert {mention.review for mention in study.mentions} == {"suggested"}
    assert {mention.rule for mention in study.mentions} == {suggesting.NAMED}
    (tie,) = study.ties
    assert (tie.source, tie.target, tie.type) == ("health-worker", "local-authority", "informs")
    assert (tie.review, tie.voice, tie.quotes, tie.coder) == (
        "suggested", "respondent", (first.id,), "",
    )  # fmt: skip
    assert tie.rule
    assert tie.theme == study.codings[0].theme


def _words(quote: Quote, mention: Mention) -> str:
    assert mention.start is not None
    assert mention.end is not None
    return quote.text[mention.start - quote.start : mention.end - quote.start]


def test_of_a_table(tmp_path: Path) -> None:
    """The quotes of a table suggest roles and ties, marked, in a sound folder."""
    source = tmp_path / "t.csv"
    source.write_text(TABLE, encoding="utf-8")
    reading = _read(source)
    _assert_suggested(reading.study)
    write_folder(reading.study, tmp_path / "study", reading.sources, reading.files)
    assert load(tmp_path / "study").ties == reading.study.ties


def test_of_a_project(tmp_path: Path) -> None:
    """A REFI-QDA project's selections do, too."""
    selected = refi.selection(3, 0, len(WORDS), refi.coding(4, 1))
    body = (
        refi.codes(refi.code(1, "Advice")) + f"<Sources>{refi.text_source(2, selected)}</Sources>"
    )
    path = refi.package(tmp_path / "p.qdpx", body, {"t.txt": WORDS.encode()})
    _assert_suggested(_read(path).study)


def test_what_has_mentions_is_left_alone(tmp_path: Path) -> None:
    """Nothing is suggested beside what people stated, and nothing where there are no quotes."""
    source = tmp_path / "t.csv"
    source.write_text(TABLE, encoding="utf-8")
    reading = _read(source)
    assert suggesting.with_suggestions(reading) is reading
    empty = Reading(Study(StudyInfo("s", "S")), ())
    assert suggesting.with_suggestions(empty) is empty
