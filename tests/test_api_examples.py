"""Examples in OpenAPI: what the server really answers."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.v1 import examples
from graph.stores.embedded import GraphStore


@pytest.fixture(scope="module")
def document(store: GraphStore) -> Any:  # noqa: ANN401 -- JSON
    """Return the service's OpenAPI document."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        return client.get("/openapi.json").json()


def test_examples_are_true() -> None:
    """Each example is what its route answers over the bundled study; `make docs` mends it."""
    assert examples.made() == examples.examples()


def test_every_route_has_an_example(document: dict[str, Any]) -> None:
    """OpenAPI has an example of each route's answer, and none is an empty list."""
    asked = 0
    for path, operations in document["paths"].items():
        if path.startswith("/api/v1/"):
            content = operations["get"]["responses"]["200"]["content"].values()
            (example,) = [one["example"] for one in content if "example" in one]
            assert example, path
            if isinstance(example, dict):
                assert example.get("items") != [], path
            asked += 1
    assert asked == len(examples.examples())


def test_long_examples_are_cut() -> None:
    """Of an answer that's too long to be read, lists are cut to their first record."""
    long = {"items": [{"text": "word " * 500}, {"text": "other"}], "next": None}
    assert examples.shortened(long) == {"items": long["items"][:1], "next": None}  # type: ignore[index]
    short = json.loads('{"items": [1, 2]}')
    assert examples.shortened(short) == short
