"""How the command line prints: tables for people, CSV and JSON for programs."""

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from graph.errors import ACTING, visible


class _Messages(Console):
    """Standard error, with nothing in a file or its name that could act on the terminal."""

    def print(self, *objects: Any, **options: Any) -> None:  # noqa: ANN401 -- rich's own signature
        """Print as rich does, with control characters written out."""
        shown = (visible(one) if isinstance(one, str) else one for one in objects)
        super().print(*shown, **options)


messages = _Messages(stderr=True, highlight=False, markup=False, soft_wrap=True)
"""Where everything goes that isn't the answer itself."""


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


Cell = str | int | float | Sequence[str]


def print_rows(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], how: Format) -> None:
    """Print rows; a cell that is a list is joined by spaces except in JSON."""
    if how is Format.JSON:
        print_json([{column: row.get(column, "") for column in columns} for row in rows])
    elif how is Format.CSV:
        print_csv(columns, rows)
    else:
        _print_table(columns, rows)


def print_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> None:
    """Print rows as CSV, each as it comes."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    shown = visible if sys.stdout.isatty() else str  # a file gets every cell as it is
    writer.writerows([shown(_text(row.get(column, ""))) for column in columns] for row in rows)


def print_json(value: object) -> None:
    """Print JSON to standard output, in UTF-8 and indented; what acts on terminals is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print_bytes(ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode() + b"\n")


def print_lines(lines: Iterable[str]) -> None:
    """Print lines of text for people, wrapped at words on a terminal."""
    console = Console(highlight=False, markup=False, emoji=False)
    for line in map(visible, lines):
        text = line.lstrip()
        indent = len(line) - len(text)
        console.print(
            Padding(text, (0, 0, 0, indent)) if console.is_terminal else line,
            soft_wrap=not console.is_terminal,
        )


def print_bytes(data: bytes) -> None:
    """Print bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@contextmanager
def step(what: str) -> Iterator[None]:
    """Show on a terminal that something is under way, and for how long."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    hidden = not messages.is_terminal
    with Progress(*columns, console=messages, transient=True, disable=hidden) as progress:
        progress.add_task(what, total=None)
        yield


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how far something is that tells how many are done, and of how many."""
    columns = (*Progress.get_default_columns(), TimeElapsedColumn())
    hidden = not messages.is_terminal
    with Progress(*columns, console=messages, transient=True, disable=hidden) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)


def _print_table(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]]) -> None:
    table = Table(header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    for row in rows:
        table.add_row(*(Text(visible(_short(row.get(column, "")))) for column in columns))
    Console(highlight=False).print(table)


def _short(cell: Cell) -> str:
    """Return a cell for people, who need four digits of a number."""
    return f"{cell:.4g}" if isinstance(cell, float) else _text(cell)


def _text(cell: Cell) -> str:
    return str(cell) if isinstance(cell, str | int | float) else " ".join(cell)
