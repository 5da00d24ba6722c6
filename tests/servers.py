"""SPARQL servers that others wrote, run for a test on free ports of loopback; skipped if absent."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 60.0
_VIRTUOSO = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 4000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[str]:
    """Run ``oxigraph serve`` over a new store; yield its address."""
    beside = Path(sys.executable).with_name("oxigraph")
    binary = str(beside) if beside.exists() else shutil.which("oxigraph")
    if binary is None:
        pytest.skip("there is no oxigraph server; pip install oxigraph")
    port = free_port()
    command = [binary, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _running([*command, *options], folder.parent, f"http://127.0.0.1:{port}/") as address:
        yield address


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[str]:
    """Run Virtuoso over a new database, open for writing; yield its address."""
    binary, isql = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if binary is None or isql is None:
        pytest.skip("there is no Virtuoso; apt-get install virtuoso-opensource-7-bin")
    sql, http = free_port(), free_port()
    folder.mkdir()
    told = _VIRTUOSO.format(sql=sql, http=http, rows=rows)
    (folder / "virtuoso.ini").write_text(told, encoding="utf-8")
    command = [binary, "+configfile", "virtuoso.ini", "+foreground"]
    with _running(command, folder, f"http://127.0.0.1:{http}/sparql") as address:
        grant = 'exec=GRANT SPARQL_UPDATE TO "SPARQL";'
        subprocess.run([isql, str(sql), "dba", "dba", grant], check=True, capture_output=True)
        yield address.removesuffix("/sparql")


@contextmanager
def _running(command: Sequence[str], folder: Path, address: str) -> Iterator[str]:
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(process, address)
            yield address.rstrip("/")
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{command_of(process)} doesn't answer at {address}")


def command_of(process: "subprocess.Popen[bytes]") -> str:
    """Return what was run."""
    return str(process.args)
