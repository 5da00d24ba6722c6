"""Checks of what is stated: of respondents, by codings, in ties and theme links."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.errors import Fault

if TYPE_CHECKING:
    from graph.folders.check import Material
    from graph.model import ThemeLink, Tie


def roles_have_a_basis(material: "Material") -> Iterator[Fault]:
    """A respondent's role has a basis, an inferred one its quote; no basis without a role."""
    for person in material.study.respondents:
        if person.role and not person.role_basis:
            yield material.fault(
                "respondents", person.id, "role_basis", "", "is empty, but there is a role",
                "write 'stated' if the study says so, 'inferred' with the quote in role_evidence",
            )  # fmt: skip
        if person.role_basis == "inferred" and not person.role_evidence:
            yield material.fault(
                "respondents", person.id, "role_evidence", "",
                "is empty, but the role is inferred", "name the quote that shows the role",
            )  # fmt: skip
        if not person.role and (person.role_basis or person.role_evidence):
            yield material.fault(
                "respondents", person.id, "role", "", "is empty, but there is a basis for it",
                "give the role, or empty role_basis and role_evidence",
            )  # fmt: skip


def roles_rest_on_own_words(material: "Material") -> Iterator[Fault]:
    """The quote that shows a respondent's role is one of their own."""
    said_by = {quote.id: quote.respondent for quote in material.study.quotes}
    for person in material.study.respondents:
        speaker = said_by.get(person.role_evidence, person.id)
        if speaker != person.id:
            problem = f"was said by {speaker or 'nobody who is named'}"
            mend = "name a quote of this respondent, or empty the role and its basis"
            yield material.fault(
                "respondents", person.id, "role_evidence", person.role_evidence, problem, mend
            )


def statements_have_evidence(material: "Material") -> Iterator[Fault]:
    """A tie or theme link rests on a quote if a respondent says it, else on a passage."""
    needed = {"respondent": "quotes", "authors": "passages"}
    for table in ("ties", "links"):
        for record in getattr(material.study, table):
            column = needed.get(record.voice)
            if column and not getattr(record, column):
                yield material.fault(
                    table, record.id, column, "",
                    f"is empty, but the voice is {record.voice}",
                    "name the evidence, or mend the voice",
                )  # fmt: skip


def statements_join_two(material: "Material") -> Iterator[Fault]:
    """A theme link joins two different themes."""
    for link in material.study.links:
        if link.source == link.target:
            problem, mend = "is the theme that the link begins at", "name another theme"
            yield material.fault("links", link.id, "target", link.target, problem, mend)


def every_quote_is_coded_once_per_theme(material: "Material") -> Iterator[Fault]:
    """Nothing is coded twice to one theme by the same coder, but for what was rejected."""
    seen: dict[tuple[str, ...], str] = {}
    for coding in material.study.codings:
        target = coding.quote or coding.region or coding.document
        column = "quote" if coding.quote else "region" if coding.region else "document"
        key = (column, target, coding.theme, coding.coder)
        if coding.review != "rejected" and seen.setdefault(key, coding.id) != coding.id:
            problem = f"is coded to {coding.theme} already, in {seen[key]}"
            yield material.fault(
                "codings", coding.id, column, target, problem, "remove one of the two rows"
            )


def nothing_is_stated_twice(material: "Material") -> Iterator[Fault]:
    """No two ties or theme links are equal in all but their ids, unless they were rejected.

    Links of other programs rest on no evidence, and may well be equal: each has its GUID.
    """
    for table in ("ties", "links"):
        first: dict[Tie | ThemeLink, str] = {}
        for record in getattr(material.study, table):
            same = first.setdefault(replace(record, id=""), record.id)
            rests_on_words = record.quotes or record.passages
            if same != record.id and rests_on_words and record.review != "rejected":
                problem, mend = f"says the same as {same}", "remove one of the two rows"
                yield material.fault(table, record.id, "id", record.id, problem, mend)
