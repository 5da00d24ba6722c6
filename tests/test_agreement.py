"""Agreement between coders: published numbers, chance, extremes, and a count unit by unit."""

import csv
import io
import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli import app
from graph.agreement import Row, Unit, Wanted, agreement
from graph.errors import InputError
from graph.folders.folder import write_folder
from graph.model import (
    Coder,
    Coding,
    Document,
    Quote,
    Region,
    Respondent,
    Study,
    StudyInfo,
    Theme,
)

TEXTS = ("all", "coded", "both")
QUOTES = Wanted(Unit.QUOTES)
CHARACTERS = Wanted(Unit.CHARACTERS)
Spans = Sequence[tuple[str, int, int, str]]


def _study(spans: Spans, length: int | None, *, documents: Sequence[str] = ("d",)) -> Study:
    """Return a study of (coder, start, end, theme), each span in the first document."""
    coders = sorted({coder for coder, *_ in spans})
    themes = sorted({theme for *_, theme in spans})
    return Study(
        StudyInfo("s", "S"),
        coders=tuple(Coder(coder, coder, "person") for coder in coders),
        documents=tuple(Document(name, name, length=length) for name in documents),
        respondents=(Respondent("r", "R"),),
        themes=tuple(Theme(theme, theme) for theme in themes),
        quotes=tuple(
            Quote(f"q{i}", "w" * min(end - start, 99), "r", documents[0], start, end, "block")
            for i, (_, start, end, _) in enumerate(spans)
        ),
        codings=tuple(
            Coding(f"k{i}", f"q{i}", theme, coder) for i, (coder, _, _, theme) in enumerate(spans)
        ),
    )


def _of_values(values: Mapping[str, str]) -> Study:
    """Return a study of units of one character, with each coder's value for each, “.” for none."""
    spans = [
        (coder, place, place + 1, f"t{value}")
        for coder, line in values.items()
        for place, value in enumerate(line.split())
        if value != "."
    ]
    return _study(spans, max(len(line.split()) for line in values.values()))


def _overall(study: Study, wanted: Wanted = CHARACTERS, text: str = "all") -> Row:
    """Return the overall figures of all coders together."""
    rows = [row for row in agreement(study, wanted).rows if row.text == text and not row.theme]
    return max(rows, key=lambda row: len(row.coders))


def _row(study: Study, theme: str, text: str = "all", wanted: Wanted = CHARACTERS) -> Row:
    (found,) = [r for r in agreement(study, wanted).rows if (r.text, r.theme) == (text, theme)]
    return found


# ---------------------------------------------------------------- published numbers


def _of_table(table: Sequence[Sequence[int]]) -> Study:
    pairs = [
        (i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in [0] * count
    ]
    lines = zip(*pairs, strict=True)
    return _of_values(dict(zip("ab", (" ".join(map(str, line)) for line in lines), strict=True)))


@pytest.mark.parametrize(
    ("table", "agree", "kappa"),
    [
        ([[25, 13, 12], [12, 2, 16], [3, 15, 2]], 0.29, -0.0923),  # table 1, shares in percent
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.70, 0.492),  # table 2, N = 200
    ],
)
def test_kappa_is_cohens(table: Sequence[Sequence[int]], agree: float, kappa: float) -> None:
    """Kappa has the values of Cohen (1960), tables 1 and 2."""
    found = _overall(_of_table(table))
    assert found.agreement == pytest.approx(agree)
    assert found.kappa == pytest.approx(kappa, abs=5e-4)


FOUR_CODERS = {
    "a": "1 2 3 3 2 1 4 1 2 . . .",
    "b": "1 2 3 3 2 2 4 1 2 5 . 3",
    "c": ". 3 3 3 2 3 4 2 2 5 1 .",
    "d": "1 2 3 3 2 4 4 1 2 5 1 .",
}
TWO_CODERS = {"a": "a a b b d c c c e d d a", "b": "b a b b b c c c e d d d"}
TWO_VALUES = {"a": "0 1 0 0 0 0 0 0 1 0", "b": "1 1 1 0 0 1 0 0 0 0"}


