"""Two studies, or two sectors, side by side: what both have, what only here, what only there.

Roles and concepts of the shared schemes are the same by their IRIs; themes of two studies are the
same if somebody said so in the store, or if their labels are equal but for case and spaces. A
sector is compared by what those say who hold a role of it or belong to one, and by its roles' ties.
The page's filters hold here too: a theme of one study stands for the same theme of the other.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import ontology
from graph.answers import QuoteAnswer, StudyName, find_study
from graph.answers.asking import these
from graph.answers.resolving import all_studies
from graph.errors import InputError, nearest
from graph.gaps.across import label_key
from graph.rdf.describe import describe
from graph.stores.corpus import matched_themes
from graph.stores.embedded import Snapshot
from viz.corpus import few_enough, is_corpus, small_enough
from viz.labels import concept_label
from viz.records import Records, records
from viz.through import NO_FILTER, Chosen, through

STUDIES, SECTORS = "studies", "sectors"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that one side has: its label, how much of it, and the record to open or ``""``."""

    label: str
    number: int
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Something with what each side has of it; ``None`` where a side has nothing."""

    label: str
    here: Thing | None
    there: Thing | None


@dataclass(frozen=True, slots=True)
class Aspect:
    """One respect in which the sides are compared, by its name, with what its numbers count."""

    name: str
    counts: str
    both: tuple[Pair, ...]
    only_here: tuple[Pair, ...]
    only_there: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A study or sector that can be compared."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two sides have in common and what not; without aspects if there aren't two.

    ``choices`` are all that can be compared, or the sides alone of more studies than are drawn
    together (``corpus.MOST_AT_ONCE``): these are found by their titles (``corpus.studies``).
    """

    by: str
    here: Choice | None
    there: Choice | None
    choices: tuple[Choice, ...]
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    themes: Mapping[str, Thing]
    voices: Mapping[str, Thing]
    spoken: Mapping[str, Thing]
    ties: Mapping[str, Thing]
    gaps: Mapping[str, Thing] = field(default_factory=dict)
    about: Mapping[str, Thing] = field(default_factory=dict)


_COUNTS = (
    ("themes", "quotes"),
    ("about", "quotes"),
    ("voices", "respondents"),
    ("spoken", "quotes"),
    ("ties", "ties"),
    ("gaps", "gaps"),
)


def compare(
    snapshot: Snapshot,
    by: str,
    here: str = "",
    there: str = "",
    *,
    study: str = "",
    chosen: Chosen = NO_FILTER,
) -> Comparison:
    """Return the comparison of two studies (ids) or sectors (notations).

    Sides that aren't named are the first that there are; of studies ``study`` (an id or IRI) is the
    first. Sectors are compared in it, or in all studies. Of both sides only that is told which
    passes the filters ``chosen``. Raises ``InputError`` for what can't be compared,
    ``NotFoundError`` for an unknown study or theme.
    """
    if by == STUDIES:
        return _by_studies(snapshot, here, there, study, chosen)
    if by == SECTORS:
        return _by_sectors(snapshot, here, there, study, chosen)
    raise InputError(f"{by!r} can't be compared; {nearest(by, [STUDIES, SECTORS])}")


def _by_studies(
    snapshot: Snapshot, here: str, there: str, study: str, chosen: Chosen
) -> Comparison:
    known = dict(all_studies(snapshot))
    own = find_study(snapshot, study).id if study else ""
    sides = _sides(list(known), here or (own if own != there else ""), there)
    told = sides if is_corpus(snapshot) else tuple(known)
    names = these(snapshot, StudyName, [known[key] for key in told])
    choices = tuple(Choice(key, names[known[key]].title) for key in told)
    return _compared(STUDIES, sides, choices, lambda: _of_studies(snapshot, sides, chosen))


def _by_sectors(
    snapshot: Snapshot, here: str, there: str, study: str, chosen: Chosen
) -> Comparison:
    few_enough(snapshot, study)
    small_enough(snapshot, study)
    found = records(snapshot, study)
    choices = _sectors(found)
    sides = _sides([each.key for each in choices], here, there)

    def told() -> list[_Side]:
        kept = through(found, chosen, [chosen.theme])
        return [_of_sector(kept, key) for key in sides]

    return _compared(SECTORS, sides, choices, told)


def _compared(
    by: str, sides: Sequence[str], choices: tuple[Choice, ...], told: Callable[[], list[_Side]]
) -> Comparison:
    named = {each.key: each for each in choices}
    here, there, *_ = [*(named[key] for key in sides), None, None]
    aspects = tuple(_aspects(*told())) if here and there else ()
    return Comparison(by, here, there, choices, aspects)


def _sides(known: Sequence[str], here: str, there: str) -> tuple[str, ...]:
    """Return the keys of both sides, or of fewer if there aren't two."""
    unknown = [key for key in (here, there) if key and key not in known]
    if unknown:
        raise InputError(f"{unknown[0]!r} can't be compared; {nearest(unknown[0], list(known))}")
    if here and here == there:
        raise InputError(f"{here!r} would be compared with itself; name two")
    wanted = [key for key in (here, there) if key]
    rest = [key for key in known if key not in wanted]
    first = here or (rest.pop(0) if rest else "")
    second = there or (rest.pop(0) if rest else "")
    return tuple(key for key in (first, second) if key)


