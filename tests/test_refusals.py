"""Every single constraint of every shape refuses what it is there for, and none goes unnoticed."""

import logging
from collections.abc import Iterator

import pytest
from rdflib import SH, XSD, Graph, URIRef

from tests.quality import SHAPES, broken, only, shapes
from tests.refusals import LISTS, MAKERS, VALID, constraints, generated, listed, refusals, unrefused
from tests.test_ontology_quality import STYLE_FAULTS
from tests.test_shapes import FAULTS

SEEDED = {"data": FAULTS, "ontology": STYLE_FAULTS}


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Values that aren't of their datatype are made on purpose: rdflib needn't say so."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("name", VALID)
def test_no_constraint_is_taken_out_unnoticed(name: str) -> None:
    """What shapes look at and refuse is listed: ``python -m tests.refusals`` lists it anew."""
    assert listed(shapes(name)).splitlines() == (LISTS / f"{name}.txt").read_text().splitlines()


@pytest.mark.parametrize("name", VALID)
def test_every_constraint_refuses_what_it_forbids(name: str) -> None:
    """Each constraint on a property refuses its faults, at each thing at which its shape looks."""
    assert unrefused(VALID[name](), shapes(name)) == []


@pytest.mark.parametrize("name", VALID)
def test_other_constraints_refuse_their_seeded_fault(name: str) -> None:
    """A constraint for which no fault can be made is the one that its shape's own fault meets."""
    rules, data = shapes(name), VALID[name]()
    other = [c for c in constraints(rules) if c not in generated(rules)]
    asking = [c for c in other if (c.shape, SH.message, None) in rules or c.parameter == "sparql"]
    assert asking
    for constraint in asking:
        shape = str(constraint.shape).removeprefix(SHAPES)
        faulty = broken(data, SEEDED[name][shape])
        assert constraint.component in components(faulty, only(rules, shape), constraint.shape)


def components(data: Graph, rules: Graph, shape: URIRef) -> set[str]:
    """Return the components by which a shape refuses the data."""
    return {component for _, found, component in refusals(data, rules) if found == shape}


@pytest.mark.parametrize("parameter", sorted(MAKERS))
def test_without_its_constraint_a_fault_passes(parameter: str) -> None:
    """A fault is refused by the constraint for which it's made and by no other."""
    found = 0
    for name, valid in VALID.items():
        rules = shapes(name)
        blunt = Graph() + rules
        made = [c for c in generated(rules) if c.parameter == parameter]
        for constraint in made:
            blunt.remove((constraint.shape, SH[parameter], None))
            counts = (SH.qualifiedMinCount, SH.qualifiedMaxCount)
            if not any((constraint.shape, count, None) in blunt for count in counts):
                blunt.remove((constraint.shape, SH.qualifiedValueShape, None))
        found += len(made)
        passed = unrefused(valid(), rules, blunt)
        assert {line.partition(",")[0] for line in passed} == {
            str(c.shape).removeprefix(SHAPES) for c in made
        }
    assert found or parameter in {"in", "maxInclusive"}


def test_an_unknown_kind_of_constraint_is_noticed() -> None:
    """A constraint for which no fault can be made isn't passed over."""
    rules = Graph() + shapes("data")
    rules.add((URIRef(f"{SHAPES}tie-status"), SH.uniqueLang, XSD.boolean))
    with pytest.raises(KeyError, match="uniqueLang"):
        unrefused(VALID["data"](), rules)
