"""What several test modules start from. Whoever changes a store makes one of their own."""

import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
import uvicorn
from hypothesis import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from api.app import create_app
from graph.bundled import FIRST_STUDY
from graph.folders.check import load
from graph.model import Study
from graph.review.desk import Desk
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot
from tests.studies import invented_study

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
READY = "body[data-ready]"
OpenPage = Callable[..., Page]

settings.register_profile("themegraph", deadline=None)  # disks and busy machines are slow at times
settings.load_profile("themegraph")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests in a browser last: from the first on, its event loop runs in the process."""
    items.sort(key=lambda item: "chromium" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def bundled() -> Study:
    """Return the bundled study, checked."""
    return load(FIRST_STUDY)


@pytest.fixture(scope="session")
def invented() -> Study:
    """Return the invented study."""
    return invented_study()


@pytest.fixture(scope="session")
def store(bundled: Study, tmp_path_factory: pytest.TempPathFactory) -> GraphStore:
    """Return a store that holds the bundled study; not to be changed."""
    built = GraphStore(tmp_path_factory.mktemp("bundled") / "store")
    build([bundled], built)
    return built


@pytest.fixture(scope="session")
def mending(invented: Study, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Return a snapshot of a store that holds the invented study alone."""
    built = GraphStore(tmp_path_factory.mktemp("invented") / "store")
    build([invented], built)
    return built.snapshot()


# ---------------------------------------------------------------- a server and a browser


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serve stores on free loopback ports until the tests end; returns each one's address.

    With a desk there is a review too.
    """
    running: list[tuple[uvicorn.Server, threading.Thread]] = []

    def start(store: GraphStore, desk: Desk | None = None) -> str:
        held = socket.socket()
        held.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(create_app(store, desk=desk), log_level="error", lifespan="on")
        )
        thread = threading.Thread(target=server.run, args=([held],), daemon=True)
        thread.start()
        running.append((server, thread))
        while not server.started:
            time.sleep(0.02)
        return f"http://127.0.0.1:{held.getsockname()[1]}/"

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(5)


@pytest.fixture(scope="session")
def address(serve: Callable[[GraphStore], str], store: GraphStore) -> str:
    """Where the bundled study is served."""
    return serve(store)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no Chromium found: none of {', '.join(NAMES)} is on the PATH")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[OpenPage]:
    """Open pages that must ask no other origin for anything and have nothing to complain of.

    A complaint with the words ``expected`` is none.
    """
    complaints: list[str] = []
    contexts = []

    def start(
        address: str,
        expected: str = "",
        **options: Any,  # noqa: ANN401 -- Playwright's own options
    ) -> Page:
        context = chromium.new_context(**{"reduced_motion": "reduce", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        file = address.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
        origin = urljoin(file, "/") if file.startswith("http") else file

        def look(url: str) -> None:
            if not url.startswith((origin, "data:", f"blob:{origin}")):
                complaints.append(f"asked for {url[:200]}")

        def hear(message: ConsoleMessage) -> None:
            is_expected = bool(expected) and expected in message.text
            if message.type in {"error", "warning"} and not is_expected:
                complaints.append(message.text)

        page.on("request", lambda request: look(request.url))
        page.on("console", hear)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(address)
        page.wait_for_selector(READY)
        return page

    yield start
    for context in contexts:
        context.close()
    assert complaints == []
