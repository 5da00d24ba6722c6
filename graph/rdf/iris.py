"""Every IRI of the data is made here.

A study's IRI is ``{base}{study}``, a record's ``{base}{study}/{kind}/{id}``. Ids are the study
folder's, so the same study read twice gives the same graph.
"""

import re
from dataclasses import dataclass

from graph.errors import InputError

DEFAULT_BASE = "https://w3id.org/themegraph/data/"
ONTOLOGY_GRAPH = "https://w3id.org/themegraph/ns"
ACROSS_GRAPH = "https://w3id.org/themegraph/across"
"""The named graph of what was derived from all studies in the store together."""
VERSION_GRAPH = "https://w3id.org/themegraph/version"
"""The named graph in which a build notes its version, on a server that isn't ours."""

SEARCH = "https://w3id.org/themegraph/search#"
"""What the names of the functions begin with that search in SPARQL."""

_BASE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:([^\s<>\"{}|\\^`\[\]%#?]*[/:])?")
"""An absolute IRI that ends where a name can follow; records' own parts are after a ``#``."""

KINDS = {
    "coders": "coder",
    "documents": "document",
    "collections": "collection",
    "roles": "role",
    "themes": "theme",
    "respondents": "respondent",
    "quotes": "quote",
    "passages": "passage",
    "regions": "region",
    "codings": "coding",
    "mentions": "mention",
    "ties": "tie",
    "links": "link",
    "relations": "relation",
    "memos": "memo",
    "sets": "set",
    "variables": "variable",
    "decisions": "decision",
    "gaps": "gap",
    "analyses": "analysis",
    "measures": "measure",
}
"""The path segment of each table's records."""
_TABLES = {kind: table for table, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class StudyIris:
    """The IRIs of one study, from the study's own IRI (which ends without a slash)."""

    study: str

    def record(self, table: str, record_id: str) -> str:
        """Return the IRI of a record of ``table`` (a key of ``KINDS``)."""
        return f"{self.study}/{KINDS[table]}/{record_id}"

    def record_id(self, table: str, iri: str) -> str:
        """Return the id behind an IRI, or ``""`` if it isn't one of this table's."""
        prefix = f"{self.study}/{KINDS[table]}/"
        return iri.removeprefix(prefix) if iri.startswith(prefix) else ""

    def referred(self, reference: str) -> str:
        """Return the IRI of a record by its reference: ``table/id``, or ``study``."""
        table, _, record_id = reference.partition("/")
        return self.record(table, record_id) if record_id else self.study

    def reference(self, iri: str) -> str:
        """Return the reference to what has this IRI, or ``""`` if it's no record of the study."""
        if iri == self.study:
            return "study"
        kind, _, record_id = iri.removeprefix(f"{self.study}/").partition("/")
        own = iri.startswith(f"{self.study}/") and kind in _TABLES and "#" not in record_id
        return f"{_TABLES[kind]}/{record_id}" if own else ""

    @property
    def coded(self) -> str:
        """The named graph of what was coded."""
        return f"{self.study}/graph/coded"

    @property
    def derived(self) -> str:
        """The named graph of what the program derived from it."""
        return f"{self.study}/graph/derived"


def study_iris(study_id: str, base: str = DEFAULT_BASE) -> StudyIris:
    """Return the IRIs of the study with this id under ``base``.

    Raises ``InputError`` if no IRIs can be made with this base.
    """
    if not _BASE.fullmatch(base):
        raise InputError(f"{base!r} can't begin IRIs; give one such as {DEFAULT_BASE!r}")
    return StudyIris(f"{base}{study_id}")


def new_graph_iri(graph_store: str, unique: str) -> str:
    """Return the IRI of a new graph in the graph store at this address."""
    return f"{graph_store.rstrip('/')}/{unique}"
