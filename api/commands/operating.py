"""Running a store: copies, back from them, and whether it's sound."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from api import output
from api.commands.common import RowFormat, StorePath
from api.output import Format, messages, step
from graph.service.limits import MIB
from graph.stores import backup as copies
from graph.stores import doctor as doctors
from graph.stores.embedded import GraphStore


def backup(
    folder: Annotated[Path, typer.Argument(help="A folder that isn't there yet.")],
    store: StorePath,
) -> None:
    """Copy the store into a new folder, while it's served and changed as well.

    The copy is a store itself: one version in full, the audit and the tokens' hashes. All of it is
    read before it gets its name.
    """
    with step(f"Copying into {folder}"):
        made = copies.backup(GraphStore(store), folder)
    messages.print(
        f"Copied {made.version} ({made.quads} quads, {made.size // MIB + 1} MiB) into {folder}"
    )


def restore(
    folder: Annotated[Path, typer.Argument(help="A backup's folder.")],
    store: StorePath,
    force: Annotated[bool, typer.Option("--force", help="Replace what the store holds.")] = False,  # noqa: FBT002 -- a flag
) -> None:
    """Make the store anew from a backup. Stop its server before."""
    with step(f"Restoring from {folder}"):
        made = copies.restore(folder, GraphStore(store), force=force)
    messages.print(f"Restored {made.version} ({made.quads} quads) into {store}")


def doctor(store: StorePath, how: RowFormat = Format.TABLE) -> None:
    """Look whether the store is sound, and say how to mend what isn't. Changes nothing.

    Exits with 1 if something is wrong.
    """
    found = list(doctors.examined(GraphStore(store)))
    rows: list[dict[str, output.Cell]] = [
        {"what": each.what, "found": each.found, "mend": each.mend} for each in found
    ]
    output.print_rows(["what", "found", "mend"], rows, how)
    wrong = [each for each in found if each.mend]
    messages.print("All is well." if not wrong else f"{len(wrong)} to look at.")
    if wrong:
        sys.exit(1)
