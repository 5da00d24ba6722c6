"""How soon the explorer's picture stands, and how smoothly it pans: `make bench-explorer`.

The same random networks (three edges for each node, most of them inside groups of fifty) are drawn
by our page, by pyvis' own, by cytoscape (layout "cose") and by sigma (ForceAtlas2, 100 rounds), in
one run of one Chromium. For ours the time begins before the layout on the server (which has laid
out something before, as a running server has), for all others when their page is opened. It ends
two frames after all that is drawn stands where it's to stand. Frames are counted while the mouse
drags the picture for two seconds.

Each page is opened so many times in turn, and its least time and most frames count: what else the
machine does only ever adds. Chromium is started, and left to itself for a while, before that.

cytoscape and sigma come from npm into `bench/.npm`, which git ignores; without npm they are left
out, and that is said. Above 5,000 nodes our page draws groups that unfold, unless it's told to draw
all: there the row "themegraph" draws all, as the others do, and "grouped" is how it opens.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Thread

import networkx as nx
from playwright.sync_api import Browser, Error, sync_playwright
from playwright.sync_api import Page as Tab
from pyvis.network import Network

from viz.details import Detail, plain
from viz.explorer import page_data
from viz.page import drawn_page
from viz.records import Records

SIZES = (200, 1000, 5000, 20_000)
LONGEST = 90
"""Seconds after which a page is given up."""

NPM = Path(__file__).parent / ".npm"
PACKAGES = ("cytoscape@3.34.4", "sigma@3.0.3", "graphology@0.26.0", "graphology-library@0.8.0")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--enable-unsafe-swiftshader", "--disable-background-networking"]
_INSIDE = 0.8
"""How many of the edges stay inside a group."""

PLACE = (300, 500)
SECONDS = 2
CALM = 5
MOST_DRAWN = 5000
"""How many nodes our page draws without grouping them, unless it's told to."""


