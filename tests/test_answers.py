"""Answers: each filter alone and together, worked out by hand on the invented study."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from importlib.resources import files
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.query import ResultRow

import ontology
from graph.answers import (
    BY_RECORD,
    Filters,
    GapAnswer,
    LinkAnswer,
    PassageAnswer,
    QuoteAnswer,
    RespondentAnswer,
    RoleAnswer,
    StudyAnswer,
    ThemeAnswer,
    TieAnswer,
    ask,
    page,
    query_text,
)
from graph.gaps import find_gaps
from graph.model import Study
from graph.rdf.iris import study_iris
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot
from tests.studies import TEXT, invented_study

IRIS = study_iris("mending-mornings")
ROLE = "https://w3id.org/themegraph/role#"
COMMON = (ThemeAnswer, QuoteAnswer, RespondentAnswer, RoleAnswer, TieAnswer)
"""The kinds of answers that every filter but ``kind`` bears on."""


def _ask(snapshot: Snapshot, kind: type, wanted: Filters | None = None) -> list[Any]:
    return ask(snapshot, kind, wanted)


def _ids(
    snapshot: Snapshot,
    kind: type,
    /,
    **wanted: Any,  # noqa: ANN401 -- the filters' own types
) -> str:
    return " ".join(answer.id for answer in _ask(snapshot, kind, Filters(**wanted)))


# ---------------------------------------------------------------- without filters


def test_lists_are_whole_and_in_order(mending: Snapshot, invented: Study) -> None:
    """Each list has all records, in the order of the study folder."""
    for kind, table in (
        (ThemeAnswer, "themes"), (QuoteAnswer, "quotes"), (RespondentAnswer, "respondents"),
        (TieAnswer, "ties"), (LinkAnswer, "links"), (PassageAnswer, "passages"),
    ):  # fmt: skip
        assert _ids(mending, kind) == " ".join(record.id for record in getattr(invented, table))
    assert _ids(mending, GapAnswer) == " ".join(gap.id for gap in find_gaps(invented))


def test_a_study_has_its_sizes(mending: Snapshot, invented: Study) -> None:
    """A study is answered with its publication and the sizes of its tables."""
    (study,) = ask(mending, StudyAnswer)
    assert study == StudyAnswer(
        iri=IRIS.study,
        id="mending-mornings",
        title=invented.info.title,
        citation=invented.info.citation,
        source=f"https://doi.org/{invented.info.doi}",
        licence=invented.info.licence,
        question=invented.info.question,
        themes=7,
        quotes=5,
        respondents=4,
        ties=6,
        gaps=13,
    )


def test_a_quote_has_all_about_it(mending: Snapshot, invented: Study) -> None:
    """A quote is answered with its speaker, position, themes and the roles it mentions."""
    quote = next(q for q in ask(mending, QuoteAnswer) if q.id == "q4")
    stated = invented.quotes[3]
    assert (quote.text, quote.start, quote.end) == (stated.text, stated.start, stated.end)
    assert TEXT[quote.start : quote.end] == "the council lends us the hall"
    assert (quote.respondent, quote.speaker) == (IRIS.record("respondents", "c"), "Officer C")
    assert (quote.layout, quote.document) == ("inline", IRIS.record("documents", "notes"))
    assert set(quote.themes) == {IRIS.record("themes", t) for t in ("lent-hall", "no-room")}
    assert quote.roles == (IRIS.record("roles", "repair-cafe"),)


def test_texts_come_back_unchanged(mending: Snapshot, invented: Study) -> None:
    """Line breaks, quotation marks and characters of all planes come through unchanged."""
    texts = [quote.text for quote in ask(mending, QuoteAnswer)]
    assert texts == [quote.text for quote in invented.quotes]


def test_respondents_have_their_roles(mending: Snapshot) -> None:
    """A respondent is answered with method, affiliation, role and its basis, if there are any."""
    a, b, _, d = ask(mending, RespondentAnswer)
    assert a == RespondentAnswer(
        iri=IRIS.record("respondents", "a"),
        id="a",
        study=IRIS.study,
        label="Fixer A",
        method="interview",
        affiliation=IRIS.record("roles", "repair-cafe"),
        role=IRIS.record("roles", "fixer"),
        role_basis="inferred",
        note="Says “we”.",
        quotes=2,
    )
    assert (b.role, b.role_basis, b.affiliation) == ("", "", f"{ROLE}community")
    assert (d.method, d.affiliation, d.role) == ("focus-group", "", "")


def test_themes_count_what_is_below(mending: Snapshot) -> None:
    """A theme's numbers are of itself and all themes below, its valence the nearest above."""
    assert {t.id: (t.valence, t.quotes, t.respondents) for t in ask(mending, ThemeAnswer)} == {
        "hindrances": ("barrier", 3, 3),
        "no-room": ("barrier", 1, 1),
        "no-ear": ("barrier", 2, 2),
        "no-reply": ("barrier", 1, 1),
        "helps": ("facilitator", 2, 2),
        "lent-hall": ("facilitator", 2, 2),
        "the-mood": ("", 1, 1),
    }


