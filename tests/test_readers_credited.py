"""Speakers whom the authors' sentence credits: around the words, by *For P9*, before a dash."""

import pytest

from graph.readers import narrative
from graph.readers.summary import as_json


def said(source: str) -> list[tuple[str, str]]:
    """Speaker and words of each quote of a text."""
    found = as_json(narrative.read(source, study_id="s"))["quotes"]
    return [(quote["speaker"], quote["text"]) for quote in found]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("It got the answer “ask again in winter” from P4.", "P4"),
        ("The reply “ask again in winter” came from a ward sister.", "ward sister"),
        ("The comment “ask again in winter” by Rosa (34, porter) was heard.", "Rosa (34, porter)"),
        ("For P4, the plan was “ask again in winter”.", "P4"),
        ("For P4 (M, 47 y) it was simple, and “ask again in winter” is a plan.", "P4"),
        ("“Ask again in winter,” as pointed out by a project planner.", "project planner"),
        ("“Ask again in winter,” as summed up by P4.", "P4"),
        ("P4, F, 61 y, said of her sons: “Ask again in winter.”", "P4, F, 61 y"),
        ("To this P4 added: “Ask again in winter.”", "P4"),
        ("A welder at Dock 3 summarised it: “Ask again in winter.”", "welder at Dock 3"),
        ("P3 (who knew P4) said: “Ask again in winter.”", "P3"),
        ("The same lead welder said: “Ask again in winter.”", "lead welder"),
        ("As the porter of the hall, the only man on nights, said: “Ask in winter.”", "porter"),
        ("Site engineer, Leeds – “Ask again in winter, when I am back.”", "Site engineer, Leeds"),
        ("When asked “How long?”, P4 laughed and said: “Ask again in winter.”", "P4"),
        ("In response to the question “How long do we wait?”, P4 said: “Ask in winter.”", "P4"),
    ],
)
def test_one_person_is_credited(sentence: str, speaker: str) -> None:
    """The sentence says whose the words are, and what was asked is nobody's."""
    found = said(f"The boat is late. {sentence}" if sentence[0] != "S" else sentence)
    assert len(found) == 1
    assert found[0][0].startswith(speaker)
    assert found[0][1].casefold().startswith("ask")


@pytest.mark.parametrize(
    "sentence",
    [
        "It got the answer “ask again in winter” from the ministry.",
        "The sign “ask again in winter” came from a ward sister.",
        "For P4, the manager said “ask again in winter”.",
        "For P4, this is what Goffman calls “asking in winter again”.",
        "For P4, the “permit” was late.",
        "For the porters, the plan was “ask again in winter”.",
        "The porters – “asked in winter” – waited.",
        "To the question “Do we ask in winter?” nobody knew an answer.",
    ],
)
def test_nobody_is_credited(sentence: str) -> None:
    """Who is told something, things, groups and terms have no words of their own."""
    assert said(f"The boat is late. {sentence}") == []


def test_a_name_in_the_sentence_is_the_whole_label() -> None:
    """Facts in a phrase are the authors' words; *one of the cleaners* is one person."""
    text = """Rosa, one of the cleaners, kept a list: “I write down each broken lamp.”

For Ines, the youngest of the porters, it was “a list that nobody reads”.
"""
    assert [speaker for speaker, _ in said(text)] == ["Rosa", "Ines"]


def test_a_sentence_with_a_number_is_no_turn() -> None:
    """A sentence that leads on with a colon isn't somebody's label in an exchange."""
    text = """In couple 5 the walls were literal: a line of tape across the garage.

M5: This side is mine.

F5: And I do the cooking on that side.
"""
    assert said(text) == [
        ("M5", "This side is mine."),
        ("F5", "And I do the cooking on that side."),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("We cannot let go of it.", 1),
        ("You learn the names of the pumps first.", 1),
        ("The pumps were replaced in the spring.", 0),
    ],
)
def test_words_below_a_sentence_that_leads_to_them(words: str, found: int) -> None:
    """Words without marks are hers below *A student wrote:* if they speak as we or to you."""
    assert len(said(f"Much was new. A nursing student wrote:\n\n{words}\n")) == found
