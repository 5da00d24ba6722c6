"""What was decided, kept so that it can be undone in a later session.

The note of a decision is a JSON object: ``rule`` is the rule whose suggestion it was, ``why`` the
coder's own words, and ``was`` says for each record that the decision changed which of its fields
were how before: ``{"was": {"mentions/m3": {"review": "suggested"}}}``. A record that the decision
removed has all of its fields there.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from graph.errors import InputError
from graph.folders.tables import RECORDS
from graph.model import TABLES, Decision, Study

Value = str | int | tuple[str, ...] | None
Past = Mapping[str, Mapping[str, Value]]
"""Fields as they were, by the reference of their record."""

_UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Note:
    """The note of a decision."""

    rule: str = ""
    why: str = ""
    was: Past = field(default_factory=dict)

    def __str__(self) -> str:
        """Return the note as it stands in the table."""
        said = {"rule": self.rule, "why": self.why, "was": self.was}
        return json.dumps(
            {name: value for name, value in said.items() if value}, ensure_ascii=False
        )


def note_of(decision: Decision) -> Note:
    """Return what a decision's note says; any other text is only the coder's own words."""
    try:
        said = json.loads(decision.note)
    except (ValueError, RecursionError):
        return Note(why=decision.note)
    if not isinstance(said, dict):
        return Note(why=decision.note)
    was = said.get("was", {})
    sound = isinstance(was, dict) and all(_is_past(about, was[about]) for about in was)
    return Note(
        str(said.get("rule", "")),
        str(said.get("why", "")),
        {about: _as_values(was[about]) for about in was} if sound else {},
    )


def _is_past(about: str, values: object) -> bool:
    table, _, record_id = about.partition("/")
    if table not in TABLES or not record_id or not isinstance(values, dict):
        return False
    known = {each.name for each in fields(RECORDS[table])}
    return values.keys() <= known and all(map(_is_value, values.values()))


def _is_value(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(part, str) for part in value)
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool))


def _as_values(said: Mapping[str, Any]) -> dict[str, Value]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in said.items()}


# ---------------------------------------------------------------- what stands


def standing_decisions(study: Study) -> list[Decision]:
    """Return the decisions that weren't undone, in the order in which they were made."""
    standing: list[Decision] = []
    for decision in study.decisions:
        if decision.decision != _UNDONE:
            standing.append(decision)
            continue
        undone = [held for held in standing if held.about == decision.about]
        if undone:
            standing.remove(undone[-1])
    return standing


def by_reference(study: Study) -> dict[str, Any]:
    """Return the records of all tables by their references, ``table/id``."""
    tables = [table for table in TABLES if table != "attributes"]
    return {f"{table}/{record.id}": record for table in tables for record in getattr(study, table)}


# ---------------------------------------------------------------- recording and undoing


def now() -> str:
    """Return the time as an xsd:dateTime in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def recorded(study: Study, *decisions: Decision) -> Study:
    """Return the study with more decisions, each of which gets the next free id."""
    taken = {held.id for held in study.decisions}
    free = filter(lambda name: name not in taken, (f"d{n:04}" for n in count(len(taken) + 1)))
    new = (replace(made, id=name) for made, name in zip(decisions, free, strict=False))
    return replace(study, decisions=(*study.decisions, *new))


def past_of(before: Study, after: Study) -> Past:
    """Return the fields of ``before`` that ``after`` has otherwise or not at all."""
    return dict(_pasts(before, after))


def _pasts(before: Study, after: Study) -> Iterator[tuple[str, dict[str, Value]]]:
    for table in TABLES:
        if table == "attributes" or getattr(before, table) == getattr(after, table):
            continue
        left = {record.id: record for record in getattr(after, table)}
        for record in getattr(before, table):
            changed = _changed(record, left.get(record.id))
            if changed:
                yield f"{table}/{record.id}", changed


def _changed(before: Any, after: Any) -> dict[str, Value]:  # noqa: ANN401 -- records of one table
    names = [each.name for each in fields(before) if each.name != "id"]
    return {n: getattr(before, n) for n in names if getattr(before, n) != getattr(after, n, _GONE)}


_GONE = object()


def restored(study: Study, past: Past) -> Study:
    """Return the study with these fields as they were; a removed record stands last again."""
    for reference, values in past.items():
        table, _, record_id = reference.partition("/")
        rows: tuple[Any, ...] = getattr(study, table)
        changed = tuple(replace(row, **values) if row.id == record_id else row for row in rows)
        if all(row.id != record_id for row in rows):
            changed = (*rows, _anew(table, record_id, values))
        tables: dict[str, Any] = {table: changed}
        study = replace(study, **tables)
    return study


def _anew(table: str, record_id: str, values: Mapping[str, Value]) -> Any:  # noqa: ANN401 -- a record
    try:
        return RECORDS[table](**{"id": record_id, **values})
    except TypeError as error:
        raise InputError(
            f"{table}/{record_id} isn't there any more, and the decision's note doesn't hold all "
            "of it; put the row back by hand"
        ) from error


def former_selves(study: Study) -> dict[str, list[Any]]:
    """Return what each record was before each of its decisions that stand, by reference."""
    records, former = by_reference(study), defaultdict[str, list[Any]](list)
    for made in reversed(standing_decisions(study)):
        for reference, was in note_of(made).was.items():
            if reference in records:
                records[reference] = replace(records[reference], **was)
                former[reference].append(records[reference])
    return former
