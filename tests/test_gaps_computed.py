"""Gaps that are counted or computed: each kind with a study that has one, and one that hasn't."""

from dataclasses import replace
from itertools import combinations

import pytest
from scipy import stats

from bench.gaps import structureless_study
from graph.gaps import (
    Figure,
    Finding,
    authors_only,
    broker_at_risk,
    contested_theme,
    expected_tie,
    structural_hole,
    voice_imbalance,
)
from graph.gaps.material import Material
from graph.gaps.voice_imbalance import gini
from graph.model import (
    Coding,
    Mention,
    Passage,
    Quote,
    Respondent,
    Role,
    Study,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
)

EMPTY = Study(StudyInfo("s", "S"))


def _figures(found: Finding) -> dict[str, float]:
    (gap,) = found.gaps
    return {figure.name: figure.value for figure in gap.figures}


def _ties(*pairs: tuple[str, str], status: str = "established") -> tuple[Tie, ...]:
    return tuple(
        Tie(f"t{n}", one, other, "informs", status, "one-way", "respondent", quotes=(f"q{n}",))
        for n, (one, other) in enumerate(pairs)
    )


# ---------------------------------------------------------------- contested themes


def _said(**quotes: str) -> Study:
    """Return a study whose quotes are said by the person of their name, on the theme given."""
    themes = (
        Theme("barriers", "Barriers", valence="barrier"),
        Theme("led-badly", "Leadership", "barriers"),
        Theme("money", "Money", "barriers"),
        Theme("grants", "Grants", "money", valence="facilitator"),
        Theme("facilitators", "Facilitators", valence="facilitator"),
        Theme("led-well", " leadership ", "facilitators"),
    )
    return replace(
        EMPTY,
        themes=themes,
        respondents=tuple(Respondent(name[0], name[0]) for name in quotes),
        quotes=tuple(Quote(name, "…", name[0], "d", 0, 1, "block") for name in quotes),
        codings=tuple(Coding(f"c-{name}", name, theme) for name, theme in quotes.items()),
    )


def test_a_label_on_both_sides_is_contested() -> None:
    """A label below barriers and below facilitators is one contested theme, with both voices."""
    study = _said(a1="led-badly", b1="led-badly", a2="led-well")
    (gap,) = contested_theme.find(Material(study)).gaps
    assert gap.id == "contested-theme-led-badly"
    assert gap.sentence == (
        "“Leadership” is voiced as a barrier by 2 respondents and as a facilitator by 1 respondent "
        "(1 voiced both), as their words are coded."
    )
    assert gap.score == 1
    assert [ref.id for ref in gap.evidence] == ["a1", "b1", "a2"]


def test_a_part_that_pulls_the_other_way_contests_its_theme() -> None:
    """A sub-theme of the other valence contests the lowest theme that holds both."""
    found = contested_theme.find(Material(_said(a1="money", b1="grants")))
    assert [gap.id for gap in found.gaps] == ["contested-theme-money"]


@pytest.mark.parametrize(
    "quotes",
    [
        {"a1": "led-badly", "b1": "led-badly"},
        {"a1": "money", "b1": "led-well"},
        {},
    ],
    ids=["one-side", "two-themes", "nothing"],
)
def test_themes_that_are_not_contested(quotes: dict[str, str]) -> None:
    """One side alone, or two themes of different labels, make no contested theme."""
    assert contested_theme.find(Material(_said(**quotes))).gaps == ()


# ---------------------------------------------------------------- the authors' word alone


def test_what_only_the_authors_say() -> None:
    """An existing tie, and a theme link, on the authors' word without a quote are gaps."""
    ties = (
        Tie("t1", "patient", "academic", "informs", "established", "one-way", "authors",
            passages=("p1", "p2")),
        Tie("t2", "patient", "academic", "informs", "established", "one-way", "authors",
            quotes=("q1",)),
        Tie("t3", "patient", "academic", "informs", "wanted", "one-way", "authors"),
    )  # fmt: skip
    study = replace(
        _said(), ties=ties, links=(ThemeLink("l1", "grants", "money", "addresses", "authors"),)
    )
    tie, link = authors_only.find(Material(study)).gaps
    assert tie.sentence == (
        "That “patient informs academic researcher” is coded on the authors’ word, "
        "with no quote as evidence."
    )
    assert (tie.id, tie.score) == ("authors-only-t1", 2)
    assert link.id == "authors-only-l1"
    assert link.sentence.startswith("That “Grants” addresses “Money” is coded")


