"""The command line, run in process."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api import cli
from graph.bundled import FIRST_STUDY
from graph.folders.check import load
from graph.stores.embedded import GraphStore
from tests import refi

FINDINGS = """Findings

Barriers

Time

Nobody has any of it:

“We’re always late.” (Interviewee 1).

Facilitators

Trust

Councillors spoke of ‘good will’ (Focus Group Participant 2).
"""


class Outcome:
    """What a run of the command line left: exit code, standard output, standard error."""

    def __init__(self, code: int, out: str, err: str) -> None:
        """Keep the three."""
        self.code, self.out, self.err = code, out, err


class Runner:
    """Runs the command line as a shell would, over a store of its own."""

    def __init__(
        self, store: Path, capfd: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
    ) -> None:
        """Use ``store`` unless the arguments name another."""
        patch.setenv("THEMEGRAPH_STORE", str(store))
        self.store, self._capfd, self._patch = store, capfd, patch

    def __call__(self, *arguments: str | Path) -> Outcome:
        """Run with these arguments, in a thread: a browser's event loop may run in this one."""
        self._patch.setattr("sys.argv", ["themegraph", *map(str, arguments)])
        with ThreadPoolExecutor(1) as thread:
            code = thread.submit(_exit_code).result()
        out, err = self._capfd.readouterr()
        return Outcome(code, out, err)


def _exit_code() -> int:
    try:
        cli.main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


