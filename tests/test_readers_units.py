"""Labels in lines of their own, and quotes of several paragraphs."""

import pytest

from graph.readers import quotes, text
from graph.readers.quotes import Heard


def hear(source: str) -> Heard:
    """What the paragraphs of a source hold."""
    return quotes.find(source, text.paragraphs(source))


def said(source: str) -> list[tuple[str, str]]:
    """Words and speaker of each quote."""
    return [(source[q.start : q.end], q.speaker) for q in hear(source).quotes]


BOTH = [("I went up.", "P1"), ("I came down.", "P2")]


@pytest.mark.parametrize(
    "source",
    [
        "P1\n“I went up.”\n\nP2\n“I came down.”",
        "P1\n\n“I went up.”\n\nP2\n\n“I came down.”",
        "[P1]\n\n“I went up.”\n\n[P2]\n\n“I came down.”",
        "P1:\n“I went up.”\nP2:\n“I came down.”",
        "They spoke.\n\nP1\n\n“I went up.”\n\nP2\n\n“I came down.”\n\nThey left.",
    ],
)
def test_labels_above(source: str) -> None:
    """A label in the line above its quote doesn't move to the quote above it."""
    assert said(source) == BOTH


@pytest.mark.parametrize(
    "source",
    [
        "“I went up.”\nP1\n\n“I came down.”\nP2",
        "“I went up.”\n\nP1\n\n“I came down.”\n\nP2",
        "“I went up.”\n\n— P1\n\n“I came down.”\n\n— P2",
        "“I went up.”\n\n(P1)\n\n“I came down.”\n\n(P2)\n\nThey left.",
    ],
)
def test_labels_below(source: str) -> None:
    """A label in the line below its quote names its speaker."""
    assert said(source) == BOTH


def test_a_label_between_two_quotes() -> None:
    """If nothing tells whose label it is, nobody gets it, and a note says so."""
    heard = hear("“I went up.”\n\nP1\n\n“I came down.”")
    assert heard.quotes == []
    (note, *_) = heard.notes
    assert note.text.startswith("A label in a line of its own")


def test_blank_lines_tell_whose_a_label_is() -> None:
    """A label stands nearer to its own quote."""
    assert said("“I went up.”\nP1\n\n“I came down.”") == [BOTH[0]]
    assert said("“I went up.”\n\nP2\n“I came down.”") == [BOTH[1]]


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("“I went up.” (Focus Group\nParticipant 3)", "Focus Group Participant 3"),
        ("“I went up.”\n— Focus Group\nParticipant 3", "Focus Group Participant 3"),
        ("“I went up.” – Participant\n3", "Participant 3"),
        ("“I went up.” – FGD\n(Older Tenants)", "FGD (Older Tenants)"),
        ("Amina, 34, teacher\n“I went up.”", "Amina, 34, teacher"),
    ],
)
def test_labels_broken_over_lines(source: str, label: str) -> None:
    """A line break in a label or before it doesn't hide it."""
    assert said(source) == [("I went up.", label)]


def test_bare_names_above_a_quote_are_headings() -> None:
    """A label above that tells no number isn't taken: it may be a heading."""
    assert said("Lifts\n“I went up.”") == []


def test_a_label_before_its_quote_is_not_alone() -> None:
    """A label in brackets with its quote behind it is of that quote, not of the next line."""
    source = "[P1] “I went up.”\n\nP2: I came down."
    assert said(source) == BOTH
