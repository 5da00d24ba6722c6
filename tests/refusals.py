"""What shapes refuse: their constraints as a list, and values that each of them must refuse.

A constraint that refuses nothing looks like one that works. So for each property constraint of a
shape, and for each of the shape's targets, a node of valid data is copied and given what the
constraint forbids: a value too few or too many, of the wrong class, datatype, scheme or language,
out of range. All copies are validated at once.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyshacl
from rdflib import RDF, RDFS, SH, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from tests.quality import SHAPES, described, examples, shapes

LISTS = Path(__file__).parent / "constraints"
"""For each file of shapes a list of what it must refuse, so that nothing is taken out unnoticed."""

TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf)
_DESCRIBING = {
    *TARGETS, RDF.type, RDFS.label, SH.message, SH.path, SH.property, SH.qualifiedValueShape,
}  # fmt: skip
_WITH_NUMBER = ("minCount", "maxCount", "minInclusive", "maxInclusive")

# ---------------------------------------------------------------- the constraints of shapes


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint of a named shape, such as ``sh:maxCount 1``."""

    shape: URIRef
    parameter: str
    value: Node

    @property
    def component(self) -> str:
        """What a validation report calls a constraint of this kind."""
        name = {"sparql": "SPARQL"}.get(self.parameter) or (
            self.parameter[0].upper() + self.parameter[1:]
        )
        return f"{SH}{name}ConstraintComponent"

    def __str__(self) -> str:
        """Return the constraint as its list has it."""
        number = f"={self.value}" if self.parameter in _WITH_NUMBER else ""
        return f"{self.parameter}{number}"


def constraints(rules: Graph) -> list[Constraint]:
    """Return the constraints of all shapes that have a name; an unknown kind has no maker below."""
    named = {URIRef(str(s)) for s in rules.subjects() if str(s).startswith(SHAPES)}
    return [
        Constraint(shape, str(parameter).removeprefix(str(SH)), value)
        for shape in sorted(named)
        for parameter, value in sorted(rules.predicate_objects(shape), key=str)
        if parameter not in _DESCRIBING
    ]


def listed(rules: Graph) -> str:
    """Return what shapes look at and refuse, a line for each, as a text."""
    lines: dict[str, list[str]] = {}
    for target in TARGETS:
        for shape, node in rules.subject_objects(target):
            lines.setdefault(_name(shape), []).append(f"@{re.split('[#/]', str(node))[-1]}")
    for constraint in constraints(rules):
        lines.setdefault(_name(constraint.shape), []).append(str(constraint))
    return "".join(f"{name}: {' '.join(sorted(set(lines[name])))}\n" for name in sorted(lines))


def generated(rules: Graph) -> list[Constraint]:
    """Return the constraints for which faults can be made: those on the values of a property."""
    return [c for c in constraints(rules) if isinstance(rules.value(c.shape, SH.path), URIRef)]


def _name(shape: Node) -> str:
    return str(shape).removeprefix(SHAPES)


# ---------------------------------------------------------------- what a constraint must refuse

Values = Sequence[Node]


@dataclass(frozen=True, slots=True)
class Case:
    """A valid node, looked at by one constraint on one property."""

    data: Graph
    rules: Graph
    focus: Node
    path: URIRef
    constraint: Constraint

    @property
    def values(self) -> list[Node]:
        """The valid values."""
        return sorted(self.data.objects(self.focus, self.path), key=str)

    @property
    def bound(self) -> Node:
        """What the constraint says: a number, a class, a datatype, a property."""
        return self.constraint.value

    @property
    def number(self) -> int:
        """What the constraint says, as a whole number."""
        return int(float(str(self.bound)))


def _too_few(case: Case) -> Values:
    return case.values[: case.number - 1]


def _too_many(case: Case) -> Values:
    more = case.number + 1 - len(case.values)
    return [*case.values, *(Literal(f"again {count}") for count in range(more))]


def _none(case: Case) -> Values:
    del case
    return []


def _of_other_kinds(case: Case) -> Values:
    """Return one thing of each class that isn't asked for, and a text."""
    asked = _asked_classes(case)
    assert asked, "the alternatives aren't classes"
    things = {}
    for kind in set(case.data.objects(predicate=RDF.type)):
        for thing in sorted(case.data.subjects(RDF.type, kind), key=str):
            if isinstance(thing, URIRef) and asked.isdisjoint(_classes(case.data, thing)):
                things[kind] = thing
                break
    return [*set(things.values()), Literal("a text")]


def _asked_classes(case: Case) -> set[Node]:
    if case.constraint.parameter == "class":
        return {case.bound}
    choices = Collection(case.rules, case.bound)
    return {kind for choice in choices for kind in case.rules.objects(choice, SH["class"])}


