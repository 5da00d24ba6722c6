"""Exchanges of who asks and who answers."""

import pytest

from graph.readers import quotes, text


def said(source: str) -> list[tuple[str, str]]:
    """Words and speaker of each turn."""
    heard = quotes.find(source, text.paragraphs(source))
    return [(source[q.start : q.end], q.speaker) for q in heard.quotes]


def test_turns_with_labels_of_their_own() -> None:
    """Each turn is its own speaker's, also whoever asks."""
    source = (
        "Interviewer: Did you go?\nP12: No, they sent me home.\nInterviewer: Why?\nP12: Papers."
    )
    assert said(source) == [
        ("Did you go?", "Interviewer"),
        ("No, they sent me home.", "P12"),
        ("Why?", "Interviewer"),
        ("Papers.", "P12"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "I: Did you go?\nR: No, I stayed. (P12, nurse)",
        "I: Did you go? R: No, I stayed. (P12, nurse)",
        "“I: Did you go?\nR: No, I stayed.” (P12, nurse)",
        "I: Did you go?\nR: No, I stayed.\n(P12, nurse)",
        "**I:** Did you go?\n\n**R:** No, I stayed. – P12, nurse",
    ],
)
def test_the_label_comes_last(source: str) -> None:
    """The label behind an exchange is that of who answers, not of who asks."""
    assert said(source) == [("Did you go?", "I"), ("No, I stayed.", "P12, nurse")]


def test_a_label_for_all_does_not_replace_their_own() -> None:
    """Turns of people told apart keep their labels; the group's label isn't a speaker's."""
    source = "P1: I went.\nP2: I stayed. (FGD 3, women)"
    assert said(source) == [("I went.", "P1"), ("I stayed.", "P2")]


def test_marked_turns_with_labels_behind() -> None:
    """Labels in brackets behind each turn are enough."""
    source = "“Did you go?” (Interviewer)\n\n“No, I stayed.” (P12)"
    assert said(source) == [("Did you go?", "Interviewer"), ("No, I stayed.", "P12")]


@pytest.mark.parametrize(
    "source", ["Stairs: they were steep.\nLifts: they broke.", "A: one.", "Group 1: they left."]
)
def test_lines_with_a_colon_are_no_exchange(source: str) -> None:
    """A word and a colon make no speaker."""
    assert said(source) == []


def test_notes_on_an_exchange() -> None:
    """A turn whose label is no more than a letter is to be checked, and so is whoever asks."""
    source = "I: Did you go?\nR: No, I stayed. (P12)"
    texts = [note.text for note in quotes.find(source, text.paragraphs(source)).notes]
    assert texts == [
        "A turn of whoever asks the questions, not a respondent's words",
        "'R' in an exchange is taken for 'P12': check the speaker",
    ]


def test_names_answer_where_somebody_asks() -> None:
    """A single name with a colon opens a turn only beside the turns of whoever asks."""
    assert said("Interviewer: How was it?\nRuth: Like a well.") == [
        ("How was it?", "Interviewer"),
        ("Like a well.", "Ruth"),
    ]
    assert said("Ruth: like a well.\nStairs: they were steep.") == []
