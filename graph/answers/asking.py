"""Asking: lists of records, whole or a page at a time.

A page is found by following the studies in their order, a few at a time and more if these have too
little, so that it costs what the page holds and not what the store holds. Each step is the kind's
query, bound to the studies and to what the filters stand for; where a build has written down what
that gives (``listed``), it's read instead.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic

import pyoxigraph as ox

from graph.answers import listed
from graph.answers.binding import Bindings, Source, bound, each, query_text, rows, strings
from graph.answers.cursor import Cursor, place_after
from graph.answers.kinds import BY_RECORD, Filters, Kind
from graph.answers.memory import remembered
from graph.answers.records import Answer, StudyAnswer, answer
from graph.answers.resolving import Plan, StudyKey, UnknownValueError, all_studies, planned
from graph.errors import InputError, NotFoundError, nearest
from graph.stores.embedded import Row

FIRST_STUDIES, MOST_STUDIES, FASTER = 2, 500, 8
"""How many studies a page looks at first, at once at most, and how many times more than before."""

SORTABLE = 1000
"""Over how many studies a list can be sorted by other than the studies' own order."""

_ORDER = re.compile(r"\nORDER BY (.*)\s*\Z")


@dataclass(frozen=True, slots=True)
class Page(Generic[Answer]):
    """A part of a list, and the cursor at which it goes on, ``""`` at its end.

    ``query`` is the SPARQL that gives the same rows, ready to be asked of any engine.
    """

    items: Sequence[Answer]
    following: str
    explain: Callable[[], str] = field(repr=False, compare=False)

    @property
    def query(self) -> str:
        """The query, with its bindings."""
        return self.explain()


@dataclass(frozen=True, slots=True)
class _Step:
    """A row, the study that it's of, and its number among those of this study, from 1."""

    study: StudyKey
    number: int
    row: Row


# ---------------------------------------------------------------- whole lists