@pytest.mark.parametrize("wanted", [QUOTES, CHARACTERS])
@pytest.mark.parametrize(
    ("values", "alpha"), [(FOUR_CODERS, 0.7434), (TWO_CODERS, 0.692), (TWO_VALUES, 0.095)]
)
def test_alpha_is_krippendorffs(values: Mapping[str, str], alpha: float, wanted: Wanted) -> None:
    """Alpha is nominal alpha: “Computing Krippendorff's Alpha-Reliability” (2011), examples A-C."""
    found = _overall(_of_values(values), wanted, "both")
    assert found.alpha == pytest.approx(alpha, abs=5e-4)


def test_a_document_that_a_coder_left_alone_is_missing_data() -> None:
    """A coder counts in the documents that they coded, and as absent in the others."""
    study = _of_values(FOUR_CODERS)
    places = {quote.id: f"d{quote.start}" for quote in study.quotes}
    apart = replace(
        study,
        documents=tuple(Document(name, name, length=1) for name in sorted(set(places.values()))),
        quotes=tuple(replace(q, document=places[q.id], start=0, end=1) for q in study.quotes),
    )
    found = _overall(apart, QUOTES, "all")
    assert found.units == 11
    assert found.alpha == pytest.approx(0.7434, abs=5e-5)
    assert agreement(apart, QUOTES).remarks == (
        "d11: left out, for of these coders only b coded in it",
    )


# ---------------------------------------------------------------- chance, perfection, opposition


@pytest.mark.parametrize("text", TEXTS)
def test_independent_coders_have_a_kappa_of_exactly_0(text: str) -> None:
    """Coders who code independently of each other give 0, with and without the empty text."""
    # every combination of {x}, {y}, nothing by the one with the same by the other
    spans = [
        (coder, 10 * place, 10 * place + 10, theme)
        for place, values in enumerate((a, b) for a in "xy." for b in "xy.")
        for coder, theme in zip("ab", values, strict=True)
        if theme != "."
    ]
    rows = [row for row in agreement(_study(spans, 90), CHARACTERS).rows if row.text == text]
    assert [row.kappa for row in rows] == [0, 0, 0]


@pytest.mark.parametrize("text", TEXTS)
def test_independence_has_an_alpha_of_0_in_long_texts(text: str) -> None:
    """Alpha corrects for small samples; in a long text independent coders give it 0 too."""
    block = 10**9
    spans = [
        (coder, block * place, block * (place + 1), theme)
        for place, values in enumerate((a, b) for a in "xy." for b in "xy.")
        for coder, theme in zip("ab", values, strict=True)
        if theme != "."
    ]
    found = _overall(_study(spans, 9 * block), CHARACTERS, text)
    assert found.alpha == pytest.approx(0, abs=1e-8)


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("text", TEXTS)
def test_coders_who_throw_dice_give_about_0(unit: Unit, text: str) -> None:
    """Three coders who each code at random, at rates of their own, give about 0."""
    dice = random.Random(20)  # noqa: S311 -- not for secrets
    spans = [
        (coder, place, place + 1, theme)
        for coder, rate in (("a", 0.2), ("b", 0.3), ("c", 0.25))
        for place in range(15000)
        for theme in "xyz"
        if dice.random() < rate
    ]
    quotes = [("d", place, place + 1, "x") for place in range(15000)]  # all quotes are there
    study = _study([*spans, *quotes], 15000)
    report = agreement(study, Wanted(unit, ("a", "b", "c")))
    found = [row for row in report.rows if row.text == text]
    assert len(found) == 4 * 4
    for row in found:
        assert row.alpha == pytest.approx(0, abs=0.05)
        assert row.kappa is None or row.kappa == pytest.approx(0, abs=0.05)


@pytest.mark.parametrize("text", TEXTS)
def test_perfect_agreement_is_1(text: str) -> None:
    """Coders who code all the same give 1."""
    spans = [(coder, *span) for coder in "abc" for span in ((0, 5, "x"), (5, 9, "y"))]
    found = _overall(_study(spans, 20), CHARACTERS, text)
    assert (found.agreement, found.alpha) == (1, 1)


def test_opposition_is_negative() -> None:
    """Coders who take care never to code the same come out below 0."""
    study = _study([("a", 0, 50, "x"), ("b", 50, 100, "x")], 100)
    assert _row(study, "x").kappa == -1
    for text in ("all", "coded"):
        found = _row(study, "x", text)
        assert found.agreement == 0
        assert found.kappa is not None
        assert found.kappa < 0
        assert found.alpha is not None
        assert found.alpha < 0


# ---------------------------------------------------------------- unit by unit


