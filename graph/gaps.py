"""What a study's network lacks, each gap with its sentence and its evidence.

Every function here takes a study to the gaps of one kind; ``KINDS`` lists them all. A gap says no
more than the study allows: absence in what respondents said is not absence in the world, so a gap
that isn't stated by a respondent or by the authors is worded as what the study doesn't show.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import ontology
from graph.model import Mention, Study, Theme, Tie, standing

THIN = 3
"""A theme with this many respondents or fewer is thin (or one with a single method)."""

EXISTING = frozenset({"established", "emerging", "strained"})
"""Statuses of ties that are reported to exist."""


@dataclass(frozen=True, slots=True)
class Ref:
    """A record that a gap involves or rests on: its table, and its id or role."""

    table: str
    id: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the network lacks.

    ``kind`` is a notation of the gap-kind scheme. ``score`` ranks gaps of one kind: for ties the
    number of quotes and passages behind them, for roles the number of statements that speak of
    them, for thin themes the number of respondents that are lacking. ``tie`` is the tie that
    states the gap, if one does.
    """

    id: str
    kind: str
    sentence: str
    involves: tuple[Ref, ...]
    evidence: tuple[Ref, ...]
    score: int


def find_gaps(study: Study) -> tuple[Gap, ...]:
    """Return all gaps of a checked study, by kind, the strongest first.

    What was rejected counts nowhere.
    """
    material = Material(standing(study))
    found = [sorted(kind(material), key=lambda gap: (-gap.score, gap.id)) for kind in KINDS]
    return tuple(chain.from_iterable(found))


class Material:
    """A study with the look-ups that several kinds of gap need."""

    def __init__(self, study: Study) -> None:
        """Index the study's tables by id."""
        self.study = study
        self.themes = {theme.id: theme for theme in study.themes}
        self.respondents = {person.id: person for person in study.respondents}
        self.quotes = {quote.id: quote for quote in study.quotes}
        self.methods = {gathered.id: gathered.method for gathered in study.collections}
        self._own_roles = {role.id: role for role in study.roles}
        self._codings: dict[str, dict[str, None]] = {}
        for coding in study.codings:
            if coding.quote:
                self._codings.setdefault(coding.theme, {})[coding.quote] = None

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

    def valence(self, theme: Theme) -> str:
        """Return a theme's own valence, or that of the nearest theme above which has one."""
        while not theme.valence and theme.broader:
            theme = self.themes[theme.broader]
        return theme.valence

    def leaves(self) -> Iterator[Theme]:
        """Yield the themes that have no theme below them."""
        above = {theme.broader for theme in self.study.themes}
        return (theme for theme in self.study.themes if theme.id not in above)

    def quotes_of(self, theme: str) -> list[str]:
        """Return the ids of the quotes that are coded to a theme, in their order."""
        return list(self._codings.get(theme, ()))


# ---------------------------------------------------------------- actors


def unheard_actors(material: Material) -> Iterator[Gap]:
    """Roles that are spoken of, and that no respondent is identified as holding."""
    heard = set(_heard_roles(material))
    spoken_of = _roles_in_ties(material.study) | {m.role for m in material.study.mentions}
    for role in spoken_of - heard:
        ties = [t for t in material.study.ties if role in (t.source, t.target)]
        mentions = [m for m in material.study.mentions if m.role == role]
        label = material.role_label(role)
        yield Gap(
            id=f"unheard-actor-{role}",
            kind="unheard-actor",
            sentence=f"No respondent is identified as “{label}”, but "
            f"{_number(len(ties), 'tie')} and {_number(len(mentions), 'mention')} concern it.",
            involves=(Ref("roles", role),),
            evidence=(*(Ref("ties", t.id) for t in ties), *_targets(mentions)),
            score=len(ties) + len(mentions),
        )


def _heard_roles(material: Material) -> Iterator[str]:
    for person in material.study.respondents:
        yield from material.broader_roles(person.role)
        yield from material.broader_roles(person.affiliation)


def _roles_in_ties(study: Study) -> set[str]:
    return {role for tie in study.ties for role in (tie.source, tie.target)}


def _targets(mentions: Iterable[Mention]) -> list[Ref]:
    refs = (
        Ref("quotes", mention.quote) if mention.quote else Ref("passages", mention.passage)
        for mention in mentions
    )
    return list(dict.fromkeys(refs))


# ---------------------------------------------------------------- ties


def missing_ties(material: Material) -> Iterator[Gap]:
    """Ties that a respondent or the authors say don't exist."""
    return _ties_with_status(material, "missing", "is missing")


def wanted_ties(material: Material) -> Iterator[Gap]:
    """Ties that a respondent or the authors say should exist or be stronger."""
    return _ties_with_status(material, "wanted", "is wanted")


def strained_ties(material: Material) -> Iterator[Gap]:
    """Ties that are reported to cause difficulty."""
    return _ties_with_status(material, "strained", "is strained")


