"""The target formats: what each is called, how its files end, and which writer makes it.

A writer takes a study and its sources, as far as they are at hand, to a new file or folder, and
returns what the format can't carry.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from graph.errors import InputError, nearest
from graph.folders.folder import write_folder
from graph.model import Loss, Sources, Study
from graph.writers import refi_qda
from graph.writers.linked import Graphs, GraphWriter
from graph.writers.networks import write_gexf, write_graphml
from graph.writers.segments import write_csv
from graph.writers.workbook import write_xlsx

Writer = Callable[[Study, Sources, Path], Sequence[Loss]]
"""Writes to a path where nothing stands; what it leaves on failure is removed by ``write``."""


@dataclass(frozen=True, slots=True)
class TargetFormat:
    """A format that can be written; ``suffix`` is in lower case, with the dot (none: a folder)."""

    name: str
    description: str
    suffix: str
    write: Writer


def write(
    study: Study,
    sources: Sources,
    into: Path,
    name: str = "",
    *,
    force: bool = False,
    graphs: Graphs | None = None,
) -> Sequence[Loss]:
    """Write a study in the format called ``name``, else in the one that the suffix tells.

    It appears at ``into`` whole or not at all. Returns what the format can't carry. Raises
    ``InputError`` if there is no such format, or if something stands there already; with
    ``force`` a file or a study folder is replaced. ``graphs`` says which graphs a format of linked
    data is to have.
    """
    target = _named(name) if name else _by_suffix(into)
    writer = _with_graphs(target, graphs or Graphs())
    _refuse_to_overwrite(into, target, force=force)
    with tempfile.TemporaryDirectory(dir=into.parent, prefix=f".{into.name}-") as scratch:
        draft = Path(scratch) / into.name
        losses = writer(study, sources, draft)
        if into.is_dir():
            shutil.rmtree(into)
        draft.replace(into)
    return losses


def _write_folder(study: Study, sources: Sources, into: Path) -> Sequence[Loss]:
    write_folder(study, into, sources.texts, sources.files)
    return ()


FORMATS: tuple[TargetFormat, ...] = (
    TargetFormat(
        "refi-qda", "a project for the qualitative tools", ".qdpx", refi_qda.write_project
    ),
    TargetFormat("refi-qda-codebook", "its codes alone", ".qdc", refi_qda.write_codebook),
    TargetFormat("folder", "a study folder: CSV tables with their sources", "", _write_folder),
    TargetFormat("csv", "one table, a row for each coding with its theme path", ".csv", write_csv),
    TargetFormat("xlsx", "the same for spreadsheets", ".xlsx", write_xlsx),
    TargetFormat("graphml", "the network for igraph and others", ".graphml", write_graphml),
    TargetFormat("gexf", "the network for Gephi", ".gexf", write_gexf),
    TargetFormat("trig", "linked data, all of it", ".trig", GraphWriter(ox.RdfFormat.TRIG)),
    TargetFormat("n-quads", "the same, a line each", ".nq", GraphWriter(ox.RdfFormat.N_QUADS)),
    TargetFormat(
        "json-ld", "the same in short names", ".jsonld", GraphWriter(ox.RdfFormat.JSON_LD)
    ),
)


def _with_graphs(target: TargetFormat, graphs: Graphs) -> Writer:
    if isinstance(target.write, GraphWriter):
        return replace(target.write, graphs=graphs)
    if graphs.derived:
        linked = ", ".join(one.name for one in FORMATS if isinstance(one.write, GraphWriter))
        raise InputError(f"{target.name} has no graphs; --derived belongs to {linked}")
    return target.write


def _named(name: str) -> TargetFormat:
    known = {target.name: target for target in FORMATS}
    if name not in known:
        raise InputError(f"--format {name}: there is no such format; {nearest(name, list(known))}")
    return known[name]


def _by_suffix(into: Path) -> TargetFormat:
    for target in FORMATS:
        if target.suffix and into.name.lower().endswith(target.suffix):
            return target
    return next(target for target in FORMATS if not target.suffix)


def _refuse_to_overwrite(into: Path, target: TargetFormat, *, force: bool) -> None:
    if not into.parent.is_dir():
        raise InputError(f"{into}: there is no folder {into.parent}; make it, or choose another")
    if into.is_dir():
        if target.suffix:
            named = into / f"study{target.suffix}"
            raise InputError(f"{into}: is a folder, but {target.name} is a file; name it: {named}")
        if not any(into.iterdir()):
            return
        if not (into / "study.csv").is_file():
            raise InputError(f"{into}: is a folder that isn't a study's; choose another place")
    if into.exists() and not force:
        raise InputError(f"{into}: exists already; choose another place, or replace it by --force")
