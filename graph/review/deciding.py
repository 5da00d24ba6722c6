"""Accepting, rejecting, editing and undoing: each a study in, the study after it out."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import ontology
from graph.errors import InputError, NotFoundError, nearest
from graph.folders.check import CONTROLLED, ROLE_COLUMNS
from graph.folders.tables import cells
from graph.model import STATEMENTS, Coder, Decision, Respondent, Study
from graph.readers.ids import distinct_slugs
from graph.review.journal import (
    Note,
    by_reference,
    note_of,
    now,
    past_of,
    recorded,
    restored,
    standing_decisions,
)
from graph.review.suggestions import ROLE_IN_LABEL, SAME_LABEL, Suggestion

EDITABLE: Mapping[str, tuple[str, ...]] = {
    "respondents": ("role",),
    "codings": ("theme",),
    "mentions": ("role",),
    "ties": ("source", "target", "type", "status", "direction", "theme", "statement"),
    "links": ("source", "target", "type", "statement"),
}
"""What of a suggestion can be edited while it's decided; the rest is edited in the tables."""

LONGEST_WORDS = 10_000
"""No statement or reason is longer, in code points."""

_REVIEW = {"accepted": "confirmed", "edited": "confirmed", "rejected": "rejected"}


def with_coder(study: Study, name: str) -> tuple[Study, Coder]:
    """Return the study with the person of this name among its coders, and that person."""
    name = " ".join(name.split())
    if not name:
        raise InputError("nobody is named; say who decides, with --by NAME")
    for coder in study.coders:
        if coder.kind == "person" and name in {coder.name, coder.id}:
            return study, coder
    coder_id = distinct_slugs([*(coder.id for coder in study.coders), name], "coder")[-1]
    coder = Coder(coder_id, name, "person")
    return replace(study, coders=(*study.coders, coder)), coder


def decide(
    study: Study,
    found: Suggestion,
    decision: str,
    by: str,
    changes: Mapping[str, str] | None = None,
    why: str = "",
) -> Study:
    """Return the study after a decision: ``accepted``, ``rejected`` or ``edited``.

    ``by`` is the name of who decides, ``changes`` the edited fields, as they'd stand in a cell.
    Raises ``InputError`` if nothing can be decided so.
    """
    named, coder = with_coder(study, by)
    _refuse_long(why)
    changes = dict(changes or {})
    if decision not in _REVIEW:
        raise InputError(f"{decision!r} isn't a decision; {nearest(decision, list(_REVIEW))}")
    if bool(changes) != (decision == "edited"):
        what = "what to change isn't said" if not changes else "only an edit changes something"
        raise InputError(f"{found.reference}, {decision}: {what}")
    _refuse_uneditable(named, found, changes)
    after, about = _decided(named, found, decision, changes)
    if after == named and found.table in STATEMENTS:
        raise InputError(f"{found.reference} is {_REVIEW[decision]} already")
    note = Note(found.rule if found.table == "respondents" else "", why, past_of(named, after))
    return recorded(after, Decision("", about, decision, coder.id, now(), str(note)))


def decide_all(
    study: Study, chosen: Sequence[Suggestion], decision: str, by: str, why: str = ""
) -> Study:
    """Return the study after the same decision, ``accepted`` or ``rejected``, on several."""
    for found in chosen:
        there = any(found.about == f"respondents/{person.id}" for person in study.respondents)
        if there:  # it may have become one with another just before
            study = decide(study, found, decision, by, why=why)
    named, coder = with_coder(study, by)
    _refuse_long(why)
    abouts = {found.about for found in chosen if found.table in STATEMENTS}
    tables: dict[str, Any] = {
        table: tuple(
            replace(row, review=_REVIEW[decision]) if f"{table}/{row.id}" in abouts else row
            for row in getattr(named, table)
        )
        for table in STATEMENTS
    }
    after, at = replace(named, **tables), now()
    notes = past_of(named, after).items()
    decisions = (
        Decision("", about, decision, coder.id, at, str(Note(why=why, was={about: was})))
        for about, was in notes
    )
    return recorded(after, *decisions)


def undo(study: Study, by: str, reference: str = "") -> tuple[Study, Decision]:
    """Return the study before the last decision, or the last one on a record, and that decision.

    ``reference`` is ``table/id``, an id of a statement, or the id of a decision. Raises
    ``NotFoundError`` if there is no such decision, ``InputError`` if it can't be undone.
    """
    named, coder = with_coder(study, by)
    made = _last(study, reference)
    noted = note_of(made)
    if not noted.was and not noted.rule:
        raise InputError(
            f"{made.id}: its note doesn't say what was before; mend {made.about} in its table"
        )
    _refuse_changed_since(study, made)
    before = restored(named, noted.was)
    note = Note(why=f"undoes {made.id}")
    return recorded(before, Decision("", made.about, "undone", coder.id, now(), str(note))), made


# ---------------------------------------------------------------- decisions


def _decided(
    study: Study, found: Suggestion, decision: str, changes: Mapping[str, str]
) -> tuple[Study, str]:
    """Return the study with the decision carried out, and what the decision is about."""
    if found.table in STATEMENTS:
        return _changed(study, found.about, {**changes, "review": _REVIEW[decision]}), found.about
    if decision == "rejected":
        return study, found.about
    if found.rule == ROLE_IN_LABEL:
        role = {"role": found.value, **changes, "role_basis": "stated"}
        return _changed(study, found.about, role), found.about
    return _merged(study, found), f"respondents/{found.value}"


