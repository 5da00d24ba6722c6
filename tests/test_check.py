"""What a study's values must mean: each check with what it finds, and where."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import ontology
from graph.bundled import FIRST_STUDY
from graph.errors import Fault, InputError, StudyError
from graph.folders.check import CHECKS, CONTROLLED, LEVELS, load
from graph.folders.folder import write_folder
from graph.model import (
    Attribute,
    Coding,
    Mention,
    Passage,
    Respondent,
    Role,
    Study,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
    Variable,
)
from tests.studies import TEXT, invented_study, with_table

Seed = Callable[[Study], Study]


def _change(study: Study, table: str, row: int, **changes: object) -> Study:
    """Return the study with the record on a line of its table changed."""
    records = list(getattr(study, table))
    records[row - 2] = replace(records[row - 2], **changes)
    return with_table(study, table, records)


def _add(study: Study, table: str, record: object) -> Study:
    return with_table(study, table, [*getattr(study, table), record])


def _faults(
    study: Study, folder: Path, source: str | None = TEXT, given: Path | None = None
) -> list[Fault]:
    write_folder(study, folder, {"notes": source} if source is not None else None)
    with pytest.raises(StudyError) as caught:
        load(folder, given)
    return list(caught.value.faults)


def _spot(fault: Fault) -> tuple[str, int, str, str]:
    return fault.table, fault.row, fault.column, fault.value


# ---------------------------------------------------------------- sound studies


@pytest.mark.parametrize("source", [TEXT, None])
def test_a_sound_study_is_returned(tmp_path: Path, source: str | None) -> None:
    """A study without faults is returned as it is, whether or not its source is at hand."""
    write_folder(invented_study(), tmp_path / "s", {"notes": source} if source else None)
    assert load(tmp_path / "s") == invented_study()


# ---------------------------------------------------------------- a seeded fault for each check

FAULTS: list[Any] = [
    pytest.param(
        "roles_are_known",
        lambda s: _change(s, "mentions", 4, role="Council"),
        ("mentions.csv", 4, "role", "Council"),
        "isn't an actor role",
        "did you mean 'local-authority'?, or add it to roles.csv",
        id="role-by-another-name",
    ),
    pytest.param(
        "roles_rest_on_own_words",
        lambda s: _change(
            s, "respondents", 2, role="officer", role_basis="inferred", role_evidence="q2"
        ),
        ("respondents.csv", 2, "role_evidence", "q2"),
        "was said by b",
        "name a quote of this respondent, or empty the role and its basis",
        id="role-on-anothers-words",
    ),
    pytest.param(
        "nothing_is_stated_twice",
        lambda s: _add(s, "ties", replace(s.ties[0], id="again")),
        ("ties.csv", 8, "id", "again"),
        "says the same as t1",
        "remove one of the two rows",
        id="tie-twice",
    ),
    pytest.param(
        "controlled_values",
        lambda s: _change(s, "ties", 3, status="establishd"),
        ("ties.csv", 3, "status", "establishd"),
        "isn't a tie status",
        "did you mean 'established'?",
        id="controlled-guess",
    ),
    pytest.param(
        "controlled_values",
        lambda s: _change(s, "coders", 2, kind="zzz"),
        ("coders.csv", 2, "kind", "zzz"),
        "isn't an agent kind",
        "use one of person, program",
        id="controlled-list",
    ),
    pytest.param(
        "roles_are_known",
        lambda s: _change(s, "mentions", 4, role="elected-membr"),
        ("mentions.csv", 4, "role", "elected-membr"),
        "isn't an actor role",
        "did you mean 'elected-member'?, or add it to roles.csv",
        id="role-unknown",
    ),
    pytest.param(
        "roles_are_known",
        lambda s: _change(s, "ties", 2, target="repair-caffe"),
        ("ties.csv", 2, "target", "repair-caffe"),
        "isn't an actor role",
        "did you mean 'repair-cafe'?, or add it to roles.csv",
        id="role-unknown-own",
    ),
    pytest.param(
        "roles_are_known",
        lambda s: _add(s, "roles", Role("officer", "officer")),
        ("roles.csv", 4, "id", "officer"),
        "is a role of the shared scheme already",
        "remove this row",
        id="role-shared",
    ),
    pytest.param(
        "trees_have_roots",
        lambda s: _change(s, "themes", 2, broader="hindrances"),
        ("themes.csv", 2, "broader", "hindrances"),
        "makes this row stand above itself",
        "empty one 'broader' of the circle",
        id="theme-own-parent",
    ),
    pytest.param(
        "roles_have_a_basis",
        lambda s: _change(s, "respondents", 4, role_basis=""),
        ("respondents.csv", 4, "role_basis", ""),
        "is empty, but there is a role",
        "write 'stated' if the study says so, 'inferred' with the quote in role_evidence",
        id="basis-missing",
    ),
    pytest.param(
        "roles_have_a_basis",
        lambda s: _change(s, "respondents", 2, role_evidence=""),
        ("respondents.csv", 2, "role_evidence", ""),
        "is empty, but the role is inferred",
        "name the quote that shows the role",
        id="basis-without-quote",
    ),
    pytest.param(
        "roles_have_a_basis",
        lambda s: _add(s, "respondents", Respondent("e", "E", role_basis="stated")),
        ("respondents.csv", 6, "role", ""),
        "is empty, but there is a basis for it",
        "give the role, or empty role_basis and role_evidence",
        id="basis-without-role",
    ),
    pytest.param(
        "documents_are_the_ones_coded",
        lambda s: _change(s, "documents", 2, sha256="0" * 64),
        ("documents.csv", 2, "sha256", "0" * 64),
        "isn't the SHA-256 of the source text",
        f"bring back the coded text, or write {invented_study().documents[0].sha256}",
        id="sha256",
    ),
    pytest.param(
        "documents_are_the_ones_coded",
        lambda s: _change(s, "documents", 2, length=len(TEXT) + 1),
        ("documents.csv", 2, "length", str(len(TEXT) + 1)),
        "isn't the source text's length in code points",
        f"write {len(TEXT)}",
        id="length",
    ),
    pytest.param(
        "spans_are_in_their_document",
        lambda s: _add(s, "passages", Passage("p4", "notes", 9, 9)),
        ("passages.csv", 5, "end", "9"),
        "isn't after start (9)",
        "give the position after the last character",
        id="span-empty",
    ),
    pytest.param(
        "spans_are_in_their_document",
        lambda s: _add(s, "passages", Passage("p4", "notes", 9, len(TEXT) + 1)),
        ("passages.csv", 5, "end", str(len(TEXT) + 1)),
        f"is beyond the end of notes ({len(TEXT)})",
        "mend the position or the document's length",
        id="span-beyond",
    ),
    pytest.param(
        "words_are_at_their_position",
        lambda s: _change(s, "passages", 3, start=0, end=5),
        ("passages.csv", 3, "text", "Still"),
        "aren't at 0-5 in notes",
        f"the words stand at start {TEXT.index('Still')}, end {TEXT.index('Still') + 5}",
        id="words-elsewhere",
    ),
    pytest.param(
        "words_are_at_their_position",
        lambda s: _change(s, "passages", 3, text="Shrill"),
        ("passages.csv", 3, "text", "Shrill"),
        f"aren't at {TEXT.index('Still')}-{TEXT.index('Still') + 5} in notes",
        "the words aren't in the source at all: copy them again",
        id="words-nowhere",
    ),
    pytest.param(
        "mentions_have_one_target",
        lambda s: _add(s, "mentions", Mention("m7", "officer")),
        ("mentions.csv", 8, "quote", ""),
        "and passage are empty",
        "name the quote or the passage that speaks of the role",
        id="mention-nowhere",
    ),
    pytest.param(
        "mentions_have_one_target",
        lambda s: _change(s, "mentions", 3, passage="p1"),
        ("mentions.csv", 3, "quote", "q1"),
        "and passage are both given",
        "name the quote or the passage that speaks of the role",
        id="mention-twice",
    ),
    pytest.param(
        "mentions_have_one_target",
        lambda s: _change(s, "mentions", 5, start=0, end=3),
        ("mentions.csv", 5, "start", "0-3"),
        "isn't within what it is a mention in "
        f"({invented_study().passages[0].start}-{invented_study().passages[0].end})",
        "give the position of the words in the document",
        id="mention-outside",
    ),
    pytest.param(
        "mentions_have_one_target",
        lambda s: _change(s, "mentions", 3, start=120),
        ("mentions.csv", 3, "start", "120-None"),
        "is given without its other end",
        "give both start and end, or neither",
        id="mention-half-position",
    ),
    pytest.param(
        "statements_have_evidence",
        lambda s: _change(s, "ties", 3, quotes=(), passages=("p1",)),
        ("ties.csv", 3, "quotes", ""),
        "is empty, but the voice is respondent",
        "name the evidence, or mend the voice",
        id="tie-without-quote",
    ),
    pytest.param(
        "statements_have_evidence",
        lambda s: _change(s, "links", 3, quotes=("q2",), passages=()),
        ("links.csv", 3, "passages", ""),
        "is empty, but the voice is authors",
        "name the evidence, or mend the voice",
        id="link-without-passage",
    ),
    pytest.param(
        "statements_join_two",
        lambda s: _change(s, "links", 2, target="lent-hall"),
        ("links.csv", 2, "target", "lent-hall"),
        "is the theme that the link begins at",
        "name another theme",
        id="link-to-itself",
    ),
    pytest.param(
        "every_quote_is_coded_once_per_theme",
        lambda s: _add(s, "codings", Coding("k10", "q2", "no-reply", "anna")),
        ("codings.csv", 11, "quote", "q2"),
        "is coded to no-reply already, in k2",
        "remove one of the two rows",
        id="coded-twice",
    ),
    pytest.param(
        "every_quote_is_coded_once_per_theme",
        lambda s: _add(s, "codings", Coding("k10", "", "helps", "anna", document="photo")),
        ("codings.csv", 11, "document", "photo"),
        "is coded to helps already, in k8",
        "remove one of the two rows",
        id="document-coded-twice",
    ),
    pytest.param(
        "words_are_at_their_position",
        lambda s: _change(s, "quotes", 2, text=""),
        ("quotes.csv", 2, "text", ""),
        "is empty, but the source text is at hand",
        "copy the words",
        id="no-words",
    ),
    pytest.param(
        "codings_have_one_target",
        lambda s: _change(s, "codings", 2, region="r1"),
        ("codings.csv", 2, "quote", "q1"),
        "and region are both given",
        "name the quote, region or document that illustrates the theme",
        id="coding-of-two",
    ),
    pytest.param(
        "codings_have_one_target",
        lambda s: _change(s, "codings", 2, quote=""),
        ("codings.csv", 2, "quote", ""),
        "is empty",
        "name the quote, region or document that illustrates the theme",
        id="coding-of-nothing",
    ),
    pytest.param(
        "regions_have_an_extent",
        lambda s: _change(s, "regions", 2, x2=None),
        ("regions.csv", 2, "x2", ""),
        "is empty, but other corners aren't",
        "give all four, or none",
        id="three-corners",
    ),
    pytest.param(
        "regions_have_an_extent",
        lambda s: _change(s, "regions", 2, begin=9, end=3),
        ("regions.csv", 2, "end", "3"),
        "is before begin (9)",
        "mend one of the two",
        id="backwards",
    ),
    pytest.param(
        "regions_have_an_extent",
        lambda s: _change(s, "regions", 2, begin=9),
        ("regions.csv", 2, "begin", "9"),
        "is given without its other end",
        "give both begin and end, or neither",
        id="no-end",
    ),
    pytest.param(
        "references_lead_somewhere",
        lambda s: _change(s, "memos", 2, about=("quotes/q1", "quotes/q99")),
        ("memos.csv", 2, "about", "quotes/q99"),
        "isn't there",
        "name a record as table/id",
        id="memo-about-nothing",
    ),
    pytest.param(
        "variables_have_a_datatype",
        lambda s: _change(s, "variables", 3, datatype="recrod"),
        ("variables.csv", 3, "datatype", "recrod"),
        "isn't a datatype",
        "did you mean 'record'?",
        id="no-datatype",
    ),
    pytest.param(
        "variables_have_a_datatype",
        lambda s: _add(s, "variables", Variable("guid", "GUID")),
        ("variables.csv", 4, "id", "guid"),
        "is known of every record already",
        "remove this row",
        id="shared-variable",
    ),
    pytest.param(
        "attributes_fit_their_variable",
        lambda s: _change(s, "attributes", 4, value="012"),
        ("attributes.csv", 4, "value", "012"),
        "is written in another form than we keep",
        "write 12",
        id="another-form",
    ),
    pytest.param(
        "attributes_fit_their_variable",
        lambda s: _change(s, "attributes", 4, value="many"),
        ("attributes.csv", 4, "value", "many"),
        "isn't of the datatype integer",
        "mend the value or the variable's datatype",
        id="not-a-number",
    ),
    pytest.param(
        "attributes_fit_their_variable",
        lambda s: _change(s, "attributes", 2, value="documents/film"),
        ("attributes.csv", 2, "value", "documents/film"),
        "isn't there",
        "name a record as table/id",
        id="value-is-nothing",
    ),
    pytest.param(
        "attributes_fit_their_variable",
        lambda s: _add(s, "attributes", Attribute("themes/helps", "colourr", "#000000")),
        ("attributes.csv", 8, "variable", "colourr"),
        "isn't a variable",
        "did you mean 'colour'?, or add it to variables.csv",
        id="no-variable",
    ),
    pytest.param(
        "attributes_fit_their_variable",
        lambda s: _add(s, "attributes", Attribute("variables/years", "note", "Here.")),
        ("attributes.csv", 8, "variable", "note"),
        "has a column of its own in variables.csv",
        "write it there",
        id="attribute-has-a-column",
    ),
    pytest.param(
        "moments_are_dates",
        lambda s: _change(s, "decisions", 2, at="yesterday"),
        ("decisions.csv", 2, "at", "yesterday"),
        "isn't a point in time",
        "write a date and time such as 2026-11-23T09:30:00Z",
        id="no-time",
    ),
]


@pytest.mark.parametrize(("check", "seed", "spot", "problem", "mend"), FAULTS)
def test_a_fault_is_found_alone(
    tmp_path: Path, check: str, seed: Seed, spot: tuple[str, int, str, str], problem: str, mend: str
) -> None:
    """Each fault is named once, by table, row, column and value, with how to mend it."""
    del check
    (fault,) = _faults(seed(invented_study()), tmp_path / "s")
    assert _spot(fault) == spot
    assert fault.problem == problem
    assert fault.mend == mend


def test_every_check_has_a_seeded_fault() -> None:
    """No check is without a fault that shows that it finds something."""
    assert {case.values[0] for case in FAULTS} == {check.__name__ for check in CHECKS}


@pytest.mark.parametrize(("check", "seed", "spot", "problem", "mend"), FAULTS)
def test_the_check_itself_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: str, seed: Seed,
    spot: tuple[str, int, str, str], problem: str, mend: str,
) -> None:  # fmt: skip
    """A fault is found by the check that it is listed for, and by no other."""
    del spot, problem, mend
    others = [each for each in CHECKS if each.__name__ != check]
    monkeypatch.setattr("graph.folders.check.CHECKS", others)
    study = seed(invented_study())
    write_folder(study, tmp_path / "s", {"notes": TEXT})
    assert load(tmp_path / "s") == study


# ---------------------------------------------------------------- more than one place


@pytest.mark.parametrize(("table", "column"), CONTROLLED)
def test_every_controlled_column_is_checked(tmp_path: Path, table: str, column: str) -> None:
    """Each controlled column refuses a value that isn't in its scheme."""
    faults = _faults(_change(invented_study(), table, 2, **{column: "xyzzy"}), tmp_path / "s")
    assert (f"{table}.csv", 2, column, "xyzzy") in map(_spot, faults)


