"""Records: all that the store has of a study, or of all studies, and how one leads to another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import TypeVar

from graph.answers import (
    Filters,
    GapAnswer,
    LinkAnswer,
    PassageAnswer,
    QuoteAnswer,
    RespondentAnswer,
    RoleAnswer,
    ThemeAnswer,
    TieAnswer,
    ask,
)
from graph.stores.embedded import Row, Snapshot

Statement = TieAnswer | LinkAnswer
Item = TypeVar("Item")


@dataclass(frozen=True)
class Records:
    """All records of a study, or of all studies.

    ``documents`` are titles; ``coders`` are the names of those who coded a quote; ``alternatives``
    are other labels of roles; ``confirmed`` are the pairs of words and theme, or words and role,
    that somebody coded or confirmed by reading.
    """

    themes: tuple[ThemeAnswer, ...]
    quotes: tuple[QuoteAnswer, ...]
    respondents: tuple[RespondentAnswer, ...]
    roles: tuple[RoleAnswer, ...]
    ties: tuple[TieAnswer, ...]
    links: tuple[LinkAnswer, ...]
    passages: tuple[PassageAnswer, ...]
    gaps: tuple[GapAnswer, ...]
    documents: Mapping[str, str]
    alternatives: Mapping[str, list[str]]
    confirmed: frozenset[tuple[str, str]]
    coders: Mapping[str, list[str]]

    @cached_property
    def valence(self) -> Mapping[str, str]:
        """The effective valence of each theme."""
        return {theme.iri: theme.valence for theme in self.themes}

    @cached_property
    def above(self) -> Mapping[str, str]:
        """The role above each role, if it's one of these roles."""
        known = {role.iri for role in self.roles}
        return {role.iri: role.broader if role.broader in known else "" for role in self.roles}

    def upwards(self, role: str) -> Iterator[str]:
        """Yield a role and every role above it, once."""
        seen: set[str] = set()
        while role and role not in seen:
            seen.add(role)
            yield role
            role = self.above.get(role, "")

    @cached_property
    def unheard(self) -> frozenset[str]:
        """The roles that a gap says no respondent is identified as."""
        gaps = (gap for gap in self.gaps if gap.kind == "unheard-actor")
        return frozenset(role for gap in gaps for role in gap.involves)

    @cached_property
    def confirmed_ties(self) -> frozenset[str]:
        """The ties that somebody made or confirmed."""
        return frozenset(tie.iri for tie in self.ties if tie.review == "confirmed")

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The places of quotes and of passages in the order of the text."""
        quotes = {quote.iri: number for number, quote in enumerate(self.quotes)}
        return quotes | {passage.iri: number for number, passage in enumerate(self.passages)}

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The quotes."""
        return frozenset(quote.iri for quote in self.quotes)

    @cached_property
    def cited_by(self) -> Mapping[str, list[Statement]]:
        """The ties and links that rest on a quote or passage."""
        statements: list[Statement] = [*self.ties, *self.links]
        return _inverse((statement, statement.evidence) for statement in statements)

    @cached_property
    def gaps_about(self) -> Mapping[str, list[GapAnswer]]:
        """The gaps that involve a role or theme, or that rest on a tie."""
        ties = {tie.iri for tie in self.ties}
        return _inverse(
            (gap, (*gap.involves, *(iri for iri in gap.evidence if iri in ties)))
            for gap in self.gaps
        )

    @cached_property
    def quotes_by(self) -> Mapping[str, list[QuoteAnswer]]:
        """The quotes of a theme, a role or a respondent."""
        return _inverse((q, (*q.themes, *q.roles, q.respondent)) for q in self.quotes)

    @cached_property
    def passages_by(self) -> Mapping[str, list[PassageAnswer]]:
        """The passages that arise in a theme, or speak of a role."""
        return _inverse((p, (*p.roles, p.theme)) for p in self.passages)

    @cached_property
    def ties_by(self) -> Mapping[str, list[TieAnswer]]:
        """The ties of a role, or that arise in a theme."""
        return _inverse((t, dict.fromkeys((t.source, t.target, t.theme))) for t in self.ties)

    @cached_property
    def links_by(self) -> Mapping[str, list[LinkAnswer]]:
        """The links of a theme."""
        return _inverse((link, (link.source, link.target)) for link in self.links)


def records(snapshot: Snapshot, study: str = "") -> Records:
    """Return the records of one study (an id or IRI), or of all studies in the store."""
    wanted = Filters(study=study)
    documents = {row["iri"]: row["title"] for row in solutions(snapshot, "documents", study)}
    return Records(
        themes=tuple(ask(snapshot, ThemeAnswer, wanted)),
        quotes=tuple(ask(snapshot, QuoteAnswer, wanted)),
        respondents=tuple(ask(snapshot, RespondentAnswer, wanted)),
        roles=tuple(ask(snapshot, RoleAnswer, wanted)),
        ties=tuple(ask(snapshot, TieAnswer, wanted)),
        links=tuple(ask(snapshot, LinkAnswer, wanted)),
        passages=tuple(ask(snapshot, PassageAnswer, wanted)),
        gaps=tuple(ask(snapshot, GapAnswer, wanted)),
        documents=documents,
        alternatives=_inverse(
            (row["label"], (row["iri"],)) for row in solutions(snapshot, "alternatives", "")
        ),
        confirmed=frozenset(
            (row["words"], row["meant"]) for row in solutions(snapshot, "confirmed", study)
        ),
        coders=_inverse(
            (row["name"], (row["quote"],)) for row in solutions(snapshot, "coders", study)
        ),
    )


def solutions(snapshot: Snapshot, name: str, study: str) -> list[Row]:
    """Return the rows of a query in ``queries/``, of one study or of all."""
    query = (files("viz") / "queries" / f"{name}.rq").read_text("utf-8")
    return list(snapshot.solutions(query, {"studyId": study} if study else {}))


def _inverse(pairs: Iterable[tuple[Item, Iterable[str]]]) -> Mapping[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for item, keys in pairs:
        for key in keys:
            found[key].append(item)
    return found
