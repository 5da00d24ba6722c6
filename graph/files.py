"""Files from outside."""

from pathlib import Path

from graph.errors import ReadError


def read_bytes(path: Path, most: int) -> bytes:
    """Return a file's bytes. Raises ``ReadError`` if it isn't there or has more than ``most``.

    A size that the file system states isn't relied on: a pipe has none.
    """
    if not path.exists() or path.is_dir():
        raise ReadError(f"{path}: there is no such file")
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise ReadError(f"{path}: has more than {most:,} bytes, the most that is read; split it")
    return data


def read_text(path: Path) -> str:
    """Return a text file's content. Raises ``ReadError`` if it isn't there or isn't UTF-8."""
    if not path.is_file():
        raise ReadError(f"{path}: there is no such file")
    return decoded(path.read_bytes(), str(path))


def decoded(data: bytes, where: str) -> str:
    """Return UTF-8 as text; ``where`` names the file. Raises ``ReadError`` if it's another."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"byte 0x{data[error.start]:02X} in line {line}"
        raise ReadError(f"{where}: isn't UTF-8 ({byte}); save it as UTF-8") from error
