"""What networks are made of: read from a study and from the store, and filtered."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from graph.errors import NotFoundError
from graph.model import Quote, Study
from graph.network.filters import NetworkFilters, where
from graph.network.material import Material, Statements
from graph.network.reading import material_from_store, material_of
from graph.rdf.iris import study_iris
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot
from tests.studies import invented_study, with_table

IRIS = study_iris("mending-mornings")
ALL = NetworkFilters(statuses=())


def _short(name: str) -> str:
    return name.rpartition("/")[2].rpartition("#")[2]


def _pairs(material: Material, kind: str) -> set[str]:
    """Return statements as words: of what they are made, and what they say."""
    statements: Statements = getattr(material, kind)
    subjects = {
        "codings": material.stretches, "mentions": material.stretches,
        "holdings": [node.id for node in material.respondents.nodes],
    }[kind]  # fmt: skip
    objects = material.themes if kind == "codings" else material.roles
    couples = zip(statements.subject.tolist(), statements.object.tolist(), strict=True)
    return {f"{_short(subjects[s])} {_short(objects.nodes[o].id)}" for s, o in couples}


def _ties(material: Material) -> str:
    return " ".join(_short(tie.id) for tie in material.ties)


def _shown(material: Material, kind: str) -> Iterator[str]:
    nodes = getattr(material, kind)
    return (_short(nodes.nodes[number].id) for number in np.flatnonzero(nodes.shown))


@pytest.fixture(scope="module")
def coded(invented: Study) -> Material:
    """Return the invented study's material."""
    return material_of(invented)


# ---------------------------------------------------------------- reading


def test_all_that_was_coded_is_read(coded: Material) -> None:
    """Codings of quotes and themes of passages, mentions, and who holds or belongs to what."""
    assert _pairs(coded, "codings") == {
        "q1 the-mood", "q2 no-reply", "q3 no-ear", "q4 lent-hall", "q5 lent-hall", "q4 no-room",
        "p1 no-reply", "p2 lent-hall",
    }  # fmt: skip
    assert _pairs(coded, "mentions") == {
        "q2 local-authority", "q1 community", "q5 elected-member", "p1 local-authority",
        "p2 elected-member", "q4 repair-cafe",
    }  # fmt: skip
    assert _pairs(coded, "holdings") == {
        "a fixer", "a repair-cafe", "b community", "c officer", "c local-authority",
    }  # fmt: skip
    assert _ties(coded) == "t1 t2 t3 t4 t5 t6"


def test_nodes_inherit_valence_and_sector(coded: Material) -> None:
    """A theme has the nearest valence above it, a role the nearest sector."""
    valences = {node.id: node.valence for node in coded.themes.nodes}
    assert valences["no-reply"] == "barrier"
    assert valences["the-mood"] == ""
    sectors = {node.id: node.sector for node in coded.roles.nodes}
    assert sectors["fixer"] == "voluntary-and-community"
    assert sectors["elected-member"] == "political"


def test_overlapping_stretches_are_one_place(invented: Study) -> None:
    """Stretches of one document that overlap, one after the other, have the same place."""
    spans = [(0, 10), (10, 12), (11, 20), (19, 30), (40, 41)]
    quotes = [Quote(f"q{n}", "…", "a", "notes", *span, "block") for n, span in enumerate(spans)]
    study = replace(
        with_table(invented, "quotes", quotes), passages=(), codings=(), mentions=(), ties=(),
        links=(),
    )  # fmt: skip
    assert material_of(study).place.tolist() == [0, 1, 1, 1, 2]


def test_the_store_gives_the_same(mending: Snapshot, coded: Material) -> None:
    """Read from the store, the material is the same, with IRIs in place of ids."""
    stored = material_from_store(mending)
    for kind in ("codings", "mentions", "holdings"):
        assert _pairs(stored, kind) == _pairs(coded, kind)
    assert _ties(stored) == _ties(coded)
    assert sorted(map(_short, stored.coders)) == sorted(coded.coders)
    for kind in ("themes", "roles", "respondents"):
        there = {(_short(n.id), n.label, n.sector, n.valence) for n in getattr(stored, kind).nodes}
        assert there == {(n.id, n.label, n.sector, n.valence) for n in getattr(coded, kind).nodes}
    places = dict(zip(map(_short, stored.stretches), stored.place.tolist(), strict=True))
    assert len(set(places.values())) == len(set(coded.place.tolist()))


