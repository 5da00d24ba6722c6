"""Articles in JATS XML."""

from collections.abc import Sequence

import pytest

from graph.readers import jats
from graph.readers.structure import Source
from tests.articles import as_jats, notes, quotes


def in_results(body: str) -> Source:
    """An article whose Results have one section *Stairs*."""
    section = f"<sec><title>Results</title><sec><title>Stairs</title>{body}</sec></sec>"
    return jats.read(as_jats(section), "article.xml")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "<disp-quote><p>We left.</p><attrib>P4, man</attrib></disp-quote>",
            [("We left.", "P4, man")],
        ),
        (
            "<disp-quote><p>“We left.”</p><attrib>[P4, 34 y]</attrib></disp-quote>",
            [("We left.", "P4, 34 y")],
        ),
        (
            "<disp-quote><p>We left.</p><p>It broke.</p><attrib>— P4</attrib></disp-quote>",
            [("We left.\n\nIt broke.", "P4")],
        ),
        (
            "<disp-quote><p>Up it went – Site manager, north</p></disp-quote>",
            [("Up it went", "Site manager, north")],
        ),
        (
            "<disp-quote><p>“One.” (P1)</p><p>“Two.” (P2)</p></disp-quote>",
            [("One.", "P1"), ("Two.", "P2")],
        ),
        ("<speech><speaker>P3</speaker><p>We left.</p></speech>", [("We left.", "P3")]),
        (
            "<verse-group><verse-line>We left.</verse-line><attrib>P3</attrib></verse-group>",
            [("We left.", "P3")],
        ),
        (
            "<list><list-item>“One.” (P1)</list-item><list-item>“Two.” (P2)</list-item></list>",
            [("One.", "P1"), ("Two.", "P2")],
        ),
        ("<p>It broke:<disp-quote><p>“One.” (P1)</p></disp-quote>So it was.</p>", [("One.", "P1")]),
        ("<p><italic>“On</italic><italic>e.”</italic> (P1)</p>", [("One.", "P1")]),
        ("<p>It was <italic>so very far</italic> (P1).</p>", [("so very far", "P1")]),
        (
            "<p><named-content content-type='speaker'>P1</named-content>: I left.</p>",
            [("I left.", "P1")],
        ),
        ("<p>&ldquo;On&#233;&nbsp;way&rdquo; (P1)</p>", [("Oné way", "P1")]),
        (
            "<disp-quote><p>I: Why? R: I left. (P1, tenant)</p></disp-quote>",
            [("I left.", "P1, tenant")],
        ),
    ],
)
def test_jats_quotes(body: str, expected: list[tuple[str, str]]) -> None:
    """Quotations, their attributions, speeches, lists and italics are used where they are."""
    found = quotes(in_results(body))
    assert [(words, speaker) for words, speaker, _, _ in found] == expected
    assert {tuple(path) for _, _, path, _ in found} == {("Stairs",)}


@pytest.mark.parametrize(
    "body",
    [
        "<table-wrap><table><tr><td>“One.” (P1)</td></tr></table></table-wrap>",
        "<fig><caption><p>“One.” (P1)</p></caption></fig>",
        "<p>Far.<fn><p>“One.” (P1)</p></fn></p>",
        "<supplementary-material><p>“One.” (P1)</p></supplementary-material>",
        "<!-- <p>“One.” (P1)</p> -->",
        "<disp-quote><p>“One.”</p></disp-quote>",
        "<p><italic>mtaa</italic> (street), “so-called far” [<xref ref-type='bibr'>12</xref>].</p>",
    ],
)
def test_what_is_not_read_in_jats(body: str) -> None:
    """Tables, figures, notes, supplements and comments are skipped, and nobody is invented."""
    assert quotes(in_results(body)) == []


def test_a_raised_reference_is_no_part_of_a_word() -> None:
    """The number of a reference or note is left out of the text."""
    body = "<p>“One<sup><xref ref-type='bibr'>12</xref></sup> m<sup>2</sup>” (P1)</p>"
    assert [found[0] for found in quotes(in_results(body))] == ["One m2"]


def test_run_in_headings() -> None:
    """Words in bold at the start of a paragraph, or alone, are a heading."""
    body = (
        "<p><bold>Steep.</bold> Stairs are.</p><p>“One.” (P1)</p>"
        "<p><bold>Dark</bold></p><p>“Two.” (P2)</p><p><bold>P3:</bold> I left.</p>"
    )
    assert [(found[0], found[2]) for found in quotes(in_results(body))] == [
        ("One.", ["Stairs", "Steep"]),
        ("Two.", ["Stairs", "Dark"]),
        ("I left.", ["Stairs", "Dark"]),
    ]


def test_the_findings_by_section_type() -> None:
    """What the markup says that a section is for counts as well as its title."""
    body = (
        "<sec sec-type='methods'><title>How</title><p>“No.” (P9)</p></sec>"
        "<sec sec-type='results'><title>Far away</title><sec><title>Stairs</title>"
        "<p>“One.” (P1)</p></sec></sec>"
        "<sec sec-type='discussion'><title>So what</title><p>“No.” (P9)</p></sec>"
    )
    assert quotes(jats.read(as_jats(body), "a.xml")) == [("One.", "P1", ["Stairs"], "block")]


def test_the_part_of_one_method() -> None:
    """Where people speak in one part alone that is named after a method, it is the findings."""
    body = (
        "<sec><title>Results</title>"
        "<sec><title>Review of papers</title><p>The council read.</p></sec>"
        "<sec><title>Thematic analysis of interviews</title>"
        "<sec><title>Stairs</title><p>“One.” (P1)</p></sec>"
        "<sec><title>Lifts</title><p>“Two.” (P2)</p></sec></sec></sec>"
    )
    source = jats.read(as_jats(body), "a.xml")
    assert [found[2] for found in quotes(source)] == [["Stairs"], ["Lifts"]]
    assert any(note.startswith("Only what stands under") for note in notes(source))


@pytest.mark.parametrize(
    "titles",
    [("Theme: A", "Sub-theme: B", "Theme: C"), ("2.1 A", "2.1.1 B", "2.2 C"), ("A", "B", "C")],
)
def test_headings_of_one_level_nest_by_their_words(titles: Sequence[str]) -> None:
    """Sub-themes stand under their theme, and numbers nest, though the markup makes them alike."""
    body = "".join(f"<sec><title>{title}</title><p>“{title}” (P1)</p></sec>" for title in titles)
    source = jats.read(as_jats(f"<sec><title>Results</title>{body}</sec>"), "a.xml")
    first, second, third = titles
    below = [second] if second == "B" else [first, second]
    assert [found[2] for found in quotes(source)] == [[first], below, [third]]
