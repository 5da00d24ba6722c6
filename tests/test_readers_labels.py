"""What names a speaker and what doesn't."""

import pytest

from graph.readers import labels
from graph.readers.labels import Strength


@pytest.mark.parametrize(
    "text",
    [
        "Interviewee 2", "Focus Group Participant 10", "P3", "RD#1", "SInc8", "FGD 3", "ID No 6",
        "ID No3, FGG 2", "Nurse, 34", "HCW-03, district hospital", "#7", "Participant A",
        "Interview 4, May 2019", "FG2-P4", "M_07", "senior manager 3",
    ],
)  # fmt: skip
def test_numbered_labels(text: str) -> None:
    """A kind of person with a number or letter, or a code, names one speaker."""
    assert labels.strength(text) is Strength.NUMBERED


@pytest.mark.parametrize(
    "text", ["pregnant woman", "FGD from the north side", "IDI", "Male, rural", "interviewer"]
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
        ("P3; P7", "P3"),
        ("Nurse 1 and Nurse 2", "Nurse 1"),
        ("ID No 6, FGD 4", ""),
        ("Carer; FM#1", ""),
    ],
)
def test_several_people_in_one_label(label: str, first: str) -> None:
    """Two numbers of one kind are two people; two kinds of number describe one."""
    assert labels.several(label) == first


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
