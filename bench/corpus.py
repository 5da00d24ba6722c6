"""How soon a store of many studies opens in the explorer: `make bench-corpus`.

Builds a store of invented studies, or takes a copy of one that is there (`--store`, by hard links),
and opens the page in one Chromium: as soon as the server answers anything (which counts meanwhile),
once more, right after another process has written a graph, and once the server has
counted again. A time ends when the page's numbers and the studies to open are seen.
"""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
from playwright.sync_api import Browser, sync_playwright

from bench.explorer import BROWSERS, FLAGS
from bench.sparql import ours
from graph.answers.resolving import all_studies
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from graph.synth import synthetic_studies

RDFS_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_COUNTED = 15
"""Seconds after which a server has counted again, and the machine is calm."""


def main() -> None:
    """Print a line for each opening."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=1000, help="so many are invented")
    parser.add_argument("--store", type=Path, help="take a copy of this store instead")
    options = parser.parse_args()
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit(f"no Chromium found: none of {', '.join(BROWSERS)} is on the PATH")
    with _copied(options.store, options.studies) as path, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        studies = all_studies(GraphStore(path).snapshot())
        load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
        sys.stdout.write(f"{len(studies):,} studies, {load}\n")
        with ours(path) as server:
            address = f"http://127.0.0.1:{server.port}/"
            _tell("server just started", browser, address)
            _tell("again", browser, address)
            _change(path, "one")
            _tell("store just changed", browser, address)
            _change(path, "other")
            time.sleep(_COUNTED)
            _tell("after a change, once counted", browser, address)
        browser.close()


@contextmanager
def _copied(store: Path | None, studies: int) -> Iterator[Path]:
    """Make a store that may be changed: a copy beside the one that is there, or a new one."""
    with TemporaryDirectory(dir=store.parent if store else None) as folder:
        path = Path(folder) / "store"
        if store:
            shutil.copytree(store, path, copy_function=os.link)
        else:
            build((each.study for each in synthetic_studies(studies)), GraphStore(path))
        yield path


def _change(path: Path, name: str) -> None:
    """Write a graph of one statement."""
    graph = ox.NamedNode(f"https://example.org/{name}")
    GraphStore(path).replace({graph.value: {ox.Quad(graph, RDFS_LABEL, ox.Literal(name), graph)}})


def _tell(when: str, browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.set_default_timeout(120_000)
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.locator("#view-corpus .study-list a").first.wait_for()
    sys.stdout.write(f"{when:<30} {time.perf_counter() - start:.2f} s\n")
    sys.stdout.flush()
    page.close()


if __name__ == "__main__":
    main()
