"""The command line. Errors become text on standard error and an exit code here, and only here.

Exit codes: 0 done, 1 the program's or the machine's fault, 2 the user's to mend.
"""

import json
import sys
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from textwrap import shorten
from typing import Annotated

import typer

import ontology
from api import asking, output, server
from api.output import Format, messages, step
from api.report import gap_report
from graph import bundled, sparql
from graph.answers import Filters, GapAnswer, StudyAnswer, ask
from graph.build import build as build_studies
from graph.build import remove as remove_study
from graph.check import load, unseen_documents
from graph.errors import InputError, NotFoundError, ReadError, ThemegraphError, nearest
from graph.folder import SOURCES, write_folder
from graph.iris import DEFAULT_BASE, StudyIris
from graph.model import Reading, Study
from graph.rdf import study_from_quads
from graph.readers import narrative
from graph.readers.ids import slug
from graph.store import GraphStore, Snapshot, default_path
from graph.workers import Limits
from ontology.questions import Question
from ontology.questions import questions as all_questions
from viz.explorer import explorer_data
from viz.page import drawn_page

app = typer.Typer(
    invoke_without_command=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

StorePath = Annotated[
    Path,
    typer.Option(
        "--store",
        envvar="THEMEGRAPH_STORE",
        default_factory=default_path,
        show_default="in your data directory",
        help="The store's folder.",
    ),
]
OneStudy = Annotated[str, typer.Option("--study", help="Id or IRI of one study; else all.")]
RowFormat = Annotated[Format, typer.Option("--format", help="How to print.")]
Folders = Annotated[list[Path], typer.Argument(metavar="FOLDER...", help="Study folders.")]
FoldersOrBundled = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FOLDER...]", help="Study folders; else the bundled study's."),
]
SourceText = Annotated[
    Path | None,
    typer.Option(
        "--source", help="The coded text, if the folder lacks it: positions are checked against it."
    ),
]


def main() -> None:
    """Run the command line."""
    try:
        app(prog_name="themegraph")
    except ThemegraphError as error:
        messages.print(f"themegraph: {error}")
        sys.exit(2 if isinstance(error, InputError) else 1)
    except OSError as error:  # a path that can't be read or written, a disk that's full
        messages.print(f"themegraph: {error}")
        sys.exit(1)


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,  # noqa: FBT002 -- a flag
) -> None:
    """Qualitative studies as a graph: who says what, who is tied to whom, what is missing."""
    if version:
        output.print_lines([f"themegraph {metadata.version('themegraph')}"])
        raise typer.Exit


# ---------------------------------------------------------------- from a source to a study folder


@app.command()
def read(
    source: Annotated[Path, typer.Argument(help="A findings section: text or Markdown, UTF-8.")],
    into: Annotated[Path | None, typer.Option(help="Write a new study folder here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found.")] = False,  # noqa: FBT002 -- a flag
    study: Annotated[
        str, typer.Option("--id", help="The study's id; else the folder's name.")
    ] = "",
    title: Annotated[str, typer.Option(help="The study's title; else the folder's name.")] = "",
) -> None:
    """Suggest a study from the text of its findings.

    Finds themes, attributed quotes, respondents and mentions of actor roles. All of it is a
    suggestion: correct it in the study folder, then run `themegraph check` and `themegraph build`.
    """
    if not as_json and into is None:
        raise InputError("say what to do with what is found: --into FOLDER, or --json")
    text = _source_text(source)
    name = (into or source).absolute().stem
    study_id = _study_id(study or slug(name, "study"))
    reading = narrative.read(text, study_id=study_id, title=title or name)
    if into is not None:
        write_folder(reading.study, into, {reading.study.documents[0].id: text})
    if as_json:
        output.print_json(narrative.as_json(reading))
    _report_reading(reading, text, into)


def _source_text(source: Path) -> str:
    if not source.is_file():
        raise ReadError(f"{source}: there is no such file")
    data = source.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02X} in line {line}"
        raise ReadError(f"{source}: isn't UTF-8 ({byte}); save it as UTF-8") from error


def _study_id(given: str) -> str:
    if given != slug(given, "study"):
        raise InputError(
            f"--id {given!r}: an id has lower-case letters, digits and hyphens; "
            f"use {slug(given, 'study')!r}"
        )
    return given


def _report_reading(reading: Reading, text: str, into: Path | None) -> None:
    study = reading.study
    messages.print(f"Study {study.info.id}: {_sizes(study)}; unsure of {len(reading.notes)} places")
    if not study.quotes:
        messages.print("There is no quote here that somebody is named for.")
    if into is not None:
        for note in reading.notes:
            line = text.count("\n", 0, note.start) + 1
            words = shorten(text[note.start : note.end], 60, placeholder="…")
            messages.print(f"  line {line}, “{words}”: {note.text}")
        messages.print(f"Wrote {into}. Correct it there, then: themegraph check {into}")


# ---------------------------------------------------------------- from a study folder to the store