def test_roles_count_what_speaks_of_them(mending: Snapshot) -> None:
    """A role's numbers are its mentions, its ties, and those who hold it or a role below."""
    found = {r.id: (r.mentions, r.ties, r.respondents) for r in ask(mending, RoleAnswer)}
    assert found == {
        "community": (1, 2, 1),
        "elected-member": (2, 2, 0),
        "fixer": (0, 0, 1),
        "local-authority": (2, 2, 1),
        "officer": (0, 0, 1),
        "professional-network": (0, 1, 0),
        "repair-cafe": (1, 5, 1),
    }


def test_a_tie_has_all_about_it(mending: Snapshot) -> None:
    """A tie is answered with its ends, what it is, on whose word, and all its evidence."""
    first = ask(mending, TieAnswer)[0]
    assert (first.source_label, first.type_label, first.target_label) == (
        "repair café",
        "informs",
        "local authority",
    )
    assert (first.source, first.target) == (
        IRIS.record("roles", "repair-cafe"),
        f"{ROLE}local-authority",
    )
    assert (first.type, first.status, first.direction, first.voice, first.review) == (
        "informs",
        "strained",
        "one-way",
        "respondent",
        "confirmed",
    )
    assert first.theme == IRIS.record("themes", "no-reply")
    assert first.statement == "The café writes, says Neighbour B."
    assert set(first.evidence) == {
        IRIS.record("quotes", "q2"), IRIS.record("quotes", "q3"), IRIS.record("passages", "p1"),
    }  # fmt: skip


def test_links_and_passages(mending: Snapshot, invented: Study) -> None:
    """Links and passages are answered with what the study says of them."""
    link = ask(mending, LinkAnswer)[0]
    assert (link.type, link.type_label, link.voice) == ("addresses", "addresses", "respondent")
    assert set(link.evidence) == {IRIS.record("quotes", "q4"), IRIS.record("passages", "p2")}
    first, second, third = ask(mending, PassageAnswer)
    assert (first.description, first.text) == (invented.passages[0].description, "")
    assert first.roles == (f"{ROLE}local-authority",)
    assert (second.text, second.theme) == ("Still", IRIS.record("themes", "lent-hall"))
    assert (third.theme, third.description, third.roles) == ("", "", ())


def test_gaps_are_answered_as_found(mending: Snapshot, invented: Study) -> None:
    """A gap is answered with its sentence, what it involves and its evidence."""
    for answer, gap in zip(ask(mending, GapAnswer), find_gaps(invented), strict=True):
        assert (answer.kind, answer.sentence, answer.score) == (gap.kind, gap.sentence, gap.score)
        assert (answer.question, answer.p, answer.q) == (gap.question, gap.p, gap.q)
        assert answer.score_note == ontology.scheme("gap-kind")[gap.kind].note
        found = {(figure.name, figure.value) for figure in answer.figures}
        assert found == {(figure.name, figure.value) for figure in gap.figures}
        assert answer.kind_label == ontology.scheme("gap-kind")[gap.kind].label
        assert len(answer.involves) == len(gap.involves)
        assert {iri.rpartition("/")[2] for iri in answer.evidence} == {r.id for r in gap.evidence}


# ---------------------------------------------------------------- one filter


