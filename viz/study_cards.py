"""Studies as the page names them: for the choice of one, and for attribution."""

from typing import TypedDict

from graph.answers import Filters, StudyAnswer, ask
from graph.stores.embedded import Snapshot
from viz.records import solutions


class Coder(TypedDict):
    """Who coded a study, and what they say of their coding."""

    name: str
    note: str


class StudyCard(TypedDict):
    """What a study is, for the selector and for attribution."""

    id: str
    iri: str
    title: str
    citation: str
    doi: str
    licence: str
    question: str
    notes: list[str]
    coders: list[Coder]


def study_cards(snapshot: Snapshot, study: str = "") -> list[StudyCard]:
    """Return the card of one study (an id or IRI), or of every study in the store."""
    notes = solutions(snapshot, "notes", study)
    return [
        StudyCard(
            id=study.id,
            iri=study.iri,
            title=study.title,
            citation=study.citation,
            doi=study.source,
            licence=study.licence,
            question=study.question,
            notes=[row["note"] for row in notes if row["study"] == study.iri and "name" not in row],
            coders=[
                Coder(name=row["name"], note=row.get("note", ""))
                for row in notes
                if row["study"] == study.iri and "name" in row
            ],
        )
        for study in ask(snapshot, StudyAnswer, Filters(study=study))
    ]