def test_one_study_of_several(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One of several studies is asked for, or left by a filter, with the same result."""
    store = GraphStore(tmp_path_factory.mktemp("several") / "store")
    build([invented_study(), invented_study("another")], store)
    whole = material_from_store(store.snapshot())
    asked = material_from_store(store.snapshot(), "another")
    left = where(whole, replace(ALL, study="another"))
    assert len(whole.ties) == 12
    assert [tie.id for tie in left.ties] == [tie.id for tie in asked.ties]
    for kind in ("codings", "mentions", "holdings"):
        assert len(getattr(whole, kind).subject) == 2 * len(getattr(asked, kind).subject)
        assert _pairs(left, kind) == _pairs(asked, kind)
    for kind in ("themes", "roles", "respondents"):
        assert sorted(_shown(left, kind)) == sorted(_shown(asked, kind))
    assert all("/another/" in coded for coded in asked.stretches)


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize("source", ["study", "store"])
@pytest.mark.parametrize(
    ("wanted", "codings", "mentions", "ties"),
    [
        (
            {"theme": "hindrances"},
            "q2 no-reply, q3 no-ear, q4 no-room, p1 no-reply",
            "all",
            "t1 t4",
        ),
        ({"theme": "no-ear", "subthemes": False}, "q3 no-ear", "all", "t4"),
        ({"theme": "no-ear"}, "q2 no-reply, q3 no-ear, p1 no-reply", "all", "t1 t4"),
        (
            {"valence": "facilitator"},
            "q4 lent-hall, q5 lent-hall, p2 lent-hall",
            "all",
            "t2 t5",
        ),
        (
            {"role": "repair-cafe"},
            "q1 the-mood, q3 no-ear, q4 lent-hall, q4 no-room",
            "q4 repair-cafe",
            "t1 t2 t3 t4 t5",
        ),
        (
            {"role": "officer"},
            "q4 lent-hall, q4 no-room",
            "",
            "",
        ),
        (
            {"method": "focus-group"},
            "q4 lent-hall, q5 lent-hall, q4 no-room",
            "q5 elected-member, q4 repair-cafe",
            "t2 t4",
        ),
        ({"coder": "lexicon"}, "q4 no-room", "q5 elected-member", ""),
        ({"statuses": ("wanted", "missing")}, "all", "all", "t3 t4"),
        ({"statuses": ()}, "all", "all", "t1 t2 t3 t4 t5 t6"),
        ({"study": "mending-mornings"}, "all", "all", "t1 t2 t3 t4 t5 t6"),
        (
            {"theme": "hindrances", "method": "interview", "coder": "anna"},
            "q2 no-reply, q3 no-ear",
            "q2 local-authority",
            "t1",
        ),
    ],
)
def test_filters(
    mending: Snapshot,
    coded: Material,
    source: str,
    wanted: dict[str, str],
    codings: str,
    mentions: str,
    ties: str,
) -> None:
    """Each filter leaves exactly what it wants, of a study as of the store."""
    material = coded if source == "study" else material_from_store(mending)
    part = where(material, NetworkFilters(**{"statuses": (), **wanted}))  # type: ignore[arg-type]
    for kind, expected in (("codings", codings), ("mentions", mentions)):
        whole = _pairs(material, kind)
        assert _pairs(part, kind) == (
            whole if expected == "all" else set(filter(None, expected.split(", ")))
        )
    assert _ties(part) == ties


def test_existing_ties_are_wanted_unless_others_are_asked_for(coded: Material) -> None:
    """Without a word, ties are wanted that are reported to exist."""
    assert _ties(where(coded, NetworkFilters())) == "t1 t2 t5 t6"


def test_filtered_nodes_are_not_shown(coded: Material) -> None:
    """Themes that aren't wanted are no nodes; nor are roles and respondents that don't belong."""
    assert list(_shown(where(coded, NetworkFilters(theme="helps")), "themes")) == [
        "helps", "lent-hall",
    ]  # fmt: skip
    assert list(_shown(where(coded, NetworkFilters(method="interview")), "respondents")) == [
        "a", "b",
    ]  # fmt: skip
    met = set(_shown(where(coded, replace(ALL, role="community")), "roles"))
    assert met == {"community", "repair-cafe", "professional-network"}


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"study": "no"}, "study 'no'"),
        ({"theme": "no-rom"}, "did you mean 'no-room'"),
        ({"role": "no"}, "role 'no'"),
        ({"coder": "ann"}, "did you mean 'anna'"),
        ({"valence": "barier"}, "did you mean 'barrier'"),
        ({"method": "phone"}, "method 'phone'"),
        ({"statuses": ("wanting",)}, "tie status 'wanting'"),
    ],
)
def test_a_value_that_is_not_there_is_an_error(
    coded: Material, wanted: dict[str, str], message: str
) -> None:
    """A filter that fits nothing by mistake says so, and what there is."""
    with pytest.raises(NotFoundError, match=message):
        where(coded, NetworkFilters(**wanted))  # type: ignore[arg-type]


def test_no_codings_at_all() -> None:
    """An empty study has an empty material."""
    study = invented_study()
    bare = Study(info=study.info)
    material = material_of(bare)
    assert not material.themes.nodes
    assert not where(material, NetworkFilters()).ties
