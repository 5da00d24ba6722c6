"""How gaps are put into words: no more than the study allows."""

from collections.abc import Iterable, Iterator, Sequence

import ontology
from graph.gaps.material import Material
from graph.gaps.records import Ref
from graph.model import Mention, ThemeLink, Tie

VOICES = {
    "respondent": "on a respondent’s word",
    "authors": "on the authors’ word",
    "coder": "on the coder’s word",
}
"""On whose word a tie or theme link is coded."""


def tie_words(material: Material, tie: Tie) -> str:
    """Return a tie in words: “local authority supports officer”."""
    verb = ontology.scheme("tie-type")[tie.type].label
    return f"“{material.role_label(tie.source)} {verb} {material.role_label(tie.target)}”"


def link_words(material: Material, link: ThemeLink) -> str:
    """Return a theme link in words, each theme in quotation marks."""
    verb = ontology.scheme("link-type")[link.type].label
    one, other = material.themes[link.source], material.themes[link.target]
    return f"“{one.label}” {verb} “{other.label}”"


def number(count: int, noun: str) -> str:
    """Return a count with its noun, in the plural unless it's one."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def compared(label: str) -> str:
    """Return a label as equal ones are compared, here and in queries: lower case, single spaces."""
    return " ".join(label.lower().split())


def listed(words: Sequence[str]) -> str:
    """Return words as a list in a sentence: a, b and c."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


def evidence_of(record: Tie | ThemeLink) -> Iterator[Ref]:
    """Yield the quotes and passages behind a tie or theme link."""
    yield from (Ref("quotes", quote) for quote in record.quotes)
    yield from (Ref("passages", passage) for passage in record.passages)


def once(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    """Return references without repetition, in their order."""
    return tuple(dict.fromkeys(refs))


def targets(mentions: Iterable[Mention]) -> tuple[Ref, ...]:
    """Return the quotes and passages in which mentions stand."""
    return once(
        Ref("quotes", mention.quote) if mention.quote else Ref("passages", mention.passage)
        for mention in mentions
    )


def sector_label(sector: str) -> str:
    """Return the label of a sector."""
    return ontology.scheme("sector")[sector].label
