"""Full text search: what is found, in which order, where it stands; what hostile searches get."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from graph.answers import Filters, QuoteAnswer, ThemeAnswer, ask
from graph.errors import InputError, QueryError, StoreError
from graph.model import Study
from graph.rdf.iris import StudyIris
from graph.search import finding
from graph.search import index as search_index
from graph.search.finding import CursorError, Hit, UnknownStudyError, Wanted, scores, search
from graph.search.functions import MAX_SEARCHES
from graph.search.wanted import MAX_CHARACTERS, MAX_DEPTH, MAX_TERMS, SearchError, understood
from graph.search.words import words
from graph.service.sparql import run
from graph.stores import embedded as store_module
from graph.stores.build import build, remove
from graph.stores.embedded import GraphStore, Snapshot
from tests.studies import invented_study
from tests.test_cli import Runner
from tests.test_cli import run as run_command

__all__ = ["run_command"]


@pytest.fixture
def stored(tmp_path: Path, invented: Study) -> GraphStore:
    """Make a store of the invented study, to be changed."""
    made = GraphStore(tmp_path / "store")
    build([invented], made)
    return made


def found(snapshot: Snapshot, text: str, **wanted: Any) -> list[str]:  # noqa: ANN401 -- any
    """Return the ids of what is found, best first."""
    return [hit.id for hit in search(snapshot, Wanted(text, **wanted)).hits]


def marked(hit: Hit) -> list[str]:
    """Return the words of a hit that are marked."""
    return [hit.fields[each.field].text[each.start : each.end] for each in hit.highlights]


# ---------------------------------------------------------------- what is found


def test_all_words_must_occur(mending: Snapshot) -> None:
    """Several words find what has all of them, in any order; OR finds what has one."""
    assert found(mending, "broken bring", kinds=("quote",)) == []
    assert set(found(mending, "council hall", kinds=("quote",))) == {"q4"}
    assert set(found(mending, "hall OR councillor", kinds=("quote",))) == {"q4", "q5"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("council -hall", {"q2"}),
        ("council NOT hall", {"q2"}),
        ("council -(hall OR lends)", {"q2"}),
        ("(hall OR councillor) -came", {"q4"}),
        ('"the council lends"', {"q4"}),
        ("“the council lends”", {"q4"}),
        ('"lends council"', set()),
        ('"lends us the h"*', {"q4"}),
        ("cou*", {"q2", "q4", "q5"}),
        ("councillors", {"q5"}),
        ("COUNCIL", {"q2", "q4"}),
        ("ακουσε", {"q3"}),
        ("AND council AND AND hall", {"q4"}),
        ("NEAR(council hall)", set()),
    ],
)
def test_a_search_finds(mending: Snapshot, text: str, expected: set[str]) -> None:
    """Phrases, prefixes, boolean words, stems, case and accents do what their descriptions say."""
    assert set(found(mending, text, kinds=("quote",))) == expected


def test_accents_and_letters_are_folded() -> None:
    """Accents don't matter, composed or not, nor do letters that only look like others."""
    composed, apart = "Café Ångström Łódź Œuvre", "Cafe\u0301 A\u030angstro\u0308m"
    assert [w.folded for w in words(composed)] == ["cafe", "angstrom", "lodz", "oeuvre"]
    assert [(w.start, w.end, w.folded) for w in words(apart)] == [
        (0, 5, "cafe"), (6, 16, "angstrom"),
    ]  # fmt: skip


def test_a_study_is_stemmed_in_its_language(tmp_path: Path, invented: Study) -> None:
    """A German study finds “Bedürfnisse” by “Bedürfnis”, and an English one by its own stems."""
    info = replace(invented.info, language="de-AT", id="bedarf")
    themes = (replace(invented.themes[0], label="Bedürfnisse", definition=""),)
    german = Study(info, coders=invented.coders, themes=themes)
    made = GraphStore(tmp_path / "store")
    build([invented, german], made)
    assert found(made.snapshot(), "bedurfnis") == [themes[0].id]
    assert found(made.snapshot(), "mended")


