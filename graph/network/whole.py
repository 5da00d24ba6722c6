"""The network: who says what, who speaks of whom, who is tied to whom, as networkx.

Nodes are IRIs. A node's ``kind`` is ``theme``, ``quote``, ``respondent`` or ``role``; an edge's key
is its ``kind``, or the record's IRI for ties and theme links, of which two nodes can have several.

==============  ==========================  ===================================================
edge            from, to                    attributes
==============  ==========================  ===================================================
``broader``     theme, theme above
``said``        respondent, quote
``illustrates`` quote, theme
``mentions``    quote, role
``holds``       respondent, role            ``basis`` of the role
``belongs``     respondent, role            the organisation's kind
``link``        theme, theme                ``iri``, ``type``, ``label``, ``voice``, ``statement``
``tie``         role, role                  the same, and ``status``, ``direction``, ``theme``
==============  ==========================  ===================================================
"""

from collections.abc import Iterator
from itertools import chain
from typing import Any

import networkx as nx

from graph.answers import (
    Filters,
    LinkAnswer,
    QuoteAnswer,
    RespondentAnswer,
    RoleAnswer,
    ThemeAnswer,
    TieAnswer,
    ask,
)
from graph.stores.embedded import Snapshot

Edge = tuple[str, str, str, dict[str, Any]]


def network(snapshot: Snapshot, study: str = "") -> "nx.MultiDiGraph[str]":
    """Return the network of one study (an id or IRI), or of all studies in the store."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    wanted = Filters(study=study)
    themes, quotes = ask(snapshot, ThemeAnswer, wanted), ask(snapshot, QuoteAnswer, wanted)
    people, roles = ask(snapshot, RespondentAnswer, wanted), ask(snapshot, RoleAnswer, wanted)
    for theme in themes:
        graph.add_node(theme.iri, kind="theme", label=theme.label, valence=theme.valence)
    for role in roles:
        graph.add_node(role.iri, kind="role", label=role.label, sector=role.sector)
    for person in people:
        graph.add_node(person.iri, kind="respondent", label=person.label, method=person.method)
    for quote in quotes:
        graph.add_node(quote.iri, kind="quote", label=quote.text, layout=quote.layout)
    edges = chain(
        _theme_edges(themes),
        _quote_edges(quotes),
        _person_edges(people),
        map(_tie_edge, ask(snapshot, TieAnswer, wanted)),
        map(_link_edge, ask(snapshot, LinkAnswer, wanted)),
    )
    for source, target, key, attributes in edges:
        graph.add_edge(source, target, key=key, **attributes)
    return graph


def _theme_edges(themes: list[ThemeAnswer]) -> Iterator[Edge]:
    for theme in themes:
        if theme.broader:
            yield theme.iri, theme.broader, "broader", {"kind": "broader"}


def _quote_edges(quotes: list[QuoteAnswer]) -> Iterator[Edge]:
    for quote in quotes:
        if quote.respondent:
            yield quote.respondent, quote.iri, "said", {"kind": "said"}
        for theme in quote.themes:
            yield quote.iri, theme, "illustrates", {"kind": "illustrates"}
        for role in quote.roles:
            yield quote.iri, role, "mentions", {"kind": "mentions"}


def _person_edges(people: list[RespondentAnswer]) -> Iterator[Edge]:
    for person in people:
        if person.role:
            yield person.iri, person.role, "holds", {"kind": "holds", "basis": person.role_basis}
        if person.affiliation:
            yield person.iri, person.affiliation, "belongs", {"kind": "belongs"}


def _tie_edge(tie: TieAnswer) -> Edge:
    return (
        tie.source,
        tie.target,
        tie.iri,
        {
            "kind": "tie",
            "iri": tie.iri,
            "type": tie.type,
            "label": tie.type_label,
            "status": tie.status,
            "direction": tie.direction,
            "voice": tie.voice,
            "theme": tie.theme,
            "statement": tie.statement,
        },
    )


def _link_edge(link: LinkAnswer) -> Edge:
    return (
        link.source,
        link.target,
        link.iri,
        {
            "kind": "link",
            "iri": link.iri,
            "type": link.type,
            "label": link.type_label,
            "voice": link.voice,
            "statement": link.statement,
        },
    )
