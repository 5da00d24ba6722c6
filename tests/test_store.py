"""The store: whole changes or none, readers that hold still, folders that aren't ours."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from filelock import FileLock

from graph.errors import StoreError
from graph.stores import embedded as store_module
from graph.stores.embedded import GraphStore, Snapshot, default_path

GRAPH, OTHER = "http://example.org/graph", "http://example.org/other"


def _quads(*words: str, graph: str = GRAPH) -> set[ox.Quad]:
    node = ox.NamedNode("http://example.org/node")
    says = ox.NamedNode("http://example.org/says")
    return {ox.Quad(node, says, ox.Literal(word), ox.NamedNode(graph)) for word in words}


def _words(store: GraphStore, graph: str = GRAPH) -> set[str]:
    return _literals(store.snapshot(), graph)


def _literals(snapshot: Snapshot, graph: str = GRAPH) -> set[str]:
    return {q.object.value for q in snapshot.graph(graph) if isinstance(q.object, ox.Literal)}


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


@pytest.fixture
def store(tmp_path: Path) -> GraphStore:
    """Make a store with one word in each of two graphs."""
    made = GraphStore(tmp_path / "store")
    made.replace({GRAPH: _quads("first"), OTHER: _quads("other", graph=OTHER)})
    return made


# ---------------------------------------------------------------- reading and changing


def test_a_store_that_does_not_exist_is_empty(tmp_path: Path) -> None:
    """Reading a store that isn't there finds nothing and makes nothing."""
    snapshot = GraphStore(tmp_path / "store").snapshot()
    assert snapshot.is_empty()
    assert list(snapshot.graph(GRAPH)) == []
    assert list(tmp_path.iterdir()) == []


def test_a_change_replaces_the_named_graphs_alone(store: GraphStore) -> None:
    """A change makes the graphs that it names hold exactly its quads and leaves the others."""
    assert store.replace({GRAPH: _quads("second", "third")})
    assert _words(store) == {"second", "third"}
    assert _words(store, OTHER) == {"other"}


def test_a_graph_can_be_emptied(store: GraphStore) -> None:
    """A graph that is replaced by nothing is gone."""
    assert store.replace({GRAPH: set()})
    assert not store.snapshot().database.contains_named_graph(ox.NamedNode(GRAPH))
    assert _words(store, OTHER) == {"other"}


def test_no_change_makes_no_generation(store: GraphStore) -> None:
    """Replacing graphs by what they hold changes nothing on disk and says so."""
    before = _files(store.path)
    assert not store.replace({GRAPH: _quads("first")})
    assert _files(store.path) == before


def test_rows_are_strings_by_variable(store: GraphStore) -> None:
    """A SELECT's rows have the bound variables' values; what is unbound is absent."""
    query = "SELECT ?word ?none ?wanted { ?node ?says ?word . FILTER(?word = ?wanted) }"
    rows = store.snapshot().solutions(query, {"wanted": "first"})
    assert [dict(row) for row in rows] == [{"word": "first", "wanted": "first"}]


def test_only_a_select_has_rows(store: GraphStore) -> None:
    """Asking for the rows of another kind of query is the program's fault."""
    with pytest.raises(TypeError, match="SELECT"):
        list(store.snapshot().solutions("ASK {}"))


# ---------------------------------------------------------------- all or none


