"""Filters on the server: the same as in the page."""

import pytest

from viz.through import has_beginning


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("The Researchers", "research", True),
        ("presearch", "research", False),
        ("presearch, research", "research", True),
        ("l’école", "école", True),
        ("e\N{COMBINING ACUTE ACCENT}tude", "tude", False),
        ("政策研究", "研究", True),
        ("is it?", "?", True),
        ("100(!) of them", "(!", True),
        ("", "a", False),
    ],
)
def test_words_are_found_by_their_beginning(text: str, word: str, *, found: bool) -> None:
    """A word is found where one begins, in any case and script; a sign is found anywhere."""
    assert has_beginning(text, word) is found
