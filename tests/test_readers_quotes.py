"""Quotes and who is named for them."""

import pytest

from graph.readers import hearing, outlines, quotes, text
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
        "Access: the way was long. (p. 4)",
        "Transport: I walk there (Table 2).",
        "However, patients said “it is far”.",
        "Similarly, nurses, for example, said “we tried”.",
        "Smith (61) argued, “we must act now”.",
        "Note: I laughed. (lines 3-5)",
        "“I went,” the nurse replied, “but nobody was there.”",
        "Figure 2. A tenant’s words: “I stay in.” (P3)",
        "Table 3: “I stay in.” (P3)",
        "| Stairs | “I stay in.” (P3) |",
    ],
)
def test_no_speaker_is_invented(source: str) -> None:
    """A phrase that nobody is named for isn't a quote of a respondent."""
    assert said(source) == []


SPOKEN = "I felt we had nobody to turn to when it went wrong."


@pytest.mark.parametrize(
    "label",
    [
        "Int. 4", "ID: 005", "002", "F, 45", "45M", "45-year-old woman", "woman, aged 45",
        "Respondent 4, p. 12", "P4, lines 12–14", "P1, 3 May 2019", "Midwife, district hospital",
        "IDI with a mother, the north", "FGD, men, Village 3", "GP_07", "GP 7", "FG2:P3",
        "KII_DHO_02", "IDI/HCW/03", "P3, who left later", "P1, laughing", "MP, Labour",
        "A 30 years old mother, FGD discussant", "a married woman", "Mrs. T", "Dr. A",
        "community health worker from Block 3", "P3, non-smoker",
        "Group interview with five tenants",
        "Amina, 34, teacher", "Radiographer", "Oncologist 2", "Participant #3", "P4, F/34",
    ],
)  # fmt: skip
def test_labels_behind_a_block(label: str) -> None:
    """A label in brackets names the speaker, whatever facts it gives of them."""
    assert said(f"“{SPOKEN}” ({label}).") == [(SPOKEN, label, "block")]
    assert said(f"“{SPOKEN}” [{label}]") == [(SPOKEN, label, "block")]


@pytest.mark.parametrize(
    "label",
    [
        "adapted from P3", "unlike P3", "italics ours", "my emphasis", "emphasis added",
        "majority of traders", "most traders", "mentioned by 5 traders", "BBC Radio 4",
        "Minutes, 3 May", "The Guardian, 3 May 2019", "Housing Act 2004",
        "Mental Health Act s. 3", "3 May", "May 2019", "45%", "$45", "5 km", "12 months", "WHO",
        "Braun and Clarke", "Braun and Clarke, 2006", "see Table 2", "Box 3", "n = 4", "p. 45",
        "Theme 2", "12", "12–14", "personal communication", "GPT-4", "translated from Portuguese",
    ],
)  # fmt: skip
def test_what_stands_behind_a_block_and_names_nobody(label: str) -> None:
    """Sources, laws, dates, sums, counts, notes on the words: nobody is named for them."""
    assert said(f"“{SPOKEN}” ({label}).") == []
    assert said(f"“{SPOKEN}” [{label}]") == []


@pytest.mark.parametrize(
    "source",
    [
        f"'{SPOKEN}' (P7)", f"‘{SPOKEN}’ (P7)", f"«{SPOKEN}» (P7)", f"« {SPOKEN} » (P7)",
        f"„{SPOKEN}“ (P7)", f"‹{SPOKEN}› (P7)", f"``{SPOKEN}'' (P7)", f'"{SPOKEN}" (P7)',
        f"”{SPOKEN}” (P7)", f"“{SPOKEN}“ (P7)", f"“{SPOKEN} (P7).", f"{SPOKEN}” (P7).",
        f"They left:\n\n{SPOKEN} (P7)", f"They left.\n\n{SPOKEN} (P7)\n\nMore.",
        f"They left.\n\n{SPOKEN} – P7\n\nMore.", f"• {SPOKEN} (P7)", f"- “{SPOKEN}” (P7)",
        f"“{SPOKEN}”—P7", f"“{SPOKEN}” ~ P7", f"“{SPOKEN}” P7", f"“{SPOKEN}”; (P7)",
        f"“{SPOKEN}” [laughs] (P7)", f"“{SPOKEN}” (emphasis added) (P7)", f"“{SPOKEN}” [12] (P7)",
        f"“{SPOKEN}” (as stated by P7)", f"“{SPOKEN}”\n— P7", f"“{SPOKEN}”\n\n(P7)",
        f"P7: {SPOKEN}", f"P7 – “{SPOKEN}”", f"[P7] “{SPOKEN}”", f"(P7): “{SPOKEN}”",
        f"**P7:** “{SPOKEN}”", f"**P7**: {SPOKEN}", f"P7:\n“{SPOKEN}”", f"[P7]\n“{SPOKEN}”",
    ],
)  # fmt: skip
def test_marks_and_places_of_labels(source: str) -> None:
    """Marks of any kind, half of them or none; the label before, behind or in a line of its own."""
    assert said(source) == [(SPOKEN, "P7", "block")]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("“She said ‘go home’ and I went” (P7)", "She said ‘go home’ and I went"),
        ("“She said “go home” and I went” (P7)", "She said “go home” and I went"),
        ("'She said \"go home\" and I went' (P7)", 'She said "go home" and I went'),
        ("“I went home (to my mother).” (P7)", "I went home (to my mother)."),
        ("“I went home (to my mother)” (P7)", "I went home (to my mother)"),
        ("“I went home. [Laughs]” (P7)", "I went home. [Laughs]"),
        ("“I went home (my own). (P7)”", "I went home (my own)."),
        ("I told her ‘go home’. (P7)", "I told her ‘go home’."),
        ("“I went […] to my mother.” (P7)", "I went […] to my mother."),
    ],
)
def test_what_belongs_to_the_words(source: str, words: str) -> None:
    """A quote within a quote and a parenthesis of the speaker's own are part of the words."""
    assert [found[:2] for found in said(source)] == [(words, "P7")]


