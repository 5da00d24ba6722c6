"""Forms in which themes stand in articles, and which theme a quote then has."""

import pytest

from graph.readers import narrative, web
from graph.readers.summary import as_json

PROSE = "Many of those who came had to wait for hours, and nobody knew why it was so that week."
SAID = ("“I never thought that it would take this long.” (P1)", "“We had to wait for her.” (P2)")


def paths(*parts: str, markdown: bool = False) -> list[list[str]]:
    """Theme paths of the quotes; ``1`` and ``2`` stand for prose with a quote below it."""
    filled = [f"{PROSE}\n\n{SAID[int(part) - 1]}" if part in "12" else part for part in parts]
    text = "\n\n".join(("## Results" if markdown else "Results", *filled))
    source = web.read_markdown(text.encode(), "text") if markdown else None
    found = (
        narrative.read_source(source, study_id="s")
        if source
        else narrative.read(text, study_id="s")
    )
    return [quote["theme_path"] for quote in as_json(found)["quotes"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Why do people wait?", "Who is it that decides?"),
        ("“We had no choice”: waiting as duty", "“It is what it is”"),
        ("Waiting as duty: “We had no choice”", "The cold: “It is what it is”"),
        ("3.1. Theme 1: Waiting", "3.2. Theme 2: Cold"),
        ("Domain 1: Waiting", "Domain 2: Cold"),
        ("Group Experiential Theme 1: Waiting", "Group Experiential Theme 2: Cold"),
        ("Waiting (n = 12)", "The cold (7 of 12)"),
    ],
)
def test_lines_are_themes(first: str, second: str) -> None:
    """A line that stands as a heading does is one, whatever its form."""
    assert paths(first, "1", second, "2") == [[first], [second]]


@pytest.mark.parametrize(
    ("outer", "inner", "after"),
    [
        ("3) Waiting", "3a) As duty", "4) Cold"),
        ("Domain 1: Waiting", "Theme 1.1: As duty", "Domain 2: Cold"),
        ("RQ1: Why do they wait?", "As a duty", "RQ2: Who decides?"),
        (
            "Superordinate theme 1: Waiting",
            "Subordinate theme 1a: Duty",
            "Superordinate theme 2: Cold",
        ),
    ],
)
def test_words_and_numbers_nest(outer: str, inner: str, after: str) -> None:
    """A domain holds themes, a theme sub-themes, a number what has it and a letter."""
    assert paths(outer, inner, "1", after, "2") == [[outer, inner], [after]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Family support", "Patients’ trust in drivers"),
        ("“We had no choice”", "Our way of waiting"),
        ("Staff had trouble waiting.", "Mothers as keepers of the peace"),
    ],
)
def test_bold_lines(first: str, second: str) -> None:
    """A line all in bold is a theme, also if it speaks of people or in their words."""
    found = paths(f"**{first}**", "1", f"**{second}**", "2", markdown=True)
    assert found == [[first], [second]]


@pytest.mark.parametrize("form", ["**{}** {}", "**{}** – {}", "**{}.** {}", "*{}.* {}"])
def test_run_in_titles(form: str) -> None:
    """A title in bold or italic heads its paragraph with a stop, a dash or nothing behind it."""
    parts = [form.format(title, PROSE) for title in ("Waiting as duty", "The cold")]
    found = paths(parts[0], SAID[0], parts[1], SAID[1], markdown=True)
    assert [[label.strip(". ") for label in path] for path in found] == [
        ["Waiting as duty"],
        ["The cold"],
    ]


def test_plain_titles_with_a_stop() -> None:
    """Where every paragraph begins with a short phrase and a stop, the phrases are themes."""
    parts = [f"{title}. {PROSE} {said}" for title, said in zip(TITLES, SAID, strict=True)]
    assert paths(*parts) == [[title] for title in TITLES]
    sentences = [f"{title}. {PROSE} {said}" for title, said in zip(SHORT, SAID, strict=True)]
    assert paths(*sentences) == [[], []]


TITLES = ("Waiting as duty", "Feeling the cold")
SHORT = ("Nobody came", "It was cold")


def test_a_section_between_ends_what_stands_before() -> None:
    """Below *Themes* nothing stands under *Participant characteristics*, which came before."""
    parts = (
        "### Participant characteristics",
        PROSE,
        "### Themes",
        "#### Duty",
        "1",
        "#### Cold",
        "2",
    )
    assert paths(*parts, markdown=True) == [["Duty"], ["Cold"]]


@pytest.mark.parametrize("line", ["**P1**", "**Senior nurse**", "**Anna, 34, nurse**"])
def test_a_bold_label_is_no_theme(line: str) -> None:
    """A label in bold above a quote names who speaks."""
    assert paths("### Waiting", PROSE, line, "“I waited.”", markdown=True) in ([["Waiting"]], [])


def test_a_chapter_holds_what_is_numbered_below_it() -> None:
    """*5.1 Introduction* doesn't end *Chapter 5 – Findings*, whose themes follow it."""
    parts = ("Chapter 5 – Findings", "5.1 Introduction", PROSE, "5.2 Duty", PROSE, SAID[0])
    found = narrative.read("\n\n".join((*parts, "5.3 Cold", PROSE, SAID[1])), study_id="s")
    assert [quote["theme_path"] for quote in as_json(found)["quotes"]] == [
        ["5.2 Duty"],
        ["5.3 Cold"],
    ]
