"""A store on a SPARQL 1.1 server that somebody runs already, in place of a folder of our own.

Two things are otherwise there. What is read doesn't hold still while others change it, and a build
replaces one graph after the other: each whole or not at all, but not all together. If one fails,
the error says which were replaced; building again completes it.

Some engines find other rows than SPARQL 1.1 says for what our queries do (Virtuoso does for an
EXISTS within IF). So it's tried with one query that must find something; where it doesn't, the
server keeps the graphs, and they are copied into the memory and asked here.
"""

import json
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from http import HTTPStatus
from threading import Lock

import pyoxigraph as ox

from graph.answers.binding import query_text
from graph.errors import QueryError, StoreError
from graph.rdf.iris import VERSION_GRAPH
from graph.service import guard
from graph.service.sparql import Graphs
from graph.stores.embedded import NamedGraph, Snapshot, Term, TermRow
from graph.stores.http import AnsweredError, Reply, Server
from graph.stores.rebinding import written_out
from ontology import PREFIXES

FRESH = 2.0
"""Seconds for which a server isn't asked again whether it has changed."""
ROWS = "application/sparql-results+json"
MOST_COPIED = 3_000_000
"""Quads that are copied from a server at most: about 450 bytes of memory each."""
_ENGINES_OWN = "http://www.openlinksw.com/"
"""What the names of graphs begin with that a server (Virtuoso) keeps for itself."""
_DECLARED = " ".join(f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items())
_VERSION_INFO = "http://www.w3.org/2002/07/owl#versionInfo"


class RemoteSnapshot(Snapshot):
    """What a server holds, by the interface of a store's snapshot.

    Whatever needs the engine itself, or files, says that it needs a store in a folder.
    """

    __slots__ = ("_graphs", "_server")
    _server: Server
    _graphs: tuple[str, ...]

    def __init__(self, version: str, server: Server, graphs: tuple[str, ...]) -> None:
        """``graphs`` are named in each query, if a query that names none wouldn't see them."""
        for name, value in (("version", version), ("folder", None), ("lease", None)):
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_server", server)
        object.__setattr__(self, "_graphs", graphs)

    @property
    def database(self) -> ox.Store:
        """Raise ``StoreError``: the engine is elsewhere."""
        raise StoreError(
            f"{self._server.place}: this needs a store in a folder, not one on a server"
        )

    def terms(self, query: str, bindings: Mapping[str, Term]) -> list[TermRow]:
        """Return the rows of a SELECT. Raises ``StoreError`` if the server can't give them all."""
        found = _rows(self._server, written_out(query, bindings), self._graphs)
        return [{**row, **bindings} for row in found] if bindings else found

    def graph(self, name: str) -> Iterator[ox.Quad]:
        """Yield the quads of a named graph."""
        node = ox.NamedNode(name)
        text = written_out(query_text("remote/graph"), {"graph": node})
        names, found = _solutions(self._server, text)
        if names != ["subject", "predicate", "object"]:
            raise StoreError(f"{self._server.addresses.query}: answered other columns than asked")
        for subject, predicate, object_ in found:
            if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
                raise StoreError(f"{self._server.addresses.query}: {name} has no proper triples")
            if subject is not None and object_ is not None:
                yield ox.Quad(subject, predicate, object_, node)

    def whole(self) -> tuple[str, ...]:
        """Return the graphs that a query has to name to see their union, if it has to."""
        return self._graphs

    def about(self, iri: str) -> list[ox.Triple]:
        """Return the triples whose subject is this IRI."""
        node = ox.NamedNode(iri)
        rows = self.terms(query_text("remote/about"), {"subject": node})
        return [
            ox.Triple(node, predicate, row["object"])
            for row in rows
            if isinstance(predicate := row["predicate"], ox.NamedNode) and "object" in row
        ]

    def is_empty(self) -> bool:
        """Say whether there is no study on the server; what else is there isn't ours."""
        return not self.terms(query_text("remote/studies"), {})


