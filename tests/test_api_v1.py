"""The API, version 1: filters, cursors, formats, keeping, analyses, the query behind an answer."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import Graph
from starlette.testclient import TestClient

import ontology
from api.app import create_app
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from tests.studies import invented_study

STUDY = "changing-the-culture"
README = Path(__file__).parent.parent / "README.md"


@pytest.fixture(scope="module")
def client(store: GraphStore) -> Iterator[TestClient]:
    """Call the application over a store that holds the bundled study."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Call the application over a store of twelve studies whose records have the same ids."""
    store = GraphStore(tmp_path_factory.mktemp("several") / "store")
    build([invented_study(f"study-{number:02}") for number in range(12)], store)
    with TestClient(create_app(store), base_url="http://localhost") as client:
        yield client


def _get(client: TestClient, address: str, **parameters: str) -> Any:  # noqa: ANN401 -- JSON
    response = client.get(f"/api/v1/{address}", params=parameters)
    assert response.status_code == 200, response.text
    return response.json()


def _ids(client: TestClient, address: str, **parameters: str) -> set[str]:
    found = _get(client, address, limit="1000", **parameters)["items"]
    return {item["id"] for item in found}


# ---------------------------------------------------------------- every parameter

VALUES = {
    "study": STUDY, "studies": STUDY, "theme": "barriers", "role": "academic", "from": "academic",
    "to": "barriers", "node": "academic", "speaker": "senior-manager", "name": "degree",
    "respondent": "interviewee-4", "coder": "themegraph-project", "document": "findings",
    "text": "research", "gap": "thin-theme-building-existing-networks", "q": "research",
    "add": "NHS -> VCS: collaborates with",
}  # fmt: skip
"""A value of each parameter that OpenAPI names no choices for."""


def _value(client: TestClient, path: str, parameter: Mapping[str, Any]) -> str:
    schema = parameter["schema"]
    if parameter["name"] == "cursor":
        query = {"q": "research"} if path.endswith("search") else {}
        following = client.get(path, params=query | {"limit": "1"}).json()["next"]
        return parse_qs(urlsplit(following or "").query).get("cursor", [""])[0]
    if schema.get("type") == "integer":
        return str(schema["minimum"])
    if path.endswith("/search") and parameter["name"] == "kind":
        return "quote"  # its choices stand elsewhere in the document
    if path.endswith("/search") and parameter["name"] == "by":
        return "words"  # as above; ``meaning`` needs a model that isn't always there
    choices = schema.get("enum") or schema.get("items", {}).get("enum")
    return choices[0] if choices else VALUES.get(parameter["name"], "true")


def _record(client: TestClient, path: str) -> str:
    """Return the address of a record of the kind that a path is of."""
    if "{" not in path:
        return path
    item = client.get(path.partition("/{")[0]).json()["items"][0]
    return str(item["links"]["self"])


def _operations(client: TestClient) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    document = client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        if path.startswith("/api/v1/"):
            parameters = operations["get"].get("parameters", [])
            yield path, [p for p in parameters if p["in"] == "query"]


def test_every_parameter_is_taken(client: TestClient) -> None:
    """Every route answers to every parameter that OpenAPI says it takes."""
    asked = 0
    for path, parameters in _operations(client):
        address = _record(client, path)
        needed = {p["name"]: _value(client, path, p) for p in parameters if p.get("required")}
        for parameter in parameters:
            value = _value(client, path, parameter)
            if value:  # a list of one page has no cursor
                given = needed | {parameter["name"]: value}
                response = client.get(address, params=given)
                assert response.status_code == 200, (address, given, response.text)
                asked += 1
    assert asked > 300


def test_examples_are_real(client: TestClient) -> None:
    """Every example in OpenAPI is answered on the bundled study."""
    tried = 0
    for path, parameters in _operations(client):
        if "{" not in path and not path.endswith(("/search", "/what-if", "/gaps/query")):
            needed = {p["name"]: _value(client, path, p) for p in parameters if p.get("required")}
            for parameter in parameters:
                if (example := parameter.get("example")) is not None:
                    value = ",".join(example) if isinstance(example, list) else str(example)
                    given = needed | {parameter["name"]: value.lower()}
                    assert client.get(path, params=given).status_code == 200, (path, given)
                    tried += 1
    assert tried > 50


