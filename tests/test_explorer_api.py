"""What the explorer's views ask the server for: read-only, and clear about what can't be said."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from graph.store import GraphStore

STUDY = "changing-the-culture"


@pytest.fixture(scope="module")
def client(store: GraphStore) -> Iterator[TestClient]:
    """Call the application over a store that holds the bundled study."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        yield client


# ---------------------------------------------------------------- what if


def test_imagined_ties_say_what_they_change(client: TestClient, store: GraphStore) -> None:
    """Gaps that close have their IRI, constraint that falls comes first, and nothing is stored."""
    before = store.snapshot().version
    ties = ["local-authority -> voluntary-and-community-sector: collaborates-with",
            "academic -> local-authority: shares-findings-with"]  # fmt: skip
    asked = {"study": STUDY, "add": ties}
    found = client.get("/explorer/what-if.json", params=asked).json()
    ids = {gap["id"].rpartition("/")[2] for gap in found["closed"]}
    assert ids == {"wanted-tie-t30", "missing-tie-t12", "one-way-tie-t10"}
    first = found["moved"][0]
    assert (first["name"], first["falls"] > 0) == ("constraint", True)
    assert "academic researcher shares findings with local authority" in found["words"]
    assert store.snapshot().version == before


@pytest.mark.parametrize(
    ("study", "tie", "status", "says"),
    [
        (STUDY, "nonsense", 400, "says no tie"),
        (STUDY, "nhs -> nobody: informs", 400, "is no role"),
        ("unknown", "nhs -> voter: informs", 404, "there is no such study"),
    ],
)
def test_what_cannot_be_imagined_is_a_problem(
    client: TestClient, study: str, tie: str, status: int, says: str
) -> None:
    """Words that say no tie and unknown studies are told, as problem details."""
    answer = client.get("/explorer/what-if.json", params={"study": study, "add": tie})
    assert answer.status_code == status
    assert says in answer.json()["detail"]
