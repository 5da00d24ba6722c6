"""The report on gaps in each format: everything in it, nothing executed, ready to hand over."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser

from api.app import create_app
from api.report import consequence_lines, report_lines
from graph.answers import Filters, GapAnswer, ask
from graph.gaps.what_if import parse_ties, what_if
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot
from tests.studies import invented_study
from tests.test_cli import Runner, run
from viz.gap_document import gap_document
from viz.gap_page import gap_page
from viz.gap_report import Report, gap_report, shown

__all__ = ["run"]  # a fixture

HOSTILE = "<script>globalThis.harmed = 1</script> & \"'>“”"


@pytest.fixture(scope="module")
def report(store: GraphStore) -> Report:
    """Return the report on the bundled study."""
    return gap_report(store.snapshot())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Return a store whose study has markup in its labels, and a character that XML refuses."""
    study = invented_study()
    themes = (replace(theme, label=f"{theme.label} {HOSTILE}") for theme in study.themes)
    roles = (replace(role, label=f"{role.label}\x1f{HOSTILE}") for role in study.roles)
    built = GraphStore(tmp_path_factory.mktemp("hostile") / "store")
    info = replace(study.info, title=HOSTILE)
    build([replace(study, info=info, themes=tuple(themes), roles=tuple(roles))], built)
    return built.snapshot()


def test_a_report_has_every_gap(report: Report, store: GraphStore) -> None:
    """Every gap of the store is in the report once, with its words, numbers and question."""
    gaps = ask(store.snapshot(), GapAnswer)
    entries = [e for chapter in report.chapters for s in chapter.sections for e in s.entries]
    assert [entry.id for entry in entries] == [gap.id for gap in gaps]
    assert report.count == len(gaps) == 48
    for entry, gap in zip(entries, gaps, strict=True):
        assert (entry.sentence, entry.question) == (gap.sentence, gap.question)
        assert len(entry.words) == len(gap.evidence)
        assert entry.numbers[0] == ("score", shown(gap.score))


def test_a_report_says_what_was_looked_for_in_vain(report: Report) -> None:
    """Kinds without a gap are in the report, with the note and the method."""
    sections = {section.kind: section for section in report.chapters[0].sections}
    assert sections["expected-tie"].entries == ()
    assert "The smallest p is 0.283" in sections["expected-tie"].note
    assert sections["structural-hole"].method.endswith("(alpha = 0.05, seed = 1)")


def test_a_report_on_one_kind(store: GraphStore) -> None:
    """A report on one kind has that kind alone, and its query."""
    report = gap_report(store.snapshot(), kind="thin-theme")
    assert [section.kind for section in report.chapters[0].sections] == ["thin-theme"]
    assert list(report.queries) == ["thin-theme.rq"]


def test_the_terminal_reads_it(report: Report) -> None:
    """In a terminal the evidence is cut off, with a word on where the rest is."""
    lines = list(report_lines(report))
    assert "UNHEARD ACTOR (15)" in lines
    assert any(line.startswith("       … and ") for line in lines)
    assert any(
        line.startswith("       [thin-theme-building-existing-networks: score 14") for line in lines
    )


def test_the_page_shows_and_executes_nothing(
    hostile: Snapshot, tmp_path: Path, chromium: Browser
) -> None:
    """Opened in Chromium the page shows hostile labels as text, runs nothing, asks for nothing."""
    file = tmp_path / "gaps.html"
    file.write_text(gap_page(gap_report(hostile)), encoding="utf-8")
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("globalThis.harmed") is None
    assert HOSTILE in page.inner_text("h2 >> nth=0")
    assert page.locator("li.entry").count() == len(ask(hostile, GapAnswer))
    assert page.locator("script").count() == 0
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.close()


def test_the_page_can_be_printed(report: Report, tmp_path: Path, chromium: Browser) -> None:
    """On paper the queries begin a new page, and no line is wider than the sheet."""
    file = tmp_path / "gaps.html"
    file.write_text(gap_page(report), encoding="utf-8")
    page = chromium.new_page(viewport={"width": 680, "height": 900})
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    queries = page.locator(".queries")
    assert queries.evaluate("element => getComputedStyle(element).breakBefore") == "page"
    assert not page.locator("nav").first.is_visible()
    page.close()


