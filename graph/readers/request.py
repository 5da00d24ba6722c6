"""What the user says of a source that is to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """What the user says of a source; but for id and title it concerns tables and text files.

    ``columns`` maps our fields to a table's own columns, several if need be; no name says that
    there is none. ``sheet`` names a workbook's sheet, ``encoding`` that of a text file.
    ``split_codes`` is what stands between the codes of a cell and ``code_path`` between the levels
    of a code: ``None`` to recognise it, empty if nothing does. Unless ``title_given``, a title that
    the source itself has is better.
    """

    study_id: str
    title: str
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sheet: str = ""
    encoding: str = ""
    split_codes: str | None = None
    code_path: str | None = None
    title_given: bool = False
