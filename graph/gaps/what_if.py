"""What if: which gaps ties would close, open or change, and whose position they would change.

A tie is imagined, not reported: nothing is stored, and the answer holds for the network as it's
coded. A tie that the study reports as missing or wanted, between the same roles and of the same
type, counts as made.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import ontology
from graph.errors import InputError, nearest
from graph.gaps import find_gaps
from graph.gaps.material import Material
from graph.gaps.records import Gap
from graph.gaps.wording import listed, tie_words
from graph.measures import measure
from graph.model import EXISTING, Study, Tie

IMAGINED = "imagined"
"""The id of the tie that is added; with a number behind it, if the study has that id."""

MOST_TIES = 20
"""More ties than this aren't imagined at once."""

_TIE = re.compile(r"(?P<source>.+?)\s*(?P<arrow><->|->)\s*(?P<target>.+?)\s*:\s*(?P<type>[^:]+)")
_OF_SPEECH = "unheard-actor"
"""The kind of gap that an imagined tie can't open or change, as nobody has spoken of it."""
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
class Change:
    """A gap that stays, with other numbers: as it is and as it would be."""

    before: Gap
    after: Gap


@dataclass(frozen=True, slots=True)
class Consequences:
    """What ties would change: gaps that close, open or change, and numbers of roles that move.

    ``tie_words`` are the ties in words; ``also`` are those beside ``tie``, if there are several.
    """

    tie: Tie
    tie_words: str
    closed: tuple[Gap, ...]
    opened: tuple[Gap, ...]
    shifts: tuple[Shift, ...]
    changed: tuple[Change, ...] = ()
    also: tuple[Tie, ...] = ()


def what_if(study: Study, tie: Tie, *also: Tie) -> Consequences:
    """Return what would follow from a tie, or from several together, in a checked study."""
    made = (tie, *also)
    imagined = study
    for each in made:
        imagined = replace(imagined, ties=(*_unfulfilled(imagined, each), each))
    before = {gap.id: gap for gap in find_gaps(study)}
    after = {gap.id: gap for gap in find_gaps(imagined)}
    material = Material(imagined)
    return Consequences(
        tie,
        listed([tie_words(material, each) for each in made]),
        tuple(gap for gap_id, gap in before.items() if gap_id not in after),
        tuple(
            gap for gap_id, gap in after.items() if gap_id not in before and gap.kind != _OF_SPEECH
        ),
        tuple(_shifts(study, imagined)),
        tuple(
            Change(gap, after[gap_id])
            for gap_id, gap in before.items()
            if gap_id in after
            and gap.kind != _OF_SPEECH
            and _numbers(gap) != _numbers(after[gap_id])
        ),
        also,
    )


def _numbers(gap: Gap) -> tuple[object, ...]:
    return gap.score, gap.figures, gap.p, gap.q


def parse_ties(each: Iterable[str], study: Study) -> tuple[Tie, ...]:
    """Return the ties that words say, one text for each, as ``parse_tie`` reads them.

    Raises ``InputError`` if there is none, or more than ``MOST_TIES``.
    """
    texts = tuple(each)
    if not 1 <= len(texts) <= MOST_TIES:
        raise InputError(f"{len(texts)} ties are given; name 1 to {MOST_TIES}: {_FORM}")
    found: tuple[Tie, ...] = ()
    for words in texts:
        found = (*found, parse_tie(words, replace(study, ties=(*study.ties, *found))))
    return found


def parse_tie(words: str, study: Study) -> Tie:
    """Return the tie that words such as “NHS -> VCS: collaborates with” say.

    Roles are found by their id, label or an alternative label, types by their notation, label or
    the label from the other end (“is informed by”), in any case of letters. A type that goes both
    ways by its nature is mutual. Raises ``InputError`` if the words say no tie.
    """
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
    return Tie(
        _free_id(study), *ends, kind, "established", "mutual" if mutual else "one-way", "respondent"
    )


def _unfulfilled(study: Study, made: Tie) -> Iterator[Tie]:
    """Yield the study's ties without those, missing or wanted, that are now made."""
    for tie in study.ties:
        ends = {(tie.source, tie.target)}
        if made.direction == "mutual":
            ends.add((tie.target, tie.source))
        one_way_only = made.direction == "one-way" and tie.direction == "mutual"
        made_now = (made.source, made.target) in ends and tie.type == made.type and not one_way_only
        if tie.status in EXISTING or not made_now:
            yield tie


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


def _free_id(study: Study) -> str:
    taken = {tie.id for tie in study.ties}
    candidates = (IMAGINED, *(f"{IMAGINED}-{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in candidates if candidate not in taken)
