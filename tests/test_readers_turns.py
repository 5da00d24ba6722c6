"""Exchanges of who asks and who answers."""

from collections.abc import Sequence

import pytest

from graph.readers import quotes, text


def said(source: str) -> list[tuple[str, str]]:
    """Words and speaker of each answer."""
    return _turns(source, quotes.find(source, text.paragraphs(source)).quotes)


def asked(source: str) -> list[tuple[str, str]]:
    """Words and speaker of each question."""
    return _turns(source, quotes.find(source, text.paragraphs(source)).asked)


def _turns(source: str, found: Sequence[quotes.Said]) -> list[tuple[str, str]]:
    return [(source[turn.start : turn.end], turn.speaker) for turn in found]


def test_turns_with_labels_of_their_own() -> None:
    """Each answer is its own speaker's; what the interviewer asks is context, not a quote."""
    source = (
        "Interviewer: Did you go?\nP12: No, they sent me home.\nInterviewer: Why?\nP12: Papers."
    )
    assert said(source) == [("No, they sent me home.", "P12"), ("Papers.", "P12")]
    assert asked(source) == [("Did you go?", "Interviewer"), ("Why?", "Interviewer")]


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
    assert said(source) == [("No, I stayed.", "P12, nurse")]
    assert asked(source) == [("Did you go?", "I")]


def test_a_label_for_all_does_not_replace_their_own() -> None:
    """Turns of people told apart keep their labels; the group's label isn't a speaker's."""
    source = "P1: I went.\nP2: I stayed. (FGD 3, women)"
    assert said(source) == [("I went.", "P1"), ("I stayed.", "P2")]


def test_marked_turns_with_labels_behind() -> None:
    """Labels in brackets behind each turn are enough."""
    source = "“Did you go?” (Interviewer)\n\n“No, I stayed.” (P12)"
    assert said(source) == [("No, I stayed.", "P12")]
    assert asked(source) == [("Did you go?", "Interviewer")]


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
        "A turn of whoever asks the questions: kept as context, not as a quote",
        "'R' in an exchange is taken for 'P12': check the speaker",
    ]


def test_names_answer_where_somebody_asks() -> None:
    """A single name with a colon opens a turn only beside the turns of whoever asks."""
    assert said("Interviewer: How was it?\nRuth: Like a well.") == [("Like a well.", "Ruth")]
    assert said("Ruth: like a well.\nStairs: they were steep.") == []


@pytest.mark.parametrize("label", ["Note", "Source", "Example", "Theme 2", "Nota", "Quelle"])
def test_notes_in_an_exchange(label: str) -> None:
    """A note between or behind the turns is nobody's words and doesn't end the exchange."""
    source = f"I: Did you go?\nP3: No.\n{label}: she laughed.\nI: Why?\nP3: Papers.\n{label}: end."
    assert said(source) == [("No.", "P3"), ("Papers.", "P3")]


@pytest.mark.parametrize(
    "asker",
    ["Interviewer", "Moderator", "I", "INT", "Q", "Interviewer 2", "Entrevistadora", "Enquêtrice"],
)
def test_who_asks(asker: str) -> None:
    """Whoever asks is no respondent, by whatever name."""
    assert said(f"{asker}: Did you go?\nP3: No, I stayed.") == [("No, I stayed.", "P3")]
    assert asked(f"{asker}: Did you go?\nP3: No, I stayed.") == [("Did you go?", asker)]


def test_several_labels_behind_an_exchange() -> None:
    """An exchange's label follows the rule of all labels: the first person, the others noted."""
    source = "I: Did you go?\nR: No, I stayed. (P3; P7)"
    heard = quotes.find(source, text.paragraphs(source))
    assert [q.speaker for q in heard.quotes] == ["P3"]
    assert "Several labels: 'P3' is taken, not 'P7'" in [note.text for note in heard.notes]


def test_places_in_a_transcript_are_no_words() -> None:
    """Line numbers behind the last turn aren't said by anybody."""
    source = "Interviewer: Did you go?\nHelen: No, I stayed. (lines 3–4)"
    assert said(source) == [("No, I stayed.", "Helen")]
