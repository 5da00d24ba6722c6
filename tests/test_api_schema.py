"""The API against its own description: requests that Schemathesis makes up from OpenAPI.

All of its checks are made: no error of the server, statuses, types, headers and schemas as
described, wrong requests refused, right ones taken. ``make test-api`` makes thousands.
"""

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from api.app import create_app
from graph.stores.embedded import GraphStore

Operation = APIOperation[Any, Any, Any, Any]
EXAMPLES = int(os.environ.get("THEMEGRAPH_API_EXAMPLES", "6"))
"""How many requests are made up for each route at most."""

_CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "404"]

[[operations]]
include-path-regex = "/api/v1/(search|what-if|gaps/query)"

[operations.checks.positive_data_acceptance]
enabled = false
"""
"""What names nothing in the store is answered by 404. The three routes take a language of their
own, whose errors no schema can tell."""


@pytest.fixture(scope="session")
def operations(store: GraphStore) -> dict[str, Operation]:
    """Return what the application says of each of its routes."""
    config = SchemathesisConfig.from_str(_CONFIG)
    app = create_app(store, hosts=("*",))
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)
    results = schema.include(path_regex="^/api/v1/").get_all_operations()
    found = [result.ok() for result in results if isinstance(result, Ok)]
    return {operation.path: operation for operation in found}


PATHS = sorted(
    path
    for path in create_app(GraphStore(Path("nowhere"))).openapi()["paths"]
    if path.startswith("/api/v1/")
)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", PATHS)
def test_the_api_is_as_it_says(
    operations: dict[str, Operation], path: str, mode: GenerationMode
) -> None:
    """Whatever is asked, rightly or wrongly, the answer is one that OpenAPI describes."""

    @given(case=operations[path].as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def check(case: Case[Any]) -> None:
        case.call_and_validate()

    check()
