"""What filters let through of a study's records, as the page's own filters do.

The page filters what it has (``static/filters.js``); what it has to ask for, such as a study beside
the one that it shows, is filtered here by the same rules. A filter of quotes (respondent, coder,
words) lets through whatever rests on a quote that passes all filters.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from graph.answers import ThemeAnswer
from viz.details import Detail, details
from viz.records import Records

_NO_SPACES = ("CJK ", "HIRAGANA ", "KATAKANA ", "THAI ")
"""Writing that puts no spaces between words: there a word begins anywhere."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What filters were set to. Role, theme and respondent are IRIs, ``coder`` is a name.

    No ``valences`` at all are every valence; ``""`` is no filter.
    """

    valences: frozenset[str] = frozenset()
    role: str = ""
    theme: str = ""
    respondent: str = ""
    coder: str = ""
    words: str = ""

    @property
    def of_quotes(self) -> bool:
        """Whether quotes are chosen by more than what they are about."""
        return bool(self.respondent or self.coder or self.words.strip())


NO_FILTER: Final = Chosen()
Lets = Callable[[str], bool]


def through(found: Records, chosen: Chosen, themes: Iterable[str] = ()) -> Records:
    """Return the records that pass, with themes' numbers of the quotes that do.

    ``themes`` are the IRIs that stand for the chosen theme in these records. Roles are all kept,
    since what passes is named by them.
    """
    if chosen == NO_FILTER:
        return found
    everything = details(found)
    wanted = _with_parts(found, themes) if chosen.theme else None
    lets = _lets_through(everything, chosen, _roles(found, chosen), wanted)
    kept = replace(
        found,
        quotes=tuple(quote for quote in found.quotes if lets(quote.iri)),
        respondents=tuple(person for person in found.respondents if lets(person.iri)),
        ties=tuple(tie for tie in found.ties if lets(tie.iri)),
        links=tuple(link for link in found.links if lets(link.iri)),
        passages=tuple(passage for passage in found.passages if lets(passage.iri)),
        gaps=tuple(
            gap
            for gap in found.gaps
            if any(iri in everything and lets(iri) for iri in (*gap.involves, *gap.evidence))
        ),
    )
    return replace(
        kept, themes=tuple(_counted(kept, theme) for theme in found.themes if lets(theme.iri))
    )


def _lets_through(
    everything: Mapping[str, Detail],
    chosen: Chosen,
    roles: set[str] | None,
    themes: set[str] | None,
) -> Lets:
    def own(iri: str) -> bool:
        detail = everything[iri]
        return (
            (not chosen.valences or not chosen.valences.isdisjoint(detail["valences"]))
            # Links know no role.
            and (roles is None or detail["kind"] == "link" or not roles.isdisjoint(detail["roles"]))
            and (themes is None or iri in themes or _meets(detail, "themes", themes))
        )

    if not chosen.of_quotes:
        return own
    quotes = {
        iri
        for iri, detail in everything.items()
        if detail["kind"] == "quote" and own(iri) and _is_chosen(detail, chosen)
    }

    def rests(iri: str) -> bool:
        if everything[iri]["kind"] == "quote":
            return iri in quotes
        return own(iri) and (iri == chosen.respondent or _meets(everything[iri], "quotes", quotes))

    return rests


def _is_chosen(quote: Detail, chosen: Chosen) -> bool:
    return (
        (not chosen.respondent or _meets(quote, "respondents", {chosen.respondent}))
        and (not chosen.coder or chosen.coder in quote["coders"])
        and all(has_beginning(quote["text"], word) for word in chosen.words.split())
    )


def has_beginning(text: str, word: str) -> bool:
    """Say whether a word of the text begins so, in any case; a sign is found anywhere.

    >>> has_beginning("The researchers said so", "research"), has_beginning("a survey", "vey")
    (True, False)
    """
    anywhere = not _is_in_word(word[0])
    return any(
        anywhere or match.start() == 0 or not _is_in_word(text[match.start() - 1])
        for match in re.finditer(re.escape(word), text, re.IGNORECASE)
    )


def _is_in_word(char: str) -> bool:
    name = unicodedata.name(char, "")
    return unicodedata.category(char)[0] in "LMN" and not name.startswith(_NO_SPACES)


def _meets(detail: Detail, relation: str, wanted: set[str]) -> bool:
    return not wanted.isdisjoint(detail["related"].get(relation, ()))


def _roles(found: Records, chosen: Chosen) -> set[str] | None:
    if not chosen.role:
        return None
    return {role.iri for role in found.roles if chosen.role in found.upwards(role.iri)}


def _with_parts(found: Records, themes: Iterable[str]) -> set[str]:
    """Return themes with all that are part of them."""
    wanted, before = set(themes), -1
    while len(wanted) > before:
        before = len(wanted)
        wanted |= {theme.iri for theme in found.themes if theme.broader in wanted}
    return wanted


def _counted(kept: Records, theme: ThemeAnswer) -> ThemeAnswer:
    """Return a theme with the number of quotes that pass, those of its parts included."""
    parts = _with_parts(kept, [theme.iri])
    quotes = [quote for quote in kept.quotes if not parts.isdisjoint(quote.themes)]
    people = {quote.respondent for quote in quotes} - {""}
    return replace(theme, quotes=len(quotes), respondents=len(people))
