"""Mentions of actor roles and ties, suggested for the quotes that another program has.

The same rules as for articles, over respondents' words alone. What is suggested has no coder, as
nobody of the project made it: it's marked as a suggestion, with the rule that found it.
"""

from collections.abc import Iterator
from dataclasses import replace

from graph.model import Mention, Note, Quote, Reading
from graph.readers import mentions, ties
from graph.readers.ids import numbered

NAMED = "role-is-named"
"""The rule of every suggested mention."""
MOST_WORDS = 20_000_000
"""In how many code points of quotes roles are looked for: more takes minutes, and none are."""


def with_suggestions(reading: Reading) -> Reading:
    """Return a reading with what its quotes suggest, unless it has mentions or ties itself."""
    study = reading.study
    if study.mentions or study.ties or not study.quotes:
        return reading
    if (size := sum(len(quote.text) for quote in study.quotes)) > MOST_WORDS:
        said = f"no roles or ties are suggested: {size:,} characters are more than {MOST_WORDS:,}"
        return replace(reading, notes=(*reading.notes, Note(said, place="quotes")))
    found = [mention for quote in study.quotes for mention in _in_quote(quote)]
    named = tuple(
        replace(mention, id=mention_id)
        for mention_id, mention in zip(numbered("m", found), found, strict=True)
    )
    themes: dict[str, str] = {}
    for coding in study.codings:
        if coding.quote and coding.review != "rejected":
            themes.setdefault(coding.quote, coding.theme)
    suggested = ties.suggest(study.quotes, named, themes, "")
    return replace(reading, study=replace(study, mentions=named, ties=suggested))


def _in_quote(quote: Quote) -> Iterator[Mention]:
    """Yield what a quote names; places only where it stands in its document as it is."""
    in_place = len(quote.text) == quote.end - quote.start
    for found in mentions.find(quote.text) if in_place else ():
        yield Mention(
            id="",
            role=found.role,
            quote=quote.id,
            start=quote.start + found.start,
            end=quote.start + found.end,
            review="suggested",
            rule=NAMED,
        )