@pytest.mark.parametrize(
    ("text", "kind", "expected", "field", "words"),
    [
        ("clubs", "role", "repair-cafe", "alternative", ["club"]),
        ("repair cafe", "role", "repair-cafe", "label", ["repair", "café"]),
        ("in the way", "theme", "hindrances", "definition", ["in", "the", "way"]),
        ("but still", "passage", "p2", "text", ["Still", "But"]),
    ],
)
def test_every_text_of_a_record_is_searched(
    mending: Snapshot, text: str, kind: str, expected: str, field: str, words: list[str]
) -> None:
    """Roles are found by other names, themes by definitions, passages by the coder's words."""
    (hit,) = search(mending, Wanted(text, (kind,))).hits
    assert (hit.id, hit.fields[hit.highlights[0].field].name) == (expected, field)
    assert marked(hit) == words


def test_no_phrase_goes_from_one_text_into_the_next(mending: Snapshot) -> None:
    """The end of a text and the beginning of the next are no phrase."""
    assert found(mending, "still but", kinds=("passage",)) == ["p2"]
    assert found(mending, '"still but"', kinds=("passage",)) == []


def test_highlights_are_code_points(mending: Snapshot) -> None:
    """Highlights are offsets into the text, also behind characters outside the BMP."""
    (hit,) = search(mending, Wanted("ακουσε", kinds=("quote",))).hits
    assert marked(hit) == ["άκουσε"]
    (hit,) = search(mending, Wanted('"council lends" OR hal*', kinds=("quote",))).hits
    assert marked(hit) == ["council lends", "hall"]


def test_whole_words_rank_above_stems(tmp_path: Path, invented: Study) -> None:
    """Of two equally long texts the one with the very word comes first."""
    labels = ("organised people", "organising people")
    themes = tuple(
        replace(invented.themes[0], id=f"t{n}", label=label, definition="")
        for n, label in enumerate(labels)
    )
    made = GraphStore(tmp_path / "store")
    build([Study(invented.info, coders=invented.coders, themes=themes)], made)
    assert found(made.snapshot(), "organising") == ["t1", "t0"]
    assert found(made.snapshot(), "organised") == ["t0", "t1"]


def test_kind_and_study_narrow(tmp_path: Path, invented: Study) -> None:
    """A search keeps to kinds, and to a study by id or IRI."""
    made = GraphStore(tmp_path / "store")
    build([invented, invented_study("other")], made)
    snapshot = made.snapshot()
    every = search(snapshot, Wanted("council", kinds=("quote",))).hits
    assert len(every) == 4
    for study in ("other", every[0].study.replace("mending-mornings", "other")):
        hits = search(snapshot, Wanted("council", ("quote", "theme"), study)).hits
        assert {hit.study.rpartition("/")[2] for hit in hits} == {"other"}
    with pytest.raises(UnknownStudyError, match="did you mean 'other'"):
        search(snapshot, Wanted("council", study="othr"))
    with pytest.raises(InputError, match="did you mean 'quote'"):
        search(snapshot, Wanted("council", kinds=("quot",)))


def test_shared_roles_are_found_if_studies_speak_of_them(mending: Snapshot) -> None:
    """Of the shared scheme only roles are found that a study speaks of."""
    assert "elected-member" in found(mending, "elected member", kinds=("role",))
    assert "voter" not in found(mending, "voter", kinds=("role",))


# ---------------------------------------------------------------- pages


def test_pages_join_to_the_whole(mending: Snapshot) -> None:
    """Page after page gives what one page gives, each hit once."""
    whole = found(mending, "the OR a", limit=100)
    assert len(whole) > 3
    joined, cursor = list[str](), ""
    while True:
        page = search(mending, Wanted("the OR a", limit=2, cursor=cursor))
        joined += [hit.id for hit in page.hits]
        cursor = page.next
        if not cursor:
            break
    assert joined == whole


