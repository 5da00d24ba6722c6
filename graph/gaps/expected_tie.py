r"""Expected ties: pairs of actors that themes and position would lead one to expect, without a tie.

A pair is a candidate if the study reports no tie of any status between the two, and neither is part
of the other. Two things speak for a tie, each against a null model that keeps how much is said of
each actor:

- themes: in how many themes both are spoken of, by mentions alone. The p is that of the stochastic
  degree sequence model (Neal 2014, *Soc. Networks* 39, 84-97).
- position: how many neighbours they share in the network of existing ties. Under the
  configuration model of maximal entropy (Squartini and Garlaschelli 2011, *New J. Phys.* 13,
  083001) a neighbour is shared with the product of two probabilities, so that the number is
  Poisson-binomial.

The two are independent where there is no structure, and are joined by Fisher's method,
:math:`-2 \sum \ln p \sim \chi^2_4`, which is conservative for numbers as small as these. q is over
all candidates of the study. Score, for the order alone: the index of Adamic and Adar (2003, *Soc.
Networks* 25, 211-230), :math:`\sum 1 / \ln k` over shared neighbours of degree k.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import log

import numpy as np
from numpy.typing import NDArray

from graph.errors import MeasureError
from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref, rounded
from graph.gaps.wording import number
from graph.network.matrices import Incidence
from graph.network.nulls import ALPHA, benjamini_hochberg, sdsm
from graph.network.nulls.maximum_entropy import one_mode
from graph.network.nulls.tails import poisson_binomial, upper_tail

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for a tie: what is shared, what chance would give, and its probability."""

    shared: tuple[str, ...]
    expected: float
    p: float