def test_the_page_escapes_everything(hostile: Snapshot) -> None:
    """Nothing of a study is markup on the page."""
    text = gap_page(gap_report(hostile))
    assert "<script" not in text
    assert "&lt;script&gt;" in text


@pytest.mark.parametrize("sign", "\u202a\u202b\u202d\u202e\u2066\u2067\u2068")
def test_no_label_turns_what_follows(sign: str, store: GraphStore) -> None:
    """What turns the direction of writing in a title is closed before the next element begins."""
    made = gap_report(store.snapshot())
    study = replace(made.chapters[0].study, title=f"A{sign}B")
    chapter = replace(made.chapters[0], study=study)
    text = gap_page(replace(made, chapters=(chapter,)))
    end = "\u202c" if sign < "\u2066" else "\u2069"
    assert f"<h2>A{sign}B{end}</h2>" in text


def test_the_document_opens(report: Report) -> None:
    """python-docx opens the document and finds title, headings, sentences and questions."""
    document = docx.Document(BytesIO(gap_document(report)))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert document.core_properties.title == lines[0] == "What the network lacks"
    headings = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 2"]
    assert headings[:2] == ["Missing tie (3)", "Wanted tie (10)"]
    sentences = [e.sentence for c in report.chapters for s in c.sections for e in s.entries]
    assert set(sentences) <= set(lines)
    assert sum(line.startswith("To ask next: ") for line in lines) == len(sentences)


def test_the_document_takes_any_character(hostile: Snapshot) -> None:
    """What XML can't hold becomes the replacement character; markup stays text."""
    document = docx.Document(BytesIO(gap_document(gap_report(hostile))))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert HOSTILE in text
    assert "\x1f" not in text
    assert "\N{REPLACEMENT CHARACTER}" in text
    ET.fromstring(document.element.xml)  # noqa: S314 -- our own


# ---------------------------------------------------------------- the command


def test_files_are_written_once(run: Runner, tmp_path: Path) -> None:
    """Html and docx go into a file, which is replaced with --force alone."""
    run("build")
    for how in ("html", "docx"):
        file = tmp_path / f"gaps.{how}"
        assert run("gaps", "--format", how, "--out", file).code == 0
        assert file.stat().st_size > 10_000
        refused = run("gaps", "--format", how, "--out", file)
        assert (refused.code, "exists" in refused.err) == (2, True)
        assert run("gaps", "--format", how, "--out", file, "--force").code == 0


def test_a_page_can_be_piped(run: Runner) -> None:
    """Without --out the page goes to standard output."""
    run("build")
    assert run("gaps", "--format", "html").out.startswith("<!doctype html>")


def test_gaps_as_json_and_csv_have_the_new_fields(run: Runner) -> None:
    """Programs get score, p, q, figures and the question; notes go to standard error."""
    run("build")
    outcome = run("gaps", "--format", "json")
    gap = next(g for g in json.loads(outcome.out) if g["kind"] == "thin-theme")
    assert (gap["score"], gap["p"], gap["q"]) == (14.0, None, None)
    assert {"name": "respondents quoted", "value": 17.0} in gap["figures"]
    assert "expected tie: Of 136 pairs" in outcome.err
    header = run("gaps", "--format", "csv").out.splitlines()[0]
    assert header.startswith("kind,sentence,score,p,q,figures,question,")


def test_the_query_of_a_gap_is_printed(run: Runner) -> None:
    """--query prints a query that can be asked as it is, and gives that gap."""
    run("build")
    query = run("gaps", "--query", "one-way-tie-t10").out
    rows = run("query", query, "--format", "csv").out.splitlines()
    assert {row.split(",")[1] for row in rows[1:]} == {"one-way-tie-t10"}
    unknown = run("gaps", "--query", "x")
    assert (unknown.code, "there is no such gap" in unknown.err) == (2, True)


