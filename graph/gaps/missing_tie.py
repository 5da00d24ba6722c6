"""Missing ties: ties that a respondent or the authors report not to exist."""

from graph.gaps.material import Material
from graph.gaps.records import Finding, Kind
from graph.gaps.reported_tie import ties_with_status


def find(material: Material) -> Finding:
    """Return the ties that are coded as missing."""
    return ties_with_status(material, "missing", "What would it take for this to be so: {tie}?")


KIND = Kind("missing-tie", "Ties with the status “missing”.", find)
