"""Quotes and who is named for them."""

import pytest

from graph.readers import quotes, text
from graph.readers.quotes import Heard


def hear(source: str) -> Heard:
    """What the paragraphs of a source hold."""
    return quotes.find(source, text.paragraphs(source))


def said(source: str) -> list[tuple[str, str, str]]:
    """Words, speaker and layout of each quote."""
    return [(source[q.start : q.end], q.speaker, q.layout) for q in hear(source).quotes]


@pytest.mark.parametrize(
    ("source", "speaker"),
    [
        ("“It is far.” (Interviewee 2).", "Interviewee 2"),
        ("“It is far.” (Interviewee 2)", "Interviewee 2"),
        ("“It is far.” [tenant, north side].", "tenant, north side"),
        ("“It is far.”.- [old woman].", "old woman"),
        ("“It is far.” – FGD from the north side", "FGD from the north side"),
        ("“It is far.” — Amina, tenant.", "Amina, tenant"),
        ("“It is far.” -FGD (Older Tenants)", "FGD (Older Tenants)"),
        ("“It is far.”, Participant 4", "Participant 4"),
        ("“It is far.”\n(P3)", "P3"),
        ("“It is far.”\n\n— Participant 9", "Participant 9"),
        ("“It is far.”\nParticipant 10", "Participant 10"),
        ("“It is far.” (Amina)", "Amina"),
        ("“It is far.” [12] (P4)", "P4"),
        ("Interviewee 2: “It is far.”", "Interviewee 2"),
        ("(P7) “It is far.”", "P7"),
        ("P4 (tenant): “It is far.”", "P4 (tenant)"),
        ("*“It is far.”* (P13)", "P13"),
        ("“It is far. (P3)”", "P3"),
        ("“It is far. (P3)", "P3"),
        ("> It is far. (P12)", "P12"),
        ("> “It is far.”\n> — Tenant 3", "Tenant 3"),
        ("_It is far._ (P12)", "P12"),
    ],
)
def test_blocks(source: str, speaker: str) -> None:
    """A paragraph of a quote and its label is a block, however the label is set."""
    assert said(source) == [("It is far.", speaker, "block")]


@pytest.mark.parametrize(
    ("source", "words", "speaker"),
    [
        ("They felt ‘shut out’ (P3) by it.", "shut out", "P3"),
        ("They felt ’shut out’ (P3) by it.", "shut out", "P3"),
        (
            "One said, “it’s steep (the stair)” (ID No 6, FGD 4).",
            "it’s steep (the stair)",
            "ID No 6, FGD 4",
        ),
        (
            "It was “too far for me to go” (old woman), they felt.",
            "too far for me to go",
            "old woman",
        ),
        ("It was “far,” said Participant 3 again.", "far,", "Participant 3"),
        ("“We went,” Interviewee 4 explained, and left.", "We went,", "Interviewee 4"),
        ("“We have no lift,” one said (P3), and left.", "We have no lift,", "P3"),
        ("Participant 4 said that “it was far”.", "it was far", "Participant 4"),
        ("As one tenant (P9, female) put it: “it was far”.", "it was far", "P9, female"),
        ("According to Interviewee 5, ‘it was far’.", "it was far", "Interviewee 5"),
        ("It was “far away” – P8.", "far away", "P8"),
    ],
)
def test_inline(source: str, words: str, speaker: str) -> None:
    """A quote inside the authors' sentence may have its label behind or before it."""
    source = f"It was late. {source}"
    assert said(source) == [(words, speaker, "inline")]


