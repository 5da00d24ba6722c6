"""The query page: what is served, and what happens on it in a real Chromium."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import expect

from api.app import create_app
from api.questions import answer as answer_in_python
from graph.answers import StudyName
from graph.bundled import INVENTED_STUDY
from graph.folders.check import load
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from ontology import PREFIXES
from ontology.questions import FOLDER, questions
from tests.conftest import OpenPage
from tests.test_linked_data import Page
from tests.test_viz import HOSTILE, hostile_study
from viz.page import CONTENT_SECURITY_POLICY, asset
from viz.query_page import query_page

IRI = "https://w3id.org/themegraph/data/changing-the-culture"


@pytest.fixture(scope="module")
def client(store: GraphStore) -> Iterator[TestClient]:
    """Call the application over a store that holds the bundled study."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, bundled: Study) -> GraphStore:
    """A store of both studies, as question 7 expects them."""
    both = GraphStore(tmp_path_factory.mktemp("both") / "store")
    build([bundled, load(INVENTED_STUDY)], both)
    return both


@pytest.fixture(scope="module")
def query_address(serve: Callable[[GraphStore], str], both: GraphStore) -> str:
    """Where the query page of both studies is served."""
    return f"{serve(both)}query"


# ---------------------------------------------------------------- what is served


def test_the_page_lists_all_questions_and_prefixes(client: TestClient) -> None:
    """The page has every question with its number, every prefix, and is linked from the others."""
    response = client.get("/query")
    assert response.status_code == 200
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    options = [unescape(found) for found in re.findall(r">([^<]*)</option>", response.text)]
    expected = [f"{number}. {each.question}" for number, each in questions().items()]
    assert options == ["A query of my own", *expected]
    held = re.findall(r"<code>(.*?):</code></th><td><code>(.*?)</code>", response.text)
    assert dict(held) == PREFIXES
    assert "/query" in Page(client.get("/ontology").text).links


def test_the_page_loads_only_assets(client: TestClient) -> None:
    """The page loads its styles and its module from here, and nothing is inline but data."""
    text = client.get("/query").text
    page = Page(text)
    assert {*page.fetched} == {"data:,", "/assets/pages.css", "/assets/query.js"}
    assert not {name for name in page.attributes if name.startswith("on") or name == "style"}
    assert "style" not in page.elements
    assert re.findall(r"<script(.*?)>", text) == [
        ' type="module" src="/assets/query.js"',
        ' type="application/json" id="data"',
    ]
    assert len(asset("query.js")[0].decode().splitlines()) < 200


def test_a_link_chooses_a_question(client: TestClient) -> None:
    """/query?question=7 has question 7 chosen, its query filled in and its note shown."""
    text = client.get("/query?question=7").text
    question = questions()[7]
    assert re.findall(r'<option value="(\d+)" selected>', text) == ["7"]
    (filled,) = re.findall(r"<textarea.*?>\n(.*?)</textarea>", text, re.DOTALL)
    assert unescape(filled) == question.text
    assert f'class="quiet">{question.note}</p>' in text


@pytest.mark.parametrize("number", [0, -1, max(questions()) + 1, 10**30])
def test_a_question_that_is_not_there_is_said(client: TestClient, number: int) -> None:
    """A number without a question gets a page that says so."""
    response = client.get(f"/query?question={number}")
    assert response.status_code == 404
    assert f"there is no question {number}; they go from 1 to {max(questions())}" in unescape(
        response.text
    )


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_escaped(words: str) -> None:
    """Whatever a question or a study's IRI holds, the page has the same elements and all of it."""
    plain = questions()[7]
    evil = replace(plain, question=words, note=words, text=words)
    page = query_page([evil], [StudyName(words, words, words)], evil)
    usual = query_page([plain], [StudyName("a", "b", "c")], plain)
    assert re.findall(r"<[a-z/!]+", page) == re.findall(r"<[a-z/!]+", usual)
    (held,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)
    assert not set("<>&\u2028\u2029") & set(held)
    assert json.loads(held)["studies"] == [words]
    assert json.loads(held)["questions"][0]["text"] == words


# ---------------------------------------------------------------- in a browser


@pytest.mark.browser
def test_a_question_is_chosen_run_and_saved(open_page: OpenPage, query_address: str) -> None:
    """Question 7 fills the query and shows its note; Run shows its rows, which can be saved."""
    question = questions()[7]
    rows = [*csv.reader((FOLDER / question.rows_file).read_text("utf-8").splitlines())]
    page = open_page(query_address)
    page.select_option("#question", "7")
    expect(page.locator("#text")).to_have_value(question.text)
    expect(page.locator("#note")).to_have_text(question.note)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status")).to_contain_text(f"{len(rows) - 1} rows")
    assert page.locator("#result thead th").all_inner_texts() == rows[0]
    cells = [row.locator("td").all_inner_texts() for row in page.locator("#result tbody tr").all()]
    assert cells == rows[1:]
    assert page.url == f"{query_address}?question=7"
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download CSV").click()
    kept = [*csv.reader(saved.value.path().read_text("utf-8").splitlines())]
    assert [row[:4] for row in kept] == rows


