"""Competency questions: each gives its expected rows, in the store and in a second engine."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat
from rdflib import Dataset, Graph, Literal, URIRef, Variable

import ontology
from graph.bundled import FIRST_STUDY, INVENTED_STUDY, STUDIES
from graph.folders.check import load
from graph.folders.tables import METADATA
from graph.readers import narrative
from graph.service.guard import check
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot
from ontology.questions import FOLDER, HeaderError, Question, parse, questions

# rdflib's own engine uses what it tells its callers not to use
pytestmark = pytest.mark.filterwarnings("ignore:Dataset\\.(default_context|contexts) is deprecated")

QUESTIONS = list(questions().values())
PARAMETERS = [(asked, parameter) for asked in QUESTIONS for parameter in asked.parameters]
UNKNOWN = "no-such-thing"
Rows = list[tuple[str, ...]]

each_question = pytest.mark.parametrize("asked", QUESTIONS, ids=lambda q: q.file)
each_parameter = pytest.mark.parametrize(
    ("asked", "name", "example"),
    [
        pytest.param(q, parameter.name, parameter.example, id=f"{q.number:02}-{parameter.name}")
        for q, parameter in PARAMETERS
    ],
)


class Engines:
    """The same studies in the store and in rdflib, whose SPARQL engine is another one."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Load the union of the store's graphs, which is what a query there sees, into rdflib."""
        self.snapshot = snapshot
        self.graph = Graph()
        union = {f"{quad.subject} {quad.predicate} {quad.object} ." for quad in snapshot.database}
        self.graph.parse(data="\n".join(sorted(union)), format="nt")

    @cached_property
    def graphs(self) -> Dataset:
        """The store's graphs apart, for queries that name them: their union is slow in rdflib."""
        apart = Dataset(default_union=True)
        for name in self.snapshot.database.named_graphs():
            triples = self.snapshot.database.dump(format=RdfFormat.N_TRIPLES, from_graph=name)
            apart.graph(URIRef(name.value)).parse(data=triples, format="nt")
        return apart

    def in_rdflib(self, asked: Question) -> Graph:
        """Return what rdflib asks this question of."""
        return self.graphs if "GRAPH ?" in asked.text else self.graph

    def from_store(self, asked: Question, bound: Mapping[str, str]) -> Rows:
        """Ask the store; rows in their order."""
        found = self.snapshot.solutions(asked.text, bound)
        return [tuple(row.get(column, "") for column in asked.columns) for row in found]

    def from_rdflib(self, asked: Question, bound: Mapping[str, str]) -> Rows:
        """Ask rdflib; rows in its order, as labels with and without a language sort differently."""
        given = {name: Literal(value) for name, value in bound.items()}
        found = self.in_rdflib(asked).query(asked.text, initBindings=given).bindings
        columns = [Variable(column) for column in asked.columns]
        rows = [tuple(str(row.get(column, "")) for column in columns) for row in found]
        return [row for row in rows if any(row)]  # it makes an empty group of no rows


@pytest.fixture(scope="module")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[str]], Engines]:
    """Return both engines over the bundled studies with these ids, built once each."""
    built: dict[tuple[str, ...], Engines] = {}

    def over(studies: Sequence[str]) -> Engines:
        key = tuple(studies)
        if key not in built:
            store = GraphStore(tmp_path_factory.mktemp("store") / "store")
            build([load(STUDIES / study) for study in key], store)
            built[key] = Engines(store.snapshot())
        return built[key]

    return over


def expected(asked: Question) -> Rows:
    """Return the rows that stand beside the query, without their header."""
    return [tuple(row) for row in _table(asked.rows_file)[1:]]


def _table(name: str) -> list[list[str]]:
    return list(csv.reader((FOLDER / name).read_text("utf-8").splitlines(keepends=True)))


# ---------------------------------------------------------------- what the files look like


