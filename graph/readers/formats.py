"""The source formats: how each is recognised, and which reader takes it.

A reader takes a file to a ``Reading``: a suggested study, its source texts, and what was unsure.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.errors import InputError, nearest
from graph.files import read_bytes
from graph.model import Reading
from graph.readers import articles, linked, refi_qda, taguette
from graph.readers.articles import Form
from graph.readers.qualcoder import reader as qualcoder
from graph.readers.request import Request
from graph.readers.suggesting import with_suggestions
from graph.readers.tables import reader as tables
from graph.stores.bulk import in_bulk


@dataclass(frozen=True, slots=True)
class SourceFormat:
    """A format that can be read; ``suffixes`` are in lower case, with the dot."""

    name: str
    description: str
    suffixes: tuple[str, ...]
    read: Callable[[Path, Request], Reading]


@in_bulk()
def read_source(path: Path, request: Request, name: str = "") -> Reading:
    """Read a source in the format called ``name``, else in the one that its suffix tells.

    Raises ``InputError`` if there is no such format or the suffix doesn't tell, and ``ReadError``
    if the file can't be read or isn't what it should be.
    """
    return (_named(name) if name else _by_suffix(path)).read(path, request)


def _article(form: Form) -> SourceFormat:
    def read(path: Path, request: Request) -> Reading:
        return form.read(path, request.study_id, request.title)

    return SourceFormat(form.name, form.description, form.suffixes, read)


def _suggesting(read: Callable[[Path, Request], Reading]) -> Callable[[Path, Request], Reading]:
    """Return a reader that also suggests which roles its quotes name, and ties between them."""
    return lambda path, request: with_suggestions(read(path, request))


def _linked(rdf_format: ox.RdfFormat) -> Callable[[Path, Request], Reading]:
    """Return a reader of linked data, which has the study's id and title in itself."""
    return lambda path, _: linked.read(path, rdf_format)


def _read_refi_qda(path: Path, request: Request) -> Reading:
    return refi_qda.read(path, request.study_id, request.title, title_given=request.title_given)


FORMATS: tuple[SourceFormat, ...] = (
    SourceFormat(
        "refi-qda",
        "a project or codebook of a qualitative tool (REFI-QDA)",
        (".qdpx", ".qdc", ".qde"),
        _suggesting(_read_refi_qda),
    ),
    *map(_article, articles.FORMS),
    SourceFormat(
        "csv",
        "a table of coded segments: CSV in any encoding and dialect",
        tables.DELIMITED_SUFFIXES,
        _suggesting(tables.read_delimited),
    ),
    SourceFormat(
        "workbook",
        "a sheet of coded segments: XLSX, ODS",
        tables.WORKBOOK_SUFFIXES,
        _suggesting(tables.read_workbook),
    ),
    SourceFormat(
        "qualcoder",
        "a project of QualCoder: its folder",
        qualcoder.SUFFIXES,
        _suggesting(qualcoder.read),
    ),
    SourceFormat(
        "taguette", "a project of Taguette", taguette.SUFFIXES, _suggesting(taguette.read)
    ),
    SourceFormat("trig", "a study as TriG", (".trig",), _linked(ox.RdfFormat.TRIG)),
    SourceFormat("n-quads", "a study as N-Quads", (".nq",), _linked(ox.RdfFormat.N_QUADS)),
    SourceFormat("json-ld", "a study as JSON-LD", (".jsonld",), _linked(ox.RdfFormat.JSON_LD)),
)


def _named(name: str) -> SourceFormat:
    known = {source.name: source for source in FORMATS}
    if name not in known:
        raise InputError(f"--from {name}: there is no such format; {nearest(name, list(known))}")
    return known[name]


def _by_suffix(path: Path) -> SourceFormat:
    for source in FORMATS:
        if path.name.lower().endswith(source.suffixes):
            return source
    return _named(articles.by_content(read_bytes(path, articles.LARGEST_DOCUMENT)).name)