class RemoteStore:
    """A store on a server."""

    def __init__(self, server: Server) -> None:
        """Nothing is asked yet."""
        self.server = server
        self._held: Snapshot | None = None
        self._looked = float("-inf")
        self._lock = Lock()

    def __str__(self) -> str:
        """Return its address."""
        return self.server.place

    def snapshot(self) -> Snapshot:
        """Return what the server holds; the same object as long as it hasn't changed.

        Raises ``StoreError`` if the server can't be asked.
        """
        with self._lock:
            if self._held is None or time.monotonic() - self._looked > FRESH:
                version = self._version()
                if self._held is None or self._held.version != version:
                    self._held = self._opened(version)
                self._looked = time.monotonic()
            return self._held

    def forward(self, query: str, accept: str, graphs: Graphs | None = None) -> Reply:
        """Ask a query from outside, and return the answer as it comes.

        Raises ``QueryError`` if it isn't allowed here or the server calls it wrong, ``StoreError``
        if there is no answer for another reason.
        """
        graphs, scan = graphs or Graphs(), guard.check(query)
        form: dict[str, str | list[str]] = {"query": f"{_DECLARED} {query}"}
        default, named = graphs.default, graphs.named
        if not (default or named or scan.names_graphs):
            snapshot = self.snapshot()
            default = named = snapshot.whole() if isinstance(snapshot, RemoteSnapshot) else ()
        if default or named:
            form |= {"default-graph-uri": [*default], "named-graph-uri": [*named]}
        try:
            reply = self.server.read(form, accept)
        except AnsweredError as error:
            if error.status == HTTPStatus.BAD_REQUEST:  # SPARQL 1.1 Protocol, 2.1.6: is malformed
                raise QueryError(str(error)) from error
            raise
        if reply.media_type == ROWS:
            _refuse_shortened(
                reply,
                len(json.loads(reply.body).get("results", {}).get("bindings", ())),
                self.server,
            )
        return reply

    def _opened(self, version: str) -> Snapshot:
        graphs = self._graphs()
        found = RemoteSnapshot(version, self.server, graphs)
        if found.is_empty() or found.terms(query_text("remote/fits"), {}):
            return found
        return self._copied(found)

    def _copied(self, found: RemoteSnapshot) -> Snapshot:
        size = int(found.version.rpartition("-")[2])
        if size > MOST_COPIED:
            raise StoreError(
                f"{self}: its engine doesn't answer our queries as SPARQL 1.1 says, and its {size} "
                f"quads are too many to be copied (at most {MOST_COPIED}); use another server"
            )
        database = ox.Store()
        for row in _rows(self.server, query_text("remote/names")):
            if not row["graph"].value.startswith(_ENGINES_OWN):
                database.bulk_extend(found.graph(row["graph"].value))
        return Snapshot(found.version, database)

    def version(self) -> str:
        """Return what changes with every build, and with the number of quads otherwise."""
        return self.snapshot().version

    def replace_by(self, graphs_of: Callable[[Snapshot], Iterable[NamedGraph]]) -> bool:
        """Replace graphs by what follows from the present content, one after the other.

        All of them are made before the first is sent. Returns whether anything changed. Raises
        ``StoreError`` if the server refuses one; the message says which were replaced before.
        """
        current = self.snapshot()
        changed = [
            (name, quads) for name, quads in graphs_of(current) if set(current.graph(name)) != quads
        ]
        done: list[str] = []
        try:
            for name, quads in changed:
                self._replace(name, quads)
                done.append(name)
        except StoreError as error:
            if done:
                with suppress(StoreError):  # the first failure is what has to be told
                    self._write_version(current.version, done)
            replaced = ", ".join(done) or "none"
            raise StoreError(
                f"{error}. Of {len(changed)} graphs {len(done)} were replaced ({replaced}); "
                "the same command again completes it"
            ) from error
        if done:
            self._write_version(current.version, done)
        return bool(changed)

    def change(self, update: str) -> None:
        """Send a SPARQL update to the server. Raises ``StoreError`` if it refuses."""
        before = self.version()
        self.server.change(update)
        self._write_version(before, [sha256(update.encode()).hexdigest()])

    def _replace(self, name: str, quads: set[ox.Quad]) -> None:
        if not quads:
            self.server.delete(name)
            return
        lines = sorted(f"{quad.triple} .\n" for quad in quads)
        self.server.put(name, "".join(lines).encode())

    def _write_version(self, before: str, done: Iterable[str]) -> None:
        told = sha256("\n".join([before, *done]).encode()).hexdigest()[:16]
        graph = ox.NamedNode(VERSION_GRAPH)
        self.server.put(
            VERSION_GRAPH,
            f"{ox.Triple(graph, ox.NamedNode(_VERSION_INFO), ox.Literal(told))} .\n".encode(),
        )
        self._looked = float("-inf")

    def _version(self) -> str:
        bound = {"graph": ox.NamedNode(VERSION_GRAPH)}
        told = _rows(self.server, written_out(query_text("remote/version"), bound))
        size = _rows(self.server, query_text("remote/size"))
        words = [row["version"].value for row in told] + [row["quads"].value for row in size]
        return "-".join(words)

    def _graphs(self) -> tuple[str, ...]:
        """Return all graphs if they must be named; none if a query sees their union anyway."""
        if _rows(self.server, query_text("remote/union")):
            return ()
        return tuple(row["graph"].value for row in _rows(self.server, query_text("remote/names")))


def remote_store(place: str, environment: Mapping[str, str] | None = None) -> RemoteStore:
    """Return the store at this address; see ``remote_http.addresses`` for what the rest says."""
    return RemoteStore(Server(place, os.environ if environment is None else environment))


def _rows(server: Server, query: str, graphs: tuple[str, ...] = ()) -> list[TermRow]:
    names, found = _solutions(server, query, graphs)
    return [
        {name: term for name, term in zip(names, row, strict=True) if isinstance(term, Term)}
        for row in found
    ]


def _solutions(
    server: Server, query: str, graphs: tuple[str, ...] = ()
) -> tuple[list[str], list[ox.QuerySolution]]:
    form: dict[str, str | list[str]] = {"query": query}
    if graphs:
        form |= {"default-graph-uri": [*graphs], "named-graph-uri": [*graphs]}
    reply = server.read(form, ROWS)
    try:
        parsed = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)
        if not isinstance(parsed, ox.QuerySolutions):
            raise TypeError("a list of rows is asked by SELECT")
        found = list(parsed)
    except (SyntaxError, ValueError) as error:
        raise StoreError(
            f"{server.addresses.query}: its answer isn't SPARQL's JSON ({error}); "
            "is this the address for queries?"
        ) from error
    _refuse_shortened(reply, len(found), server)
    return [variable.value for variable in parsed.variables], found


def _refuse_shortened(reply: Reply, count: int, server: Server) -> None:
    """Refuse an answer that a server may have cut off: what lacks rows would look whole."""
    if reply.most_rows is not None and count >= reply.most_rows:
        raise StoreError(
            f"{server.addresses.query}: gives {reply.most_rows} rows at most, so this answer may "
            "be cut off; raise the server's limit (Virtuoso: ResultSetMaxRows)"
        )