def test_every_scheme_is_used() -> None:
    """Every scheme but those of roles and gaps is what some column is checked against."""
    assert set(CONTROLLED.values()) == set(ontology.SCHEMES) - {"role", "gap-kind"}


def test_every_row_of_a_circle_is_named(tmp_path: Path) -> None:
    """A circle of themes is named at each of its rows, and not at those that hang from it."""
    study = _change(invented_study(), "themes", 2, broader="no-ear")
    faults = _faults(study, tmp_path / "s")
    assert [fault.row for fault in faults] == [2, 4]


def test_a_circle_of_roles_is_named(tmp_path: Path) -> None:
    """A circle of the study's own roles is named at each of its rows."""
    study = _change(invented_study(), "roles", 2, broader="fixer")
    assert [_spot(fault) for fault in _faults(study, tmp_path / "s")] == [
        ("roles.csv", 2, "broader", "fixer"),
        ("roles.csv", 3, "broader", "repair-cafe"),
    ]


def test_the_row_counts_line_breaks(tmp_path: Path) -> None:
    """A fault after a cell of two lines is named by its own line."""
    study = invented_study()
    moved = replace(study.quotes[2], start=0, end=len(study.quotes[2].text))
    study = replace(study, quotes=(*study.quotes[:2], moved, *study.quotes[3:]))
    (fault,) = _faults(study, tmp_path / "s")
    assert (fault.table, fault.row) == ("quotes.csv", 5)
    start = TEXT.index(moved.text)
    assert fault.mend == f"the words stand at start {start}, end {start + len(moved.text)}"