def test_cursors_of_other_searches_are_refused(stored: GraphStore) -> None:
    """A cursor serves its own search over an unchanged store, and no other."""
    cursor = search(stored.snapshot(), Wanted("the", limit=1)).next
    assert cursor
    with pytest.raises(CursorError, match="another search"):
        search(stored.snapshot(), Wanted("a", limit=1, cursor=cursor))
    build([invented_study("other")], stored)
    with pytest.raises(CursorError, match="has changed"):
        search(stored.snapshot(), Wanted("the", limit=1, cursor=cursor))


@pytest.mark.parametrize("cursor", ["x", "é", "W10", "bnVsbA", "[" * 5000, "WzEsMiwzLDRd" * 20])
def test_no_cursor_is_believed(mending: Snapshot, cursor: str) -> None:
    """What isn't a cursor is refused."""
    with pytest.raises(CursorError, match="no cursor"):
        search(mending, Wanted("the", cursor=cursor))


# ---------------------------------------------------------------- hostile searches


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no word"),
        ("  ...  ", "no word"),
        ('trust "good will', "the quotation mark at character 7"),
        ("(trust", "the bracket at character 1"),
        ("trust)", "a closing bracket at character 6"),
        ("-trust", "what mustn't occur"),
        ("a OR -b", "what mustn't occur"),
        ("-(a OR b)", "what mustn't occur"),
        ("a -(-b)", "what mustn't occur"),
        ("(" * (MAX_DEPTH + 1) + "a", f"more than {MAX_DEPTH} deep"),
        ("a " * (MAX_TERMS + 1), f"at most {MAX_TERMS}"),
        ("word " * 10_000, f"at most {MAX_CHARACTERS}"),
    ],
)
def test_what_cant_be_understood_is_said(mending: Snapshot, text: str, says: str) -> None:
    """A search that can't be understood says where and why."""
    with pytest.raises(SearchError, match=says.replace("(", r"\(")):
        search(mending, Wanted(text))


@pytest.mark.parametrize(
    "text",
    [
        "words : the", "{words stems} : the", "the ^ 2", 'the" OR "1', "the; DROP TABLE entry",
        "NEAR(the a, 5)", "the + a", "* the", "the**", "'the' OR 1=1 --", "the\x00a", "rank:the",
        "\ue000 the", "\ud800 the",
    ],
)  # fmt: skip
def test_the_engines_own_syntax_is_only_words(mending: Snapshot, text: str) -> None:
    """What FTS5 or SQL would obey is looked for as words, or refused as a quotation mark alone."""
    try:
        search(mending, Wanted(text))
    except SearchError as error:
        assert text.count('"') % 2 or "no word" in str(error)  # noqa: PT017 -- either is right


@given(st.text(alphabet=st.sampled_from(" \"“”()-+*ORNTAD'\\:^{}ab½ß①Σİ"), max_size=60))
def test_any_line_is_answered_or_refused(mending: Snapshot, text: str) -> None:
    """Every line of signs is answered, or refused with a reason, and never breaks the engine."""
    try:
        hits = search(mending, Wanted(text)).hits
    except SearchError:
        return
    assert all(hit.highlights for hit in hits)


@given(st.text(max_size=40), st.sampled_from(["en", "de", "fr", "ar", "ta", ""]))
def test_words_stand_where_they_say(text: str, language: str) -> None:
    """A word's code points are in order, and folding leaves nothing that an index would part."""
    reached = 0
    for word in words(text, language):
        assert reached <= word.start < word.end <= len(text)
        assert word.folded.isalnum()
        assert word.stem.isalnum()
        reached = word.end


# ---------------------------------------------------------------- in step with the store


