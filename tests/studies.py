"""An invented study that tests share, small enough to work out by hand what follows from it.

It fills every table, and has what breaks careless code: themes three deep, roles of its own, ties
with several pieces of evidence, commas, line breaks, quotation marks, semicolons, Greek, and
characters outside the Basic Multilingual Plane before and within the quotes.
"""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from graph.model import (
    Attribute,
    Coder,
    Coding,
    DataCollection,
    Decision,
    Document,
    Memo,
    Mention,
    Passage,
    Quote,
    RecordSet,
    Region,
    Relation,
    Respondent,
    Role,
    Study,
    StudyInfo,
    Theme,
    ThemeLink,
    Tie,
    Variable,
)

TEXT = """𝔐ending mornings 🛠️
People bring what is broken.
    We said, “bring it in”, and they came, kettles and all 🫖 (Fixer A)
Letters to the council went unanswered:
    First line,
then "second" line; the council never wrote back (Neighbour B)
    Κανείς δεν μας άκουσε 𝄞 (Fixer A)
Still, “the council lends us the hall” (Officer C), and “a councillor came once” (Guest D).
Nobody from the trade's own network was met.
"""
"""The source text of the invented study's one document."""


def invented_study(study_id: str = "mending-mornings") -> Study:
    """Return the invented study under an id."""
    return Study(
        info=StudyInfo(
            id=study_id,
            title='Mending mornings: "who" helps, and who doesn’t, 🛠️',
            citation="Nobody N. Mending mornings. Invented 2020; 1:1.",
            doi="10.5555/mending(2020)1-1",
            licence="https://creativecommons.org/publicdomain/zero/1.0/",
            question="What helps people to mend things together?",
            language="en-GB",
            note="Invented, for tests.\nTwo lines.",
        ),
        coders=(
            Coder("anna", "Anna Ångström", "person"),
            Coder("lexicon", "A lexicon", "program", "Suggests."),
        ),
        documents=(
            Document("notes", "Notes", sha256(TEXT.encode()).hexdigest(), len(TEXT), "Invented."),
            Document("photo", "The hall, full", medium="picture"),
        ),
        collections=(
            DataCollection("talks", "Talks", "interview"),
            DataCollection("circle", "Circle", "focus-group", "One evening."),
        ),
        roles=(
            Role(
                "repair-cafe",
                "repair café",
                ("fix-it club", "mending morning"),
                "voluntary-and-community-sector",
                "voluntary-and-community",
                "This study's own.",
            ),
            Role("fixer", "fixer", broader="repair-cafe"),
        ),
        themes=_THEMES,
        respondents=(
            Respondent(
                "a", "Fixer A", "talks", "repair-cafe", "fixer", "inferred", "q1", "Says “we”."
            ),
            Respondent("b", "Neighbour B", "talks", "community"),
            Respondent("c", "Officer C", "circle", "local-authority", "officer", "stated"),
            Respondent("d", "Guest D", "circle"),
        ),
        quotes=(
            _quote("q1", "We said, “bring it in”, and they came, kettles and all 🫖", "a"),
            _quote("q2", 'First line,\nthen "second" line; the council never wrote back', "b"),
            _quote("q3", "Κανείς δεν μας άκουσε 𝄞", "a"),
            _quote("q4", "the council lends us the hall", "c", "inline"),
            _quote("q5", "a councillor came once", "d", "inline"),
        ),
        passages=(
            Passage(
                "p1",
                "notes",
                *_at("Letters to the council went unanswered"),
                theme="no-reply",
                description="No answer, as they say; “none”.",
            ),
            Passage(
                "p2", "notes", *_at("Still"), theme="lent-hall", description="But.", text="Still"
            ),
            Passage("p3", "notes", *_at("Nobody from the trade's own network was met.")),
        ),
        regions=(Region("r1", "photo", "A kettle.", None, 10, 20, 110, 220),),
        codings=(
            Coding("k1", "q1", "the-mood", "anna"),
            Coding("k2", "q2", "no-reply", "anna"),
            Coding("k3", "q3", "no-ear", "anna"),
            Coding("k4", "q4", "lent-hall"),
            Coding("k5", "q5", "lent-hall", "anna"),
            Coding("k6", "q4", "no-room", "lexicon", "suggested", "words-of-room"),
            Coding("k7", "", "the-mood", "anna", region="r1"),
            Coding("k8", "", "helps", "anna", document="photo"),
            Coding("k9", "q2", "no-room", "lexicon", "rejected", "words-of-room"),
        ),
        mentions=(
            Mention("m1", "local-authority", "q2", "", *_at("the council never", 11), coder="anna"),
            Mention("m2", "community", "q1", review="suggested"),
            Mention("m3", "elected-member", "q5", "", *_at("a councillor"), coder="lexicon"),
            Mention("m4", "local-authority", passage="p1"),
            Mention("m5", "elected-member", passage="p2"),
            Mention("m6", "repair-cafe", "q4", "", *_at("us the hall", 2)),
        ),
        ties=_TIES,
        links=(
            ThemeLink(
                "l1", "lent-hall", "no-room", "addresses", "respondent", ("q4",), ("p2",),
                "The hall, in part.", "anna",
            ),
            ThemeLink("l2", "no-reply", "no-ear", "reinforces", "authors", (), ("p1",)),
            ThemeLink("l3", "helps", "hindrances", "contradicts", "coder", coder="anna"),
        ),
        relations=(
            Relation("n1", "memos/n1", "regions/r1", "see", "one-way"),
            Relation("n2", "themes/helps", "respondents/d"),
            Relation("n3", "study", "documents/photo", "shows", "mutual"),
        ),
        memos=(
            Memo(
                "n1", "Whose kettle?\nAsk.", "Kettles", "anna", "2020-02-03T04:05:06.7Z",
                ("quotes/q1", "regions/r1"),
            ),
            Memo("n2", "On the whole."),
        ),
        sets=(
            RecordSet("kettles", "Kettles, “all”", ("quotes/q1", "regions/r1", "themes/helps")),
            RecordSet("none", "None", note="Empty."),
        ),
        variables=(
            Variable("years", "Years of mending", "integer", "As they say."),
            Variable("from", "From", "record"),
        ),
        attributes=(
            Attribute("respondents/a", "from", "documents/photo"),
            Attribute("respondents/a", "guid", "6F9619FF-8B86-4D01-B42D-00CF4FC964FF"),
            Attribute("respondents/a", "years", "12"),
            Attribute("respondents/b", "years"),
            Attribute("study", "created", "2020-01-01T00:00:00Z"),
            Attribute("themes/helps", "colour", "#00AA00"),
        ),
        decisions=(
            Decision("d1", "codings/k9", "rejected", "anna", "2020-02-03T04:05:06Z", "Not a room."),
            Decision("d2", "codings/k6", "undone"),
            Decision("d3", "ties/t3", "edited", at="2020-02-03T04:05:06+02:00"),
        ),
    )  # fmt: skip


