"""A small invented study that a program suggested and nobody has looked at yet."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from graph.folders.folder import write_folder
from graph.model import (
    Coder,
    Coding,
    Document,
    Mention,
    Passage,
    Quote,
    Reading,
    Respondent,
    Study,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
)

TEXT = """Working together

What hinders

The nurses write to the council each week, and the council seldom answers.

“We wait for the housing officer, and then a nurse comes.” (SI#1)

“Nobody ever asked the community.” (SI #1)

What helps

“The council gave us its hall.” (Nurse 3)
"""
PROGRAM = Coder("reader", "A reader", "program")
FIRST = "We wait for the housing officer, and then a nurse comes."
SECOND = "Nobody ever asked the community."
THIRD = "The council gave us its hall."
PASSAGE = "The nurses write to the council each week, and the council seldom answers."


def suggested(text: str = TEXT) -> Study:
    """Return the study as a reader suggests it from a text that holds these words.

    Of the passage only its first two words and its last must be there.
    """
    passage_start = text.index("The nurses")
    passage_end = text.index("answers.") + len("answers.")

    def quote(quote_id: str, words: str, respondent: str) -> Quote:
        start = text.index(words)
        return Quote(quote_id, words, respondent, "findings", start, start + len(words), "block")

    def mention(mention_id: str, role: str, words: str, within: str, **target: str) -> Mention:
        start = text.index(words, text.index(within))
        end = start + len(words)
        return Mention(
            mention_id, role, start=start, end=end,
            coder="reader", review="suggested", rule="role-is-named", **target,
        )  # fmt: skip

    def coding(coding_id: str, quote_id: str, theme: str) -> Coding:
        return Coding(coding_id, quote_id, theme, "reader", "suggested", "stands-under-heading")

    return Study(
        info=StudyInfo("together", "Working together"),
        coders=(PROGRAM,),
        documents=(Document("findings", "Findings", sha256(text.encode()).hexdigest(), len(text)),),
        themes=(
            Theme("hinders", "What hinders", valence="barrier", definition="What’s in the way."),
            Theme("no-ear", "No ear", "hinders"),
            Theme("helps", "What helps", valence="facilitator"),
        ),
        respondents=(
            Respondent("si-1", "SI#1"),
            Respondent("si-1-2", "SI #1"),
            Respondent("nurse-3", "Nurse 3"),
        ),
        quotes=(
            quote("q1", FIRST, "si-1"),
            quote("q2", SECOND, "si-1-2"),
            quote("q3", THIRD, "nurse-3"),
        ),
        passages=(
            Passage(
                "p1", "findings", passage_start, passage_end, "hinders",
                text=text[passage_start:passage_end],
            ),
        ),
        codings=(coding("c1", "q1", "hinders"), coding("c2", "q2", "no-ear"),
                 coding("c3", "q3", "helps")),
        mentions=(
            mention("m1", "health-worker", "nurses", "The nurses", passage="p1"),
            mention("m2", "local-authority", "council", "The nurses", passage="p1"),
            mention("m3", "officer", "housing officer", FIRST, quote="q1"),
            mention("m4", "health-worker", "nurse", FIRST, quote="q1"),
            mention("m5", "community", "community", SECOND, quote="q2"),
            mention("m6", "local-authority", "council", THIRD, quote="q3"),
        ),
        ties=(
            Tie(
                "t1", "health-worker", "local-authority", "informs", "established", "one-way",
                "authors", "hinders", (), ("p1",), coder="reader", review="suggested",
                rule="verb-of-telling",
            ),
        ),
        links=(
            ThemeLink(
                "l1", "helps", "hinders", "addresses", "respondent", ("q3",),
                coder="reader", review="suggested", rule="word-of-help",
            ),
        ),
    )  # fmt: skip


def reading(text: str = TEXT) -> Reading:
    """Return a new reading of the text."""
    return Reading(suggested(text), sources={"findings": text})


def folder_of(study: Study, folder: Path, text: str = TEXT) -> Path:
    """Write the study as a folder with its source, and return the folder."""
    write_folder(study, folder, {"findings": text})
    return folder


def without(study: Study, table: str, *ids: str) -> Study:
    """Return the study without these records."""
    rows = tuple(row for row in getattr(study, table) if row.id not in ids)
    changes: dict[str, Any] = {table: rows}
    return replace(study, **changes)