def test_a_quote_of_several_paragraphs() -> None:
    """A mark that is opened anew in each paragraph and closed in the last holds one quote."""
    source = "“I went up.\n\n“I came down.” (P7)"
    assert said(source) == [("I went up.\n\n“I came down.", "P7", "block")]


def test_a_pseudonym_that_is_a_label_elsewhere() -> None:
    """A name leads to a quote only if it's a label beside others, more than once."""
    blocks = "“I left.” (Amina)\n\n“I came.” (Amina)\n\n"
    lead = "Amina said “I never went there at all”."
    sections = outlines.outline(text.paragraphs(blocks + lead)).sections
    (heard,) = hearing.hear(blocks + lead, sections)
    assert [found.speaker for found in heard.quotes] == ["Amina", "Amina", "Amina"]
    assert said(lead) == []


def test_a_code_that_may_be_a_road() -> None:
    """A phrase beside a lone code isn't attributed, unless other codes of its kind are labels."""
    assert heard_in("They use the ‘ring road’ (A38) daily.") == []
    assert heard_in("It was a ‘ring road’ (A3) and ‘too steep’ (A4) for them.") == ["A3", "A4"]


def heard_in(source: str) -> list[str]:
    """The speakers in a whole text."""
    sections = outlines.outline(text.paragraphs(source)).sections
    return [quote.speaker for found in hearing.hear(source, sections) for quote in found.quotes]


@pytest.mark.parametrize("label", ["Shelter", "Room 12", "rural", "LA", "Facebook post"])
def test_a_label_unlike_all_others(label: str) -> None:
    """What could be a name, a place or a thing is no speaker where other labels are codes."""
    blocks = "“I left.” (P1)\n\n“I came.” (P2)\n\n"
    source = f"{blocks}“{SPOKEN}” ({label})"
    assert heard_in(source) == ["P1", "P2"]
    sections = outlines.outline(text.paragraphs(source)).sections
    texts = [note.text for note in hearing.hear(source, sections)[0].notes]
    assert f"{label!r} may be a speaker or something else: not attributed" in texts


@pytest.mark.parametrize(
    "speakers", [["Amina", "Juma"], ["School 1", "School 2"], ["rural", "rural"], ["Amina"]]
)
def test_labels_of_one_form(speakers: list[str]) -> None:
    """Names, or places with a number, are speakers where the text has more of them."""
    source = "\n\n".join(f"“{SPOKEN}” ({speaker})" for speaker in speakers)
    assert heard_in(source) == speakers


def test_a_name_with_facts_stands_for_the_name() -> None:
    """A name that has facts beside it once is a speaker without them elsewhere."""
    source = f"“{SPOKEN}” (Grace, 34, mother)\n\n“I said so.” (P2)\n\n“I left.” (Grace)"
    assert heard_in(source) == ["Grace, 34, mother", "P2", "Grace"]
    assert heard_in("It was “one long corridor” (Miriam, 41) to her.") == ["Miriam, 41"]


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
    assert heard == [("No, they sent me home.", "P12", "block")]


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
        ("“Far” (P1; P2)", "Several labels: 'P1' is taken, not 'P2'"),
        ("Some felt the same (P1; P2): “far”", "Several labels: 'P1' is taken, not 'P2'"),
        ("“Why?” [interviewer]", "A turn of whoever asks the questions"),
        ("“It is far” (Amina)", "'Amina' is taken for a speaker's name"),
        ("“It is far", "A quotation mark opens and never closes"),
        ("It is far”.", "A quotation mark closes that never opened"),
        ("“It is far (P3)”", "The label stands inside the quotation marks"),
        ("_It is far._ (P3)", "Taken for a quote, because a label ends the paragraph"),
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