@pytest.mark.browser
def test_parameters_narrow_a_question(
    open_page: OpenPage, query_address: str, both: GraphStore
) -> None:
    """Each question asked with its parameters on the page has the rows it has in Python."""
    page = open_page(query_address)
    asked = [question for question in questions().values() if question.parameters]
    assert len(asked) > 50
    for question in asked:
        values = {parameter.name: parameter.example for parameter in question.parameters}
        page.select_option("#question", str(question.number))
        for name, value in values.items():
            page.fill(f"#parameter-{name}", value)
        answer = page.request.post(
            query_address.removesuffix("query") + "sparql",
            data=page.input_value("#text"),
            headers={"Content-Type": "application/sparql-query", "Accept": "text/csv"},
        )
        found = [*csv.DictReader(answer.text().splitlines())]
        rows = [{name: row[name] for name in question.columns} for row in found]
        expected = answer_in_python(both.snapshot(), question, values)
        assert sorted(map(str, rows)) == sorted(map(str, expected)), question.file


@pytest.mark.browser
def test_parameters_stand_in_the_address(open_page: OpenPage, query_address: str) -> None:
    """A question with its parameters is shared by its address, whatever characters they have."""
    page = open_page(f"{query_address}?question=7")
    value = 'a "quote" & \\ é'
    page.get_by_label("themeId").fill(value)
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status")).to_have_text("0 rows.")
    other = open_page(page.url)
    expect(other.get_by_label("themeId")).to_have_value(value)
    assert other.input_value("#text") == page.input_value("#text")
    other.get_by_label("themeId").fill("")
    expect(other.locator("#text")).to_have_value(questions()[7].text)


@pytest.mark.browser
def test_a_wrong_query_is_explained(open_page: OpenPage, query_address: str) -> None:
    """A wrong query shows the server's words; the next right one takes them away."""
    page = open_page(query_address, expected="400 (Bad Request)")
    page.fill("#text", "SELECT * { ?s ?p }")
    page.press("#text", "Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("isn't SPARQL 1.1: error at 1:")
    expect(page.get_by_role("status")).to_be_empty()
    page.fill("#text", "ASK { ?s a tg:Theme }")
    page.press("#text", "Control+Enter")
    expect(page.get_by_role("status")).to_have_text("The answer is true.")
    expect(page.get_by_role("alert")).to_be_empty()


@pytest.mark.browser
def test_a_query_is_shared_by_its_address(open_page: OpenPage, query_address: str) -> None:
    """The address holds a query of one's own; whoever opens it finds the query, not yet run."""
    page = open_page(f"{query_address}?question=7")
    query = 'SELECT ("é+%& #" AS ?x) {}'
    page.fill("#text", query)
    expect(page.locator("#question")).to_have_value("")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#result td")).to_have_text(["é+%& #"])
    assert page.url.startswith(f"{query_address}#query=")
    page.select_option("#question", "9")
    page.select_option("#question", "")
    expect(page.locator("#text")).to_have_value(query)
    other = open_page(page.url)
    expect(other.locator("#text")).to_have_value(query)
    expect(other.get_by_role("status")).to_be_empty()


@pytest.mark.browser
def test_iris_lead_to_their_pages_and_graphs_are_text(
    open_page: OpenPage, query_address: str
) -> None:
    """IRIs of data and terms lead to pages here; CONSTRUCT is shown as Turtle."""
    page = open_page(query_address)
    values = f"<{IRI}/tie/t01> tg:Tie role:academic <javascript:alert(1)>"
    page.fill("#text", f"SELECT ?x {{ VALUES ?x {{ {values} }} }}")
    page.press("#text", "Control+Enter")
    expect(page.locator("#result td")).to_have_count(4)
    links = page.eval_on_selector_all("#result a", "all => all.map(a => a.getAttribute('href'))")
    assert links[1:] == ["/ontology#Tie", "/ontology/role#academic"]
    response = page.request.get(query_address.removesuffix("/query") + links[0])
    assert response.ok
    page.fill("#text", "CONSTRUCT { ?s a tg:Theme } WHERE { ?s a tg:Theme }")
    page.press("#text", "Control+Enter")
    expect(page.locator("#result pre")).to_contain_text(IRI)


@pytest.mark.browser
def test_text_of_studies_is_never_markup(
    open_page: OpenPage, serve: Callable[[GraphStore], str], tmp_path: Path
) -> None:
    """Hostile labels in results are shown as they are and run nothing."""
    words = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    hostile = GraphStore(tmp_path / "store")
    build([hostile_study(words)], hostile)
    page = open_page(f"{serve(hostile)}query")
    page.on("dialog", lambda _: pytest.fail("a script ran"))
    page.fill("#text", "SELECT ?label { ?theme a tg:Theme ; skos:prefLabel ?label }")
    page.press("#text", "Control+Enter")
    expect(page.locator("#result td")).to_have_text([words])
    assert page.locator("#result img, #result script").count() == 0