@app.command()
def check(folders: Folders, source: SourceText = None) -> None:
    """Say what is wrong in study folders, row by row. Nothing is changed."""
    for folder in folders:
        study = load(folder, source)
        messages.print(f"{folder}: sound ({_sizes(study)})")
        _say_unseen(folder, study, source)


@app.command()
def build(
    store: StorePath,
    folders: FoldersOrBundled = None,
    source: SourceText = None,
    base: Annotated[str, typer.Option(help="What the data's IRIs begin with.")] = DEFAULT_BASE,
) -> None:
    """Check study folders and put them into the store, all or none.

    A study that is in the store already is replaced by the folder; the others stay as they are.
    """
    graph_store, checked = GraphStore(store), []
    for folder in folders or [bundled.FIRST_STUDY]:
        with step(f"Checking {folder}"):
            checked.append(load(folder, source))
        if folders:
            _say_unseen(folder, checked[-1], source)
    before = {known.id: known for known in ask(graph_store.snapshot(), StudyAnswer)}
    with step(f"Building {len(checked)} into {store}"):
        changed = build_studies(checked, graph_store, base)
    for study in checked:
        former = f" (was {_former(before[study.info.id])})" if study.info.id in before else ""
        messages.print(f"{study.info.id}: {_sizes(study)}{former if changed else ''}")
    messages.print(f"{'Built into' if changed else 'Nothing has changed in'} {store}")


def _say_unseen(folder: Path, study: Study, source: Path | None) -> None:
    for document in unseen_documents(folder, study, source):
        messages.print(
            f"{folder}: positions were NOT checked, for the text of document {document!r} isn't "
            f"here; give it with --source, or put it into {SOURCES}/{document}.txt"
        )


def _sizes(study: Study) -> str:
    tables = ("themes", "quotes", "respondents", "mentions", "ties", "links")
    return ", ".join(f"{len(getattr(study, table))} {table}" for table in tables)


def _former(study: StudyAnswer) -> str:
    return f"“{study.title}”: {study.themes} themes, {study.quotes} quotes, {study.ties} ties"


@app.command()
def export(
    study: Annotated[str, typer.Argument(help="Id or IRI of a study in the store.")],
    into: Annotated[Path, typer.Option(help="Write a new study folder here.")],
    store: StorePath,
) -> None:
    """Write a study from the store as a study folder."""
    snapshot = GraphStore(store).snapshot()
    iris = StudyIris(_find(snapshot, study).iri)
    write_folder(study_from_quads(snapshot.graph(iris.coded), iris), into)
    messages.print(f"Wrote {into}")


@app.command()
def remove(
    study: Annotated[str, typer.Argument(help="Id or IRI of a study in the store.")],
    store: StorePath,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,  # noqa: FBT002 -- a flag
) -> None:
    """Take a study out of the store. Its study folder isn't touched."""
    graph_store = GraphStore(store)
    found = _find(graph_store.snapshot(), study)
    if not yes:
        typer.confirm(f"Take “{found.title}” out of {store}?", abort=True, err=True)
    remove_study(StudyIris(found.iri), graph_store)
    messages.print(f"Took out {found.id}")


def _find(snapshot: Snapshot, study: str) -> StudyAnswer:
    known = ask(snapshot, StudyAnswer)
    for answer in known:
        if study in {answer.id, answer.iri}:
            return answer
    there = nearest(study, [answer.id for answer in known]) if known else "the store is empty"
    raise NotFoundError(f"{study}: there is no such study in the store; {there}")


# ---------------------------------------------------------------- asking


@app.command()
def studies(store: StorePath, how: RowFormat = Format.TABLE) -> None:
    """List the studies in the store."""
    rows = [asdict(answer) for answer in ask(GraphStore(store).snapshot(), StudyAnswer)]
    columns = ["id", "title", "themes", "quotes", "respondents", "ties", "gaps"]
    output.print_rows(columns, rows, how)


@app.command()
def gaps(
    store: StorePath,
    study: OneStudy = "",
    kind: Annotated[str, typer.Option(help="Only gaps of this kind, such as unheard-actor.")] = "",
    how: RowFormat = Format.TABLE,
) -> None:
    """Say what the network lacks, each gap with its evidence."""
    kinds = list(ontology.scheme("gap-kind"))
    if kind and kind not in kinds:
        raise InputError(f"--kind {kind}: there is no such kind of gap; {nearest(kind, kinds)}")
    snapshot = _opened(store)
    if study:
        study = _find(snapshot, study).iri
    found = ask(snapshot, GapAnswer, Filters(study=study, kind=kind))
    if how is Format.TABLE:
        output.print_lines(gap_report(snapshot, found, study))
    else:
        columns = ["kind", "sentence", "score", "involves", "evidence", "study", "iri"]
        output.print_rows(columns, [asdict(gap) for gap in found], how)
    messages.print(f"{len(found)} gaps. Each is a candidate: not said is not the same as not so.")