def test_without_the_source_the_length_is_checked(tmp_path: Path) -> None:
    """Without the source text, a quote that is longer or shorter than its position is named."""
    study = invented_study()
    longer = replace(study.quotes[4], end=study.quotes[4].end + 1)
    study = replace(study, quotes=(*study.quotes[:4], longer))
    (fault,) = _faults(study, tmp_path / "s", source=None)
    assert _spot(fault) == ("quotes.csv", 7, "text", "a councillor came once")
    assert fault.problem == "are 22 code points, but end - start is 23"


def test_positions_are_code_points(tmp_path: Path) -> None:
    """A position counted in UTF-16 units, as some programs do, is named with the right one."""
    study = invented_study()
    quote = study.quotes[0]
    units = len(TEXT[: quote.start].encode("utf-16-le")) // 2
    assert units == quote.start + 2
    moved = replace(quote, start=units, end=units + len(quote.text))
    (fault,) = _faults(replace(study, quotes=(moved, *study.quotes[1:])), tmp_path / "s")
    assert fault.mend == f"the words stand at start {quote.start}, end {quote.end}"


def test_the_source_gives_the_end_if_no_length_is_stated(tmp_path: Path) -> None:
    """A passage beyond the end of a source that is at hand is named, even if no length is given."""
    study = _change(invented_study(), "documents", 2, length=None)
    study = _add(study, "passages", Passage("p4", "notes", 0, len(TEXT) + 1))
    (fault,) = _faults(study, tmp_path / "s")
    assert _spot(fault) == ("passages.csv", 5, "end", str(len(TEXT) + 1))


