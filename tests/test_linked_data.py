"""What stands behind the IRIs of studies, records and ontology terms, as pages and as RDF."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx2 as httpx
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.query import ResultRow
from starlette.testclient import TestClient

import ontology
from api.app import create_app
from graph.answers import query_text
from graph.model import Study
from graph.rdf.describe import Description, Statement, Thing
from graph.rdf.iris import DEFAULT_BASE, KINDS, study_iris
from graph.rdf.shapes import SHAPES
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot
from ontology import BASE, TG
from ontology.publish import terms as published_terms
from tests.quality import ontology_with_rules
from tests.studies import invented_study
from viz import urls
from viz.diagram import diagram
from viz.page import CONTENT_SECURITY_POLICY
from viz.record_page import record_page
from viz.urls import SECTIONS, Addresses, term_url

STUDY = "/data/changing-the-culture"
TIE = f"{STUDY}/tie/t01"
ROLE = f"{BASE}role#elected-member"
RDF_FORMATS = {
    "turtle": ("text/turtle", "turtle"),
    "json-ld": ("application/ld+json", "json-ld"),
    "rdf-xml": ("application/rdf+xml", "xml"),
    "n-triples": ("application/n-triples", "nt"),
}
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
HOSTILE = """</title><script>alert(1)</script><img src=x onerror=alert(1)>"'&{{7*7}}"""


@pytest.fixture(scope="module")
def client(store: GraphStore) -> Iterator[TestClient]:
    """Call the application over a store that holds the bundled study."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        yield client


class Page(HTMLParser):
    """A page's ids, links, what it fetches by itself, its elements, and its text."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        given = {name: value or "" for name, value in attrs}
        self.elements.add(tag)
        self.attributes |= given.keys()
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given["href"])
        elif tag == "link" and given["rel"] != "alternate":
            self.fetched.append(given["href"])
        elif "src" in given:
            self.fetched.append(given["src"])

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def _page(response: httpx.Response, status: int = 200) -> Page:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    return Page(response.text)


def _rdf(response: httpx.Response, form: str = "turtle") -> Graph:
    assert response.status_code == 200, response.text
    return Graph().parse(data=response.text, format=form)


def _record_paths(study: Study) -> Iterator[str]:
    for table in SHAPES:
        for record in getattr(study, table):
            yield f"/{KINDS[table]}/{record.id}"


def _about(store: GraphStore, iri: str) -> Graph:
    """Return the triples about a thing, by a scan of all quads and not by a query."""
    found = Graph()
    for quad in store.snapshot().database:
        ends = [end.value for end in (quad.subject, quad.object) if isinstance(end, ox.NamedNode)]
        subject = ends[0] if isinstance(quad.subject, ox.NamedNode) else ""
        if iri in ends or subject.startswith(f"{iri}#"):
            text = ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES)
            found.parse(data=text or b"", format="nt")
    return found


# ---------------------------------------------------------------- data


def test_every_iri_of_the_study_leads_to_a_page_and_to_turtle(
    client: TestClient, store: GraphStore, bundled: Study
) -> None:
    """Every subject of the study's graphs, and every record of its tables, is found at its path."""
    subjects = {
        quad.subject.value.partition("#")[0]
        for quad in store.snapshot().database
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(DEFAULT_BASE)
    }
    recorded = {f"{study_iris(bundled.info.id).study}{path}" for path in _record_paths(bundled)}
    assert recorded < subjects
    filled = {KINDS[table] for table in SHAPES if getattr(bundled, table)}
    assert {iri.split("/")[-2] for iri in subjects} >= {*filled, "gap"}
    for iri in subjects:
        path = f"/data/{iri.removeprefix(DEFAULT_BASE)}"
        page = _page(client.get(path, headers=HTML))
        assert iri in page.text
        turtle = client.get(path, headers={"Accept": "text/turtle"})
        assert (URIRef(iri), None, None) in _rdf(turtle)


