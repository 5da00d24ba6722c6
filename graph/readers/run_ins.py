"""Headings that run into their paragraph, in bold or italic or as a paragraph *Theme 1: …*."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.readers import attribution, labels, marks, plain_titles
from graph.readers.labels import Strength
from graph.readers.text import Hints, Paragraph, could_be_heading, ends_a_sentence

_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*$")
_RUN_IN = re.compile(
    r"(?:sub[-\s]*)?theme\s+\w{1,5}\s?[:.–—-]\s+[^.?!]{3,140}[.?!](?=\s+[A-Z])", re.IGNORECASE
)
_BOLD_RUN_IN = re.compile(
    r"(?P<sign>\*\*|__)(?P<words>[^*_]{3,120}?)(?P=sign)(?P<stop>[.:]?|\s?[–—-])(?=\s+[A-Z“\"‘\[])"
)
_NUMBERED_RUN_IN = re.compile(
    r"\d{1,2}(?:\.\d{1,2}){1,3}\.?\s+[A-ZÀ-Þ“‘\"'][^.?!:“”]{3,80}[.?!:](?=\s+[A-ZÀ-Þ“\"])"
)
_NAMES_PEOPLE = re.compile(rf"{labels.PEOPLE}\b|{labels.PERSON.pattern}", re.IGNORECASE)
_ABOUT_PEOPLE = re.compile(
    rf"(?:{labels.PEOPLE}[’'s]{{0,2}}\s(?:and\s|&\s)?)+(?!(?:from|in|at|of|with|for|on|aged|and|or|{labels.PEOPLE})\b)"
    r"[^,;()\[\]\d]+|[^,;()\[\]\d]*\b(?:as|about|towards?|between|among|is|are|was|were|have|has|had)\s[^,;()\[\]\d]+",
    re.IGNORECASE,
)
"""What is said of people, not who they are: *Family support*, *Staff had trouble*, *Mothers as*."""
_MARK = re.compile(r"[“”\"«»]")
_STOP = re.compile(r"[.:]|\s[–—](?=\s)")
_OWN_SENTENCE = re.compile(r"\s+[A-ZÀ-Þ]")
_RUN_IN_ENDS = (".", ":", "–", "—")
_RUN_IN_WORDS = 14
_LONGEST_THEME_WORDS = 25


def parts(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Return the paragraphs, a heading that runs into its paragraph as a paragraph of its own."""
    found: list[Paragraph] = []
    plain = plain_titles.ends(paragraphs)
    for paragraph in paragraphs:
        if _underlines(found, paragraph):
            level = 1 if paragraph.text.startswith("=") else 2
            found[-1] = replace(found[-1], hints=Hints(level=level))
        else:
            found += _with_run_in(paragraph, plain.get(paragraph.start, 0))
    return found


def _underlines(before: Sequence[Paragraph], paragraph: Paragraph) -> bool:
    if not before or not _UNDERLINE.match(paragraph.text):
        return False
    title = before[-1]
    close = paragraph.start - title.end <= len("\r\n")
    plain = not title.hints.level and not title.text.startswith("#")
    return close and plain and could_be_heading(title.text) and title.text[-1] not in ".,;:)]"


def _with_run_in(paragraph: Paragraph, plain: int) -> Iterator[Paragraph]:
    end = _run_in_end(paragraph) or plain
    if not end:
        yield paragraph
        return
    at, words, hints = paragraph.start, paragraph.text, paragraph.hints
    rest = words[end:].lstrip()
    bold, italic = min(end, hints.bold), min(end, hints.italic)
    run_in = Hints(bold=bold, italic=italic, section="run-in")
    yield Paragraph(at, at + end, words[:end], run_in)
    begin = len(words) - len(rest)
    slanted = tuple((a - begin, b - begin) for a, b in hints.slanted if a >= begin)
    leading = slanted[0][1] if slanted and slanted[0][0] == 0 else 0
    after = Hints(slanted=slanted, italic=leading)
    yield Paragraph(paragraph.end - len(rest), paragraph.end, rest, after)


