"""The bundled study's gaps against its text: those that the text states, none that it contradicts.

The text was read sentence by sentence; each entry below stands for a statement in it, by the quote
or passage in which it's made. That quotes stand where they should is tested with the text itself.
"""

import pytest

from graph.gaps import Gap, find_gaps, search
from graph.model import Study

STATED = {
    # what respondents or the authors say isn't there
    "missing-tie-t06": "p08",  # the system of research isn't made for local authorities
    "missing-tie-t09": "q09",  # there is no way to put out a need and find a partner
    "missing-tie-t12": "p09",  # nothing useful is given back
    # what they say should be, or be stronger
    "wanted-tie-t15": "q13",  # backing from the top
    "wanted-tie-t20": "q19",  # leaders who turn to lived experience
    "wanted-tie-t21": "q20",  # findings that help politicians
    "wanted-tie-t22": "q20",  # findings that help managers
    "wanted-tie-t26": "q23",  # research to share with the NHS
    "wanted-tie-t30": "p27",  # relationships with voluntary groups
    "wanted-tie-t31": "p28",  # their insight
    "wanted-tie-t33": "p29",  # somebody senior who stands for research
    "wanted-tie-t34": "q27",  # informal ways to learn, used better
    "wanted-tie-t35": "q28",  # a day a week with academics
    # what they say goes one way
    "one-way-tie-t10": "q10",  # data taken, and gone
    "one-way-tie-t17": "q09",  # a one-way system
    # what they say is hard
    "strained-tie-t01": "q02",  # rigour against politics
    "strained-tie-t02": "p05",  # decisions for popularity
    "strained-tie-t03": "q07",  # back to the day job
    "strained-tie-t10": "q10",  # data taken from the authority
    "strained-tie-t11": "p09",  # and from local people
    "strained-tie-t13": "q11",  # an elitist world
    "strained-tie-t16": "q14",  # somebody else's responsibility
}
"""Every gap that stands on a report, and the quote or passage of the text that states it."""

SPOKEN_OF = {
    "academic", "community", "elected-member", "national-statistics-office", "nhs-organisation",
    "people-with-lived-experience", "policy-and-intelligence-service", "practitioner",
    "professional-network", "research-champion", "research-partner", "research-system",
    "service-manager", "voluntary-and-community-sector", "voter",
}  # fmt: skip
"""The roles that the text speaks of and quotes nobody from."""

HEARD = {"senior-manager", "local-authority", "officer", "manager"}
"""The text's respondents: senior managers, and people of the local authority."""

TIED_IN_THE_TEXT = [
    ("research-system", "academic"),  # p08
    ("research-system", "nhs-organisation"),  # p08
    ("local-authority", "professional-network"),  # p26, q09
    ("local-authority", "nhs-organisation"),  # q23
    ("voluntary-and-community-sector", "community"),  # p28
    ("service-manager", "elected-member"),  # q22
    ("academic", "professional-network"),  # q09
    ("academic", "national-statistics-office"),  # q24
    ("community", "local-authority"),  # q18, p20
]
"""Pairs that the text says are tied: no gap may say that nothing is reported between them."""


@pytest.fixture(scope="module")
def gaps(bundled: Study) -> dict[str, Gap]:
    """Return the bundled study's gaps by id."""
    return {gap.id: gap for gap in find_gaps(bundled)}


def test_gaps_that_the_text_states_are_found(gaps: dict[str, Gap]) -> None:
    """Every gap that the text states is found, and no other gap stands on a report."""
    reported = ("missing-tie", "wanted-tie", "one-way-tie", "strained-tie")
    assert {gap.id for gap in gaps.values() if gap.kind in reported} == set(STATED)


@pytest.mark.parametrize(("gap", "words"), STATED.items())
def test_a_stated_gap_rests_on_what_states_it(gaps: dict[str, Gap], gap: str, words: str) -> None:
    """The quote or passage that states a gap is among its evidence."""
    assert words in {ref.id for ref in gaps[gap].evidence}


