"""Settings of ``serve`` from the environment and from a file, under the names of its options.

An option of the command line goes before the environment, that before the file. ``--in-memory`` is
``THEMEGRAPH_SERVE_IN_MEMORY``, and in the file ``in-memory`` below ``[serve]``.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs

from graph.errors import InputError, nearest

SETTABLE = frozenset({"serve"})
"""Commands that are run by a system rather than by a person."""
CONFIG = "THEMEGRAPH_CONFIG"
"""The variable that names the file."""


def variable(command: str, option: str) -> str:
    """Return the variable of the environment for an option.

    >>> variable("serve", "--in-memory")
    'THEMEGRAPH_SERVE_IN_MEMORY'
    """
    return f"THEMEGRAPH_{command}_{option.strip('-')}".replace("-", "_").upper()


def settings_file() -> Path:
    """Return the file of settings, whether it's there or not."""
    named = os.environ.get(CONFIG, "")
    if named:
        return Path(named)
    return Path(platformdirs.user_config_dir("themegraph", appauthor=False)) / "themegraph.toml"


def settings(command: str, options: Mapping[str, str]) -> dict[str, Any]:
    """Return what the file sets of a command, by the names of its parameters.

    ``options`` are those by the option's name without dashes. Raises ``InputError`` if the file
    can't be read, or has a key that is no option.
    """
    path = settings_file()
    if not path.exists() and not os.environ.get(CONFIG):
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: can't be read as TOML ({error})") from error
    for name in found:
        if name not in SETTABLE:
            raise InputError(f"{path}: [{name}] sets nothing; {nearest(name, sorted(SETTABLE))}")
    table = found.get(command, {})
    if not isinstance(table, dict):
        raise InputError(f"{path}: {command} isn't a table; write [{command}]")
    for name in table:
        if name not in options:
            told = nearest(name, sorted(options))
            raise InputError(f"{path}: [{command}] has no setting {name!r}; {told}")
    return {options[name]: value for name, value in table.items()}


def take_settings(command: str, loaded: Any, ctx: Any) -> None:  # noqa: ANN401 -- typer's click
    """Let a command's options be set by the environment and by the file."""
    options: dict[str, str] = {}
    for parameter in loaded.params:
        for option in (each for each in parameter.opts if each.startswith("--")):
            parameter.envvar = parameter.envvar or variable(command, option)
            options[option.removeprefix("--")] = parameter.name
    ctx.default_map = {command: settings(command, options)}
