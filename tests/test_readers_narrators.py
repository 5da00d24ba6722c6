"""Speakers whom the authors' own sentences name: by a name, by what they are, by a pronoun."""

import pytest

from graph.readers import indents, narrative
from graph.readers.summary import as_json


def said(source: str) -> list[tuple[str, str]]:
    """Speaker and words of each quote of a text."""
    found = as_json(narrative.read(source, study_id="s"))["quotes"]
    return [(quote["speaker"], quote["text"]) for quote in found]


def speakers(source: str) -> list[str]:
    """Who is named for the quotes of a text."""
    return [speaker for speaker, _ in said(source)]


# ------------------------------------------------------------------------------- what people are


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“We all wait for the boat”, said a ferry officer.", "ferry officer"),
        ("“We all wait for the boat,” as one midwife put it.", "midwife"),
        ("“We all wait for the boat,” a father of two explained.", "father of two"),
        ("A nurse from the island said: “We all wait for the boat.”", "nurse from the island"),
        ("Another porter shook his head: “We all wait for the boat.”", "porter"),
        ("In the words of the harbour master, who was a teacher once, “we wait”.", ""),
        ("In the words of the HR director, it was “a boat that we all wait for”.", "HR director"),
        ("A similar view came from a village elder: “We wait for it.”", "village elder"),
    ],
)
def test_a_kind_of_person_speaks(sentence: str, speaker: str) -> None:
    """One person's role in the sentence names the speaker, without its determiner."""
    assert speakers(f"The boat is late. {sentence}") == ([speaker] if speaker else [])


@pytest.mark.parametrize(
    "sentence",
    [
        "One participant said: “We all wait for the boat.”",
        "A woman said: “We all wait for the boat.”",
        "One of them said: “We all wait for the boat.”",
        "One researcher argued: “We all wait for the boat.”",
        "The topic guide asked “What do you all wait for?”",
        "A nurse is “a mother to us all, you know”.",
        "A good nurse is like a mother: “We all wait for the boat.”",
        "The main carer was the mother: “We all wait for the boat.”",
        "The nurses said: “We all wait for the boat.”",
        "A teacher recalled being told “you are too slow for us”.",
        "Women remembered that a nurse had said “you are too slow for us”.",
        "“We all wait for the boat.” A nurse recalled other things.",
    ],
)
def test_nobody_is_made_a_speaker(sentence: str) -> None:
    """Who only took part, who isn't a respondent and who was spoken of names nobody."""
    assert speakers(f"The boat is late. {sentence}") == []


def test_a_label_behind_the_words_is_nearer() -> None:
    """A code behind the quote names its speaker, not the role before it or beside it."""
    assert speakers("A nurse said: “We wait for it.” (N4)") == ["N4"]
    assert speakers("“We wait for it,” one nurse said (N4).") == ["N4"]
    assert speakers("“We wait,” a woman of eighty said, “and we sing” (N4).") == ["N4", "N4"]


# ------------------------------------------------------------------------------- names

PROSE = """Findings

Most had come through a cousin. {sentence}

Edith (47, a porter) agreed: ‘I never minded the stairs.’
"""


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("‘I know them all,’ said Rosa. ", [("Rosa", "I know them all,")]),
        ("Rosa, who had cleaned the bank for years, was blunt: ‘Me? I left.’",
         [("Rosa", "Me? I left.")]),
        ("Rosa, a cleaner of 20 years, put it drily: ‘I left.’",
         [("Rosa", "I left.")]),
        ("‘You meet them here,’ Rosa added. ‘We go up, they go down.’",
         [("Rosa", "You meet them here,"), ("Rosa", "We go up, they go down.")]),
        ("Rosa told us that she slept ‘in two halves’.", [("Rosa", "in two halves")]),
        ("Rosa told us of the tap. ‘Look at it,’ she said, ‘you could shave in it.’",
         [("Rosa", "Look at it,"), ("Rosa", "you could shave in it.")]),
        ("As Sister Grant, who ran the ward, put it, ‘We all left.’",
         [("Sister Grant", "We all left.")]),
        ("One of the porters, Rosa, kept two lists: ‘the ones we like, and the others’.",
         [("Rosa", "the ones we like, and the others")]),
        ("Her colleague Rosa had ‘lost nine keys’.", [("Rosa", "lost nine keys")]),
        ("Rosa told me a joke. Asked what it meant, she answered: ‘We all left.’",
         [("Rosa", "We all left.")]),
    ],
)  # fmt: skip
def test_a_name_in_the_sentence(sentence: str, found: list[tuple[str, str]]) -> None:
    """Whom the authors let speak in their own sentences is the speaker, by name."""
    assert said(PROSE.format(sentence=sentence))[:-1] == found


@pytest.mark.parametrize(
    "sentence",
    [
        "Goffman (1959) called such a person a ‘non-person’, as we know.",
        "As Thompson (1967) put it, ‘we obey the bell’.",
        "Bourdieu’s notion of habitus helps. As Bourdieu put it, ‘we play with the body’.",
        "As Foucault put it, ‘visibility is a trap’.",
        "Neither Rosa nor Edith said ‘we obey the bell’.",
        "Rosa’s mother said ‘we obey the bell’.",
        "Similarly said, ‘we obey the bell’.",
        "Rosa told us of Ines, a porter. ‘We obey the bell,’ she said.",
    ],
)
def test_an_author_is_no_respondent(sentence: str) -> None:
    """Who is cited, who is one of two and whom a pronoun doesn't tell from another isn't taken."""
    assert speakers(PROSE.format(sentence=sentence)) == ["Edith (47, a porter)"]


