"""QualCoder's codings of pictures, of pages of PDFs and of recordings."""

from collections.abc import Mapping

from graph.model import Region
from graph.readers.database import Database, Value, text, whole
from graph.readers.ids import numbered
from graph.readers.qualcoder.documents import Source
from graph.readers.qualcoder.found import Found
from graph.readers.qualcoder.texts import Coded

_Extent = tuple[int | None, ...]
"""Page, the four corners, begin and end: what a region is, but for its id."""


def read(
    database: Database, sources: Mapping[int, Source], codes: Mapping[int, str], found: Found
) -> tuple[tuple[Region, ...], list[Coded]]:
    """Return the regions, and the codings of them by the regions' ids."""
    rows = [*_pictures(database, found), *_recordings(database, found)]
    kept = []
    for what, number, extent, code, rest in rows:
        if number not in sources or codes.get(code) is None:
            found.note("its source or code isn't in the project: left out", what)
        else:
            kept.append((sources[number].document.id, extent, codes[code], rest))
    places = list(dict.fromkeys((document, extent) for document, extent, _, _ in kept))
    ids = dict(zip(places, numbered("r", places), strict=True))
    regions = tuple(
        Region(ids[document, extent], document, "", *extent) for document, extent in places
    )
    return regions, [_coded(ids[d, e], theme, rest, found) for d, e, theme, rest in kept]


def _coded(region: str, theme: str, rest: tuple[Value, ...], found: Found) -> Coded:
    memo, owner, date, important = rest
    coder = found.coders.get(text(owner).strip(), "")
    return Coded(region, theme, coder, memo, owner, date, whole(important) == 1)


_Rows = list[tuple[str, int, _Extent, int, tuple[Value, ...]]]
_REST = ("memo", "owner", "date", "important")


def _pictures(database: Database, found: Found) -> _Rows:
    columns = ("id", "cid", "pdf_page", "x1", "y1", "width", "height", *_REST)
    rows: _Rows = []
    for number, row in enumerate(database.rows("code_image", *columns), start=1):
        what = f"code_image, row {number}"
        source, code, page = (whole(value) for value in row[:3])
        corner = [_rounded(value) for value in row[3:7]]
        if source is None or code is None or None in corner:
            found.note("has no source, code or corners: left out", what)
            continue
        x, y, width, height = (value or 0 for value in corner)
        left, top = max(0, x), max(0, y)
        extent = (page, left, top, max(left, x + width), max(top, y + height), None, None)
        rows.append((what, source, extent, code, row[7:]))
    return rows


def _recordings(database: Database, found: Found) -> _Rows:
    rows: _Rows = []
    for number, row in enumerate(
        database.rows("code_av", "id", "cid", "pos0", "pos1", *_REST), start=1
    ):
        what = f"code_av, row {number}"
        source, code, begin, end = (whole(value) for value in row[:4])
        if source is None or code is None or begin is None or end is None or begin < 0:
            found.note("has no source, code or times: left out", what)
            continue
        times = (begin, max(begin, end))
        rows.append((what, source, (None, None, None, None, None, *times), code, row[4:]))
    return rows


def _rounded(value: Value) -> int | None:
    return round(value) if isinstance(value, float) else whole(value)