@pytest.fixture
def run(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Runner:
    """Run the command line over an empty store."""
    return Runner(tmp_path / "store", capfd, monkeypatch)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Write an invented findings section."""
    path = tmp_path / "findings.txt"
    path.write_text(FINDINGS, encoding="utf-8")
    return path


def test_read_prints_what_it_found(run: Runner, source: Path) -> None:
    """``read --json`` prints themes, respondents, quotes with positions, ties, notes and more."""
    outcome = run("read", source, "--json")
    assert outcome.code == 0
    found = json.loads(outcome.out)
    told = {"themes", "respondents", "quotes", "context", "mentions", "ties", "notes"}
    assert set(found) == told | {"understood"}
    said = [(q["text"], q["speaker"], q["theme_path"], q["kind"]) for q in found["quotes"]]
    assert said == [
        ("We’re always late.", "Interviewee 1", ["Barriers", "Time"], "block"),
        ("good will", "Focus Group Participant 2", ["Facilitators", "Trust"], "inline"),
    ]
    assert all(FINDINGS[q["start"] : q["end"]] == q["text"] for q in found["quotes"])


def test_from_text_to_store_and_back(run: Runner, source: Path, tmp_path: Path) -> None:
    """A study read, built and exported is equal to what went in."""
    folder, back = tmp_path / "mine", tmp_path / "back"
    assert run("read", source, "--into", folder, "--id", "mine").code == 0
    assert run("check", folder).code == 0
    assert run("build", folder).code == 0
    assert run("export", "mine", "--into", back).code == 0
    tables = sorted(path.name for path in folder.glob("*.csv"))
    assert len(tables) == 20
    for name in tables:
        assert (back / name).read_bytes() == (folder / name).read_bytes(), name


def test_a_study_folder_is_exported_without_a_store(
    run: Runner, source: Path, tmp_path: Path
) -> None:
    """``export`` takes a study folder too, with its source texts; ``--force`` replaces."""
    folder, back = tmp_path / "mine", tmp_path / "back"
    run("read", source, "--into", folder)
    assert run("export", folder, "--into", back, "--format", "folder").code == 0
    texts = [path.read_text("utf-8") for path in (back / "sources").iterdir()]
    assert texts == [FINDINGS]
    again = run("export", folder, "--into", back)
    assert (again.code, "exists already" in again.err) == (2, True)
    assert run("export", folder, "--into", back, "--force").code == 0


def test_what_isnt_carried_is_listed_whole(run: Runner, tmp_path: Path) -> None:
    """The screen shows the first of each kind with a count, ``--lost`` writes all of it."""
    lost, into = tmp_path / "lost.csv", tmp_path / "out.qdpx"
    outcome = run("export", FIRST_STUDY, "--into", into, "--lost", lost)
    assert outcome.code == 0
    assert "Not carried: mentions (86): mentions/m001, " in outcome.err
    assert " and 76 more" in outcome.err
    rows = lost.read_text("utf-8").splitlines()
    assert rows[0] == "not carried,record"
    assert sum(row.startswith("mentions,mentions/") for row in rows) == 86


def test_a_refi_qda_project_goes_in_and_out(run: Runner, tmp_path: Path) -> None:
    """A project is read, checked, built, and written from the store with what is known there."""
    source, folder = refi.full(tmp_path / "in.qdpx"), tmp_path / "mine"
    assert run("read", source, "--into", folder).code == 0
    assert run("check", folder).code == 0
    assert run("build", folder).code == 0
    outcome = run("export", "mine", "--into", tmp_path / "out.qdpx")
    assert outcome.code == 0
    assert "Not carried: documents: the text, which isn't at hand" in outcome.err
    assert run("read", tmp_path / "out.qdpx", "--json").code == 0


def test_a_hostile_project_leaves_nothing(run: Runner, tmp_path: Path) -> None:
    """What is refused is said in one line, and nothing is written."""
    bad = tmp_path / "bad.qdpx"
    bad.write_bytes(refi.full(tmp_path / "in.qdpx").read_bytes()[:300])
    outcome = run("read", bad, "--into", tmp_path / "mine")
    assert (outcome.code, outcome.out) == (2, "")
    assert "isn't a whole ZIP" in outcome.err
    assert not (tmp_path / "mine").exists()


def test_read_shows_first_what_it_would_write(run: Runner, source: Path, tmp_path: Path) -> None:
    """``read`` alone says what it finds and writes nothing."""
    before = sorted(tmp_path.rglob("*"))
    outcome = run("read", source)
    assert outcome.code == 0
    assert "4 themes, 2 quotes, 2 respondents" in outcome.err
    assert "Nothing was written" in outcome.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_format_that_is_unknown_is_said(run: Runner, source: Path) -> None:
    """``read --from`` an unknown format exits with 2 and names those that there are."""
    outcome = run("read", source, "--from", "txet")
    assert outcome.code == 2
    assert "did you mean 'text'?" in outcome.err


def test_a_table_is_previewed_before_anything_is_written(run: Runner, tmp_path: Path) -> None:
    """A preview before anything is written: columns, first rows, counts, and what was unsure."""
    table = tmp_path / "table.csv"
    table.write_text("Text;Theme;Who\nNo time;Barriers > Time;P1\n;Help;P2\n", encoding="utf-8")
    shown = run("read", table, "--map", "respondent=Who")
    assert shown.code == 0
    assert "1 quotes, 1 respondents" in shown.err
    assert "quote: column 'Text', by its name" in shown.err
    assert "respondent: column 'Who', as you say" in shown.err
    assert "row 2: “No time” | Barriers > Time | P1" in shown.err
    assert "row 3, column 'Text': left out, for there are no words in this row" in shown.err
    assert "Nothing was written" in shown.err
    assert list(tmp_path.iterdir()) == [table]


def test_an_unclear_table_is_refused_with_the_options_to_paste(run: Runner, tmp_path: Path) -> None:
    """Columns that can't be told are asked for, and nothing is written."""
    table = tmp_path / "table.csv"
    table.write_text("a,b\nNo time at all,x\nNor any money here,y\n", encoding="utf-8")
    refused = run("read", table, "--into", tmp_path / "mine")
    assert refused.code == 2
    assert f'themegraph read "{table}" --map "quote=a" --map "code=b"' in refused.err
    assert not (tmp_path / "mine").exists()
    assert run("read", table, "--map", "quote").code == 2
    taken = run("read", table, "--map", "quote=a", "--map", "code=b", "--into", tmp_path / "mine")
    assert taken.code == 0


def test_a_table_goes_all_the_way(run: Runner, tmp_path: Path) -> None:
    """A study read from a table checks, builds and is asked like any other."""
    table = tmp_path / "table.csv"
    rows = "Quote,Code,Speaker,Age,Note\nNo time,Time;Money,P1,41,why\nNone,Time,,,\n"
    table.write_text(rows, encoding="utf-8")
    assert run("read", table, "--into", tmp_path / "mine").code == 0
    assert run("check", tmp_path / "mine").code == 0
    assert run("build", tmp_path / "mine").code == 0
    found = json.loads(run("read", table, "--json").out)
    assert [quote["theme_paths"] for quote in found["quotes"]] == [
        [["Time"], ["Money"]],
        [["Time"]],
    ]
    assert [quote["speaker"] for quote in found["quotes"]] == ["P1", ""]


def test_read_overwrites_nothing(run: Runner, source: Path, tmp_path: Path) -> None:
    """``read --into`` a folder that has something in it changes nothing and exits with 2."""
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "themes.csv").write_text("corrected by hand")
    outcome = run("read", source, "--into", folder)
    assert outcome.code == 2
    assert "isn't empty" in outcome.err
    assert (folder / "themes.csv").read_text() == "corrected by hand"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["read", "nowhere.txt", "--json"], "nowhere.txt: there is no such file"),
        (["check", "nowhere"], "nowhere: there is no such study folder"),
        (["gaps"], "the store is empty"),
        (["query", "ASK {}"], "the store is empty"),
        (["export", "x", "--into", "y"], "there is no such study in the store"),
        (["gaps", "--kind", "unheard"], "did you mean 'unheard-actor'?"),
        (["query", "ASK {}", "--file", "x.rq"], "not both"),
    ],
)
def test_mistakes_are_said_and_exit_with_2(run: Runner, arguments: list[str], says: str) -> None:
    """A mistake of the user's is one message on standard error, and exit code 2."""
    outcome = run(*arguments)
    assert outcome.code == 2
    assert outcome.err.startswith("themegraph: ")
    assert says in outcome.err
    assert outcome.out == ""