@pytest.mark.parametrize(
    ("kind", "name", "value", "expected"),
    [
        (QuoteAnswer, "theme", "hindrances", "q2 q3 q4"),
        (QuoteAnswer, "theme", "no-ear", "q2 q3"),
        (QuoteAnswer, "theme", "the-mood", "q1"),
        (QuoteAnswer, "role", "local-authority", "q2 q5"),
        (QuoteAnswer, "role", "voluntary-and-community-sector", "q4"),
        (QuoteAnswer, "role", "repair-cafe", "q4"),
        (QuoteAnswer, "respondent", "a", "q1 q3"),
        (QuoteAnswer, "valence", "barrier", "q2 q3 q4"),
        (QuoteAnswer, "valence", "facilitator", "q4 q5"),
        (QuoteAnswer, "words", "KETTLES", "q1"),
        (QuoteAnswer, "words", "ΆΚΟΥΣΕ 𝄞", "q3"),
        (QuoteAnswer, "words", '"second" line', "q2"),
        (QuoteAnswer, "study", "mending-mornings", "q1 q2 q3 q4 q5"),
        (ThemeAnswer, "theme", "no-ear", "no-ear no-reply"),
        (ThemeAnswer, "role", "repair-cafe", "no-room no-ear no-reply helps lent-hall"),
        (ThemeAnswer, "role", "elected-member", "no-ear lent-hall"),
        (ThemeAnswer, "respondent", "c", "no-room lent-hall"),
        (ThemeAnswer, "valence", "facilitator", "helps lent-hall"),
        (ThemeAnswer, "words", "a hall,", "lent-hall"),
        (RespondentAnswer, "theme", "hindrances", "a b c"),
        (RespondentAnswer, "role", "voluntary-and-community-sector", "a"),
        (RespondentAnswer, "role", "local-authority", "c"),
        (RespondentAnswer, "respondent", "b", "b"),
        (RespondentAnswer, "valence", "facilitator", "c d"),
        (RespondentAnswer, "words", "guest", "d"),
        (RoleAnswer, "theme", "no-ear", "elected-member local-authority repair-cafe"),
        (RoleAnswer, "role", "local-authority", "elected-member local-authority officer"),
        (RoleAnswer, "respondent", "a", "community fixer repair-cafe"),
        (
            RoleAnswer,
            "valence",
            "facilitator",
            "community elected-member local-authority repair-cafe",
        ),
        (RoleAnswer, "words", "CAFÉ", "repair-cafe"),
        (TieAnswer, "theme", "no-ear", "t1 t4"),
        (TieAnswer, "role", "local-authority", "t1 t2 t3 t4"),
        (TieAnswer, "role", "community", "t5 t6"),
        (TieAnswer, "respondent", "a", "t1 t5"),
        (TieAnswer, "valence", "facilitator", "t2 t5"),
        (TieAnswer, "words", "gives access to elected", "t3"),
        (TieAnswer, "words", "says neighbour b", "t1"),
        (GapAnswer, "kind", "wanted-tie", "wanted-tie-t3"),
        (
            GapAnswer,
            "kind",
            "unheard-actor",
            "unheard-actor-elected-member unheard-actor-professional-network",
        ),
        (StudyAnswer, "words", "WHO DOESN’T", "mending-mornings"),
    ],
)
def test_one_filter(mending: Snapshot, kind: type, name: str, value: str, expected: str) -> None:
    """A filter leaves exactly the records that it wants, below a theme or role included."""
    assert _ids(mending, kind, **{name: value}) == expected


