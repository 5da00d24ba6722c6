"""Ids of what a reader finds."""

import pytest

from graph.readers import ids


@pytest.mark.parametrize(
    ("label", "slug"),
    [("RD#1", "rd-1"), ("Café  “Été”", "cafe-ete"), ("…", "theme"), ("主题", "theme")],
)
def test_slug(label: str, slug: str) -> None:
    """A slug has ASCII letters, digits and hyphens only."""
    assert ids.slug(label, "theme") == slug


def test_slugs_are_distinct() -> None:
    """A slug that is taken gets the next free number."""
    assert ids.distinct_slugs(["A", "a", "a 2", "A!"], "x") == ["a", "a-2", "a-2-2", "a-3"]


def test_numbers_are_as_wide_as_needed() -> None:
    """Numbers have two digits, three from a hundred things on."""
    assert ids.numbered("q", range(2)) == ["q01", "q02"]
    assert ids.numbered("q", range(100))[0] == "q001"
