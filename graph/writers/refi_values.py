"""The values of a study's own variables as REFI-QDA."""

from graph.refi import DATATYPES
from graph.writers.refi_outgoing import Outgoing
from graph.writers.xml_text import Xml

TYPES = {ours: theirs for theirs, ours in DATATYPES.items()}


def values(out: Outgoing, xml: Xml, about: str) -> None:
    """Write what is known of a case or source."""
    datatypes = {variable.id: variable.datatype for variable in out.study.variables}
    for name, value in out.own_values(about):
        if datatypes[name] not in TYPES:
            out.lose("attributes: of the datatype record", [about])
            continue
        with xml.element("VariableValue", {}):
            xml.leaf("VariableRef", {"targetGUID": out.guid(f"variables/{name}")})
            if value:
                xml.leaf(f"{TYPES[datatypes[name]]}Value", {}, value)