def test_what_if_stores_nothing(run: Runner) -> None:
    """--add says which gaps would close and whose constraint would fall, and changes no store."""
    run("build")
    before = (run.store / "CURRENT").read_bytes()
    outcome = run("gaps", "--add", "council -> VCS: collaborates with")
    assert "GAPS THAT WOULD CLOSE (1)\n  wanted-tie-t30: " in outcome.out
    assert "constraint of “voluntary and community sector group”: 1 → 0.761" in outcome.out
    assert "Nothing was stored" in outcome.err
    assert (run.store / "CURRENT").read_bytes() == before
    data = json.loads(run("gaps", "--add", "NHS -> VCS: collaborates with", "--format", "json").out)
    assert data["closed"] == []
    assert run("gaps", "--add", "NHS -> VCS: collaborates with", "--format", "csv").code == 2


def test_what_if_needs_one_study(run: Runner, tmp_path: Path) -> None:
    """With several studies in the store, one has to be named."""
    run("synth", "--studies", "2", "--into", tmp_path / "made")
    run("build", *sorted((tmp_path / "made").iterdir()))
    refused = run("gaps", "--add", "NHS -> VCS: informs")
    assert (refused.code, "name one with --study" in refused.err) == (2, True)
    named = run("gaps", "--study", "synthetic-00001", "--add", "NHS -> VCS: informs")
    assert named.code == 0


def test_consequences_in_words(bundled: Study) -> None:
    """A constraint that would fall stands first among the numbers."""
    found = what_if(bundled, parse_ties(["NHS -> VCS: collaborates with"], bundled))
    lines = list(consequence_lines(found))
    assert lines[0] == (
        "If “NHS organisation collaborates with voluntary and community sector group” (mutual):"
    )
    first = lines.index(next(line for line in lines if line.startswith("NUMBERS"))) + 1
    assert lines[first] == "  constraint of “voluntary and community sector group”: 1 → 0.5"


# ---------------------------------------------------------------- REST


@pytest.fixture(scope="module")
def client(store: GraphStore) -> TestClient:
    """Return a client of the bundled study's REST."""
    return TestClient(create_app(store), base_url="http://127.0.0.1")


def test_rest_has_gaps_as_the_store_has_them(client: TestClient, store: GraphStore) -> None:
    """A gap by REST has the numbers, the question, and null where nothing was tested."""
    (gap,) = client.get("/api/v1/gaps?kind=voice-imbalance").json()["items"]
    (answer,) = ask(store.snapshot(), GapAnswer, Filters(kind="voice-imbalance"))
    assert gap["score"] == answer.score == pytest.approx(8 / 9, abs=1e-6)
    assert gap["question"].endswith("?")
    assert (gap["p"], gap["q"]) == (None, None)
    assert {"name": "actors", "value": 9.0} in gap["figures"]


def test_rest_has_analyses_and_measures(client: TestClient) -> None:
    """How gaps were looked for, and what was measured, are lists of their own."""
    (search,) = client.get("/api/v1/analyses?kind=expected-tie").json()["items"]
    assert "The smallest p is 0.283" in search["note"]
    assert search["query"] == "expected-tie.rq"
    measures = client.get("/api/v1/measures?role=academic").json()["items"]
    assert {(m["name"], m["value"]) for m in measures} >= {("degree", 6.0)}


def test_rest_gives_the_query_of_a_gap(client: TestClient) -> None:
    """The query is plain text, ready to be asked; an unknown gap is said."""
    answer = client.get("/api/v1/gaps/query?gap=thin-theme-building-existing-networks")
    assert answer.headers["content-type"].startswith("text/plain")
    assert "VALUES (?studyId ?gapId)" in answer.text
    assert client.get("/api/v1/gaps/query?gap=x").status_code == 422


def test_rest_imagines_a_tie(client: TestClient) -> None:
    """What if by REST: closed gaps and shifted numbers; words that say no tie are a problem."""
    wanted = {"study": "changing-the-culture", "add": "council -> VCS: collaborates with"}
    found = client.get("/api/v1/what-if", params=wanted).json()
    assert [gap["id"] for gap in found["closed"]] == ["wanted-tie-t30"]
    assert any(shift["name"] == "constraint" for shift in found["shifts"])
    assert client.get("/api/v1/what-if", params=wanted | {"add": "x"}).status_code == 400
    assert client.get("/api/v1/what-if", params=wanted | {"study": "x"}).status_code == 422
