"""Every address of the pages is made here, from the IRIs of things and terms.

    /ontology                       the ontology's classes and properties: /ontology#Tie
    /ontology/role                  a scheme and its concepts: /ontology/role#community
    /ontology/rule                  the rules: /ontology/rule#within
    /ontology/ns/0.1.0              the ontology in its present version
    /ontology/alignment/{name}      what terms are in another vocabulary
    /ontology/context.jsonld        the JSON-LD context
    /data/{study}                   a study
    /data/{study}/{kind}/{id}       a record of a study
    /describe?iri=…                 whatever else the store has something to say about
    /query                          asks in SPARQL: /query?question=7, /query#query=ASK{}
    /graphs?graph=…                 a graph of the store (Graph Store Protocol)
    /.well-known/void               what is in the store, as VoID
    /review                         decides on suggestions, if the server was started for it

So ``https://w3id.org/themegraph/data/…`` is found under ``/data/…``, and any other
``https://w3id.org/themegraph/…`` under ``/ontology/…``, with the same fragment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

import ontology
from graph.answers import StudyName
from graph.errors import InputError, nearest

EXPLORER = "/"
ONTOLOGY = "/ontology"
DATA = "/data"
DESCRIBE = "/describe"
QUERY = "/query"
SPARQL = "/sparql"
GRAPHS = "/graphs"
VOID = "/.well-known/void"
CONTEXT = f"{ONTOLOGY}/context.jsonld"
STYLES = "/assets/pages.css"
QUERY_SCRIPT = "/assets/query.js"
REVIEW = "/review"
REVIEW_API = "/api/review"
REVIEW_SCRIPT = "/assets/review.js"
PROOF = "X-Themegraph-Token"
"""The header by which the review's page shows that it's the page."""

RULES = "rule"
SECTIONS = ("ns", *ontology.SCHEMES, RULES)
"""What there is under ``/ontology/``."""

DRAWN = frozenset({"theme", "role", "quote", "respondent", "tie", "link", "passage", "gap"})
"""The kinds of records that the explorer can show."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format in which a page's content can be had, by its name in ``?format=``."""

    name: str
    label: str
    media_type: str
    other_names: tuple[str, ...] = ()


FORMATS = (
    Format("html", "HTML", "text/html"),
    Format("turtle", "Turtle", "text/turtle", ("ttl",)),
    Format("json-ld", "JSON-LD", "application/ld+json", ("jsonld",)),
    Format("rdf-xml", "RDF/XML", "application/rdf+xml", ("rdfxml", "rdf", "xml")),
    Format("n-triples", "N-Triples", "application/n-triples", ("ntriples", "nt")),
)
"""All formats; the first is the default."""


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same content in another format."""

    label: str
    media_type: str
    url: str


_REMEMBERED = 4096
"""How many records' addresses are remembered: lists name the same few again and again."""


def format_named(name: str) -> Format:
    """Return the format with this name or media type. Raises ``InputError`` if there is none."""
    for each in FORMATS:
        if name in {each.name, each.media_type, *each.other_names}:
            return each
    names = [each.name for each in FORMATS]
    raise InputError(f"the format {name!r} isn't known; {nearest(name, names)}")


def alternates(url: str) -> tuple[Alternate, ...]:
    """Return where the content of a page can be had as RDF."""
    joint = "&" if "?" in url else "?"
    return tuple(
        Alternate(each.label, each.media_type, f"{url}{joint}format={each.name}")
        for each in FORMATS[1:]
    )


def term_url(iri: str) -> str:
    """Return where an ontology term, a concept, a rule or a scheme is defined, or ``""``."""
    section, mark, name = iri.removeprefix(ontology.BASE).partition("#")
    if not iri.startswith(ontology.BASE) or section not in SECTIONS:
        return ""
    page = ONTOLOGY if section == "ns" else f"{ONTOLOGY}/{section}"
    return f"{page}{mark}{quote(name)}"


def alignment_url(name: str) -> str:
    """Return the page about what our terms are in another vocabulary."""
    return f"{ONTOLOGY}/alignment/{name}"


@lru_cache(maxsize=_REMEMBERED)
def describe_url(iri: str) -> str:
    """Return the page about whatever has this IRI."""
    return f"{DESCRIBE}?{urlencode({'iri': iri})}"


def question_url(number: int) -> str:
    """Return the query page with a competency question chosen."""
    return f"{QUERY}?{urlencode({'question': number})}"


def term_pages() -> dict[str, str]:
    """Return the page of every part of the ontology, by the IRI of that part without fragment."""
    return {iri: term_url(iri) for iri in (f"{ontology.BASE}{name}" for name in SECTIONS)}


def web_url(iri: str) -> str:
    """Return an IRI that can stand in a link, ``""`` for one that isn't of the web.

    Data may hold anything, such as ``javascript:``.
    """
    return iri if iri.lower().startswith(("https://", "http://")) else ""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where things of the studies in the store have their pages."""

    studies: tuple[StudyName, ...]

    def study_of(self, iri: str) -> StudyName | None:
        """Return the study that an IRI belongs to: its own, or that of one of its records."""
        owners = [s for s in self.studies if f"{iri}/".startswith(f"{s.iri}/")]
        return max(owners, key=lambda study: len(study.iri), default=None)

    def url(self, iri: str) -> str:
        """Return the page about a thing or term, here or on the web, or ``""``."""
        return self.page(iri) or term_url(iri) or web_url(iri)

    def page(self, iri: str) -> str:
        """Return the page about a study or one of its records, or ``""``."""
        study = self.study_of(iri)
        if study is None:
            return ""
        if sum(other.id == study.id for other in self.studies) > 1:
            return describe_url(iri)
        rest = iri.removeprefix(study.iri).partition("#")[0]
        return f"{DATA}/{quote(study.id)}{quote(rest)}"

    def explorer(self, iri: str) -> str:
        """Return the explorer with this thing selected, or ``""`` if it can't show it."""
        study = self.study_of(iri)
        if study is None:
            return ""
        kind, _, record = iri.removeprefix(study.iri).lstrip("/").partition("/")
        if not record:
            return f"{EXPLORER}#{urlencode({'study': study.id})}"
        if kind not in DRAWN:
            return ""
        tab = "gaps" if kind == "gap" else "evidence"
        return f"{EXPLORER}#{urlencode({'study': study.id, 'show': iri, 'tab': tab})}"


def header_links(url: str, offered: Iterable[Alternate]) -> str:
    """Return the value of the Link header (RFC 8288): the page itself and its alternates."""
    page = f'<{url}>; rel="alternate"; type="text/html"'
    rest = (f'<{each.url}>; rel="alternate"; type="{each.media_type}"' for each in offered)
    return ", ".join((page, *rest))
