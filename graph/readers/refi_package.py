"""Opening a REFI-QDA package: an untrusted ZIP with XML and sources, within stated limits."""

import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote
from xml.etree import ElementTree as ET
from xml.parsers import expat

from graph.errors import ReadError
from graph.readers.safe_zip import UNSOUND

MOST_UNPACKED = 500_000_000
"""The most bytes that all files of a package may have together."""
MOST_FILES = 10_000
MOST_PROJECT = 200_000_000
"""The most bytes that the XML may have."""
MOST_TEXT = 50_000_000
"""The most bytes that one source text may have."""
MOST_MARKUP = 2_000_000
"""The most tags that the XML may have: half a million codings."""
MOST_RATIO = 200
"""From a megabyte on, a file that shrank more than this is no text, picture or recording."""
DEEPEST = 100
"""The most levels of codes below codes, and of XML altogether."""
_MEGABYTE = 1_000_000
_DAMAGED = (*UNSOUND, ValueError)


@dataclass(frozen=True, slots=True)
class Package:
    """A package: its XML, in local names without namespaces, and its sources by file name."""

    root: ET.Element
    archive: zipfile.ZipFile | None
    members: dict[str, zipfile.ZipInfo]

    def read(self, path: str) -> bytes | None:
        """Return the source at a path of the XML, or ``None`` if it isn't in the package."""
        found = self.find(path)
        if found is None or self.archive is None:
            return None
        try:
            return self.archive.read(found)
        except _DAMAGED as error:
            raise ReadError(f"{found.filename}: can't be unpacked ({error})") from error

    def close(self) -> None:
        """Close the archive, if there is one."""
        if self.archive is not None:
            self.archive.close()

    def find(self, path: str) -> zipfile.ZipInfo | None:
        """Return where a path of the XML leads: ``internal://x.txt``, ``x.txt``; else ``None``."""
        name = PurePosixPath(path.replace("\\", "/")).name.lower()
        return self.members.get(name) or self.members.get(unquote(name))


def open_package(path: Path) -> Package:
    """Open a ``.qdpx``, or the XML alone: a ``.qdc`` or ``.qde``.

    Raises ``ReadError`` if it isn't what it should be, or beyond a limit.
    """
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file")
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            begin = file.read(4)
        if begin.startswith(b"PK") or path.suffix.lower() == ".qdpx":
            raise ReadError(f"{path}: isn't a whole ZIP; export the project again")
        if path.stat().st_size > MOST_PROJECT:
            raise ReadError(f"{path}: has more than {MOST_PROJECT:,} bytes of XML")
        return Package(parse(path.read_bytes(), str(path)), None, {})
    try:
        archive = zipfile.ZipFile(path)  # open as long as the package is in use
    except _DAMAGED as error:
        raise ReadError(f"{path}: isn't a whole ZIP ({error}); export the project again") from error
    project = _project(archive, path)
    members = {PurePosixPath(info.filename).name.lower(): info for info in _files(archive, path)}
    try:
        return Package(parse(archive.read(project), str(path)), archive, members)
    except _DAMAGED as error:
        raise ReadError(f"{path}: {project.filename} can't be unpacked ({error})") from error


def _files(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    found = [info for info in archive.infolist() if not info.is_dir()]
    if len(found) > MOST_FILES:
        raise ReadError(f"{path}: holds {len(found):,} files; {MOST_FILES:,} is the most")
    if sum(info.file_size for info in found) > MOST_UNPACKED:
        raise ReadError(f"{path}: unpacks to more than {MOST_UNPACKED:,} bytes")
    for info in found:
        _refuse(info, path)
    return found


def _refuse(info: zipfile.ZipInfo, path: Path) -> None:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name.partition("/")[0]:
        raise ReadError(f"{path}: the file {info.filename!r} would leave the folder")
    if info.flag_bits & 1:
        raise ReadError(f"{path}: {info.filename} is encrypted; export without a password")
    shrunk = info.file_size / max(1, info.compress_size)
    if info.file_size > _MEGABYTE and shrunk > MOST_RATIO:
        raise ReadError(
            f"{path}: {info.filename} unpacks to {shrunk:,.0f} times its size, "
            f"where {MOST_RATIO} is the most"
        )


def _project(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    found = [info for info in _files(archive, path) if info.filename.lower().endswith(".qde")]
    found.sort(key=lambda info: (info.filename.count("/"), info.filename.lower() != "project.qde"))
    if not found:
        raise ReadError(f"{path}: holds no project.qde, so it's no REFI-QDA project")
    if found[0].file_size > MOST_PROJECT:
        raise ReadError(f"{path}: {found[0].filename} has more than {MOST_PROJECT:,} bytes")
    return found[0]


class _Root(Exception):  # noqa: N818 -- no error: the root element was reached
    """The XML's root begins, so there is no DTD."""


def parse(data: bytes, name: str) -> ET.Element:
    """Return the root of XML, its elements in local names.

    Raises ``ReadError`` for XML that isn't well-formed, has a DTD or is beyond a limit.
    """
    if data.count(b"<") > MOST_MARKUP:
        raise ReadError(f"{name}: has more than {MOST_MARKUP:,} tags")
    try:
        _refuse_dtd(data, name)
        root = ET.fromstring(data)  # noqa: S314 -- a DTD was refused above
    except (expat.ExpatError, ET.ParseError, LookupError, ValueError) as error:
        raise ReadError(f"{name}: isn't well-formed XML ({error})") from error
    _without_namespaces(root, name)
    return root


def _without_namespaces(root: ET.Element, name: str) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise ReadError(f"{name}: is nested deeper than {DEEPEST} levels")
        for element in level:
            element.tag = element.tag.rpartition("}")[2]
        level = [part for element in level for part in element]


def _refuse_dtd(data: bytes, name: str) -> None:
    def refuse(*_: object) -> None:
        raise ReadError(f"{name}: has a DTD, which REFI-QDA never has; it isn't read")

    def stop(*_: object) -> None:
        raise _Root

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = stop
    try:
        parser.Parse(data, True)  # noqa: FBT003 -- it's the whole document
    except _Root:
        return


def decoded(data: bytes, name: str) -> str:
    """Return a source text without its byte order mark. Raises ``ReadError`` if it isn't UTF-8."""
    if len(data) > MOST_TEXT:
        raise ReadError(f"{name}: has {len(data):,} bytes; {MOST_TEXT:,} is the most for a text")
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        byte = f"byte 0x{data[error.start]:02X} at {error.start}"
        raise ReadError(f"{name}: isn't UTF-8 ({byte}); export the project again") from error
    return text
