"""What the explorer says in English stands in one place: the modules ``english*.js``.

The modules are parsed by tree-sitter's grammar of JavaScript, so that texts are told apart from
comments, patterns and code, also inside templates.
"""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

_ALL = {
    each.name: each.read_text(encoding="utf-8")
    for each in (files("viz") / "static").iterdir()
    if each.name.endswith(".js")
}
MODULES = {name: source for name, source in _ALL.items() if not name.startswith("english")}

_PARSER = Parser(Language(tree_sitter_javascript.language()))

_VALUE = "\0"
"""Stands for what a template puts in."""

_WORD = rf"(?:(?<![\w-])[A-Za-z’']{{2,}}(?![\w-])|{_VALUE})"
_WORDS = re.compile(rf"{_WORD}[,;:.]? {_WORD}")
_CAPITAL = re.compile(r"(?<![\w-])[A-Z][a-z]+")

_UNSEEN_ATTRIBUTES = frozenset({"class"})
_UNSEEN_PROPERTIES = frozenset({"font", "transform"})
_UNSEEN_ARGUMENTS = frozenset(
    {"closest", "get", "matches", "matchMedia", "querySelector", "querySelectorAll", "RegExp"}
)
"""Functions whose texts are selectors, patterns and names of headers."""

_NAMES = frozenset({"Turtle", "themegraph notes", f"themegraph notes {_VALUE}",
                    f"themegraph places {_VALUE} {_VALUE}",
                    "themegraph build studies/my-study"})  # fmt: skip
"""Names of formats, keys of what is kept, and a command: the same in every language."""


def prose(source: str) -> Iterator[tuple[int, str]]:
    """Yield what a module says to people: the line, and the text with a mark for each value."""
    for node in _nodes(_PARSER.parse(source.encode()).root_node):
        if node.type not in {"string", "template_string"} or _is_unseen(node):
            continue
        said = _text(node)
        if said.strip() not in _NAMES and (_CAPITAL.search(said) or _has_words(said)):
            yield node.start_point.row + 1, said.replace(_VALUE, "…")


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _nodes(child)


def _text(node: Node) -> str:
    return "".join(
        _VALUE if part.type == "template_substitution" else (part.text or b"").decode()
        for part in node.children
        if part.type in {"string_fragment", "template_substitution"}
    )


def _has_words(said: str) -> bool:
    return any(re.search("[a-z]", found) for found in _WORDS.findall(said))


def _is_unseen(node: Node) -> bool:
    """Say whether nobody reads a text: a selector, a class, a font, a name that is compared."""
    child = node
    while (parent := child.parent) is not None:
        if parent.type == "import_statement" or _is_compared(parent):
            return True
        if parent.type == "pair":
            return child == parent.child_by_field_name("key") or (
                _name(parent.child_by_field_name("key")) in _UNSEEN_ATTRIBUTES
            )
        if parent.type == "assignment_expression":
            return _name(parent.child_by_field_name("left")) in _UNSEEN_PROPERTIES
        if parent.type == "member_expression":
            return _name(parent) == "split"
        if parent.type == "arguments":
            return _name(_called(parent)) in _UNSEEN_ARGUMENTS
        child = parent
    return False


def texts() -> Iterator[tuple[str, str]]:
    """Yield the texts of ``english*.js``: the constant's name, and the text's in it."""
    for name in _ALL.keys() - MODULES.keys():
        for node in _nodes(_PARSER.parse(_ALL[name].encode()).root_node):
            value = node.child_by_field_name("value")
            if node.type != "variable_declarator" or value is None or value.type != "object":
                continue
            for pair in value.named_children:
                if pair.type == "pair":
                    yield (
                        _name(node.child_by_field_name("name")),
                        _name(pair.child_by_field_name("key")),
                    )


def _is_compared(node: Node) -> bool:
    operator = node.child_by_field_name("operator")
    return operator is not None and operator.type in {"===", "!==", "in"}


def _called(arguments: Node) -> Node | None:
    call = arguments.parent
    assert call is not None
    return call.child_by_field_name("function") or call.child_by_field_name("constructor")


def _name(node: Node | None) -> str:
    """Return a name, or the last part of a path of names."""
    if node is None:
        return ""
    last = node.child_by_field_name("property") or node
    return (last.text or b"").decode()


def test_english_stands_in_one_place() -> None:
    """English text stands in one place, ready for translation."""
    found = [f"{name}:{line}: {said!r}" for name, source in MODULES.items()
             for line, said in prose(source)]  # fmt: skip
    assert len(MODULES) > 30
    assert not found, "move these to viz/static/english*.js:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        'el("p", {}, "Nothing to see");',
        'el("p", {}, "nothing to see");',
        'el("h2", {}, "Gaps");',
        "place.textContent = `${number} of them`;",
        "place.textContent = `and ${number}`;",
        'el("button", { class: "card open", "aria-label": "Go on" }, "x");',
        'say(isOpen ? "is open" : "");',
        "say(`${list.map((each) => `said by ${each}`)}`);",
        'button.setAttribute("aria-label", "go on");',
    ],
)
def test_a_text_elsewhere_is_found(planted: str) -> None:
    """A text that a person would read is found wherever a module has it."""
    assert list(prose(planted))


@pytest.mark.parametrize(
    "plain",
    [
        '// "Nothing to see"\nimport { count } from "./dom.js";',
        'el("li", { class: isOpen ? "card open" : "card" }, GAPS.title);',
        'if (event.key === "Escape") place.querySelector("main > .view a").focus();',
        'const headers = { "Content-Type": "application/json" };',
        'const pattern = /Nothing to see/u; new RegExp("(?:and so on)");',
        "context.font = `${size}px system-ui, sans-serif`;",
        "const key = `${one}|${other}`;",
        'const shapes = { d: "M11 1.5 18.5 9 11 16.5 3.5 9Z" };',
    ],
)
def test_what_nobody_reads_is_no_text(plain: str) -> None:
    """Comments, selectors, classes, keys and patterns are the same in every language."""
    assert not list(prose(plain))


@pytest.mark.parametrize("name", sorted(MODULES))
def test_only_english_counts_in_words(name: str) -> None:
    """Plurals, the writing of numbers and the order of names belong to the language."""
    assert not re.search(r"\bcount\(|toLocale\w+|\bIntl\.", MODULES[name])


def test_every_text_that_is_asked_for_is_there() -> None:
    """A text that isn't there would be left out in silence."""
    known = set(texts())
    holders = {holder for holder, _ in known}
    asked = {(holder, key) for source in MODULES.values()
             for holder, key in re.findall(r"\b([A-Z_]{3,})\.(\w+)", source)
             if holder in holders}  # fmt: skip
    assert len(asked) > 150
    assert not asked - known


def test_every_text_is_asked_for() -> None:
    """What nobody says needs no translation."""
    every = "\n".join(_ALL.values())
    by_key = {holder for holder in {one for one, _ in texts()} if f"{holder}[" in every}
    unused = [f"{holder}.{key}" for holder, key in texts()
              if holder not in by_key and f"{holder}.{key}" not in every]  # fmt: skip
    assert not unused