def test_sources_must_be_utf8(run: Runner, tmp_path: Path) -> None:
    """A source in another encoding is named with line and byte."""
    path = tmp_path / "latin.txt"
    path.write_bytes("Barriers\n\nShe said caf\xe9".encode("latin-1"))
    outcome = run("read", path, "--json")
    assert outcome.code == 2
    assert "isn't UTF-8 (byte 0xE9 in line 3); save it as UTF-8" in outcome.err


def test_a_faulty_study_leaves_the_store_alone(run: Runner, tmp_path: Path) -> None:
    """When one of several folders is faulty none is built, and every fault is named."""
    assert run("build").code == 0
    before = (run.store / "CURRENT").read_text()
    folder = tmp_path / "faulty"
    folder.mkdir()
    (folder / "study.csv").write_text("id,title\nfaulty,Faulty\n")
    (folder / "themes.csv").write_text("id,label,broader,valence\na,A,,bariers\nb,B,c,\n")
    outcome = run("build", FIRST_STUDY, folder)
    assert outcome.code == 2
    assert "themes.csv:3, column broader: 'c' isn't an id in themes.csv" in outcome.err
    assert (run.store / "CURRENT").read_text() == before
    (folder / "themes.csv").write_text("id,label,broader,valence\na,A,,bariers\n")
    outcome = run("build", folder)
    assert "themes.csv:2, column valence: 'bariers'" in outcome.err
    assert "did you mean 'barrier'?" in outcome.err


def test_building_twice_changes_nothing(run: Runner) -> None:
    """A second build of the same study leaves the store as it is, and says so."""
    assert "Built into" in run("build").err
    assert "Nothing has changed" in run("build").err