@app.command()
def query(
    store: StorePath,
    text: Annotated[str, typer.Argument(metavar="[QUERY]", help="SPARQL, or - for stdin.")] = "",
    file: Annotated[Path | None, typer.Option("--file", "-f", help="Read it from here.")] = None,
    question: Annotated[
        int | None,
        typer.Option(help="Ask this competency question: see `themegraph questions`."),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="A parameter of the question; may be repeated."),
    ] = None,
    how: RowFormat = Format.TABLE,
) -> None:
    """Ask the store in SPARQL 1.1, or ask it one of the competency questions.

    The query comes from the argument, a file or standard input. The prefixes tg, skos, oa, prov,
    dcterms and those of the schemes (role, tie-type, …) needn't be declared. A graph that a
    CONSTRUCT or DESCRIBE makes is printed as Turtle, or as JSON-LD with --format json. The rows of
    a question are printed as a list of objects with --format json.
    """
    if question is not None:
        if text or file is not None:
            raise InputError("give a query or --question, not both")
        _ask_question(_opened(store), asking.find_question(question), param or [], how)
        return
    if param:
        raise InputError("--param belongs to a question: add --question NUMBER")
    sparql_text = _query_text(text, file)
    snapshot = _opened(store)
    accept = "text/csv, text/turtle;q=0.9" if how is Format.CSV else _JSON_ACCEPT[how]
    result = sparql.run(snapshot, sparql_text, accept=accept)
    if how is Format.TABLE and result.media_type == "application/sparql-results+json":
        _print_results(json.loads(result.body))
    else:
        output.print_bytes(result.body if result.body.endswith(b"\n") else result.body + b"\n")


def _ask_question(snapshot: Snapshot, asked: Question, given: list[str], how: Format) -> None:
    rows = asking.answer(snapshot, asked, asking.bindings(asked, given))
    messages.print(f"{asked.number}. {asked.question}")
    output.print_rows(asked.columns, rows, how)
    messages.print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}. {asked.note}".rstrip())


@app.command()
def questions(how: RowFormat = Format.TABLE) -> None:
    """List the competency questions: what analysts ask, each a query with parameters."""
    rows: list[dict[str, output.Cell]] = [
        {
            "number": asked.number,
            "question": asked.question,
            "parameters": [parameter.name for parameter in asked.parameters],
        }
        for asked in all_questions().values()
    ]
    output.print_rows(["number", "question", "parameters"], rows, how)


_JSON_ACCEPT = {
    Format.TABLE: "application/sparql-results+json, text/turtle;q=0.9",
    Format.JSON: "application/sparql-results+json, application/ld+json;q=0.9",
}


def _query_text(text: str, file: Path | None) -> str:
    if text and file is not None:
        raise InputError("give the query as an argument or as --file, not both")
    if file is not None:
        return _source_text(file)
    if text and text != "-":
        return text
    if not text and sys.stdin.isatty():
        raise InputError('there is no query; try: themegraph query "SELECT * { ?t a tg:Theme }"')
    return sys.stdin.read()


def _print_results(results: dict[str, dict[str, list[dict[str, dict[str, str]]]]]) -> None:
    if "boolean" in results:
        output.print_bytes(f"{str(results['boolean']).lower()}\n".encode())
        return
    columns = [str(name) for name in results["head"]["vars"]]
    found = results["results"]["bindings"]
    rows = [{name: term["value"] for name, term in row.items()} for row in found]
    output.print_rows(columns, rows, Format.TABLE)
    messages.print(f"{len(rows)} rows")


# ---------------------------------------------------------------- seeing


@app.command()
def serve(
    store: StorePath,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    seconds: Annotated[
        float, typer.Option("--query-seconds", min=0.1, help="How long a SPARQL query may take.")
    ] = Limits().seconds,
) -> None:
    """Serve the explorer, REST and SPARQL. An empty store gets the bundled study first."""
    server.serve(_filled(store), host, port, Limits(seconds=seconds))


@app.command()
def draw(
    out: Annotated[Path, typer.Option(help="The HTML file to write.")],
    store: StorePath,
    study: OneStudy = "",
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,  # noqa: FBT002 -- a flag
) -> None:
    """Write the explorer as one HTML file that opens from disk without a network."""
    if out.exists() and not force:
        raise InputError(f"{out}: exists; name another file, or replace it with --force")
    snapshot = _opened(store)
    if study:
        study = _find(snapshot, study).iri
    with step("Drawing"):
        page = drawn_page(explorer_data(snapshot, study))
    out.write_text(page, encoding="utf-8")
    messages.print(f"Wrote {out} ({out.stat().st_size // 1024} KiB)")


def _opened(path: Path) -> Snapshot:
    snapshot = GraphStore(path).snapshot()
    if snapshot.is_empty():
        raise NotFoundError(
            f"{path}: the store is empty; fill it with `themegraph build FOLDER`, "
            "or with the bundled study by `themegraph build`"
        )
    return snapshot


def _filled(path: Path) -> GraphStore:
    """Return the store; an empty one gets the bundled study, so that there is something to see."""
    graph_store = GraphStore(path)
    if graph_store.snapshot().is_empty():
        with step("Building the bundled study into the empty store"):
            build_studies([load(bundled.FIRST_STUDY)], graph_store)
        messages.print(f"The store was empty: built the bundled study into {path}")
    return graph_store
