"""Ghost edges: ties and bridges that aren't there, drawn where a computed gap says they might be.

Only what the gaps claim is drawn, never more than can be looked at; the reported ties that are
missing or wanted are drawn as ties already.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from viz.details import Detail, plain
from viz.gap_cards import Gap
from viz.marks import Attributes
from viz.palette import EDGES

MOST: Final = 20
"""Ghosts that are drawn at once: more would hide the ties, and nobody reads them."""

KINDS: Final = ("expected-tie", "structural-hole", "tie-elsewhere")
"""The gaps that name two ends with nothing between them, the ones with a null model first."""

_STYLE = "gap"
_BEND = 0.28
"""Ghosts are bent, so that they lie on no other edge between the same two."""


def ghosts(gaps: Sequence[Gap], everything: dict[str, Detail]) -> Iterator[Attributes]:
    """Yield the ghost edges of the first gaps by rank, and add to the details what they say.

    ``gaps`` stand in the order of their rank within each kind. A ghost's text is its reason, its
    facts the numbers behind it, such as what the null model expects.
    """
    ranked = sorted(
        (gap for gap in gaps if gap["kind"] in KINDS and len(gap["involves"]) == _ENDS),
        key=lambda gap: KINDS.index(gap["kind"]),
    )
    for gap in ranked[:MOST]:
        one, other = gap["involves"]
        if not {"theme", "role"} >= {everything[one]["kind"], everything[other]["kind"]}:
            continue
        edge = f"ghost|{gap['id']}"
        everything[edge] = _detail(gap, everything[one], everything[other])
        yield _edge(edge, gap, everything[edge]["label"])


_ENDS = 2


def _edge(edge: str, gap: Gap, name: str) -> Attributes:
    look = EDGES[_STYLE]
    one, other = gap["involves"]
    return {
        "id": edge,
        "from": one,
        "to": other,
        "kind": "gap",
        "style": _STYLE,
        "layer": _STYLE,
        "type": "",
        "label": f"{look.symbol} {gap['label']}",
        "symbol": look.symbol,
        "name": name,
        "arrows": {"to": {"enabled": False}},
        "dashes": list(look.dashes),
        "width": look.width,
        "color": {"color": look.light, "highlight": look.light, "hover": look.light},
        "smooth": {"enabled": True, "type": "curvedCW", "roundness": _BEND},
    }


def _detail(gap: Gap, one: Detail, other: Detail) -> Detail:
    return plain(
        "gap",
        f"{gap['label']}: {one['label']} – {other['label']}",
        gap["sentence"],
        note="Not coded: a gap that was computed.",
        facts=[_fact(number) for number in gap["numbers"]],
        related={"gaps": [gap["id"]], "ends": gap["involves"]},
        valences=one["valences"] + other["valences"],
        roles=one["roles"] + other["roles"],
    )


def _fact(number: str) -> tuple[str, str]:
    name, _, value = number.partition(": ")
    return name, value