def test_there_are_enough_questions_numbered_without_a_hole() -> None:
    """There are at least forty questions, numbered from 1."""
    assert len(QUESTIONS) >= 40
    assert [asked.number for asked in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    assert len({asked.question for asked in QUESTIONS}) == len(QUESTIONS)


def test_the_folder_holds_questions_and_their_rows_alone() -> None:
    """Every query has its rows, and there are no rows without a query."""
    wanted = {name for asked in QUESTIONS for name in (asked.file, asked.rows_file)}
    assert {file.name for file in FOLDER.iterdir()} == wanted | {"unused-terms.csv"}


@each_question
def test_the_header_says_what_the_query_does(asked: Question) -> None:
    """A header names the studies, parameters that the query selects, and the terms it uses."""
    body = "\n".join(line for line in asked.text.splitlines() if not line.startswith("#"))
    assert asked.question.endswith("?")
    assert asked.studies
    assert {STUDIES / study for study in asked.studies} <= {FIRST_STUDY, INVENTED_STUDY}
    assert asked.parameters
    assert all(f"COALESCE(ISLITERAL(?{parameter.name})" in body for parameter in asked.parameters)
    assert list(asked.terms) == sorted(set(re.findall(r"\btg:\w+", body)))


@each_question
def test_the_columns_are_those_of_the_query_and_of_the_rows(
    asked: Question, engines: Callable[[Sequence[str]], Engines]
) -> None:
    """The query selects the columns of the expected rows, and then its parameters."""
    graph = engines(asked.studies).in_rdflib(asked)
    selected = [str(name) for name in graph.query(asked.text).vars or ()]
    assert selected == [*asked.columns, *(parameter.name for parameter in asked.parameters)]
    assert _table(asked.rows_file)[0] == list(asked.columns)


@each_question
def test_the_query_passes_the_guard(asked: Question) -> None:
    """A question may be sent to the SPARQL endpoint as it stands."""
    assert not check(asked.text).names_graphs


@each_question
def test_absence_is_never_said_to_be_more_than_a_candidate(asked: Question) -> None:
    """A question about what isn't there has a note, one about gaps speaks of candidates."""
    if "NOT EXISTS" in asked.text:
        assert asked.note
    if "tg:Gap" in asked.terms:
        assert "candidate" in asked.note


@pytest.mark.parametrize(
    ("file", "text", "wrong"),
    [
        ("1-x.rq", "", "isn't named"),
        ("01-x.rq", "# Question 2: Who?\n# Studies: a\n# Terms: tg:a\n", "Question 1"),
        ("01-x.rq", "# Question 1: Who?\n# Terms: tg:a\n", "0 lines '# Studies"),
        ("01-x.rq", "# Question 1: Who?\n# Remark: none\n", "line 2"),
        (
            "01-x.rq",
            "# Question 1: Who?\n# Studies: a\n# Terms: tg:a\n# Parameter: x: y\n",
            "isn't 'name = example",
        ),
    ],
)
def test_a_header_in_another_form_is_refused(file: str, text: str, wrong: str) -> None:
    """A question's file that isn't in the form is refused with what is wrong."""
    with pytest.raises(HeaderError, match=re.escape(wrong)):
        parse(file, text)


# ---------------------------------------------------------------- what they answer


@each_question
def test_both_engines_give_the_expected_rows(
    asked: Question, engines: Callable[[Sequence[str]], Engines]
) -> None:
    """A question without parameters gives its expected rows in the store and in rdflib."""
    both = engines(asked.studies)
    assert expected(asked)
    assert both.from_store(asked, {}) == expected(asked)
    assert sorted(both.from_rdflib(asked, {})) == sorted(expected(asked))


@each_parameter
def test_a_parameter_narrows_the_answer(
    asked: Question, name: str, example: str, engines: Callable[[Sequence[str]], Engines]
) -> None:
    """The example of a parameter gives some of the expected rows, in both engines the same."""
    both = engines(asked.studies)
    rows = both.from_store(asked, {name: example})
    assert rows
    assert rows == [row for row in expected(asked) if row in rows]
    assert sorted(both.from_rdflib(asked, {name: example})) == sorted(rows)


@each_parameter
def test_an_unknown_value_finds_nothing(
    asked: Question, name: str, example: str, engines: Callable[[Sequence[str]], Engines]
) -> None:
    """A parameter that is bound to what doesn't exist gives no rows."""
    assert example != UNKNOWN
    both = engines(asked.studies)
    assert both.from_store(asked, {name: UNKNOWN}) == []
    assert both.from_rdflib(asked, {name: UNKNOWN}) == []


def test_parameters_narrow_together(engines: Callable[[Sequence[str]], Engines]) -> None:
    """What senior managers say about elected members is one quote of the first study."""
    asked = next(q for q in QUESTIONS if q.name == "what-a-role-says-of-another")
    bound = {parameter.name: parameter.example for parameter in asked.parameters}
    both = engines(asked.studies)
    rows = both.from_store(asked, bound)
    assert [row[:5] for row in rows] == [
        ("changing-the-culture", "senior manager", "elected member", "q22", "Interviewee 4")
    ]
    assert both.from_rdflib(asked, bound) == rows


def test_roles_that_never_speak_are_the_unheard_actors(
    engines: Callable[[Sequence[str]], Engines],
) -> None:
    """The question in SPARQL and the gap in Python find the same roles with the same numbers."""
    by_name = {asked.name: asked for asked in QUESTIONS}
    both = engines([FIRST_STUDY.name])
    silent = both.from_store(by_name["roles-that-never-speak"], {})
    gaps = both.from_store(by_name["gaps-of-a-role"], {"kindId": "unheard-actor"})
    assert {(role, count) for _, role, count in silent} == {(row[1], row[3]) for row in gaps}


# ---------------------------------------------------------------- which terms they use


def test_every_term_is_used_by_a_question_or_listed_with_a_reason() -> None:
    """A term of the ontology that no question uses is listed, and no other."""
    own = str(ontology.TG)
    subjects = {str(subject) for subject in ontology.graph().subjects()}
    defined = {f"tg:{iri.removeprefix(own)}" for iri in subjects if iri.startswith(own)}
    used = {term for asked in QUESTIONS for term in asked.terms}
    header, *listed = _table("unused-terms.csv")
    assert header == ["term", "reason"]
    assert all(reason for _, reason in listed)
    assert len(defined) > 50
    assert used <= defined
    assert sorted(term for term, _ in listed) == sorted(defined - used)


# ---------------------------------------------------------------- the invented study


def test_the_invented_study_says_that_it_is_invented() -> None:
    """The invented study is sound, and marked in its id, title, note, README and source."""
    study = load(INVENTED_STUDY)
    source = (INVENTED_STUDY / "sources" / "findings.txt").read_text("utf-8")
    readme = (INVENTED_STUDY / "README.md").read_text("utf-8")
    assert study.info.id.startswith("invented-")
    for text in (study.info.title, study.info.note, study.info.citation, readme, source):
        assert "invented" in text.lower()
    assert len(study.respondents) >= 8
    assert len(study.quotes) >= 12
    assert len(study.ties) >= 8


@pytest.mark.parametrize("folder", [FIRST_STUDY, INVENTED_STUDY], ids=lambda folder: folder.name)
def test_a_bundled_study_carries_the_current_metadata(folder: Path) -> None:
    """The metadata that a bundled study carries for other tools is a copy of our own."""
    assert (folder / METADATA.name).read_bytes() == METADATA.read_bytes()


def test_the_invented_source_can_be_read() -> None:
    """Reading the invented source finds the quotes and respondents of its study folder."""
    study = load(INVENTED_STUDY)
    source = (INVENTED_STUDY / "sources" / "findings.txt").read_text("utf-8")
    found = narrative.read(source, study_id="x", title="x").study
    assert [quote.text for quote in found.quotes] == [quote.text for quote in study.quotes]
    assert {p.label for p in found.respondents} == {p.label for p in study.respondents}
    assert {theme.label for theme in found.themes} == {theme.label for theme in study.themes}


@each_question
def test_a_studys_rows_are_its_own(
    asked: Question, engines: Callable[[Sequence[str]], Engines]
) -> None:
    """What is asked of one study has the same rows whatever other study is in the store.

    Only gaps across studies, what others report and this one lacks, come with the others.
    """
    if "studyId" not in {parameter.name for parameter in asked.parameters}:
        assert len(asked.studies) == 2
        return
    first, second = FIRST_STUDY.name, INVENTED_STUDY.name
    alone, beside = engines([first]), engines([first, second])
    bound = {"studyId": first}
    found = beside.from_store(asked, bound)
    if {"tg:Gap", "tg:gapKind", "tg:Analysis"} & set(asked.terms):
        found = [row for row in found if not any("-elsewhere" in cell for cell in row)]
    assert alone.from_store(asked, bound) == found
