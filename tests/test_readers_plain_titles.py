"""Headings that run into their paragraph without markup, and headings numbered A, A.1."""

import pytest

from graph.readers import narrative
from graph.readers.summary import as_json

TITLED = """Findings

Living With Noise: Residents near the yard had long stopped opening their windows. “I know each
train by its brakes,” said P3.

Sleeping in Shifts: Couples took turns, and some had done so for years. “I sleep while she
watches the clock,” said P4.

Silence: Some found the new quiet hard to bear after the strike had begun. “I miss the five
o’clock freight,” said P5.
"""

LETTERED = """A. Work

A.1 Hours

“We wait for the boat all night,” said P3.

A.2 Pay

“I am paid in promises,” said P4.

B. Home

B.1 Children

“My children know me by my keys,” said P5.
"""


def themes(source: str) -> list[tuple[str, list[str]]]:
    """Speaker and theme path of each quote of a text."""
    found = as_json(narrative.read(source, study_id="s"))["quotes"]
    return [(quote["speaker"], quote["theme_path"]) for quote in found]


def test_a_title_before_a_colon_is_a_heading() -> None:
    """Where several paragraphs begin with a title and a colon, the titles are headings."""
    assert themes(TITLED) == [
        ("P3", ["Living With Noise"]),
        ("P4", ["Sleeping in Shifts"]),
        ("P5", ["Silence"]),
    ]


def test_titles_in_small_letters_are_headings_if_most_paragraphs_have_one() -> None:
    """A title needn't have capitals where at least half of the paragraphs begin like that."""
    small = TITLED.replace("With Noise", "with noise").replace("in Shifts", "in shifts")
    assert [path for _, path in themes(small)] == [
        ["Living with noise"],
        ["Sleeping in shifts"],
        ["Silence"],
    ]


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Sleeping in Shifts:", "Couples slept."),
        ("Silence:", "Living With Noise:"),
        ("Silence:", "It is now clear:"),
        ("Living With Noise:", "Interviewer:"),
    ],
)
def test_a_colon_alone_makes_no_heading(title: str, other: str) -> None:
    """Two titles, one title twice, a clause and a turn's label are no headings."""
    assert [path for _, path in themes(TITLED.replace(title, other))] == [[], [], []]


def test_turns_of_people_are_no_headings() -> None:
    """Names before colons are those of people who speak, not themes."""
    turns = """Findings

Anna: I left the yard in the spring, and I never once looked back at the gate.

Bert Jones: I stayed on for another year, and then they closed it over our heads.

Carla: I go by there with my children sometimes, and they don’t believe a word of it.
"""
    assert as_json(narrative.read(turns, study_id="s"))["themes"] == []


def test_a_letter_with_a_number_stands_under_its_letter() -> None:
    """B.1 is a heading below B, and not somebody's code."""
    assert themes(LETTERED) == [
        ("P3", ["A. Work", "A.1 Hours"]),
        ("P4", ["A. Work", "A.2 Pay"]),
        ("P5", ["B. Home", "B.1 Children"]),
    ]
