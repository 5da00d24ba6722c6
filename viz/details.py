"""Details: what the page says of each thing, and by what its filters find it.

One detail for every node, every edge, and every passage and gap, since evidence may be any of
them. Everything is plain text; the page never reads it as markup.
"""

from collections.abc import Iterable, Mapping, Sized
from typing import TypedDict

import ontology
from graph.answers import (
    LinkAnswer,
    PassageAnswer,
    QuoteAnswer,
    RespondentAnswer,
    RoleAnswer,
    ThemeAnswer,
    TieAnswer,
)
from viz.labels import concept_label, cut
from viz.records import Records, Statement

PASSAGE_NOTE = "The authors’ text, described by the coder."


class Detail(TypedDict):
    """What the panel shows of one thing, and by what it's found.

    ``kind`` is a kind of node, ``tie``, ``link``, ``passage``, or an edge's kind. ``text`` is a
    quote's words, a definition, a statement or a description; ``facts`` are terms with their
    values. ``related`` has ids of other details by kind. ``alternatives`` are other names, by
    which it is found too. ``valences``, ``roles`` and ``coders`` (names) say which filters let it
    through. ``at`` is a quote's or passage's document (an IRI), its beginning and its end.
    """

    kind: str
    label: str
    text: str
    speaker: str
    note: str
    facts: list[tuple[str, str]]
    related: dict[str, list[str]]
    alternatives: list[str]
    valences: list[str]
    roles: list[str]
    coders: list[str]
    at: tuple[str, int, int] | None


def details(found: Records) -> dict[str, Detail]:
    """Return the detail of every record by its IRI."""
    everything: dict[str, Detail] = {}
    everything |= {theme.iri: _theme(found, theme) for theme in found.themes}
    everything |= {role.iri: _role(found, role) for role in found.roles}
    everything |= {quote.iri: _quote(found, quote) for quote in found.quotes}
    everything |= {person.iri: _respondent(found, person) for person in found.respondents}
    everything |= {passage.iri: _passage(found, passage) for passage in found.passages}
    everything |= {tie.iri: _tie(found, tie) for tie in found.ties}
    labels = {theme.iri: theme.label for theme in found.themes}
    everything |= {link.iri: _link(found, link, labels) for link in found.links}
    return everything


def plain(
    kind: str,
    label: str,
    text: str = "",
    *,
    speaker: str = "",
    note: str = "",
    facts: Iterable[tuple[str, str]] = (),
    related: Mapping[str, Iterable[str]] | None = None,
    alternatives: Iterable[str] = (),
    valences: Iterable[str] = (),
    roles: Iterable[str] = (),
    coders: Iterable[str] = (),
    at: tuple[str, int, int] | None = None,
) -> Detail:
    """Return a detail without empty facts and relations."""
    ids = {name: list(dict.fromkeys(filter(None, i))) for name, i in (related or {}).items()}
    return Detail(
        kind=kind,
        label=label,
        text=text,
        speaker=speaker,
        note=note,
        facts=[(term, value) for term, value in facts if value],
        related={name: values for name, values in ids.items() if values},
        alternatives=list(alternatives),
        valences=sorted(set(filter(None, valences))),
        roles=list(dict.fromkeys(filter(None, roles))),
        coders=list(coders),
        at=at,
    )


# ---------------------------------------------------------------- nodes