@pytest.mark.parametrize(
    "source",
    [
        "It kept them from ‘work as always’, for most.",
        "The ‘long way’ (12) and ‘short way’ [95] and ‘back way’ (Smith et al., 2018).",
        "The ‘long way’ (Table 1), the ‘short way’ (n = 5), the ‘way’ (p. 4), ‘home’ (2014).",
        "The ‘floor support group’ (FSG) and ‘mtaa’ (old neighbour).",
        "A “right to the best home that one can get” (Office of Housing).",
        "One woman said, “It is far.”",
        "“It is far.”",
        "In interview 3, the ‘lift’ broke.",
        "Participants 3 and 7 said ‘far’.",
        "The ‘far world’ – a phrase that nurses used – is far.",
        "The lift was often named (Participant 2).",
        "Group 1: tenants without lift.",
        "Stairs: “It is far.”",
    ],
)
def test_no_speaker_is_invented(source: str) -> None:
    """A phrase that nobody is named for isn't a quote of a respondent."""
    assert said(source) == []


def test_several_quotes_in_one_paragraph() -> None:
    """Each quote has the label that is next to it, and none has its neighbour's."""
    assert said("“One” (P1). “Two” (P2).") == [("One", "P1", "block"), ("Two", "P2", "block")]
    assert said("“One” (P1) and ‘two’ (P2), but not “three”.") == [
        ("One", "P1", "inline"),
        ("two", "P2", "inline"),
    ]


def test_a_dash_label_behind_a_lead_in_is_a_block() -> None:
    """One sentence that leads in doesn't make a quote with a dashed label inline."""
    assert said("One of the tenants felt that “we can’t climb so far up”- IDI") == [
        ("we can’t climb so far up", "IDI", "block")
    ]


def test_turns_of_a_dialogue() -> None:
    """A label with a colon opens a turn without quotation marks."""
    heard = said("Interviewer: Did you go?\nP12: No, they sent me home.")
    assert heard == [
        ("Did you go?", "Interviewer", "block"),
        ("No, they sent me home.", "P12", "block"),
    ]


def test_announced_blocks_without_marks() -> None:
    """Behind a colon a paragraph with a label at its end is a quote, and so is the one below it."""
    source = "They found it far:\n\nI stay in. (P1)\n\nNever out. (old woman)\n\nThey left (P2)."
    assert said(source) == [("I stay in.", "P1", "block"), ("Never out.", "old woman", "block")]


def test_a_name_behind_a_block_that_is_set_off() -> None:
    """A pseudonym is taken behind a set-off block that speaks as *I* or *we*."""
    assert said("> I stay in. (Amina)") == [("I stay in.", "Amina", "block")]
    assert said("> The Housing Act. (Amina)") == []


def test_white_space_inside_the_marks_is_left_out() -> None:
    """Words start and end in a character that isn't a space."""
    assert said('" It is far "- [tenant].') == [("It is far", "tenant", "block")]


@pytest.mark.parametrize(
    ("source", "note"),
    [
        ("“Far” (P1) (P2)", "Several labels: 'P1' is taken, not 'P2'"),
        ("“Far” (P1; P2)", "Several labels: 'P1' is taken, not 'P1; P2'"),
        ("“Why?” [interviewer]", "A turn of whoever asks the questions"),
        ("“Far” (Amina)", "'Amina' is taken for a speaker's name"),
        ("“It is far", "A quotation mark opens and never closes"),
        ("It is far”.", "A quotation mark closes that never opened"),
        ("“It is far (P3)”", "The label stands inside the quotation marks"),
        ("> It is far. (P3)", "Taken for a quote, because a label ends the paragraph"),
        (
            "“It is too far for me to go there.”",
            "Words in quotation marks for which nobody is named",
        ),
    ],
)
def test_notes(source: str, note: str) -> None:
    """What the reader is unsure of is noted with its place."""
    (found, *_) = [n for n in hear(source).notes if n.text.startswith(note)]
    assert 0 <= found.start < found.end <= len(source)


def test_anonymous_words() -> None:
    """A long stretch that nobody is named for is kept apart from the authors' words."""
    source = "They said “it is much too far for me to go”."
    ((start, end),) = hear(source).anonymous
    assert source[start:end] == "it is much too far for me to go"
