"""Parameters: what a route takes, read strictly, and described once for OpenAPI too.

What isn't known is refused, with the nearest guess: a misspelt filter that was passed over would
look like a finding.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import QueryParams

from graph.errors import InputError, guess, nearest

LONGEST = 1000
"""Characters of a value."""
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a parameter; ``allowed`` and ``guess`` are how to mend it."""

    parameter: str
    problem: str
    value: str = ""
    allowed: tuple[str, ...] = ()
    nearest: str = ""


class ParameterError(InputError):
    """Parameters that can't be taken as they are."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """``faults`` are all that were found."""
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.parameter}: {fault.problem}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a URL's query.

    ``choices`` are the only values, if there are any; ``least`` and ``most`` make it a whole
    number, ``several`` a list separated by commas.
    """

    name: str
    description: str
    example: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    several: bool = False
    needed: bool = False
    default: str = ""

    def read(self, value: str) -> str:
        """Return the value; raises ``ParameterError`` if it can't be taken."""
        if self.least is not None and self.most is not None:
            self._refuse_number(value, self.least, self.most)
        elif self.choices:
            for one in value.split(",") if self.several else [value]:
                if one not in self.choices:
                    raise ParameterError([self._unknown(one)])
        elif len(value) > LONGEST or not value:
            raise ParameterError(
                [self._fault(value, f"must have between 1 and {LONGEST} characters")]
            )
        return value

    def _refuse_number(self, value: str, least: int, most: int) -> None:
        digits = value.isascii() and value.isdigit() and len(value) <= len(str(most)) + 1
        if not digits or not least <= int(value) <= most:
            says = f"must be a whole number from {least} to {most}"
            raise ParameterError([self._fault(value, says)])

    def _unknown(self, value: str) -> Fault:
        mend = nearest(value[:_SHOWN], self.choices)
        return self._fault(value, f"{value[:_SHOWN]!r} isn't known; {mend}")

    def _fault(self, value: str, problem: str) -> Fault:
        shown = value[:_SHOWN]
        return Fault(self.name, problem, shown, self.choices, guess(shown, self.choices))

    def described(self) -> dict[str, Any]:
        """Return the parameter as OpenAPI 3.1 describes it."""
        schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": LONGEST}
        if self.least is not None:
            schema = {"type": "integer", "minimum": self.least, "maximum": self.most}
        elif self.choices == ("true", "false"):
            schema = {"type": "boolean"}
        elif self.choices:
            schema = {"type": "string", "enum": list(self.choices)}
        if self.default:
            schema["default"] = _typed(self.default, schema["type"])
        told: dict[str, Any] = {"name": self.name, "in": "query", "description": self.description}
        if self.several:
            schema = {"type": "array", "items": schema, "minItems": 1}
            told |= {"style": "form", "explode": False}
        told |= {"required": self.needed, "schema": schema}
        if self.example:
            shown = self.example.split(",") if self.several else self.example
            told["example"] = shown if self.several else _typed(self.example, schema["type"])
        return told


def _typed(value: str, kind: str) -> str | int | bool:
    if kind == "integer":
        return int(value)
    return value == "true" if kind == "boolean" else value


def read(given: QueryParams, parameters: Sequence[Parameter]) -> Mapping[str, str]:
    """Return the parameters that are given, and the defaults of others.

    Raises ``ParameterError`` with every fault at once.
    """
    known = {parameter.name: parameter for parameter in parameters}
    faults = [_no_such(name, value, [*known]) for name, value in given.items() if name not in known]
    found = {one.name: one.default for one in parameters if one.default}
    for parameter in parameters:
        values = given.getlist(parameter.name)
        if len(values) > 1:
            faults.append(Fault(parameter.name, "is given more than once", values[1][:_SHOWN]))
        elif values:
            try:
                found[parameter.name] = parameter.read(values[0])
            except ParameterError as error:
                faults += error.faults
        elif parameter.needed:
            faults.append(Fault(parameter.name, "is needed", "", parameter.choices))
    if faults:
        raise ParameterError(faults)
    return found


def _no_such(name: str, value: str, known: list[str]) -> Fault:
    shown = name[:_SHOWN]
    says = f"there is no such parameter; {nearest(shown, known)}"
    return Fault(shown, says, value[:_SHOWN], tuple(sorted(known)), guess(shown, known))
