"""How quick projections are, and how often null models raise a false alarm: `make bench-networks`.

Prints two tables. The first times the same projection (themes joined by shared respondents) by
Themegraph, plain networkx and igraph, on the same random codings in one run; ratios are to
Themegraph. The second draws networks without any structure and counts how many edges or holes
nonetheless have q < .05, for each null model.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.network import nulls
from graph.network.material import Material, Nodes, Statements
from graph.network.matrices import Incidence, Node, Projection
from graph.network.projections import Shared, role_theme, theme_theme

THEMES = 500
CODINGS_EACH = 50
"""Codings of each respondent."""

ROLES = 100
REPEATS = 5
ENOUGH = 2.0
"""Seconds after which nothing is timed again."""

Generator = np.random.Generator
Integers = NDArray[np.int64]


# ---------------------------------------------------------------- growth


def random_material(codings: int, seed: int = 1) -> Material:
    """Return a random material: each quote is one coding of one of ``THEMES``, and one mention."""
    chance = np.random.default_rng(seed)
    people = max(1, codings // CODINGS_EACH)
    quotes = np.arange(codings)
    nobody = np.full(codings, -1)
    return Material(
        studies=("study",),
        coders=(),
        themes=_nodes("theme", THEMES),
        roles=_nodes("role", ROLES),
        respondents=_nodes("respondent", people),
        methods=("interview",) * people,
        stretches=tuple(f"q{number}" for number in range(codings)),
        stretch_study=np.zeros(codings, dtype=np.int64),
        quoted=np.ones(codings, dtype=np.bool_),
        said_by=chance.integers(people, size=codings),
        place=quotes,
        codings=Statements(quotes, chance.integers(THEMES, size=codings), nobody),
        mentions=Statements(quotes, chance.integers(ROLES, size=codings), nobody),
        holdings=Statements(quotes[:0], quotes[:0], quotes[:0]),
        ties=(),
        links=(),
    )


def _nodes(kind: str, number: int) -> Nodes:
    named = tuple(Node(f"{kind}-{n}", kind) for n in range(number))
    within = tuple(frozenset([node.id]) for node in named)
    return Nodes(named, within, np.zeros(number, np.int64), np.ones(number, np.bool_))


def by_themegraph(material: Material) -> int:
    """Return the number of edges of the projection, by our own code."""
    return int(theme_theme(material, Shared.RESPONDENTS).matrix.nnz) // 2


def by_networkx(material: Material) -> int:
    """Return the same by networkx: a bipartite graph and its weighted projection."""
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    people, themes = _couples(material)
    graph.add_edges_from((("r", r), ("t", t)) for r, t in zip(people, themes, strict=True))
    nodes = [node for node in graph if node[0] == "t"]
    return int(nx.bipartite.weighted_projected_graph(graph, nodes).number_of_edges())


def by_igraph(material: Material) -> int:
    """Return the same by igraph."""
    import igraph  # noqa: PLC0415 -- a development dependency, looked for before

    people, themes = _couples(material)
    size = len(material.respondents.nodes)
    edges = list({(r, size + t) for r, t in zip(people, themes, strict=True)})
    types = [False] * size + [True] * THEMES
    graph = igraph.Graph.Bipartite(types, edges)
    return int(graph.bipartite_projection(multiplicity=True, which=1).ecount())


def _couples(material: Material) -> tuple[list[int], list[int]]:
    said_by = material.said_by[material.codings.subject]
    return said_by.tolist(), material.codings.object.tolist()


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds that each program took for the same projection, 0 where it isn't installed."""

    codings: int
    edges: int
    themegraph: float
    networkx: float
    igraph: float
    role_theme: float


def growth(sizes: list[int]) -> Iterator[Timing]:
    """Yield the timings for each number of codings. All programs must find as many edges."""
    for size in sizes:
        material = random_material(size)
        ours, edges = _timed(by_themegraph, material)
        theirs, found = _timed(by_networkx, material)
        other, also = _timed(by_igraph, material) if find_spec("igraph") else (0.0, edges)
        if {found, also} != {edges}:
            raise AssertionError(f"{size} codings: {edges} edges, elsewhere {found} and {also}")
        roles, _ = _timed(lambda m: int(role_theme(m).matrix.nnz), material)
        yield Timing(size, edges, ours, theirs, other, roles)


def _timed(project: Callable[[Material], int], material: Material) -> tuple[float, int]:
    """Return the shortest of several runs, which are fewer the longer they take, and the result."""
    seconds: list[float] = []
    while len(seconds) < REPEATS and sum(seconds) < ENOUGH:
        start = time.perf_counter()
        found = project(material)
        seconds.append(time.perf_counter() - start)
    return min(seconds), found


# ---------------------------------------------------------------- false alarms


@dataclass(frozen=True, slots=True)
class Alarms:
    """How often a model raised an alarm in networks without structure."""

    model: str
    networks: int
    tests: int
    alarms: int
    alarmed: int
    """Networks with any alarm."""

    uncorrected: int
    """Tests with p < .05, before Benjamini and Hochberg."""


