"""The study as linked data: TriG, N-Quads and JSON-LD, all of it, under the IRIs that it has."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox

import ontology
from graph.model import Loss, Sources, Study
from graph.rdf.iris import DEFAULT_BASE
from graph.rdf.quads import study_quads
from graph.stores.build import study_graphs
from graph.writers.json_ld import Compactor


@dataclass(frozen=True, slots=True)
class Graphs:
    """Which graphs of a study are wanted: under which base, and what was derived or not."""

    base: str = DEFAULT_BASE
    derived: bool = False


@dataclass(frozen=True, slots=True)
class GraphWriter:
    """Writes a study's graphs in one format."""

    format: ox.RdfFormat
    graphs: Graphs = Graphs()

    def __call__(self, study: Study, sources: Sources, into: Path) -> Sequence[Loss]:
        """Write to a new file. Source texts are all that RDF doesn't carry."""
        base = self.graphs.base
        if self.graphs.derived:
            coded, derived = study_graphs(study, base).values()
            quads = coded | derived
        else:
            quads = study_quads(study, base)
        into.write_bytes(serialized(quads, self.format))
        left = (*sources.texts, *sources.files)
        return [Loss("source texts and files", left)] if left else []


def serialized(quads: Iterable[ox.Quad], rdf_format: ox.RdfFormat) -> bytes:
    """Return quads as bytes, in an order that is the same for the same quads."""
    if rdf_format == ox.RdfFormat.JSON_LD:
        document = Compactor(ontology.json_ld_context()).document(quads)
        return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"
    prefixes = None if rdf_format == ox.RdfFormat.N_QUADS else dict(ontology.PREFIXES)
    written = BytesIO()
    ox.serialize(sorted(quads, key=str), written, rdf_format, prefixes=prefixes)
    return written.getvalue()