def test_an_only_name_without_facts_is_not_taken() -> None:
    """A name that only stands beside marks may be anybody's, unless there are more such names."""
    one = "“I know them all,” said Rosa."
    assert speakers(one) == []
    assert speakers(f"{one} “I know none,” Edith added.") == ["Rosa", "Edith"]


def test_a_pronoun_is_noted() -> None:
    """Whoever is found by a pronoun is told to whoever checks, with the place."""
    source = PROSE.format(sentence="Rosa showed me the tap. ‘Look at it,’ she said.")
    notes = narrative.read(source, study_id="s").notes
    told = [note for note in notes if "pronoun" in note.text]
    assert [source[note.start : note.end] for note in told] == [
        "Rosa showed me the tap. ‘Look at it,"
    ]


def test_words_without_marks_below_their_announcement() -> None:
    """A paragraph that speaks as *I* below a sentence that names who speaks is theirs."""
    source = PROSE.format(sentence="Rosa, who had cleaned the bank, recalled the evening:")
    block = "They counted us. I stood next to him with my bucket."
    after = source.replace("evening:\n\n", f"evening:\n\n{block}\n\n")
    assert said(after)[0] == ("Rosa", block)


# ------------------------------------------------------------------------------- clauses


@pytest.mark.parametrize(
    "sentence",
    [
        "P7 also feared for the small clinics, explaining that “we are missing”.",
        "Its appeal, in the words of P7, is that “the data stays at home”.",
        "P3 wants “two pages,” while P7 prefers to start from what exists: “take the clauses”.",
        "“You don’t know what you don’t know” was how a junior doctor (P7) summed it up.",
        "This was echoed by P7 (“always too late”).",
        "“Seven is a lot,” according to P7.",
        "Letters came late. As P7, the only baker in the sample, put it: “I have no letters.”",
        "“Trust is when I do not check,” (P7) “and I check everything.”",
    ],
)
def test_a_code_that_is_the_subject(sentence: str) -> None:
    """A label in the sentence names the speaker wherever its grammar says so."""
    assert speakers(sentence)[-1] == "P7"


def test_the_subject_of_the_next_words() -> None:
    """Whoever leads to the next words in marks isn't the speaker of those before."""
    source = "While P3 thought of it as “a courtesy”, P8 called it “a slap in the face”."
    assert said(source) == [("P3", "a courtesy"), ("P8", "a slap in the face")]
    assert speakers("P4 and P7 said “we are the same”.") == []


# ------------------------------------------------------------------------------- layout

INDENTED = """Doctors spoke of the road in, which was long and seldom mended in time.

    I had never seen a place like it.
    — Medical officer, 29

They spoke of the keys as well, which nobody had ever had to ask for before.

    They give you the keys.
    — Registrar, 34, female
"""


def test_an_indent_sets_quotes_off() -> None:
    """Indented lines between the authors' paragraphs are quotes, each with the label below it."""
    assert said(INDENTED) == [
        ("Medical officer, 29", "I had never seen a place like it."),
        ("Registrar, 34, female", "They give you the keys."),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "    All of a text may be indented, which says nothing at all of any part of it.\n",
        "    The first line of a paragraph is indented,\nand those that follow it aren't at all.\n",
        f"{'A paragraph of the authors, long enough to be prose and to end. ' * 2}\n\n  - item\n",
    ],
)
def test_an_indent_that_says_nothing(source: str) -> None:
    """An indent of the whole text, of first lines or of a list sets nothing off."""
    assert indents.quoted_lines(source) == set()


def test_single_turns_are_no_headings() -> None:
    """A turn on one line is somebody's, also if its label ends it and nothing closes it."""
    source = (
        "# Results\n\n## Going back\n\nThe group disagreed.\n\nInterviewer: Would you go back?\n"
        "Nurse: To the patients, yes. (Nurse, ICU)\n\nThey went on.\n"
    )
    read = as_json(narrative.read(source, study_id="s"))
    assert [theme["path"] for theme in read["themes"]] == [["Going back"]]
    assert said(source) == [("Nurse, ICU", "To the patients, yes.")]


def test_men_and_women_in_an_exchange() -> None:
    """*M* beside *F* is a man who answers; where M does nothing but ask, it's the moderator."""
    answers = "M: We pay for it.\nF: And for the pen.\nM: You bring the pen.\n(FG3, traders)"
    assert speakers(answers) == ["M", "F", "M"]
    assert speakers("M: Do you pay?\nF: And for the pen. (FG3, traders)") == ["FG3, traders"]


def test_roles_in_turn() -> None:
    """Turns of people who are each called what they are make an exchange."""
    assert said("Nurse: We are late.\nPatient: We are waiting.") == [
        ("Nurse", "We are late."),
        ("Patient", "We are waiting."),
    ]
    assert said("Cook, school B: We would love to have them in. But we can’t.") == [
        ("Cook, school B", "We would love to have them in. But we can’t.")
    ]


def test_two_codes_that_each_name_somebody() -> None:
    """(C4; N9) are two people if each is a label of its own elsewhere in the text."""
    source = "“I went.” (C4)\n\n“I stayed.” (N9)\n\n“We all left.” (C4; N9)"
    assert speakers(source) == ["C4", "N9", "C4"]
    assert speakers("“I went.” (FG2; P3)") == ["FG2; P3"]


def test_a_number_heads_a_paragraph() -> None:
    """A numbered heading may run into its paragraph without any markup."""
    source = "2.1. Barriers\n\n2.1.1. Lack of time. They had none. “I have none.” (P2)\n"
    read = as_json(narrative.read(source, study_id="s"))
    assert [quote["theme_path"] for quote in read["quotes"]] == [
        ["2.1. Barriers", "2.1.1. Lack of time"]
    ]