def random_network(size: int, seed: int = 1) -> "nx.MultiDiGraph[str]":
    """Return a network with groups, whose nodes are called roles and its edges ties."""
    chance = Random(f"{seed}/{size}")  # noqa: S311 -- nothing secret
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for number in range(size):
        graph.add_node(f"n{number}", kind="role", label=f"Actor {number}", sector="")
    for number in range(3 * size):
        one = chance.randrange(size)
        near = (one // 50 * 50 + chance.randrange(50)) % size
        other = near if chance.random() < _INSIDE else chance.randrange(size)
        about = {"kind": "tie", "status": "established", "label": "informs", "direction": "one-way"}
        graph.add_edge(f"n{one}", f"n{other}", key=f"e{number}", iri=f"e{number}", **about)
    return graph


# ---------------------------------------------------------------- the pages


def our_page(graph: "nx.MultiDiGraph[str]") -> str:
    """Return our page with this network, laid out here as the server does."""
    everything: dict[str, Detail] = {}
    for node, label in graph.nodes(data="label", default=""):
        everything[node] = plain("role", str(label), roles=[node])
    for one, other, key in graph.edges(keys=True):
        everything[key] = plain("tie", f"{one} informs {other}", roles=[one, other])
    return drawn_page(page_data(graph, _no_records(), everything))


def _no_records() -> Records:
    nothing: tuple[()] = ()
    return Records(
        themes=nothing,
        quotes=nothing,
        respondents=nothing,
        roles=nothing,
        ties=nothing,
        links=nothing,
        passages=nothing,
        gaps=nothing,
        documents={},
        coders={},
        alternatives={},
        confirmed=frozenset(),
    )


def pyvis_page(graph: "nx.MultiDiGraph[str]") -> str:
    """Return pyvis' own page, with its defaults, that says when it has settled."""
    network = Network(directed=True, cdn_resources="in_line")
    for node, label in graph.nodes(data="label"):
        network.add_node(node, label=label)
    # What add_edge does, without its search through all edges for each one.
    network.edges = [{"from": one, "to": other, "arrows": "to"} for one, other in graph.edges()]
    page = str(network.generate_html())
    settled = 'network.once("stabilizationIterationsDone", () => stands());'
    return (
        page.replace("return network;", f"{settled}\nreturn network;")
        + f"<script>{_STANDS}</script>"
    )


_STANDS = """
globalThis.stands = () => requestAnimationFrame(() => requestAnimationFrame(() => {
  globalThis.stood = performance.now();
}));
"""


def _npm_page(scripts: tuple[str, ...], draw: str, graph: "nx.MultiDiGraph[str]") -> str:
    edges = [[key, one, other] for one, other, key in graph.edges(keys=True) if one != other]
    data = json.dumps({"nodes": list(graph.nodes(data="label")), "edges": edges})
    loaded = "".join(f'<script src="node_modules/{each}"></script>' for each in scripts)
    return (
        f"<!doctype html><body style='margin:0'><div id='place' style='width:100vw;height:100vh'>"
        f"</div>{loaded}<script>{_STANDS} const data = {data}; {draw}</script>"
    )


def cytoscape_page(graph: "nx.MultiDiGraph[str]") -> str:
    """Return a page of cytoscape's, with the layout that comes with it and its hints for speed."""
    draw = """
    const nodes = data.nodes.map(([id, label]) => ({ data: { id, label } }));
    const edges = data.edges.map(([id, source, target]) => ({ data: { id, source, target } }));
    cytoscape({ container: place, elements: [...nodes, ...edges], hideEdgesOnViewport: true,
      textureOnViewport: true, style: [{ selector: "node", style: { label: "data(label)" } }],
      layout: { name: "cose", animate: false } });
    stands();
    """
    return _npm_page(("cytoscape/dist/cytoscape.min.js",), draw, graph)


def sigma_page(graph: "nx.MultiDiGraph[str]") -> str:
    """Return a page of sigma's, laid out by ForceAtlas2 with the settings that it infers."""
    draw = """
    const graph = new graphology.MultiDirectedGraph();
    let n = 0;
    for (const [id, label] of data.nodes) {
      graph.addNode(id, { label, x: Math.cos(n), y: Math.sin(n += 1), size: 4 });
    }
    for (const [id, source, target] of data.edges) graph.addEdgeWithKey(id, source, target);
    const forceAtlas2 = graphologyLibrary.layoutForceAtlas2;
    const settings = forceAtlas2.inferSettings(graph);
    forceAtlas2.assign(graph, { iterations: 100, settings });
    new Sigma(graph, place, { hideEdgesOnMove: true });
    stands();
    """
    library = "graphology-library/dist/graphology-library.min.js"
    scripts = ("graphology/dist/graphology.umd.min.js", library, "sigma/dist/sigma.min.js")
    return _npm_page(scripts, draw, graph)


Page = Callable[["nx.MultiDiGraph[str]"], str]
OWN: dict[str, Page] = {"themegraph": our_page, "grouped": our_page, "pyvis": pyvis_page}
OURS = ("themegraph", "grouped")
OF_NPM: dict[str, Page] = {"cytoscape": cytoscape_page, "sigma": sigma_page}


# ---------------------------------------------------------------- measuring


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds to the picture (``None`` if it never stood), and frames per second while panning."""

    seconds: float | None
    frames: float = 0.0
    drawn: int = 0


def measured(browser: Browser, address: str, made: float) -> Measured:
    """Open a page and measure it; ``made`` are the seconds that making it took."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.route(re.compile("^https:"), lambda route: route.abort())
    page.set_default_timeout(LONGEST * 1000)
    page.add_init_script("""
      addEventListener("DOMContentLoaded", () => {
        const look = () => document.body.dataset.ready && !globalThis.stood
          ? requestAnimationFrame(() => (globalThis.stood = performance.now()))
          : globalThis.stood || requestAnimationFrame(look);
        look();
      });""")
    try:
        page.goto(address, wait_until="commit")
        stood = _stood(page)
        if not stood:
            return Measured(None)
        seconds = stood + made
        drawn = page.evaluate("globalThis.explorer?.drawn().nodes.length ?? 0")
        return Measured(seconds, _frames(page), drawn)
    except Error as error:
        sys.stderr.write(f"{str(error).splitlines()[0]}\n")
        return Measured(None)
    finally:
        page.close()


def _stood(page: Tab) -> float:
    """Return after how many seconds the picture stood; 0 if it never did.

    Asked for again and again: our page's policy forbids what Playwright's own waiting does.
    """
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        stood = float(page.evaluate("globalThis.stood ?? 0"))
        if stood:
            return stood / 1000
        time.sleep(0.02)
    return 0.0


def _frames(page: Tab) -> float:
    page.evaluate("""() => {
      globalThis.frames_seen = 0;
      const count = () => { globalThis.frames_seen += 1; requestAnimationFrame(count); };
      requestAnimationFrame(count);
    }""")
    page.mouse.move(*PLACE)
    page.mouse.down()
    start, step = time.perf_counter(), 0
    first = page.evaluate("frames_seen")
    while time.perf_counter() - start < SECONDS:
        step += 1
        page.mouse.move(PLACE[0] + step * 3 % 400, PLACE[1] + step % 60)
    frames = page.evaluate("frames_seen") - first
    took = time.perf_counter() - start
    page.mouse.up()
    return float(frames) / took


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- its name there
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def fetch() -> str:
    """Fetch what npm has into `bench/.npm`; returns why not, or ``""``."""
    if (NPM / "node_modules" / "sigma").exists():
        return ""
    npm = shutil.which("npm")
    if npm is None:
        return "npm isn't installed"
    NPM.mkdir(exist_ok=True)
    command = [
        npm,
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(NPM),
        *PACKAGES,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
    return "" if done.returncode == 0 else f"npm failed: {done.stderr.strip()[-200:]}"


def main(arguments: list[str]) -> None:
    """Print a row for each size and page; ratios are to ours."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[*OWN, *OF_NPM])
    options = parser.parse_args(arguments)
    missing = fetch()
    if missing:
        sys.stdout.write(f"cytoscape and sigma are left out: {missing}\n")
    pages = {name: page for name, page in {**OWN, **({} if missing else OF_NPM)}.items()
             if name in options.only}  # fmt: skip
    our_page(random_network(SIZES[0]))
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        sys.exit(f"no Chromium found: none of {', '.join(BROWSERS)} is on the PATH")
    sys.stdout.write(
        f"{'nodes':>6} {'page':<11} {'seconds':>8} {'ratio':>7} {'frames/s':>9} {'drawn':>6}\n"
    )
    with sync_playwright() as playwright, TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        time.sleep(CALM)  # its own pages start then, on the same cores
        if not missing:
            (Path(folder) / "node_modules").symlink_to(NPM / "node_modules")
        with served(Path(folder)) as address:
            given_up: set[str] = set()
            for size in options.sizes:
                run = Run(browser, address, Path(folder), options.times)
                _rows(run, size, pages, given_up)
        browser.close()


@dataclass(frozen=True, slots=True)
class Run:
    """Where pages are measured, and how many times."""

    browser: Browser
    address: str
    folder: Path
    times: int


def _rows(run: Run, size: int, pages: dict[str, Page], given_up: set[str]) -> None:
    graph, found = random_network(size), dict[str, Measured]()
    tried = {name: page for name, page in pages.items()
             if name not in given_up and (name != "grouped" or size > MOST_DRAWN)}  # fmt: skip
    for _ in range(run.times):
        for name, make in tried.items():
            if found.get(name, Measured(0)).seconds is not None:
                found[name] = _better(found.get(name), _once(run, graph, name, make))
    ours = found["themegraph"].seconds if "themegraph" in found else None
    for name in pages:
        if name in given_up:
            told = f"not tried: a smaller one took over {LONGEST} s"
        elif name not in found:
            continue
        elif (seconds := found[name].seconds) is None:
            given_up.add(name)
            told = f"nothing stood after {LONGEST} s"
        else:
            ratio, drawn = f"{seconds / ours:.2f}" if ours else "", found[name].drawn or size
            told = f"{seconds:>8.2f} {ratio:>7} {found[name].frames:>9.1f} {drawn:>6}"
        sys.stdout.write(f"{size:>6} {name:<11} {told}\n")
    sys.stdout.flush()


def _once(run: Run, graph: "nx.MultiDiGraph[str]", name: str, make: Page) -> Measured:
    start = time.perf_counter()
    page = make(graph)
    made = time.perf_counter() - start if name in OURS else 0.0
    (run.folder / "page.html").write_text(page, "utf-8")
    state = "#group=none" if name == "themegraph" else ""
    return measured(run.browser, f"{run.address}page.html{state}", made)


def _better(one: Measured | None, other: Measured) -> Measured:
    if one is None or one.seconds is None or other.seconds is None:
        return other
    return Measured(
        min(one.seconds, other.seconds), max(one.frames, other.frames), max(one.drawn, other.drawn)
    )


if __name__ == "__main__":
    main(sys.argv[1:])
