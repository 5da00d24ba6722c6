"""Processes that change a store are killed at random moments; nothing acknowledged may be lost.

``make test-kill``, or ``python -m tests.kill ROUNDS``. In each round a process makes updates, each
of which adds two triples that belong together, while another builds graphs of the same store anew;
both are killed (SIGKILL) after a random time, the first with its writer process. Then the store
must open, hold both triples of an update or none, and all that was acknowledged; graphs that were
built must be whole; and the next change must go on from there.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.service.audit import read
from graph.stores.embedded import GraphStore

_LONGEST = 1.5
"""Most seconds for which the processes change the store before they are killed."""
_EARLY = 0.15
"""In which part of the rounds nobody waits for the first change to be acknowledged."""
_TRIPLES = 50
"""How many triples a built graph has."""
_LEFT, _RIGHT, _BUILT = (ox.NamedNode(f"urn:kill:{name}") for name in ("left", "right", "built"))

UPDATING = """
import sys
from pathlib import Path
from graph.service.changes import Update
from graph.service.writer import Writer
if __name__ == "__main__":
    writer = Writer(Path(sys.argv[1]))
    number = int(sys.argv[2])
    while True:
        node = f"<urn:kill:{number}>"
        writer.run(Update(f"INSERT DATA {{ {node} <urn:kill:left> 1 }}; "
                          f"INSERT DATA {{ {node} <urn:kill:right> 1 }}"), "kill")
        print(number, flush=True)
        number += 1
"""
BUILDING = """
import sys
import time
from pathlib import Path
import pyoxigraph as ox
from graph.stores.embedded import GraphStore
store, number = GraphStore(Path(sys.argv[1])), int(sys.argv[2])
graph, built = ox.NamedNode("urn:kill:graph"), ox.NamedNode("urn:kill:built")
while True:
    quads = {ox.Quad(ox.NamedNode(f"urn:kill:b{i}"), built, ox.Literal(number), graph)
             for i in range(int(sys.argv[3]))}
    store.replace({graph.value: quads})
    print(number, flush=True)
    number += 1
    time.sleep(0.2)
"""


@dataclass(slots=True)
class Tally:
    """What the rounds have shown."""

    kills: int = 0
    acknowledged: int = 0
    builds: int = 0
    changes: int = 0


def rounds(count: int, store: Path, seed: int) -> Tally:
    """Kill ``count`` times at least, and check after each round. Raises ``AssertionError``."""
    chance = random.Random(seed)  # noqa: S311 -- moments, not secrets
    tally, next_update, next_build = Tally(), 0, 0
    while tally.kills < count:
        updating = _start(UPDATING, store, next_update)
        building = _start(BUILDING, store, next_build, _TRIPLES)
        early = chance.random() < _EARLY
        first = ["" if early else _line(process) for process in (updating, building)]
        time.sleep(chance.uniform(0, _LONGEST))
        updates, builds = _kill(updating, first[0]), _kill(building, first[1])
        tally.kills += 2
        tally.acknowledged += len(updates)
        tally.builds += len(builds)
        check(store, updates, builds, next_update)
        next_update = max(_numbers(store), default=-1) + 1
        next_build = max([*builds, next_build]) + 1
    tally.changes = len(read(store, GraphStore(store).version()))
    return tally


def _start(program: str, store: Path, *arguments: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", program, str(store), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def _line(process: "subprocess.Popen[str]") -> str:
    """Wait for the first change that a process acknowledges."""
    assert process.stdout is not None
    return process.stdout.readline()


def _kill(process: "subprocess.Popen[str]", first: str) -> list[int]:
    """Kill a process and all that it started; return the numbers that it acknowledged."""
    assert process.stdout is not None
    os.killpg(process.pid, signal.SIGKILL)
    with process.stdout:
        said = first + process.stdout.read()
    process.wait()
    whole = said[: said.rfind("\n") + 1]
    return [int(line) for line in whole.splitlines()]


def check(store: Path, updates: list[int], builds: list[int], first: int) -> None:
    """Look at what is in the store after a kill. Raises ``AssertionError``."""
    snapshot = GraphStore(store).snapshot()
    left, right = (set(_updated(snapshot.database, predicate)) for predicate in (_LEFT, _RIGHT))
    assert left == right, f"half an update: {left ^ right}"
    assert set(updates) <= left, f"lost: {set(updates) - left}"
    assert left == set(range(max(left, default=-1) + 1)), f"lost: {sorted(left)}"
    assert max(left, default=-1) <= max([*updates, first - 1]) + 1, "more than was sent"
    built = snapshot.database.quads_for_pattern(None, _BUILT, None)
    found = Counter(str(quad.object).split('"')[1] for quad in built)
    assert all(count == _TRIPLES for count in found.values()), f"half a build: {found}"
    assert len(found) <= 1, f"two builds at once: {found}"
    if builds:
        assert int(next(iter(found))) >= builds[-1], f"lost build {builds[-1]}: {found}"


def _updated(database: ox.Store, predicate: ox.NamedNode) -> Iterator[int]:
    for quad in database.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
        yield int(str(quad.subject).rpartition(":")[2].removesuffix(">"))


def _numbers(store: Path) -> list[int]:
    return list(_updated(GraphStore(store).snapshot().database, _LEFT))


def main() -> None:
    """Kill as often as is asked for and print what was seen."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    seed = int(time.time())
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        tally = rounds(count, store, seed)
    sys.stdout.write(
        f"{tally.kills} processes killed (seed {seed}): all of {tally.acknowledged} updates and "
        f"{tally.builds} builds that were acknowledged are there, {tally.changes} whole in all\n"
    )


if __name__ == "__main__":
    main()