def _classes(data: Graph, thing: Node) -> set[Node]:
    stated = set(data.objects(thing, RDF.type))
    return {a for kind in stated for a in data.transitive_objects(kind, RDFS.subClassOf) if a}


def _of_other_alternatives(case: Case) -> Values:
    if _asked_classes(case):
        return _of_other_kinds(case)
    return [Literal("a text", lang="fr"), URIRef("urn:thing")]


def _of_other_node_kind(case: Case) -> Values:
    if case.bound == SH.Literal:
        return [URIRef("urn:thing"), BNode()]
    return [Literal("a text"), BNode()]


_OF_MANY_TYPES = (
    Literal("a text"),
    Literal("a text", lang="en"),
    Literal(5),
    Literal(5.5),
    URIRef("urn:thing"),
)


def _of_other_types(case: Case) -> Values:
    fitting = {XSD.string: _OF_MANY_TYPES[0], RDF.langString: _OF_MANY_TYPES[1]}
    fitting[XSD.integer], fitting[XSD.double] = _OF_MANY_TYPES[2], _OF_MANY_TYPES[3]
    values = [*_OF_MANY_TYPES, Literal("abc", datatype=XSD.integer)]
    return [value for value in values if value != fitting.get(URIRef(str(case.bound)))]


_OF_MANY_FORMS = ("", " ", "?!", "One. Two", "no verb", " stray  spaces", "javascript:alert(1)")


def _of_other_forms(case: Case) -> Values:
    return [Literal(text) for text in _OF_MANY_FORMS if not re.search(str(case.bound), text)]


def _of_other_languages(case: Case) -> Values:
    del case
    return [Literal("ein Text", lang="de"), Literal("a text")]


def _something_else(case: Case) -> Values:
    del case
    return [Literal("something else")]


def _too_low(case: Case) -> Values:
    assert isinstance(case.bound, Literal)
    return [Literal(case.number - 1, datatype=case.bound.datatype)]


def _too_high(case: Case) -> Values:
    assert isinstance(case.bound, Literal)
    return [Literal(case.number + 1, datatype=case.bound.datatype)]


def _same_as_other(case: Case) -> Values:
    return list(case.data.objects(case.focus, URIRef(str(case.bound))))


def _after_other(case: Case) -> Values:
    (other,) = _same_as_other(case)
    assert isinstance(other, Literal)
    return [Literal("9999-12-31", datatype=other.datatype)]


def _of_other_schemes(case: Case) -> Values:
    """Return a concept of each scheme but the one that is asked for."""
    asked = case.rules.value(case.rules.value(case.bound, SH.property), SH.hasValue)
    schemes = set(case.data.objects(predicate=SKOS.inScheme)) - {asked}
    return [min(case.data.subjects(SKOS.inScheme, scheme), key=str) for scheme in schemes]


MAKERS: Mapping[str, Callable[[Case], Values]] = {
    "class": _of_other_kinds,
    "datatype": _of_other_types,
    "disjoint": _same_as_other,
    "hasValue": _something_else,
    "in": _something_else,
    "languageIn": _of_other_languages,
    "lessThan": _same_as_other,
    "lessThanOrEquals": _after_other,
    "maxCount": _too_many,
    "maxInclusive": _too_high,
    "minCount": _too_few,
    "minInclusive": _too_low,
    "node": _of_other_schemes,
    "nodeKind": _of_other_node_kind,
    "or": _of_other_alternatives,
    "pattern": _of_other_forms,
    "qualifiedMaxCount": _too_many,
    "qualifiedMinCount": _none,
}
"""For each kind of constraint, values that it must refuse."""

_WHOLE_SETS = {
    "disjoint", "hasValue", "lessThan", "lessThanOrEquals", "maxCount", "minCount",
    "qualifiedMaxCount", "qualifiedMinCount",
}  # fmt: skip
"""The constraints that refuse the values as a whole; the others must refuse each single one."""

# ---------------------------------------------------------------- faults, and what was refused


@dataclass(frozen=True, slots=True)
class Fault:
    """A copy of a valid node with values that a constraint must refuse."""

    node: URIRef
    target: Node
    constraint: Constraint
    path: URIRef
    values: Values

    def __str__(self) -> str:
        """Return who should have refused what."""
        shape = _name(self.constraint.shape)
        return f"{shape}, {self.constraint}, looking at {self.target}: {list(self.values)}"