def test_the_index_goes_with_the_store(stored: GraphStore, invented: Study) -> None:
    """What is built can be found, what is changed or removed can't any more."""
    assert found(stored.snapshot(), "spanners", kinds=("quote",)) == []
    quotes = (replace(invented.quotes[0], text="spanners"), *invented.quotes[1:])
    build([replace(invented, quotes=quotes), invented_study("other")], stored)
    assert found(stored.snapshot(), "spanners", kinds=("quote",)) == [quotes[0].id]
    iri = search(stored.snapshot(), Wanted("spanners", kinds=("quote",))).hits[0].study
    remove(StudyIris(iri), stored)
    assert found(stored.snapshot(), "spanners", kinds=("quote",)) == []
    assert {hit.study for hit in search(stored.snapshot(), Wanted("council", ("quote",))).hits} == {
        iri.replace("mending-mornings", "other")
    }


def _content(snapshot: Snapshot) -> list[tuple[str, ...]]:
    assert snapshot.folder is not None
    with closing(sqlite3.connect(snapshot.folder / search_index.NAME)) as index:
        columns = "graph, iri, kind, fields, words, stems"
        return sorted(
            index.execute(f"SELECT {columns} FROM entry JOIN word ON number = word.rowid")  # noqa: S608 -- ours
        )


def test_an_index_that_was_added_to_is_the_one_written_anew(
    stored: GraphStore, bundled: Study
) -> None:
    """After several changes the index holds what one written from nothing would."""
    build([bundled, invented_study("other")], stored)
    remove(StudyIris("https://w3id.org/themegraph/data/other"), stored)
    grown = _content(stored.snapshot())
    assert stored.index() == len(grown)
    assert _content(stored.snapshot()) == grown


def test_a_snapshot_keeps_its_index(stored: GraphStore) -> None:
    """Who opened a generation finds what is in it, whatever comes after."""
    before = stored.snapshot()
    remove(StudyIris("https://w3id.org/themegraph/data/mending-mornings"), stored)
    assert found(before, "council", kinds=("quote",))
    assert not found(stored.snapshot(), "council", kinds=("quote",))


