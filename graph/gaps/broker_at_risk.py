"""Brokers at risk: one actor alone holds two sectors together.

Between two sectors, every tie that is reported to exist has this actor at one end, there are at
least two such ties, and the actor's own sector has others who could have one. Roles above or below
the actor are the same actor: an authority isn't the broker of its own officers. If this one falls
silent, no reported tie is left between the two sectors (a cut vertex of the network between them;
as a brokerage role the liaison and the gatekeeper of Gould and Fernandez (1989), *Sociol.
Methodol.* 19, 89-126). Score: how many pairs of actors would lose their tie.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from graph.gaps.material import Material
from graph.gaps.records import Figure, Finding, Gap, Kind, Ref
from graph.gaps.wording import evidence_of, number, once, sector_label

FEWEST = 2
"""One tie between two sectors is held by both its ends; from two on, one actor can hold all."""

Pair = tuple[str, str]


def find(material: Material) -> Finding:
    """Return the actors that alone tie two sectors."""
    unplaced = [role for role in material.neighbours if not material.sector(role)]
    return Finding(tuple(_gaps(material)), _left_out(len(unplaced)))


def _left_out(actors: int) -> str:
    if not actors:
        return ""
    return f"{number(actors, 'actor')} without a sector {'is' if actors == 1 else 'are'} left out."


def _gaps(material: Material) -> Iterator[Gap]:
    members: dict[str, list[str]] = defaultdict(list)
    for role in material.neighbours:
        members[material.sector(role)].append(role)
    for sectors, pairs in sorted(_between_sectors(material).items()):
        for role in sorted(set(pairs[0]).intersection(*pairs[1:])):
            others = [r for r in members[material.sector(role)] if not material.nested(r, role)]
            if len(pairs) >= FEWEST and others:
                yield _gap(material, role, sectors, pairs, len(others))


def _between_sectors(material: Material) -> Mapping[Pair, list[Pair]]:
    """Return the pairs of tied roles between each two sectors."""
    found: dict[Pair, list[Pair]] = defaultdict(list)
    for pair in material.pairs:
        first, second = sorted(map(material.sector, pair))
        if first and first != second:
            found[first, second].append(pair)
    return found


def _gap(material: Material, role: str, sectors: Pair, pairs: Sequence[Pair], others: int) -> Gap:
    own = material.sector(role)
    (far,) = set(sectors) - {own}
    ties = [t for t in material.existing if tuple(sorted((t.source, t.target))) in set(pairs)]
    ends = sorted({end for pair in pairs for end in pair} - {role})
    label = material.role_label(role)
    return Gap(
        id=f"broker-at-risk-{role}-{far}",
        kind="broker-at-risk",
        sentence=f"Every tie that is reported to exist between the {sector_label(own)} and the "
        f"{sector_label(far)} sector, {number(len(ties), 'tie')} between "
        f"{number(len(pairs), 'pair')} of actors, has “{label}” at one end, though the "
        f"{sector_label(own)} sector has "
        f"{number(others, 'other actor')} with ties.",
        question=f"Who else ties the {sector_label(own)} to the {sector_label(far)} sector, "
        f"beside “{label}”?",
        involves=(Ref("roles", role), *(Ref("roles", end) for end in ends)),
        evidence=(
            *(Ref("ties", tie.id) for tie in ties),
            *once(ref for tie in ties for ref in evidence_of(tie)),
        ),
        score=len(pairs),
        figures=(
            Figure("ties", len(ties)),
            Figure("pairs", len(pairs)),
            Figure("other actors of its sector", others),
        ),
    )


KIND = Kind(
    "broker-at-risk",
    "Between each two sectors, the actor at an end of every tie that is coded to exist, if there "
    "are at least “fewest” tied pairs and its sector has other actors, not part of it, with ties.",
    find,
    {"fewest": FEWEST},
)
