"""A group of commands whose modules are imported when one is called, and not to be listed.

``--help`` and the shell's completion need the names and the first sentences alone; those are read
from the modules' text (``ast``), so that they stand in one place, the function's docstring.
"""

import ast
import inspect
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from api.commands import COMMANDS
from api.settings import SETTABLE, take_settings


class CommandsOnDemand(TyperGroup):
    """The commands of ``COMMANDS``; one is imported when it's called or asked for its help."""

    def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 -- typer's own signature
        super().__init__(**attributes)
        self.commands = {name: _Listed(name, place) for name, place in COMMANDS.items()}

    def resolve_command(
        self,
        ctx: Any,  # noqa: ANN401 -- the click that typer brings has no public name
        args: list[str],
    ) -> tuple[str | None, Any, list[str]]:
        """Return the command that the arguments name, imported, and the arguments left."""
        name, command, rest = super().resolve_command(ctx, args)
        loaded = command.loaded() if isinstance(command, _Listed) else command
        if name in SETTABLE:
            take_settings(name, loaded, ctx)
        return name, loaded, rest


class _Listed(TyperCommand):
    """A command as a list shows it: a name, and a sentence that is read when it's shown."""

    def __init__(self, name: str, place: str) -> None:
        super().__init__(name)
        self._module, _, self._attribute = place.partition(":")

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence, of at most ``limit`` characters."""
        self.help = self.help or _docstring(self._module, self._attribute)
        return super().get_short_help_str(limit)

    def loaded(self) -> Any:  # noqa: ANN401 -- see above
        """Return the command itself."""
        target = getattr(import_module(self._module), self._attribute)
        if isinstance(target, typer.Typer):
            return typer.main.get_group(target)
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(self.name)(target)
        return typer.main.get_command(alone)


def _docstring(module: str, function: str) -> str:
    """Return the docstring of a function, or of the module if it makes the thing by a call."""
    found = find_spec(module)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{module}: named in COMMANDS, but there is no such module")
    tree = ast.parse(Path(found.origin).read_text("utf-8"))
    named = (each for each in tree.body if isinstance(each, ast.FunctionDef))
    documented = next((each for each in named if each.name == function), tree)
    return inspect.cleandoc(ast.get_docstring(documented) or "")