def false_alarms(networks: int, seed: int = 1) -> Iterator[Alarms]:
    """Yield for each null model how many edges of networks without structure have q < .05."""
    models = {
        "fixed row, even columns": (_even, nulls.fixed_row),
        "fixed row, uneven columns": (_uneven, nulls.fixed_row),
        "SDSM, uneven columns": (_uneven, nulls.sdsm),
        "FDSM, uneven columns": (_uneven, _drawn),
    }
    for name, (draw, model) in models.items():
        chance = np.random.default_rng(seed)
        yield _count(name, [model(draw(chance)) for _ in range(networks)])
    chance = np.random.default_rng(seed)
    filtered = [nulls.disparity(_weighted(chance)) for _ in range(networks)]
    yield _count("disparity filter", filtered)
    for name, test in (
        ("ties between groups, on average", nulls.ties_between_groups),
        ("ties between groups, drawn", nulls.ties_between_groups_drawn),
    ):
        chance = np.random.default_rng(seed)
        yield _holes(name, [test(*_tied(chance)) for _ in range(networks)])


def _count(name: str, results: list[nulls.NullResult]) -> Alarms:
    alarms = [len(result.distinguishable()) for result in results]
    return Alarms(
        name,
        len(results),
        sum(result.tests for result in results),
        sum(alarms),
        sum(number > 0 for number in alarms),
        sum(len(result.distinguishable(corrected=False)) for result in results),
    )


def _holes(name: str, results: list[tuple[nulls.GroupTest, ...]]) -> Alarms:
    alarms = [sum(test.q_fewer < nulls.ALPHA for test in tests) for tests in results]
    return Alarms(
        name,
        len(results),
        sum(map(len, results)),
        sum(alarms),
        sum(number > 0 for number in alarms),
        sum(test.p_fewer < nulls.ALPHA for tests in results for test in tests),
    )


def _even(chance: Generator) -> Incidence:
    """Return 30 rows of different sums, to which all 40 columns are equally probable."""
    return Incidence.of(chance.random((30, 40)) < chance.uniform(0.05, 0.6, size=(30, 1)))


def _uneven(chance: Generator) -> Incidence:
    """Return 30 rows and 40 columns, both of very different sums, and nothing between the two."""
    rows, columns = chance.uniform(0.1, 1, size=(30, 1)), chance.beta(0.5, 1, size=40)
    return Incidence.of(chance.random((30, 40)) < rows * columns)


def _drawn(incidence: Incidence) -> nulls.NullResult:
    return nulls.fdsm(incidence, samples=2000)


def _weighted(chance: Generator) -> Projection:
    """Return a network whose nodes' strengths are spread at random: the filter's own null model."""
    joined = chance.random((30, 30)) < chance.uniform(0.3, 0.5)
    weights = np.triu(chance.exponential(size=(30, 30)) * joined, k=1)
    nodes = Incidence.of(weights).rows
    return Projection(nodes, sparse.csr_array(weights + weights.T))


def _tied(chance: Generator) -> tuple["nx.DiGraph[int]", dict[int, str]]:
    """Return a directed network of uneven degrees, and groups that have nothing to do with it."""
    out, into = chance.beta(1, 2, size=(25, 1)), chance.beta(1, 2, size=25)
    cells = chance.random((25, 25)) < out * into
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(range(25))
    graph.add_edges_from((a, b) for a, b in np.argwhere(cells).tolist() if a != b)
    return graph, {node: "abcd"[int(chance.integers(4))] for node in graph}


# ---------------------------------------------------------------- printing


def main(sizes: list[int], networks: int) -> None:
    """Run both and print their tables."""
    _say("Projection of themes by shared respondents: seconds, and ratios to Themegraph")
    _say("  codings    edges  Themegraph   networkx  (ratio)     igraph  (ratio)  role x theme")
    for t in growth(sizes):
        other = f"{t.igraph:10.4f} {_ratio(t.igraph, t)}" if t.igraph else f"{'absent':>19}"
        _say(
            f"{t.codings:9d} {t.edges:8d} {t.themegraph:11.4f} {t.networkx:10.4f} "
            f"{_ratio(t.networkx, t)} {other} {t.role_theme:13.4f}"
        )
    _say(f"\nFalse alarms: {networks} networks without structure for each model")
    _say("model                              tests   p<.05 share   q<.05 share   networks with any")
    for a in false_alarms(networks):
        _say(
            f"{a.model:32} {a.tests:7d} {a.uncorrected:7d} {a.uncorrected / a.tests:5.3f} "
            f"{a.alarms:7d} {a.alarms / a.tests:5.3f} {a.alarmed:12d} {a.alarmed / a.networks:5.3f}"
        )


def _ratio(seconds: float, timing: Timing) -> str:
    return f"({seconds / timing.themegraph:5.1f}×)"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=6, help="10 to this power codings at most")
    parser.add_argument("--networks", type=int, default=200, help="random networks for each model")
    given = parser.parse_args()
    main([10**power for power in range(3, given.largest + 1)], given.networks)
