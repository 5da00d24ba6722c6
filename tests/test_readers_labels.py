"""What names a speaker and what doesn't."""

import pytest

from graph.readers import label_facts, labels, several
from graph.readers.labels import Strength


@pytest.mark.parametrize(
    "text",
    [
        "Interviewee 2", "Focus Group Participant 10", "P3", "RD#1", "SInc8", "FGD 3", "ID No 6",
        "ID No3, FGG 2", "Nurse, 34", "HCW-03, district hospital", "#7", "Participant A",
        "Interview 4, May 2019", "Nurse, ICU, left 2021", "FG2-P4", "M_07", "senior manager 3",
    ],
)  # fmt: skip
def test_numbered_labels(text: str) -> None:
    """A kind of person with a number or letter, or a code, names one speaker."""
    assert labels.strength(text) is Strength.NUMBERED


@pytest.mark.parametrize(
    "text",
    [
        "pregnant woman",
        "FGD from the north side",
        "IDI",
        "Male, rural",
        "interviewer",
    ],
)
def test_labels_of_a_kind_of_person(text: str) -> None:
    """A kind of person or gathering without number is a weaker label."""
    assert labels.strength(text) is Strength.PERSON


@pytest.mark.parametrize(
    "text",
    [
        "12", "95–97", "", "Smith et al., 2018", "Smith, 2018", "Department of Health, 2018",
        "Royal College of Nurses, 2018", "Table 1", "S1 Table", "Fig. 2", "n = 5", "80%", "p. 4",
        "see the interviews", "3 participants", "several of the nurses", "laughs", "Q3",
        "emphasis added", "COVID-19", "e.g. nurses", "https://example.org", "x" * 200,
        "We left. They stayed",
    ],
)  # fmt: skip
def test_references_are_no_labels(text: str) -> None:
    """References, counts, asides and prose name nobody."""
    assert labels.strength(text) is Strength.NONE


def test_anything_else_may_be_a_name() -> None:
    """A capitalised word could be a pseudonym, an abbreviation isn't one."""
    assert labels.strength("Amina") is Strength.LOOSE
    assert labels.is_name("Amina")
    assert not labels.is_name("NAO")


@pytest.mark.parametrize(
    ("label", "first"),
    [
        ("P3; P7", ("P3", "P7")),
        ("FGD 1; FGD 3", ("FGD 1", "FGD 3")),
        ("C4, C9", ("C4", "C9")),
        ("Nurse 1 and Nurse 2", ("Nurse 1", "Nurse 2")),
        ("P3, nurse; P7, doctor", ("P3, nurse", "P7, doctor")),
        ("FG2-M1 and FG2-F3", ("FG2-M1", "FG2-F3")),
        ("Participants 3 and 7", ("Participant 3", "Participant 7")),
        ("ID No 6, FGD 4", ()),
        ("Carer; FM#1", ()),
        ("Family Member #1; FM1", ()),
        ("Nurse 3, 45", ()),
        ("Nurse and midwife", ()),
    ],
)
def test_several_people_in_one_label(label: str, first: tuple[str, ...]) -> None:
    """Two numbers of one kind are two people; two kinds of number describe one."""
    assert several.several(label) == first


@pytest.mark.parametrize(
    ("words", "described"),
    [
        ("Anna, 34, nurse", True), ("Maria (45, teacher)", True), ("Linda (deputy head)", True),
        ("Mrs Okoro, headteacher", True), ("Peter (61, baker)", True), ("Smith (61)", False),
        ("Similarly, patients", False), ("However, a nurse", False), ("Leeds, nurses", False),
        ("Similarly, Participant 2", False),
        ("Maria, like other women", False), ("Smith (2018)", False), ("Leeds (the north)", False),
        ("Nurse 3", False),
    ],
)  # fmt: skip
def test_names_with_facts(words: str, described: bool) -> None:  # noqa: FBT001 -- a table's column
    """A name is somebody's if facts of a person stand with it; a number alone is a reference."""
    assert label_facts.is_described(words) is described


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("I left. (lines 45-47)", "I left."),
        ("I left (p. 12, lines 3–5).", "I left"),
        ("I left. [12.45-47]", "I left."),
        ("I left. (P3)", "I left. (P3)"),
        ("I left. (12)", "I left. (12)"),
    ],
)
def test_places_in_a_transcript(words: str, kept: str) -> None:
    """Lines and pages behind somebody's words aren't part of them; a bare number may be."""
    assert words[: label_facts.end_without_place(words, 0, len(words))] == kept


@pytest.mark.parametrize(
    ("label", "method"),
    [
        ("Interviewee 2", "interview"), ("IDI", "interview"), ("key informant 3", "interview"),
        ("Focus Group Participant 10", "focus-group"), ("FGD 3", "focus-group"),
        ("FG2_P4", "focus-group"), ("P3", ""), ("interviewer", ""), ("Interview, FGD 2", ""),
    ],
)  # fmt: skip
def test_method(label: str, method: str) -> None:
    """Only the label's own words show how words were gathered."""
    assert labels.method(label) == method


def test_as_printed() -> None:
    """A label is printed on one line, without emphasis and final stop."""
    assert labels.as_printed(" *Focus\nGroup 3*. ") == "Focus Group 3"


def test_who_asks() -> None:
    """An interviewer isn't a respondent, an interviewee is."""
    assert labels.asks("Interviewer")
    assert not labels.asks("Interviewee 1")
