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