# ---------------------------------------------------------------- filters

Expected = Callable[[Study], set[str]]


def _quotes_by(study: Study, method: str) -> set[str]:
    methods = {c.id: c.method for c in study.collections}
    people = {p.id for p in study.respondents if methods.get(p.collection) == method}
    return {quote.id for quote in study.quotes if quote.respondent in people}


def _in_sector(study: Study, sector: str) -> set[str]:
    sectors = {r: c.sector for r, c in ontology.scheme("role").items()}
    return {t.id for t in study.ties if sector in {sectors.get(t.source), sectors.get(t.target)}}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ties?status=missing", lambda s: {t.id for t in s.ties if t.status == "missing"}),
        ("ties?voice=respondent", lambda s: {t.id for t in s.ties if t.voice == "respondent"}),
        ("ties?direction=mutual", lambda s: {t.id for t in s.ties if t.direction == "mutual"}),
        ("ties?type=informs", lambda s: {t.id for t in s.ties if t.type == "informs"}),
        ("ties?review=confirmed", lambda s: {t.id for t in s.ties if t.review == "confirmed"}),
        ("ties?sector=academic", lambda s: _in_sector(s, "academic")),
        ("quotes?layout=inline", lambda s: {q.id for q in s.quotes if q.layout == "inline"}),
        ("quotes?method=focus-group", lambda s: _quotes_by(s, "focus-group")),
        ("quotes?document=findings", lambda s: {q.id for q in s.quotes}),
        ("quotes?theme=barriers&subthemes=false", lambda _: set()),
        ("quotes?coder=themegraph-project", lambda s: {c.quote for c in s.codings}),
        (
            "quotes?speaker=senior-manager",
            lambda s: {
                q.id
                for q in s.quotes
                for p in s.respondents
                if p.id == q.respondent and p.role == "senior-manager"
            },
        ),
        ("mentions?role=academic", lambda s: {m.id for m in s.mentions if m.role == "academic"}),
        ("theme-links?voice=authors", lambda s: {x.id for x in s.links if x.voice == "authors"}),
        ("documents?medium=text", lambda s: {d.id for d in s.documents}),
        (
            "respondents?method=interview",
            lambda s: {
                p.id
                for p in s.respondents
                for c in s.collections
                if c.id == p.collection and c.method == "interview"
            },
        ),
    ],
)
def test_a_filter_leaves_what_it_wants(
    client: TestClient, bundled: Study, address: str, expected: Expected
) -> None:
    """Each filter leaves exactly the records of the study folder that fit."""
    path, _, query = address.partition("?")
    given = {name: values[0] for name, values in parse_qs(query).items()}
    assert _ids(client, path, **given) == expected(bundled)


def test_a_record_of_one_study_narrows_to_it(several: TestClient) -> None:
    """An id that several studies have stands for each of them; with a study, for that one's."""
    everywhere = _get(several, "quotes", theme="hindrances", limit="1000")["items"]
    assert [item["id"] for item in everywhere] == ["q2", "q3", "q4"] * 12
    assert _ids(several, "quotes", theme="hindrances", study="study-07") == {"q2", "q3", "q4"}


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize("name", ["quotes", "ties", "roles", "studies", "measures", "gaps"])
@pytest.mark.parametrize("more", ["", "&sort=-{}"])
def test_pages_make_the_whole(several: TestClient, name: str, more: str) -> None:
    """Following the cursor of any list, sorted or not, gives everything once and in order."""
    sorted_by = {"measures": "value", "gaps": "score"}.get(name, "id")
    start = f"/api/v1/{name}?limit=7&fields=iri{more.format(sorted_by)}"
    whole = several.get(start.replace("limit=7", "limit=1000")).json()["items"]
    found, address = [], start
    while address:
        page = several.get(address).json()
        found += page["items"]
        address = page["next"]
    assert found == whole[: len(found)]
    assert len(found) == len(whole) or len(whole) == 1000


def test_a_cursor_is_of_its_list(several: TestClient) -> None:
    """A cursor of another list, or made up, is refused and named."""
    following = several.get("/api/v1/quotes?limit=1").json()["next"]
    for address in (following.replace("quotes", "ties"), "/api/v1/quotes?cursor=abc"):
        response = several.get(address)
        assert response.status_code == 404
        assert response.json()["faults"][0]["parameter"] == "cursor"