def _theme(found: Records, theme: ThemeAnswer) -> Detail:
    quotes, passages = found.quotes_by.get(theme.iri, []), found.passages_by.get(theme.iri, [])
    ties = found.ties_by.get(theme.iri, [])
    spoken_of = [r for quote in quotes for r in quote.roles]
    spoken_of += [r for passage in passages for r in passage.roles]
    below = [other.iri for other in found.themes if other.broader == theme.iri]
    return plain(
        "theme",
        theme.label,
        theme.definition,
        facts=[
            ("Valence", concept_label("valence", theme.valence)),
            ("Quotes", str(theme.quotes)),
            ("Respondents", str(theme.respondents)),
        ],
        related={
            "broader": [theme.broader],
            "narrower": below,
            "gaps": (gap.iri for gap in found.gaps_about.get(theme.iri, [])),
            "quotes": (quote.iri for quote in quotes),
            "links": (link.iri for link in found.links_by.get(theme.iri, [])),
            "ties": (tie.iri for tie in ties),
            "roles": spoken_of,
            "passages": (passage.iri for passage in passages),
        },
        valences=[theme.valence],
        roles=[*spoken_of, *(r for tie in ties for r in (tie.source, tie.target))],
    )


def _role(found: Records, role: RoleAnswer) -> Detail:
    quotes, passages = found.quotes_by.get(role.iri, []), found.passages_by.get(role.iri, [])
    ties = found.ties_by.get(role.iri, [])
    also = found.alternatives.get(role.iri, [])
    holders = [
        person.iri
        for person in found.respondents
        if role.iri in {*found.upwards(person.role), *found.upwards(person.affiliation)}
    ]
    themes = [
        *(theme for quote in quotes for theme in quote.themes),
        *(passage.theme for passage in passages),
        *(tie.theme for tie in ties),
    ]
    return plain(
        "role",
        role.label,
        role.definition,
        alternatives=also,
        facts=[
            ("Also called", ", ".join(also)),
            ("Sector", concept_label("sector", role.sector)),
            ("Heard", _heard(found, role, len(holders))),
            ("Ties", str(len(ties))),
            ("Spoken of in", f"{_number(quotes, 'quote')}, {_number(passages, 'passage')}"),
        ],
        related={
            "broader": [found.above[role.iri]],
            "gaps": (gap.iri for gap in found.gaps_about.get(role.iri, [])),
            "ties": (tie.iri for tie in ties),
            "quotes": (quote.iri for quote in quotes),
            "passages": (passage.iri for passage in passages),
            "themes": themes,
            "respondents": holders,
        },
        valences=[found.valence.get(theme, "") for theme in themes],
        roles=[role.iri],
    )


def _heard(found: Records, role: RoleAnswer, holders: int) -> str:
    if role.iri in found.unheard:
        return "no respondent is identified as this role"
    if not holders:
        return ""
    people = "respondent" if holders == 1 else "respondents"
    return f"{holders} {people}, with those of roles below it"


def _number(items: Sized, noun: str) -> str:
    return f"{len(items)} {noun}" if len(items) == 1 else f"{len(items)} {noun}s"


def _quote(found: Records, quote: QuoteAnswer) -> Detail:
    cited = found.cited_by.get(quote.iri, [])
    return plain(
        "quote",
        cut(quote.text, 90) or "(its text isn’t here)",
        quote.text,
        speaker=quote.speaker,
        facts=[
            ("Layout", _layout(quote.layout)),
            ("Position", _position(found, quote.document, quote.start, quote.end)),
            ("Coded by", ", ".join(found.coders.get(quote.iri, []))),
        ],
        coders=found.coders.get(quote.iri, []),
        at=(quote.document, quote.start, quote.end),
        related={
            "respondents": [quote.respondent] if quote.respondent else [],
            "themes": quote.themes,
            "roles": quote.roles,
            "ties": (s.iri for s in cited if isinstance(s, TieAnswer)),
            "links": (s.iri for s in cited if isinstance(s, LinkAnswer)),
        },
        valences=[found.valence.get(theme, "") for theme in quote.themes],
        roles=[
            *quote.roles,
            *(r for s in cited if isinstance(s, TieAnswer) for r in (s.source, s.target)),
        ],
    )


def _layout(notation: str) -> str:
    concept = ontology.scheme("layout").get(notation)
    return f"{concept.label}: {concept.definition}" if concept else notation


