"""Gaps across studies: what most others report, and one study lacks.

Studies share actor roles of the common scheme; a role of a study's own is never another's. They
share a theme only where a person has said so by a SKOS match, or where the labels are equal. A tie
counts as reported elsewhere if another study codes it to exist between the same two roles, of
whatever type.

A study is asked only about what it could have said: a tie, if it speaks of both roles and codes no
tie between them of any status; and only if most of the other studies that could have said it did.
Score: the share of those that did.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ontology
from graph.gaps.material import Material
from graph.gaps.records import Figure, Gap, Ref, rounded
from graph.gaps.wording import compared
from graph.model import Study
from graph.rdf.iris import StudyIris

MOST = 0.5
"""A study lacks what more than this share of the others report."""

THEME_STUDIES = 2
"""A theme of one other study is that study's own; from two on, it's one that studies share."""

EXAMPLES = 10
"""How many records of other studies a gap names as its evidence; the figures count all."""

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ToldTie:
    """A tie between two shared roles, as one study codes it; ``exists`` by its status."""

    id: str
    pair: Pair
    exists: bool


@dataclass(frozen=True, slots=True)
class ToldTheme:
    """A theme: its id, and the key that it shares with those that are the same."""

    id: str
    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a study tells that others may tell too. ``iri`` is the study's, roles are notations."""

    iri: str
    roles: frozenset[str]
    ties: tuple[ToldTie, ...]
    themes: tuple[ToldTheme, ...]


@dataclass(frozen=True, slots=True)
class CorpusKind:
    """A kind of gap across studies: its notation, how it's looked for, and its parameters."""

    notation: str
    method: str
    parameters: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lacking:
    """A gap of one study, named by the study's IRI."""

    study: str
    gap: Gap


def told(study: Study, iri: str, matches: Mapping[str, str] | None = None) -> Told:
    """Return what a checked study tells.

    ``matches`` gives, for the IRI of a theme that was matched with others, the key that they share.
    """
    material, same, iris = Material(study), matches or {}, StudyIris(iri)
    shared = ontology.scheme("role")
    return Told(
        iri=iri,
        roles=frozenset(role for role in material.spoken_of if role in shared),
        ties=tuple(
            ToldTie(tie.id, _pair(tie.source, tie.target), tie in material.existing)
            for tie in material.ties
            if tie.source in shared and tie.target in shared and tie.source != tie.target
        ),
        themes=tuple(
            ToldTheme(t.id, t.label, same.get(iris.record("themes", t.id)) or label_key(t.label))
            for t in study.themes
        ),
    )


def label_key(label: str) -> str:
    """Return what equal labels share, whatever their case and spaces; queries compare alike."""
    return f"label:{compared(label)}"


def lacking(studies: Sequence[Told]) -> tuple[Lacking, ...]:
    """Return what each study lacks and most others have, in the order of studies and scores."""
    found: dict[str, list[Gap]] = defaultdict(list)
    for gap in (*_ties_elsewhere(studies), *_themes_elsewhere(studies)):
        found[gap.study].append(gap.gap)
    return tuple(
        Lacking(study.iri, gap)
        for study in studies
        for gap in sorted(found[study.iri], key=lambda g: (g.kind, -g.score, g.id))
    )


# ---------------------------------------------------------------- ties


def _ties_elsewhere(studies: Sequence[Told]) -> Iterator[Lacking]:
    reports = _reports(studies)
    coded = {study.iri: {tie.pair for tie in study.ties} for study in studies}
    speaking = _speaking(studies)
    for pair, by_study in sorted(reports.items()):
        both = speaking[pair[0]] & speaking[pair[1]]
        others = len(both) - 1
        if others and len(by_study) > MOST * others:
            for study in sorted(both):
                if pair not in coded[study]:
                    yield Lacking(study, _tie_gap(pair, by_study, others))


def _reports(studies: Iterable[Told]) -> Mapping[Pair, Mapping[str, list[str]]]:
    """Return, for each pair of roles, the existing ties by study."""
    found: dict[Pair, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for study in studies:
        for tie in study.ties:
            if tie.exists:
                found[tie.pair][study.iri].append(tie.id)
    return found


def _speaking(studies: Iterable[Told]) -> Mapping[str, set[str]]:
    """Return, for each role, the studies that speak of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for study in studies:
        for role in study.roles:
            found[role].add(study.iri)
    return found


def _tie_gap(pair: Pair, by_study: Mapping[str, Sequence[str]], others: int) -> Gap:
    names = " and ".join(f"“{ontology.scheme('role')[role].label}”" for role in pair)
    count = len(by_study)
    return Gap(
        id=f"tie-elsewhere-{pair[0]}--{pair[1]}",
        kind="tie-elsewhere",
        sentence=f"This study speaks of {names} and reports no tie between them; {count} of "
        f"{_studies(others)} of both {'reports' if count == 1 else 'report'} one.",
        question=f"Is there really nothing between {names} here?",
        involves=tuple(Ref("roles", role) for role in pair),
        evidence=_first(
            Ref("ties", tie, study) for study in sorted(by_study) for tie in by_study[study]
        ),
        score=rounded(count / others),
        figures=(
            Figure("other studies that report it", count),
            Figure("other studies that speak of both", others),
        ),
    )


def _studies(others: int) -> str:
    return "1 other study that speaks" if others == 1 else f"{others} other studies that speak"


# ---------------------------------------------------------------- themes


def _themes_elsewhere(studies: Sequence[Told]) -> Iterator[Lacking]:
    by_key: dict[str, dict[str, ToldTheme]] = defaultdict(dict)
    for study in studies:
        for theme in study.themes:
            by_key[theme.key].setdefault(study.iri, theme)
    others = len(studies) - 1
    for _, having in sorted(by_key.items()):
        if len(having) >= THEME_STUDIES and len(having) > MOST * others:
            for study in studies:
                if study.iri not in having:
                    yield Lacking(study.iri, _theme_gap(having, others))


def _theme_gap(having: Mapping[str, ToldTheme], others: int) -> Gap:
    named, count = min(having.values(), key=lambda theme: theme.id), len(having)
    label = named.label
    return Gap(
        id=f"theme-elsewhere-{named.id}",
        kind="theme-elsewhere",
        sentence=f"{count} of {others} other studies have a theme “{label}”, or one that is said "
        "to be the same, and this study has none.",
        question=f"Did nobody here speak of “{label}”, or does it stand under another name?",
        involves=_first(Ref("themes", having[iri].id, iri) for iri in sorted(having)),
        evidence=_first(Ref("themes", having[iri].id, iri) for iri in sorted(having)),
        score=rounded(count / others),
        figures=(
            Figure("other studies that have it", count),
            Figure("other studies", others),
        ),
    )


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _first(refs: Iterable[Ref]) -> tuple[Ref, ...]:
    return tuple(ref for _, ref in zip(range(EXAMPLES), refs, strict=False))


KINDS = (
    CorpusKind(
        "tie-elsewhere",
        "For each two shared roles, the studies that speak of both; a study that codes no tie "
        "between them, where more than the share “most” of the others code one to exist. At most "
        "“examples” of the others’ ties are named as evidence.",
        {"most": MOST, "examples": EXAMPLES},
    ),
    CorpusKind(
        "theme-elsewhere",
        "Themes that more than the share “most” of the other studies, and at least “studies”, have "
        "by an equal label or a SKOS match, and the study hasn’t. At most “examples” of them are "
        "named as evidence.",
        {"most": MOST, "studies": THEME_STUDIES, "examples": EXAMPLES},
    ),
)