def test_who_is_spoken_of_and_not_heard(gaps: dict[str, Gap]) -> None:
    """Unheard are all whom the text speaks of and quotes nobody from, and nobody else."""
    unheard = {gap.involves[0].id for gap in gaps.values() if gap.kind == "unheard-actor"}
    assert unheard == SPOKEN_OF
    assert unheard.isdisjoint(HEARD)


def test_no_role_is_denied_to_those_without_one(gaps: dict[str, Gap]) -> None:
    """Ten participants are given no role: where one may hold it, the sentence says so."""
    for role in ("elected-member", "practitioner", "service-manager"):
        assert "no role for 10 respondents" in gaps[f"unheard-actor-{role}"].sentence
    assert "no role for" not in gaps["unheard-actor-academic"].sentence


@pytest.mark.parametrize("pair", TIED_IN_THE_TEXT, ids="-".join)
def test_no_gap_contradicts_a_tie_of_the_text(gaps: dict[str, Gap], pair: tuple[str, str]) -> None:
    """Of two whom the text says are tied, no gap says that no tie is reported."""
    denying = [
        gap.id
        for gap in gaps.values()
        if gap.kind in {"expected-tie", "tie-elsewhere", "structural-hole"}
        and {ref.id for ref in gap.involves} >= set(pair)
    ]
    assert denying == []


def test_what_comes_back_is_not_denied(gaps: dict[str, Gap]) -> None:
    """The text says that people do learn from academics: the one-way gap names these returns."""
    sentence = gaps["one-way-tie-t10"].sentence
    for returning in ("informs local authority", "understands academic", "learns from academic"):
        assert returning in sentence
    assert "one-way-tie-t13" not in gaps
    assert "one-way-tie-t28" not in gaps


def test_every_barrier_is_addressed_in_part(gaps: dict[str, Gap]) -> None:
    """The text's facilitators answer both of its barriers, so none is called unaddressed."""
    assert not [gap for gap in gaps.values() if gap.kind == "unaddressed-barrier"]


def test_themes_on_few_respondents(gaps: dict[str, Gap]) -> None:
    """Two themes have three quoted respondents each, of seventeen who are quoted."""
    thin = {gap.involves[0].id: gap.sentence for gap in gaps.values() if gap.kind == "thin-theme"}
    assert set(thin) == {"lack-of-organisational-strategy", "building-existing-networks"}
    assert all("Of 17 respondents who are quoted, 3 are" in sentence for sentence in thin.values())


def test_all_words_are_the_local_authoritys(gaps: dict[str, Gap]) -> None:
    """Everybody quoted belongs to the local authority, and that is said with its numbers."""
    gap = gaps["voice-imbalance-local-authority"]
    assert gap.sentence.startswith("28 quotes of 28 ")
    assert gap.score == pytest.approx(8 / 9, abs=1e-6)


def test_what_the_authors_alone_say(gaps: dict[str, Gap]) -> None:
    """The ties and links for which the text has no quote are these."""
    alone = {gap.evidence[0].id for gap in gaps.values() if gap.kind == "authors-only"}
    assert alone == {"t04", "t05", "t14", "t19", "t23", "t27", "t32", "l07"}


def test_where_nothing_can_be_told_from_chance_that_is_said(bundled: Study) -> None:
    """With 17 actors and 5 themes nothing computed is a gap: the notes say so, with smallest p."""
    found = {each.kind.notation: each.finding for each in search(bundled)}
    assert found["expected-tie"].gaps == found["structural-hole"].gaps == ()
    assert found["expected-tie"].note == (
        "Of 136 pairs of actors without a reported tie, none is distinguishable from chance "
        "(q < 0.05). The smallest p is 0.283, of “community” and “professional network”."
    )
    assert "The smallest p is 0.487, between the academic sector" in found["structural-hole"].note
    assert found["broker-at-risk"].gaps == found["contested-theme"].gaps == ()


def test_sentences_say_who_reports(gaps: dict[str, Gap]) -> None:
    """What we coded is said to be coded, and on whose word: nothing is put into a mouth."""
    for gap in gaps.values():
        if gap.kind in {"missing-tie", "wanted-tie", "strained-tie"}:
            assert " is coded as " in gap.sentence
            assert "on the authors’ word" in gap.sentence or "on a respondent’s" in gap.sentence
