"""The page on which somebody decides on what a program suggested."""

from markupsafe import Markup

from graph.model import Study
from graph.review.suggestions import TABLES, pending
from viz.rendering import script_json, template
from viz.urls import EXPLORER, PROOF, REVIEW_API, REVIEW_SCRIPT, STYLES


def review_page(study: Study, folder: str, by: str, token: str) -> str:
    """Return the HTML page; ``token`` is what requests that change the study must carry."""
    rules = sorted({found.rule for found in pending(study)} - {""})
    data = {"api": REVIEW_API, "explorer": EXPLORER, "header": PROOF, "token": token}
    return template("review.html").render(
        title=study.info.title,
        folder=folder,
        by=by,
        tables=TABLES,
        rules=rules,
        data=Markup(script_json(data)),  # noqa: S704 -- escaped by script_json
        script=REVIEW_SCRIPT,
        styles=STYLES,
    )
