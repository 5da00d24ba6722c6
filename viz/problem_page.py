"""The page that says what went wrong."""

from viz.rendering import template
from viz.urls import STYLES


def problem_page(title: str, problem: str) -> str:
    """Return the HTML page with a title such as "Not Found" and what was wrong."""
    return template("problem.html").render(title=title, problem=problem, styles=STYLES)
