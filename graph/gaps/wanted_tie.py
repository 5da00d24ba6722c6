"""Wanted ties: ties that a respondent or the authors say should exist or be stronger."""

from graph.gaps.material import Material
from graph.gaps.records import Finding, Kind
from graph.gaps.reported_tie import ties_with_status


def find(material: Material) -> Finding:
    """Return the ties that are coded as wanted."""
    return ties_with_status(
        material, "wanted", "Who could begin, and what stands in the way: {tie}?"
    )


KIND = Kind("wanted-tie", "Ties with the status “wanted”.", find)