def test_sorting_is_by_the_field(client: TestClient) -> None:
    """A list sorted by a number goes from the largest on, with ``-``, or from the smallest."""
    counts = [item["quotes"] for item in _get(client, "themes", sort="-quotes")["items"]]
    assert counts == sorted(counts, reverse=True)
    mentions = [item["mentions"] for item in _get(client, "roles", sort="mentions")["items"]]
    assert mentions == sorted(mentions)


# ---------------------------------------------------------------- records


def test_records_lead_to_all_that_they_name(client: TestClient) -> None:
    """Every address among a record's links is answered, and ``self`` is the record."""
    for name in ("quotes", "ties", "respondents", "themes", "roles", "studies"):
        item = _get(client, name, limit="1")["items"][0]
        links = item["links"]
        assert client.get(links["self"]).json()["iri"] == item["iri"]
        for found in links.values():
            for address in [found] if isinstance(found, str) else found:
                assert client.get(address).status_code == 200, address


def test_what_is_named_can_come_along(client: TestClient) -> None:
    """``include`` brings the records that fields name: a tie its evidence and its roles."""
    tie = _get(client, f"ties/{STUDY}/t01", include="evidence,source")
    assert {record["iri"] for record in tie["included"]["evidence"]} == set(tie["evidence"])
    assert tie["included"]["source"]["label"] == tie["source_label"]


def test_records_that_are_not_there(client: TestClient) -> None:
    """What isn't there is not found, whatever its name looks like."""
    for path in (f"ties/{STUDY}/x", "ties/x/t01", "roles/x", "studies/x", f"quotes/{STUDY}/%20<"):
        assert client.get(f"/api/v1/{path}").status_code == 404


# ---------------------------------------------------------------- formats


def test_a_list_in_every_format(client: TestClient) -> None:
    """By ``format`` and by ``Accept``, a list comes as JSON, lines, CSV, Turtle and JSON-LD."""
    address = "/api/v1/ties?limit=3"
    items = client.get(address).json()["items"]
    lines = client.get(f"{address}&format=ndjson").text.splitlines()
    assert [json.loads(line) for line in lines] == items
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}&format=csv").text)))
    assert [row["iri"] for row in rows] == [item["iri"] for item in items]
    assert rows[0]["evidence"].split() == items[0]["evidence"]
    turtle = client.get(address, headers={"Accept": "text/turtle"})
    assert turtle.headers["content-type"].startswith("text/turtle")
    told = Graph().parse(data=turtle.text, format="turtle")
    document = client.get(f"{address}&format=json-ld").content
    triples = [quad.triple for quad in ox.parse(document, format=ox.RdfFormat.JSON_LD)]
    lines_of_triples = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    same = Graph().parse(data=lines_of_triples, format="nt")
    assert {str(subject) for subject in told.subjects()} == {item["iri"] for item in items}
    assert set(same) == set(told)
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("form", ["json", "csv", "ndjson"])
def test_a_whole_list_is_its_pages(several: TestClient, form: str) -> None:
    """``all=true`` streams the same records as the pages have."""
    pages = several.get(f"/api/v1/quotes?limit=1000&fields=iri,text&format={form}").text
    assert several.get(f"/api/v1/quotes?all=true&fields=iri,text&format={form}").text == pages


def test_an_empty_list_streams(client: TestClient) -> None:
    """A whole list of nothing is an empty list, and not nothing."""
    assert _get(client, "quotes", text="nobody says this", all="true")["items"] == []


def test_an_answer_is_kept_until_the_store_changes(tmp_path: Path, bundled: Study) -> None:
    """With ``If-None-Match`` what is unchanged isn't sent again; a build changes the tag."""
    store = GraphStore(tmp_path / "store")
    build([bundled], store)
    with TestClient(create_app(store), base_url="http://localhost") as client:
        first = client.get("/api/v1/studies")
        known = {"If-None-Match": first.headers["etag"]}
        again = client.get("/api/v1/studies", headers=known)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert "no-cache" in first.headers["cache-control"]
        build([invented_study()], store)
        after = client.get("/api/v1/studies", headers=known)
        assert (after.status_code, len(after.json()["items"])) == (200, 2)


# ---------------------------------------------------------------- the query behind an answer


