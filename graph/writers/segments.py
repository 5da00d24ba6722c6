"""The study as one table: a row for each coding, with all that an analyst asks of a segment.

What nobody coded has a row too, without a theme. The CSV has every cell exactly as it is, also one
that begins with ``=``, ``+``, ``-`` or ``@``: words mustn't change on the way to another program.
A spreadsheet would take such a cell of a CSV for a formula; so spreadsheets get XLSX, in which
words are words (OWASP, CSV Injection, advises a quotation mark before such cells instead).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import ontology
from graph.model import TABLES, Coder, Coding, Document, Loss, Quote, Respondent, Sources, Study
from graph.paths import SEPARATOR, effective_valences, theme_paths, theme_ways


@dataclass(frozen=True, slots=True)
class Segment:
    """A row: a quote, who said it, and one theme that one coder gave it.

    Ids beside labels. Positions are code points, ``end`` exclusive. ``valence`` is the theme's own
    or that of the nearest theme above; ``mentioned_roles`` are ids, separated by ``;``.
    """

    study: str
    quote: str
    text: str
    document: str
    document_title: str
    start: int | None
    end: int | None
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
    mentioned_roles: str


COLUMNS = tuple(field.name for field in fields(Segment))


def segments(study: Study) -> Iterator[Segment]:
    """Yield the rows of a study: by quote, each quote's codings in their table's order."""
    known = _Known(study)
    for quote in study.quotes:
        for coding in known.codings.get(quote.id, [_UNCODED]):
            yield known.segment(quote, coding)


_UNCODED = Coding("", "", "", review="")


class _Known:
    """What the rows look up, by id."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.codings: dict[str, list[Coding]] = defaultdict(list)
        for coding in study.codings:
            self.codings[coding.quote].append(coding)
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

    def segment(self, quote: Quote, coding: Coding) -> Segment:
        person = self.people.get(quote.respondent, _NOBODY)
        coder = self.coders.get(coding.coder, _NO_CODER)
        return Segment(
            study=self.study.info.id,
            quote=quote.id,
            text=quote.text,
            document=quote.document,
            document_title=self.documents.get(quote.document, _NO_DOCUMENT).title,
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
            coding=coding.id,
            theme=coding.theme,
            theme_label=self.labels.get(coding.theme, ""),
            theme_path=SEPARATOR.join(self.paths.get(coding.theme, ())),
            valence=self.valences.get(coding.theme, ""),
            coder=coding.coder,
            coder_name=coder.name,
            coder_kind=coder.kind,
            review=coding.review,
            mentioned_roles=";".join(sorted(self.mentioned[quote.id])),
        )


_NOBODY = Respondent("", "")
_NO_CODER = Coder("", "", "")
_NO_DOCUMENT = Document("", "")


def _role_labels(study: Study) -> Mapping[str, str]:
    shared = {name: concept.label for name, concept in ontology.scheme("role").items()}
    return shared | {role.id: role.label for role in study.roles}


def losses(study: Study) -> list[Loss]:
    """Return the records that no row names."""
    rows = list(segments(study))
    ways = theme_ways(study)
    named = {
        "coders": {row.coder for row in rows},
        "documents": {row.document for row in rows},
        "collections": {row.collection for row in rows},
        "roles": {row.role for row in rows} | {row.affiliation for row in rows},
        "themes": {above.id for row in rows for above in ways.get(row.theme, ())},
        "respondents": {row.respondent for row in rows},
        "quotes": {row.quote for row in rows},
        "codings": {row.coding for row in rows},
        "mentions": {mention.id for mention in study.mentions if mention.quote},
    }
    left = {
        table: tuple(r.id for r in getattr(study, table) if r.id not in named.get(table, ()))
        for table in TABLES
    }
    return [Loss(table, records) for table, records in left.items() if records]


def write_csv(study: Study, sources: Sources, into: Path) -> Sequence[Loss]:
    """Write the table as CSV (RFC 4180) in UTF-8."""
    del sources
    with into.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([getattr(row, name) for name in COLUMNS] for row in segments(study))
    return losses(study)
