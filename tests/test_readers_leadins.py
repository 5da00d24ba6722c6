"""Labels before a quote."""

import pytest

from graph.readers import quotes, text

WORDS = "I felt alone, and nobody came to see me."


def speakers(source: str) -> list[str]:
    """Who is named for the quotes of a source."""
    return [found.speaker for found in quotes.find(source, text.paragraphs(source)).quotes]


@pytest.mark.parametrize(
    "lead",
    [
        "Participant 7 said:", "As Participant 7 put it,", "Participant 7 also explained that",
        "Participant 7, a nurse from the north side, said:",
        "Participant 7 (a nurse) recalled that",
        "In Participant 7’s words,", "Participant 7 had this to say:",
        "According to Participant 7,", "In the words of Participant 7,", "For Participant 7,",
        "As described by Participant 7:", "“It is far,” said Participant 7,",
        "Participant 7, for example, told us", "Participant 7 disagreed:", "Participant 7 laughed:",
    ],
)  # fmt: skip
def test_whoever_speaks_is_named(lead: str) -> None:
    """The subject of a verb of saying is the speaker."""
    assert set(speakers(f"It was late. {lead} “{WORDS}”")) == {"Participant 7"}


@pytest.mark.parametrize("lead", ["One nurse (N7) said:", "In the words of one nurse (N7):"])
def test_a_label_in_brackets_behind_who_speaks(lead: str) -> None:
    """The label in brackets is the speaker's, not the noun before it."""
    assert speakers(f"It was late. {lead} “{WORDS}”") == ["N7"]


@pytest.mark.parametrize(
    "lead",
    [
        "They told Participant 7", "We asked Participant 7", "Participant 7 was told",
        "Participant 7 was asked:", "Participant 7 heard no such thing:",
        "Participant 7 never said", "Participant 7 did not say that",
        "Unlike Participant 7,", "The mother of Participant 7 said",
        "They told one nurse (P7) that",
        "After meeting Participant 7, the manager said", "Participant 7 left. The council said",
        "Participant 7 heard the council say", "Participants 3 and 7 agreed that",
        "The manager spoke to Participant 7 and said",
    ],
)  # fmt: skip
def test_whoever_does_not_speak_is_not_named(lead: str) -> None:
    """Who is told, asked or compared, or didn't say it, isn't the speaker."""
    assert speakers(f"It was late. {lead} “{WORDS}”") == []


@pytest.mark.parametrize("block", [f"“{WORDS}”", f"> {WORDS}"])
def test_a_sentence_that_leads_to_a_block(block: str) -> None:
    """A block below a sentence that names its speaker is theirs, and this is noted."""
    source = f"Some were alone. Participant 7 explained:\n\n{block}\n\n“It is far.”"
    heard = quotes.find(source, text.paragraphs(source))
    assert [(q.speaker, q.layout) for q in heard.quotes] == [("Participant 7", "block")]
    assert "The label stands in the sentence above" in " ".join(note.text for note in heard.notes)


def test_a_block_with_its_own_label_keeps_it() -> None:
    """What stands behind a block is nearer than the sentence above it."""
    assert speakers(f"Participant 7 explained:\n\n“{WORDS}” (P9)") == ["P9"]
