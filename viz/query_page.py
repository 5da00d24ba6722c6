"""The page on which anyone asks the store in SPARQL, with the competency questions as examples.

The explorer's Query view is made of the same modules, from the same data.
"""

from collections.abc import Collection
from dataclasses import asdict
from functools import cache
from typing import Any

from markupsafe import Markup
from rdflib import OWL, RDF, RDFS

import ontology
from graph.answers import StudyName
from ontology.questions import Question
from viz.rendering import script_json, template
from viz.urls import DESCRIBE, QUERY, QUERY_SCRIPT, SPARQL, STYLES, question_url, term_pages
from viz.words import label, short


def query_page(
    questions: Collection[Question], studies: Collection[StudyName], chosen: Question | None = None
) -> str:
    """Return the HTML page, with the chosen question's query ready to run.

    ``studies`` are those in the store: IRIs that begin with theirs are linked in results.
    """
    return template("query.html").render(
        questions=questions,
        chosen=chosen,
        prefixes=sorted(ontology.PREFIXES.items()),
        data=Markup(script_json(query_data(questions, studies))),  # noqa: S704 -- escaped
        endpoint=SPARQL,
        script=QUERY_SCRIPT,
        styles=STYLES,
    )


def query_data(questions: Collection[Question], studies: Collection[StudyName]) -> dict[str, Any]:
    """Return what the editor needs: the questions, where IRIs have pages, what can be completed."""
    return {
        "endpoint": SPARQL,
        "page": QUERY,
        "describe": DESCRIBE,
        "studies": [study.iri for study in studies],
        "terms": term_pages(),
        "prefixes": ontology.PREFIXES,
        "completions": completions(),
        "questions": [
            {
                "number": question.number,
                "question": question.question,
                "note": question.note,
                "text": question.text,
                "url": question_url(question.number),
                "compares": question.compares_studies,
                "parameters": [asdict(parameter) for parameter in question.parameters],
            }
            for question in questions
        ],
    }


@cache
def completions() -> list[tuple[str, str]]:
    """Return the terms of the ontology and the concepts of its schemes, each with its label."""
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDFS.Class, RDF.Property)
    graph = ontology.graph()
    terms = {str(term) for kind in kinds for term in graph.subjects(RDF.type, kind)}
    named = {short(iri): label(iri) for iri in terms if iri.startswith(str(ontology.TG))}
    for scheme in ontology.SCHEMES:
        concepts = ontology.scheme(scheme).values()
        named |= {f"{scheme}:{concept.notation}": concept.label for concept in concepts}
    return sorted(named.items())
