"""QualCoder's sources: texts, and pictures and recordings that lie in the project's folder."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from graph.model import Document, Relation
from graph.readers.characters import label, plain
from graph.readers.database import Database, Value, text, whole
from graph.readers.ids import distinct_slugs, numbered
from graph.readers.qualcoder.found import Found

MOST_FILE_BYTES = 64 * 1024 * 1024
"""The largest picture, PDF or recording that is taken into the study folder."""
MOST_FILES_BYTES = 256 * 1024 * 1024
"""All of them together."""

_MEDIA = {"images": "picture", "audio": "audio", "video": "video"}
_PLACE = re.compile(r"(?P<folder>/?\w+)(?P<linked>:|/)(?P<file>.+)", re.DOTALL)
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Source:
    """A source by QualCoder's number: its document, its text if it has one, where its file is.

    ``file`` is relative to the project's folder, empty if there is none or it is linked to.
    """

    number: int
    document: Document
    text: str
    file: str


def read(database: Database, found: Found) -> dict[int, Source]:
    """Return the sources by number, in the order of their keeping."""
    columns = ("id", "name", "fulltext", "mediapath", "memo", "date")
    rows = [row for row in database.rows("source", *columns) if whole(row[0]) is not None]
    titles = [label(text(row[1]), "without a name") for row in rows]
    sources: dict[int, Source] = {}
    for document_id, title, row in zip(
        distinct_slugs(titles, "document"), titles, rows, strict=True
    ):
        number = whole(row[0])
        if number is not None:
            sources[number] = _source(number, document_id, title, row, found)
            found.date(f"documents/{document_id}", row[5])
    return sources


def _source(
    number: int, document_id: str, title: str, row: tuple[Value, ...], found: Found
) -> Source:
    _, _, words, place, memo, _ = row
    match = _PLACE.fullmatch(text(place))
    kind = _MEDIA.get(match["folder"].strip("/"), "text") if match else "text"
    note = plain(text(memo)).strip()
    if kind != "text":
        return Source(
            number, Document(document_id, title, note=note, medium=kind), "", _file(match)
        )
    body = plain(text(words))
    if match and match["linked"] == ":":
        found.note("its original is linked to outside the project: only its text is read", title)
    digest = sha256(body.encode()).hexdigest()
    return Source(number, Document(document_id, title, digest, len(body), note), body, _file(match))


def _file(match: re.Match[str] | None) -> str:
    if match is None or match["linked"] == ":":
        return ""
    folder = match["folder"].strip("/")
    return f"{'documents' if folder == 'docs' else folder}/{match['file']}"


def transcripts(database: Database, sources: Mapping[int, Source]) -> tuple[Relation, ...]:
    """Return which text is the transcript of which recording."""
    joined = [
        (sources[words], sources[recording])
        for number, transcript in database.rows("source", "id", "av_text_id")
        if (recording := whole(number) or 0) in sources
        and (words := whole(transcript) or 0) in sources
    ]
    return tuple(
        Relation(
            relation_id,
            f"documents/{words.document.id}",
            f"documents/{recording.document.id}",
            "transcript of",
            "one-way",
        )
        for relation_id, (words, recording) in zip(numbered("t", joined), joined, strict=True)
    )


def files(folder: Path, sources: Mapping[int, Source], found: Found) -> dict[str, bytes]:
    """Return the sources that aren't text, by the document's id with the file's suffix.

    A file is taken from within the project's folder alone, whatever the database says.
    """
    taken: dict[str, bytes] = {}
    total = 0
    for source in sources.values():
        if source.document.medium == "text":
            continue
        path = _within(folder, source.file)
        size = path.stat().st_size if path else 0
        if path is None or size > MOST_FILE_BYTES or total + size > MOST_FILES_BYTES:
            why = "isn't in the project's folder" if path is None else f"has {size:,} bytes"
            found.note(
                f"its file {why}: left out; what was coded there is kept", source.document.title
            )
            continue
        suffix = PurePosixPath(source.file).suffix.lower()
        name = source.document.id + (suffix if _SUFFIX.fullmatch(suffix) else "")
        taken[name] = path.read_bytes()
        total += size
    return taken


def _within(folder: Path, file: str) -> Path | None:
    if not file or "\0" in file:
        return None
    try:
        path = (folder / file).resolve()
        return path if path.is_relative_to(folder.resolve()) and path.is_file() else None
    except OSError:  # a name that is too long for any file
        return None
