"""What a study's own variables say of its records, as cells and attributes have it: typed."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from graph.model import STATEMENTS, Study

Cell = str | int | float | bool | None


def noted(study: Study) -> Mapping[str, Mapping[str, Cell]]:
    """Return the values of the study's own variables, by record (``table/id``) and variable.

    A variable that says several things of one record is text for all records, joined by ``;``.
    """
    datatypes = {variable.id: variable.datatype for variable in study.variables}
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for known in study.attributes:
        if known.variable in datatypes:
            found[known.about][known.variable].append(known.value)
    several = {name for said in found.values() for name, all_ in said.items() if len(all_) > 1}
    datatypes |= dict.fromkeys(several, "text")
    return {
        about: {name: typed(";".join(all_), datatypes[name]) for name, all_ in said.items()}
        for about, said in found.items()
    }


def typed(value: str, datatype: str) -> Cell:
    """Return a variable's value as the type that a cell or attribute can have.

    >>> typed("12", "integer"), typed("1.5", "decimal"), typed("true", "boolean")
    (12, 1.5, True)
    """
    if not value:
        return None
    if datatype == "integer":
        return int(value)
    if datatype == "decimal":
        return float(value)
    return value == "true" if datatype == "boolean" else value


def left_out(study: Study, tables: Collection[str]) -> tuple[str, ...]:
    """Return the attributes that aren't of these tables and the study's own variables."""
    own = {variable.id for variable in study.variables}
    return tuple(
        f"{known.about} {known.variable}"
        for known in study.attributes
        if known.about.partition("/")[0] not in tables or known.variable not in own
    )


def rejected(study: Study) -> tuple[str, ...]:
    """Return the ids of the statements that were rejected."""
    return tuple(
        one.id for name in STATEMENTS for one in getattr(study, name) if one.review == "rejected"
    )