@pytest.mark.parametrize(
    "address",
    [
        "quotes?theme=barriers&limit=5",
        "ties?role=academic&status=missing",
        "themes?sort=-quotes&limit=3",
        "gaps?limit=4",
        "measures?name=degree",
        "respondents?theme=barriers",
        f"ties/{STUDY}/t01",
    ],
)
def test_the_query_gives_the_same_rows(client: TestClient, address: str) -> None:
    """What ``explain=sparql`` gives, asked at ``/sparql``, has the same records in that order."""
    path, _, query = address.partition("?")
    answer = client.get(f"/api/v1/{address}").json()
    items = answer.get("items", [answer])
    explained = client.get(f"/api/v1/{path}?{query}&explain=sparql".replace("?&", "?"))
    assert explained.headers["content-type"].startswith("application/sparql-query")
    rows = client.post("/sparql", data={"query": explained.text}).json()["results"]["bindings"]
    assert [row["iri"]["value"] for row in rows] == [item["iri"] for item in items]
    assert items


def test_the_query_goes_on_with_the_cursor(several: TestClient) -> None:
    """The query of a later page gives that page, across studies."""
    following = several.get("/api/v1/quotes?limit=7").json()["next"]
    items = several.get(following).json()["items"]
    query = several.get(f"{following}&explain=sparql").text
    rows = several.post("/sparql", data={"query": query}).json()["results"]["bindings"]
    assert [row["iri"]["value"] for row in rows] == [item["iri"] for item in items]


# ---------------------------------------------------------------- analyses


def test_a_matrix_counts_with_zeros(client: TestClient, bundled: Study) -> None:
    """Respondents × themes: each cell counts the respondent's quotes, none left out."""
    matrix = _get(client, "matrix", rows="respondent", columns="theme", study=STUDY)
    assert len(matrix["cells"]) == len(bundled.respondents)
    assert {len(row) for row in matrix["cells"]} == {len(bundled.themes)}
    labels = [row["label"] for row in matrix["rows"]]
    columns = [column["iri"].rpartition("/")[2] for column in matrix["columns"]]
    for person in bundled.respondents:
        said = {quote.id for quote in bundled.quotes if quote.respondent == person.id}
        for theme in bundled.themes:
            below = {t.id for t in bundled.themes if theme.id in {t.id, t.broader}}
            expected = {c.quote for c in bundled.codings if c.theme in below} & said
            cell = matrix["cells"][labels.index(person.label)][columns.index(theme.id)]
            assert cell == len(expected)
    assert any(0 in row for row in matrix["cells"])


def test_a_matrix_as_a_table(client: TestClient) -> None:
    """As CSV a matrix has its columns' IRIs and labels above, and a row for each row."""
    matrix = _get(client, "matrix", rows="role", columns="sector", count="respondents")
    address = "/api/v1/matrix?rows=role&columns=sector&count=respondents&format=csv"
    rows = list(csv.reader(io.StringIO(client.get(address).text)))
    assert [row[0] for row in rows[2:]] == [row["label"] for row in matrix["rows"]]
    assert [[int(cell) for cell in row[1:]] for row in rows[2:]] == matrix["cells"]


def test_themes_are_a_tree(client: TestClient, bundled: Study) -> None:
    """The tree has every theme below the theme that it's below in the study folder."""
    tree = _get(client, "theme-tree", study=STUDY)["items"]
    found = {item["id"]: {below["id"] for below in item["narrower"]} for item in tree}
    tops = [theme.id for theme in bundled.themes if not theme.broader]
    assert found == {top: {t.id for t in bundled.themes if t.broader == top} for top in tops}


def test_sizes_are_those_of_the_tables(client: TestClient, bundled: Study) -> None:
    """``stats`` counts the rows of the study's tables."""
    sizes = _get(client, "stats", study=STUDY)
    for table in ("themes", "quotes", "respondents", "ties", "mentions", "codings", "passages"):
        assert sizes[table] == len(getattr(bundled, table))
    assert sizes["studies"] == 1


def test_pairs_count_what_they_share(client: TestClient) -> None:
    """Roles that occur together are those that the same quotes mention."""
    quotes = _get(client, "quotes", limit="1000")["items"]
    for pair in _get(client, "cooccurrence", of="role")["items"]:
        shared = [q for q in quotes if {pair["one"], pair["other"]} <= set(q["roles"])]
        assert pair["quotes"] == len(shared) > 0