@pytest.mark.parametrize(
    "path",
    ["", "/quote/q01", "/tie/t01", "/theme/barriers", "/mention/m001", "/role/research-system"],
)
def test_the_turtle_has_exactly_the_triples_about_it(
    client: TestClient, store: GraphStore, path: str
) -> None:
    """All triples from a thing and its parts and to it are there, and no others."""
    iri = f"{DEFAULT_BASE}changing-the-culture{path}"
    given = _rdf(client.get(f"{STUDY}{path}?format=turtle"))
    wanted = _about(store, iri)
    assert len(wanted) > 5
    assert set(given) == set(wanted)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/quote/q1",
        "/tie/t1",
        "/mention/m4",
        "/link/l1",
        "/theme/helps",
        "/memo/n1",
        "/coding/k9",
    ],
)
def test_another_engine_describes_alike(
    mending: Snapshot, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The query is plain SPARQL 1.1: rdflib's engine gives the same rows."""
    monkeypatch.setattr("rdflib.NORMALIZE_LITERALS", False)  # else it writes Z as +00:00
    iri = f"{study_iris('mending-mornings').study}{path}"
    rows = mending.terms(query_text("describe"), {"iri": ox.NamedNode(iri)})
    ours = {frozenset((name, term.value) for name, term in row.items()) for row in rows}
    whole = Graph()
    text = ox.serialize({q.triple for q in mending.database}, format=ox.RdfFormat.N_TRIPLES)
    whole.parse(data=text or b"", format="nt")
    theirs = {
        frozenset((name, str(term)) for name, term in row.asdict().items())
        for row in whole.query(query_text("describe"), initBindings={"iri": URIRef(iri)})
        if isinstance(row, ResultRow)
    }
    assert len(ours) > 5
    assert theirs == ours


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's JSON-LD reader
@pytest.mark.parametrize("name", RDF_FORMATS)
def test_accept_and_format_choose_among_formats(client: TestClient, name: str) -> None:
    """Each format can be had by Accept and by ?format=, and all say the same."""
    media_type, form = RDF_FORMATS[name]
    for path in (TIE, STUDY, "/ontology", "/ontology/ns", "/ontology/role"):
        by_accept = client.get(path, headers={"Accept": f"{media_type}, text/html;q=0.5"})
        by_name = client.get(path, params={"format": name}, headers=HTML)
        turtle = client.get(path, params={"format": "ttl"})
        for response in (by_accept, by_name):
            assert response.headers["content-type"].partition(";")[0] == media_type
            assert response.headers["vary"] == "Accept"
            assert isomorphic(_rdf(response, form), _rdf(turtle))


@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/html, text/turtle;q=0.9"])
def test_pages_are_the_default(client: TestClient, accept: str) -> None:
    """People get a page, as does whoever doesn't say what they want."""
    for path in (TIE, "/ontology"):
        response = client.get(path, headers={"Accept": accept})
        _page(response)
        assert response.headers["vary"] == "Accept"


def test_the_alternates_are_named_in_the_header_and_exist(client: TestClient) -> None:
    """The Link header and the page name every format, at addresses that answer in it."""
    described = f"/describe?iri={quote(ROLE, safe='')}"
    for path in (TIE, "/ontology", "/ontology/role", described):
        link = client.get(path).headers["link"]
        found = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', link)
        assert {media_type for _, media_type in found} == {
            "text/html",
            *(media_type for media_type, _ in RDF_FORMATS.values()),
        }
        for url, media_type in found:
            answer = client.get(url)
            assert answer.headers["content-type"].partition(";")[0] == media_type


def test_formats_that_are_not_there_are_said(client: TestClient) -> None:
    """An Accept that nothing fits is answered with 406, a wrong ?format= with 400 and the names."""
    refused = client.get(TIE, headers={"Accept": "image/png"})
    assert (refused.status_code, "text/turtle" in refused.json()["detail"]) == (406, True)
    wrong = client.get(TIE, params={"format": "turtel"})
    assert (wrong.status_code, "did you mean 'turtle'?" in wrong.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    "path",
    [
        "/data/no-such-study",
        f"{STUDY}/tie/no-such-tie",
        f"{STUDY}/planet/t01",
        f"{STUDY}/tie/t01%20",
        f"{STUDY}/tie/%3Cscript%3E",
        "/ontology/no-such-part",
        "/ontology/ns/9.9.9",
        f"{STUDY}/tie",
        "/nowhere",
        "/describe?iri=urn:nothing",
    ],
)
def test_what_is_not_there_is_said_to_people_and_programs(client: TestClient, path: str) -> None:
    """What isn't in the store is a page with 404 for people, and problem details for programs."""
    page = _page(client.get(path, headers=HTML), 404)
    assert "script" not in page.elements
    for accept in ("text/turtle", "application/json", "application/problem+json"):
        answer = client.get(path, headers={"Accept": accept})
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["detail"]


def test_an_iri_that_is_none_is_refused(client: TestClient) -> None:
    """Only an absolute IRI can be described."""
    for wrong in ("", "tie/t01", "a b"):
        answer = client.get("/describe", params={"iri": wrong})
        assert answer.status_code == 400
        assert "isn't an IRI" in answer.json()["detail"]


def test_pages_link_both_ways(client: TestClient) -> None:
    """A tie's page leads to its roles, theme and evidence, and theirs lead back to it."""
    tie = _page(client.get(TIE))
    role = f"/describe?iri={quote(ROLE, safe='')}"
    theme = f"{STUDY}/theme/the-political-and-cultural-context"
    assert {role, theme, f"{STUDY}/quote/q02", f"{STUDY}/passage/p01"} <= {*tie.links}
    assert {"/ontology/role#elected-member", "/ontology#Tie", "/ontology#toRole"} <= {*tie.links}
    assert f"{STUDY}/gap/strained-tie-t01" in tie.links
    for other in (role, theme, f"{STUDY}/quote/q02", f"{STUDY}/passage/p01"):
        assert TIE in _page(client.get(other)).links


def test_quotes_stand_in_their_words_with_who_said_them(client: TestClient) -> None:
    """A theme's page has the words of its quotes, who said them, and the study's attribution."""
    page = _page(client.get(f"{STUDY}/theme/lack-of-organisational-strategy"))
    for words in ("patchy and sporadic", "Interviewee 3", "Homer C", "licenses/by/4.0"):
        assert words in page.text
    quoted = _page(client.get(f"{STUDY}/quote/q01"))
    assert "Sometimes politics and research meet" in quoted.text
    assert "characters 604 to 825" in quoted.text


def test_the_explorer_is_one_click_away(client: TestClient) -> None:
    """What the explorer can show is linked there, selected."""
    shown = quote(f"{DEFAULT_BASE}changing-the-culture/tie/t01", safe="")
    address = f"/#study=changing-the-culture&show={shown}&tab=evidence"
    assert address in _page(client.get(TIE)).links
    coding = _page(client.get(f"{STUDY}/coding/c01"))
    assert not [link for link in coding.links if link.startswith("/#")]


def test_every_link_on_a_page_leads_somewhere(client: TestClient) -> None:
    """No link to another page here is broken, down to the fragment, and ids are unique."""
    start = ["/ontology", "/ontology/role", "/ontology/rule", "/data", TIE]
    pages = {path: _page(client.get(path)) for path in start}
    here = {link for page in pages.values() for link in page.links if link.startswith(("/", "#"))}
    for path, page in pages.items():
        assert len(set(page.ids)) == len(page.ids)
        assert {link[1:] for link in page.links if link.startswith("#")} <= {*page.ids}, path
    targets: dict[str, Page] = {}
    for link in here:
        address, _, fragment = link.partition("#")
        if address in {"", "/", "/docs", urls.CONTEXT} or "format=" in address:
            continue
        if address not in targets:
            targets[address] = _page(client.get(address))
        assert not fragment or fragment in targets[address].ids, link
    assert len(targets) > 40


def test_pages_fetch_nothing_but_their_styles(client: TestClient) -> None:
    """No page has a script, an inline style, a form or anything from elsewhere."""
    for path in ("/ontology", "/ontology/role", "/data", STUDY, TIE, f"{STUDY}/quote/q01"):
        page = _page(client.get(path))
        assert {*page.fetched} == {"data:,", "/assets/pages.css"}
        assert not page.elements & {"script", "style", "form", "iframe", "object", "img", "base"}
        assert not [name for name in page.attributes if name == "style" or name.startswith("on")]
    styles = client.get("/assets/pages.css").text
    assert "url(" not in styles
    assert "@import" not in styles


def test_labels_are_never_markup(tmp_path: Path) -> None:
    """Whatever labels, words and notes of a study say, pages show it as text."""
    tame = invented_study()
    study = replace(
        tame,
        info=replace(tame.info, title=HOSTILE, citation=HOSTILE, note=HOSTILE),
        themes=tuple(replace(theme, label=HOSTILE, definition=HOSTILE) for theme in tame.themes),
        quotes=tuple(replace(quote, text=HOSTILE) for quote in tame.quotes),
        respondents=tuple(replace(person, label=HOSTILE) for person in tame.respondents),
        ties=tuple(replace(tie, statement=HOSTILE) for tie in tame.ties),
    )
    store = GraphStore(tmp_path / "store")
    build([study], store)
    with TestClient(create_app(store), base_url="http://localhost") as client:
        for path in ("", *_record_paths(study)):
            page = _page(client.get(f"/data/{study.info.id}{path}"))
            assert not page.elements & {"script", "img"}
            assert HOSTILE in page.text
        assert HOSTILE in _page(client.get("/data")).text


def test_only_addresses_of_the_web_are_links(tmp_path: Path) -> None:
    """A licence that is a script isn't a link."""
    study = invented_study()
    study = replace(study, info=replace(study.info, licence="javascript:alert(1)"))
    store = GraphStore(tmp_path / "store")
    build([study], store)
    with TestClient(create_app(store), base_url="http://localhost") as client:
        page = _page(client.get(f"/data/{study.info.id}"))
    assert "javascript:alert(1)" in page.text
    assert {urlsplit(link).scheme for link in page.links} <= {"", "http", "https"}


def test_long_lists_are_cut_and_say_so() -> None:
    """A page shows 500 things of a group, how many there are, and where the rest is."""
    thing, property_ = ox.NamedNode("urn:thing"), ox.NamedNode(str(TG.illustrates))
    incoming = tuple(
        Statement(
            ox.Triple(ox.NamedNode(f"urn:quote:{number}"), property_, thing),
            Thing(f"urn:quote:{number}", "Words", kind=str(TG.Quote)),
        )
        for number in range(507)
    )
    page = record_page(Description(Thing(thing.value), (), incoming, ()), Addresses(()), "/x")
    assert page.count("<blockquote>") == 500
    assert "and 7 more" in page
    assert ">507<" in page


def test_studies_of_other_bases_are_found_by_their_ids(tmp_path: Path, invented: Study) -> None:
    """A study whose IRIs begin otherwise has its pages at the same paths."""
    store = GraphStore(tmp_path / "store")
    build([invented], store, base="urn:studies:")
    with TestClient(create_app(store), base_url="http://localhost") as client:
        for path in ("", *_record_paths(invented)):
            address = f"/data/{invented.info.id}{path}"
            assert f"urn:studies:{invented.info.id}{path}" in _page(client.get(address)).text
        tie = _page(client.get(f"/data/{invented.info.id}/tie/t1"))
    assert f"/data/{invented.info.id}/quote/q2" in tie.links


def test_two_studies_of_one_id_are_told_apart(tmp_path: Path, invented: Study) -> None:
    """Where two bases have a study of the same id, its path asks for the IRI."""
    store = GraphStore(tmp_path / "store")
    for base in ("urn:one:", "urn:two:"):
        build([invented], store, base=base)
    with TestClient(create_app(store), base_url="http://localhost") as client:
        answer = client.get(f"/data/{invented.info.id}", headers={"Accept": "text/turtle"})
        assert answer.status_code == 404
        assert "urn:one:" in answer.json()["detail"]
        for base in ("urn:one:", "urn:two:"):
            iri = f"{base}{invented.info.id}/tie/t1"
            page = _page(client.get("/describe", params={"iri": iri}))
            assert (
                f"/describe?iri={quote(f'{base}{invented.info.id}/quote/q2', safe='')}"
                in page.links
            )


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    """Without a study the list says what to do, and the ontology is there all the same."""
    with TestClient(
        create_app(GraphStore(tmp_path / "none")), base_url="http://localhost"
    ) as client:
        assert "themegraph build" in _page(client.get("/data")).text
        assert "Tie" in _page(client.get("/ontology")).ids


# ---------------------------------------------------------------- the ontology


def test_every_term_and_concept_has_its_anchor_and_its_texts(client: TestClient) -> None:
    """Each IRI of the ontology is defined under /ontology at its own last part."""
    graph = ontology_with_rules()
    found = [*published_terms(), *graph.objects(None, URIRef(f"{TG}derives"))]
    rules = [s for s in graph.subjects() if str(s).startswith(f"{BASE}rule#")]
    pages = {name: _page(client.get(f"/ontology/{name}")) for name in SECTIONS}
    assert len(found) > 100
    assert rules
    for iri in map(str, (*found, *rules)):
        section, _, name = iri.removeprefix(BASE).partition("#")
        assert name in pages[section].ids, iri
        assert iri in pages[section].text
        for text in ontology.graph().objects(URIRef(iri), RDFS.label):
            assert str(text) in pages[section].text
        assert term_url(iri).endswith(f"#{name}")


def test_the_page_has_every_class_and_concept(client: TestClient) -> None:
    """One page has all terms, the schemes with their concepts, the rules and the diagram."""
    page = _page(client.get("/ontology"))
    graph = ontology_with_rules()
    definition = URIRef(f"{ontology.PREFIXES['skos']}definition")
    definitions = {" ".join(str(text).split()) for text in graph.objects(None, definition)}
    shown = " ".join(page.text.split())
    assert len(definitions) > 100
    assert [text for text in definitions if text not in shown] == []
    assert {"svg", "article"} <= page.elements


def test_the_whole_ontology_comes_as_rdf(client: TestClient) -> None:
    """/ontology is the core, schemes and rules; its parts together are the whole."""
    whole = _rdf(client.get("/ontology?format=turtle"))
    assert set(whole) == set(ontology_with_rules())
    parts = Graph()
    for name in SECTIONS:
        part = _rdf(client.get(f"/ontology/{name}?format=turtle"))
        assert len(part) > 5
        parts += part
    assert set(parts) == set(whole)


def test_the_present_version_has_its_address(client: TestClient) -> None:
    """The version IRI answers with the ontology; no other version is pretended to be here."""
    iri = str(ontology.graph().value(ontology.ONTOLOGY, OWL.versionIRI))
    path = iri.replace(BASE, "/ontology/")
    assert set(_rdf(client.get(f"{path}?format=turtle"))) == set(
        _rdf(client.get("/ontology/ns?format=turtle"))
    )
    answer = client.get("/ontology/ns/9.9.9", headers={"Accept": "text/turtle"})
    assert answer.status_code == 404
    assert ontology.version() in answer.json()["detail"]


def test_alignments_and_context_are_served(client: TestClient) -> None:
    """Each alignment's IRI leads to a page and to its triples, and every term names them."""
    whole = _page(client.get("/ontology"))
    assert ontology.alignments()
    for name, graph in ontology.alignments().items():
        page = _page(client.get(f"/ontology/alignment/{name}"))
        assert f"/ontology/alignment/{name}" in whole.links
        assert set(_rdf(client.get(f"/ontology/alignment/{name}?format=turtle"))) == set(graph)
        for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.seeAlso):
            for term, other in graph.subject_objects(predicate):
                if str(term).startswith(TG):
                    assert str(other) in whole.links
                    assert str(other) in page.links
    assert client.get("/ontology/alignment/nosuch").status_code == 404
    assert client.get("/ontology/context.jsonld").json() == json.loads(ontology.context())


