"""A study folder under review: every decision is saved at once, or refused."""

import getpass
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.folders.changes import OpenFolder, open_folder, save
from graph.folders.check import refuse_unsound
from graph.folders.folder import read_sources
from graph.model import Decision, Study
from graph.review.context import Context, Scene, scene
from graph.review.deciding import decide, decide_all, undo
from graph.review.suggestions import EVERYTHING, Suggestion, Wanted, find, pending


class Desk:
    """Decides on the suggestions in a folder, as one person; not for several threads at once."""

    def __init__(self, folder: Path, by: str) -> None:
        """Open a folder; ``by`` is the name of who decides.

        Raises ``InputError`` if there is no such folder, ``StudyError`` if it has faults.
        """
        self.folder, self.by = folder, by
        self.reload()

    def reload(self) -> None:
        """Read the folder again."""
        self._opened: OpenFolder = open_folder(self.folder)
        texts = read_sources(self.folder, self.study)
        self._sources = {name: data.decode() for name, data in texts.items()}
        self._scene: Scene | None = None

    @property
    def study(self) -> Study:
        """The study as it stands in the folder."""
        return self._opened.study

    def pending(self, wanted: Wanted = EVERYTHING) -> list[Suggestion]:
        """Return what is still to be decided."""
        return pending(self.study, wanted)

    def context(self, found: Suggestion) -> Context:
        """Return what somebody must see to decide on a suggestion."""
        if self._scene is None:
            self._scene = scene(self.study, self._sources)
        return self._scene.of(found)

    def decide(
        self,
        reference: str,
        decision: str,
        changes: Mapping[str, str] | None = None,
        why: str = "",
    ) -> Decision:
        """Decide on one suggestion and save that.

        Raises ``InputError`` if that can't be decided, ``ConflictError`` if the folder was changed
        since it was read; nothing is written then.
        """
        (found,) = find(self.study, [reference])
        self._save(decide(self.study, found, decision, self.by, changes, why))
        return self.study.decisions[-1]

    def decide_all(self, references: Sequence[str], decision: str, why: str = "") -> list[Decision]:
        """Decide on several suggestions alike, and save all of that or nothing."""
        before = len(self.study.decisions)
        chosen = find(self.study, references)
        self._save(decide_all(self.study, chosen, decision, self.by, why))
        return list(self.study.decisions[before:])

    def undo(self, reference: str = "") -> Decision:
        """Undo the last decision, or the last one on a record, and save that; return it."""
        study, undone = undo(self.study, self.by, reference)
        self._save(study)
        return undone

    def _save(self, study: Study) -> None:
        refuse_unsound(study, self._sources, f"{self.folder} after this decision")
        self._opened = save(self._opened, study)
        self._scene = None


def user_name() -> str:
    """Return who sits here: the name that git knows, else the name of the account."""
    git = shutil.which("git")
    if git:
        asked = subprocess.run(  # noqa: S603 -- a fixed command
            [git, "config", "user.name"], capture_output=True, text=True, check=False
        )
        if asked.returncode == 0 and asked.stdout.strip():
            return asked.stdout.strip()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name, as in some containers
        return ""