# ---------------------------------------------------------------- whose words


@pytest.mark.parametrize(
    ("values", "expected"),
    [([5], 0.0), ([1, 1, 1, 1], 0.0), ([0, 0, 0, 4], 0.75), ([1, 2, 3], 2 / 9)],
)
def test_the_gini_coefficient(values: list[float], expected: float) -> None:
    """Gini's coefficient is half the mean difference over the mean (Gini 1912), by hand."""
    differences = sum(abs(one - other) for one in values for other in values)
    assert gini(values) == pytest.approx(expected)
    assert gini(values) == pytest.approx(differences / (2 * len(values) * sum(values)))


def test_most_words_are_one_actors() -> None:
    """More than half of the placed quotes by one actor is a gap, with what couldn't be placed."""
    people = (
        Respondent("a", "A", role="officer"),
        Respondent("b", "B", affiliation="local-authority"),
        Respondent("c", "C", affiliation="academic"),
        Respondent("d", "D"),
    )
    quotes = tuple(
        Quote(f"q{n}", "…", who, "d", 0, 1, "block")
        for n, who in enumerate(["a", "b", "a", "c", "c", "d", ""])
    )
    spoken = (Mention("m", "voter", "q0"),)
    study = replace(EMPTY, respondents=people, quotes=quotes, mentions=spoken)
    found = voice_imbalance.find(Material(study))
    (gap,) = found.gaps
    assert gap.sentence == (
        "3 quotes of 5 whose speaker’s role or organisation is given are by respondents of “local "
        "authority”; 1 of the 3 actors of which the study speaks has no quote; 2 quotes can’t be "
        "placed."
    )
    assert gap.score == pytest.approx(gini([3, 2, 0]), abs=1e-6)
    assert _figures(found)["actors without a quote"] == 1


@pytest.mark.parametrize("speakers", ["aaaccc", "d", ""])
def test_no_imbalance_without_a_majority(speakers: str) -> None:
    """Half of the words isn't most of them; and where nobody can be placed, nothing is said."""
    roles = {"a": "officer", "c": "academic", "d": ""}
    study = replace(
        EMPTY,
        respondents=tuple(Respondent(name, name, role=role) for name, role in roles.items()),
        quotes=tuple(
            Quote(f"q{n}", "…", name, "d", 0, 1, "block") for n, name in enumerate(speakers)
        ),
        mentions=(Mention("m", "voter", "q0"),),
    )
    assert voice_imbalance.find(Material(study)).gaps == ()


@pytest.mark.parametrize(("quotes", "gaps"), [(4, 0), (5, 1)])
def test_a_handful_of_quotes_has_no_share(quotes: int, gaps: int) -> None:
    """Below five placed quotes no share is reckoned, and a note says so."""
    study = replace(
        EMPTY,
        respondents=(Respondent("a", "A", role="officer"),),
        quotes=tuple(Quote(f"q{n}", "…", "a", "d", 0, 1, "block") for n in range(quotes)),
        mentions=(Mention("m", "voter", "q0"),),
    )
    found = voice_imbalance.find(Material(study))
    assert len(found.gaps) == gaps
    assert ("given for 4 quotes: too few" in found.note) == (not gaps)


# ---------------------------------------------------------------- brokers at risk


def test_a_broker_between_two_sectors() -> None:
    """An actor at one end of every tie between two sectors, of which others could have one."""
    ties = _ties(
        ("academic", "nhs-organisation"), ("academic", "health-worker"),
        ("research-partner", "voter"),
    )  # fmt: skip
    (gap,) = broker_at_risk.find(Material(replace(EMPTY, ties=ties))).gaps
    assert gap.id == "broker-at-risk-academic-health-service"
    assert gap.sentence == (
        "Every tie that is reported to exist between the academic and the health service sector, "
        "2 ties between 2 pairs of actors, has “academic researcher” at one end, though the "
        "academic sector has 1 other actor with ties."
    )
    assert [ref.id for ref in gap.evidence] == ["t0", "t1", "q0", "q1"]
    assert [ref.id for ref in gap.involves] == ["academic", "health-worker", "nhs-organisation"]


