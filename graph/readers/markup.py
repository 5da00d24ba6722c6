"""Markup as blocks: one walk through a tree of elements, told by each form what they mean."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from html.entities import html5

from lxml import etree

from graph.readers.structure import Block, Runs
from graph.readers.text import Hints


class Role(Enum):
    """What an element is for."""

    INLINE = auto()
    """Part of the paragraph around it."""
    SKIPPED = auto()
    """Nothing in it is read."""
    BLOCK = auto()
    """A paragraph of its own, or what holds some."""
    ITEM = auto()
    """An item of a list."""
    HEADING = auto()
    QUOTE = auto()
    """A quotation that is set off."""
    LABEL = auto()
    """Names who speaks, beside a quotation."""
    QUOTED = auto()
    """A quotation in line, whose marks the reader's program adds."""
    LINE_BREAK = auto()
    BOLD = auto()
    ITALIC = auto()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the elements of one form mean; ``heading`` returns a heading's hints."""

    role: Callable[[etree._Element], Role]
    heading: Callable[[etree._Element], Hints]


def blocks(root: etree._Element, vocabulary: Vocabulary) -> list[Block]:
    """Return what an element holds, block by block in the order of the source."""
    walk = _Walk(vocabulary)
    walk.inside(root, bold=False, italic=False)
    walk.end_block()
    return walk.found


def name(element: etree._Element) -> str:
    """Return an element's name in small letters without namespace; empty for a comment."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


@dataclass(slots=True)
class _Walk:
    vocabulary: Vocabulary
    found: list[Block] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)
    hints: Hints = field(default_factory=Hints)
    groups: int = 0

    def inside(self, element: etree._Element, *, bold: bool, italic: bool) -> None:
        self.runs.write(element.text or "", bold=bold, italic=italic)
        for child in element:
            if isinstance(child, etree._Entity):  # noqa: SLF001 -- lxml gives it no other name
                known = html5.get(f"{child.name}".removesuffix(";") + ";", "")
                self.runs.write(known, bold=bold, italic=italic)
            elif isinstance(child.tag, str):
                self._element(child, bold=bold, italic=italic)
            self.runs.write(child.tail or "", bold=bold, italic=italic)

    def end_block(self) -> None:
        block = self.runs.block(self.hints)
        if block is not None:
            self.found.append(block)

    def _element(self, element: etree._Element, *, bold: bool, italic: bool) -> None:
        role = self.vocabulary.role(element)
        if role is Role.INLINE:
            self.inside(element, bold=bold, italic=italic)
        elif role in {Role.BOLD, Role.ITALIC}:
            self.inside(
                element, bold=bold or role is Role.BOLD, italic=italic or role is Role.ITALIC
            )
        elif role is Role.LINE_BREAK:
            self.runs.line_break()
        elif role is Role.QUOTED:
            self._quoted(element, bold=bold, italic=italic)
        elif role is not Role.SKIPPED:
            self._apart(element, self._hints(element, role))

    def _quoted(self, element: etree._Element, *, bold: bool, italic: bool) -> None:
        marked = "".join(element.itertext()).strip()[:1] in {"“", '"', "‘", "«"}
        self.runs.write("" if marked else "“", bold=bold, italic=italic)
        self.inside(element, bold=bold, italic=italic)
        self.runs.write("" if marked else "”", bold=bold, italic=italic)

    def _apart(self, element: etree._Element, hints: Hints) -> None:
        around = self.hints
        self.end_block()
        self.hints = hints
        self.inside(element, bold=False, italic=False)
        self.end_block()
        self.hints = around

    def _hints(self, element: etree._Element, role: Role) -> Hints:
        around = self.hints
        if role is Role.HEADING:
            return self.vocabulary.heading(element)
        if role is Role.QUOTE:
            self.groups += not around.group
            return Hints(set_off=True, group=around.group or self.groups)
        return Hints(
            set_off=around.set_off,
            group=around.group,
            label=role is Role.LABEL or around.label,
            item=role is Role.ITEM or around.item,
        )
