"""Strained ties: ties that are reported to exist and to cause difficulty."""

from graph.gaps.material import Material
from graph.gaps.records import Finding, Kind
from graph.gaps.reported_tie import ties_with_status


def find(material: Material) -> Finding:
    """Return the ties that are coded as strained."""
    return ties_with_status(
        material, "strained", "What would ease this, in the eyes of both: {tie}?"
    )


KIND = Kind("strained-tie", "Ties with the status “strained”.", find)
