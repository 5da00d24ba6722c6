"""The study that comes with the program: what it holds, and that it is true to its source."""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from graph.bundled import FIRST_STUDY
from graph.folders.check import load
from graph.model import TABLES, Study

SHARED = Path(__file__).parents[2] / "shared"
SOURCE = SHARED / "study" / "findings.txt"
needs_source = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the article's findings section isn't in the repository"
)


def test_its_readme_counts_right(bundled: Study) -> None:
    """The numbers of rows in its README are those of its tables."""
    readme = (FIRST_STUDY / "README.md").read_text("utf-8")
    stated = {name: int(count) for name, count in re.findall(r"\| (\w+)\.csv \| (\d+) \|", readme)}
    counted = {table: len(getattr(bundled, table)) for table in TABLES}
    assert stated == counted | {"study": 1}


def test_its_readme_counts_ties_right(bundled: Study) -> None:
    """The numbers of ties by status and by voice in its README are those of its table."""
    readme = (FIRST_STUDY / "README.md").read_text("utf-8")
    counts = Counter(tie.status for tie in bundled.ties) + Counter(t.voice for t in bundled.ties)
    for name, count in counts.items():
        assert f"{name} {count}" in readme


def test_its_quotes_are_block_or_inline(bundled: Study) -> None:
    """Sixteen quotes are blocks, twelve inline; seventeen respondents speak."""
    assert Counter(quote.layout for quote in bundled.quotes) == {"block": 16, "inline": 12}
    assert len({quote.respondent for quote in bundled.quotes}) == 17
    took_part = Counter(person.collection for person in bundled.respondents)
    assert took_part == {"interviews": 7, "focus-groups": 10}


def test_each_quote_is_coded_once(bundled: Study) -> None:
    """Every quote is coded to the one heading under which it stands."""
    assert Counter(coding.quote for coding in bundled.codings) == Counter(
        quote.id for quote in bundled.quotes
    )


def test_its_themes_are_the_headings(bundled: Study) -> None:
    """Two barriers and three facilitators stand under their heading."""
    below = Counter(theme.broader for theme in bundled.themes)
    assert below == {"": 2, "barriers": 2, "facilitators": 3}


def test_nobody_is_given_a_role_by_guess(bundled: Study) -> None:
    """Interviewees are senior managers as stated; focus group participants have no role."""
    roles = {(p.collection, p.role, p.role_basis) for p in bundled.respondents}
    assert roles == {("interviews", "senior-manager", "stated"), ("focus-groups", "", "")}


def test_it_has_a_licence_and_says_who_coded_it(bundled: Study) -> None:
    """The study names its source, its licence and that the authors didn't code it."""
    assert bundled.info.licence == "https://creativecommons.org/licenses/by/4.0/"
    assert bundled.info.doi == "10.1186/s12889-022-13758-w"
    assert "not the authors' own coding" in bundled.info.note


def test_it_does_not_carry_the_authors_prose(bundled: Study) -> None:
    """Passages say where they stand and what they say in the coder's words, not the authors'."""
    assert {passage.text for passage in bundled.passages} == {""}
    assert all(passage.description for passage in bundled.passages)


@needs_source
def test_it_is_true_to_its_source() -> None:
    """Every quote stands at its position in the source text."""
    study = load(FIRST_STUDY, SOURCE)
    text = SOURCE.read_text("utf-8")
    assert [text[q.start : q.end] for q in study.quotes] == [q.text for q in study.quotes]


@needs_source
def test_its_source_is_the_one_that_was_coded(bundled: Study) -> None:
    """The source's SHA-256 and length are those stated."""
    (document,) = bundled.documents
    data = SOURCE.read_bytes()
    assert sha256(data).hexdigest() == document.sha256
    assert len(data.decode()) == document.length


@needs_source
def test_mentions_stand_where_roles_are_named(bundled: Study) -> None:
    """A mention with a position stands at whole words, within its quote or passage."""
    text = SOURCE.read_text("utf-8")
    placed = [m for m in bundled.mentions if m.start is not None and m.end is not None]
    assert len(placed) > 50
    for mention in placed:
        around = text[(mention.start or 0) - 1 : (mention.end or 0) + 1]
        assert not around[:2].isalpha(), f"{mention.id} begins within a word: {around!r}"
        assert not around[-2:].isalpha(), f"{mention.id} ends within a word: {around!r}"