def one_way_ties(material: Material) -> Iterator[Gap]:
    """Existing one-way ties between roles whose tie in the other direction is lacking.

    It's lacking where the study reports it as missing or wanted, or where the type of tie goes
    both ways by its nature and nothing is reported of the other direction.
    """
    for tie in material.study.ties:
        if tie.status in EXISTING and tie.direction == "one-way":
            returning = [t for t in material.study.ties if (tie.target, tie.source) in _pairs(t)]
            lacking = [t for t in returning if t.status not in EXISTING]
            symmetric = ontology.scheme("tie-type")[tie.type].symmetric
            if lacking or (symmetric and not returning):
                yield _one_way_gap(material, tie, lacking)


def _pairs(tie: Tie) -> set[tuple[str, str]]:
    there, back = (tie.source, tie.target), (tie.target, tie.source)
    return {there, back} if tie.direction == "mutual" else {there}


def _one_way_gap(material: Material, tie: Tie, lacking: Sequence[Tie]) -> Gap:
    others = " and ".join(f"{_said(material, t)} as {t.status}" for t in lacking)
    back = f" In the other direction, the study reports {others}." if lacking else ""
    sentence = f"{_said(material, tie)} is coded as one-way.{back}"
    return _tie_gap("one-way-tie", sentence, tie, lacking)


def _ties_with_status(material: Material, status: str, wording: str) -> Iterator[Gap]:
    for tie in material.study.ties:
        if tie.status == status:
            statement = f" {tie.statement}" if tie.statement else ""
            sentence = f"{_said(material, tie)} {wording}, {_voice(tie)}.{statement}"
            yield _tie_gap(f"{status}-tie", sentence, tie, ())


def _said(material: Material, tie: Tie) -> str:
    verb = ontology.scheme("tie-type")[tie.type].label
    return f"“{material.role_label(tie.source)} {verb} {material.role_label(tie.target)}”"


def _voice(tie: Tie) -> str:
    said = {"respondent": "a respondent says", "authors": "the authors say"}
    return said.get(tie.voice, "the coder says")


def _tie_gap(kind: str, sentence: str, tie: Tie, others: Sequence[Tie]) -> Gap:
    ties = (tie, *others)
    evidence = list(dict.fromkeys(ref for t in ties for ref in _tie_evidence(t)))
    return Gap(
        id=f"{kind}-{tie.id}",
        kind=kind,
        sentence=sentence,
        involves=(Ref("roles", tie.source), Ref("roles", tie.target)),
        evidence=(*(Ref("ties", t.id) for t in ties), *evidence),
        score=len(evidence),
    )


def _tie_evidence(tie: Tie) -> Iterator[Ref]:
    yield from (Ref("quotes", quote) for quote in tie.quotes)
    yield from (Ref("passages", passage) for passage in tie.passages)


# ---------------------------------------------------------------- themes


def thin_themes(material: Material) -> Iterator[Gap]:
    """Themes without sub-themes that rest on few respondents, or on one method only."""
    everyone = len(material.study.respondents)
    for theme in material.leaves():
        quotes = material.quotes_of(theme.id)
        people = {material.quotes[quote].respondent for quote in quotes} - {""}
        methods = {material.methods.get(material.respondents[p].collection, "") for p in people}
        methods.discard("")
        if len(people) > THIN and len(methods) != 1:
            continue
        how = f", all by {methods.pop().replace('-', ' ')}" if len(methods) == 1 else ""
        yield Gap(
            id=f"thin-theme-{theme.id}",
            kind="thin-theme",
            sentence=f"“{theme.label}” rests on the words of {len(people)} of "
            f"{_number(everyone, 'respondent')}{how}.",
            involves=(Ref("themes", theme.id),),
            evidence=tuple(Ref("quotes", quote) for quote in quotes),
            score=everyone - len(people),
        )


def unaddressed_barriers(material: Material) -> Iterator[Gap]:
    """Barriers without sub-themes that no facilitator is reported to address."""
    addressed = {
        link.target
        for link in material.study.links
        if link.type == "addresses"
        and material.valence(material.themes[link.source]) == "facilitator"
    }
    for theme in material.leaves():
        if material.valence(theme) != "barrier" or _or_above(material, theme) & addressed:
            continue
        quotes = material.quotes_of(theme.id)
        yield Gap(
            id=f"unaddressed-barrier-{theme.id}",
            kind="unaddressed-barrier",
            sentence=f"No facilitator in this study is reported to address the barrier "
            f"“{theme.label}”.",
            involves=(Ref("themes", theme.id),),
            evidence=tuple(Ref("quotes", quote) for quote in quotes),
            score=len(quotes),
        )


def _or_above(material: Material, theme: Theme) -> set[str]:
    found = {theme.id}
    while theme.broader:
        theme = material.themes[theme.broader]
        found.add(theme.id)
    return found


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


KINDS: Sequence[Callable[[Material], Iterator[Gap]]] = (
    missing_ties,
    wanted_ties,
    one_way_ties,
    strained_ties,
    unheard_actors,
    unaddressed_barriers,
    thin_themes,
)
