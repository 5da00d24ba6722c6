"""REST lists: filters, paging, errors, documentation."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.v1.links import SHOWN
from graph.bundled import FIRST_STUDY
from graph.folders.check import load
from graph.stores.embedded import GraphStore

LISTS = {"links": "theme-links"}


@pytest.fixture(scope="module")
def client(store: GraphStore) -> Iterator[TestClient]:
    """Call the application over a store that holds the bundled study."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        yield client


def _items(response: httpx.Response) -> list[dict[str, Any]]:
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def _ids(response: httpx.Response) -> list[str]:
    return [item["id"] for item in _items(response)]


def test_lists_have_everything_without_filters(client: TestClient) -> None:
    """Each list has all records of its kind, in the study's order."""
    study = load(FIRST_STUDY)
    for table in ("themes", "quotes", "respondents", "ties", "links"):
        assert _ids(client.get(f"/api/v1/{LISTS.get(table, table)}?limit=1000")) == [
            r.id for r in getattr(study, table)
        ]
    assert _ids(client.get("/api/v1/studies")) == ["changing-the-culture"]


def test_a_theme_takes_in_the_themes_below(client: TestClient) -> None:
    """Quotes of a theme are those of its sub-themes too."""
    study = load(FIRST_STUDY)
    below = {t.id for t in study.themes if t.broader == "barriers"}
    expected = sorted({c.quote for c in study.codings if c.theme in below})
    assert _ids(client.get("/api/v1/quotes?theme=barriers")) == expected
    assert _ids(client.get("/api/v1/quotes?valence=barrier")) == expected


def test_filters_must_all_fit(client: TestClient) -> None:
    """Two filters give what fits both."""
    both = _ids(client.get("/api/v1/quotes?respondent=interviewee-4&text=IMMEDIATE"))
    assert both == ["q03"]


def test_ties_of_a_role(client: TestClient) -> None:
    """A role's ties are those that begin or end at it or at a role below it."""
    ties = _items(client.get("/api/v1/ties?role=elected-member"))
    assert ties
    assert all("elected member" in {t["source_label"], t["target_label"]} for t in ties)


def test_gaps_of_a_kind(client: TestClient) -> None:
    """Gaps have their kind, sentence and evidence."""
    gaps = _items(client.get("/api/v1/gaps?kind=missing-tie"))
    assert gaps
    assert {gap["kind"] for gap in gaps} == {"missing-tie"}
    assert all(gap["sentence"] and gap["evidence"] for gap in gaps)


def test_paging_goes_through_everything_once(client: TestClient) -> None:
    """Following ``next`` gives the whole list, and ends."""
    found: list[str] = []
    address = "/api/v1/quotes?limit=10"
    while address:
        response = client.get(address)
        found += _ids(response)
        address = response.json()["next"]
    assert found == _ids(client.get("/api/v1/quotes?limit=1000"))


@pytest.mark.parametrize(
    ("address", "parameter", "says"),
    [
        ("/api/v1/quotes?valence=barier", "valence", "did you mean 'barrier'?"),
        ("/api/v1/gaps?kind=missing", "kind", "did you mean 'missing-tie'?"),
        ("/api/v1/quotes?valance=barrier", "valance", "no such parameter"),
        ("/api/v1/quotes?limit=0", "limit", "a whole number from 1 to 1000"),
        ("/api/v1/quotes?limit=all", "limit", "a whole number from 1 to 1000"),
        ("/api/v1/quotes?limit=5&limit=6", "limit", "more than once"),
        ("/api/v1/quotes?study=", "study", "between 1 and 1000 characters"),
        ("/api/v1/matrix?rows=role", "columns", "is needed"),
        ("/api/v1/quotes?include=respondents", "include", "did you mean 'respondent'?"),
    ],
)
def test_wrong_parameters_are_named(
    client: TestClient, address: str, parameter: str, says: str
) -> None:
    """A wrong parameter is refused as problem details that name it and what is allowed."""
    response = client.get(address)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    [fault] = response.json()["faults"]
    assert fault["parameter"] == parameter
    assert says in fault["problem"]