def _at(words: str, length: int | None = None) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + (len(words) if length is None else length)


def _quote(quote_id: str, words: str, respondent: str, layout: str = "block") -> Quote:
    return Quote(quote_id, words, respondent, "notes", *_at(words), layout)


_THEMES = (
    Theme("hindrances", "Hindrances", valence="barrier", definition="What’s in the way."),
    Theme("no-room", "No room", "hindrances"),
    Theme("no-ear", "No ear", "hindrances"),
    Theme("no-reply", "No reply, ever", "no-ear"),
    Theme("helps", "Helps", valence="facilitator"),
    Theme("lent-hall", "A hall, lent", "helps"),
    Theme("the-mood", "The mood"),
)
_TIES = (
    Tie(
        "t1", "repair-cafe", "local-authority", "informs", "strained", "one-way", "respondent",
        "no-reply", ("q2", "q3"), ("p1",), "The café writes, says Neighbour B.", "anna",
    ),
    Tie(
        "t2", "local-authority", "repair-cafe", "supports", "established", "one-way",
        "respondent", "lent-hall", ("q4",),
    ),
    Tie(
        "t3", "repair-cafe", "elected-member", "connects-to", "wanted", "one-way", "authors",
        "", (), ("p2",), review="suggested",
    ),
    Tie(
        "t4", "elected-member", "repair-cafe", "listens-to", "missing", "one-way", "authors",
        "no-ear", ("q5",), ("p1", "p2"),
    ),
    Tie(
        "t5", "repair-cafe", "community", "collaborates-with", "established", "mutual",
        "respondent", "helps", ("q1",),
    ),
    Tie(
        "t6", "community", "professional-network", "collaborates-with", "emerging", "one-way",
        "authors", "", (), ("p3",),
    ),
)  # fmt: skip


def with_table(study: Study, table: str, records: Iterable[object]) -> Study:
    """Return the study with other rows in one of its tables."""
    changes: dict[str, Any] = {table: tuple(records)}
    return replace(study, **changes)
