"""Mentions of actor roles."""

import pytest

from graph.readers import mentions


def found(text: str) -> list[tuple[str, str]]:
    """The words and roles found."""
    return [(text[m.start : m.end], m.role) for m in mentions.find(text)]


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("the Local\n  Authorities paid", "Local\n  Authorities", "local-authority"),
        ("a senior manager’s view", "senior manager", "senior-manager"),
        ("heads of service left", "heads of service", "senior-manager"),
        ("our policy-makers", "policy-makers", "national-government"),
        ("two charities", "charities", "voluntary-and-community-sector"),
        ("the NHS’s beds", "NHS", "nhs-organisation"),
        ("three GPs", "GPs", "health-worker"),
    ],
)
def test_labels_plurals_and_spaces(text: str, words: str, role: str) -> None:
    """Labels match in either case, in the plural and across line breaks."""
    assert found(text) == [(words, role)]


@pytest.mark.parametrize("text", ["ons", "gp", "nhs", "counciller", "co-researcher", "client-led"])
def test_no_match(text: str) -> None:
    """Abbreviations need their capitals, and parts of words and compounds don't count."""
    assert found(text) == []


def test_the_longest_label_wins() -> None:
    """A label inside a longer one isn't a mention of its own."""
    assert found("a council officer") == [("council officer", "officer")]


def test_only_between_the_positions() -> None:
    """Only the asked-for stretch is searched."""
    assert [m.start for m in mentions.find("nurse nurse nurse", 6, 11)] == [6]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The hospitals said no.", [("hospitals", "health-facility")]),
        ("Community nurses came.", [("Community nurses", "health-worker")]),
        ("hospital managers", [("managers", "manager")]),
        ("community and nurses", [("community", "community"), ("nurses", "health-worker")]),
    ],
)
def test_what_describes_a_role_is_no_role(text: str, found: list[tuple[str, str]]) -> None:
    """A noun before a role's noun only says which: community nurses are one role, not two."""
    assert [(text[m.start : m.end], m.role) for m in mentions.find(text)] == found
