"""The cases of a REFI-QDA project: respondents with what is known of them, or actor roles."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import ontology
from graph.folders.variables import canonical
from graph.model import Attribute, Respondent, Role, Variable
from graph.readers.refi_draft import Draft, distinct_names
from graph.refi import ACTOR_ROLE, MEDIA, OWN_ROLE, UNNAMED

Element = ET.Element
_BEARING = frozenset({*MEDIA, "Note", "Representation", "TextDescription"})
"""The elements, beside cases, that may have values of variables."""
_VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


class CaseReader:
    """Reads cases and the values of variables into a draft that has all sources already."""

    def __init__(self, project: Element, draft: Draft) -> None:
        """Read from ``project`` into ``draft``."""
        self._project, self._draft = project, draft
        self._whole: dict[str, list[str]] = {}
        self._part: dict[str, list[str]] = {}

    def read(self) -> None:
        """Read everything; a quote gets the respondent that is the only one it can be."""
        for element in self._project.iter():
            if element.tag in _BEARING:
                self._values(element, self._draft.find(element.get("guid")))
        cases = list(self._project.iterfind("Cases/Case"))
        pairs = [(self._name(case), case.get("guid", "")) for case in cases]
        for case, name in zip(cases, distinct_names(pairs, "case"), strict=True):
            self._case(case, name)
        self._drop_marker()
        self._speakers()

    def _name(self, case: Element) -> str:
        """Return a case's name; without one that of its only source: who is interviewed in it."""
        name = case.get("name", "")
        if name.strip():
            return name
        sources = [self._draft.find(ref.get("targetGUID")) for ref in case.findall("SourceRef")]
        if len(sources) == 1 and sources[0].startswith("documents/"):
            title: str = self._draft.rows["documents"][sources[0].partition("/")[2]].title
            return title
        return UNNAMED

    def _case(self, case: Element, name: str) -> None:
        note = case.findtext("Description") or ""
        role = self._role(case)
        if role is None:
            about = self._draft.add("respondents", Respondent(name, self._name(case), note=note))
        elif role == OWN_ROLE:
            free = f"role-{name}" if name in ontology.scheme("role") else name
            about = self._draft.add("roles", Role(free, self._name(case), note=note))
        else:
            guid = case.get("guid", "")
            self._draft.known[guid.strip("{}").lower()] = f"roles/{role}"
            return
        self._draft.register(case, about, named=True)
        self._draft.unnamed(case, about, self._name(case))
        self._values(case, about)
        self._members(case, about)

    def _role(self, case: Element) -> str | None:
        """Return which role a case stands for, ``None`` if it's a respondent."""
        for value in case.findall("VariableValue"):
            variable = self._draft.find(_target(value, "VariableRef"))
            label = self._label(variable)
            said = value.findtext("TextValue") or ""
            if label == ACTOR_ROLE and (said == OWN_ROLE or said in ontology.scheme("role")):
                return said
        return None

    def _label(self, variable: str) -> str:
        row: Variable | None = self._draft.rows.get("variables", {}).get(variable.partition("/")[2])
        return row.label if row else ""

    def _drop_marker(self) -> None:
        rows = self._draft.rows.get("variables", {})
        marker = {name for name, row in rows.items() if row.label == ACTOR_ROLE}
        self._draft.attributes -= {
            known
            for known in self._draft.attributes
            if known.variable in marker or known.about.removeprefix("variables/") in marker
        }
        for name in marker:
            del rows[name]

    def _members(self, case: Element, about: str) -> None:
        for tag, variable, index in (
            ("SourceRef", "refi-source", self._whole),
            ("SelectionRef", "refi-selection", self._part),
        ):
            for reference in case.findall(tag):
                found = self._draft.find_selection(reference.get("targetGUID", ""))
                for record in found:
                    self._draft.know(about, variable, record)
                    index.setdefault(record, []).append(about)
                if not found:
                    self._draft.note("cases refer to what isn't there", self._name(case))
        for reference in case.findall("CodeRef"):
            self._draft.know(about, "refi-code", self._draft.find(reference.get("targetGUID")))

    # ------------------------------------------------------------ who speaks

    def _speakers(self) -> None:
        parts = {
            known.about: known.value
            for known in self._draft.attributes
            if known.variable == "refi-part-of"
        }
        quotes = self._draft.rows.get("quotes", {})
        for quote in quotes.values():
            reference = f"quotes/{quote.id}"
            people = self._part.get(reference) or self._around(f"documents/{quote.document}", parts)
            respondents = {each for each in people if each.startswith("respondents/")}
            if len(respondents) == 1:
                (speaker,) = respondents
                quotes[quote.id] = replace(quote, respondent=speaker.partition("/")[2])
                self._imply(speaker, reference)

    def _around(self, document: str, parts: dict[str, str]) -> list[str]:
        return self._whole.get(document) or self._whole.get(parts.get(document, ""), [])

    def _imply(self, speaker: str, reference: str) -> None:
        """A selection whose speaker its quote names needn't be told once more."""
        if self._part.get(reference) == [speaker]:
            self._draft.attributes.discard(Attribute(speaker, "refi-selection", reference))

    # ------------------------------------------------------------ variables

    def _values(self, element: Element, about: str) -> None:
        for value in element.findall("VariableValue"):
            variable = self._draft.find(_target(value, "VariableRef"))
            if not variable.startswith("variables/"):
                self._draft.note("values are of a variable that isn't there; left out", about)
                continue
            said = next((text for tag in _VALUES if (text := value.findtext(tag)) is not None), "")
            self._keep(about, variable.partition("/")[2], said)

    def _keep(self, about: str, name: str, said: str) -> None:
        rows = self._draft.rows["variables"]
        written = canonical(said, rows[name].datatype)
        if written is None:  # the variable holds other things than it says: all of it is text
            self._draft.note(
                f"values aren't {rows[name].datatype}: the variable is kept as text", name
            )
            rows[name] = replace(rows[name], datatype="text")
            written = said
        self._draft.attributes.add(Attribute(about, name, written))


def _target(element: Element, tag: str) -> str:
    reference = element.find(tag)
    return reference.get("targetGUID", "") if reference is not None else ""