@pytest.mark.parametrize("step", ["_copy", "_change", "write_durably"])
def test_a_change_that_fails_changes_nothing(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """A change that fails at any step leaves the store as it was, without remains."""
    original = getattr(store_module, step)

    def fail(*arguments: object) -> None:
        original(*arguments)
        raise OSError(28, "No space left on device")

    before = (store.path / "CURRENT").read_bytes()
    monkeypatch.setattr(store_module, step, fail)
    with pytest.raises(StoreError, match="No space left"):
        store.replace({GRAPH: _quads("second")})
    monkeypatch.undo()
    assert (store.path / "CURRENT").read_bytes() == before
    assert _words(store) == _words(GraphStore(store.path)) == {"first"}
    assert _generations(store.path) == ["g000001"]
    assert store.replace({GRAPH: _quads("second")})
    assert _words(store) == {"second"}


def test_a_first_change_that_fails_leaves_a_store_that_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a first change that failed, the folder is still an empty store."""
    store = GraphStore(tmp_path / "store")

    def fail(path: Path, text: str) -> None:
        path.write_text(text[:1])
        raise KeyboardInterrupt

    monkeypatch.setattr(store_module, "write_durably", fail)
    with pytest.raises(KeyboardInterrupt):
        store.replace({GRAPH: _quads("first")})
    monkeypatch.undo()
    assert GraphStore(store.path).snapshot().is_empty()
    assert store.replace({GRAPH: _quads("first")})
    assert _words(store) == {"first"}


def test_what_a_killed_process_left_is_cleared(store: GraphStore) -> None:
    """A half-made generation of a process that was killed is replaced by the next change."""
    (store.path / "g000002").mkdir()
    (store.path / "g000002" / "MANIFEST-000001").write_text("half")
    assert _words(GraphStore(store.path)) == {"first"}
    assert store.replace({GRAPH: _quads("second")})
    assert _words(GraphStore(store.path)) == {"second"}


# ---------------------------------------------------------------- readers


def test_a_reader_sees_a_change_without_reopening(store: GraphStore) -> None:
    """A reader that holds the store's path sees what another has changed."""
    reader = GraphStore(store.path)
    assert _words(reader) == {"first"}
    store.replace({GRAPH: _quads("second")})
    assert _words(reader) == {"second"}


def test_a_snapshot_holds_still(store: GraphStore) -> None:
    """An open snapshot reads its generation, however many changes follow."""
    snapshot = GraphStore(store.path).snapshot()
    for number in range(4):
        store.replace({GRAPH: _quads(str(number))})
    assert _literals(snapshot) == {"first"}
    assert _words(store) == {"3"}


@pytest.mark.parametrize("first", [True, False])
def test_what_a_killed_bulk_load_left_is_cleared(store: GraphStore, *, first: bool) -> None:
    """Files of the engine's bulk loader, and a copy half made, don't stop the next change."""
    if first:
        shutil.rmtree(store.path)
    draft = store.path / ("g000001" if first else "g000002")
    draft.mkdir(parents=True)
    (draft / "bulk-7584696964809449958318136263188403818.sst").write_text("half")
    if not first:
        (store.path / "g000007.tmp").mkdir()
        (store.path / "g000007.tmp" / "000009.sst").write_text("half")
    assert GraphStore(store.path).replace({GRAPH: _quads("second")})
    assert _words(GraphStore(store.path)) == {"second"}
    assert not list(store.path.glob("*.tmp"))


def test_a_generation_stays_while_somebody_reads_it(store: GraphStore) -> None:
    """A snapshot reads on after many changes, also files that its database hasn't opened yet."""
    for number in range(8):
        with store.changing() as draft:
            database = draft.open()
            database.add(next(iter(_quads(f"word {number}"))))
            database.flush()
            del database
            draft.publish([])
    held = store.snapshot()
    for _ in range(4):
        with store.changing() as draft:
            draft.publish([])
    assert _generations(store.path) == ["g000009", "g000012", "g000013"]
    assert len(_literals(held)) == 9
    del held
    GraphStore(store.path).replace({GRAPH: set()})
    assert _generations(store.path)[-2:] == ["g000013", "g000014"]


def test_a_copy_that_is_not_published_is_dropped(store: GraphStore) -> None:
    """What was changed in a copy that isn't published is nowhere to be seen."""
    with store.changing() as draft:
        draft.open().add(next(iter(_quads("never"))))
    assert _words(store) == {"first"}
    assert _generations(store.path) == ["g000001"]


def test_what_is_published_is_on_the_disk_before_it_is_named(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of a generation's own files are synchronised, then CURRENT, then the rename: in order."""
    done: list[str] = []
    sync, rename = os.fsync, Path.replace

    def fsync(handle: int) -> None:
        sync(handle)
        done.append(Path(f"/proc/self/fd/{handle}").readlink().name)

    def replace_file(path: Path, target: Path) -> Path:
        done.append(f"{path.name} -> {target.name}")
        return rename(path, target)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system doesn't tell which file a handle is of")
    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace_file)
    store.replace({GRAPH: _quads("second")})
    own = {file.name for file in (store.path / "g000002").iterdir() if file.stat().st_nlink == 1}
    first = set(done[: done.index("g000002")])
    assert {name for name in own if name.endswith((".sst", ".log"))} <= first
    assert done[-4:] == ["audit.jsonl", "CURRENT.new", "CURRENT.new -> CURRENT", "store"]


def test_a_change_starts_from_what_is_there_when_its_turn_comes(store: GraphStore) -> None:
    """What follows from the store's content is computed while nobody else can change it."""
    stale = GraphStore(store.path)
    stale.snapshot()
    store.replace({OTHER: _quads("newer", graph=OTHER)})
    stale.replace_by(lambda current: [(GRAPH, _quads(*_literals(current, OTHER)))])
    assert _words(store) == {"newer"}


def test_an_unchanged_store_is_opened_once(store: GraphStore) -> None:
    """Snapshots of an unchanged store are the same."""
    assert store.snapshot() is store.snapshot()


def test_old_generations_are_removed(store: GraphStore) -> None:
    """Only the current generation and the one before stay on disk."""
    for number in range(4):
        store.replace({GRAPH: _quads(str(number))})
    assert _generations(store.path) == ["g000004", "g000005"]


def test_generations_are_counted_past_six_digits(store: GraphStore) -> None:
    """The millionth generation isn't taken for an old one."""
    (store.path / "g000001").rename(store.path / "g999999")
    (store.path / "CURRENT").write_text("g999999")
    for number in range(3):
        GraphStore(store.path).replace({GRAPH: _quads(str(number))})
    assert _generations(store.path) == ["g1000001", "g1000002"]
    assert _words(store) == {"2"}


# ---------------------------------------------------------------- several processes

_ADD = """
import sys
from pathlib import Path
import pyoxigraph as ox
from graph.stores.embedded import GraphStore
store, name = GraphStore(Path(sys.argv[1])), sys.argv[2]
for number in range(4):
    graph = ox.NamedNode(f"http://example.org/{name}/{number}")
    store.replace({graph.value: {ox.Quad(graph, graph, ox.Literal(name), graph)}})
"""


def test_changes_of_several_processes_are_all_kept(store: GraphStore) -> None:
    """Processes that change the store at once lose nothing of each other."""
    names = ["a", "b", "c"]
    running = [
        subprocess.Popen([sys.executable, "-c", _ADD, str(store.path), name]) for name in names
    ]
    assert [process.wait(timeout=60) for process in running] == [0, 0, 0]
    graphs = {graph.value for graph in store.snapshot().database.named_graphs() if graph.value}
    assert graphs == {GRAPH, OTHER} | {
        f"http://example.org/{name}/{number}" for name in names for number in range(4)
    }


def test_waiting_for_another_process_ends(
    store: GraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that another process holds for too long is said to be so."""
    monkeypatch.setattr(store_module, "_PATIENCE", 0.01)
    with (
        FileLock(store.path / "write.lock"),
        pytest.raises(StoreError, match="another process is changing it; try again"),
    ):
        GraphStore(store.path).replace({GRAPH: _quads("second")})
    assert _words(store) == {"first"}


# ---------------------------------------------------------------- what isn't a store


@pytest.mark.parametrize(
    "name",
    ["thesis.docx", "graph/model.py", "games/chess", "g1/x", "CURRENTS", "g000001/thesis.docx"],
)
def test_a_folder_of_something_else_is_not_touched(tmp_path: Path, name: str) -> None:
    """A folder with anything but a store's files is refused, for reading and for writing."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    for use in (GraphStore.snapshot, lambda store: store.replace({GRAPH: _quads("first")})):
        with pytest.raises(StoreError, match=r"isn't a Themegraph store, for .* name another"):
            use(GraphStore(tmp_path))
    assert _files(tmp_path) == {name: b"mine"}


def test_a_stores_neighbours_are_not_removed(store: GraphStore) -> None:
    """What else stands in a store's folder stays, even if it's named like a generation."""
    (store.path / "games").mkdir()
    (store.path / "g0").mkdir()
    for number in range(4):
        store.replace({GRAPH: _quads(str(number))})
    assert _generations(store.path) == ["g0", "g000004", "g000005", "games"]


def test_a_neighbour_named_like_a_generation_is_not_removed(store: GraphStore) -> None:
    """A folder that is named like a generation but holds other files is never deleted."""
    (store.path / "g000000").mkdir()
    (store.path / "g000000" / "thesis.docx").write_text("mine")
    for number in range(4):
        store.replace({GRAPH: _quads(str(number))})
    assert (store.path / "g000000" / "thesis.docx").read_text() == "mine"


def test_the_place_of_the_next_change_is_not_cleared_of_other_files(store: GraphStore) -> None:
    """Other files where the next generation goes stop the change, and stay."""
    (store.path / "g000002").mkdir()
    (store.path / "g000002" / "thesis.docx").write_text("mine")
    with pytest.raises(StoreError, match="g000002: isn't Themegraph's"):
        store.replace({GRAPH: _quads("second")})
    assert (store.path / "g000002" / "thesis.docx").read_text() == "mine"
    assert _words(store) == {"first"}


def test_what_an_interrupted_change_left_is_cleared(store: GraphStore) -> None:
    """The beginnings of a generation, as a power cut leaves them, don't stop the next change."""
    shutil.copytree(store.path / "g000001", store.path / "g000002")
    assert store.replace({GRAPH: _quads("second")})
    assert _words(store) == {"second"}


@pytest.mark.parametrize("with_current", [True, False])
def test_a_link_to_a_generation_is_not_followed(
    store: GraphStore, tmp_path: Path, *, with_current: bool
) -> None:
    """A generation that is a link to another folder is refused, for reading and for writing."""
    real = tmp_path / "elsewhere"
    (store.path / "g000001").rename(real)
    (store.path / "g000001").symlink_to(real, target_is_directory=True)
    if not with_current:
        (store.path / "CURRENT").unlink()
    before = _files(real)
    for use in (GraphStore.snapshot, lambda store: store.replace({GRAPH: _quads("second")})):
        with pytest.raises(StoreError, match=r"never followed|isn't a Themegraph store"):
            use(GraphStore(store.path))
    assert _files(real) == before


def test_a_file_is_no_store(tmp_path: Path) -> None:
    """A file where the store should be is refused and left as it is."""
    (tmp_path / "store").write_text("mine")
    for use in (GraphStore.snapshot, lambda store: store.replace({GRAPH: _quads("first")})):
        with pytest.raises(StoreError, match="isn't a Themegraph store"):
            use(GraphStore(tmp_path / "store"))
    assert (tmp_path / "store").read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"rubbish", b"../elsewhere", b"g000001\n0"])
