"""Agreement between coders: how far they gave the same codes to the same words.

``tracks`` says what is compared, ``tally`` counts it, ``measures`` makes figures of the counts, and
``report`` asks all three of a study.
"""

from graph.agreement.report import Report, Row, agreement
from graph.agreement.tracks import Unit, Wanted

__all__ = ["Report", "Row", "Unit", "Wanted", "agreement"]
