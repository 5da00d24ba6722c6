"""Results written by the engine, within limits: past one there is an error, never a shorter result.

The engine writes rows and doesn't say how many. What it wrote is counted: roughly at first, by what
separates rows, which may stand in a value too; only if that is too many, exactly.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from graph.service.limits import Limit, Limits


def write_rows(
    found: ox.QuerySolutions | ox.QueryBoolean,
    result_format: ox.QueryResultsFormat,
    limits: Limits | None,
) -> bytes:
    """Return rows or a truth value as bytes. Raises ``QueryLimitError`` if it's too many."""
    if limits is None or isinstance(found, ox.QueryBoolean):
        return found.serialize(format=result_format) or b""
    body = _Body(limits)
    found.serialize(body, format=result_format)
    written = body.getvalue()
    if (
        _at_most(written, result_format) > limits.rows
        and _rows(written, result_format) > limits.rows
    ):
        raise limits.passed(Limit.ROWS)
    return written


def write_graph(found: ox.QueryTriples, rdf_format: ox.RdfFormat, limits: Limits | None) -> bytes:
    """Return a graph as bytes. Raises ``QueryLimitError`` if it's too many triples or bytes."""
    if limits is None:
        return found.serialize(format=rdf_format) or b""
    body = _Body(limits)
    ox.serialize(_counted(found, limits), body, format=rdf_format)
    return body.getvalue()


class _Body(io.BytesIO):
    """What is written, as long as it isn't too much."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self._limits = limits

    def write(self, data: "_Buffer", /) -> int:
        written = super().write(data)
        if self.tell() > self._limits.result:
            raise self._limits.passed(Limit.RESULT)
        return written


class _Buffer(Protocol):
    def __buffer__(self, flags: int, /) -> memoryview: ...


def _counted(triples: Iterable[ox.Triple], limits: Limits) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples, start=1):
        if number > limits.rows:
            raise limits.passed(Limit.ROWS)
        yield triple


_SEPARATORS = {
    ox.QueryResultsFormat.JSON: b"},{",
    ox.QueryResultsFormat.XML: b"<result>",
    ox.QueryResultsFormat.CSV: b"\n",
    ox.QueryResultsFormat.TSV: b"\n",
}


def _at_most(body: bytes, result_format: ox.QueryResultsFormat) -> int:
    """Return how many rows there are at most."""
    return body.count(_SEPARATORS[result_format]) + 1


def _rows(body: bytes, result_format: ox.QueryResultsFormat) -> int:
    """Return how many rows there are. XML and TSV escape what separates rows in values."""
    if result_format == ox.QueryResultsFormat.JSON:
        return len(json.loads(body)["results"]["bindings"])
    if result_format == ox.QueryResultsFormat.CSV:
        return sum(1 for _ in csv.reader(io.StringIO(body.decode(), newline=""))) - 1
    return body.count(_SEPARATORS[result_format]) - (result_format == ox.QueryResultsFormat.TSV)
