"""A new reading into a study folder that people have worked in."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from api.output import messages
from api.terminal import plain
from graph.errors import InputError
from graph.folders.changes import open_folder, save
from graph.folders.check import refuse_unsound
from graph.folders.folder import read_sources
from graph.folders.updating import Update
from graph.folders.updating import update as updated
from graph.model import STATEMENTS, Reading, Study
from graph.review.context import scene
from graph.review.suggestions import Suggestion

SHOWN = 50
"""How many changed statements are named at most before the rest is counted."""


def refuse_without_folder(into: Path | None, *, update: bool, dry_run: bool) -> None:
    """Refuse options that need others. Raises ``InputError``."""
    if update and into is None:
        raise InputError("--update: which folder isn't said; add --into FOLDER")
    if dry_run and not update:
        raise InputError("--dry-run belongs to --update; without --into nothing is written anyway")
    if into is not None and not update and (into / "study.csv").is_file():
        raise InputError(
            f"{into}: is a study folder already; bring the source into it by --update (what that "
            "changes: --update --dry-run), or choose another folder"
        )


def bring_into(folder: Path, reading: Reading, *, dry_run: bool) -> None:
    """Bring a reading into a folder, or only say what that would change.

    Raises ``InputError`` if there is no such folder, ``StudyError`` if it has faults or would have.
    """
    opened = open_folder(folder)
    texts = {name: data.decode() for name, data in read_sources(folder, opened.study).items()}
    change = updated(opened.study, reading, texts)
    now = texts | {name: text for name, text in change.sources.items() if text is not None}
    refuse_unsound(change.study, now, f"{folder} after the update")
    if dry_run:
        _name("+", change.added, change.study, now)
        _name("-", change.dropped, opened.study, texts)
    else:
        save(opened, change.study, change.sources, reading.files)
    verb = "Would update" if dry_run else "Updated"
    messages.print(f"{verb} {folder}: {_counts(change)}")


def _counts(change: Update) -> str:
    added, dropped = (
        ", ".join(f"{count} {table}" for table, count in Counter(map(_table, those)).items())
        for those in (change.added, change.dropped)
    )
    stay = len(change.decided)
    return f"added {added or 'nothing'}; dropped {dropped or 'nothing'}; {stay} stay as decided"


def _table(reference: str) -> str:
    return reference.partition("/")[0]


def _name(sign: str, references: tuple[str, ...], study: Study, texts: Mapping[str, str]) -> None:
    seen = scene(study, texts)
    statements = [each for each in references if _table(each) in STATEMENTS]
    for reference in statements[:SHOWN]:
        claim = seen.of(Suggestion(reference, "")).claim
        messages.print(f"  {sign} {reference}: {plain(claim)}")
    if len(statements) > SHOWN:
        messages.print(f"  {sign} … and {len(statements) - SHOWN} more")
