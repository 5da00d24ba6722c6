"""Headings: which paragraphs are headings, and how far out each stands.

Markup says both, be it ``#``, an underline, a style or an element. In unmarked text a short line
without final punctuation that stands alone before prose is a heading; its rank is guessed from its
number, from a word like *Theme 1*, from capitals, or from the valence that it names.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.readers import attribution, heading_lines, languages, run_ins, valence
from graph.readers.text import Paragraph, could_be_heading, ends_a_sentence

_MARKDOWN = re.compile(r"(#{1,6})\s+(\S.*?)[\s#]*$", re.DOTALL)
_BOLD = re.compile(r"(?:\*\*|__)([^*_]+)(?:\*\*|__)[.:]?$")
_THEME = re.compile(
    r"(?:(?P<over>(?:aggregate\s+|key\s+)?(?:domains?|dimensions?|meta-?\s?themes?|research\s+questions?|RQ)"
    r"|(?:global|overarching|superordinate)\s+(?:themes?|categor(?:y|ies)))"
    r"|(?:(?P<sub>sub(?:ordinate)?[-\s]*|secondary\s+|second(?:ary)?[-\s]level\s+)"
    r"|(?:main|major|organi[sz]ing|core|key|primary|analytic(?:al)?|(?:group|personal)\s+experiential)\s+)?"
    rf"(?:themes?|category|categories|{languages.THEMES}))(?:\s*\d{{1,2}}|\s+[\w.]{{1,5}})?\s?[:.–—-]\s*\S",
    re.IGNORECASE,
)
_SLANTED = re.compile(r"([*_])([^*_]+)\1:?$")
_SECTION = re.compile(
    rf"\W*(?:(?:main|key|study|qualitative)\s+)?(?:results?|findings|abstract|introduction|background|"
    rf"methods?|discussion|conclusions?|references|{languages.FINDINGS}|{languages.OTHER_SECTIONS})\b.*",
    re.IGNORECASE,
)
_LONGEST_THEME_WORDS = 25
_FEWEST_CAPITALS = 4

_VALENCE, _OVER_THEME, _CHAPTER, _UPPER, _DECIMAL, _LOWER, _ROMAN = (
    0, 6, 9, 10, 11, 20, 21,
)  # fmt: skip
_ABOVE_NUMBERS, _PLAIN_LINE = 8, 31
_CAPITALS, _PLAIN, _BOLD_LINE, _ITALIC_LINE, _BOLD_START, _ITALIC_START = 25, 30, 30, 31, 32, 33
_RANKS = {"chapter": _CHAPTER, "upper": _UPPER, "lower": _LOWER, "roman": _ROMAN}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the lower its ``rank``, the further out. ``parent`` is a place in the outline.

    ``guessed`` if nothing marks it, ``numbered`` if its rank is then its number's; ``section`` is
    what the source's markup says that its section is for. ``depth`` tells apart headings of one
    rank whose words nest: *Theme* and *Sub-theme*, *2.1* and *2.1.1*.
    """

    label: str
    start: int
    end: int
    rank: int
    guessed: bool
    parent: int | None = None
    numbered: bool = False
    section: str = ""
    depth: int = 0


def find(paragraphs: Sequence[Paragraph]) -> dict[int, Heading]:
    """Return the headings among paragraphs by their place, their ranks as marked or guessed."""
    marked = any(p.hints.level or _MARKDOWN.match(p.text) for p in paragraphs)
    return _marked(paragraphs) if marked else _unmarked(paragraphs)


def _marked(paragraphs: Sequence[Paragraph]) -> dict[int, Heading]:
    """Find marked headings; below their ranks lines in bold or italic, *Theme 1: …*, and others."""
    found = {}
    lines = heading_lines.find(paragraphs)
    for index, paragraph in enumerate(paragraphs):
        level, section = paragraph.hints.level, paragraph.hints.section
        if level:
            heading = _heading(paragraph, paragraph.text, level, guessed=False)
            found[index] = replace(heading, section=section)
        elif match := _MARKDOWN.match(paragraph.text):
            found[index] = _heading(paragraph, match[2], len(match[1]), guessed=False)
        elif guessed := _theme(paragraphs, index) or _in_style(paragraph):
            found[index] = guessed
        elif index in lines and _lost_its_mark(paragraph.text):
            found[index] = _heading(paragraph, paragraph.text, _PLAIN_LINE, guessed=True)
    return _with_depths(found)


def _lost_its_mark(line: str) -> bool:
    """Whether a line beside marked headings may be one in another style: not somebody's words."""
    return attribution.SPOKEN.search(line) is None and _THEME.match(line) is None


def _unmarked(paragraphs: Sequence[Paragraph]) -> dict[int, Heading]:
    lines = heading_lines.find(paragraphs)
    found = {}
    for index, paragraph in enumerate(paragraphs):
        if heading := _theme(paragraphs, index) or _in_style(paragraph):
            found[index] = heading
        elif index in lines:
            heading = _heading(paragraph, paragraph.text, _rank(paragraph.text), guessed=True)
            found[index] = replace(
                heading, numbered=heading_lines.NUMBER.match(paragraph.text) is not None
            )
    return _with_valences_outside(_with_capitals_outside(found))


def _theme(paragraphs: Sequence[Paragraph], index: int) -> Heading | None:
    """A paragraph *Theme 1: …* that stands alone, not in a list of themes."""
    text = paragraphs[index].text
    match = _THEME.match(text.lstrip("*_"))
    if match is None or len(text.split()) > _LONGEST_THEME_WORDS or index + 1 == len(paragraphs):
        return None
    beside = [paragraphs[i].text for i in (index - 1, index + 1) if i >= 0]
    kinds = [_level(other) for line in beside if (other := _THEME.match(line.lstrip("*_")))]
    if _level(match) in kinds or paragraphs[index].hints.item:
        return None
    return _heading(paragraphs[index], text, _OVER_THEME + _level(match), guessed=True)


