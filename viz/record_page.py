"""The page about one thing in the store: what is said of it, and what leads to it, as links."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS

import ontology
from graph.answers import StudyName
from graph.rdf.describe import Description, Statement, Thing
from ontology import TG
from viz.details import PASSAGE_NOTE
from viz.labels import cut
from viz.rendering import template
from viz.urls import STYLES, Addresses, alternates, describe_url, term_url, web_url
from viz.words import capitalised, heading, label, short

_LEADS = tuple(map(str, (SKOS.definition, DCTERMS.description)))
_UNSAID = {
    *_LEADS,
    *map(str, (RDF.type, RDFS.label, SKOS.prefLabel, DCTERMS.title, FOAF.name)),
    *map(str, (DCTERMS.identifier, DCTERMS.isPartOf, RDFS.isDefinedBy)),
    *map(str, (TG.order, TG.text, TG.within)),
    f"{ontology.PREFIXES['oa']}hasSelector",
    str(TG.wordsAt),
}
"""What the page's head says already, or what only programs need."""

_ORDER = (
    *map(str, (TG.Theme, TG.Quote, TG.Tie, TG.ThemeLink, TG.Gap, TG.Passage, TG.Respondent)),
    *map(str, (TG.ActorRole, TG.DataCollection, TG.Document, TG.Coder, TG.Study)),
    *map(str, (TG.Mention, TG.Coding)),
)
"""The kinds of what leads to a thing, those first that people ask for first."""
_FIRST = (
    *map(str, (TG.question, TG.wasSaidBy, TG.fromRole, TG.fromTheme, TG.tieType, TG.linkType)),
    *map(str, (TG.toRole, TG.toTheme, TG.tieStatus, TG.direction, TG.voice, TG.gapKind)),
    *map(str, (TG.illustrates, TG.mentions, TG.arisesIn, TG.evidence, TG.involves)),
)
"""The facts that come first."""
_LAST = {str(TG.reviewStatus), str(DCTERMS.creator), str(DCTERMS.language)}
_FOLDED = {str(TG.within), str(TG.effectiveValence), str(TG.tiedTo)}
"""Groups that repeat what others show more plainly, so they are there but folded."""
_FOLDED_KINDS = {str(TG.Coding), str(TG.Mention)}
_TITLE = 110
"""Characters of a name that stand in the title and heading; words of a quote are shown whole."""
_SHOWN = 500
"""Items of a group that a page shows; the formats for programs have all."""


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that the page names, with its address and a note, which may be ``""``.

    ``also`` is where the studies' use of a shared role is listed, ``""`` for other things.
    """

    text: str
    url: str = ""
    note: str = ""
    also: str = ""
    is_quote: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Items under a heading. ``term`` is where the property is defined, or ``""``."""

    heading: str
    term: str
    items: tuple[Item, ...]
    count: int
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class RecordPage:
    """All that the template shows of a thing; ``title`` names it wherever it stands alone."""

    title: str
    heading: str
    kind: str
    kind_url: str
    iri: str
    iri_url: str
    words: str
    lead: tuple[str, ...]
    note: str
    facts: tuple[Group, ...]
    groups: tuple[Group, ...]
    study: StudyName | None
    study_url: str
    source_url: str
    licence_url: str
    explorer: str
    definition: str


def record_page(found: Description, addresses: Addresses, url: str) -> str:
    """Return the HTML page about a thing; ``url`` is its own address."""
    page = _page(found, addresses)
    return template("record.html").render(page=page, styles=STYLES, formats=alternates(url))


def _page(found: Description, addresses: Addresses) -> RecordPage:
    thing = found.thing
    study = addresses.study_of(thing.iri)
    is_quote, is_passage = thing.kind == str(TG.Quote), thing.kind == str(TG.Passage)
    lead = [s.value for s in found.outgoing if s.predicate in _LEADS]
    return RecordPage(
        title=_title(thing),
        heading=_heading(thing),
        kind=label(thing.kind) if thing.kind else "",
        kind_url=term_url(thing.kind),
        iri=thing.iri,
        iri_url=web_url(thing.iri),
        words=thing.name if is_quote else "",
        lead=tuple(text for text in lead if text != _heading(thing)),
        note=PASSAGE_NOTE if is_passage else "",
        facts=(*_facts(found, addresses), *_position(found)),
        groups=tuple(_groups(found, addresses)),
        study=study,
        study_url=addresses.page(study.iri) if study else "",
        source_url=web_url(study.source) if study else "",
        licence_url=web_url(study.licence) if study else "",
        explorer=addresses.explorer(thing.iri),
        definition=term_url(thing.iri),
    )