def test_check_takes_the_source_text_apart(run: Runner, tmp_path: Path) -> None:
    """A source that isn't the coded one is refused, with its SHA-256."""
    other = tmp_path / "other.txt"
    other.write_text("another text")
    outcome = run("check", FIRST_STUDY, "--source", other)
    assert outcome.code == 2
    assert "which no row of documents.csv has" in outcome.err


def test_queries_print_tables_csv_and_json(run: Runner, tmp_path: Path) -> None:
    """The same rows come as a table, as CSV and as JSON, from an argument or a file."""
    run("build")
    query = "SELECT ?label { ?t a tg:Theme ; skos:prefLabel ?label } ORDER BY ?label LIMIT 1"
    assert "│ Barriers │" in run("query", query).out
    assert run("query", query, "--format", "csv").out == "label\r\nBarriers\r\n"
    rows = json.loads(run("query", query, "--format", "json").out)["results"]["bindings"]
    assert rows == [{"label": {"type": "literal", "value": "Barriers"}}]
    file = tmp_path / "themes.rq"
    file.write_text(query)
    assert run("query", "--file", file).out == run("query", query).out
    assert run("query", "ASK { ?s a tg:Gap }").out == "true\n"
    construct = "CONSTRUCT { ?t a tg:Theme } WHERE { ?t a tg:Theme }"
    assert run("query", construct).out.count("/theme/") == 7


def test_a_wrong_query_exits_with_2(run: Runner) -> None:
    """A query that isn't SPARQL is said with line and column."""
    run("build")
    outcome = run("query", "SELECT * {\n ?s ?p }")
    assert outcome.code == 2
    assert "error at 2:" in outcome.err


def test_gaps_are_printed_with_their_words(run: Runner) -> None:
    """The report has each gap's sentence and the words behind it; CSV and JSON have all fields."""
    run("build")
    report = run("gaps", "--kind", "missing-tie").out
    assert "MISSING TIE (3)" in report
    assert "Interviewee 3: “So, I’m caveating" in report
    gaps = json.loads(run("gaps", "--format", "json").out)
    assert {"missing-tie", "unheard-actor", "wanted-tie"} <= {gap["kind"] for gap in gaps}
    assert all(gap["evidence"] for gap in gaps if gap["kind"] != "thin-theme")
    assert run("gaps", "--format", "csv").out.startswith("kind,sentence,score,")


def test_removing_takes_out_one_study(run: Runner) -> None:
    """``remove`` asks first, then takes the study and all that was derived from it."""
    run("build")
    assert run("remove", "changing-the-culture", "--yes").code == 0
    assert GraphStore(run.store).snapshot().graph("https://w3id.org/themegraph/ns")
    assert run("studies", "--format", "json").out == "[]\n"


def test_one_id_under_two_bases_is_refused(run: Runner, tmp_path: Path) -> None:
    """If two studies have one id, each command asks which, with both IRIs, and takes neither."""
    run("build")
    run("build", "--base", "https://example.org/")
    into = tmp_path / "out"
    for command in (["export", "--into", str(into)], ["remove", "--yes"], ["draw", "--out", "x"]):
        study = ["--study"] if command[0] == "draw" else []
        outcome = run(command[0], *study, "changing-the-culture", *command[1:])
        assert outcome.code == 2
        for base in ("https://w3id.org/themegraph/data/", "https://example.org/"):
            assert f"{base}changing-the-culture" in outcome.err
    assert run("export", "https://example.org/changing-the-culture", "--into", into).code == 0
    assert load(into) == load(FIRST_STUDY)
    assert run("studies", "--format", "csv").out.count("changing-the-culture,") == 2


