"""A study with the look-ups that kinds of gaps share; what was rejected in review is left out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import ontology
from graph.model import EXISTING, Mention, Study, Theme, Tie, standing
from graph.paths import effective_valences, theme_ways


class Material:
    """A study with the look-ups that several kinds of gap need."""

    def __init__(self, study: Study) -> None:
        """Index the study's tables by id."""
        study = standing(study)
        self.study = study
        self.ties, self.links, self.mentions = study.ties, study.links, study.mentions
        self.codings = tuple(coding for coding in study.codings if coding.quote)
        self.themes = {theme.id: theme for theme in study.themes}
        self.respondents = {person.id: person for person in study.respondents}
        self.quotes = {quote.id: quote for quote in study.quotes}
        self.passages = {passage.id: passage for passage in study.passages}
        self.methods = {gathered.id: gathered.method for gathered in study.collections}
        self._ways, self._valences = theme_ways(study), effective_valences(study)
        self._own_roles = {role.id: role for role in study.roles}

    # ------------------------------------------------------------ roles

    def role_label(self, role: str) -> str:
        """Return a role's label, of the shared scheme or the study's own."""
        shared = ontology.scheme("role").get(role)
        return shared.label if shared else self._own_roles[role].label

    def broader_roles(self, role: str) -> Iterator[str]:
        """Yield a role and every role above it."""
        while role:
            yield role
            shared = ontology.scheme("role").get(role)
            role = shared.broader if shared else self._own_roles[role].broader

    def top_role(self, role: str) -> str:
        """Return the role at the top of the tree in which a role stands."""
        return list(self.broader_roles(role))[-1]

    def sector(self, role: str) -> str:
        """Return the sector of a role or of the nearest role above that has one, or ``""``."""
        for above in self.broader_roles(role):
            shared = ontology.scheme("role").get(above)
            sector = shared.sector if shared else self._own_roles[above].sector
            if sector:
                return sector
        return ""

    def nested(self, one: str, other: str) -> bool:
        """Say whether one of two roles is the other or part of it."""
        return one in self.broader_roles(other) or other in self.broader_roles(one)

    @cached_property
    def spoken_of(self) -> tuple[str, ...]:
        """The roles that ties or mentions concern, in the order of their names."""
        ends = (role for tie in self.ties for role in (tie.source, tie.target))
        return tuple(sorted({*ends, *(mention.role for mention in self.mentions)}))

    @cached_property
    def heard(self) -> frozenset[str]:
        """The roles that a respondent holds or belongs to, and all above them."""
        people = self.study.respondents
        held = {role for person in people for role in (person.role, person.affiliation)}
        return frozenset(above for role in held for above in self.broader_roles(role))

    def voice_of(self, respondent: str) -> str:
        """Return the role that a respondent holds, or else that they belong to, or ``""``."""
        person = self.respondents.get(respondent)
        return (person.role or person.affiliation) if person else ""

    # ------------------------------------------------------------ ties

    @cached_property
    def existing(self) -> tuple[Tie, ...]:
        """The ties that are reported to exist."""
        return tuple(tie for tie in self.ties if tie.status in EXISTING)

    @cached_property
    def neighbours(self) -> Mapping[str, frozenset[str]]:
        """The roles to which each role has a tie that is reported to exist, either way."""
        found: dict[str, set[str]] = defaultdict(set)
        for tie in self.existing:
            if tie.source != tie.target:
                found[tie.source].add(tie.target)
                found[tie.target].add(tie.source)
        return {role: frozenset(found[role]) for role in sorted(found)}

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs of roles with a tie that is reported to exist, each once and sorted."""
        ends = {tuple(sorted((t.source, t.target))) for t in self.existing if t.source != t.target}
        return tuple(sorted((one, other) for one, other in ends))

    # ------------------------------------------------------------ themes

    def valence(self, theme: Theme) -> str:
        """Return a theme's own valence, or that of the nearest theme above which has one."""
        return self._valences[theme.id]

    def broader_themes(self, theme: str) -> Iterator[str]:
        """Return a theme and every theme above it, upwards."""
        return (above.id for above in reversed(self._ways[theme]))

    @cached_property
    def leaves(self) -> tuple[Theme, ...]:
        """The themes that have no theme below them."""
        above = {theme.broader for theme in self.study.themes}
        return tuple(theme for theme in self.study.themes if theme.id not in above)

    def quotes_of(self, theme: str) -> Sequence[str]:
        """Return the ids of the quotes that are coded to a theme, in their order."""
        return self._quotes_by_theme.get(theme, ())

    def themes_of(self, mention: Mention) -> frozenset[str]:
        """Return the themes of the quote or passage that a mention is in."""
        if mention.quote:
            return self._themes_by_quote.get(mention.quote, frozenset())
        passage = self.passages.get(mention.passage)
        return frozenset({passage.theme}) if passage and passage.theme else frozenset()

    @cached_property
    def _quotes_by_theme(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for coding in self.codings:
            found[coding.theme][coding.quote] = None
        return {theme: tuple(quotes) for theme, quotes in found.items()}

    @cached_property
    def _themes_by_quote(self) -> Mapping[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for coding in self.codings:
            found[coding.quote].add(coding.theme)
        return {quote: frozenset(themes) for quote, themes in found.items()}

    # ------------------------------------------------------------ quotes

    @cached_property
    def quoted_people(self) -> frozenset[str]:
        """The respondents who are quoted."""
        return frozenset(quote.respondent for quote in self.study.quotes if quote.respondent)

    def speakers(self, quotes: Iterable[str]) -> frozenset[str]:
        """Return the respondents who said the quotes; a quote may be nobody's."""
        said = (self.quotes[quote].respondent for quote in quotes if quote in self.quotes)
        return frozenset(person for person in said if person)

    def method(self, respondent: str) -> str:
        """Return how a respondent's words were gathered, or ``""``."""
        person = self.respondents.get(respondent)
        return self.methods.get(person.collection, "") if person else ""