def _refuse_long(why: str) -> None:
    if len(why) > LONGEST_WORDS:
        raise InputError(f"the reason has {len(why)} characters; at most {LONGEST_WORDS}")


def _changed(study: Study, about: str, changes: Mapping[str, str]) -> Study:
    table, _, record_id = about.partition("/")
    rows = getattr(study, table)
    changed: dict[str, Any] = {
        table: tuple(replace(row, **changes) if row.id == record_id else row for row in rows)
    }
    return replace(study, **changed)


def _refuse_uneditable(study: Study, found: Suggestion, changes: Mapping[str, str]) -> None:
    editable = () if found.rule == SAME_LABEL else EDITABLE[found.table]
    for column, value in changes.items():
        if column not in editable:
            mend = nearest(column, editable) if editable else "accept or reject it"
            raise InputError(f"{found.reference}: {column!r} can't be edited here; {mend}")
        allowed = allowed_values(study, found.table, column)
        if allowed is not None and value not in allowed:
            mend = nearest(value[:100], [known for known in allowed if known])
            raise InputError(f"{found.reference}, {column}: {value[:100]!r} isn't known; {mend}")
        if len(value) > LONGEST_WORDS or any(char < " " and char not in "\t\n" for char in value):
            raise InputError(
                f"{found.reference}, {column}: has control characters, or more than "
                f"{LONGEST_WORDS} in all; shorten it"
            )


def allowed_values(study: Study, table: str, column: str) -> list[str] | None:
    """Return what may stand in a field, None if any text may."""
    if (table, column) in CONTROLLED:
        return list(ontology.scheme(CONTROLLED[table, column]))
    if (table, column) in ROLE_COLUMNS:
        return [*ontology.scheme("role"), *(role.id for role in study.roles)]
    if column == "theme" or (table == "links" and column in {"source", "target"}):
        none = [""] if table == "ties" else []
        return [*none, *(theme.id for theme in study.themes)]
    return None


# ---------------------------------------------------------------- two labels of one person


def _merged(study: Study, found: Suggestion) -> Study:
    """Return the study in which what was a respondent's is that of the one with the same label."""
    gone, stays = found.about.partition("/")[2], found.value
    if known := [held.variable for held in study.attributes if held.about == found.about]:
        raise InputError(
            f"{found.about} has attributes of its own ({', '.join(known)}); "
            "move or remove them in attributes.csv before the two become one"
        )
    persons = {person.id: person for person in study.respondents}
    kept = _joined(persons[stays], persons[gone])
    people = [kept if each.id == stays else each for each in study.respondents if each.id != gone]
    quotes = [
        replace(quote, respondent=stays) if quote.respondent == gone else quote
        for quote in study.quotes
    ]
    merged = replace(study, respondents=tuple(people), quotes=tuple(quotes))
    return _redirected(merged, found.about, f"respondents/{stays}")


def _joined(kept: Respondent, gone: Respondent) -> Respondent:
    """Return the one respondent with what only the other one's row says."""
    said = {name: value for name, value in cells(gone).items() if value}
    if kept.role:
        said = {name: value for name, value in said.items() if not name.startswith("role")}
    return replace(kept, **{name: said[name] for name in said if not getattr(kept, name)})


def _redirected(study: Study, old: str, new: str) -> Study:
    """Return the study with every ``table/id`` that led to one record leading to another."""
    changed: dict[str, Any] = {}
    for table in ("relations", "memos", "sets", "decisions"):
        changed[table] = tuple(_record_redirected(row, old, new) for row in getattr(study, table))
    return replace(study, **changed)


_REFERRING = ("source", "target", "about", "members")


def _record_redirected(record: Any, old: str, new: str) -> Any:  # noqa: ANN401 -- of any table
    changes: dict[str, Any] = {}
    for name in (each.name for each in fields(record) if each.name in _REFERRING):
        value = getattr(record, name)
        if isinstance(value, tuple):
            changes[name] = tuple(sorted({new if part == old else part for part in value}))
        elif value == old:
            changes[name] = new
    return replace(record, **changes)


# ---------------------------------------------------------------- undoing


def _last(study: Study, reference: str) -> Decision:
    standing = standing_decisions(study)
    fitting = [made for made in standing if not reference or _is_meant(made, reference)]
    if not fitting:
        what = f"no decision on {reference}" if reference else "no decision"
        raise NotFoundError(f"there is {what} to undo")
    made = fitting[-1]
    later = [other.id for other in standing if other.about == made.about][-1]
    if later != made.id:
        raise InputError(f"{made.id}: {later} came after it on {made.about}; undo that one first")
    return made


def _is_meant(made: Decision, reference: str) -> bool:
    """Return whether a decision has this id, or is on this record or one that it took away."""
    about, _, rule = reference.partition("#")
    noted = note_of(made)
    if rule:
        return rule == noted.rule and about in {made.about, *noted.was}
    return reference in {made.id, made.about, made.about.partition("/")[2]}


def _refuse_changed_since(study: Study, made: Decision) -> None:
    record = by_reference(study).get(made.about)
    review = getattr(record, "review", None)
    if review is not None and review != _REVIEW[made.decision]:
        raise InputError(
            f"{made.id}: {made.about} was {made.decision}, but is {review} now: it was changed "
            "outside of the review, so mend it there"
        )
