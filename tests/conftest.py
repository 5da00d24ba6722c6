"""What several test modules start from. Whoever changes a store makes one of their own."""

import pytest
from hypothesis import settings

from graph.build import build
from graph.bundled import FIRST_STUDY
from graph.check import load
from graph.model import Study
from graph.store import GraphStore, Snapshot
from tests.studies import invented_study

settings.register_profile("themegraph", deadline=None)  # disks and busy machines are slow at times
settings.load_profile("themegraph")


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