@pytest.mark.parametrize(
    "pairs",
    [
        [("academic", "nhs-organisation"), ("research-partner", "voter")],
        [("academic", "nhs-organisation"), ("academic", "health-worker")],
        [
            ("academic", "nhs-organisation"),
            ("academic", "health-worker"),
            ("research-partner", "nhs-organisation"),
        ],
        [
            ("local-authority", "nhs-organisation"),
            ("local-authority", "health-worker"),
            ("officer", "voter"),
        ],
    ],
    ids=["one-pair", "nobody-else", "another-broker", "its-own-part"],
)
def test_no_broker_at_risk(pairs: list[tuple[str, str]]) -> None:
    """One pair, a sector of one, a second broker, or parts of the broker itself are no risk."""
    assert broker_at_risk.find(Material(replace(EMPTY, ties=_ties(*pairs)))).gaps == ()


def test_who_has_no_sector_is_said() -> None:
    """Actors without a sector are left out, and the note says how many."""
    study = replace(EMPTY, roles=(Role("x", "x"),), ties=_ties(("x", "voter")))
    assert broker_at_risk.find(Material(study)).note == "1 actor without a sector is left out."


# ---------------------------------------------------------------- structural holes


def _two_blocks(across: int, size: int = 8) -> Study:
    """Return a study of two sectors in which all are tied, with so many ties between the two."""
    some = [Role(f"a{n}", f"a{n}", sector="academic") for n in range(size)]
    others = [Role(f"b{n}", f"b{n}", sector="political") for n in range(size)]
    inside = [pair for block in (some, others) for pair in combinations([r.id for r in block], 2)]
    between = [(f"a{n % size}", f"b{(n + n // size) % size}") for n in range(across)]
    return replace(EMPTY, roles=(*some, *others), ties=_ties(*inside, *between))


def test_actors_without_sector_are_named() -> None:
    """Actors whose sector isn't known are in no group: a note names them, a figure counts them."""
    study = _two_blocks(1)
    own = Role("quiet-role", "quiet role")
    tie = replace(study.ties[0], id="quiet", source="quiet-role")
    found = structural_hole.find(
        Material(replace(study, roles=(*study.roles, own), ties=(*study.ties, tie)))
    )
    assert "“quiet role” is in none of the sectors, and left out." in found.note
    assert {f.name: f.value for f in found.figures}["actors in none of the sectors"] == 1


def test_a_hole_between_two_sectors() -> None:
    """Two dense sectors with a single tie between them are a hole, with p and q."""
    found = structural_hole.find(Material(_two_blocks(1)))
    (gap,) = found.gaps
    assert gap.id == "structural-hole-sectors-academic--political"
    assert gap.sentence.startswith("Between the academic sector and the political sector, 1 pair")
    assert gap.p is not None
    assert gap.q is not None
    assert gap.p <= gap.q < 0.001
    assert _figures(found)["tied pairs"] == 1
    assert _figures(found)["tied pairs expected"] == pytest.approx(gap.score + 1, abs=1e-3)
    assert [ref.id for ref in gap.evidence] == ["t56"]


def test_no_hole_where_ties_are_as_many_as_by_chance() -> None:
    """Without a hole the note says so, with the smallest p and where it is."""
    ties = _ties(*((f"a{n}", f"b{m}") for n in range(8) for m in range(8) if (n + m) % 2))
    found = structural_hole.find(Material(replace(_two_blocks(0), ties=ties)))
    assert found.gaps == ()
    assert "none has distinguishably fewer ties" in found.note
    assert "The smallest p is 1, between the academic sector and the political sector" in found.note


def test_groups_of_those_spoken_of_together() -> None:
    """Actors that quotes name together are a group; what is tested is ties, not what named them."""
    study = _two_blocks(1)
    mentions = tuple(Mention(f"m{role.id}", role.id, passage=role.id[0]) for role in study.roles)
    passages = tuple(Passage(name, "d", 0, 1) for name in "ab")
    study = replace(
        study,
        roles=tuple(replace(role, sector="") for role in study.roles),
        mentions=mentions,
        passages=passages,
    )
    (gap,) = structural_hole.find(Material(study)).gaps
    assert gap.id == "structural-hole-groups-1--2"
    assert "those spoken of together (“a0”, “a1”" in gap.sentence


# ---------------------------------------------------------------- expected ties


