"""What couldn't be checked, said. Apart from what all commands share, as it reads study folders."""

from pathlib import Path

from api.output import messages
from graph.folders.check import unseen_documents
from graph.folders.folder import SOURCES
from graph.model import Study


def say_unseen(folder: Path, study: Study, source: Path | None) -> None:
    """Say which documents' positions couldn't be checked, for their text isn't here."""
    for document in unseen_documents(folder, study, source):
        messages.print(
            f"{folder}: positions were NOT checked, for the text of document {document!r} isn't "
            f"here; give it with --source, or put it into {SOURCES}/{document}.txt"
        )