@pytest.mark.parametrize("kind", [k for k, v in BY_RECORD.items() if "study" in v.filters])
def test_the_study_as_a_filter(two: Snapshot, kind: type) -> None:
    """Each list can be had of one study, by its id or its IRI."""
    whole = [answer.iri for answer in _ask(two, kind)]
    of_one = [answer.iri for answer in _ask(two, kind, Filters(study="mending-mornings"))]
    assert of_one
    assert [a.iri for a in _ask(two, kind, Filters(study=IRIS.study))] == of_one
    assert _ids(two, kind, study="no-such-study") == ""
    other = [answer.iri for answer in _ask(two, kind, Filters(study="another"))]
    assert set(of_one) | set(other) == set(whole)
    if kind is not RoleAnswer:  # both studies speak of the shared roles
        assert set(of_one).isdisjoint(other)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Return a snapshot of a store with two studies whose records have the same ids."""
    store = GraphStore(tmp_path_factory.mktemp("two") / "store")
    build([invented_study(), invented_study("another")], store)
    return store.snapshot()


def test_studies_stand_one_after_the_other(two: Snapshot) -> None:
    """Records of several studies stand by study, each in its order."""
    quotes = [(q.study.rpartition("/")[2], q.id) for q in ask(two, QuoteAnswer)]
    ids = ["q1", "q2", "q3", "q4", "q5"]
    assert quotes == [(study, q) for study in ("another", "mending-mornings") for q in ids]


@pytest.mark.parametrize("kind", COMMON)
@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("theme", IRIS.record("themes", "hindrances")),
        ("role", f"{ROLE}local-authority"),
        ("role", IRIS.record("roles", "repair-cafe")),
        ("respondent", IRIS.record("respondents", "a")),
    ],
)
def test_iris_as_filters(mending: Snapshot, kind: type, name: str, iri: str) -> None:
    """A filter takes an IRI in place of an id, with the same answer."""
    by_id = _ids(mending, kind, **{name: ontology.notation(iri) or iri.rpartition("/")[2]})
    assert by_id
    assert _ids(mending, kind, **{name: iri}) == by_id


# ---------------------------------------------------------------- several filters


@pytest.mark.parametrize(
    ("kind", "wanted", "expected"),
    [
        (QuoteAnswer, {"theme": "hindrances", "respondent": "c"}, "q4"),
        (QuoteAnswer, {"theme": "hindrances", "role": "local-authority"}, "q2"),
        (QuoteAnswer, {"valence": "facilitator", "words": "COUNCIL"}, "q4 q5"),
        (QuoteAnswer, {"valence": "facilitator", "words": "council ", "respondent": "d"}, ""),
        (TieAnswer, {"role": "local-authority", "valence": "barrier"}, "t1 t4"),
        (TieAnswer, {"role": "local-authority", "valence": "barrier", "respondent": "a"}, "t1"),
        (RespondentAnswer, {"theme": "helps", "role": "local-authority"}, "c"),
        (ThemeAnswer, {"theme": "hindrances", "respondent": "a"}, "no-ear"),
        (RoleAnswer, {"respondent": "a", "role": "community"}, "community"),
        (GapAnswer, {"study": "mending-mornings", "kind": "missing-tie"}, "missing-tie-t4"),
    ],
)
def test_filters_must_all_fit(
    mending: Snapshot, kind: type, wanted: dict[str, Any], expected: str
) -> None:
    """Several filters leave what fits them all."""
    assert _ids(mending, kind, **wanted) == expected


HOSTILE = [
    '"',
    "'",
    "\\",
    '") } #',
    "} UNION { ?s ?p ?o",
    "x' || true || '",
    '"@en',
    "<http://example.org/>",
    "?iri",
    "$iri",
    "SERVICE <http://127.0.0.1:1/> {}",
    "\n\t\r",
    "\x00",
    "…𝄞" * 5000,
    " ",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "name", [f.name for f in fields(Filters) if f.name not in {"words", "exactly"}]
)
def test_hostile_filters_find_nothing(mending: Snapshot, name: str, value: str) -> None:
    """A filter is a value, whatever is written in it: no query, no pattern, no error."""
    wanted: dict[str, Any] = {name: value}
    for kind, asked in BY_RECORD.items():
        if name in asked.filters:
            assert _ask(mending, kind, Filters(**wanted)) == []


@pytest.mark.parametrize("value", ['") } #', "} UNION { ?s ?p ?o", ".*", "%", "SERVICE <x:y> {}"])
def test_words_are_words(mending: Snapshot, value: str) -> None:
    """Words that are sought are no pattern and no query."""
    for kind in COMMON:
        assert _ask(mending, kind, Filters(words=value)) == []


# ---------------------------------------------------------------- paging


def test_pages_make_the_whole(mending: Snapshot) -> None:
    """Pages of any size, one after the other, are the whole list."""
    whole = ask(mending, QuoteAnswer)
    for size in (1, 2, 3, 5, 9):
        starts = range(0, len(whole), size)
        pages = [ask(mending, QuoteAnswer, limit=size, offset=start) for start in starts]
        assert [quote for page in pages for quote in page] == whole
        assert all(len(page) <= size for page in pages)


def test_beyond_the_end_is_nothing(mending: Snapshot) -> None:
    """A page beyond the end, or of no length, is empty."""
    assert ask(mending, QuoteAnswer, limit=3, offset=5) == []
    assert ask(mending, QuoteAnswer, limit=0) == []


def test_an_offset_needs_no_limit(mending: Snapshot) -> None:
    """An offset without a limit leaves out the first answers."""
    assert ask(mending, QuoteAnswer, offset=3) == ask(mending, QuoteAnswer)[3:]


def test_a_page_is_of_what_the_filters_want(mending: Snapshot) -> None:
    """Pages count what the filters leave."""
    wanted = Filters(theme="hindrances")
    assert [q.id for q in ask(mending, QuoteAnswer, wanted, limit=1, offset=1)] == ["q3"]


# ---------------------------------------------------------------- the queries


def _queries() -> list[str]:
    folder = files("graph") / "queries"
    return sorted(f.name.removesuffix(".rq") for f in folder.iterdir() if f.name.endswith(".rq"))


def test_every_query_has_a_kind_of_answer() -> None:
    """Every query file is asked, and every kind of answer has its query; a few have their own."""
    own = (
        *(
            "about",
            "compare-roles",
            "compare-themes",
            "cooccurrence",
            "describe",
            "graph-sizes",
            "having",
        ),
        *(
            "known-names",
            "named",
            "names",
            "node",
            "resolve",
            "resolve-iri",
            "role-counts",
            "speaking",
            "stats",
        ),
        *("steps-from", "steps-stated", "steps-to", "study-ids"),
    )
    assert sorted((*(kind.query for kind in BY_RECORD.values()), *own)) == _queries()


@pytest.mark.parametrize("kind", BY_RECORD)
def test_every_field_is_selected(kind: type) -> None:
    """Each field of an answer is a variable that its query selects."""
    asked = BY_RECORD[kind]
    queries = [name for name in (asked.query, asked.counts) if name]
    selected = {str(n) for query in queries for n in prepareQuery(query_text(query)).algebra.PV}
    assert selected >= {field.name for field in fields(kind)}


@pytest.fixture(scope="module")
def union(mending: Snapshot) -> Graph:
    """Return all graphs of the invented study's store as one graph of rdflib."""
    triples = {quad.triple for quad in mending.database}
    return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


