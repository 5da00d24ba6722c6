"""Quotation marks and their pairs."""

import pytest

from graph.readers import marks


def inner(text: str) -> list[str]:
    """The words between the marks of each outermost pair."""
    return [text[pair.start : pair.end] for pair in marks.find(text).pairs]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Far,” they said, “too far.”", ["Far,", "too far."]),
        ('"Far," they said.', ["Far,"]),
        ("''Far,'' they said.", ["Far,"]),
        ("‘Far’, they said.", ["Far"]),
        ("„Far“ and «near»", ["Far", "near"]),
        ('" Far away " - they said', ["Far away"]),
        ("This ’long and steep’ way", ["long and steep"]),
        ('“It is far" they said', ["It is far"]),
        ('"Take "the lift" up” they said', ['Take "the lift" up']),
        ("‘it isn’t somebody else’s stair’", ["it isn’t somebody else’s stair"]),
        ("‘the tenants’ stairs are steep’ (P3)", ["the tenants’ stairs are steep"]),
        ("“She said ‘no’, then ‘yes’.”", ["She said ‘no’, then ‘yes’."]),
        ("‘She said “no” to me’", ["She said “no” to me"]),
        ("Tell ’em in the ’90s that it's the tenants’ lift", []),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    """What stands beside a mark tells whether it opens or closes, then its shape."""
    assert inner(text) == expected


def test_marks_without_partner() -> None:
    """Double marks without partner are reported with their positions."""
    assert marks.find("“Far away").unclosed == (0,)
    assert marks.find("far away”.").unopened == (8,)


def test_an_unclosed_mark_hides_no_later_pair() -> None:
    """The pair behind a mark that never closes is found."""
    found = marks.find("“Far. They said “no” then.")
    assert (found.unclosed, len(found.pairs)) == ((0,), 1)


def test_nothing_between_marks_is_no_pair() -> None:
    """Marks around nothing or white space hold no words."""
    assert inner("“” and “ ”") == []
