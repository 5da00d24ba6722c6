"""Taguette's projects: one SQLite database of documents (HTML), tags and highlights.

Taguette counts positions in UTF-8 bytes of the text between the tags; ``html_text`` carries them
over to our text. It stores no coder with a highlight. Its log of commands names who made each one,
but an exported project's log names one user for everything, so that it's believed only where it
names several. There are no respondents: nobody is made one.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from graph.errors import ReadError, nearest
from graph.model import Coder, Coding, Document, Note, Quote, Reading, Study, StudyInfo
from graph.readers import html_text, theme_tree
from graph.readers.characters import label, plain
from graph.readers.database import Database, Value, opened, text, whole
from graph.readers.html_text import Shown
from graph.readers.ids import distinct_slugs, numbered
from graph.readers.request import Request
from graph.readers.room import require_room
from graph.readers.tables import codes
from graph.readers.theme_tree import Tree

SUFFIXES = (".sqlite3",)

_NEEDED = {
    "projects": ("id", "name"),
    "documents": ("id", "name", "project_id", "contents"),
    "tags": ("id", "project_id", "path"),
    "highlights": ("id", "document_id", "start_offset", "end_offset"),
    "highlight_tags": ("highlight_id", "tag_id"),
}


@dataclass(frozen=True, slots=True)
class _Text:
    """A document and its text, by Taguette's number."""

    number: int
    document: Document
    shown: Shown


@dataclass(frozen=True, slots=True)
class _Highlight:
    """A highlight as a quote, by Taguette's number, with the numbers of its tags."""

    number: int
    quote: Quote
    tags: tuple[int, ...]


def read(path: Path, request: Request) -> Reading:
    """Read a project; of several in one database the one that ``--sheet`` names.

    Raises ``ReadError`` if the file isn't Taguette's, or holds several projects and none is named.
    """
    with opened(path) as database:
        database.require(_NEEDED, "Taguette")
        return _reading(database, request)


def _reading(database: Database, request: Request) -> Reading:
    notes: list[Note] = []
    project, name, about = _project(database, request)
    texts = _texts(database, project, notes)
    tags, tree, understood = _tags(database, project, request)
    highlights = _highlights(database, texts, notes)
    coders = _coders(database, project, highlights, notes)
    study = Study(
        info=StudyInfo(
            request.study_id, request.title if request.title_given else name, note=about
        ),
        coders=tuple({coder.id: coder for coder in coders.values()}.values()),
        documents=tuple(one.document for one in texts.values()),
        themes=tree.themes,
        quotes=tuple(highlight.quote for highlight in highlights),
        codings=_codings(highlights, tags, coders),
    )
    sources = {one.document.id: one.shown.text for one in texts.values()}
    return Reading(study, tuple(notes), sources, understood=(understood,))


def _project(database: Database, request: Request) -> tuple[int, str, str]:
    """Return the project's number, name and description."""
    rows = database.rows("projects", "id", "name", "description")
    named = {_name(n): (whole(number), plain(text(about))) for number, n, about in rows}
    if request.sheet and request.sheet not in named:
        choice = nearest(request.sheet, list(named))
        raise ReadError(f"--sheet {request.sheet}: {database.path} has no such project; {choice}")
    if not request.sheet and len(named) != 1:
        raise ReadError(
            f"{database.path}: holds {len(named)} projects; name one with --sheet: "
            f"{', '.join(map(repr, named))}"
        )
    name = request.sheet or next(iter(named))
    number, about = named[name]
    if number is None:
        raise ReadError(f"{database.path}: project {name!r} has no number")
    return number, name, about.strip()


# ---------------------------------------------------------------- documents


def _texts(database: Database, project: int, notes: list[Note]) -> dict[int, _Text]:
    rows = [
        (number, _name(name), text(contents), plain(text(about)).strip())
        for key, name, own, contents, about in database.rows(
            "documents", "id", "name", "project_id", "contents", "description"
        )
        if own == project and (number := whole(key)) is not None
    ]
    ids = distinct_slugs((name for _, name, _, _ in rows), "document")
    found = {}
    for document_id, (number, name, contents, about) in zip(ids, rows, strict=True):
        shown = html_text.shown(contents)
        digest = sha256(shown.text.encode()).hexdigest()
        document = Document(document_id, name, digest, len(shown.text), about)
        found[number] = _Text(number, document, shown)
        if pictures := contents.count("<img"):
            what = "1 picture was" if pictures == 1 else f"{pictures} pictures were"
            notes.append(Note(f"{what} left out: Taguette doesn't keep them", place=name))
    return found


# ---------------------------------------------------------------- tags


