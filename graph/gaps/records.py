"""What a search for gaps returns: gaps with their numbers, and what was looked for in vain."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from graph.gaps.material import Material


@dataclass(frozen=True, slots=True)
class Ref:
    """A record that a gap involves or rests on: its table, and its id or role.

    ``study`` is the IRI of the study that holds it, empty for the study with the gap.
    """

    table: str
    id: str
    study: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name, such as how many ties concern a role."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the network lacks, as far as the study shows.

    ``kind`` is a notation of the gap-kind scheme, whose scope note says what ``score`` measures;
    it ranks gaps of one kind. ``question`` is one to ask next. ``figures`` are the numbers behind
    the gap. ``p`` is the probability of numbers at least as extreme by chance alone, ``q`` the same
    after Benjamini and Hochberg; both ``None`` where the gap is stated or counted and not tested.
    """

    id: str
    kind: str
    sentence: str
    question: str
    involves: tuple[Ref, ...]
    evidence: tuple[Ref, ...]
    score: float
    figures: tuple[Figure, ...] = ()
    p: float | None = None
    q: float | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """The gaps of one kind; ``note`` says what the search can't say, or looked for in vain.

    ``figures`` are the numbers behind the note, such as the smallest p.
    """

    gaps: tuple[Gap, ...] = ()
    note: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of gap: how it's looked for, in words and as a function, and its parameters.

    ``notation`` is its name in the gap-kind scheme and the name of its query in
    ``graph/queries/gaps/``.
    """

    notation: str
    method: str
    find: Callable[[Material], Finding]
    parameters: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Search:
    """What became of looking for one kind of gap."""

    kind: Kind
    finding: Finding


def rounded(number: float) -> float:
    """Return a number to six digits, so that machines that differ in the last ones agree."""
    return float(f"{number:.6g}")