def test_json_ld_comes_in_short_names(client: TestClient) -> None:
    """JSON-LD carries our own context, so that a program reads it by the names of our terms."""
    found = client.get(f"{TIE}?format=json-ld").json()
    (tie,) = [node for node in found["@graph"] if node["id"].endswith("/tie/t01")]
    assert (tie["type"], tie["tieStatus"]) == ("Tie", "tie-status:strained")
    read = {
        form: {q.triple for q in ox.parse(client.get(f"{TIE}?format={name}").content, format=form)}
        for name, form in (("json-ld", ox.RdfFormat.JSON_LD), ("turtle", ox.RdfFormat.TURTLE))
    }
    assert read[ox.RdfFormat.JSON_LD] == read[ox.RdfFormat.TURTLE]


def test_the_studies_are_listed_as_rdf_too(client: TestClient) -> None:
    """/data says to programs which studies there are, as it does to people."""
    listed = _rdf(client.get("/data?format=turtle"))
    assert (URIRef(f"{DEFAULT_BASE}changing-the-culture"), RDF.type, TG.Study) in listed


def test_shapes_are_served(client: TestClient) -> None:
    """What must hold of data and ontology is a page of messages, and the shapes as they are."""
    for name in ontology.SHAPES:
        page = _page(client.get(f"/ontology/{name}"))
        found = _rdf(client.get(f"/ontology/{name}?format=turtle"))
        assert isomorphic(found, ontology.checks(name))
        assert all(str(said) in page.text for said in found.objects(None, SH.message))
    tie = client.get("/ontology").text.partition('id="Tie"')[2].partition("</article>")[0]
    assert all(f"#{name}" in tie for name in ("voice", "evidence", "arisesIn", "reviewStatus"))
    assert client.get("/ontology/authors", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("path", ["/", "/ontology", f"{STUDY}/tie/t01", "/query", "/api/v1/ties"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    """HEAD has the status and headers of GET, and no body (RFC 9110, section 9.3.2)."""
    got, headed = client.get(path), client.head(path)
    assert headed.status_code == got.status_code == 200
    assert headed.content == b""
    assert headed.headers == got.headers


def test_the_diagram_says_what_the_ontology_says() -> None:
    """Arrows of our own properties fit their domain and range, and no two boxes overlap."""
    drawn = diagram()
    graph = ontology.graph()
    for arrow in drawn.arrows:
        for name in arrow.names:
            if name.property.startswith(TG):
                for predicate, end in ((RDFS.domain, arrow.source), (RDFS.range, arrow.target)):
                    stated = {str(each) for each in graph.objects(URIRef(name.property), predicate)}
                    assert stated <= {end}, name
                assert (URIRef(name.property), None, OWL.ObjectProperty) in graph
    corners = [(box.x, box.y) for box in drawn.boxes]
    assert len(set(corners)) == len(corners)
    assert all(
        x >= 0 and x + box.width <= drawn.width
        for box, (x, _) in zip(drawn.boxes, corners, strict=True)
    )
    assert all(
        y >= 0 and y + box.height <= drawn.height
        for box, (_, y) in zip(drawn.boxes, corners, strict=True)
    )


def test_pages_have_the_explorers_colours(client: TestClient) -> None:
    """Both style sheets give the custom properties the same values, by light and by dark."""
    named = re.compile(r"(--[a-z-]+): (#[0-9a-f]{6});")
    pages, explorer = (
        named.findall(client.get(f"/assets/{name}.css").text) for name in ("pages", "explorer")
    )
    assert pages
    assert pages == explorer[: len(pages)]
