"""Examples: what each route really answers over the bundled study, for OpenAPI.

``python -m api.v1.examples`` (part of ``make docs``) asks every route and writes ``examples.json``;
a test fails when it's stale.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph.bundled import FIRST_STUDY
from graph.folders.check import load
from graph.stores.build import build
from graph.stores.embedded import GraphStore

_STUDY = "changing-the-culture"
_FILE = "examples.json"
_ASKED: Mapping[str, str] = {
    "/gaps/query": "/gaps/query?gap=thin-theme-building-existing-networks",
    "/what-if": f"/what-if?study={_STUDY}&add=NHS+-%3E+VCS:+collaborates+with",
    "/matrix": f"/matrix?rows=sector&columns=sector&study={_STUDY}",
    "/theme-tree": f"/theme-tree?study={_STUDY}",
    "/cooccurrence": "/cooccurrence?of=role&limit=2",
    "/stats": f"/stats?study={_STUDY}",
    "/compare": f"/compare?studies={_STUDY}",
    "/network": f"/network?kind=ties&study={_STUDY}",
    "/neighbourhood": "/neighbourhood?node=interviewee-4",
    "/paths": "/paths?from=interviewee-4&to=academic&limit=1",
    "/search": "/search?q=research&kind=quote&limit=1",
}
"""What is asked of routes that are neither a list nor a record; a list is asked for one."""
_LONGEST = 2000
"""Characters of an example; of longer answers the lists are cut to a record each."""


def made() -> Mapping[str, Any]:
    """Return an answer of each route, as JSON, or as text where it's that, by the route's path."""
    from starlette.testclient import TestClient  # noqa: PLC0415 -- who reads examples needs none

    from api.app import create_app  # noqa: PLC0415 -- the app reads the examples

    with TemporaryDirectory() as folder:
        store = GraphStore(Path(folder) / "store")
        build([load(FIRST_STUDY)], store)
        client = TestClient(create_app(store), base_url="http://localhost")
        paths = [
            path.removeprefix("/api/v1")
            for path in client.get("/openapi.json").json()["paths"]
            if path.startswith("/api/v1/")
        ]
        found: dict[str, Any] = {}
        for path in paths:
            first = path.partition("/{")[0]
            address = _ASKED.get(path, f"{first}?limit=1")
            if first != path:
                address = found[first]["items"][0]["links"]["self"].removeprefix("/api/v1")
            answer = client.get(f"/api/v1{address}")
            answer.raise_for_status()
            is_json = answer.headers["content-type"] == "application/json"
            found[path] = answer.json() if is_json else answer.text
        return {path: shortened(answer) for path, answer in found.items()}


def shortened(value: Any) -> Any:  # noqa: ANN401 -- JSON
    """Return an answer with lists of records cut to their first, if it's too long to be read."""
    if len(json.dumps(value)) <= _LONGEST:
        return value
    if isinstance(value, dict):
        return {name: shortened(one) for name, one in value.items()}
    return [shortened(one) for one in value[:1]] if isinstance(value, list) else value


@cache
def examples() -> Mapping[str, Any]:
    """Return the example of each route by its path under ``/api/v1``."""
    text = files("api.v1").joinpath(_FILE).read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    return found


def add_examples(document: dict[str, Any]) -> None:
    """Put each route's example into an OpenAPI document."""
    for path, example in examples().items():
        operation = document["paths"].get(f"/api/v1{path}")
        if operation:
            content = operation["get"]["responses"]["200"]["content"]
            media_type = "text/plain" if isinstance(example, str) else "application/json"
            content[media_type]["example"] = example


def main() -> None:
    """Write the file anew."""
    place = Path(__file__).with_name(_FILE)
    if not place.exists():
        place.write_text("{}\n", "utf-8")
    text = json.dumps(made(), ensure_ascii=False, indent=1)
    place.write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
