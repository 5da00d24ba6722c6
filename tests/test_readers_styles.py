"""Whole sections in the styles of journals: every quote, its speaker and its theme."""

from pathlib import Path

import pytest

from graph.readers import formats, labels, summary
from graph.readers.request import Request
from tests import (
    article_styles_four,
    article_styles_one,
    article_styles_three,
    article_styles_two,
)

STYLES = (
    article_styles_one.STYLES
    | article_styles_two.STYLES
    | article_styles_three.STYLES
    | article_styles_four.STYLES
)


@pytest.mark.parametrize("style", STYLES)
def test_styles(style: str, tmp_path: Path) -> None:
    """What a careful reader takes from a section is found, and nothing else."""
    suffix, text, gold = STYLES[style]
    source = tmp_path / f"findings{suffix}"
    source.write_text(text, encoding="utf-8")
    found = summary.as_json(formats.read_source(source, Request("styles", "Styles")))
    assert _lines(found) == gold.strip().split("\n")
    assert not any(labels.asks(respondent["label"]) for respondent in found["respondents"])


def _lines(found: summary.ReadingJson) -> list[str]:
    lines: list[str] = []
    path: list[str] = []
    for quote in found["quotes"]:
        if quote["theme_path"] != path:
            path = quote["theme_path"]
            lines.append("# " + " > ".join(path))
        lines.append(f"{quote['speaker']} => {' '.join(quote['text'].split())}")
    return lines