NOTHING = Evidence((), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair without a tie, and what speaks for one."""

    pair: Pair
    themes: Evidence
    position: Evidence
    p: float


def find(material: Material) -> Finding:
    """Return the pairs without a tie that are distinguishable from chance, or say that none is."""
    try:
        tested = sorted(candidates(material), key=lambda c: (c.p, c.pair))
    except MeasureError as error:
        return Finding(note=f"Expected ties can’t be tested: {error}.")
    if not tested:
        return Finding(note="No two actors without a tie could be compared.")
    q = benjamini_hochberg([candidate.p for candidate in tested])
    gaps = tuple(
        _gap(material, candidate, float(value))
        for candidate, value in zip(tested, q, strict=True)
        if value < ALPHA
    )
    return Finding(gaps, _note(material, tested, gaps), _figures(tested))


def candidates(material: Material) -> Iterator[Candidate]:
    """Yield every pair without a tie, with the p of what speaks for one.

    Raises ``MeasureError`` if the numbers of ties or mentions leave nothing to chance.
    """
    themes, position = by_themes(material), by_position(material)
    coded = {frozenset((tie.source, tie.target)) for tie in material.ties}
    for one, other in combinations(material.spoken_of, 2):
        if frozenset((one, other)) not in coded and not material.nested(one, other):
            both = themes.get((one, other), NOTHING), position.get((one, other), NOTHING)
            yield Candidate((one, other), *both, fisher(both[0].p, both[1].p))


def fisher(one: float, other: float) -> float:
    """Return the p of two independent p together (Fisher 1932): for two, it's P - P ln P.

    >>> round(fisher(0.05, 0.05), 4)
    0.0175
    """
    product = one * other
    return product - product * log(product) if product else 0.0


def by_themes(material: Material) -> Mapping[Pair, Evidence]:
    """Return what pairs of roles share in themes in which both are spoken of."""
    spoken = {(m.role, theme) for m in material.mentions for theme in material.themes_of(m)}
    roles = sorted({role for role, _ in spoken})
    themes = sorted({theme for _, theme in spoken})
    if not roles:
        return {}
    cells = [[(role, theme) in spoken for theme in themes] for role in roles]
    tests = sdsm(Incidence.of(np.array(cells, dtype=np.int64), roles, themes)).pairs
    return {
        (one, other): Evidence(
            tuple(t for t in themes if {(one, t), (other, t)} <= spoken), test.expected, test.p
        )
        for test in tests
        for one, other in [sorted((test.source, test.target))]
    }


def by_position(material: Material) -> Mapping[Pair, Evidence]:
    """Return what pairs of roles share in neighbours in the network of existing ties."""
    near = material.neighbours
    degrees = np.array([len(near[role]) for role in near], dtype=np.int64)
    if not len(degrees):
        return {}
    model = one_mode(degrees, degrees)
    sizes = np.bincount(model.row_class, minlength=len(model.classes))
    class_of = dict(zip(near, model.row_class.tolist(), strict=True))

    @cache
    def by_chance(kind: int, second: int) -> tuple[float, tuple[int, NDArray[np.float64]]]:
        chances = model.classes[kind] * model.classes[second]
        others = sizes - np.bincount((kind, second), minlength=len(sizes))  # less the two
        return float(chances @ others), poisson_binomial(chances, others)

    found = {}
    for one, other in combinations(near, 2):
        shared = sorted(near[one] & near[other])
        if shared:
            expected, tail = by_chance(*sorted((class_of[one], class_of[other])))
            p = float(upper_tail(tail, np.array([len(shared)]))[0])
            found[one, other] = Evidence(tuple(shared), expected, p)
    return found


def adamic_adar(material: Material, shared: Sequence[str]) -> float:
    """Return the index of Adamic and Adar of two roles that share these neighbours."""
    return rounded(sum(1 / log(len(material.neighbours[role])) for role in shared))


def _gap(material: Material, found: Candidate, q: float) -> Gap:
    one, other = found.pair
    themes, position = found.themes, found.position
    return Gap(
        id=f"expected-tie-{one}--{other}",
        kind="expected-tie",
        sentence=f"No tie is reported between {_names(material, found.pair)}, though both are "
        f"spoken of in {number(len(themes.shared), 'theme')} (by chance {themes.expected:.1f}) and "
        f"share {number(len(position.shared), 'neighbour')} (by chance {position.expected:.1f}): "
        "a candidate.",
        question=f"Do {_names(material, found.pair)} have anything to do with each other?",
        involves=(Ref("roles", one), Ref("roles", other)),
        evidence=tuple(Ref("ties", tie) for tie in _ties_to(material, found)),
        score=adamic_adar(material, position.shared),
        figures=(
            Figure("shared themes", len(themes.shared)),
            Figure("shared themes expected", rounded(themes.expected)),
            Figure("p of themes", rounded(themes.p)),
            Figure("shared neighbours", len(position.shared)),
            Figure("shared neighbours expected", rounded(position.expected)),
            Figure("p of position", rounded(position.p)),
        ),
        p=rounded(found.p),
        q=rounded(q),
    )


def _ties_to(material: Material, found: Candidate) -> Iterator[str]:
    """Yield the existing ties by which the two reach the neighbours that they share."""
    wanted = {frozenset((end, near)) for end in found.pair for near in found.position.shared}
    return (t.id for t in material.existing if frozenset((t.source, t.target)) in wanted)


def _note(material: Material, tested: Sequence[Candidate], gaps: Sequence[Gap]) -> str:
    if gaps:
        return ""
    nearest = tested[0]
    compared = number(len(tested), "pair")
    return (
        f"Of {compared} of actors without a reported tie, none is distinguishable from chance "
        f"(q < {ALPHA:g}). The smallest p is {nearest.p:.3g}, of {_names(material, nearest.pair)}."
    )


def _names(material: Material, pair: Pair) -> str:
    return " and ".join(f"“{material.role_label(role)}”" for role in pair)


def _figures(tested: Sequence[Candidate]) -> tuple[Figure, ...]:
    return Figure("pairs compared", len(tested)), Figure("smallest p", rounded(tested[0].p))


KIND = Kind(
    "expected-tie",
    "Pairs of actors without a tie of any status: shared themes against the stochastic degree "
    "sequence model, shared neighbours against the configuration model, both p joined by Fisher’s "
    "method and corrected by Benjamini and Hochberg; a gap where q < “alpha”.",
    find,
    {"alpha": ALPHA},
)
