"""Files from outside."""

from pathlib import Path

from graph.errors import ReadError


def read_text(path: Path) -> str:
    """Return a text file's content. Raises ``ReadError`` if it isn't there or isn't UTF-8."""
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file")
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02X} in line {line}"
        raise ReadError(f"{path}: isn't UTF-8 ({byte}); save it as UTF-8") from error


MOST_BYTES = 256 * 1024 * 1024
"""The largest file that is read into memory."""


def read_bytes(path: Path) -> bytes:
    """Return a file's content. Raises ``ReadError`` if it isn't there, or is too large."""
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ReadError(
            f"{path}: has {size:,} bytes, more than is read ({MOST_BYTES:,}); give it in parts"
        )
    return path.read_bytes()