@st.composite
def _codings(draw: st.DrawFn) -> Spans:
    span = st.tuples(st.integers(0, 14), st.integers(1, 6), st.sampled_from("xyz"))
    spans = [
        (coder, start, start + length, theme)
        for coder in "abc"
        for start, length, theme in draw(st.lists(span, min_size=1, max_size=5))
    ]
    return sorted(set(spans))


def _units(spans: Spans, length: int) -> list[dict[str, frozenset[str]]]:
    return [
        {
            coder: frozenset(t for c, start, end, t in spans if c == coder and start <= u < end)
            for coder in "abc"
        }
        for u in range(length)
    ]


def _coincidences(
    units: Sequence[Mapping[str, frozenset[str]]],
) -> dict[tuple[frozenset[str], frozenset[str]], float]:
    """Return Krippendorff's coincidence matrix."""
    found: dict[tuple[frozenset[str], frozenset[str]], float] = defaultdict(float)
    for unit in units:
        for pair in permutations(unit.values(), 2):
            found[pair] += 1 / (len(unit) - 1)
    return found


def _alpha_by_matrix(units: Sequence[Mapping[str, frozenset[str]]]) -> float | None:
    matrix = _coincidences([unit for unit in units if len(unit) > 1])
    sums: dict[frozenset[str], float] = defaultdict(float)
    for (value, _), count in matrix.items():
        sums[value] += count
    total = sum(sums.values())
    observed = sum(count * len(a ^ b) for (a, b), count in matrix.items())
    expected = sum(sums[a] * sums[b] * len(a ^ b) for a in sums for b in sums)
    return 1 - (total - 1) * observed / expected if expected else None


@settings(max_examples=150)
@given(_codings())
def test_spans_give_what_counting_each_character_gives(spans: Spans) -> None:
    """Overlaps and gaps of any kind give the figures of Krippendorff's matrix over characters."""
    units = _units(spans, 25)
    study = _study(spans, 25)
    present = [{c: codes for c, codes in unit.items() if codes} for unit in units]
    for text, matrix in (("all", units), ("both", present)):
        expected = _alpha_by_matrix(matrix)
        assert _overall(study, CHARACTERS, text).alpha == (
            None if expected is None else pytest.approx(expected)
        )


def _kappa_by_unit(units: Sequence[Mapping[str, frozenset[str]]], a: str, b: str) -> float | None:
    observed = sum(len(unit[a] ^ unit[b]) for unit in units) / len(units)
    expected = sum(len(u[a] ^ v[b]) for u in units for v in units) / len(units) ** 2
    return 1 - observed / expected if expected else None


@settings(max_examples=60)
@given(_codings())
def test_kappa_and_percent_are_those_of_each_character(spans: Spans) -> None:
    """Every pair's kappa and percent agreement is that of its characters, one by one."""
    units = _units(spans, 25)
    for row in agreement(_study(spans, 25), CHARACTERS).rows:
        if row.theme or len(row.coders) > 2 or row.text == "coded":
            continue
        a, b = row.coders
        there = [unit for unit in units if row.text == "all" or (unit[a] and unit[b])]
        expected = _kappa_by_unit(there, a, b) if there else None
        assert row.kappa == (None if expected is None else pytest.approx(expected))
        alike = [unit[a] == unit[b] for unit in there]
        assert row.agreement == (pytest.approx(sum(alike) / len(alike)) if alike else None)


@settings(max_examples=60)
@given(_codings())
def test_percent_of_what_somebody_coded(spans: Spans) -> None:
    """Without the empty text, percent agreement is over characters that one of them coded."""
    units = [unit for unit in _units(spans, 25) if any(unit.values())]
    found = _overall(_study(spans, 25), CHARACTERS, "coded")
    alike = [unit[a] == unit[b] for unit in units for a, b in combinations("abc", 2)]
    assert found.units == len(units)
    assert found.agreement == pytest.approx(sum(alike) / len(alike))