def _aspects(here: _Side, there: _Side) -> Iterable[Aspect]:
    for name, counts in _COUNTS:
        one: Mapping[str, Thing] = getattr(here, name)
        other: Mapping[str, Thing] = getattr(there, name)
        pairs = [
            Pair((one.get(key) or other[key]).label, one.get(key), other.get(key))
            for key in {**one, **other}
        ]
        pairs.sort(key=lambda pair: (-_number(pair), pair.label.casefold()))
        yield Aspect(
            name,
            counts,
            tuple(pair for pair in pairs if pair.here and pair.there),
            tuple(pair for pair in pairs if not pair.there),
            tuple(pair for pair in pairs if not pair.here),
        )


def _number(pair: Pair) -> int:
    return sum(thing.number for thing in (pair.here, pair.there) if thing)


# ---------------------------------------------------------------- a study


def _of_studies(snapshot: Snapshot, studies: Iterable[str], chosen: Chosen) -> list[_Side]:
    matches = matched_themes(snapshot)
    key = ""
    if chosen.theme:
        name = describe(snapshot, chosen.theme).thing.name
        key = _theme_key(matches, chosen.theme, name)
    sides = []
    for study in studies:
        found = records(snapshot, find_study(snapshot, study).iri)
        same = [t.iri for t in found.themes if _theme_key(matches, t.iri, t.label) == key]
        sides.append(_of_study(through(found, chosen, same), matches))
    return sides


def _theme_key(matches: Mapping[str, str], theme: str, label: str) -> str:
    """Return what a theme shares with those of other studies that are the same."""
    return matches.get(theme) or label_key(label)


def _of_study(found: Records, matches: Mapping[str, str]) -> _Side:
    return _Side(
        themes={
            _theme_key(matches, theme.iri, theme.label): Thing(
                theme.label, theme.quotes, concept_label("valence", theme.valence), theme.iri
            )
            for theme in found.themes
        },
        voices=_voices(found, {person.iri for person in found.respondents}),
        spoken=_spoken(found, found.quotes),
        ties=_ties(found, {role.iri for role in found.roles}),
        gaps={
            kind: Thing(concept_label("gap-kind", kind), number)
            for kind, number in Counter(gap.kind for gap in found.gaps).items()
        },
    )


# ---------------------------------------------------------------- a sector


def _sector_of(found: Records) -> dict[str, str]:
    own = {role.iri: role.sector for role in found.roles}
    return {
        role: next((own[above] for above in found.upwards(role) if own.get(above)), "")
        for role in own
    }


def _sectors(found: Records) -> tuple[Choice, ...]:
    """Return the sectors of roles that are held, spoken of or tied, those with most ties first."""
    sector_of = _sector_of(found)
    ends = [role for tie in found.ties for role in (tie.source, tie.target)]
    held = [role for person in found.respondents for role in (person.role, person.affiliation)]
    spoken = [role for quote in found.quotes for role in quote.roles]
    numbers = Counter(sector_of.get(role, "") for role in (*ends, *held, *spoken))
    known = ontology.scheme("sector")
    return tuple(
        Choice(sector, known[sector].label if sector in known else sector)
        for sector, _ in numbers.most_common()
        if sector
    )


def _of_sector(found: Records, sector: str) -> _Side:
    sector_of = _sector_of(found)
    people = {
        person.iri
        for person in found.respondents
        if sector in {sector_of.get(person.role, ""), sector_of.get(person.affiliation, "")}
    }
    quotes = [quote for quote in found.quotes if quote.respondent in people]
    roles = {role for role, of in sector_of.items() if of == sector}
    return _Side(
        themes=_themes(found, quotes),
        voices=_voices(found, people),
        spoken=_spoken(found, quotes),
        ties=_ties(found, roles, towards=True),
        about=_themes(found, (quote for quote in found.quotes if roles & {*quote.roles})),
    )


def _themes(found: Records, quotes: Iterable[QuoteAnswer]) -> dict[str, Thing]:
    said = Counter(theme for quote in quotes for theme in quote.themes)
    return {
        theme.iri: Thing(theme.label, said[theme.iri], "", theme.iri)
        for theme in found.themes
        if said[theme.iri]
    }


# ---------------------------------------------------------------- what both kinds of sides have


def _voices(found: Records, people: set[str]) -> dict[str, Thing]:
    held = Counter(
        role
        for person in found.respondents
        if person.iri in people
        for role in {person.role, person.affiliation} - {""}
    )
    return _roles(found, held)


def _spoken(found: Records, quotes: Iterable[QuoteAnswer]) -> dict[str, Thing]:
    return _roles(found, Counter(role for quote in quotes for role in set(quote.roles)))


def _roles(found: Records, numbers: Counter[str]) -> dict[str, Thing]:
    labels = {role.iri: role.label for role in found.roles}
    return {
        role: Thing(labels.get(role, role), number, "", role) for role, number in numbers.items()
    }


def _ties(found: Records, roles: set[str], *, towards: bool = False) -> dict[str, Thing]:
    """Return ties by their ends and type; ``towards`` leaves out the end that is of the side."""
    things: dict[str, Thing] = {}
    for tie in found.ties:
        if not {tie.source, tie.target} & roles:
            continue
        outward = tie.source in roles
        key = f"{tie.source} {tie.type} {tie.target}"
        label = f"{tie.source_label} {tie.type_label} {tie.target_label}"
        if towards:
            key = f"{tie.type} {tie.target}" if outward else f"{tie.source} {tie.type}"
            label = f"… {tie.type_label} {tie.target_label}" if outward else (
                f"{tie.source_label} {tie.type_label} …"
            )  # fmt: skip
        before = things.get(key)
        status = concept_label("tie-status", tie.status)
        notes = dict.fromkeys([*(before.note.split(", ") if before else []), status])
        number = (before.number if before else 0) + 1
        things[key] = Thing(label, number, ", ".join(notes), tie.iri)
    return things
