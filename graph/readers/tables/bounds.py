"""How large the tables in a workbook are, before it is opened.

A workbook is a ZIP of XML from outside. The library that reads it lays each table out as a full
rectangle, so a single cell far down, or one that repeats, would fill the memory. Here the XML is
only streamed: each member is unpacked once, its check sum looked at, and the cells are counted.
What the library doesn't tell is noted on the way: formulas without a value, ODS's merged cells.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

from graph.errors import ReadError
from graph.readers.safe_zip import UNSOUND
from graph.readers.tables.cells import Cells, OdsCells, Sheet, XlsxCells
from graph.readers.tables.tally import Tally

MOST_MEMBERS = 2_000
"""Files in a workbook's ZIP."""
MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes that a workbook may unpack to."""

MOST_RATIO = 200
"""From a megabyte on, a file that shrank more than this is no table."""

_MEGABYTE = 1_000_000
_CHUNK = 1024 * 1024
_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_OFTEN_BROKEN = ".vml"
"""Old drawings, of comments: spreadsheet programs write them as XML that isn't well-formed."""


def measure(data: bytes, path: Path) -> list[Sheet]:
    """Return the tables of an XLSX (by the names of its files) or ODS (by the sheets' names).

    Raises ``ReadError`` if the file isn't a sound ZIP of such a kind, or is past a limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return list(_sheets(archive, path))
    except UNSOUND as error:
        raise ReadError(
            f"{path}: isn't a workbook that can be opened ({error}); if it has a password, save it "
            "without one, and if it's an old .xls, save it as .xlsx"
        ) from error
    except (expat.ExpatError, LookupError, ValueError) as error:  # the last two: no such encoding
        raise ReadError(f"{path}: its XML is broken ({error}); save the workbook anew") from error


def _sheets(archive: zipfile.ZipFile, path: Path) -> Iterator[Sheet]:
    members, tally = archive.infolist(), Tally(path)
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise ReadError(
            f"{path}: unpacks to {len(members):,} files and {unpacked:,} bytes, more than is read "
            f"({MOST_MEMBERS:,} files, {MOST_UNPACKED:,} bytes)"
        )
    if any(member.filename.lower().endswith("workbook.bin") for member in members):
        raise ReadError(f"{path}: is a binary workbook (.xlsb), which isn't read; save it as .xlsx")
    for member in members:
        if member.file_size > max(_MEGABYTE, MOST_RATIO * member.compress_size):
            raise ReadError(
                f"{path}: {member.filename} unpacks to {member.file_size:,} bytes, more than "
                f"{MOST_RATIO} times its size, which no table does; save the workbook anew"
            )
    for member in members:
        yield from _measured(archive, member, tally)
    tally.finish()


def _measured(archive: zipfile.ZipFile, member: zipfile.ZipInfo, tally: Tally) -> list[Sheet]:
    """Read a member to its end, for a size that lies shows in the check sum; measure it if XML."""
    name = member.filename.lower()
    with archive.open(member) as file:
        begin = file.read(_CHUNK)
        if not _XML.match(begin):
            while file.read(_CHUNK):
                pass
            return []
        kind = _kind(member.filename, tally)
        try:
            _stream(begin, file, kind)
        except expat.ExpatError:
            if not name.endswith(_OFTEN_BROKEN):
                raise
        return [one for one in kind.sheets if one.rows or one.spans or one.without_value]


def _kind(name: str, tally: Tally) -> Cells:
    if name == "content.xml":
        return OdsCells(tally)
    if name.lower().endswith("workbook.xml.rels"):
        return _Relations(tally)
    return XlsxCells(tally, name)


class _Relations(Cells):
    """Where an XLSX says that its sheets are: only where we have looked."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Refuse a part whose XML needn't be sound."""
        if attributes.get("Target", "").lower().endswith(_OFTEN_BROKEN):
            raise ReadError(f"{self.path}: names a drawing as a sheet ({name}); save it anew")


def _stream(begin: bytes, file: IO[bytes], kind: Cells) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = kind.start
    parser.EndElementHandler = kind.end
    parser.CharacterDataHandler = kind.characters
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = kind.refuse
    parser.Parse(begin, False)  # noqa: FBT003 -- expat's own signature
    while chunk := file.read(_CHUNK):
        parser.Parse(chunk, False)  # noqa: FBT003 -- the same
    parser.Parse(b"", True)  # noqa: FBT003 -- the same
