"""Projections of the invented study, worked out by hand, and of random material by brute force."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.networks import random_material
from graph.errors import MeasureError
from graph.model import Study
from graph.network.filters import NetworkFilters, where
from graph.network.material import Material
from graph.network.matrices import Incidence, Projection
from graph.network.normalisation import by_activity, by_prominence
from graph.network.projections import (
    Agreement,
    Relation,
    Shared,
    Subject,
    Weight,
    respondent_theme,
    role_role,
    role_theme,
    role_tie,
    theme_theme,
)
from graph.network.reading import material_of
from tests.studies import with_table


@pytest.fixture(scope="module")
def coded(invented: Study) -> Material:
    """Return the invented study's material."""
    return material_of(invented)


def _cells(incidence: Incidence) -> dict[str, float]:
    graph = incidence.to_networkx()
    return {f"{a} {b}": float(about["weight"]) for a, b, about in graph.edges(data=True)}


def _edges(projection: Projection) -> dict[frozenset[str], float]:
    return {frozenset((one.id, other.id)): weight for one, other, weight in projection.edges()}


def _pairs(text: str) -> dict[frozenset[str], float]:
    """Return ``a b 2, c d 1`` as edges with weights."""
    rows = (row.split() for row in text.split(", "))
    return {frozenset((a, b)): float(weight) for a, b, weight in rows}


# ---------------------------------------------------------------- two modes


@pytest.mark.parametrize(
    ("weight", "relation", "expected"),
    [
        (
            Weight.QUOTES,
            Relation.SPOKEN_OF,
            (
                "local-authority no-reply 1, community the-mood 1, elected-member lent-hall 1, "
                "repair-cafe lent-hall 1, repair-cafe no-room 1"
            ),
        ),
        (
            Weight.PASSAGES,
            Relation.SPOKEN_OF,
            (
                "local-authority no-reply 2, community the-mood 1, elected-member lent-hall 2, "
                "repair-cafe lent-hall 1, repair-cafe no-room 1"
            ),
        ),
        (
            Weight.QUOTES,
            Relation.SPEAKING,
            (
                "fixer the-mood 1, fixer no-ear 1, repair-cafe the-mood 1, repair-cafe no-ear 1, "
                "community no-reply 1, officer lent-hall 1, officer no-room 1, "
                "local-authority lent-hall 1, local-authority no-room 1"
            ),
        ),
    ],
)
def test_roles_and_themes(
    coded: Material, weight: Weight, relation: Relation, expected: str
) -> None:
    """A role is joined to a theme by words on it that speak of the role, or that holders say."""
    rows = (row.rsplit(" ", 1) for row in expected.split(", "))
    assert _cells(role_theme(coded, weight, relation)) == {k: float(w) for k, w in rows}


def test_respondents_and_themes(coded: Material) -> None:
    """A respondent is joined to a theme by their quotes on it."""
    assert _cells(respondent_theme(coded)) == {
        "a the-mood": 1, "a no-ear": 1, "b no-reply": 1, "c lent-hall": 1, "c no-room": 1,
        "d lent-hall": 1,
    }  # fmt: skip
    with pytest.raises(MeasureError, match="each respondent is one"):
        respondent_theme(coded, Weight.STUDIES)


@given(st.integers(1, 400), st.sampled_from([*Weight]))
def test_weights_by_brute_force(codings: int, weight: Weight) -> None:
    """Quotes, respondents and studies are counted once each, as sets would count them."""
    material = random_material(codings, seed=codings)
    found = role_theme(material, weight).matrix.toarray()
    unit: Callable[[int], int] = {
        Weight.RESPONDENTS: lambda stretch: int(material.said_by[stretch]),
        Weight.STUDIES: lambda stretch: int(material.stretch_study[stretch]),
    }.get(weight, lambda stretch: stretch)
    role_of = dict(zip(material.mentions.subject.tolist(), material.mentions.object, strict=True))
    couples = zip(material.codings.subject.tolist(), material.codings.object, strict=True)
    triples = {(int(role_of[s]), int(theme), unit(s)) for s, theme in couples}
    expected = np.zeros_like(found)
    for role, theme, _ in triples:
        expected[role, theme] += 1
    assert (found == expected).all()


def test_shares_of_activity_and_prominence(coded: Material) -> None:
    """Normalised by activity, each role's shares sum to 1; by prominence, each theme's."""
    incidence = role_theme(coded, Weight.PASSAGES)
    there = incidence.matrix
    rows, columns = by_activity(incidence).matrix, by_prominence(incidence).matrix
    assert rows.sum(axis=1) == pytest.approx((there.sum(axis=1) > 0).astype(float))
    assert columns.sum(axis=0) == pytest.approx((there.sum(axis=0) > 0).astype(float))


def test_words_of_nobody_in_particular(invented: Study) -> None:
    """A quote without a named speaker counts among quotes, but for no respondent."""
    quotes = [replace(q, respondent="") if q.id == "q2" else q for q in invented.quotes]
    coded = material_of(with_table(invented, "quotes", quotes))
    cell = "local-authority no-reply"
    assert _cells(role_theme(coded))[cell] == 1
    assert cell not in _cells(role_theme(coded, Weight.RESPONDENTS))
    assert "b no-reply" not in _cells(respondent_theme(coded))