def _title(thing: Thing) -> str:
    plain = _TURNING.sub("", thing.name or short(thing.iri))
    name = cut(plain, _TITLE)
    return f"“{name}”" if thing.kind == str(TG.Quote) else name


# Marks that change the direction of what follows them: a page's title has no element to hold them.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def _heading(thing: Thing) -> str:
    """Return the heading: of a quote, who said it, and of a gap, its kind; both are read below."""
    if thing.kind == str(TG.Quote) and thing.note:
        return f"What {thing.note} said"
    if thing.kind == str(TG.Gap) and thing.note:
        return capitalised(thing.note)
    return _title(thing)


def _facts(found: Description, addresses: Addresses) -> Iterator[Group]:
    told = [s for s in found.outgoing if s.predicate not in _UNSAID]
    told.sort(key=lambda statement: _rank(statement.predicate))
    for predicate, statements in groupby(told, key=lambda s: s.predicate):
        items = tuple(_value(s, addresses) for s in statements)
        name = capitalised(label(predicate))
        yield Group(name, term_url(predicate), items, len(items))


def _rank(predicate: str) -> tuple[int, str]:
    """Return the place of a property among the facts."""
    if predicate in _FIRST:
        return _FIRST.index(predicate), ""
    return len(_FIRST) + (predicate in _LAST), predicate


def _value(statement: Statement, addresses: Addresses) -> Item:
    if not statement.other.iri:
        return Item(statement.value)
    return _item(statement.other, addresses)


def _item(thing: Thing, addresses: Addresses) -> Item:
    is_shared_role = thing.kind == str(TG.ActorRole) and bool(term_url(thing.iri))
    return Item(
        text=thing.name or short(thing.iri),
        url=addresses.url(thing.iri),
        note=thing.note,
        also=describe_url(thing.iri) if is_shared_role else "",
        is_quote=thing.kind == str(TG.Quote),
    )


def _position(found: Description) -> Iterator[Group]:
    oa = ontology.PREFIXES["oa"]
    ends = {s.predicate: s.value for s in found.parts}
    start, end = ends.get(f"{oa}start"), ends.get(f"{oa}end")
    if start is not None and end is not None:
        yield Group("Position", "", (Item(f"characters {start} to {end}"),), 1)


def _groups(found: Description, addresses: Addresses) -> list[Group]:
    """Return what leads here, by kind and property, the kinds that people ask for first."""

    def place(statement: Statement) -> tuple[bool, int, str, str]:
        kind = statement.other.kind
        folded = statement.predicate in _FOLDED or kind in _FOLDED_KINDS
        folded |= statement.predicate == str(DCTERMS.isPartOf) and kind != str(TG.Theme)
        order = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)
        return folded, order, kind, statement.predicate

    ordered = sorted(found.incoming, key=place)
    return [
        _group(statements, addresses, is_open=not folded)
        for (folded, *_), same in groupby(ordered, key=place)
        if (statements := list(same))
    ]


def _group(statements: list[Statement], addresses: Addresses, *, is_open: bool) -> Group:
    first = statements[0]
    return Group(
        heading=heading(first.other.kind, first.predicate),
        term=term_url(first.predicate),
        items=tuple(_item(s.other, addresses) for s in statements[:_SHOWN]),
        count=len(statements),
        is_open=is_open,
    )


def studies_page(studies: Iterable[StudyName], addresses: Addresses) -> str:
    """Return the HTML page that lists the studies in the store."""
    listed = [(study, addresses.page(study.iri)) for study in studies]
    return template("studies.html").render(studies=listed, styles=STYLES)
