"""Ties that a text suggests."""

import pytest

from graph.model import Tie
from graph.readers import narrative, tie_rules
from graph.readers.summary import as_json


def suggested(words: str) -> list[Tie]:
    """The ties that the authors' words suggest."""
    return list(narrative.read(f"## A\n\n{words}", study_id="s").study.ties)


def ties(words: str) -> list[tuple[str, str, str, str, str]]:
    """Each tie as source, type, target, status and direction."""
    return [(t.source, t.type, t.target, t.status, t.direction) for t in suggested(words)]


@pytest.mark.parametrize(
    ("words", "tie"),
    [
        ("Nurses advise the council on it.", ("health-worker", "informs", "local-authority")),
        ("The council is advised by nurses.", ("health-worker", "informs", "local-authority")),
        (
            "The council funds charities.",
            ("local-authority", "controls-resources-of", "voluntary-and-community-sector"),
        ),
        (
            "The charity is funded by the council.",
            ("local-authority", "controls-resources-of", "voluntary-and-community-sector"),
        ),
        ("Elected members represent residents.", ("elected-member", "represents", "community")),
        ("GPs report to the NHS.", ("health-worker", "is-accountable-to", "nhs-organisation")),
        (
            "The council relies on charities.",
            ("local-authority", "relies-on", "voluntary-and-community-sector"),
        ),
        ("Doctors get support from nurses and patients.", ("patient", "supports", "health-worker")),
        (
            "Researchers collect data from the community.",
            ("academic", "collects-data-from", "community"),
        ),
        (
            "The council commissioned research from a university.",
            ("local-authority", "commissions-research-from", "academic"),
        ),
        ("Councillors listen to residents.", ("elected-member", "listens-to", "community")),
        ("Officers learn from academics.", ("officer", "learns-from", "academic")),
        (
            "Charities know how residents live.",
            ("voluntary-and-community-sector", "understands", "community"),
        ),
    ],
)
def test_verbs_of_relation(words: str, tie: tuple[str, str, str]) -> None:
    """Two roles with a verb between them are a tie in the direction of the verb."""
    assert ties(words) == [(*tie, "established", "one-way")]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Nurses work with the council.", "established"),
        ("Nurses should work with the council.", "wanted"),
        ("Nurses do not work with the council.", "missing"),
        ("Nurses rarely work with the council.", "strained"),
        ("Nurses increasingly work with the council.", "emerging"),
        ("There is no communication between nurses and the council.", "missing"),
        ("A growing partnership between nurses and the council helped.", "emerging"),
        ("There was a gap between nurses and the council.", "strained"),
    ],
)
def test_words_of_lack_and_need(words: str, status: str) -> None:
    """Words beside the verb say whether the tie is there, missing, wanted or strained."""
    assert ties(words) == [
        ("health-worker", "collaborates-with", "local-authority", status, "mutual")
    ]


def test_there_is_no_system() -> None:
    """Two roles behind words of lack, without a verb between them, are a missing tie."""
    (tie,) = suggested("There isn’t a system for the council, or for any nurse, to do so.")
    assert (tie.source, tie.target, tie.status) == ("local-authority", "health-worker", "missing")


def test_something_is_to_be_built_with_a_role() -> None:
    """Who is to build it is the role that the theme speaks of most, if one is."""
    lead = "The council is slow. The council is large. "
    need = "Relationships need to be built with local charities."
    assert ties(lead + need) == [
        (
            "local-authority",
            "collaborates-with",
            "voluntary-and-community-sector",
            "wanted",
            "mutual",
        )
    ]
    assert ties(need) == []


@pytest.mark.parametrize(
    "words",
    [
        "Nurses left. The council came.",
        "Nurses were tired, and the council was angry.",
        "Nurses were asked about the council.",
        "Nurses and doctors advise nurses.",
        "The council helped. It was late; nurses left.",
        "Nurses advise.",
    ],
)
def test_no_tie(words: str) -> None:
    """Two roles in one sentence are no tie without a verb that ties them."""
    assert ties(words) == []


def test_lists_of_roles() -> None:
    """Each member of a list has the tie."""
    assert [tie[:3] for tie in ties("Nurses and academics advise councils and charities.")] == [
        ("health-worker", "informs", "local-authority"),
        ("health-worker", "informs", "voluntary-and-community-sector"),
        ("academic", "informs", "local-authority"),
        ("academic", "informs", "voluntary-and-community-sector"),
    ]


def test_voice_evidence_and_review() -> None:
    """A respondent's words are a respondent's tie; a suggestion is marked, with its rule."""
    words = "“Nurses advise the council.” (P1) Doctors fund the council."
    spoken, told = suggested(words)
    assert (spoken.voice, spoken.quotes, spoken.passages) == ("respondent", ("q01",), ())
    assert (told.voice, told.quotes, told.passages) == ("authors", (), ("p01",))
    assert {tie.theme for tie in (spoken, told)} == {"a"}
    assert {(tie.coder, tie.review) for tie in (spoken, told)} == {("themegraph", "suggested")}
    assert [tie.rule for tie in (spoken, told)] == ["gives-knowledge", "controls"]


def test_ties_as_json() -> None:
    """The JSON form has the words that say the tie, and where they are."""
    source = "## A\n\nNurses advise the council."
    (tie,) = as_json(narrative.read(source, study_id="s"))["ties"]
    assert source[tie["start"] : tie["end"]] == tie["text"] == "Nurses advise the council."
    assert (tie["source"], tie["target"], tie["review"]) == (
        "health-worker",
        "local-authority",
        "suggested",
    )


def test_rules_have_names() -> None:
    """Each rule has a name of its own."""
    names = [rule.name for rule in tie_rules.RULES]
    assert len(set(names)) == len(names)


def test_a_list_without_end_is_read() -> None:
    """Hundreds of roles in one sentence are looked at within reach of each other alone."""
    source = "## A\n\n" + "nurses, " * 400 + "advise the council."
    assert len(as_json(narrative.read(source, study_id="s"))["ties"]) >= 1
