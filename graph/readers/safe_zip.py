"""ZIP archives from outside: read part by part in memory, within limits, never unpacked to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from graph.errors import ReadError

MOST_PARTS = 20_000
"""An archive with more parts is refused."""
LARGEST_PART = 20_000_000
"""The most bytes that one part may have when unpacked."""
UNSOUND = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
"""What reading a ZIP raises: broken, cut off, with a password, of an unknown method."""
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Archive:
    """An open archive; ``names`` are those of its parts, and ``where`` names it in messages."""

    names: frozenset[str]
    zip: zipfile.ZipFile
    where: str

    def read(self, name: str) -> bytes:
        """Return one part. Raises ``ReadError`` if it is broken, encrypted or too large.

        What the archive claims of a part's size isn't believed: reading stops at the limit.
        """
        info = self.zip.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise ReadError(f"{self.where}: {name} is encrypted; save it without a password")
        try:
            with self.zip.open(info) as part:
                data = part.read(LARGEST_PART + 1)
        except UNSOUND as error:
            raise ReadError(
                f"{self.where}: {name} can't be unpacked ({error}); is the file whole?"
            ) from error
        if len(data) > LARGEST_PART:
            raise ReadError(
                f"{self.where}: {name} has more than {LARGEST_PART:,} bytes when unpacked, which "
                "is refused; split the document"
            )
        return data


@contextmanager
def opened(data: bytes, where: str) -> Iterator[Archive]:
    """Open an archive in memory. Raises ``ReadError`` if it is none, or has too many parts."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise ReadError(
            f"{where}: isn't a sound ZIP archive ({error}); is the file whole?"
        ) from error
    with archive:
        names = archive.namelist()
        if len(names) > MOST_PARTS:
            raise ReadError(f"{where}: has {len(names):,} parts, more than {MOST_PARTS:,}")
        yield Archive(frozenset(names), archive, where)
