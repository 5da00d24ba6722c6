"""What if: which gaps some ties would close, open or change, and whose position they would change.

The ties are imagined, not reported: nothing is stored, and the answer holds for the network as it's
coded. A tie that the study reports as missing or wanted, between the same roles and of the same
type, counts as made.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count

import ontology
from graph.errors import InputError, nearest
from graph.gaps import find_gaps
from graph.gaps.material import Material
from graph.gaps.records import Gap
from graph.gaps.wording import tie_words
from graph.measures import measure
from graph.model import EXISTING, Study, Tie

IMAGINED = "imagined"
"""The id of the first tie that is added; the next have a number behind it."""
MOST = 20
"""How many ties can be imagined at once."""

_TIE = re.compile(r"(?P<source>.+?)\s*(?P<arrow><->|->)\s*(?P<target>.+?)\s*:\s*(?P<type>[^:]+)")
_OF_SPEECH = frozenset({"unheard-actor", "voice-imbalance"})
"""The kinds of gaps that an imagined tie says nothing of, as nobody has spoken of it."""
_FORM = "a tie is written “NHS -> VCS: collaborates with”, or with <-> if it goes both ways"


@dataclass(frozen=True, slots=True)
class Shift:
    """A number about a role, as it is and as it would be; ``None`` where there is none."""

    role: str
    role_label: str
    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Imagined:
    """A tie that is thought to be there, and its words."""

    tie: Tie
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """A gap that stays and would say or count something else."""

    before: Gap
    after: Gap


@dataclass(frozen=True, slots=True)
class Consequences:
    """What ties would change: gaps that close, open or say something else; numbers that move."""

    ties: tuple[Imagined, ...]
    closed: tuple[Gap, ...]
    opened: tuple[Gap, ...]
    changed: tuple[Change, ...]
    shifts: tuple[Shift, ...]


def what_if(study: Study, ties: Sequence[Tie], elsewhere: Sequence[Gap] = ()) -> Consequences:
    """Return what would follow from these ties, all together, in a checked study.

    ``elsewhere`` are the ties that other studies report between two roles and this one lacks, which
    any tie between the two closes.
    """
    made = replace(study, ties=(*_unfulfilled(study, ties), *ties))
    before, after = (
        {gap.id: gap for gap in find_gaps(one) if gap.kind not in _OF_SPEECH}
        for one in (study, made)
    )
    material = Material(made)
    return Consequences(
        tuple(Imagined(tie, tie_words(material, tie)) for tie in ties),
        (
            *(gap for gap_id, gap in before.items() if gap_id not in after),
            *(gap for gap in elsewhere if any(_is_between(tie, gap) for tie in ties)),
        ),
        tuple(gap for gap_id, gap in after.items() if gap_id not in before),
        tuple(
            Change(gap, after[gap_id])
            for gap_id, gap in before.items()
            if gap_id in after and gap != after[gap_id]
        ),
        tuple(_shifts(study, made)),
    )


def _is_between(tie: Tie, gap: Gap) -> bool:
    return {tie.source, tie.target} == {ref.id for ref in gap.involves}


def parse_ties(words: Sequence[str], study: Study) -> tuple[Tie, ...]:
    """Return the ties that words such as “NHS -> VCS: collaborates with” say, one in each string.

    Roles are found by their id, label or an alternative label, types by their notation, label or
    the label from the other end (“is informed by”), in any case of letters. A type that goes both
    ways by its nature is mutual. Raises ``InputError`` if the words say no tie, or are too many.
    """
    if not 1 <= len(words) <= MOST:
        raise InputError(f"{len(words)} ties are given; give 1 to {MOST}: {_FORM}")
    ids = _free_ids(study)
    return tuple(_parsed(text, study, next(ids)) for text in words)


def _parsed(words: str, study: Study, tie_id: str) -> Tie:
    found = _TIE.fullmatch(words.strip())
    if not found:
        raise InputError(f"{words[:100]!r} says no tie; {_FORM}")
    roles = _role_names(study)
    source, target = (_named(found[end], roles, "role") for end in ("source", "target"))
    if source == target:
        raise InputError(f"{words[:100]!r} ties “{source}” to itself; name two roles")
    given = _named(found["type"], _type_names(), "type of tie")
    kind, turned = given.removeprefix("^"), given.startswith("^")
    mutual = found["arrow"] == "<->" or ontology.scheme("tie-type")[kind].symmetric
    ends = (target, source) if turned else (source, target)
    return Tie(tie_id, *ends, kind, "established", "mutual" if mutual else "one-way", "respondent")


def _unfulfilled(study: Study, made: Sequence[Tie]) -> Iterator[Tie]:
    """Yield the study's ties without those, missing or wanted, that are now made."""
    for tie in study.ties:
        if tie.status in EXISTING or not any(_fulfils(one, tie) for one in made):
            yield tie


def _fulfils(made: Tie, tie: Tie) -> bool:
    ends = {(tie.source, tie.target)}
    if made.direction == "mutual":
        ends.add((tie.target, tie.source))
    one_way_only = made.direction == "one-way" and tie.direction == "mutual"
    return (made.source, made.target) in ends and tie.type == made.type and not one_way_only


def _shifts(study: Study, changed: Study) -> Iterator[Shift]:
    material = Material(study)
    before = {(m.role, m.name): m.value for m in measure(study).measures}
    after = {(m.role, m.name): m.value for m in measure(changed).measures}
    for role, name in sorted({*before, *after}):
        was, is_now = before.get((role, name)), after.get((role, name))
        if was != is_now:
            yield Shift(role, material.role_label(role), name, was, is_now)


# ---------------------------------------------------------------- names


def _named(words: str, known: Mapping[str, set[str]], what: str) -> str:
    meant = known.get(_key(words), set())
    if len(meant) == 1:
        return min(meant)
    if meant:
        raise InputError(f"“{words}” names several: {', '.join(sorted(meant))}; give the id of one")
    raise InputError(f"“{words[:100]}” is no {what}; {nearest(_key(words), sorted(known))}")


def _key(words: str) -> str:
    return " ".join(words.casefold().split())


def _role_names(study: Study) -> Mapping[str, set[str]]:
    """Return the ids of roles by what they're called; an id means that role alone."""
    shared = ontology.scheme("role").values()
    own = {role.id: (role.label, *role.alternatives) for role in study.roles}
    called = own | {role.notation: (role.label, *role.alternatives) for role in shared}
    return _by_name(called)


def _type_names() -> Mapping[str, set[str]]:
    """Return types of ties by what they're called; with “^” if from the other end."""
    types = ontology.scheme("tie-type").values()
    names = _by_name({kind.notation: (kind.label,) for kind in types})
    turned = {_key(k.inverse): {f"^{k.notation}"} for k in types if not k.symmetric}
    return {**turned, **names}


def _by_name(called: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for one, labels in called.items():
        for label in labels:
            names.setdefault(_key(label), set()).add(one)
    return names | {_key(one): {one} for one in called}


def _free_ids(study: Study) -> Iterator[str]:
    """Yield ids that no tie of the study has."""
    taken = {tie.id for tie in study.ties}
    candidates = chain((IMAGINED,), (f"{IMAGINED}-{number}" for number in count(2)))
    return (candidate for candidate in candidates if candidate not in taken)
