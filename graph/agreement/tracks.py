"""What is compared: the stretches of text, or the quotes, that coders gave their codes to.

A *track* is one document laid out as a line of units. A unit is a character, or a quote; a quote
is put on the line as if it were one character, so that all that follows needs to know spans only.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from graph.errors import InputError, nearest
from graph.model import Coding, Document, Quote, Region, Study, standing


class Unit(StrEnum):
    """What is counted as one: a character of the text, or a quote."""

    CHARACTERS = "characters"
    QUOTES = "quotes"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose codings are compared, and by which unit.

    No ``coders``: everybody with a coding, but programs only with ``programs``.
    """

    unit: Unit = Unit.CHARACTERS
    coders: tuple[str, ...] = ()
    programs: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A code that a coder gave to the units from ``start`` (inclusive) to ``end`` (exclusive)."""

    start: int
    end: int
    theme: str
    coder: int


@dataclass(frozen=True, slots=True)
class Track:
    """One document: its units, who coded in it (bits by coder's number), and their codings."""

    length: int
    active: int
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Material:
    """All that is compared, and in ``remarks`` what of the study isn't, and why."""

    coders: tuple[str, ...]
    tracks: tuple[Track, ...]
    remarks: tuple[str, ...] = field(default=())


def material(study: Study, wanted: Wanted) -> Material:
    """Lay out a study's codings for comparison.

    A coder takes part in the documents in which they coded anything; in the others they are taken
    to have read nothing. Rejected codings count for nobody. Raises ``InputError`` if a coder that
    is asked for isn't in the study, or fewer than two are left to compare.
    """
    study = standing(study)
    coders = _coders(study, wanted)
    number = {coder: index for index, coder in enumerate(coders)}
    codings = [coding for coding in study.codings if coding.coder in number]
    remarks = [*_unowned(study)]
    lay = _on_quotes if wanted.unit is Unit.QUOTES else _on_text
    laid = lay(study, remarks)
    lost = sum(_target(coding) not in laid.places for coding in codings)
    if lost:
        remarks.append(f"{lost} codings are left out, for what they code has no {wanted.unit}")
    spans: dict[str, list[Span]] = defaultdict(list)
    for coding in codings:
        if place := laid.places.get(_target(coding)):
            document, start, end = place
            spans[document].append(Span(start, end, coding.theme, number[coding.coder]))
    tracks = []
    for document, found in spans.items():
        active = {span.coder for span in found}
        if len(active) == 1:
            alone = coders[active.pop()]
            remarks.append(f"{document}: left out, for of these coders only {alone} coded in it")
        else:
            bits = sum(1 << coder for coder in active)
            tracks.append(Track(laid.lengths[document], bits, tuple(found)))
    return Material(coders, tuple(tracks), tuple(remarks))


def _target(coding: Coding) -> tuple[str, str]:
    """Return what is coded, as its table and id."""
    if coding.region:
        return "regions", coding.region
    return ("quotes", coding.quote) if coding.quote else ("documents", coding.document)


# ---------------------------------------------------------------- who


def _coders(study: Study, wanted: Wanted) -> tuple[str, ...]:
    known = [coder.id for coder in study.coders]
    for coder in wanted.coders:
        if coder not in known:
            problem = f"--coder {coder}: the study has no such coder"
            raise InputError(f"{problem}; {nearest(coder, known)}" if known else problem)
    active = {coding.coder for coding in study.codings}
    found = tuple(
        coder.id
        for coder in study.coders
        if coder.id in (wanted.coders or active)
        and (wanted.coders or wanted.programs or coder.kind != "program")
    )
    _refuse_fewer_than_two(study, found, active)
    return found


def _refuse_fewer_than_two(study: Study, found: Sequence[str], active: Collection[str]) -> None:
    coded = [coder for coder in found if coder in active]
    if len(coded) >= 2:  # noqa: PLR2004 -- agreement is between two
        return
    who = f"only {coded[0]!r} did" if coded else "nobody did who counts"
    programs = [coder.id for coder in study.coders if coder.kind == "program"]
    left = f" (programs such as {programs[0]!r} count with --programs)" if programs else ""
    raise InputError(
        f"{study.info.id}: agreement needs two coders who coded, but {who}{left}; "
        "the column 'coder' of codings.csv says who coded"
    )


def _unowned(study: Study) -> Iterator[str]:
    count = sum(not coding.coder for coding in study.codings)
    if count:
        yield f"{count} codings are left out, for they don't say who coded"


# ---------------------------------------------------------------- where


@dataclass(frozen=True, slots=True)
class _Layout:
    """How long each document's line is, and where on it each quote, region or document stands."""

    lengths: Mapping[str, int]
    places: Mapping[tuple[str, str], tuple[str, int, int]]


def _on_text(study: Study, remarks: list[str]) -> _Layout:
    """Lay out characters: quotes where they stand, a document that is coded whole as all of it."""
    placed = [quote for quote in study.quotes if quote.start < quote.end]
    ends: dict[str, int] = defaultdict(int)
    for quote in placed:
        ends[quote.document] = max(ends[quote.document], quote.end)
    lengths = {one.id: _length(one, ends[one.id], remarks) for one in study.documents}
    quotes = {("quotes", q.id): (q.document, q.start, q.end) for q in placed}
    whole = {("documents", one): (one, 0, length) for one, length in lengths.items() if length}
    return _Layout(lengths, quotes | whole)


def _length(document: Document, last: int, remarks: list[str]) -> int:
    if document.length is None and last:
        remarks.append(
            f"{document.id}: its length isn't known, so the text is taken to end with its last "
            f"quote, at {last}; give it in documents.csv"
        )
    return last if document.length is None else max(document.length, last)


def _on_quotes(study: Study, remarks: list[str]) -> _Layout:
    """Put quotes and regions side by side; those of the same place are one unit."""
    del remarks
    lines: dict[str, dict[object, int]] = defaultdict(dict)
    places = {}
    for table, records in (("quotes", study.quotes), ("regions", study.regions)):
        for record in records:
            line = lines[record.document]
            at = line.setdefault(_place(record), len(line))
            places[table, record.id] = (record.document, at, at + 1)
    return _Layout({document: len(line) for document, line in lines.items()}, places)


def _place(record: Quote | Region) -> object:
    if isinstance(record, Region):
        box = (record.page, record.x1, record.y1, record.x2, record.y2, record.begin, record.end)
        return box if any(part is not None for part in box) else record.id
    return (record.start, record.end) if record.start < record.end else record.id
