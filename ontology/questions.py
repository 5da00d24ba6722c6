"""Competency questions: what analysts ask of a study, each as one SPARQL query in ``queries/``.

A file ``NN-short-name.rq`` begins with comments in a fixed form, one line each::

    # Question 7: Which theme rests on a single method of data collection?
    # Note: Only themes with words of their own are looked at.
    # Studies: changing-the-culture
    # Parameter: themeId = barriers -- a theme with all below it, by id or IRI
    # Terms: tg:Theme tg:voicedBy

``Studies`` names the bundled studies on which the expected rows in ``NN-short-name.csv`` stand.
``Note`` and ``Parameter`` may be missing; there may be several parameters. A parameter is a
variable to which the query's user may bind a plain literal; unbound, it means any.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

FOLDER = files("ontology") / "queries"

_NAME = re.compile(r"(\d\d)-([a-z0-9-]+)\.rq")
_HEADER = re.compile(r"# (Question (?P<number>\d+)|Note|Studies|Parameter|Terms): (?P<rest>.+)")
_PARAMETER = re.compile(r"(?P<name>\w+) = (?P<example>.+?) -- (?P<meaning>.+)")
_SELECT = re.compile(r"^SELECT (?:DISTINCT )?(.*?)^WHERE", re.MULTILINE | re.DOTALL)
_COLUMN = re.compile(r"\(.*? AS \?(\w+)\)|\?(\w+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that may be bound to a plain literal, with a value to try."""

    name: str
    example: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """A numbered question in plain English, and the query that answers it.

    ``name`` is the file's short name, ``note`` what the answer doesn't say (or ``""``), ``studies``
    the ids of the studies behind the expected rows, ``terms`` the ``tg:`` terms that ``text``, the
    whole file, uses.
    """

    number: int
    name: str
    question: str
    note: str
    studies: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    terms: tuple[str, ...]
    text: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The answer's columns: what the query selects, but for the parameters."""
        select = _SELECT.search(self.text)
        found = _COLUMN.findall(select[1]) if select else []
        parameters = {parameter.name for parameter in self.parameters}
        return tuple(a or b for a, b in found if (a or b) not in parameters)

    @property
    def compares_studies(self) -> bool:
        """Whether the question is about several studies, so that none can be chosen."""
        return all(parameter.name != "studyId" for parameter in self.parameters)

    @property
    def file(self) -> str:
        """The query's file name."""
        return f"{self.number:02}-{self.name}.rq"

    @property
    def rows_file(self) -> str:
        """The file name of the expected rows."""
        return f"{self.number:02}-{self.name}.csv"


class HeaderError(ValueError):
    """A question's file isn't in the form that this module's docstring gives."""


@cache
def questions() -> Mapping[int, Question]:
    """Return every question by its number, in order.

    Raises ``HeaderError`` if a file isn't in the form, or two have one number.
    """
    found = [parse(file.name, file.read_text("utf-8")) for file in _query_files()]
    numbered = {question.number: question for question in found}
    if len(numbered) != len(found):
        raise HeaderError("two questions have the same number")
    return numbered


def parse(file: str, text: str) -> Question:
    """Return the question in a file, from its name and text. Raises ``HeaderError``."""
    named = _NAME.fullmatch(file)
    if named is None:
        raise HeaderError(f"{file}: isn't named NN-short-name.rq")
    lines: dict[str, list[str]] = {}
    for kind, rest in _header(file, text):
        lines.setdefault(kind, []).append(rest)
    number = int(named[1])
    return Question(
        number=number,
        name=named[2],
        question=_only(file, lines, f"Question {number}"),
        note=_only(file, lines, "Note") if "Note" in lines else "",
        studies=tuple(_only(file, lines, "Studies").split()),
        parameters=tuple(_parameter(file, line) for line in lines.get("Parameter", ())),
        terms=tuple(_only(file, lines, "Terms").split()),
        text=text,
    )


def _query_files() -> list[Traversable]:
    found = [file for file in FOLDER.iterdir() if file.name.endswith(".rq")]
    return sorted(found, key=lambda file: file.name)


def _header(file: str, text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            return
        found = _HEADER.fullmatch(line)
        if found is None:
            raise HeaderError(f"{file}, line {number}: {line!r} isn't a line of a header")
        yield found[1], found["rest"]


def _only(file: str, lines: Mapping[str, list[str]], kind: str) -> str:
    given = lines.get(kind, [])
    if len(given) != 1:
        raise HeaderError(f"{file}: has {len(given)} lines '# {kind}: …' instead of one")
    return given[0]


def _parameter(file: str, line: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if found is None:
        raise HeaderError(f"{file}: {line!r} isn't 'name = example -- meaning'")
    return Parameter(found["name"], found["example"], found["meaning"])