def ask(
    source: Source,
    record: type[Answer],
    wanted: Filters | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> list[Answer]:
    """Return the answers of one kind that the filters want, in the studies' order.

    ``record`` is a key of ``BY_RECORD``; its kind says which filters it takes, and ``ValueError``
    is raised for others. What names nothing in the store finds nothing. ``limit`` and ``offset``
    count answers; ``None`` is no limit.
    """
    kind = BY_RECORD[record]
    try:
        plan = planned(source, kind, wanted or Filters())
    except UnknownValueError:
        return []
    told = _listed(source, kind, plan)
    if told is not None:
        end = None if limit is None else offset + limit
        return [answer(record, row) for row in islice(told, offset, end)]
    found = _rows(source, kind, _whole(kind, plan), _slice(limit, offset))
    return [answer(record, row) for row in found]


def _listed(source: Source, kind: Kind, plan: Plan) -> Iterator[Row] | None:
    """Return the rows of a whole list as they were written down, ``None`` if they weren't."""
    found = listed.lists(source, kind, plan.wanted(), _studies_of(source, plan))
    return None if found is None else (row for _, own in found for row in own)


def _studies_of(source: Source, plan: Plan) -> Sequence[StudyKey]:
    return all_studies(source) if plan.studies is None else plan.studies


def every(source: Source, kind: Kind, wanted: Filters) -> Iterator[Row]:
    """Yield the rows of a whole list, a few studies at a time. Raises as ``page`` does."""
    plan = planned(source, kind, wanted)
    if kind.by_study:
        return (step.row for step in _walk(source, kind, plan, None, MOST_STUDIES))
    return iter(_rows(source, kind, _whole(kind, plan)))


def find_study(source: Source, wanted: str) -> StudyAnswer:
    """Return the study with this id or IRI.

    Raises ``NotFoundError`` if there is none, and ``InputError`` if several have this id, as when
    one was built under two bases.
    """
    known = all_studies(source)
    found = sorted({iri for id_, iri in known if wanted in {id_, iri}})
    if len(found) > 1:
        iris = " or ".join(found)
        raise InputError(
            f"{wanted}: {len(found)} studies have this id; name one by its IRI: {iris}"
        )
    if not found:
        there = nearest(wanted, [id_ for id_, _ in known]) if known else "the store is empty"
        raise NotFoundError(f"{wanted}: there is no such study in the store; {there}")
    return ask(source, StudyAnswer, Filters(study=found[0]))[0]


def these(source: Source, record: type[Answer], iris: Sequence[str]) -> dict[str, Answer]:
    """Return the records of one kind with these IRIs, by IRI, without those that aren't there."""
    kind = BY_RECORD[record]
    found = {iri: row for row in _named(source, kind, iris) if (iri := row["iri"]) in {*iris}}
    left = [iri for iri in iris if iri not in found]
    if left:
        rows_ = strings(source.terms(these_query(record, left), {}))
        found |= {row["iri"]: row for row in _counted(source, kind, rows_)}
    return {iri: answer(record, row) for iri, row in found.items()}


def _named(source: Source, kind: Kind, iris: Sequence[str]) -> Iterator[Row]:
    """Yield what is written down of the studies that the IRIs of some records name."""
    if kind.name == "studies":
        keys = [("", iri) for iri in iris]
    else:
        keys = [("", study) for study in dict.fromkeys(iri.rsplit("/", 2)[0] for iri in iris)]
    for _, own in listed.lists(source, kind, {}, keys) or ():
        yield from own


def these_query(record: type, iris: Sequence[str]) -> str:
    """Return the query of ``these``."""
    kind = BY_RECORD[record]
    name = "study" if kind.name == "studies" else "iri"
    return bound(query_text(kind.query), each(name, [ox.NamedNode(iri) for iri in iris]))


# ---------------------------------------------------------------- pages


def page(
    source: Source,
    record: type[Answer],
    wanted: Filters,
    *,
    sort: str = "",
    limit: int,
    after: str = "",
) -> Page[Answer]:
    """Return a page of a list: at most ``limit`` answers from the cursor ``after`` on.

    ``sort`` is one of the kind's ``sorts``, with ``-`` before it the other way round, or ``""`` for
    the studies' own order. Raises ``UnknownValueError`` for a filter that names nothing,
    ``CursorError`` for a cursor that isn't of this list, ``InputError`` if there are too many
    studies to sort.
    """
    kind = BY_RECORD[record]
    plan = planned(source, kind, wanted)
    cursor = Cursor.read(after, (kind.name, sort, wanted))
    if sort or not kind.by_study:
        return _sorted_page(source, record, plan, cursor, sort, limit)
    steps = list(islice(_walk(source, kind, plan, cursor, limit), limit + 1))
    shown = steps[:limit]
    following = ""
    if len(steps) > limit:
        last = shown[-1]
        following = cursor.at(last.study, last.row["iri"], last.number).written()
    return Page(
        tuple(answer(record, step.row) for step in shown),
        following,
        lambda: _explained(kind, plan, shown),
    )


def _walk(
    source: Source, kind: Kind, plan: Plan, cursor: Cursor | None, wanted: int
) -> Iterator[_Step]:
    """Yield the rows of one study after the other, from the cursor on."""
    studies = _studies_of(source, plan)
    studies = studies[cursor.study_place(studies) :] if cursor else studies
    written = listed.lists(source, kind, plan.wanted(), studies)
    if written is not None:
        for key, own in written:
            yield from _numbered(key, own, cursor)
        return
    start = 0
    size, found = FIRST_STUDIES, 0
    while start < len(studies):
        window = studies[start : start + size]
        for step in _steps(source, kind, plan, window, cursor):
            found += 1
            yield step
        start += len(window)
        size = _enough(size, found / start, wanted + 1 - found)


def _enough(before: int, each: float, missing: int) -> int:
    """Return how many studies to look at next: probably enough, at ``each`` rows of a study."""
    needed = round(1.1 * missing / each) + 1 if each else MOST_STUDIES
    return max(1, min(MOST_STUDIES, before * FASTER, needed))


def _steps(
    source: Source, kind: Kind, plan: Plan, window: Sequence[StudyKey], cursor: Cursor | None
) -> Iterator[_Step]:
    keys = {iri: (study, iri) for study, iri in window}
    field_of_study = "iri" if kind.name == "studies" else "study"
    by_study: dict[str, list[Row]] = {iri: [] for iri in keys}
    for row in _rows(source, kind, plan.bindings(window)):
        by_study[row[field_of_study]].append(row)
    for iri, own in by_study.items():
        yield from _numbered(keys[iri], own, cursor)


def _numbered(study: StudyKey, own: Sequence[Row], cursor: Cursor | None) -> Iterator[_Step]:
    """Yield a study's rows behind the cursor."""
    skipped = place_after(cursor, study[1], own) if cursor else 0
    for number, row in enumerate(own[skipped:], start=skipped + 1):
        yield _Step(study, number, row)


def _sorted_page(
    source: Source, record: type[Answer], plan: Plan, cursor: Cursor, sort: str, limit: int
) -> Page[Answer]:
    kind = BY_RECORD[record]
    size = len(_studies_of(source, plan))
    if kind.by_study and size > SORTABLE:
        raise InputError(
            f"sort: {size} studies are too many to sort by {sort!r}; at most {SORTABLE} are "
            "sorted: narrow the list by study, or leave out sort"
        )
    order = "" if kind.counts else _order(kind, sort)
    key = ("sorted", kind.name, sort, plan.whole())
    found = remembered(source, key, lambda: _sorted(source, kind, plan, sort, order))
    if kind.counts and sort:
        found = _by(kind, sort, found)
    start = place_after(cursor, "", found)
    shown = found[start : start + limit]
    following = ""
    if start + limit < len(found):
        following = cursor.at(("", ""), shown[-1]["iri"], start + limit).written()
    return Page(
        tuple(answer(record, row) for row in shown),
        following,
        lambda: _text(kind, _whole(kind, plan), _order(kind, sort)) + _slice(limit, start),
    )


def _sorted(source: Source, kind: Kind, plan: Plan, sort: str, order: str) -> list[Row]:
    told = _listed(source, kind, plan)
    if told is not None:
        return listed.ordered(kind, sort, [*told])
    return _rows(source, kind, _whole(kind, plan), order=order)


def _order(kind: Kind, sort: str) -> str:
    """Return how rows are ordered by one of the kind's fields, and then as they always are."""
    name = sort.removeprefix("-")
    if not sort:
        return ""
    if name not in kind.sorts:
        raise UnknownValueError("sort", sort, [*kind.sorts, *(f"-{each}" for each in kind.sorts)])
    return f"DESC(?{name})" if sort.startswith("-") else f"?{name}"


def _by(kind: Kind, sort: str, found: Sequence[Row]) -> list[Row]:
    """Return rows in the order of a field; of a count, which the query itself can't sort by."""
    _order(kind, sort)
    name = sort.removeprefix("-")

    def place(row: Row) -> tuple[int, str]:
        value = row.get(name, "")
        return (int(value), "") if value.isdecimal() else (0, value)

    return sorted(found, key=place, reverse=sort.startswith("-"))


def _explained(kind: Kind, plan: Plan, shown: Sequence[_Step]) -> str:
    """Return the query that gives just these rows: bound to the studies that have them."""
    studies = list(dict.fromkeys(step.study for step in shown))
    if not studies:
        return _text(kind, _whole(kind, plan), "")
    return _text(kind, plan.bindings(studies), "") + _slice(len(shown), shown[0].number - 1)


# ---------------------------------------------------------------- queries


def _whole(kind: Kind, plan: Plan) -> Bindings:
    """Return the bindings for the whole list; one that isn't by study names it ``wantedStudy``."""
    found = plan.whole()
    if kind.by_study or "study" not in found.names:
        return found
    names = tuple("wantedStudy" if name == "study" else name for name in found.names)
    return Bindings(names, found.rows)


def _rows(
    source: Source, kind: Kind, bindings: Bindings, more: str = "", order: str = ""
) -> list[Row]:
    if bindings.names and not bindings.rows:
        return []
    return _counted(source, kind, strings(source.terms(_text(kind, bindings, order) + more, {})))


def _counted(source: Source, kind: Kind, found: list[Row]) -> list[Row]:
    """Return rows with the counts that are the same for every list of the kind."""
    if not kind.counts or not found:
        return found

    def find() -> Mapping[str, Row]:
        known = listed.role_counts(source)
        return (
            known
            if known is not None
            else {row["iri"]: row for row in rows(source, kind.counts, Bindings())}
        )

    counts = remembered(source, kind.counts, find)
    return [{**row, **counts.get(row["iri"], {})} for row in found]


def _text(kind: Kind, bindings: Bindings, order: str) -> str:
    text = bound(query_text(kind.query), bindings)
    return _ORDER.sub(rf"\nORDER BY {order} \1\n", text) if order else text


def _slice(limit: int | None, offset: int) -> str:
    parts = [] if limit is None else [f"LIMIT {int(limit)}"]
    parts += [f"OFFSET {int(offset)}"] if offset else []
    return "".join(f"\n{part}" for part in parts)
