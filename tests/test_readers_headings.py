"""Headings and how themes nest."""

import pytest

from graph.readers import outlines, text
from graph.readers.outlines import Outline

PROSE = "Tenants spoke about it at some length."


def outline(*paragraphs: str) -> Outline:
    """The outline of paragraphs."""
    return outlines.outline(text.paragraphs("\n\n".join(paragraphs)))


def paths(*paragraphs: str) -> list[str]:
    """Each theme as a path with ``>`` between the headings."""
    found: list[str] = []
    for heading in outline(*paragraphs).headings:
        above = "" if heading.parent is None else f"{found[heading.parent]} > "
        found.append(above + heading.label)
    return found


def test_markdown_levels_nest() -> None:
    """The number of ``#`` is the level, and a closing ``#`` isn't part of the heading."""
    assert paths("## A ##", "### B", PROSE, "## C", PROSE) == ["A", "A > B", "C"]


def test_a_section_title_is_no_theme() -> None:
    """The one outermost heading and headings such as *Results* only name the section."""
    found = outline("# What tenants told us", "## A", PROSE)
    assert (found.title, [heading.label for heading in found.headings]) == (
        "What tenants told us",
        ["A"],
    )
    assert paths("# 3. Results", PROSE, "# A", PROSE) == ["A"]


def test_an_outermost_heading_that_names_a_valence_is_a_theme() -> None:
    """*Barriers* above the others is what they are about."""
    assert paths("# Barriers", "## A", PROSE) == ["Barriers", "Barriers > A"]


def test_theme_paragraphs_are_headings() -> None:
    """*Theme 1: …* alone is a heading below the marked ones, and a sub-theme below it."""
    assert paths(
        "# Results", PROSE, "Theme 1: Stairs and lifts.", PROSE, "Sub-theme: Dark", PROSE
    ) == [
        "Theme 1: Stairs and lifts.",
        "Theme 1: Stairs and lifts. > Sub-theme: Dark",
    ]


def test_a_list_of_themes_is_no_heading() -> None:
    """*Theme 1: …* beside *Theme 2: …* is a list."""
    assert paths("# Results", "Theme 1: Stairs", "Theme 2: Lifts", PROSE) == []


def test_a_theme_may_run_into_its_prose() -> None:
    """The first sentence of *Theme 1: Title. Prose* is the heading."""
    found = outline("# Results", f"Theme 1: Stairs are Steep. {PROSE}")
    assert [heading.label for heading in found.headings] == ["Theme 1: Stairs are Steep."]
    assert [p.text for section in found.sections for p in section.paragraphs] == [PROSE]


def test_bold_lines_are_headings() -> None:
    """A line in bold is a heading without its asterisks."""
    assert paths("# Results", "# A", PROSE, "**Stairs**", PROSE) == ["A", "A > Stairs"]


def test_unmarked_valences_stand_outside() -> None:
    """Other unmarked headings stand under the valence above them, until the next one."""
    assert paths("Barriers", PROSE, "Stairs", PROSE, "Key enablers", PROSE, "Lifts", PROSE) == [
        "Barriers",
        "Barriers > Stairs",
        "Key enablers",
        "Key enablers > Lifts",
    ]


def test_qualified_valences_stand_outside_if_they_name_both_sides() -> None:
    """*Financial barriers* is one theme among others unless some heading names the other side."""
    assert paths("Stairs", PROSE, "Money barriers", PROSE, "Lifts", PROSE)[2] == "Lifts"
    assert paths("Home barriers", PROSE, "Stairs", PROSE, "Home enablers", PROSE)[1] == (
        "Home barriers > Stairs"
    )


def test_numbers_nest() -> None:
    """Unmarked headings nest by their numbers and letters."""
    found = paths(
        "1. A", PROSE, "1.1 B", PROSE, "a) C", PROSE, "ii. D", PROSE, "2. E", PROSE, "B. F", PROSE
    )
    assert found == [
        "1. A",
        "1. A > 1.1 B",
        "1. A > 1.1 B > a) C",
        "1. A > 1.1 B > a) C > ii. D",
        "2. E",
        "B. F",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "It was dear.",
        "They said:",
        "Why?",
        "Interviewee 2",
        "- stairs",
        "“Far”",
        "stairs",
        "12",
        "A tenant from the north: “It is far”",
        "Figure 2. Stairs and lifts",
        "Table 1 Tenants asked",
        "A\tB",
        "It was far (Nurse 3)",
    ],
)
def test_no_heading(line: str) -> None:
    """Final punctuation, a label, a list's sign, a small letter: not a heading."""
    assert paths(PROSE, line, PROSE) == []


def test_a_heading_may_end_in_a_bracket() -> None:
    """Only a numbered label at the end tells a short quote from a heading."""
    assert paths(PROSE, "Lifts (women)", PROSE) == ["Lifts (women)"]


