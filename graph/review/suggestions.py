"""What is to be decided: statements that a program suggested, and what labels suggest.

A suggestion's reference is ``table/id`` of the statement. What labels suggest isn't in the tables
before somebody accepts it, so it's found anew each time, and refers to its respondent with the rule
behind a ``#``: ``respondents/si-1-2#same-label``.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import ontology
from graph.errors import InputError, NotFoundError, nearest
from graph.model import STATEMENTS, Respondent, Study
from graph.readers import labels, mentions, narrative, tie_rules
from graph.review.journal import by_reference, note_of, standing_decisions

SAME_LABEL = "same-label"
ROLE_IN_LABEL = "role-in-label"

RULES: Mapping[str, str] = {
    narrative.UNDER_HEADING: "The quote stands under the theme's heading.",
    narrative.NAMED: "The words are a label of the role in the shared scheme.",
    "no-way": "Both roles stand behind words of lack.",
    "to-be-built-with": "Something is still to be built with the role.",
    **{
        rule.name: "The words beside the two roles say how they are tied."
        for rule in tie_rules.RULES
    },
    SAME_LABEL: "The labels differ only in spaces, signs or capitals.",
    ROLE_IN_LABEL: "The label that the study prints names the role.",
}
"""What the rules of our own reader say."""

TABLES: tuple[str, ...] = ("respondents", *STATEMENTS)
"""The tables in which there may be something to decide."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to decide. ``value`` is what a label suggests: a respondent's or a role's id."""

    reference: str
    rule: str
    value: str = ""

    @property
    def about(self) -> str:
        """The record that it's about, as ``table/id``."""
        return self.reference.partition("#")[0]

    @property
    def table(self) -> str:
        """The table that the record stands in."""
        return self.reference.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which suggestions are wanted: all that fit. Themes and roles take in those below them."""

    table: str = ""
    rule: str = ""
    theme: str = ""
    role: str = ""


EVERYTHING = Wanted()


def pending(study: Study, wanted: Wanted = EVERYTHING) -> list[Suggestion]:
    """Return what is still to be decided, in the order of the texts.

    Raises ``InputError`` if a filter names what isn't there.
    """
    _refuse_unknown(study, wanted)
    place = _places(study)
    themes = _below(wanted.theme, {theme.id: theme.broader for theme in study.themes})
    roles = _below(wanted.role, _broader_roles(study))
    terms = _terms(study)
    fitting = [
        found
        for found in _undecided(study)
        if wanted.table in {"", found.table}
        and wanted.rule in {"", found.rule}
        and (not wanted.theme or themes & terms(found).themes)
        and (not wanted.role or roles & terms(found).roles)
    ]
    return sorted(fitting, key=place)


def find(study: Study, references: Sequence[str]) -> list[Suggestion]:
    """Return the suggestions, or the statements decided before, that are meant.

    An id alone will do where only one table has it. Raises ``NotFoundError`` if there is none.
    """
    known = {found.reference: [found] for found in _from_labels(study)}
    for table in STATEMENTS:
        for row in getattr(study, table):
            found = Suggestion(f"{table}/{row.id}", row.rule)
            known[found.reference] = [found]
            known.setdefault(row.id, []).append(found)
    return [_the_one(study, reference, known.get(reference, [])) for reference in references]


def _the_one(study: Study, reference: str, fitting: Sequence[Suggestion]) -> Suggestion:
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        mend = f"say which: {', '.join(found.reference for found in fitting)}"
        raise InputError(f"{reference}: several tables have this id; {mend}")
    left = [found.reference for found in _undecided(study)]
    close = get_close_matches(reference[:100], left, n=1)
    mend = f"did you mean {close[0]}?" if close else "--list shows what there is to decide"
    raise NotFoundError(f"{reference[:100]}: there is no such suggestion; {mend}")


def _undecided(study: Study) -> Iterator[Suggestion]:
    yield from _from_labels(study)
    for table in STATEMENTS:
        for row in getattr(study, table):
            if row.review == "suggested":
                yield Suggestion(f"{table}/{row.id}", row.rule)


# ---------------------------------------------------------------- what labels suggest


def _from_labels(study: Study) -> Iterator[Suggestion]:
    decided = {(made.about, note_of(made).rule) for made in standing_decisions(study)}
    for found in (*_same_labels(study), *_roles_in_labels(study)):
        if (found.about, found.rule) not in decided:
            yield found


def _same_labels(study: Study) -> Iterator[Suggestion]:
    first: dict[str, Respondent] = {}
    for person in study.respondents:
        spelling = labels.normal_form(person.label)
        if spelling and first.setdefault(spelling, person) is not person:
            reference = f"respondents/{person.id}#{SAME_LABEL}"
            yield Suggestion(reference, SAME_LABEL, first[spelling].id)


def _roles_in_labels(study: Study) -> Iterator[Suggestion]:
    for person in study.respondents:
        roles = {found.role for found in mentions.find(person.label)}
        if len(roles) == 1 and not person.role:
            reference = f"respondents/{person.id}#{ROLE_IN_LABEL}"
            yield Suggestion(reference, ROLE_IN_LABEL, *roles)


# ---------------------------------------------------------------- filters


@dataclass(frozen=True, slots=True)
class _Terms:
    themes: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


def _terms(study: Study) -> Callable[[Suggestion], _Terms]:
    themes = {coding.quote: coding.theme for coding in study.codings if coding.quote}
    themes_of_passages = {passage.id: passage.theme for passage in study.passages}
    records = by_reference(study)

    def of(found: Suggestion) -> _Terms:
        row = records[found.about]
        if found.table == "respondents":
            return _Terms(roles=frozenset({found.value} if found.rule == ROLE_IN_LABEL else ()))
        if found.table == "codings":
            return _Terms(frozenset({row.theme}))
        if found.table == "mentions":
            theme = themes.get(row.quote) or themes_of_passages.get(row.passage, "")
            return _Terms(frozenset({theme}), frozenset({row.role}))
        ends = frozenset({row.source, row.target})
        return _Terms(ends) if found.table == "links" else _Terms(frozenset({row.theme}), ends)

    return of


def _broader_roles(study: Study) -> dict[str, str]:
    shared = {name: role.broader for name, role in ontology.scheme("role").items()}
    return shared | {role.id: role.broader for role in study.roles}


def _below(top: str, broader: Mapping[str, str]) -> set[str]:
    """Return a theme or role and all below it."""
    found = {top}
    while more := {name for name, above in broader.items() if above in found} - found:
        found |= more
    return found


def _refuse_unknown(study: Study, wanted: Wanted) -> None:
    known: Mapping[str, list[str]] = {
        "table": list(TABLES),
        "rule": sorted({found.rule for found in _undecided(study)} - {""}),
        "theme": [theme.id for theme in study.themes],
        "role": list(_broader_roles(study)),
    }
    for name, values in known.items():
        value = getattr(wanted, name)
        if value and value not in values:
            mend = nearest(value, values) if values else "nothing has one"
            raise InputError(f"{name} {value!r}: isn't there; {mend}")


# ---------------------------------------------------------------- order


def _places(study: Study) -> Callable[[Suggestion], tuple[int, int, int]]:
    """Return a key that orders suggestions by where their words stand."""
    order = {document.id: number for number, document in enumerate(study.documents)}
    at = {
        f"{table}/{row.id}": (order[row.document], row.start)
        for table in ("quotes", "passages")
        for row in getattr(study, table)
    }
    first_words: dict[str, tuple[int, int]] = {}
    for quote in study.quotes:
        first_words.setdefault(quote.respondent, at[f"quotes/{quote.id}"])
    beyond = (len(order), 0)
    records = by_reference(study)

    def place(found: Suggestion) -> tuple[int, int, int]:
        row = records[found.about]
        if found.table == "respondents":
            document, start = first_words.get(row.id, beyond)
        else:
            document, start = min((at[held] for held in evidence(row)), default=beyond)
            start = getattr(row, "start", None) or start
        return document, start, TABLES.index(found.table)

    return place


def evidence(statement: object) -> list[str]:
    """Return the references of the quotes and passages that a statement rests on."""
    quotes = [getattr(statement, "quote", ""), *getattr(statement, "quotes", ())]
    passages = [getattr(statement, "passage", ""), *getattr(statement, "passages", ())]
    return [f"quotes/{q}" for q in quotes if q] + [f"passages/{p}" for p in passages if p]
