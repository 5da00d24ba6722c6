"""How quick the SPARQL service is beside others over the same store: `make bench-sparql`.

The others are the engine's own server (`oxigraph serve-read-only`) and rdflib-endpoint, which holds
the data in rdflib's memory. All are asked by the same load generator, one after the other and cell
by cell, so that whatever else the machine does falls on all alike. Ratios count, not rates.
"""

import argparse
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import pyoxigraph as ox

from bench.load import Load, measure
from graph.stores.build import ontology_quads, study_graphs
from graph.synth import synthetic_studies
from ontology.questions import questions

SAMPLES = 20
"""Invented studies that are made; the rest of a store are copies of them under other names."""
OURS = "themegraph"
ENGINE = "oxigraph"
RDFLIB = "rdflib-endpoint"
RDFLIB_MOST = 500_000
"""Quads; rdflib takes 10 s and 1 GB to read that, and a minute and more for one of its answers."""
ROWS = "SELECT ?s ?o { ?s <http://purl.org/dc/terms/identifier> ?o } LIMIT 10000"


# ---------------------------------------------------------------- the store


def make_store(folder: Path, quads: int) -> None:
    """Write a store of about so many quads, shaped like studies."""
    generation = folder / "g000001"
    folder.mkdir(parents=True)
    database = ox.Store(str(generation))
    database.bulk_extend(ontology_quads())
    samples = [
        _lines(one.study.info.id, study_graphs(one.study)) for one in synthetic_studies(SAMPLES)
    ]
    copy = 0
    while len(database) < quads:
        batch = [_renamed(*sample, copy + n) for n, sample in enumerate(samples)]
        missing = quads - len(database)
        each = sum(text.count("\n") for text in batch) // len(batch)
        database.bulk_load(
            "".join(batch[: max(1, missing // each)]).encode(), format=ox.RdfFormat.N_QUADS
        )
        copy += len(batch)
    database.optimize()
    database.flush()
    (folder / "CURRENT").write_text("g000001", encoding="ascii")


def _lines(study: str, graphs: dict[str, set[ox.Quad]]) -> tuple[str, str]:
    every = (quad for quads in graphs.values() for quad in quads)
    return study, (ox.serialize(every, format=ox.RdfFormat.N_QUADS) or b"").decode()


def _renamed(study: str, text: str, copy: int) -> str:
    return text.replace(study, f"synthetic-{copy + 1:05}")


def one_row(store: Path) -> tuple[str, ...]:
    """Return queries of one row each: what a record is called."""
    database = ox.Store.read_only(str(store / "g000001"))
    identifier = ox.NamedNode("http://purl.org/dc/terms/identifier")
    found = database.quads_for_pattern(None, identifier, None, None)
    names = [str(quad.subject) for _, quad in zip(range(200), found, strict=False)]
    return tuple(f"SELECT ?o {{ {name} {identifier} ?o }}" for name in names)


def competency_questions() -> tuple[str, ...]:
    """Return the numbered questions, each asked of one study where it can be."""
    texts = []
    for asked in questions().values():
        head, where, rest = asked.text.partition("WHERE {")
        of_one = any(parameter.name == "studyId" for parameter in asked.parameters)
        bound = ' VALUES ?studyId { "synthetic-00003" }' if of_one else ""
        texts.append(f"{head}{where}{bound}{rest}")
    return tuple(texts)


# ---------------------------------------------------------------- the servers


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is up."""

    name: str
    port: int
    path: str
    pid: int


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@contextmanager
def _running(name: str, command: list[str], port: int, path: str) -> Iterator[Server]:
    process = subprocess.Popen(  # noqa: S603 -- servers that are installed here
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}{path}?query=ASK%7B%7D"
        for _ in range(3000):
            try:
                with urllib.request.urlopen(address) as answer:
                    answer.read()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(f"{name} ended with {process.returncode}: {command}") from None
                time.sleep(0.1)
        yield Server(name, port, path, process.pid)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def ours(store: Path, *options: str) -> Iterator[Server]:
    """Serve with this service, as people start it."""
    port = _free_port()
    start = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    command = [*start, "--store", str(store), "--port", str(port), *options]
    with _running(OURS, command, port, "/sparql") as server:
        time.sleep(3)  # the replica
        yield server


@contextmanager
def engines(store: Path) -> Iterator[Server]:
    """Serve with the engine's own server, from the same files."""
    port = _free_port()
    command = [_program("oxigraph"), "serve-read-only", "--union-default-graph"]
    command += ["--location", str(store / "g000001"), "--bind", f"127.0.0.1:{port}"]
    with _running(ENGINE, command, port, "/query") as server:
        yield server


@contextmanager
def rdflibs(store: Path) -> Iterator[Server]:
    """Serve the same triples with rdflib-endpoint."""
    port = _free_port()
    database = ox.Store.read_only(str(store / "g000001"))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "data.nt"
        union = {f"{one.subject} {one.predicate} {one.object} .\n" for one in database}
        file.write_text("".join(sorted(union)), encoding="utf-8")
        command = [_program("rdflib-endpoint"), "serve", "--host", "127.0.0.1"]
        command += ["--port", str(port), str(file)]
        with _running(RDFLIB, command, port, "/") as server:
            yield server


def _program(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} isn't installed: pip install --group bench")
    return found


# ---------------------------------------------------------------- the table


@dataclass(frozen=True, slots=True)
class Cell:
    """What is measured: a kind of query, new each time or repeated, by so many clients."""

    what: str
    queries: tuple[str, ...]
    is_new: bool
    clients: int


def cells(store: Path, clients: list[int]) -> Iterator[Cell]:
    """Yield all that is measured over a store."""
    for count in clients:
        for is_new in (True, False):
            yield Cell("one row", one_row(store) if is_new else one_row(store)[:1], is_new, count)
            yield Cell("10,000 rows", (ROWS,), is_new, count)
        yield Cell("questions", competency_questions(), is_new=True, clients=count)


def compare(store: Path, servers: list[Server], clients: list[int], seconds: float) -> None:
    """Print rates of all servers and ours as a multiple of each: medians of three rounds."""
    names = [server.name for server in servers]
    print(f"{'':12} {'':9} {'clients':>7}", *(f"{name:>16}" for name in names), "  ours is")
    for cell in cells(store, clients):
        rates: dict[str, list[float]] = {name: [] for name in names}
        failures = dict.fromkeys(names, 0)
        for _ in range(3):
            for server in servers:
                if cell.what == "questions" and server.name == RDFLIB:
                    continue  # it takes minutes for some
                load = Load(
                    server.port, server.path, cell.queries, cell.clients, seconds, cell.is_new
                )
                found = measure(load)
                rates[server.name].append(found.rate)
                failures[server.name] += found.failures
        middle = {name: median(each) for name, each in rates.items() if each}
        shown = [f"{middle[name]:16.1f}" if name in middle else f"{'-':>16}" for name in names]
        ratios = [
            f"{middle[OURS] / rate:.2f}x {name}" for name, rate in middle.items() if name != OURS
        ]
        when = "new" if cell.is_new else "repeated"
        said = "".join(f"  FAILED {name} {many}" for name, many in failures.items() if many)
        print(f"{cell.what:12} {when:9} {cell.clients:7}", *shown, " ", ", ".join(ratios), said)
        sys.stdout.flush()


def main() -> None:
    """Print a table for each size of store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, nargs="*", default=[200_000, 2_000_000])
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 8, 32])
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--without-rdflib", action="store_true")
    parser.add_argument("--keep", type=Path, help="a folder for stores, used again if they stand")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for quads in wanted.quads:
            store = (wanted.keep or Path(folder)) / str(quads)
            if not store.exists():
                make_store(store, quads)
            size = len(ox.Store.read_only(str(store / "g000001")))
            print(f"\n{size} quads, requests a second")
            with ExitStack() as stack:
                servers = [stack.enter_context(ours(store)), stack.enter_context(engines(store))]
                if quads <= RDFLIB_MOST and not wanted.without_rdflib:
                    servers.append(stack.enter_context(rdflibs(store)))
                compare(store, servers, wanted.clients, wanted.seconds)


if __name__ == "__main__":
    main()
