"""The page on which anyone asks the store in SPARQL, with the competency questions as examples."""

from collections.abc import Collection
from dataclasses import asdict

from markupsafe import Markup

import ontology
from graph.answers import StudyName
from ontology.questions import Question
from viz.rendering import script_json, template
from viz.urls import DESCRIBE, QUERY, QUERY_SCRIPT, SPARQL, STYLES, question_url, term_pages


def query_page(
    questions: Collection[Question], studies: Collection[StudyName], chosen: Question | None = None
) -> str:
    """Return the HTML page, with the chosen question's query ready to run.

    ``studies`` are those in the store: IRIs that begin with theirs are linked in results.
    """
    data = {
        "endpoint": SPARQL,
        "page": QUERY,
        "describe": DESCRIBE,
        "studies": [study.iri for study in studies],
        "terms": term_pages(),
        "questions": [
            {
                "number": question.number,
                "note": question.note,
                "text": question.text,
                "url": question_url(question.number),
                "compares": question.compares_studies,
                "parameters": [asdict(parameter) for parameter in question.parameters],
            }
            for question in questions
        ],
    }
    return template("query.html").render(
        questions=questions,
        chosen=chosen,
        prefixes=sorted(ontology.PREFIXES.items()),
        data=Markup(script_json(data)),  # noqa: S704 -- escaped by script_json
        endpoint=SPARQL,
        script=QUERY_SCRIPT,
        styles=STYLES,
    )