def _level(theme: re.Match[str]) -> int:
    """How deep the word for a theme puts it: a domain is 0, a theme 1, a sub-theme 2."""
    return 0 if theme["over"] else 1 + bool(theme["sub"])


def _in_style(paragraph: Paragraph) -> Heading | None:
    return _run_in(paragraph) if paragraph.hints.section == "run-in" else _emphasised(paragraph)


def _emphasised(paragraph: Paragraph) -> Heading | None:
    """A paragraph all in bold or italic."""
    text, hints = paragraph.text, paragraph.hints
    if hints.set_off or hints.label or hints.item or not could_be_heading(text):
        return None
    match = _BOLD.match(text)
    if match and run_ins.could_head(match[1]):
        return _heading(paragraph, match[1], _BOLD_LINE, guessed=True)
    slanted = _SLANTED.match(text)
    if slanted and run_ins.could_run_in(slanted[2]) and not ends_a_sentence(slanted[2]):
        return _heading(paragraph, slanted[2], _ITALIC_LINE, guessed=True)
    whole = len(text.rstrip(" .:"))
    if hints.bold >= whole and run_ins.could_head(text):
        return _heading(paragraph, text.rstrip(" :"), _bold_rank(text), guessed=True)
    if hints.italic >= whole and run_ins.could_run_in(text) and not ends_a_sentence(text):
        return _heading(paragraph, text, _ITALIC_LINE, guessed=True)
    return None


def _run_in(paragraph: Paragraph) -> Heading:
    text, bold = paragraph.text, bool(paragraph.hints.bold)
    numbered = heading_lines.NUMBER.match(text) is not None
    rank = _BOLD_START if bold or text.startswith(("**", "__")) else _ITALIC_START
    rank = _rank(text) if numbered else rank
    heading = _heading(paragraph, text.strip(" *_.:–—"), rank, guessed=True)
    return replace(heading, numbered=numbered)


def _bold_rank(text: str) -> int:
    return _rank(text) if heading_lines.NUMBER.match(text) else _BOLD_LINE


def _heading(paragraph: Paragraph, text: str, rank: int, *, guessed: bool) -> Heading:
    label = " ".join(text.strip("*_ ").split())
    return Heading(label, paragraph.start, paragraph.end, rank, guessed)


def _with_depths(found: dict[int, Heading]) -> dict[int, Heading]:
    """Let the words of marked headings tell how those of one rank nest: 2.1 and 2.1.1."""
    depths = {index: _depth(heading.label) for index, heading in found.items()}
    least: dict[int, int] = {}
    for index, heading in found.items():
        if (depth := depths[index]) is not None:
            least[heading.rank] = min(depth, least.get(heading.rank, depth))
    return {
        index: replace(heading, depth=(depths[index] or 0) - least[heading.rank])
        if depths[index] is not None and not heading.guessed
        else heading
        for index, heading in found.items()
    }


def _depth(label: str) -> int | None:
    """How deep a heading's number, or *theme* and *sub-theme*, put it; None if it has neither."""
    number = heading_lines.NUMBER.match(label)
    if number and number["decimal"]:
        return number["decimal"].count(".") + bool(number["sub"])
    theme = _THEME.match(label)
    return _level(theme) if theme else None


def _rank(text: str) -> int:
    match = heading_lines.NUMBER.match(text)
    if match is None:
        return _PLAIN
    if match["decimal"]:
        return _DECIMAL + match["decimal"].count(".") + bool(match["sub"])
    return _RANKS[match.lastgroup or ""]


def _with_capitals_outside(found: dict[int, Heading]) -> dict[int, Heading]:
    """Put headings in capitals outside the plain ones, and outside numbered ones behind the first.

    Those that only name a section say nothing of how the others nest.
    """
    plain = {index: _in_capitals(h.label) for index, h in found.items() if h.rank == _PLAIN}
    capitals = [i for i, shouted in plain.items() if shouted and not _of_a_section(found[i])]
    numbered = [index for index, h in found.items() if h.numbered]
    if capitals and numbered and capitals[0] < numbered[0]:
        rank = _ABOVE_NUMBERS
    elif all(plain.values()):
        return found
    else:
        rank = _CAPITALS
    return {i: replace(h, rank=rank) if plain.get(i) else h for i, h in found.items()}


def _of_a_section(heading: Heading) -> bool:
    return _SECTION.fullmatch(heading.label) is not None


def _in_capitals(label: str) -> bool:
    return label.isupper() and sum(map(str.isalpha, label)) >= _FEWEST_CAPITALS


def _with_valences_outside(found: dict[int, Heading]) -> dict[int, Heading]:
    """Put unnumbered headings that name a valence outside; the others then stand under them.

    Which ones: those that say little else (Barriers), or if there are none, all that name a side
    (Financial barriers), provided that they name both sides; else they are themes among others.
    """
    naming = {
        i: valence.named_by(h.label)
        for i, h in found.items()
        if h.rank in {_PLAIN, _CAPITALS} and h.guessed
    }
    outside = {index for index, named in naming.items() if named.plain}
    if not outside:
        outside = {index for index, named in naming.items() if named.valence}
        if len({naming[index].valence for index in outside}) == 1:
            return found
    return {i: replace(h, rank=_VALENCE) if i in outside else h for i, h in found.items()}