def _friends() -> Study:
    """Return a random study in which two actors without a tie share much that others don't."""
    study = structureless_study(40, 80, 20, seed=3)
    close = [f"actor-{n}" for n in range(2, 10)]
    pairs = [
        (t.source, t.target)
        for t in study.ties
        if not {"actor-0", "actor-1"} & {t.source, t.target}
    ]
    pairs += [(f"actor-{n}", friend) for n in (0, 1) for friend in close]
    kept = tuple(m for m in study.mentions if m.role not in {"actor-0", "actor-1"})
    added = tuple(
        Mention(f"x{n}-{theme}", f"actor-{n}", passage=f"p{theme}-0")
        for n in (0, 1) for theme in range(8)
    )  # fmt: skip
    return replace(study, ties=_ties(*dict.fromkeys(pairs)), mentions=(*kept, *added))


def test_a_tie_that_themes_and_neighbours_lead_to_expect() -> None:
    """Two who share far more themes and neighbours than by chance, and have no tie, are a gap."""
    found = expected_tie.find(Material(_friends()))
    (gap,) = found.gaps
    assert gap.id == "expected-tie-actor-0--actor-1"
    assert gap.sentence.endswith("a candidate.")
    assert gap.p is not None
    assert gap.q is not None
    assert gap.p < gap.q < 0.05
    numbers = _figures(found)
    assert (numbers["shared themes"], numbers["shared neighbours"]) == (8, 8)
    assert numbers["shared themes expected"] < 5
    assert len(gap.evidence) == 16
    assert found.note == ""


@pytest.mark.parametrize("status", ["established", "missing", "wanted"])
def test_a_pair_with_any_tie_is_no_candidate(status: str) -> None:
    """What the study says of a pair, be it that a tie is missing, isn't computed over again."""
    study = _friends()
    said = Tie("said", "actor-1", "actor-0", "informs", status, "one-way", "authors")
    pairs = {
        c.pair for c in expected_tie.candidates(Material(replace(study, ties=(*study.ties, said))))
    }
    assert ("actor-0", "actor-1") not in pairs
    assert ("actor-0", "actor-10") in pairs or ("actor-0", "actor-11") in pairs


def test_parts_of_each_other_are_no_candidates() -> None:
    """An officer is part of the local authority: no tie is expected between the two."""
    study = replace(
        EMPTY,
        ties=_ties(("officer", "academic"), ("local-authority", "academic"), ("voter", "academic")),
    )
    pairs = {candidate.pair for candidate in expected_tie.candidates(Material(study))}
    assert pairs == {("local-authority", "voter"), ("officer", "voter")}


def test_fisher_joins_two_p() -> None:
    """Two p together are Fisher's: the same as SciPy's, for two."""
    for one, other in ((0.05, 0.05), (1.0, 0.2), (1e-8, 0.7), (1.0, 1.0)):
        expected = stats.combine_pvalues([one, other], method="fisher").pvalue
        assert expected_tie.fisher(one, other) == pytest.approx(expected, rel=1e-9)
    assert expected_tie.fisher(0.0, 0.5) == 0.0


def test_shared_neighbours_by_chance_are_those_of_the_model() -> None:
    """Where all have two of four possible ties, a third is shared with 1/4, of four others."""
    ring = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "a")]
    study = replace(EMPTY, roles=tuple(Role(n, n) for n in "abcde"), ties=_ties(*ring))
    found = expected_tie.by_position(Material(study))["a", "c"]
    assert found.shared == ("b",)
    assert found.expected == pytest.approx(3 * 0.25, abs=1e-5)
    assert found.p == pytest.approx(1 - 0.75**3, abs=1e-5)


@pytest.mark.parametrize("study", [EMPTY, replace(EMPTY, ties=_ties(("voter", "academic")))])
def test_too_little_to_compare_is_said(study: Study) -> None:
    """Where there is nothing to compare, the note says so."""
    assert (
        expected_tie.find(Material(study)).note == "No two actors without a tie could be compared."
    )


def test_a_study_without_structure_raises_no_alarm() -> None:
    """In studies where ties and mentions are chance alone, hardly any computed gap is found."""
    alarms = 0
    for seed in range(20):
        material = Material(structureless_study(20, 40, 10, seed))
        alarms += len(expected_tie.find(material).gaps) + len(structural_hole.find(material).gaps)
    assert alarms <= 1


def test_figures_have_numbers_that_are_plain() -> None:
    """Figures are plain numbers, so that they're written alike everywhere."""
    (gap,) = structural_hole.find(Material(_two_blocks(1))).gaps
    assert all(type(figure.value) in {int, float} for figure in gap.figures)
    assert Figure("possible pairs", 64) in gap.figures
