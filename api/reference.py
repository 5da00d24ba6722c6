"""The reference pages in ``docs/``, written from the code: ``python -m api.reference docs``."""

import json
import sys
from collections.abc import Collection, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from rdflib import SKOS
from typer.testing import CliRunner

import ontology
from api.cli import app
from api.commands import COMMANDS
from graph.folders.check import CONTROLLED
from graph.folders.tables import METADATA
from ontology.questions import Question, questions


def pages() -> Mapping[str, str]:
    """Return the text of each generated page by file name."""
    return {
        "commands.md": commands_page(),
        "questions.md": questions_page(),
        "study-folder.md": study_folder_page(),
    }


def commands_page() -> str:
    """Return every command with its help."""
    lines = ["# Commands", "", _GENERATED, "", _EXIT_CODES]
    for name in COMMANDS:
        lines += ["", f"## {name}", "", "```text", _help(name), "```"]
        for part in _parts(name):
            lines += ["", f"### {name} {part}", "", "```text", _help(name, part), "```"]
    return "\n".join(lines) + "\n"


def _parts(name: str) -> list[str]:
    """Return the commands of a group of commands."""
    module, _, attribute = COMMANDS[name].partition(":")
    target = getattr(import_module(module), attribute)
    return [str(each.name) for each in getattr(target, "registered_commands", ())]


def _help(*names: str) -> str:
    arguments = [*names, "--help"]
    result = CliRunner().invoke(app, arguments, prog_name="themegraph", env=_PLAIN_TERMINAL)
    return result.output.strip()


def study_folder_page() -> str:
    """Return every table and column of a study folder with its meaning."""
    metadata = json.loads(METADATA.read_text("utf-8"))
    lines = ["# The study folder", "", _GENERATED, "", _FOLDER_RULES]
    for table in metadata["tables"]:
        lines += ["", f"## {table['url']}", "", table["dc:description"], ""]
        lines += ["| column | | meaning |", "|---|---|---|", *_columns(table)]
    return "\n".join(lines) + "\n"


def _columns(table: Mapping[str, Any]) -> Iterator[str]:
    for column in table["tableSchema"]["columns"]:
        required = "required" if column.get("required") else ""
        key = (table["url"].removesuffix(".csv"), column["name"])
        values = _allowed(CONTROLLED[key]) if key in CONTROLLED else ""
        yield f"| `{column['name']}` | {required} | {column['dc:description']}{values} |"


def _allowed(scheme: str) -> str:
    return f" One of: {', '.join(f'`{notation}`' for notation in ontology.scheme(scheme))}."


def questions_page() -> str:
    """Return every competency question with its parameters and the terms that it uses."""
    known = questions().values()
    lines = ["# Questions", "", _GENERATED, "", _QUESTION_RULES]
    for asked in known:
        lines += ["", *_question(asked)]
    used = sorted({term for asked in known for term in asked.terms})
    lines += ["", "## Terms", "", "| term | meaning | questions |", "|---|---|---|"]
    lines += [_term(term, known) for term in used]
    return "\n".join(lines) + "\n"


def _question(asked: Question) -> Iterator[str]:
    folder = "../ontology/queries"
    studies = " and ".join(f"`{study}`" for study in asked.studies)
    yield f"## {asked.number}. {asked.question}"
    yield ""
    if asked.note:
        yield from (asked.note, "")
    yield f"[Query]({folder}/{asked.file}), [rows]({folder}/{asked.rows_file}) on {studies}:"
    yield f"{', '.join(f'`{column}`' for column in asked.columns)}."
    yield ""
    yield "| parameter | meaning | for example |"
    yield "|---|---|---|"
    for parameter in asked.parameters:
        yield f"| `{parameter.name}` | {parameter.meaning} | `{parameter.example}` |"
    yield ""
    yield f"    {_command(asked)}"


def _command(asked: Question) -> str:
    most_telling = asked.parameters[-1]  # the first is the study
    example = f"{most_telling.name}={most_telling.example}"
    return f"themegraph query --question {asked.number} --param {example}"


def _term(term: str, known: Collection[Question]) -> str:
    definition = ontology.graph().value(ontology.TG[term.removeprefix("tg:")], SKOS.definition)
    numbers = ", ".join(str(asked.number) for asked in known if term in asked.terms)
    return f"| `{term}` | {definition} | {numbers} |"


_GENERATED = "Written from the code by `make docs`; a test keeps it true."
_EXIT_CODES = (
    "Exit codes: 0 done, 1 the program's or the machine's fault, 2 yours to mend. Answers go to "
    "standard output, everything else to standard error, so that a pipe gets answers alone; there "
    "and with `NO_COLOR` nothing is coloured. Programs take `--format csv` or `--json`. `--store` "
    "may also be given as the environment variable `THEMEGRAPH_STORE`. `themegraph "
    "--install-completion` makes the shell complete commands, options, values and ids."
)
_QUESTION_RULES = (
    "What analysts ask of a qualitative study, each question as one SPARQL query, with the rows "
    "that it gives on the bundled studies. `themegraph questions` lists them, `themegraph query "
    "--question NUMBER` asks one, `--param NAME=VALUE` narrows it; a parameter that isn't given "
    "means any. In another engine, bind the variable of that name to a plain literal. A question "
    "about what is lacking gives candidates: what a study doesn't report may exist in the world. "
    "`invented-library-study` is made up, words and all, so that questions across studies have a "
    "second study: `themegraph build graph/studies/changing-the-culture "
    "graph/studies/invented-library-study`."
)
_FOLDER_RULES = (
    "CSV in UTF-8, separated by commas, the first line with the column names. Every table but "
    "`study.csv` may be missing, and so may every column that isn't required. Positions are "
    "Unicode code points in the document, from 0, the end exclusive. Lists in a cell are separated "
    "by `;`. Actor roles, types and statuses are notations of the schemes in `ontology/schemes/`. "
    "Source texts may stand in `sources/`, named by their document's id (`sources/findings.txt`): "
    "then every check sees whether the words are where their positions say. "
    "Cells are exactly what was said, also where they begin with `=`, `+`, `-` or `@`: import the "
    "tables into a spreadsheet as text, for opened as they are such cells become formulas. Themes "
    "and roles stand at most 100 levels deep. "
    "`csv-metadata.json` describes the same for other tools."
)

_PLAIN_TERMINAL = {"COLUMNS": "90", "TERMINAL_WIDTH": "90", "NO_COLOR": "1"}

if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(exist_ok=True)
    for file, text in pages().items():
        (target / file).write_text(text, encoding="utf-8")
