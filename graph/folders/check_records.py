"""Checks of what may be about any record: memos, sets, relations, variables, decisions, regions."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from graph.errors import Fault, nearest
from graph.folders.tables import RECORDS
from graph.folders.variables import DATATYPES, SHARED, canonical
from graph.rdf.shapes import bears

if TYPE_CHECKING:
    from graph.folders.check import Material

_REFERRING = (
    ("relations", "source"),
    ("relations", "target"),
    ("memos", "about"),
    ("sets", "members"),
    ("attributes", "about"),
    ("decisions", "about"),
)
_MOMENTS = (("memos", "created"), ("decisions", "at"))


def references_lead_somewhere(material: "Material") -> Iterator[Fault]:
    """What a memo, set, relation, attribute or decision refers to is there."""
    known = _references(material)
    for table, column in _REFERRING:
        for row in material.tables.rows[table]:
            for reference in _parts(row.cells.get(column, "")):
                if reference not in known:
                    mend = "name a record as table/id"
                    yield Fault(f"{table}.csv", row.line, column, reference, "isn't there", mend)


def _references(material: "Material") -> set[str]:
    tables = (name for name in RECORDS if name not in {"study", "attributes"})
    return {"study"} | {
        f"{name}/{row.id}" for name in tables for row in getattr(material.study, name)
    }


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def variables_have_a_datatype(material: "Material") -> Iterator[Fault]:
    """A variable has a datatype, and isn't one that every study has."""
    for variable in material.study.variables:
        if variable.datatype not in DATATYPES:
            mend = nearest(variable.datatype, DATATYPES)
            yield material.fault(
                "variables", variable.id, "datatype", variable.datatype, "isn't a datatype", mend
            )
        if variable.id in SHARED:
            problem, mend = "is known of every record already", "remove this row"
            yield material.fault("variables", variable.id, "id", variable.id, problem, mend)


def attributes_fit_their_variable(material: "Material") -> Iterator[Fault]:
    """An attribute's variable is known, and its value is of the variable's datatype."""
    datatypes = {**SHARED} | {
        variable.id: variable.datatype for variable in material.study.variables
    }
    references = _references(material)
    for row in material.tables.rows["attributes"]:
        about, variable = row.cells["about"], row.cells["variable"]
        if bears_already(about, variable):
            problem = f"has a column of its own in {about.split('/')[0]}.csv"
            yield Fault("attributes.csv", row.line, "variable", variable, problem, "write it there")
        elif variable not in datatypes:
            mend = f"{nearest(variable, [*datatypes])}, or add it to variables.csv"
            yield Fault("attributes.csv", row.line, "variable", variable, "isn't a variable", mend)
        else:
            value = row.cells.get("value", "")
            for problem, mend in _value_faults(value, datatypes[variable], references):
                yield Fault("attributes.csv", row.line, "value", value, problem, mend)


def bears_already(about: str, variable: str) -> bool:
    """Return whether a record has a column that says what a shared variable says."""
    table = about.partition("/")[0]
    return table in RECORDS and table != "attributes" and bears(table, variable)


def _value_faults(value: str, datatype: str, references: set[str]) -> Iterator[tuple[str, str]]:
    if datatype == "record" and value and value not in references:
        yield "isn't there", "name a record as table/id"
    if datatype not in DATATYPES:  # said of the variable already
        return
    written = canonical(value, datatype)
    if written is None:
        yield f"isn't of the datatype {datatype}", "mend the value or the variable's datatype"
    elif written != value:
        yield "is written in another form than we keep", f"write {written}"


def moments_are_dates(material: "Material") -> Iterator[Fault]:
    """When a memo or decision was made is an xsd:dateTime."""
    for table, column in _MOMENTS:
        for record in getattr(material.study, table):
            value = getattr(record, column)
            written = canonical(value, "datetime")
            if written != value:
                mend = f"write {written or 'a date and time such as 2026-11-23T09:30:00Z'}"
                yield material.fault(table, record.id, column, value, "isn't a point in time", mend)


_CORNERS = ("x1", "y1", "x2", "y2")


def regions_have_an_extent(material: "Material") -> Iterator[Fault]:
    """A region has all four corners or none, and a begin with an end that isn't before it."""
    for region in material.study.regions:
        given = [getattr(region, corner) is not None for corner in _CORNERS]
        if any(given) and not all(given):
            column = _CORNERS[given.index(False)]
            problem, mend = "is empty, but other corners aren't", "give all four, or none"
            yield material.fault("regions", region.id, column, "", problem, mend)
        if (region.begin is None) != (region.end is None):
            problem, mend = "is given without its other end", "give both begin and end, or neither"
            yield material.fault("regions", region.id, "begin", region.begin, problem, mend)
        elif region.begin is not None and region.end is not None and region.begin > region.end:
            problem, mend = f"is before begin ({region.begin})", "mend one of the two"
            yield material.fault("regions", region.id, "end", region.end, problem, mend)


def codings_have_one_target(material: "Material") -> Iterator[Fault]:
    """A coding is of a quote, or of a region, or of a whole document."""
    for coding in material.study.codings:
        targets: Mapping[str, str] = {
            "quote": coding.quote, "region": coding.region, "document": coding.document
        }  # fmt: skip
        given = [name for name, value in targets.items() if value]
        if len(given) != 1:
            problem = f"and {' and '.join(given[1:])} are both given" if given else "is empty"
            mend = "name the quote, region or document that illustrates the theme"
            column = given[0] if given else "quote"
            yield material.fault("codings", coding.id, column, targets[column], problem, mend)