# ---------------------------------------------------------------- one mode


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (Shared.RESPONDENTS, "the-mood no-ear 1, lent-hall no-room 1"),
        (Shared.ROLES, "lent-hall no-room 1"),
        (Shared.PASSAGES, "lent-hall no-room 1"),
    ],
)
def test_themes(coded: Material, by: Shared, expected: str) -> None:
    """Themes are joined by respondents, roles or places in the text that they share."""
    projection = theme_theme(coded, by)
    assert _edges(projection) == _pairs(expected)
    assert len(projection.nodes) == 7


def test_themes_by_sets() -> None:
    """The weight of two themes is the number of respondents who speak of both."""
    material = random_material(2000)
    people: dict[int, set[int]] = {}
    for stretch, theme in zip(material.codings.subject, material.codings.object, strict=True):
        people.setdefault(int(theme), set()).add(int(material.said_by[stretch]))
    found = theme_theme(material).matrix
    for one, other in combinations(sorted(people)[:60], 2):
        assert found[one, other] == len(people[one] & people[other])


@pytest.mark.parametrize(
    ("agreement", "relation", "subject", "expected"),
    [
        (
            Agreement.IGNORE,
            Relation.SPEAKING,
            Subject.THEME,
            "fixer repair-cafe 2, officer local-authority 2",
        ),
        (
            Agreement.CONGRUENCE,
            Relation.SPEAKING,
            Subject.THEME,
            "fixer repair-cafe 1, officer local-authority 2",
        ),
        (
            Agreement.CONGRUENCE,
            Relation.SPOKEN_OF,
            Subject.THEME,
            "elected-member repair-cafe 1",
        ),
        (
            Agreement.CONGRUENCE,
            Relation.SPOKEN_OF,
            Subject.TOP,
            "elected-member repair-cafe 1, repair-cafe local-authority 1",
        ),
        (Agreement.CONFLICT, Relation.SPEAKING, Subject.LINK, "officer local-authority 2"),
        (Agreement.CONFLICT, Relation.SPOKEN_OF, Subject.LINK, "elected-member repair-cafe 1"),
        (Agreement.CONGRUENCE, Relation.SPEAKING, Subject.LINK, "officer local-authority 2"),
    ],
)
def test_roles_by_themes(
    coded: Material, agreement: Agreement, relation: Relation, subject: Subject, expected: str
) -> None:
    """Roles are joined where they speak of the same subject, in the same way or the opposite."""
    projection = role_role(coded, agreement, relation=relation, subject=subject)
    assert _edges(projection) == _pairs(expected)


def test_subtraction_is_congruence_less_conflict(coded: Material) -> None:
    """What agrees and disagrees alike comes to nothing; ties of weight 0 aren't there."""
    found = role_role(coded, Agreement.SUBTRACT, subject=Subject.LINK)
    assert _edges(found) == {}
    top = role_role(coded, Agreement.CONGRUENCE, relation=Relation.SPEAKING, subject=Subject.TOP)
    assert _edges(top)[frozenset(("officer", "local-authority"))] == 2


@pytest.mark.parametrize("subject", [Subject.THEME, Subject.TOP])
@pytest.mark.parametrize("agreement", [Agreement.CONFLICT, Agreement.SUBTRACT])
def test_conflict_without_two_sides_is_refused(
    coded: Material, agreement: Agreement, subject: Subject
) -> None:
    """Where nothing is voiced both as barrier and facilitator, conflict is refused, not 0."""
    with pytest.raises(MeasureError, match="nobody can disagree; try another subject"):
        role_role(coded, agreement, subject=subject)


# ---------------------------------------------------------------- ties


def test_ties(coded: Material) -> None:
    """Roles are joined by each tie as reported, mutual ones both ways; all roles are nodes."""
    graph = role_tie(where(coded, NetworkFilters()))
    assert {(a, b, key) for a, b, key in graph.edges(keys=True)} == {
        ("repair-cafe", "local-authority", "t1"),
        ("local-authority", "repair-cafe", "t2"),
        ("repair-cafe", "community", "t5"),
        ("community", "repair-cafe", "t5"),
        ("community", "professional-network", "t6"),
    }
    assert graph.edges["repair-cafe", "local-authority", "t1"] == {
        "type": "informs", "status": "strained", "theme": "no-reply", "direction": "one-way",
    }  # fmt: skip
    assert {node for node in graph if not graph.degree(node)} == {
        "elected-member", "officer", "fixer",
    }  # fmt: skip


def test_the_bundled_ties(bundled: Study) -> None:
    """The bundled study's network has its 22 existing ties, two of them mutual."""
    graph = role_tie(where(material_of(bundled), NetworkFilters()))
    assert isinstance(graph, nx.MultiDiGraph)
    existing = [t for t in bundled.ties if t.status not in {"missing", "wanted"}]
    mutual = [t for t in existing if t.direction == "mutual"]
    assert graph.number_of_edges() == len(existing) + len(mutual) == 24
