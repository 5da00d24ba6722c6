"""A store or a study from Python: lists as data frames, networks as networkx graphs.

>>> from graph import Study
>>> study = Study("graph/studies/changing-the-culture")  # a study folder
>>> len(study.quotes(theme="barriers"))
14
"""

import json
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox

from graph.answers import KINDS, Filters, StudyAnswer, answer, every, find_study
from graph.errors import InputError, NotFoundError, nearest
from graph.folders.check import load
from graph.frames import Frame, Library, frame, library, records_frame
from graph.network.filters import NetworkFilters, where
from graph.network.named import Making, Network, as_graph
from graph.network.reading import material_from_store
from graph.search import finding
from graph.service import sparql
from graph.stores.build import ontology_quads, study_graphs
from graph.stores.embedded import GraphStore, Snapshot, default_path

_NUMBERS = {"integer": int, "decimal": float, "double": float, "float": float}


class Tables:
    """What a store holds, all of it or one study's, as it was when this was opened.

    Each list takes the filters of the command line and of REST, as ``theme="barriers"``, with
    ``exactly=True`` for a theme without those below it. A value that names nothing raises
    ``InputError``, for an empty frame would look like a finding.
    """

    def __init__(self, snapshot: Snapshot, study: str, frames: Library) -> None:
        self._snapshot, self._study, self._frames = snapshot, study, frames

    def documents(self, **filters: str | bool) -> Frame:
        """Return the sources of studies."""
        return self._list("documents", filters)

    def themes(self, **filters: str | bool) -> Frame:
        """Return themes, with valence and how many quotes and respondents carry them."""
        return self._list("themes", filters)

    def quotes(self, **filters: str | bool) -> Frame:
        """Return quotes, with who said them, their themes and the roles they mention."""
        return self._list("quotes", filters)

    def respondents(self, **filters: str | bool) -> Frame:
        """Return respondents, and the role that the study gives them, if it does."""
        return self._list("respondents", filters)

    def roles(self, **filters: str | bool) -> Frame:
        """Return actor roles that studies speak of."""
        return self._list("roles", filters)

    def ties(self, **filters: str | bool) -> Frame:
        """Return ties between actor roles as reported, with their evidence."""
        return self._list("ties", filters)

    def theme_links(self, **filters: str | bool) -> Frame:
        """Return links between themes as reported."""
        return self._list("theme-links", filters)

    def mentions(self, **filters: str | bool) -> Frame:
        """Return which words of a quote or passage speak of which role."""
        return self._list("mentions", filters)

    def gaps(self, **filters: str | bool) -> Frame:
        """Return what the network lacks, each gap with its sentence and its numbers."""
        return self._list("gaps", filters)

    def measures(self, **filters: str | bool) -> Frame:
        """Return numbers about roles' places in each study's network of ties."""
        return self._list("measures", filters)

    def search(self, words: str, *kinds: str, limit: int = 100) -> Frame:
        """Return quotes, passages, themes and roles that have the words, best first.

        ``text`` is the text in which the first words were found. Raises what ``search`` does, and
        ``InputError`` for a study that is in memory alone.
        """
        wanted = finding.Wanted(words, kinds, self._study, limit)
        rows = (
            {"iri": hit.iri, "id": hit.id, "kind": hit.kind, "study": hit.study,
             "score": hit.score, "text": hit.fields[hit.highlights[0].field].text}
            for hit in finding.search(self._snapshot, wanted).hits
        )  # fmt: skip
        return frame(("iri", "id", "kind", "study", "score", "text"), rows, self._frames)

    def sparql(self, query: str) -> Frame:
        """Return the rows of a SELECT; numbers are numbers, what is unbound is ``None``.

        It isn't narrowed to a study. Raises ``QueryError`` if the query can't be run.
        """
        media_type = "application/sparql-results+json"
        told = json.loads(sparql.run(self._snapshot, query, accept=media_type).body)
        if "results" not in told:
            raise InputError("an ASK query has no rows; ask a SELECT")
        rows = (
            {name: _value(term) for name, term in row.items()}
            for row in told["results"]["bindings"]
        )
        return frame(told["head"]["vars"], rows, self._frames)

    def network(self, name: str = "ties", **filters: str) -> "nx.Graph[str]":
        """Return a network, by its name on the command line: ``ties``, ``roles``, ``themes`` ….

        Nodes are IRIs, with ``label`` and what else is known. ``filters`` are ``theme``,
        ``valence``, ``role``, ``method`` and ``coder``; ``graph.network.measures`` take the graph.
        """
        names = [str(each) for each in Network]
        if name not in names:
            raise InputError(f"network: {name!r} isn't known; {nearest(name, names)}")
        known = [each.name for each in fields(NetworkFilters)]
        for given in filters:
            if given not in known:
                raise InputError(f"network() takes no {given!r}; {nearest(given, known)}")
        wanted = NetworkFilters(**filters)  # type: ignore[arg-type]  # those of text are given
        material = where(material_from_store(self._snapshot, self._study), wanted)
        return as_graph(material, Network(name), Making())

    def _list(self, name: str, given: Mapping[str, Any]) -> Frame:
        kind = KINDS[name]
        for filter_name in given:
            if filter_name not in {
                *kind.filters,
                *(["exactly"] if "theme" in kind.filters else []),
            }:
                mend = nearest(filter_name, kind.filters)
                raise InputError(f"a list of {name} takes no {filter_name!r}; {mend}")
        wanted = Filters(**given)
        if self._study and "study" in kind.filters:
            wanted = replace(wanted, study=self._study)
        rows = every(self._snapshot, kind, wanted)
        return records_frame(kind.record, (answer(kind.record, row) for row in rows), self._frames)


