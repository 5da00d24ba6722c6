"""What the explorer's views ask the server for: read-only, and clear about what can't be said."""

from collections.abc import Iterator

import pytest
import starlette.middleware.gzip
from fastapi.testclient import TestClient

import api.compression
from api.app import create_app
from graph.bundled import INVENTED_STUDY
from graph.folders.check import load
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore
from ontology.questions import questions

STUDY = "changing-the-culture"


@pytest.fixture(scope="module")
def client(store: GraphStore) -> Iterator[TestClient]:
    """Call the application over a store that holds the bundled study."""
    with TestClient(create_app(store), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def both(bundled: Study, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Call the application over a store with two studies."""
    store = GraphStore(tmp_path_factory.mktemp("both") / "store")
    build([bundled, load(INVENTED_STUDY)], store)
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


# ---------------------------------------------------------------- compare


def aspects(client: TestClient, **asked: str) -> dict[str, dict[str, list[str]]]:
    """Return what a comparison says: labels by aspect and by where they are."""
    found = client.get("/explorer/compare.json", params=asked).json()
    sides = ("both", "only_here", "only_there")
    return {
        each["name"]: {side: [pair["label"] for pair in each[side]] for side in sides}
        for each in found["aspects"]
    }


def test_two_studies_share_what_is_the_same(both: TestClient) -> None:
    """Themes are the same by equal labels, roles by the shared scheme, ties by ends and type."""
    found = aspects(both, by="studies", here=STUDY, there="invented-library-study")
    assert found["themes"]["both"] == ["Barriers", "Facilitators"]
    assert "The political and cultural context" in found["themes"]["only_here"]
    assert "Unpaid help" in found["themes"]["only_there"]
    assert "local authority" in found["voices"]["both"]
    assert "local authority supports officer" in found["ties"]["both"]
    turned = aspects(both, by="studies", here="invented-library-study", there=STUDY)
    assert turned["themes"]["only_here"] == found["themes"]["only_there"]


def test_two_sectors_are_compared_by_their_people_and_ties(both: TestClient) -> None:
    """A sector has what its people say and its roles' ties; the other end is what is compared."""
    found = aspects(both, by="sectors", here="administrative", there="academic", study=STUDY)
    assert "The political and cultural context" in found["themes"]["only_here"]
    assert "research system supports …" in found["ties"]["both"]
    assert found["gaps"] == {"both": [], "only_here": [], "only_there": []}


THEME = f"https://w3id.org/themegraph/data/{STUDY}/theme/facilitators"


@pytest.mark.parametrize(
    ("chosen", "themes"),
    [
        ({"theme": THEME}, {"Facilitators"}),
        ({"valence": "barrier"}, {"Barriers"}),
        ({"valence": ""}, set()),
        ({"words": "research"}, {"The political and cultural context"}),
        ({"words": "esearch"}, set()),
    ],
)
def test_filters_hold_in_a_comparison(
    both: TestClient, chosen: dict[str, str], themes: set[str]
) -> None:
    """Only what passes is told, of both studies; a theme stands for its like in the other."""
    sides = {"by": "studies", "here": STUDY, "there": "invented-library-study"}
    every, kept = aspects(both, **sides), aspects(both, **sides, **chosen)
    for name, side in kept.items():
        for place, labels in side.items():
            assert {*labels} <= {label for each in every[name].values() for label in each}, place
    told = {label for labels in kept["themes"].values() for label in labels}
    assert themes <= told if themes else not told
    assert told < {label for labels in every["themes"].values() for label in labels}


def test_numbers_in_a_comparison_count_what_passes(both: TestClient) -> None:
    """One respondent's words leave her themes with her quotes, and nothing of the other study."""
    person = f"https://w3id.org/themegraph/data/{STUDY}/respondent/interviewee-2"
    asked = {"by": "studies", "here": STUDY, "there": "invented-library-study"}
    found = both.get("/explorer/compare.json", params={**asked, "respondent": person}).json()
    named = {each["name"]: each for each in found["aspects"]}
    assert {pair["here"]["number"] for pair in named["themes"]["only_here"]} == {1}
    assert not any(each["both"] or each["only_there"] for each in found["aspects"])


def test_filters_hold_between_sectors(both: TestClient) -> None:
    """Of two sectors only what passes is told; a theme that the store hasn't is an error."""
    sides = {"by": "sectors", "here": "administrative", "there": "academic", "study": STUDY}
    every, kept = aspects(both, **sides), aspects(both, **sides, theme=THEME)
    assert 0 < sum(map(len, kept["themes"].values())) < sum(map(len, every["themes"].values()))
    asked = {"by": "studies", "theme": f"{THEME}-not"}
    answer = both.get("/explorer/compare.json", params=asked)
    assert (answer.status_code, "says nothing about" in answer.json()["detail"]) == (404, True)


def test_one_study_alone_cannot_be_compared(client: TestClient) -> None:
    """With one study there are no aspects, and the choices say what there is."""
    found = client.get("/explorer/compare.json", params={"by": "studies"}).json()
    assert (found["here"]["key"], found["there"], found["aspects"]) == (STUDY, None, [])


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ({"by": "weather"}, 400, "can't be compared; use one of sectors, studies"),
        ({"by": "studies", "here": "x"}, 400, "'x' can't be compared"),
        ({"by": "studies", "here": STUDY, "there": STUDY}, 400, "compared with itself"),
        ({"by": "studies", "words": "x" * 3000}, 422, "at most 2000"),
    ],
)
def test_what_cannot_be_compared_is_a_problem(
    client: TestClient, asked: dict[str, str], status: int, says: str
) -> None:
    """Unknown sides, and a side with itself, are told as problem details."""
    answer = client.get("/explorer/compare.json", params=asked)
    assert answer.status_code == status
    assert says in answer.json()["detail"]


# ---------------------------------------------------------------- what is sent


def test_the_data_is_sent_compressed(client: TestClient) -> None:
    """The explorer's data is compressed for whoever takes it, and plain for others."""
    small = client.get("/explorer/data.json")
    plain = client.get("/explorer/data.json", headers={"Accept-Encoding": "identity"})
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert small.json() == plain.json()
    assert small.num_bytes_downloaded < len(plain.content) / 5


def test_the_editor_knows_our_terms(client: TestClient) -> None:
    """The query view gets all questions, and terms and concepts with their labels to complete."""
    found = client.get("/explorer/query.json").json()
    terms = dict(map(tuple, found["completions"]))
    assert terms["tg:Tie"] == "tie"
    assert terms["role:academic"] == "academic researcher"
    assert [question["number"] for question in found["questions"]] == [*questions()]


def test_what_is_sent_again_is_compressed_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The data and the page's files are kept compressed, for whoever takes that."""
    addresses = ("/explorer/data.json", "/assets/explorer.js")
    first = [client.get(each) for each in addresses]

    def refuse(*_: object, **__: object) -> bytes:
        raise AssertionError

    monkeypatch.setattr(api.compression, "compress", refuse)
    monkeypatch.setattr(starlette.middleware.gzip.GZipResponder, "apply_compression", refuse)
    for address, before in zip(addresses, first, strict=True):
        packed = client.get(address)
        assert packed.content == before.content
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "Accept-Encoding"
        plain = client.get(address, headers={"Accept-Encoding": "gzip;q=0"})
        assert "content-encoding" not in plain.headers
        assert plain.content == packed.content
