"""The pages on kinds of gaps: one for each, and their examples are what the program says."""

import re
from pathlib import Path

import pytest

import ontology
from graph.gaps import Finding, Gap, search
from graph.gaps.across import lacking, told
from graph.model import Study
from tests.test_corpus import INVENTED
from viz.gap_report import shown

PAGES = Path(__file__).parents[1] / "docs" / "gaps"
KINDS = tuple(ontology.scheme("gap-kind"))
HEADINGS = [
    "Idea", "How it's computed", "Source", "Range", "How to read it", "When not to use it",
    "On the bundled study",
]  # fmt: skip


@pytest.fixture(scope="module")
def found(bundled: Study) -> dict[str, Finding]:
    """Return what was found in the bundled study, and beside the invented one, by kind."""
    findings = {each.kind.notation: each.finding for each in search(bundled)}
    beside = lacking([told(bundled, "bundled"), told(INVENTED, "invented")])
    for kind in ("tie-elsewhere", "theme-elsewhere"):
        gaps = (each.gap for each in beside if each.study == "bundled")
        findings[kind] = Finding(tuple(gap for gap in gaps if gap.kind == kind))
    return findings


def _page(kind: str) -> str:
    return (PAGES / f"{kind}.md").read_text("utf-8")


def test_every_kind_has_its_page() -> None:
    """There is a page for each kind, and the table of kinds leads to all."""
    assert {path.stem for path in PAGES.glob("*.md")} == {*KINDS, "README"}
    table = (PAGES / "README.md").read_text("utf-8")
    for kind in KINDS:
        assert f"]({kind}.md) | {ontology.scheme('gap-kind')[kind].definition} |" in table


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_all_its_parts(kind: str) -> None:
    """Idea, formula, paper, range, how to read it, when not to, and an example."""
    text = _page(kind)
    assert re.findall("^## (.+)$", text, re.MULTILINE) == HEADINGS
    assert all(part.strip() for part in re.split("^## .+$", text, flags=re.MULTILINE)[1:])
    assert f"    themegraph gaps --study changing-the-culture --kind {kind}\n" in text
    assert ontology.scheme("gap-kind")[kind].definition in text.replace("\n", " ")


@pytest.mark.parametrize("kind", KINDS)
def test_a_pages_example_is_what_the_program_says(kind: str, found: dict[str, Finding]) -> None:
    """The number of gaps, the sentences, the notes and the figures are those of the study."""
    text, finding = _page(kind), found[kind]
    assert f"Gaps found: {len(finding.gaps)}." in text
    quoted = re.findall("^> (.+)$", text, re.MULTILINE)
    by_sentence: dict[str, Gap] = {gap.sentence: gap for gap in finding.gaps}
    shown_gaps = [by_sentence[line] for line in quoted if line in by_sentence]
    assert [line for line in quoted if line not in by_sentence] == [finding.note] * bool(
        finding.note
    )
    assert len(shown_gaps) == bool(finding.gaps)
    for gap in shown_gaps:
        assert f"To ask next: {gap.question}\n" in text
        figures = {f"{figure.name} = {shown(figure.value)}" for figure in gap.figures}
        assert set(re.findall("^- `(.+)`$", text, re.MULTILINE)) == figures | {
            f"score = {shown(gap.score)}"
        }