def _position(found: Records, document: str, start: int, end: int) -> str:
    where = f"characters {start:,} to {end:,}"
    title = found.documents.get(document, "")
    return f"{where} of {title}" if title else where


def _respondent(found: Records, person: RespondentAnswer) -> Detail:
    quotes = found.quotes_by.get(person.iri, [])
    themes = [theme for quote in quotes for theme in quote.themes]
    spoken_of = [r for quote in quotes for r in quote.roles]
    labels = {role.iri: role.label for role in found.roles}
    role = labels.get(person.role, "")
    return plain(
        "respondent",
        person.label,
        person.note,
        facts=[
            ("Method", concept_label("method", person.method)),
            ("Role", f"{role} ({person.role_basis})" if role and person.role_basis else role),
            ("Belongs to", labels.get(person.affiliation, "")),
        ],
        related={
            "quotes": (quote.iri for quote in quotes),
            "themes": themes,
            "roles": spoken_of,
        },
        valences=[found.valence.get(theme, "") for theme in themes],
        roles=[person.role, person.affiliation, *spoken_of],
    )


# ---------------------------------------------------------------- statements


def _passage(found: Records, passage: PassageAnswer) -> Detail:
    cited = found.cited_by.get(passage.iri, [])
    place = _position(found, passage.document, passage.start, passage.end)
    return plain(
        "passage",
        passage.description or place,
        passage.description,
        note=PASSAGE_NOTE,
        facts=[("The authors’ words", passage.text), ("Position", place)],
        related={
            "themes": [passage.theme],
            "roles": passage.roles,
            "ties": (s.iri for s in cited if isinstance(s, TieAnswer)),
            "links": (s.iri for s in cited if isinstance(s, LinkAnswer)),
        },
        valences=[found.valence.get(passage.theme, "")],
        roles=passage.roles,
        at=(passage.document, passage.start, passage.end),
    )


def _tie(found: Records, tie: TieAnswer) -> Detail:
    mutual = tie.direction == "mutual"
    return plain(
        "tie",
        f"{tie.source_label} {tie.type_label} {tie.target_label}",
        tie.statement,
        facts=[
            ("Status", _defined("tie-status", tie.status)),
            ("Direction", "mutual" if mutual else f"one-way, to {tie.target_label}"),
            ("On whose word", _voice(tie.voice)),
        ],
        related={
            "gaps": (gap.iri for gap in found.gaps_about.get(tie.iri, [])),
            **_evidence(found, tie),
            "roles": [tie.source, tie.target],
            "themes": [tie.theme],
        },
        valences=[found.valence.get(tie.theme, "")],
        roles=[tie.source, tie.target],
    )


def _link(found: Records, link: LinkAnswer, labels: Mapping[str, str]) -> Detail:
    source, target = labels.get(link.source, link.source), labels.get(link.target, link.target)
    return plain(
        "link",
        f"{source} {link.type_label} {target}",
        link.statement,
        facts=[("Type", _defined("link-type", link.type)), ("On whose word", _voice(link.voice))],
        related={**_evidence(found, link), "themes": [link.source, link.target]},
        valences=[found.valence.get(link.source, ""), found.valence.get(link.target, "")],
    )


def _defined(scheme: str, notation: str) -> str:
    concept = ontology.scheme(scheme).get(notation)
    return f"{concept.label}: {concept.definition}" if concept else notation


def _voice(voice: str) -> str:
    said = {"respondent": "a respondent’s", "authors": "the authors’"}
    return said.get(voice, "the coder’s own")


def _evidence(found: Records, statement: Statement) -> dict[str, list[str]]:
    """Return a statement's evidence by kind, in the order of the text."""
    given = {iri for iri in statement.evidence if iri in found.order}
    in_order = sorted(given, key=found.order.__getitem__)
    return {
        "quotes": [iri for iri in in_order if iri in found.quoted],
        "passages": [iri for iri in in_order if iri not in found.quoted],
    }