def test_chapters_hold_letters() -> None:
    """A Roman number stands outside a capital letter."""
    assert paths("I. A", PROSE, "A. B", PROSE, "II. C", PROSE) == ["I. A", "I. A > A. B", "II. C"]


def test_a_heading_needs_prose_below() -> None:
    """Short lines at the end, in long rows or behind a colon are a list."""
    assert paths(PROSE, "Stairs") == []
    assert paths(PROSE, "A", "B", "C", "D", PROSE) == []
    assert paths("Three themes emerged:", "Stairs", "Lifts", PROSE) == []


def test_the_last_line_of_a_list_may_be_the_first_heading() -> None:
    """A list's line that comes once more heads the text that follows."""
    assert paths("Two themes emerged:", "Stairs", "Lifts", "Stairs", PROSE, "Lifts", PROSE) == [
        "Stairs",
        "Lifts",
    ]


def test_a_single_line_behind_a_colon_is_a_heading() -> None:
    """One line is no list."""
    assert paths("The following was found:", "Stairs", PROSE) == ["Stairs"]


def test_guesses_are_noted() -> None:
    """Every heading that isn't marked is noted with its place, and so is a heading of two sides."""
    notes = outline("Barriers", PROSE, "Stairs", PROSE).notes
    assert [note.text for note in notes] == [
        "Taken for a heading, as an outermost theme",
        "Taken for a heading, under 'Barriers'",
    ]
    assert (notes[0].start, notes[0].end) == (0, 8)
    assert "no valence" in outline("## Barriers and enablers", PROSE).notes[0].text


def test_underlined_headings() -> None:
    """A line of ``=`` or ``-`` right below a short line marks it as a heading."""
    source = f"Home\n===\n\n{PROSE}\n\nB\n---\n\n{PROSE}\n\nC\n---\n\n{PROSE}"
    found = outlines.outline(text.paragraphs(source))
    assert [heading.label for heading in found.headings] == ["B", "C"]
    assert found.title == "Home"


def test_a_rule_is_no_underline() -> None:
    """A line of ``-`` below prose, or apart from what is above it, marks nothing."""
    assert paths("# A", PROSE, "---", PROSE) == ["A"]
    assert paths("# A", f"{PROSE}\n---", PROSE) == ["A"]


def test_capitals_stand_outside() -> None:
    """Headings in capitals hold those that aren't."""
    assert paths(PROSE, "STAIRS", PROSE, "Steep", PROSE, "LIFTS", PROSE) == [
        "STAIRS",
        "STAIRS > Steep",
        "LIFTS",
    ]


def test_bold_words_that_run_into_prose() -> None:
    """Words in bold with a stop or colon at the start of a paragraph are its heading."""
    found = outline("# Results", "# A", f"**Steep stairs.** {PROSE}", f"__Dark__: {PROSE}")
    assert [heading.label for heading in found.headings] == ["A", "Steep stairs", "Dark"]
    assert [p.text for section in found.sections for p in section.paragraphs] == [PROSE, PROSE]


def test_bold_words_about_people_that_run_into_prose() -> None:
    """People in several words with a stop are what the paragraph is about, and not its speaker."""
    found = outline("# Results", "# A", f"**Sons in the city.** {PROSE}", "**Nurse:** I went.")
    assert [heading.label for heading in found.headings] == ["A", "Sons in the city"]


@pytest.mark.parametrize("start", ["**P3:** I left.", "**Never** would they go.", "**Nurse:** No."])
def test_bold_words_that_are_no_heading(start: str) -> None:
    """A speaker's label, or a stressed word, heads nothing."""
    assert paths("# A", start, PROSE) == ["A"]


@pytest.mark.parametrize(
    "title",
    ["Theme 1: Stairs", "Theme one – Stairs", "Main theme 2: Stairs", "Overarching theme: Stairs",
     "Category A: Stairs", "THEME 3: STAIRS", "Theme 4. Stairs"],
)  # fmt: skip
def test_words_that_name_a_theme(title: str) -> None:
    """*Theme* with a number, a letter or a qualifier heads what follows."""
    assert paths("# Results", PROSE, title, PROSE, "Subordinate theme: Steep", PROSE) == [
        title,
        f"{title} > Subordinate theme: Steep",
    ]


def test_a_line_beside_marked_headings() -> None:
    """A short line alone before prose is a guessed heading below the marked ones."""
    assert paths("# Results", "## A", PROSE, "Steep stairs", PROSE, "## B", PROSE) == [
        "A",
        "A > Steep stairs",
        "B",
    ]
    assert paths("# Results", "## A", PROSE, "Nobody ever helped me", PROSE) == ["A"]