def test_time_grows_with_codings_and_not_with_text() -> None:
    """A text of a million million characters is no more work than a short one."""
    length = 10**12
    study = _study([("a", 0, length // 2, "x"), ("b", 0, length // 4, "x")], length)
    assert _row(study, "x").kappa == pytest.approx(0.5)


# ---------------------------------------------------------------- who and what counts


@pytest.fixture
def mixed() -> Study:
    """Return a study in which a program and somebody unnamed coded too."""
    study = _study(
        [("a", 0, 9, "x"), ("b", 0, 9, "x"), ("p", 0, 5, "x"), ("p", 5, 9, "y"), ("a", 9, 12, "y")],
        20,
    )
    coders = (*study.coders[:2], Coder("p", "Lexicon", "program"))
    return replace(study, coders=coders, codings=(*study.codings, Coding("k9", "q0", "y")))


def test_programs_count_only_if_asked_for(mixed: Study) -> None:
    """Who coded is read from the codings; programs are left out unless asked for."""
    assert agreement(mixed, CHARACTERS).coders == ("a", "b")
    assert agreement(mixed, Wanted(programs=True)).coders == ("a", "b", "p")
    assert agreement(mixed, Wanted(coders=("a", "p"))).coders == ("a", "p")


def test_codings_by_nobody_are_said(mixed: Study) -> None:
    """Codings that don't say who coded are left out, and that is said."""
    assert agreement(mixed, CHARACTERS).remarks == (
        "1 codings are left out, for they don't say who coded",
    )


def test_rejected_codings_count_for_nobody(mixed: Study) -> None:
    """A coding that was rejected is none."""
    codings = [replace(k, review="rejected") if k.theme == "y" else k for k in mixed.codings]
    found = agreement(replace(mixed, codings=tuple(codings)), CHARACTERS)
    (unused,) = [row for row in found.rows if row.theme == "y" and row.text == "all"]
    assert (unused.coded, unused.kappa, unused.alpha) == (0, None, None)
    assert unused.remark == "nobody gave this code"


def test_the_same_words_quoted_twice_are_one_unit() -> None:
    """Two quotes of the same place are one quote, so each coder may have quotes of their own."""
    spans = [("a", 0, 9, "x"), ("b", 0, 9, "x"), ("a", 20, 29, "y"), ("b", 20, 29, "x")]
    found = _overall(_study(spans, 50), QUOTES)
    assert (found.units, found.agreement) == (2, 0.5)


def test_regions_are_units_among_quotes() -> None:
    """Regions of the same place are one unit, of which two coders may have one each."""
    regions = [Region("r1", "d", page=1, x1=0, y1=0, x2=9, y2=9), Region("r2", "d", page=2)]
    regions.append(replace(regions[0], id="r3"))
    codings = [
        Coding("1", "", "x", "a", region="r1"), Coding("2", "", "x", "b", region="r3"),
        Coding("3", "", "x", "a", region="r2"), Coding("4", "", "y", "b", region="r2"),
    ]  # fmt: skip
    study = replace(
        _study([("a", 0, 1, "x"), ("b", 0, 1, "y")], 1),
        regions=tuple(regions), codings=tuple(codings),
    )  # fmt: skip
    found = _overall(study, QUOTES, "coded")
    assert (found.units, found.agreement) == (2, 0.5)
    quoted = replace(
        study, codings=(*codings, Coding("5", "q0", "x", "a"), Coding("6", "q1", "y", "b"))
    )
    assert agreement(quoted, CHARACTERS).remarks == (
        "4 codings are left out, for what they code has no characters",
    )


def test_a_document_coded_whole_is_all_its_characters() -> None:
    """A coding of a whole document is of all its text, and of no quote."""
    study = _study([("a", 0, 10, "x"), ("b", 0, 5, "x")], 20)
    whole = replace(study, codings=(Coding("w", "", "x", "a", document="d"), study.codings[1]))
    assert _row(whole, "x").agreement == 0.25
    with_quote = replace(whole, codings=(*whole.codings, study.codings[0]))
    assert agreement(with_quote, QUOTES).remarks == (
        "1 codings are left out, for what they code has no quotes",
    )


# ---------------------------------------------------------------- what can't be said


@pytest.mark.parametrize("spans", [[("a", 0, 9, "x")], []])
def test_one_coder_is_not_enough(spans: Spans) -> None:
    """With fewer than two coders there is no agreement, and the message says what to do."""
    with pytest.raises(InputError, match="needs two coders who coded") as caught:
        agreement(_study(spans, 20), CHARACTERS)
    assert "codings.csv" in str(caught.value)


def test_a_program_left_out_is_named(mixed: Study) -> None:
    """If a program is the second coder, the message says how to take it in."""
    without = replace(mixed, codings=tuple(k for k in mixed.codings if k.coder != "b"))
    with pytest.raises(InputError, match="'p' count with --programs"):
        agreement(without, CHARACTERS)


def test_an_unknown_coder_is_refused(mixed: Study) -> None:
    """A coder that isn't in the study is refused."""
    with pytest.raises(InputError, match="--coder zoe: the study has no such coder"):
        agreement(mixed, Wanted(coders=("a", "zoe")))


def test_no_variation_is_said_and_no_number_made_up() -> None:
    """Where everybody gave one code everywhere, chance can't be told from skill."""
    found = _row(_study([("a", 0, 20, "x"), ("b", 0, 20, "x")], 20), "x")
    assert (found.agreement, found.kappa, found.alpha) == (1, None, None)
    assert found.remark == "no variation: given everywhere"


def test_one_coder_without_variation_gives_0() -> None:
    """If one coder gave a code everywhere and the other didn't, kappa is 0 and not undefined."""
    assert _row(_study([("a", 0, 20, "x"), ("b", 0, 10, "x")], 20), "x").kappa == 0


def test_nothing_that_two_coded_is_said() -> None:
    """If no two coders coded the same text, the figures over such text are absent, with why."""
    found = _overall(_study([("a", 0, 5, "x"), ("b", 9, 12, "x")], 20), CHARACTERS, "both")
    assert (found.units, found.agreement, found.kappa, found.alpha) == (0, None, None, None)
    assert found.remark == "nothing that two coded"


def test_a_document_without_a_length_ends_with_its_last_quote() -> None:
    """If a document's length isn't known, that is said, for the empty text can't be counted."""
    study = _study([("a", 0, 5, "x"), ("b", 0, 10, "x")], None)
    report = agreement(study, CHARACTERS)
    assert report.rows[0].units == 10
    assert report.remarks[0].startswith("d: its length isn't known")


# ---------------------------------------------------------------- the command and its page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write the study of the page's example."""
    write_folder(_study([("anna", 0, 40, "trust"), ("ben", 20, 60, "trust")], 100), tmp_path / "s")
    return tmp_path / "s"


def _run(*arguments: str | Path) -> str:
    result = CliRunner().invoke(app, ["agreement", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_command_prints_csv(folder: Path) -> None:
    """A row for each text, code and group of coders, with six decimals."""
    rows = list(csv.DictReader(io.StringIO(_run(folder, "--format", "csv"))))
    assert [(row["text"], row["theme"]) for row in rows] == [
        (text, theme) for text in TEXTS for theme in ("", "trust")
    ]
    assert (rows[0]["kappa"], rows[0]["coders"]) == ("0.166667", "anna ben")
    assert (rows[4]["kappa"], rows[4]["remark"]) == ("", "no variation: given everywhere")


def test_the_command_prints_json(folder: Path) -> None:
    """JSON has numbers, null where there is none, and never NaN."""
    printed = _run(folder, "--format", "json", "--text", "all")
    report = json.loads(printed, parse_constant=pytest.fail)
    assert report["rows"][0]["kappa"] == pytest.approx(1 / 6)
    assert {row["text"] for row in report["rows"]} == {"all"}


def test_the_command_prints_a_table(folder: Path) -> None:
    """The table names the code, the coders and each figure."""
    printed = _run(folder)
    for words in ("overall", "trust", "anna ben", "0.167", "given"):
        assert words in printed


def _examples() -> Iterator[tuple[str, Sequence[str]]]:
    page = Path(__file__).parent.parent / "docs" / "measures" / "agreement.md"
    for line in page.read_text("utf-8").splitlines():
        if found := re.fullmatch(r"\| `(all|coded|both)` +\|(.*)\|", line):
            yield found[1], [cell.strip() for cell in found[2].split("|")]


def test_the_pages_example_is_what_comes_out(folder: Path) -> None:
    """The page's worked example has the numbers that the command prints."""
    rows = json.loads(_run(folder, "--format", "json"))["rows"]
    printed = {row["text"]: row for row in rows if row["theme"]}
    examples = dict(_examples())
    assert set(examples) == set(TEXTS)
    for text, cells in examples.items():
        row = printed[text]
        numbers = [row["agreement"], row["kappa"], row["alpha"]]
        assert cells == [str(row["units"]), *("" if n is None else f"{n:.3f}" for n in numbers)]
