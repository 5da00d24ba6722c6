"""What is made from the ontology rather than written by hand: ``python -m ontology.publish``.

Turtle in its normal form, the JSON-LD context, the list of all terms ever published, and that of
all that ever had a scope note.
"""

import json
from collections.abc import Iterator
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, URIRef

import ontology
from ontology import PREFIXES, TG
from ontology.turtle import normal

FOLDER = Path(__file__).parent
CONTEXT = FOLDER / "context.jsonld"
LEDGER = FOLDER / "terms.txt"
NOTED = FOLDER / "noted-terms.txt"

Entry = str | dict[str, str]

REUSED: dict[str, Entry] = {
    "id": "@id",
    "type": "@type",
    "altLabel": "skos:altLabel",
    "bibliographicCitation": "dcterms:bibliographicCitation",
    "broader": {"@id": "skos:broader", "@type": "@id"},
    "creator": {"@id": "dcterms:creator", "@type": "@id"},
    "created": {"@id": "dcterms:created", "@type": "xsd:dateTime"},
    "definition": "skos:definition",
    "description": "dcterms:description",
    "end": "oa:end",
    "endedAtTime": {"@id": "prov:endedAtTime", "@type": "xsd:dateTime"},
    "exact": "oa:exact",
    "hadMember": {"@id": "prov:hadMember", "@type": "@id"},
    "hasBody": {"@id": "oa:hasBody", "@type": "@id"},
    "hasSelector": {"@id": "oa:hasSelector", "@type": "@id"},
    "hasSource": {"@id": "oa:hasSource", "@type": "@id"},
    "hasTarget": {"@id": "oa:hasTarget", "@type": "@id"},
    "identifier": "dcterms:identifier",
    "isPartOf": {"@id": "dcterms:isPartOf", "@type": "@id"},
    "label": "rdfs:label",
    "language": "dcterms:language",
    "license": {"@id": "dcterms:license", "@type": "@id"},
    "modified": {"@id": "dcterms:modified", "@type": "xsd:dateTime"},
    "name": "foaf:name",
    "note": "skos:note",
    "prefLabel": "skos:prefLabel",
    "range": {"@id": "rdfs:range", "@type": "@id"},
    "source": {"@id": "dcterms:source", "@type": "@id"},
    "start": "oa:start",
    "title": "dcterms:title",
    "value": "rdf:value",
    "wasAssociatedWith": {"@id": "prov:wasAssociatedWith", "@type": "@id"},
    "FragmentSelector": "oa:FragmentSelector",
    "used": {"@id": "prov:used", "@type": "@id"},
    "wasGeneratedBy": {"@id": "prov:wasGeneratedBy", "@type": "@id"},
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
}
"""The terms of other vocabularies that a study's graph uses, and their short names in JSON-LD."""


def turtle_paths() -> list[Path]:
    """Return every Turtle file of this folder, by name."""
    return sorted(FOLDER.rglob("*.ttl"))


def context() -> str:
    """Return the JSON-LD context: every term of the ontology by its local name."""
    own = {str(term).removeprefix(TG): _entry(term) for term in terms() if term.startswith(TG)}
    # A name can't be a prefix and a property: concepts of such a scheme are written in full.
    prefixes = {name: iri for name, iri in sorted(PREFIXES.items()) if name not in own}
    whole = {"@context": {"@version": 1.1} | prefixes | REUSED | dict(sorted(own.items()))}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def ledger(published: str) -> str:
    """Return the list of terms: those published before, which always stay, and those of now."""
    return "\n".join(sorted({*published.split(), *map(str, terms())})) + "\n"


def noted(published: str) -> str:
    """Return the list of terms with a scope note: those that ever had one, and those of now.

    A scope note warns of an error that somebody could make; it isn't taken away unnoticed.
    """
    now = (str(term) for term in terms() if ontology.graph().value(term, SKOS.scopeNote))
    return "\n".join(sorted({*published.split(), *now})) + "\n"


def terms() -> Iterator[URIRef]:
    """Yield the ontology's classes and properties, the schemes' concepts, and the rules."""
    rules = Graph().parse(FOLDER / "rules" / "rules.ttl", format="turtle")
    for subject in map(str, (ontology.graph() + rules).subjects(RDFS.isDefinedBy)):
        if "#" in subject:
            yield URIRef(subject)


def _entry(term: URIRef) -> Entry:
    graph = ontology.graph()
    name = f"tg:{term.removeprefix(TG)}"
    if (term, RDF.type, OWL.ObjectProperty) in graph:
        return {"@id": name, "@type": "@id"}
    if (term, RDF.type, OWL.DatatypeProperty) not in graph:
        return name
    datatype = graph.value(term, RDFS.range)
    if datatype is None:
        return {"@id": name, "@language": "en"}
    if datatype != XSD.string:
        return {"@id": name, "@type": f"xsd:{str(datatype).removeprefix(str(XSD))}"}
    return name


def main() -> None:
    """Write everything anew."""
    for path in turtle_paths():
        path.write_text(normal(path.read_text("utf-8")), "utf-8")
    CONTEXT.write_text(context(), "utf-8")
    LEDGER.write_text(ledger(LEDGER.read_text("utf-8") if LEDGER.exists() else ""), "utf-8")
    NOTED.write_text(noted(NOTED.read_text("utf-8") if NOTED.exists() else ""), "utf-8")


if __name__ == "__main__":
    main()
