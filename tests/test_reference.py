"""The documentation says what the code does."""

import re
import shlex
from pathlib import Path

import pytest

from api.commands import COMMANDS
from api.reference import pages
from graph.readers import formats
from graph.service.guard import check

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["commands.md", "questions.md", "study-folder.md"])
def test_generated_pages_are_fresh(name: str) -> None:
    """The generated pages are what the code would write now: ``make docs``."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name]


def test_the_readme_names_commands_and_options_that_exist() -> None:
    """Every command in the README exists, with the options that it's given."""
    lines = re.findall(r"^ {4}themegraph (.*?)(?:  +#.*)?$", README, re.MULTILINE)
    assert len(lines) >= 7
    for line in lines:
        command, *arguments = shlex.split(line.split('"', maxsplit=1)[0])
        assert command in COMMANDS
        help_text = pages()["commands.md"].partition(f"## {command}\n")[2].partition("\n## ")[0]
        for option in (word for word in arguments if word.startswith("--")):
            assert option in help_text, line


def test_every_source_format_and_its_suffixes_are_documented() -> None:
    """Each format that can be read stands in docs/sources.md with its suffixes."""
    told = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert formats.FORMATS
    for source in formats.FORMATS:
        assert f"`{source.name}`" in told
        assert all(f"`{suffix}`" in told for suffix in source.suffixes)


def test_links_between_documents_lead_somewhere() -> None:
    """Every relative link in the documentation leads to a file of the repository."""
    documents = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "ontology" / "README.md"]
    links = [
        (document, link)
        for document in documents
        for link in re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    ]
    assert len(links) >= 8
    for document, link in links:
        assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_queries_in_the_readme_are_allowed() -> None:
    """The README's queries pass the guard that the endpoint puts before the engine."""
    queries = re.findall(r'"""(.*?)"""', README, re.DOTALL)
    assert queries
    for query in queries:
        assert check(query).depth > 0
