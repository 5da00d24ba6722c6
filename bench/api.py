"""How quick the API is: `make bench-api`.

Builds stores of invented studies (`themegraph synth`), serves each by a process of its own, and
asks the twenty commonest requests over HTTP, with one client and with eight, for one study, theme
or role after the other. First of a server that keeps no answers ("new"), so that each is made;
before, each is asked once, so that what is found out once for a version of the store is known:
"first" is how long that took. Then of a server as it's usually started, which has answered each of
these requests before ("again"), as when a dashboard asks what it asked before. Prints p50 and p99
in milliseconds, and the processor time of the server for each request, which other programs on the
machine change little.
"""

import argparse
import http.client
import multiprocessing
import os
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from urllib.parse import quote

import uvicorn

import ontology
from api.app import Service, create_app
from api.wire import protocol_for
from graph.rdf.iris import study_iris
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from graph.synth import synthetic_studies

REQUESTS = (
    "/studies?limit=10",
    "/studies/{study}",
    "/themes?study={study}",
    "/theme-tree?study={study}",
    "/quotes?limit=20",
    "/quotes?study={study}",
    "/quotes?theme={theme}",
    "/quotes?role={role}&limit=20",
    "/quotes?study={study}&include=respondent,themes",
    "/quotes?study={study}&text=words+3",
    "/respondents?study={study}",
    "/ties?study={study}",
    "/ties?role={role}&limit=20",
    "/gaps?study={study}",
    "/measures?study={study}&sort=-value",
    "/roles?study={study}",
    "/matrix?rows=role&columns=theme&study={study}",
    "/matrix?rows=respondent&columns=theme&study={study}",
    "/neighbourhood?node={theme}",
    "/search?q=words+{number}",
)
"""The twenty commonest requests, without what they all begin with."""


@dataclass(frozen=True, slots=True)
class _Served:
    """A server: what it's called in the table, its process and its port."""

    name: str
    pid: int
    port: int


def _asked(template: str, chance: Random, studies: int) -> str:
    study = f"synthetic-{chance.randint(1, studies):05}"
    theme = study_iris(study).record("themes", chance.choice(("barriers", "facilitators")))
    role = chance.choice(sorted(ontology.scheme("role")))
    number = chance.randint(1, 40)
    filled = {"study": study, "theme": quote(theme, safe=""), "role": role, "number": number}
    return "/api/v1" + template.format(**filled)


def _serve(store: Path, held: socket.socket, service: Service) -> None:
    app = create_app(GraphStore(store), service=service)
    protocol = protocol_for(app.state.endpoint)
    config = uvicorn.Config(app, http=protocol, log_level="error", access_log=False)
    uvicorn.Server(config).run(sockets=[held])


def _took(port: int, paths: list[str]) -> Iterator[tuple[float, int]]:
    """Yield the milliseconds and the status of requests over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    for path in paths:
        start = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        yield 1000 * (time.perf_counter() - start), answer.status
    connection.close()


def _percentile(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _processor(pid: int) -> float:
    """Return the milliseconds of processor time that a process has used; 0 but on Linux."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return 1000 * (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _measure(served: _Served, studies: int, clients: int, each: int, *, again: bool) -> None:
    pid, port = served.pid, served.port
    every: list[float] = []
    for template in REQUESTS:
        chance = Random(f"{template}/{clients}")  # noqa: S311 -- nothing secret
        [(first, status)] = _took(port, [_asked(template, chance, studies)])
        work = [[_asked(template, chance, studies) for _ in range(each)] for _ in range(clients)]
        if again:
            for paths in work:
                list(_took(port, paths))
        before = _processor(pid)
        with ThreadPoolExecutor(clients) as pool:
            parts = list(pool.map(lambda paths: list(_took(port, paths)), work))
        used = (_processor(pid) - before) / (clients * each)
        times = [took for part in parts for took, _ in part]
        every += times
        print(
            f"{studies:6} {clients:2} {served.name:5} {template:50} {status} "
            f"{_percentile(times, 0.5):8.1f} "
            f"{_percentile(times, 0.99):8.1f} {first:9.1f} {used:7.1f}",
            flush=True,
        )
    print(
        f"{studies:6} {clients:2} {served.name:5} {'all':54} {_percentile(every, 0.5):8.1f} "
        f"{_percentile(every, 0.99):8.1f}",
        flush=True,
    )


def _built(folder: Path, studies: int) -> Path:
    """Return a store of so many invented studies, built if it isn't in the folder yet."""
    path = folder / f"s{studies}"
    if not (path / "CURRENT").exists():
        start = time.perf_counter()
        build((each.study for each in synthetic_studies(studies)), GraphStore(path))
        took = time.perf_counter() - start
        print(f"{studies} studies built in {took:.0f} s, {1000 * took / studies:.0f} ms each")
    return path


def main() -> None:
    """Print the tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--studies", type=int, nargs="+", default=[10, 1000, 10_000])
    options.add_argument("--each", type=int, default=20, help="requests of each kind and client")
    options.add_argument("--stores", type=Path, help="where stores are kept for the next time")
    given = options.parse_args()
    with TemporaryDirectory() as temporary:
        folder = given.stores or Path(temporary)
        print(f"load of the machine {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
        print(
            "studies clients new or again, request, status, p50 ms, p99 ms, first ms, processor ms"
        )
        for studies in given.studies:
            store = _built(folder, studies)
            with _served(store, "new", Service(cache=0)) as served:
                for clients in (1, 8):
                    _measure(served, studies, clients, given.each, again=False)
            with _served(store, "again", Service()) as served:
                for clients in (1, 8):
                    _measure(served, studies, clients, given.each, again=True)


@contextmanager
def _served(store: Path, name: str, service: Service) -> Iterator[_Served]:
    with socket.create_server(("127.0.0.1", 0)) as held:
        context = multiprocessing.get_context("fork")
        process = context.Process(target=_serve, args=(store, held, service))
        process.start()
        try:
            yield _Served(name, process.pid or 0, held.getsockname()[1])
        finally:
            process.terminate()
            process.join()


if __name__ == "__main__":
    main()
