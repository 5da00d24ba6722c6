"""Where an article's findings stand."""

import pytest

from graph.readers import findings, outlines, text
from graph.readers.headings import Heading

PROSE = "Tenants spoke about it at some length."


def themes(*paragraphs: str) -> list[str]:
    """The themes of a text in paragraphs."""
    found = outlines.outline(text.paragraphs("\n\n".join(paragraphs)))
    return [heading.label for heading in found.headings]


@pytest.mark.parametrize(
    "title",
    ["Results", "FINDINGS", "3. Results", "IV. Findings", "Results and discussion", "Key findings",
     "Results of the interviews", "Qualitative results", "3 Findings and Discussion",
     "What we found", "Section 4: Results", "3 | RESULTS", "Presentation of findings"],
)  # fmt: skip
def test_headings_that_name_the_findings(title: str) -> None:
    """Results or Findings, with a number or a qualifier, are where the findings are."""
    assert findings.names_findings(Heading(title, 0, 1, 1, guessed=False))
    assert themes("# Methods", PROSE, f"# {title}", "## A", PROSE, "# Discussion", PROSE) == ["A"]


@pytest.mark.parametrize(
    "title",
    ["Introduction", "1. Background", "Materials and methods", "2 Methods", "Methodology",
     "Discussion", "Discussion and implications", "Strengths and limitations", "5. Conclusions",
     "Acknowledgements", "References", "Competing interests", "Authors’ contributions",
     "Data availability statement", "Ethics approval and consent", "Abstract"],
)  # fmt: skip
def test_headings_that_name_another_part(title: str) -> None:
    """The usual other parts of an article aren't findings."""
    assert findings.names_other(Heading(title, 0, 1, 1, guessed=False))
    assert themes(f"# {title}", PROSE, "# Results", "## A", PROSE) == ["A"]


@pytest.mark.parametrize(
    "title",
    ["Lack of findings", "Results matter to tenants", "Discussing the stairs",
     "Methods of climbing", "Stairs", "Introduction of the lift", "References to home"],
)  # fmt: skip
def test_themes_that_only_begin_alike(title: str) -> None:
    """A theme that merely holds such a word is a theme."""
    heading = Heading(title, 0, 1, 1, guessed=False)
    assert not findings.names_findings(heading)
    assert not findings.names_other(heading)


def test_a_text_that_is_all_findings() -> None:
    """Without a heading of another part nothing is left out."""
    assert themes("# Results", "## A", PROSE, "## B", PROSE) == ["A", "B"]
    assert themes("## A", PROSE, "## B", PROSE) == ["A", "B"]


def test_the_results_of_an_abstract() -> None:
    """Of two sections Results the short one in the abstract is left out."""
    found = themes(
        "# Abstract", "## Results", "Short.", "# Results", "## A", PROSE, PROSE, "# Conclusions",
        PROSE,
    )  # fmt: skip
    assert found == ["A"]


def test_themes_beside_the_usual_parts() -> None:
    """Without Results, what stands under none of the other parts is kept."""
    found = themes("# Introduction", PROSE, "# Methods", "## Setting", PROSE, "# A", PROSE,
                   "# B", PROSE, "# Conclusion", PROSE)  # fmt: skip
    assert found == ["A", "B"]


def test_unmarked_headings_end_the_findings() -> None:
    """In plain text the findings end where a usual heading comes."""
    found = themes("Methods", PROSE, "Results", PROSE, "Barriers", PROSE, "Stairs", PROSE,
                   "Discussion", PROSE, "Lifts matter", PROSE)  # fmt: skip
    assert found == ["Barriers", "Stairs"]


def test_numbered_headings_end_the_findings() -> None:
    """A number of the same rank ends the findings as well."""
    found = themes("2. Methods", PROSE, "3. Results", "3.1 Stairs", PROSE, "4. So what", PROSE)
    assert found == ["3.1 Stairs"]


def test_what_is_left_out_is_noted() -> None:
    """A note says which parts were not read, with their place."""
    source = f"# Methods\n\n{PROSE}\n\n# Results\n\n## A\n\n{PROSE}"
    (note,) = outlines.outline(text.paragraphs(source)).notes
    assert note.text == "Not read, as not the findings: 'Methods'"
    assert source[note.start : note.end].startswith("# Methods")
