"""The report on gaps as one page: made for print, and to be handed over."""

from viz.gap_report import CAUTION, P_NOTE, Report
from viz.rendering import template


def gap_page(report: Report) -> str:
    """Return the report as HTML that asks for nothing from elsewhere and runs no script."""
    page = template("gaps.html")
    return page.render(report=report, caution=CAUTION, p_note=P_NOTE)