def _rdflib_rows(graph: Graph, query: str) -> Iterator[dict[str, str]]:
    for row in graph.query(query):
        assert isinstance(row, ResultRow)
        yield _plain({name: str(value) for name, value in row.asdict().items()})


def _plain(row: Mapping[str, str]) -> dict[str, str]:
    """Return a row without empty lists, and with what is in a list in order, for it's in none."""
    return {name: " ".join(sorted(value.split())) for name, value in row.items() if value}


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        *((kind, {}) for kind in BY_RECORD),
        (QuoteAnswer, {"theme": "hindrances"}),
        (QuoteAnswer, {"role": "local-authority"}),
        (QuoteAnswer, {"words": "COUNCIL"}),
        (TieAnswer, {"study": "mending-mornings"}),
        (GapAnswer, {"kind": "wanted-tie"}),
    ],
)
def test_another_engine_answers_alike(
    mending: Snapshot, union: Graph, kind: type, wanted: dict[str, Any]
) -> None:
    """The queries are plain SPARQL 1.1: rdflib's engine gives the same rows.

    Their order may differ, for rdflib forgets by what groups are sorted if it isn't selected.
    """
    query = page(mending, kind, Filters(**wanted), limit=1000).query
    ours = [_plain(row) for row in mending.solutions(query)]
    assert ours
    assert sorted(_rdflib_rows(union, query), key=_name) == sorted(ours, key=_name)


def _name(row: Mapping[str, str]) -> str:
    return row["iri"]


def test_filters_that_a_query_does_not_take_are_refused(mending: Snapshot) -> None:
    """A filter is never silently ignored."""
    with pytest.raises(ValueError, match="takes no respondent"):
        ask(mending, GapAnswer, Filters(respondent="a"))