def test_nothing_in_a_study_acts_on_the_terminal(run: Runner, tmp_path: Path) -> None:
    """Control characters and turns of direction are shown, in messages, tables and JSON."""
    folder = tmp_path / "study"
    folder.mkdir()
    title = "a\u202eb\x9bc\u2066d"
    (folder / "study.csv").write_text(f"id,title\ns,{title}\n", "utf-8")
    (folder / "bad\u202e.csv").write_text("id\n", "utf-8")
    stray = run("check", folder)
    assert "bad\\u202e.csv" in stray.err
    (folder / "bad\u202e.csv").unlink()
    (folder / "themes.csv").write_text("id,la\x9bbel\n", "utf-8")
    column = run("check", folder)
    assert "column la\\x9bbel" in column.err
    (folder / "themes.csv").unlink()
    run("build", folder)
    shown = [run("studies"), run("build", folder), run("studies", "--format", "json")]
    assert json.loads(shown[-1].out)[0]["title"] == title
    printed = "".join(outcome.out + outcome.err for outcome in (stray, column, *shown))
    assert not set("\x9b\u202e\u2066") & set(printed)
    assert title in run("studies", "--format", "csv").out


def test_draw_writes_one_page_and_replaces_none(run: Runner, tmp_path: Path) -> None:
    """``draw`` writes a file that holds the study's words, and replaces one only with --force."""
    run("build")
    page = tmp_path / "network.html"
    assert run("draw", "--out", page).code == 0
    assert "caveating" in page.read_text(encoding="utf-8")
    assert run("draw", "--out", page).code == 2
    assert run("draw", "--out", page, "--force").code == 0


def test_bundled_folder_is_what_an_export_gives(run: Runner, tmp_path: Path) -> None:
    """The bundled study comes back from the store byte for byte."""
    run("build")
    back = tmp_path / "back"
    assert run("export", "changing-the-culture", "--into", back).code == 0
    for path in sorted(back.iterdir()):
        assert path.read_bytes() == (FIRST_STUDY / path.name).read_bytes(), path.name
    assert load(back) == load(FIRST_STUDY)


# ---------------------------------------------------------------- competency questions


def test_questions_are_listed_with_their_parameters(run: Runner) -> None:
    """``questions`` lists every competency question by number, without a store."""
    rows = json.loads(run("questions", "--format", "json").out)
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert {"number", "question", "parameters"} == set(rows[0])
    assert all("?" in row["question"] and row["parameters"] for row in rows)


def test_a_question_is_asked_by_its_number(run: Runner) -> None:
    """``query --question`` prints the rows, without the columns of its parameters."""
    run("build")
    outcome = run("query", "--question", "29", "--format", "csv")
    header, *rows = outcome.out.splitlines()
    assert header == "study,status,voice,ties"
    assert "changing-the-culture,established,authors,7" in rows
    assert f"{len(rows)} rows." in outcome.err


def test_a_parameter_narrows_a_question(run: Runner) -> None:
    """``--param`` binds a parameter, and may be repeated; the note is said beside the rows."""
    run("build")
    wanted = ("--param", "kindId=missing-tie", "--param", "roleId=research-system")
    outcome = run("query", "--question", "52", *wanted, "--format", "json")
    assert [row["role"] for row in json.loads(outcome.out)] == ["research system"]
    assert "1 row. " in outcome.err
    assert "candidate" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "mend"),
    [
        (("--question", "999"), "themegraph questions"),
        (("--question", "29", "--param", "studyId"), "write name=value"),
        (("--question", "29", "--param", "study=x"), "did you mean 'studyId'?"),
        (("--question", "29", "--param", "studyId=x", "--param", "studyId=y"), "give it once"),
        (
            ("--question", "29", "--param", "studyId=changing-the-culturs"),
            "'changing-the-culture'?",
        ),
        (("--question", "1", "--param", "valenceId=Barrier"), "did you mean 'barrier'?"),
        (("--question", "8", "--param", "atMost=few"), "isn't a whole number"),
        (("--question", "29", "SELECT * {}"), "not both"),
        (("--param", "studyId=x", "SELECT * {}"), "add --question NUMBER"),
    ],
)
def test_a_question_that_cannot_be_asked_is_said(
    run: Runner, arguments: tuple[str, ...], mend: str
) -> None:
    """A wrong number or parameter is the user's to mend, and the message says how."""
    run("build")
    outcome = run("query", *arguments)
    assert outcome.code == 2
    assert mend in outcome.err


