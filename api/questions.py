"""Competency questions on the command line: found by number, asked with parameters."""

from collections.abc import Mapping, Sequence

from graph.errors import InputError, NotFoundError, nearest
from graph.store import Row, Snapshot
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


def answer(snapshot: Snapshot, question: Question, bound: Mapping[str, str]) -> list[Row]:
    """Return the question's rows, without the columns that its parameters have."""
    rows = snapshot.solutions(question.text, bound)
    return [{column: row.get(column, "") for column in question.columns} for row in rows]