def unrefused(data: Graph, rules: Graph, judge: Graph | None = None) -> list[str]:
    """Return the faults that their constraint lets pass, and targets without anything to copy.

    The faults are made for ``rules``; ``judge``, if given, are the shapes that look at them.
    """
    kept = _without_queries(judge or rules)
    whole, made, idle = Graph() + data, list[Fault](), list[str]()
    for constraint in generated(rules):
        for owner in rules.subjects(SH.property, constraint.shape):
            for target, foci in _targets(rules, data, owner):
                case = _case(data, rules, foci, constraint)
                if case is None:
                    idle.append(f"{constraint.shape} finds no {target} to look at")
                    continue
                fault = _fault(case, target, len(made))
                made.append(fault)
                _copy(case, fault, whole)
                if (owner, SH.targetNode, target) in rules:
                    kept.add((owner, SH.targetNode, fault.node))
    return [*idle, *_passed(made, whole, kept)]


def _without_queries(rules: Graph) -> Graph:
    kept = Graph() + rules
    kept.remove((None, SH.sparql, None))
    return kept


def _targets(rules: Graph, data: Graph, owner: Node) -> Iterator[tuple[Node, list[Node]]]:
    for kind in rules.objects(owner, SH.targetClass):
        kinds = data.transitive_subjects(RDFS.subClassOf, kind)
        yield kind, sorted((s for k in kinds for s in data.subjects(RDF.type, k)), key=str)
    for node in rules.objects(owner, SH.targetNode):
        yield node, [node]
    for predicate in rules.objects(owner, SH.targetSubjectsOf):
        yield predicate, sorted(data.subjects(predicate), key=str)


def _case(data: Graph, rules: Graph, foci: Sequence[Node], constraint: Constraint) -> Case | None:
    """Return the case of the first node with a value, or of any: not all properties are needed."""
    path = URIRef(str(rules.value(constraint.shape, SH.path)))
    others = {"disjoint", "lessThan", "lessThanOrEquals"}
    needed = [path, URIRef(str(constraint.value))] if constraint.parameter in others else [path]
    filled = (f for f in foci if all((f, each, None) in data for each in needed))
    focus = next(filled, next(iter(foci), None))
    return None if focus is None else Case(data, rules, focus, path, constraint)


def _fault(case: Case, target: Node, number: int) -> Fault:
    values = MAKERS[case.constraint.parameter](case)
    node = URIRef(f"{case.focus}-fault-{number}")
    return Fault(node, target, case.constraint, case.path, values)


def _copy(case: Case, fault: Fault, whole: Graph) -> None:
    for predicate, value in case.data.predicate_objects(case.focus):
        if predicate != case.path:
            whole.add((fault.node, predicate, value))
    for value in fault.values:
        whole.add((fault.node, case.path, value))
    if case.constraint.parameter == "qualifiedMaxCount":
        asked = case.rules.value(case.constraint.shape, SH.qualifiedValueShape)
        kind = case.rules.value(asked, SH["class"])
        assert kind is not None
        for count in range(case.number + 1):
            again = URIRef(f"{fault.node}-{count}")
            whole.add((fault.node, case.path, again)).add((again, RDF.type, kind))


def _passed(faults: Sequence[Fault], whole: Graph, rules: Graph) -> Iterator[str]:
    refused = refusals(whole, rules)
    for fault in faults:
        key = (fault.node, fault.constraint.shape, fault.constraint.component)
        values = refused.get(key)
        if values is None:
            yield str(fault)
        elif fault.constraint.parameter not in _WHOLE_SETS and not set(fault.values) <= values:
            yield f"{fault}, but only {values} were refused"


def refusals(data: Graph, rules: Graph) -> dict[tuple[Node, Node, str], set[Node]]:
    """Return the refused values by node, shape and component. The data graph may be changed."""
    report = pyshacl.validate(data, shacl_graph=rules, inplace=True)[1]
    assert isinstance(report, Graph)
    found: dict[tuple[Node, Node, str], set[Node]] = {}
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, shape = report.value(result, SH.focusNode), report.value(result, SH.sourceShape)
        component = report.value(result, SH.sourceConstraintComponent)
        assert focus is not None
        assert shape is not None
        values = found.setdefault((focus, shape, str(component)), set())
        values |= set(report.objects(result, SH.value))
    return found


# ---------------------------------------------------------------- the lists


VALID: Mapping[str, Callable[[], Graph]] = {"data": examples, "ontology": described}
"""For each file of shapes, valid data with everything at which the shapes look."""


def main() -> None:
    """Write the lists anew, after a change of shapes that is meant."""
    for name in VALID:
        (LISTS / f"{name}.txt").write_text(listed(shapes(name)), "utf-8")


if __name__ == "__main__":
    main()
