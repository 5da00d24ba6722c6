"""Competency questions on the command line: found by number, asked with parameters."""

from collections.abc import Mapping, Sequence

from graph.answers import StudyName, ask, query_text
from graph.errors import InputError, NotFoundError, nearest
from graph.stores.embedded import Row, Snapshot
from ontology.questions import Question, questions


def find_question(number: int) -> Question:
    """Return the question with this number. Raises ``NotFoundError`` if there is none."""
    known = questions()
    if number not in known:
        raise NotFoundError(
            f"--question {number}: there is no such question; they go from 1 to {max(known)}: "
            "themegraph questions"
        )
    return known[number]


def bindings(question: Question, given: Sequence[str]) -> Mapping[str, str]:
    """Return the values of parameters, each given as ``name=value``.

    Raises ``InputError`` if one isn't in that form, has no value, is given twice, or isn't a
    parameter of the question.
    """
    known = [parameter.name for parameter in question.parameters]
    bound: dict[str, str] = {}
    for text in given:
        name, _, value = text.partition("=")
        if not value:
            raise InputError(f"--param {text!r}: write name=value")
        if name not in known:
            there = nearest(name, known)
            raise InputError(
                f"--param {name}: question {question.number} has no such parameter; {there}"
            )
        if name in bound:
            raise InputError(f"--param {name}: is given twice; give it once")
        bound[name] = value
    return bound


def check_values(snapshot: Snapshot, question: Question, bound: Mapping[str, str]) -> None:
    """Raise ``InputError`` if a value can't be one of its parameter's.

    A value stands for something in the store, by id, notation or IRI, or is a number or words as
    the parameter's example is.
    """
    examples = {parameter.name: parameter.example for parameter in question.parameters}
    for name, value in bound.items():
        if examples[name].isdigit() and not value.isdecimal():
            raise InputError(f"--param {name}={value}: isn't a whole number; try {examples[name]}")
        if name.endswith("Id") and not _names_something(snapshot, value):
            known = [row["name"] for row in snapshot.solutions(query_text("names"))]
            there = nearest(value, known)
            raise InputError(f"--param {name}={value}: nothing in the store is named so; {there}")


def _names_something(snapshot: Snapshot, value: str) -> bool:
    return bool(snapshot.solutions(query_text("named"), {"value": value}))


def answer(snapshot: Snapshot, question: Question, bound: Mapping[str, str]) -> list[Row]:
    """Return the question's rows, without the columns that its parameters have."""
    rows = snapshot.solutions(question.text, bound)
    return [{column: row.get(column, "") for column in question.columns} for row in rows]


def why_none(snapshot: Snapshot, question: Question) -> str:
    """Return why a question has no rows, if it's for lack of a study to compare with, or ``""``."""
    if question.compares_studies and len(ask(snapshot, StudyName)) < len(question.studies):
        return "This question compares studies, and the store has only one."
    return ""
