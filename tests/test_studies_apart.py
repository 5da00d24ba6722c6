"""Lists of one study among several: what others say of the same roles changes none of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.answers import KINDS, Filters, Kind, RoleAnswer, UnknownValueError, ask, choices, every
from graph.answers.kinds import Chosen, Thing
from graph.bundled import INVENTED_STUDY
from graph.folders.check import load
from graph.model import Study
from graph.stores.build import build
from graph.stores.embedded import GraphStore, Snapshot

_ACROSS = {"gaps", "analyses", "studies", "study-names", "stretches"}
"""Lists that other studies do bear on, by gaps across studies, and lists without filters."""
KINDS_APART = [kind for kind in KINDS.values() if kind.name not in _ACROSS]
VALUES = 3
"""How many values of each filter are tried."""


@pytest.fixture(scope="module")
def studies(bundled: Study, invented: Study) -> tuple[Study, ...]:
    """Return three studies that speak of some of the same roles."""
    return bundled, invented, load(INVENTED_STUDY)


def _built(folder: Path, *studies: Study) -> Snapshot:
    store = GraphStore(folder)
    build(studies, store)
    return store.snapshot()


@pytest.fixture(scope="module")
def together(studies: tuple[Study, ...], tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Return a store of all of them."""
    return _built(tmp_path_factory.mktemp("together") / "store", *studies)


@pytest.fixture(scope="module")
def alone(
    studies: tuple[Study, ...], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Snapshot]:
    """Return a store of each by its id."""
    folder = tmp_path_factory.mktemp("alone")
    return {each.info.id: _built(folder / each.info.id, each) for each in studies}


def _filters(snapshot: Snapshot, kind: Kind) -> Iterator[dict[str, Any]]:
    """Yield filters of one value each: all of a scheme, some of the records that there are."""
    for name in kind.filters[1:]:
        way = kind.filter(name)
        values = choices(kind, name)
        if isinstance(way, Thing):
            of = (
                next(each for each in KINDS.values() if each.type == way.type)
                if _has(way)
                else None
            )
            values = [row["id"] for row in every(snapshot, of, Filters())] if of else []
        for value in values if isinstance(way, Chosen) else values[:VALUES]:
            yield {name: value}


def _has(way: Thing) -> bool:
    """Say whether there is a list of what a filter names."""
    return any(kind.type == way.type for kind in KINDS.values())


def _iris(snapshot: Snapshot, kind: Kind, wanted: Filters) -> list[str]:
    try:
        return [row["iri"] for row in every(snapshot, kind, wanted)]
    except UnknownValueError:
        return []


@pytest.mark.parametrize("kind", KINDS_APART, ids=lambda kind: kind.name)
def test_a_named_study_is_as_if_it_were_alone(
    together: Snapshot, alone: dict[str, Snapshot], kind: Kind
) -> None:
    """With a study named, each filter of each list finds what it does where that is alone."""
    for study, own in alone.items():
        for more in _filters(own, kind):
            wanted = Filters(study=study, **more)
            assert _iris(together, kind, wanted) == _iris(own, kind, wanted), wanted.given()


def test_a_valence_is_that_of_the_studys_own_themes(
    together: Snapshot, alone: dict[str, Snapshot]
) -> None:
    """A role that another study alone speaks of under a barrier isn't a study's for barriers."""
    anywhere = {role.iri for role in ask(together, RoleAnswer, Filters(valence="barrier"))}
    left_out = 0
    for study, own in alone.items():
        wanted = Filters(study=study, valence="barrier")
        found = {role.iri for role in ask(together, RoleAnswer, wanted)}
        spoken_of = {role.iri for role in ask(own, RoleAnswer)}
        left_out += len((spoken_of & anywhere) - found)
    assert left_out