def test_a_damaged_current_is_said(store: GraphStore, content: bytes) -> None:
    """A CURRENT that names no generation is an error, not an empty store to be overwritten."""
    (store.path / "CURRENT").write_bytes(content)
    for use in (GraphStore.snapshot, lambda store: store.replace({GRAPH: _quads("second")})):
        with pytest.raises(StoreError, match="names no generation"):
            use(GraphStore(store.path))
    assert _generations(store.path) == ["g000001"]


@pytest.mark.parametrize("pattern", ["*.sst", "MANIFEST-*", "CURRENT"])
def test_a_damaged_generation_is_said(store: GraphStore, pattern: str) -> None:
    """A generation whose files are damaged is an error that names it."""
    for path in (store.path / "g000001").glob(pattern):
        path.write_bytes(b"rubbish")
    for use in (GraphStore.snapshot, lambda store: store.replace({GRAPH: _quads("second")})):
        with pytest.raises(StoreError, match=r"g000001: can't be opened"):
            use(GraphStore(store.path))


def test_a_lost_generation_is_said(store: GraphStore) -> None:
    """A generation that CURRENT names but that is gone is an error that names it."""
    shutil.rmtree(store.path / "g000001")
    with pytest.raises(StoreError, match=r"g000001: can't be opened"):
        GraphStore(store.path).snapshot()


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="permissions don't bind this user"
)
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that can't be written is an error that names it."""
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="can't be written"):
        GraphStore(tmp_path / "store").replace({GRAPH: _quads("first")})


def test_the_default_is_in_the_users_data() -> None:
    """Without a name, the store is in the user's data directory."""
    assert default_path().parts[-2:] == ("themegraph", "store")
