"""Two-mode and one-mode networks: a sparse matrix, and the nodes that its rows and columns are.

Everything that is computed on large networks works on these; ``to_networkx`` is for the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from graph.errors import MeasureError

MAX_PRODUCTS = 500_000_000
"""How many products a projection may sum: about 6 GB of time and memory in the worst case."""

Edge = tuple[int, int, float]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Node:
    """A node; ``kind`` is ``role``, ``theme``, ``respondent`` or ``passage``.

    ``id`` is an IRI if the network comes from the store, an id or notation if it comes from a
    ``Study``. ``sector`` and ``valence`` are notations, inherited from above.
    """

    id: str
    kind: str
    label: str = ""
    sector: str = ""
    valence: str = ""

    def attributes(self) -> dict[str, str]:
        """Return what a networkx node carries; no more than there is."""
        named = {"kind": self.kind, "label": self.label or self.id}
        return named | {k: v for k in ("sector", "valence") if (v := getattr(self, k))}


@dataclass(frozen=True, slots=True, eq=False)
class Incidence:
    """A two-mode network: ``matrix[i, j]`` is how strongly row ``i`` goes with column ``j``.

    ``weight`` says in words what a cell counts. Cells are never negative.
    """

    rows: tuple[Node, ...]
    columns: tuple[Node, ...]
    matrix: sparse.csr_array
    weight: str = "weight"

    @classmethod
    def of(
        cls,
        matrix: ArrayLike,
        rows: Sequence[str] = (),
        columns: Sequence[str] = (),
        *,
        row_kind: str = "row",
        column_kind: str = "column",
    ) -> "Incidence":
        """Return an incidence of a plain matrix, for data that isn't a coded study."""
        cells = sparse.csr_array(np.asarray(matrix))
        return cls(
            _named(rows or range(cells.shape[0]), row_kind),
            _named(columns or range(cells.shape[1]), column_kind),
            cells,
        )

    @property
    def binary(self) -> sparse.csr_array:
        """The same with 1 in every cell that isn't empty."""
        cells = self.matrix.astype(np.int64, copy=True)
        cells.eliminate_zeros()
        cells.data[:] = 1
        return cells

    @property
    def transposed(self) -> "Incidence":
        """The same with rows and columns exchanged."""
        return Incidence(self.columns, self.rows, self.matrix.T.tocsr(), self.weight)

    @property
    def density(self) -> float:
        """The share of cells that aren't empty: what density is in a two-mode network."""
        if not self.rows or not self.columns:
            raise MeasureError("density: the network has no pair of nodes; ask for another study")
        return int(self.binary.sum()) / (len(self.rows) * len(self.columns))

    def shared(self) -> "Projection":
        """Return the rows' projection: the weight of a pair is how many columns they share.

        Raises ``MeasureError`` if the projection is larger than ``MAX_PRODUCTS``.
        """
        cells = self.binary
        refuse_large(cells)
        return Projection(
            self.rows, without_diagonal(cells @ cells.T), f"shared {self.column_kind}"
        )

    @property
    def column_kind(self) -> str:
        """The kind of the columns, in the plural."""
        return f"{self.columns[0].kind}s" if self.columns else "columns"

    def to_networkx(self) -> "nx.Graph[str]":
        """Return a bipartite graph; each node has its ``kind``, each edge its ``weight``."""
        graph: nx.Graph[str] = nx.Graph()
        add_nodes(graph, (*self.rows, *self.columns))
        for i, j, weight in cells_of(self.matrix):
            graph.add_edge(self.rows[i].id, self.columns[j].id, weight=weight)
        return graph


@dataclass(frozen=True, slots=True, eq=False)
class Projection:
    """A one-mode network without direction: a symmetric matrix with an empty diagonal.

    Weights may be negative only where ``weight`` says so (subtraction).
    """

    nodes: tuple[Node, ...]
    matrix: sparse.csr_array
    weight: str = "weight"

    def edges(self) -> Iterator[tuple[Node, Node, float]]:
        """Yield every pair with a weight once, in the nodes' order."""
        for i, j, weight in cells_of(sparse.triu(self.matrix, k=1).tocsr()):
            yield self.nodes[i], self.nodes[j], weight

    def to_networkx(self) -> "nx.Graph[str]":
        """Return a graph with all nodes, those without an edge too; edges have a ``weight``."""
        graph: nx.Graph[str] = nx.Graph()
        add_nodes(graph, self.nodes)
        graph.add_edges_from((a.id, b.id, {"weight": weight}) for a, b, weight in self.edges())
        return graph


def count_distinct(
    rows: Integers, columns: Integers, units: Integers, shape: tuple[int, int]
) -> sparse.csr_array:
    """Return a matrix whose cell counts the distinct units that a row and a column share.

    The three arrays are parallel: statement ``k`` says that unit ``units[k]`` joins ``rows[k]`` to
    ``columns[k]``. A million statements take well under a second.
    """
    width = int(units.max(initial=-1)) + 1
    keys = np.sort((rows * shape[1] + columns) * width + units)  # np.unique is ten times slower
    first = np.append(np.ones(min(len(keys), 1), dtype=np.bool_), keys[1:] != keys[:-1])
    cells = keys[first] // max(width, 1)
    ones = np.ones(len(cells), dtype=np.int64)
    return sparse.coo_array((ones, (cells // shape[1], cells % shape[1])), shape=shape).tocsr()


def refuse_large(cells: sparse.csr_array) -> None:
    """Refuse a projection that would need more than ``MAX_PRODUCTS`` products."""
    shared = np.bincount(cells.indices, minlength=cells.shape[1]).astype(np.int64)
    products = int((shared**2).sum())
    if products > MAX_PRODUCTS:
        raise MeasureError(
            f"the projection needs {products} products, more than {MAX_PRODUCTS}: some node is "
            f"shared by {shared.max()} others; narrow it by study, theme or method"
        )


def without_diagonal(matrix: sparse.csr_array) -> sparse.csr_array:
    """Return the matrix with nothing in its diagonal, and no zeros kept."""
    cells = matrix.copy()
    rows = np.repeat(np.arange(cells.shape[0]), np.diff(cells.indptr))
    cells.data[rows == cells.indices] = 0
    cells.eliminate_zeros()
    return cells


def cells_of(matrix: sparse.csr_array) -> Iterator[Edge]:
    """Yield the cells that aren't empty as row, column and plain number, row by row."""
    cells = matrix.tocoo()
    order = np.lexsort((cells.col, cells.row))
    columns = (cells.row[order].tolist(), cells.col[order].tolist(), cells.data[order].tolist())
    return zip(*columns, strict=True)


def add_nodes(graph: "nx.Graph[str]", nodes: Sequence[Node]) -> None:
    """Add nodes with what they carry."""
    with_attributes: list[tuple[str, dict[str, Any]]] = [(n.id, {**n.attributes()}) for n in nodes]
    graph.add_nodes_from(with_attributes)


def _named(ids: Sequence[str] | range, kind: str) -> tuple[Node, ...]:
    return tuple(Node(str(name), kind) for name in ids)
