"""Lines as paragraphs, paragraphs as sentences."""

from graph.readers import text


def split(source: str) -> list[str]:
    """The paragraphs' texts."""
    return [paragraph.text for paragraph in text.paragraphs(source)]


def test_blank_lines_part_paragraphs() -> None:
    """A blank line, even one that holds spaces, ends a paragraph."""
    assert split("One is here.\n\nTwo.\r\n  \r\nThree.") == ["One is here.", "Two.", "Three."]


def test_each_line_is_a_paragraph() -> None:
    """Where lines end in full stops, each is a paragraph, and a short one without is a heading."""
    assert split("Costs\nIt was dear.\nIt was far.") == ["Costs", "It was dear.", "It was far."]


def test_a_line_broken_inside_a_sentence_goes_on() -> None:
    """A line that starts in lower case goes on with the sentence above it."""
    source = "They named the rules of the\nhousing office. Others paid.\nIt was late."
    assert split(source) == [
        "They named the rules of the\nhousing office. Others paid.",
        "It was late.",
    ]


def test_an_unfinished_line_goes_on_before_a_capital() -> None:
    """An article, a comma or an open bracket at the end of a line can't end a paragraph."""
    assert split("They asked the\nHousing Office.") == ["They asked the\nHousing Office."]
    assert split("“No” (Focus Group\nParticipant 3).") == ["“No” (Focus Group\nParticipant 3)."]
    assert split("“No” (Participant\n6) was said.") == ["“No” (Participant\n6) was said."]


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    """In wrapped text a sentence may end at a line's end without ending the paragraph."""
    source = (
        "The tenants spoke of the stairs and of the\n"
        "lift, which nobody had mended for months.\n"
        "Nobody at all came to look at it when they\n"
        "called, and they gave up.\n"
        "Others had moved out."
    )
    assert split(source) == [source.rpartition("\n")[0], "Others had moved out."]


def test_a_long_line_without_its_end_goes_on() -> None:
    """A line too long for a heading and without full stop is a broken paragraph."""
    line = "The tenants of the north side spoke at length of all that they had gone through at"
    line += " the hands of Mrs"
    assert split(f"{line}\nMiller. Others paid.\nMore.") == [
        f"{line}\nMiller. Others paid.",
        "More.",
    ]


def test_a_numbered_line_starts_anew() -> None:
    """A number or letter of a heading starts a paragraph although the letter is small."""
    assert split("It was far.\na. Buses\nNone came.") == ["It was far.", "a. Buses", "None came."]


def test_markdown_quotes_lose_their_mark() -> None:
    """A quoted block is one paragraph, known to be set off."""
    found = text.paragraphs("They said:\n> It is far,\n> too far.\nSo it was.")
    assert [(p.text, p.hints.set_off) for p in found] == [
        ("They said:", False),
        ("It is far,\n> too far.", True),
        ("So it was.", False),
    ]


def test_sentences_do_not_end_at_abbreviations() -> None:
    """Full stops of *e.g.*, *Dr.* and initials don't end a sentence."""
    source = "Dr. A. Mole et al. Went by bus, e.g. Monday. It was “far.” She left (late). Why? So."
    assert [source[start:end] for start, end in text.sentences(source)] == [
        "Dr. A. Mole et al. Went by bus, e.g. Monday.",
        "It was “far.”",
        "She left (late).",
        "Why?",
        "So.",
    ]