def _run_in_end(paragraph: Paragraph) -> int:
    """Where a heading at the start of the paragraph ends that isn't the whole of it; else 0."""
    words, hints = paragraph.text, paragraph.hints
    if hints.set_off or hints.level or hints.label:
        return 0
    if (theme := _RUN_IN.match(words)) and len(theme.group().split()) <= _LONGEST_THEME_WORDS:
        return theme.end()
    numbered = _NUMBERED_RUN_IN.match(words)
    if numbered and _is_sentence(words[numbered.end() :]):
        return numbered.end()
    if bold := _BOLD_RUN_IN.match(words):
        fits = _fits(bold["words"] + bold["stop"], words[bold.end() :], bold=True)
        return bold.end() if fits else 0
    first = [end for start, end in hints.slanted[:1] if start == 0]
    for lead in (hints.bold, hints.italic, *first):
        stop = _STOP.match(words, lead)
        end = stop.end() if stop else lead
        if lead and end < len(words) and _fits(words[:end], words[end:], bold=bool(hints.bold)):
            return end if words[end:].strip() else 0
    return 0


def _fits(title: str, rest: str, *, bold: bool) -> bool:
    """Whether words in bold or italic head the rest of their paragraph.

    A stop parts them; without one they are a phrase in bold, and the rest is prose of its own.
    """
    if title.rstrip().endswith((*_RUN_IN_ENDS, "-")):
        return could_run_in(title, before_prose=bold and _is_prose(rest))
    apart = bold and " " in title.strip(" *_") and _OWN_SENTENCE.match(rest) is not None
    spoken = attribution.SPOKEN.search(marks.outside(rest)) is not None
    phrase = not labels.is_name(title.strip(" *_")) and could_run_in(title)
    return (
        apart and phrase and not spoken and _is_sentence(rest) and len(rest.split()) > _RUN_IN_WORDS
    )


def _is_sentence(rest: str) -> bool:
    """Whether what follows a title is prose and no part of it: *3.1. Theme 1: Reluctant Yes*."""
    return ends_a_sentence(rest) or len(rest.split()) > _RUN_IN_WORDS


def _is_prose(rest: str) -> bool:
    return rest.lstrip()[:1].isalpha()


def could_head(line: str) -> bool:
    """Whether a line all in bold is a heading, be it in somebody's words: *“We had no choice”*."""
    plain = line.strip(" *_.:")
    named = labels.strength(plain) == Strength.NUMBERED or labels.asks(plain)
    label = (
        named or attribution.at_end(plain) is not None or not _is_about(line, before_prose=False)
    )
    return (
        bool(plain)
        and not label
        and (plain[0].isupper() or plain[0].isdigit() or plain[0] in "“‘\"'«„¿¡")
    )


def could_run_in(title: str, *, before_prose: bool = False) -> bool:
    """Whether bold or italic words head a paragraph; those that name people may be a speaker."""
    plain = title.rstrip(" .:–—")
    return (
        0 < len(plain.split()) <= _RUN_IN_WORDS
        and plain[:1].isupper()
        and not _MARK.search(plain)
        and labels.strength(plain) < Strength.NUMBERED
        and not labels.asks(plain)
        and _is_about(title, before_prose=before_prose)
        and attribution.SPOKEN.search(plain) is None
    )


def _is_about(title: str, *, before_prose: bool) -> bool:
    """Whether words are more than who somebody is.

    People in the plural, or in several words before prose, and a stop, are what it's about.
    """
    plain = title.rstrip(" .:–—")
    stop = title.rstrip().endswith(".")
    several = plain.endswith("s") and labels.PERSON.fullmatch(plain) is not None
    of_people = _ABOUT_PEOPLE.fullmatch(plain) is not None
    of_people = of_people or (stop and (several or (before_prose and " " in plain)))
    return of_people or not _NAMES_PEOPLE.match(plain)
