"""What if, for the page: what imagined ties would change, with the gaps that the page knows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import ontology
from graph.answers import find_study
from graph.gaps import Gap
from graph.gaps.what_if import Change, Shift
from graph.gaps.wording import listed
from graph.imagining import imagine
from graph.rdf.iris import StudyIris
from graph.stores.embedded import Snapshot
from viz.gap_report import shown


@dataclass(frozen=True, slots=True)
class ImaginedGap:
    """A gap that ties would close, open or change.

    ``id`` is its IRI if the store has it, otherwise ``""``; ``numbers`` say what changes.
    """

    id: str
    kind: str
    sentence: str
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A number about a role, before and after; ``falls`` is how much it falls, 0 if it doesn't."""

    role: str
    name: str
    before: str
    after: str
    falls: float


@dataclass(frozen=True, slots=True)
class Imagined:
    """What ties would change; nothing of it is stored."""

    words: str
    closed: tuple[ImaginedGap, ...]
    opened: tuple[ImaginedGap, ...]
    changed: tuple[ImaginedGap, ...]
    moved: tuple[Moved, ...]


def imagined(snapshot: Snapshot, study: str, ties: Sequence[str]) -> Imagined:
    """Return what ties, in words such as “nhs -> vcs: informs”, would change in a study.

    Raises ``NotFoundError`` for an unknown study, ``InputError`` for words that say no tie.
    """
    iris = StudyIris(find_study(snapshot, study).iri)
    found = imagine(snapshot, iris.study, ties)
    shifts = sorted(found.shifts, key=lambda s: (s.name != "constraint", s.name, -_fall(s)))
    return Imagined(
        words=listed([each.words for each in found.ties]),
        closed=tuple(_gap(gap, iris) for gap in found.closed),
        opened=tuple(_gap(gap) for gap in found.opened),
        changed=tuple(_changed(change, iris) for change in found.changed),
        moved=tuple(_moved(shift) for shift in shifts),
    )


def _gap(gap: Gap, iris: StudyIris | None = None, numbers: Iterable[str] = ()) -> ImaginedGap:
    concept = ontology.scheme("gap-kind").get(gap.kind)
    return ImaginedGap(
        id=iris.record("gaps", gap.id) if iris else "",
        kind=concept.label if concept else gap.kind,
        sentence=gap.sentence,
        numbers=tuple(numbers),
    )


def _changed(change: Change, iris: StudyIris) -> ImaginedGap:
    return _gap(change.after, iris, differences(change))


def differences(change: Change) -> Iterator[str]:
    """Yield the numbers of a gap that would not be what they are: “tied pairs: 5 → 6”."""
    before, after = _numbers(change.before), _numbers(change.after)
    for name in {**before, **after}:
        if before.get(name) != after.get(name):
            yield f"{name}: {or_none(before.get(name))} → {or_none(after.get(name))}"


def _numbers(gap: Gap) -> Mapping[str, float | None]:
    figures = {figure.name: figure.value for figure in gap.figures}
    return {"score": gap.score, "p": gap.p, "q": gap.q} | figures


def _moved(shift: Shift) -> Moved:
    return Moved(
        role=shift.role_label,
        name=shift.name,
        before=or_none(shift.before),
        after=or_none(shift.after),
        falls=max(_fall(shift), 0),
    )


def _fall(shift: Shift) -> float:
    return (shift.before or 0) - (shift.after or 0)


def or_none(value: float | None) -> str:
    """Return a number as it's shown, or “none”."""
    return "none" if value is None else shown(value)
