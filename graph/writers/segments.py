"""The study as one table: a row for each coding, with all that an analyst asks of a segment.

What nobody coded has a row too, without a theme; what was rejected has none. The CSV has every
cell exactly as it is, also one that begins with ``=``, ``+``, ``-`` or ``@``: words mustn't change
on the way to another program. A spreadsheet would take such a cell of a CSV for a formula; so
spreadsheets get XLSX, in which words are words. (OWASP, CSV Injection, advises to put a quotation
mark before such cells instead.)
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import ontology
from graph.model import (
    TABLES,
    Coder,
    Coding,
    Document,
    Loss,
    Quote,
    Region,
    Respondent,
    Sources,
    Study,
    standing,
)
from graph.paths import effective_valences, theme_paths, theme_ways, written
from graph.writers.noted import Cell, left_out, noted, rejected


@dataclass(frozen=True, slots=True)
class Segment:
    """A row: a quote, region or document, who said it, and one theme that one coder gave it.

    Ids beside labels. ``start`` and ``end`` are code points, ``end`` exclusive; what follows
    ``page`` says where a region is, as in ``regions.csv``. ``valence`` is the theme's own or that
    of the nearest theme above; ``mentioned_roles`` are ids, separated by ``;``.
    """

    study: str
    quote: str
    region: str
    text: str
    document: str
    document_title: str
    start: int | None
    end: int | None
    page: int | None
    x1: int | None
    y1: int | None
    x2: int | None
    y2: int | None
    begin_ms: int | None
    end_ms: int | None
    layout: str
    respondent: str
    respondent_label: str
    role: str
    role_label: str
    affiliation: str
    affiliation_label: str
    collection: str
    method: str
    coding: str
    theme: str
    theme_label: str
    theme_path: str
    valence: str
    coder: str
    coder_name: str
    coder_kind: str
    review: str
    rule: str
    mentioned_roles: str


COLUMNS = tuple(spec.name for spec in fields(Segment))
NOTED = {"respondents": "respondent", "documents": "document", "quotes": "quote"}
"""The tables of which the study's own variables are columns, and what those are called after."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under their columns: ``COLUMNS``, then a column for each variable."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def table(study: Study) -> Table:
    """Return the whole table; variables' columns are called ``respondent.age`` and the like."""
    known = noted(study)
    variables = sorted(
        {(about.partition("/")[0], name) for about in known for name in known[about]}
    )
    named = [(of, name) for of, name in variables if of in NOTED]
    rows = [
        (
            *astuple(row),
            *(known.get(f"{of}/{getattr(row, NOTED[of])}", {}).get(name) for of, name in named),
        )
        for row in segments(study)
    ]
    return Table((*COLUMNS, *(f"{NOTED[of]}.{name}" for of, name in named)), rows)


def segments(study: Study) -> Iterator[Segment]:
    """Yield the rows: quotes, regions, then whole documents, each with its codings in order."""
    known = _Known(standing(study))
    for quote in study.quotes:
        for coding in known.codings.get(("quote", quote.id), [_UNCODED]):
            yield known.of_quote(quote, coding)
    for region in study.regions:
        for coding in known.codings.get(("region", region.id), [_UNCODED]):
            yield known.of_region(region, coding)
    for document in study.documents:
        for coding in known.codings.get(("document", document.id), []):
            yield known.segment(coding, document=document.id)


_UNCODED = Coding("", "", "", review="")
_NOBODY = Respondent("", "")
_NO_CODER = Coder("", "", "")
_NO_DOCUMENT = Document("", "")


