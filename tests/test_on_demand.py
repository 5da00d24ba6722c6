"""Commands are imported when they're called."""

import subprocess
import sys
from importlib import import_module
from inspect import isfunction

import pytest

from api.commands import COMMANDS
from tests.test_cli import Runner, run

__all__ = ["run"]

HEAVY = ("scipy", "networkx", "docx", "xlsxwriter", "csvw", "fastapi", "rdflib", "pyoxigraph")
"""What single commands need and no other should wait for."""


def imported_by(*arguments: str) -> set[str]:
    """Return the modules that a run of the command line has imported at its end."""
    code = (
        "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "from api.cli import main; main()"
    )
    command = [sys.executable, "-c", code, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(ran.stderr.split())


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_no_command_is_imported_to_say_what_there_is(argument: str) -> None:
    """``--version`` and ``--help`` import neither a command nor a heavy library."""
    modules = imported_by(argument)
    assert "api.on_demand" in modules
    assert not modules.intersection(HEAVY)
    assert not [name for name in modules if name.startswith("api.commands.")]


def test_a_command_imports_only_what_it_needs() -> None:
    """A command's own module is imported, the other commands' aren't."""
    modules = imported_by("questions")
    assert "api.commands.asking" in modules
    assert not modules.intersection({"api.commands.reading", "api.commands.networks", "docx"})


def test_help_lists_every_command_with_a_sentence(run: Runner) -> None:
    """``--help`` lists every command with what its docstring begins with."""
    lines = run("--help").out.partition("Commands:")[2].strip().splitlines()
    listed = dict(line.strip().split(maxsplit=1) for line in lines)
    assert list(listed) == list(COMMANDS)
    for name, place in COMMANDS.items():
        module, _, attribute = place.partition(":")
        target = getattr(import_module(module), attribute)
        documented = target if isfunction(target) else import_module(module)
        assert str(documented.__doc__).startswith(listed[name].removesuffix("...")), name


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(run: Runner, name: str) -> None:
    """Each command has a help text of its own under its name."""
    outcome = run(name, "--help")
    assert outcome.code == 0
    assert outcome.out.startswith(f"Usage: themegraph {name} ")


def test_a_wrong_command_gets_the_nearest(run: Runner) -> None:
    """A command that doesn't exist ends with 2 and the one that was perhaps meant."""
    outcome = run("quary")
    assert (outcome.code, "Did you mean 'query'?" in outcome.err) == (2, True)


def test_the_shell_completes_commands_and_options(
    run: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Completion offers the names of commands, and a command's own options."""
    monkeypatch.setenv("_THEMEGRAPH_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "themegraph que")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert run().out.split() == ["query", "questions"]
    monkeypatch.setenv("COMP_WORDS", "themegraph query --quest")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert run().out.split() == ["--question"]