def test_studies_beside_each_other(several: TestClient) -> None:
    """Studies are compared by themes of equal labels and by the roles that each speaks of."""
    found = _get(several, "compare", studies="study-01,study-02")
    assert [study["id"] for study in found["studies"]] == ["study-01", "study-02"]
    assert all(len(theme["studies"]) == 2 for theme in found["themes"])
    assert found["roles"]


def test_networks_are_read_by_networkx(client: TestClient) -> None:
    """A network is the same as node-link JSON, as GraphML and as GEXF."""
    for kind in ("whole", "ties", "themes", "roles", "role-themes", "respondent-themes"):
        told = nx.node_link_graph(_get(client, "network", kind=kind, study=STUDY), edges="edges")
        address = f"/api/v1/network?kind={kind}&study={STUDY}&format="
        graphml = nx.parse_graphml(client.get(f"{address}graphml").text)
        gexf = nx.read_gexf(io.BytesIO(client.get(f"{address}gexf").content))
        for other in (graphml, gexf):
            assert set(other.nodes) == set(told.nodes)
            assert other.number_of_edges() == told.number_of_edges()


def test_what_stands_around_a_node(client: TestClient) -> None:
    """A quote's neighbours are who said it, its themes and the roles that it mentions."""
    quote = next(q for q in _get(client, "quotes")["items"] if q["roles"] and q["respondent"])
    around = _get(client, "neighbourhood", node=quote["iri"])
    expected = {quote["iri"], quote["respondent"], *quote["themes"], *quote["roles"]}
    assert {node["iri"] for node in around["nodes"]} == expected
    assert around["whole"]
    wider = _get(client, "neighbourhood", node=quote["iri"], depth="2")
    assert expected < {node["iri"] for node in wider["nodes"]}


def test_ways_between_nodes_are_the_shortest(client: TestClient) -> None:
    """The ways from a respondent to a theme are as short as networkx finds them."""
    whole = nx.node_link_graph(_get(client, "network", study=STUDY), edges="edges")
    plain: nx.Graph[str] = nx.Graph(whole)
    people = [node for node, about in whole.nodes(data=True) if about["kind"] == "respondent"]
    themes = [node for node, about in whole.nodes(data=True) if about["kind"] == "theme"]
    for start, end in zip(people, themes, strict=False):
        ways = _get(client, "paths", **{"from": start, "to": end})["paths"]
        length = nx.shortest_path_length(plain, start, end)
        assert {len(way["steps"]) for way in ways} == {length}
        assert all(way["nodes"][0]["iri"] == start for way in ways)


# ---------------------------------------------------------------- addresses


def test_old_addresses_lead_on(client: TestClient) -> None:
    """An address from before the version leads to the new one, with its query."""
    moved = client.get("/api/quotes?theme=barriers", follow_redirects=False)
    assert moved.status_code == 308
    assert moved.headers["location"] == "/api/v1/quotes?theme=barriers"
    assert client.get("/api/links").url.path == "/api/v1/theme-links"


def test_what_the_readme_asks_is_answered(client: TestClient) -> None:
    """Every curl line of README is answered."""
    lines = re.findall(
        r'^    curl .*?"?http://127\.0\.0\.1:8000(/[^"\s]*)', README.read_text(), re.MULTILINE
    )
    assert len(lines) >= 5
    for address in lines:
        assert client.get(address).status_code == 200, address


def test_answers_are_compressed_for_whom_can_read_it(client: TestClient) -> None:
    """Long answers, streams too, go compressed to whoever accepts gzip, and plain to others."""
    address = "/api/v1/quotes?study=changing-the-culture"
    for query in ("", "&all=true"):
        plain = client.get(address + query, headers={"Accept-Encoding": "identity"})
        small = client.get(address + query, headers={"Accept-Encoding": "gzip"})
        assert small.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert small.json() == plain.json()
        assert "Accept-Encoding" in small.headers["vary"]
    again = client.get(address, headers={"If-None-Match": small.headers.get("etag", "")})
    assert again.status_code == 200
    tagged = client.get(address, headers={"Accept-Encoding": "gzip"}).headers["etag"]
    assert client.get(address, headers={"If-None-Match": tagged}).status_code == 304