class _Known:
    """What the rows look up, by id."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.codings: dict[tuple[str, str], list[Coding]] = defaultdict(list)
        for coding in study.codings:
            self.codings[_target(coding)].append(coding)
        self.mentioned: dict[str, set[str]] = defaultdict(set)
        for mention in study.mentions:
            self.mentioned[mention.quote].add(mention.role)
        self.people = {person.id: person for person in study.respondents}
        self.documents = {document.id: document for document in study.documents}
        self.methods = {one.id: one.method for one in study.collections}
        self.coders = {coder.id: coder for coder in study.coders}
        self.labels = {theme.id: theme.label for theme in study.themes}
        self.paths, self.valences = theme_paths(study), effective_valences(study)
        self.roles = _role_labels(study)

    def of_quote(self, quote: Quote, coding: Coding) -> Segment:
        person = self.people.get(quote.respondent, _NOBODY)
        return self.segment(
            coding,
            quote=quote.id,
            text=quote.text,
            document=quote.document,
            start=quote.start,
            end=quote.end,
            layout=quote.layout,
            respondent=quote.respondent,
            respondent_label=person.label,
            role=person.role,
            role_label=self.roles.get(person.role, ""),
            affiliation=person.affiliation,
            affiliation_label=self.roles.get(person.affiliation, ""),
            collection=person.collection,
            method=self.methods.get(person.collection, ""),
            mentioned_roles=";".join(sorted(self.mentioned[quote.id])),
        )

    def of_region(self, region: Region, coding: Coding) -> Segment:
        return self.segment(
            coding,
            region=region.id,
            text=region.text,
            document=region.document,
            page=region.page,
            x1=region.x1,
            y1=region.y1,
            x2=region.x2,
            y2=region.y2,
            begin_ms=region.begin,
            end_ms=region.end,
        )

    def segment(self, coding: Coding, **place: str | int | None) -> Segment:
        coder = self.coders.get(coding.coder, _NO_CODER)
        said: dict[str, str | int | None] = {
            "study": self.study.info.id,
            "document_title": self.documents.get(str(place["document"]), _NO_DOCUMENT).title,
            "coding": coding.id,
            "theme": coding.theme,
            "theme_label": self.labels.get(coding.theme, ""),
            "theme_path": written(self.paths.get(coding.theme, ())),
            "valence": self.valences.get(coding.theme, ""),
            "coder": coding.coder,
            "coder_name": coder.name,
            "coder_kind": coder.kind,
            "review": coding.review,
            "rule": coding.rule,
        }
        return Segment(**(_EMPTY | said | place))  # type: ignore[arg-type]


_EMPTY: dict[str, str | int | None] = {
    spec.name: "" if spec.type is str else None for spec in fields(Segment)
}


def _target(coding: Coding) -> tuple[str, str]:
    if coding.region:
        return "region", coding.region
    return ("quote", coding.quote) if coding.quote else ("document", coding.document)


def _role_labels(study: Study) -> Mapping[str, str]:
    shared = {name: concept.label for name, concept in ontology.scheme("role").items()}
    return shared | {role.id: role.label for role in study.roles}


# ---------------------------------------------------------------- writing


def losses(study: Study) -> list[Loss]:
    """Return the records that no row names, and the statements that were rejected."""
    rows, ways = list(segments(study)), theme_ways(study)
    named = {
        "coders": {row.coder for row in rows},
        "documents": {row.document for row in rows},
        "collections": {row.collection for row in rows},
        "roles": {row.role for row in rows} | {row.affiliation for row in rows},
        "themes": {above.id for row in rows for above in ways.get(row.theme, ())},
        "respondents": {row.respondent for row in rows},
        "quotes": {row.quote for row in rows},
        "regions": {row.region for row in rows},
        "codings": {row.coding for row in rows},
        "mentions": {mention.id for mention in study.mentions if mention.quote},
        "variables": {variable.id for variable in study.variables},
    }
    kept = standing(study)
    left = {
        name: tuple(one.id for one in getattr(kept, name) if one.id not in named.get(name, ()))
        for name in TABLES
        if name != "attributes"
    }
    left["attributes"] = left_out(study, NOTED)
    left["rejected statements"] = rejected(study)
    return [Loss(name, records) for name, records in left.items() if records]


def write_csv(study: Study, sources: Sources, into: Path) -> Sequence[Loss]:
    """Write the table as CSV (RFC 4180) in UTF-8; true and false as in XML Schema."""
    del sources
    whole = table(study)
    with into.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(whole.columns)
        writer.writerows([_said(cell) for cell in row] for row in whole.rows)
    return losses(study)


def _said(cell: Cell) -> Cell:
    return str(cell).lower() if isinstance(cell, bool) else cell
