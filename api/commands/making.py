"""Invented studies."""

from pathlib import Path
from typing import Annotated

import typer

from api.output import messages, step
from graph.errors import InputError
from graph.folders.folder import write_folder
from graph.synth import MAX_STUDIES, synthetic_studies


def synth(
    into: Annotated[Path, typer.Option(help="Write the study folders into this new folder.")],
    studies: Annotated[int, typer.Option(min=1, max=MAX_STUDIES, help="How many.")] = 10,
    quotes: Annotated[int, typer.Option(min=1, help="Quotes of a study, on average.")] = 30,
    seed: Annotated[int, typer.Option(help="Of the chance; the same gives the same.")] = 1,
) -> None:
    """Make invented studies with the shape of real ones, to try things out and to measure.

    They report nothing of anybody, and say so.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise InputError(f"{into}: exists and isn't empty; choose another folder or remove it")
    with step(f"Making {studies} studies"):
        for made in synthetic_studies(studies, seed, quotes):
            write_folder(made.study, into / made.study.info.id, made.sources)
    messages.print(f"Wrote {studies} invented studies into {into}")