@pytest.mark.parametrize("value", ['"', "' } INSERT", "}", "\\", "?x", "\u202e", "a" * 900])
def test_hostile_filter_values_are_never_sparql(client: TestClient, value: str) -> None:
    """A filter's value is only ever a value: unknown, or in no text."""
    for name in ("study", "theme", "role", "respondent"):
        response = client.get("/api/v1/quotes", params={name: value})
        assert response.status_code == 404
        assert [fault["parameter"] for fault in response.json()["faults"]] == [name]
    assert _items(client.get("/api/v1/quotes", params={"text": f"{value} nobody says this"})) == []


def test_unknown_filter_values_are_no_findings(client: TestClient) -> None:
    """A misspelt name is refused with the nearest guess; a known one may well find nothing."""
    response = client.get("/api/v1/quotes?role=elected-memer")
    assert response.status_code == 404
    (fault,) = response.json()["faults"]
    assert (fault["value"], fault["nearest"]) == ("elected-memer", "elected-member")
    assert "elected-member" in fault["allowed"]
    assert _items(client.get("/api/v1/quotes?role=patient")) == []
    assert _items(client.get("/api/v1/quotes?theme=barriers&role=elected-member")) == []


def test_unknown_addresses_are_problems(client: TestClient) -> None:
    """What isn't there is answered as problem details too."""
    response = client.get("/api/v1/nothing")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_every_list_is_documented(client: TestClient) -> None:
    """OpenAPI 3.1 describes every list, every parameter and every field's type."""
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    paths = [path for path in document["paths"] if path.startswith("/api/v1/")]
    assert {f"/api/v1/{name}" for name in SHOWN} <= {*paths}
    for path in paths:
        operation = document["paths"][path]["get"]
        assert operation["description"]
        assert all(p["description"] for p in operation["parameters"]), path
        assert operation["responses"]["200"]["content"], path


def test_documentation_works_offline(client: TestClient) -> None:
    """The documentation page and all it loads come from this server."""
    page = client.get("/docs")
    assert page.status_code == 200
    assert "http" not in page.text.replace("http-equiv", "")
    for asset in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
        assert f"/static-offline-docs/{asset}" in page.text
        assert client.get(f"/static-offline-docs/{asset}").status_code == 200


def test_other_hosts_are_refused(client: TestClient) -> None:
    """A page elsewhere can't reach a loopback server under a name of its own, or read answers."""
    assert client.get("/api/v1/themes", headers={"Host": "evil.example"}).status_code == 400
    answer = client.get("/api/v1/themes", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_pages_are_closed_to_the_network(client: TestClient) -> None:
    """Every answer carries a policy under which nothing outside may be loaded."""
    for address in ("/", "/docs", "/api/v1/themes", "/nothing"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert "http" not in policy
        assert "*" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_an_unreadable_store_is_said(tmp_path: Path) -> None:
    """A store that can't be opened is answered with 503 and the reason."""
    (tmp_path / "notes.txt").write_text("not a store")
    with TestClient(create_app(GraphStore(tmp_path)), base_url="http://localhost") as client:
        response = client.get("/api/v1/themes")
    assert response.status_code == 503
    assert "isn't a Themegraph store" in response.json()["detail"]


def test_pages_of_other_sites_cannot_send_requests(client: TestClient) -> None:
    """A form or script of another site is refused; a link that somebody follows isn't."""
    foreign = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.post("/sparql", data={"query": "ASK {}"}, headers=foreign).status_code == 403
    assert client.get("/api/v1/themes", headers=foreign).status_code == 200
    foreign["Sec-Fetch-Mode"] = "no-cors"
    assert client.get("/api/v1/themes", headers=foreign).status_code == 403


def test_the_explorers_data_of_no_study_is_not_found(client: TestClient) -> None:
    """The explorer's data of a study that isn't there is a problem, and not an empty network."""
    answer = client.get("/explorer/data.json", params={"study": "nosuch"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "nosuch: there is no such study" in answer.json()["detail"]
    assert client.get("/explorer/data.json", params={"study": "changing-the-culture"}).json()
