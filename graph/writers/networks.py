"""The study as a network file for Gephi, igraph, networkx and others: GraphML and GEXF.

Nodes are themes, quotes, respondents and actor roles, edges what ``graph.network`` says they are.
Nodes are called ``kind:id``, edges have ids of their own, for several may join the same two nodes.
An attribute has one type throughout: text, whole number, number, or true and false. What a study
doesn't say is left out, and not written as an empty text.

GraphML 1.0: http://graphml.graphdrawing.org. GEXF 1.2: https://gexf.net. GEXF gives ``id``,
``start``, ``end`` and ``type`` meanings of its own, so in both formats ours have other names.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from itertools import chain
from pathlib import Path

import networkx as nx

from graph.answers import (
    LinkAnswer,
    QuoteAnswer,
    RespondentAnswer,
    RoleAnswer,
    ThemeAnswer,
    TieAnswer,
    ask,
)
from graph.model import TABLES, Loss, Sources, Study, standing
from graph.network import network
from graph.stores.build import in_memory
from graph.stores.embedded import Snapshot
from graph.writers.noted import left_out, noted, rejected
from graph.writers.xml_text import carried

Value = str | int | float | bool
_RENAMED = {"id": "record", "start": "from_character", "end": "to_character", "type": "relation"}
_SAID_BY_EDGES = frozenset(
    {"study", "broader", "respondent", "affiliation", "role", "themes", "roles"}
)
_LABEL = 60
"""Characters that a label has at most; a quote's ``text`` has all of them."""
_NODES = ("themes", "quotes", "respondents", "roles")
CARRIED = frozenset({*_NODES, "mentions", "codings", "ties", "links", "variables", "attributes"})
"""The tables that nodes, edges and their attributes are made of, as far as they are of quotes."""


def write_graphml(study: Study, sources: Sources, into: Path) -> Sequence[Loss]:
    """Write the network as GraphML."""
    del sources
    buffer = BytesIO()
    nx.write_graphml_xml(study_network(study), buffer)
    # ElementTree writes carriage returns as they are, and every XML parser takes them for \n.
    into.write_bytes(buffer.getvalue().replace(b"\r", b"&#13;"))
    return losses(study)


def write_gexf(study: Study, sources: Sources, into: Path) -> Sequence[Loss]:
    """Write the network as GEXF."""
    del sources
    whole = study_network(study)
    for _, _, key, data in whole.edges(keys=True, data=True):
        data["id"] = key
    nx.write_gexf(whole, into)
    return losses(study)


def losses(study: Study) -> Sequence[Loss]:
    """Return what the network has no nodes and edges for."""
    kept = standing(study)
    left = {
        table: tuple(record.id for record in getattr(kept, table))
        for table in TABLES
        if table not in CARRIED
    }
    left["mentions"] = tuple(mention.id for mention in kept.mentions if not mention.quote)
    left["codings"] = tuple(coding.id for coding in kept.codings if not coding.quote)
    left["attributes"] = left_out(study, _NODES)
    left["rejected statements"] = rejected(study)
    return [Loss(table, records) for table, records in left.items() if records]


def study_network(study: Study) -> "nx.MultiDiGraph[str]":
    """Return the study's network, with all that is known of its nodes, as it is written."""
    snapshot, variables = in_memory(study), noted(study)
    whole, known = network(snapshot), dict(_known(snapshot))
    names = {iri: f"{data['kind']}:{known[iri]['id']}" for iri, data in whole.nodes(data=True)}
    written: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, data in whole.nodes(data=True):
        about = f"{data['kind']}s/{known[iri]['id']}"
        own = {f"variable_{name}": value for name, value in variables.get(about, {}).items()}
        attributes = _attributes({**known[iri], **data, **own, "iri": iri})
        attributes["label"] = _label(str(attributes.get("label", ""))) or names[iri]
        written.add_node(names[iri], **attributes)
    for number, (source, target, _, data) in enumerate(whole.edges(keys=True, data=True)):
        theme = names.get(data.get("theme", ""), "")
        more = known.get(data.get("iri", ""), {})
        attributes = _attributes({**data, "theme": theme, **more})
        written.add_edge(names[source], names[target], key=f"e{number}", **attributes)
    return written


def _label(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LABEL else f"{flat[: _LABEL - 1]}…"


def _known(snapshot: Snapshot) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield what the answers say of each node, and of ties and links what their edges lack."""
    answers: Iterator[ThemeAnswer | RoleAnswer | RespondentAnswer | QuoteAnswer] = chain(
        ask(snapshot, ThemeAnswer),
        ask(snapshot, RoleAnswer),
        ask(snapshot, RespondentAnswer),
        ask(snapshot, QuoteAnswer),
    )
    for answer in answers:
        said = asdict(answer)
        yield answer.iri, {name: said[name] for name in said if name not in _SAID_BY_EDGES}
    for tie in ask(snapshot, TieAnswer):
        yield tie.iri, {"id": tie.id, "review": tie.review}
    for link in ask(snapshot, LinkAnswer):
        yield link.iri, {"id": link.id}


def _attributes(data: Mapping[str, object]) -> dict[str, Value]:
    return {
        _RENAMED.get(name, name): carried(value) if isinstance(value, str) else value
        for name, value in data.items()
        if isinstance(value, str | int | float) and value != ""
    }