def test_faults_of_all_checks_are_said_at_once(tmp_path: Path) -> None:
    """One reading names what every check found."""
    study = _add(invented_study(), "links", ThemeLink("l4", "helps", "helps", "x", "authors"))
    faults = _faults(
        _add(study, "ties", Tie("t7", "x", "academic", "informs", "wanted", "mutual", "authors")),
        tmp_path / "s",
    )
    assert {(fault.table, fault.row, fault.column) for fault in faults} == {
        ("links.csv", 5, "type"),
        ("links.csv", 5, "passages"),
        ("links.csv", 5, "target"),
        ("ties.csv", 8, "source"),
        ("ties.csv", 8, "passages"),
    }


# ---------------------------------------------------------------- source texts


def test_a_source_is_recognised_by_its_sum(tmp_path: Path) -> None:
    """A source text outside of the folder is matched to its document by SHA-256, and used."""
    (tmp_path / "text.txt").write_bytes(TEXT.encode())
    study = _change(invented_study(), "passages", 3, start=0, end=5)
    (fault,) = _faults(study, tmp_path / "s", source=None, given=tmp_path / "text.txt")
    assert fault.problem == "aren't at 0-5 in notes"


def test_a_foreign_source_is_refused(tmp_path: Path) -> None:
    """A source text that no document is like is refused."""
    write_folder(invented_study(), tmp_path / "s")
    (tmp_path / "text.txt").write_text(TEXT + " ")
    with pytest.raises(InputError, match=r"which no row of documents\.csv has"):
        load(tmp_path / "s", tmp_path / "text.txt")