class Study(Tables):
    """One study: a study folder by its path, or a store's study from ``Store.study``.

    A folder is checked, and its gaps and measures are computed, in memory. Raises ``InputError`` if
    there is no such folder, and ``StudyError`` with every fault of it. ``frames`` is ``pandas`` or
    ``polars``; else the first that is installed is used.
    """

    def __init__(self, folder: Path | str, *, frames: str = "") -> None:
        made_by, study = library(frames), load(Path(folder))
        database = ox.Store()
        for quads in (ontology_quads(), *study_graphs(study).values()):
            database.bulk_extend(quads)
        snapshot = Snapshot("", database)
        super().__init__(snapshot, find_study(snapshot, study.info.id).iri, made_by)

    @classmethod
    def _of(cls, snapshot: Snapshot, iri: str, frames: Library) -> "Study":
        made = cls.__new__(cls)
        Tables.__init__(made, snapshot, iri, frames)
        return made

    @property
    def info(self) -> StudyAnswer:
        """The study's title, citation and sizes."""
        return find_study(self._snapshot, self._study)


class Store(Tables):
    """A store, all its studies together; ``study`` gives one of them."""

    def studies(self, **filters: str | bool) -> Frame:
        """Return the studies, with how many themes, quotes, respondents, ties and gaps each has."""
        return self._list("studies", filters)

    def study(self, name: str) -> Study:
        """Return the study with this id or IRI; raises ``NotFoundError`` if there is none."""
        return Study._of(self._snapshot, find_study(self._snapshot, name).iri, self._frames)  # noqa: SLF001 -- a second way to make one


def open_store(path: Path | str | None = None, *, frames: str = "") -> Store:
    """Open a store for reading; without a path, the one that the command line uses.

    What is opened stays as it is whatever is built later; open it again to see that. ``frames`` is
    ``pandas`` or ``polars``; else the first that is installed is used. Raises ``NotFoundError`` if
    the store is empty.
    """
    made_by = library(frames)
    folder = Path(path) if path is not None else default_path()
    snapshot = GraphStore(folder).snapshot()
    if snapshot.is_empty():
        raise NotFoundError(f"{folder}: the store is empty; fill it with `themegraph build FOLDER`")
    return Store(snapshot, "", made_by)


def _value(term: Mapping[str, Any]) -> str | int | float | bool:
    """Return a term of the SPARQL 1.1 Query Results JSON Format (clause 3.2.2) as a value."""
    kind = str(term.get("datatype", "")).rpartition("#")[2]
    if kind == "boolean":
        return bool(term["value"] in {"true", "1"})
    number = _NUMBERS.get(kind)
    return number(term["value"]) if number else str(term["value"])
