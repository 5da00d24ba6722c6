"""A store and a study from Python: frames, networks, errors, and the tutorial."""

import json
import sys
from dataclasses import fields
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

import graph
from graph import Store, Study, frames, open_store
from graph.answers import KINDS, ask
from graph.bundled import FIRST_STUDY
from graph.errors import InputError, NotFoundError, QueryError
from graph.model import EXISTING
from graph.model import Study as Records
from graph.stores.embedded import GraphStore

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial.ipynb"
LISTS = [
    "documents", "themes", "quotes", "respondents", "roles", "ties", "theme_links", "mentions",
    "gaps", "measures",
]  # fmt: skip


@pytest.fixture(scope="module")
def opened(store: GraphStore) -> Store:
    """Open the store that holds the bundled study."""
    return open_store(store.path)


@pytest.fixture(scope="module")
def study() -> Study:
    """Take the bundled study from its folder."""
    return Study(FIRST_STUDY)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_a_frame(opened: Store, study: Study, store: GraphStore, name: str) -> None:
    """Each list has what the store has, a column for each field, also from a folder alone."""
    kind = KINDS[name.replace("_", "-")]
    expected: list[Any] = ask(store.snapshot(), kind.record)
    for tables in (opened, opened.study("changing-the-culture"), study):
        frame = getattr(tables, name)()
        assert isinstance(frame, pd.DataFrame)
        assert list(frame["iri"]) == [each.iri for each in expected]
        assert [*frame.columns] == [field.name for field in fields(kind.record)]


def test_filters_are_those_of_the_lists(study: Study, bundled: Records) -> None:
    """Filters narrow a list; with ``exactly`` a theme is taken without those below it."""
    below = {theme.id for theme in bundled.themes if theme.broader == "barriers"}
    expected = sorted({coding.quote for coding in bundled.codings if coding.theme in below})
    assert list(study.quotes(theme="barriers")["id"]) == expected
    assert study.quotes(theme="barriers", exactly=True).empty
    assert "text" in study.quotes(theme="barriers", exactly=True).columns


def test_numbers_and_lists_are_what_they_are(study: Study) -> None:
    """Counts are whole numbers, lists are lists, figures are numbers by name."""
    assert study.themes()["quotes"].dtype == "int64"
    assert all(isinstance(each, list) for each in study.quotes()["themes"])
    figures = [each for each in study.gaps()["figures"] if each]
    assert all(isinstance(value, float) for each in figures for value in each.values())


def test_a_network_is_networkx(study: Study, bundled: Records) -> None:
    """A network has the study's existing ties, its nodes have labels; filters narrow it."""
    network = study.network("ties")
    joined = {(tie.source, tie.target) for tie in bundled.ties if tie.status in EXISTING}
    ends = {
        tuple(iri.rpartition("/")[2].rpartition("#")[2] for iri in ends) for ends in network.edges()
    }
    assert joined <= ends
    assert ends <= joined | {(target, source) for source, target in joined}
    assert all(label for _, label in network.nodes(data="label"))
    assert len(study.network("roles", theme="barriers")) <= len(study.network("roles"))


def test_a_store_is_searched(opened: Store) -> None:
    """A search gives a frame with the best first, narrowed to kinds and a study."""
    found = opened.study("changing-the-culture").search("elected members", "quote")
    assert list(found["kind"].unique()) == ["quote"]
    assert found["score"].is_monotonic_decreasing
    assert opened.search("zzz").empty


def test_sparql_gives_values(study: Study) -> None:
    """Rows of a query are a frame with numbers as numbers; what is unbound is nothing."""
    frame = study.sparql(
        "SELECT (COUNT(*) AS ?n) (AVG(?s) AS ?mean) (true AS ?yes) ?none "
        "{ ?p a oa:TextPositionSelector ; oa:start ?s } GROUP BY ?none"
    )
    (row,) = frame.to_dict("records")
    assert isinstance(row["n"], int)
    assert isinstance(row["mean"], float)
    assert row["yes"] is True
    assert row["none"] is None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda study: study.quotes(theme="barrierz"), "did you mean 'barriers'"),
        (lambda study: study.quotes(themes="barriers"), "did you mean 'theme'"),
        (lambda study: study.network("tie"), "did you mean 'ties'"),
        (lambda study: study.network("ties", them="x"), "did you mean 'theme'"),
        (lambda study: study.search("trust"), "in memory has no search index"),
        (lambda study: study.sparql("ASK { ?s ?p ?o }"), "no rows"),
        (lambda _: Study("no/such/folder"), "no/such/folder"),
        (lambda _: open_store("no/such/store"), "themegraph build"),
        (lambda _: Study(FIRST_STUDY, frames="excel"), "use one of pandas, polars"),
    ],
)
def test_what_is_wrong_is_said(study: Study, wrong: Any, says: str) -> None:  # noqa: ANN401 -- a call
    """What isn't there is an error that says how to mend it."""
    with pytest.raises(InputError, match=says):
        wrong(study)


def test_other_errors_are_the_projects_own(study: Study, opened: Store) -> None:
    """A wrong query and an unknown study raise what they raise elsewhere."""
    with pytest.raises(QueryError):
        study.sparql("SELECT")
    with pytest.raises(NotFoundError):
        opened.study("nobody")


def test_without_a_library_frames_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pandas and polars, or without the one that is wanted, the message names it."""
    monkeypatch.setattr(frames, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install 'themegraph\[frames\]'"):
        Study(FIRST_STUDY)
    with pytest.raises(InputError, match="pip install polars"):
        Study(FIRST_STUDY, frames="polars")


def test_polars_is_taken_where_pandas_isnt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where polars alone is installed it makes the frames, from the same columns."""

    class Polars:
        """What of polars is called."""

        @staticmethod
        def DataFrame(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:  # noqa: N802 -- polars' name
            """Return the columns as they were given."""
            return columns

    def only_polars(name: str) -> ModuleSpec | None:
        return ModuleSpec(name, None) if name == "polars" else None

    monkeypatch.setattr(frames, "find_spec", only_polars)
    monkeypatch.setitem(sys.modules, "polars", Polars)
    assert Study(FIRST_STUDY).documents()["id"] == ["findings"]


def test_the_package_offers_three_names() -> None:
    """``graph`` offers the client by name, and nothing that it hasn't."""
    assert graph.Study is Study
    with pytest.raises(AttributeError, match="no attribute 'Studie'"):
        _ = graph.Studie


# ---------------------------------------------------------------- the tutorial


@pytest.fixture(scope="module")
def tutorial() -> Any:  # noqa: ANN401 -- a notebook
    """Run the tutorial in a kernel of its own."""
    told = nbformat.read(TUTORIAL, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(told, timeout=120).execute(cwd=str(TUTORIAL.parents[1]))
    return told


def test_the_tutorial_runs(tutorial: Any) -> None:  # noqa: ANN401 -- a notebook
    """Every cell of the tutorial runs, and each but those that only import shows something."""
    cells = [cell for cell in tutorial.cells if cell.cell_type == "code"]
    silent = [cell.source for cell in cells if not cell.outputs]
    assert len(cells) >= 10
    assert silent == []


def test_the_tutorial_is_kept_without_outputs() -> None:
    """The notebook in the repository has no outputs, so no paths of anybody's machine."""
    for cell in json.loads(TUTORIAL.read_text("utf-8"))["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
