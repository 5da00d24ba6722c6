"""The command line. Errors become text on standard error and an exit code here, and only here.

Exit codes: 0 done, 1 the program's or the machine's fault, 2 the user's to mend.
"""

import sys
from importlib import metadata
from typing import Annotated

import typer

from api import output
from api.on_demand import CommandsOnDemand
from api.output import messages
from graph.errors import InputError, ThemegraphError

app = typer.Typer(
    cls=CommandsOnDemand,
    invoke_without_command=True,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


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