def test_an_index_that_cant_be_written_leaves_the_store_as_it_was(
    stored: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the index fails, so does the change: neither is without the other."""
    version = stored.snapshot().version

    def fail(*_: object) -> Iterator[str]:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(search_index, "_learn", fail)
    with pytest.raises(StoreError, match="disk is full"):
        build([invented_study("other")], stored)
    assert stored.snapshot().version == version
    folders = [path.name for path in stored.path.iterdir() if path.is_dir()]
    assert folders == [version]


def test_a_broken_index_is_said_and_written_anew(stored: GraphStore) -> None:
    """With a broken index, a search says how to get a sound one; SPARQL too."""
    folder = stored.snapshot().folder
    assert folder is not None
    file = folder / search_index.NAME
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match="themegraph index"):
        search(stored.snapshot(), Wanted("council"))
    with pytest.raises(StoreError, match="themegraph index"):
        run(stored.snapshot(), 'SELECT * { ?q a tg:Quote FILTER(search:matches(?q, "hall")) }')
    stored.index()
    assert found(stored.snapshot(), "council")


def test_who_searches_first_writes_an_index_that_is_not_there(stored: GraphStore) -> None:
    """A generation without an index, as an update makes it, finds what one with it finds."""
    folder = stored.snapshot().folder
    assert folder is not None
    before = found(stored.snapshot(), "council")
    (folder / search_index.NAME).unlink()
    assert found(stored.snapshot(), "council") == before != []
    assert (folder / search_index.NAME).is_file()


def test_a_change_mends_a_lost_index(stored: GraphStore) -> None:
    """After the index was lost, the next build writes all of it."""
    folder = stored.snapshot().folder
    assert folder is not None
    (folder / search_index.NAME).unlink()
    build([invented_study("other")], stored)
    assert len(found(stored.snapshot(), "lends", kinds=("quote",))) == 2


def test_an_empty_store_has_nothing_to_find(tmp_path: Path) -> None:
    """A store that doesn't exist finds nothing, and can't be indexed."""
    empty = GraphStore(tmp_path / "store")
    assert search(empty.snapshot(), Wanted("council")).hits == ()
    assert scores(empty.snapshot(), "council") == {}
    with pytest.raises(StoreError, match="empty"):
        empty.index()


def test_the_stores_own_files_are_known() -> None:
    """The index and its draft are the store's to delete."""
    for name in (search_index.NAME, search_index.DRAFT):
        assert store_module._DATABASE_FILE.fullmatch(name)  # noqa: SLF001 -- what may be deleted


# ---------------------------------------------------------------- narrowed


def test_what_narrows_a_search_narrows_lists(store: GraphStore) -> None:
    """By theme, role, valence and respondent a search finds the quotes that the list has."""
    snapshot = store.snapshot()
    everything = "the OR a OR and OR of OR to"
    for name, value in (
        ("theme", "barriers"), ("role", "academic"), ("respondent", "interviewee-4"),
        ("valence", "facilitator"), ("study", "changing-the-culture"),
    ):  # fmt: skip
        wanted: dict[str, Any] = {name: value}
        listed = {quote.id for quote in ask(snapshot, QuoteAnswer, Filters(**wanted))}
        every = set(found(snapshot, everything, kinds=("quote",), limit=1000))
        narrowed = {"study": value} if name == "study" else {"about": ((name, value),)}
        ids = found(snapshot, everything, kinds=("quote",), limit=1000, **narrowed)
        assert set(ids) == listed & every != set()


def test_narrowed_by_iri_and_by_kind(store: GraphStore) -> None:
    """An IRI narrows as an id does; a theme takes in those below it, a role found is within it."""
    snapshot = store.snapshot()
    theme = next(t for t in ask(snapshot, ThemeAnswer) if t.id == "barriers")
    by_id = found(snapshot, "culture OR evidence", about=(("theme", "barriers"),))
    assert by_id == found(snapshot, "culture OR evidence", about=(("theme", theme.iri),)) != []
    assert "academic" in found(snapshot, "academic", about=(("role", "academic"),))


def test_marks_follow_a_change(stored: GraphStore, invented: Study) -> None:
    """After a build that takes a mention away, a search for the role doesn't find its words."""
    mention = invented.mentions[0]
    quote = next(q for q in invented.quotes if q.id == mention.quote)
    about = (("role", mention.role),)
    assert quote.id in found(stored.snapshot(), quote.text.split()[0], about=about)
    build([replace(invented, mentions=())], stored)
    assert found(stored.snapshot(), quote.text.split()[0], about=about, kinds=("quote",)) == []


def test_how_many_are_found(mending: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page says how many are found in all; of very many, the best of so many are given."""
    every = search(mending, Wanted("council OR hall", limit=1))
    assert every.found == len(search(mending, Wanted("council OR hall", limit=1000)).hits) > 1
    monkeypatch.setattr(finding, "MAX_RANKED", 1)
    few = search(mending, Wanted("council OR hall"))
    assert (len(few.hits), few.found, few.next) == (1, 1, "")


def test_formats_and_keeping(store: GraphStore) -> None:
    """A search answers as JSON, lines of JSON and CSV, and 304 to whoever has the answer."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        address = "/api/v1/search?q=research&limit=2"
        plain = client.get(address)
        ids = [hit["id"] for hit in plain.json()["items"]]
        lines = client.get(f"{address}&format=ndjson").text.splitlines()
        assert [json.loads(line)["id"] for line in lines] == ids
        table = client.get(address, headers={"Accept": "text/csv"})
        assert table.headers["content-type"].startswith("text/csv")
        assert [row["id"] for row in csv.DictReader(io.StringIO(table.text))] == ids
        again = client.get(address, headers={"If-None-Match": plain.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_what_narrows_must_be_there(store: GraphStore) -> None:
    """A theme that isn't there is refused with the nearest guess, and isn't an empty answer."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        refused = client.get("/api/v1/search?q=research&theme=bariers")
    assert refused.status_code == 404
    assert refused.json()["faults"][0]["nearest"] == "barriers"


# ---------------------------------------------------------------- SPARQL


def test_sparql_finds_and_ranks(mending: Snapshot) -> None:
    """``search:score`` is the search's score, ``search:matches`` whether there's one."""
    text = "council OR hall"
    hits = search(mending, Wanted(text, ("quote",))).hits
    query = (
        f"SELECT ?id ?score {{ ?q a tg:Quote ; dcterms:identifier ?id "
        f'BIND(search:score(?q, "{text}") AS ?score) FILTER(BOUND(?score)) }} ORDER BY DESC(?score)'
    )
    rows = run(mending, query, accept="text/csv").body.decode().split()[1:]
    assert [(id_, float(score)) for id_, score in (row.split(",") for row in rows)] == [
        (hit.id, hit.score) for hit in hits
    ]
    asked = f'SELECT (COUNT(*) AS ?n) {{ ?q a tg:Quote FILTER(search:matches(?q, "{text}")) }}'
    assert run(mending, asked, accept="text/csv").body.split() == [b"n", str(len(hits)).encode()]


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ('search:matches(?q, "(hall")', "isn't closed"),
        ("search:matches(?q)", "it takes a record and a text"),
        ("search:matches(?q, ?q)", "it takes a record and a text"),
        ("search:matches(?q, STR(?q))", "at most 20 texts"),
    ],
)
def test_a_wrong_search_in_sparql_is_said(
    bundled: Study, store: GraphStore, call: str, says: str
) -> None:
    """A search that can't be understood makes the query fail, and isn't an empty answer."""
    assert len(bundled.quotes) > MAX_SEARCHES
    with pytest.raises(QueryError, match=says):
        run(store.snapshot(), f"SELECT * {{ ?q a tg:Quote FILTER({call}) }}")


def test_the_documented_query_runs(store: GraphStore) -> None:
    """The query in docs/search.md finds something in the bundled study."""
    page = (Path(__file__).parents[1] / "docs" / "search.md").read_text("utf-8")
    query = page.partition("```sparql\n")[2].partition("```")[0]
    assert len(run(store.snapshot(), query, accept="text/csv").body.splitlines()) > 1


def test_understanding_keeps_no_empty_groups() -> None:
    """Brackets and signs without words are passed over."""
    assert understood("() trust -() ( () )") == understood("trust")


@pytest.fixture(scope="module")
def client(store: GraphStore) -> Iterator[TestClient]:
    """Call the application over a store that holds the bundled study."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        yield client


def test_rest_pages_follow_next(client: TestClient, store: GraphStore) -> None:
    """``/api/v1/search`` gives the hits of a search; ``next`` is the address of more."""
    first = client.get("/api/v1/search", params={"q": "research", "limit": 2, "kind": "quote"})
    second = client.get(first.json()["next"])
    ids = [item["id"] for page in (first, second) for item in page.json()["items"]]
    wanted = Wanted("research", ("quote",), limit=4)
    assert ids == [hit.id for hit in search(store.snapshot(), wanted).hits]
    hit = first.json()["items"][0]
    marks = [hit["fields"][m["field"]]["text"][m["start"] : m["end"]] for m in hit["highlights"]]
    assert {mark.lower() for mark in marks} <= {"research", "researcher", "researchers"}


@pytest.mark.parametrize(
    ("parameters", "about"),
    [
        ({"q": '"a'}, "q"),
        ({"q": "word " * 10_000}, "q"),
        ({"q": "a", "study": "changing"}, "study"),
        ({"q": "a", "cursor": "a"}, "cursor"),
        ({"q": "a", "kind": "person"}, "kind"),
        ({"q": "a", "sort": "id"}, "sort"),
        ({}, "q"),
    ],
)
def test_rest_says_which_parameter_is_wrong(
    client: TestClient, parameters: dict[str, str], about: str
) -> None:
    """A search that can't be made is answered with the parameter and how to mend it."""
    response = client.get("/api/v1/search", params=parameters)
    assert response.status_code == 422
    assert response.json()["faults"][0]["parameter"] == about


def test_the_command_line_searches(run_command: Runner, stored: GraphStore) -> None:
    """``themegraph search`` prints lines for people, CSV and JSON for programs; pages go on."""
    here = ("--store", stored.path)
    lines = run_command("search", "council lends", "--kind", "quote", *here)
    assert lines.out.splitlines()[0].startswith("quote q4 of mending-mornings (")
    assert lines.out.splitlines()[1].strip() == "the council lends us the hall"
    assert lines.err == "1 found\n"
    page = json.loads(run_command("search", "the", "--limit", "1", "--json", *here).out)
    again = run_command(
        "search", "the", "--limit", "1", "--cursor", page["next"], "--format", "csv", *here
    )
    assert again.out.splitlines()[0] == "score,kind,id,study,field,text,iri"
    assert page["items"][0]["iri"] not in again.out
    wrong = run_command("search", '"the', *here)
    assert (wrong.code, wrong.out, "quotation mark" in wrong.err) == (2, "", True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "barriers"), ("role", "academic"), ("respondent", "interviewee-4"),
        ("valence", "facilitator"),
    ],
)  # fmt: skip
def test_the_command_line_narrows_as_rest_does(
    run_command: Runner, store: GraphStore, name: str, value: str
) -> None:
    """``themegraph search`` finds by theme, role, respondent and valence what REST finds."""
    words = "the OR a OR and OR of"
    with TestClient(create_app(store), base_url="http://localhost") as client:
        asked = {"q": words, "kind": "quote", name: value, "limit": "1000"}
        rest = [hit["iri"] for hit in client.get("/api/v1/search", params=asked).json()["items"]]
    told = run_command(
        "search", words, "--kind", "quote", f"--{name}", value, "--limit", "1000", "--json",
        "--store", store.path,
    )  # fmt: skip
    assert [hit["iri"] for hit in json.loads(told.out)["items"]] == rest != []


def test_the_command_line_refuses_what_narrows_to_nothing_known(
    run_command: Runner, store: GraphStore
) -> None:
    """A theme or role that isn't in the store is refused with the nearest one that is."""
    for name, value, near in (("theme", "bariers", "barriers"), ("role", "academ", "academic")):
        told = run_command("search", "the", f"--{name}", value, "--store", store.path)
        assert (told.code, told.out, near in told.err) == (2, "", True)


def test_the_command_line_writes_the_index_anew(
    run_command: Runner, stored: GraphStore, tmp_path: Path
) -> None:
    """``themegraph index`` mends a broken index, and refuses an empty store."""
    folder = stored.snapshot().folder
    assert folder is not None
    (folder / search_index.NAME).write_bytes(b"no database" * 1000)
    broken = run_command("search", "council", "--store", stored.path)
    assert (broken.code, "themegraph index" in broken.err) == (1, True)
    assert run_command("index", "--store", stored.path).code == 0
    assert run_command("search", "council", "--store", stored.path).code == 0
    assert run_command("index", "--store", tmp_path / "none").code == 2


def test_a_common_word_beside_a_rarer_one(
    mending: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word in very many texts is looked for, and the rarer one ranks what is found."""
    rarer = {hit.iri: hit.score for hit in search(mending, Wanted("hall")).hits}
    every = search(mending, Wanted("council hall"))
    monkeypatch.setattr(finding, "COMMON", len(rarer))
    monkeypatch.setattr(finding, "remembered", lambda _source, _key, find: find())
    found_ = search(mending, Wanted("council hall"))
    assert {hit.iri for hit in found_.hits} == {hit.iri for hit in every.hits} != set()
    assert found_.found == every.found
    assert all(hit.score == rarer[hit.iri] for hit in found_.hits)
    assert any(hit.score != rarer[hit.iri] for hit in every.hits)
    first = search(mending, Wanted("council hall", limit=1))
    assert first.hits == found_.hits[:1]