def test_a_question_that_needs_two_studies_says_so(run: Runner) -> None:
    """A comparison of studies has no rows over one, and says why."""
    run("build")
    outcome = run("query", "--question", "57")
    assert outcome.code == 0
    assert "This question compares studies, and the store has only one." in outcome.err


def test_only_the_real_study_is_built_unasked(run: Runner) -> None:
    """``build`` without a folder leaves the invented study out."""
    run("build")
    rows = json.loads(run("studies", "--format", "json").out)
    assert [row["id"] for row in rows] == ["changing-the-culture"]


def test_words_that_a_spreadsheet_changed_are_shown(
    run: Runner, source: Path, tmp_path: Path
) -> None:
    """A quote whose words were changed a little is told at which character."""
    folder = tmp_path / "mine"
    run("read", source, "--into", folder)
    table = folder / "quotes.csv"
    table.write_text(table.read_text("utf-8").replace("We’re", "We're"), "utf-8")
    outcome = run("check", folder)
    assert outcome.code == 2
    assert "at character 3 the table has \"'\" where the source has '’'" in outcome.err


def test_positions_that_were_not_checked_are_said(
    run: Runner, source: Path, tmp_path: Path
) -> None:
    """Without the source text a check says that it couldn't check positions."""
    folder = tmp_path / "mine"
    run("read", source, "--into", folder)
    assert "NOT checked" not in run("check", folder).err
    (folder / "sources" / "findings.txt").unlink()
    for command in ("check", "build"):
        assert "positions were NOT checked" in run(command, folder).err
    assert "NOT checked" not in run("check", folder, "--source", source).err


def test_a_study_takes_its_name_from_its_folder(run: Runner, source: Path, tmp_path: Path) -> None:
    """Two texts of one file name become two studies, and a build says what it replaces."""
    for name in ("first", "second"):
        run("read", source, "--into", tmp_path / name)
    run("build", tmp_path / "first", tmp_path / "second")
    assert [s["id"] for s in json.loads(run("studies", "--format", "json").out)] == [
        "first",
        "second",
    ]
    (tmp_path / "first" / "codings.csv").unlink()
    assert "(was “first”: 4 themes, 2 quotes, 0 ties)" in run("build", tmp_path / "first").err


def test_the_version_is_printed(run: Runner) -> None:
    """``--version`` prints the version and nothing else."""
    outcome = run("--version")
    assert (outcome.code, outcome.out.split()[0]) == (0, "themegraph")