def test_an_absent_source_is_refused(tmp_path: Path) -> None:
    """A source text that isn't there is named."""
    write_folder(invented_study(), tmp_path / "s")
    with pytest.raises(InputError, match=r"none\.txt: there is no such source text"):
        load(tmp_path / "s", tmp_path / "none.txt")


def test_a_source_in_another_encoding(tmp_path: Path) -> None:
    """A source text in the folder that isn't UTF-8 is a fault with its first wrong byte."""
    write_folder(invented_study(), tmp_path / "s")
    (tmp_path / "s" / "sources").mkdir()
    (tmp_path / "s" / "sources" / "notes.txt").write_bytes(b"caf\xe9")
    with pytest.raises(StudyError) as caught:
        load(tmp_path / "s")
    (fault,) = caught.value.faults
    expected = "sources/notes.txt: isn't UTF-8 (byte 0xE9 at 3). Mend: save it as UTF-8."
    assert str(fault) == expected


def test_the_bundled_study_is_sound() -> None:
    """The study that comes with the program has no faults."""
    assert load(FIRST_STUDY).info.id == "changing-the-culture"


def _chain(levels: int) -> Study:
    themes = [Theme(f"t{n}", f"T{n}", f"t{n - 1}" if n else "") for n in range(levels)]
    return Study(StudyInfo("s", "S"), themes=tuple(themes))


def test_a_tree_of_many_levels_is_sound(tmp_path: Path) -> None:
    """Themes may stand in a tree of as many levels as are allowed."""
    write_folder(_chain(LEVELS), tmp_path / "s")
    assert load(tmp_path / "s") == _chain(LEVELS)


def test_a_tree_that_is_too_deep_is_refused_once(tmp_path: Path) -> None:
    """Of a chain of 20,000 themes the first that stands too deep is named, and only that."""
    (fault,) = _faults(_chain(20_000), tmp_path / "s", None)
    assert _spot(fault) == ("themes.csv", LEVELS + 2, "broader", f"t{LEVELS - 1}")
    assert fault.problem == f"stands {LEVELS} levels deep"


def test_only_the_rows_of_a_circle_are_blamed(tmp_path: Path) -> None:
    """A row below a circle isn't itself at fault."""
    themes = [Theme("a", "A", "b"), Theme("b", "B", "a"), Theme("c", "C", "a")]
    study = Study(StudyInfo("s", "S"), themes=tuple(themes))
    assert [_spot(fault)[1] for fault in _faults(study, tmp_path / "s", None)] == [2, 3]