def _tags(database: Database, project: int, request: Request) -> tuple[dict[int, str], Tree, str]:
    """Return the themes' ids by the tags' numbers, the themes, and how paths are written."""
    rows = {
        number: (_name(path), plain(text(about)).strip())
        for key, own, path, about in database.rows(
            "tags", "id", "project_id", "path", "description"
        )
        if own == project and (number := whole(key)) is not None
    }
    written = codes.recognise((path for path, _ in rows.values()), "", request.code_path)
    paths = {number: (written.read(path) or [(path,)])[0] for number, (path, _) in rows.items()}
    definitions = {paths[number]: about for number, (_, about) in rows.items() if about}
    tree = theme_tree.grow(paths.values(), definitions)
    ids = {number: tree.ids[path] for number, path in paths.items()}
    return ids, tree, f"tags are {written}"


# ---------------------------------------------------------------- highlights


def _highlights(
    database: Database, texts: Mapping[int, _Text], notes: list[Note]
) -> list[_Highlight]:
    tags: dict[int, list[int]] = {}
    for highlight, tag in database.rows("highlight_tags", "highlight_id", "tag_id"):
        if (number := whole(highlight)) is not None and (tagged := whole(tag)) is not None:
            tags.setdefault(number, []).append(tagged)
    columns = ("id", "document_id", "start_offset", "end_offset", "snippet")
    found = []
    for key, own, start, end, snippet in database.rows("highlights", *columns):
        source, number = texts.get(whole(own) or 0), whole(key)
        if source is None or number is None:
            continue  # another project's
        first, last = whole(start), whole(end)
        placed = first is not None and last is not None
        span = source.shown.span(first or 0, last or 0) if placed else (0, 0)
        if span[0] == span[1]:
            text_ = f"highlight {number} has no words at {start}-{end}: left out"
            notes.append(Note(text_, place=source.document.title))
            continue
        found.append((number, source, span, text(snippet)))
    require_room((end - start for _, _, (start, end), _ in found), str(database.path))
    order = {number: rank for rank, number in enumerate(texts)}
    found.sort(key=lambda one: (order[one[1].number], one[2], one[0]))
    return [
        _highlight(quote_id, one, tuple(sorted(tags.get(one[0], ()))), notes)
        for quote_id, one in zip(numbered("q", found), found, strict=True)
    ]


def _highlight(
    quote_id: str,
    found: tuple[int, _Text, tuple[int, int], str],
    tags: tuple[int, ...],
    notes: list[Note],
) -> _Highlight:
    number, source, (start, end), snippet = found
    words = source.shown.text[start:end]
    kept = html_text.shown(snippet).text
    if kept and "".join(kept.split()) != "".join(words.split()):
        text_ = f"highlight {number}: Taguette kept other words with it, {kept[:60]!r}"
        notes.append(Note(text_, start, end, source.document.id))
    quote = Quote(quote_id, words, "", source.document.id, start, end, "block")
    return _Highlight(number, quote, tags)


def _codings(
    highlights: Sequence[_Highlight], themes: Mapping[int, str], coders: Mapping[int, Coder]
) -> tuple[Coding, ...]:
    # Two tags of one path, or a row that comes twice, are one coding
    made = [
        (one.quote.id, theme, coders[one.number].id if one.number in coders else "")
        for one in highlights
        for theme in dict.fromkeys(themes[tag] for tag in one.tags if tag in themes)
    ]
    return tuple(
        Coding(coding_id, *parts)
        for coding_id, parts in zip(numbered("c", made), made, strict=True)
    )


# ---------------------------------------------------------------- coders


def _coders(
    database: Database, project: int, highlights: Sequence[_Highlight], notes: list[Note]
) -> dict[int, Coder]:
    """Return the coder by highlight, where the log of commands tells several users apart."""
    users = dict(_logged(database, project))
    known = {one.number: users[one.number] for one in highlights if one.number in users}
    names = sorted(set(known.values()))
    if len(names) < 2:  # noqa: PLR2004 -- one name may be the exporter's alone
        notes.append(Note("Taguette doesn't say who made a highlight", place="coders"))
        return {}
    coders = {
        name: Coder(coder_id, name, "person")
        for coder_id, name in zip(distinct_slugs(names, "coder"), names, strict=True)
    }
    text_ = "who made a highlight is taken from Taguette's log: who changed it last"
    notes.append(Note(text_, place="coders"))
    return {number: coders[name] for number, name in known.items()}


def _logged(database: Database, project: int) -> Iterator[tuple[int, str]]:
    """Yield each highlight's number and who added or changed it, the last one last."""
    for own, user, payload in database.rows("commands", "project_id", "user_login", "payload"):
        if own != project:
            continue
        try:
            command = json.loads(text(payload) or "null")
        except (ValueError, RecursionError):
            continue  # the log is a help, not the project
        if isinstance(command, dict) and command.get("type") == "highlight_add":
            number = command.get("highlight_id")
            if isinstance(number, int):
                yield number, _name(user)


def _name(value: Value) -> str:
    return label(text(value), "without a name")