SEEDED_FAULTS = [
    (
        "themes",
        "barriers,Barriers,,barrier",
        "barriers,Barriers,,bariers",
        "themes.csv:2, column valence",
    ),
    (
        "themes",
        "barriers,Barriers,,",
        "barriers,Barriers,lack-of-organisational-strategy,",
        "themes.csv:2, column broader",
    ),
    ("themes", ",Facilitators,", ",,", "themes.csv:5, column label"),
    ("themes", "\nfacilitators,", "\nBarriers,", "themes.csv:5, column id"),
    ("themes", "\nfacilitators,", "\nbarriers,", "themes.csv:5, column id: 'barriers'"),
    (
        "respondents",
        "senior-manager,stated",
        "senior-manager,",
        "respondents.csv:2, column role_basis",
    ),
    (
        "respondents",
        "senior-manager,stated",
        "senior-manger,stated",
        "did you mean 'senior-manager'?",
    ),
    ("respondents", "senior-manager,stated", ",stated", "respondents.csv:2, column role"),
    (
        "respondents",
        "senior-manager,stated",
        "senior-manager,inferred",
        "respondents.csv:2, column role_evidence",
    ),
    (
        "respondents",
        ",interviews,",
        ",interview,",
        "respondents.csv:2, column collection: 'interview'",
    ),
    ("quotes", ",604,", ",-604,", "quotes.csv:2, column start: '-604'"),
    ("quotes", ",604,", ",99604,", "quotes.csv:2, column end"),
    ("quotes", ",825,block", ",99825,block", "is beyond the end of findings (15450)"),
    ("quotes", ",825,block", ",826,block", "quotes.csv:2, column text"),
    ("quotes", ",interviewee-2,", ",interviewee-20,", "quotes.csv:2, column respondent"),
    ("codings", "c01,q01,", "c01,q99,", "codings.csv:2, column quote: 'q99'"),
    ("codings", "c02,q02,the-political", "c02,q01,the-political", "is coded to"),
    ("mentions", "m001,academic,q02", "m001,academic,", "mentions.csv:2, column quote"),
    ("mentions", "m001,academic,", "m001,accademic,", "mentions.csv:2, column role: 'accademic'"),
    ("ties", ",informs,strained,", ",informs,,", "ties.csv:2, column status"),
    ("ties", ",q02,p01;p02,", ",q02,p01;p99,", "ties.csv:2, column passages: 'p99'"),
    ("ties", ",q02,p01;p02,", ",q02,,", "is empty, but the voice is authors"),
    ("ties", ",one-way,authors,", ",oneway,authors,", "ties.csv:2, column direction: 'oneway'"),
    (
        "links",
        "l01,recognition-of-the-value-of-evidence,the-political-and-cultural-context,",
        "l01,recognition-of-the-value-of-evidence,recognition-of-the-value-of-evidence,",
        "links.csv:2, column target",
    ),
    ("study", "10.1186/", "doi:10.1186/", "study.csv:2, column doi"),
]


@pytest.mark.parametrize(("table", "sound", "faulty", "says"), SEEDED_FAULTS)
def test_a_seeded_fault_is_named(
    run: Runner, tmp_path: Path, table: str, sound: str, faulty: str, says: str
) -> None:
    """Each of many faults seeded into the bundled study is named with its row, and exits with 2."""
    folder = tmp_path / "study"
    shutil.copytree(FIRST_STUDY, folder)
    path = folder / f"{table}.csv"
    text = path.read_text("utf-8")
    assert sound in text
    path.write_text(text.replace(sound, faulty, 1), "utf-8")
    outcome = run("check", folder)
    assert outcome.code == 2
    assert says in outcome.err
    assert "Mend: " in outcome.err


def test_what_the_machine_refuses_is_said(run: Runner, tmp_path: Path) -> None:
    """A path that can't be written is one message and exit code 1, not a traceback."""
    run("build")
    outcome = run("draw", "--out", tmp_path / "nowhere" / "page.html")
    assert outcome.code == 1
    assert outcome.err.splitlines()[-1].startswith("themegraph: ")
    assert "nowhere" in outcome.err


def test_read_takes_articles(run: Runner, tmp_path: Path) -> None:
    """An article's form is told by its suffix; its findings become a study folder that is sound."""
    article = tmp_path / "article.xml"
    article.write_text(
        "<article><body><sec><title>Methods</title><p>We asked.</p></sec>"
        "<sec><title>Results</title><sec><title>Stairs</title><disp-quote><p>I went up.</p>"
        "<attrib>P1</attrib></disp-quote></sec></sec></body></article>",
        "utf-8",
    )
    found = json.loads(run("read", article, "--json").out)
    assert [(q["text"], q["speaker"], q["theme_path"]) for q in found["quotes"]] == [
        ("I went up.", "P1", ["Stairs"])
    ]
    into = tmp_path / "study"
    assert run("read", article, "--into", into).code == 0
    assert run("check", into).code == 0


def test_a_file_that_is_refused_writes_nothing(run: Runner, tmp_path: Path) -> None:
    """A broken article is an error of one line, and no folder is made."""
    article = tmp_path / "article.docx"
    article.write_bytes(b"PK\x03\x04broken")
    into = tmp_path / "study"
    outcome = run("read", article, "--into", into)
    assert (outcome.code, into.exists()) == (2, False)
    assert "isn't a sound ZIP archive" in outcome.err
